"""Equations that an answer has left to solve, and names that it defines with the variable of an optimum.

Where a gradient vanishes, and some of the values there are found, "what is left is σ(-ψ) = σ(ψ)" is an equation: it
holds at the sheet's point, and claims nothing of any other. And "w_d := p w" says of no optimum what it is.

Main definitions
----------------
* `is_left_to_solve`: whether the words announce an equation, which holds at the sheet's point.
* `defines_freely`: whether a row defines a name in terms of what the optimum is sought over.
"""

from __future__ import annotations

from verify.grade.clauses import Link, is_name
from verify.grade.evidence import check_all
from verify.grade.judged import Setting
from verify.grade.thread import Thread, name_of
from verify.grade.worlds import World, transport
from verify.latex.scope import Definition
from verify.latex.tree import Derivative, Node, Operator, walk
from verify.terms.nodes import Diff, Expect, Integral, Sym, Term
from verify.terms.rewrite import free
from verify.terms.rewrite import walk as walk_term
from verify.terms.statement import Statement

LEFT_TO_SOLVE = "true at the point, as an equation that is left to solve"
FREELY = "a name that is defined with the variable itself, not at the optimum"

Readings = tuple[Statement, ...]


def is_left_to_solve(link: Link, found: Readings, thread: Thread, setting: Setting) -> bool:
    """Whether the words announce an equation that is left, and a row between the point's variables holds there.

    What says of a name, a derivative or an expectation what it is, is no such equation.
    """
    if link.relation != "=" or not setting.cue.remaining:
        return False
    if any(_says_what_it_is(left, thread) for left, _ in link.pairs) or any(_is_said(r.args[0]) for r in found):
        return False
    return any(world.is_point and _holds_at(world, found, thread) for world in thread.worlds)


def _says_what_it_is(left: Node, thread: Thread) -> bool:
    """Whether a side is a derivative or an expectation, or is something that the sheet defines."""
    head = name_of(left, thread.scope)
    meaning = None if head is None else thread.scope.meaning(head)
    defined = isinstance(meaning, Definition) and not meaning.own
    return defined or any(isinstance(node, Operator | Derivative) for node in walk(left))


def _is_said(side: Term) -> bool:
    return isinstance(side, Sym) or any(isinstance(node, Diff | Expect | Integral) for node in walk_term(side))


def _holds_at(world: World, found: Readings, thread: Thread) -> bool:
    values = {s for s, _ in world.values}
    if not all(_unknowns(r) and _unknowns(r) <= values for r in found):
        return False
    moved = [transport(r, world, thread.scope.context) for r in found]
    return check_all((s for s, _ in moved), moved[0][1]).holds


def _unknowns(statement: Statement) -> frozenset[object]:
    return frozenset(s for arg in statement.args for s in free(arg) if s.sort == "real")


def defines_freely(link: Link, found: Readings, thread: Thread, setting: Setting) -> bool:
    """Whether a row with := gives a name for an optimum a meaning in terms of what that is sought over: w_d := p w."""
    if not setting.defines or not all(is_name(left) for left, _ in link.pairs):
        return False
    optima = [w for w in thread.worlds if (w.values or w.bodies) and not w.is_point]
    return all(
        len(r.args) == 2 and any(w.changes(r.args[1]) and not w.changes(r.args[0]) for w in optima) for r in found
    )
