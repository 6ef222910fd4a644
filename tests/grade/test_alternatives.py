r"""Rows with "or": each alternative is judged by itself, and is no hypothesis for the others."""

import pytest

from tests.grade.answers import Everything, verdicts

PASS = {"proved", "confirmed", "given"}
ACCUSED = {"refuted", "ill-typed", "carried"}
EIGEN = r"\det(J^* - \lambda I) = 0 \Rightarrow"

#: (question, row): one alternative at most is right
OPEN = [
    ("5.1", r"$$v_\theta = 0 \Rightarrow \psi_0 = 0 \text{ or } \theta = 1$$"),
    ("5.1", r"$$\psi_1\theta = 0 \text{ or } \theta = 0$$"),
    ("5.1", r"$$\Rightarrow \psi_1\theta = 0 \lor \theta = 0$$"),
    ("5.1", r"$$\Rightarrow \psi_1\theta = 0 \quad\text{ou}\quad \theta = 0$$"),
    ("5.3", r"$$\lambda = -\tfrac12 \text{ or } \lambda = \pm\tfrac12$$"),
    ("5.3", r"$$\lambda = -\tfrac12 \text{ or } \pm\tfrac12$$"),
    ("5.3", rf"$${EIGEN} \lambda = -\tfrac12 \text{{ or }} \lambda = \pm\tfrac12$$"),
    ("5.3", r"$$\lambda = \pm\tfrac12 \text{ or } \lambda = -\tfrac12$$"),
]


@pytest.mark.parametrize(("question", "row"), OPEN)
def test_one_right_alternative_neither_passes_nor_accuses(question, row):
    found = verdicts(question, row, known=Everything())
    assert found
    assert not (PASS | ACCUSED) & set(found)


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        (r"$$\lambda = -\tfrac12 \text{ or } \lambda = \pm\tfrac i2$$", "proved"),
        (r"$$\lambda = -\tfrac12 \text{ or } \pm\tfrac i2$$", "proved"),
        (rf"$${EIGEN} \lambda = -\tfrac12 \text{{ or }} \lambda = \pm\tfrac i2$$", "proved"),
    ],
)
def test_alternatives_that_are_all_right_pass(row, verdict):
    assert verdicts("5.3", row, known=Everything())[-1] == verdict


def test_alternatives_that_are_all_wrong_are_refuted():
    rows = (r"$$\lambda = -\tfrac12 \text{ or } \pm\tfrac i2$$", r"$$\lambda = \tfrac12 \text{ or } \lambda = 3$$")
    assert verdicts("5.3", *rows, known=Everything()) == ["proved", "refuted"]
