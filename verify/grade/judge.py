"""The verdict of every link of a row, in the light of what has been said before.

A row is right if it holds against the head of its chain, whatever the row before was; if it is false against the head
and follows from a row that was itself refuted, it is carried. It is refuted only where the error enters, in every
world that its text may mean, in every reading, with nothing left unread and no condition in words left over.

Main definitions
----------------
* `judge_row`: the verdicts of a row's links; the thread remembers what it said.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

from verify.grade.accuse import accused, follows_from_wrong, ill_typed
from verify.grade.carried import carried_from
from verify.grade.clauses import Clause, Link, Pair, across, between, clauses, composed
from verify.grade.evidence import Finding, check_all
from verify.grade.judged import Judged, Setting, readings
from verify.grade.thread import Premise, Thread, constructs
from verify.grade.words import Cue
from verify.grade.worlds import World, transport
from verify.latex.defining import define
from verify.latex.elaborate import statements
from verify.latex.errors import Unread
from verify.latex.tree import Bracket, Evaluated, Mark, Number, Row, Scripted, Sequence, walk
from verify.meaning.draw import draw
from verify.model import Verdict
from verify.terms.nodes import Diff, IllTyped
from verify.terms.printing import statement_text
from verify.terms.rewrite import free
from verify.terms.rewrite import walk as walk_term
from verify.terms.statement import COMPARISONS, Statement

#: words in a row that say of which indices it is meant
UNIVERSAL = ("for all", "for any", "for every", "for each", "pour tout", "∀")

NOT_CHECKED = {
    "approx": "an approximation is not checked",
    "propto": "proportionality is not checked",
    "~": "what a variable is drawn from is not checked",
    "->": "a limit in words is not checked",
    "perp": "independence is not checked",
    "subset": "inclusion of sets is not checked",
}


def judge_row(row: Row, thread: Thread, cue: Cue, display: bool) -> tuple[Judged, ...]:
    """Return the verdicts of a row's links; `thread` grows by what the row says."""
    if row.ill_typed:
        thread.previous, thread.broken = (), False
        return (Judged(row.start, row.end, Verdict.ILL_TYPED, reason=row.ill_typed),)
    if row.unread:
        thread.broken = False
        thread.head, thread.previous = (), ()
        return (Judged(row.start, row.end, Verdict.UNREAD, reason="cannot be read", unread=row.unread),)
    if len(row.sides) < 2:
        _bare(row, thread, cue, display)
        return ()
    row = _after_a_point(row, thread, cue)
    if (introduced := introduce(row, thread, cue)) is not None:
        return (introduced,)
    if _is_starred(row):
        thread.opened |= {world.name for world in thread.worlds if world.values}
    hypotheses, left_over = _conditions(row, thread)
    went_there = thread.at_point
    if any(isinstance(n, Evaluated) for side in row.sides if side is not None for n in walk(side)):
        thread.at_point = True  # J = ∂v/∂ψ|_{(0, 0, 0)} is about J there
    for_all = any(words.startswith(UNIVERSAL) for words in row.words)
    assumed = (*thread.hypotheses, *hypotheses)
    setting = Setting(cue, display, assumed, left_over or cue.condition, row.loose, for_all)
    chain = thread.head, thread.previous, thread.so_far, thread.broken
    found = tuple(_judge_clauses(row, thread, setting))
    missing = {key: meaning for key, meaning in thread.later.items() if thread.scope.meaning(key) is None}
    if missing and any(j.verdict is Verdict.UNREAD for j in found):  # a name that the text explains further on
        thread.scope = thread.scope.with_names(missing)
        thread.head, thread.previous, thread.so_far, thread.broken = chain
        found = tuple(_judge_clauses(row, thread, setting))
    thread.at_point = went_there
    return found


def introduce(row: Row, thread: Thread, cue: Cue) -> Judged | None:
    """Take up a name that a row introduces; None where it introduces none."""
    if len(row.sides) < 2 or row.unread or row.ill_typed:
        return None
    try:
        scope = define(row, thread.scope, cue.setting)
    except Unread as error:
        return _unread(error, row.start, row.end)
    except IllTyped as error:
        return Judged(row.start, row.end, Verdict.UNDECIDED, reason=f"not well typed: {error.message}")
    if scope is None:
        return None
    thread.scope = scope
    _continue_from(row, thread)
    if row.relations[0] == ":=" or cue.setting:
        return Judged(row.start, row.end, Verdict.GIVEN, reason="introduces a name")
    # nothing says that this is a definition: it may be a claim about something with a name of its own
    return Judged(row.start, row.end, Verdict.UNDECIDED, reason="taken as what this name stands for")


def _after_a_point(row: Row, thread: Thread, cue: Cue) -> Row:
    """Return a row without the point in front of it: "at (0, 0, 0), ∂v/∂θ = 0"."""
    first = row.sides[0]
    if not cue.at or not isinstance(first, Sequence) or not isinstance(first.items[0], Bracket):
        return row
    thread.at_point = True
    rest = first.items[-1]
    return replace(row, sides=(rest, *row.sides[1:]), readings=())


def _is_starred(row: Row) -> bool:
    """Whether a row speaks of an optimum by a star: w*, D*."""
    nodes = (n for side in row.sides if side is not None for n in walk(side))
    return any(isinstance(n, Scripted) and isinstance(n.sup, Mark) and n.sup.text == "*" for n in nodes)


def _bare(row: Row, thread: Thread, cue: Cue, display: bool) -> None:
    """Take up a formula without a relation: what will be computed, or something to go on from."""
    side = tuple(s for s in (row.sides[0] if row.sides else None,) if s is not None)
    if not side:
        return
    if cue.at and isinstance(side[0], Bracket):
        thread.at_point = True
        return
    thread.remember(side)
    if display or cue.heading:
        thread.head, thread.previous, thread.so_far, thread.broken = side, side, "=", False


def _continue_from(row: Row, thread: Thread) -> None:
    first, last = row.sides[0], row.sides[-1]
    if first is not None:
        thread.head, thread.so_far, thread.broken = (first,), "=", False
        thread.remember((first,))
    if last is not None:
        thread.previous = (last,)
        thread.remember((last,))


def _conditions(row: Row, thread: Thread) -> tuple[tuple[Statement, ...], str]:
    """Return the conditions inside a row as hypotheses, and the words of one that cannot be read ("" if none)."""
    found: list[Statement] = []
    for condition in row.conditions:
        if any(words.startswith(UNIVERSAL) for words in condition.words):
            continue
        read = conditions_of(condition, thread)
        if not read:
            return tuple(found), " ".join(row.words) or "a condition"
        found.extend(read)
    return tuple(found), ""


def conditions_of(row: Row, thread: Thread) -> tuple[Statement, ...]:
    """Return a condition such as "i ≠ j", "p = 1" or "0 < p < 1" as hypotheses; none where it cannot be read."""
    if row.unread or row.ill_typed or not row.relations or not all(r in COMPARISONS for r in row.relations):
        return ()
    found: list[Statement] = []
    for k, relation in enumerate(row.relations):
        left, right = row.sides[k], row.sides[k + 1]
        if left is None or right is None:
            return ()
        try:
            found.append(statements(left, relation, right, thread.scope)[0])
        except (Unread, IllTyped):
            return ()
    return tuple(found)


# ------------------------------------------------------------------------------------------- links of a row


def _judge_clauses(row: Row, thread: Thread, setting: Setting) -> Iterator[Judged]:
    parts = clauses(row)
    starts_with_arrow = bool(row.relations) and row.sides[0] is None and row.relations[0] in ("=>", "<=>")
    for k, clause in enumerate(parts):
        concluding = bool(clause.arrow) or (k == 0 and starts_with_arrow)
        supposing = k + 1 < len(parts)
        yield from _judge_clause(clause, thread, setting, concluding, supposing)


def _judge_clause(
    clause: Clause, thread: Thread, setting: Setting, concluding: bool, supposing: bool
) -> Iterator[Judged]:
    if clause.sides[0]:
        thread.head, thread.previous, thread.so_far, thread.broken = clause.sides[0], (), "=", False
        thread.remember(clause.sides[0])
    so_far = thread.so_far
    thread.open_link = False
    for k, relation in enumerate(clause.relations):
        right = clause.sides[k + 1]
        if not right:
            continue
        whole = composed((so_far, *clause.relations[: k + 1])) if so_far else None
        if clause.sides[0]:
            head = Link(between(clause, 0, k + 1), whole or relation, right[0].start, right[0].end)
            before = between(clause, k, k + 1) if k else ()
        else:
            head = Link(across(thread.head, right), whole or relation, right[0].start, right[0].end)
            before = between(clause, k, k + 1) if k else across(thread.previous, right)
        if whole is None and before:
            head = Link(before, relation, head.start, head.end)
        found = _judge_link(head, before, relation, thread, setting, concluding, supposing)
        yield found
        thread.open_link = found.verdict not in (Verdict.PROVED, Verdict.CONFIRMED)  # "… = 0" says nothing by itself
        thread.previous, thread.so_far = right, whole or ""
        thread.broken = found.verdict in (Verdict.REFUTED, Verdict.ILL_TYPED, Verdict.CARRIED)
        thread.remember(right)


def _judge_link(
    link: Link,
    before: tuple[Pair, ...],
    relation: str,
    thread: Thread,
    setting: Setting,
    concluding: bool,
    supposing: bool,
) -> Judged:
    if relation in NOT_CHECKED:
        return Judged(link.start, link.end, Verdict.UNDECIDED, reason=NOT_CHECKED[relation])
    if not link.pairs:
        return Judged(link.start, link.end, Verdict.UNDECIDED, reason="nothing before it that it could continue")
    try:
        found = readings(link, thread, setting)
    except Unread as error:
        return _unread(error, link.start, link.end)
    except IllTyped as error:
        return ill_typed(link, before, error, thread, setting)
    if thread.at_point:
        found = at_the_point(found, thread)
    finding, world = in_worlds(found, thread)
    if _is_zero(link) and (supposing or thread.open_link):
        thread.premises.append(Premise(found[0], whole=not before))
        return Judged(link.start, link.end, Verdict.UNDECIDED, statement=finding.text, reason="an equation that is set")
    if finding.holds:
        return _passed(link, finding, world, thread, found[0])
    if _is_zero(link):
        return _stationary(link, found, finding, thread, setting)
    premise = _premise(thread, concluding)
    if premise is not None and (concluding or setting.cue.glue):
        assumed = premise.statement
        under = check_all((replace(r, hypotheses=(*r.hypotheses, assumed)) for r in found), thread.scope.context)
        if under.holds and can_hold(assumed, found, thread):
            return replace(_concluded(link, under, premise.wrong, thread), core=found[0])
        if concluding and not (under.fails and premise.whole and not premise.wrong):
            if finding.fails and (follows := follows_from_wrong(link, before, found, finding, thread, setting)):
                return follows
            reason = "an implication that was not decided"
            return Judged(link.start, link.end, Verdict.UNDECIDED, statement=finding.text, reason=reason)
        finding = under if concluding else finding
    if (supposing and _may_be_supposed(found)) or (setting.cue.setting and not setting.display):
        thread.premises.append(Premise(found[0], whole=len(before) == 0))
        reason = "taken as a premise; not judged by itself"
        return Judged(link.start, link.end, Verdict.UNDECIDED, statement=finding.text, reason=reason)
    if not finding.fails:
        return Judged(link.start, link.end, Verdict.UNDECIDED, statement=finding.text, reason=finding.reason)
    if not setting.for_all and for_different_indices(found, thread):
        reason = "true where the indices differ, false where they do not"
        return Judged(link.start, link.end, Verdict.UNDECIDED, statement=finding.text, reason=reason)
    if _meant_otherwise(link, thread, setting):
        reason = "true if the operators reach as a careless writer means it"
        return Judged(link.start, link.end, Verdict.UNDECIDED, statement=finding.text, reason=reason)
    return accused(link, before, found, finding, thread, setting)


def at_the_point(found: tuple[Statement, ...], thread: Thread) -> tuple[Statement, ...]:
    """Return the readings at the point of the sheet at which the text takes them."""
    for world in thread.worlds:
        if world.is_point and any(world.concerns(r) for r in found):
            return tuple(transport(r, world, thread.scope.context)[0] for r in found)
    return found


def in_worlds(found: tuple[Statement, ...], thread: Thread) -> tuple[Finding, World | None]:
    """Return what is known of a row: passed if it holds as it stands or in a world that is open, refuted if nowhere."""
    context = thread.scope.context
    finding = check_all(found, context)
    if finding.holds:
        return finding, None
    slope = finding.fails and any(_is_slope(r) for r in found)  # at the optimum a wrong multiple of it is 0 as well
    for world in thread.worlds:
        is_open = world.name in thread.opened
        if not any(world.concerns(r) for r in found) or world.is_point or (world.hypotheses and not is_open):
            continue  # a special case counts where the text speaks of it
        moved = [transport(r, world, context) for r in found]
        there = check_all((s for s, _ in moved), moved[0][1])
        if there.holds and is_open and not slope:
            return there, world
        if finding.fails and not there.fails:
            reason = f"false as it stands; {'true' if there.holds else 'open'} {world.name}"
            finding = replace(finding, verdict=Verdict.UNDECIDED, reason=reason)
    return finding, None


def _is_slope(statement: Statement) -> bool:
    """Whether a statement says what a derivative is, other than a constant as 0."""
    taken = any(isinstance(node, Diff) for arg in statement.args for node in walk_term(arg))
    return taken and all(any(s.sort != "dimension" for s in free(arg)) for arg in statement.args)


# ---------------------------------------------------------------------------------------------- right rows


def for_different_indices(found: tuple[Statement, ...], thread: Thread) -> bool:
    """Whether readings with free indices hold where these differ: many write E[R_i R_j] and mean i ≠ j."""
    moved: list[Statement] = []
    for reading in found:
        indices = sorted({s for arg in reading.args for s in free(arg) if s.sort == "index"}, key=lambda s: s.name)
        if len(indices) < 2 or reading.hypotheses:
            return False
        apart = tuple(Statement("!=", pair) for pair in itertools.combinations(indices, 2))
        moved.append(replace(reading, hypotheses=apart))
    return bool(moved) and check_all(moved, thread.scope.context).holds


def _passed(link: Link, finding: Finding, world: World | None, thread: Thread, core: Statement) -> Judged:
    thread.known |= constructs(*(node for pair in link.pairs for node in pair))
    if finding.statement is not None:
        thread.right.append(finding.statement)
    reason = world.name if world is not None else finding.reason
    follows = not thread.broken if thread.previous else None
    if follows is False:
        reason = "right, though it does not follow from the row before" + (f"; {reason}" if reason else "")
    return Judged(link.start, link.end, finding.verdict, finding.evidence, finding.text, follows, reason, core=core)


def _may_be_supposed(found: tuple[Statement, ...]) -> bool:
    """Whether what stands before an arrow may be a case, an equation to be solved or a condition on a number."""
    return any(r.relation == "=" or any(s.sort == "real" for arg in r.args for s in free(arg)) for r in found)


def _premise(thread: Thread, concluding: bool) -> Premise | None:
    """Return what a row may be concluded from: the last premise, or the row before."""
    if thread.premises:
        return thread.premises[-1]
    if concluding and thread.wrong:
        return Premise(thread.wrong[-1].statement, wrong=True)
    return None


def _meant_otherwise(link: Link, thread: Thread, setting: Setting) -> bool:
    """Whether a row is true in a reading that only careless writers mean."""
    for sides in setting.loose:
        for k in range(len(sides) - 1):
            left, right = sides[0] or (thread.head[0] if thread.head else None), sides[k + 1]
            if left is None or right is None or right.start != link.start:
                continue
            try:
                found = readings(replace(link, pairs=((left, right),)), thread, setting)
            except (Unread, IllTyped):
                continue
            if not check_all(found, thread.scope.context).fails:
                return True
    return False


def can_hold(premise: Statement, found: tuple[Statement, ...], thread: Thread) -> bool:
    """Whether some instance satisfies a premise: from a contradiction everything follows."""
    terms = tuple(arg for reading in found for arg in reading.args)
    return next(draw(thread.scope.context, 1, 2, terms=terms, hypotheses=(premise,)), None) is not None


def _concluded(link: Link, finding: Finding, wrong: bool, thread: Thread) -> Judged:
    verdict = Verdict.CARRIED if wrong else finding.verdict
    if not wrong:
        thread.known |= constructs(*(node for pair in link.pairs for node in pair))
    reason = "follows from an earlier wrong row" if wrong else "follows from what is supposed before"
    return Judged(link.start, link.end, verdict, finding.evidence, finding.text, True, reason)


def _stationary(link: Link, found: tuple[Statement, ...], finding: Finding, thread: Thread, setting: Setting) -> Judged:
    """Judge "… = 0", which holds at the optimum only: it opens the worlds in which it does."""
    context = thread.scope.context
    wrong = False
    for world in thread.worlds:
        if not world.values or world.is_point or not any(world.concerns(r) for r in found):
            continue
        moved = [transport(r, world, context) for r in found]
        there = check_all((s for s, _ in moved), moved[0][1])
        if there.holds:
            thread.opened.add(world.name)
            thread.premises.append(Premise(found[0]))
            return _passed(link, there, world, thread, found[0])
        wrong = wrong or there.fails
    thread.premises.append(Premise(found[0], wrong))
    if wrong and not setting.conditional and finding.statement is not None:
        earlier = carried_from(finding.statement, thread.wrong, context)
        if earlier is not None:
            reason = f"follows from an earlier wrong row: {statement_text(earlier.statement)}"
            return Judged(link.start, link.end, Verdict.CARRIED, statement=finding.text, reason=reason)
        if thread.broken:
            return Judged(link.start, link.end, Verdict.CARRIED, statement=finding.text, reason="set to zero")
    return Judged(link.start, link.end, Verdict.UNDECIDED, statement=finding.text, reason="an equation that is set")


def _is_zero(link: Link) -> bool:
    return link.relation == "=" and all(isinstance(right, Number) and right.text == "0" for _, right in link.pairs)


def _unread(error: Unread, start: int, end: int) -> Judged:
    return Judged(start, end, Verdict.UNREAD, reason=str(error), unread=str(error))
