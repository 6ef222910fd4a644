"""False statements about scalars, by hand: none is proved or confirmed; their true neighbours are not refuted.

Each row says why it is false (or true). A row that is undefined or empty counts as false: `owes` marks those that
a decider may prove "wherever defined", if the engine then leaves an obligation open.
"""

from fractions import Fraction

import pytest

from tests.decide.scalar_terms import (
    CONTEXT,
    D,
    a,
    b,
    c,
    claim,
    col,
    exp,
    f,
    f0,
    f1,
    gamma,
    half,
    i,
    log,
    modulus,
    oo,
    p,
    pi,
    psi0,
    psi1,
    q,
    raw,
    sigmoid,
    signum,
    softplus,
    sqrt,
    tanh,
    theta,
    u,
    x,
    y,
    z,
)
from verify.check import check_link
from verify.decide import decide
from verify.decide.consistency import contradiction
from verify.model import Disproof, Proof, Settings, Verdict
from verify.numeric.estimate import estimate
from verify.terms.context import (
    POSITIVE,
    REALS,
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
    Diff,
    Entry,
    Expect,
    Extremum,
    Fn,
    Integral,
    Mul,
    Num,
    Rows,
    Sum,
    Sym,
)
from verify.terms.statement import Statement

X, Z = Sym("X", "point"), Sym("Z", "point")
R, S, s = Sym("R"), Sym("S"), Sym("s")
n, k, i_ = Sym("n", "dimension"), Sym("k", "index"), Sym("i_", "index")
v, w = Sym("v", of_shape=(n, ONE)), Sym("w", of_shape=(n, ONE))


def eq(left, right, *given):
    return claim("=", left, right, given=given)


def diff(body, by):
    return Diff(raw(body), (by.term,))


def at(body, **values):
    return At(raw(body), tuple((Sym(name), raw(value)) for name, value in values.items()))


def law(name):
    return Sym(name, "law")


def defining(definition, interval=REALS, *hypotheses):
    """Return a Context with s := definition."""
    known = (Declaration(x.term), Declaration(c.term), Declaration(s, interval, definition=raw(definition)))
    return Context(known, (), (), tuple((h, "a hypothesis") for h in hypotheses))


def symbols(*named):
    return Context(tuple(Declaration(symbol.term, interval) for symbol, interval in named), CONTEXT.functions)


RANDOM = Context(
    (
        Declaration(p.term, UNIT),
        Declaration(q.term, UNIT),
        Declaration(x.term),
        Declaration(R, law=Iid("bernoulli", (p.term,))),
        Declaration(S, law=Iid("bernoulli", (q.term,))),
    )
)
POINTS = Context(
    (Declaration(X, space="X"), Declaration(Z, space="Z"), Declaration(x.term), Declaration(p.term, UNIT)),
    (FunctionDeclaration("G", ("X",), UNIT), FunctionDeclaration("H", ("X",), UNIT)),
)
VECTORS = Context((Declaration(v), Declaration(w), Declaration(c.term)))
CLOSED = Interval(Fraction(0), Fraction(2), True, True)
mean_R, mean_S = Expect(Fn("exp", R), (R,)), Expect(Fn("exp", S), (S,))
bowl = (x - 1) ** 2
wobble = sigmoid(psi0 * theta + psi1)

#: (why it is false, statement, Context, hints)
FALSE = [
    # bound names say over what they run
    ("means under laws p and q", eq(mean_R, mean_S), RANDOM),
    ("E R at p = 1/2 is 1/2, not p", eq(At(Expect(R, (R,)), ((p.term, half.term),)), Expect(R, (R,))), RANDOM),
    ("E R → 1 as p → 1, not p", claim("limit", Expect(R, (R,)), 1, Expect(R, (R,)), on=(p,)), RANDOM),
    ("∂E R/∂p is 1", eq(Diff(Expect(R, (R,)), (p.term,)), 0), RANDOM),
    ("sup of x is ∞, of p is 1", eq(Extremum("sup", x.term, x.term), Extremum("sup", p.term, p.term)), POINTS),
    (
        "sup of x is ∞ > 1",
        claim("<=", Extremum("sup", x.term, x.term), Extremum("sup", p.term, p.term)),
        POINTS,
    ),
    (
        "argmax 3, and none in (0, 1)",
        eq(Extremum("argmax", raw(-((x - 3) ** 2)), x.term), Extremum("argmax", raw(-((p - 3) ** 2)), p.term)),
        POINTS,
    ),
    ("volumes of two spaces", eq(Integral(ONE, (X,)), Integral(ONE, (Z,))), POINTS),
    (
        "sup over G of G(X) is 1, over H it is G(X)",
        eq(Extremum("sup", Apply("G", (X,)), law("G")), Extremum("sup", Apply("G", (X,)), law("H"))),
        POINTS,
    ),
    (
        "Σ v_i w_k is not Σ v_i w_i, whatever k is called",
        eq(
            Sum(Mul((Fn("exp", Entry(v, (k,))), Entry(w, (Sym("§0", "index"),)))), k, n),
            Sum(Mul((Fn("exp", Entry(v, (k,))), Entry(w, (k,)))), k, n),
        ),
        VECTORS,
    ),
    (
        "and called #b0",
        eq(
            Sum(Mul((Fn("exp", Entry(v, (k,))), Entry(w, (Sym("#b0", "index"),)))), k, n),
            Sum(Mul((Fn("exp", Entry(v, (k,))), Entry(w, (k,)))), k, n),
        ),
        VECTORS,
    ),
    # hypotheses and ranges on a defined name leave gaps in x
    (
        "-1/x falls across the gap",
        claim("increasing", -1 / x, on=(x,)),
        defining(x**2 - 1, REALS, Statement(">", (s, ZERO))),
    ),
    ("-1/x, gap by a declared range", claim("increasing", -1 / x, on=(x,)), defining(x**2 - 1, POSITIVE)),
    ("x³ - 3x, 2 at -1 and -2 at 1", claim("increasing", x**3 - 3 * x, on=(x,)), defining(x**2 - 1, POSITIVE)),
    ("1/x² has no value between", claim("convex", 1 / x**2, on=(x,)), defining(x**2 - 1, POSITIVE)),
    ("the other minimum -1", claim("unique minimizer", x**4 - 2 * x**2, 1, on=(x,)), defining(x**2, POSITIVE)),
    ("the other root -1", claim("unique root", x**2 - 1, 1, on=(x,)), defining(x**2, POSITIVE)),
    (
        "log|x| falls left of 0",
        claim("increasing", log(modulus(x)), on=(x,)),
        defining(x**2, POSITIVE),
    ),
    # complex numbers have no order
    ("the minimum is at 0", claim("unique minimizer", x**4 / 4 + x**2 / 2, i, on=(x,)), CONTEXT),
    ("the maximum is at 0", claim("unique maximizer", -(x**4) / 4 - x**2 / 2, -i, on=(x,)), CONTEXT),
    ("a complex objective", claim("unique minimizer", (x - i) ** 2, i, on=(x,)), CONTEXT),
    ("a complex objective at 0", claim("unique minimizer", x**2 + i, 0, on=(x,)), CONTEXT),
    ("complex values do not increase", claim("increasing", x + i, on=(x,)), CONTEXT),
    ("complex values are not convex", claim("convex", x**2 + i * x, on=(x,)), CONTEXT),
    ("a real x does not tend to i", claim("limit", x**2, i, -1, on=(x,)), CONTEXT),
    ("a real x is never i", claim("unique root", x - i, i, on=(x,)), CONTEXT),
    ("roots ±i are not real", claim("unique root", x**2 + 1, i, on=(x,)), CONTEXT),
    ("i² is -1", claim(">=", i**2 + 1, 1), CONTEXT),
    (
        "a complex conserved quantity of a complex field",
        claim("conserved", col(i * x), x * 0 + i * x, on=(x,)),
        CONTEXT,
    ),
    # a variable named twice
    ("x is 0 or 1?", claim("unique root", x - 1, col(0, 1), on=(x, x)), CONTEXT),
    ("x is 0 or 1? two rows", claim("unique root", col(x - 1, x - 1), col(0, 1), on=(x, x)), CONTEXT),
    ("x is 0 or 1? with y", claim("unique root", col(x - 1, y), col(0, 0, 1), on=(x, y, x)), CONTEXT),
    ("minimum at two values", claim("unique minimizer", bowl, col(0, 1), on=(x, x)), CONTEXT),
    ("two values for one variable", claim("unique minimizer", bowl, col(1, 1), on=(x,)), CONTEXT),
    ("no variable to increase in", claim("increasing", x**3), CONTEXT),
    ("no variable to be convex in", claim("convex", x**2), CONTEXT),
    ("no variable to minimize over", claim("unique minimizer", bowl, 1), CONTEXT),
    ("no variable to vanish at", claim("unique root", x - x, 0), CONTEXT),
    # optima: ends, plateaus, several, saddles, not attained
    ("maxima at both ends", claim("unique maximizer", bowl, 0, on=(x,)), symbols((x, CLOSED))),
    ("the minimum at 1 is inside", claim("unique minimizer", bowl, 0, on=(x,)), symbols((x, CLOSED))),
    ("the infimum at the open end", claim("unique minimizer", u**2, 0, on=(u,)), CONTEXT),
    ("a plateau", claim("unique maximizer", -modulus(x) - modulus(1 - x), half, on=(x,)), CONTEXT),
    ("a saddle", claim("unique minimizer", x**2 - y**2, col(0, 0), on=(x, y)), CONTEXT),
    ("a line of minima", claim("unique minimizer", (x - y) ** 2, col(0, 0), on=(x, y)), CONTEXT),
    ("flat in y", claim("unique minimizer", x**2, col(0, 0), on=(x, y)), CONTEXT),
    ("c may be negative", claim("unique minimizer", c * x**2, 0, on=(x,)), CONTEXT),
    ("c may be 0", claim("unique minimizer", c**2 * x**2, 0, on=(x,)), CONTEXT),
    ("an inflection", claim("unique minimizer", x**3, 0, on=(x,)), CONTEXT),
    ("local, not global", claim("unique minimizer", x**4 - x**2 + c * x * 0, half, on=(x,)), CONTEXT),
    ("a constant", claim("unique minimizer", x - x, 0, on=(x,)), CONTEXT),
    ("f1 and f0 swapped", claim("unique maximizer", f1 * log(D) + f0 * log(1 - D), f0 / (f0 + f1), on=(D,)), CONTEXT),
    (
        "f1 may be negative, then it is a minimum",
        claim("unique maximizer", x * log(D) + f0 * log(1 - D), x / (f0 + x), on=(D,)),
        CONTEXT,
    ),
    ("the kink wins at 0", claim("unique minimizer", modulus(x) + x / 2, Fraction(1, 2), on=(x,)), CONTEXT),
    ("c may be 0 on [0, 1]", claim("unique maximizer", q * (1 - q) * c**2, half, on=(q,)), CONTEXT),
    ("c² = y² leaves c = -y", claim("unique minimizer", (x - c) ** 2, y, on=(x,), given=(eq(c**2, y**2),)), CONTEXT),
    ("f may vanish elsewhere too", claim("unique minimizer", f(x) ** 2, 0, on=(x,), given=(eq(f(0), 0),)), CONTEXT),
    # roots
    ("x = 0 too", claim("unique root", x**3 - x, 1, on=(x,)), CONTEXT),
    ("e^x = 1 + x has 0 twice, but so has x² - x 1", claim("unique root", x**2 - x, 0, on=(x,)), CONTEXT),
    ("sign x and x", claim("unique root", x * (x - c), 0, on=(x,)), CONTEXT),
    ("log x is not 0 at 0", claim("unique root", x * log(u), 0, on=(x,)), CONTEXT),
    ("undefined at the claimed root", claim("unique root", x / x**2 * x - 1 + 1 / x - 1 / x + x, 0, on=(x,)), CONTEXT),
    ("x²/x has no value at 0", claim("unique root", x**2 / x, 0, on=(x,)), CONTEXT),
    (
        "the circle meets the line twice",
        claim("unique root", col(x**2 + y**2 - 1, x - y), col(sqrt(half), sqrt(half)), on=(x, y)),
        CONTEXT,
    ),
    (
        "any θ at ψ = 0",
        claim("unique root", col(psi0 * wobble, psi1 * wobble), col(0, 0, 0), on=(psi0, psi1, theta)),
        CONTEXT,
    ),
    ("f may vanish elsewhere", claim("unique root", f(x), 0, on=(x,), given=(claim("=", f(0), 0),)), CONTEXT),
    ("|x| - x vanishes for all x ≥ 0", claim("unique root", modulus(x) - x, 0, on=(x,)), CONTEXT),
    # monotone
    ("tanh² falls first", claim("increasing", tanh(x) ** 2, on=(x,)), CONTEXT),
    ("weakly only: a plateau", claim("increasing", modulus(x) + x, on=(x,)), CONTEXT),
    ("a constant does not increase", claim("increasing", x - x, on=(x,)), CONTEXT),
    ("1/x on both sides of 0", claim("decreasing", 1 / x, on=(x,)), CONTEXT),
    ("c x with c of any sign", claim("increasing", c * x, on=(x,)), CONTEXT),
    ("c may be 0", claim("increasing", c**2 * x, on=(x,)), CONTEXT),
    ("x log x falls below 1/e", claim("increasing", u * log(u), on=(u,)), CONTEXT),
    ("a^x falls for a < 1", claim("increasing", a**x, on=(x,)), CONTEXT),
    ("f' ≥ 0 at one point only", claim("increasing", f(x), on=(x,), given=(claim(">", f(0, 1), 0),)), CONTEXT),
    ("wiggles by f", claim("increasing", x + f(x) - f(x - 1), on=(x,)), CONTEXT),
    # convex
    ("x³ is concave left of 0", claim("convex", x**3, on=(x,)), CONTEXT),
    ("log is concave", claim("convex", log(u), on=(u,)), CONTEXT),
    ("xy has a saddle", claim("convex", x * y, on=(x, y)), CONTEXT),
    ("convex in each, not in both", claim("convex", x**2 + y**2 + 3 * x * y, on=(x, y)), CONTEXT),
    ("1/x is concave left of 0", claim("convex", 1 / x, on=(x,)), CONTEXT),
    ("a line is not strictly convex", claim("strictly convex", 2 * x + c, on=(x,)), CONTEXT),
    ("c = 0 is a line", claim("strictly convex", c**2 * x**2, on=(x,)), CONTEXT),
    ("c = 0 is convex", claim("not convex", -(c**2) * x**2, on=(x,)), CONTEXT),
    ("x⁴ is convex", claim("not convex", x**4, on=(x,)), CONTEXT),
    ("σ bends both ways", claim("convex", sigmoid(x), on=(x,)), CONTEXT),
    ("concave between the wells", claim("convex", x**4 - x**2, on=(x,)), CONTEXT),
    ("degenerate along x = y", claim("strictly convex", (x - y) ** 2, on=(x, y)), CONTEXT),
    # limits
    ("two sides", claim("limit", 1 / x, 0, oo, on=(x,)), CONTEXT),
    ("two sides of sign", claim("limit", modulus(x) / x, 0, 1, on=(x,)), CONTEXT),
    ("σ → 1", claim("limit", sigmoid(x), oo, 0, on=(x,)), CONTEXT),
    ("softplus grows", claim("limit", softplus(x), oo, 1, on=(x,)), CONTEXT),
    ("e^cx for c of any sign", claim("limit", exp(c * x), oo, oo, on=(x,)), CONTEXT),
    ("c/x for c = 0", claim("limit", c * u, oo, oo, on=(u,)), CONTEXT),
    ("softplus - x → 0", claim("limit", softplus(x) - x, oo, log(2), on=(x,)), CONTEXT),
    ("(1 + 1/x)^x → e", claim("limit", (1 + 1 / u) ** u, oo, 1, on=(u,)), CONTEXT),
    ("x e^-x → 0", claim("limit", x * exp(-x), oo, 1, on=(x,)), CONTEXT),
    ("log x → -∞", claim("limit", log(u), 0, 0, on=(u,)), CONTEXT),
    ("sin-like: f has no known limit", claim("limit", f(x), 0, 0, on=(x,)), CONTEXT),
    ("outside the range", claim("limit", log(u), -1, 0, on=(u,)), CONTEXT),
    ("p does not reach ∞", claim("limit", p, oo, 1, on=(p,)), CONTEXT),
    ("√x has no left side", claim("limit", sqrt(x), 0, 0, on=(x,)), CONTEXT),
    ("ratio of degrees", claim("limit", (c * u**2 + 1) / (u**2 + 1), oo, 0, on=(u,)), CONTEXT),
    ("∞ - ∞", claim("limit", sqrt(u**2 + u) - u, oo, 0, on=(u,)), CONTEXT),
    ("finite is not infinite", claim("infinite", exp(100 * pi)), CONTEXT),
    ("0·∞ is not infinite", claim("infinite", 0 * oo), CONTEXT),
    ("-∞ is not +∞", claim("infinite", -oo), CONTEXT),
    ("c there is 2c", claim("limit", (x**2 - c**2) / (x - c), c, c, on=(x,)), CONTEXT),
    ("a jump at c", claim("limit", modulus(x - c) / (x - c), c, 1, on=(x,)), CONTEXT),
    ("∞ from below 0", claim("limit", exp(-1 / x), 0, 0, on=(x,)), CONTEXT),
    ("a may exceed 1", claim("limit", a**x, oo, 0, on=(x,)), CONTEXT),
    ("the other sign", claim("limit", 1 / (1 - exp(u)), 0, oo, on=(u,)), CONTEXT),
    ("-∞ wins", claim("limit", 1 / p - 1 / p**2, 0, oo, on=(p,)), CONTEXT),
    ("-eˣ²ˣ wins", claim("limit", exp(x) - exp(2 * x), oo, oo, on=(x,)), CONTEXT),
    ("c may be above 1", claim("limit", (exp(x) + exp(c * x)) / exp(x), oo, 1, on=(x,)), CONTEXT),
    ("sign has two sides", claim("limit", signum(x), 0, 0, on=(x,)), CONTEXT),
    ("½, not 1", claim("limit", log(u) / log(u**2), oo, 1, on=(u,)), CONTEXT),
    # eigenvalues
    (
        "one root twice",
        claim("eigenvalues", Rows(((ZERO, x.term), (y.term, ZERO))), col(sqrt(x) * sqrt(y), sqrt(x) * sqrt(y))),
        CONTEXT,
    ),
    ("a 1×1 matrix has |x|", claim("eigenvalues", raw(sqrt(x * x)), x), CONTEXT),
    ("multiplicity 2", claim("eigenvalues", Rows(((ONE, ONE), (ZERO, ONE))), 1), CONTEXT),
    ("1 and 2, not 1 twice", claim("eigenvalues", Rows(((ONE, ZERO), (ZERO, raw(2)))), col(1, 1)), CONTEXT),
    ("±i, not ±1", claim("eigenvalues", Rows(((ZERO, raw(-1)), (ONE, ZERO))), col(1, -1)), CONTEXT),
    (
        "±√x with x of any sign, not ±√|x|",
        claim("eigenvalues", Rows(((ZERO, ONE), (x.term, ZERO))), col(sqrt(modulus(x)), -sqrt(modulus(x)))),
        CONTEXT,
    ),
    ("0 and √x²: not x", claim("eigenvalues", Rows(((modulus(x).term, ZERO), (ZERO, ZERO))), col(x, 0)), CONTEXT),
    ("the same root twice", claim("eigenvalues", Rows(((ZERO, ONE), (x.term, ZERO))), col(sqrt(x), sqrt(x))), CONTEXT),
    (
        "trace right, determinant wrong",
        claim("eigenvalues", Rows(((x.term, y.term), (y.term, x.term))), col(x, x)),
        CONTEXT,
    ),
    (
        "equal coefficients but one",
        claim("eigenvalues", Rows(((ZERO, ONE, ZERO), (ZERO, ZERO, ONE), (ONE, ZERO, ZERO))), col(1, 1, -2)),
        CONTEXT,
    ),
    # dynamics
    ("the energy decays", claim("conserved", col(y, -x - y), x**2 + y**2, on=(x, y)), CONTEXT),
    ("conserved only for a = b", claim("conserved", col(a * y, -b * x), x**2 + y**2, on=(x, y)), CONTEXT),
    ("a centre", claim("asymptotically stable", col(y, -x), col(0, 0), on=(x, y)), CONTEXT),
    ("a line of equilibria", claim("asymptotically stable", col(-x, 0 * y), col(0, 0), on=(x, y)), CONTEXT),
    ("x' = x³ runs off", claim("lyapunov stable", col(x**3), col(0), on=(x,)), CONTEXT),
    ("x' = x² runs off to the right", claim("lyapunov stable", col(x**2), col(0), on=(x,)), CONTEXT),
    ("-x³ attracts", claim("not asymptotically stable", col(-(x**3)), col(0), on=(x,)), CONTEXT),
    ("c may be positive", claim("asymptotically stable", col(c * x), col(0), on=(x,)), CONTEXT),
    ("c² may be 0", claim("asymptotically stable", col(-(c**2) * x), col(0), on=(x,)), CONTEXT),
    ("no equilibrium", claim("asymptotically stable", col(-x + 1), col(0), on=(x,)), CONTEXT),
    ("a saddle", claim("lyapunov stable", col(x, -y), col(0, 0), on=(x, y)), CONTEXT),
    ("a Jordan block drifts", claim("lyapunov stable", col(y, 0 * x), col(0, 0), on=(x, y)), CONTEXT),
    ("a stable centre is not unstable", claim("unstable", col(y, -x), col(0, 0), on=(x, y)), CONTEXT),
    (
        "one decaying direction is not stability",
        claim("asymptotically stable", col(-x, -y, z), col(0, 0, 0), on=(x, y, z)),
        CONTEXT,
    ),
    ("the boundary of the range", claim("asymptotically stable", col(-u), col(0), on=(u,)), CONTEXT),
    ("wrong hint: indefinite", claim("lyapunov stable", col(x, -y), col(0, 0), on=(x, y)), CONTEXT, (x**2 - y**2,)),
    ("wrong hint: blind to y", claim("lyapunov stable", col(-x, y), col(0, 0), on=(x, y)), CONTEXT, (x**2,)),
    (
        "wrong hint: max of a saddle's axes",
        claim("lyapunov stable", col(x, -y), col(0, 0), on=(x, y)),
        CONTEXT,
        (x**2, y**2),
    ),
    ("wrong hint: a corner at 0", claim("lyapunov stable", col(x), col(0), on=(x,)), CONTEXT, (modulus(x),)),
    ("wrong hint: negative", claim("lyapunov stable", col(x), col(0), on=(x,)), CONTEXT, (-(x**2),)),
    ("wrong hint: 0", claim("asymptotically stable", col(x), col(0), on=(x,)), CONTEXT, (x - x,)),
    ("wrong hint: constant quantity", claim("not asymptotically stable", col(-x), col(0), on=(x,)), CONTEXT, (c * 1,)),
    (
        "wrong hint: 1/x² is no quantity at 0",
        claim("not asymptotically stable", col(-x, -y), col(0, 0), on=(x, y)),
        CONTEXT,
        (x / y,),
    ),
    (
        "wrong hint: xy conserved? it decays",
        claim("not asymptotically stable", col(-x, -y), col(0, 0), on=(x, y)),
        CONTEXT,
        (x * y,),
    ),
    ("q may be 0", claim("asymptotically stable", col(-q * x), col(0), on=(x,)), CONTEXT),
    ("a corner is no linearization", claim("asymptotically stable", col(-modulus(x)), col(0), on=(x,)), CONTEXT),
    # corners
    ("|xy| has slope 0 at 0", claim("not differentiable", modulus(x * y), col(0, 0), on=(x, y)), CONTEXT),
    ("|x| y has slope 0 at 0", claim("not differentiable", modulus(x) * y, col(0, 0), on=(x, y)), CONTEXT),
    ("two corners may cancel", claim("not differentiable", modulus(x - y) - modulus(x - c), c, on=(x,)), CONTEXT),
    ("c may be y", claim("not differentiable", (c - y) * modulus(x), 0, on=(x,)), CONTEXT),
    ("sign(x) x² is smooth enough", claim("not differentiable", signum(x) * x**2, 0, on=(x,)), CONTEXT),
    ("|x|³ is smooth enough", claim("not differentiable", modulus(x) ** 3, 0, on=(x,)), CONTEXT),
    ("x|x| has slope 0", claim("not differentiable", x * modulus(x), 0, on=(x,)), CONTEXT),
    ("|x| at 1", claim("not differentiable", modulus(x), 1, on=(x,)), CONTEXT),
    ("|x - c| at 0 if c is not", claim("not differentiable", modulus(x - c), 0, on=(x,)), CONTEXT),
    ("c|x| for c = 0", claim("not differentiable", c * modulus(x), 0, on=(x,)), CONTEXT),
    ("|x| + (1 - x² ...) smooth sum", claim("not differentiable", modulus(x) - signum(x) * x, 1, on=(x,)), CONTEXT),
    (
        "|f(x)| where f vanishes doubly",
        claim("not differentiable", modulus(f(x)), 0, on=(x,), given=(eq(f(0), 0), eq(f(0, 1), 0))),
        CONTEXT,
    ),
    ("|f(x)| where f may not vanish", claim("not differentiable", modulus(f(x)), 0, on=(x,)), CONTEXT),
    ("√(x⁴) = x²", claim("not differentiable", sqrt(x**4), 0, on=(x,)), CONTEXT),
    ("e^|x| e^-|x| is 1", claim("not differentiable", exp(modulus(x)) * exp(-modulus(x)), 0, on=(x,)), CONTEXT),
    # equalities and comparisons
    ("an empty sum is 0", claim(">", Sum(Fn("exp", Entry(v, (k,))), k, ZERO), 0), VECTORS),
    ("n - 1 may be 0", claim(">", Sum(Fn("exp", Entry(v, (k,))), k, Add((n, Num(Fraction(-1))))), 0), VECTORS),
    ("n may be 1", claim(">=", n, 2), VECTORS),
    ("the supremum is not attained", claim("=", Extremum("max", p.term, p.term), 0), CONTEXT),
    ("∞ - ∞", eq(oo - oo, 0), CONTEXT),
    ("∞ + 1", eq(oo, oo + 1), CONTEXT),
    ("0 ∞", eq(0 * oo, 0), CONTEXT),
    ("both signs", eq(sqrt(x**2 * a), x * sqrt(a)), CONTEXT),
    ("|x|^(3/2)² is |x|³", eq(sqrt(x**6), x**3), CONTEXT),
    ("0⁰ = 1 is not 0", eq(x**0, 0), CONTEXT),
    ("|x|/x is not 1", eq(modulus(x) / x, 1), CONTEXT),
    ("strict fails at 0", claim(">", x**2, 0), CONTEXT),
    ("strict fails at q = 1", claim("<", q**2, 1), CONTEXT),
    ("equality at x = 0", claim(">", exp(x), 1 + x), CONTEXT),
    ("equality at a = 1", claim("<", log(a), a - 1), CONTEXT),
    ("x ≥ -1 is not said", claim("<=", log(1 + x), x - x**2 / 2 + x**3 / 4), CONTEXT),
    ("AM-GM the wrong way", claim("<=", (a + b) / 2, sqrt(a * b)), CONTEXT),
    ("σ is concave right of 0 only", claim(">=", sigmoid(x), half + x / 4), CONTEXT),
    ("different points", eq(f(x + 1), f(x)), CONTEXT),
    ("f(0) = 0 says nothing of f'(0)", eq(f(0, 1), 0, eq(f(0), 0)), CONTEXT),
    ("one point is not all", claim(">", f(y), 0, given=(claim(">", f(x), 0),)), CONTEXT),
    ("x = 1 here does not fix the x of ∂/∂x", eq(diff(x**2, x), 0, eq(x, 1)), CONTEXT),
    ("the value is put in after, not before", eq(at(diff(x**3, x), x=2), 0), CONTEXT),
    ("at x = y, not with y moved along", eq(at(diff(x * y, x), x=y), 2 * y), CONTEXT),
    ("at y = x, then by x: y moves", eq(diff(at(x * y, y=x), x), x), CONTEXT),
    ("both put in at once", eq(at(x - y, x=y, y=x), 0), CONTEXT),
    ("s hides x²: ∂s/∂x is 2x", eq(diff(s, x), 0), defining(x**2)),
    ("∂x/∂s with s := x² holds x", eq(Diff(x.term, (s,)), 1 / (2 * x)), defining(x**2)),
    ("entries differ", eq(Entry(v, (Num(Fraction(1)),)), Entry(v, (Num(Fraction(2)),))), VECTORS),
    (
        "only v_k is positive",
        claim(">", Entry(v, (Sym("m", "index"),)), 0, given=(Statement(">", (Entry(v, (k,)), ZERO)),)),
        VECTORS,
    ),
    (
        "one entry positive, the sum not",
        claim(">", Sum(Entry(v, (k,)), k, n), 0, given=(Statement(">", (Entry(v, (k,)), ZERO)),)),
        VECTORS,
    ),
    ("a mean of exp is not exp of the mean", eq(mean_R, Fn("exp", Expect(R, (R,)))), RANDOM),
    ("R varies", eq(Expect(Mul((R, S)), (R,)), Mul((Expect(R, (R,)), Expect(S, (S,))))), RANDOM),
]

#: proved "wherever defined" at most: the engine must leave an obligation open
OWES = [
    ("log x² is 2 log|x|", eq(log(x**2), 2 * log(x)), CONTEXT),
    ("log xy of two negative numbers", eq(log(x * y), log(modulus(x)) + log(y)), CONTEXT),
    ("0 is below", claim("<", 1 / (sqrt(a) ** 2 - a), 5), CONTEXT),
    ("and above", claim(">", 1 / (sqrt(a) ** 2 - a), 5), CONTEXT),
    ("c is 1", claim(">", 1 / (c - 1), 5, given=(claim("=", c**2, 1), claim(">", c, 0))), CONTEXT),
    ("no slope at q = 0", eq(Mul((diff(sqrt(q), q), sqrt(q).term)), half), CONTEXT),
    ("no slope at x = 0", eq(diff(modulus(x), x), signum(x)), CONTEXT),
    ("sign jumps at 0", eq(diff(signum(x), x), 0), CONTEXT),
    ("sign may jump at c", eq(at(diff(signum(x), x), x=c), 0), CONTEXT),
    ("x/x at 0", eq(x / x, 1), CONTEXT),
    ("log of a negative number cancels", eq(log(x) - log(x), 0), CONTEXT),
    ("log near -1", claim("limit", x * log(x) / log(x), -1, -1, on=(x,)), CONTEXT),
    ("√ of a negative number squared", eq(sqrt(x) ** 2, x), CONTEXT),
    ("0·log 0", eq(q * log(q) / log(q), q), CONTEXT),
    ("e^log x", eq(exp(log(x)), x), CONTEXT),
]

TRUE = [
    ("mean of a bowl's slope", eq(diff(bowl, x), 2 * (x - 1)), CONTEXT),
    ("minimum", claim("unique minimizer", a * bowl, 1, on=(x,)), CONTEXT),
    (
        "minimum in the plane",
        claim("unique minimizer", bowl + x * y + y**2, col(Fraction(4, 3), Fraction(-2, 3)), on=(x, y)),
        CONTEXT,
    ),
    ("D*", claim("unique maximizer", f1 * log(D) + f0 * log(1 - D), f1 / (f0 + f1), on=(D,)), CONTEXT),
    ("at the closed end", claim("unique minimizer", x**2 + x, 0, on=(x,)), symbols((x, CLOSED))),
    ("only root", claim("unique root", x**3 + x, 0, on=(x,)), CONTEXT),
    (
        "the Dirac GAN's root",
        claim(
            "unique root",
            col(-theta * sigmoid(-psi0 * theta - psi1), sigmoid(-psi1) - wobble, -psi0 * wobble),
            col(0, 0, 0),
            on=(psi0, psi1, theta),
        ),
        CONTEXT,
    ),
    ("x³ increases, flat at 0", claim("increasing", x**3, on=(x,)), CONTEXT),
    ("odds", claim("decreasing", (1 - p) / p, on=(p,)), CONTEXT),
    ("softplus", claim("strictly convex", softplus(x), on=(x,)), CONTEXT),
    ("x⁴", claim("strictly convex", x**4, on=(x,)), CONTEXT),
    ("a form", claim("convex", x**2 + y**2 + x * y, on=(x, y)), CONTEXT),
    ("-x²", claim("not convex", -a * x**2, on=(x,)), CONTEXT),
    ("odds at 0", claim("limit", (1 - p) / p, 0, oo, on=(p,)), CONTEXT),
    ("odds at 1", claim("limit", (1 - p) / p, 1, 0, on=(p,)), CONTEXT),
    ("σ at -∞", claim("limit", sigmoid(x), -oo, 0, on=(x,)), CONTEXT),
    ("rotation", claim("eigenvalues", Rows(((ZERO, raw(-1)), (ONE, ZERO))), col(i, -i)), CONTEXT),
    ("±√x", claim("eigenvalues", Rows(((ZERO, ONE), (x.term, ZERO))), col(sqrt(x), -sqrt(x))), CONTEXT),
    ("energy", claim("conserved", col(y, -x), x**2 + y**2, on=(x, y)), CONTEXT),
    ("damped", claim("asymptotically stable", col(y, -x - gamma * y), col(0, 0), on=(x, y)), CONTEXT),
    ("-x³", claim("asymptotically stable", col(-(x**3)), col(0), on=(x,)), CONTEXT),
    ("a centre", claim("not asymptotically stable", col(y, -x), col(0, 0), on=(x, y)), CONTEXT),
    ("|x|", claim("not differentiable", modulus(x), 0, on=(x,)), CONTEXT),
    ("|x - c| at c", claim("not differentiable", modulus(x - c), c, on=(x,)), CONTEXT),
    ("|y| in the plane", claim("not differentiable", modulus(y), col(0, 0), on=(x, y)), CONTEXT),
    ("|xy| + |y| along x = 1", claim("not differentiable", modulus(x * y), col(1, 0), on=(x, y)), CONTEXT),
    ("a corner in one component", claim("not differentiable", col(x, modulus(x)), 0, on=(x,)), CONTEXT),
    ("c|x| for c ≠ 0", claim("not differentiable", c * modulus(x), 0, on=(x,), given=(claim("!=", c, 0),)), CONTEXT),
    ("p^x falls to 0", claim("limit", p**x, oo, 0, on=(x,)), CONTEXT),
    ("flat at 0", claim("limit", exp(-1 / x**2), 0, 0, on=(x,)), CONTEXT),
    ("a limit at c", claim("limit", (x**2 - c**2) / (x - c), c, 2 * c, on=(x,)), CONTEXT),
    ("below a pole", claim("limit", 1 / (1 - exp(u)), 0, -oo, on=(u,)), CONTEXT),
    ("stable for q ≥ 0", claim("lyapunov stable", col(-q * x), col(0), on=(x,)), CONTEXT),
    ("locally", claim("asymptotically stable", col(-x + x**3), col(0), on=(x,)), CONTEXT),
    ("1 + x ≤ eˣ", claim("<=", 1 + x, exp(x)), CONTEXT),
    ("AM-GM", claim(">=", (a + b) / 2, sqrt(a * b)), CONTEXT),
    ("σ + σ(-)", eq(sigmoid(x) + sigmoid(-x), 1), CONTEXT),
    ("√(x²a)", eq(sqrt(x**2 * a), modulus(x) * sqrt(a)), CONTEXT),
    ("sup of one name", eq(Extremum("sup", x.term, x.term), Extremum("sup", x.term, x.term)), POINTS),
    ("∂E R/∂x", eq(Diff(Expect(Mul((R, x.term)), (R,)), (x.term,)), p), RANDOM),
    ("2x where the range of c is given", claim("increasing", c * x, on=(x,), given=(claim(">", c, 0),)), CONTEXT),
    ("s := x² under ∂/∂x", eq(diff(s, x), 2 * x), defining(x**2)),
    (
        "all entries positive, so the sum",
        claim(">", Sum(Entry(v, (k,)), k, n), 0, given=(Statement(">", (Entry(v, (i_,)), ZERO)),)),
        VECTORS,
    ),
]


def ids(rows):
    return [row[0] for row in rows]


@pytest.mark.parametrize("row", FALSE, ids=ids(FALSE))
def test_false_is_neither_proved_nor_confirmed(row):
    _, statement, context, *hints = row
    using = tuple(map(raw, hints[0])) if hints else ()
    assert not isinstance(decide(statement, context, using), Proof)
    assert estimate(statement, context, Settings(device="cpu"), "key").verdict is not Verdict.CONFIRMED


@pytest.mark.parametrize("row", OWES, ids=ids(OWES))
def test_undefined_is_not_passed_in_silence(row):
    _, statement, context = row
    report = check_link(statement, context)
    assert report.verdict is not Verdict.PROVED or report.obligations


@pytest.mark.parametrize("row", TRUE, ids=ids(TRUE))
def test_true_is_not_refuted(row):
    _, statement, context = row
    assert not isinstance(decide(statement, context), Disproof)
    assert estimate(statement, context, Settings(device="cpu"), "key").verdict is not Verdict.REFUTED


def test_a_conditional_hypothesis_contradicts_nothing():
    """x = 0 implies x > 1: so x is not 0, and the Context is fine."""
    conditional = Statement(">", (x.term, ONE), (), (eq(x, 0),))
    assert contradiction(Context(CONTEXT.symbols, hypotheses=((conditional, "a hypothesis"),))) is None
