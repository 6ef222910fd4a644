"""Mutated answers: whatever a document holds, reading and judging it end with rows and verdicts."""

import pytest

from benchmarks.fuzz_reading import documents_of, formulas_of, fuzz_documents, fuzz_formulas, fuzz_judging, mutated
from verify.grade.sheet import load_sheet, shipped_sheets

SHEETS = [load_sheet(name) for name in shipped_sheets()]
WHOLE = documents_of(SHEETS, [])


@pytest.mark.parametrize("seed", [1, 2])
def test_mutated_formulas_are_read_or_unread(seed):
    found = fuzz_formulas([f for text, _ in WHOLE for f in formulas_of(text)], 1_000, seed)
    assert found.failed == []
    assert found.slowest < 5
    assert set(found.told) == {"read", "unread", "ill-typed"}


def test_mutated_documents_are_cut_into_segments():
    found = fuzz_documents(WHOLE, 200, 1)
    assert found.failed == []
    assert found.slowest < 5
    assert found.told["rows"] > 500


def test_mutated_formulas_get_verdicts():
    found = fuzz_judging([sheet for sheet in SHEETS if sheet.id == "ift6135-2020-hw3"], 60, 1)
    assert found.failed == []
    assert found.slowest < 15


def test_an_input_is_made_again_from_its_number():
    import random

    once, again = (mutated(r"\frac{a}{b} = c", random.Random("1 formula 5"), 3) for _ in range(2))
    assert once == again
