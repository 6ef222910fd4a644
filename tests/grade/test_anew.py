r"""Names of the student's own that are given twice: what words give anew, and what nobody knows any more."""

import pytest

from tests.grade.answers import verdicts
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
#: (sheet, question, lines, verdicts): what the text says of a name of the sheet is what the name means, or nobody knows
OLD = "ift6135-2019-hw3"
PRODUCT, TURNED = r"\Sigma = S^\top S", r"\Sigma = S S^\top"
INVERSES = r"$$S^{-\top} S^{-1} = \Sigma^{-1}$$"
DENSITY = r"$$q(y) = (2\pi)^{-K/2} (\det\Sigma)^{-1/2} \exp(-\tfrac{1}{2} (y - \mu)^\top \Sigma^{-1} (y - \mu))$$"
SUMMED = r"$$D_{KL}(p \| m) = \log 2$$"
OF_THE_SHEET = [
    (OLD, "1.2", (f"Let ${PRODUCT}$.", INVERSES, DENSITY), "- -"),
    (OLD, "1.2", (f"Let ${PRODUCT.replace('=', ':=')}$.", INVERSES), "-"),
    (OLD, "1.2", (f"Soit ${PRODUCT}$.", INVERSES), "-"),
    (OLD, "1.2", (f"$${PRODUCT.replace('=', ':=')}$$", INVERSES), "? -"),
    (OLD, "1.2", (f"Let ${PRODUCT}$. The product is", r"$$S^{-\top} S^{-1} = (S^\top S)^{-1}$$"), "-"),
    (OLD, "1.2", (f"Let ${PRODUCT}$.", r"$$S^{-1} S^{-\top} = \Sigma^{-1}$$"), "+"),
    (OLD, "1.2", (f"Let ${TURNED}$.", INVERSES, DENSITY), "+ +"),
    (OLD, "1.2", (INVERSES, DENSITY), "+ +"),
    (OLD, "1.2", (f"We write ${PRODUCT}$.", DENSITY, r"$$S^{-1} S^{-\top} = \Sigma^{-1}$$"), "? ?"),
    (OLD, "1.2", (f"With ${PRODUCT}$ this is", DENSITY), "?"),
    (OLD, "1.2", (f"The covariance is ${PRODUCT}$. So", DENSITY), "?"),
    (OLD, "1.2", (DENSITY, f"where ${PRODUCT}$."), "?"),
    (OLD, "1.2", (DENSITY, f"where ${TURNED}$."), "+"),
    (OLD, "1.2", (DENSITY, f"So it is a normal density. Let ${PRODUCT}$."), "?"),
    (
        OLD,
        "1.2",
        (r"Let $\Sigma = I$. Then", r"$$q(y) = (2\pi)^{-K/2} \exp(-\tfrac{1}{2} (y - \mu)^\top (y - \mu))$$"),
        "?",
    ),
    (OLD, "1.1", (r"Let $\Sigma = \operatorname{diag}(\sigma)$.", r"$$q(g(z_0)) = N(g(z_0); \mu, \Sigma^2)$$"), "+"),
    (OLD, "7", ("Let $m = p + q$.", SUMMED), "?"),
    (OLD, "7", ("Let $m(x) := p(x) + q(x)$.", SUMMED), "?"),
    (OLD, "7", (r"Let $m = \frac{1}{2}(p + q)$.", SUMMED), "+"),
    (OLD, "7", ("Where $p > 0$ we have $r(x) = p(x)/2$.", SUMMED), "+"),
    (
        OLD,
        "3.2",
        (r"For $K = 1$ we have $\mathcal{L}_K = \mathcal{L}_1$. Now", r"$$\mathcal{L}_K \ge \mathcal{L}_1$$"),
        "+",
    ),
]
SHORT = {"proved": "+", "confirmed": "+", "refuted": "-", "ill-typed": "-", "carried": "-"}


@pytest.mark.parametrize(
    ("sheet", "question", "lines", "expected"), [*GIVEN_ANEW, *((IFT, "5.1", *one) for one in AT_A_POINT)]
)
def test_a_name_that_is_given_twice(tmp_path, sheet, question, lines, expected):
    found = graded(tmp_path, sheet, question, *lines)
    assert " ".join(SHORT.get(verdict, "?") for verdict in found) == expected


@pytest.mark.parametrize(("sheet", "question", "lines", "expected"), OF_THE_SHEET)
def test_a_name_of_the_sheet_that_is_given_anew(tmp_path, sheet, question, lines, expected):
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


LEMMA = (
    r"$$f(y) := a\log y + b\log(1-y)$$",
    r"$$f''(y) = -\frac{a}{y^2} - \frac{b}{(1-y)^2} < 0$$",
    "so $f$ is strictly concave and the only zero of $f'$ is the maximum. With $a=p_d(x)$ and $b=p_g(x)$ we get",
    r"$$D^*(x) = \frac{p_d(x)}{p_d(x)+p_g(x)}$$",
)


@pytest.mark.parametrize("said", ["For numbers $a,b>0$ and $0<y<1$ let", r"Let $b > 0$ and $a \geq 0$. Put"])
def test_free_numbers_of_a_lemma_are_not_what_the_text_puts_for_them_further_on(tmp_path, said):
    # both densities may be 0 at x, and then the slope of the slope is 0
    found = graded(tmp_path, "cmu10708-2019-hw3", "2.1", said, *LEMMA)
    assert "refuted" not in found
    assert found[-1] == "proved"


@pytest.mark.parametrize(("said", "expected"), [("$a, c > 0$", "proved"), ("$c > 0$", "refuted")])
def test_a_range_may_be_that_of_several_things(tmp_path, said, expected):
    f = (r"$$f(y) := a\log y + c\log(1-y)$$", r"$$f''(y) = -\frac{a}{y^2} - \frac{c}{(1-y)^2} < 0$$")
    found = graded(tmp_path, "cmu10708-2019-hw3", "2.1", f"Put $c=p_g(x)$. For numbers {said} and $0<y<1$ let", *f)
    assert found[-1] == expected


def test_a_point_in_front_of_an_equation_makes_it_no_condition():
    row = r"at $(\psi_0^*, \psi_1^*, \theta^*), \nabla_{\theta} \nabla_{\psi_0} \mathcal{L}(\psi, \theta) = 0$"
    assert verdicts("5.2", row) == ["refuted"]
