"""exp and log of rational functions, rewritten into kernels.

Main definitions
----------------
* `function`: an elementary function of a form.
* `exponential`: exp(Σ cᵢ mᵢ) = ∏ exp(mᵢ)^cᵢ, and exp(c log b) = b^c.
* `logarithm`: log ∏ fᵢ^eᵢ = Σ eᵢ log fᵢ for factors whose sign is *proved*; the rest stays together.
* `exponentiated`: exp of a sum of logarithms, to compare it with 1.

Each rewriting is an identity wherever the term itself is defined: a logarithm's argument is positive there.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any

from verify.decide.rational import Rational, TooLarge
from verify.decide.scalars import radicals
from verify.decide.scalars.factors import Unsupported, generator_of, need_real, primes, sign_of_form

if TYPE_CHECKING:
    from verify.decide.scalars.kernels import Kernels

__all__ = ["Unsupported", "exponential", "exponentiated", "function", "logarithm", "sign_of_form", "split"]

MAX_COEFFICIENT = 8


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
            return radicals.modulus(kernels, arg)
        case "sign":
            return radicals.signum(kernels, arg)
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
            result = result * radicals.rational_power(kernels, logarithm_of, coefficient)
        else:
            result = result * kernels.exponential(monomial, coefficient)
    kernels.exponents.setdefault(text_key(arg), (arg, result))
    return result


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
    need_real(kernels, arg, "a logarithm")
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
    slot = generator_of(poly)
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


def _log_of_number(kernels: Kernels, value: Fraction) -> Rational:
    result = kernels.number(0)
    for part, side in ((value.numerator, 1), (value.denominator, -1)):
        for prime, exponent in primes(part):
            result = result + kernels.number(side * exponent) * kernels.unary("log", kernels.number(prime))
    return result


def text_key(arg: Rational) -> tuple[str, str]:
    """Return a key of a form that is the same in every pass."""
    return str(arg.numerator), str(arg.denominator)


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
