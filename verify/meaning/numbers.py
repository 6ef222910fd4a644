"""Numbers: exact rationals where possible, balls where not; elementary functions and signs of them.

A number is an `fmpq` (exact), a `Logs` (an exact sum of logarithms of rationals), an `arb` (a real ball), an
`acb` (a complex one), a `Dual` (for derivatives), or an expression in an unknown (`verify.meaning.unknowns`).
Arithmetic between them is Python's; what can fail is a function here. Balls are computed at FLINT's working
precision, which `working_precision` sets.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

import flint

from verify.meaning.logs import Logs
from verify.model import VerifyError

Number = Any  # fmpq, arb, acb, Dual, Quotient or Moments: FLINT has no stubs

NUMBERS = (flint.fmpq, flint.arb, flint.acb, Logs)
ZERO: Number = flint.fmpq(0)
ONE: Number = flint.fmpq(1)


class Undefined(VerifyError):
    """The term has no value at this instance: log of a number ≤ 0, division by 0, a singular inverse."""


class Unsupported(VerifyError):
    """The evaluator cannot tell the value (an integral over the line, a supremum over functions)."""


class Imprecise(Unsupported):
    """A ball is too wide to tell a sign; more precision may help."""


@contextmanager
def working_precision(bits: int) -> Iterator[None]:
    """Compute balls with `bits` bits inside the block."""
    before = flint.ctx.prec
    flint.ctx.prec = bits
    try:
        yield
    finally:
        flint.ctx.prec = before


def rational(value: Fraction | int | Number) -> Number:
    """Return a rational as an exact number; other numbers (an unknown put in for a rational) as they are."""
    if isinstance(value, Fraction | int):
        return flint.fmpq(value.numerator, value.denominator)
    return value


def fraction(value: Number) -> Fraction:
    """Return an exact number as a `Fraction`."""
    return Fraction(int(value.p), int(value.q))


def is_rational(value: Number) -> bool:
    """Whether `value` is an exact rational."""
    return isinstance(value, flint.fmpq)


def is_exact(value: Number) -> bool:
    """Whether `value` is exact: a rational, or rationals times logarithms of rationals."""
    return isinstance(value, flint.fmpq | Logs)


def ball(value: Number) -> Number:
    """Return an exact or real number as a real ball."""
    if isinstance(value, Logs):
        return value.ball
    return flint.arb(value) if isinstance(value, flint.fmpq) else value


def real(value: Number) -> Number:
    """Return a number without imaginary part as a real one.

    Raises:
        Undefined: it is not real.
        Imprecise: its imaginary part is a ball around 0.

    """
    if not isinstance(value, flint.acb):
        return value
    if value.imag.is_zero():
        return value.real
    if value.imag.contains(0):
        raise Imprecise("cannot tell whether a complex number is real")
    raise Undefined("a complex number where a real one is needed")


def sign(value: Number) -> int:
    """Return -1, 0 or 1.

    Raises:
        Imprecise: the ball contains 0 and is wider.
        Undefined: the number is complex.

    """
    value = primal(value)
    if isinstance(value, flint.fmpq):
        return int(value > 0) - int(value < 0)
    value = ball(real(value))
    if not isinstance(value, flint.arb):
        raise Unsupported("no sign of an expression in an unknown")
    if value > 0:
        return 1
    if value < 0:
        return -1
    if value.is_zero():
        return 0
    if value.is_nan():
        raise Undefined("not a number")
    raise Imprecise("cannot tell the sign of a number close to 0")


def is_zero(value: Number) -> bool:
    """Whether a number (its value part, if dual) is 0; Imprecise where a ball does not tell."""
    value = primal(value)
    if isinstance(value, flint.fmpq):
        return bool(value == 0)
    if isinstance(value, Logs):
        return False
    if isinstance(value, flint.acb):
        if not value.overlaps(flint.acb(0)):
            return False
        if value.is_zero():
            return True
        raise Imprecise("cannot tell whether a number is 0")
    return bool(value.vanishes()) if hasattr(value, "vanishes") else sign(value) == 0


def primal(value: Number) -> Number:
    """Return the value part of a dual number, however deep."""
    while isinstance(value, Dual):
        value = value.value
    return value


# ------------------------------------------------------------------------------------------------- duals


class Dual:
    """value + tangent·ε with ε² = 0, for the derivative called `tag`; inner derivatives have larger tags."""

    __slots__ = ("tag", "tangent", "value")

    def __init__(self, tag: int, value: Number, tangent: Number) -> None:
        self.tag, self.value, self.tangent = tag, value, tangent

    def _split(self, other: Number) -> tuple[int, Number, Number, Number, Number]:
        """Return tag and both numbers' (value, tangent) for the larger of the two tags."""
        if isinstance(other, Dual):
            if other.tag == self.tag:
                return self.tag, self.value, self.tangent, other.value, other.tangent
            if other.tag > self.tag:
                return other.tag, self, ZERO, other.value, other.tangent
        return self.tag, self.value, self.tangent, other, ZERO

    def __add__(self, other: Number) -> Dual:
        tag, a, da, b, db = self._split(other)
        return Dual(tag, a + b, da + db)

    __radd__ = __add__

    def __neg__(self) -> Dual:
        return Dual(self.tag, -self.value, -self.tangent)

    def __sub__(self, other: Number) -> Dual:
        return self.__add__(-other)

    def __rsub__(self, other: Number) -> Dual:
        return (-self).__add__(other)

    def __mul__(self, other: Number) -> Dual:
        tag, a, da, b, db = self._split(other)
        return Dual(tag, a * b, da * b + a * db)

    __rmul__ = __mul__


def tangent(value: Number, tag: int) -> Number:
    """Return the derivative `tag` of a number."""
    return value.tangent if isinstance(value, Dual) and value.tag == tag else ZERO


# ---------------------------------------------------------------------------------------------- division


def inverse(x: Number) -> Number:
    """Return 1/x.

    Raises:
        Undefined: x is 0.
        Imprecise: a ball around 0.

    """
    if isinstance(x, Dual):
        reciprocal = inverse(x.value)
        return Dual(x.tag, reciprocal, -(x.tangent * reciprocal * reciprocal))
    if is_zero(x):
        raise Undefined("division by 0")
    x = ball(x) if isinstance(x, Logs) else x
    return x.reciprocal() if hasattr(x, "reciprocal") else 1 / x


def divide(x: Number, y: Number) -> Number:
    """Return x/y; Undefined where y is 0."""
    return x * inverse(y)
