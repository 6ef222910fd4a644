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
        (f"$$R_1 = {FIRST}$$ $$R = {SET}$$", [Verdict.UNDECIDED, Verdict.CONFIRMED]),
        (f"$$R = {OTHER}$$ $$R = {SET}$$", [Verdict.UNDECIDED, Verdict.CONFIRMED]),
        (r"$$R = \{11, \dots, 15, 21, 22, 23, 31\}$$", [Verdict.UNDECIDED]),
        (f"$$R_{{AA}} = \\bigcup_{{k \\in N(33)}} N(k) = {SET}$$", [Verdict.CONFIRMED]),
        (f"$$N(33) = {OTHER}$$", [Verdict.UNDECIDED]),
        ("$$|R_{AA}| = 9$$", [Verdict.CONFIRMED]),
        ("$$|R_{AA}| = 8$$", [Verdict.UNDECIDED]),
        (f"$$R_{{AA}} = {SET}$$ $$|R_{{AA}}| = 8$$", [Verdict.CONFIRMED, Verdict.UNDECIDED]),
        (f"$$R_{{AA}} = {OTHER[:-2]}, 33\\}}$$ $$|R_{{AA}}| = 10$$", [Verdict.REFUTED, Verdict.CARRIED]),
    ],
)
def test_a_set_is_compared_with_the_one_that_is_asked_for(tmp_path: Path, text: str, expected: list[Verdict]) -> None:
    file = tmp_path / "answer.md"
    file.write_text(f"# Question 4\n\n## 4.1\n\n{text}\n")
    graded = grade_file(file, load_sheet("ift6135-2019-hw3"))
    (question,) = (q for q in graded.questions if q.id == "4.1")
    assert [step.verdict for step in question.steps] == expected


LAYER = r"$$N_A(33) = \{22, 23, 24, 32\}$$"
TWO = r"$$N_B(33) = \{22, 23, 24, 32, 33\}$$"
SHORT = r"$$N_B(24) = \{13, 14, 15, 23\}$$"
LARGER = r"\{11, 12, 13, 14, 15, 21, 22, 23, 24, 31, 32\}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (LAYER + TWO, "confirmed confirmed"),
        (TWO + SHORT, "confirmed refuted"),
        (SHORT, "undecided"),
        (TWO.replace("_B", "_A"), "undecided"),
        (TWO.replace("_B", ""), "undecided"),
        (LAYER.replace("_A", "_B"), "undecided"),
        (f"$$R_{{AB}} = \\bigcup_{{k}} N_A(k) = {LARGER}$$", "confirmed"),
        (f"$$R_{{AA}} = {LARGER}$$ $$R_{{BA}} = {LARGER}$$", "refuted confirmed"),
        (f"$$R_{{BB}} = {LARGER[:-2]}, 33, 34\\}}$$ $$|R_{{BB}}| = 13$$", "refuted carried"),
    ],
)
def test_sets_are_told_apart_by_their_names(tmp_path: Path, text: str, expected: str) -> None:
    file = tmp_path / "answer.md"
    file.write_text("# Question 4\n\n" + text.replace("$$ $$", "$$$$").replace("$$$$", "$$\n\n$$") + "\n")
    graded = grade_file(file, load_sheet("ift6135-2019-hw3"))
    steps = sorted((step for question in graded.questions for step in question.steps), key=lambda step: step.line)
    assert " ".join(str(step.verdict) for step in steps) == expected


SEEN = r"""$$N_A(33) = \{22, 23, 24, 32\}$$ $$N_A(22) = \{11, 12, 13, 21\}, N_A(23) = \{12, 13, 14, 22\}$$
$$N_A(24) = \{13, 14, 15, 23\}, N_A(32) = \{21, 22, 23, 31\}$$ $$R_{AA} = \{11, 12, 13, 14, 15, 21, 22, 23, 31\}$$ """
WRONG = SEEN.replace(r"15, 23\}", r"15, 23, 24\}").replace(r"22, 23, 31\}$$ ", r"22, 23, 24, 31\}$$ ")
WRONG = WRONG.replace(r"= \{21, 22, 23, 24", r"= \{21, 22, 23")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SEEN + r"$$R_{AB} = R_{AA} \cup N_A(33)$$", "confirmed"),
        (SEEN + r"$$R_{AB} = (R_{AA} \cup N_A(33))$$", "confirmed"),
        (SEEN + r"$$R_{AA} = N_A(22) \cup N_A(23) \cup N_A(24) \cup N_A(32)$$", "confirmed"),
        (SEEN + r"$$N_A(33) \setminus R_{AA} = \{24, 32\}$$", "confirmed"),
        (SEEN + r"$$N_A(33) \cap R_{AA} = \{22, 23\}$$", "confirmed"),
        (SEEN + r"$$N_A(33) \setminus R_{AA} = \{32\}$$", "refuted"),
        (SEEN + r"$$N_A(33) \cap R_{AA} = \{22, 23, 24\}$$", "refuted"),
        (SEEN + r"$$R_{AB} = R_{AA} \cup N_A(24)$$", "refuted"),
        (SEEN + r"$$R_{AB} = R_{AA} \cup \{32\}$$", "refuted"),
        (SEEN + r"$$R_{AB} = R_{AA} \cup M(33)$$", "undecided"),
        (SEEN + r"$$R_{AB} \setminus R_{AA} \cup \{33\} = \{24\}$$", "undecided"),
        (SEEN + r"$$R_{AB} \setminus R_{AA} = \{32\}$$", "undecided"),
        (SEEN + r"$$R_{AB} \subset R_{AA}$$", "undecided"),
        (WRONG + r"$$N_A(33) \setminus R_{AA} = \{32\}$$", "carried"),
        (WRONG + r"$$N_A(33) \setminus R_{AA} = \{24, 32\}$$", "confirmed"),
        (WRONG + r"$$N_A(33) \setminus R_{AA} = \{22, 32\}$$", "refuted"),
    ],
)
def test_sets_that_are_put_together_are_compared(tmp_path: Path, text: str, expected: str) -> None:
    file = tmp_path / "answer.md"
    file.write_text("# Question 4\n\n" + text.replace("$$ $$", "$$\n\n$$").replace(r"\}, N", r"\}$$ $$ N") + "\n")
    graded = grade_file(file, load_sheet("ift6135-2019-hw3"))
    steps = sorted((step for question in graded.questions for step in question.steps), key=lambda step: step.line)
    assert str(steps[-1].verdict) == expected


def test_what_stands_in_front_of_the_first_part_is_read_however_long_it_is(tmp_path: Path) -> None:
    file = tmp_path / "answer.md"
    words = "A layer looks at some of the pixels around the one that it computes. " * 8
    union = r"$$R_{AA} = N_A(22) \cup N_A(23) \cup N_A(24) \cup N_A(32)$$"
    boxed = r"$$R_{AA} = \{11, 12, 13, 14, 15, 21, 22, 23, 24, 31\}$$"
    sets = WRONG.split("$$R_{AA}")[0].replace("$$ $$", "$$\n\n$$")
    file.write_text(f"# Question 4\n\n{words}\n\n{sets}\n\n## 4.1\n\n{union}\n\n{boxed}\n")
    graded = grade_file(file, load_sheet("ift6135-2019-hw3"))
    verdicts = [str(step.verdict) for step in graded.questions[[q.id for q in graded.questions].index("4.1")].steps]
    assert verdicts.count("refuted") == 1
    assert verdicts[-2:] == ["confirmed", "carried"]
