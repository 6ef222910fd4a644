"""The list: sheet by sheet, question by question, nothing lost and nothing wider than the page."""

import pytest

from verify.model import Unchecked
from verify.reports.listing import Listed, render
from verify.reports.questions import in_order

ROWS = (
    Listed("gan.value", "The value of the game", ("b-sheet:2.10", "a-sheet:1a")),
    Listed("gan.ratio", "A density ratio [red]", ("b-sheet:2.2",)),
    Listed("dirac.spiral", "Steps spiral outward", ()),
)
PROSE = (
    Unchecked("b-sheet:2.2", "prose", "a person reads the comparison"),
    Unchecked("b-sheet:1", "experiment", "runs"),
)


def test_questions_come_in_their_order_each_with_what_answers_it():
    lines = [line.split()[:2] for line in render(ROWS, PROSE).splitlines() if line and line[0].isdigit()]
    assert lines[:-1] == [
        ["1a", "gan.value"],
        ["1", "(experiment)"],
        ["2.2", "gan.ratio"],
        ["2.2", "(prose)"],
        ["2.10", "gan.value"],
    ]


def test_what_answers_no_question_is_listed_beyond_the_sheets():
    text = render(ROWS, PROSE)
    assert text.index("beyond the sheets") < text.index("dirac.spiral")
    assert render(ROWS[2:]).startswith("derivations\n")


def test_the_last_line_counts():
    last = render(ROWS, PROSE).splitlines()[-1]
    assert last == "3 derivations, 4 questions of 2 sheets; a person judges 2 of them, or a part"


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_the_page_and_markup_is_text(width):
    text = render(ROWS, PROSE, width=width)
    assert max(map(len, text.splitlines())) <= width
    assert "[red]" in text


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["s:10", "s:2"], ["s:2", "s:10"]),
        (["s:2a", "s:2", "s:2a"], ["s:2", "s:2a"]),
        (["t:1", "s:1.10", "s:1.9b", "s:1.9a"], ["s:1.9a", "s:1.9b", "s:1.10", "t:1"]),
    ],
)
def test_numbers_sort_as_numbers(given, expected):
    assert in_order(given) == expected
