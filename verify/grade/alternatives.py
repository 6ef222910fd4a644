r"""Rows with alternatives: det(A - λI) = 0 ⇒ λ = -1/2 or λ = ±i/2.

What stands behind "or" is no hypothesis for what stands in front of it. Such a row is right where each alternative is
right by itself (behind the row's premise, if it has one), wrong where each is wrong, and else left to a person: of two
alternatives one alone may hold.

Main definitions
----------------
* `alternatives`: the row without what stands behind "or", and each of these as a row.
* `judge_alternatives`: the verdicts of such a row from those of its alternatives.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import fields, replace

from verify.grade.clauses import ARROWS
from verify.grade.judged import Judged
from verify.grade.thread import Thread
from verify.graded import PASSED
from verify.latex.symbols import ALTERNATIVE
from verify.latex.tree import Node, Row
from verify.model import Verdict

_WRONG = (Verdict.REFUTED, Verdict.ILL_TYPED, Verdict.CARRIED)
REASON = "one of several alternatives"


def alternatives(row: Row) -> tuple[Row, tuple[Row, ...]]:
    """Return a row without what stands behind "or", and each of these as a row with the same premise."""
    others = tuple(condition for condition in row.conditions if _is_alternative(condition))
    if not others:
        return row, ()
    plain = replace(row, conditions=tuple(c for c in row.conditions if c not in others))
    cuts = [k for k, relation in enumerate(row.relations) if relation in ARROWS]
    first = cuts[-1] + 1 if cuts else 0
    premise = replace(row, sides=row.sides[:first], relations=row.relations[:first], readings=())
    head = row.sides[first : first + 1], row.relations[first : first + 1]
    return plain, tuple(_behind(premise, head, other) for other in others)


def _behind(premise: Row, head: tuple[tuple[Node | None, ...], tuple[str, ...]], other: Row) -> Row:
    """Return an alternative behind its premise; a bare value "or -b" is one of what the row is about."""
    sides, relations = head if len(other.sides) == 1 else ((), ())
    return replace(
        other,
        sides=premise.sides + sides + other.sides,
        relations=premise.relations + relations + other.relations,
        readings=(),
        words=(),
    )


def _is_alternative(condition: Row) -> bool:
    words = " ".join(condition.words).lower().split()
    return bool(words) and words[0].strip(",.:;()") in ALTERNATIVE


def judge_alternatives(
    plain: Row, others: Sequence[Row], thread: Thread, judge: Callable[[Row, Thread], tuple[Judged, ...]]
) -> tuple[Judged, ...]:
    """Return the verdicts of a row from those of its alternatives; what they say is not gone on from."""
    beside = [judge(other, _apart(thread)) for other in others]
    wrong = len(thread.wrong)
    found = judge(plain, thread)
    if all(one and one[-1].verdict in PASSED for one in beside):
        return found if found and found[-1].verdict in PASSED else _left_open(found)
    if found and found[-1].verdict in _WRONG and all(one and one[-1].verdict in _WRONG for one in beside):
        return found
    del thread.wrong[wrong:]  # another alternative may be meant
    return _left_open(found)


def _left_open(found: Sequence[Judged]) -> tuple[Judged, ...]:
    """Return the verdicts, with those left to a person that pass or accuse."""
    kept = (Verdict.UNREAD, Verdict.UNDECIDED)
    return tuple(
        judged
        if judged.verdict in kept
        else replace(judged, verdict=Verdict.UNDECIDED, reason=REASON, expected="", counterexample=None)
        for judged in found
    )


def _apart(thread: Thread) -> Thread:
    """Return a thread that grows by itself."""
    apart = copy(thread)
    for field in fields(thread):
        kept = getattr(thread, field.name)
        if isinstance(kept, list | set | dict):
            setattr(apart, field.name, kept.copy())
    return apart


__all__ = ["alternatives", "judge_alternatives"]
