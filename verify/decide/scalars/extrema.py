"""The only maximizer or minimizer of a smooth function of scalars over an interval or a box.

It is shown in one of two ways, each with the point in the range:
the gradient vanishes at the point and the Hessian is definite of one sign over the whole range; or, in
one variable, f'(x) (c - x) > 0 for every other x of the range, so that f rises to c and falls after it.
"""

from __future__ import annotations

from verify.decide.bounds import Range
from verify.decide.facts import Facts, facts_of
from verify.decide.scalars.comparison import negated_by, refuted
from verify.decide.scalars.convexity import definite, hessian
from verify.decide.scalars.explicit import entries
from verify.decide.scalars.factors import Unsupported
from verify.decide.scalars.problem import Shown, derivative_of, difference, facts_for, prepare, shows, undecided
from verify.decide.scalars.smooth import in_range, range_of_variable, smooth
from verify.model import Answer, Disproof
from verify.terms.context import Context
from verify.terms.nodes import ZERO, Mul, Num, Sym, Term
from verify.terms.printing import statement_text
from verify.terms.rewrite import free, substitute
from verify.terms.statement import Statement
from verify.terms.unfold import negative


def decide(statement: Statement, context: Context) -> Answer:
    """Decide `unique maximizer` and `unique minimizer` over scalar `variables`.

    Raises:
        Unsupported, TooLarge, ZeroDivisionError: outside the language.

    """
    facts, variables = facts_for(statement, context), statement.variables
    extents = [range_of_variable(v, facts) for v in variables]
    objective = prepare(statement.args[0], context)
    if statement.relation == "unique maximizer":
        objective = negative(objective)
    point = _components(prepare(statement.args[1], context), variables)
    inside = _inside(point, extents, facts)
    if inside is None:
        return _outside(point, extents, facts)
    whole = smooth(objective, frozenset(variables), facts)
    if whole is None:
        return undecided("not shown to be smooth over the whole range")
    slopes = [derivative_of(objective, v, context) for v in variables]
    found = _by_curvature(objective, slopes, point, variables, facts)
    if found is None and len(variables) == 1:
        found = _by_slope(slopes[0], point[0], variables[0], facts)
    if found is not None:
        return (inside & whole & found).proof(found.certificate)
    return _refuted(statement, slopes, point, extents, facts)


def _components(point: Term, variables: tuple[Sym, ...]) -> tuple[Term, ...]:
    found = tuple(entry for row in entries(point) for entry in row)
    if len(found) != len(variables):
        raise Unsupported("the point and the variables differ in number")
    if any(free(component) & set(variables) for component in found):
        raise Unsupported("the point depends on the variables")
    return found


def _inside(point: tuple[Term, ...], extents: list[Range], facts: Facts) -> Shown | None:
    shown = Shown()
    for component, extent in zip(point, extents, strict=True):
        found = in_range(component, extent, facts)
        if found is None:
            return None
        shown = shown & found
    return shown


def _outside(point: tuple[Term, ...], extents: list[Range], facts: Facts) -> Answer:
    for component, extent in zip(point, extents, strict=True):
        for end, closed, relation in ((extent.low, extent.low_closed, "<"), (extent.high, extent.high_closed, ">")):
            if end is None:
                continue
            gap = difference(component, Num(end))
            if shows(gap, relation if closed else f"{relation}=", facts) is not None:
                return negated_by((component, Num(end)), "the point is outside the range")
    return undecided("the point is not shown to lie in the range")


def _by_curvature(
    objective: Term, slopes: list[Term], point: tuple[Term, ...], variables: tuple[Sym, ...], facts: Facts
) -> Shown | None:
    at = dict(zip(variables, point, strict=True))
    shown = Shown(certificate="stationary at the point, and the Hessian is definite over the whole range")
    for slope in slopes:
        zero = shows(substitute(slope, at), "=", facts)
        if zero is None:
            return None
        shown = shown & zero
    convex = definite(hessian(objective, variables, facts.context), facts)
    return None if convex is None else shown & convex


def _by_slope(slope: Term, point: Term, variable: Sym, facts: Facts) -> Shown | None:
    away = Statement("!=", (variable, point))
    elsewhere = facts_of(facts.context, (*facts.extra, away))
    found = shows(Mul((slope, difference(variable, point))), ">", elsewhere)
    if found is None:
        return None
    kept = found.hypotheses - {statement_text(away)}
    return Shown(kept, found.axioms, "the derivative changes sign at the point only; " + found.certificate)


def _refuted(
    statement: Statement, slopes: list[Term], point: tuple[Term, ...], extents: list[Range], facts: Facts
) -> Answer:
    """An extremum inside an open range is stationary, and curved the right way."""
    at = dict(zip(statement.variables, point, strict=True))
    interior = all(not e.low_closed and not e.high_closed for e in extents)
    for slope in slopes if interior else ():
        here = substitute(slope, at)
        if shows(here, "!=", facts) is not None:
            return negated_by((here, ZERO), "the point is not stationary")
        answer = refuted(Statement("=", (here, ZERO), (), statement.hypotheses), facts.context, "not stationary")
        if isinstance(answer, Disproof):
            return answer
    if interior and len(slopes) == 1:
        bend = substitute(derivative_of(slopes[0], statement.variables[0], facts.context), at)
        if shows(bend, "<", facts) is not None:
            return negated_by((bend, ZERO), "the curvature at the point has the wrong sign")
    return undecided("not shown to be stationary with a curvature of one sign")
