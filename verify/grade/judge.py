"""The verdict of every link of a row, in the light of what has been said before.

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
from functools import partial

from verify.grade.accuse import accused, follows_from_wrong, ill_typed, redefines
from verify.grade.bounds import has_a_value, says_where_a_number_is
from verify.grade.branches import branches, judge_cases
from verify.grade.carried import carried_from
from verify.grade.chain import Chain
from verify.grade.claims import claims, held
from verify.grade.clauses import ARROWS, Clause, Link, Pair, Side, Step, across, between, clauses, composed, is_zero
from verify.grade.constants import up_to_a_constant
from verify.grade.definite import ZERO_WHERE_EQUAL, different_in_general, equal_where_zero
from verify.grade.evidence import Finding
from verify.grade.heads import goes_on_behind, without_name
from verify.grade.implied import UNDECIDED as UNDECIDED_IMPLICATION
from verify.grade.implied import can_hold, concluded, given, may_be_supposed, premise_for, premise_of
from verify.grade.introduce import UNIVERSAL, conditions_in, conditions_of, go_on_from, introduce
from verify.grade.judged import Judged, Setting, as_written, readings, undecided, unread
from verify.grade.meant import about_arguments, for_different_indices, for_one_point, meant_otherwise, says_all_cases
from verify.grade.optimum import at_the_point, expect_optimum, in_worlds, only_at_the_point, stationary
from verify.grade.signs import on_one_side, still_meant
from verify.grade.slopes import slip_of_slope
from verify.grade.solving import judge_solution
from verify.grade.thread import Premise, Thread
from verify.grade.words import Cue
from verify.grade.worlds import World
from verify.latex.errors import Unread
from verify.latex.tree import Bracket, Evaluated, Mark, Node, Row, Scripted, Sequence, walk
from verify.model import Verdict
from verify.terms.nodes import IllTyped
from verify.terms.printing import statement_text
from verify.terms.rewrite import free
from verify.terms.statement import Statement

NOT_CHECKED = {
    "approx": "an approximation is not checked",
    "propto": "proportionality is not checked",
    "~": "what a variable is drawn from is not checked",
    "->": "a limit in words is not checked",
    "perp": "independence is not checked",
    "subset": "inclusion of sets is not checked",
}

RIGHT = (Verdict.PROVED, Verdict.CONFIRMED)
WRONG = (Verdict.REFUTED, Verdict.ILL_TYPED, Verdict.CARRIED)


def judge_row(row: Row, thread: Thread, cue: Cue, display: bool) -> tuple[Judged, ...]:
    """Return the verdicts of a row's links; `thread` grows by what the row says."""
    if row.ill_typed:
        thread.chain = replace(thread.chain, previous=(), broken=False)
        return (Judged(row.start, row.end, Verdict.ILL_TYPED, reason=row.ill_typed),)
    if row.unread:
        thread.chain = Chain(so_far=thread.chain.so_far)
        return (Judged(row.start, row.end, Verdict.UNREAD, reason="cannot be read", unread=row.unread),)
    if len(row.sides) < 2:
        go_on_from(row, thread, cue, display)
        return ()
    if cases := branches(row, thread.scope):
        return judge_cases(cases, row, thread, lambda case: judge_row(case, thread, cue, display))
    row = _after_a_point(row, thread, cue)
    if (introduced := introduce(row, thread, cue)) is not None:
        if len(row.sides) > 2 and introduced.verdict is not Verdict.UNREAD:  # h(t) = … = …: the rest is a claim
            return (introduced, *judge_row(_after_first_side(row), thread, cue, display))
        return (introduced,)
    if _is_starred(row):
        thread.opened |= {world.name for world in thread.worlds if (world.values or world.bodies) and world.words}
    hypotheses, left_over = conditions_in(row, thread)
    for_all = any(words.startswith(UNIVERSAL) for words in row.words)
    said = tuple(s for condition in row.conditions for s in conditions_of(condition, thread))
    assumed = (*still_meant(said, thread), *hypotheses)
    setting = Setting(cue, display, assumed, left_over or cue.condition, row.loose, for_all)
    went_there = thread.at_point
    if any(isinstance(n, Evaluated) for side in row.sides if side is not None for n in walk(side)):
        thread.at_point = True  # J = ∂v/∂ψ|_{(0, 0, 0)} is about J there
    found = _judged_with_later_names(row, thread, setting)
    thread.at_point = went_there
    return found


def _judged_with_later_names(row: Row, thread: Thread, setting: Setting) -> tuple[Judged, ...]:
    """Judge the clauses of a row; where a name is unknown that the text explains further on, once more with it."""
    chain = thread.chain
    found = tuple(_judge_clauses(row, thread, setting))
    missing = {key: meaning for key, meaning in thread.later.items() if _is_missing(key, thread)}
    if missing and any(j.verdict is Verdict.UNREAD for j in found):
        thread.scope = thread.scope.with_names(missing)
        thread.chain = chain
        found = tuple(_judge_clauses(row, thread, setting))
    return found


def _is_missing(key: str, thread: Thread) -> bool:
    """Whether a name means nothing yet (σ always means something)."""
    return thread.scope.meaning(key) is None and key != "sigma"


def _after_first_side(row: Row) -> Row:
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


def _is_starred(row: Row) -> bool:
    """Whether a row speaks of an optimum by a star: w*, D*."""
    return any(_has_star(side) for side in row.sides if side is not None)


def _has_star(side: Node) -> bool:
    return any(isinstance(n, Scripted) and isinstance(n.sup, Mark) and n.sup.text == "*" for n in walk(side))


# ------------------------------------------------------------------------------------------- links of a row


def _judge_clauses(row: Row, thread: Thread, setting: Setting) -> Iterator[Judged]:
    parts = clauses(row)
    starts_with_arrow = bool(row.relations) and row.sides[0] is None and row.relations[0] in ARROWS - {"->"}
    for k, clause in enumerate(parts):
        concluding = bool(clause.arrow) or (k == 0 and starts_with_arrow)
        yield from _judge_clause(clause, thread, setting, concluding, supposing=k + 1 < len(parts))


def _judge_clause(
    clause: Clause, thread: Thread, setting: Setting, concluding: bool, supposing: bool
) -> Iterator[Judged]:
    if clause.sides[0]:
        thread.chain = Chain(clause.sides[0])
        thread.remember(clause.sides[0])
    so_far = thread.chain.so_far
    thread.open_link = False
    for k, relation in enumerate(clause.relations):
        right = clause.sides[k + 1]
        if not right:
            continue
        whole = composed((so_far, *clause.relations[: k + 1])) if so_far else None
        link, before = _links(clause, k, whole, thread.chain)
        then_zero = k + 1 < len(clause.relations) and is_zero(clause.sides[-1])
        found = _judge_link(Step(link, before, relation, concluding, supposing, then_zero), thread, setting)
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


def _judge_link(step: Step, thread: Thread, setting: Setting) -> Judged:
    link = step.link
    if step.relation in NOT_CHECKED:
        return undecided(link, NOT_CHECKED[step.relation])
    if not link.pairs:
        return undecided(link, "nothing before it that it could continue")
    try:
        found = readings(link, thread, setting)
    except Unread as error:
        return unread(error, link.start, link.end)
    except IllTyped as error:
        return ill_typed(link, step.before, error, thread, setting)
    general = found
    if thread.at_point:
        found = at_the_point(found, thread)
    finding, world = in_worlds(found, thread)
    if finding.holds and found != general and only_at_the_point(general, thread):
        return undecided(link, "true at the point, not in general", finding.text)
    if step.concluding and (solved := judge_solution(step, found, thread, setting)) is not None:
        return solved
    if _is_zero(link) and (step.supposing or thread.open_link):
        stationary(found, thread)  # opens the optimum, though it says nothing by itself
        thread.choices.append(found[0])
        thread.premises.append(premise_of(found[0], whole=not (step.before and thread.open_link)))
        return undecided(link, "an equation that is set", finding.text)
    if finding.holds and _says_again(link, found, thread):
        return undecided(link, "what this name stands for", finding.text)
    if finding.holds and says_where_a_number_is(found) and not has_a_value(link.pairs):
        return undecided(link, "a condition", finding.text)
    if finding.holds and (unequal := _unequal(step, thread, setting)) is not None:
        return unequal
    if finding.holds:
        return _passed(link, finding, world, thread, found[0])
    if _is_zero(link) and not (finding.fails and found != general):  # what is 0 at a point is claimed to be
        return _set_to_zero(step, found, finding, thread, setting)
    if (differ := different_in_general(found, thread)) is not None:
        return _passed(link, differ, None, thread, found[0])
    implied = _implied(step, found, finding, thread, setting)
    return implied if isinstance(implied, Judged) else _not_passed(step, found, implied, thread, setting)


def _unequal(step: Step, thread: Thread, setting: Setting) -> Judged | None:
    """Judge "A ≥ B = C" where A ≥ C holds and B = C does not: the row says that both are equal.

    What a broken chain goes on with is right against its head.
    """
    if step.relation != "=" or step.link.relation == "=" or not step.before or thread.chain.broken:
        return None
    equal = replace(step.link, pairs=step.before, relation="=")
    try:
        found = readings(equal, thread, setting)
    except (Unread, IllTyped):
        return None
    finding, _ = in_worlds(found, thread)
    return _not_passed(replace(step, link=equal), found, finding, thread, setting) if finding.fails else None


def _implied(
    step: Step, found: tuple[Statement, ...], finding: Finding, thread: Thread, setting: Setting
) -> Judged | Finding:
    """Judge a row that is concluded from a premise, or is one; for one that claims by itself, say what is known."""
    link, concluding = step.link, step.concluding
    premise = premise_for(thread, concluding)
    if concluding and equal_where_zero(premise, found):
        known = Finding(Verdict.PROVED, "proof", ZERO_WHERE_EQUAL, statement=found[0])
        return _passed(link, known, None, thread, found[0])
    if premise is not None and (concluding or setting.cue.glue):
        under = given(premise, found, thread)
        if under.holds and can_hold(premise, found, thread):
            return concluded(link, under, premise, thread, found[0])
        if concluding and not (under.fails and premise.whole and not premise.wrong):
            follows = follows_from_wrong(link, step.before, found, finding, thread, setting) if finding.fails else None
            return follows or undecided(link, UNDECIDED_IMPLICATION, finding.text)
        finding = under if concluding else finding
    if step.supposing and finding.fails and claims(step, found[0], thread):
        claim = held(step, found[0], thread, partial(_not_passed, step, found, finding, thread, setting))
        if claim is not None:
            return claim
    if (step.supposing and may_be_supposed(found)) or (setting.cue.setting and not setting.display):
        thread.choices.append(found[0])
        thread.premises.append(premise_of(found[0], whole=not step.before))
        return undecided(link, "taken as a premise; not judged by itself", finding.text)
    return finding


def _not_passed(step: Step, found: tuple[Statement, ...], finding: Finding, thread: Thread, setting: Setting) -> Judged:
    """Judge a row that does not hold: left to a person where it may have been meant otherwise."""
    link = step.link
    if not finding.fails:
        return undecided(link, finding.reason, finding.text)
    if not (setting.for_all or says_all_cases(link)) and for_different_indices(found, thread):
        return undecided(link, "true where the indices differ, false where they do not", finding.text)
    if about_arguments(found, thread) or about_arguments(as_written(link, thread, setting), thread):
        return undecided(link, "true of where the extrema are, not of their values", finding.text)
    if for_one_point(found, thread):
        return undecided(link, "true if both points are the same", finding.text)
    if on_one_side(found, thread):
        return undecided(link, "true for numbers of one sign, or for all but 0", finding.text)
    if up_to_a_constant(link, found, thread):
        return undecided(link, "true up to what does not depend on the parameter", finding.text)
    if meant_otherwise(link, thread, setting):
        return undecided(link, "true if the operators reach as a careless writer means it", finding.text)
    return accused(link, step.before, found, finding, thread, setting)


def _says_again(link: Link, found: tuple[Statement, ...], thread: Thread) -> bool:
    """Whether a row only repeats what a name of the student's own was taken to stand for."""
    return all(len(r.args) == 2 and r.args[0] == r.args[1] for r in found) and redefines(link, thread)


def _passed(link: Link, finding: Finding, world: World | None, thread: Thread, core: Statement) -> Judged:
    thread.confirm(link.pairs)
    if finding.statement is not None:
        thread.right.append(finding.statement)
        expect_optimum(finding.statement, thread)
    reason = world.name if world is not None else finding.reason
    follows = not thread.chain.broken if thread.chain.previous else None
    if follows is False:
        reason = "right, though it does not follow from the row before" + (f"; {reason}" if reason else "")
    return Judged(link.start, link.end, finding.verdict, finding.evidence, finding.text, follows, reason, core=core)


def _set_to_zero(
    step: Step, found: tuple[Statement, ...], finding: Finding, thread: Thread, setting: Setting
) -> Judged:
    """Judge "… = 0", which holds at the optimum only."""
    link = step.link
    there, world = stationary(found, thread)
    unknown = any(s.sort == "real" for r in found for arg in r.args for s in free(arg))
    sets = unknown or not any(_has_star(left) for left, _ in link.pairs)
    if there is None and finding.fails and not (thread.first or sets):  # f_1/D* - f_0/(1 - D*) = 0 sets nothing
        claim = held(step, found[0], thread, partial(_not_passed, step, found, finding, thread, setting))
        if claim is not None:
            return claim
    if there is not None and there.holds:
        thread.premises.append(Premise(found[0]))
        return _passed(link, there, world, thread, found[0])
    wrong = there is not None
    thread.choices.append(found[0])
    thread.premises.append(premise_of(found[0], wrong=wrong))
    if wrong and not setting.conditional and finding.statement is not None:
        earlier = carried_from(finding.statement, thread.wrong, thread.scope.context)
        if earlier is not None or thread.chain.broken:
            said = f": {statement_text(earlier.statement)}" if earlier is not None else " set to zero"
            reason = f"follows from an earlier wrong row{said}"
            return Judged(link.start, link.end, Verdict.CARRIED, statement=finding.text, reason=reason)
    if wrong and setting.display and (slip := slip_of_slope(found, finding, link, thread, setting)) is not None:
        return slip
    return undecided(link, "an equation that is set", finding.text)


def _is_zero(link: Link) -> bool:
    return link.relation == "=" and is_zero(tuple(right for _, right in link.pairs))
