"""Rivals of a claimed optimum that is a function of points, or a law: they can only show that it is none.

The claimed value is put into the place of the unknown as a table. A function's rivals move one cell towards an end
of its range; a law's are mixtures with other laws. One that does better refutes, and one as good refutes "unique".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from math import prod
from typing import Any

from verify.meaning import chance
from verify.meaning.case import Case, Judgement, Violation, sign_or_none, text, violation
from verify.meaning.evaluate import Evaluator
from verify.meaning.instance import FunctionTable, Instance, LawTable
from verify.meaning.numbers import Number, is_rational, rational
from verify.terms.context import NUMERIC_SPACES, Interval
from verify.terms.nodes import Sym, Term
from verify.terms.rewrite import free, names

PART = Fraction(1, 64)  # a small step is better wherever the slope is not 0
Table = FunctionTable | LawTable


def applies(case: Case) -> bool:
    """Whether the bound variable is an unknown real function of points, or a law, that ranges freely."""
    if case.variable.of_sort != "law" or len(case.statement.variables) != 1:
        return False
    context, name = case.evaluator.context, case.variable.name
    assumed = (*(h for h, _ in context.hypotheses), *case.statement.hypotheses)
    if name in names(case.args[1]) or any(name in names(arg) for h in assumed for arg in h.args):
        return False
    function, law = context.function_by_name.get(name), context.law_by_name.get(name)
    if function is not None:
        return function.result == "real" and NUMERIC_SPACES.isdisjoint(function.spaces) and not function.depends
    if law is None or case.args[1].sort != "real":
        return False
    return not (law.given or law.depends or law.family or law.pushforward or law.support)


def outdone(case: Case) -> Judgement:
    """Return a violation where the claimed value is not admissible or a rival does better (as well); else None."""
    claimed = _claimed(case)
    if claimed is None:
        return None
    wrong = _inadmissible(case, claimed)
    if wrong is not None:
        return wrong
    least = case.statement.relation == "unique minimizer"
    unique = case.statement.relation.startswith("unique")
    value = _objective(case, claimed)
    for rival, note in _rivals(case, claimed):
        there = _objective(case, rival)
        side = sign_or_none(value - there if least else there - value)
        if side == 1 or (side == 0 and unique and _differ(claimed, rival)):
            return violation(case, value, there, f"the right-hand side is the value for {case.variable.name} {note}")
    return None


def _objective(case: Case, table: Table) -> Number:
    return Evaluator(_with(case, table), case.evaluator.context).value(case.args[0], {})


def _with(case: Case, table: Table) -> Instance:
    instance, name = case.evaluator.instance, case.variable.name
    if isinstance(table, FunctionTable):
        return replace(instance, functions={**instance.functions, name: table})
    return replace(instance, laws={**instance.laws, name: table})


def _claimed(case: Case) -> Table | None:
    """Return the claimed value as a table: a function of its free points, one of each space."""
    instance, name = case.evaluator.instance, case.variable.name
    own = instance.functions.get(name) or instance.laws.get(name)
    if not isinstance(own, FunctionTable | LawTable):
        return None
    context = case.evaluator.context
    spaces = own.spaces if isinstance(own, FunctionTable) else [chance.space_of(n, context) for n in own.targets]
    formals = _formals(case.args[1], list(spaces), case)
    if formals is None:
        return None
    values: dict[tuple[int, ...], Any] = {}
    for key in own.values:
        scope = {symbol: key[position] for symbol, position in formals.items()}
        values[key] = case.evaluator.value(case.args[1], scope)
    return replace(own, values=values)


def _formals(term: Term, spaces: list[str], case: Case) -> dict[Sym, int] | None:
    """Return the free points of a value with the arguments they stand for; None where that is not clear.

    A point of another space (the x of a density of z) stands for itself.
    """
    context, found = case.evaluator.context, dict[Sym, int]()
    if len(set(spaces)) != len(spaces):
        return None
    for symbol in free(term):
        if symbol.of_sort != "point":
            continue
        space = chance.space_of(symbol.name, context)
        if space not in spaces:
            continue
        if symbol.shape or spaces.index(space) in found.values():
            return None
        found[symbol] = spaces.index(space)
    return found


def _inadmissible(case: Case, table: Table) -> Violation | None:
    name = case.variable.name
    if isinstance(table, FunctionTable):
        interval = case.evaluator.context.function_by_name[name].interval
        for value in table.values.values():
            if not _inside(value, interval):
                return Violation(text(value), "outside the range", "enclosed", f"of {name}")
        return None
    mass = sum((_volume(case, table, key) * value for key, value in table.values.items()), start=rational(0))
    negative = next((v for v in table.values.values() if sign_or_none(v) == -1), None)
    if negative is not None:
        return Violation(text(negative), "a density", "enclosed", f"the value claimed for {name} is negative somewhere")
    if sign_or_none(mass - 1) in (1, -1):
        return violation(case, mass, rational(1), f"the value claimed for {name} does not integrate to 1")
    return None


def _volume(case: Case, table: LawTable, key: tuple[int, ...]) -> Number:
    spaces = (chance.space_of(name, case.evaluator.context) for name in table.targets)
    return rational(
        prod((case.evaluator.instance.spaces[s][k] for s, k in zip(spaces, key, strict=True)), start=Fraction(1))
    )


def _inside(value: Number, interval: Interval) -> bool:
    """Whether the value is not certainly outside the range."""
    below = None if interval.low is None else sign_or_none(value - rational(interval.low))
    above = None if interval.high is None else sign_or_none(rational(interval.high) - value)
    ends = ((below, interval.low_closed), (above, interval.high_closed))
    return not any(side == -1 or (side == 0 and not closed) for side, closed in ends)


def _rivals(case: Case, claimed: Table) -> Iterator[tuple[Table, str]]:
    instance, context, name = case.evaluator.instance, case.evaluator.context, case.variable.name
    if isinstance(claimed, FunctionTable):
        interval = context.function_by_name[name].interval
        for key in claimed.values:
            for moved in _moved(claimed.values[key], interval):
                yield replace(claimed, values={**claimed.values, key: moved}), f"moved to {text(moved)} at one cell"
        return
    for law in context.laws:
        other = instance.laws.get(law.name)
        if other is None or other.given or other.parameters or set(other.values) != set(claimed.values):
            continue
        if [chance.space_of(n, context) for n in other.targets] == [
            chance.space_of(n, context) for n in claimed.targets
        ]:
            for part in (Fraction(1), PART):
                yield _mixture(claimed, other, part), f"with a share {part} of {law.name} mixed in"


def _moved(value: Any, interval: Interval) -> Iterator[Any]:
    """Yield the value moved up and down by a part of the way to the end of its range (or of 1)."""
    up = rational(1) if interval.high is None else rational(interval.high) - value
    down = rational(1) if interval.low is None else value - rational(interval.low)
    yield value + rational(PART) * up
    yield value - rational(PART) * down


def _mixture(one: LawTable, other: LawTable, part: Fraction) -> LawTable:
    share, kept = rational(part), rational(1 - part)
    return replace(
        one, values={k: kept * rational(v) + share * rational(other.values[k]) for k, v in one.values.items()}
    )


def _differ(one: Table, other: Table) -> bool:
    """Whether two tables certainly differ: both rational somewhere, and not the same."""
    for key in one.values:
        a, b = rational(one.values[key]), rational(other.values[key])
        if is_rational(a) and is_rational(b) and a != b:
            return True
        if sign_or_none(a - b) in (1, -1):
            return True
    return False
