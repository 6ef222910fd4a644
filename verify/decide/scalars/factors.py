"""What is read off the factors of a form: its sign, prime factors of its constant, bare generators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import flint

from verify.decide.rational import Rational

if TYPE_CHECKING:
    from verify.decide.scalars.kernels import Kernels

MAX_BITS = 96


class Unsupported(ValueError):
    """A term outside the language of this decider; the caller answers `Undecided`."""


def sign_of_form(kernels: Kernels, form: Rational) -> str | None:
    """Return the sign of a form from those of its factors: "+", "-", "0", ">=0", "<=0", "!=0" or None."""
    if form.is_zero:
        return "0"
    constant, factors = form.factors()
    negative, strict, unknown = constant < 0, True, False
    for poly, exponent in factors:
        signed = kernels.sign(poly)
        if exponent % 2 == 0:
            strict = strict and (exponent < 0 or signed in ("+", "-", "!=0"))
            continue
        if signed in ("-", "<=0"):
            negative = not negative
        strict = strict and (exponent < 0 or signed in ("+", "-", "!=0"))
        unknown = unknown or signed in (None, "!=0")
        if signed == "0":
            return "0" if exponent > 0 else None
    if unknown:
        return "!=0" if strict else None
    return ("-" if negative else "+") if strict else ("<=0" if negative else ">=0")


def generator_of(poly: Any) -> int | None:
    """Return the generator that `poly` is, or None."""
    degrees = poly.degrees()
    used = [slot for slot, degree in enumerate(degrees) if degree > 0]
    return used[0] if len(used) == 1 and degrees[used[0]] == 1 and len(poly) == 1 else None


def primes(number: int) -> list[tuple[int, int]]:
    """Return the prime factors of a positive integer with their exponents."""
    if number.bit_length() > MAX_BITS:
        raise Unsupported("a number too large to factor")
    return [(int(p), int(e)) for p, e in flint.fmpz(number).factor()]


def need_real(kernels: Kernels, form: Rational, what: str) -> None:
    """Raise `Unsupported` unless every kernel of `form` is real."""
    if not kernels.is_real(form):
        raise Unsupported(f"{what} of a complex number")
