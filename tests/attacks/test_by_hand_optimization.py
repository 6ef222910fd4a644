"""Attacks by hand on optimization: convexity, extrema and their witnesses, limits, ranges of entries, receptive fields.

A false row must be neither proved nor confirmed, and stands beside why it is false; a true one must not be refuted,
and is proved unless it stands under `OPEN`.
"""

from fractions import Fraction

import pytest
import sympy

from derivations import gan_dual_minima as minima
from derivations import gan_duality as duality
from derivations import logistic_discriminator as logistic
from tests.decide.convolution_terms import array, convolve, field, free_symbols, masked, matrix, pixel
from verify.decide import decide
from verify.links import check_link
from verify.meaning.replay import refute
from verify.model import Proof, Settings, Verdict
from verify.notation import Interval as Range
from verify.notation import Statement as Written
from verify.notation import declare, extremum, norm2, scalar
from verify.notation.as_written import as_written
from verify.notation.elaborate import elaborate_context, elaborate_statement
from verify.notation.expressions import elaborate
from verify.numeric.estimate import estimate
from verify.terms.context import (
    NONNEGATIVE,
    POSITIVE,
    UNIT,
    Context,
    Declaration,
    FunctionDeclaration,
    Iid,
    Interval,
)
from verify.terms.nodes import (
    ONE,
    ZERO,
    Add,
    Apply,
    At,
    Const,
    Diff,
    Entry,
    Expect,
    Extremum,
    Fn,
    MatOp,
    Mul,
    Num,
    Pow,
    Prod,
    Sum,
    Sym,
)
from verify.terms.statement import Statement

OO = Const("oo")


def num(value):
    return Num(Fraction(value))


def term(value):
    return num(value) if isinstance(value, int | str | Fraction) else value


def add(*parts):
    return Add(tuple(map(term, parts)))


def mul(*parts):
    return Mul(tuple(map(term, parts)))


def neg(x):
    return mul(-1, x)


def sq(x):
    return Pow(term(x), num(2))


def inv(x):
    return Pow(x, num(-1))


def root(x):
    return Pow(x, num("1/2"))


def exp(x):
    return Fn("exp", x)


def log(x):
    return Fn("log", term(x))


def soft(x):
    return log(add(1, exp(x)))


def norm(x):
    return MatOp("norm2", (x,))


def dot(x, y):
    return MatOp("product", (MatOp("transpose", (x,)), y))


def best(kind, body, *variables):
    for variable in reversed(variables):
        body = Extremum(kind, body, variable)
    return body


n, d = Sym("n", "dimension"), Sym("d", "dimension")
i, j, i_, j_ = (Sym(name, "index") for name in ("i", "j", "i_", "j_"))
t, r, p, u, v, q = (Sym(name) for name in ("t", "r", "p", "u", "v", "q"))
a, b, c = (Sym(name, "real", (d, ONE)) for name in "abc")
s, low, shut = (Sym(name, "real", (n, ONE)) for name in ("s", "low", "shut"))
y, S, X = Sym("y", "real", (n, ONE)), Sym("S", "real", (d, d)), Sym("X", "real", (n, d))
nil, ones = MatOp("zeros", (d, ONE)), MatOp("ones", (d, ONE))
zeros_n, ones_n = MatOp("zeros", (n, ONE)), MatOp("ones", (n, ONE))

RANGES = {
    "p": POSITIVE,
    "u": UNIT,
    "v": Interval(0, 1, True, True),
    "s": UNIT,
    "low": Interval(-1, 0),
    "shut": Interval(-1, 0, True, True),
}
SYMBOLS = (t, r, p, u, v, q, a, b, c, s, low, shut, y, S, X)


def world(*changes, given=(), functions=()):
    declared = {x.name: Declaration(x, RANGES.get(x.name, Interval())) for x in SYMBOLS}
    declared |= {change.symbol.name: change for change in changes}
    return Context(tuple(declared.values()), functions, hypotheses=tuple((h, "assumed") for h in given))


WORLD = world()


def says(relation, *args, over=(), using=(), where=WORLD, given=()):
    return Statement(relation, tuple(map(term, args)), tuple(over), tuple(given)), where, tuple(map(term, using))


def shape(relation, body, *over, where=WORLD, given=()):
    return says(relation, body, over=over or (a,), where=where, given=given)


def of(array_, *indices):
    return Entry(array_, tuple(map(term, indices)))


def total(body, upper=n):
    return Sum(body, i, upper)


a_i, b_i, y_i, s_i, l_i, m_i, l_j = (of(x, k) for x, k in zip((a, b, y, s, low, shut, low), (*[i] * 6, j), strict=True))
drawn = world(Declaration(q, law=Iid("gaussian", (of(a, 1), ONE))))
drawn_t = world(Declaration(q, law=Iid("gaussian", (t, ONE))))
positive_t = world(Declaration(t, POSITIVE))
open_t = world(Declaration(t, UNIT), Declaration(r, UNIT))
both_positive = world(Declaration(t, POSITIVE), Declaration(r, POSITIVE))
half_open = world(Declaration(t, Interval(0, 1, True, False)))
closed_t = world(Declaration(t, Interval(0, 1, True, True)))
quadratic = add(mul("1/2", p, norm(a)), neg(dot(a, b)))
bump = mul(t, inv(add(1, sq(t))))
unknown = world(functions=(FunctionDeclaration("f", ("real",)), FunctionDeclaration("g", ("column",))))

NOT_CONVEX = {
    # each has a direction in which it bends down, or stays flat where "strictly" is said
    "a norm whose argument no longer moves: 0a + b": shape("strictly convex", norm(add(mul(0, a), b))),
    "‖a - a + b‖² is a constant": shape("strictly convex", norm(add(a, neg(a), b))),
    "‖a‖² - ‖a‖²": shape("strictly convex", add(norm(a), neg(norm(a)))),
    "‖a‖² - ‖a‖² is convex": shape("not convex", add(norm(a), neg(norm(a)))),
    "‖2a‖² - 4‖a‖²": shape("strictly convex", add(norm(mul(2, a)), mul(-4, norm(a)))),
    "‖2a‖² - 5‖a‖²": shape("convex", add(norm(mul(2, a)), mul(-5, norm(a)))),
    "an affine function is convex": shape("not convex", dot(a, b)),
    "v‖a‖² where v may be 0": shape("strictly convex", mul(v, norm(a))),
    "v‖a‖² given v = 0": shape("strictly convex", mul(v, norm(a)), given=[Statement("=", (v, ZERO))]),
    "-v‖a‖² given v = 0": shape("not convex", neg(mul(v, norm(a))), given=[Statement("=", (v, ZERO))]),
    "softplus of one entry: flat in the others": shape("strictly convex", soft(of(a, 1))),
    "the square of one entry": shape("strictly convex", sq(of(a, 1))),
    "a sum of cubes": shape("convex", total(Pow(a_i, num(3)), d)),
    "weights i - 2: the first is -1": shape("convex", total(mul(add(i, -2), sq(a_i)), d)),
    "weights 1 - i: the second is -1": shape("convex", total(mul(add(1, neg(i)), sq(a_i)), d)),
    "weights d - i - 1: the last is -1": shape("convex", total(mul(add(d, neg(i), -1), sq(a_i)), d)),
    "weights i - 1: the first is 0": shape("strictly convex", total(mul(add(i, -1), sq(a_i)), d)),
    "the weight d - 2 at d = 1": shape("convex", mul(add(d, -2), norm(a))),
    "the weight d - 1 at d = 1": shape("strictly convex", mul(add(d, -1), norm(a))),
    "a product of entries": shape("convex", mul(of(a, 1), of(a, 2))),
    "(a1 + a2)² - a1² at a2 = 0 along (1, -1)": shape("convex", add(sq(add(of(a, 1), of(a, 2))), neg(sq(of(a, 1))))),
    "exp(-‖a‖²)": shape("convex", exp(neg(norm(a)))),
    "log(1 + ‖a‖²) far out": shape("convex", log(add(1, norm(a)))),
    "minus a norm": shape("convex", neg(root(norm(a)))),
    "|aᵀb| is flat across b": shape("strictly convex", Fn("abs", dot(a, b))),
    "-|aᵀb|": shape("convex", neg(Fn("abs", dot(a, b)))),
    "aᵀSa for any S": shape("convex", dot(a, MatOp("product", (S, a)))),
    "aᵀSa for symmetric S": shape(
        "convex",
        dot(a, MatOp("product", (S, a))),
        where=world(Declaration(S, structure=frozenset({"symmetric"}))),
    ),
    "aᵀSa for positive entries: [[1, 2], [2, 1]]": shape(
        "convex", dot(a, MatOp("product", (S, a))), where=world(Declaration(S, POSITIVE))
    ),
    "-(aᵀb)(bᵀa)": shape("convex", neg(mul(dot(a, b), dot(b, a)))),
    "an index that is bound twice": shape("convex", total(neg(sq(total(a_i, d))), d)),
    "a product of entries over all": shape("convex", Prod(a_i, i, d)),
    "minus a product of exponentials": shape("convex", neg(Prod(exp(a_i), i, d))),
    "a variable that At puts in": shape("convex", At(neg(norm(b)), ((b, a),))),
    "the derivative of -Σ a⁴": shape("convex", of(Diff(neg(total(Pow(a_i, num(4)), d)), (a,)), 1)),
    "an unknown function of the column": shape("convex", Apply("g", (a,), (0,)), where=unknown),
    "exp of an unknown function": shape("convex", exp(Apply("f", (dot(a, b),), (0,))), where=unknown),
    "a weight that depends on the variable tacitly": shape(
        "convex", mul(q, norm(a)), where=world(Declaration(q, POSITIVE, depends=frozenset({"a"})))
    ),
    "a weight that is defined to be negative": shape(
        "convex", mul(q, norm(a)), where=world(Declaration(q, definition=neg(sq(r))))
    ),
    "-E q² for q of mean a[1]": shape("convex", neg(Expect(sq(q), (q,))), where=drawn),
    "‖a‖² + ‖b‖² - 4aᵀb in both": shape("convex", add(norm(a), norm(b), mul(-4, dot(a, b))), a, b),
    "‖a + b‖² in both: flat where a = -b": shape("strictly convex", norm(add(a, b)), a, b),
    "‖a‖² in a and b": shape("strictly convex", norm(a), a, b),
    "1/(1 + ‖a‖²)": shape("convex", inv(add(1, norm(a)))),
    "σ(aᵀb)": shape("convex", Fn("sigmoid", dot(a, b))),
    "entropy with the sign left out": shape("convex", neg(total(mul(s_i, log(s_i)))), s),
    "log over (-1, 0), turned": shape("convex", total(log(neg(l_i))), low),
    "a cube over (-1, 0)": shape("convex", total(Pow(l_i, num(3))), low),
}

nested_sum = add(sq(t), best("inf", add(sq(add(r, -1)), sq(add(t, -1))), r))
least_t = best("inf", t, t)
VALUES = {
    # numbers in which an extremum was lost or an unknown of another one was varied
    "a constant logarithm counts: t² + log(1 + e^(t-t)) ≥ log 2": says(
        "=", best("min", add(sq(t), soft(add(t, neg(t)))), t), 0, using=[0]
    ),
    "log(1 + e^0t) alone": says("=", best("min", soft(mul(0, t)), t), 0, using=[0]),
    "sup inf of t² + r² is +∞": says("=", best("sup", best("inf", add(sq(t), sq(r)), t), r), 0),
    "inf sup of -t² - r² is -∞": says("=", best("inf", best("sup", neg(add(sq(t), sq(r))), t), r), 0),
    "sup inf of t² - r² is 0, not -∞ taken together": says(
        "infinite", neg(best("sup", best("inf", add(sq(t), neg(sq(r))), t), r))
    ),
    "an inner infimum that rests on t: the value is 1/2": says("=", best("inf", nested_sum, t), 0),
    "sup sup of t - e^r is +∞": says("=", best("sup", add(t, neg(exp(r))), t, r), -1),
    "inf sup of t - e^r is -∞": says("=", best("inf", best("sup", add(t, neg(exp(r))), r), t), -1),
    "log t + log(1 - r) on their own: 0, not at t = r": says(
        "=", best("sup", add(log(t), log(add(1, neg(r)))), t, r), mul(-2, log(2)), where=open_t
    ),
    "r - t log t: +∞, not at t = r": says("=", best("sup", add(r, neg(mul(t, log(t)))), t, r), 1, where=both_positive),
    "r - r log t: not at t = r": says("=", best("sup", add(r, neg(mul(r, log(t)))), t, r), 1, where=both_positive),
    "√(1 + t r) is undefined for t r < -1": says("=", best("inf", root(add(1, mul(t, r))), t, r), 1),
    # infinite values are no numbers
    "-∞ < -∞ + 1": says("<", least_t, add(least_t, 1)),
    "-∞ = -∞ + 1": says("=", least_t, add(least_t, 1)),
    "2 sup = sup + sup, of +∞": says("=", mul(2, best("sup", t, t)), add(best("sup", t, t), best("sup", t, t))),
    "∞ - ∞ = 0": says("=", add(best("sup", t, t), neg(best("sup", r, r))), 0),
    "the infimum 0 is divided by": says("=", mul(best("inf", sq(t), t), inv(best("inf", sq(t), t))), 1, using=[0]),
    "inf -t² is no -5": says(">", best("inf", neg(sq(t)), t), -5),
    "inf t is no 0": says("=", least_t, 0, using=[neg(OO)]),
    # witnesses
    "the witness is the variable itself": says("=", best("min", sq(add(t, neg(r))), t), sq(add(t, neg(r))), using=[t]),
    "t is bound on one side only": says("=", best("min", add(sq(add(t, neg(r))), t), t), t, using=[r]),
    "a nested witness that varies": says("=", best("min", add(sq(t), sq(add(t, neg(r)))), t, r), 1, using=[1, t]),
    "the quadratic's value at b/p is -‖b‖²/(2p)": says(
        "=", best("min", quadratic, a), mul(-1, norm(b), inv(p)), using=[mul(inv(p), b)]
    ),
    "b/p is no minimizer of its double": says(
        "=", best("min", add(quadratic, quadratic), a), mul("-1/2", norm(b), inv(p)), using=[mul(inv(p), b)]
    ),
    "completed with the wrong dimension power: n/4 for 1/4": says(
        "=", best("min", add(norm(y), neg(total(y_i))), y), "-1/4", using=[mul("1/2", ones_n)]
    ),
    "Σ min is no min Σ": says(
        "=",
        best("min", total(sq(add(t, neg(y_i)))), t),
        total(best("min", sq(add(t, neg(y_i))), t)),
        using=[mul(inv(n), total(y_i)), y_i],
    ),
    "one t for all i": says("=", best("min", total(sq(add(t, neg(y_i)))), t), 0, using=[y_i]),
    "a hint that the sum would capture": says(">=", 0, best("min", total(sq(add(t, neg(y_i)))), t), using=[y_i]),
    "the sum of minima: n/4 for 1/4": says(
        "=",
        total(best("min", add(sq(add(t, neg(y_i))), t), t)),
        add(total(y_i), "-1/4"),
        using=[add(y_i, "-1/2")],
    ),
    "mean square minus square of the sum: 1/n is missing": says(
        "=",
        best("min", total(sq(add(t, neg(y_i)))), t),
        add(total(sq(y_i)), neg(sq(total(y_i)))),
        using=[mul(inv(n), total(y_i))],
    ),
    "a saddle": says("=", best("min", add(sq(t), neg(sq(r)), mul(t, r)), t, r), 0, using=[0, 0]),
    "bilinear": says("=", best("min", mul(t, r), t, r), 0, using=[0, 0]),
    "a stationary point of a cube": says("=", best("min", Pow(t, num(3)), t), 0, using=[0]),
    "a stationary maximum": says("=", best("min", exp(neg(sq(t))), t), 1, using=[0]),
    "E q² for q of mean t is least at t = 0: 1": says(
        "=", best("min", Expect(sq(q), (q,)), t), add(1, sq(r)), using=[r], where=drawn_t
    ),
    # ends and ranges
    "an open end is not attained": says("=", best("min", norm(low), low), 0, using=[zeros_n]),
    "the other end": says("=", best("max", total(l_i), low), 0, using=[zeros_n]),
    "the least sum is not attained": says("=", best("min", total(l_i), low), neg(n), using=[neg(ones_n)]),
    "a witness 2·low outside [-1, 0]": says(
        "=", best("min", norm(add(shut, mul(-2, low))), shut), 0, using=[mul(2, low)]
    ),
    "a witness that may lie outside: -y": says("=", best("min", norm(add(low, y)), low), 0, using=[neg(y)]),
    "an instance outside the range": says(">=", norm(add(y, s)), best("min", norm(add(low, s)), low), using=[y]),
    "the closed minimum at the other end": says("=", best("min", t, t), 1, using=[1], where=closed_t),
    "max of t over (0, 1)": says("=", best("max", t, t), 1, using=[1], where=open_t),
    "max of t over [0, 1)": says("=", best("max", t, t), 1, using=[1], where=half_open),
    "max of t log t over (0, 1)": says("=", best("max", mul(t, log(t)), t), 0, where=open_t),
    "t log t over t > 0 goes down to -1/e": says("=", best("inf", mul(t, log(t)), t), 0, where=positive_t),
    "(u - 2)² at 2": says("=", best("min", sq(add(u, -2)), u), 0, using=[2]),
    "t/(1 + t²) tends to 0 but is negative": says("=", best("inf", bump, t), 0, using=[OO]),
    "the same though t > 0 is assumed of a free t": says(
        "=", best("inf", bump, t), 0, using=[OO], where=world(given=[Statement(">", (t, ZERO))])
    ),
    "e^t at the wrong end": says("=", best("sup", exp(t), t), 0, using=[neg(OO)]),
    "the limit at 0 is no bound": says("=", best("inf", exp(t), t), 1, using=[mul(0, OO)]),
    "-log(1 + e^t) attains no 0": says("=", best("max", neg(soft(t)), t), 0, using=[neg(OO)]),
    "σ(t) is not 1/2 at least": says("=", best("inf", Fn("sigmoid", t), t), "1/2"),
    "|t| is 0 at 0": says("=", best("inf", Fn("abs", t), t), 1),
    # unbounded
    "sup of -(t - 3)²": says("infinite", best("sup", neg(sq(add(t, -3))), t), using=[r]),
    "sup of -(t - 3)², given r = -(r - 3)²": says(
        "infinite",
        best("sup", neg(sq(add(t, -3))), t),
        using=[r],
        where=world(given=[Statement("=", (r, neg(sq(add(r, -3)))))]),
    ),
    "sup of t over (0, 1)": says("infinite", best("sup", t, t), using=[OO], where=open_t),
    "sup of r·t at r = 0": says("infinite", best("sup", mul(r, t), t), using=[OO]),
    "-inf of 0·t": says("infinite", neg(best("inf", mul(0, t), t)), using=[neg(OO)]),
    "inf of t is -∞, not +∞": says("infinite", least_t, using=[neg(OO)]),
    "the level along b at b = 0": says(
        "infinite", neg(best("inf", neg(dot(a, b)), a)), using=[mul(-1, t, inv(norm(b)), b)]
    ),
    "the way is the variable": says("infinite", best("sup", neg(sq(t)), t), using=[t]),
    # approached, attained
    "t is approached at 0, which [0, 1) holds": says("approached", best("inf", t, t), where=half_open),
    "a constant is attained": says("approached", best("sup", num(3), t)),
    "-tanh² is attained at 0": says("approached", best("sup", neg(sq(Fn("tanh", t))), t)),
    "r tanh t at r = 0": says("approached", best("sup", mul(r, Fn("tanh", t)), t)),
    "|r| tanh t at r = 0": says("approached", best("sup", mul(Fn("abs", r), Fn("tanh", t)), t)),
    "+∞ is no number": says("approached", best("sup", t, t)),
    "the hypothesis is about a free t": says(
        "approached", best("inf", bump, t), where=world(given=[Statement(">", (t, ZERO))])
    ),
    "-t² is not greatest at 1": says("attained", neg(sq(t)), 1, over=[t]),
    "t at the open end": says("attained", t, 1, over=[t], where=open_t),
    "-t² at 0, outside [1, 2]": says(
        "attained", neg(sq(t)), 0, over=[t], where=world(Declaration(t, Interval(1, 2, True, True)))
    ),
}


def tends(body, point, value, where=WORLD):
    return says("limit", body, point, value, over=[t], where=where)


LIMITS = {
    "log(1 + e^t) - t → ∞ at -∞": tends(add(soft(t), neg(t)), neg(OO), 0),
    "log(1 + e^(t²)) - t → ∞": tends(add(soft(sq(t)), neg(t)), OO, 0),
    "t log(1 + e^t) - t² → 0": tends(add(mul(t, soft(t)), neg(sq(t))), OO, OO),
    "r log(1 + e^t) - t for any r": tends(add(mul(r, soft(t)), neg(t)), OO, 0),
    "log(1 + e^(rt)) - rt at r = 0: log 2": tends(add(soft(mul(r, t)), neg(mul(r, t))), OO, 0),
    "the same for r ≥ 0": tends(add(soft(mul(r, t)), neg(mul(r, t))), OO, 0, where=world(Declaration(r, NONNEGATIVE))),
    "log(1 + 2e^t) - t → log 2": tends(add(log(add(1, mul(2, exp(t)))), neg(t)), OO, 0),
    "log(1 + e^t) + t": tends(add(soft(t), t), OO, 0),
    "1/t at 0 from both sides": tends(inv(t), 0, OO),
    "log t / t → -∞ at 0": tends(mul(inv(t), log(t)), 0, 0, where=positive_t),
    "log(1 + t)/t → 1": tends(mul(inv(t), log(add(1, t))), 0, 0, where=positive_t),
    "(log t)² stays": tends(mul(sq(t), sq(log(t)), Pow(t, num(-2))), 0, 0, where=positive_t),
    "t log e^(1/t) = 1": tends(mul(t, log(exp(inv(t)))), 0, 0, where=positive_t),
    "t log(1 + 1/t) → 1 at ∞": tends(mul(t, log(add(1, inv(t)))), OO, 0, where=positive_t),
    "sign at 0 from both sides": tends(Fn("sign", t), 0, 1),
    "e^(1/t) at 0 from both sides": tends(exp(inv(t)), 0, 0),
    "√t at -1": tends(root(t), -1, 0),
    "a point outside (0, 1)": tends(t, 5, 5, where=open_t),
    "∞ outside (0, 1)": tends(t, OO, OO, where=open_t),
}
twice_low = At(l_i, ((low, y),))
ENTRIES = {
    "Σ low ≥ 0": says(">=", total(l_i), 0),
    "Σ low > -1, though n may be 2": says(">", total(l_i), -1),
    "a closed end, strictly": says("<", total(m_i), 0),
    "two negative factors": says("<", mul(l_i, l_j), 0),
    "two closed factors": says(">", mul(m_i, of(shut, j)), 0),
    "a factor of unknown sign": says("<", mul(l_i, y_i), 0),
    "low³ > 0": says(">", Pow(l_i, num(3)), 0),
    "1/low > -1": says(">", inv(l_i), -1),
    "1 + 2 low > 0": says(">", add(1, mul(2, l_i)), 0),
    "1 + low[i] + low[j] > 0": says(">", add(1, l_i, l_j), 0),
    "e^log(-x) = x": says("=", exp(log(neg(l_i))), l_i),
    "e^(log(x²)/2) = x < 0": says("=", exp(mul("1/2", log(sq(l_i)))), l_i),
    "|x| = x < 0": says("=", Fn("abs", l_i), l_i),
    "√x² = x < 0": says("=", root(sq(l_i)), l_i),
    "sign of what may be 0": says("=", Fn("sign", m_i), -1),
    "another array in its place": says("<", twice_low, 0),
    "its own negative in its place": says("<", At(l_i, ((low, neg(low)),)), 0),
    "an entry of low + y": says("<", of(add(low, y), i), 0),
    "an entry of -low": says("<", of(neg(low), i), 0),
    "an entry of 2 low": says(">", of(mul(2, low), i), -1),
    "an entry of y ⊙ low": says("<", of(MatOp("hadamard", (y, low)), i), 0),
    "‖shut‖² may be 0": says(">", norm(shut), 0),
    "‖low‖² < 1, though n may be 3": says("<", norm(low), 1),
    "lowᵀshut may be 0": says(">", total(mul(l_i, m_i)), 0),
    "Σ log(1 + low) > 0": says(">", total(log(add(1, l_i))), 0),
    "entropies below log 2 in sum": says(
        "<", total(add(mul(l_i, log(neg(l_i))), neg(mul(add(1, l_i), log(add(1, l_i)))))), log(2)
    ),
    "a hypothesis about y, with -y in its place": says(
        "<", At(y_i, ((y, neg(y)),)), 0, where=world(given=[Statement("<", (of(y, i_), ZERO))])
    ),
}

image, V, W, small = array("image", 4, 4), array("V", 3, 3), array("W", 3, 3), array("K", 2, 2)
CORNER = matrix([[0] * 3, [0] * 3, [0, 0, 1]])
ABOVE = matrix([[1, 1, 1], [1, 0, 0], [0, 0, 0]])
NET = free_symbols(image, V, W, small)
layer = convolve(masked(V, CORNER), image, 1)


def sees(output, *places, where=NET, weights=None, given=()):
    context = where if weights is None else Context((Declaration(image), weights))
    context = Context(context.symbols, hypotheses=tuple((h, "assumed") for h in given)) if given else context
    return field(output, places, image), context, ()


FIELDS = {
    "the kernel flipped": sees(pixel(layer, 2, 2), (1, 1)),
    "weights that are all 0 by their range": sees(
        pixel(layer, 2, 2), (3, 3), weights=Declaration(V, Interval(0, 0, True, True))
    ),
    "off the diagonal of a diagonal kernel": sees(
        pixel(convolve(masked(V, ABOVE), image, 1), 3, 3),
        (2, 2),
        (2, 3),
        (2, 4),
        (3, 2),
        weights=Declaration(V, structure=frozenset({"diagonal"})),
    ),
    "weights that are defined to be 0": sees(
        pixel(layer, 2, 2), (3, 3), weights=Declaration(V, definition=MatOp("zeros", V.shape))
    ),
    "weights drawn to be 0": sees(pixel(layer, 2, 2), (3, 3), weights=Declaration(V, law=Iid("bernoulli", (ZERO,)))),
    "weights that are assumed to be 0": sees(
        pixel(layer, 2, 2), (3, 3), given=[Statement("=", (V, MatOp("zeros", V.shape)))]
    ),
    "entries that are assumed to be 0": sees(
        pixel(layer, 2, 2), (3, 3), given=[Statement("=", (Entry(V, (i_, j_)), ZERO))]
    ),
    "paths that cancel: x - x": sees(add(pixel(image, 2, 2), neg(pixel(image, 2, 2))), (2, 2)),
    "kernels that cancel: V - V": sees(pixel(convolve(add(V, neg(V)), image, 1), 2, 2), (3, 3)),
    "times 0": sees(mul(0, pixel(layer, 2, 2)), (3, 3)),
    "tanh of 0": sees(Fn("tanh", mul(0, pixel(layer, 2, 2))), (3, 3)),
    "the skip is forgotten": sees(add(pixel(layer, 2, 2), pixel(image, 1, 1)), (3, 3)),
    "an even kernel has no middle": sees(pixel(convolve(small, image, 1), 1, 1), (1, 1), (1, 2), (2, 1), (2, 2)),
    "beyond the frame": sees(pixel(convolve(small, image, 1), 6, 6)),
    "a map that is turned": sees(pixel(MatOp("transpose", (layer,)), 2, 3), (3, 4)),
    "an image that is turned": sees(pixel(convolve(masked(V, CORNER), MatOp("transpose", (image,)), 1), 2, 1), (3, 2)),
    "two layers, one step too few": sees(pixel(convolve(masked(W, CORNER), layer, 1), 1, 1), (2, 2)),
    "two layers whose window leaves the image": sees(pixel(convolve(masked(W, CORNER), layer, 1), 3, 3), (4, 4)),
}

FALSE = {**NOT_CONVEX, **VALUES, **LIMITS, **ENTRIES, **FIELDS}


@pytest.mark.parametrize("name", FALSE)
def test_false_statements_are_neither_proved_nor_confirmed(name):
    statement, context, using = FALSE[name]
    assert not isinstance(decide(statement, context, using), Proof)
    report = check_link(statement, context, using=using)
    assert report.verdict is not Verdict.PROVED or report.obligations
    assert estimate(statement, context, Settings(), "key").verdict is not Verdict.CONFIRMED


TRUE = {
    "‖2a‖² - 3‖a‖²": shape("strictly convex", add(norm(mul(2, a)), mul(-3, norm(a)))),
    "weights i - 1 ≥ 0": shape("convex", total(mul(add(i, -1), sq(a_i)), d)),
    "(aᵀb)(aᵀb)": shape("convex", mul(dot(a, b), dot(a, b))),
    "a norm that At puts in": shape("convex", At(norm(b), ((b, a),))),
    "‖a‖² + ‖b‖² - 4aᵀb in a alone": shape("convex", add(norm(a), norm(b), mul(-4, dot(a, b)))),
    "minus the entropy": shape("convex", total(mul(s_i, log(s_i))), s),
    "a cube over (0, 1)": shape("convex", total(Pow(s_i, num(3))), s),
    "a cube over (-1, 0), turned": shape("convex", neg(total(Pow(l_i, num(3)))), low),
    "a constant logarithm": says("=", best("min", add(sq(t), soft(add(t, neg(t)))), t), log(2), using=[0]),
    "the witness r": says("=", best("min", sq(add(t, neg(r))), t), 0, using=[r]),
    "the quadratic": says("=", best("min", quadratic, a), mul("-1/2", norm(b), inv(p)), using=[mul(inv(p), b)]),
    "one square in each entry": says(
        "=", best("min", add(norm(y), neg(total(y_i))), y), mul("-1/4", n), using=[mul("1/2", ones_n)]
    ),
    "the sum of minima": says(
        "=",
        total(best("min", add(sq(add(t, neg(y_i))), t), t)),
        add(total(y_i), mul("-1/4", n)),
        using=[add(y_i, "-1/2")],
    ),
    "the mean minimizes": says(
        "=",
        best("min", total(sq(add(t, neg(y_i)))), t),
        add(total(sq(y_i)), neg(mul(inv(n), sq(total(y_i))))),
        using=[mul(inv(n), total(y_i))],
    ),
    "at the closed end": says("=", best("min", norm(shut), shut), 0, using=[zeros_n]),
    "at low inside [-1, 0]": says("=", best("min", norm(add(shut, neg(low))), shut), 0, using=[low]),
    "e^t": says("=", best("inf", exp(t), t), 0, using=[neg(OO)]),
    "sup of t over (0, 1)": says("=", best("sup", t, t), 1, where=open_t),
    "t log t over (0, 1)": says("=", best("sup", mul(t, log(t)), t), 0, where=open_t),
    "sup of t over [0, 1) is approached": says("approached", best("sup", t, t), where=half_open),
    "tanh² is approached": says("approached", best("sup", sq(Fn("tanh", t)), t)),
    "sup of e^t": says("infinite", best("sup", exp(t), t), using=[OO]),
    "log(1 + e^t) - t → 0": tends(add(soft(t), neg(t)), OO, 0),
    "r log(1 + e^t) - rt → 0": tends(add(mul(r, soft(t)), neg(mul(r, t))), OO, 0),
    "t (log t)³ → 0": tends(mul(t, Pow(log(t), num(3))), 0, 0, where=positive_t),
    "low·low > 0": says(">", mul(l_i, l_j), 0),
    "1/low < -1": says("<", inv(l_i), -1),
    "lowᵀshut ≥ 0": says(">=", total(mul(l_i, m_i)), 0),
    "√x² = -x for x < 0": says("=", root(sq(l_i)), neg(l_i)),
    "the entropies": says(">", total(add(mul(l_i, log(neg(l_i))), neg(mul(add(1, l_i), log(add(1, l_i)))))), 0),
    "a corner": sees(pixel(layer, 2, 2), (3, 3)),
    "an even kernel": sees(pixel(convolve(small, image, 1), 1, 1), (1, 1)),
    "a window that leaves the image": sees(pixel(convolve(masked(W, CORNER), layer, 1), 3, 3)),
}
OPEN = {
    "weights d - i ≥ 0": shape("convex", total(mul(add(d, neg(i)), sq(a_i)), d)),
    "a sum of squares, strictly": shape("strictly convex", total(sq(a_i), d)),
    "a function of a convex one": shape("convex", exp(norm(a))),
    "|aᵀb|": shape("convex", Fn("abs", dot(a, b))),
    "a product of exponentials": shape("convex", Prod(exp(a_i), i, d)),
    "max min of t² - r² + 2r": says("=", best("max", best("min", add(sq(t), neg(sq(r)), mul(2, r)), t), r), 1),
    "inf sup of r² - t²": says("=", best("inf", best("sup", add(sq(r), neg(sq(t))), t), r), 0),
    "inf sup of rt - t²": says("=", best("inf", best("sup", add(mul(r, t), neg(sq(t))), t), r), 0),
    "an inner infimum that rests on t": says("=", best("inf", nested_sum, t), "1/2"),
    "two that share nothing": says("=", best("sup", add(t, r, neg(exp(r)), neg(exp(t))), t, r), -2),
    "an infimum of an affine function over a box": says("=", best("inf", total(l_i), low), neg(n)),
    "log²(1 + e^t) - t² → 0": tends(add(sq(soft(t)), neg(sq(t))), OO, 0),
    "Σ low > -n": says(">", total(l_i), neg(n)),
    "‖low‖² > 0": says(">", norm(low), 0),
}


def library(where, using, *args, **more):
    """A variant of a statement of the library."""
    with as_written():
        context, scope = elaborate_context(where, __file__)
        hints = tuple(elaborate(hint, scope) for hint in using)
        return elaborate_statement(Written(*args, **more), scope), context, hints


free_line = -extremum("inf", -scalar(minima.w.T * minima.b), minima.w)
LIBRARY = {
    "weak duality, strictly: λ = -σ(ξ) leaves no gap": library(duality.duals, (), duality.cost, ">", duality.dual),
    "weak duality with half the square": library(
        duality.duals,
        (duality.w, duality.X * duality.w, duality.G * duality.w),
        duality.cost,
        ">=",
        duality.entropies - duality.square / 2,
    ),
    "a greatest least Lagrangian is +∞": library(
        duality.duals,
        duality.minimizers,
        extremum("max", extremum("min", duality.lagrangian, duality.xi_x), duality.w),
        "=",
        duality.dual,
    ),
    "the least over w alone": library(
        duality.duals,
        (duality.direction / duality.C,),
        extremum("min", duality.lagrangian, duality.w),
        "=",
        duality.dual,
    ),
    "the cost is least elsewhere than the Lagrangian": library(
        duality.duals,
        (duality.direction / duality.C,),
        extremum("min", duality.cost, duality.w),
        "=",
        duality.dual,
    ),
    "the square is flat where Xᵀλ = 0": library(
        duality.duals, (), duality.square, "strictly convex", over=duality.lam_x
    ),
    "the Lagrangian at C = 0": library(duality.program, (), duality.lagrangian, "strictly convex", over=duality.w),
    "the Lagrangian for any C": library(
        duality.program.but(declare(duality.C)), (), duality.lagrangian, "convex", over=duality.w
    ),
    "the Lagrangian is affine in λ": library(
        duality.duals, (), duality.lagrangian, "strictly convex", over=duality.lam_x
    ),
    "a gap at every w": library(duality.duals, (), duality.cost - duality.dual_at_w, ">", 0),
    "the gap doubled": library(
        duality.duals, (), duality.cost - duality.dual_at_w, "=", norm2(duality.gradient) / duality.C
    ),
    "H(-λ) for λ > 0": library(
        minima.minimum_over_xi.context.but(declare(minima.lam, Range(0, 1))),
        (minima.stationary,),
        extremum("inf", minima.conjugate, minima.xi),
        "=",
        minima.H(-minima.lam),
    ),
    "no bound below for -1 < λ < 0": library(
        minima.minimum_over_xi.context, (-sympy.oo,), -extremum("inf", minima.conjugate, minima.xi), "infinite"
    ),
    "no bound below, λ = -1 included": library(
        minima.minimum_over_xi.context.but(declare(minima.lam, Range(high=-1, high_closed=True))),
        (sympy.oo,),
        -extremum("inf", minima.conjugate, minima.xi),
        "infinite",
    ),
    "no bound below, λ = 0 included": library(
        minima.minimum_over_xi.context.but(declare(minima.lam, Range(low=0, low_closed=True))),
        (-sympy.oo,),
        -extremum("inf", minima.conjugate, minima.xi),
        "infinite",
    ),
    "no bound below, b = 0 included": library(minima.flat, (minima.to_level,), free_line, "infinite"),
    "a quadratic with C > 0 has a bound": library(
        minima.minimum_over_w.context.but(declare(minima.M)),
        (minima.to_level,),
        -extremum("inf", minima.quadratic, minima.w),
        "infinite",
    ),
    "a quadratic with C < 0 has none": library(
        minima.minimum_over_w.context.but(declare(minima.C, Range(high=0))),
        (minima.b / minima.C,),
        extremum("min", minima.quadratic, minima.w),
        "=",
        minima.least,
    ),
    "the losses alone, strictly": library(
        logistic.game.but(declare(logistic.C, Range(low=0))),
        (),
        logistic.data_loss + logistic.noise_loss,
        "strictly convex",
        over=logistic.w,
    ),
    "the losses make up for any C < 0": library(
        logistic.game.but(declare(logistic.C, Range(high=0))), (), logistic.logistic_cost, "convex", over=logistic.w
    ),
}


@pytest.mark.parametrize("name", LIBRARY)
def test_variants_of_the_library_are_neither_proved_nor_confirmed(name):
    statement, context, using = LIBRARY[name]
    assert not isinstance(decide(statement, context, using), Proof)
    report = check_link(statement, context, using=using)
    assert report.verdict is not Verdict.PROVED or report.obligations
    assert estimate(statement, context, Settings(), "key").verdict is not Verdict.CONFIRMED


@pytest.mark.parametrize("name", TRUE)
def test_true_neighbours_are_proved(name):
    statement, context, using = TRUE[name]
    assert refute(statement, context) is None
    assert isinstance(decide(statement, context, using), Proof)
    assert estimate(statement, context, Settings(), "key").verdict is not Verdict.REFUTED


@pytest.mark.parametrize("name", OPEN)
def test_what_is_true_and_open_is_not_refuted(name):
    statement, context, using = OPEN[name]
    assert refute(statement, context) is None
    assert check_link(statement, context, using=using).verdict is not Verdict.REFUTED
    assert estimate(statement, context, Settings(), "key").verdict is not Verdict.REFUTED
