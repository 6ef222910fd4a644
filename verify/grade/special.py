"""Formulas in the text that go to a special case: what a display says behind one need not hold in general.

Main definitions
----------------
* `is_special`: whether a formula in the text does.
"""

from __future__ import annotations

from verify.grade.evidence import check
from verify.grade.introduce import conditions_of
from verify.grade.supposed import sets_value
from verify.grade.thread import Thread
from verify.latex.elaborate import statements
from verify.latex.errors import Unread
from verify.latex.names import key_of
from verify.latex.tree import Fraction, Letter, Node, Number, Plus, Row, Scripted, Word, walk
from verify.terms.nodes import IllTyped, Num


def is_special(row: Row, thread: Thread) -> bool:
    """Whether a formula in the text goes to a special case: λ → 0, λ = 0 where λ > 0, an array that is a number."""
    if row.relations in (("->",), ("approx",)) and isinstance(row.sides[0], Letter | Scripted | Word):
        return row.sides[1] is None or not _is_map(row.sides[0], row.sides[1])
    values = conditions_of(row, thread)
    if not values:
        return _sets_shape(row, thread)
    return all(
        sets_value(s) and isinstance(s.args[1], Num) and not check(s, thread.scope.context).holds for s in values
    )


def _sets_shape(row: Row, thread: Thread) -> bool:
    """Whether a formula in the text sets an array to a number: S = -2."""
    left, right = (*row.sides, None, None)[:2]
    if row.relations not in (("=",), (":=",)) or not isinstance(left, Letter | Scripted | Word) or right is None:
        return False
    if not all(isinstance(node, Number | Plus | Fraction) for node in walk(right)):
        return False
    try:
        statements(left, "=", right, thread.scope)
    except (Unread, IllTyped):
        return True
    return False


def _is_map(argument: Node, value: Node) -> bool:
    """Whether "x → …" writes a map: its argument stands on the right, too."""
    return any(key_of(node) == key_of(argument) for node in walk(value))
