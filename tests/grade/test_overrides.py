"""A person's overrides: what they change, that they are checked, that they can be taken back."""

from dataclasses import replace

import pytest

from tests.reports import graded_sample as sample
from verify.grade.overrides import read_overrides
from verify.grade.sheet import Question, Sheet
from verify.graded import Mark
from verify.model import Verdict, VerifyError

SHEET = Sheet(
    "s",
    "t",
    (
        Question("1.1", 7.0, "derive", "…", "c", claim=("a = b",)),
        Question("1.2", 5.0, "derive", "…", "c", claim=("a = b",)),
        Question("1.10", 3.0, "prose", "…"),
    ),
)
#: earned: all but the error's cost, a tenth of the question
FULL = replace(sample.WRONG, mark=Mark(5.0, 6.3, 6.3))


def applied(folder, text, result=sample.GRADED):
    (folder / "overrides.toml").write_text(text, encoding="utf-8")
    overrides = read_overrides(folder, SHEET)
    return overrides.apply(result), overrides.unmet([result, sample.BROKEN])


def table(**words):
    shown = {k: f'"{v}"' if isinstance(v, str) else v for k, v in words.items()}
    return "[[override]]\n" + "".join(f"{k} = {v}\n" for k, v in shown.items())


def test_no_file_changes_nothing(tmp_path):
    assert read_overrides(tmp_path, SHEET).apply(sample.GRADED) is sample.GRADED


def test_a_mark_replaces_the_suggestion_and_its_range_and_settles_the_question(tmp_path):
    found, unmet = applied(tmp_path, table(submission="alice.md", question="1.1", mark=6, note="fine by me"))
    question = found.questions[0]
    assert unmet == ()
    assert (question.mark, question.overridden, question.needs_review) == (Mark(6, 6, 6), True, False)
    assert "fine by me" in question.notes
    assert found.mark == Mark(11.0, 11.0, 14.0)
    assert found.questions[1:] == sample.GRADED.questions[1:]
    assert found.needs_review  # 1.10 is still open


def test_a_row_that_is_right_costs_nothing_any_more(tmp_path):
    graded = replace(sample.GRADED, questions=(FULL, *sample.GRADED.questions[1:]))
    found, unmet = applied(tmp_path, table(submission="alice.md", question="1.1", right=[4]), graded)
    question = found.questions[0]
    assert unmet == ()
    assert (question.mark.suggested, question.mark.high, question.overridden) == (7.0, 7.0, True)
    step = question.steps[1]
    assert (step.verdict, step.evidence, step.counterexample) == (Verdict.CONFIRMED, "a person", None)
    assert question.steps[2] == sample.CARRIED


def test_a_row_that_is_right_adds_nothing_where_other_things_were_missing(tmp_path):
    found, _ = applied(tmp_path, table(submission="alice.md", question="1.1", right=[4]))
    assert found.questions[0].mark == Mark(3.0, 4.5, 7.0)


def test_an_error_is_dismissed_for_everyone(tmp_path):
    text = table(submission="*", question="1.1", error="E[R_{ij}  R_{ik}] = p^2")
    found, unmet = applied(tmp_path, text)
    assert unmet == ()
    assert found.questions[0].steps[1].verdict is Verdict.CONFIRMED
    other, _ = applied(tmp_path, text, sample.PERFECT)
    assert other == sample.PERFECT


def test_a_note_on_an_error_that_nobody_made_here_changes_nothing(tmp_path):
    text = table(submission="*", question="1.1", error="E[R] = 1", note="accepted")
    assert applied(tmp_path, text)[0] == sample.GRADED


def test_an_error_is_no_right_row_of_the_same_text(tmp_path):
    right = replace(sample.GRADED, questions=(sample.RIGHT,))
    text = table(submission="*", question="1.2", error=sample.RIGHT.steps[0].latex)
    assert applied(tmp_path, text, right)[0] == right


def test_a_note_alone_is_shown_and_settles_nothing(tmp_path):
    found, _ = applied(tmp_path, table(submission="alice.md", question="1.1", note="see me"))
    question = found.questions[0]
    assert (question.mark, question.needs_review, question.overridden) == (sample.WRONG.mark, True, True)
    assert "see me" in question.notes
    found, _ = applied(tmp_path, table(submission="alice.md", question="1.2", note="well done"))
    assert (found.questions[1].overridden, found.questions[1].needs_review) == (True, False)


def test_what_concerns_the_whole_submission_is_still_looked_at(tmp_path):
    text = table(submission="bob", question="1.2", mark=4)
    for look in (True, False):
        assert applied(tmp_path, text, replace(sample.PERFECT, needs_review=look))[0].needs_review is look


def test_ones_own_override_comes_after_everyones(tmp_path):
    text = table(submission="alice.md", question="1.2", mark=1) + table(submission="*", question="1.2", mark=4)
    assert applied(tmp_path, text)[0].questions[1].mark.suggested == 1
    assert applied(tmp_path, text, sample.PERFECT)[0].questions[0].mark.suggested == 4


def test_a_file_that_was_not_graded_stays_so(tmp_path):
    found, unmet = applied(tmp_path, table(submission="carol.pdf", question="1.1", mark=1), sample.BROKEN)
    assert found == sample.BROKEN
    assert "could not be graded" in unmet[0]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (table(submission="alicia.md", question="1.1", mark=1), "did you mean 'alice.md'"),
        (table(submission="alice.md", question="1.1", right=[40]), "no row of 1.1 on line 40 (rows: 3, 4, 5, 6)"),
    ],
)
def test_what_meets_nothing_is_told(tmp_path, text, told):
    found, unmet = applied(tmp_path, "\n" + text)
    assert found == sample.GRADED
    assert len(unmet) == 1
    assert told in unmet[0]
    assert "overrides.toml:4" in unmet[0]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[override]", "no TOML"),
        ("[[overide]]\n", "did you mean `override`"),
        (table(submission="alice.md", question="1.1", marks=3), "did you mean `mark`"),
        (table(submission="alice.md", question="1.3", mark=3), "no question '1.3'"),
        (table(submission="alice.md", question="1.1", mark=8), "more than the question's 7 points"),
        (table(submission="alice.md", question="1.1", mark=-1), "from 0 on"),
        (table(submission="alice.md", question="1.1", mark="4"), "should be a number"),
        (table(submission="alice.md", question="1.1"), "decides nothing"),
        (table(submission="*", question="1.1", right=[4]), "name the `error`"),
        (table(submission="alice.md", question="1.1", right=[0]), "line numbers"),
        ('[[override]]\nsubmission = "alice.md"\nquestion = "1.1"\nright = [true]', "line numbers"),
        (table(submission="alice.md", question="1.1", right="x"), "line numbers"),
        (table(question="1.1", mark=3), "`submission`"),
    ],
)
def test_a_wrong_file_is_one_clear_error_with_its_place(tmp_path, text, told):
    with pytest.raises(VerifyError) as caught:
        applied(tmp_path, text)
    assert told in str(caught.value)
    assert "overrides.toml" in str(caught.value)
