"""The commands for Gradescope: `verify gradescope` makes an autograder, which runs `verify autograde`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from verify.cli import grading
from verify.cli.app import app
from verify.cli.grading import Handout, read_text
from verify.cli.output import check_writable, emit
from verify.graded import NotGraded
from verify.model import VerifyError

if TYPE_CHECKING:
    from verify.grade.store import Result

EXAMPLE = (
    "Example: 'verify gradescope ift6135-2020-hw3 --handout hw3.md'. Upload the file under Configure Autograder; "
    "results stay hidden from students until you publish grades."
)
Named = Annotated[str, typer.Argument(metavar="SHEET", help="A sheet: its id, or the path of a .toml.")]
ZipFile = Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The autograder to write.")]


@app.command("gradescope", epilog=EXAMPLE)
def gradescope(sheet: Named, handout: Handout = None, output: ZipFile = Path("autograder.zip")) -> None:
    """Make a Gradescope autograder for a sheet."""
    from verify.cli.autograder import archive
    from verify.grade.sheet import load_sheet
    from verify.grade.store import write_bytes

    check_writable(output)
    loaded = load_sheet(sheet)
    held = archive(Path(loaded.file).read_bytes(), read_text(handout, "--handout"))
    try:
        write_bytes(output, held)
    except OSError as error:
        raise VerifyError(f"--output {output}: {error.strerror}") from error
    emit(f"{output}: grades {loaded.id}; upload it under Configure Autograder\n")


@app.command("autograde", hidden=True)
def autograde(
    sheet: Annotated[str, typer.Option(help="The sheet.")],
    submission: Annotated[Path, typer.Option(help="The folder of what one student handed in.")],
    results: Annotated[Path, typer.Option(help="The results.json to write.")],
    handout: Handout = None,
) -> None:
    """Grade one student's folder for Gradescope: there is always a results.json, and it says what went wrong."""
    from verify.grade.store import write_bytes
    from verify.reports.grade_gradescope import render

    try:
        result = grade_folder(sheet, submission, handout)
    except VerifyError as error:
        result = NotGraded(submission.name, sheet, str(error))
    write_bytes(results, render(result).encode("utf-8", "replace"))


def grade_folder(sheet: str, folder: Path, handout: Path | None) -> Result:
    """Return the result of a student's folder."""
    from verify.grade.batch import Class, grade_class
    from verify.grade.files import student_folder
    from verify.grade.sheet import load_sheet

    against = Class(load_sheet(sheet), read_text(handout, "--handout"), grader=grading.grader)
    (result,) = grade_class([student_folder(folder)], against, jobs=1)
    return result
