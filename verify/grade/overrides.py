"""A person's word against the machine's: `overrides.toml` beside the results, read at each run and never written.

    [[override]]
    submission = "alice.md"         # as the summary calls it; "*": every submission
    question = "1.1"
    mark = 5.5                      # the mark, whatever the machine suggests
    right = [41]                    # the rows on these lines are right
    error = 'E[R^2] = p^2'           # so are the rows with this error (as the summary names it), whoever made it
    note = "an accepted shortcut"   # shown with the question

What is said of one submission comes after what is said of all.

Main definitions
----------------
* `Override`, `Overrides`: what the file says.
* `read_overrides`: the file, strictly.
* `Overrides.apply`: a result → the result as the person wants it.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path

from verify.grade.mark import cost
from verify.grade.sheet import Question, Sheet
from verify.grade.store import Result
from verify.grade.toml import Table
from verify.graded import Graded, GradedQuestion, GradedStep, Mark, NotGraded
from verify.model import Span, Verdict, VerifyError

NAME = "overrides.toml"
EVERYONE = "*"
#: the evidence of a row that a person has said to be right
BY_A_PERSON = "a person"


@dataclass(frozen=True, slots=True)
class Override:
    """What a person decided of one question; `span` is where the file says so."""

    submission: str
    question: str
    mark: float | None = None
    right: tuple[int, ...] = ()
    error: str = ""
    note: str = ""
    span: Span = field(default_factory=lambda: Span(NAME, 1))

    def dismisses(self, step: GradedStep) -> bool:
        """Whether a row is right by this decision."""
        return step.line in self.right or bool(self.error and step.accused and name_of(step) == self.error)


def name_of(step: GradedStep) -> str:
    """Return what an error is called: two students' same errors have the same name."""
    return " ".join((step.error or step.latex).split())


# ------------------------------------------------------------------------------------------ the file


@dataclass(frozen=True)
class Overrides:
    """What a person decided, in the order of the file, against a sheet."""

    sheet: Sheet
    decisions: tuple[Override, ...] = ()

    def apply(self, result: Result) -> Result:
        """Return a result as the person wants it: questions that change are marked as overridden."""
        if isinstance(result, NotGraded):
            return result
        mine = [d for who in (EVERYONE, result.submission) for d in self.decisions if d.submission == who]
        questions = tuple(self._question(q, [d for d in mine if d.question == q.id]) for q in result.questions)
        if questions == result.questions:
            return result
        mark = sum((q.mark for q in questions), Mark(0.0, 0.0, 0.0))
        return replace(result, questions=questions, mark=_rounded(mark), needs_review=_review(result, questions))

    def _question(self, question: GradedQuestion, decisions: list[Override]) -> GradedQuestion:
        asked = self.sheet.by_id.get(question.id)
        for decision in decisions:
            question = _decided(question, decision, asked)
        return question

    def unmet(self, results: Collection[Result]) -> tuple[str, ...]:
        """Return what is wrong with decisions now that the results are known: one line each."""
        known = {r.submission: r for r in results}
        return tuple(told for d in self.decisions if (told := _unmet(d, known)))


def read_overrides(folder: Path, sheet: Sheet) -> Overrides:
    """Return what the folder's `overrides.toml` says; nothing if there is none.

    Raises:
        VerifyError: it is no such file: with the line, and what to do.

    """
    file = folder / NAME
    try:
        text = file.read_text(encoding="utf-8-sig")
        data = tomllib.loads(text)
    except FileNotFoundError:
        return Overrides(sheet)
    except OSError as error:
        raise VerifyError(f"{file}: {error.strerror or error}") from error
    except UnicodeDecodeError:
        raise VerifyError(f"{file}: not UTF-8; save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise VerifyError(f"{file}: this is no TOML: {error}") from None
    top = Table(data, text, str(file), what="overrides")
    top.allow("override")
    return Overrides(sheet, tuple(_override(table, sheet) for table in top.tables("override", ())))


def _override(table: Table, sheet: Sheet) -> Override:
    table.allow("submission", "question", "mark", "right", "error", "note")
    question = table.text("question")
    if question not in sheet.by_id:
        close = difflib.get_close_matches(question, sheet.by_id, 1)
        meant = f"did you mean {close[0]!r}?" if close else f"its questions: {', '.join(sheet.by_id)}"
        raise table.error(f"the sheet {sheet.id} has no question {question!r}; {meant}", "question")
    given = table.number("mark") if "mark" in table.data else None
    points = sheet.by_id[question].points
    if given is not None and given > points:
        raise table.error(f"`mark` is {given:g}, more than the question's {points:g} points", "mark")
    error, note = table.text("error", ""), table.text("note", "")
    right = _lines(table)
    if given is None and not (right or error or note):
        raise table.error("this decides nothing; give `mark`, `right`, `error` or `note`", "question")
    who = table.text("submission")
    if who == EVERYONE and right:
        raise table.error("lines are one submission's; for all of them name the `error`, not `right`", "right")
    span = table.error("", "question").span or Span(table.file, 1)
    return Override(who, question, given, right, " ".join(error.split()), note, span)


def _lines(table: Table) -> tuple[int, ...]:
    value = table.data.get("right", [])
    lines = value if isinstance(value, list) else [value]
    if not all(isinstance(n, int) and not isinstance(n, bool) and n > 0 for n in lines):
        raise table.error("`right` should be a list of line numbers, like [41, 43]", "right")
    return tuple(lines)


def _unmet(decision: Override, known: dict[str, Result]) -> str:
    if decision.submission == EVERYONE:
        return ""
    if decision.submission not in known:
        close = difflib.get_close_matches(decision.submission, known, 1)
        meant = f"; did you mean {close[0]!r}?" if close else ""
        return f"{decision.span}: no submission is called {decision.submission!r}{meant}"
    result = known[decision.submission]
    if isinstance(result, NotGraded):
        return f"{decision.span}: {decision.submission} could not be graded, so that nothing can be overridden"
    steps = [s for q in result.questions if q.id == decision.question for s in q.steps]
    missing = [n for n in decision.right if n not in {s.line for s in steps}]
    if missing:
        there = ", ".join(dict.fromkeys(str(s.line) for s in steps)) or "none"
        lines = ", ".join(map(str, missing))
        return (
            f"{decision.span}: {decision.submission} has no row of {decision.question} on line {lines} (rows: {there})"
        )
    return ""


# ---------------------------------------------------------------------------------------- one question


def _decided(question: GradedQuestion, decision: Override, asked: Question | None) -> GradedQuestion:
    """Return a question with one decision applied."""
    dismissed = [decision.dismisses(s) for s in question.steps]
    if decision.mark is None and not any(dismissed) and not (decision.note and not decision.error):
        return question  # everyone's, and not this one's error; or lines that are not there
    steps = tuple(_right(s, decision.note) if gone else s for s, gone in zip(question.steps, dismissed, strict=True))
    mark = question.mark if asked is None else _refunded(question, steps, asked)
    if decision.mark is not None:
        mark = Mark(decision.mark, decision.mark, decision.mark)
    review = decision.mark is None and question.needs_review
    notes = (*question.notes, *([decision.note] if decision.note else []))
    return replace(question, steps=steps, mark=mark, needs_review=review, notes=notes, overridden=True)


def _right(step: GradedStep, note: str) -> GradedStep:
    """Return a row that a person says is right; what was held against it is not shown any more."""
    return replace(
        step,
        verdict=Verdict.CONFIRMED,
        evidence=BY_A_PERSON,
        reason=note,
        expected="",
        unread=None,
        counterexample=None,
        error="",
    )


def _refunded(question: GradedQuestion, steps: tuple[GradedStep, ...], asked: Question) -> Mark:
    """Return the mark once dismissed errors cost nothing.

    What was suggested rises only where errors were what kept it down; what the row itself may have earned is in
    `high`, for the person to give.
    """
    before, after = cost(asked, question.steps), cost(asked, steps)
    back = before - after
    kept_down = question.mark.suggested >= asked.points - before - 0.005
    suggested = question.mark.suggested + (back if kept_down else 0.0)
    high = asked.points if steps != question.steps else question.mark.high
    most = asked.points - after
    return _rounded(Mark(question.mark.low, min(suggested, most), max(min(high, most), min(suggested, most))))


def _rounded(mark: Mark) -> Mark:
    return Mark(round(mark.low, 2), round(mark.suggested, 2), round(mark.high, 2))


def _review(result: Graded, questions: tuple[GradedQuestion, ...]) -> bool:
    """Whether a person should still look: at a question, or at what concerns the whole submission."""
    beyond = result.needs_review and not any(q.needs_review for q in result.questions)
    return beyond or any(q.needs_review for q in questions)
