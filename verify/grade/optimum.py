"""Rows at the optimum: in which world a statement holds, and what "… = 0" opens.

What is said in words ("setting the gradient to zero", "at the optimal discriminator") opens a world for what follows
from the optimum: its value, the equations it satisfies, the value of the objective there. It is no licence for what
claims to hold everywhere: what a derivative or an expectation is, as a function of the very variable.

Main definitions
----------------
* `in_worlds`: what is known of a row as it stands, and in the worlds that are open.
* `at_the_point`: a row at the point of the sheet at which the text takes it.
* `expect_optimum`: a slope that was found is one that will be set to zero.
* `AtOptimum`: whether edits of a row hold at an optimum.
* `unspoken`: the special case in which a row holds without saying so.
* `stationary`: what is known of "… = 0", which holds at the optimum only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from verify.grade.evidence import Finding, check, check_all
from verify.grade.screen import Screen
from verify.grade.supposed import sets_value
from verify.grade.thread import Thread
from verify.grade.worlds import World, transport
from verify.model import Verdict
from verify.terms.nodes import ZERO, Add, Apply, At, Diff, Divergence, Expect, Integral, MatOp, Sum, Sym, Term
from verify.terms.rewrite import free, fresh, transform
from verify.terms.rewrite import walk as walk_term
from verify.terms.statement import Statement

Readings = tuple[Statement, ...]


def at_the_point(found: Readings, thread: Thread) -> Readings:
    """Return the readings at the point of the sheet at which the text takes them."""
    for world in thread.worlds:
        if world.is_point and any(world.concerns(r) for r in found):
            return tuple(transport(r, world, thread.scope.context)[0] for r in found)
    return found


def only_at_the_point(general: Readings, thread: Thread) -> bool:
    """Whether a row says with the variables themselves what is true at the point alone: ∂v/∂ψ = ψ θ at the origin."""
    values = {s for world in thread.worlds if world.is_point for s, _ in world.values}
    speaks = all(len(r.args) == 2 and free(r.args[1]) & values for r in general)
    return speaks and check_all(general, thread.scope.context).fails


def in_worlds(found: Readings, thread: Thread) -> tuple[Finding, World | None]:
    """Return what is known of a row: passed if it holds as it stands or in a world that is open, refuted if nowhere."""
    finding = check_all(found, thread.scope.context)
    if finding.holds:
        return finding, None
    for world in thread.worlds:
        is_open = world.name in thread.opened
        if not any(world.concerns(r) for r in found) or world.is_point or (world.is_special and not is_open):
            continue  # a special case counts where the text speaks of it
        if world.name in thread.closed:
            continue
        there = _in(world, found, thread)
        if there.holds and _is_bound(found, world, thread):
            continue
        if there.holds and (_is_set_otherwise(world, thread) or _leaves_nothing(found, world, thread)):
            there = replace(there, verdict=Verdict.UNDECIDED)
        if there.holds and is_open and world.name not in thread.everywhere and not _claims(found, world, thread):
            _close_rivals(world, found, thread)
            thread.at_optimum = thread.at_optimum or any(_is_nothing(r.args[-1]) for r in found)
            return there, world
        if finding.fails and not there.fails:
            reason = f"false as it stands; {'true' if there.holds else 'open'} {world.name}"
            finding = replace(finding, verdict=Verdict.UNDECIDED, reason=reason)
    if finding.fails and (both := next((w for w in _together(thread) if not _in(w, found, thread).fails), None)):
        finding = replace(finding, verdict=Verdict.UNDECIDED, reason=f"false as it stands; open {both.name}")
    return finding, None


def _is_bound(found: Readings, world: World, thread: Thread) -> bool:
    """Whether a row is an inequality whose sides are the same at an optimum: it speaks of what is none."""
    if world.hypotheses or not all(r.relation in ("<=", ">=") for r in found):
        return False
    return _in(world, tuple(replace(r, relation="=") for r in found), thread).holds


def _leaves_nothing(found: Readings, world: World, thread: Thread) -> bool:
    """Whether a part of a row is 0 in a special case: KL = R + KL(p ‖ rq), in whatever order, where T attains R.

    What keeps such a part is meant in general, though the text may speak of the special case.
    """
    if not world.is_special:
        return False
    parts = {part for r in found for side in r.args for part in _parts(side) if world.changes(part)}
    return any(_in(world, (Statement("=", (part, ZERO)),), thread).holds for part in parts if not part.shape)


def _parts(side: Term) -> Iterator[Term]:
    """Yield the terms of a sum, and the divergences that are no side of their own."""
    inner = (node for node in walk_term(side) if node is not side)
    yield from (node for node in inner if isinstance(node, Divergence))
    yield from side.terms if isinstance(side, Add) else ()


def _together(thread: Thread) -> Iterator[World]:
    """Yield the optima in the special cases of which the text speaks: the minimizer where the columns are orthonormal.

    Such a world is open to nobody: it keeps a row from being held against its author.
    """
    for special in thread.worlds:
        if special.is_special and special.name in thread.opened and not (special.values or special.bodies):
            for world in thread.worlds:
                if (world.values or world.bodies) and not world.is_special and not world.is_point:
                    yield replace(world, name=f"{world.name}, {special.name}", hypotheses=special.hypotheses)


def _is_set_otherwise(world: World, thread: Thread) -> bool:
    """Whether the answer has set a number to something else than a world does: λ = p/(1 - p) for its (1 - p)/p."""
    valued = {s for s, _ in world.values}
    said = (*thread.choices, *(premise.statement for premise in thread.premises))
    return any(sets_value(s) and s.args[0] in valued and _in(world, (s,), thread).fails for s in said)


def expect_optimum(statement: Statement, thread: Thread) -> None:
    """Open the optima of what a right row differentiates: what follows it is about where that vanishes."""
    if statement.relation != "=" or not _contains(statement, Diff):
        return
    for world in thread.worlds:
        optimum = (world.values or world.bodies) and not world.is_point
        if not optimum or not world.concerns(statement):
            continue
        if not _is_ambiguous(world, thread) or _vanishes(statement, world, thread):
            thread.opened.add(world.name)


def _is_nothing(side: Term) -> bool:
    """Whether a side is 0: to what a slope is set."""
    return side == ZERO or (isinstance(side, MatOp) and side.op == "zeros")


def _vanishes(slope: Statement, world: World, thread: Thread) -> bool:
    """Whether what a row says of a slope is 0 in a world: then it is the optimum that the row is on its way to."""
    side = slope.args[-1]
    nothing = MatOp("zeros", side.shape) if side.shape else ZERO
    return _in(world, (replace(slope, args=(side, nothing)),), thread).holds


def is_about_an_optimum(found: Readings, thread: Thread) -> bool:
    """Whether a row changes at an optimum of the sheet's: the normal equations, an identity for D."""
    optima = [w for w in thread.worlds if (w.values or w.bodies) and not w.is_point and not w.is_special]
    return any(world.concerns(r) for world in optima for r in found)


def stationary(found: Readings, thread: Thread, opens: bool = True) -> tuple[Finding | None, World | None]:
    """Return what is known of "… = 0" in the worlds of optima: passed in one of them (which opens it), or refuted."""
    wrong: tuple[Finding | None, World | None] = None, None
    for world in thread.worlds:
        silent = not (world.values or world.bodies) or world.is_point or not any(world.concerns(r) for r in found)
        if silent or world.name in thread.closed:
            continue
        there = _in(world, found, thread)
        if there.holds and world.name not in thread.opened and _is_ambiguous(world, thread):
            return None, None  # so it is with the other of two labels: who set it so has not said which is meant
        if there.holds and world.name in thread.everywhere:
            return None, None
        if there.holds:
            if opens:
                thread.opened.add(world.name)
                thread.at_optimum = True
                _close_rivals(world, found, thread)
            return there, world
        if there.fails:
            wrong = there, world
    return wrong


def _is_ambiguous(world: World, thread: Thread) -> bool:
    """Whether another world gives a name of this one another value: one in which the text is, or one listed first."""
    first = thread.worlds[: thread.worlds.index(world)]
    others = (w for w in thread.worlds if w.name not in thread.closed and (w.name in thread.opened or w in first))
    return any(w.contradicts(world) for w in others)


def _close_rivals(chosen: World, found: Readings, thread: Thread) -> None:
    """Close the worlds that give the same names values with which a row is false that is right in the one chosen.

    Who says D* = f_1/(f_0 + f_1) has said which of two labels is meant, for the rest of the answer.
    """
    rivals = [w for w in thread.worlds if chosen.rivals(w) and not w.is_special and w.name not in thread.closed]
    thread.closed |= {w.name for w in rivals if _in(w, found, thread).fails}


def _in(world: World, found: Readings, thread: Thread) -> Finding:
    moved = [transport(r, world, thread.scope.context) for r in found]
    return check_all((s for s, _ in moved), moved[0][1])


class AtOptimum:
    """Whether edits of a row hold at an optimum that it is about; instances there show of most that they do not."""

    def __init__(self, thread: Thread) -> None:
        """Look at the optima of a thread."""
        self.thread = thread
        self.screens: dict[str, Screen] = {}

    def __call__(self, statement: Statement) -> bool:
        """Whether the statement holds at an optimum that it is about."""
        for world in self.thread.worlds:
            thread = self.thread
            optimum = (world.values or world.bodies) and not world.is_point and world.name not in thread.closed
            silent = world.is_special and world.name not in thread.opened
            if not optimum or silent or not world.concerns(statement) or _claims_everywhere((statement,), world):
                continue
            if self._holds(statement, world):
                return True
        return False

    def _holds(self, statement: Statement, world: World) -> bool:
        moved, context = transport(statement, world, self.thread.scope.context)
        if world.name not in self.screens:
            self.screens[world.name] = Screen(moved, context)
        return self.screens[world.name].may_hold(moved) and check(moved, context).holds


def unspoken(found: Readings, thread: Thread) -> World | None:
    """Return the special case, of which the text does not speak, in which something has the value that a row gives."""
    for world in thread.worlds:
        named = all(any(_is_valued(side, world) for side in r.args) for r in found)
        if named and world.is_special and world.name not in thread.opened and _in(world, found, thread).holds:
            return world
    return None


def _is_valued(side: Term, world: World) -> bool:
    """Whether a side is what a world has a value for: w, T(x)."""
    called = side.function if isinstance(side, Apply) else ""
    return any(side == s for s, _ in world.values) or any(called == name for name, _, _ in world.bodies)


def _claims_everywhere(found: Readings, world: World) -> bool:
    """Whether a row says what a derivative or an expectation is as a function of what the world has a value for.

    At the optimum a wrong multiple of a slope is 0 as well, and many a wrong expectation has the right value.
    """
    return bool(world.values or world.bodies) and any(_is_slope(r) or _is_value(r, world) for r in found)


def _claims(found: Readings, world: World, thread: Thread) -> bool:
    """Whether a row claims more than what holds at an optimum, of which the text may not have spoken yet."""
    return _claims_everywhere(found, world) or (
        not thread.at_optimum and not world.is_special and any(_is_objective(r, world, thread) for r in found)
    )


def _is_objective(statement: Statement, world: World, thread: Thread) -> bool:
    """Whether a statement may say what an objective is: that a slope has been found says nothing of its value.

    A slope by an array that is 0 is an equation of arrays. A side is an objective if its slope is 0 at the optimum, or
    if it is an expectation, an integral or a sum.
    """
    if any(arg.shape for arg in statement.args):
        return False
    if any(s.shape for s, _ in world.values):
        return True
    totals = Expect | Integral | Sum | Divergence
    nodes = (node for arg in statement.args for node in walk_term(arg))
    if world.bodies and any(isinstance(node, totals) and world.changes(node) for node in nodes):
        return True
    slopes = (slope for arg in statement.args for slope in _slopes(arg, world))
    return any(_in(world, (Statement("=", (slope, ZERO)),), thread).holds for slope in slopes)


def _slopes(side: Term, world: World) -> Iterator[Term]:
    """Yield the derivatives of a side by what a world has a value for."""
    for symbol, _ in world.values:
        if symbol in free(side):
            yield Diff(side, (symbol,))
    called = {name for name, _, _ in world.bodies}
    for value in {node for node in walk_term(side) if isinstance(node, Apply) and node.function in called}:
        symbol = fresh(Sym("t"))
        body = transform(side, partial(_put_for, value, symbol))
        yield At(Diff(body, (symbol,)), ((symbol, value),))


def _put_for(value: Term, symbol: Sym, node: Term) -> Term:
    return symbol if node == value else node


def _is_slope(statement: Statement) -> bool:
    """Whether a statement says what a derivative is, other than a constant as 0."""
    return _contains(statement, Diff) and all(any(s.sort != "dimension" for s in free(a)) for a in statement.args)


def _is_value(statement: Statement, world: World) -> bool:
    """Whether a statement says what an expectation or integral is in terms of what the world has a value for."""
    return _contains(statement, Expect, Integral) and all(world.changes(side) for side in statement.args)


def _contains(statement: Statement, *kinds: type[Term]) -> bool:
    return any(isinstance(node, kinds) for arg in statement.args for node in walk_term(arg))
