"""Sides that agree at instances: exactly, to hundreds of digits, or not."""

import pytest

from tests.meaning.words import a, add, b, context, declare, eq, log, mul, num, sub, t
from verify.meaning.agree import agreement
from verify.terms.nodes import Fn, Pow

reals = context(declare(a), declare(b), declare(t))
ONE = num(1)


def sigmoid(term):
    return Fn("sigmoid", term)


@pytest.mark.parametrize(
    ("statement", "exact"),
    [
        (eq(Pow(add(a, b), num(2)), add(Pow(a, num(2)), mul(num(2), a, b), Pow(b, num(2)))), True),
        (eq(sub(ONE, sigmoid(t)), sigmoid(mul(num(-1), t))), False),
        (eq(log(sigmoid(t)), mul(num(-1), Fn("softplus", mul(num(-1), t)))), False),
        (eq(Fn("exp", add(a, b)), mul(Fn("exp", a), Fn("exp", b))), False),
    ],
)
def test_equal_sides_agree(statement, exact):
    found = agreement(statement, reals, 1, 8)
    assert found.agree == 8
    assert (found.exact == 8) == exact


@pytest.mark.parametrize(
    "statement",
    [
        eq(Pow(add(a, b), num(2)), add(Pow(a, num(2)), Pow(b, num(2)))),
        eq(sub(ONE, sigmoid(t)), sigmoid(t)),
        eq(Fn("exp", a), add(Fn("exp", a), num(1, 10**60))),
    ],
)
def test_sides_that_differ_do_not(statement):
    assert agreement(statement, reals, 1, 8).agree == 0


def test_a_statement_without_values_is_silent():
    found = agreement(eq(log(mul(num(-1), Pow(a, num(2)))), log(mul(num(-1), Pow(a, num(2))))), reals, 1, 4)
    assert (found.agree, found.silent) == (0, 16)
