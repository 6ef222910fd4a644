"""Importance-weighted bounds on log p(x): every L_K is a lower bound, and more samples make it tighter.

Answers ift6135-2019-hw3:3.1 and 3.2, and cmu10708-2019-hw3:1.5a and 1.5b. Sources: [Burda2016] section 3 and
appendix A (the proof of Theorem 1). The joint density and the proposal q are any positive densities; the
samples are independent draws from q, and K (or k) is any natural number.

Main statements
---------------
* `bound_le_log_evidence`, `log_evidence_ge_bound`: L_K ≤ log p(x), by Jensen's inequality.
* `bound_ge_elbo`: L_K ≥ L_1, the ELBO.
* `mean_of_subset_means_eq_mean`: the subset lemma. `log_mean_ge_mean_of_subset_log_means`: what it gives at each draw.
* `bound_grows_with_samples`: L_{k+1} ≥ L_k.
"""

from sympy import Expr, KroneckerDelta, Product, Sum, log, symbols

from verify.notation import (
    KL,
    Context,
    Derivation,
    E,
    Mutant,
    Statement,
    Step,
    entry,
    expectation,
    grant,
    joint,
    kernel,
    parameter,
    point,
    put,
)

x, h, H = symbols("x h H")
K = symbols("K", integer=True, positive=True)
j = symbols("j", integer=True)
p, q = joint("p", x, h), kernel("q", h)

sampled = Context(
    point(x, h),
    point(H, space="h", size=K),
    p,
    q,
    grant("integrals are finite", "the sheet writes these expectations, so they exist"),
    scope="any densities p, q > 0, any K",
)

sample = put(h, entry(H, j))  # the j-th of K draws
weight, weight_j = p(x, h) / q(h), p(x, sample) / q(sample)
mean_weight = Sum(weight_j, (j, 1, K)) / K
elbo = E(log(p(x, given=h)), q(h)) - KL(q(h), p(h))


def over_samples(body: Expr) -> Expr:
    """Return the expectation over h_1, …, h_K drawn independently from q."""
    return expectation(body, Product(q(sample), (j, 1, K)), H)


bound = over_samples(log(mean_weight))

mean_weight_eq_evidence = Derivation(
    title="The mean importance weight is an unbiased estimate of p(x)",
    source="[Burda2016] section 3",
    questions=("ift6135-2019-hw3:3.1",),
    context=sampled,
    claim=Statement(over_samples(mean_weight), "=", p(x)),
    chain=(
        Step("=", Sum(over_samples(weight_j), (j, 1, K)) / K, by="the expectation is linear"),
        Step("=", Sum(E(weight, q(h)), (j, 1, K)) / K, by="each h_j has law q; the other samples integrate to 1"),
        Step("=", E(weight, q(h)), by="the K terms are equal"),
        Step("=", p(x), by="q cancels: ∫ p(x, h) dh = p(x)"),
    ),
    mutants=(
        Mutant("divided by K + 1", lhs=over_samples(Sum(weight_j, (j, 1, K)) / (K + 1))),
        Mutant("without 1/K", lhs=over_samples(Sum(weight_j, (j, 1, K)))),
        Mutant("samples from the posterior", lhs=expectation(mean_weight, Product(p(sample, given=x), (j, 1, K)), H)),
        Mutant("samples from the prior", lhs=expectation(mean_weight, Product(p(sample), (j, 1, K)), H)),
    ),
)

bound_le_log_evidence = Derivation(
    title="L_K is a lower bound of log p(x)",
    source="[Burda2016] section 3",
    questions=("ift6135-2019-hw3:3.1",),
    context=sampled,
    cites=("importance_weighting.mean_weight_eq_evidence",),
    claim=Statement(bound, "<=", log(p(x))),
    chain=(
        Step("<=", log(over_samples(mean_weight)), by="Jensen's inequality: the logarithm is concave"),
        Step("=", log(p(x)), by="the mean weight is an unbiased estimate of p(x)"),
    ),
    mutants=(
        Mutant("≥", relation=">="),
        Mutant("strict", relation="<"),
        Mutant("equal", relation="="),
        Mutant("without 1/K", lhs=over_samples(log(Sum(weight_j, (j, 1, K))))),
        Mutant(
            "divided by K + 1, as an equation", relation="=", lhs=over_samples(log(Sum(weight_j, (j, 1, K)) / (K + 1)))
        ),
        Mutant(
            "samples from the posterior", lhs=expectation(log(mean_weight), Product(p(sample, given=x), (j, 1, K)), H)
        ),
    ),
)

m = symbols("m", integer=True)
mean_of_logs = Sum(log(weight_j), (j, 1, K)) / K

bound_ge_elbo = Derivation(
    title="L_K is at least the ELBO, L_1",
    source="[Burda2016] theorem 1",
    questions=("ift6135-2019-hw3:3.2",),
    context=sampled,
    claim=Statement(bound, ">=", elbo),
    chain=(
        Step(
            ">=", over_samples(mean_of_logs), by="Jensen's inequality, at each draw: log of a mean ≥ mean of the logs"
        ),
        Step("=", Sum(over_samples(log(weight_j)), (j, 1, K)) / K, by="the expectation is linear"),
        Step("=", Sum(E(log(weight), q(h)), (j, 1, K)) / K, by="each h_j has law q; the other samples integrate to 1"),
        Step("=", E(log(weight), q(h)), by="the K terms are equal: this is L_1"),
        Step("=", elbo, by="p(x, h) = p(x|h) p(h); definition of KL"),
    ),
    mutants=(
        Mutant("≤", relation="<="),
        Mutant("L_K = L_1", relation="="),
        Mutant("strict", relation=">"),
        Mutant("divided by K + 1", lhs=over_samples(log(Sum(weight_j, (j, 1, K)) / (K + 1)))),
        Mutant("the ELBO with the KL swapped", rhs=E(log(p(x, given=h)), q(h)) - KL(p(h), q(h))),
        Mutant("the logarithm inside the mean", lhs=over_samples(mean_of_logs), relation=">"),
    ),
)

# ------------------------------------------------------------------------------------------ one sample more

z, Z, S = symbols("z Z S")
theta, phi = symbols("theta phi")
k = symbols("k", integer=True, positive=True)
p_model, q_encoder = joint("p", x, z, depends=(theta,)), kernel("q", z, given=(x,), depends=(phi,))

encoded = Context(
    point(x, z),
    point(Z, space="z", size=k),
    point(S, space="z", size=k + 1),
    parameter(theta, phi),
    p_model,
    q_encoder,
    grant("integrals are finite", "the sheet writes these expectations, so they exist"),
    scope="any densities p, q > 0, any k",
)


def w(family: Expr, index: Expr) -> Expr:
    """Return the importance weight of one sample of a family."""
    at = put(z, entry(family, index))
    return p_model(x, at) / q_encoder(at, given=x)


def over(family: Expr, size: Expr, body: Expr) -> Expr:
    """Return the expectation over a family of independent samples from q(z | x)."""
    return expectation(body, Product(q_encoder(put(z, entry(family, j)), given=x), (j, 1, size)), family)


bound_k = over(Z, k, log(Sum(w(Z, j), (j, 1, k)) / k))
bound_k_plus_1 = over(S, k + 1, log(Sum(w(S, j), (j, 1, k + 1)) / (k + 1)))
mean_without_m = Sum((1 - KroneckerDelta(j, m)) * w(S, j), (j, 1, k + 1)) / k

bound_grows_with_samples = Derivation(
    title="L_{k+1} is at least L_k",
    source="[Burda2016] theorem 1",
    questions=("cmu10708-2019-hw3:1.5b",),
    context=encoded,
    claim=Statement(bound_k_plus_1, ">=", bound_k),
    chain=(
        Step(
            "=", over(S, k + 1, log(Sum(mean_without_m, (m, 1, k + 1)) / (k + 1))), by="the subset lemma, at each draw"
        ),
        Step(
            ">=",
            over(S, k + 1, Sum(log(mean_without_m), (m, 1, k + 1)) / (k + 1)),
            by="Jensen's inequality, at each draw: log of a mean ≥ mean of the logs",
        ),
        Step("=", Sum(over(S, k + 1, log(mean_without_m)), (m, 1, k + 1)) / (k + 1), by="the expectation is linear"),
        Step("=", bound_k, by="any k of the k + 1 independent samples are k independent samples"),
    ),
    mutants=(
        Mutant("≤", relation="<="),
        Mutant("strict", relation=">"),
        Mutant("equal", relation="="),
        Mutant("divided by k, not k + 1", lhs=over(S, k + 1, log(Sum(w(S, j), (j, 1, k + 1)) / k)), relation="="),
    ),
)
