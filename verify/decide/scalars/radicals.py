"""Powers, roots and moduli of forms.

Main definitions
----------------
* `power`: base^exponent for any exponent.
* `rational_power`: b^(p/q), split into the factors whose sign is *proved*; (x²)^½ = |x|.
* `modulus`, `signum`: |b| and the sign of b, factor by factor.

Each rewriting is an identity wherever the term itself is defined: an even root's base is not negative there.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from verify.decide.bounds import NONNEGATIVE, Range
from verify.decide.rational import Rational
from verify.decide.scalars import elementary
from verify.decide.scalars.factors import Unsupported, generator_of, need_real, primes, sign_of_form

if TYPE_CHECKING:
    from verify.decide.scalars.kernels import Kernels


def power(kernels: Kernels, base: Rational, exponent: Rational) -> Rational:
    """Return base^exponent; a symbolic exponent needs a base that is proved positive, or stays opaque."""
    value = exponent.constant
    if value is not None and value.denominator == 1:
        return base ** int(value)
    if value is not None:
        return rational_power(kernels, base, value)
    need_real(kernels, base, "a power")
    if sign_of_form(kernels, base) == "+":
        return elementary.exponential(kernels, exponent * elementary.logarithm(kernels, base))
    key = ("power", elementary.text_key(base), elementary.text_key(exponent))
    from verify.decide.scalars.kernels import Kernel

    return kernels.generator(key, lambda slot: Kernel("power", slot, arg=base))


def rational_power(kernels: Kernels, base: Rational, exponent: Fraction) -> Rational:
    """Return base^exponent for a base that is >= 0 wherever the power is defined.

    Raises:
        Unsupported: the base is complex or negative, or an odd root has a base of unknown sign.

    """
    if exponent.denominator == 1:
        return base ** int(exponent)
    need_real(kernels, base, "a root")
    if base.is_zero:
        if exponent < 0:
            raise ZeroDivisionError("a negative power of 0")
        return base
    constant, factors = base.factors()
    result, rest = kernels.number(1), kernels.number(1)
    for poly, count in factors:
        known = _root_of_factor(kernels, poly, exponent * count)
        if known is None:
            rest = rest * kernels.field.polynomial(poly) ** count
            continue
        flipped, value = known
        constant = -constant if flipped and count % 2 else constant
        result = result * value
    if rest.constant is None:
        signed = rest if constant > 0 else -rest
        return result * _root_of_number(kernels, abs(constant), exponent) * _root_of_rest(kernels, signed, exponent)
    if constant < 0:
        raise Unsupported("a root of a negative number")
    return result * _root_of_number(kernels, constant, exponent)


def _root_of_factor(kernels: Kernels, poly: Any, exponent: Fraction) -> tuple[bool, Rational] | None:
    """Return (whether the factor is negative, |factor|^exponent) if it is proved positive or negative.

    A factor that may vanish is not split off: the rest could be negative where it does.
    """
    slot = generator_of(poly)
    kernel = kernels.kernels.get(slot) if slot is not None else None
    if kernel is not None and kernel.kind == "exp" and kernel.arg is not None:
        return False, elementary.exponential(kernels, kernel.arg * kernels.number(exponent / kernel.degree))
    match kernels.sign(poly):
        case "+":
            flipped = False
        case "-":
            poly, flipped = -poly, True
        case _:
            return None
    if kernel is not None and kernel.kind == "root" and kernel.arg is not None:
        return False, rational_power(kernels, kernel.arg, exponent / kernel.degree)
    if exponent.denominator == 1:
        return flipped, kernels.field.polynomial(poly) ** int(exponent)
    return flipped, kernels.root(poly, exponent)


def _root_of_number(kernels: Kernels, value: Fraction, exponent: Fraction) -> Rational:
    result = kernels.number(1)
    for part, side in ((value.numerator, 1), (value.denominator, -1)):
        for prime, count in primes(part):
            power_of = exponent * side * count
            if power_of.denominator == 1:
                result = result * kernels.number(Fraction(prime) ** int(power_of))
            else:
                result = result * kernels.root(kernels.number(prime).numerator, power_of)
    return result


def _root_of_rest(kernels: Kernels, base: Rational, exponent: Fraction) -> Rational:
    """Return base^exponent where signs of the factors are open and base >= 0 wherever defined."""
    sign, factors = base.factors()
    if exponent.denominator % 2 and not all(_nonnegative(kernels, poly, count) for poly, count in factors):
        raise Unsupported("an odd root of a number of unknown sign")
    if all(count % 2 == 0 for _, count in factors):
        if sign < 0:
            raise Unsupported("a root of a number that is never positive")
        result = kernels.number(1)
        for poly, count in factors:
            result = result * _power_of_modulus(kernels, poly, exponent * count)
        return result
    # base = N/D = N D^(q-1) / D^q with q even, or D > 0
    bottom = kernels.field.polynomial(base.denominator)
    degree = exponent.denominator
    top = base * bottom**degree
    whole = kernels.root(top.numerator, exponent)
    return whole / _power_of_modulus(kernels, base.denominator, exponent * degree)


def _nonnegative(kernels: Kernels, poly: Any, count: int) -> bool:
    return count % 2 == 0 or kernels.sign(poly) in ("+", ">=0")


def _power_of_modulus(kernels: Kernels, poly: Any, exponent: Fraction) -> Rational:
    """Return |poly|^exponent."""
    value = modulus(kernels, kernels.field.polynomial(poly))
    if exponent.denominator == 1:
        return value ** int(exponent)
    return kernels.root(value.numerator, exponent)


def modulus(kernels: Kernels, arg: Rational) -> Rational:
    """Return |arg| = |c| ∏ |fᵢ|^eᵢ."""
    need_real(kernels, arg, "a modulus")
    if arg.is_zero:
        return arg
    constant, factors = arg.factors()
    result = kernels.number(abs(constant))
    for poly, exponent in factors:
        form = kernels.field.polynomial(poly)
        if exponent % 2 and kernels.sign(poly) in ("-", "<=0"):
            form = -form
        elif exponent % 2 and kernels.sign(poly) not in ("+", ">=0"):
            form = kernels.unary("abs", form, NONNEGATIVE)
        result = result * form**exponent
    return result


def signum(kernels: Kernels, arg: Rational) -> Rational:
    """Return the sign of `arg`: 1, -1 or 0 where it is proved, else a kernel."""
    need_real(kernels, arg, "a sign")
    match sign_of_form(kernels, arg):
        case "+":
            return kernels.number(1)
        case "-":
            return kernels.number(-1)
        case "0":
            return kernels.number(0)
        case _:
            return kernels.unary("sign", arg, Range(Fraction(-1), Fraction(1), True, True))
