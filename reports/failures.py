"""What went wrong with one derivation: the place, both sides, the counterexample, and what to do."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from verify.model import DerivationReport, MutantReport, StepReport, Verdict
from verify.reports.page import counterexample, excerpt, fields, mark, plain, verdict

Rows = list[tuple[str, RenderableType]]

ADVICE = {
    Verdict.REFUTED: "this step is false at these values: correct its right-hand side, or the line before it",
    Verdict.ILL_TYPED: "make the shapes agree: a missing transpose, or factors in the wrong order",
    Verdict.UNDECIDED: "split the step into smaller ones, or state in the Context what it rests on",
}


def failure(report: DerivationReport) -> Iterator[RenderableType]:
    """Yield why a derivation did not pass, one block for each finding."""
    heading = mark(passed=report.passed, failed=report.failed)
    heading.append_text(plain(f" {report.id}", "bold")).append_text(plain(f"  {report.title}", "dim"))
    yield heading
    for position, step in enumerate(report.symbolic.steps, 1):
        if step.verdict is not Verdict.PROVED or step.obligations:
            yield from _step(step, f"step {position} of {len(report.symbolic.steps)}")
    if report.symbolic.reason and report.symbolic.verdict is not Verdict.ILL_TYPED:
        yield from _block(report.file, report.line, Text("the chain"), _chain(report))
    if report.numeric.verdict in (Verdict.REFUTED, Verdict.UNDECIDED) or _unexplained(report):
        title = _title("the claim, by numbers:", report.numeric.verdict)
        yield from _block(report.file, report.line, title, _numbers(report))
    for mutant in report.mutants:
        if not mutant.met:
            title = plain(f"the mutant “{mutant.name}” survived", "bold red")
            yield from _block(mutant.file, mutant.line, title, _mutant(mutant))


def _block(file: str, line: int, title: Text, rows: Rows) -> Iterator[RenderableType]:
    yield Padding(plain(f"{file}:{line}  ", "bold").append_text(title), (0, 0, 0, 2))
    lines = excerpt(file, line)
    if lines is not None:
        yield Padding(lines, 0)  # printed bare, a Text forgets that it must not wrap
    yield fields(rows)


def _title(what: str, found: Verdict) -> Text:
    return Text(f"{what} ").append_text(verdict(found))


def _step(step: StepReport, where: str) -> Iterator[RenderableType]:
    rows: Rows = []
    if step.statement:
        rows.append(("claims", plain(step.statement)))
    if step.by:
        rows.append(("because", plain(step.by)))
    if step.counterexample is not None:
        rows += counterexample(step.counterexample)
    if step.reason:
        rows.append(("reason", plain(step.reason)))
    for obligation in step.obligations:
        rows.append(("unproved", plain(obligation)))
    if step.verdict is Verdict.PROVED:
        rows.append(("to do", Text("make it follow from the Context: a declared range, an assumption, or a grant")))
    elif step.verdict in ADVICE:
        rows.append(("to do", Text(ADVICE[step.verdict])))
    title = _title(f"{where}:", step.verdict) if step.statement else verdict(step.verdict)
    if step.verdict is Verdict.PROVED:
        title.append(", but not defined everywhere", style="yellow")
    yield from _block(step.file, step.line, title, rows)


def _chain(report: DerivationReport) -> Rows:
    return [("claim", plain(report.claim)), ("reason", plain(report.symbolic.reason))]


def _unexplained(report: DerivationReport) -> bool:
    """Nothing else failed, so the numbers must say why the derivation did not pass."""
    fine = (
        report.symbolic.verdict is Verdict.PROVED
        and not report.symbolic.obligations
        and all(m.met for m in report.mutants)
    )
    return fine and not report.passed


def _numbers(report: DerivationReport) -> Rows:
    rows: Rows = [("claim", plain(report.claim))]
    if report.numeric.counterexample is not None:
        rows += counterexample(report.numeric.counterexample)
    for rung in report.numeric.rungs:
        estimate = "" if rung.estimate is None else f", {rung.estimate:.6g} where {rung.expected:.6g} is expected"
        rows.append((rung.method, verdict(rung.verdict).append(f" (n = {rung.n}{estimate})", style="default")))
    if report.numeric.reason:
        rows.append(("reason", plain(report.numeric.reason)))
    if report.numeric.verdict is Verdict.NOT_APPLICABLE:
        rows.append(("to do", Text('say why numbers do not apply: numeric="…" in the Derivation')))
    return rows


def _mutant(mutant: MutantReport) -> Rows:
    rows: Rows = [
        ("states", plain(mutant.statement)),
        ("expected", verdict(mutant.expect)),
        ("symbols", verdict(mutant.by_symbols)),
        ("numbers", verdict(mutant.by_numbers)),
    ]
    if mutant.reason:
        rows.append(("reason", plain(mutant.reason)))
    if mutant.counterexample is not None:
        rows += counterexample(mutant.counterexample)
    return [*rows, ("to do", Text("make the variant false where the claim is true, or mend what is expected of it"))]
