"""Whole submissions, each with an expert's marking: no right row is called wrong, no wrong one is passed.

Those in `submissions/` were written by people who had not seen the reader; those under `../shared` belong to the
assignment, and are skipped where it is absent.
"""

from pathlib import Path

import pytest

from tests.grade.marking import coverage, falsely_accused, falsely_passed, marking_of, verdicts_of
from verify.grade.sheet import load_sheet
from verify.grade.submission import grade_file

OWN = Path(__file__).parent / "submissions"
SHARED = Path(__file__).resolve().parents[3] / "shared"
ENDINGS = {".md", ".tex", ".ipynb"}


def files(folder):
    return sorted(path for path in folder.glob("*") if path.suffix in ENDINGS) if folder.is_dir() else []


def checked(path, handout=None):
    """Grade a file beside its marking; return how many lines there are to decide, and how many were."""
    sheet = load_sheet("-".join(path.stem.split("-")[:3]))
    graded = grade_file(path, sheet, handout)
    assert [step.reason for q in graded.questions for step in q.steps if "could not be checked" in step.reason] == []
    verdicts = verdicts_of(graded)
    marking = marking_of(path.with_name(f"{path.stem}.marking.jsonl"))
    assert falsely_accused(verdicts, marking) == []
    assert falsely_passed(verdicts, marking) == []
    return coverage(verdicts, marking)


@pytest.mark.parametrize("path", files(OWN), ids=lambda path: path.stem)
def test_no_right_row_is_accused_and_no_wrong_one_passed(path):
    lines, decided = checked(path)
    assert decided >= 0.1 * lines


def test_shared_submissions():
    if not files(SHARED / "submissions"):
        pytest.skip("../shared/submissions is absent")
    handout = (SHARED / "sheets" / "ift6135-2020-hw3.md").read_text(encoding="utf-8")
    found = [checked(path, handout) for path in files(SHARED / "submissions")]
    assert sum(decided for _, decided in found) >= 0.75 * sum(lines for lines, _ in found)
