"""What there is to check, without checking it: sheet by sheet, question by question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from verify.model import Unchecked
from verify.reports.page import page, plain
from verify.reports.questions import in_order, sheet_of


@dataclass(frozen=True, slots=True)
class Listed:
    """One derivation of a list."""

    id: str
    title: str
    questions: tuple[str, ...]


def render(
    derivations: Iterable[Listed], unchecked: Iterable[Unchecked] = (), *, width: int = 120, color: bool = False
) -> str:
    """Return every question of every sheet with what answers it, then the derivations that answer none.

    A question that a person has to judge, in whole or in part, is listed with the reason.
    """
    return page(_parts(tuple(derivations), tuple(unchecked)), width, color=color)


def _parts(derivations: tuple[Listed, ...], unchecked: tuple[Unchecked, ...]) -> Iterator[RenderableType]:
    questions = in_order([q for d in derivations for q in d.questions] + [u.question for u in unchecked])
    for sheet in dict.fromkeys(map(sheet_of, questions)):
        yield plain(sheet, "bold")
        table = _table("q.", "derivation", "title")
        for question in (q for q in questions if sheet_of(q) == sheet):
            for row in _answers(question, derivations, unchecked):
                table.add_row(plain(question.removeprefix(f"{sheet}:")), *row)
        yield table
        yield Text()
    if beyond := [d for d in derivations if not d.questions]:
        yield Text("beyond the sheets" if questions else "derivations", style="bold")
        table = _table("derivation", "title")
        for d in beyond:
            table.add_row(plain(d.id), plain(d.title))
        yield table
        yield Text()
    yield plain(_count(len(derivations), questions, unchecked))


def _answers(
    question: str, derivations: tuple[Listed, ...], unchecked: tuple[Unchecked, ...]
) -> Iterator[tuple[Text, Text]]:
    for d in derivations:
        if question in d.questions:
            yield plain(d.id), plain(d.title)
    for u in unchecked:
        if u.question == question:
            yield plain(f"({u.kind})", "dim"), plain(u.reason, "dim")


def _table(*headings: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for heading in headings:
        table.add_column(heading, overflow="fold", no_wrap=heading == "q.")
    return table


def _count(derivations: int, questions: list[str], unchecked: tuple[Unchecked, ...]) -> str:
    sheets = len(set(map(sheet_of, questions)))
    by_a_person = len({u.question for u in unchecked})
    text = f"{derivations} derivation{'s' * (derivations != 1)}"
    if not questions:
        return text
    asked = f"{len(questions)} question{'s' * (len(questions) != 1)} of {sheets} sheet{'s' * (sheets != 1)}"
    return f"{text}, {asked}" + (f"; a person judges {by_a_person} of them, or a part" if by_a_person else "")
