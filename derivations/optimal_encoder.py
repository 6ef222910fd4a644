"""The best encoder: Lagrange's method for a discrete z, and the only maximizer for arbitrary densities.

Answers ece544-2023-ps5:1e and 1f. Source: [Neal1998] lemma 1.
"""

from sympy import Expr, MatrixSymbol, Sum, exp, log, symbols

from verify.notation import (
    KL,
    POSITIVE,
    Context,
    D,
    Derivation,
    E,
    Lemma,
    Mutant,
    Statement,
    Step,
    at,
    declare,
    entry,
    grant,
    hadamard,
    joint,
    kernel,
    parameter,
    point,
)

# ----------------------------------------------------------------- the Lagrangian, for a discrete z (1e)

K = symbols("K", integer=True, positive=True)
j, k = symbols("j k", integer=True)
multiplier, t = symbols("λ t")
q_of, prior_of, likelihood_of = (MatrixSymbol(name, K, 1) for name in ("q", "π", "ℓ"))
qk, prior_k, likelihood_k = (entry(column, k) for column in (q_of, prior_of, likelihood_of))
qj, prior_j, likelihood_j = (entry(column, j) for column in (q_of, prior_of, likelihood_of))


def over_z(term: Expr) -> Expr:
    """Return Σ_k of a term: the sum over the K values of z."""
    return Sum(term, (k, 1, K))


discrete = Context(
    declare(q_of, POSITIVE),
    declare(prior_of, POSITIVE),
    declare(likelihood_of, POSITIVE),
    declare(multiplier),
    declare(t, POSITIVE),
    scope="z takes any number K of values; q_k = q(z_k|x), π_k = p(z_k), ℓ_k = p(x|z_k), all > 0; any real λ",
)

evidence = over_z(prior_k * likelihood_k)
objective = over_z(qk * log(likelihood_k)) - over_z(qk * log(qk / prior_k))
lagrangian = objective + multiplier * (1 - over_z(qk))
slope = log(likelihood_j) - log(qj / prior_j) - 1 - multiplier
at_t = log(likelihood_j) - log(t / prior_j) - 1
best_multiplier = log(evidence) - 1

lagrangian_gradient = Derivation(
    title="∂/∂q_j {Σ q log p(x|z) - Σ q log(q/p(z)) + λ(1 - Σ q)} = log p(x|z_j) - log(q_j/p(z_j)) - 1 - λ",
    source="[Neal1998] lemma 1",
    questions=("ece544-2023-ps5:1e",),
    context=discrete,
    claim=Statement(entry(D(lagrangian, q_of), j), "=", slope),
    chain=(
        Lemma(
            Statement(entry(D(over_z(qk * log(likelihood_k)), q_of), j), "=", log(likelihood_j)),
            by="the first sum is linear in q",
        ),
        Lemma(
            Statement(entry(D(over_z(qk * log(qk / prior_k)), q_of), j), "=", log(qj / prior_j) + 1),
            by="(q log(q/p))' = log(q/p) + 1",
        ),
        Lemma(
            Statement(entry(D(multiplier * (1 - over_z(qk)), q_of), j), "=", -multiplier),
            by="only q_j occurs in the constraint with index j",
        ),
        Lemma(Statement(entry(D(lagrangian, q_of), j), "=", slope), by="add the three parts"),
    ),
    mutants=(
        Mutant("+1 for -1", rhs=slope + 2),
        Mutant("+λ", rhs=slope + 2 * multiplier),
        Mutant("without the 1", rhs=slope + 1),
        Mutant("log(p/q) turned", rhs=log(likelihood_j) + log(qj / prior_j) - 1 - multiplier),
    ),
)

stationary_point = Derivation(
    title="The gradient vanishes on Σ q = 1 only at λ = log Z - 1 and q = p(x|z) p(z)/Z, Z = Σ p(x|z) p(z)",
    source="[Neal1998] lemma 1",
    questions=("ece544-2023-ps5:1e",),
    context=discrete,
    cites=("optimal_encoder.lagrangian_gradient",),
    claim=Statement(at_t - best_multiplier, "unique root", prior_j * likelihood_j / evidence, over=t),
    chain=(
        Lemma(
            Statement(at_t - multiplier, "unique root", prior_j * likelihood_j * exp(-1 - multiplier), over=t),
            by="set the derivative to 0 and solve for t = q_j: it falls strictly in t",
        ),
        Lemma(
            Statement(over_z(prior_k * likelihood_k * exp(-1 - multiplier)), "=", evidence * exp(-1 - multiplier)),
            by="sum over z",
        ),
        Lemma(
            Statement(evidence * exp(-1 - multiplier) - 1, "unique root", best_multiplier, over=multiplier),
            by="Σ q = 1 fixes the multiplier: λ = log Z - 1",
        ),
        Lemma(
            Statement(prior_j * likelihood_j * exp(-1 - best_multiplier), "=", prior_j * likelihood_j / evidence),
            by="put λ in: e^(-1-λ) = 1/Z",
        ),
        Lemma(
            Statement(at_t - best_multiplier, "unique root", prior_j * likelihood_j / evidence, over=t),
            by="so q_j = p(x|z_j) p(z_j)/Z, without λ",
        ),
    ),
    mutants=(
        Mutant("q ∝ p(x|z)", rhs=likelihood_j / over_z(likelihood_k)),
        Mutant("q = p(z)", rhs=prior_j),
        Mutant("not normalized", rhs=prior_j * likelihood_j),
        Mutant("p(x|z)/Z", rhs=likelihood_j / evidence),
        Mutant(
            "λ = log Z",
            Statement(evidence * exp(-1 - multiplier) - 1, "unique root", log(evidence), over=multiplier),
        ),
    ),
)

stationary = {q_of: hadamard(prior_of, likelihood_of) / evidence, multiplier: best_multiplier}

posterior_is_stationary = Derivation(
    title="At q = p(x|z) p(z)/Z and λ = log Z - 1 the Lagrangian is stationary in q and in λ",
    source="[Neal1998] lemma 1",
    questions=("ece544-2023-ps5:1e",),
    context=discrete,
    claim=Statement(entry(at(D(lagrangian, q_of), stationary), j), "=", 0),
    chain=(
        Lemma(Statement(D(lagrangian, multiplier), "=", 1 - over_z(qk)), by="the derivative in λ is the constraint"),
        Lemma(Statement(at(D(lagrangian, multiplier), stationary), "=", 0), by="Σ p(x|z) p(z)/Z = 1"),
        Lemma(
            Statement(
                entry(at(D(lagrangian, q_of), stationary), j),
                "=",
                log(likelihood_j) - log(likelihood_j / evidence) - log(evidence),
            ),
            by="put q and λ into the gradient: q_j/p(z_j) = p(x|z_j)/Z",
        ),
        Step("=", 0, by="the logarithm of a quotient"),
    ),
    mutants=(
        Mutant(
            "q ∝ p(x|z)",
            lhs=entry(
                at(D(lagrangian, q_of), {q_of: likelihood_of / over_z(likelihood_k), multiplier: best_multiplier}), j
            ),
        ),
        Mutant(
            "λ = log Z",
            lhs=entry(
                at(D(lagrangian, q_of), {q_of: stationary[q_of], multiplier: log(evidence)}),
                j,
            ),
        ),
        Mutant(
            "not normalized",
            lhs=at(D(lagrangian, multiplier), {q_of: hadamard(prior_of, likelihood_of), multiplier: best_multiplier}),
        ),
    ),
)

# ------------------------------------------------- the same for arbitrary densities: the only maximizer (1e, 1f)

x, z = symbols("x z")
theta = symbols("θ")
any_q = symbols("q")

p = joint("p", x, z, depends=(theta,), fixed=(z,))
q = kernel("q", z)
finite = grant("integrals are finite", "the sheet writes these expectations and divergences, so they exist")
densities = Context(
    point(x, z), parameter(theta), p, q, finite, scope="any densities p, q > 0 of z, discrete or not; any x"
)
posterior, prior, likelihood = p(z, given=x), p(z), p(x, given=z)


def objective_of(law: Expr) -> Expr:
    """Return E log p(x|z) - KL to the prior, for a density of z."""
    return E(log(likelihood), law) - KL(law, prior)


objective_eq_log_evidence_sub_kl = Derivation(
    title="E_q log p(x|z) - KL(q ‖ p(z)) = log Z - KL(q ‖ p(x|z) p(z)/Z), Z = p(x)",
    source="[Neal1998] lemma 1",
    questions=("ece544-2023-ps5:1e",),
    context=densities,
    claim=Statement(objective_of(q(z)), "=", log(p(x)) - KL(q(z), likelihood * prior / p(x), z)),
    chain=(
        Step("=", E(log(likelihood * prior) - log(q(z)), q(z)), by="collect the logarithms"),
        Step(
            "=",
            E(log(p(x)) - log(q(z) / (likelihood * prior / p(x))), q(z)),
            by="insert Z = p(x), the normalization of p(x|z) p(z)",
        ),
        Step("=", log(p(x)) - KL(q(z), likelihood * prior / p(x), z), by="log Z is constant; definition of KL"),
    ),
    mutants=(
        Mutant("+ KL", rhs=log(p(x)) + KL(q(z), posterior)),
        Mutant("KL to p(x|z)/Z", rhs=log(p(x)) - E(log(q(z) / (likelihood / p(x))), q(z))),
        Mutant("without log Z", rhs=-KL(q(z), posterior)),
        Mutant("KL swapped", rhs=log(p(x)) - KL(posterior, q(z))),
    ),
)

posterior_is_the_only_maximizer = Derivation(
    title="q = p(z|x) is the only maximizer of E_q log p(x|z) - KL(q ‖ p(z))",
    source="[Neal1998] lemma 1",
    questions=("ece544-2023-ps5:1e", "ece544-2023-ps5:1f"),
    context=densities,
    cites=("optimal_encoder.objective_eq_log_evidence_sub_kl",),
    claim=Statement(objective_of(q(z)), "unique maximizer", posterior, over=any_q),
    chain=(
        Lemma(Statement(objective_of(q(z)), "=", log(p(x)) - KL(q(z), posterior)), by="p(x|z) p(z)/Z = p(z|x)"),
        Step("<=", log(p(x)), by="no divergence is negative"),
        Lemma(Statement(objective_of(posterior), "=", log(p(x))), by="KL(p(z|x) ‖ p(z|x)) = 0: attained at q = p(z|x)"),
        Lemma(
            Statement(objective_of(q(z)), "unique maximizer", posterior, over=any_q),
            by="the divergence is 0 only if q = p(z|x) almost everywhere",
        ),
    ),
    mutants=(
        Mutant("(1) p(z)", rhs=prior),
        Mutant("(2) p(x|z)", rhs=likelihood),
        Mutant("(4) p(x, z)", rhs=p(x, z)),
    ),
)
