"""Powers and elementary functions of numbers: exact where the value is rational or a sum of logarithms."""

from __future__ import annotations

import flint

from verify.meaning.logs import Logs, exp_of, log_of
from verify.meaning.numbers import ONE, ZERO, Dual, Number, Undefined, Unsupported, ball, inverse, is_zero, real, sign

MAX_EXPONENT = 64
MAX_BITS = 1_000_000


def power(base: Number, exponent: Number) -> Number:
    """Return base^exponent: exact for integers, the non-negative root of a number ≥ 0 for other rationals.

    Raises:
        Undefined: 0 to a power ≤ 0 (0^0 of a written exponent 0 is 1), a root of a negative number.
        Unsupported: an exponent of more than `MAX_EXPONENT`.

    """
    if isinstance(exponent, flint.fmpq):
        if exponent.q == 1:
            return _integer_power(base, int(exponent.p))
        return _root_power(base, exponent)
    if sign(base) <= 0:
        raise Undefined("a power of a number ≤ 0 with an irrational exponent")
    return exp(exponent * log(base))


def _integer_power(base: Number, exponent: int) -> Number:
    if abs(exponent) > MAX_EXPONENT:
        raise Unsupported(f"an exponent of more than {MAX_EXPONENT}")
    if exponent < 0:
        return _integer_power(inverse(base), -exponent)
    if isinstance(base, flint.fmpq) and exponent * max(base.p.bit_length(), base.q.bit_length()) > MAX_BITS:
        raise Unsupported(f"a power of more than {MAX_BITS} bits")
    result = ONE
    for _ in range(exponent):
        result = result * base
    return result


def _root_power(base: Number, exponent: Number) -> Number:
    if isinstance(base, Dual):
        if is_zero(base):
            raise Undefined("a root is not differentiable at 0")
        slope = exponent * _root_power(base.value, exponent - 1)
        return Dual(base.tag, _root_power(base.value, exponent), slope * base.tangent)
    if hasattr(base, "rooted") and exponent == flint.fmpq(1, 2):
        return base.rooted()
    side = sign(base)
    if side < 0:
        raise Undefined("a root of a negative number")
    if side == 0:
        if exponent < 0:
            raise Undefined("division by 0")
        return ZERO
    base = real(base)
    exact = _exact_root(base, int(exponent.q)) if isinstance(base, flint.fmpq) else None
    if exact is not None:
        return _integer_power(exact, int(exponent.p))
    return ball(base) ** flint.arb(exponent)


def _exact_root(base: Number, degree: int) -> Number | None:
    if degree > MAX_EXPONENT:
        return None
    top, bottom = base.p.root(degree), base.q.root(degree)
    exact = top**degree == base.p and bottom**degree == base.q
    return flint.fmpq(top, bottom) if exact else None


def root(x: Number) -> Number:
    """Return the square root of a number ≥ 0."""
    return power(x, flint.fmpq(1, 2))


def exp(x: Number) -> Number:
    """Return e^x."""
    if isinstance(x, Dual):
        value = exp(x.value)
        return Dual(x.tag, value, value * x.tangent)
    if isinstance(x, flint.fmpq):
        return ONE if x == 0 else flint.arb(x).exp()
    if isinstance(x, Logs):
        return exp_of(x)
    if hasattr(x, "applied"):
        return x.applied("exp")
    _need_ball(x, "exp")
    return x.exp()


def log(x: Number) -> Number:
    """Return the natural logarithm of a positive number; Undefined for others."""
    if isinstance(x, Dual):
        return Dual(x.tag, log(x.value), x.tangent * inverse(x.value))
    if hasattr(x, "applied"):
        return x.applied("log")
    if sign(x) <= 0:
        raise Undefined("the logarithm of a number ≤ 0")
    return log_of(x) if isinstance(x, flint.fmpq) else ball(real(x)).log()


def sigmoid(x: Number) -> Number:
    """Return 1/(1 + e^-x)."""
    return inverse(1 + exp(-x))


def softplus(x: Number) -> Number:
    """Return log(1 + e^x)."""
    return log(1 + exp(x))


def tanh(x: Number) -> Number:
    """Return the hyperbolic tangent, 2σ(2x) - 1."""
    return 2 * sigmoid(2 * x) - 1


def absolute(x: Number) -> Number:
    """Return |x|; its derivative at 0 is undefined."""
    if isinstance(x, flint.acb):
        return abs(x)
    side = sign(x)
    if isinstance(x, Dual) and side == 0:
        raise Undefined("|x| is not differentiable at 0")
    return x if side > 0 else -x


def signum(x: Number) -> Number:
    """Return the sign as a number; its derivative at 0 is undefined."""
    side = sign(x)
    if isinstance(x, Dual) and side == 0:
        raise Undefined("the sign is not differentiable at 0")
    return flint.fmpq(side)


def real_part(x: Number) -> Number:
    """Return the real part."""
    if isinstance(x, Dual):
        return Dual(x.tag, real_part(x.value), real_part(x.tangent))
    return x.real if isinstance(x, flint.acb) else x


def imaginary_part(x: Number) -> Number:
    """Return the imaginary part."""
    if isinstance(x, Dual):
        return Dual(x.tag, imaginary_part(x.value), imaginary_part(x.tangent))
    return x.imag if isinstance(x, flint.acb) else ZERO


def _need_ball(x: Number, what: str) -> None:
    if not isinstance(x, flint.arb | flint.acb):
        raise Unsupported(f"{what} of an expression in an unknown")


FUNCTIONS = {
    "exp": exp,
    "log": log,
    "sigmoid": sigmoid,
    "softplus": softplus,
    "tanh": tanh,
    "abs": absolute,
    "sign": signum,
    "re": real_part,
    "im": imaginary_part,
}
