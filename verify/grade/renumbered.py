"""Rows that one wrong number makes false: √(γ² - 4) for √(γ² - 1), where formulas say what the numbers are.

Edits of terms see a row as it was read; a value with ± stands in it twice, and that of an eigenvalue in a polynomial.
So the numbers are edited as they are written, and the row is read again.

Main definitions
----------------
* `renumbered`: the first such edit that makes a row true.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

from verify.grade.burden import Repair, made_true
from verify.grade.limits import OutOfTime, within
from verify.latex.scope import Scope
from verify.latex.tree import Fraction, Node, Number, Plus, Scripted, children, with_child

#: numbers of a row that are edited, and seconds of the processor's time for it: after which none begins, and at most
NUMBERS, SECONDS, MOST = 8, 2.0, 4.0


def renumbered(left: Node, relation: str, right: Node, scope: Scope) -> Repair | None:
    """Return the first edit of one number or sign on the right that makes a row true, if there is one."""
    try:
        with within(MOST):
            return _renumbered(left, relation, right, scope)
    except OutOfTime:
        return None


def _renumbered(left: Node, relation: str, right: Node, scope: Scope) -> Repair | None:
    enough = time.process_time() + SECONDS
    for label, new in _edited(right):
        if time.process_time() > enough:
            return None
        if (repair := made_true(label, left, relation, new, scope)) is not None:
            return repair
    return None


def _edited(right: Node) -> Iterator[tuple[str, Node]]:
    places = list(_places(right))
    numbers = [(n, p) for n, p in places if isinstance(n, Number)]
    for number, path in sorted(numbers, key=lambda place: -len(place[1]))[:NUMBERS]:  # the innermost first
        for other in _others(number):
            yield f"{_shown(other)} for {number.text}", _put(right, path, other)
    for node, path in places:
        for k in range(1, len(node.signs)) if isinstance(node, Plus) else ():
            assert isinstance(node, Plus)
            if node.signs[k] in "+-":
                turned = (*node.signs[:k], "-" if node.signs[k] == "+" else "+", *node.signs[k + 1 :])
                yield "another sign", _put(right, path, replace(node, signs=turned))


def _others(number: Number) -> Iterator[Node]:
    """Yield the numbers that a student may have meant: 1 for 4, 1/4 for 1, 2 for 1/2."""
    if not number.text.isdigit() or not 0 < int(number.text) < 100:
        return
    value = int(number.text)
    parts = [value // k for k in (2, 4) if value % k == 0]
    for other in dict.fromkeys([value * 2, value * 4, *parts, value + 1, max(value - 1, 1)]):
        if other == value:
            continue
        yield replace(number, text=str(other))
    for below in (2, 4):
        if value % below:
            yield Fraction(number.start, number.end, number, replace(number, text=str(below)))


def _shown(node: Node) -> str:
    match node:
        case Number(text=text):
            return text
        case Fraction(numerator=Number(text=above), denominator=Number(text=below)):
            return f"{above}/{below}"
    return "another number"


def _places(node: Node, path: tuple[int, ...] = ()) -> Iterator[tuple[Node, tuple[int, ...]]]:
    """Yield the nodes of a formula, with the numbers of the children on the way; exponents and subscripts stay."""
    yield node, path
    for k, child in enumerate(children(node)):
        if not isinstance(node, Scripted) or child is node.base:
            yield from _places(child, (*path, k))


def _put(node: Node, path: tuple[int, ...], new: Node) -> Node:
    if not path:
        return new
    old = tuple(children(node))[path[0]]
    return with_child(node, old, _put(old, path[1:], new))
