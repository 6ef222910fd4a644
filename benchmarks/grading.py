"""Grading: one submission, cold, against importing SymPy and torch; a class: linear time, two cores, flat memory.

The class is generated: each student answers some questions of a sheet in its reference's words, and most make a slip.
Run: python benchmarks/grading.py [STUDENTS] [SUBMISSION] (by default 60, and all of the sheet's reference answers)
"""

import os
import random
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from interleave import command, line, ratio

from verify.grade.sheet import Sheet, load_sheet

SHEET = "ift6135-2020-hw3"
#: a slip: what is written for what
SLIPS = ((r"\+", "-"), (r"(?<=[ =])2(?=[ \\A-Za-z])", "3"), (r"\^\\top", ""), (r"\\frac\{1\}", r"\\frac{2}"))
IMPORTS = command("-c", "import sympy, torch")


def answers(sheet: Sheet, chance: random.Random) -> str:
    """Return a student's answers: about half of the questions, most students with a slip in one of them."""
    asked = [q for q in sheet.questions if q.reference]
    chosen = sorted(chance.sample(range(len(asked)), max(1, len(asked) // 2)))
    texts = [f"## {asked[k].id}\n\n{asked[k].reference}\n" for k in chosen]
    if chance.random() < 0.7:
        place = chance.randrange(len(texts))
        wrong, written = chance.choice(SLIPS)
        texts[place] = re.sub(wrong, written, texts[place], count=1)
    return "\n".join(texts)


def grade(folder: Path, *words: str) -> tuple[float, float, int]:
    """Return seconds of wall-clock and of processors, and the peak memory in MB of the largest process, of one run."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "verify", "grade", str(folder), "--sheet", SHEET, "--format", "csv", *words],
        stdout=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"verify grade ended with {process.returncode}")
    return time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024


def main(students: int, submission: Path | None) -> None:
    """Print the benchmark's figures."""
    sheet = load_sheet(SHEET)
    with tempfile.TemporaryDirectory() as folder:
        one = submission or Path(folder) / "reference.md"
        if submission is None:
            one.write_text("\n".join(f"## {q.id}\n\n{q.reference}\n" for q in sheet.questions if q.reference))
        words = ("-m", "verify", "grade", str(one), "--sheet", SHEET, "--format", "json")
        print(line("verify grade, one submission, cold", ratio(command(*words), IMPORTS, rounds=3), 10))
        whole, half = Path(folder) / "whole", Path(folder) / "half"
        for where, number in ((whole, students), (half, students // 2)):
            where.mkdir()
            for k in range(number):
                (where / f"s{k:03}.md").write_text(answers(sheet, random.Random(k)))
        _, cpu_half, memory_half = grade(half, "--jobs", "1")
        seconds_one, cpu, memory = grade(whole, "--jobs", "1")
        seconds_two, cpu_two, _ = grade(whole, "--jobs", "2")
        per = f"{cpu / students:.2f} s of a processor each"
        print(f"{students} / {students // 2} submissions: {cpu / cpu_half:.2f} x the time ({per}; linear: 2)")
        faster = f"{seconds_one / seconds_two:.2f} x as fast as one (bar 1.6)"
        print(f"two workers: {faster}, for {cpu_two / cpu:.2f} x the work")
        print(f"peak memory of the largest process: {memory} MB, of half the class {memory_half} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60, Path(sys.argv[2]) if len(sys.argv) > 2 else None)
