"""The Dirac-GAN for any loss f: penalties, consensus optimization, discrete steps.

Sources: [Mescheder2018] sections 2 and 3, [Mescheder2017] for consensus optimization. Data at 0, generator at θ,
critic ψ x, loss f(ψθ) + f(0); c = f'(0) ≠ 0 and b = f''(0). For the logistic loss c = ½ and b = -¼.
"""

from sympy import Abs, I, Integer, MatMul, Matrix, Rational, sqrt, symbols

from verify.notation import (
    POSITIVE,
    Context,
    D,
    Derivation,
    Lemma,
    Mutant,
    Statement,
    Step,
    assume,
    at,
    column,
    declare,
    function,
    norm2,
)

psi, theta, u = symbols("psi theta u")
gamma, h, g0, sigma, c, b, e = symbols("gamma h g0 sigma c b e")
half = Rational(1, 2)
SOURCE = "[Mescheder2018] section 3"

f = function("f", "real")
zero = {psi: Integer(0), theta: Integer(0)}
pair = (psi, theta)
origin = column(0, 0)

jets = Context(
    declare(psi),
    declare(theta),
    declare(u),
    declare(gamma, POSITIVE),
    f,
    declare(c, definition=at(D(f(u), u), {u: Integer(0)})),
    declare(b, definition=at(D(D(f(u), u), u), {u: Integer(0)})),
    assume(Statement(at(D(f(u), u), {u: Integer(0)}), "!=", 0), "f'(0) ≠ 0, as the paper assumes"),
    scope="any loss f with f'(0) ≠ 0",
)
numbers = Context(
    declare(c),
    declare(b),
    declare(psi),
    declare(theta),
    declare(gamma, POSITIVE),
    declare(h, POSITIVE),
    declare(sigma, POSITIVE),
    assume(Statement(c, "!=", 0), "c = f'(0) ≠ 0, as the paper assumes"),
    scope="any c = f'(0) ≠ 0, b = f''(0)",
)

# --------------------------------------------------------------------------------------------- penalties

loss = f(psi * theta) + f(Integer(0))
plain = column(D(loss, psi), -D(loss, theta))
penalized = column(D(loss, psi) - gamma * psi, -D(loss, theta))
penalized_jacobian = Matrix([[-gamma, c], [-c, 0]])

r1_jacobian = Derivation(
    title="R1 = ψ²: the Jacobian at (0, 0)",
    source=SOURCE + ".3",
    context=jets,
    claim=Statement(at(D(penalized, *pair), zero), "=", penalized_jacobian),
    chain=(Step("=", penalized_jacobian, by="the penalty γ/2 ψ² adds -γψ to v_ψ"),),
    mutants=(Mutant("-γ/2", rhs=Matrix([[-gamma / 2, c], [-c, 0]])),),
)

r1_real = numbers.but(assume(Statement(gamma**2 / 4 - c**2, ">=", 0), "the case of real eigenvalues"))
r1_root = sqrt(gamma**2 / 4 - c**2)

r1_eigenvalues = Derivation(
    title="R1: the eigenvalues are -γ/2 ± √(γ²/4 - f'(0)²)",
    source=SOURCE + ".3",
    context=r1_real,
    cites=("dirac_gan_methods.r1_jacobian",),
    claim=Statement(penalized_jacobian, "eigenvalues", column(-gamma / 2 + r1_root, -gamma / 2 - r1_root)),
    chain=(
        Lemma(
            Statement(penalized_jacobian, "eigenvalues", column(-gamma / 2 + r1_root, -gamma / 2 - r1_root)),
            by="λ² + γλ + c²",
        ),
    ),
    mutants=(
        Mutant(
            "c for c²",
            rhs=column(-gamma / 2 + sqrt(gamma**2 / 4 - c), -gamma / 2 - sqrt(gamma**2 / 4 - c)),
        ),
    ),
)

r1_complex = numbers.but(assume(Statement(gamma**2 / 4 - c**2, "<=", 0), "the case of eigenvalues off the line"))
r1_angular = sqrt(c**2 - gamma**2 / 4)

r1_eigenvalues_complex = Derivation(
    title="R1: where γ²/4 ≤ f'(0)² they are -γ/2 ± i √(f'(0)² - γ²/4)",
    source=SOURCE + ".3",
    context=r1_complex,
    cites=("dirac_gan_methods.r1_jacobian",),
    claim=Statement(
        penalized_jacobian, "eigenvalues", column(-gamma / 2 + I * r1_angular, -gamma / 2 - I * r1_angular)
    ),
    chain=(
        Lemma(
            Statement(
                penalized_jacobian, "eigenvalues", column(-gamma / 2 + I * r1_angular, -gamma / 2 - I * r1_angular)
            ),
            by="the roots of λ² + γλ + c² off the real line",
        ),
    ),
    mutants=(
        Mutant("real", rhs=column(-gamma / 2 + r1_angular, -gamma / 2 - r1_angular)),
        Mutant("γ for γ/2", rhs=column(-gamma + I * r1_angular, -gamma - I * r1_angular)),
    ),
)

r1_stable = Derivation(
    title="R1 makes (0, 0) asymptotically stable for every γ > 0",
    source=SOURCE + ".3",
    context=jets,
    cites=("dirac_gan_methods.r1_jacobian",),
    claim=Statement(penalized, "asymptotically stable", origin, over=pair),
    chain=(
        Lemma(
            Statement(penalized, "asymptotically stable", origin, over=pair),
            by="the trace -γ is negative and the determinant c² positive",
        ),
    ),
    mutants=(Mutant("not asymptotically stable", relation="not asymptotically stable"),),
    numeric="stability is a statement about all times, not about values at an instance",
)

target_norm = Context(
    declare(psi),
    declare(theta),
    declare(gamma, POSITIVE),
    declare(g0),
    assume(Statement(g0, "!=", 0), "the target norm g0 is not 0"),
    scope="f(t) = t, target norm g0 ≠ 0",
)

wgan_gp_not_differentiable = Derivation(
    title="WGAN-GP with a target norm g0 ≠ 0 is not differentiable at ψ = 0: no linearization",
    source=SOURCE + ".1",
    context=target_norm,
    claim=Statement(psi * theta - gamma / 2 * (Abs(psi) - g0) ** 2, "not differentiable", Integer(0), over=psi),
    chain=(
        Lemma(
            Statement(psi * theta - gamma / 2 * (Abs(psi) - g0) ** 2, "not differentiable", Integer(0), over=psi),
            by="the one-sided derivatives at 0 are θ ± γ g0",
        ),
    ),
    numeric="a derivative that does not exist has no value at an instance",
    mutants=(
        Mutant(
            "the smooth penalty is not differentiable",
            Statement(psi * theta - gamma / 2 * psi**2, "not differentiable", Integer(0), over=psi),
        ),
    ),
)

# --------------------------------------------------------------------------------- consensus optimization

squared_speed = half * (D(loss, psi) ** 2 + D(loss, theta) ** 2)
consensus = column(D(loss, psi) - gamma * D(squared_speed, psi), -D(loss, theta) - gamma * D(squared_speed, theta))
consensus_matrix = Matrix([[-gamma * c**2, c], [-c, -gamma * c**2]])

consensus_jacobian = Derivation(
    title="Consensus optimization, R = ½‖v‖²: the Jacobian at (0, 0)",
    source="[Mescheder2017] section 3; [Mescheder2018] supplementary material",
    context=jets,
    claim=Statement(at(D(consensus, *pair), zero), "=", consensus_matrix),
    chain=(Step("=", consensus_matrix, by="∇R = Jᵀv, and JᵀJ = c² I at (0, 0)"),),
    mutants=(Mutant("c for c²", rhs=Matrix([[-gamma * c, c], [-c, -gamma * c]])),),
)

consensus_eigenvalues = Derivation(
    title="Consensus optimization: -γ f'(0)² ± i f'(0)",
    source="[Mescheder2017] section 3; [Mescheder2018] supplementary material",
    context=numbers,
    cites=("dirac_gan_methods.consensus_jacobian",),
    claim=Statement(consensus_matrix, "eigenvalues", column(-gamma * c**2 + I * c, -gamma * c**2 - I * c)),
    chain=(
        Lemma(
            Statement(consensus_matrix, "eigenvalues", column(-gamma * c**2 + I * c, -gamma * c**2 - I * c)),
            by="(λ + γc²)² + c² = 0",
        ),
    ),
    mutants=(Mutant("-γ ± i c", rhs=column(-gamma + I * c, -gamma - I * c)),),
)

# ----------------------------------------------------------------------------------------- discrete steps

simultaneous = Matrix([[1, h * c], [-h * c, 1]])

simultaneous_eigenvalues = Derivation(
    title="Simultaneous steps of size h: 1 ± i h f'(0)",
    source="[Mescheder2018] section 2",
    context=numbers,
    claim=Statement(simultaneous, "eigenvalues", column(1 + I * h * c, 1 - I * h * c)),
    chain=(
        Lemma(
            Statement(simultaneous, "eigenvalues", column(1 + I * h * c, 1 - I * h * c)), by="I + hJ with J a rotation"
        ),
    ),
    mutants=(Mutant("1 ± h c", rhs=column(1 + h * c, 1 - h * c)),),
)

simultaneous_radius_gt_one = Derivation(
    title="Simultaneous steps spiral outward by √(1 + h² f'(0)²) > 1",
    source="[Mescheder2018] section 2",
    context=numbers,
    cites=("dirac_gan_methods.simultaneous_eigenvalues",),
    claim=Statement(sqrt(1 + h**2 * c**2), ">", 1),
    chain=(
        Lemma(
            Statement((1 + I * h * c) * (1 - I * h * c), "=", 1 + h**2 * c**2),
            by="the modulus squared is the product with the conjugate",
        ),
        Lemma(Statement(sqrt(1 + h**2 * c**2), ">", 1), by="h²c² > 0"),
    ),
    mutants=(Mutant("≤", relation="<="),),
)

alternating = Matrix([[1, h * c], [-h * c, 1 - h**2 * c**2]])
small_steps = numbers.but(assume(Statement(h**2 * c**2, "<=", 4), "h|f'(0)| ≤ 2"))
cosine, sine = 1 - h**2 * c**2 / 2, h * c * sqrt(1 - h**2 * c**2 / 4)

alternating_eigenvalues = Derivation(
    title="Alternating steps with h|f'(0)| ≤ 2: a pair of modulus 1",
    source="[Mescheder2018] section 2",
    context=small_steps,
    claim=Statement(alternating, "eigenvalues", column(cosine + I * sine, cosine - I * sine)),
    chain=(
        Lemma(Statement(cosine**2 + sine**2, "=", 1), by="the modulus squared"),
        Lemma(
            Statement(alternating, "eigenvalues", column(cosine + I * sine, cosine - I * sine)),
            by="trace 2 - h²c², determinant 1",
        ),
    ),
    mutants=(Mutant("as for simultaneous steps", rhs=column(1 + I * h * c, 1 - I * h * c)),),
)

large_steps = numbers.but(assume(Statement(h**2 * c**2, ">", 4), "h|f'(0)| > 2"))
excess = sqrt((h**2 * c**2 / 2 - 1) ** 2 - 1)

alternating_diverges = Derivation(
    title="Alternating steps with h|f'(0)| > 2: an eigenvalue beyond the unit circle",
    source="[Mescheder2018] section 2",
    context=large_steps,
    claim=Statement(alternating, "eigenvalues", column(cosine + excess, cosine - excess)),
    chain=(
        Lemma(Statement(-(cosine - excess), ">", 1), by="h²c²/2 - 1 > 1"),
        Lemma(
            Statement(alternating, "eigenvalues", column(cosine + excess, cosine - excess)),
            by="trace 2 - h²c², determinant 1",
        ),
    ),
    mutants=(Mutant("±1", rhs=column(1, -1)),),
)

critical_alternating = Matrix([[1, 2], [-2, -3]])
critical_alternating_shifted = Matrix([[2, 2], [-2, -2]])

alternating_defective_at_two = Derivation(
    title="Alternating steps with h f'(0) = 2: a defective -1, so growth is linear",
    source="[Mescheder2018] section 2",
    context=numbers,
    claim=Statement(critical_alternating, "eigenvalues", column(-1, -1)),
    chain=(
        Lemma(
            Statement(norm2(MatMul(critical_alternating_shifted, Matrix([1, 0]))), ">", 0),
            by="A + I is not the zero matrix, so the double -1 has one eigenvector only",
        ),
        Lemma(Statement(critical_alternating, "eigenvalues", column(-1, -1)), by="trace -2, determinant 1"),
    ),
    mutants=(Mutant("±1", rhs=column(1, -1)),),
)
