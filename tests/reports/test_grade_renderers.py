"""Graded submissions in a terminal, as CSV, for Gradescope: what must be found there, and no text that is obeyed."""

import csv
import json
from dataclasses import replace

import pytest
from rich.cells import cell_len

from tests.reports import graded_sample as sample
from tests.reports.graded_sample import HOSTILE
from verify.graded import Asked, Mark
from verify.model import Counterexample, Verdict
from verify.reports import grade_csv, grade_gradescope, grade_summary, grade_terminal, sheet
from verify.reports.grade_rows import fully_right, shown_line

LINES = sample.SOURCE.split("\n")
WIDTHS = [60, 80, 120]

BAD_STEP = replace(
    sample.REFUTED,
    latex=HOSTILE,
    statement=HOSTILE,
    reason=HOSTILE,
    expected=HOSTILE,
    error=HOSTILE,
    unread=HOSTILE,
    counterexample=Counterexample(((HOSTILE, HOSTILE),), HOSTILE, HOSTILE, "exact", HOSTILE),
)
BAD_QUESTION = replace(
    sample.WRONG, steps=(BAD_STEP, replace(BAD_STEP, verdict=Verdict.UNREAD, line=99)), notes=(HOSTILE,)
)
BAD = replace(sample.GRADED, submission=HOSTILE, questions=(BAD_QUESTION,), notes=(HOSTILE,))
BAD_BROKEN = replace(sample.BROKEN, submission=HOSTILE, message=HOSTILE)
CLASS = [sample.GRADED, replace(sample.GRADED, submission="dora"), sample.PERFECT, sample.BROKEN, BAD, BAD_BROKEN]


# ------------------------------------------------------------------------------------------------ terminal


def test_each_row_that_is_not_right_is_shown_with_its_place_and_why():
    shown = grade_terminal.render(sample.GRADED, LINES, width=80)
    assert "     4 │ E[R_{ij} R_{ik}] &= p^2 [/red] �[31m \\\\\n                           ^^^^^\n" in shown
    for text in ("for j = k it is E[R_ij^2] = p [/red]", "p = 3/10", "expected p for j = k", "unread \\clubsuit"):
        assert text in " ".join(shown.split())
    assert "follows from an earlier result" in shown
    assert "E[a_i^2] &= \\sum_j" not in shown  # a row that is right
    assert shown.splitlines()[-1] == ("alice.md: 9.5 (8 to 14) of 15; first error in 1.1, line 4; to review: 1.1, 1.10")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("result", [sample.GRADED, sample.PERFECT, sample.BROKEN, BAD, BAD_BROKEN])
def test_no_line_is_wider_than_the_page_and_nothing_is_obeyed(result, width):
    shown = grade_terminal.render(result, LINES, width=width) + grade_summary.render([result], width=width)
    assert max(cell_len(line) for line in shown.splitlines()) <= width
    assert "\x1b" not in shown
    if result in (BAD, BAD_BROKEN):
        assert "[/red]" in shown


def test_colours_are_there_only_if_asked_for():
    assert "\x1b[" in grade_terminal.render(sample.GRADED, LINES, color=True)
    assert "\x1b[31m" not in grade_terminal.render(BAD_BROKEN, LINES)


@pytest.mark.parametrize(
    ("line", "column", "end", "caret"),
    [
        ("a = b", 5, 6, "b"),
        ("    a = b", 9, 10, "b"),
        ("\ta = b", 2, 7, "a = b"),
        ("日本 = b", 6, 7, "b"),
        ("x" * 300 + " = y", 302, 305, "= y"),
        ("x = y " + "z" * 300, 1, 6, "x = y"),
    ],
)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_caret_stands_under_the_place(line, column, end, caret, width):
    step = replace(sample.REFUTED, line=1, end_line=1, column=column, end_column=end)
    shown, under = (text.plain for text in shown_line(step, [line], width))
    assert cell_len(shown) <= width
    start = cell_len(under) - under.count("^")
    text = ""
    for c in shown:
        if start <= cell_len(text) and cell_len(text) < start + under.count("^"):
            assert c in caret
        text += c
    assert under.count("^") == cell_len(caret)


@pytest.mark.parametrize("changes", [{"line": 99}, {"line": 0}, {"cell": 2}, {"line": 8}])
def test_without_its_line_the_row_itself_is_shown(changes):
    (shown,) = shown_line(replace(sample.REFUTED, **changes), LINES, 80)
    assert "E[R_{ij} R_{ik}] = p^2" in shown.plain


def test_an_overridden_question_says_so():
    question = replace(sample.WRONG, overridden=True, needs_review=False, notes=("fine by me",))
    shown = grade_terminal.render(replace(sample.GRADED, questions=(question,)), LINES)
    assert "overridden by a person" in shown
    assert "note: fine by me" in shown


# ------------------------------------------------------------------------------------------------ summary


def test_the_same_first_errors_are_one_decision():
    shown = grade_summary.render(CLASS, width=120)
    assert "2 students: E[R_{ij} R_{ik}] = p^2 in 1.1; decide once" in shown
    assert "who         alice.md, dora" in shown
    assert "4 of 6 submissions graded; median 9.5 of 15; 3 to review" in shown
    assert "carol.pdf" in shown


def test_errors_without_a_name_are_grouped_by_what_was_written_and_the_largest_group_is_first():
    def one(name, latex):
        step = replace(sample.REFUTED, error="", latex=latex)
        return replace(sample.GRADED, submission=name, questions=(replace(sample.WRONG, steps=(step,)),))

    found = grade_summary.groups([one("a", "x = y"), one("b", "p =  q"), one("c", "p = q")])
    assert [(g.error, g.students) for g in found] == [("p = q", ("b", "c")), ("x = y", ("a",))]


def test_many_students_are_counted_and_a_few_named():
    many = [replace(sample.GRADED, submission=f"s{k:02}") for k in range(23)]
    shown = grade_summary.render(many, width=120)
    assert "23 students: E[R_{ij} R_{ik}] = p^2 in 1.1; decide once" in shown
    assert "and 15 more" in shown


# ---------------------------------------------------------------------------------------------------- CSV


def test_a_row_a_student_and_a_column_a_question():
    rows = list(csv.DictReader(grade_csv.render(CLASS).splitlines()))
    assert len(rows) == len(CLASS)
    assert (rows[0]["submission"], rows[0]["mark"], rows[0]["1.1"], rows[0]["1.10"]) == ("alice.md", "9.5", "4.5", "0")
    assert rows[0]["first_error"] == "1.1, line 4: E[R_{ij} R_{ik}] = p^2"
    assert (rows[2]["1.1"], rows[2]["1.2"]) == ("", "5")
    assert (rows[3]["mark"], rows[3]["problem"]) == ("", sample.BROKEN.message)


@pytest.mark.parametrize(
    "text", ["=cmd()", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1", "\n=1", "＝1", "\x1b=1", "\x00=1", "\ufeff=1"]
)
def test_no_cell_starts_a_formula_or_a_new_line(text):
    graded = replace(sample.GRADED, submission=text)
    step = replace(sample.REFUTED, error=text, latex=text)
    broken = replace(sample.BROKEN, submission=text, message=text)
    odd = replace(graded, questions=(replace(sample.WRONG, id=text, steps=(step,)),))
    written = grade_csv.render([graded, broken, odd])
    rows = list(csv.reader(written.splitlines()))
    assert len(rows) == 4
    for row in rows:
        for cell in row:
            assert cell.lstrip()[:1] not in set("=+-@\t\r＝＋－＠") or not cell
            assert cell.isprintable()


# --------------------------------------------------------------------------------------------- Gradescope

TOP_KEYS = {
    "score",
    "execution_time",
    "output",
    "output_format",
    "test_output_format",
    "test_name_format",
    "visibility",
    "stdout_visibility",
    "extra_data",
    "tests",
}
TEST_KEYS = {
    "score",
    "max_score",
    "status",
    "name",
    "name_format",
    "number",
    "output",
    "output_format",
    "visibility",
    "extra_data",
}


@pytest.mark.parametrize("result", CLASS)
def test_results_keep_to_the_specification(result):
    found = json.loads(grade_gradescope.render(result))
    assert set(found) <= TOP_KEYS
    assert isinstance(found["score"], float)
    assert (found["visibility"], found["stdout_visibility"]) == ("after_published", "hidden")
    for test in found["tests"]:
        assert set(test) == TEST_KEYS
        assert test["status"] in ("passed", "failed")
        assert test["visibility"] == "after_published"
        assert 0 <= test["score"] <= test["max_score"]
        assert {test["output_format"], test["name_format"]} == {"text"}  # Gradescope escapes it
        assert "\x1b" not in test["output"] + test["name"]


@pytest.mark.parametrize(
    "question",
    [
        sample.WRONG,
        sample.PROSE,
        replace(sample.RIGHT, needs_review=True),
        replace(sample.RIGHT, mark=Mark(4, 4, 5)),
        replace(sample.RIGHT, steps=(sample.UNREAD,)),
        replace(sample.RIGHT, steps=(sample.step(3, Verdict.UNDECIDED),)),
        replace(sample.RIGHT, steps=()),
        replace(sample.RIGHT, points=0.0, mark=Mark(0, 0, 0), steps=()),
    ],
)
def test_nothing_passes_that_was_skipped_unread_undecided_or_is_for_a_person(question):
    assert not fully_right(question)
    found = grade_gradescope.document(replace(sample.PERFECT, questions=(question,)))
    assert found["tests"][0]["status"] == "failed"


def test_what_is_right_passes():
    assert grade_gradescope.document(sample.PERFECT)["tests"][0]["status"] == "passed"


def test_what_could_not_be_graded_says_why_and_has_no_tests():
    found = grade_gradescope.document(sample.BROKEN)
    assert (found["score"], found["tests"]) == (0.0, [])
    assert sample.BROKEN.message in found["output"]
    assert "person" in found["output"]


# -------------------------------------------------------------------------------------------------- sheets


def test_a_sheet_is_shown_as_it_is_written():
    row = Asked("1.1", 7.0, "derive", HOSTILE, (HOSTILE,), 7.0, BAD_QUESTION, checked=True, fine=False)
    shown = sheet.render("s", HOSTILE, [row], width=80)
    assert "\x1b" not in shown
    assert "[/red]" in shown
    assert max(len(line) for line in shown.splitlines()) <= 80
