"""Entries of matrix operations, and of matrices written out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from verify.decide.indices import functions
from verify.decide.indices.letters import FIRST, Form, Index, OutsideLanguage, fixed
from verify.decide.indices.quotients import invert
from verify.terms.nodes import ONE, MatOp, Rows, Sym, Term

if TYPE_CHECKING:
    from verify.decide.indices.lower import Lowering

Scope = Mapping[Sym, Index]


def operation(lowering: Lowering, node: MatOp, i: Index, j: Index, scope: Scope) -> Form:
    """Return the entry (i, j) of an operation of linear algebra."""
    algebra, args = lowering.algebra, node.args
    match node.op:
        case "product":
            return _product(lowering, args, i, j, scope)
        case "transpose":
            return lowering.entry(args[0], j, i, scope)
        case "hadamard":
            return algebra.multiply(*(lowering.entry(a, i, j, scope) for a in args))
        case "diag":
            return algebra.multiply(algebra.delta(i, j), lowering.entry(args[0], i, FIRST, scope))
        case "diagonal":
            return lowering.entry(args[0], i, i, scope)
        case "entrywise_sqrt":
            return functions.root(algebra, lowering.entry(args[0], i, j, scope), 2)
        case "identity":
            return algebra.delta(i, j)
        case "basis":
            return algebra.delta(i, lowering.index(args[1], scope))
        case "zeros" | "ones":
            return algebra.coefficient(int(node.op == "ones"))
        case _:
            return _folded(lowering, node, i, j, scope)


def _folded(lowering: Lowering, node: MatOp, i: Index, j: Index, scope: Scope) -> Form:
    algebra, (arg, *_) = lowering.algebra, node.args
    rows, columns = arg.shape or (ONE, ONE)
    match node.op:
        case "trace":
            return algebra.fold(lowering.range(rows), lambda k: lowering.entry(arg, k, k, scope))
        case "norm2":
            return algebra.fold(
                lowering.range(rows),
                lambda k: algebra.fold(
                    lowering.range(columns), lambda m: algebra.power(lowering.entry(arg, k, m, scope), 2)
                ),
            )
        case "inverse" | "det" if not arg.shape:
            form = lowering.scalar(arg, scope)
            return invert(algebra, form) if node.op == "inverse" else form
        case "inverse" | "det":
            inner = (algebra.fresh(lowering.range(rows)), algebra.fresh(lowering.range(rows)))
            body = lowering.entry(arg, *inner, scope)
            if node.op == "inverse":
                return functions.inverse(algebra, body, inner, (i, j))
            return functions.det(algebra, body, inner)
        case _:
            raise OutsideLanguage(f"the matrix operation {node.op}")


def _product(lowering: Lowering, args: tuple[Term, ...], i: Index, j: Index, scope: Scope) -> Form:
    if len(args) == 1:
        return lowering.entry(args[0], i, j, scope)
    left, *rest = args
    inner = lowering.range(left.shape[1] if left.shape else ONE)
    return lowering.algebra.fold(
        inner,
        lambda k: lowering.algebra.multiply(
            lowering.entry(left, i, k, scope), _product(lowering, tuple(rest), k, j, scope)
        ),
    )


def written_out(lowering: Lowering, node: Rows, i: Index, j: Index, scope: Scope) -> Form:
    """Return an entry of a matrix written out, with deltas where an index is not a number."""
    algebra = lowering.algebra
    parts = []
    for row, entries in enumerate(node.rows):
        here = algebra.delta(i, fixed(row + 1))
        for column, entry in enumerate(entries):
            place = algebra.multiply(here, algebra.delta(j, fixed(column + 1)))
            if not place.is_zero:
                parts.append(algebra.multiply(place, lowering.scalar(entry, scope)))
    return algebra.add(*parts)
