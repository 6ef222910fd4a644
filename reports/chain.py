"""One derivation in full: its claim, its chain as on a page, what each step rests on, its numbers and mutants."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from verify.model import DerivationReport, Report, Rung, StepReport, Verdict
from verify.reports.failures import failure
from verify.reports.mutants import table
from verify.reports.page import fields, mark, page, plain, verdict


def render(report: Report, *, width: int = 120, color: bool = False) -> str:
    """Return every derivation of the report in full."""
    return page((part for d in report.derivations for part in _derivation(d)), width, color=color)


def _derivation(report: DerivationReport) -> Iterator[RenderableType]:
    heading = mark(passed=report.passed, failed=report.failed)
    yield heading.append_text(plain(f" {report.id}", "bold"))
    yield fields(_about(report), indent=2)
    yield Text()
    if report.symbolic.verdict is Verdict.ILL_TYPED:  # nothing was built that could be shown
        yield from failure(report)
        yield Text()
        return
    for position, step in enumerate(report.symbolic.steps, 1):
        yield from _step(position, step)
    yield Text()
    yield Text("Numbers ", style="bold").append_text(verdict(report.numeric.verdict))
    yield fields(_numbers(report))
    if report.mutants:
        yield Text()
        yield Text("Mutants", style="bold")
        yield Padding(table(report.mutants), (0, 0, 0, 2))
    if not report.passed:
        yield Text()
        yield from failure(report)
    yield Text()


def _about(report: DerivationReport) -> list[tuple[str, RenderableType]]:
    symbolic = report.symbolic
    rows: list[tuple[str, RenderableType]] = [
        ("", plain(report.title)),
        ("claim", plain(report.claim, "bold")),
        ("answers", plain(", ".join(report.questions))),
        ("scope", plain(symbolic.scope)),
        ("source", plain(report.source)),
        ("file", plain(f"{report.file}:{report.line}")),
        ("symbols", verdict(symbolic.verdict)),
        *(("axiom", plain(axiom)) for axiom in symbolic.axioms),
        *(("assumes", plain(hypothesis)) for hypothesis in symbolic.hypotheses),
        *(("unproved", plain(obligation, "yellow")) for obligation in symbolic.obligations),
        *(("remark", plain(remark)) for remark in report.remarks),
    ]
    return [(label, text) for label, text in rows if str(text)]


def _step(position: int, step: StepReport) -> Iterator[RenderableType]:
    yield fields([(f"{position}.", plain(step.statement))], indent=2)
    rows: list[tuple[str, RenderableType]] = [("by", plain(step.by))] if step.by else []
    decided = verdict(step.verdict)
    decided.append_text(plain(f" by {step.decider}" if step.decider else ""))
    decided.append_text(plain(f"  ({step.certificate})" if step.certificate else "", "dim"))
    rows.append(("", decided))
    rows += [("axiom", plain(axiom)) for axiom in step.axioms]
    rows += [("uses", plain(hypothesis)) for hypothesis in step.hypotheses]
    rows += [("unproved", plain(obligation, "yellow")) for obligation in step.obligations]
    yield fields(rows, indent=6)


def _numbers(report: DerivationReport) -> list[tuple[str, RenderableType]]:
    rows: list[tuple[str, RenderableType]] = [(rung.method, _rung(rung)) for rung in report.numeric.rungs]
    return [*rows, ("reason", plain(report.numeric.reason))] if report.numeric.reason else rows


def _rung(rung: Rung) -> Text:
    parts = [f"n = {rung.n}"]
    parts += [f"margin {rung.margin:g}"] if rung.margin is not None else []
    parts += [f"alpha {rung.alpha:.2g}"] if rung.alpha is not None else []
    if rung.estimate is not None and rung.expected is not None:
        parts.append(f"{rung.estimate:.6g} where {rung.expected:.6g} is expected")
    parts += [rung.certificate] if rung.certificate else []
    return verdict(rung.verdict).append_text(plain("  " + ", ".join(parts), "default"))
