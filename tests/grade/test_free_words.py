"""Words by which letters are any numbers."""

import pytest

from verify.grade.free_words import frees, says_no_more, says_of_which, says_otherwise, says_together


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("For ", True),
        ("for all real numbers ", True),
        ("Soient $ et ", True),
        ("Let $ and ", True),
        ("Pour tous réels ", True),
        ("There is some ", False),
        ("If ", False),
        ("for the density ", False),
        ("We have ", False),
    ],
)
def test_words_in_front_say_that_letters_are_any_numbers(text, expected):
    assert frees(text) is expected


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
        (says_of_which, ", where ", True),
        (says_of_which, " with real numbers ", True),
        (says_of_which, ", which is ", False),
        (says_together, "that add up to one", True),
        (says_together, "normalized", True),
        (says_together, "we add both", False),
    ],
)
def test_words_behind_say_more_or_no_more(said, text, expected):
    assert said(text) is expected
