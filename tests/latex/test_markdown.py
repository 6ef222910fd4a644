"""Markdown → pieces: which formulas are found, and that offsets are exact."""

import pytest

from verify.latex.document import read_text
from verify.latex.source import Formula, Prose

FORMULAS = [
    ("a $x$ b", [("x", False, "")]),
    ("$ x + y $", [("x + y", False, "")]),
    ("$$x = 1$$", [("x = 1", True, "")]),
    ("$$\nx\n= 1\n$$", [("x\n= 1", True, "")]),
    ("Also,\n$$a$$, $b$ and\n\\(c\\), \\[d\\]", [("a", True, ""), ("b", False, ""), ("c", False, ""), ("d", True, "")]),
    ("\\begin{align*}\na &= b \\\\\n&= c\n\\end{align*}", [("a &= b \\\\\n&= c", True, "align")]),
    ("\\begin{alignat}{2}\na &= b\n\\end{alignat}", [("a &= b", True, "alignat")]),
    ("\\begin{equation}\\begin{aligned}a\\end{aligned}\\end{equation}",
     [("\\begin{aligned}a\\end{aligned}", True, "equation")]),
    ("- item\n\n  $$\n  a = b\n  $$\n\n  and $c$", [("a = b", True, ""), ("c", False, "")]),
    ("1. one\n   $$a$$\n2. two $b$", [("a", True, ""), ("b", False, "")]),
    ("over $a\n+ b$ lines", [("a\n+ b", False, "")]),
    ("> quoted $a$", [("a", False, "")]),
    # blank lines in a display
    ("$$\na\n\n= b\n$$", [("a\n\n= b", True, "")]),
    # an escaped dollar, a lone one, prices
    ("\\$5 and $x$", [("x", False, "")]),
    ("costs $5", []),
    ("$5 and $10 there", []),
    ("a lone $ here\n\nand $x$", [("x", False, "")]),
    ("$", []),
    ("$$", []),
    ("$$$$", []),
    ("\\(x and\n\n\\(y\\)", [("y", False, "")]),
    # a display that is not closed ends with its paragraph
    ("$$ a = b\n\nTherefore we get the following\n\n$$ c $$", [("a = b", True, ""), ("c", True, "")]),
    ("\\begin{align}\na\n\nHence\n\n\\begin{align}\nb\n\\end{align}", [("a", True, "align"), ("b", True, "align")]),
    # code and comments are none
    ("```\n$a$\n```\n$b$", [("b", False, "")]),
    ("~~~python\n# Question 1\nx = '$a$'\n~~~", []),
    ("`$a$` and $b$", [("b", False, "")]),
    ("``quoted'' $a$ ``again''", [("a", False, "")]),
    ("<!-- $a$ --> $b$", [("b", False, "")]),
    ("```math\na = b\n```", [("a = b", True, "")]),
    ("```latex\nwith $a$\n```", [("a", False, "")]),
    ("$`a`$", [("a", False, "")]),
    # definitions are no formulas
    ("$\\newcommand{\\E}{\\mathbb{E}}$\n\n$\\E x$", [("\\E x", False, "")]),
    # what a program ate of a macro is kept as it is
    ("$\\boldsymbol{X}^{ op} \text{a}$", [("\\boldsymbol{X}^{ op} \text{a}", False, "")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FORMULAS)
def test_formulas(text: str, expected: list[tuple[str, bool, str]]):
    document = read_text(text)
    found = [(f.text, f.display, f.environment) for f in document.pieces if isinstance(f, Formula)]
    assert found == expected
    assert all(document.text[piece.start : piece.end] == piece.text for piece in document.pieces)


HEADINGS = [
    ("# One\ntext", [("# One", 1), ("text", 0)]),
    ("### 1.1 The $x$ case\ntext", [("### 1.1 The", 3), ("case", 3), ("text", 0)]),
    ("One\n===\ntext", [("One", 1), ("text", 0)]),
    ("One\n---\ntext", [("One", 2), ("text", 0)]),
    ("**Question 1**\n\ntext", [("**Question 1**", 6), ("text", 0)]),
    ("**1.1** Let us see", [("**1.1** Let us see", 0)]),
    ("a first line\nand a second\n\n- one\n- two", [("a first line\nand a second", 0), ("- one", 0), ("- two", 0)]),
    ("Show it. Answer: we have", [("Show it. Answer:", 0), ("we have", 0)]),
    ("text\n1.1 Next", [("text", 0), ("1.1 Next", 0)]),
    ("$$\na\n=\n b\n$$\ntext\n", [("text", 0)]),
    ("```\n# Question 1\n```\ntext", [("text", 0)]),
]


@pytest.mark.parametrize(("text", "expected"), HEADINGS)
def test_prose(text: str, expected: list[tuple[str, int]]):
    found = [(p.text.rstrip(), p.heading) for p in read_text(text).pieces if isinstance(p, Prose)]
    assert found == expected


def test_places():
    document = read_text("# One\r\n\r\ntext $a$\r\n$$\r\nb\r\n$$\r\n")
    formulas = [document.place(p.start) for p in document.pieces if isinstance(p, Formula)]
    assert [(place.line, place.column) for place in formulas] == [(3, 7), (5, 1)]


def test_carriage_returns():
    assert read_text("# One\rtext").pieces[1].text == "text"
    # in a file with line feeds, a lone one is what is left of a command such as rho
    assert read_text("a\n$\rho$").pieces[1].text == "ho"
    assert read_text("a\n$x\rho$").pieces[1].text == "x\rho"
