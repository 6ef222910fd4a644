"""What there is to check, without checking it: ids, the questions they answer, titles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from verify.model import Unchecked
from verify.reports.page import page, plain


@dataclass(frozen=True, slots=True)
class Listed:
    """One derivation of a list."""

    id: str
    title: str
    questions: tuple[str, ...]


def render(
    derivations: Iterable[Listed], unchecked: Iterable[Unchecked] = (), *, width: int = 120, color: bool = False
) -> str:
    """Return a table of derivations, then one of the questions that no machine checks."""
    return page(_parts(tuple(derivations), tuple(unchecked)), width, color=color)


def _parts(derivations: tuple[Listed, ...], unchecked: tuple[Unchecked, ...]) -> Iterator[RenderableType]:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for heading in ("derivation", "answers", "title"):
        table.add_column(heading, overflow="fold")
    for d in derivations:
        table.add_row(plain(d.id, "bold"), plain(", ".join(d.questions)), plain(d.title))
    yield table
    if unchecked:
        yield Text()
        yield Text("Not checked by machine", style="bold")
        for u in unchecked:
            yield plain(f"{u.question}  {u.kind}: {u.reason}")
