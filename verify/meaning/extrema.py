"""Extrema over a parameter's values, the cells of a space, a family of laws, an unknown function, or real numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from verify.meaning import minima
from verify.meaning.instance import FunctionTable
from verify.meaning.numbers import Dual, Imprecise, Number, Undefined, Unsupported, ball, sign
from verify.meaning.probability import opened, origin, volumes
from verify.meaning.suprema import Separable, supremum
from verify.terms.context import NUMERIC_SPACES, Interval
from verify.terms.nodes import Extremum, Sym, Term
from verify.terms.rewrite import free

if TYPE_CHECKING:
    from verify.meaning.evaluate import Evaluator, Scope, Value


def candidates(evaluator: Evaluator, variable: Sym) -> Sequence[Value]:
    """Return the values over which an extremum ranges: of a parameter, the cells of a space, or a family of laws.

    Raises:
        Unsupported: the variable is a number or an unknown function.

    """
    if variable.of_sort == "parameter":
        declared = evaluator.instance.parameters
        name = origin(variable)
        if name in declared:
            return range(declared[name])
    if variable.of_sort == "point" and not variable.shape:
        return range(len(volumes(evaluator, origin(variable))))
    law = evaluator.context.law_by_name.get(origin(variable))
    if variable.of_sort == "law" and law is not None and law.family and not law.given:
        return evaluator.instance.families[law.family]
    raise Unsupported(f"an extremum over {variable.name}, which has more than finitely many values")


def values_over(evaluator: Evaluator, body: Term, variable: Sym, scope: Scope) -> list[Number]:
    """Return the value of `body` at every value of `variable`."""
    found = []
    for candidate in candidates(evaluator, variable):
        bound = {variable: candidate}
        with opened(evaluator, bound):
            found.append(evaluator.value(body, {**scope, **bound}))
    return found


def extremum(evaluator: Evaluator, term: Extremum, scope: Scope) -> Value:
    """The best value over finitely many candidates, or the only candidate that has it."""
    if _over_functions(evaluator, term):
        return _over_function(evaluator, term, scope)
    if term.variable.of_sort == "real" and not term.kind.startswith("arg"):
        return _over_reals(evaluator, term, scope)
    values = values_over(evaluator, term.body, term.variable, scope)
    if term.kind in ("min", "inf", "argmin"):
        values = [-v for v in values]
    if not term.kind.startswith("arg"):
        best = _largest(values)
        return best if term.kind in ("max", "sup") else -best
    winners = [k for k, v in enumerate(values) if all(_above(v, w) for m, w in enumerate(values) if m != k)]
    if len(winners) != 1:
        raise Undefined("an argmax that is not unique")
    return candidates(evaluator, term.variable)[winners[0]]


def _over_functions(evaluator: Evaluator, term: Extremum) -> bool:
    declared = evaluator.context.function_by_name.get(origin(term.variable))
    plain = declared is not None and declared.result == "real" and NUMERIC_SPACES.isdisjoint(declared.spaces)
    return term.variable.of_sort == "law" and plain and not term.kind.startswith("arg")


def _over_function(evaluator: Evaluator, term: Extremum, scope: Scope) -> Number:
    """Put an unknown into every cell of the function's table, and choose the best value at each."""
    name = origin(term.variable)
    table = evaluator.instance.functions[name]
    if not isinstance(table, FunctionTable):
        raise Unsupported(f"the instance has no table of {name}")
    values: Any = {key: Separable.unknown((name, *key)) for key in table.values}
    unknown = replace(table, values=values)
    bound = {term.variable: unknown}
    with opened(evaluator, bound):
        body = evaluator.value(term.body, {**scope, **bound})
    return _greatest(body, name, evaluator.context.function_by_name[name].interval, term.kind)


def _over_reals(evaluator: Evaluator, term: Extremum, scope: Scope) -> Number:
    try:
        return minima.extremum(evaluator, term, scope)
    except Unsupported:
        if term.variable.shape:
            raise
        return _over_numbers(evaluator, term, scope)


def _over_numbers(evaluator: Evaluator, term: Extremum, scope: Scope) -> Number:
    """Put an unknown in the place of a number, which no hypothesis may restrict, and choose its best value."""
    declared, context = evaluator.context.by_name.get(origin(term.variable)), evaluator.context
    if declared is None or declared.definition is not None or declared.law is not None:
        raise Unsupported(f"an extremum over {term.variable.name}, which is no plain number")
    if any(declared.symbol in free(arg) for h, _ in context.hypotheses for arg in h.args):
        raise Unsupported(f"an extremum over {term.variable.name}, which a hypothesis restricts")
    body = evaluator.value(term.body, {**scope, term.variable: Separable.unknown((term.variable.name,))})
    return _greatest(body, term.variable.name, declared.interval, term.kind)


def _greatest(body: Number, name: str, interval: Interval, kind: str) -> Number:
    reached = kind in ("max", "min")
    if kind in ("max", "sup"):
        return supremum(body, name, interval, attained=reached)
    return -supremum(-body, name, interval, attained=reached)


def _above(left: Number, right: Number) -> bool:
    return sign(left - right) > 0


def _largest(values: list[Number]) -> Number:
    best = values[0]
    for value in values[1:]:
        try:
            side = sign(value - best)
            if side == 0 and isinstance(value, Dual):
                raise Undefined("a maximum is not differentiable where two candidates tie")
            best = value if side > 0 else best
        except Imprecise:
            best = ball(best).max(ball(value))
    return best
