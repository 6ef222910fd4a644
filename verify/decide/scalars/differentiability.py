"""Corners and jumps: a function of one variable that has no derivative at a point.

On each side of the point |u| and sign u are ±u and ±1, where u vanishes at the point and its first derivative that does
not vanish there gives its sign nearby. If what is left is smooth near the point on both sides, with one-sided
slopes that differ, the function is not differentiable: either it jumps, or its difference quotients
have two limits. If values and slopes agree, it is differentiable.

Main definitions
----------------
* `decide`: the statement `not differentiable`, also for a column (one component suffices) and for several
  variables (one axis through the point suffices).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from verify.decide.derivative import derivative, multiply
from verify.decide.facts import Facts, facts_of
from verify.decide.ranges import is_real
from verify.decide.scalars.elementary import Unsupported
from verify.decide.scalars.explicit import entries
from verify.decide.scalars.local import (
    at,
    attempt,
    column_of,
    inside_range,
    instances_of,
    negated,
    smooth_near,
    together,
)
from verify.decide.scalars.problem import Shown, difference, facts_for, prepare, shows, undecided
from verify.decide.scalars.smooth import range_of_variable
from verify.model import Answer
from verify.terms.context import Context
from verify.terms.nodes import HALF, MINUS_ONE, ONE, TWO, ZERO, Fn, Pow, Sym, Term
from verify.terms.printing import statement_text
from verify.terms.rewrite import free, transform, walk
from verify.terms.statement import Statement

MAX_ORDER = 3


@dataclass(frozen=True)
class Place:
    """A real variable, a value inside its range, and the facts."""

    variable: Sym
    value: Term
    facts: Facts

    def here(self, term: Term) -> Term:
        """Return `term` at the point."""
        return at(term, {self.variable: self.value})


def decide(statement: Statement, context: Context, using: tuple[Term, ...] = ()) -> Answer:
    """Decide `not differentiable`; hints are not needed.

    Raises:
        Unsupported, TooLarge, ZeroDivisionError: outside the language.

    """
    facts, variables = facts_for(statement, context), statement.variables
    components = [entry for row in entries(prepare(statement.args[0], context)) for entry in row]
    point = column_of(statement.args[1], context, len(variables))
    if not variables or any(free(value) & set(variables) for value in point):
        raise Unsupported("the point is not a value for each variable")
    if not all(map(is_real, (*components, *point))):
        raise Unsupported("a function or a point with complex numbers")
    values = dict(zip(variables, point, strict=True))
    inner = together([inside_range(value, range_of_variable(v, facts), facts) for v, value in values.items()])
    if inner is None:
        raise Unsupported("the point is not shown to be inside the range of the variables")
    for variable in variables:
        others = {v: value for v, value in values.items() if v != variable}
        for component in components:
            place = Place(variable, values[variable], facts)
            found = attempt(lambda c=component, o=others, p=place: _breaks(at(c, o), p))  # type: ignore[misc]
            if found is not None:
                return (inner & found).proof(found.certificate)
    if len(variables) == 1:
        place = Place(variables[0], point[0], facts)
        alike = together([attempt(lambda c=c: _is_differentiable(c, place)) for c in components])  # type: ignore[misc]
        if alike is not None:
            return _refused(statement, context)
    return undecided("not shown that the function has a corner or a jump at the point")


def _refused(statement: Statement, context: Context) -> Answer:
    instance = next(instances_of(statement, context, 1), None)
    if instance is None:
        return undecided("differentiable at the point, but no instance of the hypotheses was found")
    return negated(statement, context, instance, "it is differentiable at the point")


# ---------------------------------------------------------------------------------------------- two sides


def _breaks(term: Term, place: Place) -> Shown | None:
    """Return how the one-sided values or slopes of `term` at the point are shown to differ, or None."""
    parts: list[Shown | None] = []
    for facts in _cases(_as_moduli(term), place):
        own = {statement_text(h) for h in facts.extra if h not in place.facts.extra}
        found = _breaks_in_case(_as_moduli(term), Place(place.variable, place.value, facts))
        parts.append(found and Shown(found.hypotheses - own, found.axioms, found.certificate))
    return together(parts)


def _breaks_in_case(term: Term, place: Place) -> Shown | None:
    sides = _sides(term, place)
    if sides is None:
        return None
    (left, right), shown = sides
    slopes = [place.here(derivative(side, place.variable)) for side in (left, right)]
    gaps = {
        "one-sided slopes": difference(slopes[1], slopes[0]),
        "one-sided limits": difference(place.here(right), place.here(left)),
        "the value and the limit from above": difference(place.here(term), place.here(right)),
    }
    for what, gap in gaps.items():
        apart = attempt(lambda gap=gap: shows(gap, "!=", place.facts))  # type: ignore[misc]
        if apart is not None:
            return Shown((shown & apart).hypotheses, (shown & apart).axioms, f"{what} differ by {gap}")
    return None


def _is_differentiable(term: Term, place: Place) -> Shown | None:
    term = _as_moduli(term)
    sides = _sides(term, place)
    if sides is None:
        return None
    (left, right), shown = sides
    value = place.here(term)
    slopes = [place.here(derivative(side, place.variable)) for side in (left, right)]
    gaps = [difference(place.here(left), value), difference(place.here(right), value), difference(*slopes)]
    return together([shown, *(shows(gap, "=", place.facts) for gap in gaps)])


def _as_moduli(term: Term) -> Term:
    """Write √(u²) as |u|."""

    def change(node: Term) -> Term:
        match node:
            case Pow(base=Pow(base=inner, exponent=exponent), exponent=outer) if (exponent, outer) == (TWO, HALF):
                return Fn("abs", inner)
            case _:
                return node

    return transform(term, change)


def _sides(term: Term, place: Place) -> tuple[tuple[Term, Term], Shown] | None:
    """Return smooth functions that agree with `term` just below and just above the point, or None."""
    shown = Shown()
    found = []
    for side in (-1, 1):
        reached = _one_side(term, place, side)
        if reached is None:
            return None
        replaced, why = reached
        regular = smooth_near(replaced, {place.variable: place.value}, place.facts)
        if regular is None:
            return None
        shown = shown & why & regular
        found.append(replaced)
    return (found[0], found[1]), shown


def _one_side(term: Term, place: Place, side: int) -> tuple[Term, Shown] | None:
    """Replace moduli and signs of what vanishes at the point by what they are on one side, innermost first."""
    shown = Shown()
    while (corner := _corner(term, place)) is not None:
        sign = _sign_beside(corner.arg, place, side)
        if sign is None:
            return None
        factor, why = sign
        shown = shown & why
        replacement = multiply(factor, corner.arg) if corner.name == "abs" else factor
        term = transform(term, lambda node, c=corner, r=replacement: r if node == c else node)  # type: ignore[misc]
    return term, shown


def _corner(term: Term, place: Place) -> Fn | None:
    """Return an innermost modulus or sign whose argument depends on the variable and is 0 at the point."""
    for node in reversed(list(walk(term))):
        if isinstance(node, Fn) and node.name in ("abs", "sign") and place.variable in free(node.arg):
            inner = any(isinstance(n, Fn) and n.name in ("abs", "sign") and n != node for n in walk(node.arg))
            vanishes = attempt(lambda node=node: shows(place.here(node.arg), "=", place.facts))  # type: ignore[misc]
            if vanishes is not None and not (inner and _corner(node.arg, place) is not None):
                return node
    return None


def _sign_beside(term: Term, place: Place, side: int) -> tuple[Term, Shown] | None:
    """Return 1 or -1, the sign of `term` just beside the point, where it vanishes; None if it is not shown."""
    smooth = smooth_near(term, {place.variable: place.value}, place.facts)
    if smooth is None:
        return None
    for order in range(1, MAX_ORDER + 1):
        term = derivative(term, place.variable)
        here = place.here(term)
        for relation, sign in ((">", 1), ("<", -1)):
            found = attempt(lambda h=here, r=relation: shows(h, r, place.facts))  # type: ignore[misc]
            if found is not None:
                return (ONE if sign * side**order > 0 else MINUS_ONE), smooth & found
        flat = shows(here, "=", place.facts)
        if flat is None:
            return None
        smooth = smooth & flat
    return None


def _cases(term: Term, place: Place) -> Iterator[Facts]:
    """Yield facts, of which one case always holds, in which the slopes at corners have a sign.

    A slope that is shown not to be 0 is positive or negative; only one such slope is split.
    """
    for node in walk(term):
        if not isinstance(node, Fn) or node.name not in ("abs", "sign") or place.variable not in free(node.arg):
            continue
        slope = attempt(lambda node=node: place.here(derivative(node.arg, place.variable)))  # type: ignore[misc]
        if slope is None or attempt(lambda s=slope: shows(s, "!=", place.facts)) is None:  # type: ignore[misc]
            continue
        signed = [attempt(lambda s=slope, r=r: shows(s, r, place.facts)) for r in ("<", ">")]  # type: ignore[misc]
        if signed == [None, None]:
            for relation in ("<", ">"):
                case = Statement(relation, (slope, ZERO))
                yield facts_of(place.facts.context, (*place.facts.extra, case))
            return
    yield place.facts
