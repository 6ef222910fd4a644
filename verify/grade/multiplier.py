"""Which value a multiplier has, by the Lagrangian that the student wrote: its derivative vanishes at the optimum.

With λ (1 - Σ q) the multiplier has one sign, with λ (Σ q - 1) the other. A sheet lists both as worlds; the student's
own functional tells which of them is meant, and closes the other.

Main definitions
----------------
* `settle_by_functional`: open the world at whose optimum a functional is stationary, and close the others.
"""

from __future__ import annotations

from verify.grade.evidence import check
from verify.grade.thread import Thread
from verify.grade.worlds import World, transport
from verify.latex.calculus import by_value
from verify.latex.elaborate import terms
from verify.latex.errors import Unread
from verify.latex.tree import Node
from verify.terms.nodes import ZERO, Apply, IllTyped, Term
from verify.terms.statement import Statement


def settle_by_functional(body: Node, thread: Thread) -> None:
    """Open the world at whose optimum this functional is stationary, and close those at which it is not."""
    worlds = [world for world in thread.worlds if world.values and world.bodies]
    if not worlds:
        return
    try:
        found = terms(body, thread.scope)
    except (Unread, IllTyped):
        return
    if len(found) != 1 or not all(world.changes(found[0]) for world in worlds):
        return
    stationary = {world.name for world in worlds if _is_stationary(found[0], world, thread)}
    if len(stationary) == 1:  # at none: it is no Lagrangian, or one whose multiplier is neither of these
        thread.opened |= stationary
        thread.closed = (thread.closed - stationary) | ({world.name for world in worlds} - stationary)


def _is_stationary(functional: Term, world: World, thread: Thread) -> bool:
    """Whether the derivative by the world's function vanishes there."""
    context = thread.scope.context
    name, arguments, _ = world.bodies[0]
    try:
        slope = by_value(functional, Apply(name, arguments))
    except (Unread, IllTyped):
        return False
    return check(*transport(Statement("=", (slope, ZERO)), world, context)).holds
