"""Thousands of generated statements: no false one is proved, and at least 90% of the true ones are.

Truth comes from the generator (rewrites that keep it) and falsehood from an instance: the exact
evaluator, which shares no code with the deciders' normal forms, must find values at which the sides
differ. A mutated statement without such an instance is dropped, not counted.
"""

import random

import pytest

from tests.attacks.grammars import GRAMMARS
from tests.attacks.rewriting import apply_one, rewrite
from verify.decide import decide
from verify.meaning.replay import refute
from verify.model import Proof
from verify.terms.nodes import IllTyped
from verify.terms.statement import Statement

TRUE, FALSE = 1000, 1000  # statements of each kind for each of the four grammars


def true_statements(grammar, count):
    rng = random.Random(f"true {grammar.name}")
    while count:
        term = grammar.generate(rng)
        other = rewrite(term, grammar.keep, rng, rng.randint(1, 4))
        if other != term:
            count -= 1
            yield Statement("=", (term, other))


def false_statements(grammar, count):
    rng = random.Random(f"false {grammar.name}")
    while count:
        term = grammar.generate(rng)
        wrong = apply_one(rewrite(term, grammar.keep, rng, rng.randint(0, 2)), grammar.break_, rng)
        if wrong is None:
            continue
        try:
            statement = Statement("=", (term, rewrite(wrong, grammar.keep, rng, rng.randint(0, 2))))
        except IllTyped:
            continue
        if refute(statement, grammar.context) is not None:
            count -= 1
            yield statement


@pytest.mark.parametrize("grammar", GRAMMARS, ids=lambda g: g.name)
def test_no_false_statement_is_proved(grammar):
    proved = [s for s in false_statements(grammar, FALSE) if isinstance(decide(s, grammar.context), Proof)]
    assert not proved, f"{proved[0].lhs} = {proved[0].rhs}"


@pytest.mark.parametrize("grammar", GRAMMARS, ids=lambda g: g.name)
def test_true_statements_are_not_refuted_and_mostly_proved(grammar):
    proved = 0
    for statement in true_statements(grammar, TRUE):
        assert refute(statement, grammar.context, tries=3) is None, f"{statement.lhs} = {statement.rhs}"
        proved += isinstance(decide(statement, grammar.context), Proof)
    assert proved >= 0.9 * TRUE
