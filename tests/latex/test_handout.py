"""The assignment's own text is set apart, and nothing of the student's with it."""

import json
from pathlib import Path

import pytest

from verify.latex.document import read_document, read_text
from verify.latex.handout import formula_key, own_pieces
from verify.latex.segments import segments
from verify.latex.source import Formula

SHARED = Path(__file__).parents[3] / "shared"
SUBMISSIONS = SHARED / "submissions"
SHEET = SHARED / "sheets" / "ift6135-2020-hw3.md"
shared = pytest.mark.skipif(not SHEET.exists(), reason="the shared sheets are not here")

HANDOUT = r"""
**Question 1** (3-4). Consider a linear model with weights $\mathbf{w}$ and noise of variance $\sigma^2$, and its loss

$$L(\mathbf{w}) = \|\mathbf{y} - \mathbf{X}\mathbf{w}\|^2$$

1.1 Show that the gradient of the loss with respect to the weights is

$$\nabla L = -2\mathbf{X}^\top (\mathbf{y} - \mathbf{X}\mathbf{w})$$

and explain what it means for $\sigma^2 \to 0$.
"""


def own(text: str) -> list[str]:
    return [piece.text.strip() for piece in own_pieces(read_text(text), HANDOUT)]


COPIED = r"""
Question 1 (3-4). Consider a linear model with weights $w$ and noise of variance $\sigma^{2}$, and its los

$$L(\boldsymbol{w}) = ||\boldsymbol{y} - \boldsymbol{X}\boldsymbol{w}||^2.$$

1.1 Show that the gradient of the loss with respect to the weights is

$$\nabla L = -2 X^{\top}\left(y - X w\right)$$

and explain what it means for $\sigma^2 \rightarrow 0$. Answer: by the chain rule we get

$$\nabla L = -2\mathbf{X}^\top (\mathbf{y} - \mathbf{X}\mathbf{w})$$
"""


def test_copied_text_and_its_formulas():
    found = own(COPIED)
    assert r"L(\boldsymbol{w}) = ||\boldsymbol{y} - \boldsymbol{X}\boldsymbol{w}||^2." in found
    assert r"\nabla L = -2 X^{\top}\left(y - X w\right)" in found
    assert {r"w", r"\sigma^{2}", r"\sigma^2 \rightarrow 0"} <= set(found)
    # the same formula at the end of the answer is the student's
    assert r"\nabla L = -2\mathbf{X}^\top (\mathbf{y} - \mathbf{X}\mathbf{w})" not in found
    assert not any("chain rule" in text for text in found)


THEIRS = [
    # not exactly the sheet's
    COPIED.replace("-2 X^{", "2 X^{"),
    # not behind copied text
    "**1.1** We know that\n\n$$\\nabla L = -2 X^\\top (y - X w)$$",
    "**1.1**\n\n$$\\nabla L = -2 X^\\top (y - X w)$$",
    # behind copied text and the student's own
    COPIED.replace("$$\\nabla L = -2 X", "\n\nWe compute this in two steps, as follows.\n\n$$\\nabla L = -2 X"),
]  # fmt: skip


@pytest.mark.parametrize("text", THEIRS)
def test_what_is_the_students(text: str):
    assert not any(piece.startswith(("\\nabla", "= -2")) for piece in own(text))


SAME = [
    (r"\mathbf{X}^\top", "X^T"), (r"\|x\|", "||x||"), (r"\left( a \right)", "(a)"), (r"p(x \mid z)", "p(x|z)"),
    (r"D_{\text{KL}}", "D_{KL}"), (r"\operatorname{Var}(Z)", "Var(Z)"), (r"x^{2},", "x^2"),
    (r"\boldsymbol{X}^{ op}", "X^T"),
    (r"\arg \max_D", r"\arg\max_{D}"), (r"a \rightarrow b", r"a \to b"), (r"\alpha x", r"\alpha  x"),
]  # fmt: skip
OTHER = [
    ("x^2", "x_2"), (r"\frac{a}{bc}", r"\frac{ab}{c}"), ("a - b", "a + b"), (r"\mathcal{L}", "L"), ("x^{12}", "x^12"),
    (r"KL(p\|q)", r"KL(q\|p)"), ("E[x]^2", "E[x^2]"), (r"\alpha b", r"\alphab"), (r"\hat w", "w"), ("-x", "x"),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b"), SAME)
def test_same_formulas(a: str, b: str):
    assert formula_key(a) == formula_key(b)


@pytest.mark.parametrize(("a", "b"), OTHER)
def test_other_formulas(a: str, b: str):
    assert formula_key(a) != formula_key(b)


@shared
@pytest.mark.parametrize("name", ["student", "planted", "style-a", "style-b", "style-c"])
def test_no_marked_line_is_taken_for_the_sheets(name: str):
    ids = tuple("1.1 1.2 1.3 1.4 2.1 2.2 2.3a 2.3b 2.3c 3.1 3.2 4.1 4.2 5.1 5.2 5.3 5.4 5.5 5.6".split())  # noqa: SIM905
    document = read_document(SUBMISSIONS / f"ift6135-2020-hw3-{name}.md")
    lines: dict[int, set[str]] = {}
    for segment in segments(document, ids, SHEET.read_text(encoding="utf-8")):
        for piece in segment.pieces:
            first, last = document.place(piece.start).line, document.place(piece.end - 1).line
            for line in range(first, last + 1):
                lines.setdefault(line, set()).add(segment.question)
    marking = (SUBMISSIONS / f"ift6135-2020-hw3-{name}.marking.jsonl").read_text(encoding="utf-8")
    for row in map(json.loads, marking.splitlines()):
        assert any(question.startswith(row["question"]) for question in lines.get(row["line"], ())), row["line"]


@shared
def test_the_sheets_formulas_are_recognized():
    document = read_document(SUBMISSIONS / "ift6135-2020-hw3-student.md")
    found = [p for p in own_pieces(document, SHEET.read_text(encoding="utf-8")) if isinstance(p, Formula) and p.display]
    # the loss, the solution with dropout, ECLL and what it is compared with, D*, the GAN's objective, the penalty
    assert {7, 61, 134, 138, 240, 326, 470} <= {document.place(piece.start).line for piece in found}
