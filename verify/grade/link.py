"""The verdict of one link: what a relation claims of the head of its chain, or sets, supposes or concludes.

A link is right if it holds against the head, whatever the row before was. "… = 0" and what stands in front of an arrow
say nothing by themselves; what stands behind one is asked under the premise. Only what is left claims, and is held
against its author where nothing else can have been meant.

Main definitions
----------------
* `judge_link`: the verdict of a link; the thread remembers what it set, supposed, and said rightly or wrongly.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from verify.grade.accuse import accused, ill_typed
from verify.grade.beyond import AT_AN_END, BEYOND, fails_at_an_end, is_beyond
from verify.grade.bounds import has_a_value, holds_by_equality, says_where_a_number_is
from verify.grade.carried import carried_from
from verify.grade.claims import claims, judge_claim
from verify.grade.clauses import Link, Step, is_starred, is_zero
from verify.grade.constants import up_to_a_constant
from verify.grade.definite import ZERO_WHERE_EQUAL, different_in_general, equal_where_zero
from verify.grade.equivalent import LEAP, ONE_WAY, both_ways, leaps
from verify.grade.evidence import Finding
from verify.grade.excuses import has_own_name
from verify.grade.follows import follows_from_wrong
from verify.grade.implied import UNDECIDED as UNDECIDED_IMPLICATION
from verify.grade.implied import can_hold, concluded, given, may_be_supposed, premise_for, premise_of, says_the_premise
from verify.grade.judged import Judged, Setting, as_written, readings, undecided, unread
from verify.grade.meant import about_arguments, for_different_indices, for_one_point, meant_otherwise, says_all_cases
from verify.grade.objectives import is_of_the_sheets
from verify.grade.optimum import at_the_point, expect_optimum, in_worlds, only_at_the_point, stationary
from verify.grade.own_draws import OPEN_MEAN, leaves_open
from verify.grade.own_rows import NOT_ALL as NOT_ALL_NUMBERS
from verify.grade.own_rows import is_averaged, is_past, may_be_held, names_number
from verify.grade.reach import with_bound_names
from verify.grade.redefine import RENAMED, is_renamed
from verify.grade.signs import on_one_side
from verify.grade.slopes import slip_of_slope
from verify.grade.solving import judge_solution
from verify.grade.spectra import NOT_ALL, TOGETHER, disagree, misses_roots, take_up_equation
from verify.grade.supposed import only_supposed
from verify.grade.thread import Premise, Thread
from verify.grade.worlds import World
from verify.graded import PASSED
from verify.latex.errors import Unread
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

ACCUSING = (Verdict.REFUTED, Verdict.CARRIED, Verdict.ILL_TYPED)

Readings = tuple[Statement, ...]


def judge_link(step: Step, thread: Thread, setting: Setting) -> Judged:
    """Return the verdict of a link; `thread` grows by what it says."""
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
        if names_number(link, thread):
            return undecided(link, f"not well typed with a number: {error.message}")
        return ill_typed(link, error, thread, setting)
    take_up_equation(link, thread)
    known, wrong = len(thread.right), len(thread.wrong)
    judged = _judge_readings(step, found, thread, setting)
    if judged.verdict in ACCUSING and thread.owned:
        shown = "edit" in judged.reason
        if not may_be_held(link, found, thread, step.concluding, shown):
            del thread.wrong[wrong:]
            judged = undecided(link, NOT_ALL_NUMBERS, judged.statement)
    thread.clause.append(found)
    reason = _open_for(judged, step, found, thread)
    if not reason:
        return judged
    del thread.right[known:]
    return undecided(link, reason, judged.statement)


def _open_for(judged: Judged, step: Step, found: Readings, thread: Thread) -> str:
    """Return why a link that was decided is left open: it was decided for less than it says; "" if it is not."""
    if judged.verdict in (*PASSED, Verdict.REFUTED) and is_beyond(found, thread):
        return BEYOND
    if judged.verdict not in PASSED:
        return ""
    if thread.owned and (is_averaged(step.link, thread) or is_past(found, thread)):
        return NOT_ALL_NUMBERS
    if is_renamed(step.link, thread):
        return RENAMED
    if leaves_open(found, thread):
        return OPEN_MEAN
    if fails_at_an_end(found, thread):
        return AT_AN_END
    missing = misses_roots(step.link, thread, equivalent=step.equivalent)
    if missing or disagree(step.link, found, thread):
        return NOT_ALL if missing else TOGETHER
    one_way = missing is None and step.equivalent and not both_ways(step.link, thread)
    return ONE_WAY if one_way else ""


def _judge_readings(step: Step, general: Readings, thread: Thread, setting: Setting) -> Judged:
    """Judge a link by its readings, at the point of the sheet where the text is at one."""
    link = step.link
    found = at_the_point(general, thread) if thread.at_point else general
    finding, world = in_worlds(found, thread)
    if finding.fails and only_supposed(found, thread):
        return undecided(link, "false only under what the text supposes", finding.text)
    if finding.holds and found != general and only_at_the_point(general, thread):
        return undecided(link, "true at the point, not in general", finding.text)
    if step.concluding and (solved := judge_solution(step, found, thread, setting)) is not None:
        return solved
    if _is_zero(link) and (step.supposing or thread.open_link):
        stationary(found, thread)  # opens the optimum, though it says nothing by itself
        thread.choices.append(found[0])
        whole, for_row = not (step.before and thread.open_link), step.supposing or step.concluding
        thread.premises.append(premise_of(found[0], whole=whole, for_row=for_row))
        return undecided(link, "an equation that is set", finding.text)
    if finding.holds:
        return _holding(step, found, finding, world, thread, setting)
    if _is_zero(link) and not (finding.fails and found != general):  # what is 0 at a point is claimed to be
        return _set_to_zero(step, found, finding, thread, setting)
    if (differ := different_in_general(found, thread)) is not None:
        return _passed(link, differ, None, thread, found[0])
    implied = _implied(step, found, finding, thread, setting)
    return implied if isinstance(implied, Judged) else _not_passed(step, found, implied, thread, setting)


# ------------------------------------------------------------------------------------------- links that hold


def _holding(
    step: Step, found: Readings, finding: Finding, world: World | None, thread: Thread, setting: Setting
) -> Judged:
    """Judge a link that holds: right, unless it claims nothing, or claims more."""
    link = step.link
    if _says_again(link, found, thread):
        return undecided(link, "what this name stands for", finding.text)
    if says_where_a_number_is(found) and not has_a_value(link.pairs):
        return undecided(link, "a condition", finding.text)
    if finding.holds and holds_by_equality(found, thread.scope.context):
        return undecided(link, "true only where both sides are equal", finding.text)
    if is_of_the_sheets(found, thread):
        return undecided(link, "about the optimum of another objective", finding.text)
    unequal = _unequal(step, thread, setting)
    return _passed(link, finding, world, thread, found[0]) if unequal is None else unequal


def _says_again(link: Link, found: Readings, thread: Thread) -> bool:
    """Whether a row only repeats what a name of the student's own was taken to stand for."""
    if not all(len(r.args) == 2 for r in found) or not has_own_name(link, thread):
        return False
    return all(
        left == right or with_bound_names(left) == with_bound_names(right) for left, right in (r.args for r in found)
    )


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


# ------------------------------------------------------------------------------------------- slopes set to zero


def _is_zero(link: Link) -> bool:
    return link.relation == "=" and is_zero(tuple(right for _, right in link.pairs))


def _set_to_zero(step: Step, found: Readings, finding: Finding, thread: Thread, setting: Setting) -> Judged:
    """Judge "… = 0", which holds at the optimum only."""
    link = step.link
    there, world = stationary(found, thread)
    unknown = any(s.sort == "real" for r in found for arg in r.args for s in free(arg))
    sets = unknown or not any(is_starred(left) for left, _ in link.pairs)
    if there is None and finding.fails and not (thread.first or sets):  # f_1/D* - f_0/(1 - D*) = 0 sets nothing
        claim = judge_claim(step, found[0], thread, partial(_not_passed, step, found, finding, thread, setting))
        if claim is not None:
            return claim
    if there is not None and there.holds:
        thread.premises.append(Premise(found[0], for_row=step.concluding))
        return _passed(link, there, world, thread, found[0])
    wrong = there is not None
    thread.choices.append(found[0])
    thread.premises.append(premise_of(found[0], wrong=wrong, for_row=step.concluding))
    if wrong and (false := _false_at_optima(link, found, finding, thread, setting)) is not None:
        return false
    return undecided(link, "an equation that is set", finding.text)


def _false_at_optima(link: Link, found: Readings, finding: Finding, thread: Thread, setting: Setting) -> Judged | None:
    """Judge "… = 0" where it fails at each optimum: carried, or a slip in a slope; None where nothing is sure."""
    if not setting.conditional and finding.statement is not None:
        earlier = carried_from(finding.statement, thread.wrong, thread.scope.context)
        if earlier is not None or thread.chain.broken:
            said = f": {statement_text(earlier.statement)}" if earlier is not None else " set to zero"
            reason = f"follows from an earlier wrong row{said}"
            return Judged(link.start, link.end, Verdict.CARRIED, statement=finding.text, reason=reason)
    return slip_of_slope(found, finding, link, thread, setting) if setting.display else None


# ------------------------------------------------------------------------------------------- premises and claims


def _implied(step: Step, found: Readings, finding: Finding, thread: Thread, setting: Setting) -> Judged | Finding:
    """Judge a row that is concluded from a premise, or is one; for one that claims by itself, say what is known."""
    link, concluding = step.link, step.concluding
    premise = premise_for(thread, concluding)
    if concluding and equal_where_zero(premise, found):
        known = Finding(Verdict.PROVED, "proof", ZERO_WHERE_EQUAL, statement=found[0])
        return _passed(link, known, None, thread, found[0])
    if premise is not None and (concluding or setting.cue.glue):
        under = given(premise, found, thread)
        if under.holds and not says_the_premise(premise, found) and can_hold(premise, found, thread):
            if concluding and leaps(found, premise, thread):
                return undecided(link, LEAP, under.text)
            return concluded(link, under, premise, thread, found[0])
        if concluding and not (under.fails and premise.whole and not premise.wrong):
            follows = follows_from_wrong(link, step.before, found, finding, thread, setting) if finding.fails else None
            return follows or undecided(link, UNDECIDED_IMPLICATION, finding.text)
        finding = under if concluding else finding
    if step.supposing and finding.fails and claims(step, found[0], thread):
        claim = judge_claim(step, found[0], thread, partial(_not_passed, step, found, finding, thread, setting))
        if claim is not None:
            return claim
    if (step.supposing and may_be_supposed(found)) or (setting.cue.setting and not setting.display):
        thread.choices.append(found[0])
        thread.premises.append(premise_of(found[0], whole=not step.before, for_row=step.supposing))
        return undecided(link, "taken as a premise; not judged by itself", finding.text)
    return finding


def _not_passed(step: Step, found: Readings, finding: Finding, thread: Thread, setting: Setting) -> Judged:
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
