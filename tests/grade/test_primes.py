r"""Primes on arrays: transposes in products, and parts of names that a text gives; labels on names of the sheet."""

import pytest

from verify.grade.sheet import load_sheet
from verify.grade.submission import grade_file

SHEET = "ift6135-2020-hw3"
SHORT = {"proved": "+", "confirmed": "+", "refuted": "-", "ill-typed": "-", "carried": "-"}
RIDGE, WRONG_RIDGE = r"$$w^{L^2} = (X'X+\lambda I)^{-1}X'y$$", r"$$w^{L^2} = (X'X+2\lambda I)^{-1}X'y$$"
STEP = r"A step takes us to $w' = w - \eta\nabla L(w)$."
AUGMENTED = r"Let $X' = [X; \sqrt\lambda I]$ be the matrix with more rows."
PENALTY = r"(X^\top X + \frac{1-p}{p}\Gamma^2)"
LOST = r"(X^\top X + (1-p)\Gamma^2)"


def graded(tmp_path, question, lines):
    """Return the verdicts of the displays of an answer."""
    path = tmp_path / "a.md"
    path.write_text("\n\n".join((f"## {question}", *lines)) + "\n")
    found = [s for q in grade_file(path, load_sheet(SHEET)).questions for s in q.steps if s.display]
    return " ".join(SHORT.get(str(s.verdict), "?") for s in found)


#: (question, lines, verdicts)
PRIMES = [
    ("1.1", [r"$$\sum_i\sum_j X_{ij}^2w_j^2 = \sum_j (X'X)_{jj}w_j^2$$"], "+"),
    ("1.1", [r"$$\sum_i\sum_j X_{ij}^2w_j^2 = \sum_j (X'X)_{jj}w_j$$"], "-"),
    ("1.1", [r"$$\mathbb E[L(w)] = y'y - 2p y'Xw + p^2 w'X'Xw + p(1-p) w'\Gamma^2w$$"], "+"),
    ("1.1", [r"$$\mathbb E[L(w)] = (y-pXw)'(y-pXw) + p(1-p)(\Gamma w)'\Gamma w$$"], "+"),
    ("1.1", [r"$$\mathbb E[L(w)] = y'y - 2p y'Xw + p w'X'Xw + p(1-p) w'\Gamma^2w$$"], "-"),
    ("1.2", [r"$$\nabla_w \mathbb E[L] = -2pX'y+2p^2X'Xw+2p(1-p)\Gamma^2w$$"], "+"),
    ("1.2", [r"$$\nabla_w \mathbb E[L] = -2pX'y+2pX'Xw+2p(1-p)\Gamma^2w$$"], "-"),
    ("1.3", [RIDGE], "+"),
    ("1.3", [WRONG_RIDGE], "-"),
    ("1.3", [r"$$w^{L^2} = (X'X+\lambda I)^{-1}Xy$$"], "-"),
    ("1.3", [r"Here $X'$ denotes the transpose of $X$.", RIDGE, WRONG_RIDGE], "+ -"),
    # a prime that belongs to a name is none
    ("1.3", [STEP, r"$$w'w = 2\|w\|^2$$", RIDGE], "? +"),
    ("1.3", [AUGMENTED, r"$$w^{L^2} = (X'X)^{-1}X'y$$", WRONG_RIDGE], "? ?"),
    ("1.3", [r"With another matrix $X'$ we would have", r"$$w^{L^2} = (X'X+2\lambda I)^{-1}X'y$$"], "?"),
    ("1.3", [r"$$\|w-w'\|^2 = w'w$$"], "?"),
    ("1.3", [r"$$w^{L^2} = X'$$"], "?"),
    # on a function it is a derivative
    ("5.2", [r"$$\sigma'(t) = \sigma(t)(1-\sigma(t))$$", r"$$\sigma'(t) = \sigma(t)(1+\sigma(t))$$"], "+ -"),
]
#: labels: do and wd for dropout and weight decay, with a hat or without
NAMES = [r"w^{do}", r"w_{do}", r"w_{\text{do}}", r"\hat w_{do}", r"\hat{\mathbf w}^{\text{dropout}}", r"w^{DO}"]
DECAYS = [r"w^{wd}", r"w_{\text{wd}}", r"\hat w_{wd}", r"\hat w_{L_2}"]
LABELS = [
    *(("1.2", [rf"$${PENALTY} p {name} = X^\top y$$", rf"$${LOST} p {name} = X^\top y$$"], "+ -") for name in NAMES),
    *(("1.2", [rf"$$p {name} = {LOST}^{{-1}}X^\top y$$"], "-") for name in NAMES),
    *(("1.3", [rf"$${name} = (X^\top X+\lambda I)^{{-1}}X^\top y$$"], "+") for name in DECAYS),
    *(("1.3", [rf"$${name} = (X^\top X-\lambda I)^{{-1}}X^\top y$$"], "-") for name in DECAYS),
    # what the student says otherwise
    ("1.2", [r"$$w_{do} := p w$$", rf"$$w_{{do}} = {PENALTY}^{{-1}}X^\top y$$"], "? ?"),
    ("1.2", [r"Write $\hat w_{do} = p \hat w$.", rf"$$\hat w_{{do}} = {PENALTY}^{{-1}}X^\top y$$"], "?"),
    # and what nobody said
    ("1.2", [RIDGE, rf"$$p w^{{d}} = {PENALTY}^{{-1}}X^\top y$$", r"$$X w^{d} = X w$$"], "+ ? ?"),
]


@pytest.mark.parametrize(("question", "lines", "expected"), [*PRIMES, *LABELS])
def test_a_prime_and_a_label(tmp_path, question, lines, expected):
    assert graded(tmp_path, question, lines) == expected


def test_an_arrow_concludes_nothing_from_an_error_of_another_question(tmp_path):
    wrong = r"$$\sum_i\sum_j X_{ij}^2w_j^2 = \sum_j \Gamma_{jj}w_j^2$$"
    right = r"$$p X^\top X w^{do} + (1-p)\Gamma^2 w^{do} = X^\top y$$"
    lost = rf"$$\Rightarrow {LOST} p w^{{do}} = X^\top y$$"
    assert graded(tmp_path, "1.1", [wrong, "## 1.2", right, "Now pull the $p$ out:", lost]) == "- + -"
