"""The Dirac-GAN for any loss f: plain, non-saturating and Wasserstein training near the equilibrium.

Source: [Mescheder2018] sections 2 and 3. Data at 0, generator at θ, critic ψ x, loss f(ψθ) + f(0).
Everything near (0, 0) depends on f'(0) ≠ 0 and f''(0) alone. For the logistic loss f'(0) = ½ and
f''(0) = -¼; for the Wasserstein loss f'(0) = 1 and f''(0) = 0.
"""

from sympy import I, Integer, Matrix, Rational, exp, log, symbols

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
    sigmoid,
)

psi, theta, u = symbols("psi theta u")
half = Rational(1, 2)
SOURCE = "[Mescheder2018] section 2"

f = function("f", "real")
slope = at(D(f(u), u), {u: Integer(0)})
curvature = at(D(D(f(u), u), u), {u: Integer(0)})
derivative = at(D(f(u), u), {u: psi * theta})
zero = {psi: Integer(0), theta: Integer(0)}
pair = (psi, theta)
origin = column(0, 0)

general = Context(
    declare(psi),
    declare(theta),
    declare(u),
    f,
    assume(Statement(slope, "!=", 0), "f'(0) ≠ 0, as the paper assumes"),
    scope="any loss f",
)

loss = f(psi * theta) + f(Integer(0))
plain = column(D(loss, psi), -D(loss, theta))
rotation = Matrix([[0, slope], [-slope, 0]])

plain_jacobian = Derivation(
    title="Plain training: the Jacobian at (0, 0) is a rotation by f'(0)",
    source=SOURCE + ", Lemma 2.2",
    context=general,
    claim=Statement(at(D(plain, *pair), zero), "=", rotation),
    chain=(Step("=", rotation, by="∂²/∂ψ∂θ f(ψθ) = f'(0) at (0, 0), the pure second derivatives vanish"),),
    mutants=(
        Mutant("without f'(0)", rhs=Matrix([[0, 1], [-1, 0]])),
        Mutant("symmetric", rhs=Matrix([[0, slope], [slope, 0]])),
    ),
)

plain_eigenvalues = Derivation(
    title="Plain training: the eigenvalues are ±i f'(0)",
    source=SOURCE + ", Lemma 2.2",
    context=general,
    cites=("dirac_gan_general.plain_jacobian",),
    claim=Statement(rotation, "eigenvalues", column(I * slope, -I * slope)),
    chain=(Lemma(Statement(rotation, "eigenvalues", column(I * slope, -I * slope)), by="λ² + f'(0)² = 0"),),
    mutants=(Mutant("±i", rhs=column(I, -I)), Mutant("±f'(0)", rhs=column(slope, -slope))),
)

plain_energy_conserved = Derivation(
    title="Plain training conserves ψ² + θ²",
    source=SOURCE + ", Lemma 2.3",
    context=general,
    claim=Statement(plain, "conserved", psi**2 + theta**2, over=pair),
    chain=(
        Lemma(
            Statement(plain, "=", column(theta * derivative, -psi * derivative)),
            by="the chain rule",
        ),
        Lemma(Statement(plain, "conserved", psi**2 + theta**2, over=pair), by="2ψθf' - 2θψf' = 0"),
    ),
    mutants=(Mutant("ψ² - θ²", rhs=psi**2 - theta**2),),
)

plain_not_asymptotically_stable = Derivation(
    title="Plain training is not asymptotically stable at (0, 0)",
    source=SOURCE + ", Lemma 2.3",
    context=general,
    cites=("dirac_gan_general.plain_energy_conserved",),
    claim=Statement(plain, "not asymptotically stable", origin, over=pair),
    chain=(
        Lemma(
            Statement(plain, "not asymptotically stable", origin, over=pair),
            by="ψ² + θ² is conserved",
            using=(psi**2 + theta**2,),
        ),
    ),
    mutants=(Mutant("asymptotically stable", relation="asymptotically stable", using=(psi**2 + theta**2,)),),
    numeric="stability is a statement about all times, not about values at an instance",
)

# -------------------------------------------------------------------------------------- other objectives

non_saturating = column(D(f(psi * theta), psi), D(f(-psi * theta), theta))

non_saturating_jacobian = Derivation(
    title="Non-saturating training: the same Jacobian",
    source="[Mescheder2018] section 3 and supplementary material",
    context=general,
    claim=Statement(at(D(non_saturating, *pair), zero), "=", rotation),
    chain=(Step("=", rotation, by="f(-ψθ) has the derivative -ψ f'(-ψθ) in θ"),),
    mutants=(Mutant("symmetric", rhs=Matrix([[0, slope], [slope, 0]])),),
)

wasserstein_eigenvalues = Derivation(
    title="Wasserstein loss, f(t) = t: the eigenvalues are ±i",
    source=SOURCE,
    context=Context(declare(psi), declare(theta), scope="f(t) = t"),
    claim=Statement(
        at(D(column(D(psi * theta, psi), -D(psi * theta, theta)), *pair), zero), "eigenvalues", column(I, -I)
    ),
    chain=(
        Lemma(
            Statement(
                at(D(column(D(psi * theta, psi), -D(psi * theta, theta)), *pair), zero), "eigenvalues", column(I, -I)
            ),
            by="f'(0) = 1",
        ),
    ),
    mutants=(Mutant("±i/2", rhs=column(I / 2, -I / 2)),),
)

# ------------------------------------------------------------------------------------------- non-saturating

logistic_field = column(theta * sigmoid(-psi * theta), -psi * sigmoid(psi * theta))

non_saturating_energy_decreases = Derivation(
    title="The logistic non-saturating flow does not conserve ψ² + θ²: it decreases off the axes",
    source="[Mescheder2018] section 3 and supplementary material",
    context=Context(declare(psi, POSITIVE), declare(theta, POSITIVE), scope="logistic loss; ψ, θ > 0"),
    claim=Statement(2 * psi * theta * (sigmoid(-psi * theta) - sigmoid(psi * theta)), "<", 0),
    chain=(
        Lemma(
            Statement(sigmoid(-psi * theta), "<", sigmoid(psi * theta)),
            by="σ increases, and -ψθ < ψθ",
        ),
        Lemma(
            Statement(2 * psi * theta * (sigmoid(-psi * theta) - sigmoid(psi * theta)), "<", 0),
            by="d/dt (ψ² + θ²) = 2ψ v_ψ + 2θ v_θ is 2ψθ times a negative number",
        ),
    ),
    mutants=(
        Mutant("conserved", relation="="),
        Mutant(
            "conserved quantity",
            Statement(logistic_field, "conserved", psi**2 + theta**2, over=pair),
        ),
    ),
    remarks=("The flow converges, sublinearly: nobody may call it “not asymptotically stable”.",),
)

# ------------------------------------------------------------------------------------------ the logistic loss

logistic = -log(1 + exp(-u))

logistic_jets = Derivation(
    title="The logistic loss f(t) = -log(1 + e^-t) has f'(0) = ½ and f''(0) = -¼",
    source=SOURCE,
    context=Context(declare(u), scope="logistic loss"),
    claim=Statement(at(column(D(logistic, u), D(D(logistic, u), u)), {u: Integer(0)}), "=", column(half, -half / 2)),
    chain=(
        Lemma(Statement(D(logistic, u), "=", sigmoid(-u)), by="f' = σ(-t)"),
        Lemma(Statement(D(D(logistic, u), u), "=", -sigmoid(u) * sigmoid(-u)), by="σ' = σ(1 - σ)"),
        Lemma(
            Statement(at(column(D(logistic, u), D(D(logistic, u), u)), {u: Integer(0)}), "=", column(half, -half / 2)),
            by="σ(0) = ½",
        ),
    ),
    mutants=(Mutant("f'(0) = 1", rhs=column(1, -half / 2)), Mutant("f''(0) = ¼", rhs=column(half, half / 2))),
)
