"""Answers that are a set of numbers: the set, another one alone, sets on the way, unions."""

from pathlib import Path

import pytest

from verify.grade.sheet import load_sheet
from verify.grade.submission import grade_file
from verify.model import Verdict

SET = r"\{11, 12, 13, 14, 15, 21, 22, 23, 31\}"
OTHER = r"\{11, 12, 13, 14, 15, 21, 22, 23, 32\}"
FIRST = r"\{22, 23, 24, 32\}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"$$R = {SET}$$", [Verdict.CONFIRMED]),
        (f"$${SET}$$", [Verdict.CONFIRMED]),
        (f"The field is ${SET}$.", [Verdict.CONFIRMED]),
        (r"$$\{11, 12, 13, 14, 15\} \cup \{21, 22, 23\} \cup \{31\}$$", [Verdict.CONFIRMED]),
        (f"$$R = {OTHER}$$", [Verdict.REFUTED]),
        (f"The field is ${OTHER}$.", []),
        (f"$$R_1 = {FIRST}$$ $$R = {SET}$$", [Verdict.CONFIRMED]),
        (f"$$R = {OTHER}$$ $$R = {SET}$$", [Verdict.UNDECIDED, Verdict.CONFIRMED]),
        (r"$$R = \{11, \dots, 15, 21, 22, 23, 31\}$$", []),
    ],
)
def test_a_set_is_compared_with_the_one_that_is_asked_for(tmp_path: Path, text: str, expected: list[Verdict]) -> None:
    file = tmp_path / "answer.md"
    file.write_text(f"# Question 4\n\n## 4.1\n\n{text}\n")
    graded = grade_file(file, load_sheet("ift6135-2019-hw3"))
    (question,) = (q for q in graded.questions if q.id == "4.1")
    assert [step.verdict for step in question.steps] == expected
