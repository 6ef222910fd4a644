"""Exact sums r + Σ c_p log p with rational r, c_p and primes p.

Such a sum is 0 only if every coefficient is: Σ c_p log p = -r would make e^(-r N) a rational number for some N > 0,
which it is not for r ≠ 0 (Lindemann), and for r = 0 factorizations are unique. So identities between
divergences of rational densities are decided exactly.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import flint

MAX_BITS = 96  # larger numbers are not factored

Number = Any


class Logs:
    """rational + Σ coefficients[p] · log p, with at least one coefficient, none of them 0."""

    __slots__ = ("coefficients", "rational")

    def __init__(self, rational: Number, coefficients: Mapping[int, Number]) -> None:
        self.rational, self.coefficients = rational, coefficients

    @property
    def ball(self) -> Any:
        """The value as a real ball, at the working precision."""
        total = flint.arb(self.rational)
        for prime, coefficient in self.coefficients.items():
            total += coefficient * flint.arb(prime).log()
        return total

    def __neg__(self) -> Logs:
        return Logs(-self.rational, {p: -c for p, c in self.coefficients.items()})

    def __add__(self, other: Number) -> Any:
        if isinstance(other, flint.fmpq | int):
            return Logs(self.rational + other, self.coefficients)
        if isinstance(other, Logs):
            joined = dict(self.coefficients)
            for prime, coefficient in other.coefficients.items():
                joined[prime] = joined[prime] + coefficient if prime in joined else coefficient
            return logs(self.rational + other.rational, joined)
        return self.ball + other if isinstance(other, flint.arb | flint.acb) else NotImplemented

    __radd__ = __add__

    def __sub__(self, other: Number) -> Any:
        return self + (-other)

    def __rsub__(self, other: Number) -> Any:
        return -self + other

    def __mul__(self, other: Number) -> Any:
        if isinstance(other, flint.fmpq | int):
            scaled = {p: c * other for p, c in self.coefficients.items()}
            return Logs(self.rational * other, scaled) if other != 0 else flint.fmpq(0)
        if isinstance(other, Logs):
            return self.ball * other.ball
        return self.ball * other if isinstance(other, flint.arb | flint.acb) else NotImplemented

    __rmul__ = __mul__


def logs(rational: Number, coefficients: Mapping[int, Number]) -> Number:
    """Return the sum; a plain rational if no logarithm is left."""
    left = {p: c for p, c in coefficients.items() if c != 0}
    return Logs(rational, left) if left else rational


def log_of(value: Number) -> Number:
    """Return the logarithm of a positive rational: exact if it is small enough to factor, else a ball."""
    return _log(int(value.p), int(value.q))


@lru_cache(maxsize=20_000)
def _exponents(value: int) -> tuple[tuple[int, int], ...]:
    return tuple((int(p), int(e)) for p, e in flint.fmpz(value).factor())


def _log(top: int, bottom: int) -> Number:
    if max(top.bit_length(), bottom.bit_length()) > MAX_BITS:
        return flint.arb(flint.fmpq(top, bottom)).log()
    coefficients: dict[int, Number] = {p: flint.fmpq(e) for p, e in _exponents(top)}
    coefficients.update((p, flint.fmpq(-e)) for p, e in _exponents(bottom))
    return logs(flint.fmpq(0), coefficients)


def exp_of(value: Logs) -> Number:
    """Return e to the sum: exact if all coefficients are integers and there is no rational part."""
    small = all(c.q == 1 and abs(c.p) <= MAX_BITS for c in value.coefficients.values())
    if value.rational != 0 or not small:
        return value.ball.exp()
    product = flint.fmpq(1)
    for prime, coefficient in value.coefficients.items():
        product *= flint.fmpq(prime) ** int(coefficient.p)
    return product
