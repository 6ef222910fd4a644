"""Terms of members of families of points, such as q(z_j): many choices of a family share their value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from verify.terms.nodes import Entry, Sym, Term
from verify.terms.rewrite import bound, free, walk


def shared_key(term: Term, scope: Mapping[Sym, Any], tacit: frozenset[Sym]) -> tuple[Any, ...] | None:
    """Return what tells the value of a term of members of families: itself and their cells.

    None: something else that `scope` binds may bear on the value (`tacit`: what declared laws depend on).
    """
    places, others = _places(term)
    if not places or not others.isdisjoint(scope) or not tacit.isdisjoint(scope):
        return None
    key: list[Any] = [term]
    for family, index in places:
        members, at = scope.get(family), scope.get(index)
        if members is None or at is None:
            return None
        position = int(at.p)
        if not 1 <= position <= len(members):
            return None
        key.append(members[position - 1])
    return tuple(key)


Places = tuple[tuple[tuple[Sym, Sym], ...], frozenset[Sym]]


def _places(term: Term) -> Places:
    """Return (family, index) for each member of a family in a term without binders, and its other free symbols.

    No place if a family or such an index stands anywhere else.
    """
    known: Places | None = term.__dict__.get("_places")
    if known is None:
        known = _found(term)
        object.__setattr__(term, "_places", known)  # a term never changes, so neither does this
    return known


def _found(term: Term) -> Places:
    nodes = list(walk(term))
    entries = [n for n in nodes if isinstance(n, Entry) and n.sort == "point"]
    found = {(e.array, i) for e in entries for i in e.indices if isinstance(e.array, Sym) and isinstance(i, Sym)}
    own = frozenset(s for pair in found for s in pair)
    if any(bound(n) for n in nodes) or sum(n in own for n in nodes) != 2 * len(entries):
        return (), own
    return tuple(sorted(found, key=repr)), free(term) - own
