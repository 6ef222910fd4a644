"""Sums that are not written: a_m b_m for Σ_m a_m b_m, where m is repeated in each product and stands nowhere else.

Index notation (Einstein 1916) is one reading of such a row; that the index is any one is the other.

Main definitions
----------------
* `with_sums`: formulas with the sums over repeated indices written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from verify.latex.names import index_letter
from verify.latex.scope import Scope
from verify.latex.tree import Letter, Node, Operator, Product, Scripted, children, rebuilt, walk
from verify.latex.tree import Sequence as Items


def with_sums(scope: Scope, *sides: Node) -> tuple[Node, ...]:
    """Return formulas with Σ_m in front of each product in which an index is repeated that stands nowhere else."""
    twice = Counter[str]()
    for side in sides:
        for node in walk(side):
            if isinstance(node, Product):
                twice.update({name: 2 for name, count in _repeated(node).items() if count == 2})
    if not twice:
        return sides
    total = Counter(letter.name for side in sides for letter in _all_indices(side))
    taken = _other_letters(sides)
    chosen = {name for name in twice if twice[name] == total[name] and name not in taken}
    chosen = {name for name in chosen if index_letter(Letter(0, 0, name), scope) is not None}
    return tuple(_summed(side, chosen) for side in sides) if chosen else sides


def _indices(sub: Node | None) -> Iterator[Letter]:
    """Yield the letters of a subscript: m, kl, "k, l"."""
    match sub:
        case Letter():
            yield sub
        case Product(factors=parts) | Items(items=parts):
            for part in parts:
                yield from _indices(part)


def _all_indices(node: Node) -> Iterator[Letter]:
    for inner in walk(node):
        if isinstance(inner, Scripted):
            yield from _indices(inner.sub)


def _repeated(product: Product) -> Counter[str]:
    """Return how often each letter is an index of the factors of a product themselves."""
    plain = (f for f in product.factors if isinstance(f, Scripted) and f.sup is None and not f.primes)
    return Counter(letter.name for factor in plain for letter in _indices(factor.sub))


def _other_letters(sides: tuple[Node, ...]) -> set[str]:
    """Return the letters that something binds, or that stand elsewhere than in a subscript: i in ∂²/∂a_i², s = s_1."""
    found: set[str] = set()

    def visit(node: Node) -> None:
        match node:
            case Letter(name=name):
                found.add(name)
            case Operator(name="sum" | "prod" | "max" | "min", sub=sub) if sub is not None:
                found.update(n.name for n in walk(sub) if isinstance(n, Letter))
        for child in children(node):
            if not (isinstance(node, Scripted) and child is node.sub and tuple(_indices(child))):
                visit(child)

    for side in sides:
        visit(side)
    return found


def _summed(node: Node, letters: set[str]) -> Node:
    if isinstance(node, Product):
        here = sorted(name for name, count in _repeated(node).items() if count == 2 and name in letters)
        new: Node = node
        for name in here:
            new = Operator(node.start, node.end, "sum", new, Letter(node.start, node.start, name))
        if here:
            return new
    return rebuilt(node, lambda child: _summed(child, letters))
