"""Signs that may mean the product entry by entry: X ∘ R, σ * ε.

∘ is composition between functions and * a product between numbers; between arrays of one shape, which have no other
product than the one entry by entry, both mean that one.

Main definitions
----------------
* `with_hadamards`: a product with ⊙ where such a sign stands between arrays of one shape.
"""

from __future__ import annotations

from dataclasses import replace

from verify.latex.errors import Unread
from verify.latex.reading import read
from verify.latex.scope import Scope
from verify.latex.tree import Node, Product
from verify.terms.nodes import IllTyped, Shape

SIGNS = ("∘", "*")


def with_hadamards(node: Product, scope: Scope) -> Product:
    """Return a product in which ∘ and * between arrays of one shape are ⊙."""
    if not any(operator in SIGNS for operator in node.operators):
        return node
    operators = tuple(
        "⊙" if operator in SIGNS and _of_one_shape(node.factors[k], node.factors[k + 1], operator, scope) else operator
        for k, operator in enumerate(node.operators)
    )
    return replace(node, operators=operators)


def _of_one_shape(left: Node, right: Node, operator: str, scope: Scope) -> bool:
    shape = _shape(left, scope)
    is_square = len(shape) == 2 and shape[0] == shape[1]  # * between square matrices may be their product
    return shape != () and shape == _shape(right, scope) and not (operator == "*" and is_square)


def _shape(node: Node, scope: Scope) -> Shape:
    """Return the shape of a factor; () for numbers and for what cannot be read alone."""
    try:
        shapes = {term.shape for term in read(node, scope)}
    except (Unread, IllTyped):
        return ()
    return shapes.pop() if len(shapes) == 1 else ()
