r"""Answers about pairs of laws: the sheet's segments, cases by the sign of a number, a pair of the student's own."""

import pytest

from tests.grade.answers import verdicts

SHEET = "cmu10708-2019-hw3"
ZERO = r"Case 2: $\theta = 0$."
APART = r"For $\theta \ne 0$ the two segments do not touch. Then"
PAIR = r"Another pair: take $P = U[0, 1]$ and $Q_t = U[t, 1 + t]$ with $|t| \le 1$."


def of_segments(*lines):
    return verdicts("2.2a", *lines, sheet=SHEET)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((APART, r"$$KL(P \| Q) = KL(Q \| P) = \infty$$"), ["proved", "proved"]),
        ((APART, r"$$JSD(P, Q) = \frac12 \log 2 + \frac12 \log 2 = \log 2$$"), ["proved", "proved"]),
        ((APART, r"$$JSD(P, Q) = \frac12 \log 2$$"), ["refuted"]),
        ((APART, r"$$JSD(P, Q) = 2 \log 2$$"), ["refuted"]),
        ((APART, r"$$KL(P \| Q) = 0$$"), ["undecided"]),
        ((r"The lines are parallel, so", r"$$JSD(P, Q) = \log 2$$"), ["proved"]),
        ((r"We find", r"$$JSD(P, Q) = \log 2$$"), ["proved"]),
        ((r"We find", r"$$JSD(P, Q) = \frac12 \log 2$$"), ["refuted"]),
        ((APART, r"$$JSD(P, Q) = \log 2$$", ZERO, r"$$JSD(P, Q) = 0$$"), ["proved", "proved"]),
        (
            (APART, r"$$JSD(P, Q) = \log 2$$", ZERO, r"$$JSD(P, Q) = \log 2$$"),
            ["proved", "undecided"],
        ),
    ],
)
def test_parallel_segments(lines, expected):
    assert of_segments(*lines) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((PAIR, r"$$JSD(P, Q_t) = |t| \log 2$$"), ["proved"]),
        ((PAIR, r"It has a kink at $t = 0$. Indeed", r"$$JSD(P, Q_t) = 2 |t| \log 2$$"), ["refuted"]),
        ((PAIR, r"$$JSD(P, Q_t) = 2 |t| \log 2$$"), ["refuted"]),
        ((PAIR, r"$$JSD(P, Q_t) = t \log 2$$"), ["refuted"]),
        ((PAIR + r" For $t \ge 0$ they overlap.", r"$$JSD(P, Q_t) = t \log 2$$"), ["proved"]),
        ((PAIR + r" For $t \ge 0$ they overlap.", r"$$JSD(P, Q_t) = 2 t \log 2$$"), ["refuted"]),
        ((PAIR + r" For $t \ge 0$ and", r"$$KL(P \| m) = \int_0^t \log 2 dx + \int_t^1 \log 1 dx$$"), ["proved"]),
        ((r"Take $P = U[0, 1]$ and $Q = U[t, 1 + t]$.", r"$$JSD(P, Q) = t \log 2$$"), ["undecided"]),
        (
            (PAIR + r" For $t \ge 0$ they overlap.", r"$$JSD(P, Q_t) = t \log 2 \quad \text{for all } |t| \le 1$$"),
            ["refuted"],
        ),
        ((PAIR + r" For $t \ge 0$ they overlap. By symmetry", r"$$JSD(P, Q_t) = t \log 2$$"), ["refuted"]),
        ((r"Take $P$ uniform on $[0, 1]$ and $Q$ uniform on $[t, 1 + t]$.", r"$$JSD(P, Q) = |t| \log 2$$"), ["proved"]),
        ((r"Let $P$ be the point mass at $0$ and $Q$ the point mass at $t$.", r"$$W(P, Q) = |t|$$"), ["proved"]),
        ((r"Take $P = \mathrm{Bern}(1/2)$.", r"$$JSD(P, Q) = \frac12 \log 2$$"), ["unread"]),
        ((r"Construct another pair. Let P and Q be circles.", r"$$JSD(P, Q) = \frac12 \log 2$$"), ["unread"]),
    ],
)
def test_a_pair_of_ones_own(lines, expected):
    assert of_segments(*lines) == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [(r"JSD(P, Q) = |t| \log 2", "proved"), (r"JSD(P, Q) = t^2 \log 2", "refuted")],
)
def test_the_second_part_has_no_laws_of_the_sheet(row, expected):
    laws = r"$P = U[0, 1]$, $Q = U[t, 1 + t]$ where $|t| \le 1$."
    assert verdicts("2.2b", laws, f"$${row}$$", sheet=SHEET) == [expected]
    assert verdicts("2.2b", "We have", f"$${row}$$", sheet=SHEET) == ["unread"]


def test_one_side_of_zero_is_enough_where_laws_move_by_the_number():
    laws = "Let $P$ be the point mass at $0$ and $Q$ the point mass at $t$."
    assert verdicts("2.2b", laws, r"$$W(P, Q) = t$$", sheet=SHEET) == ["undecided"]
    assert verdicts("2.2b", r"$$\sqrt{t^2} = t$$", sheet=SHEET) == ["refuted"]


def test_cases_in_a_row_of_which_one_is_all_the_others():
    row = (
        r"$$JSD(P, Q_t) = \begin{cases} t \log 2 & \text{for } t \ge 0, \\ -t \log 2 & \text{otherwise,} \end{cases}$$"
    )
    assert of_segments(PAIR, row) == ["proved"]
    assert of_segments(PAIR, row.replace("-t", "-2 t")) == ["refuted"]
    assert of_segments(PAIR, row.replace("otherwise,", "otherwise if } t < -1 \\text{.")) not in (
        ["proved"],
        ["refuted"],
    )
