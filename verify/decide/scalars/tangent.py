"""Bounds of weighted logarithms by the named axiom: Σ c log r ≤ Σ c (r - 1) for weights c ≥ 0.

Logarithms with the same weight are put together first, so that f₁ log D - f₁ log D* is f₁ log (D/D*).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import lcm

from verify.decide.rational import Rational, TooLarge
from verify.decide.scalars.elementary import split
from verify.decide.scalars.factors import sign_of_form
from verify.decide.scalars.kernels import Kernels, rational_key
from verify.decide.scalars.lemmas import LOG_AXIOM

MAX_POWER = 6

__all__ = ["LOG_AXIOM", "tangent_bounds"]


#: weight → powers of logarithms, by slot
_Group = tuple[Rational, dict[int, Fraction]]


def tangent_bounds(kernels: Kernels, form: Rational, *, upper: bool) -> Iterator[Rational]:
    """Yield bounds of `form` without its logarithms, from above or below.

    There is none if `form` has no logarithm, is not linear in them, or a weight has no proved sign.
    Weights are taken monomial by monomial first, then whole: p log r + (1 - p) log r needs the former,
    (1 - p) log r with p < 1 the latter.
    """
    rest, weighted = kernels.number(0), list[tuple[int, Fraction, Rational]]()
    for coefficient, monomial in split(kernels, form):
        logs = [s for s in monomial.kernels() if kernels.kernels[s].kind == "log"]  # type: ignore[index]
        if not logs:
            rest = rest + kernels.number(coefficient) * monomial
            continue
        slot: int = logs[0]  # type: ignore[assignment]
        weight = monomial / kernels.field.kernel(slot)
        if len(logs) > 1 or slot in weight.kernels():
            return
        weighted.append((slot, coefficient, weight))
    for groups in (_by_monomial(weighted), _whole(kernels, weighted)):
        bound = _total(kernels, groups, upper=upper) if groups else None
        if bound is not None:
            yield rest + bound


def _total(kernels: Kernels, groups: list[_Group], *, upper: bool) -> Rational | None:
    total = kernels.number(0)
    for weight, powers in groups:
        try:
            part = _bounded(kernels, weight, powers, upper=upper)
        except TooLarge:
            return None
        if part is None:
            return None
        total = total + part
    return total


def _by_monomial(weighted: list[tuple[int, Fraction, Rational]]) -> list[_Group]:
    groups: dict[object, _Group] = {}
    for slot, coefficient, weight in weighted:
        powers = groups.setdefault(rational_key(weight), (weight, {}))[1]
        powers[slot] = powers.get(slot, Fraction(0)) + coefficient
    return list(groups.values())


def _whole(kernels: Kernels, weighted: list[tuple[int, Fraction, Rational]]) -> list[_Group]:
    """Group logarithms whose whole weights are rational multiples of one another."""
    weights: dict[int, Rational] = {}
    for slot, coefficient, weight in weighted:
        weights[slot] = weights.get(slot, kernels.number(0)) + kernels.number(coefficient) * weight
    groups: dict[object, _Group] = {}
    for slot, weight in weights.items():
        if weight.is_zero:
            continue
        lead = weight.numerator.leading_coefficient()
        scale = Fraction(int(lead.p), int(lead.q))
        common = weight * kernels.number(1 / scale)
        groups.setdefault(rational_key(common), (common, {}))[1][slot] = scale
    return list(groups.values())


def _bounded(kernels: Kernels, weight: Rational, powers: dict[int, Fraction], *, upper: bool) -> Rational | None:
    """Bound weight · Σ power · log arg = (weight/m) · log ∏ arg^(m · power)."""
    scale = lcm(*(power.denominator for power in powers.values()))
    if any(abs(power * scale) > MAX_POWER for power in powers.values()):
        return None
    ratio = kernels.number(1)
    for slot, power in powers.items():
        arg = kernels.kernels[slot].arg
        if arg is None:
            return None
        ratio = ratio * arg ** int(power * scale)
    weight = weight * kernels.number(Fraction(1, scale))
    signed = sign_of_form(kernels, weight)
    if signed not in ("+", ">=0", "-", "<=0"):
        return None
    one = kernels.number(1)
    return weight * (ratio - one if upper == (signed in ("+", ">=0")) else one - one / ratio)
