"""Matrix nodes: operations of linear algebra with their shape rules, and matrices written out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from verify.terms.base import (
    ONE,
    SCALAR,
    IllTyped,
    Num,
    Shape,
    Term,
    need_numeric,
    need_scalar,
    normal_shape,
    same_shape,
    shape_text,
)


@dataclass(frozen=True, eq=False)
class MatOp(Term):
    """An operation of linear algebra; `MATRIX_OPERATIONS` lists them with their shape rules.

    "product" (of two or more, adjacent shapes must meet), "transpose", "inverse", "hadamard", "diag"
    (column to diagonal matrix), "diagonal" (square matrix to its diagonal as a column), "trace",
    "det", "norm2" (the squared Euclidean or Frobenius norm), "entrywise_sqrt", "identity" (one
    dimension), "zeros" and "ones" (two dimensions), "basis" (a dimension and an index: the column of the
    identity with this index), "convolve" (kernel, map, padding: the sum over a
    window of the map, framed by that many zeros, of kernel times map; the kernel is not flipped).
    """

    op: str
    args: tuple[Term, ...]

    def _type(self) -> tuple[str, Shape]:
        rule = MATRIX_OPERATIONS.get(self.op)
        if rule is None:
            raise IllTyped(f"no matrix operation is called {self.op!r}", span=self.span)
        if self.op not in ("identity", "zeros", "ones", "basis"):
            need_numeric(self.args, f"matrix {self.op}", self.span)
        return "real", normal_shape(rule(self))


def _product(node: MatOp) -> Shape:
    shape = node.args[0].shape
    for left, right in zip(node.args, node.args[1:], strict=False):
        if not left.shape or not right.shape or left.shape[1] != right.shape[0]:
            a, b = shape_text(left.shape), shape_text(right.shape)
            raise IllTyped(f"cannot multiply {left} ({a}) by {right} ({b})", (a, b), node.span)
        shape = (shape[0], right.shape[1])
    return shape


def _matrix(node: MatOp) -> Shape:
    return node.args[0].shape or (ONE, ONE)


def _transpose(node: MatOp) -> Shape:
    rows, columns = _matrix(node)
    return columns, rows


def _square(node: MatOp) -> Shape:
    rows, columns = _matrix(node)
    if rows != columns:
        a = shape_text(node.args[0].shape)
        raise IllTyped(f"{node.op} needs a square matrix, but {node.args[0]} is {a}", (a,), node.span)
    return rows, columns


def _to_diagonal(node: MatOp) -> Shape:
    rows, columns = _matrix(node)
    if columns != ONE:
        a = shape_text(node.args[0].shape)
        raise IllTyped(f"diag needs a column, but {node.args[0]} is {a}", (a,), node.span)
    return rows, rows


def _same(node: MatOp) -> Shape:
    return same_shape(node.args, f"{node.op} of different shapes", node.span)


def _sized(node: MatOp) -> Shape:
    return (node.args[0], node.args[-1])


def _basis(node: MatOp) -> Shape:
    dimension, index = node.args
    if index.sort not in ("index", "dimension"):
        raise IllTyped(f"{index} is no index", (index.sort, "index"), node.span)
    return dimension, ONE


def _convolved(node: MatOp) -> Shape:
    if len(node.args) != 3:
        raise IllTyped("convolve takes a kernel, a map and a padding", span=node.span)
    kernel, field, padding = node.args
    if not isinstance(padding, Num) or padding.sort != "dimension" or padding.value < 0:
        raise IllTyped(f"a padding must be a number of pixels, not {padding}", span=node.span)
    window, size = (arg.shape or (ONE, ONE) for arg in (kernel, field))
    rows, columns = (_slid(n, k, 2 * padding.value, node) for n, k in zip(size, window, strict=True))
    return rows, columns


def _slid(size: Term, window: Term, frame: Fraction, node: MatOp) -> Term:
    """Return how many places a window has on an axis that is longer by `frame`."""
    if isinstance(window, Num) and window.value == frame + 1:
        return size
    if not isinstance(window, Num) or not isinstance(size, Num):
        raise IllTyped(f"a window of {window} on {size} pixels: the result's size is not known", span=node.span)
    places = size.value + frame - window.value + 1
    if places < 1:
        a, b = str(window.value), str(size.value + frame)
        raise IllTyped(f"a window of {a} pixels does not fit on {b}", (a, b), node.span)
    return Num(places)


MATRIX_OPERATIONS: dict[str, Callable[[MatOp], Shape]] = {
    "product": _product,
    "transpose": _transpose,
    "inverse": _square,
    "hadamard": _same,
    "diag": _to_diagonal,
    "diagonal": lambda node: (_square(node)[0], ONE),
    "trace": lambda node: _square(node) and SCALAR,
    "det": lambda node: _square(node) and SCALAR,
    "norm2": lambda _: SCALAR,
    "entrywise_sqrt": _matrix,
    "identity": _sized,
    "zeros": _sized,
    "ones": _sized,
    "basis": _basis,
    "convolve": _convolved,
}


@dataclass(frozen=True, eq=False)
class Rows(Term):
    """A matrix written out: a tuple of rows of scalars, all of one length. Also a column of components."""

    rows: tuple[tuple[Term, ...], ...]

    def _type(self) -> tuple[str, Shape]:
        lengths = {len(row) for row in self.rows}
        if len(lengths) != 1:
            raise IllTyped("the rows of a matrix have different lengths", span=self.span)
        for row in self.rows:
            for entry in row:
                need_scalar(entry, "an entry of a matrix", self.span)
        return "real", normal_shape((Num(Fraction(len(self.rows))), Num(Fraction(lengths.pop()))))
