r"""Rows about bounds, normal laws, GANs and duality, each alone: the right ones pass, the wrong ones do not.

Every wrong row is a neighbour of right ones in the same notation: it must be accused, or at the least not passed.
"""

import pytest

from tests.grade.answers import verdicts

SHEET = "ece544-2023-ps5"
PASS, ACCUSE = {"proved", "confirmed"}, {"refuted", "ill-typed"}

#: question → rows that hold
RIGHT = {
    "1a": [
        r"\log p_\theta(x) \ge \sum_z q(z|x) \log p_\theta(x|z) - \text{KL}(q(z|x), p(z))",
    ],
    "1d": [
        r"\text{KL}(q(z|x), p(z)) = \frac{\mu_q^2 - 2 \mu_q \mu_p + \mu_p^2}{2 \sigma^2}",
        r"D_{KL}(q \| p) = \frac{(\mu_q - \mu_p)^2}{2 \sigma^2}",
        r"KL(q(z|x) \| p(z)) = -\frac12 + \frac{\sigma^2 + (\mu_q - \mu_p)^2}{2 \sigma^2}",
        r"E_{q(z|x)}[z] = \mu_q",
        r"\mathbb{E}_{z \sim q}[(z - \mu_p)^2] = \sigma^2 + (\mu_q - \mu_p)^2",
        r"\text{Var}_q(z) = \sigma^2",
        r"\int q(z|x) (z - \mu_p)^2 dz = \sigma^2 + (\mu_q - \mu_p)^2",
        r"\int_{-\infty}^{\infty} q(z|x) \log \frac{q(z|x)}{p(z)} \, dz = \frac{(\mu_q - \mu_p)^2}{2 \sigma^2}",
        r"\int q(z|x) \log \frac{q(z|x)}{p(z)} = \frac{(\mu_q - \mu_p)^2}{2 \sigma^2}",
        r"q(z|x) = \frac{1}{\sqrt{2\pi\sigma^2}} \exp\left(-\frac{1}{2\sigma^2}(z - \mu_q)^2\right)",
    ],
    "1f": [r"E_{q(z|x)}[\log p_\theta(x, z)] = E_{p_\theta(z|x)}[\log p_\theta(x, z)]"],
    "3d": [
        r"v^\top \nabla_a^2 \log(1+\exp a^\top b) v = \sigma(a^\top b)(1-\sigma(a^\top b)) (v^\top b)^2 \ge 0",
        r"\nabla_a \log(1 + \exp a^\top b) = \sigma(a^\top b) b",
        r"\nabla_a^2 \log(1 + \exp a^\top b) = \sigma(a^\top b) (1 - \sigma(a^\top b)) b b^\top",
    ],
    "3c": [
        r"v^\top \nabla_a^2 (\frac{C}{2} \|a\|_2^2 - a^\top b) v = C \|v\|^2 \ge 0",
    ],
    "3g": [
        r"\min_w \frac{C}{2} \|w\|_2^2 - w^\top b = - \frac{\|b\|^2}{2C}",
        r"\min_w \frac{C}{2} \|w\|_2^2 - w^\top b = \frac{C}{2} \|\frac{b}{C}\|_2^2 - \frac{1}{C} b^\top b",
    ],
    "3h": [
        r"\min_\xi \lambda\xi + \log(1+\exp \xi) = \lambda\log(-\lambda) - (1+\lambda)\log(1+\lambda)",
        r"\min_\xi \{ \lambda\xi + \log(1+ e^\xi) \} = \lambda \log\frac{-\lambda}{1+\lambda} - \log(1+\lambda)",
    ],
    "4d": [
        r"\frac{\partial L(x, D, \dot{D})}{\partial D} = \frac{p_{data}(x)}{D(x)} - \frac{p_G(x)}{1-D(x)}",
        r"\frac{\partial L}{\partial D} = \frac{p_{data}}{D} - \frac{p_G}{1-D}",
        r"\frac{\partial^2 L}{\partial D^2} = -\frac{p_{data}}{D^2} - \frac{p_G}{(1-D)^2}",
        r"\frac{\partial L(x, D, \dot{D})}{\partial \dot{D}} = 0",
        r"\frac{d}{dx} \frac{\partial L}{\partial \dot D} = 0",
    ],
    "4e": [
        r"V(D^*, G) = -2\log 2 + D_{KL}(p_{data}, M) + D_{KL}(p_G, M)",
        r"V(G, D^*) = -\log 4 + 2 JSD(p_{data} \| p_G)",
        r"V(p_G, D^*) = -\log 4 + 2 JSD(p_{data}, p_G)",
        r"\max_D V(D, p_G) = 2 JSD(p_{data}, p_G) - 2 \log 2",
        r"\max_D V(D, G) = V(D^*, G)",
    ],
    "3b": [
        r"p_w(y=1|x) = \frac{1}{1 + \exp w^\top x}",
        r"-\log p_w(y=1|x) = \log(1 + \exp w^\top x)",
        r"-\log(1 - p_w(y=1|G_\theta(z))) = \log(1 + \exp w^\top G_\theta(z)) - w^\top G_\theta(z)",
        r"-\log(1 - p_w(y=1|G_\theta(z))) = \log(1 + \exp(-w^\top G_\theta(z)))",
        r"\nabla_w \sum_{x \in \mathcal{D}} \log(1 + \exp w^\top x) = \sum_{x \in \mathcal{D}} \sigma(w^\top x) x",
        r"\sum_x \log(1 + e^{w^\top x}) = -\sum_{x \in \mathcal{D}} \log p_w(y = 1|x)",
        r"\sum_{u \in \mathcal{D}} w^\top u = w^\top \sum_{x \in \mathcal{D}} x",
    ],
    "3i": [
        r"\nabla_w \sum_x \lambda_x (\xi_x - w^\top x) = - \sum_{x \in \mathcal{D}} \lambda_x x",
        r"\min_w \frac{C}{2} \|w\|^2 - \sum_x \lambda_x w^\top x = -\frac{1}{2C} \|\sum_x \lambda_x x\|^2",
        r"\frac{\partial}{\partial \xi_x} \sum_x (\lambda_x \xi_x + \log(1+ e^{\xi_x})) = \lambda_x + \sigma(\xi_x)",
    ],
    "2d": [
        r"-\log p_\theta(x_i|z_{i,m}) = \frac{D}{2} \log(2\pi\sigma^2) + \frac{1}{2\sigma^2} \|x_i - f(z_{i,m})\|_2^2",
        r"-\log p_\theta(x_i|z) = \frac{D}{2} \log(2\pi\sigma^2) + \frac{\|x_i - f(z)\|^2}{2\sigma^2}",
        r"-\frac{1}{M} \sum_{i=1}^N \sum_{m=1}^M \log p_\theta(x_i|z_{i,m}) = \frac{ND}{2} \log(2\pi\sigma^2)"
        r" + \frac{1}{2M\sigma^2} \sum_{i=1}^N \sum_{m=1}^M \|x_i - f(z_{i,m})\|_2^2",
        r"\|x_i - f(z_{im})\|^2 = \sum_{d=1}^D (x_{i,d} - f(z_{i,m})^{(d)})^2",
    ],
    "2e": [
        r"p_\theta(x_i|z) = \prod_{d=1}^D (g^{(d)})^{x_i^{(d)}} (1 - g^{(d)})^{1 - x_i^{(d)}}",
        r"\log p_\theta(x_i|z) = \sum_{d=1}^D x_i^{(d)} \log g_d + (1 - x_i^{(d)}) \log(1 - g_d)",
        r"-\log p_\theta(x_i|z_{i,m}) = -\sum_{d} [x_{id} \log f(z)_d + (1 - x_{id}) \log(1 - f(z)_d)]",
    ],
}

#: question → rows that are false, each with what is said of it
WRONG = {
    "1d": [
        r"\text{KL}(q(z|x), p(z)) = \frac{(\mu_q - \mu_p)^2}{\sigma^2}",
        r"D_{KL}(q \| p) = \frac{(\mu_q - \mu_p)^2}{2 \sigma}",
        r"E_{q(z|x)}[z^2] = \mu_q^2",
        r"\int q(z|x) \log \frac{q(z|x)}{p(z)} = \frac{(\mu_q - \mu_p)^2}{\sigma^2}",
        r"p(z) = \frac{1}{\sqrt{2\pi\sigma^2}} \exp\left(-\frac{1}{2\sigma^2}(z - \mu_q)^2\right)",
    ],
    "3d": [
        r"\nabla_a \log(1 + \exp a^\top b) = \sigma(a^\top b) a",
        r"\nabla_a^2 \log(1 + \exp a^\top b) = \sigma(a^\top b) b b^\top",
    ],
    "3g": [
        r"\min_w \frac{C}{2} \|w\|_2^2 - w^\top b = - \frac{\|b\|^2}{C}",
        r"\min_w \frac{C}{2} \|w\|_2^2 - w^\top b = \frac{\|b\|^2}{2C}",
    ],
    "3h": [
        r"\min_\xi \lambda\xi + \log(1+\exp \xi) = \lambda\log(-\lambda) + (1+\lambda)\log(1+\lambda)",
        r"\min_\xi \lambda\xi + \log(1+\exp \xi) = \lambda\log(-\lambda) - \log(1+\lambda)",
    ],
    "4d": [
        r"\frac{\partial L}{\partial D} = \frac{p_{data}}{D} + \frac{p_G}{1-D}",
        r"\frac{\partial L(x, D, \dot{D})}{\partial D} = \frac{p_{data}(x)}{D(x)} - \frac{p_G(x)}{D(x)}",
    ],
    "4e": [
        r"V(D^*, G) = -\log 4 + JSD(p_{data}, p_G)",
        r"\max_D V(p_G, D) = 2 JSD(p_{data}, p_G) + 2 \log 2",
    ],
    "3b": [
        r"-\log p_w(y=1|x) = \log(1 + \exp(-w^\top x))",
        r"-\log(1 - p_w(y=1|G_\theta(z))) = \log(1 + \exp w^\top G_\theta(z)) + w^\top G_\theta(z)",
        r"\sum_x \log(1 + e^{w^\top x}) = \sum_{x \in \mathcal{D}} \log p_w(y = 1|x)",
        r"-\log p_w(y=1|x) = \log(1 - \exp w^\top x)",
    ],
    "3i": [
        r"\min_w \frac{C}{2} \|w\|^2 - \sum_x \lambda_x w^\top x = -\frac{1}{C} \|\sum_x \lambda_x x\|^2",
        r"\frac{\partial}{\partial \xi_x} \sum_x (\lambda_x \xi_x + \log(1+ e^{\xi_x})) = -\lambda_x + \sigma(\xi_x)",
    ],
    "2d": [
        r"-\log p_\theta(x_i|z_{i,m}) = \frac{D}{2} \log(2\pi\sigma^2) + \frac{1}{\sigma^2} \|x_i - f(z_{i,m})\|_2^2",
        r"-\frac{1}{M} \sum_{i=1}^N \sum_{m=1}^M \log p_\theta(x_i|z_{i,m}) = \frac{ND}{2} \log(2\pi\sigma^2)"
        r" + \frac{1}{M\sigma^2} \sum_{i=1}^N \sum_{m=1}^M \|x_i - f(z_{i,m})\|_2^2",
    ],
    "2e": [
        r"\log p_\theta(x_i|z) = \sum_{d=1}^D (1 - x_i^{(d)}) \log g_d + x_i^{(d)} \log(1 - g_d)",
        r"-\log p_\theta(x_i|z) = -\sum_{d=1}^D [x_i^{(d)} \log(1 - g_d) + (1 - x_i^{(d)}) \log g_d]",
        r"-\log p_\theta(x_i|z) = \sum_{d=1}^D x_i^{(d)} \log g_d + (1 - x_i^{(d)}) \log(1 - g_d)",
    ],
}


def rows(table):
    """Return (question, row) for each row of a table."""
    return [(question, row) for question, found in table.items() for row in found]


@pytest.mark.parametrize(("question", "row"), rows(RIGHT))
def test_right_rows_pass(question, row):
    found = verdicts(question, f"$${row}$$", sheet=SHEET)
    assert found
    assert set(found) <= PASS


@pytest.mark.parametrize(("question", "row"), rows(WRONG))
def test_wrong_rows_are_not_passed(question, row):
    """A single row has no row of its notation that was confirmed, so it need not be accused."""
    found = verdicts(question, f"$${row}$$", sheet=SHEET)
    assert found
    assert not set(found) & PASS


@pytest.mark.parametrize(("question", "row"), rows(WRONG))
def test_wrong_rows_are_accused_where_their_notation_was_confirmed(question, row):
    right = [f"$${good}$$" for good in RIGHT.get(question, [])]
    assert verdicts(question, *right, f"$${row}$$", sheet=SHEET)[-1] in ACCUSE


def test_what_a_sheet_takes_a_name_for_ends_where_the_student_defines_it():
    """With L = -(…) the slopes turn round, and nobody is accused of the definition."""
    own = r"$$L(x, D, \dot D) = -p_{data} \log D - p_G \log(1-D)$$"
    slope = r"$$\frac{\partial L}{\partial D} = -\frac{p_{data}}{D} + \frac{p_G}{1-D}$$"
    assert verdicts("4d", own, slope, sheet=SHEET) == ["undecided", "proved"]


LAGRANGIAN = r"$$L = \sum_x \log(1 + e^{\xi_x}) + \frac{C}{2} \|w\|^2 + \sum_x \lambda_x (\xi_x - w^\top x)$$"


def test_a_lagrangian_of_ones_own_is_differentiated():
    rows = [
        r"$$\nabla_w L = C w - \sum_x \lambda_x x$$",
        r"$$\frac{\partial L}{\partial \xi_x} = \sigma(\xi_x) + \lambda_x$$",
        r"$$\nabla_w L = C w + \sum_x \lambda_x x$$",
    ]
    assert verdicts("3i", LAGRANGIAN, *rows, sheet=SHEET) == ["undecided", "proved", "proved", "refuted"]
    of_names = LAGRANGIAN.replace("L =", r"L(w, \xi, \lambda) =")
    assert verdicts("3i", of_names, *rows, sheet=SHEET) == ["undecided", "proved", "proved", "refuted"]


DUAL = r"""\sum_x (\lambda_x \log(-\lambda_x) - (1+\lambda_x) \log(1+\lambda_x))
+ \sum_z (\lambda_z \log(-\lambda_z) - (1+\lambda_z) \log(1+\lambda_z))"""
COLUMN = r"\left\| \sum_x \lambda_x x + \sum_z (1 + \lambda_z) G_\theta(z) \right\|^2"


@pytest.mark.parametrize(
    ("dual", "verdict"),
    [
        (rf"{DUAL} - \frac{{1}}{{2C}} {COLUMN}", "proved"),
        (rf"{DUAL} - \frac{{1}}{{C}} {COLUMN}", "refuted"),
        (r"\sum_x \lambda_x^2", "undecided"),
    ],
)
def test_a_dual_function_is_judged_by_what_the_sheet_takes_its_name_for(dual, verdict):
    assert verdicts("3i", f"$$g(\\lambda) = {dual}$$", sheet=SHEET) == [verdict]


SUMS = r"\sum_z q(z|x) \log p_\theta(x|z) - \text{KL}(q(z|x), p(z))"


@pytest.mark.parametrize(
    ("constraint", "exponent"),
    [(r"+ \lambda (1 - \sum_z q(z|x))", r"-1-\lambda"), (r"+ \lambda (\sum_z q(z|x) - 1)", r"-1+\lambda")],
)
def test_a_multiplier_has_the_sign_that_ones_own_lagrangian_gives_it(constraint, exponent):
    other = r"-1+\lambda" if exponent == r"-1-\lambda" else r"-1-\lambda"
    answer = [
        rf"$$L(q(z|x), \lambda) = {SUMS} {constraint}$$",
        rf"$$\frac{{\partial L}}{{\partial q(z|x)}} = \log \frac{{p_\theta(x|z) p(z)}}{{q(z|x)}} {exponent} = 0$$",
        rf"$$q(z|x) = p_\theta(x|z) p(z) e^{{{exponent}}}$$",
        rf"$$1 = e^{{{exponent}}} \sum_z p_\theta(x|z) p(z)$$",
        rf"$$q(z|x) = p_\theta(x|z) p(z) e^{{{other}}}$$",
        r"$$q(z|x) = p_\theta(z|x)$$",
    ]
    first, *rest = verdicts("1e", *answer, sheet=SHEET)
    assert first == "undecided"
    assert set(rest[:4]) <= PASS
    assert rest[4:] == ["refuted", "proved"]


def test_nothing_is_said_of_a_multiplier_whose_lagrangian_is_not_read():
    row = r"$$q(z|x) = p_\theta(x|z) p(z) e^{-1-\lambda}$$"
    assert verdicts("1e", row, sheet=SHEET) == ["undecided"]


def test_a_slip_in_one_term_of_a_name_of_ones_own_is_no_new_value():
    own = r"$$R = -\frac{1}{M} \sum_{i=1}^N \sum_{m=1}^M \log p_\theta(x_i|z_{i,m})$$"
    error = r"\frac{1}{2 M \sigma^2} \sum_{i=1}^N \sum_{m=1}^M \|x_i - f(z_{i,m})\|^2"
    slip = rf"$$R = {error} + N D \log(2 \pi \sigma^2)$$"
    assert verdicts("2d", own, slip, sheet=SHEET)[1] == "refuted"
    assert verdicts("2d", own, rf"$$R = {error}$$", sheet=SHEET)[1] == "undecided"
    assert verdicts("2d", own, "Dropping constants,", slip, sheet=SHEET)[1] == "undecided"


def test_the_one_of_an_entropys_derivative_may_be_lost_but_not_absorbed():
    own = rf"$$L(q, \lambda) = {SUMS} - \lambda (\sum_z q(z|x) - 1)$$"
    lost = r"$$\frac{\partial L}{\partial q(z|x)} = \log p_\theta(x|z) + \log p(z) - \log q(z|x) - \lambda$$"
    assert verdicts("1e", own, lost, sheet=SHEET)[1] == "refuted"
    assert verdicts("1e", own, "Absorbing the 1 into the multiplier,", lost, sheet=SHEET)[1] == "undecided"


def test_slopes_that_are_set_to_zero_open_the_optimum_of_a_function():
    answer = [
        r"$$\frac{p_{data}(x)}{D(x)} - \frac{p_G(x)}{1-D(x)} = 0$$",
        r"$$\Rightarrow p_{data}(x)(1-D(x)) = p_G(x)D(x)$$",
        r"$$\Rightarrow D(x) = \frac{p_G(x)}{p_{data}(x) + p_G(x)}$$",
    ]
    found = verdicts("4d", *answer, sheet=SHEET)
    assert set(found[:2]) <= PASS
    assert found[2] in ACCUSE


@pytest.mark.parametrize("name", [r"\mathcal{M}(\lambda)", r"M(\lambda)", "M"])
def test_a_least_value_without_brackets_reaches_over_what_it_ranges_over(name):
    """M = min_ξ λξ + log(1 + exp ξ): a name of one's own is judged as what it abbreviates is."""
    answer = [
        rf"Let ${name} = \min_\xi \lambda\xi + \log(1 + \exp\xi)$.",
        rf"$${name} = \lambda \log \frac{{-\lambda}}{{1+\lambda}} + \log \frac{{1}}{{1+\lambda}}$$",
        rf"$${name} = \lambda \log(-\lambda) - (1-\lambda) \log(1+\lambda)$$",
    ]
    assert verdicts("3h", *answer, sheet=SHEET)[-2:] == ["proved", "refuted"]


def test_letters_in_another_font_are_the_operators_whose_brackets_they_have():
    shift = r"\mathcal{E}_{p_{data}}[\log \frac{p_{data}}{2M}]"
    answer = [
        rf"$$\mathcal{{D}}(p_{{data}} \,||\, M) = {shift} + \log 2$$",
        rf"$$\mathcal{{D}}(p_{{data}} \,||\, M) = {shift} - \log 2$$",
    ]
    assert verdicts("4e", *answer, sheet=SHEET) == ["proved", "refuted"]
