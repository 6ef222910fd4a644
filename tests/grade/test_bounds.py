"""A condition is none of the rows that are right: it claims nothing."""

import pytest

from tests.grade.answers import verdicts

CONDITIONS = [
    ("1.1", "$$0 < p < 1$$", ["undecided"] * 2),
    ("1.1", r"$$1 \ge p$$", ["undecided"]),
    ("1.1", r"$$p \ne 0$$", ["undecided"]),
    ("5.6", r"$$\gamma > 0$$", ["undecided"]),
    ("5.6", r"$$|\gamma| \ge 0$$", ["undecided"]),
]

CLAIMS = [
    ("1.1", "$$p (1 - p) > 0$$"),
    ("1.1", r"$$\frac{2}{4} = \frac12$$"),
    ("1.1", r"$$p = \mathbb{E}[R_{ij}]$$"),
    ("5.6", r"$$\gamma^2 \ge 0$$"),
    ("5.6", r"$$\operatorname{Re}(\lambda_{1,2}) < 0$$"),
]


@pytest.mark.parametrize(("question", "row", "expected"), CONDITIONS)
def test_a_condition_is_no_claim(question, row, expected):
    assert verdicts(question, row) == expected


@pytest.mark.parametrize(("question", "row"), CLAIMS)
def test_a_claim_passes(question, row):
    assert verdicts(question, row) == ["proved"]


def test_a_condition_beside_a_wrong_row_passes_nothing():
    found = verdicts("5.6", r"$$\gamma = \frac12 \implies \lambda_+ = \lambda_- = -\frac14$$")
    assert not {"proved", "confirmed", "given"} & set(found)
    assert verdicts("1.1", r"$$\mathbb{E}[R_{ij}^2] = p^2, \qquad 0 < p < 1$$") == ["refuted", "undecided", "undecided"]
