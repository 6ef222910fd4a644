r"""Angle brackets: ⟨X⟩_q for the mean of X under q, ⟨a, b⟩ for the inner product aᵀb.

Main definitions
----------------
* `averaged`: a mean in angle brackets, with scripts or without.
* `inner_product`: ⟨a, b⟩ of columns or matrices of one shape.
"""

from __future__ import annotations

from verify.latex.errors import Unread
from verify.latex.powers import transpose
from verify.latex.reading import Expected, Readings, combine, read
from verify.latex.scope import Scope
from verify.latex.tree import Bracket, Node, Operator, Scripted
from verify.terms.nodes import ONE, IllTyped, MatOp, Term, shape_text


def averaged(node: Bracket | Scripted, scope: Scope, expected: Expected) -> Readings:
    """Read ⟨X⟩_q, ⟨X⟩_{z ~ q}, ⟨X⟩ and ⟨X⟩_q² as expectations are read."""
    base = node.base if isinstance(node, Scripted) else node
    assert isinstance(base, Bracket)
    sub, sup = (node.sub, node.sup) if isinstance(node, Scripted) else (None, None)
    if len(base.items) != 1 or (isinstance(node, Scripted) and node.primes):
        raise Unread("what these angle brackets mean is not known", node.start, node.end)
    mean = Operator(node.start, node.end, "E", base.items[0], sub, sup, bracketed=True)
    return read(mean, scope, expected)


def inner_product(node: Bracket, scope: Scope) -> Readings:
    """Read ⟨a, b⟩ as aᵀb, of matrices as tr(AᵀB).

    Raises:
        Unread: there are not two items, with a comma or a bar between them.

    """
    if len(node.items) != 2 or node.separators not in ((",",), ("|",)):
        raise Unread("what these angle brackets mean is not known", node.start, node.end)
    first, second = (read(item, scope) for item in node.items)
    return combine(lambda a, b: _product(a, b, node), first, second)


def _product(a: Term, b: Term, node: Node) -> Term:
    if not a.shape or not b.shape:
        raise Unread("an inner product of numbers", node.start, node.end)
    if a.shape != b.shape:
        shapes = shape_text(a.shape), shape_text(b.shape)
        raise IllTyped(
            f"an inner product needs two of one shape, but {a} is {shapes[0]} and {b} is {shapes[1]}", shapes
        )
    product = MatOp("product", (transpose(a), b))
    return product if a.shape[1] == ONE else MatOp("trace", (product,))
