r"""Special cases: a display that says what a formula is where K = 1 or S = -2 has other shapes than in general."""

import pytest

from tests.grade.answers import Everything, verdicts

SHEET = "ift6135-2019-hw3"
NUMBERS = r"$$q(y) = \frac{1}{2\sqrt{2\pi}} \exp(-\frac{(y - \mu)^2}{8})$$"
SCALAR = r"$$q(y) = \frac{1}{\sqrt{2\pi} |S|} \exp(-\frac{(y - \mu)^2}{2S^2})$$"

#: what is said in front of a row whose shapes fit in one dimension alone
SPECIAL = [
    ("Sanity check: for instance when $K = 1$ and $S = -2$ the formula reads", NUMBERS),
    ("For $K = 1$, $S = -2$ this is", NUMBERS),
    ("Take $S = -2$. We get", NUMBERS),
    ("Put $S := -2$. Then", NUMBERS),
    ("In one dimension with $S = -2$:", NUMBERS),
    ("Pour $K = 1$ et $S = -2$,", NUMBERS),
    ("As an example on the line,", NUMBERS),
    ("Soit $K = 1$. Alors", SCALAR),
    ("The case $K = 1$:", SCALAR),
    ("For a scalar $S$ this is", SCALAR),
]


@pytest.mark.parametrize(("words", "row"), SPECIAL)
def test_nothing_is_ill_typed_in_a_special_case(words, row):
    assert verdicts("1.2", words, row, sheet=SHEET, known=Everything()) == ["undecided"]


@pytest.mark.parametrize("words", ["Finally", "When $K = 1$ it is the usual rule. In general"])
def test_what_is_said_in_general_has_to_be_well_typed(words):
    assert verdicts("1.2", words, NUMBERS, sheet=SHEET, known=Everything()) == ["ill-typed"]
