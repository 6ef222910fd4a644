"""The command line: exit status, what goes to stdout and stderr, one clear line for each mistake."""

import contextlib
import json
import os
import pty
import signal
import subprocess
import sys
import time

import pytest

import verify.run
from tests.command import call, start_interruptible
from tests.reports import sample
from verify.cli import exit_status

HEADER = """
from sympy import exp, symbols
from verify.notation import *

x, y = symbols("x y")
plane = Context(declare(x), declare(y), scope="all real x, y")


def square(rhs, **more):
    claim = Statement((x + y)**2, "=", rhs)
    return Derivation("The square of a sum", plane, claim, (Step("=", rhs, by="multiply out"),), **more)


"""
RIGHT = HEADER + "right = square(x**2 + 2*x*y + y**2, mutants=(Mutant('no cross term', rhs=x**2 + y**2),))\n"
WRONG = HEADER + "wrong = square(x**2 + x*y + y**2)\n"
SURVIVOR = HEADER + "weak = square(x**2 + 2*x*y + y**2, mutants=(Mutant('the same', rhs=x**2 + 2*y*x + y**2),))\n"
ILL_TYPED = HEADER + (
    "from sympy import MatrixSymbol\nn, d = symbols('n d', integer=True, positive=True)\n"
    "X, w = MatrixSymbol('X', n, d), MatrixSymbol('w', d, 1)\n"
    "shapes = Derivation('t', Context(declare(X), declare(w)), Statement(w * X, '=', X), (Step('=', X, by='-'),))\n"
)
UNDEFINED = HEADER + ("cancelled = Derivation('x/x', plane, Statement(x/x, '=', 1), (Step('=', 1, by='cancel'),))\n")
MISSES = HEADER + (
    "misses = Derivation('t', plane, Statement((x + y)**2, '=', x**2 + 2*x*y + y**2),\n"
    "    (Step('=', (y + x)**2, by='commute'),))\n"
)


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    return tmp_path


def python(*words, **options):
    command = [sys.executable, "-m", "verify", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, **options)


# ----------------------------------------------------------------------------------------- exit status


@pytest.mark.parametrize(
    ("derivations", "expected"),
    [
        ((sample.PASSED,), 0),
        ((sample.PASSED, sample.REFUTED), 1),
        ((sample.SURVIVED,), 1),
        ((sample.PASSED, sample.OPEN), 3),
        ((sample.OPEN, sample.REFUTED), 1),
    ],
)
def test_exit_status_of_a_report(derivations, expected):
    assert exit_status(sample.report(*derivations)) == expected


def test_a_report_without_derivations_does_not_exit_0():
    assert exit_status(sample.report(passed=False)) == 3


@pytest.mark.parametrize(
    ("source", "status", "told"),
    [
        (RIGHT, 0, "1 of 1 derivations passed"),
        (WRONG, 1, "mine.py:11"),
        (SURVIVOR, 1, "the mutant “the same” survived"),
        (ILL_TYPED, 1, "ill-typed"),
        (MISSES, 1, "which is not the claim"),
        (UNDEFINED, 3, "x ≠ 0"),
    ],
)
def test_exit_status_of_each_outcome(here, capsys, source, status, told):
    (here / "mine.py").write_text(source)
    found, out, err = call(capsys, "all", "mine.py", "--device", "cpu")
    assert (found, err) == (status, "")
    assert told in out


def test_exit_status_reaches_the_shell(here):
    (here / "mine.py").write_text(WRONG)
    done = python("all", "mine.py", "--device", "cpu")
    assert (done.returncode, done.stderr) == (1, "")
    assert "Traceback" not in done.stdout


def test_interrupt_ends_with_130_and_no_traceback(here):
    (here / "mine.py").write_text("import pathlib, time\npathlib.Path('loaded').touch()\ntime.sleep(60)\n")
    command = [sys.executable, "-m", "verify", "all", "mine.py"]
    with start_interruptible(command, text=True) as process:
        while not (here / "loaded").exists():
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.strip() == "verify: interrupted"


# -------------------------------------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["all", "dropot"], "did you mean dropout, "),
        (["show", "dropout.expected_los_eq_ridge"], "did you mean dropout.expected_loss_eq_ridge"),
        (["list", "gone.py"], "there is no file gone.py"),
        (["all", "--alpha", "2"], "--alpha must lie"),
        (["all", "--alpha", "tiny"], "--alpha"),
        (["all", "--margin", "0"], "--margin must lie"),
        (["all", "--seed", "-1"], "--seed must be"),
        (["all", "--jobs", "0"], "--jobs must be"),
        (["all", "--device", "tpu"], "--device must be one of"),
        (["all", "--format", "xml"], "--format"),
        (["all", "--output", "no/such/folder/report.json"], "--output"),
        (["all", "--output", "."], "is a folder"),
        (["all", "--nonsense"], "--nonsense"),
        (["alll"], "alll"),
        (["show"], "ID"),
    ],
)
def test_bad_usage_is_one_line_on_stderr(here, capsys, words, told):
    status, out, err = call(capsys, *words)
    assert (status, out) == (2, "")
    assert told in err
    assert err.startswith("verify: ")
    assert err.count("\n") == 1


def test_cuda_without_one_is_one_line(capsys):
    import torch

    if torch.cuda.is_available():
        pytest.skip("this machine has a CUDA device")
    status, out, err = call(capsys, "all", "--device", "cuda")
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "finds no CUDA device" in err


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("x = (1 +\n", "verify: mine.py:1:5: syntax error"),
        ("1 / 0\n", "verify: mine.py:1:1: ZeroDivisionError"),
        (HEADER + "bad = square(undeclared := symbols('zeta'))\n", "verify: mine.py:"),
        (
            HEADER + "twice = Derivation('t', Context(declare(x), declare(x)), Statement(x, '=', x), ())\n",
            "more than once",
        ),
    ],
)
def test_a_bad_module_is_one_line_with_its_place(here, capsys, source, told):
    (here / "mine.py").write_text(source)
    status, out, err = call(capsys, "all", "mine.py")
    assert (status, out) == (2, "")
    assert told in err
    assert "mine.py:" in err
    assert err.count("\n") == 1


def test_a_user_may_print_in_a_module_without_breaking_json(here, capsys):
    (here / "mine.py").write_text(f"{RIGHT}print('loaded')\n")
    status, out, err = call(capsys, "all", "mine.py", "--format", "json", "--device", "cpu")
    assert json.loads(out)["passed"] is True
    assert (status, err) == (0, "loaded\n")


# --------------------------------------------------------------------------------------------- commands


@pytest.fixture
def fake_engine(monkeypatch):
    def checked(derivation, settings, library):
        from dataclasses import replace

        return replace(sample.PASSED, id=derivation.id, title=derivation.title, questions=derivation.questions)

    monkeypatch.setattr(verify.run, "check_derivation", checked)


def test_all_reports_the_whole_library(fake_engine, capsys):
    status, out, err = call(capsys, "all", "--device", "cpu")
    assert (status, err) == (0, "")
    assert "dropout.expected_loss_eq_ridge" in out


def test_json_alone_is_on_stdout(fake_engine, capsys):
    status, out, err = call(capsys, "all", "flows", "--format", "json", "--no-cache", "--device", "cpu")
    assert (status, err) == (0, "")
    assert json.loads(out)["schema"] == "verify.report/1"


def test_output_is_written_in_one_move_and_stdout_stays_empty(fake_engine, here, capsys):
    target = here / "report.json"
    target.write_text("old")
    status, out, _ = call(capsys, "all", "flows", "--format", "json", "--output", str(target), "--device", "cpu")
    assert (status, out) == (0, "")
    assert json.loads(target.read_text())["passed"] is True
    assert [p.name for p in here.iterdir()] == ["report.json"]


def test_list_goes_question_by_question(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    status, out, err = call(capsys, "list", "ift6135-2020-hw3")
    assert (status, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "ift6135-2020-hw3"
    assert [line.split()[:2] for line in lines if line.startswith("1.1 ")] == [
        ["1.1", "dropout.expected_loss_eq_ridge"]
    ]
    assert [line.split()[:2] for line in lines if line.startswith("3.2 ")] == [["3.2", "(prose)"]]


def test_list_of_one_sheet_or_question_leaves_out_the_others(capsys):
    _, out, _ = call(capsys, "list", "ift6135-2020-hw3:2.2")
    assert [line.split()[0] for line in out.splitlines() if ".amortized" in line] == ["2.2"]


def test_list_of_a_topic_has_all_its_questions_and_those_beyond(capsys):
    _, out, _ = call(capsys, "list", "dirac_gan_general", "flows")
    assert "beyond the sheets" in out
    assert "flows." in out


def test_show_and_mutants(fake_engine, capsys):
    status, out, _ = call(capsys, "show", "flows", "--device", "cpu")
    assert (status, "proved by indices" in out) == (0, True)
    status, out, _ = call(capsys, "mutants", "flows", "--device", "cpu")
    assert (status, "2 of 2 mutants caught" in out) == (0, True)


def test_mutants_exits_with_1_if_one_survives(capsys, monkeypatch):
    from dataclasses import replace

    monkeypatch.setattr(verify.run, "check_derivation", lambda d, s, k: replace(sample.SURVIVED, id=d.id))
    assert call(capsys, "mutants", "flows", "--device", "cpu")[0] == 1


@pytest.mark.parametrize("words", [["--help"], ["all", "--help"], ["list", "-h"], ["show", "-h"], ["mutants", "-h"]])
def test_help(capsys, words):
    status, out, err = call(capsys, *words)
    assert (status, err) == (0, "")
    assert "Usage: verify" in out


def test_version(capsys):
    assert call(capsys, "--version")[:2] == (0, f"verify {verify.__version__}\n")


def test_no_command_shows_the_help_and_counts_as_bad_usage(capsys):
    status, out, _ = call(capsys)
    assert (status, "Commands:" in out) == (2, True)


# ------------------------------------------------------------------------------------- terminals, start-up


def in_terminal(words, **environment):
    """Run under a pseudo-terminal and return what came out of it."""
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "verify", *words]
    kept = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")}
    with subprocess.Popen(
        command, stdout=follower, stderr=follower, stdin=follower, env={**kept, "TERM": "xterm", **environment}
    ):
        os.close(follower)
        shown = b""
        with contextlib.suppress(OSError):  # Linux says EIO when the other end is closed
            while block := os.read(leader, 65536):
                shown += block
    os.close(leader)
    return shown.decode()


@pytest.mark.parametrize(
    ("words", "environment", "coloured"),
    [
        (["list", "flows"], {}, True),
        (["list", "flows", "--no-color"], {}, False),
        (["list", "flows"], {"NO_COLOR": "1"}, False),
        (["list", "flows"], {"TERM": "dumb"}, False),
    ],
)
def test_colours_follow_the_terminal_and_can_be_turned_off(words, environment, coloured):
    shown = in_terminal(words, **environment)
    assert "flows." in shown
    assert ("\x1b[" in shown) is coloured


def test_a_progress_bar_only_on_a_terminal_and_only_for_longer_work(monkeypatch):
    from verify.cli import progress_bar

    class Screen:
        def __init__(self):
            self.text = ""

        def isatty(self):
            return True

        def write(self, text):
            self.text += text

        def flush(self):
            pass

    for after, expected in ((60.0, False), (0.0, True)):
        screen = Screen()
        monkeypatch.setattr(sys, "stderr", screen)
        monkeypatch.setenv("TERM", "xterm")
        with progress_bar(after) as advance:
            advance(1, 2, "dropout.[bold]")
            time.sleep(0.2)
        assert ("dropout.[bold]" in screen.text) is expected


def test_help_imports_nothing_heavy():
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "verify", "--help"], capture_output=True, text=True, check=True
    )
    modules = {line.rsplit("|", 1)[-1].strip().split(".")[0] for line in done.stderr.splitlines()}
    assert "typer" in modules
    assert not modules & {"sympy", "torch", "numpy", "flint", "z3"}


def test_a_reader_that_goes_away_is_no_error():
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m verify list | head -n 1"], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""


def test_a_narrow_encoding_is_no_error():
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = python("list", "flows", env=environment)
    assert (done.returncode, done.stderr) == (0, "")
