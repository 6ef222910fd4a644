"""The command with the program's own grader: a small sheet, a wrong row, its place, the autograder's answer."""

import json

import pytest

from tests.command import call

SHEET = r"""
schema = "verify.sheet/1"
id = "small"
title = "Dropout"
[context.c]
scope = "any n, d"
definitions = ['L(w) = \|y - (X \odot R) w\|^2', '\Gamma = \operatorname{diag}(X^\top X)^{1/2}']
[context.c.names]
'X' = "matrix n d"
'y' = "vector n"
'w' = "vector d"
'p' = "number in (0, 1)"
'R' = "matrix n d with entries Bernoulli(p)"
[[question]]
id = "1.1"
points = 7
kind = "derive"
context = "c"
asks = "The expected loss."
claim = ['\mathbb{E}[L(w)] = \|y - pXw\|^2 + p(1-p)\|\Gamma w\|^2']
milestones = [{ points = 3, any = ['\mathbb{E}[X \odot R] = p X'] }]
reference = '''
$$\mathbb{E}[X \odot R] = p X$$
$$\mathbb{E}[L(w)] = \|y - pXw\|^2 + p(1-p)\|\Gamma w\|^2$$
'''
"""
ANSWER = r"""# 1.1
$$
\begin{aligned}
\mathbb{E}[X \odot R] &= p X \\
\mathbb{E}[L(w)] &= \|y - pXw\|^2 + p\|\Gamma w\|^2
\end{aligned}
$$
"""


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.toml").write_text(SHEET)
    (tmp_path / "submission").mkdir()
    (tmp_path / "submission" / "answer.md").write_text(ANSWER)
    return tmp_path


def test_a_wrong_row_is_found_where_it_is_with_a_counterexample(here, capsys):
    status, out, err = call(capsys, "grade", "submission/answer.md", "--sheet", "small.toml", "--format", "json")
    assert (status, err) == (0, "")
    (question,) = json.loads(out)["questions"]
    right, wrong = question["steps"]
    assert (right["line"], right["verdict"]) == (4, "proved")
    assert (wrong["line"], wrong["verdict"], wrong["evidence"]) == (5, "refuted", "exact")
    assert wrong["counterexample"]["lhs"] != wrong["counterexample"]["rhs"]
    assert question["mark"]["suggested"] == 3.0


def test_the_reference_gets_full_marks(here, capsys):
    status, out, err = call(capsys, "sheet", "small.toml")
    assert (status, err) == (0, "")
    assert "1 of 1 reference answers get full marks" in out


def test_the_autograder_fails_the_question_and_says_why(here, capsys):
    words = ["--sheet", "small.toml", "--submission", "submission", "--results", "results.json"]
    assert call(capsys, "autograde", *words) == (0, "", "")
    (test,) = json.loads((here / "results.json").read_text())["tests"]
    assert (test["score"], test["max_score"], test["status"]) == (3.0, 7.0, "failed")
    assert "Line 5: refuted" in test["output"]


def test_what_the_sheet_says_badly_is_told_before_students_get_the_blame(here, capsys):
    (here / "small.toml").write_text(SHEET.replace("milestones", "#").replace("p(1-p)", r"\\clubsuit "))
    status, _, err = call(capsys, "grade", "submission", "--sheet", "small.toml")
    assert status == 0
    assert err.startswith("verify: the sheet small, question 1.1: cannot be read")
    assert err.count("\n") == 1
    assert call(capsys, "sheet", "small.toml")[0] == 1
