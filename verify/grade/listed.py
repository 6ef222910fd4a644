r"""Answers that are a set of numbers, {11, 12, 13, 21}: compared with the set that the sheet gives.

A set that differs is held against its author only where it is displayed and the one set of its size in the answer, or
the one with the name of what is asked for (R_{AB}): others may be steps on the way. So are those that are named after
a pixel, N_A(33), which are compared with the window that they are copies of. Each row of a display comes out as a step.

Main definitions
----------------
* `judge_lists`: the verdicts of the rows that state a set, or how many members one has.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verify.grade.judged import Judged, undecided
from verify.grade.sets import Set, Sets, key, label, numbers, of_pixel
from verify.grade.sheet import Question
from verify.latex.rows import formula_row, rows
from verify.latex.segments import Segment
from verify.latex.source import Document, Formula
from verify.latex.tree import Bracket, Node, Number, Row
from verify.model import Verdict


@dataclass(frozen=True, slots=True)
class _Stated:
    """A row with the set in which it ends (None: none that could be read), the name of that, and its question."""

    row: Row
    display: bool
    members: Set | None
    name: Node | None = None
    question: Question | None = None
    sides: tuple[Node | None, ...] = ()


def judge_lists(
    segment: Segment, questions: Sequence[Question], every: Sequence[Question], document: Document, sets: Sets
) -> Iterator[tuple[Question, Judged, Row, bool]]:
    """Yield the verdicts of the rows of an answer to some `questions` of `every` one that asks for a set.

    `sets` are those of the document so far; it grows by those of the answer.
    """
    stated = list(_stated(segment, questions, every, document))
    for one in stated:
        sets.add(one.name, sets.said(one.sides[-1]) if len(one.sides) > 1 else one.members, one.row.start)
    for one in stated:
        question = one.question or questions[0]
        judged = _judged(one, stated, sets)
        if one.display or judged.verdict is Verdict.CONFIRMED:
            yield question, judged, one.row, one.display


def _stated(
    segment: Segment, questions: Sequence[Question], every: Sequence[Question], document: Document
) -> Iterator[_Stated]:
    """Yield the rows that say something, with the names of the sets: a row without a name goes on from the last."""
    for piece in (piece for piece in segment.pieces if isinstance(piece, Formula)):
        last: Node | None = None
        for row in rows(piece, document.macros):
            sides = row.sides or _ends_of(document.text[row.start : row.end])
            if not (sides or row.unread):
                continue
            last = (sides[0] if len(sides) > 1 else None) or last
            single = questions[0] if len(questions) == 1 else None
            named = next((q for q in every if q.label and q.label == label(last)), single)
            whole = not row.ill_typed and sides and sides[-1] is not None
            chain = (last, *sides[1:]) if whole and sides[0] is None else sides
            equal = whole and not row.unread and set(row.relations) <= {"="}
            members = numbers(sides[-1]) if whole else None
            yield _Stated(row, piece.display, members, last, named, chain if equal else ())


def _ends_of(text: str) -> tuple[Node | None, ...]:
    """Return the first and the last side of a row in which something between them cannot be read."""
    parts = text.replace("&", " ").rstrip(" .,;\n").split("=")
    ends = [formula_row(part) for part in (parts[0], parts[-1])] if len(parts) > 1 else []
    return tuple(None if row.unread or len(row.sides) != 1 else row.sides[0] for row in ends)


def _judged(one: _Stated, stated: Sequence[_Stated], sets: Sets) -> Judged:
    """Return the verdict of a row: of a set around a pixel, of a number of members, or of a set that is asked for."""
    place, members, answer = of_pixel(one.name), one.members, _answer(one)
    if members is None or not (one.name is None or key(one.name)):
        found = _put_together(one, sets) or _number_of_members(one, stated)
        return found or undecided(one.row, "no set of numbers that could be compared")
    if answer is not None and members == answer:
        return Judged(one.row.start, one.row.end, Verdict.CONFIRMED, "exact", reason="the set that is asked for")
    if place is not None and (one.question is None or label(one.name) != one.question.label):
        right = sets.right(one.name)
        if right is None:
            return undecided(one.row, "a set on the way to the one that is asked for")
        if right == members:
            return Judged(one.row.start, one.row.end, Verdict.CONFIRMED, "exact", reason="what one layer reads there")
        return _other(one, right, refuted=True)
    if answer is None:
        return undecided(one.row, "which of the sets that are asked for this is, is not known")
    if not _is_large(members, answer):
        return undecided(one.row, "a set on the way to the one that is asked for")
    unions = (other for other in stated if other.sides and other.members is None)
    if any(key(other.name) == key(one.name) and sets.said(other.sides[-1]) == members for other in unions):
        return Judged(one.row.start, one.row.end, Verdict.CARRIED, reason="follows from the sets that were stated")
    return _other(one, answer, refuted=sum(_rivals(one, other, answer) for other in stated) == 1)


def _put_together(one: _Stated, sets: Sets) -> Judged | None:
    """Return the verdict of a row about sets that are put together of others: R_{AB} = R_{AA} ∪ N_A(33)."""
    verdict = sets.compare(one.sides, one.row.start) if one.sides else None
    if verdict is None or (verdict is Verdict.REFUTED and not one.display):
        return None
    if verdict is Verdict.CARRIED:
        return Judged(one.row.start, one.row.end, verdict, reason="follows from the sets that were stated")
    right = ", ".join(sorted(sets.right(one.sides[0]) or ()))
    reason = "" if verdict is Verdict.CONFIRMED else "not the same set"
    return Judged(one.row.start, one.row.end, verdict, "exact", reason=reason, expected=right if reason else "")


def _answer(one: _Stated) -> Set | None:
    return frozenset(one.question.answer) if one.question is not None else None


def _is_large(members: Set, answer: Set) -> bool:
    return 2 * len(members) > len(answer)


def _rivals(one: _Stated, other: _Stated, answer: Set) -> bool:
    """Whether another row states a set of its own that may be the one that is asked for."""
    large = other.members is not None and _is_large(other.members, answer)
    return large and other.question == one.question and of_pixel(other.name) is None


def _number_of_members(one: _Stated, stated: Sequence[_Stated]) -> Judged | None:
    """Return the verdict of "|R_{AB}| = 11"; None of another row."""
    sides = one.row.sides
    answer = _answer(one)
    if answer is None or len(sides) < 2 or not isinstance(sides[-1], Number) or not _is_size(sides):
        return None
    said = sides[-1].text
    if said == str(len(answer)):
        return Judged(one.row.start, one.row.end, Verdict.CONFIRMED, "exact", reason="as many as there are")
    own = (o.members for o in stated if o.members is not None and o.question == one.question and o.members != answer)
    if any(said == str(len(members)) for members in own):
        return Judged(one.row.start, one.row.end, Verdict.CARRIED, reason="so many has the set that was stated")
    return undecided(one.row, f"the set that is asked for has {len(answer)} members")


def _is_size(sides: Sequence[Node | None]) -> bool:
    """Whether all sides but the last are numbers of members of sets with the name of what is asked for."""
    return all(isinstance(side, Bracket) and side.opening == "|" and label(side) for side in sides[:-1])


def _other(one: _Stated, answer: Set, refuted: bool) -> Judged:
    """Return the verdict of a set that is not the one that it has to be."""
    assert one.members is not None
    missing, more = sorted(answer - one.members), sorted(one.members - answer)
    parts = (("missing", missing), ("too many", more))
    reason = "; ".join(f"{label}: {', '.join(values)}" for label, values in parts if values)
    row = one.row
    if refuted and one.display:
        return Judged(row.start, row.end, Verdict.REFUTED, "exact", reason=reason, expected=", ".join(sorted(answer)))
    return undecided(row, f"not the set that is asked for; {reason}")
