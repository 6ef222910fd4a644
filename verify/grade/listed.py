r"""Answers that are a set of numbers, {11, 12, 13, 21}: compared with the set that the sheet gives.

A set that differs is held against its author only where it is displayed and the one set of its size in the answer:
others may be steps on the way.

Main definitions
----------------
* `judge_lists`: the verdicts of the rows that state a set.
"""

from __future__ import annotations

from collections.abc import Iterator

from verify.grade.judged import Judged
from verify.latex.rows import rows
from verify.latex.segments import Segment
from verify.latex.source import Document, Formula
from verify.latex.tree import Bracket, Node, Number, Product, Row
from verify.model import Verdict


def judge_lists(segment: Segment, answer: frozenset[str], document: Document) -> Iterator[tuple[Judged, Row, bool]]:
    """Yield the verdicts of the rows that end in a set of numbers, about as many as the answer has."""
    formulas = (piece for piece in segment.pieces if isinstance(piece, Formula))
    stated = [(row, piece.display) for piece in formulas for row in rows(piece, document.macros)]
    found = [(row, members, display) for row, display in stated if (members := _members(row)) is not None]
    found = [one for one in found if 2 * len(one[1]) > len(answer)]
    for row, members, display in found:
        if members == answer:
            yield (
                Judged(row.start, row.end, Verdict.CONFIRMED, "exact", reason="the set that is asked for"),
                row,
                display,
            )
        elif display:
            yield _other(row, members, answer, alone=len(found) == 1), row, display


def _members(row: Row) -> frozenset[str] | None:
    """Return the numbers of the set with which a row ends, None where it ends in none."""
    last = row.sides[-1] if row.sides else None
    return None if row.unread or row.ill_typed or last is None or len(row.sides) > 2 else _numbers(last)


def _numbers(node: Node) -> frozenset[str] | None:
    match node:
        case Bracket(opening="{", items=items, separators=separators) if set(separators) <= {",", ";"} and items:
            numbers = [item.text for item in items if isinstance(item, Number)]
            return frozenset(numbers) if len(numbers) == len(items) else None
        case Product(operators=operators, factors=factors) if set(operators) == {"∪"}:
            parts = [_numbers(factor) for factor in factors]
            return None if None in parts else frozenset[str]().union(*(part for part in parts if part is not None))
    return None


def _other(row: Row, members: frozenset[str], answer: frozenset[str], alone: bool) -> Judged:
    """Return the verdict of a set that is not the one that is asked for."""
    missing, more = sorted(answer - members), sorted(members - answer)
    parts = (("missing", missing), ("too many", more))
    reason = "; ".join(f"{label}: {', '.join(values)}" for label, values in parts if values)
    if alone:
        return Judged(row.start, row.end, Verdict.REFUTED, "exact", reason=reason, expected=", ".join(sorted(answer)))
    return Judged(row.start, row.end, Verdict.UNDECIDED, reason=f"not the set that is asked for; {reason}")
