r"""Names of the student's own that are given twice: what words give anew, and what nobody knows any more."""

import pytest

from verify.grade.sheet import load_sheet
from verify.grade.submission import grade_file
from verify.grade.words import cue

IFT, ECE, CMU = "ift6135-2020-hw3", "ece544-2023-ps5", "cmu10708-2019-hw3"
HALF, WHOLE = r"c = \frac{1}{2\sigma^2}", r"c = \frac{1}{\sigma^2}"
WITH_HALF = r"$$KL(q(z|x),p(z)) = c(\mu_q-\mu_p)^2$$"
WITH_WHOLE = r"$$KL(q(z|x),p(z)) = \frac{c}{2}(\mu_q-\mu_p)^2$$"
RIDGE, DROPOUT = r"A = X^\top X + \lambda I", r"A = X^\top X + \frac{1-p}{p}\Gamma^2"
ANSWER = r"$$w^{L^2} = A^{-1}X^\top y$$"


def graded(tmp_path, sheet, question, *lines):
    """Return the verdicts of the displays of an answer."""
    path = tmp_path / "a.md"
    path.write_text("\n\n".join((f"## {question}", *lines)) + "\n")
    return [str(s.verdict) for q in grade_file(path, load_sheet(sheet)).questions for s in q.steps if s.display]


#: s stands for one thing before a point is spoken of, however it was said, and for nothing else behind it
S, WRONG_S = r"\psi_0\theta+\psi_1", r"\psi_0\theta+2\psi_1"
FIELD = r"$$v_{\psi_0} = -\theta\sigma(s)$$", r"$$v_\theta = \psi_0\sigma(s)$$", r"$$v_\theta = 2\psi_0\sigma(s)$$"
AT_A_POINT = [
    ((rf"$C_\psi(\theta) = {S} =: s$.", *FIELD), "+ + -"),
    ((rf"$$C_\psi(\theta) = {S} =: s$$", *FIELD), "+ ? + + -"),
    ((rf"${S} =: s$.", *FIELD[:2], r"Then $s = \psi_1$.", *FIELD[1:]), "+ + + -"),
    ((rf"${S} =: s$.", *FIELD[:1], r"Then let $s = \psi_1$.", *FIELD[1:]), "+ - -"),  # words give it anew
    ((rf"${S} =: s$.", *FIELD[:1], r"Now $s = \psi_1 + 1$.", *FIELD[1:]), "+ ? ?"),
    ((rf"${WRONG_S} =: s$.", FIELD[1]), "-"),
    # what is concluded further on is no explanation of what stands before it
    ((*FIELD, r"At $\theta^* = 0$, then $s = \psi_1$."), "? ? ?"),
    ((*FIELD, r"$s = \psi_1$ there.", r"$$v_\theta = 2\psi_0\sigma(\psi_1)$$"), "? ? ? ?"),
    ((*FIELD, rf"where $s = {S}$."), "+ + -"),
]


#: (sheet, question, lines, verdicts): from the words on the name means the new thing, and no longer the old one
GIVEN_ANEW = [
    (ECE, "1d", (f"Let ${HALF}$.", WITH_HALF, f"Now let ${WHOLE}$. Then", WITH_WHOLE, WITH_HALF), "+ + -"),
    (ECE, "1d", (f"Soit ${HALF}$.", WITH_HALF, f"Posons maintenant ${WHOLE}$.", WITH_WHOLE, WITH_HALF), "+ + -"),
    (ECE, "1d", ("Define", f"$${HALF}$$", WITH_HALF, "Redefine", f"$${WHOLE}$$", WITH_WHOLE, WITH_HALF), "? + ? + -"),
    (ECE, "1d", (f"Let ${HALF}$. Let $c = \\frac12\\sigma^{{-2}}$.", WITH_HALF, WITH_WHOLE), "+ -"),
    (IFT, "1.2", (f"Let ${DROPOUT}$.", f"## 1.3\n\nLet ${RIDGE}$.", ANSWER), "+"),
    (IFT, "1.2", (f"Let ${DROPOUT}$.", "## 1.3\n\nLet", f"$${RIDGE}$$", ANSWER), "? +"),
    (
        IFT,
        "5.1",
        (
            r"Let $s = \psi_0\theta+\psi_1$.",
            r"$$v_{\psi_0} = -\theta\sigma(s)$$",
            r"Let $s = \sigma(\psi_0\theta+\psi_1)$ for short.",
            r"$$v_{\psi_0} = -\theta s$$",
            r"$$v_{\psi_0} = -\theta\sigma(s)$$",
        ),
        "+ + -",
    ),
    (
        ECE,
        "3c",
        (
            r"Let $f(a) = \frac C2\|a\|_2^2 - a^\top b$.",
            r"$$\nabla f(a) = Ca - b$$",
            "## 3d\n\nLet $f(a) = \\log(1+\\exp a^\\top b)$.",
            r"$$\nabla f(a) = \frac{\exp a^\top b}{1+\exp a^\top b}b$$",
        ),
        "+ +",
    ),
    # without words that give it anew nobody knows which of the two is meant
    (ECE, "1d", (f"$${HALF}$$", WITH_HALF, f"$${WHOLE}$$", WITH_WHOLE, WITH_HALF), "? + ? ? ?"),
    (ECE, "1d", (f"Let ${HALF}$.", WITH_HALF, f"We get ${WHOLE}$ and", WITH_WHOLE, WITH_HALF), "+ ? ?"),
    (IFT, "1.2", (f"Let ${DROPOUT}$.", "## 1.3", f"$${RIDGE}$$", ANSWER), "? ?"),
    # a row in front of the words that explain it
    (IFT, "1.2", (f"Let ${DROPOUT}$.", "## 1.3", ANSWER, f"where ${RIDGE}$.", ANSWER), "? +"),
    (ECE, "1d", (f"Let ${HALF}$.", WITH_WHOLE, f"where now ${WHOLE}$.", WITH_WHOLE, WITH_HALF), "? + -"),
    # a slip in what a name is, in the question that gives it
    (IFT, "5.1", (r"Let $s = \psi_0\theta+\psi_1$.", r"$$s = \psi_0\theta-\psi_1$$"), "-"),
]
SHORT = {"proved": "+", "confirmed": "+", "refuted": "-", "ill-typed": "-", "carried": "-"}


@pytest.mark.parametrize(
    ("sheet", "question", "lines", "expected"), [*GIVEN_ANEW, *((IFT, "5.1", *one) for one in AT_A_POINT)]
)
def test_a_name_that_is_given_twice(tmp_path, sheet, question, lines, expected):
    found = graded(tmp_path, sheet, question, *lines)
    assert " ".join(SHORT.get(verdict, "?") for verdict in found) == expected


@pytest.mark.parametrize(
    "text", ["Now let", "Let", "Redefine", "Put instead", "Soit", "Posons maintenant", "Let $ and"]
)
def test_words_that_give_a_name(text):
    assert cue(f"{text}\n\n").anew


@pytest.mark.parametrize("text", ["Let us compute", "Let x be given. We get", "Let $, so that", "We write", "Then"])
def test_words_that_give_none(text):
    assert not cue(text).anew
