"""A bound of laws, points and parameters: its arguments in any order, in the subscript, or left out."""

import pytest

from tests.grade.answers import Everything, verdicts

#: arguments of 𝓛 at the best law for a data point, and at the amortized one
ARGUMENTS = [
    (r"\mathcal{L}", r"\theta, q_i^*; x_i", r"\theta, q_{\phi^*}; x_i"),
    (r"\mathcal{L}", r"q_i^*, \theta; x_i", r"q_{\phi^*}, \theta; x_i"),
    (r"\mathcal{L}", r"q_i^*; x_i", r"q_{\phi^*}; x_i"),
    (r"\mathcal{L}", r"x_i; q_i^*", r"x_i; q_{\phi^*}"),
    (r"\mathcal{L}", r"x_i; \theta, q_i^*", r"x_i; \theta, q_{\phi^*}"),
    (r"\mathcal{L}", r"\theta, q_i^*", r"\theta, q_{\phi^*}"),
    (r"\mathcal{L}_\theta", r"q_i^*; x_i", r"q_{\phi^*}; x_i"),
    (r"\mathcal{L}_{x_i}", r"q_i^*", r"q_{\phi^*}"),
    (r"\mathcal{L}_i", r"q_i^*", r"q_{\phi^*}"),
    (r"\mathrm{ELBO}", r"q_i^*", r"q_{\phi^*}"),
    (r"\mathcal{L}_i", r"q_i^*", r"q_{\phi^*}(\cdot|x_i)"),
    (r"\mathcal{L}", r"q_i^*(z)", r"q_{\phi^*}(z|x_i)"),
    (r"\mathcal{L}", r"q_i^*(z); x_i", r"q_{\phi^*}(z|x_i); x_i"),
]


@pytest.mark.parametrize(("name", "best", "amortized"), ARGUMENTS)
def test_arguments_that_their_kinds_tell_apart_stand_in_any_order(name, best, amortized):
    right = rf"$${name}({best}) \geq {name}({amortized})$$"
    wrong = rf"$${name}({amortized}) \geq {name}({best})$$"
    assert verdicts("2.2", right, wrong, known=Everything()) == ["proved", "refuted"]


#: (row, verdict): what 𝓛 is about is what its row is about
ABOUT = [
    (r"$$\mathcal{L} = \log p_\theta(x) - D_{KL}(q_\phi(z|x)\|p_\theta(z|x))$$", "proved"),
    (r"$$\mathcal{L} = \log p_\theta(x) - D_{KL}(q(z)\|p_\theta(z|x))$$", "proved"),
    (r"$$\mathcal{L} = \log p_\theta(x) + D_{KL}(q_\phi(z|x)\|p_\theta(z|x))$$", "refuted"),
    (r"$$\mathcal{L} \leq \log p_\theta(x)$$", "proved"),
    (r"$$\mathcal{L} \geq \log p_\theta(x)$$", "refuted"),
    (r"$$\mathcal{L}(\theta,\phi) = \log p_\theta(x) - D_{KL}(q_\phi(z|x)\|p_\theta(z|x))$$", "proved"),
    (r"$$\mathcal{L}(\theta, q; x) = \log p_\theta(x) - D_{KL}(q(z)\|p_\theta(z|x))$$", "proved"),
    (r"$$\mathcal{L}(\theta, q; x) = \log p_\theta(x) - D_{KL}(p_\theta(z|x)\|q(z))$$", "refuted"),
    (r"$$\mathcal{L}(q) = \log p_\theta(x) - D_{KL}(q(z|x)\|p_\theta(z|x))$$", "proved"),
]


@pytest.mark.parametrize(("row", "expected"), ABOUT)
def test_a_bound_without_its_law_is_about_the_laws_of_its_row(row, expected):
    assert verdicts("2.1", row, known=Everything()) == [expected]


#: (best, amortized): the law of one data point may name it
NAMED = [
    (r"q_i^*(z|x_i)", r"q_{\phi^*}(z|x_i)"),
    (r"q_i^*(\cdot|x_i)", r"q_{\phi^*}(\cdot|x_i)"),
    (r"q_i^*(z|x)", r"q_{\phi^*}(z|x)"),
    (r"q_i^*(z; x_i)", r"q_{\phi^*}(z|x_i)"),
    (r"q_i^*", r"q_{\phi^*}"),
]


@pytest.mark.parametrize(("best", "amortized"), NAMED)
def test_a_law_of_one_point_may_name_it(best, amortized):
    true = r"p_\theta(z|x)" if best.endswith("|x)") else r"p_\theta(z|x_i)"
    sides = rf"D_{{KL}}({best}\|{true})", rf"D_{{KL}}({amortized}\|{true})"
    right, wrong = rf"$${sides[0]} \leq {sides[1]}$$", rf"$${sides[1]} \leq {sides[0]}$$"
    assert verdicts("2.2", right, wrong, known=Everything()) == ["proved", "refuted"]


def test_a_law_of_one_point_is_not_that_of_another():
    assert verdicts("2.2", r"$$\mathcal{L}(q_i^*; x_i) \geq \mathcal{L}(q_{\phi^*}(z|x_j); x_i)$$") == ["unread"]
    assert verdicts("2.2", r"$$D_{KL}(q_i^*(z|x_j)\|p_\theta(z|x_j)) \geq 0$$") == ["unread"]
