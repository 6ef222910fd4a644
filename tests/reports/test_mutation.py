"""The report of mechanical mutants: counts, every survivor with what it states, and its JSON."""

import json
from dataclasses import replace

import pytest

from tests.reports import sample
from verify.model import Fate, MechanicalReport, MutatedReport, MutationReport, Verdict
from verify.reports import mutation


def mutant(fate, **changes):
    base = MechanicalReport(
        "sign",
        "-b for b in the left side",
        "a - b = [red]2[/red]",
        fate,
        "mine.py",
        7,
        Verdict.REFUTED,
        Verdict.REFUTED,
    )
    return replace(base, **changes)


def report(*mutants):
    derivation = MutatedReport("mine.sum", mutants, 0.5)
    return MutationReport(0, 12, "cpu", (("verify", "0.1.0"),), (derivation, MutatedReport("mine.other", ())), 1.25)


FINE = (*[mutant(Fate.REFUTED)] * 30, mutant(Fate.TRUE), mutant(Fate.ILL_TYPED), mutant(Fate.UNCLASSIFIED))
SURVIVOR = mutant(Fate.SURVIVED, reason="proved though false", counterexample=sample.COUNTEREXAMPLE)


@pytest.mark.parametrize(
    ("mutants", "passed"),
    [
        (FINE, True),
        ((*FINE, SURVIVOR), False),
        ((*FINE, mutant(Fate.UNCLASSIFIED)), False),  # 2 of 33 that can be built
        ((), False),
        ((mutant(Fate.ILL_TYPED),), True),
    ],
)
def test_passed(mutants, passed):
    assert report(*mutants).passed is passed


@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_page(width):
    text = mutation.render(report(*FINE, SURVIVOR), width=width)
    assert max(len(line) for line in text.splitlines()) <= width
    squeezed = " ".join(text.split())
    for word in ("mine.sum", "proved though false", "mine.py:7", "a - b = [red]2[/red]", "3/10", "9/100"):
        assert word in squeezed
    assert "✗ 34 mechanical mutants: 30 refuted, 1 ill-typed, 1 true, 1 unclassified, 1 survived" in squeezed


def test_colours_are_off_unless_asked_for():
    assert "\x1b" not in mutation.render(report(*FINE))
    assert "\x1b[" in mutation.render(report(*FINE, SURVIVOR), color=True)


def test_the_document():
    document = json.loads(mutation.as_json(report(*FINE, SURVIVOR)))
    assert document["schema"] == "verify.mutation/1"
    assert document["passed"] is False
    assert document["totals"] == {"refuted": 30, "ill-typed": 1, "true": 1, "unclassified": 1, "survived": 1}
    last = document["derivations"][0]["mutants"][-1]
    assert (last["fate"], last["statement"]) == ("survived", "a - b = [red]2[/red]")
    assert last["counterexample"]["p"] == "3/10"
