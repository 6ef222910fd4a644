"""Unknown functions of numbers at an instance: polynomials, their derivatives of any order, pressed into intervals."""

from __future__ import annotations

from collections.abc import Iterator
from math import perm

import flint

from verify.meaning.instance import Smooth
from verify.meaning.numbers import ONE, ZERO, Dual, Number, inverse, rational, tangent


def jet(f: Smooth, args: list[Number], orders: list[int], tags: Iterator[int]) -> Number:
    """Return the partial derivative of f of these orders; `tags` numbers the derivatives taken on the way."""
    if f.low is None and f.high is None:
        return _polynomial(f, args, orders)
    for k, order in enumerate(orders):
        if order:
            tag = next(tags)
            moved = [*args[:k], Dual(tag, args[k], ONE), *args[k + 1 :]]
            return tangent(jet(f, moved, [*orders[:k], order - 1, *orders[k + 1 :]], tags), tag)
    return _pressed(f, args)


def _pressed(f: Smooth, args: list[Number]) -> Number:
    g = _polynomial(f, args, [0] * len(args))
    if f.low is not None and f.high is not None:
        return rational(f.low) + rational(f.high - f.low) * (g * g + 1) * inverse(g * g + 3)
    quarter = (g * g + 1) * flint.fmpq(1, 4)
    if f.low is not None:
        return rational(f.low) + quarter
    return g if f.high is None else rational(f.high) - quarter


def _polynomial(f: Smooth, args: list[Number], orders: list[int]) -> Number:
    """The derivative by the rule for powers; by the chain rule at dual numbers, outermost first."""
    tag = max((x.tag for x in args if isinstance(x, Dual)), default=None)
    if tag is None:
        return _monomials(f, args, orders)
    inner = [x.value if isinstance(x, Dual) and x.tag == tag else x for x in args]
    slope = ZERO
    for k, x in enumerate(args):
        if isinstance(x, Dual) and x.tag == tag:
            slope = slope + _polynomial(f, inner, [*orders[:k], orders[k] + 1, *orders[k + 1 :]]) * x.tangent
    return Dual(tag, _polynomial(f, inner, orders), slope)


def _monomials(f: Smooth, args: list[Number], orders: list[int]) -> Number:
    degree = max((max(exponents) for exponents in f.coefficients), default=0)
    powers = [[ONE] for _ in args]
    for x, known in zip(args, powers, strict=True):
        for _ in range(degree):
            known.append(known[-1] * x)
    total = ZERO
    plain = not any(orders)
    for exponents, coefficient in f.coefficients.items():
        if plain:
            term = rational(coefficient)
            for known, e in zip(powers, exponents, strict=True):
                term = term * known[e] if e else term
            total = total + term
            continue
        if any(e < order for e, order in zip(exponents, orders, strict=True)):
            continue
        term = rational(coefficient)
        for known, e, order in zip(powers, exponents, orders, strict=True):
            term = term * perm(e, order) * known[e - order]
        total = total + term
    return total
