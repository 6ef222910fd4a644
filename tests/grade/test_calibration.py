"""The suggested marks of a real submission, as if every step of it had been graded as an expert did.

The expert's marks and steps are other people's text: the test is skipped where they are absent.
"""

import json
from pathlib import Path

import pytest

from verify.grade.mark import Evidence, Goal, mark
from verify.grade.sheet import load_sheet
from verify.model import Verdict

SHARED = Path(__file__).parents[2].parent / "shared" / "submissions"
NAME = "ift6135-2020-hw3-student"
MARKS, MARKING = SHARED / f"{NAME}.marks.json", SHARED / f"{NAME}.marking.jsonl"
pytestmark = pytest.mark.skipif(not MARKS.is_file(), reason=f"no {MARKS.name} beside the repository")

M, C = "milestone", "claim"
#: which goals of the sheet the lines of the submission state
STATES: dict[int, set[Goal]] = {
    25: {(M, 0)},
    45: {(M, 2)},
    57: {(C, 0)},
    75: {(M, 0)},
    91: {(C, 0)},
    93: {(C, 1)},
    109: {(M, 0)},
    118: {(C, 0)},
    158: {(M, 0)},
    164: {(M, 0)},
    189: {(M, 0)},
    223: {(M, 0)},
    231: {(C, 0)},
    264: {(M, 0)},
    278: {(C, 0)},
    294: {(M, 0)},
    322: {(C, 0)},
    349: {(M, 0)},
    453: {(C, 0)},
    464: {(C, 0)},
    479: {(M, 0)},
    483: {(C, 0), (C, 1), (C, 2)},
}
VERDICTS = {"true": Verdict.PROVED, "definition": Verdict.GIVEN, "unreadable": Verdict.UNREAD}


def graded(step) -> Evidence:
    """Return an expert's step as a program would report it that makes no mistake."""
    truth, says = step["truth"], f"{step['line']} {step['latex']}"
    if truth in ("false", "malformed"):
        meant_right = step["error_kind"] == "true_statement_but_non_sequitur"
        wrong = Verdict.REFUTED if truth == "false" else Verdict.ILL_TYPED
        verdict = Verdict.PROVED if meant_right else Verdict.CARRIED if step["carried"] else wrong
    else:
        verdict = VERDICTS[truth]
    return Evidence(verdict, frozenset(STATES.get(step["line"], set())), says)


def test_suggested_marks_are_near_an_experts():
    sheet = load_sheet("ift6135-2020-hw3")
    lines = [json.loads(line) for line in MARKING.read_text(encoding="utf-8").splitlines() if line.strip()]
    apart, points = 0.0, 0.0
    table = []
    for row in json.loads(MARKS.read_text(encoding="utf-8")):
        question = sheet.by_id[row["question"]]
        if question.by_hand:
            continue
        assert question.points == row["out_of"]
        steps = [graded(s) for s in lines if s["question"] == question.id and s["truth"] != "prose"]
        found = mark(question, steps)
        table.append((question.id, found, row["mark"]))
        apart += abs(found.suggested - row["mark"])
        points += question.points
    assert apart <= 0.15 * points, table
    assert not [r for r in table if abs(r[1].suggested - r[2]) > 0.25 * sheet.by_id[r[0]].points + 0.3], table
