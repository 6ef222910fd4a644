"""The Dirac-GAN of the sheet: velocity, stationary point, stability.

Answers ift6135-2020-hw3:5.1 to 5.3. Source: [Mescheder2018] section 2.
Data at 0, generator at θ, critic C(x) = ψ0 x + ψ1, losses log σ(C(0)) + log σ(-C(θ)): here f'(0) = ½,
so the eigenvalues are ±i/2, not the ±i of the Wasserstein loss.
"""

from sympy import I, Integer, Matrix, Rational, log, symbols

from verify.notation import (
    Context,
    D,
    Derivation,
    Lemma,
    Mutant,
    Statement,
    Step,
    Unchecked,
    at,
    column,
    declare,
    det,
    sigmoid,
)

psi0, psi1, theta, x, lam = symbols("psi0 psi1 theta x lambda")
SOURCE = "[Mescheder2018] section 2"
half = Rational(1, 2)

parameters = (psi0, psi1, theta)
plane = Context(declare(psi0), declare(psi1), declare(theta), declare(x), declare(lam), scope="all parameters")

C = psi0 * x + psi1
loss = log(sigmoid(at(C, {x: Integer(0)}))) + log(sigmoid(-at(C, {x: theta})))
s = psi0 * theta + psi1
origin = column(0, 0, 0)
at_origin = {psi0: Integer(0), psi1: Integer(0), theta: Integer(0)}

velocity = column(D(loss, psi0), D(loss, psi1), -D(loss, theta))
field = column(-theta * sigmoid(s), sigmoid(-psi1) - sigmoid(s), psi0 * sigmoid(s))

velocity_eq = Derivation(
    title="The velocity field is v = (-θ σ(s), σ(-ψ1) - σ(s), ψ0 σ(s)), s = ψ0 θ + ψ1",
    source=SOURCE,
    questions=("ift6135-2020-hw3:5.1",),
    context=plane,
    claim=Statement(velocity, "=", field),
    chain=(
        Step(
            "=",
            column(-theta * (1 - sigmoid(-s)), (1 - sigmoid(psi1)) - (1 - sigmoid(-s)), psi0 * (1 - sigmoid(-s))),
            by="d/dt log σ(t) = 1 - σ(t) and the chain rule",
        ),
        Step("=", field, by="1 - σ(t) = σ(-t)"),
    ),
    mutants=(
        Mutant("θ² for -θ", rhs=column(theta**2 * sigmoid(s), sigmoid(-psi1) - sigmoid(s), psi0 * sigmoid(s))),
        Mutant("sign of v_θ", rhs=column(-theta * sigmoid(s), sigmoid(-psi1) - sigmoid(s), -psi0 * sigmoid(s))),
        Mutant("ψ0² for ψ0", rhs=column(-theta * sigmoid(s), sigmoid(-psi1) - sigmoid(s), psi0**2 * sigmoid(s))),
        Mutant(
            "(1-σ(ψ1)) + (1-σ(-s))",
            rhs=column(-theta * sigmoid(s), (1 - sigmoid(psi1)) + (1 - sigmoid(-s)), psi0 * sigmoid(s)),
        ),
    ),
)

stationary_point = Derivation(
    title="The only stationary point is the origin",
    source=SOURCE,
    questions=("ift6135-2020-hw3:5.1",),
    context=plane,
    cites=("dirac_gan.velocity_eq",),
    claim=Statement(field, "unique root", origin, over=parameters),
    chain=(
        Lemma(Statement(sigmoid(s), ">", 0), by="σ is positive, so v_ψ0 = 0 gives θ = 0 and v_θ = 0 gives ψ0 = 0"),
        Lemma(
            Statement(field, "unique root", origin, over=parameters),
            by="then s = ψ1, and σ(-ψ1) = σ(ψ1) only at ψ1 = 0",
        ),
    ),
    mutants=(Mutant("ψ1 = 1", rhs=column(0, 1, 0)),),
)

jacobian = Matrix([[0, 0, -half], [0, -half, 0], [half, 0, 0]])
rate_at_fake, rate_at_data = sigmoid(s) * (1 - sigmoid(s)), sigmoid(-psi1) * (1 - sigmoid(-psi1))
jacobian_anywhere = Matrix(
    [
        [-(theta**2) * rate_at_fake, -theta * rate_at_fake, -sigmoid(s) - theta * psi0 * rate_at_fake],
        [-theta * rate_at_fake, -rate_at_data - rate_at_fake, -psi0 * rate_at_fake],
        [sigmoid(s) + psi0 * theta * rate_at_fake, psi0 * rate_at_fake, psi0**2 * rate_at_fake],
    ]
)

jacobian_at_origin = Derivation(
    title="J* = [[0, 0, -½], [0, -½, 0], [½, 0, 0]]",
    source=SOURCE,
    questions=("ift6135-2020-hw3:5.2",),
    context=plane,
    cites=("dirac_gan.velocity_eq",),
    claim=Statement(at(D(field, *parameters), at_origin), "=", jacobian),
    chain=(
        Lemma(
            Statement(D(field, *parameters), "=", jacobian_anywhere),
            by="differentiate each component in ψ0, ψ1 and θ, with σ' = σ(1 - σ)",
        ),
        Lemma(
            Statement(at(D(field, *parameters), at_origin), "=", jacobian),
            by="at the origin s = 0: σ(0) = ½ and σ'(0) = ¼, twice at (2,2)",
        ),
    ),
    mutants=(
        Mutant("zero matrix", rhs=Matrix([[0, 0, 0], [0, 0, 0], [0, 0, 0]])),
        Mutant("-¼ at (2,2)", rhs=Matrix([[0, 0, -half], [0, -half / 2, 0], [half, 0, 0]])),
        Mutant("both corners +½", rhs=Matrix([[0, 0, half], [0, -half, 0], [half, 0, 0]])),
    ),
)

eigenvalues = Derivation(
    title="The eigenvalues of J* are -½ and ±i/2",
    source=SOURCE,
    questions=("ift6135-2020-hw3:5.3",),
    context=plane,
    cites=("dirac_gan.jacobian_at_origin",),
    claim=Statement(jacobian, "eigenvalues", column(-half, I / 2, -I / 2)),
    chain=(
        Lemma(
            Statement(
                det(Matrix([[lam, 0, half], [0, lam + half, 0], [-half, 0, lam]])),
                "=",
                (lam + half) * (lam**2 + half**2),
            ),
            by="det(λI - J*), expanded along the second row",
        ),
        Lemma(
            Statement(jacobian, "eigenvalues", column(-half, I / 2, -I / 2)),
            by="its roots: λ = -½ and λ² = -¼",
        ),
    ),
    mutants=(
        Mutant("±i", rhs=column(-half, I, -I)),
        Mutant("all zero", rhs=column(0, 0, 0)),
        Mutant("±½", rhs=column(-half, half, -half)),
    ),
    remarks=("±i belongs to the Wasserstein loss, f'(0) = 1: see dirac_gan_general.wasserstein_eigenvalues.",),
)

conserved_energy = psi0**2 + theta**2

energy_conserved = Derivation(
    title="ψ0² + θ² is conserved",
    source=SOURCE,
    questions=("ift6135-2020-hw3:5.3",),
    context=plane,
    claim=Statement(field, "conserved", conserved_energy, over=parameters),
    chain=(
        Lemma(
            Statement(2 * psi0 * (-theta * sigmoid(s)) + 2 * theta * (psi0 * sigmoid(s)), "=", 0),
            by="d/dt (ψ0² + θ²) = 2ψ0 v_ψ0 + 2θ v_θ",
        ),
        Lemma(Statement(field, "conserved", conserved_energy, over=parameters), by="so it does not change"),
    ),
    mutants=(
        Mutant("ψ1² as well", rhs=psi0**2 + psi1**2 + theta**2),
        Mutant("ψ0² - θ²", rhs=psi0**2 - theta**2),
    ),
)

lyapunov_stable = Derivation(
    title="The origin is Lyapunov stable",
    source=SOURCE,
    questions=("ift6135-2020-hw3:5.3",),
    context=plane,
    cites=("dirac_gan.energy_conserved",),
    claim=Statement(field, "lyapunov stable", origin, over=parameters),
    chain=(
        Lemma(
            Statement(at(sigmoid(-psi1) - sigmoid(s), {psi1: conserved_energy / 4}), "<=", 0),
            by="where ψ1 = (ψ0² + θ²)/4, s ≥ -ψ1 as |ψ0θ| ≤ (ψ0² + θ²)/2 = 2ψ1: there ψ1 does not grow",
        ),
        Lemma(
            Statement(at(sigmoid(-psi1) - sigmoid(s), {psi1: -conserved_energy / 4}), ">=", 0),
            by="nor does -ψ1 where ψ1 = -(ψ0² + θ²)/4",
        ),
        Lemma(
            Statement(field, "lyapunov stable", origin, over=parameters),
            by="V = max(ψ0² + θ², 4|ψ1|) never grows: |ψ1| ≤ (ψ0² + θ²)/4 stays invariant",
            using=(conserved_energy, 4 * psi1, -4 * psi1),
        ),
    ),
    mutants=(Mutant("unstable", relation="unstable", using=(conserved_energy, 4 * psi1, -4 * psi1)),),
    numeric="stability is a statement about all times, not about values at an instance",
)

not_asymptotically_stable = Derivation(
    title="The origin is not asymptotically stable, and linearization cannot tell",
    source=SOURCE,
    questions=("ift6135-2020-hw3:5.3",),
    context=plane,
    cites=("dirac_gan.energy_conserved", "dirac_gan.eigenvalues"),
    claim=Statement(field, "not asymptotically stable", origin, over=parameters),
    chain=(
        Lemma(Statement(field, "conserved", conserved_energy, over=parameters), by="shown above"),
        Lemma(
            Statement(field, "not asymptotically stable", origin, over=parameters),
            by="ψ0² + θ² is conserved, so a start with ψ0 ≠ 0 never reaches the origin",
            using=(conserved_energy,),
        ),
    ),
    mutants=(Mutant("asymptotically stable", relation="asymptotically stable", using=(conserved_energy,)),),
    numeric="stability is a statement about all times, not about values at an instance",
    remarks=("Two eigenvalues have real part 0, so linearization does not decide; the conserved quantity does.",),
)

UNCHECKED = (Unchecked("ift6135-2020-hw3:P2", "experiment", "the claims of question 5 seen in training runs"),)
