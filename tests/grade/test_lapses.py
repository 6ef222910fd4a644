r"""One slip at one place of a row: the row is accused, alone in its answer, and the slip is named.

Each wrong row has a right neighbour in the same notation, which passes.
"""

import pytest

from tests.grade.answers import judged, verdicts

SHEET = "ece544-2023-ps5"
TOTAL = r"-\frac{1}{M} \sum_{i=1}^N \sum_{m=1}^M \log p_\theta(x_i|z_{i,m})"
ERROR = r"\sum_{i=1}^N \sum_{m=1}^M \|x_i - f(z_{i,m})\|^2"
DUAL = r"\sum_x [\lambda_x \log(-\lambda_x) - (1+\lambda_x) \log(1+\lambda_x)]"
QUADRATIC = r"-\frac{1}{2C} \|\sum_x \lambda_x x + \sum_z ??? G_\theta(z)\|_2^2"
DUAL_Z = DUAL.replace("_x", "_z")

#: question, the row with a gap, what stands there rightly and wrongly, and what is said of it
SLIPS = [
    ("2d", rf"{TOTAL} = \frac{{1}}{{2\sigma^2 M}} {ERROR} + ??? \log(2\pi\sigma^2)", r"\frac{ND}{2}", r"\frac{D}{2}"),
    (
        "2d",
        rf"{TOTAL} = ??? {ERROR} + \frac{{ND}}{{2}} \log(2\pi\sigma^2)",
        r"\frac{1}{2\sigma^2 M}",
        r"\frac{1}{2\sigma^2}",
    ),
    (
        "2d",
        r"\mathcal{N}(x; f(z), \sigma^2 I) = (2\pi\sigma^2)^{???} \exp(-\frac{\|x - f(z)\|^2}{2\sigma^2})",
        "-D/2",
        "-1/2",
    ),
    ("2e", r"p_\theta(x_i|z) = ???_{d=1}^D g_d^{x_i^{(d)}} (1-g_d)^{1-x_i^{(d)}}", r"\prod", r"\sum"),
    ("2e", r"p_\theta(x_i|z) = \prod_{d=1}^D g_d^{x_i^{(d)}} (1-g_d)^{???}", r"1-x_i^{(d)}", r"x_i^{(d)}"),
    (
        "1d",
        r"\log\frac{q(z|x)}{p(z)} = \frac{2 z (\mu_q - \mu_p) ???}{2 \sigma^2}",
        r"+ \mu_p^2 - \mu_q^2",
        r"+ \mu_q^2 - \mu_p^2",
    ),
    ("1d", r"\mathbb{E}_q[z] = ???", r"\mu_q", r"\mu_p"),
    ("1c", r"D_{KL}(q(z|x) \| q(z|x)) = ???", "0", "1"),
    (
        "1a",
        r"\sum_z q(z|x) \log p_\theta(x, z) = \sum_z ??? \log p_\theta(x|z) + \sum_z q(z|x) \log p(z)",
        "q(z|x)",
        "p(z)",
    ),
    ("1f", r"p_\theta(z|x) = ???", r"\frac{p_\theta(x,z)}{p_\theta(x)}", r"p_\theta(x,z)"),
    ("1f", r"p_\theta(z|x) = \frac{???}{p_\theta(x)}", r"p_\theta(x|z) p(z)", r"p_\theta(x|z)"),
    (
        "1f",
        r"p_\theta(z|x) = \frac{???",
        r"p_\theta(x,z)}{\sum_{z'} p_\theta(x,z')}",
        r"p_\theta(x|z)}{\sum_{z'} p_\theta(x|z')}",
    ),
    ("3h", r"1 + e^{\xi^*} = ???", r"\frac{1}{1+\lambda}", r"1 + \lambda"),
    ("4d", r"D^*(x) = \frac{p_{data}(x)}{???}", r"p_{data}(x) + p_G(x)", r"p_G(x)"),
    ("3i", rf"g(\lambda) = {QUADRATIC} + {DUAL} + {DUAL_Z}", r"(1 + \lambda_z)", r"\lambda_z"),
    (
        "2e",
        r"-\log p_\theta(x_i|z) = -\sum_{d=1}^D [???]",
        r"x_i^{(d)} \log g_d + (1 - x_i^{(d)}) \log(1 - g_d)",
        r"x_i^{(d)} \log(1 - g_d) + (1 - x_i^{(d)}) \log g_d",
    ),
    ("1d", r"\text{KL}(q(z|x), p(z)) = \frac{???}{2\sigma^2}", r"(\mu_q - \mu_p)^2", r"\mu_q^2 - \mu_p^2"),
    ("4d", r"D^*(x) = \frac{p_{data}(x)}{???}", r"p_{data}(x) + p_G(x)", r"p_{data}(x) \, p_G(x)"),
    ("4e", r"\min_{p_G} V(D^*, p_G) = ???", r"-\log 4", r"-\log 2"),
    ("4e", r"V(D^*, p_{data}) = ???", r"-\log 4", r"-\log 2"),
    ("3b", r"\log p_w(y=0|x) = -\log(1 + \exp(???))", r"-w^\top x", r"w^\top x"),
    (
        "3e",
        r"\nabla_w^2 \sum_{x \in \mathcal{D}} \log(1+\exp w^\top x) = \sum_{x\in\mathcal{D}} ??? x x^\top",
        r"\sigma(w^\top x) (1 - \sigma(w^\top x))",
        r"\sigma(w^\top x)",
    ),
]


@pytest.mark.parametrize(("question", "row", "right", "wrong"), SLIPS)
def test_a_slip_is_found_and_named(question, row, right, wrong):
    assert verdicts(question, f"$${row.replace('???', right)}$$", sheet=SHEET)[0] in ("proved", "confirmed")
    (found,) = judged(question, f"$${row.replace('???', wrong)}$$", sheet=SHEET)
    assert str(found.verdict) == "refuted"
    assert found.reason.startswith("true with one edit")


def test_an_equation_in_a_chain_of_inequalities_is_one_of_both_sides():
    bound = r"\sum_z q(z|x) \log \frac{p_\theta(x,z)}{q(z|x)}"
    right = r"\sum_z q(z|x) \log p_\theta(x|z) - \text{KL}(q(z|x), p(z))"
    wrong = right.replace("q(z|x) ", "p(z) ", 1)  # a lower bound too, but not the same
    chain = r"$$\log p_\theta(x) \ge %s = %s$$"
    assert verdicts("1a", chain % (bound, right), sheet=SHEET) == ["proved", "proved"]
    assert verdicts("1a", chain % (bound, wrong), sheet=SHEET) == ["proved", "refuted"]


def test_a_sum_that_is_right_but_for_more_than_one_slip_is_left_to_a_person():
    row = rf"$${TOTAL} = \frac{{1}}{{\sigma M}} {ERROR} + \frac{{D}}{{3}} \log(2\pi\sigma)$$"
    assert verdicts("2d", row, sheet=SHEET) == ["undecided"]


def test_a_calligraphic_function_is_no_number_of_that_letter():
    cost = r"$$\mathcal{C}(w,\theta) = \sum_{x} \log(1+\exp w^\top x) + \frac{C}{2}\|w\|_2^2$$"
    right, wrong = (rf"$$\nabla_w \mathcal{{C}}(w,\theta) = \sum_x \sigma(w^\top x) x {sign} C w$$" for sign in "+-")
    assert verdicts("3b", cost, right, sheet=SHEET)[1] == "proved"
    assert verdicts("3b", cost, wrong, sheet=SHEET)[1] == "refuted"
