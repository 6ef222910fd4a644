"""Words by which letters are any numbers."""

import pytest

from verify.grade.free_words import frees, says_no_more, says_of_which, says_otherwise, says_together


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("For ", "any"),
        ("for all real numbers ", "real"),
        ("Soient $ et ", "any"),
        ("Let $ and ", "any"),
        ("Pour tous réels ", "real"),
        ("There is some ", ""),
        ("If ", ""),
        ("for the density ", ""),
        ("We have ", ""),
    ],
)
def test_words_in_front_say_that_letters_are_any_numbers(text, expected):
    assert frees(text) == expected


@pytest.mark.parametrize(
    ("said", "text", "expected"),
    [
        (says_no_more, " let ", True),
        (says_no_more, ", the function ", True),
        (says_no_more, ". They sum to one", True),
        (says_no_more, " that sum to one ", False),
        (says_no_more, " with ", False),
        (says_otherwise, " be a random variable", True),
        (says_otherwise, " be real numbers and", False),
        (says_of_which, ", where ", "any"),
        (says_of_which, " with real numbers ", "real"),
        (says_of_which, ", which is ", ""),
        (says_together, "that add up to one", True),
        (says_together, "normalized", True),
        (says_together, "we add both", False),
    ],
)
def test_words_behind_say_more_or_no_more(said, text, expected):
    assert said(text) == expected


@pytest.mark.parametrize(
    "text", ["for " + "$ , " * 400 + "x", "for " + "real " * 400 + "x", "for " + "$ " * 400 + "; x"]
)
def test_a_long_text_is_read_at_once(text):
    assert frees(text) == ""
    assert says_no_more(" " + "a " * 400 + "le " * 400 + "x") is False
