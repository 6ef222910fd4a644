r"""Laws of an example: rows about them are held against nobody, and pass for no law of the sheet."""

import pytest

from tests.grade.answers import Everything, verdicts

SHEET = "ece544-2023-ps5"
RIGHT = r"$$KL(p, q) = \frac14 \log \frac12 + \frac34 \log \frac32$$"
GENERAL = r"$$KL(p, q) \ge 0$$"
BOX = (
    r"Compare $P = U[0, 1]$ with $Q_s = U[0, s]$ for $s < 1$. Calling $j(s) \equiv JSD(P, Q_s)$,",
    r"$$j(s) = \log 2 + \frac12 [s \log s - (1 + s) \log(1 + s)]$$",
)


@pytest.mark.parametrize(
    "example",
    [
        r"Take $q = (\frac12, \frac12)$ and $p = (\frac14, \frac34)$. Then",
        r"For example with $p \equiv (1/4, 3/4)$,",
        r"Let $p := [0.25, 0.75]$.",
        r"Say $p(1) = \frac14$ and $p(2) = \frac34$.",
        r"Say $p(z = 1) = \frac14$.",
        r"Consider $q$ uniform on $\{1, 2\}$.",
        r"With $p = \text{Bernoulli}(1/4)$:",
        r"Let $p$ be Bernoulli with parameter $\frac14$.",
        r"Let $p = \mathcal{N}(0, 4)$.",
        r"Let $p = q = (a, 1 - a)$.",
    ],
)
def test_rows_behind_an_example_are_about_the_example(example):
    found = verdicts("1b", GENERAL, example, RIGHT, GENERAL, sheet=SHEET, known=Everything())
    assert found == ["proved", "undecided", "undecided"]


def test_an_example_may_stand_in_a_display():
    lines = ("Take", r"$$q = (\frac12, \frac12), \quad p = (\frac14, \frac34)$$", RIGHT, GENERAL)
    assert set(verdicts("1b", *lines, sheet=SHEET, known=Everything())) == {"undecided"}


@pytest.mark.parametrize(
    "words", ["Then", r"With $p(z) = \mathcal{N}(0, 1)$,", r"Here $z = (1, 2)$.", r"For $p \ne q$"]
)
def test_what_gives_no_law_leaves_rows_as_they_are(words):
    found = verdicts("1b", words, GENERAL, r"$$KL(p, q) \le -1$$", sheet=SHEET, known=Everything())
    assert found == ["proved", "refuted"]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (r"j'(s) = \frac12 \log \frac{s}{1 + s}", {"confirmed", "proved"}),
        (r"j'(s) = \frac12 \log \frac{1 + s}{s}", {"refuted"}),
        (r"j'(s) = 0", {"undecided", "refuted"}),
        (r"j'(1/2) = 0", {"unread"}),
        (r"j(2 s) = j(s)", {"unread"}),
        (r"j(1) = j(s)", {"unread"}),
        (r"j(s) = \log 2", {"refuted"}),
    ],
)
def test_a_law_whose_ends_depend_on_a_number_is_another_at_another_value(row, expected):
    assert verdicts("2.2b", *BOX, f"$${row}$$", sheet="cmu10708-2019-hw3")[-1] in expected
