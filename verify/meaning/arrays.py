"""Linear algebra on small arrays of numbers: tuples of rows, computed by the textbook's formulas.

A column is a tuple of one-entry rows. Entries are any numbers of `verify.meaning.numbers`, duals included.
"""

from __future__ import annotations

from collections.abc import Callable

from verify.meaning.numbers import (
    NUMBERS,
    ONE,
    ZERO,
    Imprecise,
    Number,
    Undefined,
    Unsupported,
    ball,
    inverse,
    is_zero,
    primal,
)

MAX_DETERMINANT = 7
Array = tuple[tuple[Number, ...], ...]


def build(rows: int, columns: int, entry: Callable[[int, int], Number]) -> Array:
    """Return the array whose entry (i, j), counted from 0, is `entry(i, j)`."""
    return tuple(tuple(entry(i, j) for j in range(columns)) for i in range(rows))


def entrywise(change: Callable[..., Number], *arrays: Array) -> Array:
    """Return the array of `change` applied to the entries at each place."""
    return tuple(tuple(change(*entries) for entries in zip(*rows, strict=True)) for rows in zip(*arrays, strict=True))


def transpose(a: Array) -> Array:
    """Return the transpose."""
    return tuple(zip(*a, strict=True))


def multiply(a: Array, b: Array) -> Array:
    """Return the matrix product."""
    columns = transpose(b)
    return tuple(tuple(dot(row, column) for column in columns) for row in a)


def dot(u: tuple[Number, ...], v: tuple[Number, ...]) -> Number:
    """Return Σ u_k v_k."""
    total = ZERO
    for x, y in zip(u, v, strict=True):
        total = total + x * y
    return total


def identity(n: int) -> Array:
    """Return the n×n identity."""
    return build(n, n, lambda i, j: ONE if i == j else ZERO)


def trace(a: Array) -> Number:
    """Return the sum of the diagonal."""
    return sum((row[i] for i, row in enumerate(a)), start=ZERO)


def norm2(a: Array) -> Number:
    """Return the sum of the squares of all entries."""
    return sum((x * x for row in a for x in row), start=ZERO)


def diagonal_matrix(a: Array) -> Array:
    """Return the square matrix with the column `a` on its diagonal."""
    return build(len(a), len(a), lambda i, j: a[i][0] if i == j else ZERO)


def diagonal(a: Array) -> Array:
    """Return the diagonal as a column."""
    return tuple((row[i],) for i, row in enumerate(a))


def det(a: Array) -> Number:
    """Return the determinant, by expansion along the first row (no division)."""
    if len(a) > MAX_DETERMINANT:
        raise Unsupported(f"a determinant of more than {MAX_DETERMINANT} rows")
    if len(a) == 1:
        return a[0][0]
    total = ZERO
    for j, entry in enumerate(a[0]):
        minor = tuple(row[:j] + row[j + 1 :] for row in a[1:])
        term = entry * det(minor)
        total = total + term if j % 2 == 0 else total - term
    return total


def solve(a: Array, b: Array) -> Array:
    """Return the solution x of a x = b, by Gauss-Jordan elimination.

    Raises:
        Undefined: `a` is singular.
        Imprecise: the balls do not tell.

    """
    n = len(a)
    rows = [list(left) + list(right) for left, right in zip(a, b, strict=True)]
    for k in range(n):
        pivot = _pivot(rows, k)
        rows[k], rows[pivot] = rows[pivot], rows[k]
        scale = inverse(rows[k][k])
        rows[k] = [scale * x for x in rows[k]]
        for i in range(n):
            if i != k:
                factor = rows[i][k]
                rows[i] = [x - factor * y for x, y in zip(rows[i], rows[k], strict=True)]
    return tuple(tuple(row[n:]) for row in rows)


def invert(a: Array) -> Array:
    """Return the inverse; raises as `solve`."""
    return solve(a, identity(len(a)))


def _pivot(rows: list[list[Number]], k: int) -> int:
    """Return a row at or below k whose entry in column k is certainly not 0, of large modulus."""
    certain: list[int] = []
    doubtful: Imprecise | None = None
    for i in range(k, len(rows)):
        try:
            if not is_zero(rows[i][k]):
                certain.append(i)
        except Imprecise as error:
            doubtful = error
    if certain:
        return max(certain, key=lambda i: _size(rows[i][k]))
    if doubtful is not None:
        raise doubtful
    raise Undefined("a singular matrix has no inverse")


def _size(x: Number) -> float:
    value = primal(x)
    return float(abs(ball(value)).mid()) if isinstance(value, NUMBERS) else 0.0


def rank(a: Array) -> int:
    """Return the rank of a matrix of exact numbers."""
    rows = [list(row) for row in a]
    found = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((i for i in range(found, len(rows)) if not is_zero(rows[i][column])), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for i in range(found + 1, len(rows)):
            factor = rows[i][column] * inverse(rows[found][column])
            rows[i] = [x - factor * y for x, y in zip(rows[i], rows[found], strict=True)]
        found += 1
    return found
