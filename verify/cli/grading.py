"""The commands on submissions: `verify grade`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from verify.cli.app import app
from verify.cli.output import BAD_INPUT, emit
from verify.graded import NotGraded
from verify.model import VerifyError

if TYPE_CHECKING:
    from verify.grade.batch import Grader


class GradeFormat(StrEnum):
    """How `verify grade` reports."""

    JSON = "json"


#: what grades a file; None: the program's own
grader: Grader | None = None

Paths = Annotated[list[Path], typer.Argument(metavar="PATH", help="A submission (.tex, .md or .ipynb).")]
SheetOption = Annotated[str, typer.Option("--sheet", "-s", metavar="SHEET", help="The assignment: an id or a .toml.")]
Handout = Annotated[
    Path | None, typer.Option(metavar="FILE", help="The assignment's own text, which students copy into answers.")
]


@app.command("grade", epilog="Example: 'verify grade alice.md --sheet ift6135-2020-hw3 --format json'.")
def grade(
    paths: Paths,
    sheet: SheetOption,
    handout: Handout = None,
    format: Annotated[GradeFormat, typer.Option(help="How to report.")] = GradeFormat.JSON,
) -> None:
    """Grade what students wrote, line by line."""
    from verify.grade.batch import grade_class
    from verify.grade.sheet import load_sheet
    from verify.reports.grade_json import render

    results = grade_class(paths, load_sheet(sheet), read_handout(handout), grader)
    emit(render(results, several=len(paths) > 1))
    raise typer.Exit(BAD_INPUT if any(isinstance(r, NotGraded) for r in results) else 0)


def read_handout(file: Path | None) -> str | None:
    """Return the text of the assignment as it was handed out.

    Raises:
        VerifyError: it cannot be read.

    """
    if file is None:
        return None
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise VerifyError(f"--handout {file}: {error.strerror}") from error
    except UnicodeDecodeError:
        raise VerifyError(f"--handout {file}: not UTF-8 text; save it as UTF-8") from None
