"""Latent-variable models: the complete-data likelihood, the ELBO and amortization.

Answers ift6135-2020-hw3:2.1 to 2.3a. Sources: [Kingma2014] section 2.2, [Cremer2018] section 2.
p_θ(x, z) is any joint density whose prior p(z) does not depend on θ; q_φ(z | x) is any density.
"""

from sympy import log, symbols

from verify.notation import (
    KL,
    Context,
    Derivation,
    E,
    Lemma,
    Mutant,
    Statement,
    Step,
    Unchecked,
    entropy,
    grant,
    joint,
    kernel,
    parameter,
    point,
)

x, z = symbols("x z")
theta, phi = symbols("theta phi")
p = joint("p", x, z, depends=(theta,), fixed=(z,))
q = kernel("q", z, given=(x,), depends=(phi,))

latent = Context(
    point(x, z),
    parameter(theta, phi),
    p,
    q,
    grant("integrals are finite", "the sheet writes these expectations and divergences, so they exist"),
    scope="any densities p, q > 0",
)

posterior, encoder = p(z, given=x), q(z, given=x)
complete_data = E(log(p(x, given=z) * p(z)), encoder)
target = log(p(x)) - KL(encoder, posterior)
elbo = E(log(p(x, given=z)), encoder) - KL(encoder, p(z))

argmax_complete_data_eq_argmax_bound = Derivation(
    title="Maximizing the expected complete-data log-likelihood is maximizing log p(x) - KL(q ‖ posterior)",
    source="[Kingma2014] section 2.2",
    questions=("ift6135-2020-hw3:2.1",),
    context=latent,
    claim=Statement(complete_data, "same argmax", target, over=theta),
    chain=(
        Lemma(
            Statement(target, "=", E(log(p(x)) - log(encoder / posterior), encoder)),
            by="log p(x) does not depend on z; definition of KL",
        ),
        Step("=", E(log(p(x) * posterior) - log(encoder), encoder), by="collect the logarithms"),
        Step("=", E(log(p(x, given=z) * p(z)) - log(encoder), encoder), by="Bayes: p(x) p(z|x) = p(x|z) p(z)"),
        Step("=", complete_data + entropy(encoder), by="definition of the entropy of q"),
        Lemma(
            Statement(complete_data, "same argmax", target, over=theta),
            by="q is fixed: its entropy does not depend on θ",
        ),
    ),
    mutants=(
        Mutant("KL arguments swapped", rhs=log(p(x)) - KL(posterior, encoder)),
        Mutant("+ KL", rhs=log(p(x)) + KL(encoder, posterior)),
        Mutant("KL to the prior", rhs=log(p(x)) - KL(encoder, p(z))),
        Mutant("argmax over φ", over=phi),
        Mutant(
            "only if q matches the posterior",
            Statement(
                KL(encoder, posterior),
                "=",
                0,
                given=(Statement(complete_data, "same argmax", log(p(x)), over=theta),),
            ),
        ),
        Mutant("without the entropy", Statement(target, "=", complete_data)),
    ),
    remarks=(
        "The sheet adds that the maximizers coincide only if q matches p(z|x): “only if” is false (a mutant shows it).",
    ),
)

log_evidence_eq_elbo_add_kl = Derivation(
    title="log p(x) = ELBO + KL(q ‖ posterior)",
    source="[Kingma2014] equation 1",
    questions=("ift6135-2020-hw3:2.3a",),
    context=latent,
    claim=Statement(log(p(x)), "=", elbo + KL(encoder, posterior)),
    chain=(
        Step("=", E(log(p(x, z) / posterior), encoder), by="p(x) = p(x, z)/p(z|x) for every z"),
        Step("=", E(log(p(x, z) / encoder), encoder) + KL(encoder, posterior), by="insert q/q; definition of KL"),
        Step("=", elbo + KL(encoder, posterior), by="p(x, z) = p(x|z) p(z); definition of KL"),
    ),
    mutants=(
        Mutant("minus KL", rhs=elbo - KL(encoder, posterior)),
        Mutant("KL swapped", rhs=elbo + KL(posterior, encoder)),
        Mutant("KL to the prior", rhs=elbo + KL(encoder, p(z))),
    ),
)
