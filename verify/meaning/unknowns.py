"""Numbers that hold an unknown: rational functions of one (to solve for it), polynomials in Gaussians (for moments)."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from typing import Any

import flint

from verify.meaning.numbers import ZERO, Dual, Number, Unsupported

Monomial = tuple[tuple[int, int], ...]


class Quotient:
    """A rational function of one unknown over the rationals; `vanishes` asks whether it is identically 0."""

    __slots__ = ("bottom", "top")

    def __init__(self, top: Any, bottom: Any = None) -> None:
        bottom = flint.fmpq_poly([1]) if bottom is None else bottom
        common = top.gcd(bottom)
        self.top, self.bottom = top // common, bottom // common

    @classmethod
    def unknown(cls) -> Quotient:
        """Return the unknown itself."""
        return cls(flint.fmpq_poly([0, 1]))

    def vanishes(self) -> bool:
        """Whether this is the zero function."""
        return bool(self.top == 0)

    def reciprocal(self) -> Quotient:
        """Return 1/self, which must not vanish."""
        return Quotient(self.bottom, self.top)

    def roots(self) -> tuple[Any, ...]:
        """Return the rational zeros (poles left out: the fraction is reduced)."""
        _, factors = self.top.factor() if self.top.degree() > 0 else (None, [])
        return tuple(-poly[0] / poly[1] for poly, _ in factors if poly.degree() == 1)

    def __neg__(self) -> Quotient:
        return Quotient(-self.top, self.bottom)

    def __add__(self, other: Number) -> Any:
        if isinstance(other, Dual | Moments):
            return NotImplemented
        b = _quotient(other)
        return Quotient(self.top * b.bottom + b.top * self.bottom, self.bottom * b.bottom)

    __radd__ = __add__

    def __sub__(self, other: Number) -> Any:
        return self + (-other)

    def __rsub__(self, other: Number) -> Any:
        return -self + other

    def __mul__(self, other: Number) -> Any:
        if isinstance(other, Dual | Moments):
            return NotImplemented
        b = _quotient(other)
        return Quotient(self.top * b.top, self.bottom * b.bottom)

    __rmul__ = __mul__


def _quotient(value: Number) -> Quotient:
    if isinstance(value, Quotient):
        return value
    if not isinstance(value, flint.fmpq | int):
        raise Unsupported("an unknown meets a number that is not rational")
    return Quotient(flint.fmpq_poly([value]))


class Moments:
    """A polynomial in independent centred Gaussians g_1, g_2, …; `expectation` replaces monomials by moments."""

    __slots__ = ("terms",)

    def __init__(self, terms: Mapping[Monomial, Number]) -> None:
        self.terms = dict(terms)

    @classmethod
    def gaussian(cls, which: int, mean: Number) -> Moments:
        """Return mean + g_which."""
        return cls({(): mean, ((which, 1),): flint.fmpq(1)})

    def expectation(self, variances: Mapping[int, Number]) -> Number:
        """Return E of the polynomial where g_k has variance `variances[k]`; other Gaussians stay as they are."""
        total: Number = ZERO
        for monomial, coefficient in self.terms.items():
            moment: Number = coefficient
            for which, exponent in monomial:
                if which in variances:
                    moment = moment * _moment(variances[which], exponent)
            outer = tuple((which, exponent) for which, exponent in monomial if which not in variances)
            total = total + (moment * Moments({outer: flint.fmpq(1)}) if outer else moment)
        return total

    def __neg__(self) -> Moments:
        return Moments({m: -c for m, c in self.terms.items()})

    def __add__(self, other: Number) -> Any:
        if isinstance(other, Dual):
            return NotImplemented
        terms = dict(self.terms)
        for monomial, coefficient in _terms(other).items():
            terms[monomial] = terms[monomial] + coefficient if monomial in terms else coefficient
        return Moments(terms)

    __radd__ = __add__

    def __sub__(self, other: Number) -> Any:
        return self + (-other)

    def __rsub__(self, other: Number) -> Any:
        return -self + other

    def __mul__(self, other: Number) -> Any:
        if isinstance(other, Dual):
            return NotImplemented
        terms: dict[Monomial, Number] = {}
        for m, a in self.terms.items():
            for n, b in _terms(other).items():
                joined = _join(m, n)
                terms[joined] = terms[joined] + a * b if joined in terms else a * b
        return Moments(terms)

    __rmul__ = __mul__

    def vanishes(self) -> bool:
        """Raise: whether a random number is 0 cannot be told."""
        raise Unsupported("division by, or a function of, a Gaussian: only polynomials have exact moments here")


def _terms(value: Number) -> dict[Monomial, Number]:
    return value.terms if isinstance(value, Moments) else {(): value}


def _join(m: Monomial, n: Monomial) -> Monomial:
    exponents = dict(m)
    for which, exponent in n:
        exponents[which] = exponents.get(which, 0) + exponent
    return tuple(sorted(exponents.items()))


def _moment(variance: Number, exponent: int) -> Number:
    """E g^2k = (2k-1)!! v^k; odd moments vanish."""
    if exponent % 2:
        return ZERO
    value: Number = flint.fmpq(prod(range(1, exponent, 2)))
    for _ in range(exponent // 2):
        value = value * variance
    return value
