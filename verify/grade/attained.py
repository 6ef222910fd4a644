"""Extrema whose optimizer a sheet names: min_ξ f(ξ) is f(ξ*) where the engine proves that ξ* is one.

Main definitions
----------------
* `at_optimizers`: a statement with such extrema replaced by their values, which is the same statement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from verify.grade.worlds import World
from verify.links import settled
from verify.model import Proof
from verify.terms.context import Context
from verify.terms.nodes import Extremum, IllTyped, Sym, Term
from verify.terms.rewrite import free, substitute, transform, walk
from verify.terms.statement import Statement


def at_optimizers(statement: Statement, worlds: Sequence[World], context: Context) -> Statement:
    """Return the statement with each extremum that is attained at a value of a world replaced by what it is there."""
    values = tuple((symbol, value) for world in worlds for symbol, value in world.values if free(value))
    if not values or not any(isinstance(node, Extremum) for arg in statement.args for node in walk(arg)):
        return statement

    def replaced(node: Term) -> Term:
        if not isinstance(node, Extremum) or node.kind.startswith("arg"):
            return node
        return next((v for symbol, w in values if symbol == node.variable if (v := _value(node, w, context))), node)

    return replace(statement, args=tuple(transform(arg, replaced) for arg in statement.args))


@lru_cache(maxsize=1024)
def _value(extremum: Extremum, optimizer: Term, context: Context) -> Term | None:
    """Return the value of an extremum if it is proved to be attained at `optimizer`, which must not contain it."""
    if not isinstance(extremum.variable, Sym) or extremum.variable in free(optimizer):
        return None
    there = substitute(extremum.body, {extremum.variable: optimizer})
    try:
        answer, owed, _ = settled(Statement("=", (extremum, there)), context, using=(optimizer,))
    except (IllTyped, RecursionError):
        return None
    return there if isinstance(answer, Proof) and not owed else None
