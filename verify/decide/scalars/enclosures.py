"""Balls around kernels and forms that are numbers: log 2, exp(1/2), a root of 3.

Main definitions
----------------
* `enclosure`: the range of a kernel that no symbol occurs in.
* `constant_sign`: the sign of a polynomial in such kernels.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import flint

from verify.decide.bounds import Range
from verify.terms.nodes import Const

if TYPE_CHECKING:
    from verify.decide.rational import Rational
    from verify.decide.scalars.kernels import Kernel, Kernels

BITS = 16
PRECISIONS = (64, 256, 1024)


def enclosure(kernels: Kernels, kernel: Kernel) -> Range | None:
    """Return two rational numbers around a kernel that is a number, or None."""
    with flint.ctx.workprec(2 * BITS):
        value = _kernel(kernels, kernel)
        if value is None or not value.is_finite():
            return None
        scale = flint.arb(2) ** BITS
        low, high = (value * scale).floor().lower(), (value * scale).ceil().upper()
        return Range(_integer(low, -1) / 2**BITS, _integer(high, 1) / 2**BITS, True, True)


def _integer(value: Any, outward: int) -> Fraction:
    """Return an integer beyond `value` on the given side."""
    middle = value.floor() if outward < 0 else value.ceil()
    exact = middle.mid().fmpq()
    return Fraction(int(exact.p), int(exact.q)) + outward


def _kernel(kernels: Kernels, kernel: Kernel) -> Any:
    if isinstance(kernel.term, Const) and kernel.term.name == "pi":
        return flint.arb.pi()
    if kernel.arg is None or kernel.kind not in ("exp", "log", "root", "abs"):
        return None
    arg = _form(kernels, kernel.arg)
    if arg is None:
        return None
    match kernel.kind:
        case "exp":
            return (arg / kernel.degree).exp()
        case "log":
            return arg.log()
        case "root":
            return arg.root(kernel.degree)
        case _:
            return abs(arg)


def _form(kernels: Kernels, form: Rational) -> Any:
    top, bottom = _polynomial(kernels, form.numerator), _polynomial(kernels, form.denominator)
    return None if top is None or bottom is None else top / bottom


def _polynomial(kernels: Kernels, poly: Any) -> Any:
    total = flint.arb(0)
    for exponents, coefficient in poly.to_dict().items():
        product = flint.arb(coefficient)
        for slot, exponent in enumerate(exponents):
            if exponent:
                value = _kernel(kernels, kernels.kernels[slot])
                if value is None:
                    return None
                product = product * value ** int(exponent)
        total = total + product
    return total


def constant_sign(kernels: Kernels, poly: Any) -> str | None:
    """Return "+" or "-" for a polynomial whose kernels are all numbers; None if undecided or not so."""
    for precision in PRECISIONS:
        with flint.ctx.workprec(precision):
            value = _polynomial(kernels, poly)
            if value is None:
                return None
            if value > 0:
                return "+"
            if value < 0:
                return "-"
    return None
