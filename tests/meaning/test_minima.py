"""Extrema over real numbers and columns at an instance, against values known in closed form."""

from fractions import Fraction as Q

import flint
import pytest

from tests.meaning.words import add, d, dot, log, mul, neg, num, sub, t, w
from verify.meaning.case import Violation
from verify.meaning.evaluate import evaluate
from verify.meaning.instance import Instance
from verify.meaning.judge import judge
from verify.meaning.numbers import Undefined, Unsupported
from verify.terms.context import UNIT, Context, Declaration
from verify.terms.nodes import ONE, Entry, Extremum, Fn, MatOp, Sum, Sym
from verify.terms.statement import Statement

v = Sym("v", "real", (d, ONE))
i = Sym("i", "index")
c = Sym("c")
HERE = Instance(dims={"d": 2}, values={"v": ((Q(3),), (Q(-1),)), "c": Q(1, 4), "w": ((Q(0),), (Q(0),)), "t": Q(0)})
CONTEXT = Context(tuple(Declaration(s) for s in (v, c, w, t)))


def at(kind, body, variable=t, context=CONTEXT):
    return evaluate(Extremum(kind, body, variable), HERE, context)


def exp(x):
    return Fn("exp", x)


def norm2(x):
    return MatOp("norm2", (x,))


def inner(x, y):
    return dot(MatOp("transpose", (x,)), y)


EXACT = {
    "‖w‖² - 2vᵀw": ("min", sub(norm2(w), mul(num(2), inner(v, w))), w, Q(-10)),
    "its negative": ("max", neg(sub(norm2(w), mul(num(2), inner(v, w)))), w, Q(10)),
    "one direction": ("min", mul(inner(v, w), inner(v, w)), w, Q(0)),
    "with a cross term": (
        "inf",
        add(norm2(w), mul(Entry(w, (num(1),)), Entry(w, (num(2),))), Entry(w, (num(1),))),
        w,
        Q(-1, 3),
    ),
    "a constant": ("sup", c, t, Q(1, 4)),
    "log(1 + e^t)": ("inf", log(add(num(1), exp(t))), t, Q(0)),
    "log(1 + e^t) - t": ("inf", sub(log(add(num(1), exp(t))), t), t, Q(0)),
    "log(3 + e^t)": ("inf", Fn("exp", log(num(3))), t, Q(3)),
}


@pytest.mark.parametrize("name", EXACT)
def test_exact_values(name):
    kind, body, variable, expected = EXACT[name]
    assert at(kind, body, variable) == flint.fmpq(expected.numerator, expected.denominator)


def test_a_convex_function_is_enclosed():
    found = at("min", sub(Fn("softplus", t), mul(c, t)))
    q = flint.arb(1) / 4
    entropy = -q * q.log() - (1 - q) * (1 - q).log()
    assert found.overlaps(entropy)
    assert float(found.rad()) < 1e-20
    by_entry = Sum(sub(Fn("softplus", Entry(w, (i,))), mul(c, Entry(w, (i,)))), i, d)
    assert at("min", by_entry, w).overlaps(2 * entropy)
    far = at("min", sub(Fn("softplus", sub(t, num(500))), mul(c, t)))
    assert far.overlaps(entropy - 125)


def test_infinite_and_unattained():
    for body, variable in ((t, t), (inner(v, w), w), (neg(norm2(w)), w), (sub(Fn("softplus", t), mul(num(2), t)), t)):
        assert not at("inf", body, variable).is_finite()
        with pytest.raises(Undefined):
            at("min", body, variable)
    with pytest.raises(Undefined):
        at("min", Fn("softplus", t))
    with pytest.raises(Undefined):
        at("max", norm2(w), w)


UNKNOWN = {
    "not convex": neg(Fn("softplus", t)),
    "a cube": mul(t, t, t),
    "two scores together": Fn("softplus", inner(v, w)),
    "a quotient": Fn("sigmoid", t),
    "an exponential of a square": exp(mul(t, t)),
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_is_not_enclosed(name):
    body = UNKNOWN[name]
    with pytest.raises(Unsupported):
        at("inf", body, w if name == "two scores together" else t)


def test_a_range_of_its_own_is_refused():
    with pytest.raises(Unsupported):
        at("min", mul(t, t), t, Context((Declaration(t, UNIT),)))


def test_infinite_is_judged():
    down = Extremum("inf", t, t)
    assert judge(Statement("infinite", (neg(down),)), HERE, CONTEXT) is True
    assert isinstance(judge(Statement("infinite", (down,)), HERE, CONTEXT), Violation)
    assert isinstance(judge(Statement("infinite", (Extremum("inf", mul(t, t), t),)), HERE, CONTEXT), Violation)
    assert isinstance(judge(Statement("=", (down, c)), HERE, CONTEXT), Violation)
