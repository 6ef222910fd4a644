"""The command line: the only printer. Nothing heavy is imported before a command needs it."""

from __future__ import annotations

import os
import sys
import tempfile
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from verify import __version__
from verify.model import DerivationReport, Report, Settings, Verdict, VerifyError

if TYPE_CHECKING:
    from verify.run import Library

PASSED, FAILED, USAGE, UNDECIDED, INTERRUPTED = 0, 1, 2, 3, 130

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Check machine-learning derivations: every step proved, every claim confirmed numerically.",
    epilog="Exit status: 0 passed, 1 refuted, 2 bad usage or input, 3 undecided or unproved, 130 interrupted.",
)


class Format(StrEnum):
    """How a report is written."""

    terminal = "terminal"
    json = "json"


class Device(StrEnum):
    """Where numbers are computed."""

    auto = "auto"
    cpu = "cpu"
    cuda = "cuda"


Select = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[SELECT]...",
        help="An id, a prefix, a question (ift6135-2020-hw3:5.3), a sheet, or the path of a module of your own.",
    ),
]
DeviceOption = Annotated[Device, typer.Option(help="Where to compute numbers; auto takes a GPU if there is one.")]
Margin = Annotated[float, typer.Option(help="Relative margin of sampled checks, in (0, 1).")]
Alpha = Annotated[float, typer.Option(help="Chance that any true claim of the run is refuted, in (0, 0.5).")]
Seed = Annotated[int, typer.Option(help="Fixes every random number.")]
Jobs = Annotated[int, typer.Option("--jobs", "-j", help="Processes to spread the work over.", min=1)]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Write the report to this file.")]
NoColour = Annotated[bool, typer.Option("--no-color", help="No colours, as with the variable NO_COLOR.")]


def _version(wanted: bool) -> None:
    if wanted:
        print(f"verify {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Check machine-learning derivations: every step proved, every claim confirmed numerically."""


@app.command("all", epilog="Examples: verify all · verify all dropout · verify all my_module.py --format json")
def check_all(
    select: Select = None,
    device: DeviceOption = Device.auto,
    margin: Margin = 1e-2,
    alpha: Alpha = 1e-9,
    seed: Seed = 0,
    jobs: Jobs = 1,
    output_format: Annotated[Format, typer.Option("--format", help="How to write the report.")] = Format.terminal,
    output: Output = None,
    no_colour: NoColour = False,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Accepted; there is no cache yet.")] = False,
) -> None:
    """Prove derivations, confirm their claims numerically, and show that their mutants are refuted."""
    report = _run(select or [], _settings(device, margin, alpha, seed), jobs)
    if output_format is Format.json:
        from verify.reports import json_report

        text = json_report.render(report)
    else:
        from verify.reports import terminal

        text = terminal.render(report, width=_width(), colour=_colour(no_colour, output))
    _write(text, output)
    raise typer.Exit(exit_status(report))


@app.command("list", epilog="Example: verify list ift6135-2020-hw3")
def list_derivations(select: Select = None, no_colour: NoColour = False) -> None:
    """List derivations by sheet and question, and what no machine checks."""
    from rich.text import Text

    library, chosen = _gather(select or [])
    console = Console(no_color=no_colour or None, highlight=False, soft_wrap=True)
    rows = sorted((q, name) for name in chosen for q in library.derivations[name].questions or ("beyond the sheets",))
    sheets = dict.fromkeys(q.split(":")[0] for q, _ in rows)
    for sheet in sheets:
        console.print(Text(sheet, style="bold"))
        for question, name in rows:
            if question.split(":")[0] == sheet:
                number = question.split(":")[1] if ":" in question else ""
                console.print(Text(f"  {number:<6} {name:<60} {library.derivations[name].title}"))
        for unchecked in library.unchecked:
            if unchecked.question.split(":")[0] == sheet:
                text = f"  {unchecked.question.split(':')[1]:<6} ({unchecked.kind}) {unchecked.reason}"
                console.print(Text(text, style="dim"))


@app.command("show", epilog="Example: verify show dropout.expected_loss_eq_ridge")
def show(
    name: Annotated[str, typer.Argument(metavar="ID", help="An id, or anything that selects derivations.")],
    device: DeviceOption = Device.auto,
    margin: Margin = 1e-2,
    alpha: Alpha = 1e-9,
    seed: Seed = 0,
    no_colour: NoColour = False,
) -> None:
    """Show a derivation in full: its chain, each step's verdict, decider, axioms and obligations."""
    report = _run([name], _settings(device, margin, alpha, seed), 1)
    from verify.reports import terminal

    for derivation in report.derivations:
        _write(terminal.render_derivation(derivation, width=_width(), colour=_colour(no_colour, None)), None)
    raise typer.Exit(exit_status(report))


@app.command("mutants", epilog="Example: verify mutants dropout")
def mutants(
    select: Select = None,
    device: DeviceOption = Device.auto,
    margin: Margin = 1e-2,
    alpha: Alpha = 1e-9,
    seed: Seed = 0,
    jobs: Jobs = 1,
    no_colour: NoColour = False,
) -> None:
    """Show the wrong variants of derivations, and which engine caught each."""
    report = _run(select or [], _settings(device, margin, alpha, seed), jobs)
    from verify.reports import terminal

    _write(terminal.render_mutants(report, width=_width(), colour=_colour(no_colour, None)), None)
    survived = any(not m.met for d in report.derivations for m in d.mutants)
    raise typer.Exit(FAILED if survived else PASSED)


def exit_status(report: Report) -> int:
    """Return 0 if everything passed, 1 if something is refuted, ill-typed or survived, else 3."""
    if report.passed:
        return PASSED
    wrong = {Verdict.REFUTED, Verdict.ILL_TYPED}
    for derivation in report.derivations:
        verdicts = {derivation.symbolic.verdict, derivation.numeric.verdict}
        if verdicts & wrong or any(not mutant.met for mutant in derivation.mutants):
            return FAILED
    return UNDECIDED


def _settings(device: Device, margin: float, alpha: float, seed: int) -> Settings:
    if not 0 < margin < 1:
        raise VerifyError(f"--margin {margin:g}: must lie between 0 and 1")
    if not 0 < alpha < 0.5:
        raise VerifyError(f"--alpha {alpha:g}: must lie between 0 and 0.5")
    if not 0 <= seed < 2**63:
        raise VerifyError(f"--seed {seed}: must lie between 0 and 2^63")
    return Settings(str(device), margin, alpha, seed)


def _gather(words: list[str]) -> tuple[Library, tuple[str, ...]]:
    from verify.run import gather

    return gather(words)


def _run(words: list[str], settings: Settings, jobs: int) -> Report:
    library, chosen = _gather(words)
    from verify.run import run

    with _progress(len(chosen)) as progress:
        task = progress.add_task("checking", total=len(chosen), name="")
        return run(library, chosen, settings, jobs=jobs, done=lambda d: _advance(progress, task, d))


def _advance(progress: Progress, task: object, report: DerivationReport) -> None:
    progress.update(task, advance=1, name=report.id)  # type: ignore[arg-type]


def _progress(total: int) -> Progress:
    """Return a bar on stderr, shown only on a terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[name]}"))
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal or total < 2)


def _width() -> int:
    return Console().width if sys.stdout.isatty() else int(os.environ.get("COLUMNS", "120"))


def _colour(off: bool, output: Path | None) -> bool:
    return sys.stdout.isatty() and output is None and not off and not os.environ.get("NO_COLOR")


def _write(text: str, output: Path | None) -> None:
    """Print, or write a file in one piece: it is there in whole or not at all."""
    if output is None:
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    try:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=output.parent, delete=False) as file:
            file.write(text)
        Path(file.name).replace(output)
    except OSError as error:
        raise VerifyError(f"--output {output}: {error.strerror}") from error


def main() -> None:
    """Run the command; a user's mistake is one line on stderr and exit status 2."""
    try:
        app()
    except VerifyError as error:
        print(f"verify: {error}", file=sys.stderr)
        sys.exit(USAGE)
    except KeyboardInterrupt:
        print("verify: interrupted", file=sys.stderr)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)
