"""Latent-variable models: the complete-data likelihood, the ELBO and amortization.

Answers ift6135-2020-hw3:2.1 to 2.3a and ift6135-2019-hw3:2.2 to 2.3a, whose wording is the same.
Sources: [Kingma2014] section 2.2, [Cremer2018] section 2.
p_θ(x, z) is any joint density whose prior p(z) does not depend on θ; q_φ(z | x) is any density.
"""

from sympy import Expr, Sum, log, symbols

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
    assume,
    entropy,
    entry,
    grant,
    joint,
    kernel,
    parameter,
    point,
    put,
)

x, z, xs = symbols("x z xs")
theta, phi = symbols("theta phi")
n = symbols("n", integer=True, positive=True)
i, j = symbols("i j", integer=True)
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

bound_eq_complete_data_add_entropy = Derivation(
    title="log p(x) - KL(q ‖ posterior) is the expected complete-data log-likelihood plus the entropy of q",
    source="[Kingma2014] section 2.2",
    questions=("ift6135-2020-hw3:2.1",),
    context=latent,
    claim=Statement(target, "=", complete_data + entropy(encoder)),
    chain=(
        Step("=", E(log(p(x)) - log(encoder / posterior), encoder), by="log p(x) is constant in z; definition of KL"),
        Step("=", E(log(p(x) * posterior) - log(encoder), encoder), by="collect the logarithms"),
        Step("=", E(log(p(x, given=z) * p(z)) - log(encoder), encoder), by="Bayes: p(x) p(z|x) = p(x|z) p(z)"),
        Step("=", complete_data + entropy(encoder), by="definition of the entropy of q"),
    ),
    mutants=(
        Mutant("without the entropy", rhs=complete_data),
        Mutant("minus the entropy", rhs=complete_data - entropy(encoder)),
        Mutant("KL swapped", lhs=log(p(x)) - KL(posterior, encoder)),
        Mutant("the entropy of a density is never negative", relation=">=", rhs=complete_data),
    ),
)

argmax_complete_data_eq_argmax_bound = Derivation(
    title="Maximizing the expected complete-data log-likelihood is maximizing log p(x) - KL(q ‖ posterior)",
    source="[Kingma2014] section 2.2",
    questions=("ift6135-2020-hw3:2.1",),
    context=latent,
    cites=("latent_variables.bound_eq_complete_data_add_entropy",),
    claim=Statement(complete_data, "same argmax", target, over=theta),
    chain=(
        Lemma(Statement(target, "=", complete_data + entropy(encoder)), by="shown above"),
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
            "read to the letter: the maximizers coincide only if q matches the posterior",
            Statement(
                KL(encoder, posterior),
                "=",
                0,
                given=(Statement(complete_data, "same argmax", log(p(x)), over=theta),),
            ),
        ),
    ),
    remarks=(
        "The sheet adds that the maximizers coincide only if q matches p(z|x): “only if” is false (a mutant shows it).",
        "The sheet takes for granted that a maximizer exists. The claim is that both sets of maximizers are the same, "
        "be they empty or not.",
    ),
)

log_evidence_eq_elbo_add_kl = Derivation(
    title="log p(x) = ELBO + KL(q ‖ posterior)",
    source="[Kingma2014] equation 1",
    questions=("ift6135-2020-hw3:2.3a", "ift6135-2019-hw3:2.3a"),
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

# ------------------------------------------------------------------------------------------ amortization

q_family = kernel("q", z, given=(x,), depends=(phi,), family="Q")
q_i = kernel("q_i", z, family="Q")
member = kernel("m", z, family="Q")
q_i_star, any_member = symbols("q_i m")
x_i, x_j = (put(x, entry(xs, index)) for index in (i, j))


def elbo_at(index: Expr, law: Expr) -> Expr:
    """Return the ELBO of a density of z at the data point with this index."""
    return E(log(p(put(x, entry(xs, index)), given=z)), law) - KL(law, p(z))


amortized = Context(
    point(x, z),
    point(xs, space="x", size=n),
    parameter(theta, phi),
    p,
    q_family,
    q_i,
    member,
    assume(
        Statement(Sum(elbo_at(j, q_family(z, given=x_j)), (j, 1, n)), "maximizer", phi, over=phi),
        "φ = φ* maximizes the sum of the ELBOs of all data points",
    ),
    assume(
        Statement(elbo_at(i, member(z)), "maximizer", q_i_star, over=any_member),
        "q_i* maximizes the ELBO of x_i over the family Q, to which q_φ(z | x_i) belongs",
    ),
    grant("integrals are finite", "the sheet writes these expectations and divergences, so they exist"),
    scope="any densities, any family Q, any number n of data points, any of them as x_i",
)

evidence_i, posterior_i = p(x_i), p(z, given=x_i)
amortized_i, instance_i = q_family(z, given=x_i), q_i(z)

amortized_kl_ge_instance_kl = Derivation(
    title="The amortized posterior is at least as far from the true one as the best instance-wise one",
    source="[Cremer2018] section 2.2",
    questions=("ift6135-2020-hw3:2.2", "ift6135-2019-hw3:2.2"),
    context=amortized,
    claim=Statement(KL(amortized_i, posterior_i), ">=", KL(instance_i, posterior_i)),
    chain=(
        Lemma(
            Statement(elbo_at(i, instance_i), ">=", elbo_at(i, amortized_i)),
            by="q_i* is the best member of Q, and q_φ*(z | x_i) is a member",
        ),
        Lemma(
            Statement(KL(amortized_i, posterior_i), "=", log(evidence_i) - elbo_at(i, amortized_i)),
            by="log p(x) = ELBO + KL",
        ),
        Step(">=", log(evidence_i) - elbo_at(i, instance_i), by="the ELBO of q_i* is at least that of q_φ*"),
        Step("=", KL(instance_i, posterior_i), by="log p(x) = ELBO + KL again"),
    ),
    mutants=(
        Mutant("≤", relation="<="),
        Mutant("strict", relation=">"),
        Mutant("equal", relation="="),
    ),
    remarks=("That φ* and q_i* exist is taken from the sheet, which names them; suprema need not be attained.",),
)

elbo_bias_eq_neg_kl = Derivation(
    title="The bias of the ELBO as an estimate of log p(x) is -KL(q ‖ posterior)",
    source="[Cremer2018] section 2.2",
    questions=("ift6135-2020-hw3:2.3a", "ift6135-2019-hw3:2.3a"),
    context=latent,
    cites=("latent_variables.log_evidence_eq_elbo_add_kl",),
    claim=Statement(elbo - log(p(x)), "=", -KL(encoder, posterior)),
    chain=(
        Step("=", E(log(p(x, z) / encoder) - log(p(x)), encoder), by="the ELBO is E log p(x, z)/q"),
        Step("=", E(log(posterior / encoder), encoder), by="p(x, z)/p(x) = p(z|x)"),
        Step("=", -KL(encoder, posterior), by="definition of KL"),
    ),
    mutants=(
        Mutant("+ KL", rhs=KL(encoder, posterior)),
        Mutant("KL swapped", rhs=-KL(posterior, encoder)),
        Mutant("KL to the prior", rhs=-KL(encoder, p(z))),
        Mutant("no bias", rhs=0),
    ),
)

amortized_bias_ge_instance_bias = Derivation(
    title="The amortized bias is at least as large in modulus as the instance-wise one",
    source="[Cremer2018] section 2.2",
    questions=("ift6135-2020-hw3:2.3a", "ift6135-2019-hw3:2.3a"),
    context=amortized,
    cites=("latent_variables.amortized_kl_ge_instance_kl", "latent_variables.elbo_bias_eq_neg_kl"),
    claim=Statement(log(evidence_i) - elbo_at(i, amortized_i), ">=", log(evidence_i) - elbo_at(i, instance_i)),
    chain=(
        Lemma(
            Statement(log(evidence_i) - elbo_at(i, instance_i), ">=", 0),
            by="both biases are -KL ≤ 0, so moduli are log p - ELBO",
        ),
        Lemma(
            Statement(log(evidence_i) - elbo_at(i, amortized_i), ">=", log(evidence_i) - elbo_at(i, instance_i)),
            by="q_i* is the best member of Q",
        ),
    ),
    mutants=(
        Mutant("≤", relation="<="),
        Mutant(
            "the best member has no bias",
            Statement(log(evidence_i) - elbo_at(i, instance_i), "=", 0),
        ),
    ),
)

UNCHECKED = tuple(
    Unchecked(f"{sheet}:{part}", "prose", reason)
    for sheet in ("ift6135-2020-hw3", "ift6135-2019-hw3")
    for part, reason in (
        ("2.3a", "what the comparison means in the best case is judged by a person"),
        ("2.3b", "computational cost is judged by a person"),
        ("2.3c", "memory is judged by a person"),
    )
)
