"""The JSON of a report has the documented keys and values, and is strict JSON."""

import json
import math
from dataclasses import replace

import pytest

from tests.reports import sample
from verify.reports.json_report import document, render

KEYS = {
    "": {"schema", "passed", "alpha", "margin", "seed", "device", "environment", "derivations", "unchecked"},
    "derivation": {"id", "questions", "file", "line", "passed", "symbolic", "numeric", "mutants", "counterexample"},
    "symbolic": {"verdict", "axioms", "hypotheses", "obligations", "scope", "seconds", "steps"},
    "step": {"statement", "latex", "by", "file", "line", "verdict", "decider"},
    "numeric": {"verdict", "seconds", "rungs"},
    "rung": {"method", "verdict", "n", "margin", "alpha", "estimate", "expected", "certificate"},
    "mutants": {"total", "met", "by_symbols", "by_numbers", "survivors"},
    "unchecked": {"question", "kind"},
}


@pytest.fixture
def parsed():
    return json.loads(render(sample.report(sample.PASSED, sample.REFUTED, sample.SURVIVED)))


def test_every_documented_key_is_there(parsed):
    derivation = parsed["derivations"][0]
    found = {
        "": parsed,
        "derivation": derivation,
        "symbolic": derivation["symbolic"],
        "step": derivation["symbolic"]["steps"][0],
        "numeric": derivation["numeric"],
        "rung": derivation["numeric"]["rungs"][0],
        "mutants": derivation["mutants"],
        "unchecked": parsed["unchecked"][0],
    }
    assert {place: KEYS[place] - set(found[place]) for place in KEYS} == {place: set() for place in KEYS}


def test_values_are_those_of_the_report(parsed):
    assert parsed["schema"] == "verify.report/1"
    assert parsed["passed"] is False
    assert (parsed["alpha"], parsed["margin"], parsed["seed"], parsed["device"]) == (1e-9, 1e-2, 0, "cpu")
    passed, refuted, survived = parsed["derivations"]
    assert passed["counterexample"] is None
    assert refuted["counterexample"] == {
        "p": "3/10", "w": "(1, 2)", "lhs": "3/10", "rhs": "9/100", "evidence": "exact",
    }  # fmt: skip
    assert [s["verdict"] for s in refuted["symbolic"]["steps"]] == ["proved", "refuted"]
    assert passed["mutants"] == {"total": 2, "met": 2, "by_symbols": 2, "by_numbers": 1, "survivors": []}
    assert survived["mutants"]["survivors"] == ["too weak"]


def test_numbers_that_json_lacks_become_null():
    rung = sample.rung(estimate=math.nan, expected=math.inf)
    numeric = replace(sample.PASSED.numeric, rungs=(rung,))
    text = render(sample.report(replace(sample.PASSED, numeric=numeric)))
    found = json.loads(text, parse_constant=pytest.fail)["derivations"][0]["numeric"]["rungs"][0]
    assert (found["estimate"], found["expected"]) == (None, None)


def test_only_seconds_and_environment_may_differ():
    slow = replace(sample.PASSED, symbolic=replace(sample.PASSED.symbolic, seconds=9.0))
    one = document(sample.report(sample.PASSED))
    other = document(sample.report(slow, seconds=99.0, environment=(("verify", "9"),)))
    assert one != other
    assert _comparable(one) == _comparable(other)


def _comparable(value):
    match value:
        case dict():
            return {k: _comparable(v) for k, v in value.items() if k not in ("seconds", "environment")}
        case list():
            return [_comparable(v) for v in value]
        case _:
            return value
