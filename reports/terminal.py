"""The report of a run for a terminal: a table at a glance, what failed in detail, one line of summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from verify.model import DerivationReport, MutantReport, Report, Rung, Unchecked
from verify.reports.failures import failure
from verify.reports.page import fields, mark, page, plain, short_verdict, verdict
from verify.reports.questions import natural, sheet_of

#: narrower pages leave the numbers of instances to `verify show`
WIDE = 100

#: mutants so named are a question's wording taken literally where that is false
TO_THE_LETTER = "read to the letter"

METHODS = ("exact", "enclosed", "sampled")


def render(report: Report, *, width: int = 120, color: bool = False) -> str:
    """Return the report as text of at most `width` columns."""
    return page(_parts(report, width), width, color=color)


def _parts(report: Report, width: int) -> Iterator[RenderableType]:
    groups = _groups(report.derivations)
    for title, rows in groups:
        yield plain(title, "bold")
        yield _glance(rows, title, width)
        yield Text()
    if sampled := [(d, r) for _, rows in groups for d in rows for r in d.numeric.rungs if r.method == "sampled"]:
        yield Text("Sampled claims", style="bold")
        yield _sampled(sampled, width)
        yield Text()
    if any(d.symbolic.axioms for d in report.derivations):
        yield Text("Axioms that proofs rest on", style="bold")
        yield _axioms(report)
        yield Text()
    if remarked := [d for d in report.derivations if d.remarks]:
        yield Text("Remarks on the questions", style="bold")
        yield _remarks(remarked)
        yield Text()
    if report.unchecked:
        yield Text("Not checked by machine", style="bold")
        yield _unchecked(report.unchecked)
        yield Text()
    for derivation in report.derivations:
        if not derivation.passed:
            yield from failure(derivation)
            yield Text()
    yield settings(report)
    yield summary(report)


# ------------------------------------------------------------------------------------------- at a glance


def _groups(derivations: Iterable[DerivationReport]) -> list[tuple[str, list[DerivationReport]]]:
    """Return derivations by sheet in the order of its questions; those of no sheet by topic."""
    groups: dict[str, list[DerivationReport]] = {}
    for derivation in derivations:
        title = sheet_of(derivation.questions[0]) if derivation.questions else derivation.id.split(".")[0]
        groups.setdefault(title, []).append(derivation)
    for rows in groups.values():
        rows.sort(key=lambda d: natural(d.questions[0]) if d.questions else [])
    on_sheet = [(title, rows) for title, rows in groups.items() if rows[0].questions]
    return [*on_sheet, *((title, rows) for title, rows in groups.items() if not rows[0].questions)]


def _glance(rows: list[DerivationReport], title: str, width: int) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", expand=False)
    asked = any(d.questions for d in rows)
    methods = METHODS if width >= WIDE else ()
    for heading in ("", *(("q.",) if asked else ())):
        table.add_column(heading, no_wrap=True)
    table.add_column("derivation", overflow="fold")
    for heading in ("symbols", "numbers"):
        table.add_column(heading, no_wrap=True)
    for heading in (*methods, "mutants"):
        table.add_column(heading, no_wrap=True, justify="right")
    for d in rows:
        questions = [plain(", ".join(q.removeprefix(f"{title}:") for q in d.questions))] if asked else []
        table.add_row(
            mark(passed=d.passed, failed=d.failed),
            *questions,
            plain(d.id),
            verdict(d.symbolic.verdict),
            short_verdict(d.numeric.verdict),
            *(_instances(d, method) for method in methods),
            _met(d),
        )
    return table


def _instances(report: DerivationReport, method: str) -> Text:
    return Text(" ".join(count(r.n) for r in report.numeric.rungs if r.method == method), style="dim")


def _met(report: DerivationReport) -> Text:
    met = sum(m.met for m in report.mutants)
    return Text(f"{met}/{len(report.mutants)}", style="" if met == len(report.mutants) else "bold red")


def count(n: int) -> str:
    """Return a count short enough for a table: 4096, 65.5k, 2.1M."""
    for size, unit in ((10**9, "G"), (10**6, "M"), (10**4, "k")):
        if n >= size:
            return f"{n / (1000 if unit == 'k' else size):.1f}{unit}"
    return str(n)


def _sampled(rows: list[tuple[DerivationReport, Rung]], width: int) -> RenderableType:
    if width < WIDE:
        return Group(*(part for d, rung in rows for part in (plain(d.id), fields(_narrow(rung)))))
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("derivation", overflow="fold")
    for heading in ("verdict", "draws", "margin", "alpha"):
        table.add_column(heading, no_wrap=True, justify="left" if heading == "verdict" else "right")
    table.add_column("variance certificate", overflow="fold")
    for d, rung in rows:
        numbers = (count(rung.n), _short(rung.margin), _short(rung.alpha))
        table.add_row(plain(d.id), verdict(rung.verdict), *numbers, plain(rung.certificate))
    return table


def _narrow(rung: Rung) -> list[tuple[str, RenderableType]]:
    numbers = f" {count(rung.n)} draws, margin {_short(rung.margin)}, alpha {_short(rung.alpha)}"
    return [("", verdict(rung.verdict).append(numbers, style="default")), ("", plain(rung.certificate, "dim"))]


def _short(value: float | None) -> str:
    return "" if value is None else f"{value:.2g}"


def _remarks(derivations: list[DerivationReport]) -> Table:
    """Say where a question is wrong or loose, and what became of its literal reading (a mutant of that name)."""
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(overflow="fold")
    table.add_column(overflow="fold")
    for d in derivations:
        name = plain(", ".join(d.questions) or d.id)
        literal = [m for m in d.mutants if m.name.startswith(TO_THE_LETTER)]
        for text in (*d.remarks, *(f"{m.name}: {m.statement} is {_caught_as(m)}" for m in literal)):
            table.add_row(name, plain(text))
            name = Text()
    return table


def _caught_as(mutant: MutantReport) -> str:
    return str(mutant.expect) if mutant.met else "not caught"


def _unchecked(rows: tuple[Unchecked, ...]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    for _ in range(2):
        table.add_column(no_wrap=True)
    table.add_column(overflow="fold", style="dim")
    for u in sorted(rows, key=lambda u: natural(u.question)):
        table.add_row(plain(u.question), plain(u.kind), plain(u.reason))
    return table


# ----------------------------------------------------------------------------------------------- summary


def _axioms(report: Report) -> Table:
    used = Counter(axiom for d in report.derivations for axiom in d.symbolic.axioms)
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(overflow="fold")
    table.add_column(style="dim", no_wrap=True)
    for axiom, times in sorted(used.items(), key=lambda item: (-item[1], item[0])):
        table.add_row(plain(axiom), f"{times} derivation{'s' * (times != 1)}")
    return table


def settings(report: Report) -> Text:
    """Return in one line what a run has to be repeated with."""
    parts = f"{report.device}, margin {report.margin:g}, alpha {report.alpha:g}, seed {report.seed}"
    return Text(f"{parts}, {report.seconds:.1f} s", style="dim")


def summary(report: Report) -> Text:
    """Return the run in one line."""
    total = len(report.derivations)
    passed = sum(d.passed for d in report.derivations)
    failed = sum(d.failed for d in report.derivations)
    mutants = [m for d in report.derivations for m in d.mutants]
    text = mark(passed=report.passed, failed=report.failed)
    text.append(f" {passed} of {total} derivations passed", style="bold")
    for number, word, style in ((failed, "failed", "bold red"), (total - passed - failed, "open", "yellow")):
        if number:
            text.append(f", {number} {word}", style=style)
    return text.append(f"; {sum(m.met for m in mutants)} of {len(mutants)} mutants caught")
