"""Under which law a bare E is taken: what the text says of all of them, once, and what it says otherwise."""

import pytest

from tests.grade.answers import Everything, judged, verdicts

RIGHT, WRONG = {"proved", "confirmed"}, {"refuted", "ill-typed", "carried"}
BAYES = r"$$E[\log p_\theta(x|z)p(z)] = \log p_\theta(x) + E[\log p_\theta(z|x)]$$"
GAP = r"$$E[\log p_\theta(x|z)p(z)] = \log p_\theta(x) - D_{KL}(q(z|x)\|p_\theta(z|x)) - H(q)$$"
WRONG_GAP = GAP.replace("- H(q)", "+ H(q)")
ENTROPY = "where $H(q) = -E[\\log q(z|x)]$."

SAID = [
    "Expectations are under $q(z|x)$, which is fixed.",
    "All expectations are taken over $q_\\phi(z|x)$.",
    "All means are over $z \\sim q_\\phi(z|x)$.",
    "$E$ is always over $q(z|x)$.",
    "Les espérances sont sous $q(z|x)$.",
]
NOT_SAID = [
    "Expectations are under $q(z|x)$ in the first and under $p(z)$ in the second.",
    "Expectations are not under $q(z|x)$.",
    "The last expectation is under $q(z|x)$.",
    "Expectations are under $q(z|x)$ unless noted.",
]


@pytest.mark.parametrize("words", SAID)
def test_what_the_text_says_of_all_means(words):
    assert verdicts("2.1", words, BAYES)[0] in RIGHT
    assert verdicts("2.1", words, GAP, ENTROPY)[0] in RIGHT
    assert verdicts("2.1", words, WRONG_GAP, ENTROPY, known=Everything())[0] in WRONG


@pytest.mark.parametrize("words", NOT_SAID)
def test_what_it_says_of_some_only_leaves_rows_unread(words):
    assert judged("2.1", words, BAYES)[0].unread
    assert judged("2.1", words, WRONG_GAP, ENTROPY)[0].unread


def test_another_mean_ends_it():
    other = "Now the mean is taken over another law:"
    assert judged("2.1", SAID[0], BAYES, other, WRONG_GAP)[1].unread
