"""What is known of one statement, and of a row with several readings."""

from fractions import Fraction

import pytest

from tests.grade.answers import verdicts
from verify.grade.evidence import check, check_all
from verify.model import Verdict
from verify.terms.context import UNIT, Context, Declaration
from verify.terms.nodes import ONE, Add, Fn, Mul, Num, Pow, Sym
from verify.terms.statement import Statement

p, t = Sym("p"), Sym("t")
CONTEXT = Context((Declaration(p, UNIT), Declaration(t)))
TWO = Num(Fraction(2))


def eq(left, right):
    return Statement("=", (left, right))


RIGHT = eq(Add((ONE, Mul((Num(Fraction(-1)), Fn("sigmoid", t))))), Fn("sigmoid", Mul((Num(Fraction(-1)), t))))
WRONG = eq(Pow(p, TWO), p)


def test_a_true_statement_is_proved():
    assert check(RIGHT, CONTEXT).verdict is Verdict.PROVED


def test_a_false_statement_has_a_counterexample():
    found = check(WRONG, CONTEXT)
    assert found.fails
    assert found.counterexample is not None
    assert found.evidence in ("exact", "enclosed")


def test_readings_must_agree():
    assert check_all((RIGHT, RIGHT), CONTEXT).holds
    assert check_all((WRONG, WRONG), CONTEXT).fails
    assert check_all((RIGHT, WRONG), CONTEXT).verdict is Verdict.UNDECIDED
    assert check_all((WRONG, RIGHT), CONTEXT).verdict is Verdict.UNDECIDED
    assert check_all((), CONTEXT).verdict is Verdict.UNDECIDED


def test_an_inequality_that_only_instances_support_is_open():
    holds = Statement("<=", (Fn("tanh", Fn("exp", t)), ONE))
    assert check(holds, CONTEXT).verdict in (Verdict.PROVED, Verdict.UNDECIDED)
    assert check(Statement(">", (Fn("exp", t), Pow(t, Num(Fraction(3))))), CONTEXT).verdict is not Verdict.PROVED


@pytest.mark.parametrize(
    ("row", "verdict"),
    [(r"$$\sigma'(t) = \sigma(t)(1-\sigma(t))$$", "proved"), (r"$$\sigma'(t) = \sigma(t)$$", "refuted")],
)
def test_letters_of_an_equation_are_any_numbers(row, verdict):
    known = r"$$\sigma'(t) = \sigma(t) - \sigma(t)^2$$"
    assert verdicts("5.1", known, row)[-1] == verdict


def test_what_is_crossed_out_is_not_read():
    assert verdicts("1.1", r"$$\mathbb{E}[L(w)] = \|y - pXw\|^2 + \cancel{p(1-p)\|\Gamma w\|^2}$$") == ["unread"]
