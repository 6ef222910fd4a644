"""Exact rational functions over opaque terms ("kernels"), on FLINT's multivariate polynomials.

Main definitions
----------------
* `Field`: Q(k1, …, km) with one generator per kernel; kernels are any hashable terms.
* `Rational`: an element, a reduced fraction of polynomials. Equality is exact.

Soundness: two terms that map to the same element are equal wherever both are defined, whatever the
kernels mean. The converse needs the kernels to be algebraically independent, which the caller decides.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import flint


class TooLarge(ArithmeticError):
    """A polynomial grew past the field's bound; the caller answers `Undecided`."""


MAX_TERMS = 20_000
MAX_EXPONENT = 64


class Field:
    """The rational functions in the given kernels."""

    def __init__(self, kernels: Iterable[Hashable]) -> None:
        self.kernels = tuple(dict.fromkeys(kernels))
        names = [f"k{position}" for position in range(len(self.kernels))] or ["k0"]
        self.ring: Any = flint.fmpq_mpoly_ctx.get(names, "degrevlex")
        self._generators = dict(zip(self.kernels, self.ring.gens(), strict=False))
        self.zero = self.number(Fraction(0))
        self.one = self.number(Fraction(1))

    def number(self, value: Fraction | int) -> Rational:
        """Return a rational number as an element."""
        value = Fraction(value)
        constant = self.ring.constant(flint.fmpq(value.numerator, value.denominator))
        return Rational(self, constant, self.ring.constant(1))

    def kernel(self, kernel: Hashable) -> Rational:
        """Return the generator of `kernel`; KeyError if the field does not have it."""
        return Rational(self, self._generators[kernel], self.ring.constant(1))

    def polynomial(self, poly: Any) -> Rational:
        """Return a FLINT polynomial of this field's ring as an element."""
        return Rational(self, poly, self.ring.constant(1))


@dataclass(frozen=True, eq=False)
class Rational:
    """numerator / denominator, coprime, with the denominator's leading coefficient 1."""

    field: Field
    numerator: Any
    denominator: Any

    def __post_init__(self) -> None:
        numerator, denominator = self.numerator, self.denominator
        if denominator == 0:
            raise ZeroDivisionError("a rational function with denominator 0")
        if len(numerator) > MAX_TERMS or len(denominator) > MAX_TERMS:
            raise TooLarge(f"a polynomial of more than {MAX_TERMS} terms")
        if not denominator.is_constant():
            common = numerator.gcd(denominator)
            numerator, denominator = numerator / common, denominator / common
        lead = denominator.leading_coefficient()
        if lead != 1:
            numerator, denominator = numerator / lead, denominator / lead
        object.__setattr__(self, "numerator", numerator)
        object.__setattr__(self, "denominator", denominator)

    def __add__(self, other: Rational) -> Rational:
        if self.denominator == other.denominator:
            return Rational(self.field, self.numerator + other.numerator, self.denominator)
        top = self.numerator * other.denominator + other.numerator * self.denominator
        return Rational(self.field, top, self.denominator * other.denominator)

    def __neg__(self) -> Rational:
        return Rational(self.field, -self.numerator, self.denominator)

    def __sub__(self, other: Rational) -> Rational:
        return self + (-other)

    def __mul__(self, other: Rational) -> Rational:
        return Rational(self.field, self.numerator * other.numerator, self.denominator * other.denominator)

    def __truediv__(self, other: Rational) -> Rational:
        return Rational(self.field, self.numerator * other.denominator, self.denominator * other.numerator)

    def __pow__(self, exponent: int) -> Rational:
        if abs(exponent) > MAX_EXPONENT:
            raise TooLarge(f"an exponent of more than {MAX_EXPONENT}")
        if exponent >= 0:
            return Rational(self.field, self.numerator**exponent, self.denominator**exponent)
        return Rational(self.field, self.denominator**-exponent, self.numerator**-exponent)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Rational):
            return NotImplemented
        return bool(self.numerator == other.numerator and self.denominator == other.denominator)

    def __hash__(self) -> int:
        return hash((str(self.numerator), str(self.denominator)))

    @property
    def is_zero(self) -> bool:
        """Whether this is the zero function."""
        return bool(self.numerator == 0)

    @property
    def constant(self) -> Fraction | None:
        """The value, if this is a rational number."""
        if self.numerator.is_constant() and self.denominator.is_constant():
            return _fraction(self.numerator.leading_coefficient()) if self.numerator != 0 else Fraction(0)
        return None

    def kernels(self) -> frozenset[Hashable]:
        """Return the kernels that really occur."""
        used: set[Hashable] = set()
        for poly in (self.numerator, self.denominator):
            for position, degree in enumerate(poly.degrees()):
                if degree > 0 and position < len(self.field.kernels):
                    used.add(self.field.kernels[position])
        return frozenset(used)

    def factors(self) -> tuple[Fraction, tuple[tuple[Any, int], ...]]:
        """Return the constant and the irreducible polynomial factors with exponents (negative: denominator)."""
        top, above = self.numerator.factor()
        bottom, below = self.denominator.factor()
        pairs = [(poly, int(e)) for poly, e in above] + [(poly, -int(e)) for poly, e in below]
        return _fraction(top) / _fraction(bottom), tuple(pairs)

    def value(self, values: Mapping[Hashable, Fraction]) -> Fraction:
        """Evaluate at rational values of the kernels; ZeroDivisionError at a pole."""
        point = [_flint(values.get(kernel, Fraction(0))) for kernel in self.field.kernels] or [flint.fmpq(0)]
        return _fraction(self.numerator(*point)) / _fraction(self.denominator(*point))


def _fraction(value: Any) -> Fraction:
    return Fraction(int(value.p), int(value.q))


def _flint(value: Fraction) -> Any:
    return flint.fmpq(value.numerator, value.denominator)
