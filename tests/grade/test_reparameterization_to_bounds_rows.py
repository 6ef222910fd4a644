r"""Rows of answers on reparameterization, amortized inference, discriminators and bounds, behind what was said before.

The last row of each answer counts. A wrong one is accused where it enters; a right one passes.
"""

import pytest

from tests.grade.answers import verdicts

SHEET = "ift6135-2019-hw3"
PASS, ACCUSE = {"proved", "confirmed"}, {"refuted", "ill-typed"}

OPTIMAL = r"The optimum is $D^*(x) = f_1(x)/(f_0(x)+f_1(x))$. Then"
SLOPE = r"$$\frac{d}{dD}(f_1 \log D + f_0\log(1-D)) = \frac{f_1}{D} - \frac{f_0}{1-D} = 0$$"

U_SLOPE = r"$$\frac{d}{du}(ut - u\log u) = t - \log u - 1 = 0$$"

#: question, what is said before, a wrong row
WRONG = [
    ("1.1", (), r"q(z) = \prod_{k=1}^K \frac{1}{\sqrt{2\pi}} e^{-z_{0,k}^2/2} |\det \operatorname{diag}(\sigma)|"),
    ("1.1", (), r"q(z) = \prod_k \frac{1}{\sqrt{2\pi}} e^{-(z_k-\mu_k)^2/(2\sigma_k^2)} \prod_k \sigma_k"),
    ("2.1", (), r"\log p_\theta(x|z) = \log p_\theta(z|x) + \log p_\theta(x) + \log p(z)"),
    (
        "2.1",
        (),
        r"E_q[\log p_\theta(x|z)] = p_\theta(x) + E_q[\log p_\theta(z|x)] - E_q[\log p(z)]",
    ),
    ("2.1", (), r"B(\theta) = D_{KL}(q(z|x)\|p_\theta(z|x))"),
    ("2.1", (), r"B(\theta) = -D_{KL}(q(z|x)\|p(z))"),
    ("2.1", (), r"B(\theta) = -D_{KL}(p_\theta(z|x)\|q(z|x))"),
    ("2.2", (), r"\mathcal{L}_i(q_i^*) \le \mathcal{L}_i(q_{\phi^*}(z|x_i))"),
    (
        "2.3a",
        (r"$$\mathcal{L}_i(q_i^*) \ge \mathcal{L}_i(q_{\phi^*})$$",),
        r"|\mathcal{L}_i(q_i^*) - \log p_\theta(x_i)| \ge |\mathcal{L}_i(q_{\phi^*}) - \log p_\theta(x_i)|",
    ),
    ("2.3a", (), r"\mathcal{L}_i(q_i^*) - \log p_\theta(x_i) = D_{KL}(q_i^*(z)\|p_\theta(z|x_i))"),
    ("6.1a", (U_SLOPE,), r"u = e^{t+1}"),
    ("6.1a", (U_SLOPE,), r"u = e^{1-t}"),
    ("6.1a", (U_SLOPE,), r"t = \log u - 1"),
    ("6.1a", (), r"f^*(t) = e^t"),
    ("6.1a", (), r"t^* = \log u"),
    ("6.1b", ("We set the derivative to zero:", r"$$p(x) - q(x)e^{t-1} = 0$$"), r"t = \log\frac{p(x)}{q(x)}"),
    ("6.1b", (), r"T^*(x) = \log\frac{p(x)}{q(x)}"),
    ("6.1b", ("Which $T$ does it? This one:",), r"\arg\max_T R_1[T] = \log\frac{p(x)}{q(x)}"),
    (
        "1.1",
        (),
        r"q(x) = (2\pi)^{-K/2} \prod_i \frac{1}{\sigma_i} \exp(-\frac12 \sum_i \frac{(x_i-\mu_i)^2}{\sigma_i})",
    ),
    ("1.1", (), r"q(g(z_0)) = (2\pi)^{-K/2} \prod_i \sigma_i \exp(-\frac12 \sum_i z_{0,i}^2)"),
    ("1.2", (), r"\|S^{-1}(x-\mu)\|^2 = (x-\mu)^\top (S^\top S)^{-1} (x-\mu)"),
    ("1.2", (), r"q(y) = (2\pi)^{-K/2} |\det S| \exp(-\frac12 \|S^{-1}(y-\mu)\|^2)"),
    ("1.2", (), r"z_0 = S(y-\mu)"),
    ("1.2", ("As $z_0 = S (y - \\mu)$, clearly",), r"z_0 = S(y-\mu)"),
    ("1.2", (), r"|\det S| = \det(SS^\top)"),
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
    (
        "1.1",
        (),
        r"q(z) = \prod_k \frac{1}{\sqrt{2\pi}} e^{-(z_k-\mu_k)^2/(2\sigma_k^2)} \cdot (\prod_k \sigma_k)^{-1}",
    ),
    ("1.1", (), r"q(z) = \prod_k \frac{1}{\sqrt{2\pi}} e^{-(z_k-\mu_k)^2/(2\sigma_k^2)} \frac{1}{|\prod_k \sigma_k|}"),
    ("1.1", (), r"q(z) = \prod_{k=1}^K \frac{1}{\sqrt{2\pi}} e^{-z_{0,k}^2/2} |\det \operatorname{diag}(\sigma)|^{-1}"),
    ("2.1", (), r"B(\theta) = E_q[\log p_\theta(z|x)] - E_q[\log q(z|x)]"),
    ("2.2", (), r"\mathcal{L}_i(q_i^*) \ge \mathcal{L}_i(q_{\phi^*}(\cdot|x_i))"),
    ("2.2", (), r"\mathcal{L}_i(q_i^*) \ge \mathcal{L}_i(q_{\phi^*})"),
    ("2.2", (), r"\mathcal{L}(\theta, q_i^*; x_i) \ge \mathcal{L}(\theta, \phi^*; x_i)"),
    ("2.3a", (), r"|\mathcal{L}_i(q_i^*) - \log p_\theta(x_i)| \le |\mathcal{L}_i(q_{\phi^*}) - \log p_\theta(x_i)|"),
    ("2.3a", (), r"|\mathcal{L}_i(q_i^*) - \log p_\theta(x_i)| = D_{KL}(q_i^*(z)\|p_\theta(z|x_i))"),
    ("6.1a", (U_SLOPE,), r"u = e^{t-1}"),
    ("6.1a", (U_SLOPE,), r"t = 1 + \log u"),
    ("6.1b", ("We set the derivative to zero:", r"$$p(x) - q(x)e^{t-1} = 0$$"), r"t = 1 + \log\frac{p(x)}{q(x)}"),
    ("6.1b", (), r"t^*(x) = 1 + \log\frac{p(x)}{q(x)}"),
    ("6.1b", (), r"R_1\left[1 + \log \frac{p(x)}{q(x)} \right] = D_{KL}(p \| q)"),
    ("6.1b", (), r"R_1(T^*) = D_{KL}(p \| q)"),
    ("1.1", (), r"q(x) = \prod_{i=1}^K \frac{1}{\sqrt{2\pi}\sigma_i} \exp(-\frac{(x_i-\mu_i)^2}{2\sigma_i^2})"),
    ("1.1", (), r"q(g(z_0)) = (2\pi)^{-K/2} \prod_i \frac{1}{\sigma_i} \exp(-\frac12 \sum_i z_{0,i}^2)"),
    ("1.1", (), r"z_0 = (y-\mu) \oslash \sigma"),
    ("1.2", (), r"\|S^{-1}(x-\mu)\|^2 = (x-\mu)^\top (S S^\top)^{-1} (x-\mu)"),
    ("1.2", (), r"q(y) = (2\pi)^{-K/2} |\det S|^{-1} \exp(-\frac12 \|S^{-1}(y-\mu)\|^2)"),
    ("1.2", ("With $u := S^{-1}(y-\\mu)$",), r"u^\top u = (y-\mu)^\top (S S^\top)^{-1} (y-\mu)"),
    ("5", (OPTIMAL,), r"f_1(x) (1 - D^*(x)) = f_0(x) D^*(x)"),
    ("5", (OPTIMAL,), r"\frac{1}{D^*(x)} = 1 + \frac{f_0(x)}{f_1(x)}"),
    ("5", (SLOPE,), r"f_1 (1 - D) = f_0 D"),
]

#: question, what is said before, a row that one may mean otherwise: by the other of two labels, in a special case
LEFT_OPEN = [
    ("2.1", (), r"B(\theta) = -KL(q(z|x)\|p_\theta(z|x)) + KL(q(z|x)\|p(z))"),
    ("2.1", (), r"B(\theta) = E_q[\log p_\theta(z|x)/p(z)]"),
    ("2.2", (), r"\mathcal{L}_i(q_{\phi^*}(z|x)) \le \mathcal{L}_i(q_i^*)"),
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
