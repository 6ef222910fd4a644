"""The encoder's normal law and its divergence from the prior: laws without arguments are about what is drawn."""

import pytest

from tests.grade.answers import verdicts

RIGHT, WRONG = {"proved", "confirmed"}, {"refuted", "ill-typed", "carried"}
CONSTANT = r"-\frac{J}{2} \log(2\pi)"


def last(*lines):
    return verdicts("1.3b", *lines, sheet="cmu10708-2019-hw3")[-1]


@pytest.mark.parametrize(
    "row",
    [
        r"-KL(q_\phi \| p) = \mathbb{E}_{q_\phi}[\log p(z)] - \mathbb{E}_{q_\phi}[\log q_\phi]",
        r"-KL(q \| p) = \mathbb{E}_q[\log p(z) - \log q(z)]",
        rf"\mathbb{{E}}_{{q_\phi}}[\log q_\phi] = {CONSTANT} - \frac{{1}}{{2}} \sum_{{j=1}}^J (1 + \log \Sigma_j^2)",
        rf"\mathbb{{E}}_q[\log q(z|x)] = {CONSTANT} - \frac{{1}}{{2}} \sum_{{j=1}}^J (1 + \log \Sigma_j^2)",
    ],
)
def test_right_rows(row):
    assert last(f"$${row}$$") in RIGHT


@pytest.mark.parametrize(
    "row",
    [
        rf"\mathbb{{E}}_{{q_\phi}}[\log q_\phi] = {CONSTANT} - \frac{{1}}{{2}} \sum_{{j=1}}^J \log \Sigma_j^2",
        r"KL(q \| p) = \mathbb{E}_q[\log p(z) - \log q(z)]",
        r"-KL(q \| p) = \mathbb{E}_q[\log p(z)] + \mathbb{E}_q[\log q]",
    ],
)
def test_wrong_rows(row):
    assert last(f"$${row}$$") in WRONG


@pytest.mark.parametrize(
    "row",
    [
        r"\log q_j(z_j) = -\frac{1}{2} \log(2\pi) - \frac{1}{2} \log \Sigma_j^2 - \frac{(z_j - \mu_j)^2}{2 \Sigma_j^2}",
        r"\mathbb{E}_q[\log q_j(z_j)] = -\frac{1}{2} \log(2\pi) - \frac{1}{2} \log \Sigma_j^2 - \frac{1}{2}",
        r"KL(q_j \| p_j) = \frac{1}{2} (\mu_j^2 + \Sigma_j^2 - 1 - \log \Sigma_j^2)",
        r"KL(q_\phi(z|x) \| p(z)) = \sum_{j=1}^J KL(q_j \| p_j)",
        r"-KL(q \| p) = \sum_{j=1}^J (\mathbb{E}_q[\log p(z_j)] - \mathbb{E}_q[\log q_j(z_j)])",
    ],
)
def test_the_law_of_one_coordinate(row):
    assert last(f"$${row}$$") in RIGHT


@pytest.mark.parametrize(
    "row",
    [
        r"\mathbb{E}_q[\log q_j(z_j)] = -\frac{1}{2} \log(2\pi) - \frac{1}{2} \log \Sigma_j^2 + \frac{1}{2}",
        r"KL(q_j \| p_j) = \frac{1}{2} (\mu_j^2 + \Sigma_j^2 - \log \Sigma_j^2)",
        r"KL(q_j \| p_j) = \frac{1}{2} (\mu_j^2 + \Sigma_j^2 - 1 + \log \Sigma_j^2)",
    ],
)
def test_wrong_laws_of_one_coordinate(row):
    assert last(f"$${row}$$") in WRONG


SAMPLE = r"Let $z^{(l)} = \mu + \Sigma \odot \epsilon^{(l)}$."
SCORE = r"\frac{\partial \log p_\theta(x|z^{(l)})}{\partial z_j^{(l)}}"
SLOPE = r"\frac{\partial \tilde{\mathcal{L}}}{\partial \Sigma_j}"


@pytest.mark.parametrize(
    "row",
    [
        rf"{SLOPE} = \frac{{1}}{{\Sigma_j}} - \Sigma_j + \frac{{1}}{{L}} \sum_{{l=1}}^L {SCORE}",
        rf"{SLOPE} = \frac{{1}}{{\Sigma_j^2}} - \Sigma_j + \frac{{1}}{{L}} \sum_{{l=1}}^L \epsilon_j^{{(l)}} {SCORE}",
        r"\frac{\partial}{\partial \Sigma_j} \log \Sigma_j^2 = \frac{1}{\Sigma_j^2}",
        r"-KL(q_\phi(z|x) \| p(z)) = \frac{1}{2} \sum_{j=1}^J (1 + \log \Sigma_j - \mu_j^2 - \Sigma_j)",
    ],
)
def test_lost_factors_and_squares_are_accused(row):
    assert verdicts("1.3c", SAMPLE, f"$${row}$$", sheet="cmu10708-2019-hw3")[-1] in WRONG


def test_a_gradient_by_z_of_what_is_about_one_sample():
    row = r"\nabla_\mu \tilde{\mathcal{L}} = -\mu + \frac{1}{L} \sum_{l=1}^L \nabla_z \log p_\theta(x|z^{(l)})"
    assert verdicts("1.3c", SAMPLE, f"$${row}$$", sheet="cmu10708-2019-hw3")[-1] in RIGHT
