"""Rows that are false as they stand, though right in what their writer meant, are held against nobody."""

import pytest

from tests.grade.answers import Everything, verdicts

#: what confirms the notations first
KNOWN = (r"$$\mathcal{L}(x) = E_q[\log p_\theta(x,z)] - E_q[\log q_\phi(z|x)]$$",)
POINTS = r"$$\mathcal{L}(x^{(i)}) = E_{q} \log p_\theta(x^{(i)}|z) + E_{q} \log p(z) - E_{q} \log q_\phi(z|x^{(i)})$$"


@pytest.mark.parametrize("before", [(), KNOWN])
def test_a_law_without_arguments_is_that_of_the_point_of_its_row(before):
    assert verdicts("1.2.1", *before, POINTS, sheet="cmu10708-2019-hw3")[-1] not in ("refuted", "carried", "ill-typed")


def test_what_is_false_at_that_point_too_does_not_pass():
    wrong = POINTS.replace("- E_{q}", "+ E_{q}")
    assert verdicts("1.2.1", *KNOWN, wrong, sheet="cmu10708-2019-hw3")[-1] not in ("proved", "confirmed")


def test_different_indices_are_meant():
    row = r"$$\mathbb{E}[R_{ij} R_{ik}] = p^2$$"
    assert verdicts("1.1", row) == ["undecided"]
    assert verdicts("1.1", row.replace("k", "j")) == ["refuted"]


@pytest.mark.parametrize("ratio", [r"(P_X(x))/(P_{F(U)}(x))", r"(P_X(x))/P_{F(U)}(x)", r"P_X(x)/P_{F(U)}(x)"])
def test_a_log_before_a_ratio_reaches_over_it(ratio):
    known = (r"$$D_{KL}(P_X \| P_{F(U)}) = E_{x \sim P_X}[\log P_X(x) - \log P_{F(U)}(x)]$$",)
    row = rf"$$D_{{KL}}(P_X \| P_{{F(U)}}) = E_{{x \sim P_X}}[\log {ratio}]$$"
    assert verdicts("3.1", *known, row)[-1] not in ("refuted", "carried", "ill-typed")
    assert verdicts("3.1", *known, row.replace(r"= E", r"= -E"))[-1] not in ("proved", "confirmed")


@pytest.mark.parametrize("ratio", [r"(P_X(x))/(P_{F(U)}(x))", r"(P_X(x))/P_{F(U)}(x)"])
def test_so_it_is_where_all_its_notations_are_known(ratio):
    row = rf"$$D_{{KL}}(P_X \| P_{{F(U)}}) = E_{{x \sim P_X}}[\log {ratio}]$$"
    assert verdicts("3.1", row, known=Everything()) == ["undecided"]


PARTS = (
    r"The terms are $\mathrm{Rec}_i(\theta) = \mathbb{E}_{z\sim q}[\log p_\theta(x^{(i)}|z)]$, "
    r"$\mathrm{Pri}_i = \mathbb{E}_{z\sim q}[\log p(z)]$, and",
    r"$$\mathrm{Ent}_i = -\mathbb{E}_{z\sim q}[\log q_\phi(z|x^{(i)})]$$",
    "so the bound is",
)
BOUND = r"$$\mathcal{L}(x^{(i)}) = \mathrm{Rec}_i(\theta) + \mathrm{Pri}_i + \mathrm{Ent}_i$$"


def test_an_edit_makes_a_row_right_as_it_is_meant_of_one_point():
    assert verdicts("1.2.1", *PARTS, BOUND, sheet="cmu10708-2019-hw3")[-1] == "proved"  # q is q(z | x^(i))
    for wrong in (
        BOUND.replace("+ \\mathrm{Ent}", "- \\mathrm{Ent}"),
        BOUND.replace("+ \\mathrm{Pri}", "- \\mathrm{Pri}"),
    ):
        assert verdicts("1.2.1", *PARTS, wrong, sheet="cmu10708-2019-hw3")[-1] == "refuted"
    for wrong in (POINTS.replace("- E_{q}", "+ E_{q}"), POINTS.replace("+ E_{q}", "- E_{q}")):
        assert verdicts("1.2.1", wrong, sheet="cmu10708-2019-hw3")[-1] == "refuted"
