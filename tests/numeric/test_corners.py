"""Equalities with corners: confirmed where every piece was tried, left open elsewhere, refuted where one differs."""

import pytest
from sympy import Abs, sign, symbols

from tests.decide.region_contexts import read
from verify.model import Settings, Verdict
from verify.notation import Context, Interval, Statement, assume, declare
from verify.notation.as_written import as_written
from verify.numeric.estimate import estimate

t, s = symbols("t s")

with as_written():
    LINE, HALF = Context(declare(t)), Context(declare(t, Interval(0, None, low_closed=True)))
    TWO = Context(declare(t), declare(s))
    SQUARED = Context(declare(t), assume(Statement(t**2, "=", 4), "given"))
    ABOVE = Context(declare(t), assume(Statement(t, ">", 1), "given"))
    ROWS = (
        ("|t|² = t²", LINE, Statement(Abs(t) ** 2, "=", t**2), Verdict.CONFIRMED),
        ("|t| = t for t ≥ 0", HALF, Statement(Abs(t), "=", t), Verdict.CONFIRMED),
        ("sign t = 1 for t > 1", ABOVE, Statement(sign(t), "=", 1), Verdict.CONFIRMED),
        ("sign t = 1 fails at 0", HALF, Statement(sign(t), "=", 1), Verdict.REFUTED),
        ("sign t² = 1 fails at 0", LINE, Statement(sign(t) ** 2, "=", 1), Verdict.REFUTED),
        ("|t| = t", LINE, Statement(Abs(t), "=", t), Verdict.REFUTED),
        ("|t - 1| = 1 - t", HALF, Statement(Abs(t - 1), "=", 1 - t), Verdict.REFUTED),
        ("t = 2 is not all of t² = 4", SQUARED, Statement(Abs(t), "=", 2), Verdict.UNDECIDED),
        ("two numbers", TWO, Statement(Abs(t * s), "=", Abs(t) * Abs(s)), Verdict.UNDECIDED),
        ("no line", LINE, Statement(Abs(t**2 - 1) ** 2, "=", (t**2 - 1) ** 2), Verdict.UNDECIDED),
    )  # fmt: skip


@pytest.mark.parametrize(("context", "written", "verdict"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS])
def test_rows(context, written, verdict):
    statement, core = read(context, written)
    assert estimate(statement, core, Settings(device="cpu"), "c").verdict is verdict


def test_a_wrong_value_on_a_far_piece_only():
    with as_written():
        wrong = Statement(Abs(t - 40) + Abs(t), "=", 40)
    statement, core = read(HALF, wrong)
    assert estimate(statement, core, Settings(device="cpu"), "c").verdict is not Verdict.CONFIRMED
