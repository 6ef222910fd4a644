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


AVERAGE = r"$$A_I = \frac{1}{k} \sum_{i \in I} w_i$$"


@pytest.mark.parametrize("name", ["A_I", r"\bar w_I", r"\hat{R}_I", "S_I"])
def test_names_of_ones_own_for_what_a_subset_has(name):
    said = AVERAGE.replace("A_I", name)
    for right in (
        r"\frac{1}{k+1} \sum_{i=1}^{k+1} w_i = \mathbb{E}_I[A_I]",
        r"\mathcal{L}_{k+1}(x) = \mathbb{E}[\log \mathbb{E}_I[A_I]]",
        r"\mathbb{E}[\log \mathbb{E}_I[A_I]] \ge \mathbb{E}[\mathbb{E}_I[\log A_I]]",
        r"\mathbb{E}_{z_1, \dots, z_{k+1} \sim q}[\mathbb{E}_I[\log A_I]] = \mathcal{L}_k(x)",
    ):
        assert last(said, f"$${right.replace('A_I', name)}$$") in RIGHT
    for wrong in (
        r"\frac{1}{k} \sum_{i=1}^{k+1} w_i = \mathbb{E}_I[A_I]",
        r"\mathbb{E}[\log \mathbb{E}_I[A_I]] \le \mathbb{E}[\mathbb{E}_I[\log A_I]]",
    ):
        assert last(said, f"$${wrong.replace('A_I', name)}$$") in WRONG


def test_such_a_name_may_have_the_longer_name_of_the_subset():
    said, row = AVERAGE.replace("I", "I_k"), r"$$\mathbb{E}_{I_k}[A_{I_k}] = \frac{1}{k+1} \sum_{i=1}^{k+1} w_i$$"
    assert last(said.replace("A_I_k", "A_{I_k}"), row) in RIGHT
    assert last(AVERAGE, row) in RIGHT
    assert last(AVERAGE, row.replace("k+1", "k", 1)) not in RIGHT


@pytest.mark.parametrize(
    "row",
    [
        r"A_I = \frac{1}{k+1} \sum_{i=1}^{k+1} w_i",
        r"\mathbb{E}_{I_k}[A_I] = \frac{1}{k+1} \sum_{i=1}^{k+1} w_i",
        r"\mathbb{E}_I[A_j] = \frac{1}{k+1} \sum_{i=1}^{k+1} w_i",
        r"\mathbb{E}_I[A_1] = \frac{1}{k+1} \sum_{i=1}^{k+1} w_i",
        r"\mathbb{E}_I[A] = \frac{1}{k+1} \sum_{i=1}^{k+1} w_i",
        r"\mathbb{E}_I[B_I] = \frac{1}{k+1} \sum_{i=1}^{k+1} w_i",
    ],
)
def test_without_its_subset_it_says_nothing(row):
    assert last(AVERAGE, f"$${row}$$") not in RIGHT | WRONG


def test_what_such_a_name_stands_for_when_it_is_said_again():
    row = r"$$\mathbb{E}_I[A_I] = \frac{1}{k+1} \sum_{i=1}^{k+1} w_i$$"
    total = r"A_I = \sum_{i \in I} w_i"
    assert last(AVERAGE, row, AVERAGE, row) in RIGHT
    assert last(AVERAGE, row, f"$${total}$$", row) not in RIGHT | WRONG
    assert last(AVERAGE, row, f"Now let ${total}$.", row.replace("1}", "k}", 1)) in RIGHT
    assert last(AVERAGE.replace("w_i", "v_i"), row) not in RIGHT | WRONG


def test_what_names_a_new_thing_of_a_subset_claims_nothing():
    given = r"$$\bar w_k := \frac1k \sum_{i=1}^k w_i$$"
    wrong = r"$$\mathbb{E}_I[A_I] = \frac{1}{k} \sum_{i=1}^{k+1} w_i$$"
    assert last(given, AVERAGE, wrong, r"$$\bar w_{k+1} = \frac{k}{k+1} \mathbb{E}_I[A_I]$$") not in RIGHT | WRONG
