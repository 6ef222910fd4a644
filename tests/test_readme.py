"""What the README teaches works: its example passes, and its deliberate mistake is found where it says."""

import re
from pathlib import Path

import pytest

from tests.command import call

README = Path(__file__).parent.parent / "README.md"
EXAMPLE, MATRICES = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture
def check(tmp_path, monkeypatch, capsys):
    """Check a module in an empty folder: exit status, and what was reported."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")

    def run(source):
        Path("shrinkage.py").write_text(source, encoding="utf-8")
        status, out, err = call(capsys, "all", "shrinkage.py", "--device", "cpu")
        assert err == ""
        return status, out

    return run


def test_the_example_passes(check):
    status, out = check(EXAMPLE)
    assert status == 0
    assert "1 of 1 derivations passed; 2 of 2 mutants caught" in out


def test_the_example_with_matrices_passes(check):
    status, out = check(MATRICES)
    assert status == 0, out
    status, out = check(
        MATRICES.replace('"=", p * X * w)', '"=", X * w)').replace('"=", p * X * w, by', '"=", X * w, by')
    )
    assert status == 1
    assert "refuted" in out


def test_the_mistake_is_reported_as_the_readme_shows(check):
    wrong = EXAMPLE.replace("(v + mu**2)", "(v - mu**2)")
    assert wrong != EXAMPLE
    status, out = check(wrong)
    (shown,) = re.findall(r"```\n(✗.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert status == 1
    assert shown in out
    assert re.search(r"at +\w+ = \S+, v = \S+\n", out)


def test_without_the_range_of_v_the_steps_stay_open(check):
    status, out = check(EXAMPLE.replace("declare(v, POSITIVE)", "declare(v)"))
    assert status == 3
    assert "unproved" in out


@pytest.mark.parametrize(
    "name", ["verify all", "verify list", "verify show", "verify mutants", "make verify", "make test"]
)
def test_every_command_is_named(name):
    assert name in README.read_text(encoding="utf-8")
