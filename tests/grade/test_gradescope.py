"""The autograder: what is in the zip, that it needs no network to build, that it always leaves a results.json."""

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import verify.cli.grading
from tests.command import call
from tests.grade.graders import obedient
from verify.cli import autograder

ROOT = Path(__file__).parent.parent.parent
SHEET = "ift6135-2020-hw3"
FAKE = f"""#!{sys.executable}
import sys
import verify.cli.grading
from tests.grade.graders import obedient
from verify.cli import main
verify.cli.grading.grader = obedient
main(sys.argv[1:])
"""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    """Unpack the autograder as Gradescope does: everything in source/, beside submission/ and results/."""
    base = tmp_path_factory.mktemp("autograder")
    target = base / "autograder.zip"
    (base / "hw3.md").write_text("the handout")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(base)
        words = ["gradescope", SHEET, "--handout", "hw3.md", "--output", str(target)]
        done = subprocess.run(
            [sys.executable, "-m", "verify", *words],
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            check=False,
        )
    assert (done.returncode, done.stderr) == (0, "")
    assert "grades ift6135-2020-hw3" in done.stdout
    zipfile.ZipFile(target).extractall(base / "source")
    fake = base / "fake"
    fake.write_text(FAKE)
    fake.chmod(0o755)
    return base


def run(base, tmp_path, files, program="fake"):
    """Run `run_autograder` with its folders elsewhere, and return results.json."""
    for name, text in files.items():
        path = tmp_path / "submission" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (tmp_path / "submission").mkdir(exist_ok=True)
    (tmp_path / "source").symlink_to(base / "source")
    environment = {
        **os.environ,
        "AUTOGRADER": str(tmp_path),
        "VERIFY": str(base / program),
        "PYTHONPATH": str(ROOT),
    }
    script = base / "source" / "run_autograder"
    done = subprocess.run(["bash", str(script)], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert [p.name for p in (tmp_path / "results").iterdir()] == ["results.json"]
    return json.loads((tmp_path / "results" / "results.json").read_text())


def test_the_zip_holds_scripts_that_may_run_and_all_that_they_need(unpacked):
    archive = zipfile.ZipFile(unpacked / "autograder.zip")
    wanted = {"setup.sh", "run_autograder", "requirements.txt", "sheet.toml", "handout.md", autograder.WHEEL}
    assert set(archive.namelist()) == wanted
    modes = {info.filename: info.external_attr >> 16 for info in archive.infolist()}
    assert modes["setup.sh"] & 0o111
    assert modes["run_autograder"] & 0o111
    for script in ("setup.sh", "run_autograder"):
        assert archive.read(script).startswith(b"#!/usr/bin/env bash\n")
        assert subprocess.run(["bash", "-n"], input=archive.read(script), check=False).returncode == 0


def test_requirements_are_exact_and_leave_torch_out(unpacked):
    lines = (unpacked / "source" / "requirements.txt").read_text().splitlines()
    assert all(line.count("==") == 1 for line in lines)
    names = {line.split("==")[0] for line in lines}
    assert {"sympy", "pylatexenc", "rapidfuzz"} <= names
    assert "torch" not in names


def test_the_wheel_installs_and_runs(unpacked, tmp_path):
    wheel = unpacked / "source" / autograder.WHEEL
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "install", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--target", str(tmp_path / "site"), str(wheel)], check=True)
    environment = {"PYTHONPATH": str(tmp_path / "site"), "PATH": "/usr/bin:/bin"}
    code = "import verify, verify.derivations.dropout, verify.reports.page; print(verify.__file__)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.stderr, done.stdout.strip()) == ("", str(tmp_path / "site" / "verify" / "__init__.py"))
    assert (tmp_path / "site" / "verify" / "derivations" / "sheets" / f"{SHEET}.toml").is_file()
    assert (tmp_path / "site" / "bin" / "verify").is_file()


def test_two_archives_of_the_same_are_the_same():
    assert autograder.archive(b"x") == autograder.archive(b"x")
    assert b"--handout" not in zipfile.ZipFile(io.BytesIO(autograder.archive(b"x"))).read("run_autograder")


def test_a_submission_is_graded_with_the_handout(unpacked, tmp_path):
    found = run(unpacked, tmp_path, {"main.tex": "fine", "README.md": "please"})
    assert found["score"] == 9.5
    assert found["tests"][0]["max_score"] == 7.0
    assert "handout the handout" in found["output"]
    assert "not looked at: README.md" in found["output"]


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({}, "no .tex, .md or .ipynb"),
        ({"scan.pdf": "%PDF"}, "scan.pdf"),
        ({"a.md": "refuse"}, "cannot be read"),
        ({"a.md": "crash"}, "crashed"),
    ],
)
def test_there_is_a_clear_message_whatever_was_handed_in(unpacked, tmp_path, files, told):
    found = run(unpacked, tmp_path, files)
    assert (found["score"], found["tests"]) == (0.0, [])
    assert told in found["output"]
    assert "A person has to look" in found["output"]
    assert found["visibility"] == "after_published"


def test_there_is_a_results_file_even_if_the_program_does_not_run(unpacked, tmp_path):
    found = run(unpacked, tmp_path, {"a.md": "fine"}, program="is not there")
    assert found["score"] == 0.0
    assert "did not run to its end" in found["output"]


def test_a_sheet_that_is_not_there_is_one_line(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr(verify.cli.grading, "grader", obedient)
    monkeypatch.chdir(tmp_path)
    status, out, err = call(capsys, "gradescope", "ift6135-2020-hw33")
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert not list(tmp_path.iterdir())
