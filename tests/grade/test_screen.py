"""Which edits of a row instances rule out, before the engine is asked about them."""

import pytest

from tests.meaning.words import a, b, context, declare, div, eq, log, mul, neg, num, sub, t
from verify.grade.screen import Screen
from verify.terms.context import POSITIVE
from verify.terms.nodes import Integral
from verify.terms.statement import Statement

CONTEXT = context(declare(a, POSITIVE), declare(b, POSITIVE), declare(t))
#: over the whole line: no value that the evaluator can tell
OPEN = Integral(mul(a, t), (t,))


@pytest.mark.parametrize(
    ("statement", "edited", "may"),
    [
        (eq(log(mul(a, b)), log(a)), eq(log(mul(a, b)), log(mul(b, a))), True),
        (eq(log(mul(a, b)), log(a)), eq(log(mul(a, b)), log(b)), False),
        (eq(log(a), b), eq(log(neg(a)), b), False),  # no value where the row has one: it explains nothing
        (eq(log(a), b), eq(log(a), div(b, sub(a, a))), False),
        (eq(log(neg(a)), b), eq(log(neg(a)), a), True),  # nor has the row
        (eq(log(neg(a)), b), eq(a, b), False),
        (eq(a, b), eq(a, OPEN), True),
        (Statement("<", (a, num(0))), Statement(">", (a, num(0))), True),
        (Statement("<", (a, num(0))), Statement("<", (a, num(-1))), False),
    ],
)
def test_edits_that_instances_rule_out(statement: Statement, edited: Statement, may: bool):
    assert Screen(statement, CONTEXT).may_hold(edited) is may
