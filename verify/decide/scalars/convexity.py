"""Convexity in one or several scalar variables, by the second derivative or the minors of the Hessian.

A function that is smooth over an interval (a box, for several variables) is convex exactly if its
Hessian is positive semidefinite there, which holds exactly if all principal minors are >= 0.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

from verify.decide.bounds import Range
from verify.decide.facts import Facts
from verify.decide.scalars.comparison import negated_by
from verify.decide.scalars.explicit import determinant
from verify.decide.scalars.problem import Shown, derivative_of, facts_for, prepare, shows, undecided
from verify.decide.scalars.smooth import range_of_variable, smooth, vanishes_rarely
from verify.model import Answer
from verify.terms.context import Context
from verify.terms.nodes import ZERO, Num, Sym, Term
from verify.terms.rewrite import substitute
from verify.terms.statement import Statement

AXIOM = "PSD Hessian on a convex set ⇒ convex"


def decide(statement: Statement, context: Context) -> Answer:
    """Decide `convex`, `strictly convex` and `not convex`.

    Raises:
        Unsupported, TooLarge, ZeroDivisionError: outside the language.

    """
    facts = facts_for(statement, context)
    extents = [range_of_variable(v, facts) for v in statement.variables]
    term = prepare(statement.args[0], context)
    whole = smooth(term, frozenset(statement.variables), facts)
    if whole is None or not extents:
        return undecided("not shown to be smooth over the whole range")
    square = hessian(term, statement.variables, context)
    wanted = statement.relation
    if wanted != "not convex":
        found = _convex(square, statement.variables, facts, strict=wanted == "strictly convex")
        if found is not None:
            return (whole & found).proof(found.certificate, AXIOM)
    if len(extents) > 1:
        return undecided("the signs of the Hessian's minors are open")
    return _one_variable(wanted, square[0][0], statement.variables[0], extents[0], facts, whole)


def _one_variable(wanted: str, bend: Term, variable: Sym, extent: Range, facts: Facts, whole: Shown) -> Answer:
    """Use that f'' < 0 at one point, for all values of the other symbols, makes f not convex."""
    below = shows(bend, "<", facts)
    where = "everywhere"
    for value in _points(extent) if below is None else ():
        below = shows(substitute(bend, {variable: Num(value)}), "<", facts)
        if below is not None:
            where = f"at {variable} = {value}"
            break
    if below is not None:
        reason = f"the second derivative is negative {where}"
        return (whole & below).proof(reason) if wanted == "not convex" else negated_by((bend, ZERO), reason)
    if wanted == "not convex" and shows(bend, ">=", facts) is not None:
        return negated_by((bend, ZERO), "the second derivative is nowhere negative")
    if wanted == "strictly convex" and shows(bend, "<=", facts) is not None:
        return negated_by((bend, ZERO), "the second derivative is nowhere positive")
    return undecided("the sign of the second derivative is open")


def _points(extent: Range) -> tuple[Fraction, ...]:
    """Return some numbers inside a range."""
    low, high = extent.low, extent.high
    if low is not None and high is not None:
        return tuple(low + (high - low) * Fraction(k, 4) for k in (1, 2, 3)) if low < high else ()
    if low is not None:
        return tuple(low + Fraction(step) for step in ("1/4", "1", "4"))
    if high is not None:
        return tuple(high - Fraction(step) for step in ("1/4", "1", "4"))
    return (Fraction(-1), Fraction(0), Fraction(1))


def hessian(term: Term, variables: tuple[Sym, ...], context: Context) -> tuple[tuple[Term, ...], ...]:
    """Return the second derivatives of a prepared scalar."""
    slopes = [derivative_of(term, v, context) for v in variables]
    return tuple(tuple(derivative_of(slope, v, context) for v in variables) for slope in slopes)


def _convex(
    square: tuple[tuple[Term, ...], ...], variables: tuple[Sym, ...], facts: Facts, *, strict: bool
) -> Shown | None:
    if len(square) == 1:
        return _bends_up(square[0][0], variables[0], facts, strict=strict)
    if strict:
        return definite(square, facts)
    shown = Shown(certificate="all principal minors of the Hessian are >= 0")
    for size in range(1, len(square) + 1):
        for chosen in combinations(range(len(square)), size):
            found = shows(determinant(tuple(tuple(square[i][j] for j in chosen) for i in chosen)), ">=", facts)
            if found is None:
                return None
            shown = shown & found
    return shown


def _bends_up(bend: Term, variable: Sym, facts: Facts, *, strict: bool) -> Shown | None:
    found = shows(bend, ">" if strict else ">=", facts)
    if found is None and strict:
        weak = shows(bend, ">=", facts)
        rare = vanishes_rarely(bend, variable, facts) if weak is not None else None
        found = weak & rare if weak is not None and rare is not None else None
    return None if found is None else Shown(certificate="the second derivative keeps its sign") & found


def definite(square: tuple[tuple[Term, ...], ...], facts: Facts) -> Shown | None:
    """Return how the leading principal minors are shown to be positive everywhere, or None."""
    shown = Shown(certificate="the leading principal minors of the Hessian are positive")
    for size in range(1, len(square) + 1):
        found = shows(determinant(tuple(row[:size] for row in square[:size])), ">", facts)
        if found is None:
            return None
        shown = shown & found
    return shown
