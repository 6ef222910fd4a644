"""Syntax trees → typed statements of the core, in every well-typed reading.

Main definitions
----------------
* `statements`, `terms`, `define`: the readings of a link and of a formula; the name that a row defines.
* `HANDLERS`, `OPERATORS`: which handler reads which kind of node, and which operator.

A handler takes a node, the Scope and the shape that is expected (None: any), and returns the well-typed readings; it
raises `Unread` for a token without a meaning, and `IllTyped` where shapes do not fit.
"""

from __future__ import annotations

from verify.latex import (
    arithmetic,
    arrays,
    calculus,
    divergences,
    expectations,
    extrema,
    functions,
    indices,
    integrals,
    products,
    tree,
    values,
)
from verify.latex.defining import define
from verify.latex.errors import Unread
from verify.latex.reading import Expected, Handler, Readings, install
from verify.latex.scope import Scope
from verify.latex.sides import statements, terms
from verify.latex.tree import Node, Operator

__all__ = ["HANDLERS", "OPERATORS", "Unread", "define", "statements", "terms"]

OPERATORS: dict[str, Handler] = {
    **dict.fromkeys(functions.ELEMENTARY, functions.elementary),
    "tr": arrays.trace,
    "det": arrays.determinant,
    "diag": arrays.diagonal,
    "sum": integrals.total,
    "prod": indices.folded,
    "int": integrals.integral,
    "E": expectations.expectation,
    "Var": expectations.variance,
    "Cov": expectations.covariance,
    "KL": divergences.divergence,
    "JSD": divergences.divergence,
    "H": divergences.entropy,
    "nabla": calculus.gradient,
    **dict.fromkeys(extrema.KINDS, extrema.extremum),
}


def operator(node: Operator, scope: Scope, expected: Expected) -> Readings:
    """Read an operator by the handler of its name."""
    handler = OPERATORS.get(node.name)
    if handler is None:
        raise Unread(f"what {node.name} means here is not known", node.start, node.end)
    return handler(node, scope, expected)


HANDLERS: dict[type[Node], Handler] = {
    tree.Number: arithmetic.number,
    tree.Letter: values.letter,
    tree.Word: values.letter,
    tree.Infinity: arithmetic.infinity,
    tree.Scripted: values.scripted,
    tree.Bracket: arithmetic.bracket,
    tree.Plus: arithmetic.plus,
    tree.Product: products.product,
    tree.Fraction: arithmetic.fraction,
    tree.Root: arithmetic.root,
    tree.Operator: operator,
    tree.Matrix: arrays.matrix,
    tree.Cases: indices.cases,
    tree.Derivative: calculus.derivative,
    tree.Evaluated: calculus.evaluated,
}
install(HANDLERS)
