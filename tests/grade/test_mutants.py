"""Right rows with one slip: a row that is false is never passed.

The answers are the references of a shipped sheet. Whether a mutant is false is decided by exact instances of another
seed than the grader's; a mutant that is still true (0 for -0, another index of two that are alike) may pass.
"""

import random
from functools import cache

import pytest

from tests.grade.mutants import mutants
from verify.grade.opening import opened
from verify.grade.segment import judge_segment
from verify.grade.sheet import load_sheet
from verify.graded import PASSED
from verify.latex.document import read_text
from verify.latex.segments import segments
from verify.latex.source import Formula
from verify.model import Verdict
from verify.mutate.truth import evaluated

SHEET = load_sheet("ift6135-2020-hw3")
ASKED = [q.id for q in SHEET.questions if q.reference and q.context]
#: mutants of each answer that are judged
EACH = 3
SEED = 1234


def answer(question):
    return f"## {question}\n\n{SHEET.by_id[question].reference}\n"


def judge(text, question):
    """Return (judged, row) for each link of an answer, and the context in which it was read."""
    document = read_text(text)
    thread, _ = opened(SHEET.by_id[question], SHEET, None)
    parts = [part for part in segments(document, tuple(SHEET.by_id)) if part.question == question]
    found = [(judged, row) for part in parts for judged, row, _ in judge_segment(part, thread, document)]
    return found, thread.scope.context


@cache
def slips(question):
    """Return all mutants of the formulas in an answer."""
    text = answer(question)
    pieces = [piece for piece in read_text(text).pieces if isinstance(piece, Formula)]
    return tuple(mutant for piece in pieces for mutant in mutants(text, piece.start, piece.end))


def touched(found, place):
    """Return the links that a slip changes: the one in whose right side it stands, or all, of a changed left side."""
    row = [judged for judged, row in found if row.start <= place <= row.end]
    inside = [judged for judged in row if judged.start <= place < judged.end]
    return inside or [judged for judged in row if place <= min(j.start for j in row)]


@pytest.mark.parametrize("question", ASKED)
def test_a_false_row_is_never_passed(question):
    chosen = random.Random(question).sample(slips(question), min(EACH, len(slips(question))))
    for name, place, text in chosen:
        found, context = judge(text, question)
        for judged in touched(found, place):
            if judged.verdict not in PASSED or judged.verdict is Verdict.GIVEN:
                continue
            row = next(text[row.start : row.end] for other, row in found if other is judged)
            told = f"{name}: {row} was {judged.verdict} as {judged.statement}"
            assert judged.core is not None, told
            assert evaluated(judged.core, context, SEED).failing is None, told


def test_there_is_much_to_choose_from():
    assert sum(len(slips(question)) for question in ASKED) > 500
    assert len({name for question in ASKED for name, _, _ in slips(question)}) > 20


#: false by hand, whatever a reader or an engine makes of them
FALSE = (
    ("1.1", r"\mathbb{E}[L(w)] = \mathbb{E}[(y - X w)^\top (y - X w)]"),
    ("1.1", r"\mathbb{E}[X \odot R] = (1-p) X"),
    ("1.1", r"\mathbb{E}[R_{ij} R_{ij}] = p^2"),
    ("1.1", r"\mathbb{E}[(X \odot R)^\top (X \odot R)] = p^2 X^\top X + p (1-p) \Gamma"),
    ("1.1", r"\mathbb{E}[(X \odot R)^\top (X \odot R)] = p^2 X X^\top + p (1-p) \Gamma^2"),
    ("1.1", r"\mathbb{E}[L(w)] = \|y - p X w\|^2 + p (1-p) \|\Gamma w\|"),
    ("1.1", r"\mathbb{E}[L(w)] = \|y - p X w\|^2 + (1-p)^2 \|\Gamma w\|^2"),
    ("1.2", r"\nabla_w \mathbb{E}[L(w)] = 2 p X^\top (p X w + y) + 2 p (1-p) \Gamma^2 w"),
    ("1.2", r"\nabla_w \mathbb{E}[L(w)] = p X^\top (p X w - y) + p (1-p) \Gamma^2 w"),
    ("1.2", r"\nabla_w \mathbb{E}[L(w)] = p X^\top (p X w - y) + p (1-p) \Gamma^2 w = 0"),
    ("1.2", r"\nabla_w \mathbb{E}[L(w)] = -2 p X^\top (p X w - y) - 2 p (1-p) \Gamma^2 w"),
    ("1.3", r"\nabla_w (\|y - X w\|^2 + \lambda \|w\|^2) = X^\top (X w - y) + \lambda w"),
    (
        "4.1",
        r"\frac{\partial}{\partial D} (f_1(x) \log D(x) + f_0(x) \log(1 - D(x)))"
        r" = 2 \frac{f_1(x)}{D(x)} - 2 \frac{f_0(x)}{1 - D(x)}",
    ),
    ("1.3", r"w^{L^2} = (X X^\top + \lambda I)^{-1} X^\top y"),
    ("1.3", r"w^{L^2} = (X^\top X - \lambda I)^{-1} X^\top y"),
    ("2.1", r"p_\theta(x|z) p(z) = p_\theta(x|z) p_\theta(x)"),
    ("2.1", r"\mathbb{E}_{q(z|x)}[\log p_\theta(x|z)] = \log p_\theta(x) + \mathbb{E}_{q(z|x)}[\log p_\theta(z|x)]"),
    ("2.2", r"\mathcal{L}(q_i^*; x_i) \le \mathcal{L}(q_{\phi^*}; x_i)"),
    ("2.2", r"\log p_\theta(x_i) = \mathcal{L}(q; x_i) - D_{KL}(q(z|x_i) \| p_\theta(z|x_i))"),
    ("2.2", r"\log p_\theta(x_i) = \mathcal{L}(q; x_i) + D_{KL}(p_\theta(z|x_i) \| q(z|x_i))"),
    ("3.1", r"D_{KL}(P_X \| P_{F(U)}) = D_{KL}(P_U \| P_{F^{-1}(X)})"),
    ("3.1", r"P_{F(U)}(x) = P_U(F^{-1}(x)) \left|\det \frac{\partial F(u)}{\partial u}\right|"),
)


@pytest.mark.parametrize(("question", "row"), FALSE)
@pytest.mark.parametrize(
    "before", ["", "Therefore", "Setting the gradient to zero,", "At the minimum we have the optimum,"]
)
def test_a_row_that_is_false_by_hand_is_never_passed(question, row, before):
    found, _ = judge(f"## {question}\n\n{before}\n\n$${row}$$\n", question)
    assert found
    assert found[0][0].verdict not in PASSED
