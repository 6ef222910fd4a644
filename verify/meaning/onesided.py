"""Suprema that have no closed form, bounded from one side: any value of the body is a lower bound of its supremum.

That is enough to refute: sup f = c fails where f exceeds c somewhere. It never confirms.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING, Any

from verify.meaning import chance
from verify.meaning.case import Case, Judgement, text, violation
from verify.meaning.instance import FunctionTable
from verify.meaning.numbers import Number, Unsupported, ball, fraction, is_rational, rational, sign
from verify.meaning.probability import opened, origin
from verify.terms.context import NUMERIC_SPACES, Interval
from verify.terms.nodes import Add, Extremum, Mul, Sym, Term
from verify.terms.rewrite import free, walk

if TYPE_CHECKING:
    from verify.meaning.evaluate import Evaluator

#: where a range is looked at, in shares of its length, or in distances from its end or from 0
SHARES = tuple(Fraction(k, 100) for k in (1, 10, 30, 50, 70, 90, 99))
DISTANCES = tuple(Fraction(a, b) for a, b in ((1, 100), (1, 10), (1, 2), (1, 1), (2, 1), (5, 1), (20, 1)))
#: functions that are not constant, tried besides those that are
MIXED = 8
#: relation → the sign of left - right that contradicts it, and whether 0 does too
_FAILS = {"=": ((1, -1), False), "<=": ((1,), False), ">=": ((-1,), False), "<": ((1,), True), ">": ((-1,), True)}


def has_extremum(case: Case) -> bool:
    """Whether a comparison of numbers is about extrema."""
    if case.statement.relation not in _FAILS or case.args[0].shape:
        return False
    return any(isinstance(node, Extremum) for arg in case.args for node in walk(arg))


def judge(case: Case) -> Judgement:
    """Return a violation where a bound of one side lies beyond a bound of the other, else None.

    Raises:
        Undefined, Imprecise: the values at some candidate are.

    """
    sides, ties = _FAILS[case.statement.relation]
    for side in sides:
        try:
            low, high = (
                _bound(case.evaluator, arg, up) for arg, up in zip(case.args, (side < 0, side > 0), strict=True)
            )
        except Unsupported:
            continue
        found = sign(low - high)
        if found == side or (ties and found == 0):
            told = ("at least", "at most") if side > 0 else ("at most", "at least")
            left, right = (f"{word} {text(value)}" for word, value in zip(told, (low, high), strict=True))
            return replace(violation(case, low, high), lhs=left, rhs=right, note="a supremum is no less than any value")
    return None


def _bound(evaluator: Evaluator, term: Term, up: bool) -> Number:
    """Return a number that is certainly not below (`up`) or not above the value of a term.

    Raises:
        Unsupported: an extremum stands where its bounds say nothing of the whole, or is bounded on the other side only.

    """
    if not any(isinstance(node, Extremum) for node in walk(term)):
        return evaluator.value(term, {})
    match term:
        case Add(terms=terms):
            return sum((_bound(evaluator, part, up) for part in terms[1:]), start=_bound(evaluator, terms[0], up))
        case Mul(factors=factors):
            plain = [f for f in factors if not any(isinstance(node, Extremum) for node in walk(f))]
            if len(plain) != len(factors) - 1:
                raise Unsupported("a product of extrema")
            (factor,) = (f for f in factors if f not in plain)
            scale = prod((evaluator.value(f, {}) for f in plain), start=rational(1))
            return scale * _bound(evaluator, factor, up == (sign(scale) >= 0))
        case Extremum():
            return _of_extremum(evaluator, term, up)
        case _:
            raise Unsupported("a function of an extremum")


def _of_extremum(evaluator: Evaluator, term: Extremum, up: bool) -> Number:
    try:
        value: Number = evaluator.value(term, {})
    except Unsupported:
        if term.kind not in (("min", "inf") if up else ("max", "sup")):
            raise
    else:
        return value
    values = []
    for candidate in _candidates(evaluator, term.variable):
        bound = {term.variable: candidate}
        with opened(evaluator, bound):
            values.append(evaluator.value(term.body, bound))
    return min(values, key=_middle) if up else max(values, key=_middle)


def _middle(value: Number) -> float:
    return float(fraction(value)) if is_rational(value) else float(ball(value).mid())


def _candidates(evaluator: Evaluator, variable: Sym) -> Iterator[Any]:
    """Yield values over which an extremum certainly ranges."""
    name, context = origin(variable), evaluator.context
    declared, function = context.by_name.get(name), context.function_by_name.get(name)
    if any(declared is not None and declared.symbol in free(a) for h, _ in context.hypotheses for a in h.args):
        raise Unsupported(f"an extremum over {name}, which a hypothesis restricts")
    if variable.of_sort == "law" and function is not None:
        if function.result != "real" or not NUMERIC_SPACES.isdisjoint(function.spaces):
            raise Unsupported(f"an extremum over {name}, which is no table")
        yield from _tables(evaluator.instance.functions[name], places(function.interval))
    elif variable.of_sort == "real" and not variable.shape and declared is not None:
        if declared.definition is not None or declared.law is not None:
            raise Unsupported(f"an extremum over {name}, which is no plain number")
        yield from (rational(value) for value in places(declared.interval))
    else:
        raise Unsupported(f"an extremum over {name}")


def _tables(table: Any, choices: tuple[Fraction, ...]) -> Iterator[FunctionTable]:
    if not isinstance(table, FunctionTable):
        raise Unsupported("an extremum over a function without a table")
    for value in choices:
        yield replace(table, values=dict.fromkeys(table.values, value))
    rng = chance.generator("candidates")
    for _ in range(MIXED):
        yield replace(table, values={key: rng.choice(choices) for key in table.values})


def places(interval: Interval) -> tuple[Fraction, ...]:
    """Return rationals inside an interval: some near its ends, some far out."""
    low, high = interval.low, interval.high
    if low is not None and high is not None:
        return tuple(low + (high - low) * share for share in SHARES)
    if low is not None:
        return tuple(low + distance for distance in DISTANCES)
    if high is not None:
        return tuple(high - distance for distance in DISTANCES)
    return (Fraction(0), *DISTANCES, *(-distance for distance in DISTANCES))
