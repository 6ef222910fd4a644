"""The mechanical mutants of a run: a table of their fates, and every survivor with what it states."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from verify.model import MOST_UNCLASSIFIED, Fate, MechanicalReport, MutatedReport, MutationReport
from verify.reports.page import counterexample, fields, mark, page, plain

SCHEMA = "verify.mutation/1"
#: the columns of the table, in order; the last is what must stay 0
FATES = (Fate.REFUTED, Fate.ILL_TYPED, Fate.TRUE, Fate.UNCLASSIFIED, Fate.SURVIVED)


def render(report: MutationReport, *, width: int = 120, color: bool = False) -> str:
    """Return the report as text of at most `width` columns."""
    return page(_parts(report), width, color=color)


def _parts(report: MutationReport) -> Iterator[RenderableType]:
    yield _table(report.derivations)
    yield Text()
    for fate in (Fate.UNCLASSIFIED, Fate.SURVIVED):
        found = report.of(fate)
        if found:
            yield Text(fate.capitalize(), style="bold")
            for name, mutant in found:
                yield from _mutant(name, mutant)
            yield Text()
    yield _summary(report)


def _table(derivations: Iterable[MutatedReport]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("", no_wrap=True)
    table.add_column("derivation", overflow="fold")
    for heading in ("made", *FATES):
        table.add_column(heading, no_wrap=True, justify="right")
    for d in derivations:
        survived = d.count(Fate.SURVIVED)
        open_ones = d.count(Fate.UNCLASSIFIED)
        numbers = (_number(d.count(fate), fate) for fate in FATES)
        sign = mark(passed=not survived and not open_ones, failed=bool(survived))
        table.add_row(sign, plain(d.id), str(len(d.mutants)), *numbers)
    return table


def _number(count: int, fate: Fate) -> Text:
    if not count:
        return Text("-", style="dim")
    return Text(str(count), style={Fate.SURVIVED: "bold red", Fate.UNCLASSIFIED: "yellow"}.get(fate, ""))


def _mutant(name: str, mutant: MechanicalReport) -> Iterator[RenderableType]:
    place = plain(f"{mutant.file}:{mutant.line}  ", "bold").append_text(plain(f"{name}: {mutant.label}"))
    yield Padding(place, (0, 0, 0, 2))
    rows: list[tuple[str, RenderableType]] = [
        ("states", plain(mutant.statement)),
        ("why", plain(mutant.reason)),
        ("symbols", plain(mutant.by_symbols)),
        ("numbers", plain(mutant.by_numbers)),
    ]
    if mutant.fate is Fate.SURVIVED and mutant.counterexample is not None:
        rows += counterexample(mutant.counterexample)
    yield fields(rows)


def _summary(report: MutationReport) -> Text:
    made = sum(len(d.mutants) for d in report.derivations)
    counts = ", ".join(f"{len(report.of(fate))} {fate}" for fate in FATES)
    share = f"{report.unclassified_share:.1%} of what can be built is unclassified (bar {MOST_UNCLASSIFIED:.0%})"
    sign = mark(passed=report.passed, failed=not report.passed)
    return sign.append(f" {made} mechanical mutants: {counts}; {share}", style="bold")


# ------------------------------------------------------------------------------------------------- as JSON


def as_json(report: MutationReport) -> str:
    """Return the report as an indented JSON document; the same seed gives the same but for times and versions."""
    return json.dumps(_document(report), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _document(report: MutationReport) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "passed": report.passed,
        "seed": report.seed,
        "limit": report.limit,
        "device": report.device,
        "environment": dict(report.environment),
        "seconds": round(report.seconds, 4),
        "totals": {str(fate): len(report.of(fate)) for fate in FATES},
        "unclassified_share": round(report.unclassified_share, 6),
        "derivations": [
            {"id": d.id, "seconds": round(d.seconds, 4), "mutants": [_as_dict(m) for m in d.mutants]}
            for d in report.derivations
        ],
    }


def _as_dict(mutant: MechanicalReport) -> dict[str, Any]:
    found = mutant.counterexample
    shown = None if found is None else dict(found.values) | {"lhs": found.lhs, "rhs": found.rhs, "note": found.note}
    return {
        "kind": mutant.kind,
        "label": mutant.label,
        "statement": mutant.statement,
        "file": mutant.file,
        "line": mutant.line,
        "fate": str(mutant.fate),
        "by_symbols": str(mutant.by_symbols),
        "by_numbers": str(mutant.by_numbers),
        "reason": mutant.reason,
        "counterexample": shown,
    }
