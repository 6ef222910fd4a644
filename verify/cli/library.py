"""The commands on derivations: `verify all`, `list`, `show`, `mutants`, `mutate`."""

from __future__ import annotations

import gc
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from verify.cli.app import app
from verify.cli.options import Alpha, Device, Jobs, Margin, NoCache, NoColor, Output, Seed, Select
from verify.cli.output import check_writable, emit, page_options, progress_bar
from verify.model import Report, Settings

_DEFAULT = Settings()


class Format(StrEnum):
    """How `verify all` reports."""

    TERMINAL = "terminal"
    JSON = "json"


@app.command("all", epilog="Examples: 'verify all', 'verify all dropout -j 2', 'verify all mine.py --format json'.")
def check_everything(
    select: Select = None,
    device: Device = _DEFAULT.device,
    margin: Margin = _DEFAULT.margin,
    alpha: Alpha = _DEFAULT.alpha,
    seed: Seed = _DEFAULT.seed,
    jobs: Jobs = None,
    format: Annotated[Format, typer.Option(help="How to report.")] = Format.TERMINAL,
    output: Output = None,
    no_color: NoColor = False,
    no_cache: NoCache = False,
) -> None:
    """Prove derivations, check them numerically, report."""
    check_writable(output)
    report = run_selected(select, Settings(device, margin, alpha, seed), jobs)
    emit(_rendered(report, format, output, no_color), output)
    raise typer.Exit(exit_status(report))


@app.command("list", epilog="Example: 'verify list ift6135-2020-hw3'.")
def list_derivations(select: Select = None, no_color: NoColor = False) -> None:
    """List every question of every sheet with the derivations that answer it."""
    from verify.library import gather, questions_named
    from verify.reports.listing import Listed, render

    names = tuple(select or ())
    library, _ = gather(names)
    rows = [Listed(d.id, d.title, questions_named(d.questions, names)) for d in library.derivations]
    emit(render(rows, library.unchecked, **page_options(no_color=no_color)))


@app.command("show", epilog="Example: 'verify show dropout.expected_loss_eq_ridge'.")
def show(
    name: Annotated[list[str], typer.Argument(metavar="ID", help="An id, or anything `verify all` takes.")],
    device: Device = _DEFAULT.device,
    margin: Margin = _DEFAULT.margin,
    alpha: Alpha = _DEFAULT.alpha,
    seed: Seed = _DEFAULT.seed,
    no_color: NoColor = False,
) -> None:
    """Show a derivation step by step, with its axioms."""
    from verify.reports.chain import render

    report = run_selected(name, Settings(device, margin, alpha, seed, thorough=True), 1)
    emit(render(report, **page_options(no_color=no_color)))
    raise typer.Exit(exit_status(report))


@app.command("mutants", epilog="Example: 'verify mutants dropout'.")
def mutants(
    select: Select = None,
    device: Device = _DEFAULT.device,
    margin: Margin = _DEFAULT.margin,
    alpha: Alpha = _DEFAULT.alpha,
    seed: Seed = _DEFAULT.seed,
    jobs: Jobs = None,
    no_color: NoColor = False,
) -> None:
    """Show wrong variants and what caught them."""
    from verify.reports.mutants import render

    report = run_selected(select, Settings(device, margin, alpha, seed, thorough=True), jobs)
    emit(render(report, **page_options(no_color=no_color)))
    raise typer.Exit(0 if all(m.met for d in report.derivations for m in d.mutants) else 1)


@app.command("mutate", epilog="Examples: 'verify mutate', 'verify mutate flows --limit 40', 'verify mutate -j 2'.")
def mutate(
    select: Select = None,
    limit: Annotated[int, typer.Option(metavar="N", help="Mutants of one derivation, at most.")] = 12,
    device: Device = _DEFAULT.device,
    margin: Margin = _DEFAULT.margin,
    alpha: Alpha = _DEFAULT.alpha,
    seed: Seed = _DEFAULT.seed,
    jobs: Jobs = None,
    format: Annotated[Format, typer.Option(help="How to report.")] = Format.TERMINAL,
    output: Output = None,
    no_color: NoColor = False,
) -> None:
    """Change signs, numbers, names, … of derivations by machine, and see that the false ones are caught."""
    check_writable(output)
    gc.disable()
    from verify.reports import mutation
    from verify.run import run_mutants

    with progress_bar() as progress:
        report = run_mutants(tuple(select or ()), Settings(device, margin, alpha, seed), jobs, limit, progress)
    plain = no_color or output is not None
    as_json = format is Format.JSON
    emit(mutation.as_json(report) if as_json else mutation.render(report, **page_options(no_color=plain)), output)
    raise typer.Exit(0 if report.passed else 1)


# -------------------------------------------------------------------------------------------------- work


def exit_status(report: Report) -> int:
    """Return the exit status that a report asks for."""
    if report.passed:
        return 0
    return 1 if report.failed else 3


def run_selected(select: list[str] | None, settings: Settings, jobs: int | None) -> Report:
    """Check what is selected, with a progress bar where that helps."""
    gc.disable()  # a run leaves hardly any circles of references, and torch and SymPy much to search for them
    from verify.run import run

    with progress_bar() as progress:
        return run(tuple(select or ()), settings, jobs, progress)


def _rendered(report: Report, format: Format, output: Path | None, no_color: bool) -> str:
    if format is Format.JSON:
        from verify.reports.json_report import render as as_json

        return as_json(report)
    from verify.reports.terminal import render

    return render(report, **page_options(no_color=no_color or output is not None))
