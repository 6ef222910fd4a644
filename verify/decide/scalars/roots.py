"""The only root of a field of several scalar variables.

The point is a root if every component is defined there and is 0. It is the only one if the equations
force each variable to its claimed value: as soon as one is forced, it is put in, so that what depends
on it becomes simpler (ψ₀θ = 0 makes exp(ψ₀θ + ψ₁) = exp(ψ₁)). In one variable it is also the only one if some
component is strictly monotone.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from verify.decide.facts import Facts
from verify.decide.scalars.comparison import negated_by, refuted
from verify.decide.scalars.explicit import entries, explicit
from verify.decide.scalars.factors import Unsupported
from verify.decide.scalars.injective import injective
from verify.decide.scalars.kernels import Kernels, normal_forms
from verify.decide.scalars.problem import FAILURES, Shown, difference, facts_for, is_defined, prepare, shows, undecided
from verify.decide.scalars.signs import entails
from verify.decide.scalars.smooth import in_range, range_of_variable
from verify.decide.scalars.solver import Clause, comparison
from verify.model import Answer, Disproof
from verify.terms.context import Context
from verify.terms.nodes import ZERO, Num, Sym, Term
from verify.terms.rewrite import free, substitute
from verify.terms.statement import Statement

CANDIDATES = tuple(Num(Fraction(value)) for value in (0, 1, -1, 2))
MAX_CANDIDATES = 64


def decide(statement: Statement, context: Context) -> Answer:
    """Decide `unique root`.

    Raises:
        Unsupported, TooLarge, ZeroDivisionError: outside the language.

    """
    facts, variables = facts_for(statement, context), statement.variables
    extents = [range_of_variable(v, facts) for v in variables]
    field = [entry for row in entries(prepare(statement.args[0], context)) for entry in row]
    point = [entry for row in entries(prepare(statement.args[1], context)) for entry in row]
    if len(point) != len(variables) or any(free(value) & set(variables) for value in point):
        raise Unsupported("the root is not a column of one value for each variable")
    shown = Shown()
    for value, extent in zip(point, extents, strict=True):
        inside = in_range(value, extent, facts)
        if inside is None:
            return undecided("the point is not shown to lie in the range")
        shown = shown & inside
    for component in field:
        here = explicit(substitute(component, dict(zip(variables, point, strict=True))))
        zero = _is_zero(here, facts)
        if zero is None:
            return _no_root(here, statement, facts)
        shown = shown & zero
    forced = _monotone(field, variables[0], facts) if len(variables) == 1 else None
    if forced is None:
        forced = _forced(field, list(zip(variables, point, strict=True)), facts)
    if forced is not None:
        return (shown & forced).proof(f"a root, and the only one: {forced.certificate}")
    return _second_root(field, variables, point, facts)


def _monotone(field: list[Term], variable: Sym, facts: Facts) -> Shown | None:
    for component in field:
        try:
            found = injective(component, variable, facts)
        except FAILURES:
            continue
        if found is not None:
            return found
    return None


def _is_zero(term: Term, facts: Facts) -> Shown | None:
    defined = is_defined(term, facts)
    zero = shows(term, "=", facts) if defined is not None else None
    return defined & zero if defined is not None and zero is not None else None


def _no_root(here: Term, statement: Statement, facts: Facts) -> Answer:
    if shows(here, "!=", facts) is not None:
        return negated_by((here, ZERO), "the point is no root")
    answer = refuted(Statement("=", (here, ZERO), (), statement.hypotheses), facts.context, "the point is no root")
    return answer if isinstance(answer, Disproof) else undecided("the point is not shown to be a root")


def _forced(field: list[Term], left: list[tuple[Sym, Term]], facts: Facts) -> Shown | None:
    """Return how the equations force every variable, one after the other."""
    shown = Shown()
    while left:
        for variable, value in left:
            found = _force(field, variable, value, facts)
            if found is not None:
                break
        else:
            return None
        shown = shown & found & Shown(certificate=f"{variable} = {value}")
        field = [explicit(substitute(component, {variable: value})) for component in field]
        left = [pair for pair in left if pair[0] != variable]
    return shown


def _force(field: list[Term], variable: Sym, value: Term, facts: Facts) -> Shown | None:
    def task(kernels: Kernels) -> Shown | None:
        goal = kernels.form(difference(variable, value))
        forms = [kernels.form(component) for component in field]
        equations = tuple(Clause((comparison(form, "="),)) for form in forms if not form.is_zero)
        if goal.is_zero:
            return Shown()
        found = entails(kernels, goal, "=", equations) if all(map(kernels.is_real, forms)) else None
        return None if found is None else Shown(found.hypotheses | kernels.used, found.axioms)

    return normal_forms(Kernels(facts, (*field, value)), task)


def _second_root(field: list[Term], variables: tuple[Sym, ...], point: list[Term], facts: Facts) -> Answer:
    """Look for another root among small numbers: one disproves uniqueness."""
    reason = "not proved: the equations do not force the root"
    if len(CANDIDATES) ** len(variables) > MAX_CANDIDATES:
        return undecided(reason)
    for values in product(CANDIDATES, repeat=len(variables)):
        at = dict(zip(variables, values, strict=True))
        here = [explicit(substitute(component, at)) for component in field]
        other = any(shows(difference(a, b), "!=", facts) is not None for a, b in zip(values, point, strict=True))
        inside = all(in_range(value, range_of_variable(v, facts), facts) for v, value in at.items())
        if other and inside and all(_vanishes(component, facts) for component in here):
            text = ", ".join(f"{name} = {value}" for name, value in at.items())
            return negated_by((here[0], ZERO), f"another root: {text}")
    return undecided(reason)


def _vanishes(term: Term, facts: Facts) -> bool:
    try:
        return _is_zero(term, facts) is not None
    except (Unsupported, ZeroDivisionError):
        return False
