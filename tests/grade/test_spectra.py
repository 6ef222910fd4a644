"""Eigenvalues in context: lists of all of them, one by one, and as the roots of an equation."""

import pytest

from tests.grade.answers import Everything, verdicts

PASSED = {"proved", "confirmed", "given"}
CHARACTERISTIC = r"(\lambda+\tfrac12)(\lambda^2+\tfrac14) = 0"

#: (question, lines): the last row says too little, or one value too often
NOT_THESE = [
    ("5.3", (r"$$\lambda = -\frac12, -\frac12, \frac i2$$",)),
    ("5.3", (r"$$\lambda = -\frac12, \frac i2$$",)),
    ("5.3", (r"$$\lambda \in \{\frac i2, -\frac i2\}$$",)),
    ("5.3", (r"$$\lambda \in \{-\frac12\}$$",)),
    ("5.3", (r"$$\lambda_1 = \lambda_2 = \lambda_3 = -\frac12$$",)),
    ("5.3", (r"$$\lambda_1 = \lambda_2 = -\frac12$$",)),
    ("5.3", (r"$$\lambda_{2,3} = \frac i2, \frac i2$$",)),
    ("5.3", (r"$$\lambda_1 = -\frac12, \lambda_2 = -\frac12$$",)),
    ("5.3", (r"$$\lambda_1 = -\frac12, \lambda_2 = \frac i2, \lambda_3 = \frac i2$$",)),
    ("5.3", (r"$$\lambda_1 = \frac i2$$", r"$$\lambda_{2,3} = \pm \frac i2$$")),
    ("5.6", ("For $\\gamma = 2$:", r"$$\lambda \in \{-\frac12\}$$")),
    (
        "5.6",
        (
            r"$$\lambda_1 = -\frac12$$",
            r"$$\lambda_2 = \frac{-\gamma+\sqrt{\gamma^2-1}}{2}$$",
            r"$$\lambda_3 = \frac{-\gamma+\sqrt{\gamma^2-1}}{2}$$",
        ),
    ),
    ("5.3", (rf"$${CHARACTERISTIC} \Rightarrow \lambda = -\frac12$$",)),
    ("5.3", (rf"$${CHARACTERISTIC} \iff \lambda = -\frac12$$",)),
    ("5.3", (rf"$${CHARACTERISTIC} \iff \lambda_1 = -\frac12$$",)),
    ("5.3", (rf"$${CHARACTERISTIC} \Rightarrow \lambda^2 = -\frac14$$",)),
    ("5.3", (rf"$${CHARACTERISTIC} \Rightarrow \lambda = -\frac12 \text{{ or }} \lambda = \frac i2$$",)),
    ("5.3", (rf"$${CHARACTERISTIC}$$", r"$$\Rightarrow \lambda = -\frac12$$")),
    ("5.3", (rf"$${CHARACTERISTIC}$$", "so", r"$$\lambda = -\frac12$$")),
    ("5.3", (r"$$\lambda^2 = -\frac14 \Rightarrow \lambda = \frac i2$$",)),
    ("5.3", (r"$$\lambda + \frac12 = 0 \Rightarrow \lambda = \frac i2$$",)),
]


@pytest.mark.parametrize(("question", "lines"), NOT_THESE)
def test_what_says_too_little_of_the_eigenvalues_does_not_pass(question, lines):
    assert verdicts(question, *lines)[-1] not in PASSED


#: (question, lines): rows of which the last is right
THESE = [
    ("5.3", (r"$$\lambda = -\frac12$$",)),
    ("5.3", (r"$$\lambda_1 = -\frac12$$",)),
    ("5.3", (r"$$\lambda = \pm \frac i2$$",)),
    ("5.3", (r"$$\lambda = -\frac12, \pm \frac i2$$",)),
    ("5.3", (r"$$\lambda \in \{-\frac12, \frac i2, -\frac i2\}$$",)),
    ("5.3", (r"$$\lambda_{2,3} = \frac i2, -\frac i2$$",)),
    ("5.3", (r"$$\lambda_1 = -\frac12, \lambda_2 = \frac i2, \lambda_3 = -\frac i2$$",)),
    ("5.3", (r"$$\lambda_1 = -\frac12$$", r"$$\lambda_{2,3} = \pm \frac i2$$")),
    ("5.6", ("For $\\gamma = 1$:", r"$$\lambda_1 = \lambda_2 = \lambda_3 = -\frac12$$")),
    (
        "5.6",
        (
            r"$$\lambda_1 = -\frac12$$",
            r"$$\lambda_2 = \frac{-\gamma+\sqrt{\gamma^2-1}}{2}$$",
            r"$$\lambda_3 = \frac{-\gamma-\sqrt{\gamma^2-1}}{2}$$",
        ),
    ),
    ("5.3", (rf"$$\det(J^* - \lambda I) = 0 \iff {CHARACTERISTIC}$$",)),
    ("5.3", (rf"$${CHARACTERISTIC} \iff \lambda \in \{{-\frac12, \frac i2, -\frac i2\}}$$",)),
    ("5.3", (rf"$${CHARACTERISTIC} \Rightarrow \lambda = -\frac12 \text{{ or }} \lambda = \pm \frac i2$$",)),
    ("5.3", (rf"$${CHARACTERISTIC} \Rightarrow \lambda_1 = -\frac12, \lambda_{{2,3}} = \pm \frac i2$$",)),
    ("5.3", (rf"$${CHARACTERISTIC}$$", "One root is", r"$$\lambda = -\frac12$$")),
    ("5.3", (r"$$\lambda^2 + \frac14 = 0 \iff \lambda = \pm \frac i2$$",)),
    ("5.3", (r"$$\lambda + \frac12 = 0 \Rightarrow \lambda = -\frac12$$",)),
]


@pytest.mark.parametrize(("question", "lines"), THESE)
def test_right_eigenvalues_pass(question, lines):
    assert verdicts(question, *lines)[-1] == "proved"


def test_a_root_too_often_among_all_is_refuted():
    row = r"$$\lambda_1 = \lambda_2 = \lambda_3 = -\frac12$$"
    assert verdicts("5.3", row, known=Everything()) == ["refuted"]


def test_who_names_the_eigenvalues_anew_is_not_accused():
    first = r"$$\lambda_1 = -\frac12, \lambda_2 = \frac i2, \lambda_3 = -\frac i2$$"
    again = r"$$\lambda_1 = \frac i2, \lambda_2 = -\frac i2, \lambda_3 = -\frac12$$"
    assert verdicts("5.3", first, again) == ["proved"] * 3 + ["undecided"] + ["proved"] * 2


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [(r"(\gamma, 0, 0)", "proved"), (r"[\gamma, 0, 0]", "proved"), (r"(0, 0, \gamma)", "refuted")],
)
def test_diag_of_a_list_is_the_diagonal_matrix(numbers, expected):
    row = rf"$$\bar J^* = J^* - \operatorname{{diag}}{numbers}$$"
    assert verdicts("5.4", row, known=Everything()) == [expected]
