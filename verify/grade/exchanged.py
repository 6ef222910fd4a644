"""Rows in which two names that differ by their number are exchanged: f_0 (1 - D*) = f_1 D* for f_1 (1 - D*) = f_0 D*.

The names are exchanged as they are written: what stands for a formula of both, as D* does, stays what it is.

Main definitions
----------------
* `exchanged`: the first exchange that makes a row true.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from verify.grade.burden import Repair, made_true
from verify.latex.scope import Scope
from verify.latex.tree import Letter, Node, Number, Scripted, rebuilt, walk

#: pairs of names that are tried
PAIRS = 3


def exchanged(left: Node, relation: str, right: Node, scope: Scope) -> Repair | None:
    """Return the first exchange of two numbered names, on the right or throughout, that makes a row true."""
    for label, sides in _edits(left, right):
        if (repair := made_true(label, sides[0], relation, sides[1], scope)) is not None:
            return repair
    return None


def _edits(left: Node, right: Node) -> Iterator[tuple[str, tuple[Node, Node]]]:
    numbers: dict[str, dict[str, None]] = {}
    for node in (*walk(left), *walk(right)):
        match node:
            case Scripted(base=Letter(name=name), sub=Number(text=number)):
                numbers.setdefault(name, {})[number] = None
    pairs = [(name, *pair) for name, found in numbers.items() for pair in combinations(found, 2)]
    for name, one, other in pairs[:PAIRS]:
        new = _with(right, name, one, other)
        yield f"{name}_{one} and {name}_{other} exchanged on the right", (left, new)
        yield f"{name}_{one} and {name}_{other} exchanged", (_with(left, name, one, other), new)


def _with(node: Node, name: str, one: str, other: str) -> Node:
    """Return a formula with two subscripts of a letter exchanged."""
    result = rebuilt(node, lambda child: _with(child, name, one, other))
    match result:
        case Scripted(base=Letter(name=letter), sub=Number(text=number) as sub) if letter == name:
            return replace(result, sub=replace(sub, text={one: other, other: one}.get(number, number)))
    return result
