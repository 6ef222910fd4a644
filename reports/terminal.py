"""A report for a terminal: a table that one glance can judge, then every failure in detail.

Text of users is always put into `rich.text.Text`, never into markup.
"""

from __future__ import annotations

import io
import linecache

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from verify.model import (
    Counterexample,
    DerivationReport,
    MutantReport,
    NumericReport,
    Report,
    Rung,
    StepReport,
    Verdict,
)

COLOURS = {
    Verdict.PROVED: "green",
    Verdict.CONFIRMED: "green",
    Verdict.GIVEN: "green",
    Verdict.UNREFUTED: "cyan",
    Verdict.NOT_APPLICABLE: "dim",
    Verdict.REFUTED: "bold red",
    Verdict.ILL_TYPED: "bold red",
    Verdict.UNDECIDED: "yellow",
    Verdict.UNREAD: "yellow",
    Verdict.CARRIED: "magenta",
}


def render(report: Report, *, width: int = 100, colour: bool = False) -> str:
    """Return the whole report as text for a terminal of `width` columns."""
    return _to_text(Group(_tables(report), _failures(report), _unchecked(report), _summary(report)), width, colour)


def render_derivation(report: DerivationReport, *, width: int = 100, colour: bool = False) -> str:
    """Return one derivation in full: its chain, each step's verdict, decider, axioms and obligations."""
    return _to_text(_whole(report), width, colour)


def render_mutants(report: Report, *, width: int = 100, colour: bool = False) -> str:
    """Return the wrong variants, what was expected of each, and which engine caught it."""
    return _to_text(Group(*(_mutant_table(d) for d in report.derivations), _mutant_summary(report)), width, colour)


def _to_text(renderable: RenderableType, width: int, colour: bool) -> str:
    out = io.StringIO()
    console = Console(
        file=out, width=width, force_terminal=colour, color_system="standard" if colour else None, highlight=False
    )
    console.print(renderable)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _verdict(verdict: Verdict) -> Text:
    return Text(str(verdict), style=COLOURS[verdict])


# ------------------------------------------------------------------------------------------------ tables


def _tables(report: Report) -> RenderableType:
    sheets: dict[str, list[DerivationReport]] = {}
    for derivation in report.derivations:
        sheet = derivation.questions[0].split(":")[0] if derivation.questions else "beyond the sheets"
        sheets.setdefault(sheet, []).append(derivation)
    return Group(*(_sheet_table(name, rows) for name, rows in sheets.items()))


def _sheet_table(name: str, rows: list[DerivationReport]) -> RenderableType:
    table = Table(title=Text(name, style="bold"), title_justify="left", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("")
    table.add_column("question")
    table.add_column("derivation", overflow="fold", ratio=1)
    table.add_column("symbols")
    table.add_column("numbers")
    table.add_column("mutants", justify="right")
    for row in sorted(rows, key=lambda r: r.questions):
        met = sum(m.met for m in row.mutants)
        table.add_row(
            Text("✓", style="green") if row.passed else Text("✗", style="bold red"),
            Text(", ".join(q.split(":")[-1] for q in row.questions)),
            Text(row.id),
            _verdict(row.symbolic.verdict),
            _numbers(row.numeric),
            Text(f"{met}/{len(row.mutants)}", style="green" if met == len(row.mutants) else "bold red"),
        )
    return Padding(table, (0, 0, 1, 0))


def _numbers(numeric: NumericReport) -> Text:
    text = _verdict(numeric.verdict)
    methods = [rung.method for rung in numeric.rungs if rung.verdict is not Verdict.NOT_APPLICABLE]
    if methods:
        text.append(f" {'+'.join(methods)}", style="dim")
    return text


def _unchecked(report: Report) -> RenderableType:
    if not report.unchecked:
        return Text("")
    lines = [Text("Not checked by machine", style="bold")]
    lines += [Text(f"  {u.question}  {u.kind}: {u.reason}") for u in report.unchecked]
    return Group(*lines, Text(""))


def _summary(report: Report) -> RenderableType:
    total = len(report.derivations)
    passed = sum(d.passed for d in report.derivations)
    mutants = [m for d in report.derivations for m in d.mutants]
    met = sum(m.met for m in mutants)
    steps = sum(len(d.symbolic.steps) for d in report.derivations)
    style = "bold green" if report.passed else "bold red"
    return Group(
        Text(
            f"{passed} of {total} derivations passed, {steps} steps, {met} of {len(mutants)} mutants caught",
            style=style,
        ),
        Text(
            f"margin {report.margin:g}, alpha {report.alpha:g}, seed {report.seed}, device {report.device}, "
            f"{report.seconds:.1f} s",
            style="dim",
        ),
    )


# ---------------------------------------------------------------------------------------------- failures


def _failures(report: Report) -> RenderableType:
    return Group(*(_failure(d) for d in report.derivations if not d.passed))


def _failure(report: DerivationReport) -> RenderableType:
    parts: list[RenderableType] = [
        Text(f"✗ {report.id}: {report.title}", style="bold red"),
        Text(f"  {report.file}:{report.line}", style="dim"),
    ]
    if report.symbolic.reason:
        parts.append(Text(f"  {report.symbolic.reason}", style="yellow"))
    parts += [_bad_step(s) for s in report.symbolic.steps if s.verdict is not Verdict.PROVED or s.obligations]
    numeric = report.numeric
    if numeric.verdict in (Verdict.REFUTED, Verdict.UNDECIDED, Verdict.NOT_APPLICABLE):
        parts.append(Text.assemble("  numbers: ", _verdict(numeric.verdict), f"  {numeric.reason}"))
        parts += [_counterexample(numeric.counterexample)] if numeric.counterexample else []
    parts += [_survivor(m) for m in report.mutants if not m.met]
    return Padding(Group(*parts), (0, 0, 1, 0))


def _bad_step(step: StepReport) -> RenderableType:
    parts: list[RenderableType] = [Text.assemble("  ", _verdict(step.verdict), f"  {step.statement}")]
    parts += _source(step.file, step.line)
    if step.by:
        parts.append(Text(f"      because: {step.by}", style="dim"))
    if step.reason:
        parts.append(Text(f"      {step.reason}", style="yellow"))
    parts += [Text(f"      open: {o}", style="yellow") for o in step.obligations]
    if step.counterexample:
        parts.append(_counterexample(step.counterexample))
    return Group(*parts)


def _source(file: str, line: int) -> list[RenderableType]:
    """Return the source line a step was read from, marked."""
    shown = linecache.getline(file, line).rstrip("\n")
    if not shown.strip():
        return [Text(f"      {file}:{line}", style="dim")] if file else []
    indent = len(shown) - len(shown.lstrip())
    return [
        Text(f"      {file}:{line}", style="dim"),
        Text(f"      {line:>5} | {shown}"),
        Text(f"            | {' ' * indent}{'^' * len(shown.strip())}", style="red"),
    ]


def _counterexample(found: Counterexample) -> RenderableType:
    parts: list[RenderableType] = [Text(f"      counterexample ({found.evidence}):", style="red")]
    parts += [Text(f"        {name} = {value}") for name, value in found.values]
    parts += [Text(f"        left:  {found.lhs}"), Text(f"        right: {found.rhs}")]
    if found.note:
        parts.append(Text(f"        {found.note}"))
    return Group(*parts)


def _survivor(mutant: MutantReport) -> RenderableType:
    return Group(
        Text(f"  mutant “{mutant.name}” was expected to be {mutant.expect}, but survived", style="bold red"),
        Text(f"      {mutant.statement}"),
        Text(f"      symbols: {mutant.by_symbols}, numbers: {mutant.by_numbers}  {mutant.reason}", style="yellow"),
        *_source(mutant.file, mutant.line),
    )


# -------------------------------------------------------------------------------------- one in full, mutants


def _whole(report: DerivationReport) -> RenderableType:
    symbolic = report.symbolic
    parts: list[RenderableType] = [
        Text(report.title, style="bold"),
        Text(f"{report.id}  {', '.join(report.questions)}", style="dim"),
        Text(f"{report.file}:{report.line}  {report.source}", style="dim"),
        Text(""),
        Text.assemble("claim   ", Text(report.claim)),
        Text(f"scope   {symbolic.scope}"),
        Text(""),
    ]
    parts += [_step(number, step) for number, step in enumerate(symbolic.steps, 1)]
    parts += [Text.assemble("symbols ", _verdict(symbolic.verdict), f"  {symbolic.reason}")]
    for name, texts in (
        ("axioms", symbolic.axioms),
        ("hypotheses", symbolic.hypotheses),
        ("open obligations", symbolic.obligations),
    ):
        parts.append(Text(f"  {name}: {'; '.join(texts) or 'none'}"))
    parts.append(Text.assemble("numbers ", _verdict(report.numeric.verdict), f"  {report.numeric.reason}"))
    parts += [_rung(rung) for rung in report.numeric.rungs]
    parts += [Text(f"remark  {remark}") for remark in report.remarks]
    parts += [Text(""), _mutant_table(report)]
    return Group(*parts)


def _step(number: int, step: StepReport) -> RenderableType:
    parts: list[RenderableType] = [
        Text.assemble(f"{number:>3}. ", Text(step.statement)),
        Text(f"     by {step.by}", style="italic"),
        Text.assemble("     ", _verdict(step.verdict), Text(f"  {step.decider}  {step.file}:{step.line}", style="dim")),
    ]
    if step.axioms:
        parts.append(Text(f"     axioms: {'; '.join(step.axioms)}", style="dim"))
    if step.certificate:
        parts.append(Text(f"     {step.certificate}", style="dim"))
    if step.reason:
        parts.append(Text(f"     {step.reason}", style="yellow"))
    parts += [Text(f"     open: {o}", style="yellow") for o in step.obligations]
    if step.counterexample:
        parts.append(_counterexample(step.counterexample))
    return Group(*parts, Text(""))


def _rung(rung: Rung) -> RenderableType:
    shown = f"  {rung.method:<9} n = {rung.n}"
    if rung.margin is not None:
        shown += f", margin {rung.margin:g}"
    if rung.alpha is not None:
        shown += f", alpha {rung.alpha:.2g}"
    if rung.estimate is not None and rung.expected is not None:
        shown += f", estimate {rung.estimate:.6g}, expected {rung.expected:.6g}"
    return Text.assemble(shown, "  ", _verdict(rung.verdict), Text(f"  {rung.certificate}", style="dim"))


def _mutant_table(report: DerivationReport) -> RenderableType:
    table = Table(
        title=Text(report.id, style="bold"), title_justify="left", box=None, pad_edge=False, padding=(0, 2, 0, 0)
    )
    for heading in ("", "mutant", "expected", "symbols", "numbers", "sampling"):
        table.add_column(heading, overflow="fold")
    for mutant in report.mutants:
        table.add_row(
            Text("✓", style="green") if mutant.met else Text("✗", style="bold red"),
            Text(mutant.name),
            Text(str(mutant.expect)),
            _verdict(mutant.by_symbols),
            _verdict(mutant.by_numbers),
            _verdict(mutant.sampled),
        )
    return Padding(table, (0, 0, 1, 0))


def _mutant_summary(report: Report) -> RenderableType:
    caught = {Verdict.REFUTED, Verdict.ILL_TYPED}
    mutants = [m for d in report.derivations for m in d.mutants]
    counts = [
        f"{sum(m.met for m in mutants)} of {len(mutants)} mutants met their expectation",
        f"{sum(m.by_symbols in caught for m in mutants)} caught by symbols",
        f"{sum(m.by_numbers in caught for m in mutants)} by numbers",
        f"{sum(m.sampled is Verdict.REFUTED for m in mutants)} by sampling alone",
    ]
    return Text(", ".join(counts), style="bold")
