"""The reparameterization trick: an affine map of standard normal noise has a normal law.

Answers ift6135-2019-hw3:1.1 and 1.2. Sources: [Kingma2014] section 2.4, [Rezende2015] section 3.
Shapes: z, z0, μ, σ (K,), S (K, K). By the change of density, q(g(z0)) = q(z0) |det ∂g/∂z0|⁻¹.
"""

from sympy import Abs, Identity, MatrixSymbol, Product, Rational, Sum, ZeroMatrix, exp, pi, symbols

from verify.notation import (
    POSITIVE,
    Context,
    D,
    Derivation,
    Gaussian,
    Lemma,
    Mutant,
    Statement,
    Step,
    declare,
    det,
    diag,
    entry,
    hadamard,
    norm2,
    normal_density,
    scalar,
)

K = symbols("K", integer=True, positive=True)
k = symbols("k", integer=True)
z, z0, mu, sigma = (MatrixSymbol(name, K, 1) for name in ("z", "z0", "mu", "sigma"))
S = MatrixSymbol("S", K, K)
half = Rational(1, 2)


# --------------------------------------------------------------------------------- independent coordinates

scaled_noise = Context(
    declare(z),
    declare(z0, law=Gaussian(0, 1)),
    declare(mu),
    declare(sigma, POSITIVE),
    scope="any K, σ_k > 0",
)

g = mu + hadamard(sigma, z0)
variances = hadamard(sigma, sigma)
back = diag(sigma).I * (z - mu)
noise_at_back = normal_density(back, ZeroMatrix(K, 1), Identity(K))
squares = Sum(((entry(z, k) - entry(mu, k)) / entry(sigma, k)) ** 2, (k, 1, K))

scaled_noise_is_normal = Derivation(
    title="μ + σ ⊙ z0 has the law N(μ, diag σ²) where z0 has N(0, I)",
    source="[Kingma2014] section 2.4; [Rezende2015] section 3, equation (5)",
    questions=("ift6135-2019-hw3:1.1",),
    context=scaled_noise,
    claim=Statement(g, "distributed as", normal_density(z, mu, diag(variances)), over=z),
    chain=(
        Lemma(Statement(mu + hadamard(sigma, back), "=", z), by="g is a bijection: z0 = (z - μ)/σ, as σ_k > 0"),
        Lemma(
            Statement(D(g, z0), "=", diag(sigma)), by="the Jacobian: coordinate k moves with z0_k alone, σ_k as fast"
        ),
        Lemma(
            Statement(det(D(g, z0)), "=", Product(entry(sigma, k), (k, 1, K))),
            by="the determinant of a diagonal matrix",
        ),
        Lemma(
            Statement(
                noise_at_back / Abs(det(D(g, z0))),
                "=",
                (2 * pi) ** (-K / 2) / Product(entry(sigma, k), (k, 1, K)) * exp(-half * squares),
            ),
            by="the change of density, at z0 = (z - μ)/σ",
        ),
        Step(
            "=",
            normal_density(z, mu, diag(variances)),
            by="∏ σ_k = det(diag σ²)^½, and Σ (z_k - μ_k)²/σ_k² is the quadratic form of diag(σ²)⁻¹",
        ),
        Lemma(
            Statement(g, "distributed as", normal_density(z, mu, diag(variances)), over=z),
            by="that is the density of g(z0)",
        ),
    ),
    mutants=(
        Mutant("σ for σ²", rhs=normal_density(z, mu, diag(sigma))),
        Mutant("no determinant", Statement(noise_at_back, "=", normal_density(z, mu, diag(variances)))),
        Mutant(
            "the determinant not inverted",
            Statement(noise_at_back * Abs(det(D(g, z0))), "=", normal_density(z, mu, diag(variances))),
        ),
        Mutant("the mean left out", rhs=normal_density(z, ZeroMatrix(K, 1), diag(variances))),
        Mutant("the covariance of the noise", rhs=normal_density(z, mu, Identity(K))),
    ),
)

# ------------------------------------------------------------------------------------- correlated coordinates

mixed_noise = Context(
    declare(z),
    declare(z0, law=Gaussian(0, 1)),
    declare(mu),
    declare(S, structure=("invertible",)),
    scope="any K, any non-singular S, det S of either sign",
)

h = mu + S * z0
undo = S.I * (z - mu)
noise_at_undo = normal_density(undo, ZeroMatrix(K, 1), Identity(K))

mixed_noise_is_normal = Derivation(
    title="μ + S z0 has the law N(μ, SSᵀ) for every non-singular S",
    source="[Rezende2015] section 3, equation (5)",
    questions=("ift6135-2019-hw3:1.2",),
    context=mixed_noise,
    claim=Statement(h, "distributed as", normal_density(z, mu, S * S.T), over=z),
    chain=(
        Lemma(Statement(mu + S * undo, "=", z), by="g is a bijection: z0 = S⁻¹(z - μ), as S is non-singular"),
        Lemma(Statement(D(h, z0), "=", S), by="the Jacobian of an affine map is its matrix"),
        Lemma(
            Statement(
                noise_at_undo / Abs(det(D(h, z0))),
                "=",
                (2 * pi) ** (-K / 2) / Abs(det(S)) * exp(-half * norm2(undo)),
            ),
            by="the change of density, at z0 = S⁻¹(z - μ)",
        ),
        Step(
            "=",
            (2 * pi) ** (-K / 2) * det(S * S.T) ** (-half) * exp(-half * scalar((z - mu).T * (S * S.T).I * (z - mu))),
            by="det(SSᵀ) = det(S)², so |det S| = det(SSᵀ)^½; (S⁻¹)ᵀS⁻¹ = (SSᵀ)⁻¹",
        ),
        Step("=", normal_density(z, mu, S * S.T), by="the normal density with mean μ and covariance SSᵀ"),
        Lemma(
            Statement(h, "distributed as", normal_density(z, mu, S * S.T), over=z),
            by="that is the density of g(z0)",
        ),
    ),
    mutants=(
        Mutant("SᵀS for SSᵀ", rhs=normal_density(z, mu, S.T * S)),
        Mutant(
            "no modulus",
            Statement(noise_at_undo / det(D(h, z0)), "=", normal_density(z, mu, S * S.T)),
        ),
        Mutant("no determinant", Statement(noise_at_undo, "=", normal_density(z, mu, S * S.T))),
        Mutant(
            "the determinant not inverted",
            Statement(noise_at_undo * Abs(det(S)), "=", normal_density(z, mu, S * S.T)),
        ),
        Mutant("(SSᵀ)⁻¹ as the covariance", rhs=normal_density(z, mu, (S * S.T).I)),
    ),
)
