"""What a sheet asks, question by question, and whether its own answers get full marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from verify.graded import Asked
from verify.reports.grade_rows import counted, points
from verify.reports.page import fields, mark, page, plain, verdict


def render(sheet: str, title: str, rows: Sequence[Asked], *, width: int = 120, color: bool = False) -> str:
    """Return the sheet as text of at most `width` columns."""
    return page(_parts(sheet, title, rows), width, color=color)


def _parts(sheet: str, title: str, rows: Sequence[Asked]) -> Iterator[RenderableType]:
    yield plain(sheet, "bold").append_text(plain(f"  {title}", "dim"))
    yield Text()
    for row in rows:
        yield from _question(row)
    yield Text()
    yield _last(rows)


def _question(row: Asked) -> Iterator[RenderableType]:
    sign = mark(passed=row.fine and row.checked, failed=not row.fine)
    heading = sign.append_text(plain(f" {row.id}", "bold")).append(f"  {points(row.points)} points", style="default")
    heading.append(f"  {row.kind}", style="dim")
    yield heading
    told: list[tuple[str, RenderableType]] = [("asks", plain(row.asks))]
    told += [("to reach", plain(claim)) for claim in row.claims]
    told.append(("reference", _reference(row)))
    yield fields(told)
    if row.reference is None or row.fine:
        return
    for step in row.reference.steps:
        if not step.passed:
            line = plain(" ".join(step.latex.split()) + "  ").append_text(verdict(step.verdict))
            yield Padding(line.append_text(plain(f"  {step.reason or step.unread or ''}")), (0, 0, 0, 15))


def _reference(row: Asked) -> Text:
    if row.problem:
        return plain(row.problem, "bold red")
    if not row.checked:
        return Text("marked by a person" if not row.wanted else "none", style="dim")
    if row.reference is None:
        return Text("no answer was found where it should be", style="bold red")
    got = row.reference.mark.suggested
    told = f"{points(got)} of {points(row.wanted)} points that can be checked  ({counted(row.reference)})"
    return Text(told, style="green" if row.fine else "bold red")


def _last(rows: Sequence[Asked]) -> Text:
    checked = [row for row in rows if row.checked]
    fine = sum(row.fine for row in checked)
    total = sum(row.points for row in rows)
    text = Text(f"{len(rows)} questions, {points(total)} points; ", style="bold")
    text.append(f"{fine} of {len(checked)} reference answers get full marks")
    if without := [row.id for row in rows if row.wanted and not row.checked]:
        text.append_text(plain(f"; without one: {', '.join(without)}", "yellow"))
    return text
