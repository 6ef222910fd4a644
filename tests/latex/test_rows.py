"""Formulas to rows: sides, relations, words."""

from verify.latex.rows import formula_row
from verify.latex.tree import Bracket, Operator, Plus


def test_an_expectation_and_norms():
    row = formula_row(r"\mathbb{E}[L(w)] = \|y - pXw\|^2 + p(1-p)\|\Gamma w\|^2")
    assert row.relations == ("=",)
    assert not row.unread
    left, right = row.sides
    assert isinstance(left, Operator)
    assert left.name == "E"
    assert left.bracketed
    assert isinstance(left.body, Bracket)
    assert isinstance(right, Plus)
    assert right.signs == ("+", "+")
