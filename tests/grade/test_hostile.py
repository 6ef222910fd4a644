"""Hostile files: each gets a designed result in bounded time; nothing is executed, no other file is read."""

import csv
import io
import json
import signal
import sys
import time
from pathlib import Path

import pytest

from tests.command import call
from tests.grade.answers import judged, verdicts
from tests.hang import BOUND, ends
from verify.grade.limits import OutOfTime, within
from verify.grade.sheet import load_sheet
from verify.grade.submission import grade_file
from verify.model import VerifyError

SHEET = load_sheet("ift6135-2020-hw3")
FINE = r"$$\mathbb{E}[X \odot R] = p X$$"
ACCUSED = {"refuted", "ill-typed", "carried"}
PASSED = {"proved", "confirmed", "given"}


def matrix(n):
    rows = (" & ".join(str((i * j * 7 + i + 3 * j) % 11 + 1) for j in range(n)) for i in range(n))
    return r"\begin{pmatrix}" + r"\\".join(rows) + r"\end{pmatrix}"


def fractions(n):
    text = "1"
    for _ in range(n):
        text = r"\frac{1}{1 + " + text + "}"
    return text


def names(step, n, first="p"):
    """Return lines that define a name by the one before, n times, and compare the last with p."""
    lines, before = [], first
    for k in range(n):
        name = rf"\{('tilde', 'hat', 'bar')[k % 3]}{{{'abceuvzABCGHMN'[k // 3 % 14]}}}"
        lines += ["Let", f"$${name} := {step.replace('@', before)}$$"]
        before = name
    return (*lines, "Then", f"$$p = {before}$$")


ONE = {
    "ten thousand braces": "{" * 9_000 + "p" + "}" * 9_000 + " = p",
    "more braces than are read": "{" * 10_000 + "p" + "}" * 10_000 + " = p",
    "brackets": "(" * 4_000 + "p" + ")" * 4_000 + " = p",
    "brackets that do not close": "(" * 4_000 + "p = p",
    "bars": "|" * 4_000 + "p = p",
    "scripts": "p" + "_{p" * 3_000 + "}" * 3_000 + " = p",
    "signs": "-" * 15_000 + "p = p",
    "a tower": "9^{9^{9^9}} = 1",
    "a tower over a letter": "p^{9^{9^{9^9}}} = p",
    "a high tower": "9^{" * 40 + "9" + "}" * 40 + " = p",
    "powers of powers": r"((((9^{64})^{64})^{64})^{64})^{64} = 1",
    "a large exponent": r"(1 + p + p^2)^{1000000} = p",
    "a power of a matrix": r"(X^\top X)^{1000000000} w = w",
    "a numeral": "9" * 15_000 + " = p",
    "decimals": "0." + "3" * 15_000 + " = p",
    "exponentials": r"\exp(\exp(\exp(\exp(\exp(99))))) = 1",
    "exponentials of a letter": r"\log \exp(\exp(\exp(\exp(99 p)))) = 1",
    "a sum to a milliard": r"\sum_{i=1}^{1000000000} i = 1",
    "a sum of logarithms": r"\sum_{i=1}^{1000000000} \log i = 1",
    "sums of sums": r"\sum_{i=1}^{100000}\sum_{j=1}^{100000}\sum_{k=1}^{100000} i j k = 1",
    "a product to a milliard": r"\prod_{i=1}^{1000000000} i = 1",
    "a determinant": r"\det " + matrix(40) + " = 1",
    "an inverse": matrix(40) + r"^{-1} = I",
    "a smaller determinant": r"\det " + matrix(12) + " = 1",
    "deep fractions": fractions(200) + " = p",
    "fractions as deep as are read": fractions(25) + " = p",
    "expectations": r"\mathbb{E}[" * 40 + "R_{11}" + "]" * 40 + " = p",
    "gradients": r"\nabla_w " * 40 + "L(w) = p",
    "many variables": r"\mathbb{E}[("
    + "+".join(f"R_{{{i}{j}}}" for i in range(1, 9) for j in range(1, 9))
    + ")^8] = p",
    "factors": "".join(f"(p + {k})" for k in range(200)) + " = p",
    "a long chain": "p " + "= p + p - p " * 300,
    "logarithms of primes": rf"\log {2**89 - 1} = \log {2**89 - 3}",
    "an inequality": r"p^{60} + \exp(p^{30}) (1 - p)^{50} \ge \log(1 + p^{50}) - p^{59}",
}


@pytest.mark.parametrize("text", ONE.values(), ids=ONE)
def test_a_row_that_is_too_much_ends_soon_and_is_not_passed(text):
    with ends():
        found = verdicts("1.1", f"$${text}$$")
    assert found
    assert not PASSED & set(found) or text.startswith("p = p + p - p")


MANY = {
    "sums of names": names("@ + 2 @", 40),
    "squares of names": names("(@)^2 + @", 40),
    "powers of names": names("(@)^{64}", 6),
    "matrices": names(r"(@ + @^\top X @)", 20, "X"),
    "masks": names(r"(@ \odot @ + @)", 20, "R"),
    "inverses": names(r"(@^\top @ + I)^{-1}", 20, "X"),
    "roots": names(r"\sqrt{1 + @}", 40),
    "a function of itself": ("Let", "$$h(t) := t^{64}$$", "Let", "$$g(t) := h(h(h(h(t))))$$", "Then", "$$g(3) = 1$$"),
}


@pytest.mark.parametrize("lines", MANY.values(), ids=MANY)
def test_names_that_grow_end_soon(lines):
    with ends():
        found = judged("1.1", *lines)
    assert str(found[-1].verdict) not in PASSED
    assert not [j.reason for j in found if j.reason.startswith("could not be checked")]


# ---------------------------------------------------------------------------------------------- whole files


def graded(path):
    """Return the verdicts in a file, after the answers of a question that it holds."""
    return [str(s.verdict) for q in grade_file(path, SHEET).questions for s in q.steps]


def written(folder, text, name="a.md"):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    return path


BODIES = {
    "an input": r"\input{/etc/passwd} \include{/etc/passwd} \lstinputlisting{/etc/passwd} \verbatiminput{/etc/passwd}",
    "a shell escape": r"\write18{touch marker} \immediate\write18{touch marker} \ShellEscape{touch marker}",
    "a file to write": r"\newwrite\f \immediate\openout\f=marker \immediate\write\f{x} \closeout\f",
    "code": "`__import__('os').system('touch marker')` {{7*7}} ${7*7}$ $__import__('os').system('touch marker')$",
    "code in a formula": r"$$\operatorname{eval}(\text{open('marker','w')}) = \text{os.system('touch marker')}$$",
    "a macro that calls itself": r"\newcommand{\a}{\a\a} $$\a = p$$",
    "macros that double": "".join(
        rf"\newcommand{{\m{chr(98 + k)}}}{{\m{chr(97 + k)}\m{chr(97 + k)}}}" for k in range(24)
    )
    + r"\newcommand{\ma}{p} $$\my = p$$",
    "a macro for everything": r"\def\frac{\sum} \renewcommand{\top}{\write18{id}} $$\x = \frac{1}{2}$$",
    "catcodes": r"\catcode`\$=12 \catcode`\%=0 \let\end\begin \makeatletter",
    "html": "<script>fetch('http://x')</script><img src=x onerror=alert(1)> <!-- $$p = 1$$",
    "markup": "[/red][bold]x[/bold] =cmd()|' /C calc'!A0 \x1b[31mred\x1b[0m \x1b]0;title\x07 $$p = p [/red]$$",
    "look-alikes": "$$р = p$$ $$\u202ep = p\u202c$$ $$p\u200b = p$$ $$𝔼[Ｒ] ＝ р$$",
    "controls": "$$p \x00= \x01p\x08$$ \x7f\x85\u2028 $$p = \ufffd$$",
}


@pytest.mark.parametrize("suffix", [".md", ".tex"])
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_hostile_answer_is_graded_beside_the_honest_rows(tmp_path, monkeypatch, body, suffix):
    monkeypatch.chdir(tmp_path)
    head = "## 1.1\n" if suffix == ".md" else "\\section*{1.1}\n"
    with ends():
        found = graded(written(tmp_path, f"{head}\n{FINE}\n\n{body}\n\n", f"a{suffix}"))
    assert "proved" in found
    assert [file.name for file in tmp_path.iterdir()] == [f"a{suffix}"]


@pytest.mark.parametrize(
    "body",
    [
        r"\renewcommand{\mathbb}[1]{\mathbb{#1}} $$\mathbb{E}[p] = p$$",
        r"\newcommand{\a}{\a\a} $$\a = p$$",
        "$$р = q$$",
        "$$p \x00= p$$",
        r"$$p = p \write18{id}$$",
    ],
)
def test_what_is_not_what_it_seems_is_neither_passed_nor_held_against_anyone(tmp_path, body):
    found = graded(written(tmp_path, f"## 1.1\n\n{body}\n"))
    assert set(found) <= {"unread", "undecided"}


#: what happens in a process that is told to audit hooks, beyond reading code and the file itself
_STARTS = (
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.spawn",
    "os.fork",
    "os.startfile",
    "subprocess.",
    "pty.",
    "socket.",
)
_CHANGES = (
    "os.remove",
    "os.rename",
    "os.mkdir",
    "os.rmdir",
    "os.chmod",
    "os.link",
    "os.symlink",
    "shutil.",
    "ctypes.dlopen",
)
_heard: list[tuple[str, str]] = []
_listening = False


def _hook(event, args):
    if (
        _listening
        and not (event == "open" and isinstance(args[0], int))
        and (event == "open" or event.startswith((*_STARTS, *_CHANGES)) or event in ("compile", "import"))
    ):
        _heard.append((event, str(args[1] if event == "compile" else args[0] if args else "")))


def test_nothing_is_run_and_no_other_file_is_read_or_written(tmp_path, monkeypatch):
    global _listening
    monkeypatch.chdir(tmp_path)
    body = "\n\n".join(BODIES.values())
    path = written(tmp_path, f"## 1.1\n\n{FINE}\n\n{body}\n\n## 2.1\n\n$$\\log p_\\theta(x) = 1$$\n")
    first = graded(path)  # what is imported when first needed is imported now
    sys.addaudithook(_hook)
    _heard.clear()
    _listening = True
    try:
        again = graded(path)
    finally:
        _listening = False
    assert again == first
    assert {what for what in _heard if what != ("open", str(path))} == set()
    assert list(tmp_path.iterdir()) == [path]


def test_files_that_are_no_answers_are_refused_with_a_reason(tmp_path):
    large = tmp_path / "large.md"
    with large.open("wb") as file:
        file.truncate(50_000_000)
    (tmp_path / "link.md").symlink_to("/etc/passwd")
    cells = [{"cell_type": "code", "source": "x"}] * 3
    bomb = written(tmp_path, "[" * 100_000, "deep.ipynb")
    plain = written(tmp_path, json.dumps({"cells": cells, "nbformat": "x"}), "odd.ipynb")
    for path, told in ((large, "larger than"), (tmp_path / "link.md", "link"), (bomb, "")):
        with pytest.raises(VerifyError) as caught:
            grade_file(path, SHEET)
        assert told in str(caught.value)
        assert "root:" not in str(caught.value)
    assert grade_file(plain, SHEET).mark.suggested == 0.0


def test_large_answers_take_time_in_proportion(tmp_path):
    text = "## 1.1\n\n" + "$$p = p + q_1$$ text $x$ {\\bf }\n\n" * 3_000 + "$" * 20_001 + "{" * 200_000
    with ends(bound=2 * BOUND):
        found = graded(written(tmp_path, text))
    assert len(found) >= 3_000


def test_reports_hold_nothing_that_a_terminal_or_a_spreadsheet_obeys(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "class"
    folder.mkdir()
    answer = f"## 1.1\n\n{FINE}\n\n" + "$$p + c_{17} = p [/red] \x1b[31m \\text{{=cmd()}} <b>$$\n"
    for name in ("=cmd().md", "\x1b[31mred.md", "a\nb.md", "[red].md", "<b>.md"):
        written(folder, answer, name)
    for format in ("terminal", "csv", "json"):
        status, out, err = call(capsys, "grade", "class", "--sheet", SHEET.id, "--format", format)
        assert status == 0, err
        assert not {c for c in out + err if not c.isprintable() and c != "\n"}
        if format == "csv":
            rows = list(csv.reader(io.StringIO(out)))
            assert len(rows) == 6
            assert not [c for row in rows for c in row if c.startswith(("=", "+", "-", "@"))]
        elif format == "json":
            assert len(json.loads(out)) == 5


# ---------------------------------------------------------------------------------------------- the limit of a step


def test_a_step_that_runs_on_is_stopped():
    def run_on():
        with within(0.2):
            while True:
                pass

    with ends(), pytest.raises(OutOfTime):
        run_on()


def test_a_step_that_loses_what_is_raised_is_stopped_all_the_same(monkeypatch):
    monkeypatch.setattr("verify.grade.limits.AGAIN", 0.1)

    def run_on():
        lost = False
        while True:
            try:
                while True:
                    pass
            except OutOfTime:
                if lost:
                    raise
                lost = True

    with pytest.raises(OutOfTime), within(0.1):
        run_on()


def test_after_a_step_nothing_is_raised():
    with within(0.05):
        pass
    time.sleep(0.1)
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


def test_waiting_is_not_working():
    done = False
    with within(0.05):  # what other processes do on the machine changes no verdict
        time.sleep(0.2)
        done = True
    assert done


def test_a_step_of_the_engine_is_stopped(monkeypatch):
    monkeypatch.setattr("verify.grade.segment.ROW_SECONDS", 0.3)
    row = r"$$(p + \|w\|^2 + \|y\|^2)^8 (1 + p + \|Xw\|^2)^8 \ge p^9 - p^7 + p^3 (1 - p)^{12}$$"
    with ends():
        (found,) = judged("1.1", row)
        assert (str(found.verdict), found.reason) == ("undecided", "took more than 0.3 s")


def test_the_rows_after_one_that_took_too_long_are_judged(monkeypatch):
    monkeypatch.setattr("verify.grade.segment.ROW_SECONDS", 2.0)
    row = r"$$(p + \|w\|^2 + \|y\|^2)^8 (1 + p + \|Xw\|^2)^8 \ge p^9 - p^7 + p^2 (1 - p)^{12}$$"
    assert verdicts("1.1", row, FINE)[-1] == "proved"


def test_the_file_system_root_is_no_submission():
    with pytest.raises(VerifyError):
        grade_file(Path("/etc/passwd"), SHEET)
