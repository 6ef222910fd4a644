"""The dual of a GAN with a logistic discriminator has no gap because the cost has a minimum: it grows with w.

Answers ece544-2023-ps5:3i. Sources: [Boyd2004] section 5.2, [Li2017] section 3.1.
As in `gan_duality`: rows of X (n, d) are data, rows of G (m, d) generated points, w (d,) the weights, C > 0; ξ_x, ξ_z
scores, λ_x, λ_z multipliers in (-1, 0), b = Σ λ_x x + Σ (1 + λ_z) G_θ(z), H the binary entropy.
"""

from sympy import Expr, MatrixSymbol, OneMatrix, Sum, exp, log, symbols

from verify.notation import (
    POSITIVE,
    Context,
    Derivation,
    Interval,
    Lemma,
    Mutant,
    Statement,
    Step,
    at,
    declare,
    entry,
    extremum,
    norm2,
    scalar,
)

n, m, d = symbols("n m d", integer=True, positive=True)
i, k = symbols("i k", integer=True)
C = symbols("C")
X, G = MatrixSymbol("X", n, d), MatrixSymbol("G", m, d)
w = MatrixSymbol("w", d, 1)
xi_x, xi_z = MatrixSymbol("xi_x", n, 1), MatrixSymbol("xi_z", m, 1)
lam_x, lam_z = MatrixSymbol("lambda_x", n, 1), MatrixSymbol("lambda_z", m, 1)

duals = Context(
    declare(C, POSITIVE),
    *(declare(symbol) for symbol in (X, G, w, xi_x, xi_z)),
    declare(lam_x, Interval(-1, 0)),
    declare(lam_z, Interval(-1, 0)),
    scope="any n, m, d; C > 0; every λ in (-1, 0)",
)


def over_data(body: Expr) -> Expr:
    """Return the sum over the data points."""
    return Sum(body, (i, 1, n))


def over_noise(body: Expr) -> Expr:
    """Return the sum over the generated points."""
    return Sum(body, (k, 1, m))


def H(s: Expr) -> Expr:
    """Return the binary entropy."""
    return -s * log(s) - (1 - s) * log(1 - s)


def least(body: Expr) -> Expr:
    """Return the minimum over w, ξ_x and ξ_z."""
    return extremum("min", extremum("min", extremum("min", body, xi_z), xi_x), w)


score_x, score_z = entry(X * w, i), entry(G * w, k)
cost = over_data(log(1 + exp(score_x))) + over_noise(log(1 + exp(score_z)) - score_z) + C / 2 * norm2(w)
direction = X.T * lam_x + G.T * (OneMatrix(m, 1) + lam_z)
entropies = over_data(H(-entry(lam_x, i))) + over_noise(H(-entry(lam_z, k)))

half_penalty = C / 4 * norm2(w)
lagrangian = (
    over_data(log(1 + exp(entry(xi_x, i))))
    + over_noise(log(1 + exp(entry(xi_z, k))))
    - over_noise(score_z)
    + half_penalty
    + over_data(entry(lam_x, i) * (entry(xi_x, i) - score_x))
    + over_noise(entry(lam_z, k) * (entry(xi_z, k) - score_z))
)
separated = (
    (half_penalty - scalar(w.T * direction))
    + over_data(entry(lam_x, i) * entry(xi_x, i) + log(1 + exp(entry(xi_x, i))))
    + over_noise(entry(lam_z, k) * entry(xi_z, k) + log(1 + exp(entry(xi_z, k))))
)
logits = (log(-lam_x) - log(OneMatrix(n, 1) + lam_x), log(-lam_z) - log(OneMatrix(m, 1) + lam_z))
bound = entropies - norm2(direction) / C

cost_grows = Derivation(
    title="The cost is at least C‖w‖²/4 + Σ H(-λ_x) + Σ H(-λ_z) - ‖b‖²/C: it grows with w, so it has a minimum",
    source="[Boyd2004] section 5.2.2",
    questions=("ece544-2023-ps5:3i",),
    context=duals,
    cites=("gan_duality.weak_duality",),
    claim=Statement(cost - half_penalty, ">=", bound),
    chain=(
        Lemma(
            Statement(at(lagrangian, {xi_x: X * w, xi_z: G * w}), "=", cost - half_penalty),
            by="set half of the penalty aside: what is left is the same program with C/2 for C",
        ),
        Step(">=", least(lagrangian), by="weak duality for that program", using=(w, X * w, G * w)),
        Step("=", least(separated), by="its Lagrangian separates into w and the ξ"),
        Step("=", bound, by="its dual function, at w = 2b/C and σ(ξ) = -λ", using=(2 * direction / C, *logits)),
    ),
    mutants=(
        Mutant("≤", relation="<="),
        Mutant("C‖w‖² for C‖w‖²/4", lhs=cost - C * norm2(w)),
        Mutant("all of the penalty aside", lhs=cost - C / 2 * norm2(w)),
        Mutant("sign of the square", rhs=entropies + norm2(direction) / C),
    ),
    remarks=(
        "The right-hand side does not depend on w, so cost → ∞ as ‖w‖ → ∞: a continuous function that does has a "
        "minimum, where the gradient is 0. There the gap is 0 (gan_duality.no_gap_at_stationary_point), and by weak "
        "duality max_λ g = min_w cost, attained at λ* = -σ(ξ*).",
    ),
)
