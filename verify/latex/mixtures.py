"""The mixture of both laws of which an answer speaks, m = (P + Q)/2, where it is called so without being written.

Main definitions
----------------
* `mixture`: the mixture of the two laws that live on segments or values.
* `is_mixture`: whether a formula can be what such a name stands for.
* `of_parameter`: the mixture M_t of P and Q_t, where M is one.
"""

from __future__ import annotations

from verify.latex.errors import Unread
from verify.latex.names import Scripts, key_of
from verify.latex.reading import Readings, attempt, combine, read
from verify.latex.scope import Definition, LawName, Meaning, Mixture, Scope, Value
from verify.latex.tree import Node
from verify.latex.uniforms import laws_of
from verify.terms.nodes import HALF, Add, Density, IllTyped, Mul, Term
from verify.terms.rewrite import free, walk


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


def of_parameter(meaning: Meaning, rest: Scripts, node: Node, scope: Scope) -> Readings:
    """Return M_t as the mixture M, where that is one of laws of which one depends on t; nothing for other names.

    Raises:
        Unread: what M stands for cannot be read.

    """
    from verify.latex.values import value_of

    if rest.sub is None or rest.sup is not None or rest.primes or rest.entry is not None or not is_of_laws(meaning):
        return ()
    number = scope.meaning(key_of(rest.sub, scope.fonts) or "")
    found = value_of(meaning, node, scope, None) if isinstance(number, Value) else ()
    given = isinstance(number, Value) and all(number.term in _ends(term, scope) for term in found)
    return found if given else ()


def is_of_laws(meaning: Meaning | None) -> bool:
    """Whether a name is the mixture of both laws, or one that the answer itself wrote out."""
    if isinstance(meaning, Definition) and not meaning.parameters:
        return isinstance(meaning.scope.meaning(meaning.key), Mixture)
    return isinstance(meaning, Mixture)


def _ends(term: Term, scope: Scope) -> frozenset[Term]:
    """Return the symbols on which the segments and values depend where the densities of a term live."""
    laws = {part.law for part in walk(term) if isinstance(part, Density)}
    supports = {law.support for law in scope.context.laws if law.name in laws}
    ends = (end for region in scope.context.regions if region.name in supports for end in region.ends)
    return frozenset(symbol for end in ends for symbol in free(end))
