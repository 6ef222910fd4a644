"""An instance of a Context: values for every symbol, law and function, so that each term has a value.

Main definitions
----------------
* `Instance`: all of them; frozen.
* `LawTable`, `FunctionTable`, `Smooth`, `Bijection`: what laws and unknown functions are there.

A point lives in a finite space of cells with positive volumes, which need not be 1: an integral is a sum
of volume times value, and a density may exceed 1. A parameter has finitely many values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

Values = Fraction | int | tuple[Any, ...]
Key = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LawTable:
    """A positive density on cells, by index: parameters (sorted), then given, then targets."""

    parameters: tuple[str, ...]
    given: tuple[str, ...]
    targets: tuple[str, ...]
    values: Mapping[Key, Fraction]


@dataclass(frozen=True, slots=True)
class Smooth:
    """A polynomial g of real arguments, by exponents, pressed into an open interval.

    No bounds: g. One bound: low + (g² + 1)/4 or high - (g² + 1)/4. Two: low + (high - low)(g² + 1)/(g² + 3).
    """

    coefficients: Mapping[Key, Fraction]
    low: Fraction | None = None
    high: Fraction | None = None


@dataclass(frozen=True, slots=True)
class FunctionTable:
    """An unknown function by index (parameters sorted, then point arguments): a number, or a `Smooth` of the others."""

    parameters: tuple[str, ...]
    spaces: tuple[str, ...]
    values: Mapping[Key, Fraction | Smooth]


@dataclass(frozen=True, slots=True)
class Bijection:
    """A diffeomorphism: cell u of `source` goes to cell `image[u]` of `target`; `orientation` is ±1.

    With orientation 0, any map of cells onto cells: it need not be one to one and has no Jacobian.
    """

    source: str
    target: str
    image: tuple[int, ...]
    orientation: int


@dataclass(frozen=True, eq=False)
class Instance:
    """Values for everything a Context declares. Each instance is equal to itself only.

    `values`: name → a rational, a tuple of rows (arrays), a cell or a number of a value (points, parameters,
    indices; indices count from 1, cells and parameters' values from 0). `parameters`: how many values each has.
    `families`: the finitely many members of each family of laws over which an argmax ranges. `regions`: the cells
    of each region of which nothing is known (those of segments and values follow from how they are written).
    """

    dims: Mapping[str, int] = field(default_factory=dict)
    values: Mapping[str, Values] = field(default_factory=dict)
    spaces: Mapping[str, tuple[Fraction, ...]] = field(default_factory=dict)
    laws: Mapping[str, LawTable] = field(default_factory=dict)
    functions: Mapping[str, FunctionTable | Bijection] = field(default_factory=dict)
    parameters: Mapping[str, int] = field(default_factory=dict)
    families: Mapping[str, tuple[LawTable, ...]] = field(default_factory=dict)
    regions: Mapping[str, frozenset[int]] = field(default_factory=dict)
    label: str = "generic"

    @property
    def text(self) -> tuple[tuple[str, str], ...]:
        """Every name with its value, shortened, in the order dimensions, symbols, spaces, laws, functions."""
        shown = [(name, str(size)) for name, size in self.dims.items()]
        shown += [(name, show(value)) for name, value in self.values.items()]
        shown += [(f"volumes of {name}", _numbers(volumes)) for name, volumes in self.spaces.items()]
        shown += [(f"cells of {name}", _numbers(sorted(cells))) for name, cells in self.regions.items()]
        shown += [(_law_name(name, law), _numbers(law.values.values())) for name, law in self.laws.items()]
        shown += [(name, _function(f)) for name, f in self.functions.items()]
        return tuple(shown)


MOST = 18


def show(value: Values) -> str:
    """Write a rational as p/q, an array as its rows; a column on one line."""
    if not isinstance(value, tuple):
        return str(value)
    if all(isinstance(row, tuple) and len(row) == 1 for row in value):
        return _numbers(row[0] for row in value)
    return "[" + ", ".join(_numbers(row) for row in value) + "]"


def _numbers(values: Any) -> str:
    texts = [str(v) for v in values]
    more = ", …" if len(texts) > MOST else ""
    return "(" + ", ".join(texts[:MOST]) + more + ")"


def _law_name(name: str, law: LawTable) -> str:
    given = ", ".join((*law.given, *law.parameters))
    return f"{name}({', '.join(law.targets)}{' | ' + given if given else ''})"


def _function(f: FunctionTable | Bijection) -> str:
    if isinstance(f, Bijection):
        if not f.orientation:
            return f"cells to {_numbers(f.image)}"
        kept = "keeps" if f.orientation > 0 else "reverses"
        return f"cells to {_numbers(f.image)}, {kept} orientation"
    if any(isinstance(piece, Smooth) for piece in f.values.values()):
        return "; ".join(_polynomial(piece) for piece in f.values.values())
    return _numbers(f.values.values())


def _polynomial(piece: Fraction | Smooth) -> str:
    if isinstance(piece, Fraction):
        return str(piece)
    names = ("t", "s", "r", "q")
    terms = []
    for exponents, coefficient in piece.coefficients.items():
        powers = "".join(f"·{n}^{e}" if e > 1 else f"·{n}" for n, e in zip(names, exponents, strict=False) if e)
        terms.append(f"{coefficient}{powers}")
    g = " + ".join(terms)
    if piece.low is None and piece.high is None:
        return g
    return f"g = {g}, pressed into ({piece.low}, {piece.high})"
