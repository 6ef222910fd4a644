r"""What a sentence chooses is no claim: "use the lemma with a_i = w_i"."""

import pytest

from tests.grade.answers import Everything, verdicts
from verify.grade.words import cue

SHEET = "cmu10708-2019-hw3"
WRONG = (
    r"$$w_i := \frac{p_\theta(x,z^{(i)})}{q_\phi(z^{(i)}|x)}$$",
    "and",
    r"$$R_k := \frac{1}{k}\sum_{i=1}^k w_i$$",
    "so",
    r"$$\mathbb{E}_{q}[\log R_k] \ge \log \mathbb{E}_{q}[R_k]$$",
)
ACCUSED = {"refuted", "carried", "ill-typed"}


@pytest.mark.parametrize(
    "words",
    [
        "Use the lemma with",
        "Take the lemma with the numbers",
        "We apply Jensen's inequality to",
        "Taking",
        "by the lemma, where",
        "Replace",
        "The lemma with $b = 1$ and",
        "Appliquons le lemme avec",
        "Le lemme, appliqué aux nombres",
        "En prenant",
    ],
)
def test_what_words_choose_is_no_claim(words):
    assert cue(words.replace("$b = 1$", "$") + " ").chosen
    for choice in ("a_i = w_i", r"a_i = w_i / \log p_\theta(x)"):
        found = verdicts("1.5b", *WRONG, f"{words} ${choice}$:", sheet=SHEET, known=Everything())
        assert not ACCUSED & set(found[3:])


@pytest.mark.parametrize(
    "words", ["We conclude", "Using", "with the result that", "This has the form with", "with gradient", "so for all"]
)
def test_what_words_claim_is(words):
    assert not cue(words + " ").chosen


def test_a_value_for_free_numbers_is_no_claim_in_a_display():
    found = verdicts("1.5b", *WRONG, "Then", r"$$a_i = w_i$$", sheet=SHEET, known=Everything())
    assert found[2:] == ["refuted", "undecided"]


@pytest.mark.parametrize("words", ["with", "by", "using"])
def test_facts_behind_such_words_are_claims(words):
    slope = r"\nabla_w \|y - Xw\|^2 = 2 X^\top (y - Xw)"
    assert verdicts("1.1", f"The gradient follows {words} ${slope}$.", known=Everything()) == ["refuted"]


@pytest.mark.parametrize(
    ("choice", "row"),
    [("w = 0", r"\|y - Xw\|^2 = \|y\|^2"), ("y = Xw", r"\|y - pXw\|^2 = (1-p)^2 \|Xw\|^2")],
)
def test_a_row_that_is_right_for_what_was_chosen_is_not_accused(choice, row):
    words = f"Use the same with ${choice}$:"
    assert verdicts("1.1", words, f"$${row}$$", known=Everything()) == ["undecided"]
    assert verdicts("1.1", words, f"$${row} + 1$$", known=Everything()) == ["refuted"]
