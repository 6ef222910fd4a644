"""The verdict of a row that says what solves the equation before the arrow.

Main definitions
----------------
* `judge_solution`: right if nothing else solves it, carried if the equation was wrong, refuted if it does not solve it.
"""

from __future__ import annotations

from dataclasses import replace

from verify.grade.accuse import accused
from verify.grade.clauses import Step
from verify.grade.equivalent import LEAP, leaps
from verify.grade.follows import follows_from_wrong
from verify.grade.implied import concluded, premise_for
from verify.grade.judged import Judged, Setting, undecided
from verify.grade.solved import is_value_somewhere, solution, uses_earlier
from verify.grade.thread import Thread
from verify.terms.statement import Statement


def judge_solution(step: Step, found: tuple[Statement, ...], thread: Thread, setting: Setting) -> Judged | None:
    """Judge a row that says what solves the equation before the arrow; None for other rows."""
    premise = premise_for(thread, True)
    finding = None if premise is None or thread.first else solution(premise, found, thread)
    if premise is None or finding is None or finding.statement is None:
        return None
    right_anyway = is_value_somewhere(found, thread)
    if finding.holds:
        if not right_anyway and leaps(found, premise, thread):
            return undecided(step.link, LEAP, finding.text)
        premise = replace(premise, trusted=True, wrong=False) if right_anyway else premise
        return concluded(step.link, finding, premise, thread, found[0])
    if right_anyway or not premise.whole or uses_earlier(premise, found, thread):
        return None
    freely = replace(finding, statement=None)
    carried = follows_from_wrong(step.link, step.before, found, freely, thread, setting)
    if carried is not None or premise.wrong:
        return carried
    shown = replace(setting, display=True)  # who concludes claims, in running text too
    return accused(step.link, step.before, (finding.statement,), finding, thread, shown)
