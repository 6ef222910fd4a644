"""Headings that name several questions."""

import pytest

from verify.latex.document import read_text
from verify.latex.segments import segments
from verify.latex.several import together

TOGETHER = {
    r"\subsection*{3(c), 3(d), 3(e)}": (("3", "c"), (("3", "d"), ("3", "e"))),
    "## 2(b), 2(c)": (("2", "b"), (("2", "c"),)),
    "**(c) and (d)**": (("c",), (("d",),)),
    "### 3c-e": (("3", "c"), (("3", "d"), ("3", "e"))),
    "3(c)--(e)": (("3", "c"), (("3", "d"), ("3", "e"))),
    "2.1, 2.2": (("2", "1"), (("2", "2"),)),
    "## 3. (c) & (d)": (("3", "c"), (("3", "d"),)),
    r"\subsection*{(c), (d), (e)}": (("c",), (("d",), ("e",))),
    "**(b), (c)** The classical cost is": (("b",), (("c",),)),
    r"\item[(b), (c)] The cost is": (("b",), (("c",),)),
    "## Question 1.2 / 1.3": (("1", "2"), (("1", "3"),)),
}


@pytest.mark.parametrize(("line", "parts"), TOGETHER.items())
def test_all_are_named(line, parts):
    found = together(line)
    assert found is not None
    assert (found.first, found.others) == parts


@pytest.mark.parametrize(
    "line",
    ["## 1.1", "3(a)", "1.1 and 1.2 show that", "(a) x = 2", "- (a)", "2.1.1", "1 a", "a) b)", "## Problem 3 (a)"],
)
def test_one_label_and_what_is_no_heading_name_no_several(line):
    assert together(line) is None


@pytest.mark.parametrize("heading", [r"\subsection*{(b), (c)}", "**(b), (c)** Both:", "## 2(b), 2(c)", "## 2b-c"])
def test_the_first_question_gets_the_text_and_the_others_are_noted(heading):
    text = f"## 2\n\n## 2(a)\n\nFirst.\n\n{heading}\n\n$x = 1$\n\n## 2(d)\n\nLast.\n"
    found = {s.question: s.also for s in segments(read_text(text), ("2a", "2b", "2c", "2d"))}
    assert found["2b"] == ("2c",)
    assert "2c" not in found
