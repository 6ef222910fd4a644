"""Graded submissions as plain data, schema `verify.grade/1`, and back: what is printed, stored and read again.

Keys are never renamed or removed under one schema. A file that could not be graded has an `error` and no questions.

Main definitions
----------------
* `document`: a result → what JSON can hold.
* `result_of`: the same back, strictly.
"""

from __future__ import annotations

import math
from typing import Any

from verify.graded import Graded, GradedQuestion, GradedStep, Mark, NotGraded
from verify.model import Counterexample, Verdict, VerifyError

SCHEMA = "verify.grade/1"

#: keys of a counterexample that are no symbols
_BESIDE = ("lhs", "rhs", "evidence", "note")


def document(result: Graded | NotGraded) -> dict[str, Any]:
    """Return a result as plain data."""
    if isinstance(result, NotGraded):
        return {
            "schema": SCHEMA,
            "submission": result.submission,
            "sheet": result.sheet,
            "error": result.message,
            "points": None,
            "mark": None,
            "needs_review": True,
            "questions": [],
        }
    return {
        "schema": SCHEMA,
        "submission": result.submission,
        "sheet": result.sheet,
        "points": result.points,
        "mark": _mark(result.mark),
        "needs_review": result.needs_review,
        "notes": list(result.notes),
        "seconds": round(result.seconds, 3),
        "questions": [_question(q) for q in result.questions],
    }


def _mark(mark: Mark) -> dict[str, float]:
    return {"low": mark.low, "suggested": mark.suggested, "high": mark.high}


def _question(question: GradedQuestion) -> dict[str, Any]:
    return {
        "id": question.id,
        "points": question.points,
        "mark": _mark(question.mark),
        "needs_review": question.needs_review,
        "reached_claim": question.reached_claim,
        "kind": question.kind,
        "notes": list(question.notes),
        "overridden": question.overridden,
        "steps": [_step(s) for s in question.steps],
    }


def _step(step: GradedStep) -> dict[str, Any]:
    return {
        "line": step.line,
        "column": step.column,
        "end_line": step.end_line,
        "end_column": step.end_column,
        "cell": step.cell,
        "display": step.display,
        "latex": step.latex,
        "statement": step.statement,
        "verdict": str(step.verdict),
        "evidence": step.evidence,
        "follows_from_previous": step.follows_from_previous,
        "reason": step.reason,
        "expected": step.expected,
        "unread": step.unread,
        "error": step.error,
        "counterexample": _counterexample(step.counterexample),
    }


def _counterexample(found: Counterexample | None) -> dict[str, str] | None:
    """Return the value of every symbol, then both sides and what kind of evidence they are."""
    if found is None:
        return None
    shown = dict(found.values) | {"lhs": found.lhs, "rhs": found.rhs, "evidence": found.evidence}
    return shown | ({"note": found.note} if found.note else {})


# ------------------------------------------------------------------------------------------------- back


def result_of(data: object) -> Graded | NotGraded:
    """Return the result that `document` made of it.

    Raises:
        VerifyError: it is nothing that `document` made.

    """
    try:
        return _result(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise VerifyError(f"this is no result of schema {SCHEMA}: {type(error).__name__} {error}") from None


def _result(data: Any) -> Graded | NotGraded:
    if data["schema"] != SCHEMA:
        raise ValueError(data["schema"])
    if "error" in data:
        return NotGraded(_text(data["submission"]), _text(data["sheet"]), _text(data["error"]))
    return Graded(
        submission=_text(data["submission"]),
        sheet=_text(data["sheet"]),
        points=_number(data["points"]),
        mark=_mark_of(data["mark"]),
        needs_review=_truth(data["needs_review"]),
        questions=tuple(_question_of(q) for q in data["questions"]),
        notes=tuple(_text(n) for n in data["notes"]),
        seconds=_number(data["seconds"]),
    )


def _mark_of(data: Any) -> Mark:
    return Mark(_number(data["low"]), _number(data["suggested"]), _number(data["high"]))


def _question_of(data: Any) -> GradedQuestion:
    return GradedQuestion(
        id=_text(data["id"]),
        points=_number(data["points"]),
        mark=_mark_of(data["mark"]),
        needs_review=_truth(data["needs_review"]),
        reached_claim=_truth(data["reached_claim"]),
        steps=tuple(_step_of(s) for s in data["steps"]),
        kind=_text(data["kind"]),
        notes=tuple(_text(n) for n in data["notes"]),
        overridden=_truth(data["overridden"]),
    )


def _step_of(data: Any) -> GradedStep:
    follows, unread = data["follows_from_previous"], data["unread"]
    return GradedStep(
        line=_count(data["line"]),
        column=_count(data["column"]),
        end_line=_count(data["end_line"]),
        end_column=_count(data["end_column"]),
        latex=_text(data["latex"]),
        verdict=Verdict(data["verdict"]),
        statement=_text(data["statement"]),
        evidence=_text(data["evidence"]),
        follows_from_previous=None if follows is None else _truth(follows),
        reason=_text(data["reason"]),
        expected=_text(data["expected"]),
        unread=None if unread is None else _text(unread),
        counterexample=_counterexample_of(data["counterexample"]),
        error=_text(data["error"]),
        display=_truth(data["display"]),
        cell=_count(data["cell"]),
    )


def _counterexample_of(data: Any) -> Counterexample | None:
    if data is None:
        return None
    values = tuple((_text(name), _text(value)) for name, value in data.items() if name not in _BESIDE)
    return Counterexample(
        values, _text(data["lhs"]), _text(data["rhs"]), _text(data["evidence"]), _text(data.get("note", ""))
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{value!r} is neither true nor false")
    return value


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{value!r} is no count")
    return value


def _number(value: object) -> float:
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not math.isfinite(value):
        raise TypeError(f"{value!r} is no number")
    return float(value)
