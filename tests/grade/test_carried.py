"""What follows from a student's own wrong row is carried; what is wrong beside it is an error of its own."""

import pytest

from tests.grade.answers import Everything, verdicts

MEAN, VARIANCE = r"$$\mathbb{E}[R_{ij}] = 1-p$$", r"$$\operatorname{Var}(R_{ij}) = p^2$$"
BOUND = r"$$\log p_\theta(x) \le \mathcal{L}(\theta, \phi; x)$$"
SLOPE = r"-2 p X^\top (y - p X w) - 2 p (1-p) \Gamma^2 w"

#: (question, lines, verdicts)
FOLLOWS = [
    ("1.1", (r"$$\mathbb{E}[R_{ij}^2] = p^2 = p \cdot p$$",), ["refuted", "carried"]),
    ("1.1", (r"$$\mathbb{E}[R_{ij}^2] = p^2$$", "Again", r"$$\mathbb{E}[R_{ij}^2] = p^2$$"), ["refuted", "carried"]),
    (  # both own values at once
        "1.1",
        (MEAN, VARIANCE, r"$$\mathbb{E}[R_{ij}] + \operatorname{Var}(R_{ij}) = 1 - p + p^2$$"),
        ["refuted", "refuted", "carried"],
    ),
    ("2.1", (BOUND, r"$$\mathcal{L}(\theta, \phi; x) - \log p_\theta(x) \ge 0$$"), ["refuted", "carried"]),
    ("2.1", (BOUND, r"$$\log p_\theta(x) - \mathcal{L}(\theta, \phi; x) \le 0$$"), ["refuted", "carried"]),
    (
        "1.2",
        (rf"$$\nabla_w \mathbb{{E}}[L(w)] = {SLOPE}$$", "Setting it to zero", f"$${SLOPE} = 0$$"),
        ["refuted", "carried"],
    ),
]


@pytest.mark.parametrize(("question", "lines", "expected"), FOLLOWS)
def test_what_follows_from_a_wrong_row_is_carried(question, lines, expected):
    assert verdicts(question, *lines, known=Everything()) == expected


#: (question, lines): the last row is wrong by itself, and does not follow from those before
DOES_NOT_FOLLOW = [
    ("1.1", (r"$$\mathbb{E}[R_{ij}^2] = p^2 = p^3$$",)),
    ("1.1", (MEAN, VARIANCE, r"$$\mathbb{E}[R_{ij}] + \operatorname{Var}(R_{ij}) = p^3$$")),
]


@pytest.mark.parametrize(("question", "lines"), DOES_NOT_FOLLOW)
def test_another_wrong_row_does_not_follow(question, lines):
    assert verdicts(question, *lines, known=Everything())[-1] not in ("proved", "confirmed", "carried")


def test_what_the_text_was_suspected_of_is_looked_into_where_it_is_displayed():
    wrong = r"\mathbb{E}[R_{ij}^2] = p^3(1-p)"
    assert verdicts("1.1", f"We see that ${wrong}$.", f"$${wrong}$$", known=Everything()) == ["refuted"]
