r"""Rows whose right side depends on a case: JSD = \begin{cases} \log 2 & θ ≠ 0 \\ 0 & θ = 0 \end{cases}.

Such a row is right if it is right in each case, and wrong if it is wrong in one.

Main definitions
----------------
* `branches`: the row of each case, with its condition.
* `judge_cases`: the verdict of a row from those of its cases.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from verify.grade.judged import Judged
from verify.grade.thread import Thread
from verify.graded import PASSED
from verify.latex.heads import head_of
from verify.latex.names import index_letter
from verify.latex.scope import Scope
from verify.latex.tree import Cases, Node, Relation, Row
from verify.model import Verdict

#: what holds where a condition does not
_OTHERWISE = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_WRONG = (Verdict.REFUTED, Verdict.ILL_TYPED, Verdict.CARRIED)


def branches(row: Row, scope: Scope) -> tuple[Row, ...]:
    """Return a row "A = {b if c, d otherwise}" as one of each case; none for other rows, and for cases of indices."""
    if len(row.sides) != 2 or row.sides[0] is None or not isinstance(row.sides[1], Cases):
        return ()
    if head_of(row.sides[0], scope) is not None:
        return ()  # a function of one's own is defined so
    cases = row.sides[1]
    conditions = [_condition(node, cases) for node in cases.conditions]
    if len(conditions) < 2 or any(c is None or index_letter(c.left, scope) is not None for c in conditions):
        return ()
    return tuple(
        replace(
            row,
            sides=(row.sides[0], value),
            conditions=(*row.conditions, Row(c.start, c.end, (c.left, c.right), (c.relation,))),
            readings=(),
            loose=(),
        )
        for value, c in zip(cases.values, conditions, strict=True)
        if c is not None
    )


def _condition(node: Node | None, cases: Cases) -> Relation | None:
    if isinstance(node, Relation):
        return node if node.relation in _OTHERWISE else None
    others = [c for c in cases.conditions if isinstance(c, Relation) and c.relation in _OTHERWISE]
    if node is not None or len(others) != 1 or len(cases.conditions) != 2:
        return None
    return replace(others[0], relation=_OTHERWISE[others[0].relation])


def judge_cases(
    cases: Sequence[Row], row: Row, thread: Thread, judge: Callable[[Row], tuple[Judged, ...]]
) -> tuple[Judged, ...]:
    """Return the verdict of a row from those of its cases, which end the case in which the text is."""
    kept = thread.hypotheses
    thread.hypotheses = tuple(h for h in kept if h not in thread.cases)
    found = [judged for case in cases for judged in judge(case)]
    thread.hypotheses = kept
    return (_together(found, row),) if found else ()


def _together(found: Sequence[Judged], row: Row) -> Judged:
    """Return the worst of verdicts."""
    wrong = next((j for j in found if j.verdict in _WRONG), None)
    open_one = next((j for j in found if j.verdict not in PASSED), None)
    worst = wrong or open_one or found[0]
    return replace(worst, start=found[0].start, end=row.end)
