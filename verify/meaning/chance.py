"""Generic values by chance: rationals away from symmetric points, arrays with a structure, cells, indices."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any

from verify.meaning import arrays
from verify.meaning.instance import Instance
from verify.meaning.numbers import fraction, is_zero, rational
from verify.terms.context import REALS, Context, Interval
from verify.terms.nodes import Entry, Sym, Term
from verify.terms.rewrite import walk

Rows = tuple[tuple[Fraction, ...], ...]

#: the largest value of a free index that stands in no array
WIDE = 12

UNIT_PARTS = tuple(Fraction(a, b) for a, b in ((3, 10), (2, 7), (1, 5), (5, 7), (4, 5), (3, 11), (8, 11), (7, 10)))
POSITIVES = tuple(Fraction(a, b) for a, b in ((1, 3), (2, 5), (3, 4), (5, 3), (7, 4), (5, 2), (3, 1), (7, 2), (5, 1)))
REAL_SIZES = tuple(Fraction(a, b) for a, b in ((1, 3), (2, 3), (3, 2), (2, 1), (5, 3), (3, 1), (5, 2), (1, 4), (7, 4)))
ENTRIES = tuple(Fraction(a, b) for a, b in ((1, 1), (2, 1), (3, 1), (4, 1), (5, 1), (1, 2), (3, 2)))


def generator(key: str) -> random.Random:
    """Return a generator that a text seeds: the same text, the same numbers, on every machine."""
    return random.Random(key)  # noqa: S311 (nothing is secret here)


def number(rng: random.Random, interval: Interval = REALS) -> Fraction:
    """Return a rational inside the interval, away from its middle, its ends, 0 and ±1 where it is unbounded."""
    low, high = interval.low, interval.high
    if low is not None and high is not None:
        return low if low == high else low + (high - low) * rng.choice(UNIT_PARTS)
    if low is not None:
        return low + rng.choice(POSITIVES)
    if high is not None:
        return high - rng.choice(POSITIVES)
    return rng.choice(REAL_SIZES) * rng.choice((1, -1))


def entry(rng: random.Random, interval: Interval = REALS) -> Fraction:
    """Return an entry of an array: a small number, not 0 where the range is the line."""
    return rng.choice(ENTRIES) * rng.choice((1, -1)) if interval == REALS else number(rng, interval)


def like(rng: random.Random, interval: Interval, value: Any) -> Any:
    """Return a value of the same kind (number or array) as `value`, as exact numbers."""
    if isinstance(value, tuple):
        return arrays.build(len(value), len(value[0]), lambda _i, _j: rational(entry(rng, interval)))
    return rational(number(rng, interval))


def middle(a: Any, b: Any) -> Any:
    """Return the midpoint of two numbers or arrays."""
    if isinstance(a, tuple):
        return arrays.entrywise(lambda x, y: (x + y) / 2, a, b)
    return (a + b) / 2


# ------------------------------------------------------------------------------------------------ arrays


def filled(rng: random.Random, rows: int, columns: int, interval: Interval) -> Rows:
    """Return an array of independent entries."""
    return tuple(tuple(entry(rng, interval) for _ in range(columns)) for _ in range(rows))


def structured(rng: random.Random, rows: int, columns: int, interval: Interval, structure: frozenset[str]) -> Rows:
    """Return an array with the structures of `verify.terms.context.STRUCTURES`; regularity is left to be checked."""
    if "orthogonal columns" in structure and columns <= rows:
        return orthogonal(rng, rows, columns, unit=False)
    table = filled(rng, rows, columns, interval)
    if "diagonal" in structure:
        return _by_place(rows, columns, lambda i, j: table[i][j] if i == j else Fraction(0))
    if "symmetric" in structure:
        return _by_place(rows, columns, lambda i, j: table[min(i, j)][max(i, j)])
    return table


def _by_place(rows: int, columns: int, at: Callable[[int, int], Fraction]) -> Rows:
    return tuple(tuple(at(i, j) for j in range(columns)) for i in range(rows))


def has_structure(table: Sequence[Sequence[Fraction]], structure: frozenset[str]) -> bool:
    """Whether an array of rationals has each of the structures, exactly."""
    rows, columns = len(table), len(table[0])
    a = tuple(tuple(rational(x) for x in row) for row in table)
    places = [(i, j) for i in range(rows) for j in range(columns)]
    if "symmetric" in structure and any(a[i][j] != a[j][i] for i, j in places):
        return False
    if "diagonal" in structure and any(a[i][j] != 0 for i, j in places if i != j):
        return False
    if "invertible" in structure and is_zero(arrays.det(a)):
        return False
    if "full column rank" in structure and arrays.rank(a) < columns:
        return False
    if "orthogonal columns" in structure:
        gram = arrays.multiply(arrays.transpose(a), a)
        return all(gram[i][j] == 0 for i in range(columns) for j in range(columns) if i != j)
    return True


def rational_norms(rng: random.Random, rows: int, columns: int, unit: bool) -> Rows:
    """Return an array whose columns have rational Euclidean norms (1 if `unit`): points of the rational sphere."""
    found = [_sphere_point(rng, rows, unit) for _ in range(columns)]
    return tuple(tuple(column[i] for column in found) for i in range(rows))


def _sphere_point(rng: random.Random, size: int, unit: bool) -> tuple[Fraction, ...]:
    """The inverse stereographic projection of a rational point, scaled."""
    t = [Fraction(rng.choice((1, 2, 3, -1, -2, -3)), rng.choice((1, 2))) for _ in range(size - 1)]
    square = sum((x * x for x in t), start=Fraction(0))
    length = Fraction(1) if unit else Fraction(rng.choice((1, 2, 3, 5)), rng.choice((1, 2)))
    point = [2 * x / (square + 1) for x in t] + [(square - 1) / (square + 1)]
    return tuple(length * x for x in point)


def orthogonal(rng: random.Random, rows: int, columns: int, *, unit: bool) -> Rows:
    """Return orthogonal columns of rational norm (1 if `unit`): a product of reflections, columns scaled."""
    q = arrays.identity(rows)
    for _ in range(2):
        v = tuple((rational(rng.choice((1, 2, 3, -1, -2))),) for _ in range(rows))
        q = arrays.multiply(q, _reflection(v))
    scales = [Fraction(1) if unit else rng.choice(POSITIVES) for _ in range(columns)]
    return _by_place(rows, columns, lambda i, j: fraction(q[i][j]) * scales[j])


def _reflection(v: arrays.Array) -> arrays.Array:
    factor = 2 / arrays.norm2(v)
    return arrays.build(len(v), len(v), lambda i, j: (1 if i == j else 0) - factor * v[i][0] * v[j][0])


# --------------------------------------------------------------------------------------- indices, spaces


def index_range(symbol: Sym, terms: tuple[Term, ...], instance: Instance) -> range:
    """Return the values a free index may take: it stands in arrays, whose shapes bound it, or is any small number."""
    return along(lengths(symbol, terms), instance)


def along(lengths: Iterable[Term], instance: Instance) -> range:
    """Return the values of an index that runs along all of these dimensions; of none, of the largest there is."""
    sizes = [size_of(size, instance.dims) for size in lengths]
    return range(1, min(sizes, default=max(instance.dims.values(), default=WIDE)) + 1)


def lengths(symbol: Sym, terms: tuple[Term, ...]) -> list[Term]:
    """Return the dimensions along which an index runs, of the arrays it stands in."""
    entries = (node for term in terms for node in walk(term) if isinstance(node, Entry))
    return [s for e in entries for index, s in zip(e.indices, e.array.shape, strict=False) if index == symbol]


def size_of(size: Term, dims: Any) -> int:
    """Return a dimension as an integer."""
    from verify.meaning.evaluate import Evaluator

    return Evaluator(Instance(dims=dims), Context()).size(size, {})


def space_of(name: str, context: Context) -> str:
    """Return the name of the space in which the point `name` lives."""
    declared = context.by_name.get(name)
    return declared.space if declared is not None and declared.space else name


def volumes(rng: random.Random, cells: int) -> tuple[Fraction, ...]:
    """Return positive volumes, some below 1 and some above."""
    small = [Fraction(1, 7), Fraction(1, 5), Fraction(1, 3), Fraction(1, 2), Fraction(2, 3)]
    large = [Fraction(5, 4), Fraction(3, 2), Fraction(2), Fraction(5, 2)]
    found = [rng.choice(small), rng.choice(large), *(rng.choice(small + large) for _ in range(cells - 2))]
    rng.shuffle(found)
    return tuple(found)
