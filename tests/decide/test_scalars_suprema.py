"""Suprema over scalars: conjugates, values that are attained, values that are approached only, powers beside logs."""

import pytest

from tests.decide.information_terms import add, div, log, mul, neg, num, sub
from verify.decide.scalars import decide
from verify.meaning.draw import draw
from verify.meaning.judge import judge
from verify.meaning.replay import refute
from verify.model import Proof
from verify.terms.context import POSITIVE, UNIT, Context, Declaration, Interval
from verify.terms.nodes import Const, Extremum, Fn, Pow, Sym
from verify.terms.statement import Statement

u, b, t, c, s, w = (Sym(name) for name in "ubtcsw")
CONTEXT = Context(
    (
        Declaration(u, POSITIVE),
        Declaration(b, POSITIVE),
        Declaration(t),
        Declaration(c),
        Declaration(s, UNIT),
        Declaration(w, Interval(0, 1, low_closed=True, high_closed=True)),
    )
)
oo = Const("oo")


def exp(term):
    return Fn("exp", term)


def sup(body, variable, kind="sup"):
    return Extremum(kind, body, variable)


entropic = sub(mul(u, t), mul(u, log(u)))
dual = sub(mul(u, t), exp(sub(t, num(1))))
decay = neg(mul(b, exp(sub(t, num(1)))))
best_u, best_t = exp(sub(t, num(1))), add(num(1), log(u))

#: left, right, hint, whether it is true
VALUES = {
    "conjugate of u log u": (sup(entropic, u), best_u, best_u, True),
    "conjugate, e^t": (sup(entropic, u), exp(t), best_u, False),
    "conjugate, e^(t+1)": (sup(entropic, u), exp(add(t, num(1))), best_u, False),
    "as a maximum": (sup(entropic, u, "max"), best_u, best_u, True),
    "as an infimum": (sup(entropic, u, "inf"), best_u, best_u, False),
    "the negative's infimum": (sup(neg(entropic), u, "inf"), neg(best_u), best_u, True),
    "biconjugate": (sup(dual, t), mul(u, log(u)), best_t, True),
    "biconjugate, u log u - u": (sup(dual, t), sub(mul(u, log(u)), u), best_t, False),
    "approached": (sup(decay, t), num(0), best_t, True),
    "approached, another value": (sup(decay, t), neg(b), best_t, False),
    "inside a sum": (add(num(1), mul(num(2), sup(dual, t))), add(num(1), mul(num(2), u, log(u))), best_t, True),
}


@pytest.mark.parametrize("name", VALUES)
def test_values(name):
    left, right, hint, true = VALUES[name]
    statement = Statement("=", (left, right))
    assert isinstance(decide(statement, CONTEXT, (hint,)), Proof) is true
    assert (refute(statement, CONTEXT) is None) is true


def test_a_wrong_hint_proves_nothing():
    statement = Statement("=", (sup(dual, t), mul(u, log(u))))
    for hint in (log(u), u, num(0), add(num(2), log(u))):
        assert not isinstance(decide(statement, CONTEXT, (hint,)), Proof)
    assert not isinstance(decide(statement, CONTEXT), Proof)


def test_what_is_not_reached_is_no_maximum():
    assert not isinstance(decide(Statement("=", (sup(decay, t, "max"), num(0))), CONTEXT), Proof)
    instance = next(draw(CONTEXT, 0, 1))
    assert judge(Statement("=", (sup(decay, t, "max"), num(0))), instance, CONTEXT) is None
    assert judge(Statement("=", (sup(decay, t), num(0))), instance, CONTEXT) is True


APPROACHED = {
    "an exponential": (sup(decay, t), True),
    "the infimum of its negative": (sup(neg(decay), t, "inf"), True),
    "the end of an open interval": (sup(s, s), True),
    "both ends, another limit": (sup(sub(mul(s, num(2)), num(1)), s), True),
    "it is attained inside": (sup(dual, t), False),
    "it is attained at a closed end": (sup(w, w), False),
    "a constant": (sup(mul(num(0), t), t), False),
    "unbounded": (sup(t, t), False),
    "of unknown sign": (sup(mul(c, exp(t)), t), False),
    "larger inside than at the end": (sup(mul(s, sub(num(1), s)), s), False),
    "a maximum": (sup(decay, t, "max"), False),
}


@pytest.mark.parametrize("name", APPROACHED)
def test_approached(name):
    term, expected = APPROACHED[name]
    assert isinstance(decide(Statement("approached", (term,)), CONTEXT), Proof) is expected


def test_attained():
    assert isinstance(decide(Statement("attained", (dual, best_t), (t,)), CONTEXT), Proof)
    for wrong in (log(u), num(0), add(num(1), u)):
        statement = Statement("attained", (dual, wrong), (t,))
        assert not isinstance(decide(statement, CONTEXT), Proof)
        assert refute(statement, CONTEXT) is not None
    assert not isinstance(decide(Statement("attained", (decay, num(-9)), (t,)), CONTEXT), Proof)


LIMITS = {
    "u log u": (mul(u, log(u)), num(0), True),
    "u log u, 1": (mul(u, log(u)), num(1), False),
    "u² log³ u": (mul(Pow(u, num(2)), Pow(log(u), num(3))), num(0), True),
    "u log(b u) + b": (add(mul(u, log(mul(b, u))), b), b, True),
    "log u / u": (mul(log(u), Pow(u, num(-1))), num(0), False),
    "u log u / u": (mul(u, log(u), Pow(u, num(-1))), num(0), False),
    "u log u / u²": (mul(mul(u, log(u)), Pow(u, num(-2))), num(0), False),
    "u / log u": (div(u, log(u)), num(0), True),
    "c log u": (mul(c, log(u)), num(0), False),
    "u e^(1/u) log u": (mul(u, exp(Pow(u, num(-1))), log(u)), num(0), False),
}


@pytest.mark.parametrize("name", LIMITS)
def test_limits_at_0(name):
    term, value, expected = LIMITS[name]
    assert isinstance(decide(Statement("limit", (term, num(0), value), (u,)), CONTEXT), Proof) is expected


def test_at_infinity_a_power_beats_logarithms_too():
    statement = Statement("limit", (mul(log(u), Pow(u, num(-1))), oo, num(0)), (u,))
    assert isinstance(decide(statement, CONTEXT), Proof)
    grows = Statement("limit", (mul(log(u), u), oo, num(0)), (u,))
    assert not isinstance(decide(grows, CONTEXT), Proof)
