"""`verify grade` and `verify sheet`: exit status, what goes to stdout, what is written to a folder."""

import csv
import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import verify.cli.grading
import verify.grade.workers
from tests.command import call
from tests.grade.graders import obedient
from tests.reports import graded_sample as sample
from verify.grade.overrides import read_overrides
from verify.grade.sheet import load_sheet
from verify.graded import Mark

SHEET = "ift6135-2020-hw3"
README = Path(__file__).parent.parent.parent / "README.md"


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.setattr(verify.cli.grading, "grader", obedient)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "a.md").write_text("fine\n\n\nE[R_{ij} R_{ik}] &= p^2 [/red]\n")
    (tmp_path / "class" / "b.md").write_text("refuse")
    return tmp_path


def grade(capsys, *words):
    return call(capsys, "grade", *words, "--sheet", SHEET)


def test_one_file_is_an_object(here, capsys):
    status, out, err = grade(capsys, "class/a.md", "--format", "json")
    assert (status, err) == (0, "")
    found = json.loads(out)
    assert (found["submission"], found["sheet"]) == ("a.md", SHEET)


def test_one_that_cannot_be_graded_is_reported_beside_the_others(here, capsys):
    status, out, err = grade(capsys, "class", "--format", "json")
    assert (status, err) == (2, "")
    one, other = json.loads(out)
    assert one["mark"]["suggested"] == 9.5
    assert other["error"] == "cannot be read"


def test_a_class_of_one_is_a_list(here, capsys):
    (here / "class" / "b.md").unlink()
    status, out, _ = grade(capsys, "class", "--format", "json")
    assert (status, len(json.loads(out))) == (0, 1)


def test_a_terminal_shows_one_submission_with_carets_and_a_class_as_a_summary(here, capsys):
    status, out, err = grade(capsys, "class/a.md")
    assert (status, err) == (0, "")
    assert "     4 │ E[R_{ij} R_{ik}] &= p^2 [/red]\n                           ^^^^^\n" in out
    assert out.splitlines()[-1].startswith("a.md: 9.5 (8 to 14) of 15")
    status, out, err = grade(capsys, "class")
    assert (status, err) == (2, "")
    assert "1 student: E[R_{ij} R_{ik}] = p^2 in 1.1" in out
    assert out.splitlines()[-1].endswith("--output DIR")


def test_csv_alone_is_on_stdout(here, capsys):
    status, out, err = grade(capsys, "class", "--format", "csv")
    assert (status, err) == (2, "")
    assert [row[0] for row in csv.reader(out.splitlines())] == ["submission", "a.md", "b.md"]


def test_a_handout_reaches_the_grader_and_is_no_submission(here, capsys):
    (here / "class" / "hw3.md").write_text("the text")
    _, out, _ = grade(capsys, "class", "--handout", "class/hw3.md", "--format", "json")
    found = json.loads(out)
    assert [f["submission"] for f in found] == ["a.md", "b.md"]
    assert found[0]["notes"] == ["handout the text"]


def test_a_folder_of_results(here, capsys):
    status, out, err = grade(capsys, "class", "--output", "class/out", "--format", "gradescope")
    assert (status, err) == (2, "")
    written = sorted(p.name for p in (here / "class" / "out").iterdir() if not p.name.startswith("."))
    each = [f"{n}.md{ending}" for n in "ab" for ending in (".json", ".results.json", ".txt")]
    assert written == sorted([*each, "summary.csv", "summary.txt"])
    assert "1 of 2 submissions graded" in out
    assert json.loads((here / "class" / "out" / "a.md.results.json").read_text())["score"] == 9.5
    before = {p: p.stat().st_mtime_ns for p in (here / "class" / "out").glob("*.*") if p.suffix in (".json", ".txt")}
    assert grade(capsys, "class", "--output", "class/out", "--format", "gradescope")[0] == 2
    assert (here / "class" / ".log").read_text().split().count("a.md") == 1
    assert all(p.stat().st_mtime_ns == then for p, then in before.items())


def test_overrides_are_applied_survive_and_can_be_taken_back(here, capsys):
    (here / "class" / "b.md").unlink()
    (here / "out").mkdir()
    file = here / "out" / "overrides.toml"
    text = '[[override]]\nsubmission = "a.md"\nquestion = "1.1"\nmark = 6\nnote = "accepted [/red]"\n'
    file.write_text(text)
    for _ in range(2):
        status, out, err = grade(capsys, "class/a.md", "--output", "out", "--format", "json")
        assert (status, err) == (0, "")
        question = json.loads(out)["questions"][0]
        assert (question["mark"]["suggested"], question["overridden"]) == (6.0, True)
    assert file.read_text() == text
    assert "overridden by a person" in (here / "out" / "a.md.txt").read_text()
    file.unlink()
    _, out, _ = grade(capsys, "class/a.md", "--output", "out", "--format", "json")
    assert json.loads(out)["questions"][0]["mark"]["suggested"] == 4.5
    assert (here / "class" / ".log").read_text().split() == ["a.md"]


def test_an_override_that_meets_nothing_is_told_after_all_is_graded(here, capsys):
    (here / "out").mkdir()
    (here / "out" / "overrides.toml").write_text('[[override]]\nsubmission = "c"\nquestion = "1.1"\nmark = 1\n')
    status, out, err = grade(capsys, "class/a.md", "--output", "out", "--format", "json")
    assert status == 2
    assert json.loads(out)["submission"] == "a.md"
    assert "overrides.toml:3:1: no submission is called 'c'" in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["grade"], "PATH"),
        (["grade", "class"], "--sheet"),
        (["grade", "gone.md", "--sheet", SHEET], "no such file"),
        (["grade", "class", "--sheet", "ift6135-2020-hw33"], "did you mean"),
        (["grade", "class", "--sheet", SHEET, "--handout", "gone.md"], "--handout gone.md"),
        (["grade", "class", "--sheet", SHEET, "--format", "xml"], "--format"),
        (["grade", "class", "--sheet", SHEET, "--jobs", "0"], "--jobs"),
        (["grade", "class", "--sheet", SHEET, "--output", "class/a.md"], "results go to a folder"),
        (["grade", "class", "--sheet", SHEET, "--format", "gradescope"], "one submission at a time"),
        (["sheet", "gone.toml"], "gone.toml"),
    ],
)
def test_bad_usage_is_one_line(here, capsys, words, told):
    status, out, err = call(capsys, *words)
    assert (status, out) == (2, "")
    assert told in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("command", ["grade", "sheet", "gradescope"])
def test_help_has_an_example_and_imports_nothing_heavy(command):
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "verify", command, "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Example" in done.stdout
    modules = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines()}
    assert not modules & {"sympy", "torch", "numpy", "flint", "z3", "verify.grade.sheet", "verify.grade.batch"}


def test_the_overrides_of_the_readme_are_read_as_it_says(tmp_path):
    (text,) = re.findall(r"```toml\n(\[\[override\]\].*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "overrides.toml").write_text(text)
    one, two, all_of_them = read_overrides(tmp_path, load_sheet(SHEET)).decisions
    assert (one.submission, one.question, one.mark) == ("alice.md", "1.1", 5.5)
    assert two.right == (41,)
    assert (all_of_them.submission, all_of_them.error) == ("*", "E[R^2] = p^2")


# ------------------------------------------------------------------------------------------------- sheets

SMALL = """
schema = "verify.sheet/1"
id = "small"
title = "A small sheet"
[context.c]
names = { "p" = "number" }
[[question]]
id = "1.1"
points = 7
kind = "derive"
context = "c"
asks = "Show that [/red] p = p."
claim = ["p = p"]
reference = "$$p = p$$"
[[question]]
id = "1.2"
points = 1
kind = "prose"
asks = "Why?"
"""


@pytest.mark.parametrize(
    ("question", "status", "told"),
    [
        (replace(sample.RIGHT, id="1.1", points=7.0, mark=Mark(7, 7, 7)), 0, "7 of 7 points"),
        (replace(sample.RIGHT, id="1.1", points=7.0, mark=Mark(6, 6, 7)), 1, "6 of 7 points"),
        (replace(sample.WRONG, mark=Mark(7, 7, 7)), 1, "refuted"),
        (replace(sample.RIGHT, id="1.2"), 1, "no answer was found"),
    ],
)
def test_a_sheet_shows_what_it_asks_and_fails_if_its_own_answers_do(
    tmp_path, capsys, monkeypatch, question, status, told
):

    def fake(path, sheet, handout):
        assert path.read_text() == "## 1.1\n\n$$p = p$$\n"
        return replace(sample.PERFECT, questions=(question,))

    context = verify.grade.workers.multiprocessing.get_context("fork")
    monkeypatch.setattr(verify.grade.workers, "_start_method", lambda grader: context)
    monkeypatch.setattr(verify.cli.grading, "grader", fake)
    (tmp_path / "small.toml").write_text(SMALL)
    found, out, err = call(capsys, "sheet", str(tmp_path / "small.toml"))
    assert (found, err) == (status, "")
    assert told in out
    assert "Show that [/red] p = p." in out
    assert "2 questions, 8 points" in out
