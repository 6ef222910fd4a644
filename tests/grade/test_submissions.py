"""Whole submissions, each with an expert's marking: no right row is called wrong, no wrong one is passed.

Those in `submissions/` were written by people who had not seen the reader; those under `../shared` belong to the
assignment, and are skipped where it is absent. `floors.json` holds how many rows of each were decided and how many
first errors were found: who changes the reader may raise these, and must not fall below. Write it anew with
`python -m tests.grade.test_submissions`.
"""

import json
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from tests.grade.marking import coverage, falsely_accused, falsely_passed, first_errors, marking_of, verdicts_of
from verify.grade.sheet import load_sheet
from verify.grade.submission import grade_file

OWN = Path(__file__).parent / "submissions"
SHARED = Path(__file__).resolve().parents[3] / "shared"
FLOORS = OWN / "floors.json"
#: a row that takes almost as long as it may can stay open on a slower machine
SLOW = 1
ENDINGS = {".md", ".tex", ".ipynb"}


def files(folder):
    return sorted(path for path in folder.glob("*") if path.suffix in ENDINGS) if folder.is_dir() else []


def graded(path):
    """Grade a file beside its marking; return the verdicts and the marking, each by line."""
    sheet = load_sheet("-".join(path.stem.split("-")[:3]))
    handout = SHARED / "sheets" / f"{sheet.id}.md"
    given = handout.read_text(encoding="utf-8") if path.parent.is_relative_to(SHARED) else None
    found = grade_file(path, sheet, given)
    assert [step.reason for q in found.questions for step in q.steps if "could not be checked" in step.reason] == []
    return verdicts_of(found), marking_of(path.with_name(f"{path.stem}.marking.jsonl"))


def measured(path):
    """Return how many rows were decided and how many first errors were found."""
    verdicts, marking = graded(path)
    return {"decided": coverage(verdicts, marking)[1], "first errors": first_errors(verdicts, marking)[1]}


def check(path):
    verdicts, marking = graded(path)
    assert falsely_accused(verdicts, marking) == []
    assert falsely_passed(verdicts, marking) == []
    floor = json.loads(FLOORS.read_text(encoding="utf-8"))[path.stem]
    assert coverage(verdicts, marking)[1] >= floor["decided"] - SLOW
    assert first_errors(verdicts, marking)[1] >= floor["first errors"]


@pytest.mark.parametrize("path", files(OWN), ids=lambda path: path.stem)
def test_no_right_row_is_accused_and_no_wrong_one_passed(path):
    check(path)


SAMPLES = files(SHARED / "submissions")  # none, and skipped, where the assignment is absent


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_samples_of_the_assignment(path):
    check(path)


def main():
    """Measure every submission and write the floors anew."""
    paths = [*files(OWN), *SAMPLES]
    with ProcessPoolExecutor() as pool:
        floors = {path.stem: floor for path, floor in zip(paths, pool.map(measured, paths), strict=True)}
    text = ",\n".join(f"  {json.dumps(name)}: {json.dumps(floor)}" for name, floor in sorted(floors.items()))
    FLOORS.write_text(f"{{\n{text}\n}}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
