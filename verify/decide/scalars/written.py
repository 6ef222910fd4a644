"""Forms written as terms again."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from verify.decide.rational import Rational
from verify.decide.scalars.factors import Unsupported
from verify.decide.scalars.kernels import Kernel, Kernels
from verify.terms.nodes import ONE, ZERO, Add, Const, Fn, Mul, Num, Pow, Term


def to_term(kernels: Kernels, form: Rational) -> Term:
    """Return a term with the given form.

    Raises:
        Unsupported: a kernel that is no term (a symbolic power of a number of unknown sign).

    """
    top = _polynomial(kernels, form.numerator)
    if form.denominator.is_constant():
        return top
    return Mul((top, Pow(_polynomial(kernels, form.denominator), Num(Fraction(-1)))))


def _polynomial(kernels: Kernels, poly: Any) -> Term:
    terms = []
    for exponents, coefficient in poly.to_dict().items():
        factors: list[Term] = [Num(Fraction(int(coefficient.p), int(coefficient.q)))]
        for slot, exponent in enumerate(exponents):
            if exponent:
                base = _kernel(kernels, kernels.kernels[slot])
                factors.append(base if exponent == 1 else Pow(base, Num(Fraction(int(exponent)))))
        plain = factors[1:] if factors[0] == ONE else factors
        terms.append(Mul(tuple(plain)) if len(plain) > 1 else (plain or [ONE])[0])
    return Add(tuple(terms)) if len(terms) > 1 else (terms or [ZERO])[0]


def _kernel(kernels: Kernels, kernel: Kernel) -> Term:
    if kernel.term is not None:
        return kernel.term
    if kernel.kind == "i":
        return Const("i")
    if kernel.arg is None or kernel.kind == "power":
        raise Unsupported("a symbolic power of a number of unknown sign")
    arg = to_term(kernels, kernel.arg)
    if kernel.kind == "exp":
        return Fn("exp", arg if kernel.degree == 1 else Mul((Num(Fraction(1, kernel.degree)), arg)))
    if kernel.kind == "root":
        return Pow(arg, Num(Fraction(1, kernel.degree)))
    return Fn(kernel.kind, arg)
