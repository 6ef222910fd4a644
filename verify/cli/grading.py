"""The commands on submissions: `verify grade` and `verify sheet`."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from verify.cli.app import app
from verify.cli.options import Jobs, NoColor
from verify.cli.output import BAD_INPUT, complain, emit, page_options, progress_bar
from verify.graded import NotGraded
from verify.model import VerifyError

if TYPE_CHECKING:
    from verify.grade.batch import Class
    from verify.grade.files import Submission
    from verify.grade.sheet import Sheet
    from verify.grade.store import Result, Store
    from verify.grade.workers import Grader


class GradeFormat(StrEnum):
    """How `verify grade` reports."""

    TERMINAL = "terminal"
    JSON = "json"
    CSV = "csv"
    GRADESCOPE = "gradescope"


#: what grades a file; None: the program's own
grader: Grader | None = None

PATHS_HELP = (
    "Submissions (.tex, .md, .ipynb), or the folder of a class: each file in it is a student's, and so is each "
    "folder in it, of which the main file is graded."
)
OUTPUT_HELP = (
    "A folder for results: NAME.json and NAME.txt for each submission, summary.csv, summary.txt. A run that was "
    "broken off goes on where it was. Your overrides.toml there is applied, and never changed."
)
EXAMPLES = (
    "Examples: 'verify grade alice.md --sheet ift6135-2020-hw3', 'verify grade class/ --sheet mine.toml --handout "
    "hw3.md --output results/'. Exit status: 0 all were graded; 2 one could not be (the others are)."
)
Paths = Annotated[list[Path], typer.Argument(metavar="PATH", help=PATHS_HELP)]
SheetOption = Annotated[str, typer.Option("--sheet", "-s", metavar="SHEET", help="The assignment: an id or a .toml.")]
Handout = Annotated[
    Path | None, typer.Option(metavar="FILE", help="The assignment's own text, which students copy into answers.")
]
ResultsFolder = Annotated[Path | None, typer.Option("--output", "-o", metavar="DIR", help=OUTPUT_HELP)]
TimeLimit = Annotated[float, typer.Option(metavar="SECONDS", min=0.1, help="What grading one file may take.")]
MemoryLimit = Annotated[int, typer.Option(metavar="MB", min=64, help="Memory that grading one file may take.")]


@app.command("grade", epilog=EXAMPLES)
def grade(
    paths: Paths,
    sheet: SheetOption,
    handout: Handout = None,
    format: Annotated[GradeFormat, typer.Option(help="How to report.")] = GradeFormat.TERMINAL,
    output: ResultsFolder = None,
    jobs: Jobs = None,
    time_limit: TimeLimit = 300.0,
    memory_limit: MemoryLimit = 2048,
    no_color: NoColor = False,
) -> None:
    """Grade what students wrote, line by line."""
    from verify.grade.batch import Class
    from verify.grade.files import submissions
    from verify.grade.sheet import load_sheet
    from verify.grade.workers import Limits

    if jobs is not None and jobs < 1:
        raise VerifyError(f"--jobs must be 1 or more, not {jobs}")
    asked = load_sheet(sheet)
    beside = [p for p in (output, handout, Path(asked.file) if asked.file else None) if p is not None]
    found = submissions(paths, leave_out=beside)
    several = len(paths) > 1 or paths[0].is_dir()
    if several and format is GradeFormat.GRADESCOPE and output is None:
        raise VerifyError("Gradescope takes one submission at a time; name one file, or an --output folder for all")
    against = Class(asked, read_text(handout, "--handout"), Limits(time_limit, memory_limit), grader)
    if grader is None:
        warn_of_sheet(asked)
    results, complaints = run(found, against, output, jobs, format)
    emit(_rendered(results, found, format, several=several, no_color=no_color, kept=output is not None))
    for complaint in complaints:
        complain(complaint)
    raise typer.Exit(BAD_INPUT if complaints or any(isinstance(r, NotGraded) for r in results) else 0)


def warn_of_sheet(sheet: Sheet) -> None:
    """Say which questions cannot be graded for the sheet's own sake, before students get the blame."""
    from verify.grade.references import problems

    for question, problem in problems(sheet).items():
        complain(f"the sheet {sheet.id}, question {question}: {problem} (see `verify sheet`)")


def run(
    found: Sequence[Submission], against: Class, output: Path | None, jobs: int | None, format: GradeFormat
) -> tuple[tuple[Result, ...], tuple[str, ...]]:
    """Return the results, and what is wrong with a person's overrides; keep all in the folder, if there is one."""
    from dataclasses import replace

    from verify.grade.batch import grade_class
    from verify.grade.overrides import read_overrides
    from verify.grade.store import Store

    if output is None:
        with progress_bar() as progress:
            return grade_class(found, against, None, jobs, progress), ()
    if output.exists() and not output.is_dir():
        raise VerifyError(f"--output {output} is a file, but results go to a folder")
    with Store(output, tuple(s.name for s in found)).opened() as store:
        overrides = read_overrides(output, against.sheet)
        against = replace(against, revise=overrides.apply)
        with progress_bar() as progress:
            results = grade_class(found, against, store, jobs, progress)
        _write(store, found, results, format)
    return results, overrides.unmet(results)


def _write(store: Store, found: Sequence[Submission], results: Sequence[Result], format: GradeFormat) -> None:
    """Write what people read of a class into its folder."""
    from verify.reports import grade_csv, grade_gradescope, grade_summary, grade_terminal

    for submission, result in zip(found, results, strict=True):
        text = grade_terminal.render(result, source_lines(submission), width=100)
        store.write_text(store.path(result.submission, ".txt"), text)
        if format is GradeFormat.GRADESCOPE:
            store.write_text(store.path(result.submission, ".results.json"), grade_gradescope.render(result))
    store.write_text(store.folder / "summary.csv", grade_csv.render(results))
    store.write_text(store.folder / "summary.txt", grade_summary.render(results, width=120))


def source_lines(submission: Submission) -> list[str]:
    """Return the lines of a submission's file as a person counts them; none if it cannot be read."""
    from verify.grade.batch import LARGEST
    from verify.grade.files import read_bytes

    if submission.file is None:
        return []
    try:
        text = read_bytes(submission.file, LARGEST).decode("utf-8-sig", "replace")
    except VerifyError:
        return []
    return text.replace("\r\n", "\n").split("\n")


def _rendered(
    results: Sequence[Result],
    found: Sequence[Submission],
    format: GradeFormat,
    *,
    several: bool,
    no_color: bool,
    kept: bool,
) -> str:
    from verify.reports import grade_csv, grade_gradescope, grade_json, grade_summary, grade_terminal

    page = page_options(no_color=no_color)
    if format is GradeFormat.JSON:
        return grade_json.render(results, several=several)
    if format is GradeFormat.CSV:
        return grade_csv.render(results)
    if format is GradeFormat.GRADESCOPE and not several:
        return grade_gradescope.render(results[0])
    if not several:
        return grade_terminal.render(results[0], source_lines(found[0]), **page)
    hint = "" if kept else "For a report of each submission, name a folder: --output DIR\n"
    return grade_summary.render(results, **page) + hint


def read_text(file: Path | None, option: str) -> str | None:
    """Return the text of a file that an option names; None if there is none.

    Raises:
        VerifyError: it cannot be read.

    """
    if file is None:
        return None
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise VerifyError(f"{option} {file}: {error.strerror}") from error
    except UnicodeDecodeError:
        raise VerifyError(f"{option} {file}: not UTF-8 text; save it as UTF-8") from None


# ------------------------------------------------------------------------------------------------- sheets


@app.command("sheet", epilog="Examples: 'verify sheet ift6135-2020-hw3', 'verify sheet mine.toml'.")
def show_sheet(
    sheet: Annotated[str, typer.Argument(metavar="SHEET", help="A sheet: its id, or the path of a .toml.")],
    handout: Handout = None,
    no_color: NoColor = False,
) -> None:
    """Show what a sheet asks, and whether its own answers get full marks."""
    from verify.grade.references import asked, grade_references, problems
    from verify.grade.sheet import load_sheet
    from verify.reports.sheet import render

    loaded = load_sheet(sheet)
    graded = grade_references(loaded, read_text(handout, "--handout"), grader)
    rows = asked(loaded, graded, problems(loaded) if grader is None else {})
    emit(render(loaded.id, loaded.title, rows, **page_options(no_color=no_color)))
    raise typer.Exit(0 if all(row.fine for row in rows) else 1)
