"""A run that is killed with SIGKILL resumes: nothing is lost, nothing is graded twice; Ctrl-C ends it cleanly."""

import json
import os
import signal
import sys
import time
from pathlib import Path

import pytest

from tests.command import start_interruptible

ROOT = Path(__file__).parent.parent.parent
FILES = 8
PROGRAM = """
import verify.cli.grading
from tests.grade.graders import obedient
from verify.cli import main
verify.cli.grading.grader = obedient
main(["grade", "class", "--sheet", "ift6135-2020-hw3", "--output", "out", "--jobs", "2", "--format", "csv"])
"""


@pytest.fixture
def here(tmp_path):
    (tmp_path / "class").mkdir()
    for k in range(FILES):
        (tmp_path / "class" / f"s{k}.md").write_text("sleep 0.4")
    return tmp_path


def start(here):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return start_interruptible([sys.executable, "-c", PROGRAM], cwd=here, env=environment)


def stored(here):
    return sorted(p.name for p in (here / "out").glob("s*.json")) if (here / "out").is_dir() else []


def wait_for(here, number, seconds=60):
    deadline = time.monotonic() + seconds
    while len(stored(here)) < number:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def log(here):
    return (here / "class" / ".log").read_text().split()


def test_a_killed_run_resumes(here):
    with start(here) as process:
        wait_for(here, 3)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    kept = stored(here)
    assert 3 <= len(kept) < FILES
    assert all(json.loads((here / "out" / name).read_text())["key"] for name in kept)
    time.sleep(1.0)  # workers end with their parent: nobody writes to the log any more
    before = log(here)
    with start(here) as process:
        out, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (0, b"")
    assert len(out.splitlines()) == FILES + 1
    assert len(stored(here)) == FILES
    again = log(here)[len(before) :]
    assert sorted(again) == [f"s{k}.md" for k in range(FILES) if f"s{k}.md.json" not in kept]
    assert not list((here / "out").glob(".part-*"))


def test_interrupt_keeps_what_is_done_and_ends_with_130(here):
    with start(here) as process:
        wait_for(here, 1)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, b"", b"verify: interrupted\n")
    assert 1 <= len(stored(here)) < FILES
