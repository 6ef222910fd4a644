"""Gradients of the stochastic objective of a variational autoencoder, through the reparameterized samples.

Answers cmu10708-2019-hw3:1.3b (the whole objective) and 1.3c. Sources: [Kingma2014] sections 2.3 and 2.4,
[Rezende2014] section 3.
Shapes: μ, Σ (J,), the entries of Σ are standard deviations; ε (J, L), its columns are the draws; θ (P,).
The log-likelihood log p_θ(x|z) of a data point is any smooth function of z and θ.
"""

from sympy import Expr, Identity, KroneckerDelta, MatrixSymbol, Rational, Sum, ZeroMatrix, log, symbols

from verify.notation import (
    KL,
    POSITIVE,
    Context,
    D,
    Derivation,
    Gaussian,
    Lemma,
    Mutant,
    Statement,
    Step,
    at,
    column_of,
    declare,
    diag,
    entry,
    function,
    hadamard,
    normal_density,
)

J, L, P = symbols("J L P", integer=True, positive=True)
i, j, k, draw = symbols("i j k l", integer=True)
half = Rational(1, 2)
mu, Sigma, z, noise = (MatrixSymbol(name, J, 1) for name in ("mu", "Sigma", "z", "noise"))
epsilon, theta = MatrixSymbol("epsilon", J, L), MatrixSymbol("theta", P, 1)
log_likelihood = function("log_p", "column", "column")

objective_of = Context(
    declare(mu),
    declare(Sigma, POSITIVE),
    declare(z),
    declare(epsilon),
    declare(theta),
    log_likelihood,
    scope="any J, L and number of parameters; any smooth log-likelihood; Σ_j > 0",
)

sample = mu + hadamard(Sigma, column_of(epsilon, draw))
regularizer = half * Sum(1 + log(entry(Sigma, j) ** 2) - entry(mu, j) ** 2 - entry(Sigma, j) ** 2, (j, 1, J))
reconstruction = Sum(log_likelihood(sample, theta), (draw, 1, L)) / L
objective = regularizer + reconstruction


z_slope, theta_slope = D(log_likelihood(z, theta), z), D(log_likelihood(z, theta), theta)


def mean_over_draws(slope: Expr) -> Expr:
    """Return the mean of a term over the draws, for the sample of each."""
    return Sum(slope, (draw, 1, L)) / L


along_z = entry(at(z_slope, {z: sample}), j)
along_theta = entry(at(theta_slope, {z: sample}), i)

with_noise = objective_of.but(declare(noise, law=Gaussian(0, 1)))
encoder = normal_density(z, mu, diag(hadamard(Sigma, Sigma)))
prior = normal_density(z, ZeroMatrix(J, 1), Identity(J))

objective_eq_closed_form = Derivation(
    title="-KL(q ‖ p(z)) + (1/L) Σ_l log p(x|z^(l)) with z^(l) = μ + Σ ⊙ ε^(l), in closed form but for the draws",
    source="[Kingma2014] section 3, equation (10)",
    questions=("cmu10708-2019-hw3:1.3b",),
    context=with_noise,
    cites=("gaussian_divergences.negative_kl_eq_closed_form",),
    claim=Statement(-KL(encoder, prior) + reconstruction, "=", objective),
    chain=(
        Lemma(
            Statement(mu + hadamard(Sigma, noise), "distributed as", encoder, over=z),
            by="z = μ + Σ ⊙ ε has the law q, so the samples may be drawn so",
        ),
        Lemma(Statement(-KL(encoder, prior), "=", regularizer), by="the divergence of two normal laws"),
        Lemma(Statement(-KL(encoder, prior) + reconstruction, "=", objective), by="add the mean over the draws"),
    ),
    mutants=(
        Mutant("+ KL", lhs=KL(encoder, prior) + reconstruction),
        Mutant("the draws summed", rhs=regularizer + L * reconstruction),
        Mutant("the draws left out", rhs=regularizer),
        Mutant("missing 1", rhs=objective - half * J),
    ),
)

gradient_in_mean = Derivation(
    title="∂/∂μ_j: -μ_j + (1/L) Σ_l ∂_j log p(x|z^(l))",
    source="[Kingma2014] section 2.3; [Rezende2014] section 3",
    questions=("cmu10708-2019-hw3:1.3c",),
    context=objective_of,
    cites=("gaussian_divergences.negative_kl_eq_closed_form",),
    claim=Statement(entry(D(objective, mu), j), "=", -entry(mu, j) + mean_over_draws(along_z)),
    chain=(
        Step(
            "=",
            entry(D(regularizer, mu), j) + entry(D(reconstruction, mu), j),
            by="the gradient of a sum",
        ),
        Step(
            "=",
            -entry(mu, j) + mean_over_draws(Sum(entry(at(z_slope, {z: sample}), k) * KroneckerDelta(k, j), (k, 1, J))),
            by="∂(½ μ_j²)/∂μ_j = μ_j; chain rule with ∂z_k/∂μ_j = δ_kj",
        ),
        Step("=", -entry(mu, j) + mean_over_draws(along_z), by="only k = j is left"),
    ),
    mutants=(
        Mutant("no likelihood term", rhs=-entry(mu, j)),
        Mutant("sign of μ", rhs=entry(mu, j) + mean_over_draws(along_z)),
        Mutant("ε as a factor", rhs=-entry(mu, j) + mean_over_draws(entry(epsilon, j, draw) * along_z)),
        Mutant("sum for mean", rhs=-entry(mu, j) + Sum(along_z, (draw, 1, L))),
        Mutant("the slope at the mean", rhs=-entry(mu, j) + entry(at(z_slope, {z: mu}), j)),
    ),
)

gradient_in_deviation = Derivation(
    title="∂/∂Σ_j: 1/Σ_j - Σ_j + (1/L) Σ_l ε_j^(l) ∂_j log p(x|z^(l))",
    source="[Kingma2014] section 2.4; [Rezende2014] section 3",
    questions=("cmu10708-2019-hw3:1.3c",),
    context=objective_of,
    cites=("gaussian_divergences.negative_kl_eq_closed_form",),
    claim=Statement(
        entry(D(objective, Sigma), j),
        "=",
        1 / entry(Sigma, j) - entry(Sigma, j) + mean_over_draws(entry(epsilon, j, draw) * along_z),
    ),
    chain=(
        Step(
            "=",
            entry(D(regularizer, Sigma), j) + entry(D(reconstruction, Sigma), j),
            by="the gradient of a sum",
        ),
        Step(
            "=",
            1 / entry(Sigma, j)
            - entry(Sigma, j)
            + mean_over_draws(
                Sum(entry(at(z_slope, {z: sample}), k) * KroneckerDelta(k, j) * entry(epsilon, k, draw), (k, 1, J))
            ),
            by="½ ∂(log Σ_j² - Σ_j²)/∂Σ_j = 1/Σ_j - Σ_j; chain rule with ∂z_k/∂Σ_j = δ_kj ε_k",
        ),
        Step(
            "=",
            1 / entry(Sigma, j) - entry(Sigma, j) + mean_over_draws(entry(epsilon, j, draw) * along_z),
            by="only k = j is left",
        ),
    ),
    mutants=(
        Mutant("no likelihood term", rhs=1 / entry(Sigma, j) - entry(Sigma, j)),
        Mutant("ε left out", rhs=1 / entry(Sigma, j) - entry(Sigma, j) + mean_over_draws(along_z)),
        Mutant(
            "1/Σ² for 1/Σ",
            rhs=1 / entry(Sigma, j) ** 2 - entry(Sigma, j) + mean_over_draws(entry(epsilon, j, draw) * along_z),
        ),
        Mutant(
            "as if Σ were a variance",
            rhs=half * (1 / entry(Sigma, j) - 1) + mean_over_draws(entry(epsilon, j, draw) * along_z),
        ),
    ),
)

gradient_in_decoder = Derivation(
    title="∂/∂θ: (1/L) Σ_l ∂_θ log p(x|z^(l)); the regularizer does not depend on θ",
    source="[Kingma2014] section 2.3",
    questions=("cmu10708-2019-hw3:1.3c",),
    context=objective_of,
    claim=Statement(entry(D(objective, theta), i), "=", mean_over_draws(along_theta)),
    chain=(
        Step("=", entry(D(regularizer, theta), i) + entry(D(reconstruction, theta), i), by="the gradient of a sum"),
        Step("=", entry(D(reconstruction, theta), i), by="the regularizer holds no θ"),
        Step("=", mean_over_draws(along_theta), by="draw by draw: the samples z^(l) do not move with θ"),
    ),
    mutants=(
        Mutant("no likelihood term", rhs=0 * L),
        Mutant("sum for mean", rhs=Sum(along_theta, (draw, 1, L))),
        Mutant("sign", rhs=-mean_over_draws(along_theta)),
    ),
)
