r"""Rows of displays as people lay them out: {} beside a relation, sums that go on in the next row, torn words."""

import pytest

from verify.latex.rows import rows
from verify.latex.source import Formula


def sides(text):
    """Return the texts of the sides of each row, None for one that is not written."""
    found = rows(Formula(0, len(text), text, True), {})
    assert not any(row.unread or row.ill_typed for row in found)
    return [[None if s is None else text[s.start : s.end].strip() for s in row.sides] for row in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"a ={}& b", [["a", "b"]]),
        (r"x^{} = {} 1", [["x", "1"]]),
        (r"\begin{align} &-\sum_{x \in D} x + 1 \\ &= 2 \end{align}", [[r"-\sum_{x \in D} x + 1"], [None, "2"]]),
        (
            r"\begin{align} L ={}& a \\ &+ \sum_{i = 1}^n b_i \\ &- c \\ &= 3 \end{align}",
            [["L", r"a \\ &+ \sum_{i = 1}^n b_i \\ &- c"], [None, "3"]],
        ),
    ],
)
def test_layout(text, expected):
    assert sides(text) == expected


@pytest.mark.parametrize(
    "text", [r"\mathrm {K L} (q , p) = 0", r"\operatorname {J S D} (q, p) = 0", r"\text{K L}(q,p) = 0"]
)
def test_words_that_scanners_tear_apart(text):
    (found,) = sides(text)
    assert found[0] == text.split(" = ")[0]
