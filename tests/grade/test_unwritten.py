r"""Rows about one point x^{(i)} in which q stands without its condition."""

import pytest

from tests.grade.answers import verdicts

SHEET = "cmu10708-2019-hw3"
RIGHT, WRONG = {"proved", "confirmed"}, {"refuted", "ill-typed", "carried"}
FIT = r"\mathbb{E}_{z \sim q}[\log p_\theta(x^{(i)} | z)]"
CODE = r"\mathbb{E}_{z \sim q}[\log q_\phi(z | x^{(i)})]"
PRIOR = r"\mathbb{E}_{z \sim q}[\log p(z)]"


def found(*lines):
    return verdicts("1.2.1", *lines, sheet=SHEET)[-1]


@pytest.mark.parametrize(
    "row",
    [
        rf"\mathcal{{L}}(x^{{(i)}}) = {FIT} + {PRIOR} - {CODE}",
        rf"\mathcal{{L}}(x^{{(i)}}) = -D_{{KL}}(q \| p(z)) + {FIT}",
        r"\log p_\theta(x^{(i)}) = \mathcal{L}(x^{(i)}) + D_{KL}(q \| p_\theta(z | x^{(i)}))",
        r"\log p_\theta(x^{(2)}) = \mathcal{L}(x^{(2)}) + D_{KL}(q \| p_\theta(z | x^{(2)}))",
    ],
)
def test_it_is_the_law_given_that_point(row):
    assert found(f"$${row}$$") in RIGHT


def test_a_wrong_sign_is_found():
    assert found(rf"$$\mathcal{{L}}(x^{{(i)}}) = D_{{KL}}(q \| p(z)) + {FIT}$$") in WRONG
    assert found(r"$$\log p_\theta(x^{(i)}) = \mathcal{L}(x^{(i)}) - D_{KL}(q \| p_\theta(z | x^{(i)}))$$") in WRONG


@pytest.mark.parametrize(
    "lines",
    [
        (rf"$$\mathcal{{L}}(x^{{(i)}}) = -D_{{KL}}(q_\phi(z | x) \| p(z)) + {FIT}$$",),
        (rf"$$\mathcal{{L}}(x^{{(i)}}) = -D_{{KL}}(q \| p(z)) + {FIT.replace('(i)', '(j)')}$$",),
        (rf"$$\mathcal{{L}}(x^{{(i)}}) = -D_{{KL}}(q \| p(z)) + {FIT.replace('^{(i)}', '')}$$",),
        (rf"$$\sum_{{i=1}}^N \mathcal{{L}}(x^{{(i)}}) = -N D_{{KL}}(q \| p(z)) + \sum_{{i=1}}^N {FIT}$$",),
        (f"Let $F = {PRIOR}$.", rf"$$\mathcal{{L}}(x^{{(i)}}) = {FIT} + F - {CODE}$$"),
    ],
)
def test_where_other_points_are_meant_nothing_is_said(lines):
    assert found(*lines) not in RIGHT | WRONG


def test_names_of_ones_own_with_the_index_of_the_point():
    names = (
        rf"The terms are $\mathrm{{Rec}}_i(\theta) = {FIT}$ and $\mathrm{{Pri}}_i = {PRIOR}$ and",
        rf"$$\mathrm{{Ent}}_i = -{CODE}$$",
    )
    right = r"$$\mathcal{L}(x^{(i)}) = \mathrm{Rec}_i(\theta) + \mathrm{Pri}_i + \mathrm{Ent}_i$$"
    assert found(*names, right) in RIGHT
    assert found(*names, right.replace("+ \\mathrm{Ent}", "- \\mathrm{Ent}")) in WRONG
    assert found(*names, right.replace("+ \\mathrm{Pri}", "- \\mathrm{Pri}")) in WRONG
