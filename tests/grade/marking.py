"""An expert's marking of a submission, and what a report says beside it."""

import json
from collections import defaultdict

PASSED = {"proved", "confirmed", "given"}
ACCUSED = {"refuted", "ill-typed", "carried"}
FINE = {"true", "definition"}


def marking_of(path):
    """Return the marked steps by line."""
    lines = defaultdict(list)
    for row in path.read_text(encoding="utf-8").splitlines():
        if row.strip():
            step = json.loads(row)
            lines[step["line"]].append(step)
    return lines


def verdicts_of(graded):
    """Return the verdicts by line."""
    lines = defaultdict(list)
    for question in graded.questions:
        for step in question.steps:
            lines[step.line].append(str(step.verdict))
    return lines


def falsely_accused(verdicts, marking):
    """Return the lines on which everything is right and something is called wrong."""
    right = {line for line, steps in marking.items() if {s["truth"] for s in steps} <= FINE}
    return sorted(line for line in right if ACCUSED & set(verdicts.get(line, ())))


def falsely_passed(verdicts, marking):
    """Return the lines with a false step of which every link was passed."""
    found = []
    for line, steps in marking.items():
        false = [s for s in steps if s["truth"] == "false" and not s.get("statement_as_printed_true")]
        got = verdicts.get(line, [])
        if false and got and set(got) <= PASSED and len(got) > len(steps) - len(false):
            found.append(line)
    return sorted(found)


def coverage(verdicts, marking):
    """Return how many displayed lines with true or false steps there are, and on how many something was decided."""
    lines = [
        line
        for line, steps in marking.items()
        if {"true", "false"} & {s["truth"] for s in steps} and any(s.get("display", True) for s in steps)
    ]
    return len(lines), sum(bool((PASSED | ACCUSED) & set(verdicts.get(line, ()))) for line in lines)
