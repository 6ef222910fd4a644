"""Names that a student gives another meaning: nobody is accused of a definition, and none makes a claim right."""

import pytest

from tests.grade.answers import Everything, verdicts

PASS = {"proved", "confirmed", "given"}
ACCUSED = {"refuted", "ill-typed", "carried"}

#: (sheet, question, lines): no row is held against anyone, though each notation is known
MEANT_ANEW = [
    (
        "ift6135-2020-hw3",
        "1.2",
        (r"$$L(w) = \|y - Xw\|^2 + \lambda \|w\|^2$$", r"$$\nabla L(w) = 2X^\top(Xw - y) + 2\lambda w$$"),
    ),
    ("ift6135-2020-hw3", "1.2", ("Now consider", r"$$L = \|y - Xw\|^2 + \lambda \|w\|^2$$")),
    ("ift6135-2020-hw3", "1.1", ("Without noise we would have", r"$$L(w) = \|y - X w\|^2$$")),
    ("ift6135-2020-hw3", "1.1", (r"$$L(w) = \frac12\|y - (X \odot R) w\|^2$$",)),
    ("ift6135-2020-hw3", "2.1", (r"Let $L = \log p_\theta(x)$.", r"$$L = \log p_\theta(x)$$")),
    (
        "ift6135-2020-hw3",
        "4.1",
        (r"$$V(D) = -\mathbb{E}_{x\sim f_1}[\log D(x)] - \mathbb{E}_{x\sim f_0}[\log(1 - D(x))]$$",),
    ),
    (
        "ift6135-2020-hw3",
        "4.1",
        (
            r"$$V(D) = \frac12\mathbb{E}_{x\sim f_1}[\log D(x)] + \frac12\mathbb{E}_{x\sim f_0}[\log(1 - D(x))]$$",
            r"$$\max_D V(D) = JSD(p_0,p_1) - \log 2$$",
        ),
    ),
    ("ift6135-2020-hw3", "4.1", (r"$$\mu(x) = f_0(x) + f_1(x)$$", r"$$D^*(x) = \frac{f_1(x)}{\mu(x)}$$")),
    (
        "ece544-2023-ps5",
        "2a",
        (
            r"$$\mathcal{L}(\theta,\phi,x) = "
            r"D_{KL}(q_\phi(z|x)\|p_\theta(z)) - \mathbb{E}_{q_\phi(z|x)}[\log p_\theta(x|z)]$$",
        ),
    ),
    ("ece544-2023-ps5", "4e", ("In practice one maximizes", r"$$V(D,G) = \mathbb{E}_{x\sim p_G}[\log D(x)]$$")),
    (
        "ift6135-2020-hw3",
        "2.1",
        (
            r"$$\mathcal{L}(\theta,\phi;x) = "
            r"D_{KL}(q_\phi(z|x)\|p_\theta(z)) - \mathbb{E}_{q_\phi(z|x)}[\log p_\theta(x|z)]$$",
        ),
    ),
    (
        "cmu10708-2019-hw3",
        "1.1",
        (r"$$\mathcal{L}(x) = \mathbb{E}_{z\sim q_\phi(z|x)}[\log q_\phi(z|x) - \log p_\theta(x,z)]$$",),
    ),
]


@pytest.mark.parametrize(("sheet", "question", "lines"), MEANT_ANEW)
def test_a_name_of_the_sheet_may_be_meant_anew(sheet, question, lines):
    assert not ACCUSED & set(verdicts(question, *lines, sheet=sheet, known=Everything()))


def test_what_words_introduce_is_what_it_is_said_to_be():
    rows = (r"$$L(w) = \|y - Xw\|^2 + \lambda \|w\|^2$$", r"$$\nabla L(w) = 2X^\top(Xw - y) + 2\lambda w$$")
    assert verdicts("1.2", "Now consider", *rows) == ["undecided", "proved"]
    wrong = r"$$\nabla L(w) = 2X^\top(Xw - y) + \lambda w$$"
    assert verdicts("1.2", "Now consider", rows[0], wrong) == ["undecided", "refuted"]


#: (question, lines): the last row is wrong, whatever is called so before
NOT_MADE_RIGHT = [
    ("1.1", (r"$$L(w) = \|y - pXw\|^2$$", r"$$\mathbb{E}[L(w)] = \|y - pXw\|^2$$")),
    ("1.1", ("Let", r"$$L(w) = \|y - pXw\|^2$$", r"$$\mathbb{E}[L(w)] = \|y - pXw\|^2$$")),
    ("1.2", (r"$$L(w) = \|y - pXw\|^2$$", r"$$\nabla L(w) = -2pX^\top(y - pXw)$$")),
    ("4.1", ("Let", r"$$V(D) = \mathbb{E}_{x\sim f_1}[\log D(x)]$$", r"$$V(D) = \mathbb{E}_{x\sim f_1}[\log D(x)]$$")),
]


@pytest.mark.parametrize(("question", "lines"), NOT_MADE_RIGHT)
def test_a_definition_makes_no_claim_right(question, lines):
    assert verdicts(question, *lines, known=Everything())[-1] not in PASS


#: claims about a name of the sheet: (question, rows before, the wrong row)
CLAIMS = [
    (
        "2.1",
        r"$$\mathcal{L}(\theta,\phi;x) = "
        r"\mathbb{E}_{q_\phi(z|x)}[\log p_\theta(x|z)] + D_{KL}(q_\phi(z|x)\|p_\theta(z))$$",
    ),
    ("1.1", r"$$L(w) = \|y - (X \odot R) w\|$$"),
    ("5.1", r"$$v_{\psi_0} = \theta\sigma(\psi_0\theta+\psi_1)$$"),
    ("4.1", r"$$V(D^*) = 2JSD(p_0,p_1)$$"),
    ("1.2", r"$$\lambda^{\text{dropout}} = \frac{p}{1-p}$$"),
]


@pytest.mark.parametrize(("question", "row"), CLAIMS)
def test_a_wrong_claim_about_a_name_of_the_sheet_is_refuted(question, row):
    assert verdicts(question, row, known=Everything()) == ["refuted"]


def test_a_name_that_was_used_in_the_sheets_meaning_keeps_it():
    right = r"$$L(w) = \|y - (X \odot R) w\|^2$$"
    wrong = r"$$L(w) = \|y - pXw\|^2 + p(1-p)\|\Gamma w\|^2$$"
    assert verdicts("1.1", right, wrong, known=Everything()) == ["proved", "refuted"]


#: words that keep a row from being a claim
NO_CLAIM = [
    ("A naive answer is", r"$$\mathbb{E}[L(w)] = \|y - pXw\|^2$$"),
    ("One might think that", r"$$\mathbb{E}[L(w)] = \|y - pXw\|^2$$"),
    ("It is tempting to write", r"$$\mathbb{E}[L(w)] = \|y - pXw\|^2$$"),
    ("Up to a constant,", r"$$\mathbb{E}[L(w)] = \|y - pXw\|^2$$"),
    ("À une constante près,", r"$$\mathbb{E}[L(w)] = \|y - pXw\|^2$$"),
    ("Is it true that", r"$$\mathbb{E}[L(w)] \stackrel{?}{=} \|y - pXw\|^2$$"),
    ("In ordinary least squares", r"$$w = (X^\top X)^{-1}X^\top y$$"),
]


@pytest.mark.parametrize(("words", "row"), NO_CLAIM)
def test_what_is_not_claimed_is_held_against_nobody(words, row):
    assert not ACCUSED & set(verdicts("1.1", words, row, known=Everything()))


TRANSPOSED = [r"J^{*\top}", r"(J^*)^\top", r"{J^*}^T", r"J^{*T}"]
AT_THE_POINT = r"\begin{pmatrix} 0 & 0 & -\frac12 \\ 0 & -\frac12 & 0 \\ \frac12 & 0 & 0\end{pmatrix}"


@pytest.mark.parametrize("name", TRANSPOSED)
def test_a_transpose_is_no_name_of_its_own(name):
    right = AT_THE_POINT.replace("-\\frac12 \\\\ 0", "\\frac12 \\\\ 0").replace("\\\\ \\frac12", "\\\\ -\\frac12")
    assert verdicts("5.2", f"$${name} = {right}$$") == ["proved"]
    assert not PASS & set(verdicts("5.2", f"$${name} = {AT_THE_POINT}$$", rf"$${name} = J^*$$"))
