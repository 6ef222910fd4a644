"""Suprema over an unknown function of points, where each cell's value can be chosen by itself.

With the values t_c of the function at the cells unknown, the body must come out as a sum over cells of
β log(a + b t) + γ log(a' + b' t), or of α t - δ e^(t + k). Both are concave for positive β, γ, δ, so where the
derivative vanishes the supremum is attained; the values there are exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import flint

from verify.meaning.elementary import log
from verify.meaning.numbers import ZERO, Dual, Number, Undefined, Unsupported, fraction, is_rational, rational
from verify.terms.context import Interval

Cell = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Atom:
    """`kind` ("value", "log" or "exp") of offset + slope · t at one cell; "value" has offset 0 and slope 1."""

    kind: str
    cell: Cell
    offset: Fraction
    slope: Fraction


class Separable:
    """constant + Σ coefficient · atom, in the unknown values of a function."""

    __slots__ = ("atoms", "constant")

    def __init__(self, constant: Number, atoms: Mapping[Atom, Number]) -> None:
        self.constant = constant
        self.atoms = {atom: c for atom, c in atoms.items() if not (is_rational(c) and c == 0)}

    @classmethod
    def unknown(cls, cell: Cell) -> Separable:
        """Return the value at a cell."""
        return cls(ZERO, {Atom("value", cell, Fraction(0), Fraction(1)): flint.fmpq(1)})

    def applied(self, kind: str) -> Separable:
        """Return the logarithm or exponential of a number that is affine in one cell's value."""
        if len(self.atoms) != 1 or not is_rational(self.constant):
            raise Unsupported("a function of several values of the unknown function")
        ((atom, slope),) = self.atoms.items()
        if atom.kind != "value" or not is_rational(slope):
            raise Unsupported(f"{kind} of a function of the unknown function")
        return Separable(ZERO, {Atom(kind, atom.cell, fraction(self.constant), fraction(slope)): flint.fmpq(1)})

    def vanishes(self) -> bool:
        """Raise: the sign of an unknown cannot be told."""
        raise Unsupported("division by an unknown function, or its sign")

    def __neg__(self) -> Separable:
        return Separable(-self.constant, {atom: -c for atom, c in self.atoms.items()})

    def __add__(self, other: Number) -> Any:
        if isinstance(other, Dual):
            raise Unsupported("a derivative of a supremum over functions")
        if not isinstance(other, Separable):
            return Separable(self.constant + other, self.atoms)
        joined = dict(self.atoms)
        for atom, coefficient in other.atoms.items():
            joined[atom] = joined[atom] + coefficient if atom in joined else coefficient
        return Separable(self.constant + other.constant, joined)

    __radd__ = __add__

    def __sub__(self, other: Number) -> Any:
        return self + (-other)

    def __rsub__(self, other: Number) -> Any:
        return -self + other

    def __mul__(self, other: Number) -> Any:
        if isinstance(other, Separable | Dual):
            raise Unsupported("a product of values of an unknown function")
        return Separable(self.constant * other, {atom: c * other for atom, c in self.atoms.items()})

    __rmul__ = __mul__


def supremum(value: Number, interval: Interval) -> Number:
    """Return the supremum over all functions with values in `interval`.

    Raises:
        Unsupported: at some cell the value has none of the two forms, or its best is outside the interval.

    """
    if not isinstance(value, Separable):
        return value
    by_cell: dict[Cell, dict[Atom, Number]] = {}
    for atom, coefficient in value.atoms.items():
        by_cell.setdefault(atom.cell, {})[atom] = coefficient
    total = value.constant
    for atoms in by_cell.values():
        total = total + _best(atoms, interval)
    return total


def _best(atoms: Mapping[Atom, Number], interval: Interval) -> Number:
    kinds = sorted(atom.kind for atom in atoms)
    if not all(is_rational(c) for c in atoms.values()):
        raise Unsupported("a supremum with irrational weights")
    if kinds == ["log", "log"]:
        return _two_logs(list(atoms.items()), interval)
    if kinds == ["exp", "value"] and (interval.low, interval.high) == (None, None):
        return _line_under_exponential(atoms)
    raise Unsupported("a supremum of another form")


def _two_logs(terms: list[tuple[Atom, Number]], interval: Interval) -> Number:
    """β log(a + bt) + γ log(a' + b't): β b (a' + b't) + γ b' (a + bt) = 0."""
    (first, beta), (second, gamma) = terms
    a, b, c, e = (rational(q) for q in (first.offset, first.slope, second.offset, second.slope))
    if beta <= 0 or gamma <= 0 or b * e >= 0:
        raise Unsupported("logarithms with no inner maximum")
    for atom, _ in terms:
        if any(end is None or atom.offset + atom.slope * end < 0 for end in (interval.low, interval.high)):
            raise Undefined("the logarithm of a number ≤ 0 for some functions")
    best = -(beta * b * c + gamma * e * a) / ((beta + gamma) * b * e)
    if fraction(best) not in interval:
        raise Unsupported("a supremum at the end of the range")
    return beta * log(a + b * best) + gamma * log(c + e * best)


def _line_under_exponential(atoms: Mapping[Atom, Number]) -> Number:
    """α t - δ e^(k + st) with α, δ, s > 0: the derivative vanishes where e^(k + st) = α/(δ s)."""
    ((_, alpha),) = ((atom, c) for atom, c in atoms.items() if atom.kind == "value")
    ((curve, weight),) = ((atom, c) for atom, c in atoms.items() if atom.kind == "exp")
    delta, k, s = -weight, rational(curve.offset), rational(curve.slope)
    if delta <= 0 or alpha * s <= 0:
        raise Unsupported("an unbounded or unattained supremum")
    ratio = alpha / (delta * s)
    return alpha * (log(ratio) - k) * (1 / s) - delta * ratio
