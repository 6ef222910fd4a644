"""Words that leave what was supposed: new thoughts, other cases, all values, and denials."""

import pytest

from verify.grade.others import is_new, leaves_case, of_all, of_every_one, speaks_of_optimum, speaks_of_others, stance


@pytest.mark.parametrize(
    "text",
    [
        "With dropout we get",
        "Therefore the expected loss is",
        "Back to the general case:",
        "**General case.** We now turn to dropout.",
        r"\textbf{Remark.} The bound",
        "Now",
        ". The bound is",
        "Pour tout",
    ],
)
def test_a_new_sentence_behind_a_display_is_a_new_thought(text):
    assert is_new(text, False)


@pytest.mark.parametrize("text", ["so", "Hence", "Then we get", "and thus", "donc", "D'où", ",", "", "Therefore,"])
def test_a_continuation_is_none(text):
    assert not is_new(text, True)


def test_a_paragraph_is_new_unless_it_goes_on():
    assert is_new("the loss itself is", True)
    assert not is_new("the loss itself is", False)
    assert not is_new("which is the loss", True)


@pytest.mark.parametrize(
    "text", ["For general ", "for all other ", "when they differ,", "But unless ", "sinon", "d'autre"]
)
def test_other_cases_end_a_supposition_at_once(text):
    assert speaks_of_others(text, True)


@pytest.mark.parametrize("text", ["for all ", "for any ", "if it is not ", "without this", "pour tout "])
def test_all_values_end_it_behind_its_display(text):
    assert speaks_of_others(text, False)
    assert not speaks_of_others(text, True)


def test_a_case_of_indices_ends_with_other_indices():
    assert leaves_case("when the indices differ", True)
    assert leaves_case("for other values of", False)
    assert not leaves_case("for all samples", True)
    assert not leaves_case("the other term is", False)


@pytest.mark.parametrize(
    "text", ["For every ", "for any other distribution ", "i.e. for all ", "Pour une autre ", "Any "]
)
def test_what_is_said_of_all(text):
    assert of_all(text)


@pytest.mark.parametrize("text", ["the maximum over all ", "For ", "at each point we have ", "If all "])
def test_what_is_not_said_of_all(text):
    assert not of_all(text)


def test_all_of_something_without_a_letter():
    assert of_every_one("For every discriminator,")
    assert of_every_one("for any weight vector")
    assert not of_every_one("for every sample")


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("at the optimal discriminator", True),
        ("a discriminator that is not optimal", False),
        ("a non-optimal one", False),
        ("a suboptimal one", False),
        ("unless it is optimal", False),
        ("it does not depend on the optimal one", True),
        ("not only at the optimal one", True),
        ("it is not optimal, but the optimal one is", True),
        ("multiply by it, which does not vanish", None),
        ("the sum", None),
    ],
)
def test_a_denial_leaves_a_world(text, opens):
    assert stance(text, ("optim", "vanish")) is opens


@pytest.mark.parametrize(
    "text", ["at the minimum", "setting it to zero", "À l'optimum", "the best one is", "plugging in"]
)
def test_words_of_an_optimum(text):
    assert speaks_of_optimum(text)


@pytest.mark.parametrize("text", ["The gradient is", "To minimize the loss, expand it:", "which is not optimal", ""])
def test_words_that_only_announce_one(text):
    assert not speaks_of_optimum(text)
