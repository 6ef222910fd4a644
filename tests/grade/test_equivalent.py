"""Arrows: behind ⟺ each statement follows from the other, and a premise lives to the end of its row."""

import pytest

from tests.grade.answers import verdicts

PASSED = {"proved", "confirmed", "given"}
ACCUSED = {"refuted", "ill-typed", "carried"}
ECE, OLD = "ece544-2023-ps5", "ift6135-2019-hw3"
NEW = "ift6135-2020-hw3"

#: (sheet, question, lines): the last row follows, or does not, and what is before it does not follow from it
ONE_WAY = [
    (ECE, "1d", (r"$$\mu_q = \mu_p \iff \mu_q^2 = \mu_p^2$$",)),
    (ECE, "1d", (r"$$\mu_q = 1 \iff \mu_q^2 = 1$$",)),
    (ECE, "1d", (r"$$\mu_q = \mu_p$$", r"$$\iff \mu_q^2 = \mu_p^2$$")),
    (ECE, "1d", (r"$\mu_q = \mu_p$ if and only if", r"$$\mu_q^2 = \mu_p^2$$")),
    (ECE, "1d", (r"$$\mu_q = \mu_p$$", "which is equivalent to", r"$$\mu_q^2 = \mu_p^2$$")),
    (ECE, "1d", (r"$$\mu_q = \mu_p \iff \mu_q^2 = \mu_p^2 \iff 2\mu_q = 2\mu_p$$",)),
    (ECE, "1d", (r"$$\mu_q = \mu_p \Rightarrow \mu_q^2 = \mu_p^2 \Rightarrow 2\mu_q = 2\mu_p$$",)),
    (ECE, "1d", (r"$$\mu_q = \mu_p \iff (\mu_q-\mu_p)^2 = \mu_q^2 - 2\mu_q\mu_p + \mu_p^2$$",)),
    (NEW, "5.1", (r"$$\psi_0 = \theta \iff \psi_0^2 = \theta^2$$",)),
    (OLD, "1.2", (r"$$S = S^\top \iff SS^\top = S^\top S$$",)),
    (NEW, "1.2", (r"$$Xw = y \iff X^\top Xw = X^\top y$$",)),
    (NEW, "1.3", (r"$$w = X^\top y \iff w^{L^2} = (X^\top X + \lambda I)^{-1}X^\top y$$",)),
    (NEW, "1.3", (r"$$(X^\top X + \lambda I)w = X^\top y \iff X^\top Xw = X^\top Xw$$",)),
]


@pytest.mark.parametrize(("sheet", "question", "lines"), ONE_WAY)
def test_what_only_follows_is_no_equivalence(sheet, question, lines):
    assert verdicts(question, *lines, sheet=sheet)[-1] not in PASSED


#: (sheet, question, lines): equivalences, one by one or in a row
EQUIVALENT = [
    (ECE, "1d", (r"$$\mu_q = \mu_p \iff 2\mu_q = 2\mu_p$$",)),
    (
        NEW,
        "1.2",
        (r"$$2p^2X^\top Xw + 2p(1-p)\Gamma^2w - 2pX^\top y = 0 \iff pX^\top Xw + (1-p)\Gamma^2w = X^\top y$$",),
    ),
    (
        NEW,
        "1.2",
        (
            r"$$\nabla_w \mathbb{E}[L(w)] = 2p^2X^\top Xw + 2p(1-p)\Gamma^2w - 2pX^\top y = 0$$",
            r"$$\iff (pX^\top X + (1-p)\Gamma^2)w = X^\top y$$",
            r"$$\iff w = (pX^\top X + (1-p)\Gamma^2)^{-1}X^\top y$$",
        ),
    ),
    (NEW, "1.3", (r"$$(X^\top X + \lambda I)w = X^\top y \iff w^{L^2} = (X^\top X + \lambda I)^{-1}X^\top y$$",)),
    (
        NEW,
        "4.1",
        (
            r"$$\frac{f_1(x)}{D(x)} - \frac{f_0(x)}{1-D(x)} = 0 \iff f_1(x)(1-D(x)) = f_0(x)D(x)$$",
            r"$$\iff D(x) = \frac{f_1(x)}{f_0(x)+f_1(x)}$$",
        ),
    ),
    (NEW, "4.2", (r"$$D^*(x) = \frac{f_1(x)}{f_0(x)+f_1(x)} \iff f_1(x) = f_0(x)\frac{D^*(x)}{1-D^*(x)}$$",)),
    (NEW, "5.1", (r"$$v_{\psi_0} = 0 \iff \theta = 0$$",)),
    (OLD, "6.1a", (r"$$t - \log u - 1 = 0 \iff \log u = t - 1 \iff u = e^{t-1}$$",)),
]


@pytest.mark.parametrize(("sheet", "question", "lines"), EQUIVALENT)
def test_equivalent_equations_pass(sheet, question, lines):
    assert verdicts(question, *lines, sheet=sheet)[-1] == "proved"


#: (sheet, question, lines): the last row needs what was supposed in the row before it
ANEW = [
    (NEW, "1.2", (r"$$Xw = y \Rightarrow X^\top Xw = X^\top y$$", r"$$X^\top Xw = X^\top y \Rightarrow Xw = y$$")),
    (NEW, "1.2", (r"$$Xw = y \Rightarrow X^\top Xw = X^\top y$$", r"$$\Rightarrow Xw = y$$")),
    (OLD, "1.2", (r"$$S = S^\top \Rightarrow SS^\top = S^\top S$$", r"$$SS^\top = S^\top S \Rightarrow S = S^\top$$")),
    (ECE, "1d", (r"$$\mu_q = \mu_p \Rightarrow \mu_q^2 = \mu_p^2$$", r"$$2\mu_q = 2\mu_p$$")),
    (ECE, "1d", (r"$$\mu_q = \mu_p \Rightarrow \mu_q^2 = \mu_p^2$$", "so", r"$$\mu_q = \mu_p$$")),
]


@pytest.mark.parametrize(("sheet", "question", "lines"), ANEW)
def test_a_premise_ends_with_its_row(sheet, question, lines):
    found = verdicts(question, *lines, sheet=sheet)
    assert found[1] == "proved"
    assert not {*found[2:]} & (PASSED | ACCUSED)


def test_a_premise_lives_in_the_sentence_that_goes_on():
    lines = (r"$$\mu_q = \mu_p \Rightarrow \mu_q^2 = \mu_p^2$$", "so", r"$$\mu_q^4 = \mu_p^4$$")
    assert verdicts("1d", *lines, sheet=ECE)[-1] == "proved"
