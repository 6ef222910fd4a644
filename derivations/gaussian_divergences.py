"""Divergences between normal laws, as they stand in the loss of a variational autoencoder.

Answers ece544-2023-ps5:1c and 1d, cmu10708-2019-hw3:1.3b. Sources: [Kingma2014] appendix B, [Kullback1951].
Shapes: z, μ, Σ (J,), the entries of Σ are standard deviations; s, μ_q, μ_p and σ > 0 are numbers.

Main statements
---------------
* `kl_of_a_law_with_itself`, `kl_of_shifted_laws`: two laws of one variance.
* `negative_kl_eq_closed_form`: the regularizer of a variational autoencoder.
"""

from sympy import Identity, MatrixSymbol, Rational, Sum, ZeroMatrix, log, pi, symbols

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
    diag,
    entry,
    hadamard,
    normal_density,
)

J = symbols("J", integer=True, positive=True)
j = symbols("j", integer=True)
half = Rational(1, 2)

# ---------------------------------------------------------------- a diagonal law against the standard one

z, mu, Sigma = MatrixSymbol("z", J, 1), MatrixSymbol("mu", J, 1), MatrixSymbol("Sigma", J, 1)

encoder = Context(declare(z), declare(mu), declare(Sigma, POSITIVE), scope="any J, Σ_j > 0")

q = normal_density(z, mu, diag(hadamard(Sigma, Sigma)))
prior = normal_density(z, ZeroMatrix(J, 1), Identity(J))
z_j, mu_j, Sigma_j = entry(z, j), entry(mu, j), entry(Sigma, j)

negative_kl_eq_closed_form = Derivation(
    title="-KL(N(μ, diag Σ²) ‖ N(0, I)) = ½ Σ_j (1 + log Σ_j² - μ_j² - Σ_j²)",
    source="[Kingma2014] appendix B",
    questions=("cmu10708-2019-hw3:1.3b",),
    context=encoder,
    claim=Statement(-KL(q, prior), "=", half * Sum(1 + log(Sigma_j**2) - mu_j**2 - Sigma_j**2, (j, 1, J))),
    chain=(
        Step("=", E(log(prior) - log(q), q), by="definition of KL, with the sign inside"),
        Step(
            "=",
            E(half * Sum(log(Sigma_j**2) + (z_j - mu_j) ** 2 / Sigma_j**2 - z_j**2, (j, 1, J)), q),
            by="both log-densities are sums over the coordinates; (J/2) log 2π cancels",
        ),
        Step(
            "=",
            half * Sum(log(Sigma_j**2) + 1 - (mu_j**2 + Sigma_j**2), (j, 1, J)),
            by="E(z_j - μ_j)² = Σ_j² and E z_j² = μ_j² + Σ_j²",
        ),
        Step("=", half * Sum(1 + log(Sigma_j**2) - mu_j**2 - Sigma_j**2, (j, 1, J)), by="regroup"),
    ),
    mutants=(
        Mutant("missing 1", rhs=half * Sum(log(Sigma_j**2) - mu_j**2 - Sigma_j**2, (j, 1, J))),
        Mutant("Σ for Σ²", rhs=half * Sum(1 + log(Sigma_j) - mu_j**2 - Sigma_j, (j, 1, J))),
        Mutant("Σ for Σ² under the logarithm", rhs=half * Sum(1 + log(Sigma_j) - mu_j**2 - Sigma_j**2, (j, 1, J))),
        Mutant("sign", lhs=KL(q, prior)),
        Mutant("μ for μ²", rhs=half * Sum(1 + log(Sigma_j**2) - mu_j - Sigma_j**2, (j, 1, J))),
        Mutant("½ dropped", rhs=Sum(1 + log(Sigma_j**2) - mu_j**2 - Sigma_j**2, (j, 1, J))),
        Mutant("KL the other way", lhs=-KL(prior, q)),
    ),
    remarks=(
        "The sheet writes N(μ, Σ) at first and N(μ, Σ²) in section 1.3, where it asks: Σ_j is a standard deviation.",
    ),
)

# ---------------------------------------------------------------------------- two laws of one variance

s, mu_q, mu_p, sigma = symbols("s mu_q mu_p sigma")

numbers = Context(declare(s), declare(mu_q), declare(mu_p), declare(sigma, POSITIVE), scope="any means, σ > 0")

q_s = normal_density(s, mu_q, sigma**2)
p_s = normal_density(s, mu_p, sigma**2)

kl_of_a_law_with_itself = Derivation(
    title="KL(q ‖ q) = 0: the two log-densities cancel at every point",
    source="[Kullback1951] section 3, lemma 3.1",
    questions=("ece544-2023-ps5:1c",),
    context=numbers,
    claim=Statement(KL(q_s, q_s), "=", 0),
    chain=(
        Step("=", E(log(q_s) - log(q_s), q_s), by="definition of KL"),
        Step("=", E(0 * s, q_s), by="log(q/q) = log 1 = 0 at every point"),
        Step("=", Rational(0), by="the mean of 0 is 0"),
    ),
    mutants=(
        Mutant("1, as q/q is", rhs=Rational(1)),
        Mutant("the entropy of q", rhs=half * log(2 * pi * sigma**2) + half),
        Mutant("the variance", rhs=sigma**2),
        Mutant("0 for every law of this variance", lhs=KL(q_s, p_s)),
    ),
)

shift = (mu_q - mu_p) ** 2 / (2 * sigma**2)

kl_of_shifted_laws = Derivation(
    title="KL(N(μ_q, σ²) ‖ N(μ_p, σ²)) = (μ_q - μ_p)²/(2σ²)",
    source="[Kullback1951] section 2, the definition; moments of a normal law",
    questions=("ece544-2023-ps5:1d",),
    context=numbers,
    claim=Statement(KL(q_s, p_s), "=", shift),
    chain=(
        Step("=", E(log(q_s) - log(p_s), q_s), by="definition of KL"),
        Step(
            "=",
            E((s - mu_p) ** 2 - (s - mu_q) ** 2, q_s) / (2 * sigma**2),
            by="the factors 1/√(2πσ²) cancel, as the variances agree",
        ),
        Step(
            "=",
            (sigma**2 + (mu_q - mu_p) ** 2 - sigma**2) / (2 * sigma**2),
            by="E(z - μ_p)² = Var z + (μ_q - μ_p)² and E(z - μ_q)² = Var z",
        ),
        Step("=", shift, by="the variances cancel"),
    ),
    mutants=(
        Mutant("/σ²", rhs=(mu_q - mu_p) ** 2 / sigma**2),
        Mutant("/(2σ)", rhs=(mu_q - mu_p) ** 2 / (2 * sigma)),
        Mutant("the difference not squared", rhs=(mu_q - mu_p) / (2 * sigma**2)),
        Mutant("sign", rhs=-shift),
        Mutant("sum of the means", rhs=(mu_q + mu_p) ** 2 / (2 * sigma**2)),
    ),
)
