"""Conditions that hold together: at the end of a range, in place of an earlier case, or never.

"At θ = 0" of a θ in (0, 1] speaks of the end of its range; "for θ > 0" behind it ends that case. From conditions that
exclude each other everything follows, so that a row under these is neither right nor wrong.

Main definitions
----------------
* `with_ends`: the Context in which ranges contain the ends that conditions speak of.
* `excludes`: whether a condition and another cannot both hold.
* `contradicted`: why conditions cannot hold in a Context; "" where nothing speaks against it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from verify.decide.consistency import contradiction
from verify.terms.context import Context, Declaration
from verify.terms.nodes import Num, Sym, Term
from verify.terms.statement import Statement


def with_ends(context: Context, conditions: Sequence[Statement]) -> Context:
    """Return the Context with each range closed at the end to which a condition sets its number."""
    ends = {(c.args[0], c.args[1].value) for c in conditions if _is_value(c) and isinstance(c.args[1], Num)}
    if not ends:
        return context
    symbols = tuple(_closed(d, ends) for d in context.symbols)
    return context if symbols == context.symbols else replace(context, symbols=symbols)


def _is_value(condition: Statement) -> bool:
    return condition.relation == "=" and isinstance(condition.args[0], Sym)


def _closed(declared: Declaration, ends: set[tuple[Term, Fraction]]) -> Declaration:
    interval = declared.interval
    if interval.low is not None and (declared.symbol, interval.low) in ends:
        interval = replace(interval, low_closed=True)
    if interval.high is not None and (declared.symbol, interval.high) in ends:
        interval = replace(interval, high_closed=True)
    return declared if interval == declared.interval else replace(declared, interval=interval)


def excludes(new: Statement, old: Statement, context: Context) -> bool:
    """Whether a condition rules an earlier one out."""
    return bool(contradicted((new, old), context)) and not contradicted((new,), context)


def contradicted(conditions: Sequence[Statement], context: Context) -> str:
    """Return why conditions cannot hold in a Context; "" where nothing is known against it."""
    return _contradicted(tuple(conditions), context)


@lru_cache(maxsize=1024)
def _contradicted(conditions: tuple[Statement, ...], context: Context) -> str:
    open_ended = with_ends(replace(context, hypotheses=()), conditions)
    return contradiction(open_ended.with_hypotheses(*((c, "supposed") for c in conditions))) or ""
