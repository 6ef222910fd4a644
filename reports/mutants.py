"""The mutants of a run: what was expected of each, and which engine caught it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from verify.model import MutantReport, Report
from verify.reports.page import mark, page, plain, short_verdict


def render(report: Report, *, width: int = 120, color: bool = False) -> str:
    """Return a table of mutants for each derivation that has some, and one line of summary."""
    return page(_parts(report), width, color=color)


def _parts(report: Report) -> Iterator[RenderableType]:
    for derivation in report.derivations:
        if derivation.mutants:
            yield plain(derivation.id, "bold")
            yield table(derivation.mutants)
            yield Text()
    mutants = [m for d in report.derivations for m in d.mutants]
    met = sum(m.met for m in mutants)
    ok = met == len(mutants)
    yield mark(passed=ok, failed=not ok).append(f" {met} of {len(mutants)} mutants caught", style="bold")


def table(mutants: Iterable[MutantReport]) -> Table:
    """Return one row a mutant: its name, what was expected, what symbols and numbers say."""
    shown = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    shown.add_column("", no_wrap=True)
    shown.add_column("mutant", overflow="fold")
    for heading in ("expected", "symbols", "numbers", "sampled"):
        shown.add_column(heading, overflow="fold")
    for m in mutants:
        verdicts = (short_verdict(v) for v in (m.expect, m.by_symbols, m.by_numbers, m.sampled))
        shown.add_row(mark(passed=m.met, failed=not m.met), plain(m.name), *verdicts)
    return shown
