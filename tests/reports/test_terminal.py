"""The terminal report: what a reader must find in it, whatever the width, and no text taken for markup."""

from dataclasses import replace

import pytest

from tests.reports import sample
from verify.reports import chain, mutants, terminal
from verify.reports.page import excerpt

WIDTHS = [60, 80, 120]
ALL = sample.report(sample.PASSED, sample.REFUTED, sample.SURVIVED, sample.OPEN)


def squeezed(text):
    """Undo wrapping."""
    return " ".join(text.split())


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("render", [terminal.render, chain.render, mutants.render])
def test_no_line_is_wider_than_the_page(render, width):
    assert max(len(line) for line in render(ALL, width=width).splitlines()) <= width


@pytest.mark.parametrize("render", [terminal.render, chain.render, mutants.render])
def test_colours_are_off_unless_asked_for(render):
    assert "\x1b" not in render(ALL)
    assert "\x1b[" in render(ALL, color=True)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_passing_report_says_so_in_its_last_line(width):
    last = terminal.render(sample.report(sample.PASSED), width=width).splitlines()[-1]
    assert last == "✓ 1 of 1 derivations passed; 2 of 2 mutants caught"


def test_each_outcome_is_counted_in_the_summary():
    last = terminal.render(ALL).splitlines()[-1]
    assert last == "✗ 1 of 4 derivations passed, 2 failed, 1 open; 7 of 8 mutants caught"


def test_an_open_report_is_marked_as_open():
    assert terminal.render(sample.report(sample.OPEN)).splitlines()[-1].startswith("? 0 of 1")


def test_derivations_are_grouped_by_sheet_and_sorted_by_question():
    early = replace(sample.PASSED, id="z.early", questions=("ift6135-2020-hw3:1.2",))
    lines = terminal.render(sample.report(sample.OPEN, early, sample.REFUTED)).splitlines()
    places = [next(k for k, row in enumerate(lines) if word in row) for word in ("ift6135", "1.2", "1.10")]
    assert places == sorted(places)
    assert lines.index("mine") > places[-1]


def test_a_failing_step_shows_place_both_sides_values_and_advice():
    text = squeezed(terminal.render(sample.report(sample.REFUTED)))
    for part in (
        "mine.py:31 step 2 of 2: refuted", "E_R[R] = p", "because linearity", "p = 3/10, w = (1, 2)",
        "left side 3/10", "right side 9/100", "evidence exact", "to do",
    ):  # fmt: skip
        assert part in text


@pytest.mark.parametrize(
    ("derivation", "expected"),
    [
        (sample.OPEN, "reason outside the language"),
        (sample.SURVIVED, "mutant “too weak” survived"),
        (
            replace(sample.PASSED, passed=False, symbolic=sample.symbolic(sample.step(), reason="misses the claim")),
            "reason misses the claim",
        ),
        (
            replace(sample.PASSED, passed=False, symbolic=sample.symbolic(sample.step(obligations=("x ≠ 0",)))),
            "unproved x ≠ 0",
        ),
        (
            replace(sample.PASSED, passed=False, numeric=sample.NumericReport(sample.Verdict.UNREFUTED)),
            "the claim, by numbers: unrefuted",
        ),
    ],
)
def test_every_reason_not_to_pass_is_told(derivation, expected):
    assert expected in squeezed(terminal.render(sample.report(derivation)))


@pytest.mark.parametrize("render", [terminal.render, chain.render])
def test_an_ill_typed_derivation_shows_the_place_and_no_empty_steps(render):
    broken = sample.step(sample.Verdict.ILL_TYPED, statement="", by="", decider="", reason="X is n×d but w is d×1")
    derivation = replace(
        sample.PASSED,
        passed=False,
        claim="",
        symbolic=sample.symbolic(broken, verdict=sample.Verdict.ILL_TYPED, reason=broken.reason),
        numeric=sample.NumericReport(sample.Verdict.NOT_APPLICABLE),
        mutants=(),
    )
    text = squeezed(render(sample.report(derivation)))
    assert "mine.py:31 ill-typed reason X is n×d but w is d×1 to do make the shapes agree" in text
    assert "step" not in text


def test_sampled_claims_show_n_margin_alpha_and_certificate():
    text = squeezed(terminal.render(sample.report(sample.PASSED)))
    assert "dropout.expected_mask confirmed 2.1M 0.01 1.5e-14 sampled certificate" in text


def test_axioms_and_unchecked_questions_are_listed():
    text = squeezed(terminal.render(sample.report(sample.PASSED)))
    assert "linearity and Fubini 1 derivation" in text
    assert "ift6135-2020-hw3:3.2 prose judged by a person" in text


@pytest.mark.parametrize("render", [terminal.render, chain.render, mutants.render])
def test_text_of_the_user_is_neither_markup_nor_control_codes(render):
    hostile = "[bold]x[/bold] [/] :smile: \x1b[31mred\x07"
    derivation = replace(
        sample.REFUTED,
        id=hostile,
        title=hostile,
        claim=hostile,
        symbolic=sample.symbolic(sample.step(sample.Verdict.REFUTED, statement=hostile, by=hostile), reason=hostile),
        mutants=(sample.mutant(hostile, met=False),),
    )
    text = render(sample.report(derivation), width=300)
    assert "[bold]x[/bold] [/] :smile: �[31mred�" in text
    assert "\x1b" not in text
    assert "\x07" not in text


def test_the_excerpt_shows_the_whole_call_and_marks_its_first_line(tmp_path):
    file = tmp_path / "module.py"
    file.write_text('a = 1\nstep = Step(\n    "=",\n    x[0],\n)\nb = 2\n')
    lines = excerpt(str(file), 2).plain.splitlines()
    assert lines == ["     2 ❱ step = Step(", '     3 │     "=",', "     4 │     x[0],", "     5 │ )"]


@pytest.mark.parametrize(("file", "line"), [("", 0), ("missing.py", 3), (__file__, 10**6)])
def test_a_line_that_is_not_there_gives_no_excerpt(file, line):
    assert excerpt(file, line) is None


def test_show_names_decider_axioms_hypotheses_scope_and_rungs():
    text = squeezed(chain.render(sample.report(sample.PASSED)))
    for part in (
        "1. E_R[R] = p", "by linearity", "proved by indices", "axiom linearity and Fubini", "assumes p > 0",
        "scope any n, d", "sampled confirmed n = 2097152, margin 0.01, alpha 1.5e-14",
    ):  # fmt: skip
        assert part in text


def test_mutants_show_what_each_engine_said():
    text = mutants.render(sample.report(sample.PASSED, sample.SURVIVED))
    rows = [" ".join(line.split()) for line in text.splitlines()]
    assert "✓ p² for p refuted refuted refuted -" in rows
    assert "✓ R transposed refuted ill-typed - -" in rows
    assert "✗ too weak refuted undecided undecided -" in rows
    assert rows[-1] == "✗ 3 of 4 mutants caught"


def test_a_remark_on_a_question_stands_in_the_report_with_what_became_of_its_literal_reading():
    literal = sample.mutant("read to the letter: labels swapped")
    remarked = replace(sample.PASSED, remarks=("The labels are swapped.",), mutants=(literal,))
    text = squeezed(terminal.render(sample.report(remarked)))
    assert "Remarks on the questions ift6135-2020-hw3:1.1 The labels are swapped." in text
    assert "read to the letter: labels swapped: E_R[R] = p² is refuted" in text
    survived = replace(remarked, mutants=(replace(literal, met=False),))
    assert "E_R[R] = p² is not caught" in squeezed(terminal.render(sample.report(survived)))
    assert "Remarks" not in terminal.render(sample.report(sample.PASSED))
