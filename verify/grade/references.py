"""A sheet's own answers, graded as a student's would be: they should get full marks.

Main definitions
----------------
* `problems`: what in the sheet cannot be read.
* `grade_references`: the reference answers as one submission, graded.
* `asked`: what each question asks, beside what its reference answer got.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from verify.grade.batch import Class, grade_class
from verify.grade.files import Submission
from verify.grade.sheet import Question, Sheet
from verify.grade.store import Result
from verify.grade.workers import Grader, Limits
from verify.graded import Asked, Graded, GradedQuestion, NotGraded
from verify.model import VerifyError

#: marks are rounded to hundredths
_TOLERANCE = 0.005


def problems(sheet: Sheet) -> dict[str, str]:
    """Return why a question cannot be graded, by its id: its context, claim or a milestone cannot be read.

    What was read stays in memory, so that workers that start as copies of this process have it.
    """
    from verify.grade.opening import goals_in

    found: dict[str, str] = {}
    for question in sheet.questions:
        if question.context:
            try:
                unread = goals_in(question, sheet).unread
            except VerifyError as error:
                found[question.id] = error.message
            else:
                if unread:
                    found[question.id] = f"cannot be read: {'; '.join(unread)}"
    return found


def grade_references(sheet: Sheet, handout: str | None = None, grader: Grader | None = None) -> Result | None:
    """Return the graded submission that consists of the sheet's reference answers; None if it has none."""
    text = "\n".join(f"## {q.id}\n\n{q.reference}\n" for q in sheet.questions if q.reference)
    if not text:
        return None
    with tempfile.TemporaryDirectory(prefix="verify-") as folder:
        file = Path(folder) / "reference.md"
        file.write_text(text, encoding="utf-8")
        (result,) = grade_class(
            [Submission("reference answers", file)], Class(sheet, handout, Limits(seconds=900.0), grader), jobs=1
        )
    return result


def asked(sheet: Sheet, result: Result | None, unread: Mapping[str, str]) -> tuple[Asked, ...]:
    """Return what each question asks, beside what its reference answer got; `unread` are the sheet's `problems`."""
    graded = {q.id: q for q in result.questions} if isinstance(result, Graded) else {}
    failed = result.message if isinstance(result, NotGraded) else ""
    return tuple(_asked(q, graded.get(q.id), unread.get(q.id, ""), failed) for q in sheet.questions)


def _asked(question: Question, graded: GradedQuestion | None, problem: str, failed: str) -> Asked:
    wanted = 0.0 if question.by_hand else question.points - question.prose
    checked = bool(question.reference) and not question.by_hand
    fine = not checked or (graded is not None and graded.mark.suggested >= wanted - _TOLERANCE)
    fine = fine and not (graded is not None and any(step.accused for step in graded.steps))
    return Asked(
        id=question.id,
        points=question.points,
        kind=question.kind,
        asks=" ".join(question.asks.split()),
        claims=question.claim,
        wanted=wanted,
        reference=graded if checked else None,
        checked=checked,
        fine=fine and not problem and not (checked and failed),
        problem=problem or (failed if checked else ""),
    )
