"""The greatest and least value of a scalar over a variable's range: attained at a hint, or a limit that is not reached.

Main definitions
----------------
* `valued`: a statement with each supremum, infimum, maximum or minimum over a scalar replaced by its value.
* `decide`: `approached` and `attained`.

A value is attained where the hint is the only maximizer (see `extrema`). It is approached only where the term tends
to it at an end of the range, and is less at every point of the range; then there is a supremum but no maximum.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from verify.decide.bounds import Range
from verify.decide.facts import Facts, facts_of
from verify.decide.scalars import extrema
from verify.decide.scalars.comparison import refuted
from verify.decide.scalars.factors import Unsupported
from verify.decide.scalars.limits import INFINITY, STEP, approach, paths
from verify.decide.scalars.problem import FAILURES, Shown, difference, facts_for, prepare, shows, undecided
from verify.decide.scalars.smooth import only_variable, range_of_variable
from verify.model import Answer, Proof
from verify.terms.context import Context
from verify.terms.nodes import ZERO, Add, Extremum, Fn, Mul, Num, Pow, Sym, Term
from verify.terms.rewrite import substitute, walk
from verify.terms.statement import Statement
from verify.terms.unfold import negative, unfold_definitions


def valued(statement: Statement, context: Context, using: tuple[Term, ...]) -> tuple[Statement, Shown]:
    """Return the statement with extrema over scalars replaced by their values where those are known."""
    shown = Shown()

    def value(term: Term) -> Term:
        nonlocal shown
        match term:
            case Extremum(kind="max" | "sup" | "min" | "inf", variable=Sym(of_sort="real")):
                found = _value(term, statement, context, using)
                if found is None:
                    return term
                shown = shown & found[1]
                return found[0]
            case Add() | Mul() | Pow() | Fn():
                return term.rebuild(value)
            case _:
                return term

    sides = tuple(unfold_definitions(side, context) for side in statement.args)
    if not any(isinstance(node, Extremum) for side in sides for node in walk(side)):
        return statement, shown
    return replace(statement, args=tuple(value(side) for side in sides)), shown


def _value(
    extremum: Extremum, statement: Statement, context: Context, using: tuple[Term, ...]
) -> tuple[Term, Shown] | None:
    relation = "unique maximizer" if extremum.kind in ("max", "sup") else "unique minimizer"
    for hint in using:
        claim = Statement(relation, (extremum.body, hint), (extremum.variable,), statement.hypotheses)
        try:
            answer = extrema.decide(claim, context)
        except FAILURES:
            continue
        if isinstance(answer, Proof):
            best = substitute(extremum.body, {extremum.variable: hint})
            return best, Shown(frozenset(answer.hypotheses), frozenset(answer.axioms), answer.certificate)
    if extremum.kind in ("max", "min"):
        return None
    found = _approached(extremum, facts_for(statement, context))
    if found is None:
        return None
    return (found[0] if extremum.kind == "sup" else negative(found[0])), found[1]


def decide(statement: Statement, context: Context) -> Answer:
    """Decide `approached` (of a supremum or infimum over a scalar) and `attained`.

    Raises:
        Unsupported, TooLarge, ZeroDivisionError: outside the language.

    """
    if statement.relation == "attained":
        only_variable(statement)
        answer = extrema.decide(replace(statement, relation="unique maximizer"), context)
        return answer if isinstance(answer, Proof) else refuted(statement, context, "not shown to be a maximizer")
    extremum = unfold_definitions(statement.args[0], context)
    if not isinstance(extremum, Extremum) or extremum.kind not in ("sup", "inf"):
        raise Unsupported("only a supremum or infimum is approached")
    found = _approached(extremum, facts_for(statement, context))
    if found is None:
        return undecided("no end of the range is shown to give a limit that is beyond every value")
    return found[1].proof()


def _approached(extremum: Extremum, facts: Facts) -> tuple[Term, Shown] | None:
    """Return the supremum of the body (of its negative, for an infimum) if it is a limit that no value reaches."""
    variable = extremum.variable
    extent = range_of_variable(variable, facts)
    body = prepare(extremum.body, facts.context)
    body = negative(body) if extremum.kind == "inf" else body
    for end in _open_ends(extent):
        limit = _limit(body, variable, end, extent, facts)
        if limit is None:
            continue
        try:
            below = shows(difference(limit, body), ">", facts)
        except FAILURES:
            continue
        if below is not None:
            text = f"every value of {body} is less than {limit}, to which it tends at {end}"
            return limit, below & Shown(certificate=text)
    return None


def _open_ends(extent: Range) -> Iterator[Term]:
    if extent.low is None:
        yield negative(INFINITY)
    elif not extent.low_closed:
        yield Num(extent.low)
    if extent.high is None:
        yield INFINITY
    elif not extent.high_closed:
        yield Num(extent.high)


def _limit(body: Term, variable: Sym, end: Term, extent: Range, facts: Facts) -> Term | None:
    found = paths(end, extent, facts)
    if found is None:
        return None
    small = facts_of(facts.context, (*facts.extra, Statement(">", (STEP, ZERO))))
    ways = [approach(substitute(body, {variable: path}), small) for path in found]
    values = {way.value for way in ways if way is not None and not way.infinite}
    return values.pop() if len(values) == 1 and all(way is not None and not way.infinite for way in ways) else None
