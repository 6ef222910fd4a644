"""Suprema over an unknown function of points, where each cell's value can be chosen by itself.

With the values t_c of the function at the cells unknown, the body must come out as a sum over cells of
β log(a + b t) + γ log(a' + b' t), of α t - δ e^(t + k), of α t - β t log(b t), or of -δ √(c + (a + b t)²) with c ≥ 0.
They are concave for positive β, γ, δ, so where the derivative vanishes the supremum is attained; the values there are
exact. Of -δ e^(t + k) alone the supremum over all numbers is 0, which is approached only. A number is a function with
one cell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import flint

from verify.meaning.elementary import exp, log, root
from verify.meaning.numbers import ZERO, Dual, Number, Undefined, Unsupported, fraction, is_rational, rational
from verify.terms.context import Interval

#: the name of the unknown, and a key of its table
Cell = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Atom:
    """`kind` of offset + slope · t at a cell: "value" (offset 0, slope 1), "log", "exp" or "square".

    "xlogx" is t log(slope t), and "root" √(under + (offset + slope t)²).
    """

    kind: str
    cell: Cell
    offset: Fraction
    slope: Fraction
    under: Fraction = Fraction(0)


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

    def squared(self) -> Separable:
        """Return the square of a number that is affine in one cell's value."""
        return self.applied("square")

    def rooted(self) -> Separable:
        """Return the root of a square and a number ≥ 0."""
        if len(self.atoms) != 1 or not is_rational(self.constant) or self.constant < 0:
            raise Unsupported("a root of an unknown function")
        ((atom, weight),) = self.atoms.items()
        if atom.kind != "square" or not is_rational(weight) or weight != 1:
            raise Unsupported("a root of an unknown function")
        root = Atom("root", atom.cell, atom.offset, atom.slope, fraction(self.constant))
        return Separable(ZERO, {root: flint.fmpq(1)})

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
        if isinstance(other, Separable) and (other.constant, other.atoms) == (self.constant, self.atoms):
            return self.squared()
        if isinstance(other, Separable):
            return _with_logarithm(self, other)
        if isinstance(other, Dual):
            raise Unsupported("a product of values of an unknown function")
        return Separable(self.constant * other, {atom: c * other for atom, c in self.atoms.items()})

    __rmul__ = __mul__


def _with_logarithm(one: Separable, other: Separable) -> Separable:
    """T · (k + Σ c log(b t)), in either order."""
    if any(atom.kind != "value" for atom in one.atoms):
        one, other = other, one
    alone = len(one.atoms) == 1 and is_rational(one.constant) and one.constant == 0
    ((own, factor),) = one.atoms.items() if alone else ((None, None),)
    if own is None or own.kind != "value":
        raise Unsupported("a product of values of an unknown function")
    found = {own: factor * other.constant}
    for atom, coefficient in other.atoms.items():
        if atom.kind != "log" or atom.cell != own.cell or atom.offset:
            raise Unsupported("a product of values of an unknown function")
        found[Atom("xlogx", own.cell, Fraction(0), atom.slope)] = factor * coefficient
    return Separable(ZERO, found)


def has_unknowns(value: Number) -> bool:
    """Whether a number holds unknowns, of this module or of `convex`."""
    return hasattr(value, "vanishes")


def supremum(value: Number, name: str, interval: Interval, *, attained: bool = False) -> Number:
    """Return the supremum over all functions `name` with values in `interval` (with `attained`, the maximum).

    Raises:
        Unsupported: at some cell the value has none of these forms, or its best is outside the interval; or other
            unknowns occur, which are not varied here.
        Undefined: there is no maximum.

    """
    if has_unknowns(value.constant if isinstance(value, Separable) else value):
        raise Unsupported("an extremum inside one of another kind")
    if not isinstance(value, Separable):
        return value
    if any(atom.cell[0] != name for atom in value.atoms):
        raise Unsupported("an extremum inside another")
    by_cell: dict[Cell, dict[Atom, Number]] = {}
    for atom, coefficient in value.atoms.items():
        by_cell.setdefault(atom.cell, {})[atom] = coefficient
    total = value.constant
    for atoms in by_cell.values():
        total = total + _best(atoms, interval, attained)
    return total


def _best(atoms: Mapping[Atom, Number], interval: Interval, attained: bool) -> Number:
    kinds = sorted(atom.kind for atom in atoms)
    if not all(is_rational(c) for c in atoms.values()):
        raise Unsupported("a supremum with irrational weights")
    if kinds == ["log", "log"]:
        return _two_logs(list(atoms.items()), interval)
    everywhere = (interval.low, interval.high) == (None, None)
    if kinds == ["exp", "value"] and everywhere:
        return _line_under_exponential(atoms)
    if kinds == ["root"]:
        return _minus_root(atoms, interval)
    if kinds == ["exp"] and everywhere and next(iter(atoms.values())) < 0:
        if attained:
            raise Undefined("a supremum that is approached only")
        return ZERO
    if kinds in (["value", "xlogx"], ["xlogx"]) and (interval.low, interval.high) == (Fraction(0), None):
        return _line_over_entropy(atoms)
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


def _minus_root(atoms: Mapping[Atom, Number], interval: Interval) -> Number:
    """-δ √(c + (a + bt)²) with δ > 0 is greatest where a + bt = 0."""
    ((atom, weight),) = atoms.items()
    if weight >= 0 or atom.slope == 0 or -atom.offset / atom.slope not in interval:
        raise Unsupported("an unbounded supremum, or one at the end of the range")
    return weight * root(rational(atom.under))


def _line_under_exponential(atoms: Mapping[Atom, Number]) -> Number:
    """α t - δ e^(k + st) with α, δ, s > 0: the derivative vanishes where e^(k + st) = α/(δ s)."""
    ((_, alpha),) = ((atom, c) for atom, c in atoms.items() if atom.kind == "value")
    ((curve, weight),) = ((atom, c) for atom, c in atoms.items() if atom.kind == "exp")
    delta, k, s = -weight, rational(curve.offset), rational(curve.slope)
    if delta <= 0 or alpha * s <= 0:
        raise Unsupported("an unbounded or unattained supremum")
    ratio = alpha / (delta * s)
    return alpha * (log(ratio) - k) * (1 / s) - delta * ratio


def _line_over_entropy(atoms: Mapping[Atom, Number]) -> Number:
    """α t - β t log(b t) with β, b > 0 over t > 0: the derivative vanishes where log(b t) = α/β - 1."""
    alpha = next((c for atom, c in atoms.items() if atom.kind == "value"), ZERO)
    ((curve, weight),) = ((atom, c) for atom, c in atoms.items() if atom.kind == "xlogx")
    beta, slope = -weight, rational(curve.slope)
    if beta <= 0 or slope <= 0:
        raise Unsupported("an unbounded or unattained supremum")
    return beta * exp(alpha * (1 / beta) - 1) * (1 / slope)
