"""One graded submission for a terminal: question by question, what is wrong and why, what is open; then the marks.

A student's text is never read as markup, and control characters in it are shown, not obeyed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from verify.graded import Graded, GradedQuestion, GradedStep, NotGraded
from verify.model import Verdict
from verify.reports.grade_rows import OPEN, counted, flat, fully_right, marked, points, shown_line
from verify.reports.page import counterexample, fields, mark, page, plain, verdict

Rows = list[tuple[str, RenderableType]]


def render(result: Graded | NotGraded, lines: Sequence[str] = (), *, width: int = 120, color: bool = False) -> str:
    """Return the result as text of at most `width` columns; `lines` are those of the student's file."""
    return page(_parts(result, lines, width), width, color=color)


def _parts(result: Graded | NotGraded, lines: Sequence[str], width: int) -> Iterator[RenderableType]:
    if isinstance(result, NotGraded):
        yield flat(f"{result.submission}  ", "bold").append("not graded", style="bold red")
        yield fields([("reason", plain(result.message))])
        return
    yield flat(result.submission, "bold").append_text(flat(f"  against {result.sheet}", "dim"))
    yield Text()
    for question in result.questions:
        if question.steps or question.notes or question.overridden:
            yield from _question(question, lines, width)
            yield Text()
    yield _table(result)
    for note in result.notes:
        yield plain(f"note: {note}", "dim")
    yield Text()
    yield summary(result)


def _question(question: GradedQuestion, lines: Sequence[str], width: int) -> Iterator[RenderableType]:
    heading = _sign(question).append_text(flat(f" {question.id}", "bold"))
    heading.append(f"  {marked(question.mark, question.points)}")
    if question.steps:
        heading.append(f"  {counted(question)}", style="dim")
    if question.overridden:
        heading.append("  overridden by a person", style="magenta")
    yield heading
    for note in question.notes:
        yield Padding(plain(f"note: {note}", "dim"), (0, 0, 0, 4))
    for step in question.steps:
        if not step.passed:
            yield from _step(step, lines, width)


def _sign(question: GradedQuestion) -> Text:
    wrong = any(step.accused for step in question.steps)
    return mark(passed=fully_right(question), failed=wrong)


def _step(step: GradedStep, lines: Sequence[str], width: int) -> Iterator[RenderableType]:
    for line in shown_line(step, lines, width):
        yield Padding(line, 0)  # printed bare, a Text forgets that it must not wrap
    rows: Rows = [("verdict", _verdict(step))]
    if step.verdict is Verdict.UNREAD and step.unread:
        rows.append(("unread", plain(step.unread)))
    if step.statement:
        rows.append(("read as", plain(step.statement)))
    if step.reason and step.reason != step.unread:
        rows.append(("reason", plain(step.reason)))
    if step.counterexample is not None:
        rows += counterexample(step.counterexample)
    if step.expected:
        rows.append(("expected", plain(step.expected, "green")))
    yield fields(rows)


def _verdict(step: GradedStep) -> Text:
    shown = verdict(step.verdict)
    if step.verdict is Verdict.CARRIED:
        shown.append("  follows from an earlier result of the student's own", style="dim")
    elif step.verdict in OPEN:
        shown.append("  for a person to look at: costs nothing", style="dim")
    elif step.accused and step.follows_from_previous:
        shown.append("  although it follows from the row before", style="dim")
    return shown


# ---------------------------------------------------------------------------------------------- the marks


def _table(result: Graded) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", expand=False)
    table.add_column("", no_wrap=True)
    table.add_column("q.", no_wrap=True)
    for heading in ("mark", "low", "high", "of"):
        table.add_column(heading, no_wrap=True, justify="right")
    table.add_column("", overflow="fold")
    for q in result.questions:
        low, suggested, high = (points(v) for v in (q.mark.low, q.mark.suggested, q.mark.high))
        table.add_row(_sign(q), plain(q.id), suggested, low, high, points(q.points), _remark(q))
    return table


def _remark(question: GradedQuestion) -> Text:
    told = []
    if question.overridden:
        told.append("overridden")
    if question.needs_review:
        told.append("to review" if question.steps else f"to review ({question.kind})")
    elif not question.steps and not question.overridden:
        told.append("no answer found")
    return Text(", ".join(told), style="yellow" if question.needs_review else "dim")


def summary(result: Graded) -> Text:
    """Return the last line: the whole mark, where the first error is, whether a person must look."""
    text = flat(f"{result.submission}: ", "bold").append(marked(result.mark, result.points))
    if (first := result.first_error) is not None:
        question, step = first
        text.append_text(plain(f"; first error in {question.id}, line {step.line}", "red"))
    if result.needs_review:
        asked = [q.id for q in result.questions if q.needs_review]
        text.append_text(plain(f"; to review: {', '.join(asked) or 'see the notes'}", "yellow"))
    return text
