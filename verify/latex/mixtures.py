"""The mixture of both laws of which an answer speaks, m = (P + Q)/2, where it is called so without being written.

Main definitions
----------------
* `mixture`: the mixture of the two laws that live on segments or values.
* `is_mixture`: whether a formula can be what such a name stands for.
"""

from __future__ import annotations

from verify.latex.errors import Unread
from verify.latex.reading import Readings, attempt, combine, read
from verify.latex.scope import LawName, Meaning, Scope
from verify.latex.tree import Node
from verify.latex.uniforms import laws_of
from verify.terms.nodes import HALF, Add, Density, IllTyped, Mul, Term
from verify.terms.rewrite import walk


def mixture(node: Node, scope: Scope) -> Readings:
    """Return half the sum of the two laws that live on segments or values, and are named.

    Raises:
        Unread: there are not two of them.

    """
    from verify.latex.values import value_of

    pair: dict[tuple[str, ...], Meaning] = {}
    for key, meaning in scope.names.items():
        laws = laws_of(meaning)
        if "·" not in key and laws and _live_on_regions(laws, scope):
            pair.setdefault(tuple(law.name for law in laws), meaning)
    if len(pair) != 2:
        raise Unread("of which two laws this is the mixture is not written", node.start, node.end)
    first, second = (value_of(meaning, node, scope, ()) for meaning in pair.values())
    return combine(_mixed, first, second)


def _live_on_regions(laws: tuple[LawName, ...], scope: Scope) -> bool:
    """Whether each of these laws is one of the Context on a segment or value."""
    explicit = {region.name for region in scope.context.regions if region.explicit}
    known = scope.context.law_by_name
    return all(law.name in known and known[law.name].support in explicit for law in laws)


def _mixed(first: Term, second: Term) -> Term:
    return Mul((HALF, Add((first, second))))


def is_mixture(node: Node, scope: Scope) -> bool:
    """Whether a formula speaks of laws, as what a mixture is called must; m = 1/2 is its value somewhere."""
    found = attempt(read, node, scope)
    if isinstance(found, IllTyped):
        return True
    return isinstance(found, tuple) and all(any(isinstance(n, Density) for n in walk(term)) for term in found)
