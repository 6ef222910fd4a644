"""Results survive being written and read again; anything else is refused."""

import json
from dataclasses import replace

import pytest

from tests.reports import graded_sample as sample
from verify.model import Counterexample, VerifyError
from verify.results import document, result_of


@pytest.mark.parametrize("result", [sample.GRADED, sample.PERFECT, sample.BROKEN])
def test_a_result_survives_json(result):
    assert result_of(json.loads(json.dumps(document(result)))) == result


def test_a_note_of_a_counterexample_survives():
    found = Counterexample((("p", "1/2"), ("X", "[[1]]")), "1", "2", "exact", "one of many")
    step = replace(sample.REFUTED, counterexample=found)
    graded = replace(sample.PERFECT, questions=(replace(sample.RIGHT, steps=(step,)),))
    assert result_of(document(graded)) == graded


@pytest.mark.parametrize(
    "change",
    [
        {"schema": "verify.grade/2"},
        {"points": "5"},
        {"points": float("nan")},
        {"mark": None},
        {"questions": [{}]},
        {"questions": 3},
        {"notes": [1]},
        {"needs_review": 1},
        {"error": 3},
    ],
)
def test_what_is_no_result_is_refused(change):
    with pytest.raises(VerifyError, match="no result"):
        result_of(document(sample.GRADED) | change)


@pytest.mark.parametrize("data", [None, 3, "text", [], {}])
def test_other_data_is_refused(data):
    with pytest.raises(VerifyError, match="no result"):
        result_of(data)
