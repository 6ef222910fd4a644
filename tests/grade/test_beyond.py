"""Ranges that a text says of a number: beyond those of the sheet nothing passes, until the text is back in them."""

import pytest

from tests.grade.answers import judged, verdicts

SHEET = "cmu10708-2019-hw3"
LAWS = "Let $p = U[0,1]$ and $q = U[t,1+t]$."
ROW = r"$$JSD(p, q) = |t| \log 2$$"

#: lines behind the laws, of which the last is true for |t| ≤ 1 only, and is claimed of more
BEYOND = [
    ("For every real $t$,", ROW),
    ("For any real number $t$,", ROW),
    (r"Here $t \in \mathbb{R}$.", ROW),
    (r"For $t \in [-2, 2]$ we get", ROW),
    (r"If $|t| \ge 1$,", ROW),
    ("If $t > 1$,", ROW),
    (r"If $|t| \ge 1$,", r"$$JSD(p, q) = \log 2$$", "In both cases", ROW),
    (r"If $|t| \le 1$,", ROW, r"If $|t| \ge 1$,", r"$$JSD(p, q) = \log 2$$", "In both cases", ROW),
    (r"$$JSD(p, q) = |t| \log 2 \quad \text{for all } t \in \mathbb{R}$$",),
]


@pytest.mark.parametrize("lines", BEYOND)
def test_what_is_claimed_beyond_the_range_is_left_to_a_person(lines):
    assert verdicts("2.2b", LAWS, *lines, sheet=SHEET)[-1] == "undecided"


#: lines behind the laws, of which the last is about the sheet's range
WITHIN = [
    (ROW,),
    (r"If $|t| \le 1$,", ROW),
    ("For all $t$,", ROW),
    (r"If $|t| \ge 1$,", r"$$JSD(p, q) = \log 2$$", r"If $|t| \le 1$,", ROW),
    (r"For $t \in [-2, 2]$ nobody knows. For $t \in [-1, 1]$", ROW),
    (
        r"For $0 \le t \le 1$",
        r"$$JSD(p, q) = t \log 2$$",
        r"For $-1 \le t \le 0$",
        r"$$JSD(p, q) = -t \log 2$$",
        "In both cases",
        ROW,
    ),
]


@pytest.mark.parametrize("lines", WITHIN)
def test_what_is_claimed_within_the_range_passes(lines):
    assert verdicts("2.2b", LAWS, *lines, sheet=SHEET)[-1] == "proved"


def test_a_row_about_something_else_passes_beyond_the_range():
    assert verdicts("2.2b", "For every real $t$,", r"$$\log 4 = 2 \log 2$$", sheet=SHEET) == ["proved"]


def test_a_wrong_row_within_the_range_is_refuted():
    assert verdicts("2.2b", LAWS, r"If $|t| \le 1$,", r"$$JSD(p, q) = 2|t| \log 2$$", sheet=SHEET)[-1] == "refuted"


def test_a_number_of_any_sheet_has_its_range():
    assert verdicts("1.1", "For all real $p$", r"$$\mathbb{E}[R_{ij}] = p$$") == ["undecided"]
    assert verdicts("1.1", "For all $p$", r"$$\mathbb{E}[R_{ij}] = p$$") == ["proved"]


def test_a_divergence_that_is_infinite_is_no_range():
    found = judged(
        "2.2a", r"and so $D_{KL}(P \| Q) = \infty$ there.", "$$JSD(P, Q) = \\log 2$$", sheet="cmu10708-2019-hw3"
    )
    assert not [j.reason for j in found if j.reason.startswith("could not be checked")]
