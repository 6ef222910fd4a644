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
