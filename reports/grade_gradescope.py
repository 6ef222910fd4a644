"""One graded submission as Gradescope's `results.json`.

One test a question, out of its points. A test is "passed" only where every row was read and is right and all points
were reached; whatever was skipped, unread, undecided or is for a person is "failed", and its output says why. All of
it is hidden from students until marks are published. Texts are declared to be plain, so that Gradescope escapes them.
"""

from __future__ import annotations

import json
from typing import Any

from verify.graded import Graded, GradedQuestion, GradedStep, NotGraded
from verify.model import Verdict
from verify.reports.grade_rows import OPEN, counted, fully_right, marked

VISIBILITY = "after_published"
#: Gradescope shows long outputs badly
_LONGEST = 20_000


def render(result: Graded | NotGraded) -> str:
    """Return `results.json`."""
    return json.dumps(document(result), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def document(result: Graded | NotGraded) -> dict[str, Any]:
    """Return what Gradescope takes, as plain data."""
    common = {
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": VISIBILITY,
        "stdout_visibility": "hidden",
    }
    if isinstance(result, NotGraded):
        return {
            "score": 0.0,
            "output": text(f"Not graded by machine: {result.message}\nA person has to look at this submission."),
            **common,
            "tests": [],
            "extra_data": {"sheet": text(result.sheet), "needs_review": True, "graded": False},
        }
    return {
        "score": result.mark.suggested,
        "execution_time": round(result.seconds),
        "output": text(_whole(result)),
        **common,
        "tests": [_test(q, number) for number, q in enumerate(result.questions, 1)],
        "extra_data": {
            "sheet": text(result.sheet),
            "needs_review": result.needs_review,
            "graded": True,
            "low": result.mark.low,
            "high": result.mark.high,
        },
    }


def _whole(result: Graded) -> str:
    told = [f"Suggested mark: {marked(result.mark, result.points)}."]
    if (first := result.first_error) is not None:
        told.append(f"First error: question {first[0].id}, line {first[1].line}.")
    if asked := [q.id for q in result.questions if q.needs_review]:
        told.append(f"A person has still to look at: {', '.join(asked)}.")
    elif result.needs_review:
        told.append("A person has still to look at this submission.")
    return "\n".join([*told, *(f"Note: {note}" for note in result.notes)])


def _test(question: GradedQuestion, number: int) -> dict[str, Any]:
    return {
        "name": text(f"Question {question.id}"),
        "name_format": "text",
        "number": str(number),
        "score": question.mark.suggested,
        "max_score": question.points,
        "status": "passed" if fully_right(question) else "failed",
        "output": text("\n".join(_output(question))),
        "output_format": "text",
        "visibility": VISIBILITY,
        "extra_data": {
            "needs_review": question.needs_review,
            "overridden": question.overridden,
            "low": question.mark.low,
            "high": question.mark.high,
        },
    }


def _output(question: GradedQuestion) -> list[str]:
    told = [f"Suggested: {marked(question.mark, question.points)}."]
    if question.overridden:
        told.append("A person has decided on this question.")
    if question.steps:
        told.append(f"Rows: {counted(question)}.")
    elif question.needs_review:
        told.append("No row was checked by machine.")
    elif not question.overridden:
        told.append("No answer was found.")
    if question.needs_review:
        told.append("A person has still to look at this question: what is open costs nothing.")
    told += [f"Note: {note}" for note in question.notes]
    for step in question.steps:
        if not step.passed:
            told += ["", *_step(step)]
    return told


def _step(step: GradedStep) -> list[str]:
    where = f"Cell {step.cell}, line {step.line}" if step.cell else f"Line {step.line}"
    rows = [f"{where}: {step.verdict}", f"    {' '.join(step.latex.split())}"]
    if step.verdict in OPEN:
        rows.append("    open: a person looks at it, it costs nothing")
    if step.verdict is Verdict.CARRIED:
        rows.append("    follows from your own earlier result")
    if step.unread:
        rows.append(f"    could not be read: {step.unread}")
    if step.reason and step.reason != step.unread:
        rows.append(f"    {step.reason}")
    if (found := step.counterexample) is not None:
        values = ", ".join(f"{name} = {value}" for name, value in found.values)
        rows.append(f"    at {values or 'any values'}: {found.lhs} against {found.rhs}")
    if step.expected:
        rows.append(f"    expected: {step.expected}")
    return rows


def text(value: str) -> str:
    """Return a text without control characters (new lines stay), not too long."""
    shown = "".join(c if c.isprintable() or c == "\n" else "�" for c in value)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}\n… ({len(shown) - _LONGEST} characters more)"
