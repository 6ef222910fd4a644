"""The Dirac-GAN for any loss f under instance noise of variance σ² on both real and fake.

Source: [Mescheder2018] sections 2 and 3. Data at 0, generator at θ, critic ψ x, loss f(ψθ) + f(0);
c = f'(0) ≠ 0 and b = f''(0). For the logistic loss c = ½ and b = -¼.
"""

from sympy import Expr, I, Integer, Matrix, Rational, sqrt, symbols

from verify.notation import (
    POSITIVE,
    Context,
    D,
    Derivation,
    E,
    Gaussian,
    Lemma,
    Mutant,
    Statement,
    Step,
    assume,
    at,
    column,
    declare,
    function,
    grant,
)

psi, theta, u = symbols("psi theta u")
sigma, c, b, e = symbols("sigma c b e")
half = Rational(1, 2)
SOURCE = "[Mescheder2018] section 3"

f = function("f", "real")
pair = (psi, theta)
origin = column(0, 0)

numbers = Context(
    declare(c),
    declare(b),
    declare(psi),
    declare(theta),
    declare(sigma, POSITIVE),
    assume(Statement(c, "!=", 0), "c = f'(0) ≠ 0, as the paper assumes"),
    scope="any c = f'(0) ≠ 0, b = f''(0)",
)

noisy = Context(
    declare(psi),
    declare(theta),
    declare(u),
    declare(e, law=Gaussian(Integer(0), sigma**2)),
    declare(sigma, POSITIVE),
    f,
    declare(b, definition=at(D(D(f(u), u), u), {u: Integer(0)})),
    grant("integrals are finite", "the paper differentiates under these Gaussian expectations, so they exist"),
    scope="any loss f",
)
noisy_term = f(psi * (theta + e))

noise_adds_curvature = Derivation(
    title="Instance noise: each noisy term adds f''(0)(θ² + σ²) to ∂²/∂ψ² at ψ = 0",
    source=SOURCE + ".2",
    context=noisy,
    claim=Statement(E(at(D(D(noisy_term, psi), psi), {psi: Integer(0)}), e), "=", b * (theta**2 + sigma**2)),
    chain=(
        Step("=", E(b * (theta + e) ** 2, e), by="the chain rule twice, at ψ = 0"),
        Step("=", b * (theta**2 + sigma**2), by="E ε = 0 and E ε² = σ²"),
    ),
    mutants=(Mutant("without the variance", rhs=b * theta**2), Mutant("σ for σ²", rhs=b * (theta**2 + sigma))),
)

noise_jacobian = Matrix([[2 * b * sigma**2, c], [-c, 0]])
at_equilibrium = {psi: Integer(0), theta: Integer(0)}
real_term = f(-psi * e)


def second(term: Expr, *by: Expr) -> Expr:
    """Return the mean of a second derivative of a noisy term at the equilibrium."""
    return E(at(D(D(term, by[0]), by[1]), at_equilibrium), e)


noise_leaves_coupling = Derivation(
    title="Instance noise: the Jacobian at (0, 0) is [[2f''(0)σ², f'(0)], [-f'(0), 0]]",
    source=SOURCE + ".2",
    context=noisy.but(declare(c, definition=at(D(f(u), u), {u: Integer(0)}))),
    cites=("dirac_gan_noise.noise_adds_curvature",),
    claim=Statement(second(noisy_term, psi, theta), "=", c),
    chain=(
        Lemma(Statement(second(noisy_term, psi, psi), "=", b * sigma**2), by="of the fake term, shown above, θ = 0"),
        Lemma(Statement(second(real_term, psi, psi), "=", b * sigma**2), by="of the real term f(-ψε): 2bσ² in all"),
        Lemma(Statement(second(noisy_term, theta, theta), "=", 0), by="ψ² f'' is 0 at ψ = 0"),
        Lemma(
            Statement(second(noisy_term, psi, theta), "=", c),
            by="f'(ψ(θ + ε)) + ψ(θ + ε) f'': noise leaves f'(0) in the corners, with both signs as v_θ = -∂L/∂θ",
        ),
    ),
    mutants=(
        Mutant("the noise damps it", rhs=c * (1 - sigma**2)),
        Mutant("no coupling", rhs=Integer(0)),
        Mutant("the fake term alone has 2bσ²", Statement(second(noisy_term, psi, psi), "=", 2 * b * sigma**2)),
    ),
)

noise_real = numbers.but(assume(Statement(b**2 * sigma**4 - c**2, ">=", 0), "the case of real eigenvalues"))
noise_root = sqrt(b**2 * sigma**4 - c**2)

noise_eigenvalues = Derivation(
    title="Instance noise on both real and fake: f''(0)σ² ± √(f''(0)²σ⁴ - f'(0)²)",
    source=SOURCE + ".2",
    context=noise_real,
    cites=("dirac_gan_noise.noise_leaves_coupling",),
    claim=Statement(noise_jacobian, "eigenvalues", column(b * sigma**2 + noise_root, b * sigma**2 - noise_root)),
    chain=(
        Lemma(
            Statement(noise_jacobian, "eigenvalues", column(b * sigma**2 + noise_root, b * sigma**2 - noise_root)),
            by="λ² - 2bσ²λ + c²",
        ),
    ),
    mutants=(Mutant("2b for b", rhs=column(2 * b * sigma**2 + noise_root, 2 * b * sigma**2 - noise_root)),),
)

noise_complex = numbers.but(assume(Statement(b**2 * sigma**4 - c**2, "<=", 0), "the case of eigenvalues off the line"))
noise_angular = sqrt(c**2 - b**2 * sigma**4)

noise_eigenvalues_complex = Derivation(
    title="Where f''(0)²σ⁴ ≤ f'(0)² they are f''(0)σ² ± i √(f'(0)² - f''(0)²σ⁴)",
    source=SOURCE + ".2",
    context=noise_complex,
    cites=("dirac_gan_noise.noise_leaves_coupling",),
    claim=Statement(
        noise_jacobian, "eigenvalues", column(b * sigma**2 + I * noise_angular, b * sigma**2 - I * noise_angular)
    ),
    chain=(
        Lemma(
            Statement(
                noise_jacobian,
                "eigenvalues",
                column(b * sigma**2 + I * noise_angular, b * sigma**2 - I * noise_angular),
            ),
            by="the roots of λ² - 2bσ²λ + c² off the real line",
        ),
    ),
    mutants=(
        Mutant("real", rhs=column(b * sigma**2 + noise_angular, b * sigma**2 - noise_angular)),
        Mutant("2b for b", rhs=column(2 * b * sigma**2 + I * noise_angular, 2 * b * sigma**2 - I * noise_angular)),
    ),
)

noise_stable = Derivation(
    title="Instance noise stabilizes where f''(0) < 0",
    source=SOURCE + ".2",
    context=numbers.but(assume(Statement(b, "<", 0), "f''(0) < 0, as for the logistic loss")),
    cites=("dirac_gan_noise.noise_leaves_coupling",),
    claim=Statement(column(2 * b * sigma**2 * psi + c * theta, -c * psi), "asymptotically stable", origin, over=pair),
    chain=(
        Lemma(
            Statement(column(2 * b * sigma**2 * psi + c * theta, -c * psi), "asymptotically stable", origin, over=pair),
            by="the trace 2bσ² is negative and the determinant c² positive",
        ),
    ),
    mutants=(Mutant("not asymptotically stable", relation="not asymptotically stable"),),
    numeric="stability is a statement about all times, not about values at an instance",
)

noise_unstable = Derivation(
    title="Instance noise destabilizes where f''(0) > 0",
    source=SOURCE + ".2",
    context=numbers.but(assume(Statement(b, ">", 0), "f''(0) > 0")),
    cites=("dirac_gan_noise.noise_leaves_coupling",),
    claim=Statement(column(2 * b * sigma**2 * psi + c * theta, -c * psi), "unstable", origin, over=pair),
    chain=(
        Lemma(
            Statement(column(2 * b * sigma**2 * psi + c * theta, -c * psi), "unstable", origin, over=pair),
            by="the trace 2bσ² is positive",
        ),
    ),
    mutants=(Mutant("asymptotically stable", relation="asymptotically stable"),),
    numeric="stability is a statement about all times, not about values at an instance",
)

logistic_noise = Context(declare(sigma, POSITIVE), scope="logistic loss: c = ½, b = -¼")

discriminant = sigma**4 / 16 - half**2

noise_eigenvalues_real_for_strong_noise = Derivation(
    title="For the logistic loss the eigenvalues under noise are real where σ² ≥ 2",
    source=SOURCE + ".2",
    context=logistic_noise,
    cites=("dirac_gan_general.logistic_jets",),
    claim=Statement(discriminant, ">=", 0, given=(Statement(sigma**2, ">=", 2),)),
    chain=(
        Step("=", (sigma**2 - 2) * (sigma**2 + 2) / 16, by="b²σ⁴ - c² with b = -¼ and c = ½, factored"),
        Step(">=", Integer(0), by="σ² ≥ 2"),
    ),
    mutants=(Mutant("σ² ≥ 1 suffices", Statement(discriminant, ">=", 0, given=(Statement(sigma**2, ">=", 1),))),),
)

noise_eigenvalues_complex_for_weak_noise = Derivation(
    title="For the logistic loss the eigenvalues under noise are not real where σ² < 2",
    source=SOURCE + ".2",
    context=logistic_noise,
    cites=("dirac_gan_general.logistic_jets",),
    claim=Statement(discriminant, "<", 0, given=(Statement(sigma**2, "<", 2),)),
    chain=(
        Step("=", (sigma**2 - 2) * (sigma**2 + 2) / 16, by="b²σ⁴ - c² with b = -¼ and c = ½, factored"),
        Step("<", Integer(0), by="0 < σ² < 2"),
    ),
    mutants=(Mutant("σ² < 3 suffices", Statement(discriminant, "<", 0, given=(Statement(sigma**2, "<", 3),))),),
)
