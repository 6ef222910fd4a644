"""The evidence lower bound: Jensen's inequality, its two parts, and what it leaves when θ moves.

Answers ift6135-2019-hw3:2.1, cmu10708-2019-hw3:1.1 and 1.3a, ece544-2023-ps5:1a.
Sources: [Jordan1999] section 6, [Kingma2014] section 2.2. p_θ(x, z) is any joint density whose prior p(z)
does not depend on θ; q_φ(z | x) is any density.
"""

from sympy import Expr, MatrixSymbol, Product, Sum, log, symbols

from verify.notation import (
    KL,
    POSITIVE,
    Context,
    Derivation,
    E,
    Lemma,
    Mutant,
    Statement,
    Step,
    assume,
    declare,
    entry,
    grant,
    integral,
    joint,
    kernel,
    parameter,
    point,
    put,
)

x, z, xs = symbols("x z xs")
theta, phi = symbols("theta phi")
N, K = symbols("N K", integer=True, positive=True)
i, k = symbols("i k", integer=True)

p = joint("p", x, z, depends=(theta,), fixed=(z,))
q = kernel("q", z, given=(x,), depends=(phi,))
r = joint("r", x, z, depends=(theta,))

finite = grant("integrals are finite", "the sheet writes these expectations and divergences, so they exist")
model = Context(
    point(x, z), parameter(theta, phi), p, q, r, finite, scope="any densities p, q > 0; the prior does not depend on θ"
)

posterior, encoder, prior, likelihood = p(z, given=x), q(z, given=x), p(z), p(x, given=z)
elbo = E(log(p(x, z)) - log(encoder), encoder)
parts = E(log(likelihood), encoder) - KL(encoder, prior)

log_evidence_ge_elbo = Derivation(
    title="log p(x) ≥ L(x) = E_q[log p(x, z) - log q(z|x)]",
    source="[Jordan1999] equation 48",
    questions=("cmu10708-2019-hw3:1.1",),
    context=model,
    claim=Statement(log(p(x)), ">=", elbo),
    chain=(
        Step("=", log(integral(p(x, z), z)), by="p(x) is a marginal of p(x, z)"),
        Step("=", log(E(p(x, z) / encoder, encoder)), by="multiply and divide by q"),
        Step(">=", E(log(p(x, z) / encoder), encoder), by="Jensen's inequality: the logarithm is concave"),
        Step("=", elbo, by="the logarithm of a quotient"),
    ),
    mutants=(
        Mutant("≤", relation="<="),
        Mutant("strict", relation=">"),
        Mutant("an equality", relation="="),
        Mutant("without - log q", rhs=E(log(p(x, z)), encoder)),
        Mutant("log p(x|z) for log p(x, z)", rhs=E(log(likelihood) - log(encoder), encoder)),
    ),
)

elbo_eq_likelihood_sub_kl = Derivation(
    title="L(x) = -KL(q(z|x) ‖ p(z)) + E_q log p(x|z)",
    source="[Kingma2014] equation 3",
    questions=("cmu10708-2019-hw3:1.3a",),
    context=model,
    claim=Statement(elbo, "=", -KL(encoder, prior) + E(log(likelihood), encoder)),
    chain=(
        Step("=", E(log(likelihood * prior) - log(encoder), encoder), by="p(x, z) = p(x|z) p(z)"),
        Step("=", E(log(likelihood) - log(encoder / prior), encoder), by="collect the logarithms"),
        Step("=", E(log(likelihood), encoder) - E(log(encoder / prior), encoder), by="the expectation is linear"),
        Step("=", -KL(encoder, prior) + E(log(likelihood), encoder), by="definition of KL"),
    ),
    mutants=(
        Mutant("+ KL", rhs=KL(encoder, prior) + E(log(likelihood), encoder)),
        Mutant("KL swapped", rhs=-KL(prior, encoder) + E(log(likelihood), encoder)),
        Mutant("KL to the posterior", rhs=-KL(encoder, posterior) + E(log(likelihood), encoder)),
        Mutant("log p(x, z) in the expectation", rhs=-KL(encoder, prior) + E(log(p(x, z)), encoder)),
    ),
)

log_evidence_ge_likelihood_sub_kl = Derivation(
    title="log p(x) ≥ E_q log p(x|z) - KL(q(z|x) ‖ p(z))",
    source="[Kingma2014] equations 2 and 3",
    questions=("ece544-2023-ps5:1a",),
    context=model,
    claim=Statement(log(p(x)), ">=", parts),
    chain=(
        Step("=", log(E(p(x, z) / encoder, encoder)), by="p(x) = ∫ q p(x, z)/q dz"),
        Step(">=", E(log(p(x, z) / encoder), encoder), by="Jensen's inequality"),
        Step("=", E(log(likelihood) - log(encoder / prior), encoder), by="p(x, z) = p(x|z) p(z)"),
        Step("=", parts, by="definition of KL"),
    ),
    mutants=(
        Mutant("+ KL", rhs=E(log(likelihood), encoder) + KL(encoder, prior)),
        Mutant("KL to the posterior", rhs=E(log(likelihood), encoder) - KL(encoder, posterior)),
        Mutant("≤", relation="<="),
        Mutant("without KL", rhs=E(log(likelihood), encoder)),
    ),
)

bias_le_zero = Derivation(
    title="B(θ) = -KL(q ‖ p(z|x)) is never positive",
    source="[Jordan1999] section 6",
    questions=("ift6135-2019-hw3:2.1",),
    context=model,
    claim=Statement(-KL(encoder, posterior), "<=", 0),
    chain=(
        Step("=", E(log(posterior / encoder), encoder), by="definition of KL; -log r = log 1/r"),
        Step("<=", log(E(posterior / encoder, encoder)), by="Jensen's inequality"),
        Step("=", log(integral(posterior, z)), by="q cancels"),
        Step("=", 0, by="p(z|x) integrates to 1"),
    ),
    mutants=(
        Mutant("strictly negative", relation="<"),
        Mutant("≥", relation=">="),
        Mutant("the whole difference is not positive", Statement(KL(encoder, prior) - KL(encoder, posterior), "<=", 0)),
    ),
)

argmax_likelihood_eq_argmax_biased_evidence = Derivation(
    title="argmax_θ E_q log p(x|z) = argmax_θ {log p(x) + B(θ)} with B(θ) = -KL(q ‖ p(z|x)) ≤ 0",
    source="[Jordan1999] section 6; [Kingma2014] equation 1",
    questions=("ift6135-2019-hw3:2.1",),
    context=model,
    cites=("evidence_bound.bias_le_zero",),
    claim=Statement(E(log(likelihood), encoder), "same argmax", log(p(x)) - KL(encoder, posterior), over=theta),
    chain=(
        Lemma(
            Statement(E(log(likelihood), encoder), "=", E(log(p(x) * posterior / prior), encoder)),
            by="Bayes: p(x|z) = p(x) p(z|x)/p(z)",
        ),
        Step(
            "=",
            log(p(x)) - E(log(encoder / posterior), encoder) + E(log(encoder / prior), encoder),
            by="log p(x) is constant in z; insert q/q",
        ),
        Step("=", log(p(x)) - KL(encoder, posterior) + KL(encoder, prior), by="definition of KL"),
        Lemma(Statement(-KL(encoder, posterior), "<=", 0), by="a divergence is not negative: B(θ) ≤ 0"),
        Lemma(
            Statement(E(log(likelihood), encoder), "same argmax", log(p(x)) - KL(encoder, posterior), over=theta),
            by="q is fixed and the prior does not depend on θ: KL(q ‖ p(z)) is constant in θ",
        ),
    ),
    mutants=(
        Mutant("B = +KL", rhs=log(p(x)) + KL(encoder, posterior)),
        Mutant("B = -KL(q ‖ p(z))", rhs=log(p(x)) - KL(encoder, prior)),
        Mutant("KL swapped", rhs=log(p(x)) - KL(posterior, encoder)),
        Mutant("B = 0", rhs=log(p(x))),
        Mutant(
            "a prior that depends on θ",
            Statement(
                E(log(r(x, given=z)), encoder), "same argmax", log(r(x)) - KL(encoder, r(z, given=x)), over=theta
            ),
        ),
        Mutant("argmax over φ", over=phi),
    ),
    remarks=(
        "That a maximizer exists is taken for granted by the sheet; the claim is that both sets of maximizers agree.",
        "The sheet calls E_q log p(x|z) the expected complete-data log-likelihood; that is E_q log p(x, z). The two "
        "differ by E_q log p(z), which does not depend on θ.",
        "B is fixed up to a constant in θ only; -KL(q ‖ p(z|x)) is the choice that is never positive, while the exact "
        "difference KL(q ‖ p(z)) - KL(q ‖ p(z|x)) may be (a mutant of “bias_le_zero” shows it).",
    ),
)

# ------------------------------------------------------------------------------------- independent data points

xi = entry(xs, i)
evidence_i, encoder_i = p(put(x, xi)), q(z, given=put(x, xi))
elbo_i = E(log(p(put(x, xi), z)) - log(encoder_i), encoder_i)
each = (i, 1, N)

log_evidence_of_data_ge_elbo = Derivation(
    title="For independent data points, log p(x_1, …, x_N) = Σ log p(x_i) ≥ Σ L(x_i)",
    source="[Kingma2014] section 2.2",
    questions=("cmu10708-2019-hw3:1.1",),
    context=model.but(point(xs, space="x", size=N)),
    cites=("evidence_bound.log_evidence_ge_elbo",),
    claim=Statement(log(Product(evidence_i, each)), ">=", Sum(elbo_i, each)),
    chain=(
        Step("=", Sum(log(evidence_i), each), by="the points are independent: the likelihood is a product"),
        Step(
            "=",
            Sum(elbo_i, each) + Sum(KL(encoder_i, p(z, given=put(x, xi))), each),
            by="log p(x_i) = L(x_i) + KL(q ‖ posterior) for each i",
        ),
        Step(">=", Sum(elbo_i, each), by="no divergence is negative"),
    ),
    mutants=(
        Mutant("≤", relation="<="),
        Mutant("an equality", relation="="),
        Mutant("the product of the bounds", rhs=Product(elbo_i, each)),
        Mutant("without - log q", rhs=Sum(E(log(p(put(x, xi), z)), encoder_i), each)),
    ),
)

# ------------------------------------------------------------------------------------------ a discrete latent

q_of, prior_of, likelihood_of = (MatrixSymbol(name, K, 1) for name in ("q", "π", "ℓ"))
qk, prior_k, likelihood_k = (entry(column, k) for column in (q_of, prior_of, likelihood_of))


def over_z(term: Expr) -> Expr:
    """Return Σ_k of a term: the sum over the K values of z."""
    return Sum(term, (k, 1, K))


finite_model = Context(
    declare(q_of, POSITIVE),
    declare(prior_of, POSITIVE),
    declare(likelihood_of, POSITIVE),
    assume(Statement(over_z(qk), "=", 1), "q(z|x) is a distribution over the values of z"),
    assume(Statement(over_z(prior_k), "=", 1), "p(z) is a distribution over the values of z"),
    scope="z takes any number K of values; q_k = q(z_k|x) > 0, π_k = p(z_k), ℓ_k = p(x|z_k)",
)
finite_parts = over_z(qk * log(likelihood_k)) - over_z(qk * log(qk / prior_k))

log_evidence_ge_parts_discrete = Derivation(
    title="For a discrete z: log Σ_z q p(x, z)/q ≥ Σ_z q log p(x|z) - Σ_z q log(q/p(z))",
    source="[Jordan1999] equation 48",
    questions=("ece544-2023-ps5:1a",),
    context=finite_model,
    claim=Statement(log(over_z(qk * (prior_k * likelihood_k / qk))), ">=", finite_parts),
    chain=(
        Step(">=", over_z(qk * log(prior_k * likelihood_k / qk)), by="Jensen's inequality: Σ q_k = 1, log is concave"),
        Step("=", over_z(qk * (log(likelihood_k) - log(qk / prior_k))), by="the logarithm of a product"),
        Step("=", finite_parts, by="split the sum; the second part is KL(q(z|x) ‖ p(z))"),
    ),
    mutants=(
        Mutant("+ KL", rhs=over_z(qk * log(likelihood_k)) + over_z(qk * log(qk / prior_k))),
        Mutant("≤", relation="<="),
        Mutant("without KL", rhs=over_z(qk * log(likelihood_k))),
        Mutant("strict", relation=">"),
    ),
)
