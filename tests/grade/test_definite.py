r"""Divergences: 0 where both densities are equal and only there; in general not symmetric."""

import pytest

from tests.grade.answers import verdicts

SHEET = "ece544-2023-ps5"

ZERO = [
    ("1b", r"\text{KL}(q \| p) = 0 \iff q = p"),
    ("1b", r"D_{KL}(q(z|x) \| p(z)) = 0 \Leftrightarrow p(z) = q(z|x)"),
    ("4e", r"JSD(p_{data}, p_G) = 0 \iff p_G = p_{data}"),
    ("4e", r"JSD(p_{data}, p_G) = 0 \Rightarrow p_{data} = p_G"),
]
NOT_ZERO = [
    ("1b", r"\text{KL}(q \| p) = 1 \iff q = p"),
    ("4e", r"JSD(p_{data}, p_G) = 0 \iff p_G = M"),
    ("4e", r"JSD(p_{data}, M) = 0 \Rightarrow p_{data} = 2 p_G"),
]


@pytest.mark.parametrize(("question", "row"), ZERO)
def test_it_is_zero_where_both_are_equal(question, row):
    assert verdicts(question, f"$${row}$$", sheet=SHEET)[-1] == "proved"


@pytest.mark.parametrize(("question", "row"), NOT_ZERO)
def test_nothing_else_follows(question, row):
    assert verdicts(question, f"$${row}$$", sheet=SHEET)[-1] not in ("proved", "confirmed")


def test_it_is_not_symmetric():
    assert verdicts("1b", r"$$\text{KL}(q, p) \ne \text{KL}(p, q)$$", sheet=SHEET) == ["confirmed"]
    assert verdicts("1b", r"$$\text{KL}(q, p) = \text{KL}(p, q)$$", sheet=SHEET)[0] not in ("proved", "confirmed")
    assert verdicts("4e", r"$$JSD(p_G, p_{data}) \ne JSD(p_{data}, p_G)$$", sheet=SHEET)[0] not in (
        "proved",
        "confirmed",
    )


def test_only_divergences_differ_in_general():
    row = r"$$p \, \mathbb{E}[R_{ij}] \ne (1-p) \, \mathbb{E}[R_{ij}]$$"  # equal for p = 1/2
    assert verdicts("1.1", row) != ["confirmed"]
    assert verdicts("1.1", row) != ["proved"]


def test_minima_over_laws_are_those_at_another_law():
    assert verdicts("4e", r"$$\min_{p_G} 2 JSD(p_{data}, p_G) - \log 4 = -\log 4$$", sheet=SHEET) == ["proved"]
    assert verdicts("4e", r"$$\max_{p_G} JSD(p_{data}, p_G) = 0$$", sheet=SHEET)[0] not in ("proved", "confirmed")
