r"""Rows of answers on reparameterization, amortized inference, discriminators and bounds, behind what was said before.

The last row of each answer counts. A wrong one is accused where it enters; a right one passes.
"""

import pytest

from tests.grade.answers import verdicts

SHEET = "ift6135-2019-hw3"
PASS, ACCUSE = {"proved", "confirmed"}, {"refuted", "ill-typed"}

OPTIMAL = r"The optimum is $D^*(x) = f_1(x)/(f_0(x)+f_1(x))$. Then"
SLOPE = r"$$\frac{d}{dD}(f_1 \log D + f_0\log(1-D)) = \frac{f_1}{D} - \frac{f_0}{1-D} = 0$$"

#: question, what is said before, a wrong row
WRONG = [
    ("5", (OPTIMAL,), r"f_1(x) D^*(x) = f_0(x) (1 - D^*(x))"),
    ("5", (OPTIMAL,), r"1 - D^*(x) = \frac{f_1(x)}{f_0(x) + f_1(x)}"),
    ("5", (OPTIMAL,), r"\frac{1}{D^*(x)} = 1 + \frac{f_1(x)}{f_0(x)}"),
    ("5", (OPTIMAL,), r"\frac{D^*(x)}{1-D^*(x)} = \frac{f_0(x)}{f_1(x)}"),
    ("5", (OPTIMAL,), r"D^* f_0 = f_1 (1 + D^*)"),
    ("5", (OPTIMAL,), r"f_1(x) = \frac{f_0(x) (1 - D^*(x))}{D^*(x)}"),
    ("5", (SLOPE,), r"f_1 D = f_0 (1-D)"),
    ("5", (SLOPE,), r"D^*(x) = \frac{f_0(x)}{f_0(x) + f_1(x)}"),
    ("5", (), r"\frac{d}{dD}(f_1 \log D + f_0\log(1-D)) = \frac{f_1}{D} + \frac{f_0}{1-D}"),
]

#: question, what is said before, a right row
RIGHT = [
    ("5", (OPTIMAL,), r"f_1(x) (1 - D^*(x)) = f_0(x) D^*(x)"),
    ("5", (OPTIMAL,), r"\frac{1}{D^*(x)} = 1 + \frac{f_0(x)}{f_1(x)}"),
    ("5", (SLOPE,), r"f_1 (1 - D) = f_0 D"),
]

#: question, what is said before, a row that one may mean otherwise: by the other of two labels, in a special case
LEFT_OPEN = [
    ("5", (), r"D = \frac{f_0}{f_0 + f_1}"),
    ("5", (), r"D^* = \frac{f_0}{f_0 + f_1}"),
    ("5", (), r"\frac{f_0}{D} = \frac{f_1}{1-D}"),
    ("5", (), r"\frac{f_0}{D} - \frac{f_1}{1-D} = 0"),
    ("6.2b", (r"It is zero iff $rq = p$, meaning",), r"T = \log(p/q) + c"),
]


@pytest.mark.parametrize(("question", "before", "row"), WRONG)
def test_a_wrong_row_is_accused(question, before, row):
    assert verdicts(question, *before, f"$${row}$$", sheet=SHEET)[-1] in ACCUSE


@pytest.mark.parametrize(("question", "before", "row"), RIGHT)
def test_a_right_row_passes(question, before, row):
    assert verdicts(question, *before, f"$${row}$$", sheet=SHEET)[-1] in PASS


@pytest.mark.parametrize(("question", "before", "row"), LEFT_OPEN)
def test_a_row_that_may_be_meant_otherwise_is_left_open(question, before, row):
    assert verdicts(question, *before, f"$${row}$$", sheet=SHEET)[-1] not in ACCUSE
