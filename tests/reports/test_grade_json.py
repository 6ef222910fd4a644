"""The JSON of graded submissions: the keys of the schema, one object or a list."""

import json

from tests.reports import graded_sample as sample
from verify.reports import grade_json

TOP = {"schema", "submission", "sheet", "points", "mark", "needs_review", "questions"}
QUESTION = {"id", "points", "mark", "needs_review", "reached_claim", "steps"}
STEP = {"line", "column", "end_line", "latex", "verdict", "evidence", "follows_from_previous", "reason", "expected"}


def test_one_submission_is_an_object_with_the_keys_of_the_schema():
    found = json.loads(grade_json.render([sample.GRADED], several=False))
    assert found["schema"] == "verify.grade/1"
    assert found.keys() >= TOP
    assert found["mark"] == {"low": 8.0, "suggested": 9.5, "high": 14.0}
    question = found["questions"][0]
    assert question.keys() >= QUESTION
    step = question["steps"][1]
    assert step.keys() >= STEP | {"unread", "counterexample"}
    assert step["counterexample"] == {"p": "3/10", "lhs": "3/10", "rhs": "9/100", "evidence": "exact"}
    assert question["steps"][3]["unread"] == "\\clubsuit"


def test_several_are_a_list_and_one_that_could_not_be_graded_says_why():
    found = json.loads(grade_json.render([sample.PERFECT, sample.BROKEN], several=True))
    assert [f["submission"] for f in found] == ["bob", "carol.pdf"]
    assert "error" not in found[0]
    assert found[1]["error"] == sample.BROKEN.message
    assert found[1].keys() >= TOP
