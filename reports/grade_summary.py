"""A graded class at a glance: a line a student, the same errors grouped so that they are decided once."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from verify.graded import Graded, GradedStep, NotGraded
from verify.reports.grade_rows import error_of, flat, points
from verify.reports.page import counterexample, fields, page, plain

#: students of a group who are named
NAMED = 8


def render(results: Sequence[Graded | NotGraded], *, width: int = 120, color: bool = False) -> str:
    """Return the class as text of at most `width` columns."""
    return page(_parts(results), width, color=color)


@dataclass(frozen=True, slots=True)
class Group:
    """The students whose first error in a question is the same."""

    question: str
    error: str
    step: GradedStep
    students: tuple[str, ...]


def groups(results: Sequence[Graded | NotGraded]) -> tuple[Group, ...]:
    """Return the first errors of each question, those of most students first."""
    found: dict[tuple[str, str], list[tuple[str, GradedStep]]] = {}
    for result in results:
        for question in result.questions if isinstance(result, Graded) else ():
            first = next((s for s in question.steps if s.accused), None)
            if first is not None:
                found.setdefault((question.id, error_of(first)), []).append((result.submission, first))
    made = (Group(q, error, rows[0][1], tuple(who for who, _ in rows)) for (q, error), rows in found.items())
    return tuple(sorted(made, key=lambda g: -len(g.students)))


def _parts(results: Sequence[Graded | NotGraded]) -> Iterator[RenderableType]:
    yield _table(results)
    yield Text()
    if shared := groups(results):
        yield Text("First errors in a question, the same ones together", style="bold")
        for group in shared:
            yield from _group(group)
        yield Text()
    if broken := [r for r in results if isinstance(r, NotGraded)]:
        yield Text("Not graded", style="bold red")
        yield fields([(_short(r.submission), plain(r.message)) for r in broken])
        yield Text()
    yield _last(results)


def _short(name: str) -> str:
    shown = flat(name).plain
    return shown if len(shown) <= 40 else f"{shown[:39]}…"


def _table(results: Sequence[Graded | NotGraded]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", expand=False)
    table.add_column("submission", overflow="fold", ratio=1)
    for heading in ("mark", "low", "high", "of"):
        table.add_column(heading, no_wrap=True, justify="right")
    table.add_column("first error", overflow="fold")
    table.add_column("to review", overflow="fold")
    for result in results:
        if isinstance(result, NotGraded):
            table.add_row(flat(result.submission), *("-",) * 4, Text("not graded", style="bold red"), Text("all"))
            continue
        m = result.mark
        marks = (points(v) for v in (m.suggested, m.low, m.high, result.points))
        table.add_row(flat(result.submission), *marks, _first(result), _review(result))
    return table


def _first(result: Graded) -> Text:
    if (first := result.first_error) is None:
        return Text("-", style="dim")
    question, step = first
    return plain(f"{question.id}, line {step.line}", "red")


def _review(result: Graded) -> Text:
    asked = [q.id for q in result.questions if q.needs_review]
    if result.needs_review and not asked:
        return Text("see its notes", style="yellow")
    return plain(", ".join(asked) or "-", "yellow" if asked else "dim")


def _group(group: Group) -> Iterator[RenderableType]:
    number = len(group.students)
    who = ", ".join(group.students[:NAMED]) + (f" and {number - NAMED} more" if number > NAMED else "")
    heading = Text(f"{number} student{'s' if number > 1 else ''}: ", style="bold red")
    heading.append_text(flat(f"{group.error} in {group.question}", "bold"))
    heading.append("; decide once" if number > 1 else "")
    yield Padding(heading, (0, 0, 0, 2))
    if number == 1:
        yield fields([("who", flat(f"{who}, line {group.step.line}"))], indent=6)
        return
    rows: list[tuple[str, RenderableType]] = [("who", flat(who))]
    if group.step.reason:
        rows.append(("reason", plain(group.step.reason)))
    if group.step.counterexample is not None:
        rows += counterexample(group.step.counterexample)
    if group.step.expected:
        rows.append(("expected", plain(group.step.expected, "green")))
    yield fields(rows, indent=6)


def _last(results: Sequence[Graded | NotGraded]) -> Text:
    graded = [r for r in results if isinstance(r, Graded)]
    text = Text(f"{len(graded)} of {len(results)} submissions graded", style="bold")
    if graded:
        middle = statistics.median(r.mark.suggested for r in graded)
        review = sum(r.needs_review for r in graded)
        text.append(f"; median {points(middle)} of {points(graded[0].points)}; {review} to review", style="default")
    return text
