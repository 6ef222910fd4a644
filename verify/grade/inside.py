"""The places of a term, each with what puts another node there.

Main definitions
----------------
* `places`: the first places, the outermost first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from verify.terms.nodes import Term
from verify.terms.rewrite import bound

#: places of a side that are looked at
PLACES = 24

Put = Callable[[Term], Term]


def places(term: Term, most: int = PLACES) -> Iterator[tuple[Term, Put]]:
    """Yield the first places of a term, the outermost first, each with what puts another node there."""
    todo: list[tuple[Term, Put]] = [(term, _itself)]
    for _ in range(most):
        if not todo:
            return
        node, put = todo.pop(0)
        yield node, put
        fixed = set(bound(node))
        for child in node.children():
            if child not in fixed:
                todo.append((child, partial(_put, put, node, child)))


def _itself(new: Term) -> Term:
    return new


def _put(above: Put, node: Term, old: Term, new: Term) -> Term:
    """Put `node` with the child `old` (the very object) replaced where it stands."""
    return above(node.rebuild(lambda child: new if child is old else child))
