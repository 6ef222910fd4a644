"""A class: many submissions, one result each; what cannot be graded is reported and stops nothing.

Main definitions
----------------
* `Grader`: a file, a sheet and the handout's text → the graded submission.
* `grade_class`: files → results, in order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import cast

from verify.grade.sheet import Sheet
from verify.graded import Graded, NotGraded
from verify.model import VerifyError

Grader = Callable[[Path, Sheet, str | None], Graded]


def the_grader() -> Grader:
    """Return the function that grades one file; imported when it is first needed, as it is large."""
    return cast("Grader", import_module("verify.grade.submission").grade_file)


def grade_class(
    files: Sequence[Path], sheet: Sheet, handout: str | None = None, grader: Grader | None = None
) -> tuple[Graded | NotGraded, ...]:
    """Return one result for each file, in order."""
    grade = grader or the_grader()
    return tuple(_one(grade, file, sheet, handout) for file in files)


def _one(grade: Grader, file: Path, sheet: Sheet, handout: str | None) -> Graded | NotGraded:
    try:
        return replace(grade(file, sheet, handout), submission=file.name)
    except VerifyError as error:
        return NotGraded(file.name, sheet.id, str(error))
