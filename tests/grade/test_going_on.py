"""Rows that start with their relation, behind what may have been said in between only: from which row they go on."""

import pytest

from tests.grade.answers import Everything, verdicts

ACCUSED = {"refuted", "ill-typed", "carried"}
PASS = {"proved", "confirmed"}

FLOW = (
    r"$$D_{KL}[P_X\|P_{F(U)}] = \int p_X(x)\log\frac{p_X(x)}{p_{F(U)}(x)}dx$$",
    "We use",
    r"$$p_{F(U)}(x) = p_U(F^{-1}(x))\left|\det\frac{\partial F^{-1}(x)}{\partial x}\right|$$",
    "to get",
)
VOLUME = r"\left|\det\frac{\partial F^{-1}(x)}{\partial x}\right|"
BAYES = (
    r"$$\mathbb{E}_q[\log p_\theta(x|z)p(z)] = \mathbb{E}_q[\log p_\theta(x,z)]$$",
    "By Bayes,",
    r"$$p_\theta(x,z) = p_\theta(z|x)p_\theta(x)$$",
    "so that",
)
RATIO = (
    r"$$V(D^*) = \int f_1\log\frac{f_1}{f_0+f_1} + f_0\log\frac{f_0}{f_0+f_1}dx$$",
    "With",
    r"$$\mu = \frac12(f_0+f_1)$$",
    "this becomes",
)
SQUARES = (
    r"Let $M = X \odot R$.",
    r"$$\mathbb{E}[L(w)] = \|y\|^2-2py^\top Xw+w^\top\mathbb{E}[M^\top M]w$$",
    "We have",
    r"$$\mathbb{E}[M^\top M] = p^2X^\top X+p(1-p)\Gamma^2$$",
    "so",
)
SLOPE = (
    r"$$\nabla_w\mathbb{E}[L(w)] = -2pX^\top y+2p^2X^\top Xw+2p(1-p)\Gamma^2w$$",
    "With",
    r"$$\lambda^{\text{dropout}} = \frac{1-p}{p}$$",
    "this becomes",
)
WEIGHTS = (
    r"$$\mathcal{L}_K = \mathbb{E}\left[\log\frac1K\sum_{j=1}^K\frac{p(x,h_j)}{q(h_j)}\right]$$",
    r"$$\le \log\mathbb{E}\left[\frac1K\sum_{j=1}^K\frac{p(x,h_j)}{q(h_j)}\right]$$",
    "For each $j$,",
    r"$$\mathbb{E}_{q(h_j)}\left[\frac{p(x,h_j)}{q(h_j)}\right] = \int p(x,h_j)dh_j = p(x)$$",
    "So",
)
SHIFT = (
    r"$$KL(q(z|x),p(z)) = \frac{1}{2\sigma^2}\mathbb{E}_q[(z-\mu_p)^2-(z-\mu_q)^2]$$",
    "Here",
    r"$$\mathbb{E}_q[(z-\mu_q)^2] = \sigma^2$$",
    "so we get",
)
BOUND = (
    r"$$\mathcal{L}(x) = \mathbb{E}_q[\log p_\theta(x|z)]+\mathbb{E}_q[\log p(z)]-\mathbb{E}_q[\log q_\phi(z|x)]$$",
    "Note that",
    r"$$D_{KL}(q_\phi(z|x)\|p(z)) = \mathbb{E}_q[\log q_\phi(z|x)]-\mathbb{E}_q[\log p(z)]$$",
    "Therefore",
)
GAUSS = "ece544-2023-ps5"
CMU = "cmu10708-2019-hw3"
LATENT = "ift6135-2019-hw3"
DROPOUT = "ift6135-2020-hw3"

#: (sheet, question, the rows and an aside, how the first row goes on rightly, and wrongly)
ASIDES = [
    (
        DROPOUT,
        "3.1",
        FLOW,
        rf"$$= \int p_X(x)\log\frac{{p_X(x)}}{{p_U(F^{{-1}}(x)){VOLUME}}}dx$$",
        rf"$$= \int p_X(x)\log\frac{{p_X(x){VOLUME}}}{{p_U(F^{{-1}}(x))}}dx$$",
    ),
    (
        DROPOUT,
        "2.1",
        BAYES,
        r"$$= \mathbb{E}_q[\log p_\theta(z|x)] + \log p_\theta(x)$$",
        r"$$= \mathbb{E}_q[\log p_\theta(z|x)] - \log p_\theta(x)$$",
    ),
    (
        DROPOUT,
        "4.1",
        RATIO,
        r"$$= \int f_1\log\frac{f_1}{2\mu} + f_0\log\frac{f_0}{2\mu}dx$$",
        r"$$= \int f_1\log\frac{f_1}{\mu} + f_0\log\frac{f_0}{\mu}dx$$",
    ),
    (
        DROPOUT,
        "1.1",
        SQUARES,
        r"$$= \|y\|^2-2py^\top Xw+p^2\|Xw\|^2+p(1-p)\|\Gamma w\|^2$$",
        r"$$= \|y\|^2-2py^\top Xw+p^2\|Xw\|^2-p(1-p)\|\Gamma w\|^2$$",
    ),
    (
        DROPOUT,
        "1.2",
        SLOPE,
        r"$$= 2p^2(X^\top X+\lambda^{\text{dropout}}\Gamma^2)w-2pX^\top y$$",
        r"$$= 2p^2(X^\top X+\lambda^{\text{dropout}}\Gamma^2)w+2pX^\top y$$",
    ),
    (LATENT, "3.1", WEIGHTS, r"$$= \log p(x)$$", r"$$= K \log p(x)$$"),
    (
        GAUSS,
        "1d",
        SHIFT,
        r"$$= \frac{1}{2\sigma^2}(\sigma^2+(\mu_q-\mu_p)^2-\sigma^2)$$",
        r"$$= \frac{1}{2\sigma^2}(\sigma^2+(\mu_q-\mu_p)^2+\sigma^2)$$",
    ),
    (
        CMU,
        "1.1",
        BOUND,
        r"$$= \mathbb{E}_q[\log p_\theta(x|z)]-D_{KL}(q_\phi(z|x)\|p(z))$$",
        r"$$= \mathbb{E}_q[\log p_\theta(x|z)]+D_{KL}(q_\phi(z|x)\|p(z))$$",
    ),
]


@pytest.mark.parametrize(("sheet", "question", "lines", "right", "wrong"), ASIDES)
def test_a_row_goes_on_from_what_an_aside_was_said_for(sheet, question, lines, right, wrong):
    assert verdicts(question, *lines, right, sheet=sheet, known=Everything())[-1] in PASS
    assert verdicts(question, *lines, wrong, sheet=sheet, known=Everything())[-1] == "refuted"


def test_what_goes_on_behind_an_aside_is_judged_from_the_same_head():
    rows = (r"$$= KL(f_1\|\mu) + KL(f_0\|\mu) - 2\log2$$", r"$$= 2JSD(f_0,f_1) - \log4$$")
    first, wrong = ASIDES[2][3], r"$$= 2JSD(f_0,f_1) + \log4$$"
    assert set(verdicts("4.1", *RATIO, first, *rows, known=Everything())) <= PASS
    assert verdicts("4.1", *RATIO, first, rows[0], wrong, known=Everything())[-1] == "refuted"


def test_a_row_can_go_on_from_the_aside():
    lines = (*RATIO[:3], r"$$= \frac{f_0}{2} + \frac{f_1}{2}$$", "this becomes", ASIDES[2][3])
    assert set(verdicts("4.1", *lines, known=Everything())) <= PASS


#: (sheet, question, lines): right, though nothing shows from which row the last one goes on
OPEN = [
    (
        DROPOUT,
        "1.1",
        (
            r"$$\mathbb{E}[L(w)] = \|y-pXw\|^2 + p(1-p)\sum_i\sum_j X_{ij}^2w_j^2$$",
            "Note that",
            r"$$\sum_i X_{ij}^2 = (X^\top X)_{jj} = \Gamma_{jj}^2$$",
            "Hence",
            r"$$= \|y-pXw\|^2 + p(1-p)\|\Gamma w\|^2$$",
        ),
    ),
    (
        DROPOUT,
        "1.1",  # the row that is gone on from cannot be read
        (
            r"$$\frac{}{x} + \Box = \|y-pXw\|^2$$",
            "Here",
            r"$$\mathbb{E}[R_{ij}] = p$$",
            "so",
            r"$$= \|y\|^2 - 2py^\top Xw + p^2\|Xw\|^2$$",
        ),
    ),
    (
        DROPOUT,
        "1.1",  # a name is given in between
        (
            r"$$\mathbb{E}[L(w)] = \mathbb{E}[\|y - (X\odot R)w\|^2]$$",
            r"Let $r_i = y_i - \sum_j X_{ij}R_{ij}w_j$. Then",
            r"$$\mathbb{E}[r_i] = y_i - p\sum_j X_{ij}w_j$$",
            "so",
            r"$$= \sum_i (y_i - p\sum_j X_{ij}w_j)^2 + p(1-p)\sum_i\sum_j X_{ij}^2w_j^2$$",
        ),
    ),
    (
        DROPOUT,
        "1.1",  # one that goes on wrongly from either ends nothing: the next may go on from either
        (
            r"$$\text{Var}(R_{ij}) = \mathbb{E}[R_{ij}^2] - \mathbb{E}[R_{ij}]^2$$",
            "where",
            r"$$\mathbb{E}[R_{ij}] = p$$",
            "so",
            r"$$= p - p^2$$",
        ),
    ),
]


@pytest.mark.parametrize(("sheet", "question", "lines"), OPEN)
def test_what_is_right_from_one_of_the_rows_before_accuses_nobody(sheet, question, lines):
    assert not ACCUSED & set(verdicts(question, *lines, sheet=sheet, known=Everything()))


#: (question, lines): the last row is wrong, and true only of something of which it does not speak
ACCIDENTS = [
    (
        "2.1",
        (
            r"$$D_{KL}(q(z|x)\|p_\theta(z|x)) = \mathbb{E}_q[\log q(z|x) - \log p_\theta(z|x)]$$",
            "The reverse is",
            r"$$D_{KL}(p_\theta(z|x)\|q(z|x)) = \mathbb{E}_{p_\theta(z|x)}[\log p_\theta(z|x) - \log q(z|x)]$$",
            "so",
            r"$$= \mathbb{E}_q[\log q(z|x)] - \mathbb{E}_q[\log p_\theta(z|x)]$$",
        ),
    ),
    (
        "1.1",
        (
            r"$$\text{Var}(R_{ij}) = \mathbb{E}[R_{ij}^2] - \mathbb{E}[R_{ij}]^2$$",
            "where",
            r"$$\mathbb{E}[R_{ij}] = p$$",
            "so",
            r"$$= p$$",
        ),
    ),
]


@pytest.mark.parametrize(("question", "lines"), ACCIDENTS)
def test_a_wrong_row_does_not_pass_for_being_true_of_something_else(question, lines):
    assert verdicts(question, *lines, known=Everything())[-1] not in PASS


#: (question, lines): the last row is wrong from each row from which it can go on
WRONG = [
    (
        "1.1",
        (
            r"$$\mathbb{E}[L(w)] = \|y - pXw\|^2 + p(1-p)\|\Gamma w\|^2$$",
            r"$$= \|y - pXw\|^2 + p\|\Gamma w\|^2$$",
        ),
    ),
    ("1.1", (r"$$\mathbb{E}[R_{ij}] = p$$", r"$$\text{Var}(R_{ij}) = p - p^2$$", r"$$= p(1+p)$$")),
    (  # right behind a row that goes on rightly nothing else is meant
        "1.1",
        (
            r"$$\frac{}{x} + \Box = p$$",
            r"$$\text{Var}(R_{ij}) = p - p^2$$",
            r"$$= p(1-p)$$",
            r"$$= p(1+p)$$",
        ),
    ),
    (  # nor in a display of its own
        "1.1",
        (
            r"$$\frac{}{x} + \Box = p$$",
            r"$$\begin{aligned} \text{Var}(R_{ij}) &= p - p^2 \\ &= p(1+p) \end{aligned}$$",
        ),
    ),
]


@pytest.mark.parametrize(("question", "lines"), WRONG)
def test_a_row_that_is_wrong_from_each_chain_is_refuted(question, lines):
    assert verdicts(question, *lines, known=Everything())[-1] == "refuted"
