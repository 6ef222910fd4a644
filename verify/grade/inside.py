"""What the edits of a side have in common: its places, and the nodes that are put there.

Main definitions
----------------
* `Edit`, `EditOfSides`: what the edit is called, and what builds the edited side, or sides.
* `places`: the first places of a term, the outermost first, each with what puts another node there.
* `at`: what builds a node and puts it in its place.
* `times`, `plus`: a term with one factor, or one term of a sum, more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import ParamSpec

from verify.terms.nodes import Add, Mul, Term
from verify.terms.rewrite import bound

#: places of a side that are looked at
PLACES = 24

#: what is built is built in its turn: many an edit is never tried, and some are ill-typed
Edit = tuple[str, Callable[[], Term]]
EditOfSides = tuple[str, Callable[[], tuple[Term, ...]]]
Put = Callable[[Term], Term]
Parts = ParamSpec("Parts")


def places(term: Term, most: int = PLACES) -> Iterator[tuple[Term, Put]]:
    """Yield the first places of a term, the outermost first, each with what puts another node there.

    Sizes, indices and the points of densities are places, too; those of `verify.mutate` are formulas alone.
    """
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


def at(put: Put, build: Callable[Parts, Term], *parts: Parts.args, **named: Parts.kwargs) -> Callable[[], Term]:
    """Return what builds a node of its parts and puts it in its place."""
    return lambda: put(build(*parts, **named))


def times(factor: Term, node: Term) -> Term:
    """Return a term with one factor more, in front of its own."""
    return Mul((factor, *(node.factors if isinstance(node, Mul) else (node,))))


def plus(side: Term, term: Term) -> Term:
    """Return a sum with one term more, behind its own."""
    return Add((*(side.terms if isinstance(side, Add) else (side,)), term))
