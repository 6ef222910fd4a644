"""Which letters an operator binds, and whether terms mention them."""

from __future__ import annotations

from verify.latex.tree import (
    Bracket,
    Derivative,
    Letter,
    Node,
    Operator,
    Plus,
    Product,
    Relation,
    Scripted,
    Sequence,
    children,
    walk,
)

_BINDING = frozenset({"sum", "prod", "max", "min", "sup", "inf", "argmax", "argmin", "lim", "E", "Var"})
_EXTREMA = frozenset({"max", "min", "sup", "inf"})


def bound_letters(name: str, sub: Node | None) -> frozenset[str] | None:
    """Return the letters that Σ_{i = 1}, max_θ, lim_{p → 1}, E_{z ~ q} bind; None where E does not say.

    A measure such as q(z|x) binds what stands before its bar.
    """
    if sub is None:
        return None if name == "E" else frozenset()
    if name != "E":
        return variable_letters(sub.left if isinstance(sub, Relation) else sub)
    if isinstance(sub, Relation):
        return variable_letters(sub.left)
    if isinstance(sub, Product) and isinstance(sub.factors[-1], Bracket) and sub.factors[-1].items:
        return variable_letters(sub.factors[-1].items[0])
    return None


def variable_letters(node: Node) -> frozenset[str]:
    """Return the letters that a variable consists of, without its scripts."""
    if isinstance(node, Letter):
        return frozenset({node.name})
    if isinstance(node, Scripted):
        return variable_letters(node.base)
    if isinstance(node, Sequence | Product | Bracket | Relation):
        return frozenset().union(*(variable_letters(child) for child in children(node)))
    return frozenset()


def mentions(node: Node, bound: frozenset[str] | None) -> bool:
    """Tell whether a bound letter occurs free in `node`; with None, whether anything but a number or an E does."""
    if bound is None:
        if isinstance(node, Operator) and node.name in ("E", "KL", "H", "JSD"):
            return False
        return isinstance(node, Letter) or any(mentions(child, bound) for child in children(node))
    if not bound:
        return False
    if isinstance(node, Letter):
        return node.name in bound
    if isinstance(node, Operator) and node.name in _BINDING:
        bound = bound - (bound_letters(node.name, node.sub) or frozenset())
    if isinstance(node, Operator) and node.variables:
        bound = bound - frozenset().union(*(variable_letters(v) for v in node.variables))
    if (isinstance(node, Operator) and node.name == "nabla") or isinstance(node, Derivative):
        return False  # another derivative of the same kind starts its own term
    return any(mentions(child, bound) for child in children(node))


def escapes(node: Node, head: Node) -> bool:
    """Tell whether what an extremum ranges over occurs in a term behind it, and is no argument of the `head`."""
    for terms in (n.terms for n in walk(node) if isinstance(n, Plus)):
        for k, term in enumerate(terms):
            least = (n for n in walk(term) if isinstance(n, Operator) and n.name in _EXTREMA)
            bound = frozenset().union(*(bound_letters(n.name, n.sub) or frozenset() for n in least))
            if any(mentions(later, bound) for later in terms[k + 1 :]) and not mentions(head, bound):
                return True
    return False
