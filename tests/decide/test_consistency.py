"""A Context that contradicts itself is an error, and one that does not is never called so."""

from fractions import Fraction

import pytest

from verify.check import check_derivation
from verify.decide.consistency import contradiction
from verify.model import Settings
from verify.terms.context import POSITIVE, UNIT, Context, ContextError, Declaration, Interval
from verify.terms.nodes import ZERO, Add, Fn, Mul, Num, Pow, Sym
from verify.terms.statement import Derivation, Statement, Step

a, b, p = Sym("a"), Sym("b"), Sym("p")
ONE, TWO = Num(Fraction(1)), Num(Fraction(2))


DECLARED = (Declaration(a), Declaration(b), Declaration(p, UNIT))


def given(*hypotheses, declarations=DECLARED):
    return Context(tuple(declarations), hypotheses=tuple((h, "assumed") for h in hypotheses))


def says(relation, left, right):
    return Statement(relation, (left, right))


CONTRADICTORY = {
    "p in (0, 1) and p > 1": given(says(">", p, ONE)),
    "p in (0, 1) and p = 1": given(says("=", p, ONE)),
    "a > 0 and a < 0": given(says(">", a, ZERO), says("<", a, ZERO)),
    "a > b > a": given(says(">", a, b), says(">", b, a)),
    "a² < 0": given(says("<", Pow(a, TWO), ZERO)),
    "exp a < 0": given(says("<", Fn("exp", a), ZERO)),
    "a b > 0, a > 0, b < 0": given(says(">", Mul((a, b)), ZERO), says(">", a, ZERO), says("<", b, ZERO)),
    "an empty range": given(declarations=(Declaration(a, Interval(Fraction(2), Fraction(1))),)),
    "an open point": given(declarations=(Declaration(a, Interval(Fraction(1), Fraction(1))),)),
}


@pytest.mark.parametrize("context", CONTRADICTORY.values(), ids=CONTRADICTORY)
def test_contradictions_are_found(context):
    assert contradiction(context)


CONSISTENT = {
    "nothing": given(),
    "p > 1/2": given(says(">", p, Num(Fraction(1, 2)))),
    "a > b > 0": given(says(">", a, b), says(">", b, ZERO)),
    "a² <= 0": given(says("<=", Pow(a, TWO), ZERO)),
    "a + b = 1": given(says("=", Add((a, b)), ONE)),
    "a ≠ 0": given(says("!=", a, ZERO), declarations=(Declaration(a, POSITIVE),)),
    "a closed point": given(declarations=(Declaration(a, Interval(Fraction(1), Fraction(1), True, True)),)),
}


@pytest.mark.parametrize("context", CONSISTENT.values(), ids=CONSISTENT)
def test_consistent_contexts_are_left_alone(context):
    assert contradiction(context) is None


@pytest.mark.parametrize("context", CONTRADICTORY.values(), ids=CONTRADICTORY)
def test_a_false_claim_under_a_contradiction_is_an_error_not_a_proof(context):
    claim = says("=", ONE, ZERO)
    derivation = Derivation("t.false", "false", "", (), context, claim, (Step(claim, "anything follows"),))
    with pytest.raises(ContextError, match=r"t\.false"):
        check_derivation(derivation, Settings())
