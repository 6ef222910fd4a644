"""Inequalities that claim nothing: 0 < p < 1, |t| ≤ 1, γ = 1/2; and A ≥ B where A = B is supposed.

The sheet or the text supposes what the first kind says, so that such a row is a condition of others. The second kind is
true only where both sides are equal: who says so has rather lost that the case of equality was spoken of alone.

Main definitions
----------------
* `says_where_a_number_is`: whether every reading of a row is of the first kind.
* `holds_by_equality`: whether a row is of the second kind.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from verify.grade.evidence import check_all
from verify.latex.tree import Bracket, Letter, Node, Product, Scripted, Word
from verify.terms.context import Context
from verify.terms.nodes import Const, Entry, Fn, Mul, Num, Sym, Term
from verify.terms.statement import COMPARISONS, Statement


def says_where_a_number_is(found: tuple[Statement, ...]) -> bool:
    """Whether all readings compare variables, or their absolute values, with numbers or with one another.

    In 0 < p < 1 the second sign is one between 0 and 1, too; that two numbers are equal is a claim.
    """
    return bool(found) and all(
        statement.relation in COMPARISONS
        and all(_is_plain(arg) for arg in statement.args)
        and (statement.relation != "=" or any(_is_variable(arg) for arg in statement.args))
        for statement in found
    )


def holds_by_equality(found: tuple[Statement, ...], context: Context) -> bool:
    """Whether a row that holds is an inequality, false in general, with equal sides under what is supposed."""
    if not all(r.relation in ("<=", ">=") and r.hypotheses for r in found):
        return False
    if not check_all((replace(r, hypotheses=()) for r in found), context).fails:
        return False
    return check_all((replace(r, relation="=") for r in found), context).holds


def has_a_value(pairs: Iterable[tuple[Node, Node]]) -> bool:
    """Whether a side is written as the value of a function, W(P, Q) = |θ|: that is a claim, whatever it comes to."""
    return any(_is_call(side) for pair in pairs for side in pair)


def _is_call(side: Node) -> bool:
    match side:
        case Product(operators=("",), factors=(Letter() | Word() | Scripted(), Bracket(opening="("))):
            return True
        case _:
            return False


def _is_plain(term: Term) -> bool:
    match term:
        case Num() | Const():
            return True
        case Mul(factors=(Num(), other)) | Fn(name="abs", arg=other):
            return _is_plain(other)
        case _:
            return _is_variable(term)


def _is_variable(term: Term) -> bool:
    match term:
        case Entry(array=Sym()) | Sym():
            return not term.shape and term.sort == "real"
        case Mul(factors=(Num(), other)) | Fn(name="abs", arg=other):
            return _is_variable(other)
        case _:
            return False
