"""What the README teaches works: its example passes, and its deliberate mistake is found where it says."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

README = Path(__file__).parent.parent / "README.md"
(EXAMPLE,) = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)


def check(folder, source):
    (folder / "shrinkage.py").write_text(source, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "verify", "all", "shrinkage.py", "--device", "cpu"],
        cwd=folder, env={**os.environ, "COLUMNS": "120"}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_example_passes(tmp_path):
    done = check(tmp_path, EXAMPLE)
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 of 1 derivations passed; 2 of 2 mutants caught" in done.stdout


def test_the_mistake_is_reported_as_the_readme_shows(tmp_path):
    wrong = EXAMPLE.replace("(v + mu**2)", "(v - mu**2)")
    assert wrong != EXAMPLE
    done = check(tmp_path, wrong)
    assert done.returncode == 1
    (shown,) = re.findall(r"```\n(✗.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert shown in done.stdout
    assert re.search(r"at +\w+ = \S+, v = \S+\n", done.stdout)


def test_without_the_range_of_v_the_steps_stay_open(tmp_path):
    done = check(tmp_path, EXAMPLE.replace("declare(v, POSITIVE)", "declare(v)"))
    assert done.returncode == 3
    assert "unproved" in done.stdout


@pytest.mark.parametrize(
    "name", ["verify all", "verify list", "verify show", "verify mutants", "make verify", "make test"]
)
def test_every_command_is_named(name):
    assert name in README.read_text(encoding="utf-8")
