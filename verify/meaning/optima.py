"""Rules for optima and for the shape of functions: argmax, maximizers, monotone, convex, attained.

They look at other values of the bound variable: all of them where they are finitely many, else points down
the slope and sampled ones, which can only show that a statement fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import flint

from verify.meaning import arrays, chance, rivals
from verify.meaning.case import Case, Judgement, Violation, as_rows, list_text, sign_or_none, text, violation
from verify.meaning.evaluate import Value
from verify.meaning.extrema import candidates, values_over
from verify.meaning.numbers import Imprecise, Number, Unsupported, fraction, is_rational, rational, sign
from verify.terms.context import REALS
from verify.terms.nodes import Density, Diff

STEPS = tuple(Fraction(1, 8**k) for k in range(9))


def same_argmax(case: Case) -> Judgement:
    """Compare the sets of maximizers over all values of the variable."""
    known = True
    sides = [values_over(case.evaluator, arg, case.variable, {}) for arg in case.args]
    for k in range(len(sides[0])):
        best = [_is_largest(values, k) for values in sides]
        if None in best:
            known = False
        elif best[0] != best[1]:
            left, right = (f"values {list_text(v)}" for v in sides)
            winner = "left" if best[0] else "right"
            name = case.variable.name
            return Violation(left, right, "enclosed", f"value {k + 1} of {name} maximizes only the {winner}-hand side")
    if not known:
        raise Imprecise("a tie as far as balls tell")
    return True


def _is_largest(values: list[Number], k: int) -> bool | None:
    """Whether values[k] is a maximum; None where balls do not tell."""
    sides: list[int | None] = []
    for rival, value in enumerate(values):
        try:
            sides.append(0 if rival == k else sign(values[k] - value))
        except Imprecise:
            sides.append(None)
    if any(side == -1 for side in sides):
        return False
    return None if None in sides else True


def optimum(case: Case) -> Judgement:
    """Refute where the claimed point is outside the range, or another point does as well."""
    if rivals.applies(case):
        return rivals.outdone(case)
    if case.variable.of_sort != "real":
        return _optimal_value(case)
    if len(case.statement.variables) != 1 or case.variable.shape != case.args[1].shape:
        return None  # a point of several variables is not looked at
    claimed = case.value(1)
    least = case.statement.relation == "unique minimizer"
    ties = (0,) if case.statement.relation.startswith("unique") else ()
    outside = _outside(case, claimed)
    if outside is not None:
        return outside
    value = case.value(0, {case.variable: claimed})
    for other in _rivals(case, claimed, least):
        if other == claimed:
            continue  # a sampled point may be the claimed one, and ties with itself
        there = case.value(0, {case.variable: other})
        side = sign_or_none(there - value)
        if side in ((-1, *ties) if least else (1, *ties)):
            note = f"the right-hand side is the value at {case.variable.name} = {text(other)}"
            return violation(case, value, there, note)
    return None


def _outside(case: Case, claimed: Value) -> Violation | None:
    for row in as_rows(claimed):
        for x in row:
            if is_rational(x) and fraction(x) not in case.interval:
                return Violation(text(claimed), "outside the range", "exact", f"of {case.variable.name}")
    return None


def _optimal_value(case: Case) -> Judgement:
    values = values_over(case.evaluator, case.args[0], case.variable, {})
    if case.statement.relation == "unique minimizer":
        values = [-v for v in values]
    choices = list(candidates(case.evaluator, case.variable))
    claimed = choices.index(_claimed(case))
    largest = [_is_largest(values, k) for k in range(len(values))]
    rivals = [k for k, best in enumerate(largest) if best and k != claimed]
    if rivals and (largest[claimed] is False or case.statement.relation != "maximizer"):
        return violation(case, values[claimed], values[rivals[0]], f"beaten at value {rivals[0] + 1}")
    return True if largest[claimed] else None


def _claimed(case: Case) -> Any:
    """The claimed optimum: a parameter's value, or a law (also written as a density at its variables)."""
    star = case.args[1]
    if isinstance(star, Density):
        return case.evaluator.law(star.law, {})
    return case.value(1)


def _rivals(case: Case, claimed: Value, least: bool) -> Iterator[Value]:
    """Yield admissible points: down (up) the slope, then a few others."""
    slope = case.evaluator.value(Diff(case.args[0], (case.variable,)), {case.variable: claimed})
    for i, row in enumerate(as_rows(slope)):
        for j, entry in enumerate(row):
            side = sign_or_none(entry)
            direction = (-1 if least else 1) * (side or 1)
            for step in STEPS if side else STEPS[:1]:
                yield from _if_admitted(case, _moved(claimed, i, j, rational(direction * step)))
    rng = chance.generator("rivals")
    for _ in range(2):
        yield from _if_admitted(case, chance.like(rng, case.interval, claimed))


def _if_admitted(case: Case, value: Value) -> Iterator[Value]:
    if case.interval == REALS and not case.about:
        yield value
        return
    try:
        if case.admits(value):
            yield value
    except Unsupported:
        return


def _moved(value: Value, i: int, j: int, step: Number) -> Value:
    if not isinstance(value, tuple):
        return value + step
    return arrays.build(len(value), len(value[0]), lambda r, c: value[r][c] + step if (r, c) == (i, j) else value[r][c])


def _sampled(case: Case, count: int) -> list[Value]:
    """Return admissible values of the bound variable, in increasing order if it is a scalar."""
    rng = chance.generator("sampled")
    at = case.evaluator.value(case.variable, {})
    found: list[Value] = []
    for _ in range(4 * count):
        value = chance.like(rng, case.interval, at)
        if value not in found and len(found) < count and case.admits(value):
            found.append(value)
    return found if isinstance(at, tuple) else sorted(found)


def monotone(case: Case) -> Judgement:
    """Look for neighbouring sampled points between which the function does not move as claimed."""
    up = case.statement.relation == "increasing"
    points = _sampled(case, 5)
    values = [case.value(0, {case.variable: at}) for at in points]
    for (a, left), (b, right) in zip(
        zip(points, values, strict=True), zip(points[1:], values[1:], strict=True), strict=False
    ):
        side = sign_or_none(right - left)
        if side is not None and side != (1 if up else -1):
            return violation(case, left, right, f"at {case.variable.name} = {text(a)} and {text(b)}")
    return None


def convex(case: Case) -> Judgement:
    """Look for a chord below its middle."""
    points = [(at, case.value(0, {case.variable: at})) for at in _sampled(case, 4)]
    for k, (a, left) in enumerate(points):
        for b, right in points[k + 1 :]:
            middle = chance.middle(a, b)
            if not case.admits(middle):
                continue
            chord, inside = (left + right) * flint.fmpq(1, 2), case.value(0, {case.variable: middle})
            side = sign_or_none(chord - inside)
            if side == -1 or (side == 0 and case.statement.relation == "strictly convex"):
                note = f"at the middle of {case.variable.name} = {text(a)} and {text(b)}, against the chord"
                return violation(case, inside, chord, note)
    return None


def attained(case: Case) -> Judgement:
    """Look for a point with more than the claimed supremum."""
    if rivals.applies(case):
        return rivals.outdone(case)
    if case.variable.of_sort != "real":
        return None
    value = case.value(0, {case.variable: case.value(1)})
    for other in _rivals(case, case.value(1), least=False):
        there = case.value(0, {case.variable: other})
        if sign_or_none(there - value) == 1:
            return violation(case, value, there, f"more at {case.variable.name} = {text(other)}")
    return None
