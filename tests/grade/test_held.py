"""Conditions that can or cannot hold together, and ranges with the ends that they speak of."""

import pytest

from tests.meaning.words import a, context, declare, eq, num, t
from verify.grade.evidence import check
from verify.grade.held import contradicted, excludes, with_ends
from verify.model import Verdict
from verify.terms.context import UNIT, Interval
from verify.terms.statement import Statement

ZERO = num(0)
CONTEXT = context(declare(t), declare(a, Interval(0, 1, high_closed=True)))
ABOVE, BELOW, FROM = (Statement(relation, (t, ZERO)) for relation in (">", "<", ">="))


@pytest.mark.parametrize(
    ("new", "old", "expected"),
    [
        (ABOVE, BELOW, True),
        (eq(t, ZERO), ABOVE, True),
        (ABOVE, FROM, False),
        (FROM, ABOVE, False),
        (ABOVE, eq(a, num(1)), False),
        (eq(a, num(2)), ABOVE, False),  # what can never hold rules nothing out
    ],
)
def test_what_rules_an_earlier_condition_out(new, old, expected):
    assert excludes(new, old, CONTEXT) is expected


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ((), False),
        ((ABOVE,), False),
        ((ABOVE, FROM), False),
        ((ABOVE, BELOW), True),
        ((eq(a, num(2)),), True),
        ((eq(a, num(1)),), False),
        ((eq(a, ZERO),), False),  # the end of its range, though that is open
    ],
)
def test_what_cannot_hold(conditions, expected):
    assert bool(contradicted(conditions, CONTEXT)) is expected


def test_from_a_contradiction_nothing_follows():
    for wrong in (eq(a, t, hypotheses=(eq(a, num(2)),)), eq(t, num(3), hypotheses=(ABOVE, BELOW))):
        found = check(wrong, CONTEXT)
        assert found.verdict is Verdict.UNDECIDED
        assert found.reason.startswith("nothing is known where")


def test_a_range_is_closed_at_the_end_of_which_a_condition_speaks():
    unit = context(declare(a, UNIT), declare(t, UNIT))
    (closed,) = {d.interval for d in with_ends(unit, [eq(a, num(1))]).symbols if d.symbol == a}
    assert (closed.low_closed, closed.high_closed) == (False, True)
    assert with_ends(unit, [eq(a, num(1))]).by_name["t"] == unit.by_name["t"]
    for other in (eq(a, num(1, 2)), Statement("<", (a, num(1))), eq(num(1), a), eq(a, t)):
        assert with_ends(unit, [other]) is unit
