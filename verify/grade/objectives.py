"""Another objective than the sheet's, with the same kind of optimum: ½‖y - Xw‖² + λ‖w‖² is minimized at 2λ for λ.

Who halves or averages one term of a loss has taken another convention for its coefficient. Where the sheet's optimum
with a multiple of a parameter is the stationary point of what the student wrote, that is the optimum from there on; a
formula that is stationary at none of these tells nothing.

Main definitions
----------------
* `settle_by_objective`: put the optimum of what the student wrote in the place of the sheet's.
* `is_of_the_sheets`: whether a row says what the sheet's own optimum is, though the student has another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from verify.grade.evidence import check
from verify.grade.thread import Thread
from verify.grade.worlds import World
from verify.latex.elaborate import terms
from verify.latex.errors import Unread
from verify.latex.tree import Node, Operator, Plus
from verify.terms.context import Context
from verify.terms.nodes import HALF, MINUS_ONE, TWO, ZERO, At, Diff, IllTyped, MatOp, Mul, Pow, Sym, Term
from verify.terms.printing import text
from verify.terms.rewrite import free, substitute
from verify.terms.statement import Statement

EXTREMA = frozenset({"min", "inf", "argmin", "arg min"})


def settle_by_objective(body: Node, thread: Thread) -> None:
    """Take the stationary point of a formula for the optimum that the sheet has with another parameter."""
    body = _minimized(body)
    worlds = [w for w in thread.worlds if w.values and not (w.bodies or w.is_special or w.is_point)]
    if not worlds:
        return
    try:
        found = terms(body, thread.scope)
    except (Unread, IllTyped):
        return
    if len(found) == 1 and found[0].sort == "real" and not found[0].shape:
        for world in worlds:
            if (other := _rescaled(world, found[0], thread.scope.context)) is not None:
                thread.worlds = tuple(other if w is world else w for w in thread.worlds)
                thread.replaced_worlds = {**thread.replaced_worlds, other.name: world}


def _minimized(node: Node) -> Node:
    """Return a formula without "min" in front of it, which reaches over the whole sum."""
    match node:
        case Operator(name=name, body=Node() as body) if name in EXTREMA:
            return body
        case Plus(terms=(Operator(name=name, body=Node() as body), *rest)) if name in EXTREMA:
            return replace(node, terms=(body, *rest))
    return node


def is_of_the_sheets(found: tuple[Statement, ...], thread: Thread) -> bool:
    """Whether a row is about the value of an optimum in the place of which the student has put another."""
    values = [value for world in thread.replaced_worlds.values() for _, value in world.values]
    return any(reading.args[0] == value for reading in found for value in values)


def _rescaled(world: World, objective: Term, context: Context) -> World | None:
    """Return the world with a multiple of one parameter at which an objective is stationary; None for no other."""
    (symbol, value), *others = world.values
    needed = {s for s in free(value) if s.sort == "real"} | {symbol}
    if others or not symbol.shape or not needed <= free(objective) or _is_stationary(objective, symbol, value, context):
        return None
    for parameter in sorted((s for s in needed if not s.shape), key=lambda s: s.name):
        for multiple in _multiples(parameter, objective):
            other = substitute(value, {parameter: multiple})
            if _is_stationary(objective, symbol, other, context):
                name = f"{world.name}, with {text(multiple)} for {text(parameter)}"
                return replace(world, name=name, values=((symbol, other),))
    return None


def _multiples(parameter: Sym, objective: Term) -> Iterator[Term]:
    """Yield what a parameter is multiplied by where a term is halved, averaged, or the parameter squared."""
    yield Mul((TWO, parameter))
    yield Mul((HALF, parameter))
    yield Pow(parameter, TWO)
    for size in sorted((s for s in free(objective) if s.sort == "dimension"), key=lambda s: s.name):
        for factor in (size, Pow(size, MINUS_ONE)):
            yield Mul((factor, parameter))
            yield Mul((TWO, factor, parameter))
            yield Mul((HALF, factor, parameter))


def _is_stationary(objective: Term, symbol: Sym, value: Term, context: Context) -> bool:
    slope = At(Diff(objective, (symbol,)), ((symbol, value),))
    return check(Statement("=", (slope, MatOp("zeros", slope.shape) if slope.shape else ZERO)), context).holds
