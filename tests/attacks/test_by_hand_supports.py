"""Attempts by hand on densities that may vanish, maps without an inverse, equality cases and suprema.

Each false row says in its name why it is false; true rows are its neighbours. The deciders answer every row twice: as
they are, and with no instance to warn them, so that a certificate for something false shows.
"""

from fractions import Fraction

import pytest
from sympy import Abs, Integer, Rational, exp, log, oo, sqrt, symbols

from tests.attacks.blind import blind
from verify.decide import decide
from verify.links import check_link
from verify.model import Proof, Settings, Verdict
from verify.notation import (
    JSD,
    KL,
    POSITIVE,
    UNIT,
    Context,
    D,
    E,
    Interval,
    Statement,
    assume,
    at,
    declare,
    disjoint,
    entropy,
    example,
    extremum,
    function,
    grant,
    indicator,
    inside,
    integral,
    kernel,
    mapping,
    point,
    pushforward,
    put,
    region,
    segment,
    sigmoid,
    single,
)
from verify.notation.as_written import as_written
from verify.notation.elaborate import elaborate_context, elaborate_statement
from verify.notation.expressions import elaborate
from verify.numeric.estimate import estimate
from verify.terms.context import Context as Core
from verify.terms.context import ContextError, LawDeclaration, Region, RegionFact
from verify.terms.nodes import At, Diff, Extremum, Num, Sum, Sym
from verify.terms.statement import Statement as Atom

x, y, z, w = symbols("x y z w")
a, b, t, theta, ell, omega = symbols("a b t theta ell omega")
p_name, f_name, h_name, critic, test, moving = symbols("p f h D T V")
half, log2, log4 = Rational(1, 2), log(Integer(2)), log(Integer(4))
finite = grant("integrals are finite", "assumed")
closed = Interval(0, 1, low_closed=True, high_closed=True)

with as_written():
    A, B = region("A", x), region("B", x)
    p, p2, q, r = (
        kernel("p", x, support=A),
        kernel("p2", x, support=A),
        kernel("q", x, support=B),
        kernel("r", x),
    )
    f, Dx = function("f", "x"), function("D", "x", interval=UNIT)
    any_supports = (point(x), point(y, space="x"), A, B, p, q, f, Dx, finite)
    ANY = Context(*any_supports)
    APART = Context(*any_supports, disjoint(A, B, "given"))
    WITHIN = Context(*any_supports, inside(A, B, "given"))
    SAME = Context(point(x), A, B, p, p2, q, f, finite)
    BESIDE = Context(point(x), A, p, r, finite)
    MIXED = Context(point(x), A, B, p, q, r, finite)
    NAMED = Context(point(x), A, B, p, q, declare(symbols("p(A∩B)"), UNIT), finite)

    S, M = segment("S", x, 0, 1), segment("M", x, t, 1 + t)
    u, v = kernel("u", x, support=S), kernel("v", x, support=M)
    WIDE = Context(point(x), declare(t, Interval(-2, 2, True, True)), S, M, u, v, finite)
    NEAR = Context(point(x), declare(t, Interval(-1, 1, True, True)), S, M, u, v, finite)
    L = segment("L", x, 0, t)
    s = kernel("s", x, support=L)
    NESTED = Context(point(x), declare(t, POSITIVE), S, L, u, s, finite)
    left_end, right_end = segment("F", x, a, a + 1), segment("K", x, t, t + 1)
    one, other = kernel("one", x, support=left_end), kernel("other", x, support=right_end)
    PAIR = Context(point(x), declare(t), declare(a), left_end, right_end, one, other, finite)

    N, Q0 = single("N", x, 0), single("Q", x, theta)
    o, m, wy, ny = kernel("o", x, support=N), kernel("m", x, support=Q0), kernel("w", y), kernel("n", y)
    LINES = Context(point(x, y), declare(theta, Interval(-1, 1, True, True)), N, Q0, o, m, wy, ny, finite)

    pz, qz, px, p3 = kernel("p_z", z), kernel("q_z", z), kernel("p_x", x), kernel("p_3", x)
    G, G2, Q = mapping("G", "z", "x"), mapping("G2", "z", "x"), mapping("Q", "x", "z")
    h, k = function("h", "x", "z"), function("k", "z")
    maps = (point(x, z), point(y, space="x"), point(w, space="z"), pz, qz, px, p3, G, G2, Q, h, k, f, finite)
    MAPS = Context(*maps)
    pG = pushforward("p_G", pz, "G", x)
    PUSHED = Context(*maps, pG)
    attained = Statement(E(h(x, Q(x)), px(x)), "same law", E(h(G(z), z), pz(z)), over=h_name)
    marginals = Statement(E(f(x), px(x)), "same law", E(f(G(z)), pz(z)), over=f_name)
    atoms = Statement(E(indicator(x, y), px(x)), "=", E(indicator(x, y), p3(x)))

    f0, f1, g0 = kernel("f0", x), kernel("f1", x), kernel("g0", x)
    T, weight = function("T", "x"), function("weight", "x", interval=Interval(0, None, low_closed=True))
    positive, signed = function("W", "x", interval=POSITIVE), function("signed", "x", interval=Interval(-1, 1))
    low = function("low", "x", interval=Interval(0, Rational(1, 3)))
    numbers = (declare(a, Interval(0, None, low_closed=True)), declare(b), declare(t, UNIT))
    GAME = Context(point(x), point(y, space="x"), *numbers, f0, f1, g0, Dx, f, T, weight, positive, signed, low, finite)
    BUILT = Context(point(x), f0, f1, positive, finite, example(Statement(positive(x), "=", f1(x) / f0(x))))

    gamma, gamma2 = kernel("gamma", omega), kernel("gamma2", omega)
    height, second = function("Y", "omega"), function("V", "omega")
    inner, above = function("U", "omega", interval=UNIT), function("P", "omega", interval=POSITIVE)
    COSTS = Context(
        point(omega),
        declare(theta, closed),
        declare(a),
        gamma,
        gamma2,
        height,
        second,
        inner,
        above,
        finite,
    )

    REAL = Context(declare(t), declare(a, POSITIVE), declare(b))
    HALF_LINE = REAL.but(assume(Statement(t, ">", 0), "of the free t"))
    OPEN = Context(declare(t, UNIT), declare(a, POSITIVE), declare(b))
    CLOSED = Context(declare(t, closed), declare(a, POSITIVE))
    FROM_ZERO = Context(declare(t, Interval(0, 1, low_closed=True)))
    logit = function("logit", "real")
    LOGIT = Context(declare(ell), declare(b), logit)


def mixture():
    return half * (p(x) + q(x))


def value(guess):
    return E(log(guess), f1(x)) + E(log(1 - guess), f0(x))


def r1(values):
    return E(values, f1(x)) - E(exp(values - 1), f0(x))


def r2(values):
    return E(values, f1(x)) - log(E(exp(values), f0(x)))


def lines():
    return o(x) * wy(y), m(x) * wy(y)


def slid():
    return JSD(u(x), v(x))


def codes():
    return E(indicator(Q(G(z)), z), pz(z))


def images():
    return E(indicator(G(Q(x)), x), px(x))


def collision(one_side, other_side):
    return E(E(indicator(one_side, other_side), pz(z)), pz(put(z, w)))


def ratio():
    return log(f1(x) / f0(x))


def best():
    return f1(x) / (f0(x) + f1(x))


def zero_kl():
    return Statement(KL(f1(x), f0(x)), "=", 0)


def weighted_gap(factor):
    return integral(factor * f1(x) * (f0(x) / f1(x) - 1 - log(f0(x) / f1(x))), x)


def cost(target, distance=theta):
    return E(sqrt((0 - distance) ** 2 + (height(omega) - target) ** 2), gamma(omega))


def cheapest(target, kind="inf", over=moving):
    return extremum(kind, cost(target), over)


def loss():
    return log(1 - sigmoid(ell))


def heuristic():
    return log(sigmoid(ell))


FALSE = {
    # supports: what is bound may have parts on cells, and then nothing shows it any more
    "a functional and its negative, over a function": (
        ANY,
        lambda: Statement(E(f(x), p(x)), "same argmax", E(-f(x), p(x)), over=f_name),
    ),
    "E log D is no constant in D": (
        ANY,
        lambda: Statement(E(log(Dx(x)), p(x)), "same argmax", Integer(0), over=critic),
    ),
    "E_p log D grows with D, E_q log(1 - D) falls": (
        ANY,
        lambda: Statement(E(log(Dx(x)), p(x)), "same argmax", E(log(1 - Dx(x)), q(x)), over=critic),
    ),
    "E_p q = 0 at every p, JSD is no constant where supports may meet": (
        ANY,
        lambda: Statement(E(q(x), p(x)), "same argmax", JSD(p(x), q(x)), over=p_name),
    ),
    "D* is undefined where both vanish": (
        ANY,
        lambda: Statement(
            E(log(Dx(x)), p(x)) + E(log(1 - Dx(x)), q(x)), "unique maximizer", p(x) / (p(x) + q(x)), over=critic
        ),
    ),
    "the laws of p and q differ": (ANY, lambda: Statement(E(f(x), p(x)), "same law", E(f(x), q(x)), over=f_name)),
    "f need not increase in itself: it may be negative of p": (
        ANY,
        lambda: Statement(E(-f(x), p(x)), "increasing", over=f_name),
    ),
    # supports: what is said of a point is said of that point
    "p > 0 at one point does not put all of q where p is": (
        ANY,
        lambda: Statement(E(q(x) / p(x), p(x)), "=", 1, given=(Statement(p(x), ">", 0),)),
    ),
    "f = 0 at one point only": (ANY, lambda: Statement(E(f(x), p(x)), "=", 0, given=(Statement(f(x), "=", 0),))),
    "f = 0 at x, not at y": (ANY, lambda: Statement(f(y), "=", 0, given=(Statement(f(x), "=", 0),))),
    "p q = 0 at one point": (
        ANY,
        lambda: Statement(JSD(p(x), q(x)), "=", log2, given=(Statement(p(x) * q(x), "=", 0),)),
    ),
    "p(x) q(y) at two points": (APART, lambda: Statement(p(x) * q(put(x, y)), "=", 0)),
    "p at x and at y": (APART, lambda: Statement(p(x) * p(put(x, y)), "=", p(x) ** 2)),
    "a name that looks like a mass": (NAMED, lambda: Statement(E(q(x) / q(x), p(x)), "=", symbols("p(A∩B)"))),
    # supports: infinite values, empty supports
    "½ p + ½ q may lie where q is": (MIXED, lambda: Statement(KL(half * p(x) + half * q(x), q(x), x), "infinite")),
    "½ q + ½ r is positive where p is": (MIXED, lambda: Statement(KL(p(x), half * q(x) + half * r(x), x), "infinite")),
    "r may be 0 outside of both supports": (MIXED, lambda: Statement(KL(r(x), mixture(), x), "infinite")),
    "-KL is -∞": (APART, lambda: Statement(-KL(p(x), q(x)), "infinite")),
    "∞ - ∞": (APART, lambda: Statement(KL(p(x), q(x)) - KL(q(x), p(x)), "infinite")),
    "0 · ∞": (APART, lambda: Statement(0 * KL(p(x), q(x)), "infinite")),
    "the entropy is finite": (APART, lambda: Statement(entropy(p(x)), "infinite")),
    "p q vanishes: its KL is 0": (APART, lambda: Statement(KL(p(x) * q(x), q(x), x), "infinite")),
    "p - q is no density": (APART, lambda: Statement(KL(p(x) - q(x), q(x), x), "infinite")),
    "x is integrated twice": (APART, lambda: Statement(KL(p(x) * p(x), q(x) * q(x), x, x), "infinite")),
    "x is integrated twice, a mass": (APART, lambda: Statement(integral(p(x) * p(x), x, x), "=", 1)),
    "KL = 0 is no hypothesis where it is ∞": (
        APART,
        lambda: Statement(Integer(1), "=", 0, given=(Statement(KL(p(x), q(x)), "=", 0),)),
    ),
    "the divergence of a hypothesis is not the statement's": (
        SAME,
        lambda: Statement(
            KL(p(x), p2(x)),
            "infinite",
            given=(Statement(KL(p(x), q(x)) + log(integral(0 * p(x), x)), "=", 0),),
        ),
    ),
    "densities on one support may be close": (SAME, lambda: Statement(JSD(p(x), p2(x)), ">", 0)),
    "of one support, not one law": (SAME, lambda: Statement(E(f(x), p(x)), "=", E(f(x), p2(x)))),
    "JSD from q sees which law p is": (SAME, lambda: Statement(JSD(p(x), q(x)), "=", JSD(p2(x), q(x)))),
    "of one support: finite": (SAME, lambda: Statement(KL(p(x), p2(x)), "infinite")),
    "JSD = log 2 says that p and q are apart, not equal": (
        ANY,
        lambda: Statement(p(x), "=", q(x), given=(Statement(JSD(p(x), q(x)), "=", log2),)),
    ),
    "∫ (p - q)² has the q² too": (APART, lambda: Statement(integral((p(x) - q(x)) ** 2, x), "=", E(p(x), p(x)))),
    "Hellinger: 1 for p = q": (ANY, lambda: Statement(integral(sqrt(p(x) * q(x)), x), "<", 1)),
    "Hellinger: 0 for p, q apart": (ANY, lambda: Statement(integral(sqrt(p(x) * q(x)), x), ">", 0)),
    # segments and counted values
    "|t| > 1": (WIDE, lambda: Statement(slid(), "=", Abs(t) * log2)),
    "a limit from both sides is 0": (NEAR, lambda: Statement(slid(), "limit", log2, over=t, to=0)),
    "|t| is no line on one side": (NEAR, lambda: Statement(slid(), "strictly convex", over=t)),
    "it falls for t < 0": (NEAR, lambda: Statement(slid(), "increasing", over=t)),
    "-1 does as well as 1": (NEAR, lambda: Statement(slid(), "unique maximizer", Integer(1), over=t)),
    "the slope is -log 2 for t < 0": (NEAR, lambda: Statement(D(slid(), t), "=", log2)),
    "½ is not the greatest": (NEAR, lambda: Statement(extremum("sup", slid(), t), "=", half * log2)),
    "JSD jumps at θ = 0": (LINES, lambda: Statement(JSD(*lines(), x, y), "limit", Integer(0), over=theta, to=0)),
    "JSD = log 2 but at θ = 0": (LINES, lambda: Statement(JSD(*lines(), x, y), "=", log2)),
    "a spike downwards is not concave": (LINES, lambda: Statement(-JSD(*lines(), x, y), "convex", over=theta)),
    "a jump at 0, none at ½": (LINES, lambda: Statement(JSD(*lines(), x, y), "not differentiable", half, over=theta)),
    "one line for θ = 0 only": (
        LINES,
        lambda: Statement(JSD(o(x) * wy(y), m(x) * ny(y), x, y), "=", JSD(wy(y), ny(y))),
    ),
    "infinite but at θ = 0": (LINES, lambda: Statement(KL(*lines(), x, y), "infinite")),
    "U[0, 1] leaves U[0, t] for t < 1": (NESTED, lambda: Statement(KL(u(x), s(x)), "=", log(t))),
    "finite for t ≤ 1": (NESTED, lambda: Statement(KL(s(x), u(x)), "infinite")),
    "at t = ½ it is infinite": (NESTED, lambda: Statement(at(KL(u(x), s(x)), {t: half}), "=", -log2)),
    "[0, 0] is no segment": (NESTED, lambda: Statement(at(integral(s(x), x), {t: 0}), "=", 1)),
    "|t - a| > 1": (PAIR, lambda: Statement(JSD(one(x), other(x)), "=", Abs(t - a) * log2)),
    "half a length apart": (PAIR, lambda: Statement(at(JSD(one(x), other(x)), {a: t + half}), "=", log2)),
    "nested evaluations: the inner first": (
        PAIR,
        lambda: Statement(at(at(JSD(one(x), other(x)), {a: half}), {t: 0}), "=", log2),
    ),
    # maps without an inverse
    "another base law": (PUSHED, lambda: Statement(E(f(G(z)), qz(z)), "=", E(f(x), pG(x)))),
    "another map": (PUSHED, lambda: Statement(E(f(G2(z)), pz(z)), "=", E(f(x), pG(x)))),
    "z stays under k": (PUSHED, lambda: Statement(E(k(z) * f(G(z)), pz(z)), "=", E(f(x), pG(x)) * E(k(z), pz(z)))),
    "z stays beside G(z)": (PUSHED, lambda: Statement(E(h(G(z), z), pz(z)), "=", E(E(h(x, z), pG(x)), pz(z)))),
    "G may fold: entropy is lost": (PUSHED, lambda: Statement(entropy(pG(x)), "=", entropy(pz(z)))),
    "volumes differ: entropy may grow": (PUSHED, lambda: Statement(entropy(pG(x)), "<=", entropy(pz(z)))),
    "no density without a volume": (PUSHED, lambda: Statement(pG(put(x, G(z))), "=", pz(z))),
    "no integral moves without a law": (PUSHED, lambda: Statement(integral(f(G(z)), z), "=", integral(f(x), x))),
    "p_z twice": (PUSHED, lambda: Statement(integral(pz(z) ** 2 * f(G(z)), z), "=", integral(pG(x) ** 2 * f(x), x))),
    "the chance of one point is no density": (
        PUSHED,
        lambda: Statement(E(indicator(G(z), y), pz(z)), "=", pG(put(x, y))),
    ),
    "an indicator has no integral 1": (PUSHED, lambda: Statement(integral(indicator(x, y), x), "=", 1)),
    "an indicator does not sift": (PUSHED, lambda: Statement(integral(indicator(x, y) * px(x), x), "=", px(put(x, y)))),
    "G is not one to one": (MAPS, lambda: Statement(indicator(G(z), G(w)), "=", indicator(z, w))),
    "p_G = p_x with a map that folds": (
        MAPS,
        lambda: Statement(collision(G(z), G(w)), "=", collision(z, w), given=(marginals,)),
    ),
    "p_G = p_x with a wrong Q": (
        MAPS,
        lambda: Statement(images(), "=", 1, given=(marginals,)),
        lambda: (indicator(G(Q(x)), x),),
    ),
    "equality in law of p_x, not of p_3": (
        MAPS,
        lambda: Statement(E(f(x), p3(x)), "=", E(f(G(z)), pz(z)), given=(marginals,)),
    ),
    "equality in law under p_z, not q_z": (
        MAPS,
        lambda: Statement(E(k(z), qz(z)), "=", E(k(Q(x)), px(x)), given=(attained,)),
        lambda: (k(z) + 0 * f(x),),
    ),
    "the maps have a volume: p_z(z) = p_x(G(z)) forgets it": (
        MAPS,
        lambda: Statement(pz(z), "=", px(put(x, G(z))), given=(attained,)),
    ),
    "entropies differ by the volume": (
        MAPS,
        lambda: Statement(entropy(px(x)), "=", entropy(pz(z)), given=(attained,)),
        lambda: (log(px(x)) + log(pz(z)),),
    ),
    "for one h only": (
        MAPS,
        lambda: Statement(codes(), "=", 1, given=(Statement(attained.lhs, "=", attained.rhs),)),
        lambda: (indicator(Q(x), z),),
    ),
    "one side of the inverse does not give the other": (
        MAPS,
        lambda: Statement(images(), "=", 1, given=(Statement(codes(), "=", 1),)),
    ),
    "the law of f² is that of f for no other reason": (
        MAPS,
        lambda: Statement(E(f(x), px(x)), "same law", E(f(x) ** 2, px(x)), over=f_name),
    ),
    "at a free point": (MAPS, lambda: Statement(E(f(x), px(x)), "same law", E(f(y), px(x)), over=f_name)),
    "a pair is no product": (
        MAPS,
        lambda: Statement(E(h(x, Q(x)), px(x)), "same law", E(E(h(x, z), px(x)), pz(z)), over=h_name),
    ),
    "one function's mean agrees, not all": (
        MAPS,
        lambda: Statement(
            E(f(x), px(x)),
            "same law",
            E(f(x), p3(x)),
            over=f_name,
            given=(Statement(E(f(x), px(x)), "=", E(f(x), p3(x))),),
        ),
    ),
    "laws without atoms agree on every point": (MAPS, lambda: Statement(px(x), "=", p3(x), given=(atoms,))),
    "laws without atoms, their means": (MAPS, lambda: Statement(E(f(x), px(x)), "=", E(f(x), p3(x)), given=(atoms,))),
    "two draws of a law without atoms never meet": (MAPS, lambda: Statement(collision(z, w), ">", 0)),
    # equality cases
    "a = 0": (GAME, lambda: Statement(f1(x), "=", f0(x), given=(Statement(a * KL(f1(x), f0(x)), "=", 0),))),
    "b = 0": (GAME, lambda: Statement(f1(x), "=", f0(x), given=(Statement(b * KL(f1(x), f0(x)), "=", 0),))),
    "a weight that vanishes says nothing there": (
        GAME,
        lambda: Statement(f1(x), "=", f0(x), given=(Statement(weighted_gap(weight(x)), "=", 0),)),
    ),
    "KL is a, which may be positive": (
        GAME,
        lambda: Statement(f1(x), "=", f0(x), given=(Statement(KL(f1(x), f0(x)), "=", a),)),
    ),
    "as far from f1": (
        GAME,
        lambda: Statement(g0(x), "=", f0(x), given=(Statement(KL(f1(x), f0(x)), "=", KL(f1(x), g0(x))),)),
    ),
    "W is a constant, not 1": (
        GAME,
        lambda: Statement(
            positive(x), "=", 1, given=(Statement(E(log(positive(x)), f1(x)), "=", log(E(positive(x), f1(x)))),)
        ),
    ),
    "T² = 1 is not T = 1": (
        GAME,
        lambda: Statement(T(x), "=", 1, given=(Statement(E(T(x) ** 2 - 1 - 2 * log(Abs(T(x))), f1(x)), "=", 0),)),
    ),
    "E log(1 + s) = 0 for other s": (
        GAME,
        lambda: Statement(signed(x), "=", 0, given=(Statement(E(log(1 + signed(x)), f1(x)), "=", 0),)),
    ),
    "V(D) = -log 4 for other D": (
        GAME,
        lambda: Statement(Dx(x), "=", half, given=(Statement(value(Dx(x)), "=", -log4),)),
    ),
    "f1 = f0, another g0": (GAME, lambda: Statement(f1(x), "=", g0(x), given=(zero_kl(),))),
    "a weight that vanishes leaves D open": (
        GAME,
        lambda: Statement(
            integral(weight(x) * (f1(x) * log(Dx(x)) + f0(x) * log(1 - Dx(x))), x),
            "unique maximizer",
            best(),
            over=critic,
        ),
    ),
    "a = 0: every law is a minimizer": (
        GAME,
        lambda: Statement(a * KL(f1(x), f0(x)), "unique minimizer", f0(x), over=symbols("f1")),
    ),
    "b < 0 turns it round": (GAME, lambda: Statement(b * value(Dx(x)), "maximizer", best(), over=critic)),
    "R2 does not change with a constant": (
        GAME,
        lambda: Statement(r2(T(x)), "unique maximizer", ratio(), over=test),
    ),
    "R1 does": (GAME, lambda: Statement(r1(T(x)), "maximizer", 1 + ratio() + b, over=test)),
    "R1 at log f1/f0": (GAME, lambda: Statement(r1(T(x)), "attained", ratio(), over=test)),
    "an example proves nothing": (BUILT, lambda: Statement(positive(x), "=", f1(x) / f0(x))),
    "an example confirms nothing": (BUILT, lambda: Statement(E(positive(x), f0(x)), "=", 1)),
    # suprema
    "low stays below 1/3": (
        GAME,
        lambda: Statement(E(log(low(x)), f1(x)) + E(log(1 - low(x)), f0(x)), "maximizer", best(), over=symbols("low")),
    ),
    "the supremum of E log D is approached": (
        GAME,
        lambda: Statement(extremum("max", E(log(Dx(x)), f1(x)), critic), "=", 0),
    ),
    "the infimum of V is -∞": (GAME, lambda: Statement(extremum("inf", value(Dx(x)), critic), "=", -log4)),
    "-E e^T reaches 0 nowhere": (GAME, lambda: Statement(extremum("max", -E(exp(T(x)), f1(x)), test), "=", 0)),
    "E T has no supremum": (GAME, lambda: Statement(extremum("sup", E(T(x), f1(x)), test), "=", 0)),
    "a maximum is not a value at ½": (
        GAME,
        lambda: Statement(extremum("max", value(Dx(x)), critic), "=", -log4),
        lambda: (half,),
    ),
    "KL the other way": (
        GAME,
        lambda: Statement(extremum("sup", r1(T(x)), test), "=", KL(f0(x), f1(x))),
        lambda: (1 + ratio(),),
    ),
    "V and V + E D": (
        GAME,
        lambda: Statement(value(Dx(x)), "same argmax", value(Dx(x)) + E(Dx(x), f0(x)), over=critic),
    ),
    "the bound t is not the free one": (HALF_LINE, lambda: Statement(extremum("sup", -t * exp(-t), t), "=", 0)),
    "nor where it is approached": (HALF_LINE, lambda: Statement(extremum("sup", -t * exp(-t), t), "approached")),
    "1 is the greatest of a closed range": (CLOSED, lambda: Statement(extremum("sup", t, t), "approached")),
    "0 is the least of a half-open range": (FROM_ZERO, lambda: Statement(extremum("inf", t, t), "approached")),
    "an open range has no maximum": (OPEN, lambda: Statement(extremum("max", t, t), "=", 1), lambda: (Integer(1),)),
    "1 is not in an open range": (OPEN, lambda: Statement(t, "attained", Integer(1), over=t)),
    "2 is outside of the range": (
        OPEN,
        lambda: Statement(extremum("max", -((t - 2) ** 2), t), "=", 0),
        lambda: (Integer(2),),
    ),
    "b t tends to b from above where b < 0": (OPEN, lambda: Statement(extremum("sup", b * t, t), "=", b)),
    "t (1 - t) is larger inside": (OPEN, lambda: Statement(extremum("sup", t * (1 - t), t), "=", 0)),
    "a constant is attained": (REAL, lambda: Statement(extremum("sup", a + 0 * t, t), "approached")),
    "e^t has no minimum": (REAL, lambda: Statement(extremum("min", exp(t), t), "=", 0)),
    "b is not the best": (
        REAL,
        lambda: Statement(extremum("max", -((t - a) ** 2), t), "=", -((b - a) ** 2)),
        lambda: (b,),
    ),
    # earth-mover costs
    "Y may lie outside of (0, 1)": (
        COSTS,
        lambda: Statement(cheapest(inner(omega), over=symbols("U")), "=", Abs(theta)),
        lambda: (height(omega),),
    ),
    "0 is no value of U": (
        COSTS,
        lambda: Statement(
            extremum("min", E(sqrt(theta**2 + inner(omega) ** 2), gamma(omega)), symbols("U")), "=", Abs(theta)
        ),
        lambda: (Integer(0),),
    ),
    "0 is no value of P": (
        COSTS,
        lambda: Statement(extremum("min", E(above(omega), gamma(omega)), symbols("P")), "=", 0),
        lambda: (Integer(0),),
    ),
    "Y + 1 costs more": (
        COSTS,
        lambda: Statement(cheapest(second(omega)), "=", E(sqrt(theta**2 + 1), gamma(omega))),
        lambda: (height(omega) + 1,),
    ),
    "the dearest is no cheapest": (
        COSTS,
        lambda: Statement(cheapest(second(omega), "sup"), "=", Abs(theta)),
        lambda: (height(omega),),
    ),
    "a price under another law": (
        COSTS,
        lambda: Statement(
            extremum("inf", cost(second(omega)) + E(second(omega) ** 2, gamma2(omega)), moving),
            "=",
            Abs(theta) + E(height(omega) ** 2, gamma2(omega)),
        ),
        lambda: (height(omega),),
    ),
    "a price on V": (
        COSTS,
        lambda: Statement(
            extremum("inf", cost(second(omega)) + E(second(omega), gamma(omega)), moving),
            "=",
            Abs(theta) + E(height(omega), gamma(omega)),
        ),
        lambda: (height(omega),),
    ),
    "a may be negative": (
        COSTS,
        lambda: Statement(extremum("inf", cost(second(omega), a), moving), "=", a),
        lambda: (height(omega),),
    ),
    "V with another mean than Y": (
        COSTS,
        lambda: Statement(
            cheapest(second(omega)), "=", Abs(theta), given=(Statement(E(second(omega), gamma(omega)), "=", a),)
        ),
        lambda: (height(omega),),
    ),
    "V is never Y": (
        COSTS,
        lambda: Statement(
            cheapest(second(omega)), "=", Abs(theta), given=(Statement(second(omega), "=", height(omega) + 1),)
        ),
        lambda: (height(omega),),
    ),
    "V = Y costs no more than |θ|": (COSTS, lambda: Statement(cost(second(omega)), ">", Abs(theta))),
    "the hypotenuse is shorter than both legs": (
        COSTS,
        lambda: Statement(
            cost(second(omega)), ">=", Abs(theta) + E(Abs(height(omega) - second(omega)), gamma(omega))
        ),
    ),
    "Jensen the wrong way": (
        COSTS,
        lambda: Statement(
            cost(second(omega)), ">=", sqrt(theta**2 + E((height(omega) - second(omega)) ** 2, gamma(omega)))
        ),
    ),
    "the bound V is not the free one": (COSTS, lambda: Statement(cheapest(second(omega)), "=", cost(second(omega)))),
    "√(Y²) is |Y|": (
        COSTS,
        lambda: Statement(E(sqrt(height(omega) ** 2), gamma(omega)), "=", E(height(omega), gamma(omega))),
    ),
    # saturation
    "the losing side learns": (LOGIT, lambda: Statement(D(loss(), ell), "limit", Integer(0), over=ell, to=oo)),
    "log σ falls without bound": (LOGIT, lambda: Statement(heuristic(), "limit", Integer(0), over=ell, to=-oo)),
    "the slope at 0 is ½": (LOGIT, lambda: Statement(D(heuristic(), ell), "limit", Integer(1), over=ell, to=0)),
    "log(1 - σ) is of order ℓ": (LOGIT, lambda: Statement(loss() / ell, "limit", Integer(0), over=ell, to=oo)),
    "b may be 0": (LOGIT, lambda: Statement(sigmoid(b * ell), "limit", Integer(1), over=ell, to=oo)),
    "a logit need not grow": (LOGIT, lambda: Statement(sigmoid(logit(ell)), "limit", Integer(1), over=ell, to=oo)),
    "a logit may fall": (LOGIT, lambda: Statement(D(log(sigmoid(logit(ell))), ell), ">", 0)),
    "-1 is approached": (LOGIT, lambda: Statement(extremum("min", D(loss(), ell), ell), "=", -1)),
    "σ never is 1": (LOGIT, lambda: Statement(heuristic(), "attained", Integer(5), over=ell)),
}  # fmt: skip

TRUE = {
    "f = 0 at this point": (ANY, lambda: Statement(f(x), "=", 0, given=(Statement(f(x), "=", 0),))),
    "p > 0 at this point": (ANY, lambda: Statement(p(x) * f(x) / p(x), "=", f(x), given=(Statement(p(x), ">", 0),))),
    "weights on one support": (SAME, lambda: Statement(E(p2(x) / p(x), p(x)), "=", 1)),
    "the inner variable": (ANY, lambda: Statement(E(E(f(x), q(x)), p(x)), "=", E(f(x), q(x)))),
    "∫ (p - q)²": (
        APART,
        lambda: Statement(integral((p(x) - q(x)) ** 2, x), "=", integral(p(x) ** 2, x) + integral(q(x) ** 2, x)),
    ),
    "at most log 2": (WIDE, lambda: Statement(slid(), "<=", log2)),
    "continuous at 0": (NEAR, lambda: Statement(slid(), "limit", Integer(0), over=t, to=0)),
    "at θ = 0": (
        LINES,
        lambda: Statement(at(JSD(o(x) * wy(y), m(x) * ny(y), x, y), {theta: 0}), "=", JSD(wy(y), ny(y))),
    ),
    "U[0, 1] in U[0, 2]": (NESTED, lambda: Statement(at(KL(u(x), s(x)), {t: 2}), "=", log2)),
    "where t ≠ a": (PAIR, lambda: Statement(KL(one(x), other(x)), "infinite", given=(Statement(t, "!=", a),))),
    "at most |t - a|": (PAIR, lambda: Statement(JSD(one(x), other(x)), "<=", Abs(t - a) * log2)),
    "the law of G(z)": (PUSHED, lambda: Statement(E(f(G(z)), pz(z)), "=", E(f(x), pG(x)))),
    "its entropy": (PUSHED, lambda: Statement(E(log(pG(put(x, G(z)))), pz(z)), "=", -entropy(pG(x)))),
    "the chance of a point": (PUSHED, lambda: Statement(E(indicator(G(z), y), pz(z)), "=", E(indicator(x, y), pG(x)))),
    "Q undoes G": (MAPS, lambda: Statement(codes(), "=", 1, given=(attained,)), lambda: (indicator(Q(x), z),)),
    "a positive weight": (
        GAME,
        lambda: Statement(f1(x), "=", f0(x), given=(Statement(weighted_gap(positive(x)), "=", 0),)),
    ),
    "R2 and a constant": (GAME, lambda: Statement(r2(T(x)), "maximizer", ratio() + b, over=test)),
    "the straight coupling": (
        COSTS,
        lambda: Statement(cheapest(second(omega)), "=", Abs(theta)),
        lambda: (height(omega),),
    ),
    "the hypotenuse": (
        COSTS,
        lambda: Statement(
            cost(second(omega)), "<=", Abs(theta) + E(Abs(height(omega) - second(omega)), gamma(omega))
        ),
    ),
    "a supremum of σ": (REAL, lambda: Statement(extremum("sup", sigmoid(t), t), "=", 1)),
    "from 0 to 1": (FROM_ZERO, lambda: Statement(extremum("sup", t, t), "approached")),
    "the end of a closed range": (CLOSED, lambda: Statement(t, "attained", Integer(1), over=t)),
    "a slope's infimum": (LOGIT, lambda: Statement(extremum("inf", D(loss(), ell), ell), "=", -1)),
}  # fmt: skip

#: true, and open so far
OPEN_ROWS = {
    "KL = 0 inside": (WITHIN, lambda: Statement(p(x), "=", q(x), given=(Statement(KL(p(x), q(x)), "=", 0),))),
    "never both": (
        ANY,
        lambda: Statement(JSD(p(x), q(x)), "=", log2, given=(Statement(integral(p(x) * q(x), x), "=", 0),)),
    ),
    "total variation": (ANY, lambda: Statement(integral(Abs(p(x) - q(x)), x), "<=", 2)),
    "an indicator is its square": (MAPS, lambda: Statement(indicator(x, y) ** 2, "=", indicator(x, y))),
    "laws that agree": (
        MAPS,
        lambda: Statement(
            E(f(x), px(x)), "same law", E(f(x), p3(x)), over=f_name, given=(Statement(px(x), "=", p3(x)),)
        ),
    ),
    "Hellinger": (ANY, lambda: Statement(integral(sqrt(p(x) * q(x)), x), "<=", 1)),
}  # fmt: skip


def _read(row):
    context, make, *hints = row
    with as_written():
        core, scope = elaborate_context(context, "attack")
        statement = elaborate_statement(make(), scope)
        return statement, core, tuple(elaborate(hint, scope) for hint in (hints[0]() if hints else ()))


@pytest.mark.parametrize("name", FALSE)
def test_what_is_false_is_neither_proved_nor_confirmed(name):
    statement, context, using = _read(FALSE[name])
    with blind():
        assert not isinstance(decide(statement, context, using), Proof)
    assert not isinstance(decide(statement, context, using), Proof)
    assert check_link(statement, context, using=using).verdict is not Verdict.PROVED
    assert estimate(statement, context, Settings(), "attack").verdict is not Verdict.CONFIRMED


@pytest.mark.parametrize("name", TRUE)
def test_what_is_true_is_proved(name):
    statement, context, using = _read(TRUE[name])
    report = check_link(statement, context, using=using)
    assert report.verdict is Verdict.PROVED
    assert estimate(statement, context, Settings(), "attack").verdict is not Verdict.REFUTED


@pytest.mark.parametrize("name", OPEN_ROWS)
def test_what_is_true_and_open_is_not_refuted(name):
    statement, context, using = _read(OPEN_ROWS[name])
    assert check_link(statement, context, using=using).verdict is not Verdict.REFUTED
    assert estimate(statement, context, Settings(), "attack").verdict is not Verdict.REFUTED


# ------------------------------------------------------------------- what cannot be written on the surface

BOUND = Sym("r(A)")


def _share():
    """Return E_r[p/p], the mass r(A) of the support of p, and the Context."""
    statement, core, _ = _read((BESIDE, lambda: Statement(E(p(x) / p(x), r(x)), "=", half)))
    return statement.lhs, core


def _captured(term):
    value = Num(Fraction(1, 2))
    return (
        Atom("=", (At(term, ((BOUND, value),)), value)),
        Atom("=", (Diff(term, (BOUND,)), Num(Fraction(1)))),
        Atom("=", (Extremum("sup", term, BOUND), Num(Fraction(1)))),
        Atom("=", (Sum(term, Sym("r(A)", "index"), Num(Fraction(2))), Num(Fraction(3)))),
        Atom("increasing", (term,), (BOUND,)),
        Atom("limit", (term, Num(Fraction(0)), Num(Fraction(0))), (BOUND,)),
    )


@pytest.mark.parametrize("number", range(6))
def test_a_mass_is_not_captured_by_a_binder_of_its_name(number):
    term, context = _share()
    statement = _captured(term)[number]
    with blind():
        assert not isinstance(decide(statement, context), Proof)
    assert estimate(statement, context, Settings(), "attack").verdict is not Verdict.CONFIRMED


@pytest.mark.parametrize("name", ["A∩B", "∅", "A|B", "A,B"])
def test_a_region_has_no_name_of_a_cell(name):
    with pytest.raises(ContextError):
        Core(regions=(Region(name, "x"),))


def test_no_law_lies_both_inside_and_apart():
    inner, outer = Region("A", "x"), Region("B", "x")
    facts = (RegionFact("inside", "A", "B"), RegionFact("disjoint", "A", "B"))
    Core(regions=(inner, outer), region_facts=facts, laws=(LawDeclaration("q", ("x",), support="B"),))
    with pytest.raises(ContextError):
        Core(regions=(inner, outer), region_facts=facts, laws=(LawDeclaration("p", ("x",), support="A"),))
