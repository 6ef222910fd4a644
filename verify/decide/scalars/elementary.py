"""exp, log, roots and moduli of rational functions, rewritten into kernels.

Main definitions
----------------
* `function`, `power`: an elementary function, and a power, of forms.
* `exponential`: exp(Σ cᵢ mᵢ) = ∏ exp(mᵢ)^cᵢ, and exp(c log b) = b^c.
* `logarithm`: log ∏ fᵢ^eᵢ = Σ eᵢ log fᵢ for factors whose sign is *proved*; the rest stays together.
* `root`: b^(p/q) in the same way; (x²)^½ = |x|.

Each rewriting is an identity wherever the term itself is defined (a logarithm's argument is positive,
an even root's base is not negative).
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any

import flint

from verify.decide.bounds import NONNEGATIVE, Range
from verify.decide.rational import Rational, TooLarge

if TYPE_CHECKING:
    from verify.decide.scalars.kernels import Kernels

MAX_BITS = 96
MAX_COEFFICIENT = 8
HALF = Fraction(1, 2)


class Unsupported(ValueError):
    """A term outside the language of this decider; the caller answers `Undecided`."""


def function(kernels: Kernels, name: str, arg: Rational) -> Rational:
    """Return the form of an elementary function of a form."""
    one = kernels.number(1)
    match name:
        case "exp":
            return exponential(kernels, arg)
        case "log":
            return logarithm(kernels, arg)
        case "sigmoid":
            return one / (one + exponential(kernels, -arg))
        case "softplus":
            return logarithm(kernels, one + exponential(kernels, arg))
        case "tanh":
            square = exponential(kernels, arg + arg)
            return (square - one) / (square + one)
        case "abs":
            return modulus(kernels, arg)
        case "sign":
            return signum(kernels, arg)
        case _:
            return _part(kernels, name, arg)


def _part(kernels: Kernels, name: str, arg: Rational) -> Rational:
    """The real or imaginary part of a + b i."""
    zero = kernels.number(0)
    if kernels.is_real(arg):
        return arg if name == "re" else zero
    unit = next((slot for slot, kernel in kernels.kernels.items() if kernel.kind == "i"), -1)
    complex_slots = {slot for slot in arg.kernels() if not kernels.kernels[slot].real}  # type: ignore[index]
    if complex_slots != {unit} or arg.denominator.degrees()[unit]:
        raise Unsupported(f"{name} of a quotient or function of complex numbers")
    poly = kernels.reduce(arg.numerator)
    wanted = 0 if name == "re" else 1
    kept = {(*e[:unit], 0, *e[unit + 1 :]): c for e, c in poly.to_dict().items() if e[unit] == wanted}
    part = poly.context().from_dict(kept)
    return kernels.field.polynomial(part) / kernels.field.polynomial(arg.denominator)


def exponential(kernels: Kernels, arg: Rational) -> Rational:
    """Return exp(arg) as a product of kernels."""
    result = kernels.number(1)
    for coefficient, monomial in split(kernels, arg):
        logarithm_of = _as_kernel(kernels, monomial, "log")
        if logarithm_of is not None:
            result = result * rational_power(kernels, logarithm_of, coefficient)
        else:
            result = result * kernels.exponential(monomial, coefficient)
    kernels.exponents.setdefault(_pair_key(arg), (arg, result))
    return result


def _pair_key(arg: Rational) -> tuple[str, str]:
    return str(arg.numerator), str(arg.denominator)


def split(kernels: Kernels, arg: Rational) -> list[tuple[Fraction, Rational]]:
    """Write `arg` as Σ cᵢ mᵢ with rational cᵢ and mᵢ a monomial, or one over the denominator, reduced.

    The polynomial part is divided off first: the remainder is unique and linear in the numerator.
    """
    whole, rest = divmod(arg.numerator, arg.denominator)
    bottom = kernels.field.polynomial(arg.denominator)
    found = []
    for poly, below in ((whole, kernels.number(1)), (rest, bottom)):
        for exponents, coefficient in poly.to_dict().items():
            monomial = kernels.field.polynomial(poly.context().from_dict({exponents: 1})) / below
            found.append((Fraction(int(coefficient.p), int(coefficient.q)), monomial))
    return found


def _as_kernel(kernels: Kernels, form: Rational, kind: str) -> Rational | None:
    """Return the argument of the one kernel of this kind that `form` is, or None."""
    slots = form.kernels()
    if len(slots) != 1:
        return None
    kernel = kernels.kernels[next(iter(slots))]  # type: ignore[index]
    if kernel.kind != kind or form != kernels.field.kernel(kernel.slot):
        return None
    return kernel.arg


def logarithm(kernels: Kernels, arg: Rational) -> Rational:
    """Return log(arg) as a sum of kernels log f, for arg > 0.

    Raises:
        Unsupported: the argument is complex, or proved not to be positive.

    """
    _need_real(kernels, arg, "a logarithm")
    constant, factors = arg.factors()
    result, rest = kernels.number(0), kernels.number(1)
    for poly, exponent in factors:
        known = _log_of_factor(kernels, poly)
        if known is None:
            rest = rest * kernels.field.polynomial(poly) ** exponent
            continue
        flipped, value = known
        constant = -constant if flipped and exponent % 2 else constant
        result = result + kernels.number(exponent) * value
    if constant == 0:
        raise Unsupported("the logarithm of 0")
    if rest.constant is None:
        signed = rest if constant > 0 else -rest
        return result + _log_of_number(kernels, abs(constant)) + kernels.unary("log", signed)
    if constant < 0:
        raise Unsupported("the logarithm of a negative number")
    return result + _log_of_number(kernels, constant)


def _log_of_factor(kernels: Kernels, poly: Any) -> tuple[bool, Rational] | None:
    """Return (whether the factor is negative, log |factor|) if its sign is proved.

    A factor that is >= 0 is positive here, as it is a factor of a positive number.
    """
    slot = _generator(poly)
    kernel = kernels.kernels.get(slot) if slot is not None else None
    if kernel is not None and kernel.arg is not None:
        if kernel.kind == "exp":
            return False, kernel.arg * kernels.number(Fraction(1, kernel.degree))
        if kernel.kind == "root":
            return False, logarithm(kernels, kernel.arg) * kernels.number(Fraction(1, kernel.degree))
    match kernels.sign(poly):
        case "+" | ">=0":
            return False, kernels.unary("log", kernels.field.polynomial(poly))
        case "-" | "<=0":
            return True, kernels.unary("log", kernels.field.polynomial(-poly))
        case _:
            return None


def _generator(poly: Any) -> int | None:
    """Return the generator that `poly` is, or None."""
    degrees = poly.degrees()
    used = [slot for slot, degree in enumerate(degrees) if degree > 0]
    return used[0] if len(used) == 1 and degrees[used[0]] == 1 and len(poly) == 1 else None


def _primes(number: int) -> list[tuple[int, int]]:
    if number.bit_length() > MAX_BITS:
        raise Unsupported("a number too large to factor")
    return [(int(p), int(e)) for p, e in flint.fmpz(number).factor()]


def _log_of_number(kernels: Kernels, value: Fraction) -> Rational:
    result = kernels.number(0)
    for part, side in ((value.numerator, 1), (value.denominator, -1)):
        for prime, exponent in _primes(part):
            result = result + kernels.number(side * exponent) * kernels.unary("log", kernels.number(prime))
    return result


def power(kernels: Kernels, base: Rational, exponent: Rational) -> Rational:
    """Return base^exponent; a symbolic exponent needs a base that is proved positive, or stays opaque."""
    value = exponent.constant
    if value is not None and value.denominator == 1:
        return base ** int(value)
    if value is not None:
        return rational_power(kernels, base, value)
    _need_real(kernels, base, "a power")
    if sign_of_form(kernels, base) == "+":
        return exponential(kernels, exponent * logarithm(kernels, base))
    key = ("power", _pair_key(base), _pair_key(exponent))
    from verify.decide.scalars.kernels import Kernel

    return kernels.generator(key, lambda slot: Kernel("power", slot, arg=base))


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


def exponentiated(kernels: Kernels, form: Rational) -> Rational | None:
    """Return exp(m · form) for a positive integer m if it is free of the logarithms in `form`, or None.

    `form` must be a polynomial that is linear in its logarithms with small rational coefficients.
    """
    if not form.denominator.is_constant():
        return None
    scale, found = 1, False
    for coefficient, monomial in split(kernels, form):
        logs = [s for s in monomial.kernels() if kernels.kernels[s].kind == "log"]  # type: ignore[index]
        if logs and (_as_kernel(kernels, monomial, "log") is None or abs(coefficient) > MAX_COEFFICIENT):
            return None
        found = found or bool(logs)
        scale = lcm(scale, coefficient.denominator if logs else 1)
    if not found or scale > MAX_COEFFICIENT:
        return None
    try:
        return exponential(kernels, form * kernels.number(scale))
    except TooLarge:
        return None


def rational_power(kernels: Kernels, base: Rational, exponent: Fraction) -> Rational:
    """Return base^exponent for a base that is >= 0 wherever the power is defined.

    Raises:
        Unsupported: the base is complex or negative, or an odd root has a base of unknown sign.

    """
    if exponent.denominator == 1:
        return base ** int(exponent)
    _need_real(kernels, base, "a root")
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
    slot = _generator(poly)
    kernel = kernels.kernels.get(slot) if slot is not None else None
    if kernel is not None and kernel.kind == "exp" and kernel.arg is not None:
        return False, exponential(kernels, kernel.arg * kernels.number(exponent / kernel.degree))
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
        for prime, count in _primes(part):
            power_of = exponent * side * count
            if power_of.denominator == 1:
                result = result * kernels.number(Fraction(prime) ** int(power_of))
            else:
                result = result * kernels.root(kernels.number(prime).numerator, power_of)
    return result


def _root_of_rest(kernels: Kernels, base: Rational, exponent: Fraction) -> Rational:
    """Return base^exponent where signs of the factors are open and base >= 0 wherever defined."""
    _, factors = base.factors()
    if exponent.denominator % 2 and not all(_nonnegative(kernels, poly, count) for poly, count in factors):
        raise Unsupported("an odd root of a number of unknown sign")
    if all(count % 2 == 0 for _, count in factors):
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
    _need_real(kernels, arg, "a modulus")
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
    _need_real(kernels, arg, "a sign")
    match sign_of_form(kernels, arg):
        case "+":
            return kernels.number(1)
        case "-":
            return kernels.number(-1)
        case "0":
            return kernels.number(0)
        case _:
            return kernels.unary("sign", arg, Range(Fraction(-1), Fraction(1), True, True))


def _need_real(kernels: Kernels, form: Rational, what: str) -> None:
    if not kernels.is_real(form):
        raise Unsupported(f"{what} of a complex number")
