"""`verify grade` on files: exit status, what goes to stdout."""

import json
from dataclasses import replace

import pytest

import verify.cli.grading
from tests.command import call
from tests.reports import graded_sample as sample
from verify.model import VerifyError

SHEET = "ift6135-2020-hw3"


def fake(path, sheet, handout):
    if "bad" in path.read_text():
        raise VerifyError("cannot be read")
    return replace(sample.GRADED, submission=str(path), sheet=sheet.id)


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.setattr(verify.cli.grading, "grader", fake)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text("fine")
    (tmp_path / "b.md").write_text("bad")
    return tmp_path


def test_one_file_is_an_object(here, capsys):
    status, out, err = call(capsys, "grade", "a.md", "--sheet", SHEET, "--format", "json")
    assert (status, err) == (0, "")
    found = json.loads(out)
    assert (found["submission"], found["sheet"]) == ("a.md", SHEET)


def test_one_that_cannot_be_graded_is_reported_beside_the_others(here, capsys):
    status, out, err = call(capsys, "grade", "a.md", "b.md", "--sheet", SHEET, "--format", "json")
    assert (status, err) == (2, "")
    one, other = json.loads(out)
    assert one["mark"]["suggested"] == 9.5
    assert other["error"] == "cannot be read"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["grade"], "PATH"),
        (["grade", "a.md"], "--sheet"),
        (["grade", "a.md", "--sheet", "ift6135-2020-hw33"], "did you mean"),
        (["grade", "a.md", "--sheet", SHEET, "--handout", "gone.md"], "--handout gone.md"),
        (["grade", "a.md", "--sheet", SHEET, "--format", "xml"], "--format"),
    ],
)
def test_bad_usage_is_one_line(here, capsys, words, told):
    status, out, err = call(capsys, *words)
    assert (status, out) == (2, "")
    assert told in err
    assert err.count("\n") == 1
