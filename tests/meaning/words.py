"""Short names for the terms of these tests, and instances written out."""

from fractions import Fraction as Q

import flint

from verify.meaning.instance import Bijection, FunctionTable, Instance, LawTable, Smooth
from verify.terms.context import (
    POSITIVE,
    UNIT,
    Context,
    Declaration,
    FunctionDeclaration,
    Iid,
    Interval,
    LawDeclaration,
)
from verify.terms.nodes import ONE, Add, Density, Entry, Fn, MatOp, Mul, Num, Pow, Sym
from verify.terms.statement import Statement

n, d = Sym("n", "dimension"), Sym("d", "dimension")
i, j, k = (Sym(name, "index") for name in "ijk")
a, b, t, p = (Sym(name) for name in "abtp")
A = Sym("A", "real", (n, n))
X, R = Sym("X", "real", (n, d)), Sym("R", "real", (n, d))
y, w = Sym("y", "real", (n, ONE)), Sym("w", "real", (d, ONE))
x, z, u = Sym("x", "point"), Sym("z", "point"), Sym("u", "point")
theta = Sym("theta", "parameter")


def num(top, bottom=1):
    return Num(Q(top, bottom))


def add(*terms):
    return Add(terms)


def mul(*factors):
    return Mul(factors)


def neg(term):
    return Mul((num(-1), term))


def sub(left, right):
    return Add((left, neg(right)))


def div(left, right):
    return Mul((left, Pow(right, num(-1))))


def log(term):
    return Fn("log", term)


def dot(*factors):
    return MatOp("product", factors)


def tr(term):
    return MatOp("transpose", (term,))


def op(name, *args):
    return MatOp(name, args)


def at(array, *indices):
    return Entry(array, indices)


def eq(left, right, **more):
    return Statement("=", (left, right), **more)


def law(name, *slots, given=()):
    return Density(name, tuple(s.name for s in slots), tuple(g.name for g in given), (*slots, *given))


def context(*parts, hypotheses=()):
    kinds = {Declaration: [], FunctionDeclaration: [], LawDeclaration: []}
    for part in parts:
        kinds[type(part)].append(part)
    return Context(*(tuple(found) for found in kinds.values()), hypotheses=tuple((h, "assumed") for h in hypotheses))


def declare(symbol, interval=None, **more):
    return Declaration(symbol, **({} if interval is None else {"interval": interval}), **more)


def rows(*values):
    return tuple(tuple(Q(entry) for entry in row) for row in values)


def value(value):
    """Exact numbers as fractions, balls as floats, arrays entry by entry."""
    if isinstance(value, tuple):
        return tuple(tuple(globals()["value"](entry) for entry in row) for row in value)
    if isinstance(value, flint.fmpq):
        return Q(int(value.p), int(value.q))
    if isinstance(value, flint.acb):
        return complex(float(value.real.mid()), float(value.imag.mid()))
    if hasattr(value, "ball"):
        value = value.ball
    return float(value.mid()) if isinstance(value, flint.arb) else value


__all__ = [name for name in dir() if not name.startswith("_")]
_ = (Bijection, FunctionTable, Instance, LawTable, Smooth, Iid, Interval, POSITIVE, UNIT)
