"""Reasons for which a row that is false is held against nobody, or not again.

Main definitions
----------------
* `excused`: the verdict of a false row that is no mistake of its own; None where no reason was found.
* `has_own_name`: whether a row says what a name of the student's own is.
"""

from __future__ import annotations

from verify.grade.anew import blur, is_of_earlier
from verify.grade.choices import is_choice, names_entries
from verify.grade.clauses import Link, Pair
from verify.grade.evidence import Finding, check_all
from verify.grade.follows import follows_from_wrong
from verify.grade.judged import Judged, Setting, doubt, undecided
from verify.grade.left_over import FREELY, LEFT_TO_SOLVE, defines_freely, is_left_to_solve
from verify.grade.objectives import is_of_the_sheets, settle_by_objective
from verify.grade.optimum import at_the_point, unspoken
from verify.grade.own_rows import NOT_ALL, is_open
from verify.grade.redefine import RENAMED, is_another, is_renamed, redefined
from verify.grade.supposed import rests_on
from verify.grade.thread import Thread
from verify.latex.names import key_of, matches
from verify.latex.scope import Definition
from verify.terms.nodes import Add
from verify.terms.statement import Statement

ANOTHER_VALUE = "another value for a name of one's own"


def excused(
    link: Link,
    before: tuple[Pair, ...],
    found: tuple[Statement, ...],
    finding: Finding,
    thread: Thread,
    setting: Setting,
) -> Judged | None:
    """Return the verdict of a false row that chooses, defines anew, follows from an earlier error or has an excuse."""
    statement = finding.statement or found[0]
    if thread.owned and is_open(found, thread):
        return undecided(link, NOT_ALL, finding.text)
    if not before and link.relation in ("=", ":=") and is_of_earlier(link, thread) and not _is_a_sum(statement):
        _blur_unless_concluded(link, found, thread, setting)
        return undecided(link, ANOTHER_VALUE, finding.text)
    if is_choice(statement, thread):
        thread.choices.append(statement)
        return undecided(link, "a value for something that may be anything", finding.text)
    if names_entries(statement, link):
        return undecided(link, "a value for something that may be anything", finding.text)
    if not before and defines_freely(link, found, thread, setting):
        thread.renamed |= {key_of(left, thread.scope.fonts) or "" for left, _ in link.pairs}
        return undecided(link, FREELY, finding.text)
    if is_left_to_solve(link, found, thread, setting):
        return undecided(link, LEFT_TO_SOLVE, finding.text)
    if not before and (new := redefined(link, statement, thread, setting)) is not None:
        settle_by_objective(link.pairs[0][1], thread)
        return new
    if (carried := follows_from_wrong(link, before, found, finding, thread, setting)) is not None:
        return carried
    reason = _excuse(link, before, found, statement, thread, setting)
    if (reason == ANOTHER_VALUE or (reason and setting.cue.defining)) and not before:
        _blur_unless_concluded(link, found, thread, setting)
    return undecided(link, reason, finding.text) if reason else None


def _excuse(
    link: Link,
    before: tuple[Pair, ...],
    found: tuple[Statement, ...],
    statement: Statement,
    thread: Thread,
    setting: Setting,
) -> str:
    """Return why a false row is not held against its author, the first reason that applies; "" if none does."""
    if is_renamed(link, thread, perhaps=True):
        return RENAMED
    if is_of_the_sheets(found, thread):
        return "about the optimum of another objective"
    if thread.relabelled:
        return "the text takes labels the other way round"
    if has_own_name(link, thread) and not _is_a_sum(statement):
        return ANOTHER_VALUE
    if not before and is_another(link, statement, thread):
        return ANOTHER_VALUE
    if unclaimed := doubt(setting, thread.at_point):
        thread.choices.append(statement)
        return f"false as it stands, but {unclaimed}"
    if (special := unspoken(found, thread)) is not None:
        return f"false in general; true where {special.name}"
    if supposed := rests_on(found, thread):
        return f"false in general, true with {supposed}"
    return ""


def _blur_unless_concluded(link: Link, found: tuple[Statement, ...], thread: Thread, setting: Setting) -> None:
    """Blur the name to which a row gives another value, unless the text concludes it of a point: "then s = ψ_1"."""
    concluded = setting.cue.onward and not (setting.display or setting.cue.setting or setting.cue.anew)
    there = at_the_point(found, thread) if concluded else found
    if there == found or not check_all(there, thread.scope.context).holds:
        blur(link, found[0], thread)


def has_own_name(link: Link, thread: Thread) -> bool:
    """Whether the left side of a row is a name that the student introduced."""
    for left, _ in link.pairs:
        found = [meaning for meaning, rest in matches(left, thread.scope) if not rest]
        if any(isinstance(meaning, Definition) and meaning.own for meaning in found):
            return True
    return False


def _is_a_sum(statement: Statement) -> bool:
    """Whether the right side has several terms: if all but one are those of the name, the same is meant."""
    return len(statement.args) == 2 and isinstance(statement.args[1], Add) and len(statement.args[1].terms) > 1
