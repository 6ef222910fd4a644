"""A strict comparison of equal sides is refuted though balls cannot tell them apart; nothing else is."""

from fractions import Fraction

import pytest

from tests.meaning.words import (
    POSITIVE,
    UNIT,
    LawDeclaration,
    a,
    add,
    b,
    context,
    declare,
    div,
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
from verify.decide import decide
from verify.decide.equality import refuted_by_equality
from verify.model import Disproof, Proof
from verify.terms.nodes import Divergence, Fn, Pow
from verify.terms.statement import Statement

reals = context(declare(a), declare(b), declare(t, POSITIVE), declare(p, UNIT))
never = context(declare(a), hypotheses=(Statement("<", (Pow(a, num(2)), num(0))),))
densities = context(declare(x), LawDeclaration("f", ("x",)))
f = law("f", x)


def sigma(term):
    return Fn("sigmoid", term)


def root(term):
    return Pow(term, num(1, 2))


EQUAL = {
    "the same term": (reals, sigma(a), sigma(a)),
    "1 - σ(a) = σ(-a)": (reals, sub(num(1), sigma(a)), sigma(neg(a))),
    "exponents": (reals, mul(Fn("exp", a), Fn("exp", b)), Fn("exp", add(a, b))),
    "roots": (reals, mul(root(t), root(t)), t),
    "logarithms": (reals, log(mul(t, p)), add(log(t), log(p))),
    "a law and itself": (densities, Divergence("KL", f, f, (x,)), num(0)),
}
STRICT = ["<", ">", "!="]


@pytest.mark.parametrize("relation", STRICT)
@pytest.mark.parametrize("name", EQUAL)
def test_equal_sides_are_refuted(name, relation):
    within, *sides = EQUAL[name]
    answer = decide(Statement(relation, tuple(sides)), within)
    assert isinstance(answer, Disproof)
    assert answer.counterexample.values or name == "a law and itself"


NOT_EQUAL = {
    "true": (reals, Statement("<", (sigma(a), num(1)))),
    "true of positive numbers": (reals, Statement(">", (Fn("exp", t), num(1)))),
    "open": (reals, Statement("<", (sigma(a), sigma(b)), hypotheses=(Statement("<", (a, b)),))),
    "true, and far from equal": (reals, Statement("!=", (Fn("exp", a), num(0)))),
    "under hypotheses that never hold": (never, Statement("<", (sigma(a), sigma(a)))),
    "equal and nowhere defined": (reals, Statement("<", (log(neg(t)), log(neg(t))))),
}


@pytest.mark.parametrize(("within", "statement"), NOT_EQUAL.values(), ids=NOT_EQUAL)
def test_nothing_else_is(within, statement):
    assert not isinstance(decide(statement, within), Disproof)


def test_the_evidence_is_an_instance_of_the_hypotheses():
    above = Statement(">", (a, num(1)))
    statement = Statement("<", (sigma(a), sigma(a)), hypotheses=(above,))
    found = refuted_by_equality(statement, reals, Proof("scalars", certificate="0 = 0")).counterexample
    assert Fraction(dict(found.values)["a"]) > 1
    assert "negation is proved" in found.note
    assert found.lhs == found.rhs


def test_no_instance_no_disproof():
    assert refuted_by_equality(eq(div(a, sub(b, b)), a), reals, Proof("nobody")) is None
