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


@pytest.mark.parametrize(
    ("text", "expected", "aside"),
    [
        (r"a &= b && \text{plug in } z_0 \\ &= c && \text{Bayes}", [["a", "b"], [None, "c"]], [False, False]),
        (r"a &= b && \text{the } q \text{ cancels} \\ &= c", [["a", "b"], [None, "c"]], [False, False]),
        (r"a &= b && \text{as } u = v \\ &= c", [["a", "b"], ["u", "v"], [None, "c"]], [False, True, False]),
        (
            r"a &= b && f(u) = v \text{ at } u = 1 \\ &= c",
            [["a", "b"], ["f(u)", "v"], [None, "c"]],
            [False, True, False],
        ),
        (r"a &= b && \text{if } u = v \\ &= c", [["a", "b"], [None, "c"]], [False, False]),
        (r"a = b \quad \text{plug in } z_0", [["a", "b"]], [False]),
        (r"a = b \quad c = d", [["a", "b"], ["c", "d"]], [False, False]),
    ],
)
def test_remarks_in_a_column_of_their_own(text, expected, aside):
    text = rf"\begin{{align}} {text} \end{{align}}"
    assert sides(text) == expected
    assert [row.aside for row in rows(Formula(0, len(text), text, True), {})] == aside
