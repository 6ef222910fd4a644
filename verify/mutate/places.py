"""Places in a term: where a mutation may strike, and the term with another one put there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from verify.terms.nodes import At, Delta, Density, Diff, Entry, MatOp, Prod, Sum, Sym, Term
from verify.terms.rewrite import bound

Path = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A node, the children to go down to reach it, the node right above it, and the symbols bound on the way."""

    node: Term
    path: Path = ()
    above: Term | None = None
    scope: tuple[Sym, ...] = ()


def places(term: Term) -> Iterator[Place]:
    """Yield the places of `term` that are written mathematics, parents first; no binders, indices or sizes."""
    return _places(Place(term))


def _places(place: Place) -> Iterator[Place]:
    yield place
    node = place.node
    for k, child in enumerate(node.children()):
        if child not in _kept(node):
            own = () if isinstance(node, At) and k else bound(node)  # the values of an evaluation lie outside of it
            yield from _places(Place(child, (*place.path, k), node, (*place.scope, *own)))


def _kept(node: Term) -> tuple[Term, ...]:
    """Return the children that are no formulas: what a node binds, its sizes, indices and points."""
    match node:
        case Diff(variables=variables):
            return variables
        case Sum(index=index, upper=upper) | Prod(index=index, upper=upper):
            return (index, upper)
        case Entry(indices=indices):
            return indices
        case Sym() | MatOp(op="identity" | "zeros" | "ones") | Delta() | Density():
            return node.children()
        case _:
            return bound(node)


def replaced(term: Term, path: Path, new: Term) -> Term:
    """Return `term` with `new` at `path`.

    Raises:
        IllTyped: it does not fit there.

    """
    if not path:
        return new
    count = iter(range(len(term.children())))
    return term.rebuild(lambda child: replaced(child, path[1:], new) if next(count) == path[0] else child)
