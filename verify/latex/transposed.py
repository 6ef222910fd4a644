"""A prime that is a transpose: X'X, X'y, w'w, as statisticians write.

A prime is a derivative on a function, and elsewhere a part of a name: x' is another point, w' the weights after a step.
On an array it is a transpose only where it makes a product: in front of another array, or on a matrix behind one, and
only of a name that nobody gave with its prime, w' = w - η ∇L.

Main definitions
----------------
* `with_transposes`: a product with Xᵀ where it has such an X'.
* `own_names`: the names with primes that formulas have where none is a transpose.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from verify.latex.errors import Unread
from verify.latex.names import key_of, matches
from verify.latex.reading import read
from verify.latex.scope import Scope
from verify.latex.tree import Bracket, Letter, Mark, Node, Product, Scripted, walk
from verify.terms.nodes import ONE, IllTyped, Shape


def with_transposes(node: Product, scope: Scope) -> Product:
    """Return a product in which a prime on an array, in front of another one or on a matrix behind one, is a ᵀ."""
    if not any(isinstance(factor, Scripted) and factor.primes for factor in node.factors):
        return node
    factors = list(node.factors)
    for k in reversed(range(len(factors))):
        plain = _without_prime(factors[k], scope)
        shape = () if plain is None else _shape(plain, scope)
        if plain is None or not shape:
            continue
        behind = k + 1 < len(factors) and node.operators[k] in ("", "·") and _shape(factors[k + 1], scope)
        matrix = ONE not in shape or isinstance(plain, Bracket)
        before = matrix and k > 0 and node.operators[k - 1] in ("", "·") and _shape(factors[k - 1], scope)
        if behind or before:
            mark = Mark(factors[k].end, factors[k].end, "top")
            factors[k] = Scripted(factors[k].start, factors[k].end, plain, None, mark)
    return replace(node, factors=tuple(factors))


def _without_prime(node: Node, scope: Scope) -> Node | None:
    """Return a name or bracket with a prime alone, without it; None for others, and for a name that has it."""
    match node:
        case Scripted(base=Letter() | Bracket() as base, sub=None, sup=None, primes=1):
            found = next(matches(node, scope), None)
            return base if found is None or found[1].primes else None
    return None


def _shape(node: Node, scope: Scope) -> Shape:
    """Return the shape of an array of numbers; () for all else, and for what cannot be read alone."""
    if isinstance(node, Product):
        node = with_transposes(node, scope)
    try:
        found = {(term.sort, term.shape) for term in read(node, scope)}
    except (Unread, IllTyped):
        return ()
    sort, shape = found.pop()
    return shape if not found and sort == "real" else ()


def own_names(sides: Iterable[Node], scope: Scope) -> Iterator[str]:
    """Yield the keys of arrays with a prime that stands where it is no transpose: w' = w - η ∇L, f(x'), x - x'."""
    for side in sides:
        nodes = tuple(walk(side))
        products = (with_transposes(node, scope).factors for node in nodes if isinstance(node, Product))
        transposed = {(factor.start, factor.end) for factors in products for factor in factors if _is_transpose(factor)}
        for node in nodes:
            plain = _without_prime(node, scope)
            if isinstance(plain, Letter) and (node.start, node.end) not in transposed and _shape(plain, scope):
                yield key_of(node, scope.fonts) or ""


def _is_transpose(node: Node) -> bool:
    return isinstance(node, Scripted) and isinstance(node.sup, Mark) and node.sup.text == "top"
