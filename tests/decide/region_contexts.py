"""Contexts with densities that may vanish, which several tests share."""

from sympy import Integer, Rational, log, symbols

from verify.notation import (
    POSITIVE,
    UNIT,
    Context,
    Interval,
    assume,
    declare,
    disjoint,
    function,
    grant,
    inside,
    kernel,
    point,
    region,
    segment,
    single,
)
from verify.notation import Statement as Written
from verify.notation.as_written import as_written
from verify.notation.elaborate import elaborate_context, elaborate_statement

x, y, a, b = symbols("x y a b")
t, theta = symbols("t theta")
half, log2 = Rational(1, 2), log(Integer(2))
finite = grant("integrals are finite", "assumed")

with as_written():
    A, B = region("A", x), region("B", x)
    p, q = kernel("p", x, support=A), kernel("q", x, support=B)
    r = kernel("r", x)
    Dx = function("D", "x", interval=UNIT)
    ANY = Context(point(x), A, B, p, q, Dx, finite)
    APART = Context(point(x), A, B, p, q, Dx, disjoint(A, B, "given"), finite)
    WITHIN = Context(point(x), A, B, p, q, inside(A, B, "given"), finite)
    BESIDE = Context(point(x), A, p, r, finite)

    C, D = segment("C", x, 0, 1), segment("D", x, t, 1 + t)
    u, v = kernel("u", x, support=C), kernel("v", x, support=D)
    NEAR = Context(point(x), declare(t, Interval(-1, 1, low_closed=True, high_closed=True)), C, D, u, v, finite)
    MOVED = NEAR.but(assume(Written(t, "!=", 0), "given"))
    FAR = Context(point(x), declare(t), C, D, u, v, finite)
    S = segment("S", x, a, b)
    s = kernel("s", x, support=S)
    ENDS = Context(point(x), declare(a), declare(b), S, s, finite)
    ORDERED = ENDS.but(assume(Written(a, "<", b), "given"))

    GROWING = Context(point(x), declare(t, POSITIVE), segment("S", x, 0, t), s, finite)

    N, Q = single("N", x, 0), single("Q", x, theta)
    o, m, w = kernel("o", x, support=N), kernel("m", x, support=Q), kernel("w", y)
    LINES = Context(point(x, y), declare(theta, Interval(0, 1, True, True)), N, Q, o, m, w, finite)
    LINES_APART = Context(point(x, y), declare(theta, Interval(0, 1, False, True)), N, Q, o, m, w, finite)


def read(context, statement):
    """Return the core forms of a Context and a statement written under it."""
    with as_written():
        core, scope = elaborate_context(context, "test")
        return elaborate_statement(statement, scope), core
