"""The bound from k + 1 weights and the lemma on subsets: rows as students write them."""

import pytest

from tests.grade.answers import verdicts

RIGHT, WRONG = {"proved", "confirmed"}, {"refuted", "ill-typed", "carried"}
WEIGHTS = r"Let $w_i = \frac{p_\theta(x, z^{(i)})}{q_\phi(z^{(i)}|x)}$."
INSIDE = r"\frac{1}{k} \sum_{i \in I_k} w_i"


def last(*lines):
    return verdicts("1.5b", WEIGHTS, *lines, sheet="cmu10708-2019-hw3")[-1]


@pytest.mark.parametrize(
    "row",
    [
        r"\mathcal{L}_{k+1}(x) = \mathbb{E}[\log \frac{1}{k+1} \sum_{i=1}^{k+1} w_i]",
        rf"\mathcal{{L}}_{{k+1}}(x) = \mathbb{{E}}[\log \mathbb{{E}}_{{I_k}}[{INSIDE}]]",
        rf"\mathcal{{L}}_{{k+1}}(x) \ge \mathbb{{E}}_q \mathbb{{E}}_{{I_k}}[\log {INSIDE}]",
        rf"\mathbb{{E}}[\mathbb{{E}}_{{I_k}}[\log {INSIDE}]] = \mathbb{{E}}_{{I_k}}[\mathbb{{E}}[\log {INSIDE}]]",
        rf"\mathbb{{E}}_{{I_k}}[\mathbb{{E}}[\log {INSIDE}]] = \mathcal{{L}}_k(x)",
        rf"\mathbb{{E}}_{{z_1, \dots, z_{{k+1}} \sim q}}[\mathbb{{E}}_{{I_k}}[\log {INSIDE}]] = \mathcal{{L}}_k",
        r"\mathbb{E}_{z_1, \dots, z_{k+1} \sim q}[\log \frac{1}{k} \sum_{i=1}^k w_i] = \mathcal{L}_k(x)",
        r"\mathbb{E}_{I_k}[\frac{\sum_{i \in I_k} a_i}{k}] = \frac{\sum_{i=1}^{k+1} a_i}{k+1}",
        r"\frac{1}{k+1} \sum_{i=1}^{k+1} w_i = \mathbb{E}_{I}[\frac{1}{k} \sum_{j \in I} w_j]",
        rf"\log(\frac{{1}}{{k+1}} \sum_{{i=1}}^{{k+1}} w_i) \ge \mathbb{{E}}_{{I_k}}[\log {INSIDE}]",
        r"\mathcal{L}_{k+1}(x) \ge \mathcal{L}_k(x)",
    ],
)
def test_right_rows(row):
    assert last(f"$${row}$$") in RIGHT


@pytest.mark.parametrize(
    "row",
    [
        r"\mathcal{L}_{k+1}(x) \le \mathcal{L}_k(x)",
        r"\mathcal{L}_{k+1}(x) = \mathcal{L}_k(x)",
        rf"\mathcal{{L}}_{{k+1}}(x) \le \mathbb{{E}}[\mathbb{{E}}_{{I_k}}[\log {INSIDE}]]",
        r"\mathcal{L}_{k+1}(x) = \mathbb{E}[\log \mathbb{E}_{I_k}[\frac{1}{k+1} \sum_{i \in I_k} w_i]]",
        r"\frac{1}{k} \sum_{i=1}^{k+1} a_i = \mathbb{E}_{I_k}[\frac{1}{k} \sum_{i \in I_k} a_i]",
    ],
)
def test_wrong_rows_are_accused(row):
    confirmed = rf"$$\mathcal{{L}}_{{k+1}}(x) = \mathbb{{E}}[\log \mathbb{{E}}_{{I_k}}[{INSIDE}]]$$"
    lemma = r"$$\mathbb{E}_{I_k}[\frac{1}{k} \sum_{i \in I_k} a_i] = \frac{1}{k+1} \sum_{i=1}^{k+1} a_i$$"
    assert last(confirmed, lemma, f"$${row}$$") in WRONG


@pytest.mark.parametrize(
    "row",
    [
        r"\mathbb{E}_{z_1, \dots, z_k \sim q}[\log \frac{1}{k+1} \sum_{i=1}^{k+1} w_i] = \mathcal{L}_{k+1}(x)",
        r"\frac{1}{k+1} \sum_{i=1}^{k+1} w_i = \mathbb{E}_{I_k}[\sum_{i \in I_k} w_i]",
        r"\frac{1}{k} \sum_{i \in I_k} w_i = \frac{1}{k+1} \sum_{i=1}^{k+1} w_i",
    ],
)
def test_what_is_not_written_is_not_supplied(row):
    assert last(f"$${row}$$") not in RIGHT
