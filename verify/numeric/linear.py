"""Operations of linear algebra on batches of bounded matrices (the last two axes)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch

from verify.numeric.batch import NotBatched
from verify.numeric.dual import Number, add, broadcast, expand, invert, join, matmul, multiply, primal, shape

LARGEST_DETERMINANT = 4


def as_matrix(x: Number) -> Number:
    """Return scalars as 1×1 matrices."""
    return x.linear(lambda t: t[..., None, None])


def as_scalar(x: Number) -> Number:
    """Return 1×1 matrices as scalars."""
    return x.linear(lambda t: t[..., 0, 0])


def assemble(rows: Sequence[Sequence[Number]]) -> Number:
    """Return the matrices whose entries are these scalars."""
    size = broadcast(*(shape(x) for row in rows for x in row))
    matrices = [[as_matrix(expand(x, size)) for x in row] for row in rows]
    return join([join(row, -1) for row in matrices], -2)


def entry(x: Number, i: int, j: int) -> Number:
    """Return one entry of each matrix, counted from 0."""
    return x.linear(lambda t: t[..., i, j])


def det(x: Number) -> Number:
    """Return the determinants of small matrices, by expansion along the first row."""
    size = shape(x)[-1]
    if size > LARGEST_DETERMINANT:
        raise NotBatched(f"a determinant of size {size}")
    return _expand(x, tuple(range(size)), tuple(range(size)))


def _expand(x: Number, rows: tuple[int, ...], columns: tuple[int, ...]) -> Number:
    if len(rows) == 1:
        return entry(x, rows[0], columns[0])
    total: Number | None = None
    for position, column in enumerate(columns):
        minor = _expand(x, rows[1:], columns[:position] + columns[position + 1 :])
        term = multiply(entry(x, rows[0], column), minor)
        term = -term if position % 2 else term
        total = term if total is None else add(total, term)
    if total is None:
        raise NotBatched("a determinant of no rows")
    return total


def product(matrices: Sequence[Number]) -> Number:
    """Return the matrix product, from the left."""
    result = matrices[0]
    for factor in matrices[1:]:
        result = matmul(result, factor)
    return result


def hadamard(matrices: Sequence[Number]) -> Number:
    """Return the entrywise product."""
    result = matrices[0]
    for factor in matrices[1:]:
        result = multiply(result, factor)
    return result


def norm2(x: Number) -> Number:
    """Return the sums of squared entries, as scalars."""
    return multiply(x, x).sum((-2, -1), keep=False)


def trace(x: Number) -> Number:
    """Return the traces, as scalars."""
    return x.linear(lambda t: t.diagonal(dim1=-2, dim2=-1)).sum((-1,), keep=False)


def _inverse(x: Number) -> Number:
    if primal(x).value.is_complex():
        raise NotBatched("the inverse of a complex matrix")
    return invert(x)


#: operations that take one matrix and give one
ONE_TO_ONE: dict[str, Callable[[Number], Number]] = {
    "transpose": lambda x: x.linear(lambda t: t.transpose(-1, -2)),
    "inverse": _inverse,
    "diag": lambda x: x.linear(lambda t: torch.diag_embed(t[..., 0])),
    "diagonal": lambda x: x.linear(lambda t: t.diagonal(dim1=-2, dim2=-1)[..., None]),
    "entrywise_sqrt": lambda x: x.sqrt(),
}
#: operations that take one matrix and give a number
TO_SCALAR: dict[str, Callable[[Number], Number]] = {"trace": trace, "det": det, "norm2": norm2}
