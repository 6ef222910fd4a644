"""Extrema whose optimizer a sheet names: min_ξ f(ξ) is f(ξ*) where the engine proves that ξ* is one.

Main definitions
----------------
* `at_optimizers`: a statement with such extrema replaced by their values, which is the same statement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache, partial

from verify.grade.worlds import World
from verify.links import settled
from verify.model import Proof
from verify.terms.context import Context
from verify.terms.nodes import Density, Extremum, IllTyped, Sym, Term
from verify.terms.rewrite import free, substitute, transform, walk
from verify.terms.statement import Statement


def at_optimizers(statement: Statement, worlds: Sequence[World], context: Context) -> Statement:
    """Return the statement with each extremum that is attained at a value of a world replaced by what it is there."""
    values = tuple((symbol, value) for world in worlds for symbol, value in world.values if free(value))
    if not any(isinstance(node, Extremum) for arg in statement.args for node in walk(arg)):
        return statement
    functions = tuple(world for world in worlds if world.bodies)

    def replaced(node: Term) -> Term:
        if not isinstance(node, Extremum) or node.kind.startswith("arg"):
            return node
        found = next((v for symbol, w in values if symbol == node.variable if (v := _value(node, w, context))), None)
        return found or _at_function(node, functions, context) or _extreme_law(node, context) or node

    return replace(statement, args=tuple(transform(arg, replaced) for arg in statement.args))


def _at_function(extremum: Extremum, worlds: Sequence[World], context: Context) -> Term | None:
    """Return the value of an extremum over an unknown function where it is attained at what a world puts for it."""
    for world in worlds:
        if any(name == extremum.variable.name for name, _, _ in world.bodies):
            there = world.put(extremum.body)
            if _is_proved(Statement("=", (extremum, there)), context):
                return there
    return None


@lru_cache(maxsize=1024)
def _extreme_law(extremum: Extremum, context: Context) -> Term | None:
    """Return the value of an extremum over all laws if it is proved to be attained at another law of the Context."""
    law, low = context.law_by_name.get(extremum.variable.name), extremum.kind in ("min", "inf")
    if law is None or extremum.variable.sort != "law":
        return None
    for other in context.laws:
        if other.name == law.name or (other.targets, other.given) != (law.targets, law.given):
            continue
        there = transform(extremum.body, partial(_of_law, old=law.name, new=other.name))
        if _is_proved(Statement(">=" if low else "<=", (extremum.body, there)), context):
            return there
    return None


def _of_law(node: Term, old: str, new: str) -> Term:
    return replace(node, law=new) if isinstance(node, Density) and node.law == old else node


def _is_proved(statement: Statement, context: Context) -> bool:
    try:
        answer, owed, _ = settled(statement, context)
    except (IllTyped, RecursionError):
        return False
    return isinstance(answer, Proof) and not owed


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
