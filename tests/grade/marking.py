"""An expert's marking of a submission, and what a report says beside it."""

import json
from collections import defaultdict

PASSED = {"proved", "confirmed", "given"}
REFUTED = {"refuted", "ill-typed"}
ACCUSED = REFUTED | {"carried"}
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
    """Return the lines with a false step on which more links passed than are right, and nothing is called wrong."""
    found = []
    for line, steps in marking.items():
        got = verdicts.get(line, [])
        passed = sum(verdict in PASSED for verdict in got)
        if _false(steps) and passed > len(steps) - len(_false(steps)) and not ACCUSED & set(got):
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


def first_errors(verdicts, marking):
    """Return how many lines hold an error that follows from none before it, and how many of these were found."""
    lines = [line for line, steps in marking.items() if not all(s.get("carried") for s in _false(steps))]
    return len(lines), sum(bool(REFUTED & set(verdicts.get(line, ()))) for line in lines)


def _false(steps):
    """Return the false steps, without those that are true and do not follow: either verdict is right of these."""
    return [s for s in steps if s["truth"] == "false" and not s.get("statement_as_printed_true")]
