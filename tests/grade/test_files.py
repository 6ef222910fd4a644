"""Which files are submissions: classes, students' folders, links, what nobody can read."""

import os
from pathlib import Path

import pytest

from verify.grade.files import main_file, read_bytes, student_folder, submissions
from verify.model import VerifyError


def make(folder, *names, text="x"):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def names(found):
    return [s.name for s in found]


def test_a_class_is_files_and_folders_in_the_order_of_names(tmp_path):
    make(tmp_path, "b.md", "a.tex", "C/main.tex", "d.ipynb", ".hidden.md", ".git/x.md", "__MACOSX/y.md", "photo.png")
    make(tmp_path, "README.md", "grades.csv")
    found = submissions([tmp_path])
    assert names(found) == ["C", "a.tex", "b.md", "d.ipynb"]
    assert all(s.file is not None for s in found)
    assert found == submissions([tmp_path])


def test_a_file_that_is_named_is_a_submission_whatever_it_is(tmp_path):
    make(tmp_path, "README.md", "x.pdf")
    found = submissions([tmp_path / "x.pdf", tmp_path / "README.md"])
    assert names(found) == ["README.md", "x.pdf"]


def test_what_nobody_can_read_is_reported_unless_its_source_is_there(tmp_path):
    make(tmp_path, "a.pdf", "b.pdf", "b.tex", "c.docx", "D/scan.pdf", "E/notes.txt", "f.tex.txt", "g", "__bob.md")
    found = {s.name: s for s in submissions([tmp_path])}
    assert set(found) == {"a.pdf", "b.tex", "c.docx", "D", "E", "f.tex.txt", "g", "__bob.md"}
    assert all((s.file is None) is (name not in ("b.tex", "__bob.md")) for name, s in found.items())
    assert "ask for its source" in found["a.pdf"].problem
    assert "scan.pdf" in found["D"].problem
    assert found["b.tex"].file is not None


def test_links_are_reported_and_never_followed(tmp_path):
    make(tmp_path, "secret/grades.md", "class/a.md", "class/B/c.md")
    (tmp_path / "class" / "x.md").symlink_to(tmp_path / "secret" / "grades.md")
    (tmp_path / "class" / "Y").symlink_to(tmp_path / "secret")
    (tmp_path / "class" / "B" / "z.tex").symlink_to(tmp_path / "secret" / "grades.md")
    (tmp_path / "class" / "B" / "deep").symlink_to(tmp_path / "secret")
    (tmp_path / "class" / "loop").symlink_to(tmp_path / "class")
    found = {s.name: s for s in submissions([tmp_path / "class"])}
    for link in ("x.md", "Y", "loop"):
        assert found[link].file is None
        assert "symbolic link" in found[link].problem
    assert found["B"].file == tmp_path / "class" / "B" / "c.md"
    assert found["B"].notes == ()


@pytest.mark.parametrize(
    ("files", "main"),
    [
        ({"a.md": "x"}, "a.md"),
        ({"README.md": "long long", "a.md": "x"}, "a.md"),
        ({"notes.md": "long long", "sub/report.tex": "\\documentclass{article}"}, "sub/report.tex"),
        ({"intro.tex": "long long", "main.tex": "\\input{intro}"}, "main.tex"),
        ({"aa.md": "long long", "hw3.md": "x"}, "hw3.md"),
        ({"aa.md": "x", "bb.md": "long long"}, "bb.md"),
        ({"deep/aa.md": "long long", "bb.md": "x"}, "bb.md"),
        ({"aa.md": "x", "bb.md": "x"}, "aa.md"),
    ],
)
def test_the_main_file_of_a_students_folder(tmp_path, files, main):
    for name, text in files.items():
        make(tmp_path, name, text=text)
    assert main_file([tmp_path / name for name in files], tmp_path) == tmp_path / main
    found = student_folder(tmp_path)
    assert found.file == tmp_path / main
    assert bool(found.notes) is (len(files) > 1)


def test_names_are_told_apart_and_each_file_is_there_once(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    make(tmp_path, "one/hw.md", "two/hw.md")
    files = [Path("one/hw.md"), Path("two/hw.md"), Path("./one/hw.md"), tmp_path / "two" / "hw.md"]
    assert names(submissions(files)) == ["one/hw.md", "two/hw.md"]
    assert names(submissions(list(reversed(files[:2])))) == ["one/hw.md", "two/hw.md"]


def test_names_hold_nothing_that_a_terminal_obeys(tmp_path):
    hostile = ["a\nb.md", "\x1b[31mred.md", "[/red].md", "=cmd().md", os.fsdecode(b"\xff\xfe.md"), "‮evil.md"]
    make(tmp_path, *hostile)
    found = submissions([tmp_path])
    assert len({s.name for s in found}) == len(hostile)
    for submission in found:
        assert submission.name.isprintable()
        submission.name.encode()
        assert submission.file.read_text() == "x"


def test_what_is_left_out_is_no_submission(tmp_path):
    make(tmp_path, "a.md", "hw3.md", "results/a.md.json")
    found = submissions([tmp_path], leave_out=[tmp_path / "hw3.md", tmp_path / "results"])
    assert names(found) == ["a.md"]


@pytest.mark.parametrize(("path", "told"), [("gone.md", "no such file"), ("empty", "no submission in this folder")])
def test_nothing_to_grade_is_an_error(tmp_path, path, told):
    (tmp_path / "empty").mkdir()
    with pytest.raises(VerifyError, match=told):
        submissions([tmp_path / path])


def test_a_pipe_and_a_large_file_are_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "pipe.md")
    (found,) = submissions([tmp_path])
    assert found.problem == "this is no regular file"
    with pytest.raises(VerifyError, match="no regular file"):
        read_bytes(tmp_path / "pipe.md", 100)
    make(tmp_path, "large.md", text="x" * 101)
    with pytest.raises(VerifyError, match="larger than"):
        read_bytes(tmp_path / "large.md", 100)
    with pytest.raises(VerifyError, match="cannot be read"):
        read_bytes(tmp_path / "gone.md", 100)
