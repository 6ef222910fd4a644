"""Suprema without a closed form are bounded by values of their bodies: that refutes, and never a true statement."""

from dataclasses import replace

import pytest

from tests.meaning.words import (
    POSITIVE,
    UNIT,
    FunctionDeclaration,
    LawDeclaration,
    a,
    add,
    b,
    context,
    declare,
    eq,
    law,
    log,
    mul,
    neg,
    num,
    p,
    sub,
    t,
    x,
)
from verify.meaning.onesided import places
from verify.meaning.replay import refute
from verify.terms.context import REALS, Interval
from verify.terms.nodes import Apply, Divergence, Expect, Extremum, Fn, Pow, Sym
from verify.terms.statement import Statement

numbers = context(declare(a), declare(b, POSITIVE), declare(t), declare(p, UNIT))
above = replace(numbers, hypotheses=((Statement(">", (t, num(3))), "assumed"),))
critics = context(
    declare(x), LawDeclaration("f", ("x",)), LawDeclaration("g", ("x",)), FunctionDeclaration("D", ("x",), UNIT)
)
f, g, D = law("f", x), law("g", x), Apply("D", (x,))
sigma, bump = Fn("sigmoid", t), Fn("exp", neg(mul(t, t)))


def sup(body, variable=t, kind="sup"):
    return Extremum(kind, body, variable)


def inf(body, variable=t):
    return sup(body, variable, "inf")


def mean(body, density):
    return Expect(body, (x,), density)


skew = add(mean(mul(D, D), f), mean(log(sub(num(1), D)), g))  # of no form that is maximized exactly
critic = Sym("D", "law")

TRUE = [
    (numbers, eq(sup(sigma), num(1))),
    (numbers, eq(inf(sigma), num(0))),
    (numbers, eq(sup(bump), num(1))),
    (numbers, Statement("<=", (sup(bump), num(1)))),
    (numbers, Statement("<", (sup(mul(bump, num(1, 2))), num(1)))),
    (numbers, Statement(">=", (sup(sigma), num(1, 2)))),
    (numbers, Statement(">=", (add(num(1), neg(sup(sigma))), num(0)))),
    (numbers, eq(mul(num(-2), inf(sigma)), num(0))),
    (numbers, eq(sup(mul(p, sub(num(1), p)), p), num(1, 4))),
    (numbers, eq(sup(mul(b, bump)), b)),
    (above, eq(inf(sigma), Fn("sigmoid", num(3)))),
    (critics, Statement(">=", (sup(skew, critic), skew))),
]
FALSE = [
    (numbers, eq(sup(sigma), num(1, 2))),
    (numbers, eq(inf(sigma), num(1, 2))),
    (numbers, eq(num(9, 10), sup(sigma))),
    (numbers, Statement("<=", (sup(bump), num(1, 2)))),
    (numbers, Statement("<", (sup(bump), num(1)))),
    (numbers, Statement(">=", (inf(bump), num(1, 10)))),
    (numbers, Statement(">", (inf(Pow(bump, num(2))), num(1)))),
    (numbers, Statement(">=", (neg(sup(sigma)), num(0)))),
    (numbers, eq(add(a, mul(num(-2), inf(sigma))), sub(a, num(1)))),
    (numbers, eq(sup(mul(p, sub(num(1), p)), p), num(1, 5))),
    (numbers, eq(sup(mul(neg(b), bump)), neg(b))),
    (critics, eq(sup(skew, critic), num(-1))),
    (critics, Statement("<=", (sup(skew, critic), neg(Divergence("KL", f, g, (x,)))))),
]


@pytest.mark.parametrize("row", range(len(TRUE)))
def test_what_is_true_is_not_refuted(row):
    within, statement = TRUE[row]
    assert refute(statement, within) is None


@pytest.mark.parametrize("row", range(len(FALSE)))
def test_what_a_value_contradicts_is_refuted(row):
    within, statement = FALSE[row]
    assert refute(statement, within) is not None


def test_an_upper_bound_of_a_supremum_is_not_known():
    assert refute(eq(sup(sigma), num(2)), numbers) is None


def test_a_body_that_is_undefined_somewhere_refutes_nothing():
    assert refute(eq(sup(add(log(t), sigma)), num(-5)), numbers) is None


def test_a_violation_says_what_is_known():
    found = refute(eq(sup(sigma), num(1, 2)), numbers)
    assert found.lhs.startswith("at least 0.9")
    assert found.rhs == "at most 1/2"


@pytest.mark.parametrize("interval", [REALS, UNIT, POSITIVE, Interval(high=-2), Interval(3, 5)])
def test_candidates_lie_inside_of_the_range(interval):
    assert all(value in interval for value in places(interval))
