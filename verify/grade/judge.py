"""A row, clause by clause and link by link, in the light of what has been said before.

A row is right if it holds against the head of its chain, whatever the row before was; if it is false against the head
and follows from a row that was itself refuted, it is carried. It is refuted only where the error enters, in every
world that its text may mean, in every reading, with nothing left unread and no condition in words left over.

Main definitions
----------------
* `judge_row`: the verdicts of a row's links; the thread remembers what it said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from verify.grade.alternatives import alternatives, judge_alternatives
from verify.grade.beyond import of_a_row
from verify.grade.branches import branches, judge_cases
from verify.grade.chain import Chain
from verify.grade.clauses import (
    ARROWS,
    Clause,
    Link,
    Pair,
    Side,
    Step,
    across,
    between,
    clauses,
    composed,
    is_starred,
    is_zero,
)
from verify.grade.conditions import condition_in
from verify.grade.ends import worlds_of_all
from verify.grade.heads import goes_on_behind, without_name
from verify.grade.introduce import UNIVERSAL, conditions_in, conditions_of, go_on_from, introduce
from verify.grade.judged import Judged, Setting
from verify.grade.link import judge_link
from verify.grade.signs import still_meant
from verify.grade.spectra import gathered, number_of_roots
from verify.grade.thread import Thread
from verify.grade.words import Cue
from verify.latex.tree import Bracket, Derivative, Evaluated, Operator, Row, Sequence, walk
from verify.model import Verdict

#: slopes, and where something is best
SLOPES = ("nabla", "argmax", "argmin")
RIGHT = (Verdict.PROVED, Verdict.CONFIRMED)
GUESSED = "false if its names stand for what the text gives further on, and nothing says that they do"
WRONG = (Verdict.REFUTED, Verdict.ILL_TYPED, Verdict.CARRIED)


def judge_row(row: Row, thread: Thread, cue: Cue, display: bool) -> tuple[Judged, ...]:
    """Return the verdicts of a row's links; `thread` grows by what the row says."""
    if row.ill_typed:
        thread.chain = replace(thread.chain, previous=(), broken=False)
        return (Judged(row.start, row.end, Verdict.ILL_TYPED, reason=row.ill_typed),)
    if row.unread:
        begins = bool(row.sides) and row.sides[0] is None
        thread.chain = Chain(so_far=thread.chain.so_far, unknown=not begins)
        return (Judged(row.start, row.end, Verdict.UNREAD, reason="cannot be read", unread=row.unread),)
    if len(row.sides) < 2:
        go_on_from(row, thread, cue, display)
        return ()
    if cases := branches(row, thread.scope):
        return judge_cases(cases, row, thread, lambda case: judge_row(case, thread, cue, display))
    row, others = alternatives(gathered(row, thread.scope))
    if others:
        thread.among = number_of_roots((row, *others), thread.scope)
        found = judge_alternatives(row, others, thread, lambda one, apart: judge_row(one, apart, cue, display))
        thread.among = 0
        return found
    row = _after_a_point(row, thread, cue)
    if (introduced := introduce(row, thread, cue)) is not None:
        if len(row.sides) > 2 and introduced.verdict is not Verdict.UNREAD:  # h(t) = … = …: the rest is a claim
            return (introduced, *judge_row(_after_first_side(row), thread, cue, display))
        return (introduced,)
    if any(is_starred(side) for side in row.sides if side is not None):  # w*, D*: the row speaks of an optimum
        thread.opened |= {world.name for world in thread.worlds if (world.values or world.bodies) and world.words}
        thread.at_optimum = True
    beyond, thread.beyond = thread.beyond, of_a_row(row, thread)
    everywhere, thread.everywhere = thread.everywhere, thread.everywhere | worlds_of_all(row, thread)
    found = _at_its_point(row, thread, _setting(row, thread, cue, display))
    thread.beyond, thread.everywhere = beyond, everywhere
    return found


def _setting(row: Row, thread: Thread, cue: Cue, display: bool) -> Setting:
    """Return how a row stands in its text: what it supposes itself, and what the text does."""
    hypotheses, left_over = conditions_in(row, thread)
    for_all = any(words.startswith(UNIVERSAL) for words in row.words)
    said = tuple(s for condition in row.conditions for s in conditions_of(condition, thread))
    assumed = (*still_meant(said, thread), *hypotheses)
    in_front = "" if cue.additive and _is_slope(row, thread) else cue.condition
    conditional = left_over or condition_in("; ".join(row.words)) or in_front
    return Setting(cue, display, assumed, conditional, row.loose, for_all, row.relations[0] == ":=")


def _is_slope(row: Row, thread: Thread) -> bool:
    """Whether a row is about a derivative or about where something is best: constant terms do not matter to it."""
    first = row.sides[:1] if row.sides[0] is not None else thread.chain.head[:1]
    return any(isinstance(n, Derivative) or (isinstance(n, Operator) and n.name in SLOPES) for n in first)


def _at_its_point(row: Row, thread: Thread, setting: Setting) -> tuple[Judged, ...]:
    """Judge a row at the point at which it takes something itself: J = ∂v/∂ψ|_{(0, 0, 0)} is about J there."""
    went_there = thread.at_point
    if any(isinstance(n, Evaluated) for side in row.sides if side is not None for n in walk(side)):
        thread.at_point = True
    found = _judged_with_later_names(row, thread, setting)
    thread.at_point = went_there
    return found


def _judged_with_later_names(row: Row, thread: Thread, setting: Setting) -> tuple[Judged, ...]:
    """Judge the clauses of a row; where a name is unknown that the text explains further on, once more with it."""
    chain = thread.chain
    found = tuple(_judge_clauses(row, thread, setting))
    missing = {key: meaning for key, meaning in thread.later.items() if _is_missing(key, thread)}
    if missing and any(j.verdict is Verdict.UNREAD for j in found):
        wrong, scope = len(thread.wrong), thread.scope
        thread.scope = thread.scope.with_names(missing)
        thread.chain = chain
        found = tuple(_judge_clauses(row, thread, setting))
        if not thread.plain.isdisjoint(missing) and any(j.verdict in WRONG for j in found):
            del thread.wrong[wrong:]
            thread.scope = scope
            found = tuple(_not_held(j) if j.verdict in WRONG else j for j in found)
    return found


def _not_held(wrong: Judged) -> Judged:
    """Return as undecided what is wrong only if a name stands for what the text concludes further on."""
    return Judged(wrong.start, wrong.end, Verdict.UNDECIDED, statement=wrong.statement, reason=GUESSED)


def _is_missing(key: str, thread: Thread) -> bool:
    """Whether a name means nothing yet (σ always means something)."""
    return thread.scope.meaning(key) is None and key != "sigma"


def _after_first_side(row: Row) -> Row:
    """Return the rest of a chain that says of its first side what a name means."""
    readings, loose = (tuple(r[1:] for r in kind) for kind in (row.readings, row.loose))
    return replace(row, sides=row.sides[1:], relations=row.relations[1:], readings=readings, loose=loose)


def _after_a_point(row: Row, thread: Thread, cue: Cue) -> Row:
    """Return a row without the point in front of it: "at (0, 0, 0), ∂v/∂θ = 0"."""
    first = row.sides[0]
    if not cue.at or not isinstance(first, Sequence) or not isinstance(first.items[0], Bracket):
        return row
    thread.at_point = True
    rest = first.items[-1]
    return replace(row, sides=(rest, *row.sides[1:]), readings=())


# ------------------------------------------------------------------------------------------- clauses and links


def _judge_clauses(row: Row, thread: Thread, setting: Setting) -> Iterator[Judged]:
    """Judge what stands between arrows: the last clause claims, the others suppose."""
    parts = clauses(row)
    starts_with_arrow = bool(row.relations) and row.sides[0] is None and row.relations[0] in ARROWS - {"->"}
    if not starts_with_arrow and (len(parts) > 1 or not setting.cue.onward):
        thread.end_row()
    for k, clause in enumerate(parts):
        concluding = bool(clause.arrow) or (k == 0 and starts_with_arrow)
        yield from _judge_clause(clause, thread, setting, concluding, supposing=k + 1 < len(parts))


def _judge_clause(
    clause: Clause, thread: Thread, setting: Setting, concluding: bool, supposing: bool
) -> Iterator[Judged]:
    """Judge each link of a clause against the head of its chain, which is the first side if there is one."""
    if clause.sides[0]:
        thread.chain = Chain(clause.sides[0])
        thread.remember(clause.sides[0])
    said_so = setting.cue.equivalent and not clause.arrow
    thread.before = () if said_so and setting.hypotheses else tuple(thread.clause)  # "A iff B" may suppose A
    thread.clause = []
    thread.due = thread.equation if clause.arrow or setting.cue.onward else None
    thread.equation = None
    so_far = thread.chain.so_far
    equivalent = said_so or clause.arrow == "<=>"
    thread.open_link = False
    for k, relation in enumerate(clause.relations):
        right = clause.sides[k + 1]
        if not right:
            continue
        whole = composed((so_far, *clause.relations[: k + 1])) if so_far else None
        link, before = _links(clause, k, whole, thread.chain)
        then_zero = k + 1 < len(clause.relations) and is_zero(clause.sides[-1])
        step = Step(link, before, relation, concluding, supposing, then_zero, equivalent)
        found = judge_link(step, thread, setting)
        yield found
        if k == 0 and found.verdict is Verdict.UNREAD and goes_on_behind(clause, thread):
            yield from _judge_clause(without_name(clause), thread, setting, False, supposing)
            return
        thread.open_link = found.verdict not in RIGHT  # "… = 0" says nothing by itself
        thread.chain = Chain(thread.chain.head, right, whole or "", found.verdict in WRONG)
        thread.remember(right)


def _links(clause: Clause, k: int, whole: str | None, chain: Chain) -> tuple[Link, tuple[Pair, ...]]:
    """Return what the k-th relation claims against the head of the chain, and its pairs against the side before."""
    right = clause.sides[k + 1]
    first: Side = clause.sides[0]
    pairs = between(clause, 0, k + 1) if first else across(chain.head, right)
    before = between(clause, k, k + 1) if k else (() if first else across(chain.previous, right))
    relation = whole or clause.relations[k]
    if whole is None and before:  # < after > says nothing of the head
        pairs, relation = before, clause.relations[k]
    return Link(pairs, relation, right[0].start, right[0].end), before
