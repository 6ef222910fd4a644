"""A GAN whose discriminator is logistic: its cost, and that the cost is convex in the discriminator's weights.

Answers ece544-2023-ps5:3b to 3e. Sources: [Li2017] section 3.1, [Boyd2004] sections 3.1.4 and 3.2.
The rows x_i of X (n, d) are the data, the rows G_k of G (m, d) the points G_θ(z) that the generator makes;
w (d,) are the discriminator's weights, and p_w(y = 1 | x) = 1/(1 + exp wᵀx). a, b, c, v are vectors of size d.
"""

from sympy import Expr, MatrixSymbol, Rational, Sum, ZeroMatrix, exp, log, symbols

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
    norm2,
    scalar,
    sigmoid,
)

n, m, d = symbols("n m d", integer=True, positive=True)
i, k = symbols("i k", integer=True)
C, t = symbols("C t")
X, G = MatrixSymbol("X", n, d), MatrixSymbol("G", m, d)
w, a, b, c, v = (MatrixSymbol(name, d, 1) for name in "wabcv")
half = Rational(1, 2)

# ---------------------------------------------------------------------------------------------- the cost

game = Context(declare(C, NONNEGATIVE), declare(X), declare(G), declare(w), scope="any n, m, d; C ≥ 0")

real, fake = entry(X * w, i), entry(G * w, k)


def p(score: Expr) -> Expr:
    """Return p_w(y = 1 | x) for the score wᵀx."""
    return 1 / (1 + exp(score))


def over_data(body: Expr) -> Expr:
    """Return the sum over the data points."""
    return Sum(body, (i, 1, n))


def over_noise(body: Expr) -> Expr:
    """Return the sum over the generated points."""
    return Sum(body, (k, 1, m))


penalty = C / 2 * norm2(w)
cost = -over_data(log(p(real))) - over_noise(log(1 - p(fake))) + penalty
data_loss, noise_loss = over_data(log(1 + exp(real))), over_noise(log(1 + exp(fake)))
logistic_cost = data_loss + over_noise(log(1 + exp(fake)) - fake) + penalty

cost_eq_logistic_cost = Derivation(
    title="With p_w(y=1|x) = 1/(1 + exp wᵀx) the cost is Σ log(1+exp wᵀx) + Σ [log(1+exp wᵀG) - wᵀG] + C‖w‖²/2",
    source="[Li2017] section 3.1",
    questions=("ece544-2023-ps5:3b",),
    context=game,
    claim=Statement(cost, "=", logistic_cost),
    chain=(
        Step(
            "=",
            data_loss - over_noise(log(exp(fake) / (1 + exp(fake)))) + penalty,
            by="-log p = log(1 + exp wᵀx), and 1 - p = exp wᵀG/(1 + exp wᵀG)",
        ),
        Step("=", data_loss - over_noise(fake - log(1 + exp(fake))) + penalty, by="the logarithm of the quotient"),
        Step("=", logistic_cost, by="collect the terms of each generated point"),
    ),
    mutants=(
        Mutant(
            "the usual sign of wᵀx",
            rhs=over_data(log(1 + exp(-real))) + over_noise(log(1 + exp(-fake)) + fake) + penalty,
        ),
        Mutant(
            "the usual sign, simplified: Σ log(1+exp(-wᵀx)) + Σ log(1+exp wᵀG)",
            rhs=over_data(log(1 + exp(-real))) + noise_loss + penalty,
        ),
        Mutant("without -wᵀG", rhs=data_loss + noise_loss + penalty),
        Mutant("+ wᵀG", rhs=data_loss + over_noise(log(1 + exp(fake)) + fake) + penalty),
        Mutant("C for C/2", rhs=logistic_cost + penalty),
    ),
    remarks=(
        "The sheet's p_w(y=1|x) falls with wᵀx. With the usual sign of wᵀx the cost is this one at -w: another "
        "function of w, with the same minimum.",
    ),
)

# ------------------------------------------------------------------------------------------ its two parts

quadratic = C / 2 * norm2(a) - scalar(a.T * b)
line = at(quadratic, {a: a + t * v})


def quadratic_context(range_of_C: Interval, scope: str) -> Context:
    """Return the Context of the quadratic for C in a range."""
    return Context(declare(C, range_of_C), *(declare(x) for x in (a, b, c, v, t)), scope=scope)


quadratic_convex_if_nonneg = Derivation(
    title="C‖a‖²/2 - aᵀb is convex in a for C ≥ 0",
    source="[Boyd2004] section 3.1.4",
    questions=("ece544-2023-ps5:3c",),
    context=quadratic_context(NONNEGATIVE, "any d; C ≥ 0"),
    claim=Statement(quadratic, "convex", over=a),
    chain=(
        Lemma(Statement(D(quadratic, a), "=", C * a - b), by="the gradient"),
        Lemma(Statement(D(D(line, t), t), "=", C * norm2(v)), by="the second derivative along v: the Hessian is C I"),
        Lemma(Statement(C * norm2(v), ">=", 0), by="C ≥ 0"),
        Lemma(Statement(quadratic, "convex", over=a), by="the Hessian is positive semidefinite"),
    ),
    mutants=(
        Mutant("strictly, C = 0 included", relation="strictly convex"),
        Mutant("convex only for C > 0", Statement(quadratic, "not convex", over=a, given=(Statement(C, "=", 0),))),
        Mutant("concave", lhs=-quadratic),
    ),
)

quadratic_strictly_convex_if_positive = Derivation(
    title="C‖a‖²/2 - aᵀb is strictly convex in a for C > 0",
    source="[Boyd2004] section 3.1.4",
    questions=("ece544-2023-ps5:3c",),
    context=quadratic_context(POSITIVE, "any d; C > 0"),
    claim=Statement(quadratic, "strictly convex", over=a),
    chain=(
        Lemma(Statement(D(D(line, t), t), "=", C * norm2(v)), by="the second derivative along v"),
        Lemma(Statement(quadratic, "strictly convex", over=a), by="C‖v‖² > 0 for every v ≠ 0"),
    ),
    mutants=(
        Mutant("never strictly: a flat direction", Statement(D(D(line, t), t), "=", 0)),
        Mutant("not convex", relation="not convex"),
        Mutant("strictly concave", lhs=-quadratic),
    ),
)

quadratic_not_convex_if_negative = Derivation(
    title="C‖a‖²/2 - aᵀb is not convex in a for C < 0",
    source="[Boyd2004] section 3.1.4",
    questions=("ece544-2023-ps5:3c",),
    context=quadratic_context(Interval(high=0), "any d; C < 0"),
    claim=Statement(quadratic, "not convex", over=a),
    chain=(
        Lemma(Statement(D(D(line, t), t), "=", C * norm2(v)), by="the second derivative along v"),
        Lemma(Statement(C * norm2(v), "<=", 0), by="C < 0"),
        Lemma(Statement(quadratic, "not convex", over=a), by="it bends down along every v ≠ 0"),
    ),
    mutants=(
        Mutant("convex for every real C", relation="convex"),
        Mutant("strictly convex for every real C", relation="strictly convex"),
    ),
    numeric="not applicable: that convexity fails for every C < 0 and b is more than single chords show",
)


def chord_gap(f: Expr) -> Expr:
    """Return how far the middle of the chord from a to c lies above the function."""
    return half * f + half * at(f, {a: c}) - at(f, {a: half * (a + c)})


distance = norm2(a - c)

quadratic_convex_iff = Derivation(
    title="For every real C the chord's middle lies C‖a - c‖²/8 above it: convex iff C ≥ 0, strictly iff C > 0",
    source="[Boyd2004] section 3.1.1",
    questions=("ece544-2023-ps5:3c",),
    context=quadratic_context(Interval(), "any d; any real C"),
    claim=Statement(chord_gap(quadratic), "=", C / 8 * distance),
    chain=(
        Step("=", C / 2 * (norm2(a) / 2 + norm2(c) / 2 - norm2(half * (a + c))), by="the linear part cancels"),
        Step("=", C / 8 * distance, by="the parallelogram law"),
    ),
    mutants=(
        Mutant("convex for every real C", Statement(chord_gap(quadratic), ">=", 0)),
        Mutant(
            "convex only for C > 0",
            Statement(chord_gap(quadratic), "<", 0, given=(Statement(C, "<=", 0), Statement(distance, ">", 0))),
        ),
        Mutant(
            "strictly convex for C ≥ 0",
            Statement(chord_gap(quadratic), ">", 0, given=(Statement(C, ">=", 0), Statement(distance, ">", 0))),
        ),
        Mutant("C/4", rhs=C / 4 * distance),
    ),
)

softplus_of_score = log(1 + exp(scalar(a.T * b)))
softplus_on_line = at(softplus_of_score, {a: a + t * v})
slope = sigmoid(scalar((a + t * v).T * b))
vectors = Context(*(declare(x) for x in (a, b, v, t)), scope="any d; any b")

softplus_convex = Derivation(
    title="log(1 + exp aᵀb) is convex in a, for every b",
    source="[Boyd2004] sections 3.1.5 and 3.2.2",
    questions=("ece544-2023-ps5:3d",),
    context=vectors,
    claim=Statement(softplus_of_score, "convex", over=a),
    chain=(
        Lemma(Statement(D(softplus_of_score, a), "=", sigmoid(scalar(a.T * b)) * b), by="the gradient"),
        Lemma(
            Statement(D(D(softplus_on_line, t), t), "=", slope * (1 - slope) * scalar(v.T * b) ** 2),
            by="the second derivative along v: the Hessian is σ(1 - σ) bbᵀ",
        ),
        Lemma(Statement(slope * (1 - slope) * scalar(v.T * b) ** 2, ">=", 0), by="0 < σ < 1: whatever the sign of b"),
        Lemma(Statement(softplus_of_score, "convex", over=a), by="a convex function of an affine one"),
    ),
    mutants=(
        Mutant("strictly", relation="strictly convex"),
        Mutant("concave", lhs=-softplus_of_score),
        Mutant(
            "needs b ≥ 0: concave for negative b",
            Statement(-softplus_of_score, "convex", over=a, given=(Statement(entry(b, 1), "<", 0),)),
        ),
        Mutant("needs b ≥ 0: not convex for other b", relation="not convex"),
        Mutant(
            "the Hessian σ² bbᵀ",
            Statement(D(D(softplus_on_line, t), t), "=", slope**2 * scalar(v.T * b) ** 2),
        ),
    ),
)

# ------------------------------------------------------------------------------------------ the whole cost

cost_convex = Derivation(
    title="The cost is convex in w for C ≥ 0: a sum of convex functions",
    source="[Boyd2004] section 3.2.1",
    questions=("ece544-2023-ps5:3e",),
    context=game,
    cites=("logistic_discriminator.quadratic_convex_if_nonneg", "logistic_discriminator.softplus_convex"),
    claim=Statement(logistic_cost, "convex", over=w),
    chain=(
        Lemma(Statement(data_loss, "convex", over=w), by="each log(1 + exp wᵀx) is convex in w (3d)"),
        Lemma(Statement(noise_loss, "convex", over=w), by="each log(1 + exp wᵀG) is convex in w (3d)"),
        Lemma(Statement(penalty - over_noise(fake), "convex", over=w), by="C‖w‖²/2 - wᵀb with b = Σ G (3c)"),
        Lemma(Statement(logistic_cost, "convex", over=w), by="a sum of convex functions is convex"),
    ),
    mutants=(
        Mutant("concave", lhs=-logistic_cost),
        Mutant("not convex", relation="not convex"),
        Mutant("with the penalty subtracted", lhs=logistic_cost - 2 * penalty),
        Mutant(
            "strictly, C = 0 included, though no point may look in some direction",
            Statement(
                logistic_cost,
                "strictly convex",
                over=w,
                given=(Statement(C, "=", 0), Statement(X, "=", ZeroMatrix(n, d)), Statement(G, "=", ZeroMatrix(m, d))),
            ),
        ),
    ),
)

cost_strictly_convex = Derivation(
    title="For C > 0 the cost is strictly convex in w, so it has at most one minimizer",
    source="[Boyd2004] sections 3.1.4, 3.2.1",
    questions=("ece544-2023-ps5:3e",),
    context=game.but(declare(C, POSITIVE)),
    claim=Statement(logistic_cost, "strictly convex", over=w),
    chain=(
        Lemma(Statement(data_loss + noise_loss - over_noise(fake), "convex", over=w), by="shown for every C"),
        Lemma(Statement(penalty, "strictly convex", over=w), by="C > 0"),
        Lemma(Statement(logistic_cost, "strictly convex", over=w), by="a convex plus a strictly convex function"),
    ),
    mutants=(
        Mutant("strictly concave", lhs=-logistic_cost),
        Mutant("not convex", relation="not convex"),
    ),
)

UNCHECKED = (Unchecked("ece544-2023-ps5:3a", "prose", "the challenges of the saddle point are judged by a person"),)
