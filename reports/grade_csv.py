"""A graded class as CSV: a row a submission, a column a question.

A spreadsheet takes a cell that starts with =, +, - or @ for a formula: such cells get an apostrophe before them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from verify.graded import Graded, NotGraded
from verify.reports.grade_rows import error_of, points

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def render(results: Sequence[Graded | NotGraded]) -> str:
    """Return the table: marks are those suggested (or a person's), with the range of the whole beside them."""
    questions = list(dict.fromkeys(q.id for r in results if isinstance(r, Graded) for q in r.questions))
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    head = ["submission", "mark", "low", "high", "points", *questions]
    writer.writerow([cell(text) for text in (*head, "to_review", "overridden", "first_error", "problem")])
    for result in results:
        writer.writerow([cell(text) for text in _row(result, questions)])
    return written.getvalue()


def _row(result: Graded | NotGraded, questions: list[str]) -> list[str]:
    if isinstance(result, NotGraded):
        return [result.submission, *[""] * (len(questions) + 4), "all", "", "", result.message]
    marks = {q.id: points(q.mark.suggested) for q in result.questions}
    m = result.mark
    return [
        result.submission,
        *(points(value) for value in (m.suggested, m.low, m.high, result.points)),
        *(marks.get(q, "") for q in questions),
        _ids(q.id for q in result.questions if q.needs_review) or ("notes" if result.needs_review else ""),
        _ids(q.id for q in result.questions if q.overridden),
        _first(result),
        "",
    ]


def _ids(questions: Iterable[str]) -> str:
    return " ".join(questions)


def _first(result: Graded) -> str:
    if (first := result.first_error) is None:
        return ""
    question, step = first
    return f"{question.id}, line {step.line}: {error_of(step)}"


def cell(text: str) -> str:
    """Return a text that a spreadsheet shows as it is: one line, no formula."""
    shown = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return f"'{shown}" if shown.startswith(_FORMULA) else shown
