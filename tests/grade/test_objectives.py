"""A loss of the student's own convention: what minimizes it is right, and what minimizes the sheet's is not."""

import pytest

from tests.grade.answers import judged, verdicts

#: (the objective, what stands for the sheet's λ at its minimizer)
OBJECTIVES = [
    (r"$$L(w) = \tfrac12\|y - Xw\|^2 + \lambda\|w\|^2$$", r"2\lambda"),
    (r"$$\min_w \frac12\|y - Xw\|^2 + \lambda\|w\|^2$$", r"2\lambda"),
    (r"We minimize $\frac12\|y - Xw\|^2 + \lambda\|w\|^2$.", r"2\lambda"),
    (r"$$J(w) = \frac1n\|y - Xw\|^2 + \lambda\|w\|^2$$", r"n\lambda"),
    (r"$$\tilde L(w) = \|y - Xw\|^2 + \frac\lambda2\|w\|^2$$", r"\frac\lambda2"),
    (r"$$\text{Loss}(w) = \|y - Xw\|^2 + \lambda^2\|w\|^2$$", r"\lambda^2"),
    (r"$$L(w) = \|y - Xw\|^2 + \lambda\|w\|^2$$", r"\lambda"),
    (r"$$J(w) = \tfrac12\|y - Xw\|^2 + \tfrac\lambda2\|w\|^2$$", r"\lambda"),
]
SOLVED = "Setting the gradient to zero gives"


def solution(coefficient: str, name: str = "w") -> str:
    return rf"$${name} = (X^\top X + {coefficient} I)^{{-1}} X^\top y$$"


@pytest.mark.parametrize(("objective", "coefficient"), OBJECTIVES)
def test_the_minimizer_is_that_of_the_objective_written(objective: str, coefficient: str):
    other = r"3\lambda" if coefficient == r"\lambda" else r"\lambda"
    assert verdicts("1.3", objective, SOLVED, solution(coefficient), solution(other))[-2:] == ["proved", "refuted"]


@pytest.mark.parametrize("coefficient", [r"\lambda", r"2\lambda"])
def test_the_sheets_own_name_for_its_minimizer_is_left_to_a_person(coefficient: str):
    found = verdicts("1.3", OBJECTIVES[0][0], SOLVED, solution(coefficient, "w^{L^2}"))
    assert found[-1] == "undecided"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [r"$$\nabla L = X^\top Xw - X^\top y + 2\lambda w = 0$$", r"$$\Rightarrow " + solution(r"2\lambda")[2:]],
            ["proved", "proved", "proved"],
        ),
        (["Set the gradient to zero:", r"$$-X^\top(y - Xw) + 2\lambda w = 0$$", solution(r"2\lambda")], ["proved"] * 2),
        (["Set the gradient to zero:", r"$$-X^\top(y - Xw) + \lambda w = 0$$"], ["refuted"]),
    ],
)
def test_its_slope_is_set_to_zero(rows: list[str], expected: list[str]):
    assert verdicts("1.3", OBJECTIVES[0][0], *rows)[-len(expected) :] == expected


def test_a_loss_of_other_ingredients_says_nothing_of_the_sheets_minimizer():
    found = judged("1.3", r"$$J(w) = \|Xw\|^2 + \|w\|^2$$", SOLVED, solution(r"\lambda"))
    assert (str(found[-1].verdict), found[-1].reason) == ("proved", "at the minimizer with weight decay")
