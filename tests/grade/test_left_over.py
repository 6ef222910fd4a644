"""Equations that are left to solve at the sheet's point, and names defined with the variable of an optimum."""

import pytest

from tests.grade.answers import Everything, verdicts

WRONG = {"refuted", "ill-typed", "carried"}
RIGHT = {"proved", "confirmed"}
FIELD = (
    r"$$\mathcal{L}(\psi,\theta) = \log\sigma(\psi_1) + \log\sigma(-s)$$",
    r"where $s = \psi_0\theta + \psi_1$.",
    r"$$v_{\psi_1} = \sigma(-\psi_1) - \sigma(s)$$",
)
EQUATION = r"$$\sigma(-\psi_1) = \sigma(\psi_1)$$"


def at_the_point(words, row):
    return verdicts("5.1", *FIELD, rf"The others give $\theta^* = 0$ and $\psi_0^* = 0$. {words}", row)[-1]


@pytest.mark.parametrize(
    "words",
    [
        "What is left is",
        "So the remaining equation is",
        "It remains that",
        "Then we need",
        "The second equation becomes",
        "Therefore we must have",
        "Il reste",
        "La deuxième équation devient",
    ],
)
def test_an_equation_that_is_left(words):
    assert at_the_point(words, EQUATION) == "undecided"
    assert at_the_point(words, EQUATION.replace("= ", "= 2 ")) in WRONG
    assert at_the_point(words, r"$$v_{\psi_1} = \sigma(-\psi_1) - \sigma(\psi_1) + \psi_1$$") in WRONG


def test_a_claim_of_all_numbers_is_no_such_equation():
    assert at_the_point("The logistic function is even:", EQUATION) in WRONG


def test_a_name_that_is_defined_with_the_variable():
    own, value = r"$$w_{drop} := p w$$", r"$$w_{drop} = (X^\top X + (1-p)\Gamma^2)^{-1} X^\top y$$"
    found = verdicts("1.2", own, "so", value, known=Everything())
    assert not WRONG & set(found)
    assert not RIGHT & set(found)
    assert verdicts("1.2", value.replace("=", ":=", 1), known=Everything())[-1] in WRONG
    assert verdicts("1.2", own.replace(":=", "="), known=Everything())[-1] in WRONG
