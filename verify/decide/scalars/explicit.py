"""Arrays written out: entries of matrices of numeric sizes, and scalars made of them.

Main definitions
----------------
* `entries`: the rows of an array whose sizes are numbers.
* `explicit`: a scalar in which sums, norms, traces, determinants and products of such arrays are written out.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from verify.decide.scalars.factors import Unsupported
from verify.terms.nodes import (
    HALF,
    MINUS_ONE,
    ONE,
    TWO,
    ZERO,
    Add,
    Entry,
    Fn,
    MatOp,
    Mul,
    Num,
    Pow,
    Prod,
    Rows,
    Sum,
    Sym,
    Term,
)
from verify.terms.rewrite import substitute, transform

MAX_SIZE = 8
Grid = tuple[tuple[Term, ...], ...]


def explicit(term: Term) -> Term:
    """Write out what a scalar says of arrays of numeric sizes; the rest stays as it is."""
    return transform(term, _scalar)


def _scalar(node: Term) -> Term:
    if node.shape:
        return node
    match node:
        case Rows(rows=((entry,),)):
            return entry
        case Entry(array=array, indices=indices) if not isinstance(array, Sym):
            return _entry(node, array, indices)
        case Sum(upper=Num(value)) if value <= MAX_SIZE:
            return _total(_instances(node, int(value)))
        case Prod(upper=Num(value)) if value <= MAX_SIZE:
            return Mul((ONE, *_instances(node, int(value))))
        case MatOp(op=op, args=args) if op in _TO_SCALAR and all(is_explicit(arg) for arg in args):
            return _TO_SCALAR[op](node)
        case _:
            return node


def _instances(node: Sum | Prod, upper: int) -> tuple[Term, ...]:
    return tuple(explicit(substitute(node.body, {node.index: Num(Fraction(k))})) for k in range(1, upper + 1))


def _total(terms: tuple[Term, ...]) -> Term:
    return Add(terms) if terms else ZERO


def _entry(node: Entry, array: Term, indices: tuple[Term, ...]) -> Term:
    numbers = [index.value for index in indices if isinstance(index, Num)]
    if len(numbers) != len(indices) or not is_explicit(array):
        return node
    row, column = int(numbers[0]), int(numbers[1]) if len(numbers) == 2 else 1
    grid = entries(array)
    if not (1 <= row <= len(grid) and 1 <= column <= len(grid[0])):
        raise Unsupported(f"{node}: an index out of range")
    return grid[row - 1][column - 1]


def is_explicit(term: Term) -> bool:
    """Return whether the sizes of `term` are small numbers."""
    return all(isinstance(size, Num) and 1 <= size.value <= MAX_SIZE for size in term.shape)


def entries(term: Term) -> Grid:
    """Return the entries of an array of numeric sizes, row by row; a scalar is 1×1.

    Raises:
        Unsupported: a size is symbolic or large, or an operation has no entries written out here.

    """
    if not is_explicit(term):
        raise Unsupported(f"{term} has symbolic sizes")
    if not term.shape:
        return ((explicit(term),),)
    match term:
        case Rows(rows=rows):
            return tuple(tuple(explicit(e) for e in row) for row in rows)
        case Sym():
            return _grid(term, lambda i, j: Entry(term, (Num(Fraction(i)), Num(Fraction(j)))[: _index_count(term)]))
        case Add(terms=terms):
            grids = [entries(t) for t in terms]
            return _grid(term, lambda i, j: Add(tuple(grid[i - 1][j - 1] for grid in grids)))
        case Mul(factors=factors):
            scalars = tuple(explicit(f) for f in factors if not f.shape)
            array = entries(next(f for f in factors if f.shape))
            return _grid(term, lambda i, j: Mul((*scalars, array[i - 1][j - 1])))
        case Fn(name=name, arg=arg):
            inside = entries(arg)
            return _grid(term, lambda i, j: Fn(name, inside[i - 1][j - 1]))
        case Sum(upper=Num(value)) if value <= MAX_SIZE:
            return entries(Add(_instances(term, int(value))))
        case MatOp(op=op) if op in _TO_ARRAY:
            return _TO_ARRAY[op](term)
        case _:
            raise Unsupported(f"{term} is not written out")


def _index_count(term: Term) -> int:
    return 1 if term.shape[1] == ONE else 2


def _grid(term: Term, entry: Callable[[int, int], Term]) -> Grid:
    rows, columns = (int(size.value) for size in term.shape if isinstance(size, Num))
    return tuple(tuple(entry(i, j) for j in range(1, columns + 1)) for i in range(1, rows + 1))


def _multiply(node: MatOp) -> Grid:
    result: Grid | None = None
    for arg in node.args:
        grid = entries(arg)
        if result is None:
            result = grid
            continue
        columns = tuple(zip(*grid, strict=True))
        result = tuple(
            tuple(Add(tuple(Mul((a, b)) for a, b in zip(row, column, strict=True))) for column in columns)
            for row in result
        )
    return result or ()


def _hadamard(node: MatOp) -> Grid:
    grids = [entries(arg) for arg in node.args]
    return _grid(node, lambda i, j: Mul(tuple(grid[i - 1][j - 1] for grid in grids)))


def _diag(node: MatOp) -> Grid:
    column = entries(node.args[0])
    return _grid(node, lambda i, j: column[i - 1][0] if i == j else ZERO)


def _diagonal(node: MatOp) -> Grid:
    square = entries(node.args[0])
    return _grid(node, lambda i, _: square[i - 1][i - 1])


def _roots(node: MatOp) -> Grid:
    inside = entries(node.args[0])
    return _grid(node, lambda i, j: Pow(inside[i - 1][j - 1], HALF))


def _inverse(node: MatOp) -> Grid:
    square = entries(node.args[0])
    below = Pow(determinant(square), MINUS_ONE)
    return _grid(node, lambda i, j: Mul((below, _cofactor(square, j - 1, i - 1))))


def _cofactor(square: Grid, row: int, column: int) -> Term:
    minor = tuple(tuple(e for j, e in enumerate(r) if j != column) for i, r in enumerate(square) if i != row)
    sign = MINUS_ONE if (row + column) % 2 else ONE
    return Mul((sign, determinant(minor))) if minor else ONE


def determinant(square: Grid) -> Term:
    """Return the determinant of a small square grid, by expansion along the first row."""
    if len(square) > 4:
        raise Unsupported("a determinant of more than 4 rows")
    if len(square) == 1:
        return square[0][0]
    return Add(tuple(Mul((entry, _cofactor(square, 0, j))) for j, entry in enumerate(square[0])))


def _norm2(node: MatOp) -> Term:
    return Add(tuple(Pow(e, TWO) for row in entries(node.args[0]) for e in row))


def _trace(node: MatOp) -> Term:
    return Add(tuple(row[i] for i, row in enumerate(entries(node.args[0]))))


_TO_SCALAR: dict[str, Callable[[MatOp], Term]] = {
    "norm2": _norm2,
    "trace": _trace,
    "det": lambda node: determinant(entries(node.args[0])),
    "product": lambda node: _multiply(node)[0][0],
}

_TO_ARRAY: dict[str, Callable[[MatOp], Grid]] = {
    "product": _multiply,
    "transpose": lambda node: tuple(zip(*entries(node.args[0]), strict=True)),
    "hadamard": _hadamard,
    "diag": _diag,
    "diagonal": _diagonal,
    "entrywise_sqrt": _roots,
    "inverse": _inverse,
    "identity": lambda node: _grid(node, lambda i, j: ONE if i == j else ZERO),
    "zeros": lambda node: _grid(node, lambda _i, _j: ZERO),
    "ones": lambda node: _grid(node, lambda _i, _j: ONE),
}
