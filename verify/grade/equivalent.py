"""Arrows between clauses: "A ⟺ B" says that B follows from A, and A from B; "A ⇒ B ⇒ C" that C follows from B.

Main definitions
----------------
* `both_ways`: whether of the two clauses around ⟺ each follows from the other.
* `leaps`: whether a link does not follow from the clause right in front of its arrow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from verify.grade.clauses import Link, is_name
from verify.grade.definite import equal_where_zero
from verify.grade.evidence import check, check_all
from verify.grade.solved import solution
from verify.grade.thread import Premise, Readings, Thread
from verify.grade.worlds import World, transport
from verify.terms.nodes import Sym, Term
from verify.terms.rewrite import free
from verify.terms.statement import Statement

#: why a row that follows from a premise does not pass behind another clause
LEAP = "follows from what is supposed in this row, not from what is right in front of the arrow"
#: why a row that follows from the one before does not pass behind ⟺
ONE_WAY = "follows from what is before it; whether that follows from it, too, was not decided"

Links = Sequence[Readings]


def both_ways(link: Link, thread: Thread) -> bool:
    """Whether what a clause says up to a link follows from the clause before, and that from it.

    A premise right before the arrow was asked for when the link was judged.
    """
    before, now = _open(thread.before, thread), thread.clause
    if not thread.before:
        return False
    if len(before) == 1 and equal_where_zero(Premise(before[0][0]), now[-1]):
        return True  # a divergence is 0 exactly there
    if not before and not _open(now, thread):
        return True  # what is true anyway is equivalent
    if len(before) == 1 and _solve_alike(before[0], now[-1], all(is_name(left) for left, _ in link.pairs), thread):
        return True
    supposed = [premise.statement for premise in thread.premises[-1:]]
    judged = len(before) == 1 and supposed == [before[0][0]]
    if not judged and _is_solution(before, now[-1], thread):
        return True
    return (judged or _follow(now[-1:], before, thread)) and _follow(before, now, thread)


def leaps(found: Readings, premise: Premise, thread: Thread) -> bool:
    """Whether a link that follows from a premise is not known to follow from the clause right in front of its arrow."""
    before = _open(thread.before, thread)
    if not before or any(premise.statement in readings for readings in before):
        return False
    return not (_is_solution(before, found, thread) or _follow([found], before, thread))


def _under(given: Links, found: Readings) -> Readings:
    """Return the readings of a link under what others say, read in the usual way."""
    supposed = tuple(readings[0] for readings in given)
    return tuple(replace(r, hypotheses=(*r.hypotheses, *supposed)) for r in found)


def _open(links: Links, thread: Thread) -> list[Readings]:
    """Return the links that do not hold anyway."""
    return [readings for readings in links if not check_all(readings, thread.scope.context).holds]


def _follow(claimed: Links, given: Links, thread: Thread) -> bool:
    """Whether links hold in every instance in which others do."""
    return all(check_all(_under(given, found), thread.scope.context).holds for found in claimed)


def _is_solution(before: Links, found: Readings, thread: Thread) -> bool:
    """Whether what is behind the arrow is the only solution of the equation in front of it."""
    if len(before) != 1:
        return False
    finding = solution(Premise(before[0][0]), found, thread)
    return finding is not None and finding.holds


def _solve_alike(before: Readings, found: Readings, named: bool, thread: Thread) -> bool:
    """Whether both are equations of arrays that the same optimum solves: no instance that is drawn solves these.

    `named`: the second one says what something with a name is, "w^{L²} = …", the optimum perhaps.
    """
    for world in thread.worlds:
        for unknown, value in world.values:
            if world.is_special or not unknown.shape or not all(_solves(r, unknown, world, thread) for r in before):
                continue
            if all(_solves(r, unknown, world, thread) for r in found) or (named and _are(found, value, thread)):
                return True
    return False


def _solves(statement: Statement, unknown: Sym, world: World, thread: Thread) -> bool:
    """Whether an equation, as many numbers as the unknown has, holds where this has its value, and not anyway."""
    if statement.relation != "=" or statement.args[0].shape != unknown.shape:
        return False
    if not any(unknown in free(arg) for arg in statement.args):
        return False
    moved, context = transport(statement, world, thread.scope.context)
    return check(moved, context).holds and not check(statement, thread.scope.context).holds


def _are(found: Readings, value: Term, thread: Thread) -> bool:
    """Whether all readings of a link say of something that it is this value."""
    if any(r.relation != "=" or r.args[1].shape != value.shape for r in found):
        return False
    said = (Statement("=", (side, value)) for r in found for side in r.args)
    return all(check(statement, thread.scope.context).holds for statement in said)
