"""The dual of a GAN with a logistic discriminator: the Lagrangian, the dual function, weak duality and the gap.

Answers ece544-2023-ps5:3f and 3i. Sources: [Li2017] section 3.1, [Boyd2004] sections 5.1 to 5.5.
The rows of X (n, d) are the data, those of G (m, d) the points G_θ(z); w (d,) the weights, C the penalty's weight;
ξ_x (n,) and ξ_z (m,) the scores as variables of their own, λ_x (n,) and λ_z (m,) the multipliers of
ξ_x = Xw (C1) and ξ_z = Gw (C2). H(s) = -s log s - (1-s) log(1-s) is the binary entropy.
"""

from sympy import Expr, MatrixSymbol, OneMatrix, Sum, ZeroMatrix, exp, log, symbols

from verify.notation import (
    NONNEGATIVE,
    POSITIVE,
    Context,
    D,
    Derivation,
    Interval,
    Lemma,
    Mutant,
    Statement,
    Step,
    Unchecked,
    at,
    declare,
    entry,
    extremum,
    norm2,
    scalar,
    sigmoid,
)

n, m, d = symbols("n m d", integer=True, positive=True)
i, j, k = symbols("i j k", integer=True)
C = symbols("C")
X, G = MatrixSymbol("X", n, d), MatrixSymbol("G", m, d)
w = MatrixSymbol("w", d, 1)
xi_x, xi_z = MatrixSymbol("xi_x", n, 1), MatrixSymbol("xi_z", m, 1)
lam_x, lam_z = MatrixSymbol("lambda_x", n, 1), MatrixSymbol("lambda_z", m, 1)
all_x, all_z = OneMatrix(n, 1), OneMatrix(m, 1)

multipliers = Interval(-1, 0)


def over_data(body: Expr) -> Expr:
    """Return the sum over the data points."""
    return Sum(body, (i, 1, n))


def over_noise(body: Expr) -> Expr:
    """Return the sum over the generated points."""
    return Sum(body, (k, 1, m))


def H(s: Expr) -> Expr:
    """Return the binary entropy."""
    return -s * log(s) - (1 - s) * log(1 - s)


# ---------------------------------------------------------------------------------------- the Lagrangian

program = Context(
    declare(C, NONNEGATIVE),
    *(declare(symbol) for symbol in (X, G, w, xi_x, xi_z, lam_x, lam_z)),
    scope="any n, m, d; C ≥ 0",
)

score_x, score_z = entry(X * w, i), entry(G * w, k)
losses = over_data(log(1 + exp(entry(xi_x, i)))) + over_noise(log(1 + exp(entry(xi_z, k))))
objective = losses - over_noise(score_z) + C / 2 * norm2(w)
cost = over_data(log(1 + exp(score_x))) + over_noise(log(1 + exp(score_z)) - score_z) + C / 2 * norm2(w)
C1 = over_data(entry(lam_x, i) * (entry(xi_x, i) - score_x))
C2 = over_noise(entry(lam_z, k) * (entry(xi_z, k) - score_z))
lagrangian = objective + C1 + C2
scores = {xi_x: X * w, xi_z: G * w}
direction = X.T * lam_x + G.T * (all_z + lam_z)
separated = (
    (C / 2 * norm2(w) - scalar(w.T * direction))
    + over_data(entry(lam_x, i) * entry(xi_x, i) + log(1 + exp(entry(xi_x, i))))
    + over_noise(entry(lam_z, k) * entry(xi_z, k) + log(1 + exp(entry(xi_z, k))))
)

lagrangian_eq_cost_at_feasible_points = Derivation(
    title="The Lagrangian is the objective + Σ λ_x (ξ_x - wᵀx) + Σ λ_z (ξ_z - wᵀG): where (C1), (C2) hold, the cost",
    source="[Boyd2004] section 5.1.1",
    questions=("ece544-2023-ps5:3f",),
    context=program,
    claim=Statement(at(lagrangian, scores), "=", cost),
    chain=(
        Lemma(Statement(D(lagrangian, lam_x), "=", xi_x - X * w), by="stationary in λ_x exactly where (C1) holds"),
        Lemma(Statement(D(lagrangian, lam_z), "=", xi_z - G * w), by="stationary in λ_z exactly where (C2) holds"),
        Lemma(
            Statement(at(objective - C1 - C2, scores), "=", cost),
            by="the sign of a whole constraint, hence of its multiplier, is free",
        ),
        Lemma(Statement(at(lagrangian, scores), "=", at(objective, scores)), by="both constraints are 0 there"),
        Step("=", cost, by="ξ_x = wᵀx and ξ_z = wᵀG in the objective"),
    ),
    mutants=(
        Mutant(
            "λξ and λwᵀx with equal signs",
            lhs=at(objective + over_data(entry(lam_x, i) * (entry(xi_x, i) + score_x)) + C2, scores),
        ),
        Mutant(
            "equal signs in (C2)",
            lhs=at(objective + C1 + over_noise(entry(lam_z, k) * (entry(xi_z, k) + score_z)), scores),
        ),
        Mutant("the multipliers without their scores", lhs=at(objective + over_data(entry(lam_x, i)), scores)),
        Mutant("without -wᵀG", lhs=at(losses + C / 2 * norm2(w) + C1 + C2, scores)),
    ),
    remarks=(
        "The sheet minimizes over w only; the variables ξ, which the constraints tie to w, are minimized over too.",
    ),
)

lagrangian_separates = Derivation(
    title="Lagrangian = C‖w‖²/2 - wᵀb + Σ [λξ + log(1 + e^ξ)] over x and z, with b = Σ λ_x x + Σ (1 + λ_z) G_θ(z)",
    source="[Li2017] section 3.1",
    questions=("ece544-2023-ps5:3f", "ece544-2023-ps5:3i"),
    context=program,
    claim=Statement(lagrangian, "=", separated),
    chain=(
        Step(
            "=",
            losses
            + over_data(entry(lam_x, i) * entry(xi_x, i))
            + over_noise(entry(lam_z, k) * entry(xi_z, k))
            - over_data(entry(lam_x, i) * score_x)
            - over_noise((1 + entry(lam_z, k)) * score_z)
            + C / 2 * norm2(w),
            by="collect the terms in ξ_x, in ξ_z and in w",
        ),
        Step("=", separated, by="Σ λ_x wᵀx + Σ (1 + λ_z) wᵀG = wᵀb"),
    ),
    mutants=(
        Mutant("λ_z for 1 + λ_z in b", rhs=separated + over_noise(score_z)),
        Mutant("+ wᵀb", rhs=separated + 2 * scalar(w.T * direction)),
        Mutant("without the penalty", rhs=separated - C / 2 * norm2(w)),
    ),
)

# ------------------------------------------------------------------------------------------ the dual function

duals = Context(
    declare(C, POSITIVE),
    *(declare(symbol) for symbol in (X, G, w, xi_x, xi_z)),
    declare(lam_x, multipliers),
    declare(lam_z, multipliers),
    scope="any n, m, d; C > 0; every λ in (-1, 0)",
)

entropies = over_data(H(-entry(lam_x, i))) + over_noise(H(-entry(lam_z, k)))
square = norm2(direction) / (2 * C)
dual = entropies - square
without_one = X.T * lam_x + G.T * lam_z


def least(body: Expr) -> Expr:
    """Return the minimum over w, ξ_x and ξ_z."""
    return extremum("min", extremum("min", extremum("min", body, xi_z), xi_x), w)


logits = (log(-lam_x) - log(all_x + lam_x), log(-lam_z) - log(all_z + lam_z))
minimizers = (direction / C, *logits)

dual_function = Derivation(
    title="The dual function: g(λ) = Σ H(-λ_x) + Σ H(-λ_z) - ‖Σ λ_x x + Σ (1 + λ_z) G_θ(z)‖²/(2C)",
    source="[Li2017] section 3.1, Claim 1",
    questions=("ece544-2023-ps5:3i",),
    context=duals,
    cites=(
        "gan_duality.lagrangian_separates",
        "gan_dual_minima.minimum_over_w",
        "gan_dual_minima.minimum_over_xi",
    ),
    claim=Statement(least(lagrangian), "=", dual),
    chain=(
        Lemma(Statement(lagrangian, "=", separated), by="the Lagrangian separates into w and the ξ (3f)"),
        Lemma(
            Statement(at(D(lagrangian, w), {w: direction / C}), "=", ZeroMatrix(d, 1)), by="stationary in w at b/C (3g)"
        ),
        Lemma(
            Statement(entry(D(lagrangian, xi_x), i), "=", entry(lam_x, i) + sigmoid(entry(xi_x, i))),
            by="stationary in ξ_x where σ(ξ_x) = -λ_x (3h), and so for ξ_z",
        ),
        Lemma(Statement(least(lagrangian), "=", least(separated)), by="the same function of w and ξ"),
        Step("=", dual, by="convex in (w, ξ) and stationary: -‖b‖²/(2C), and H(-λ) for each point", using=minimizers),
    ),
    mutants=(
        Mutant("missing +1", rhs=entropies - norm2(without_one) / (2 * C)),
        Mutant("sign of the square", rhs=entropies + square),
        Mutant("1/C for 1/(2C)", rhs=entropies - 2 * square),
        Mutant("-H(-λ)", rhs=-entropies - square),
        Mutant("sign of λ_x", rhs=entropies - norm2(G.T * (all_z + lam_z) - X.T * lam_x) / (2 * C)),
    ),
    remarks=(
        "On the closed domain [-1, 0] the same formula holds with 0 log 0 = 0; there the minimum over ξ is an infimum. "
        "Outside it g is -∞, and for C = 0 it is -∞ unless b = 0.",
    ),
)

weak_duality = Derivation(
    title="Weak duality: g(λ) is at most the cost of every w",
    source="[Boyd2004] section 5.2.2",
    questions=("ece544-2023-ps5:3i",),
    context=duals,
    cites=("gan_duality.dual_function", "gan_duality.lagrangian_eq_cost_at_feasible_points"),
    claim=Statement(cost, ">=", dual),
    chain=(
        Lemma(Statement(at(lagrangian, scores), "=", cost), by="at ξ_x = Xw and ξ_z = Gw the Lagrangian is the cost"),
        Step(
            ">=",
            least(lagrangian),
            by="a minimum over w and ξ is at most the value at ξ_x = Xw, ξ_z = Gw",
            using=(w, X * w, G * w),
        ),
        Step("=", dual, by="the dual function", using=minimizers),
    ),
    mutants=(
        Mutant("≤", relation="<="),
        Mutant("missing +1", rhs=entropies - norm2(without_one) / (2 * C)),
        Mutant("sign of the square", rhs=entropies + square),
    ),
)

dual_concave = Derivation(
    title="The dual program max_λ g(λ) is concave in the multipliers: -g is convex",
    source="[Boyd2004] section 5.1.2",
    questions=("ece544-2023-ps5:3i",),
    context=duals,
    claim=Statement(-dual, "convex", over=lam_x),
    chain=(
        Lemma(Statement(square, "convex", over=lam_x), by="the square of an affine function; the entropy is concave"),
        Lemma(Statement(-dual, "convex", over=lam_z), by="so in λ_z"),
        Lemma(Statement(-dual, "convex", over=lam_x), by="a sum of convex functions"),
    ),
    mutants=(
        Mutant("convex", lhs=dual),
        Mutant("not convex", relation="not convex"),
    ),
)

# ---------------------------------------------------------------------------------------------- no gap

data_share, noise_share = sigmoid(score_x), sigmoid(score_z)
component = -over_data(data_share * entry(X, i, j)) + over_noise((1 - noise_share) * entry(G, k, j))
dual_at_w = over_data(H(data_share)) + over_noise(H(noise_share)) - Sum(component**2, (j, 1, d)) / (2 * C)
gradient = D(cost, w)
completed = C / 2 * norm2(w) - Sum(entry(w, j) * component, (j, 1, d)) + Sum(component**2, (j, 1, d)) / (2 * C)

no_gap_at_stationary_point = Derivation(
    title="At λ = -σ(ξ) the gap cost - g is ‖∇_w cost‖²/(2C): none at the stationary point, where w* = b/C",
    source="[Boyd2004] section 5.5.3",
    questions=("ece544-2023-ps5:3i",),
    context=duals,
    claim=Statement(cost - dual_at_w, "=", norm2(gradient) / (2 * C)),
    chain=(
        Lemma(
            Statement(entry(gradient, j), "=", C * entry(w, j) - component),
            by="∇cost = C w - b(λ) for λ_x = -σ(wᵀx), λ_z = -σ(wᵀG): it vanishes exactly at w = b/C",
        ),
        Lemma(
            Statement(log(1 + exp(score_x)), "=", H(data_share) + data_share * score_x),
            by="log(1 + e^ξ) = H(σ(ξ)) + σ(ξ) ξ: equality in 3h at λ = -σ(ξ)",
        ),
        Lemma(Statement(cost - dual_at_w, "=", completed), by="the entropies cancel; Σ σ wᵀx - Σ (1 - σ) wᵀG = -wᵀb"),
        Step("=", Sum((C * entry(w, j) - component) ** 2, (j, 1, d)) / (2 * C), by="complete the square"),
        Step("=", norm2(gradient) / (2 * C), by="the gradient"),
    ),
    mutants=(
        Mutant("‖∇_w cost‖²/C", rhs=norm2(gradient) / C),
        Mutant("no gap at any w", rhs=0),
        Mutant("λ* = +σ(ξ*): entropies of -σ", lhs=cost - dual_at_w + 2 * over_data(H(data_share))),
    ),
    remarks=(
        "For C > 0 the cost grows with w (gan_strong_duality.cost_grows), so there is a stationary point and max_λ g = "
        "min_w cost. The program max_θ min_w cost is then max_θ max_λ g: one maximum over (θ, λ) together.",
    ),
)

UNCHECKED = (Unchecked("ece544-2023-ps5:3i", "prose", "how the dual program helps the training is judged by a person"),)
