"""The Dirac-GAN of the sheet with a gradient penalty: velocity, stationary point, stability.

Answers ift6135-2020-hw3:5.4 to 5.6. Source: [Mescheder2018] section 3.3 (gradient penalties).
As in `dirac_gan`, with γ/2 E‖∇_x C(x)‖² = γ/2 ψ0² taken off the critic's objective, γ > 0.
"""

from sympy import I, Integer, MatMul, Matrix, Rational, log, sqrt, symbols

from verify.notation import (
    POSITIVE,
    Context,
    D,
    Derivation,
    Interval,
    Lemma,
    Mutant,
    Statement,
    at,
    column,
    declare,
    det,
    norm2,
    sigmoid,
)

psi0, psi1, theta, x, gamma, lam = symbols("psi0 psi1 theta x gamma lambda")
SOURCE = "[Mescheder2018] section 3.3"
half = Rational(1, 2)

parameters = (psi0, psi1, theta)
plane = Context(declare(psi0), declare(psi1), declare(theta), declare(x), declare(lam), scope="all parameters")
penalized = plane.but(declare(gamma, POSITIVE))

C = psi0 * x + psi1
loss = log(sigmoid(at(C, {x: Integer(0)}))) + log(sigmoid(-at(C, {x: theta})))
s = psi0 * theta + psi1
origin = column(0, 0, 0)
at_origin = {psi0: Integer(0), psi1: Integer(0), theta: Integer(0)}

penalty = gamma / 2 * D(C, x) ** 2
penalized_velocity = column(D(loss - penalty, psi0), D(loss - penalty, psi1), -D(loss, theta))
penalized_field = column(-theta * sigmoid(s) - gamma * psi0, sigmoid(-psi1) - sigmoid(s), psi0 * sigmoid(s))

velocity_eq = Derivation(
    title="With R1 = ψ0² the critic's slope is damped: v_ψ0 = -θ σ(s) - γ ψ0",
    source=SOURCE,
    questions=("ift6135-2020-hw3:5.4",),
    context=penalized,
    cites=("dirac_gan.velocity_eq",),
    claim=Statement(penalized_velocity, "=", penalized_field),
    chain=(
        Lemma(Statement(D(C, x) ** 2, "=", psi0**2), by="∇_x C = ψ0 at every x, so R1 = ψ0²"),
        Lemma(Statement(penalized_velocity, "=", penalized_field), by="the derivative of γ/2 ψ0² is γ ψ0"),
    ),
    mutants=(
        Mutant(
            "γψ0/2",
            rhs=column(-theta * sigmoid(s) - gamma * psi0 / 2, sigmoid(-psi1) - sigmoid(s), psi0 * sigmoid(s)),
        ),
        Mutant("+γψ0", rhs=column(-theta * sigmoid(s) + gamma * psi0, sigmoid(-psi1) - sigmoid(s), psi0 * sigmoid(s))),
        Mutant(
            "a penalty on ψ1",
            rhs=column(-theta * sigmoid(s), sigmoid(-psi1) - sigmoid(s) - gamma * psi1, psi0 * sigmoid(s)),
        ),
    ),
)

stationary_point = Derivation(
    title="The only stationary point of the penalized field is the origin",
    source=SOURCE,
    questions=("ift6135-2020-hw3:5.4",),
    context=penalized,
    cites=("dirac_gan_penalized.velocity_eq",),
    claim=Statement(penalized_field, "unique root", origin, over=parameters),
    chain=(
        Lemma(Statement(sigmoid(s), ">", 0), by="σ is positive, so v_θ = ψ0 σ(s) is 0 only at ψ0 = 0"),
        Lemma(
            Statement(penalized_field, "unique root", origin, over=parameters),
            by="then v_ψ0 = -θ σ(s) = 0 gives θ = 0, and ψ1 = 0 as before",
        ),
    ),
    mutants=(Mutant("ψ0 = 1", rhs=column(1, 0, 0)),),
)

penalized_jacobian = Matrix([[-gamma, 0, -half], [0, -half, 0], [half, 0, 0]])
plain_field = column(-theta * sigmoid(s), sigmoid(-psi1) - sigmoid(s), psi0 * sigmoid(s))
plain_jacobian = Matrix([[0, 0, -half], [0, -half, 0], [half, 0, 0]])

jacobian_at_origin = Derivation(
    title="J̄* is J* with -γ at (1,1)",
    source=SOURCE,
    questions=("ift6135-2020-hw3:5.5",),
    context=penalized,
    cites=("dirac_gan_penalized.velocity_eq", "dirac_gan.jacobian_at_origin"),
    claim=Statement(at(D(penalized_field, *parameters), at_origin), "=", penalized_jacobian),
    chain=(
        Lemma(Statement(at(D(plain_field, *parameters), at_origin), "=", plain_jacobian), by="J*, without the penalty"),
        Lemma(
            Statement(D(column(-gamma * psi0, 0, 0), *parameters), "=", Matrix([[-gamma, 0, 0], [0, 0, 0], [0, 0, 0]])),
            by="the penalty adds -γ ψ0 to v_ψ0 and nothing else",
        ),
        Lemma(
            Statement(at(D(penalized_field, *parameters), at_origin), "=", penalized_jacobian),
            by="the Jacobian of a sum: J* with -γ at (1,1)",
        ),
    ),
    mutants=(
        Mutant("-γ/2", rhs=Matrix([[-gamma / 2, 0, -half], [0, -half, 0], [half, 0, 0]])),
        Mutant("+γ", rhs=Matrix([[gamma, 0, -half], [0, -half, 0], [half, 0, 0]])),
    ),
)

root = sqrt(gamma**2 - 1) / 2
characteristic = Lemma(
    Statement(
        det(Matrix([[lam + gamma, 0, half], [0, lam + half, 0], [-half, 0, lam]])),
        "=",
        (lam + half) * (lam**2 + gamma * lam + half**2),
    ),
    by="det(λI - J̄*), expanded along the second row",
)

overdamped = plane.but(declare(gamma, Interval(low=1, low_closed=True)))

eigenvalues_overdamped = Derivation(
    title="For γ ≥ 1 the eigenvalues are -½ and -γ/2 ± √(γ²-1)/2",
    source=SOURCE,
    questions=("ift6135-2020-hw3:5.6",),
    context=overdamped,
    cites=("dirac_gan_penalized.jacobian_at_origin",),
    claim=Statement(penalized_jacobian, "eigenvalues", column(-half, -gamma / 2 + root, -gamma / 2 - root)),
    chain=(
        characteristic,
        Lemma(
            Statement(penalized_jacobian, "eigenvalues", column(-half, -gamma / 2 + root, -gamma / 2 - root)),
            by="λ = -½, and the roots of λ² + γλ + ¼, real as γ ≥ 1",
        ),
    ),
    mutants=(
        Mutant(
            "γ² - 4",
            rhs=column(-half, -gamma / 2 + sqrt(gamma**2 - 4) / 2, -gamma / 2 - sqrt(gamma**2 - 4) / 2),
        ),
        Mutant("γ for γ/2", rhs=column(-half, -gamma + root, -gamma - root)),
    ),
    remarks=("At γ = 1 both are -½, a defective double eigenvalue.",),
)

underdamped = plane.but(declare(gamma, Interval(0, 1)))
angular = sqrt(1 - gamma**2) / 2

eigenvalues_underdamped = Derivation(
    title="For γ < 1 they are -½ and -γ/2 ± i √(1-γ²)/2",
    source=SOURCE,
    questions=("ift6135-2020-hw3:5.6",),
    context=underdamped,
    cites=("dirac_gan_penalized.jacobian_at_origin",),
    claim=Statement(
        penalized_jacobian, "eigenvalues", column(-half, -gamma / 2 + I * angular, -gamma / 2 - I * angular)
    ),
    chain=(
        characteristic,
        Lemma(
            Statement(
                penalized_jacobian, "eigenvalues", column(-half, -gamma / 2 + I * angular, -gamma / 2 - I * angular)
            ),
            by="λ = -½, and the roots of λ² + γλ + ¼: √(γ²-1) = i √(1-γ²) for γ < 1",
        ),
    ),
    mutants=(
        Mutant("real", rhs=column(-half, -gamma / 2 + angular, -gamma / 2 - angular)),
        Mutant(
            "γ² - 4",
            rhs=column(-half, -gamma / 2 + I * sqrt(4 - gamma**2) / 2, -gamma / 2 - I * sqrt(4 - gamma**2) / 2),
        ),
    ),
)

critical = Matrix([[-1, 0, -half], [0, -half, 0], [half, 0, 0]])
critical_shifted = Matrix([[-half, 0, -half], [0, 0, 0], [half, 0, half]])
first_axis = Matrix([1, 0, 0])

critically_damped_defective = Derivation(
    title="At γ = 1 the eigenvalue -½ is triple and defective",
    source=SOURCE,
    questions=("ift6135-2020-hw3:5.6",),
    context=plane,
    cites=("dirac_gan_penalized.jacobian_at_origin",),
    claim=Statement(critical, "eigenvalues", column(-half, -half, -half)),
    chain=(
        Lemma(
            Statement(norm2(MatMul(critical_shifted, first_axis)), ">", 0),
            by="J̄* + ½I is not the zero matrix, so a triple -½ has fewer than three eigenvectors",
        ),
        Lemma(Statement(critical, "eigenvalues", column(-half, -half, -half)), by="(λ + ½)³"),
    ),
    mutants=(Mutant("simple", rhs=column(-half, half, -half)),),
)

asymptotically_stable = Derivation(
    title="With the penalty the origin is asymptotically stable for every γ > 0",
    source=SOURCE,
    questions=("ift6135-2020-hw3:5.6",),
    context=penalized,
    cites=("dirac_gan_penalized.jacobian_at_origin",),
    claim=Statement(penalized_field, "asymptotically stable", origin, over=parameters),
    chain=(
        characteristic,
        Lemma(
            Statement(penalized_field, "asymptotically stable", origin, over=parameters),
            by="λ² + γλ + ¼ has both roots in Re λ < 0 for every γ > 0",
        ),
    ),
    mutants=(
        Mutant("not asymptotically stable", relation="not asymptotically stable"),
        Mutant(
            "stable for γ > 1 only",
            Statement(
                penalized_field,
                "not asymptotically stable",
                origin,
                over=parameters,
                given=(Statement(gamma, "<=", 1),),
            ),
        ),
    ),
    numeric="stability is a statement about all times, not about values at an instance",
)
