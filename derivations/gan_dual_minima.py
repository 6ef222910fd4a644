"""The two minimizations behind the dual of a GAN with a logistic discriminator: over w, and over each score ξ.

Answers ece544-2023-ps5:3g and 3h. Sources: [Boyd2004] sections 3.3.1 and 5.1.6, [Li2017] section 3.1.
w and b are vectors of size d, C ≥ 0 is the penalty's weight, λ a multiplier, ξ a score; H(s) =
-s log s - (1-s) log(1-s) is the binary entropy, σ the logistic function.
"""

from sympy import Expr, MatrixSymbol, ZeroMatrix, exp, log, oo, symbols

from verify.notation import (
    POSITIVE,
    UNIT,
    Context,
    D,
    Derivation,
    Interval,
    Lemma,
    Mutant,
    Statement,
    Step,
    assume,
    at,
    declare,
    extremum,
    norm2,
    scalar,
    sigmoid,
)

d = symbols("d", integer=True, positive=True)
C, M, xi, lam, mu = symbols("C M xi lambda mu")
w, b = MatrixSymbol("w", d, 1), MatrixSymbol("b", d, 1)


def H(s: Expr) -> Expr:
    """Return the binary entropy."""
    return -s * log(s) - (1 - s) * log(1 - s)


# ------------------------------------------------------------------------------------- minimizing over w

quadratic = C / 2 * norm2(w) - scalar(w.T * b)
least = -norm2(b) / (2 * C)

minimum_over_w = Derivation(
    title="min_w C‖w‖²/2 - wᵀb = -‖b‖²/(2C) for C > 0, at w = b/C",
    source="[Boyd2004] section A.5.1 and example 3.21",
    questions=("ece544-2023-ps5:3g",),
    context=Context(declare(C, POSITIVE), declare(w), declare(b), scope="any d; C > 0"),
    claim=Statement(extremum("min", quadratic, w), "=", least),
    chain=(
        Lemma(Statement(quadratic, "=", C / 2 * norm2(w - b / C) + least), by="complete the square"),
        Lemma(Statement(quadratic, "unique minimizer", b / C, over=w), by="the square vanishes at w = b/C only"),
        Lemma(Statement(extremum("min", quadratic, w), "=", at(quadratic, {w: b / C})), by="there", using=(b / C,)),
        Step("=", least, by="‖b‖²/(2C) - ‖b‖²/C"),
    ),
    mutants=(
        Mutant("-‖b‖²/C", rhs=-norm2(b) / C),
        Mutant("-‖b‖²/2", rhs=-norm2(b) / 2),
        Mutant("+‖b‖²/(2C)", rhs=-least),
        Mutant("at w = b", Statement(quadratic, "unique minimizer", b, over=w)),
    ),
)

flat = Context(declare(w), declare(b), declare(M), scope="any d; C = 0")
nothing = ZeroMatrix(d, 1)

minimum_over_w_without_penalty = Derivation(
    title="For C = 0 and b = 0 the minimum of C‖w‖²/2 - wᵀb is 0",
    source="[Boyd2004] section 5.1.6",
    questions=("ece544-2023-ps5:3g",),
    context=flat.but(assume(Statement(b, "=", nothing), "the case b = 0")),
    claim=Statement(extremum("min", -scalar(w.T * b), w), "=", 0),
    chain=(
        Lemma(Statement(-scalar(w.T * b), "=", 0), by="the function is 0 everywhere"),
        Lemma(Statement(extremum("min", -scalar(w.T * b), w), "=", 0), by="attained anywhere", using=(nothing,)),
    ),
    mutants=(
        Mutant("-1", rhs=-1),
        Mutant("unbounded here too", Statement(-extremum("inf", -scalar(w.T * b), w), "infinite")),
    ),
)

to_level = -(M / norm2(b)) * b

unbounded_over_w_without_penalty = Derivation(
    title="For C = 0 and b ≠ 0 the infimum of C‖w‖²/2 - wᵀb is -∞",
    source="[Boyd2004] section 5.1.6",
    questions=("ece544-2023-ps5:3g",),
    context=flat.but(assume(Statement(norm2(b), ">", 0), "the case b ≠ 0")),
    claim=Statement(-extremum("inf", -scalar(w.T * b), w), "infinite"),
    chain=(
        Lemma(Statement(at(-scalar(w.T * b), {w: to_level}), "=", M), by="at w = -M b/‖b‖² the value is any M"),
        Lemma(Statement(-extremum("inf", -scalar(w.T * b), w), "infinite"), by="so none is least", using=(to_level,)),
    ),
    mutants=(
        Mutant("0 for every b", Statement(extremum("inf", -scalar(w.T * b), w), "=", 0)),
        Mutant("+∞", Statement(extremum("inf", -scalar(w.T * b), w), "infinite")),
    ),
    numeric="not applicable: that an infimum is -∞ is no equality of values; the chain shows a value of any level",
)

# ------------------------------------------------------------------------------------- minimizing over ξ

conjugate = lam * xi + log(1 + exp(xi))
stationary = log(-lam / (1 + lam))
two_logs = -(1 + lam) * log(1 + lam) + lam * log(-lam)
bernoulli_kl = -lam * log(-lam / sigmoid(xi)) + (1 + lam) * log((1 + lam) / (1 - sigmoid(xi)))

minimum_over_xi = Derivation(
    title="min_ξ λξ + log(1 + e^ξ) = -(1+λ) log(1+λ) + λ log(-λ) = H(-λ) for -1 < λ < 0, at σ(ξ) = -λ",
    source="[Boyd2004] section 3.3.1",
    questions=("ece544-2023-ps5:3h",),
    context=Context(declare(lam, Interval(-1, 0)), declare(mu, UNIT), declare(xi), scope="-1 < λ < 0"),
    claim=Statement(extremum("min", conjugate, xi), "=", H(-lam)),
    chain=(
        Lemma(Statement(D(conjugate, xi), "=", lam + sigmoid(xi)), by="the derivative"),
        Lemma(Statement(at(D(conjugate, xi), {xi: stationary}), "=", 0), by="it vanishes where σ(ξ) = -λ"),
        Lemma(Statement(D(D(conjugate, xi), xi), ">", 0), by="σ(1 - σ) > 0: strictly convex"),
        Lemma(Statement(conjugate, "=", H(-lam) + bernoulli_kl), by="the gap is KL(Bernoulli(-λ) ‖ Bernoulli(σ(ξ)))"),
        Lemma(
            Statement(extremum("min", conjugate, xi), "=", at(conjugate, {xi: stationary})),
            by="a stationary point of a convex function",
            using=(stationary,),
        ),
        Step("=", two_logs, by="1 + e^ξ = 1/(1+λ) there"),
        Step("=", H(-lam), by="definition of H"),
    ),
    mutants=(
        Mutant("-H(-λ)", rhs=-H(-lam)),
        Mutant("H(λ), on the domain (0, 1)", Statement(extremum("inf", at(conjugate, {lam: mu}), xi), "=", H(mu))),
        Mutant("domain [0, 1]: bounded below there", Statement(at(conjugate, {lam: mu}), ">=", 0)),
        Mutant("without λ log(-λ)", rhs=-(1 + lam) * log(1 + lam)),
        Mutant("log 2 for every λ", rhs=log(2)),
        Mutant("at σ(ξ) = 1 + λ", Statement(conjugate, "unique minimizer", -stationary, over=xi)),
    ),
)

whole_line = Context(declare(xi), scope="all ξ")

infimum_over_xi_at_zero = Derivation(
    title="At the end λ = 0 the infimum of λξ + log(1 + e^ξ) is 0, approached as ξ → -∞ and attained nowhere",
    source="[Boyd2004] section 3.3.1",
    questions=("ece544-2023-ps5:3h",),
    context=whole_line,
    claim=Statement(extremum("inf", log(1 + exp(xi)), xi), "=", 0),
    chain=(
        Lemma(Statement(log(1 + exp(xi)), ">", 0), by="1 + e^ξ > 1: no ξ attains 0"),
        Lemma(Statement(log(1 + exp(xi)), "limit", 0, over=xi, to=-oo), by="e^ξ → 0"),
        Lemma(Statement(extremum("inf", log(1 + exp(xi)), xi), "=", 0), by="a bound that is a limit", using=(-oo,)),
    ),
    mutants=(
        Mutant("attained", lhs=extremum("min", log(1 + exp(xi)), xi), using=(-oo,)),
        Mutant("log 2, the value at ξ = 0", rhs=log(2)),
        Mutant("negative somewhere", Statement(log(1 + exp(xi)), "<", 0)),
        Mutant("-∞ at λ = 0 too", Statement(-extremum("inf", log(1 + exp(xi)), xi), "infinite")),
    ),
    remarks=(
        "The sheet asks for a minimum: at λ = 0 and λ = -1 there is an infimum only, equal to the limit of H(-λ).",
    ),
)

other_end = -xi + log(1 + exp(xi))

infimum_over_xi_at_minus_one = Derivation(
    title="At the end λ = -1 the infimum of λξ + log(1 + e^ξ) is 0, approached as ξ → ∞ and attained nowhere",
    source="[Boyd2004] section 3.3.1",
    questions=("ece544-2023-ps5:3h",),
    context=whole_line,
    claim=Statement(extremum("inf", other_end, xi), "=", 0),
    chain=(
        Lemma(Statement(other_end, "=", log(1 + exp(-xi))), by="take ξ under the logarithm"),
        Lemma(Statement(other_end, ">", 0), by="1 + e^-ξ > 1: no ξ attains 0"),
        Lemma(Statement(other_end, "limit", 0, over=xi, to=oo), by="e^-ξ → 0"),
        Lemma(Statement(extremum("inf", other_end, xi), "=", 0), by="a bound that is a limit", using=(oo,)),
    ),
    mutants=(
        Mutant("attained", lhs=extremum("min", other_end, xi), using=(oo,)),
        Mutant("log 2, the value at ξ = 0", rhs=log(2)),
        Mutant("-∞ at λ = -1 too", Statement(-extremum("inf", other_end, xi), "infinite")),
    ),
)

unbounded_over_xi_above = Derivation(
    title="For λ > 0 the infimum of λξ + log(1 + e^ξ) is -∞",
    source="[Boyd2004] section 3.3.1",
    questions=("ece544-2023-ps5:3h",),
    context=Context(declare(lam, POSITIVE), declare(xi), scope="λ > 0"),
    claim=Statement(-extremum("inf", conjugate, xi), "infinite"),
    chain=(
        Lemma(Statement(conjugate, "limit", -oo, over=xi, to=-oo), by="λξ → -∞ and log(1 + e^ξ) → 0"),
        Lemma(Statement(-extremum("inf", conjugate, xi), "infinite"), by="so it has no lower bound", using=(-oo,)),
    ),
    mutants=(
        Mutant("0", Statement(extremum("inf", conjugate, xi), "=", 0)),
        Mutant("nonnegative, as at the end λ = 0", Statement(conjugate, ">=", 0)),
        Mutant("finite limit", Statement(conjugate, "limit", 0, over=xi, to=-oo)),
    ),
    numeric="not applicable: that an infimum is -∞ is no equality of values",
)

unbounded_over_xi_below = Derivation(
    title="For λ < -1 the infimum of λξ + log(1 + e^ξ) is -∞",
    source="[Boyd2004] section 3.3.1",
    questions=("ece544-2023-ps5:3h",),
    context=Context(declare(lam, Interval(high=-1)), declare(xi), scope="λ < -1"),
    claim=Statement(-extremum("inf", conjugate, xi), "infinite"),
    chain=(
        Lemma(Statement(conjugate, "=", (1 + lam) * xi + log(1 + exp(-xi))), by="log(1 + e^ξ) = ξ + log(1 + e^-ξ)"),
        Lemma(Statement(conjugate, "limit", -oo, over=xi, to=oo), by="(1 + λ)ξ → -∞ and log(1 + e^-ξ) → 0"),
        Lemma(Statement(-extremum("inf", conjugate, xi), "infinite"), by="so it has no lower bound", using=(oo,)),
    ),
    mutants=(
        Mutant("0", Statement(extremum("inf", conjugate, xi), "=", 0)),
        Mutant("nonnegative, as at the end λ = -1", Statement(conjugate, ">=", 0)),
    ),
    numeric="not applicable: that an infimum is -∞ is no equality of values",
)
