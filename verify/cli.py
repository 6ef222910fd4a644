"""The command line, and the only place that prints.

Nothing heavy is imported before a command needs it, so that `verify --help` is quick.

Exit status: 0 everything passed; 1 something is refuted or ill-typed, a chain misses its claim or a
mutant survived; 2 bad usage or input; 3 nothing refuted, but something is undecided or unproved;
130 on Ctrl-C.
"""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypedDict

import typer

from verify import __version__
from verify.model import Report, Settings, VerifyError

if TYPE_CHECKING:
    from verify.run import Progress

#: the base of typer's usage errors, wherever this version of typer keeps it
_UsageError: type[Exception] = typer.BadParameter.__mro__[1]

NARROWEST, UNKNOWN_WIDTH = 60, 120
BAD_INPUT, INTERRUPTED, NOBODY_READS = 2, 130, 141

app = typer.Typer(
    name="verify",
    help="Check machine-learning derivations: every step proved, every claim confirmed numerically.",
    epilog="Exit status: 0 all passed; 1 something is wrong; 2 bad usage or input; 3 something is undecided.",
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Format(StrEnum):
    """How `verify all` reports."""

    TERMINAL = "terminal"
    JSON = "json"


SELECT_HELP = (
    "What to check: an id (dropout.expected_loss_eq_ridge), a prefix (dropout), a question "
    "(ift6135-2020-hw3:5.3), a sheet (ift6135-2020-hw3), or a path to a module of your own. "
    "Without any: [tool.verify] paths of ./pyproject.toml, or else the whole library."
)
Select = Annotated[list[str] | None, typer.Argument(metavar="SELECT", help=SELECT_HELP, show_default=False)]
Device = Annotated[str, typer.Option(help="Where numeric checks run: auto, cpu or cuda.")]
Margin = Annotated[float, typer.Option(help="Relative margin at which sampled claims are confirmed.")]
Alpha = Annotated[float, typer.Option(help="Bound on the chance that any true claim of the run is refuted.")]
Seed = Annotated[int, typer.Option(help="Fixes every random number: the same seed gives the same report.")]
Jobs = Annotated[
    int | None,
    typer.Option("--jobs", "-j", metavar="N", help="Worker processes; by default one a core, where that pays."),
]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write the report here, not to stdout.")
]
NoColor = Annotated[bool, typer.Option("--no-color", help="No colours (also: the NO_COLOR variable, or no terminal).")]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Accepted for scripts; nothing is cached.")]

_DEFAULT = Settings()


# ---------------------------------------------------------------------------------------------- commands


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.", is_eager=True)] = False,
) -> None:
    """Check machine-learning derivations: every step proved, every claim confirmed numerically."""
    if version:
        emit(f"verify {__version__}\n")
        raise typer.Exit
    if context.invoked_subcommand is None:
        emit(f"{context.get_help()}\n")
        raise typer.Exit(BAD_INPUT)


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


@contextmanager
def progress_bar(after: float = 1.0) -> Iterator[Progress | None]:
    """Yield a callback that shows a bar on stderr once `after` seconds have passed; none without a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    import time

    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    started = time.monotonic()
    columns = (MofNCompleteColumn(), BarColumn(), TextColumn("{task.description}", markup=False))
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task("")

    def advance(done: int, total: int, name: str) -> None:
        if time.monotonic() - started >= after and not bar.live.is_started:
            bar.start()
        bar.update(task, completed=done, total=total, description=name)

    try:
        yield advance
    finally:
        bar.stop()


# ------------------------------------------------------------------------------------------------ output


def _rendered(report: Report, format: Format, output: Path | None, no_color: bool) -> str:
    if format is Format.JSON:
        from verify.reports.json_report import render as as_json

        return as_json(report)
    from verify.reports.terminal import render

    return render(report, **page_options(no_color=no_color or output is not None))


class PageOptions(TypedDict):
    """The width of a page and whether it has colours."""

    width: int
    color: bool


def page_options(*, no_color: bool) -> PageOptions:
    """Return the page's width and whether it may have colours."""
    terminal = sys.stdout.isatty()
    plain = no_color or not terminal or bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    columns = shutil.get_terminal_size((UNKNOWN_WIDTH, 24)).columns
    return PageOptions(width=max(columns, NARROWEST), color=not plain)


def check_writable(output: Path | None) -> None:
    """Say that a report could not be written before it is worked out, not after."""
    if output is None:
        return
    if output.is_dir():
        raise VerifyError(f"--output {output} is a folder")
    if not os.access(output.parent, os.W_OK):
        raise VerifyError(f"--output {output}: {output.parent} is no folder that can be written to")


def emit(text: str, output: Path | None = None) -> None:
    """Print, or write a file in one move, so that no reader ever sees half of it."""
    if output is None:
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    try:
        handle, name = tempfile.mkstemp(prefix=f".{output.name}.", dir=output.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(output)
    except OSError as error:
        raise VerifyError(f"--output {output}: {error.strerror}") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


# -------------------------------------------------------------------------------------------------- main


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; every mistake of the user's is one line on stderr and exit status 2."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    sys.exit(guarded(lambda: _dispatch(arguments)))


def _dispatch(arguments: list[str] | None) -> int:
    status = typer.main.get_command(app).main(arguments, prog_name="verify", standalone_mode=False)
    if status == INTERRUPTED:  # typer has caught the KeyboardInterrupt
        raise KeyboardInterrupt
    return status if isinstance(status, int) else 0


def guarded(work: Callable[[], int]) -> int:
    """Return the exit status of `work`, with errors told in one line."""
    try:
        return work()
    except VerifyError as error:
        return complain(str(error))
    except _UsageError as error:
        context = getattr(error, "ctx", None)
        where = context.command_path if context is not None else "verify"
        return complain(f"{error.format_message()} (see {where} --help)")  # type: ignore[attr-defined]
    except KeyboardInterrupt:
        sys.stderr.write("verify: interrupted\n")
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nobody reads on: stay silent
        return NOBODY_READS


def complain(message: str) -> int:
    """Write one line to stderr and return the exit status of bad input."""
    line = "".join(c if c.isprintable() else " " for c in message)
    sys.stderr.write(f"verify: {' '.join(line.split())}\n")
    return BAD_INPUT
