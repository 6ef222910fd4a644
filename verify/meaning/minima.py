"""Extrema over real numbers and columns at an instance: quadratics exactly, convex functions of one number enclosed.

With unknown numbers in place of the variables, the body must come out as

    constant + linear + quadratic + Σ c log Σ_k w_k e^(a_k), with affine a_k, all c > 0 and all w_k > 0,

which falls into parts that share no unknown. A part is a quadratic, minimized by completing squares in rationals,
or a convex function f of one number u: its slopes at ±∞ are known exactly, so it is known whether the infimum
is attained, approached (then it is a limit) or -∞; an attained one is enclosed by bisecting the slope, as
f(a) + f'(a)(b - a) ≤ min f ≤ f(a) for slopes f'(a) < 0 < f'(b).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import flint

from verify.meaning.convex import Affine, Exponentials, Form, Key
from verify.meaning.elementary import log
from verify.meaning.numbers import (
    ZERO,
    Imprecise,
    Number,
    Undefined,
    Unsupported,
    ball,
    fraction,
    is_rational,
    rational,
    sign,
)
from verify.meaning.suprema import has_unknowns
from verify.terms.context import REALS
from verify.terms.nodes import Extremum, Sym
from verify.terms.rewrite import free
from verify.terms.unfold import unfold_definitions

if TYPE_CHECKING:
    from verify.meaning.evaluate import Evaluator, Scope

LOWEST, HIGHEST = ("min", "inf"), ("max", "sup")
#: bisections of a slope in balls, and widenings of the interval in which it is sought
BISECTIONS, DOUBLINGS = 10, 24
#: the first width of that interval; where and how precisely floats look for it
CLOSE, FAR, FLOAT_BITS = flint.fmpq(1, 2**40), 1e6, 60
INFINITE: Number = flint.arb("inf")


@dataclass(frozen=True, slots=True)
class Least:
    """An infimum, and whether it is attained."""

    value: Number
    attained: bool = True


def extremum(evaluator: Evaluator, term: Extremum, scope: Scope) -> Number:
    """Return an extremum over real variables, with those of the same direction directly inside.

    An infimum may be -∞, a supremum +∞.

    Raises:
        Undefined: a minimum or maximum that is not attained.
        Unsupported: the body has another form, or a variable has a range, a law, a structure or a definition.

    """
    direction = LOWEST if term.kind in LOWEST else HIGHEST
    kinds: list[str] = []
    bound: dict[Sym, Any] = {}
    body: Any = term
    while isinstance(body, Extremum) and body.kind in direction and body.variable.of_sort == "real":
        if body.variable in bound:
            raise Unsupported(f"{body.variable.name} is bound twice")
        kinds.append(body.kind)
        bound[body.variable] = _unknown(evaluator, body.variable, scope)
        body = body.body
    value = evaluator.value(body, {**scope, **bound})
    if _has_others(value, bound):
        raise Unsupported("an extremum inside one of another kind")  # whose unknowns are not varied here
    least = infimum(value if direction == LOWEST else -value)
    if not least.attained and any(kind in ("min", "max") for kind in kinds):
        raise Undefined("a minimum or maximum that is not attained")
    return least.value if direction == LOWEST else -least.value


def _has_others(value: Any, own: Mapping[Sym, Any]) -> bool:
    if not isinstance(value, Form):
        return has_unknowns(value)
    return has_unknowns(value.constant) or any(symbol not in own for group in value.groups() for symbol, _, _ in group)


def _unknown(evaluator: Evaluator, variable: Sym, scope: Scope) -> Any:
    declared = evaluator.context.by_name.get(variable.name)
    plain = declared is None or (not declared.structure and declared.law is None and declared.definition is None)
    if not plain or (declared is not None and declared.interval != REALS):
        raise Unsupported(f"an extremum over {variable.name}, which has a range of its own")
    assumed = (arg for hypothesis, _ in evaluator.context.hypotheses for arg in hypothesis.args)
    if any(variable in free(unfold_definitions(arg, evaluator.context)) for arg in assumed):
        raise Unsupported(f"an extremum over {variable.name}, of which a hypothesis speaks")
    if not variable.shape:
        return Form.unknown((variable, 0, 0))
    rows, columns = (evaluator.size(d, scope) for d in variable.shape)
    return tuple(tuple(Form.unknown((variable, i, j)) for j in range(columns)) for i in range(rows))


def infimum(value: Number) -> Least:
    """Return the infimum of a form over all values of its unknowns.

    Raises:
        Unsupported: it is no such form, or not seen to be convex.

    """
    if isinstance(value, Exponentials):
        raise Unsupported("an extremum of exponentials")
    if not isinstance(value, Form):
        return Least(value)
    total = Least(value.constant)
    for keys in _parts(value):
        part = value.only(keys)
        found = _curve(part) if part.curves else _quadratic(part)
        total = Least(total.value + found.value, total.attained and found.attained)
    return total


def _parts(value: Form) -> Iterable[frozenset[Key]]:
    """Yield the smallest sets of unknowns that share no term."""
    parts: list[frozenset[Key]] = []
    for group in value.groups():
        near = [part for part in parts if part & group]
        parts = [part for part in parts if not part & group] + [group.union(*near)]
    return parts


# -------------------------------------------------------------------------------------------- quadratics


def _quadratic(part: Form) -> Least:
    """½xᵀHx + gᵀx, one square at a time."""
    keys = sorted(part.keys(), key=repr)
    square = {(a, b): part.second(a, b) for a in keys for b in keys}
    slope: dict[Key, Number] = {k: part.linear.get(k, ZERO) for k in keys}
    if not all(is_rational(x) for x in (*square.values(), *slope.values())):
        raise Unsupported("a quadratic with irrational coefficients")
    value: Number = ZERO
    while keys:
        pivot = next((k for k in keys if square[k, k] > 0), None)
        if pivot is None:
            flat = all(square[a, b] == 0 for a in keys for b in keys) and all(slope[k] == 0 for k in keys)
            return Least(value) if flat else Least(-INFINITE, attained=False)
        keys.remove(pivot)
        weight = square[pivot, pivot]
        value -= slope[pivot] * slope[pivot] / (2 * weight)
        for a in keys:
            slope[a] -= slope[pivot] * square[pivot, a] / weight
            for b in keys:
                square[a, b] -= square[a, pivot] * square[pivot, b] / weight
    return Least(value)


# ------------------------------------------------------------------------------------ one convex function


@dataclass(frozen=True)
class Curve:
    """αu + βu² + Σ c log Σ_k w_k e^(s_k u) with β ≥ 0, c > 0 and w_k > 0."""

    alpha: Number
    beta: Number
    logs: tuple[tuple[Number, tuple[tuple[Number, Number], ...]], ...]

    def at(self, u: Number) -> tuple[Number, Number]:
        """Return the value and the slope at u."""
        value, slope = self.alpha * u + self.beta * u * u, self.alpha + 2 * self.beta * u
        for c, terms in self.logs:
            parts = [(w * ball(s * u).exp(), s) for w, s in terms]
            total = sum((x for x, _ in parts), start=flint.arb(0))
            value += c * total.log()
            slope += c * sum((x * s for x, s in parts), start=flint.arb(0)) / total
        return ball(value), ball(slope)

    def far(self, side: int) -> tuple[Number, Number]:
        """Return the slope at ±∞, and the limit of f(u) - slope · u there (β = 0)."""
        slope, rest = self.alpha, ZERO
        for c, terms in self.logs:
            steepest = max((s for _, s in terms), key=lambda s: side * s)
            slope = slope + c * steepest
            weight = ZERO
            for w, s in terms:
                weight = weight + w if s == steepest else weight
            rest = rest + c * log(weight)
        return slope, rest


def _curve(part: Form) -> Least:
    (key, *more) = part.keys()
    if more:
        raise Unsupported("a convex function of several unknowns that is no quadratic")
    curve = Curve(part.linear.get(key, ZERO), part.second(key, key) / 2, tuple(_logs(part, key)))
    if not is_rational(curve.alpha) or not is_rational(curve.beta) or curve.beta < 0:
        raise Unsupported("not seen to be convex")
    if curve.beta == 0:
        (left, below), (right, above) = curve.far(-1), curve.far(1)
        at_left, at_right = sign(left), sign(right)
        if at_left > 0 or at_right < 0:
            return Least(-INFINITE, attained=False)
        if at_left == 0 or at_right == 0:
            return Least(above if at_right == 0 else below, attained=at_left == at_right == 0)
    return Least(_enclosed(curve))


def _logs(part: Form, key: Key) -> Iterable[tuple[Number, tuple[tuple[Number, Number], ...]]]:
    for c, terms in part.curves:
        found = tuple((w, _slope(affine, key)) for w, affine in terms)
        if sign(c) <= 0 or any(sign(w) <= 0 for w, _ in found):
            raise Unsupported("not seen to be convex")
        yield c, found


def _slope(affine: Affine, key: Key) -> Number:
    slopes: Mapping[Key, Number] = dict(affine)
    found = slopes.get(key, ZERO)
    if not is_rational(found):
        raise Unsupported("an exponential with an irrational slope")
    return found


def _enclosed(curve: Curve) -> Number:
    low, high = _bracket(curve)
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        try:
            rising = sign(curve.at(middle)[1]) > 0
        except Imprecise:
            break
        low, high = (low, middle) if rising else (middle, high)
    value, slope = curve.at(low)
    below = value + slope * (high - low)
    return value.union(below)


def _bracket(curve: Curve) -> tuple[Number, Number]:
    """Return rationals between which the slope changes its sign: near a guess in floats, else far out."""
    middle, width = rational(Fraction(_guess(curve))), CLOSE
    for _ in range(DOUBLINGS):
        low, high = middle - width, middle + width
        if curve.at(low)[1] < 0 and curve.at(high)[1] > 0:
            return low, high
        width = 16 * width
    raise Unsupported("no slope of the other sign was found")


def _guess(curve: Curve) -> float:
    """Return about where the slope vanishes, by bisection in floats; what it is worth is checked."""
    alpha, beta = float(fraction(curve.alpha)), float(fraction(curve.beta))
    logs = [
        (float(ball(c)), [(math.log(float(ball(w))), float(fraction(s))) for w, s in terms]) for c, terms in curve.logs
    ]

    def slope(u: float) -> float:
        total = alpha + 2 * beta * u
        for c, terms in logs:
            top = max(w + s * u for w, s in terms)
            parts = [(math.exp(w + s * u - top), s) for w, s in terms]
            total += c * sum(x * s for x, s in parts) / sum(x for x, _ in parts)
        return total

    low, high = -1.0, 1.0
    while slope(low) >= 0 and low > -FAR:
        low *= 2
    while slope(high) <= 0 and high < FAR:
        high *= 2
    for _ in range(FLOAT_BITS):
        middle = (low + high) / 2
        low, high = (low, middle) if slope(middle) > 0 else (middle, high)
    return low
