"""Formulas that a sheet gives as strings → trees and keys.

Main definitions
----------------
* `formula`: the row that a string is.
* `tree_of`, `name_of`: the one formula, or the key of the one name, that a string is; `measure_of`: what is drawn.
"""

from __future__ import annotations

from verify.latex.names import key_of
from verify.latex.rows import formula_row
from verify.latex.tree import Node, Operator, Row
from verify.model import VerifyError


def formula(text: str) -> Row:
    """Return the row that a string is.

    Raises:
        VerifyError: it is no formula that can be read.

    """
    row = formula_row(text)
    if row.unread or row.ill_typed:
        raise VerifyError(f"{text!r}: {row.unread or row.ill_typed}")
    return row


def tree_of(text: str) -> Node:
    """Return the tree of a formula without relations.

    Raises:
        VerifyError: it has relations, or cannot be read.

    """
    row = formula(text)
    if len(row.sides) != 1 or row.sides[0] is None:
        raise VerifyError(f"{text!r} is no formula without relations")
    return row.sides[0]


def name_of(text: str, fonts: frozenset[str] = frozenset()) -> str:
    """Return the canonical key of a name.

    Raises:
        VerifyError: it is no name.

    """
    key = key_of(tree_of(text), fonts)
    if key is None:
        raise VerifyError(f"{text!r} is no name")
    return key


def measure_of(text: str) -> Node:
    r"""Return the tree of what stands under an expectation, z \sim q.

    Raises:
        VerifyError: it cannot be read.

    """
    node = tree_of(rf"\mathbb{{E}}_{{{text}}}[1]")
    if not isinstance(node, Operator) or node.sub is None:
        raise VerifyError(f"{text!r} is no measure")
    return node.sub
