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

from sympy import Expr, KroneckerDelta, MatrixSymbol, Product, Sum, log, symbols

from verify.notation import (
    KL,
    POSITIVE,
    Context,
    Derivation,
    E,
    Mutant,
    Statement,
    Step,
    declare,
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

# ------------------------------------------------------------------------------------------- the subset lemma

k = symbols("k", integer=True, positive=True)
i, m = symbols("i m", integer=True)
a = MatrixSymbol("a", k + 1, 1)
numbers = Context(declare(a), scope="any numbers, any k")
positive_numbers = Context(declare(a, POSITIVE), scope="any positive numbers, any k")


def without_m(term: Expr) -> Expr:
    """Return the mean of the terms j = 1, …, k + 1 over the subset that leaves out m."""
    return Sum((1 - KroneckerDelta(j, m)) * term, (j, 1, k + 1)) / k


def over_subsets(term: Expr) -> Expr:
    """Return the mean over the k + 1 subsets with k elements, each known by the m that it leaves out."""
    return Sum(term, (m, 1, k + 1)) / (k + 1)


mean_of_all = Sum(entry(a, i), (i, 1, k + 1)) / (k + 1)

mean_of_subset_means_eq_mean = Derivation(
    title="The mean over all k-of-(k+1) subsets of the subset's mean is the mean of all",
    source="[Burda2016] appendix A",
    questions=("cmu10708-2019-hw3:1.5b",),
    context=numbers,
    claim=Statement(over_subsets(without_m(entry(a, j))), "=", mean_of_all),
    chain=(
        Step(
            "=",
            Sum(entry(a, j) * Sum(1 - KroneckerDelta(j, m), (m, 1, k + 1)), (j, 1, k + 1)) / (k * (k + 1)),
            by="exchange the sums: how many of the subsets have a_j?",
        ),
        Step("=", Sum(k * entry(a, j), (j, 1, k + 1)) / (k * (k + 1)), by="all but the one that leaves j out: k"),
        Step("=", mean_of_all, by="k cancels"),
    ),
    mutants=(
        Mutant("subsets divided by k + 1", lhs=over_subsets(k * without_m(entry(a, j)) / (k + 1))),
        Mutant("the sum of all, not the mean", rhs=Sum(entry(a, i), (i, 1, k + 1))),
        Mutant("the mean of all divided by k", rhs=Sum(entry(a, i), (i, 1, k + 1)) / k),
        Mutant("only k of the subsets", lhs=Sum(without_m(entry(a, j)), (m, 1, k)) / k),
        Mutant("nothing left out", lhs=over_subsets(Sum(entry(a, j), (j, 1, k + 1)) / k)),
    ),
    remarks=("A uniform subset of k out of k + 1 indices is known by the index m that it leaves out; m is uniform.",),
)

log_mean_ge_mean_of_subset_log_means = Derivation(
    title="The logarithm of a mean is at least the mean of the logarithms of its subsets' means",
    source="[Burda2016] appendix A",
    questions=("cmu10708-2019-hw3:1.5b",),
    context=positive_numbers,
    cites=("importance_weighting.mean_of_subset_means_eq_mean",),
    claim=Statement(log(mean_of_all), ">=", over_subsets(log(without_m(entry(a, j))))),
    chain=(
        Step("=", log(over_subsets(without_m(entry(a, j)))), by="the subset lemma"),
        Step(">=", over_subsets(log(without_m(entry(a, j)))), by="Jensen's inequality: the logarithm is concave"),
    ),
    mutants=(
        Mutant("≤", relation="<="),
        Mutant("strict", relation=">"),
        Mutant("equal", relation="="),
        Mutant("subsets not divided by k", rhs=over_subsets(log(k * without_m(entry(a, j))))),
    ),
)

# ------------------------------------------------------------------------------------------ one sample more

z, Z, S = symbols("z Z S")
theta, phi = symbols("theta phi")
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


def w(family: Expr) -> Expr:
    """Return the importance weight of the j-th sample of a family."""
    sample_j = put(z, entry(family, j))
    return p_model(x, sample_j) / q_encoder(sample_j, given=x)


def over(family: Expr, size: Expr, body: Expr) -> Expr:
    """Return the expectation over a family of independent samples from q(z | x)."""
    return expectation(body, Product(q_encoder(put(z, entry(family, j)), given=x), (j, 1, size)), family)


def posterior_samples(body: Expr) -> Expr:
    """Return the expectation over k + 1 independent samples from p(z | x)."""
    return expectation(body, Product(p_model(put(z, entry(S, j)), given=x), (j, 1, k + 1)), S)


mean_k, mean_k_plus_1 = Sum(w(Z), (j, 1, k)) / k, Sum(w(S), (j, 1, k + 1)) / (k + 1)
bound_k, bound_k_plus_1 = over(Z, k, log(mean_k)), over(S, k + 1, log(mean_k_plus_1))

log_evidence_ge_bound = Derivation(
    title="log p(x) is at least L_k(x), for every k",
    source="[Burda2016] theorem 1",
    questions=("cmu10708-2019-hw3:1.5a",),
    context=encoded,
    claim=Statement(log(p_model(x)), ">=", bound_k),
    chain=(
        Step(
            "=",
            log(Sum(E(p_model(x, z) / q_encoder(z, given=x), q_encoder(z, given=x)), (j, 1, k)) / k),
            by="q cancels: ∫ p(x, z) dz = p(x), k times",
        ),
        Step("=", log(over(Z, k, mean_k)), by="each sample has law q(z | x), and the expectation is linear"),
        Step(">=", bound_k, by="Jensen's inequality: the logarithm is concave"),
    ),
    mutants=(
        Mutant("≤", relation="<="),
        Mutant("strict", relation=">"),
        Mutant("without 1/k", rhs=over(Z, k, log(Sum(w(Z), (j, 1, k))))),
        Mutant("divided by k + 1, as an equation", relation="=", rhs=over(Z, k, log(Sum(w(Z), (j, 1, k)) / (k + 1)))),
        Mutant("weights turned over", rhs=over(Z, k, log(Sum(1 / w(Z), (j, 1, k)) / k))),
    ),
)

bound_grows_with_samples = Derivation(
    title="L_{k+1} is at least L_k",
    source="[Burda2016] theorem 1",
    questions=("cmu10708-2019-hw3:1.5b",),
    context=encoded,
    cites=(
        "importance_weighting.mean_of_subset_means_eq_mean",
        "importance_weighting.log_mean_ge_mean_of_subset_log_means",
    ),
    claim=Statement(bound_k_plus_1, ">=", bound_k),
    chain=(
        Step("=", over(S, k + 1, log(over_subsets(without_m(w(S))))), by="the subset lemma, at each draw"),
        Step(
            ">=",
            over(S, k + 1, over_subsets(log(without_m(w(S))))),
            by="Jensen's inequality, at each draw: log of a mean ≥ mean of the logarithms",
        ),
        Step("=", over_subsets(over(S, k + 1, log(without_m(w(S))))), by="the expectation is linear"),
        Step("=", bound_k, by="any k of the k + 1 independent samples are k independent samples"),
    ),
    mutants=(
        Mutant("≤", relation="<="),
        Mutant("strict", relation=">"),
        Mutant("equal", relation="="),
        Mutant("L_k divided by k + 1, as an equation", relation="=", rhs=over(Z, k, log(k * mean_k / (k + 1)))),
        Mutant("L_k without 1/k", rhs=over(Z, k, log(k * mean_k))),
        Mutant(
            "k + 1 samples from the posterior, as an equation", relation="=", lhs=posterior_samples(log(mean_k_plus_1))
        ),
        Mutant(
            "L_1 above L_k",
            Statement(E(log(p_model(x, z) / q_encoder(z, given=x)), q_encoder(z, given=x)), ">=", bound_k),
        ),
    ),
    remarks=("Equality is possible: where q(z | x) is the posterior, every weight is p(x), and so is every e^{L_k}.",),
)
