"""What grading answers: the steps of a submission with their verdicts, marks with a range, and what to look at.

Plain frozen data, shared by the graders and the renderers; like `verify.model` it imports nothing heavy.

Main definitions
----------------
* `Mark`: what decided rows establish, with the range that open ones leave.
* `GradedStep`, `GradedQuestion`, `Graded`: one submission.
* `NotGraded`: a file that could not be graded, and why.
* `Asked`: a question of a sheet, and what its reference answer got.
"""

from __future__ import annotations

from dataclasses import dataclass

from verify.model import Counterexample, Verdict

#: verdicts that say a row is wrong, and those that say it is right
ACCUSED = frozenset({Verdict.REFUTED, Verdict.ILL_TYPED})
PASSED = frozenset({Verdict.PROVED, Verdict.CONFIRMED, Verdict.GIVEN})


@dataclass(frozen=True, slots=True)
class Mark:
    """Points: `suggested` is what decided rows establish; `low` takes doubtful credit away, `high` grants all of it."""

    low: float
    suggested: float
    high: float

    def __add__(self, other: Mark) -> Mark:
        return Mark(self.low + other.low, self.suggested + other.suggested, self.high + other.high)


@dataclass(frozen=True, slots=True)
class GradedStep:
    """One link of a student's derivation.

    `line`, `column`, `end_line` and `end_column` are 1-based places in the file (`cell` counts a notebook's cells; 0:
    none). `latex` is what the student wrote, `statement` how it was read. `follows_from_previous` is None where there
    is nothing before. `expected` says what would be right, `unread` which token could not be read. `error` names the
    mistake in a way that two students' same mistakes share; "" if there is none.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    latex: str
    verdict: Verdict
    statement: str = ""
    evidence: str = ""
    follows_from_previous: bool | None = None
    reason: str = ""
    expected: str = ""
    unread: str | None = None
    counterexample: Counterexample | None = None
    error: str = ""
    display: bool = True
    cell: int = 0

    @property
    def accused(self) -> bool:
        """The row is said to be wrong."""
        return self.verdict in ACCUSED

    @property
    def passed(self) -> bool:
        """The row is said to be right, or introduces something."""
        return self.verdict in PASSED


@dataclass(frozen=True, slots=True)
class GradedQuestion:
    """What a submission says to one question. `notes` are for the person who looks; `overridden` by a person."""

    id: str
    points: float
    mark: Mark
    needs_review: bool
    reached_claim: bool
    steps: tuple[GradedStep, ...]
    kind: str = "derive"
    notes: tuple[str, ...] = ()
    overridden: bool = False


@dataclass(frozen=True, slots=True)
class Graded:
    """One submission: its questions in the sheet's order, the sum of their marks, and what was left out."""

    submission: str
    sheet: str
    points: float
    mark: Mark
    needs_review: bool
    questions: tuple[GradedQuestion, ...]
    notes: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def first_error(self) -> tuple[GradedQuestion, GradedStep] | None:
        """The first row that is said to be wrong, with its question."""
        return next(((q, s) for q in self.questions for s in q.steps if s.accused), None)


@dataclass(frozen=True, slots=True)
class NotGraded:
    """A file that could not be graded: why, in one line."""

    submission: str
    sheet: str
    message: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a sheet, and what its own reference answer got (if it has one and a machine can tell).

    `wanted` are the points that a machine can give: all but those for words. `fine`: the reference got them, and no
    row of it was said to be wrong; or there was nothing to check.
    """

    id: str
    points: float
    kind: str
    asks: str
    claims: tuple[str, ...]
    wanted: float
    reference: GradedQuestion | None
    checked: bool
    fine: bool
    problem: str = ""
