r"""Sums over repeated indices that are not written, and angle brackets."""

import pytest

from tests.grade.answers import verdicts

SHEET = "ece544-2023-ps5"
QUADRATIC = r"\left( \frac{C}{2} a_m a_m - a_m b_m \right)"
RIGHT = {
    "3c": [
        rf"\frac{{\partial^2}}{{\partial a_k \partial a_l}} {QUADRATIC} = C \delta_{{kl}}",
        rf"\frac{{\partial}}{{\partial a_k}} {QUADRATIC} = C a_k - b_k",
        r"\|b\|^2 = b_i b_i",
        r"a^\top b = a_j b_j",
        r"(a_k b_k)^2 = (a^\top b)^2",
        r"\|a - b\|^2 = a_i a_i - 2 a_i b_i + b_i b_i",
        r"\nabla_a (\frac{C}{2} \langle a, a \rangle - \langle a, b \rangle) = C a - b",
    ],
    "3d": [r"\frac{\partial}{\partial a_k} \log(1 + \exp a_m b_m) = \frac{\exp(a_m b_m)}{1 + \exp(a_m b_m)} b_k"],
    "1d": [
        r"\langle z - \mu_q \rangle_q = 0",
        r"\left\langle (z-\mu_p)^2 \right\rangle_{q(z|x)} = \sigma^2 + (\mu_q - \mu_p)^2",
        r"\langle z \rangle_{z \sim q}^2 = \mu_q^2",
    ],
    "1a": [r"\log p_\theta(x) \ge \langle \log p_\theta(x,z) \rangle_{q(z|x)} - \langle \log q(z|x) \rangle_{q(z|x)}"],
}
WRONG = {
    "3c": [
        rf"\frac{{\partial^2}}{{\partial a_k \partial a_l}} {QUADRATIC} = \frac{{C}}{{2}} \delta_{{kl}}",
        rf"\frac{{\partial}}{{\partial a_k}} {QUADRATIC} = 2 C a_k - b_k",
        r"\|b\|^2 = 2 b_i b_i",
        r"\|a - b\|^2 = a_i a_i + 2 a_i b_i + b_i b_i",
    ],
    "1d": [
        r"\langle (z-\mu_p)^2 \rangle_q = (\mu_q - \mu_p)^2",
        r"\langle z \rangle_q = \mu_p",
    ],
    "1a": [r"\log p_\theta(x) \le \langle \log p_\theta(x,z) \rangle_{q(z|x)} - \langle \log q(z|x) \rangle_{q(z|x)}"],
}


def _cases(table):
    return [(question, row) for question, rows in table.items() for row in rows]


@pytest.mark.parametrize(("question", "row"), _cases(RIGHT))
def test_right_rows_pass(question, row):
    assert set(verdicts(question, f"$${row}$$", sheet=SHEET)) <= {"proved", "confirmed"}


@pytest.mark.parametrize(("question", "row"), _cases(WRONG))
def test_wrong_neighbours_are_accused(question, row):
    assert verdicts(question, f"$${row}$$", sheet=SHEET) == ["refuted"]


@pytest.mark.parametrize(
    "row",
    [
        r"\|b\|^2 = b_i",  # one index alone is no sum
        r"a_k b_k = b_k a_k + 1",  # any k: no sum, and false
        r"a^\top b = a_i b_j",
        r"\langle a, b, b \rangle = 0",
        r"\langle C, C \rangle = C^2",
    ],
)
def test_what_is_no_sum_does_not_pass(row):
    assert verdicts("3c", f"$${row}$$", sheet=SHEET)[0] not in ("proved", "confirmed")
