"""Wrong rows that stand alone in an answer: held against their author because one slip undone makes them right."""

import pytest

from tests.grade.answers import judged, verdicts

SHEETS = {"2020": "ift6135-2020-hw3", "2019": "ift6135-2019-hw3", "ece": "ece544-2023-ps5", "cmu": "cmu10708-2019-hw3"}

#: (sheet, question, lines): the last row is wrong, and nothing else confirms its notations
SLIPS = [
    # a factor lost: a size, a probability
    (
        "ece",
        "2d",
        (
            r"$$-\frac{1}{M} \sum_{i=1}^N \sum_{m=1}^M \log p_\theta(x_i|z_{i,m}) = \frac{1}{2\sigma^2 M} \sum_{i=1}^N "
            r"\sum_{m=1}^M \|x_i - f(z_{i,m})\|^2 + \frac{D}{2} \log(2\pi\sigma^2)$$",
        ),
    ),
    ("2020", "1.2", (r"$$(X^\top X + (1-p) \Gamma^2) \, p w = X^\top y$$",)),
    # a 1 lost, under a logarithm or in an exponent
    ("2020", "4.1", (r"$$KL(p_0 \| \mu) = \mathbb{E}_{p_0}\left[\log \frac{f_0(x)}{f_0(x)+f_1(x)}\right]$$",)),
    ("2019", "6.1a", (r"$$f^*(t) = e^{t}$$",)),
    # an exponent
    (
        "2019",
        "1.1",
        (r"$$q(g(z_0)) = (2\pi)^{-K} \exp\left(-\frac12 \|z_0\|^2\right) \prod_{i=1}^K \frac{1}{\sigma_i}$$",),
    ),
    # two names exchanged
    ("2020", "4.1", (r"$$D^*(x) = \frac{f_1(x)}{f_1(x)+f_0(x)}$$", r"$$1 - D^*(x) = \frac{f_1(x)}{f_0(x)+f_1(x)}$$")),
    ("2020", "4.1", (r"$$f_1(x) = f_1(x) \frac{D^*(x)}{1-D^*(x)}$$",)),
    # in front of an arrow
    (
        "2020",
        "3.1",
        (
            r"$$p_{F(U)}(F(u)) = p_U(u) \, |\det J_F(u)| \Rightarrow \log p_{F(U)}(F(u)) = \log p_U(u) "
            r"+ \log |\det J_F(u)|$$",
        ),
    ),
]


@pytest.mark.parametrize(("sheet", "question", "lines"), SLIPS)
def test_a_slip_is_undone_and_shown(sheet, question, lines):
    found = judged(question, *lines, sheet=SHEETS[sheet])
    accused = [j for j in found if str(j.verdict) == "refuted"]
    assert len(accused) == 1
    assert accused[0].expected
    assert not {"proved", "confirmed"} & {str(j.verdict) for j in found[found.index(accused[0]) :]}


#: what is set in front of an arrow, or stands there for a case
SET = [
    ("2020", "4.1", (r"$$D(x) = \frac12 \Rightarrow V(D) = -2 \log 2$$",)),
    ("2020", "2.1", (r"$$q_\phi(z|x) = p_\theta(z|x) \Rightarrow \log p_\theta(x) = \mathcal{L}(\theta,\phi;x)$$",)),
    ("2019", "6.2a", (r"$$\mathbb{E}_q[e^{T(x)}] = 1 \Rightarrow R_2[T] = \mathbb{E}_p[T(x)]$$",)),
    ("2020", "5.4", (r"$$\gamma^2 = 4 \Rightarrow \lambda = -1$$",)),
    ("2020", "5.4", (r"$$\gamma^2 < 4$$",)),
    ("2019", "6.2b", (r"It is zero iff $rq = p$, meaning $T = \log(p/q) + c$.",)),
    ("cmu", "2.1b", (r"$$p_g = p_d \Rightarrow C(G) = -\log 4$$",)),
]


@pytest.mark.parametrize(("sheet", "question", "lines"), SET)
def test_what_is_set_in_front_of_an_arrow_is_not(sheet, question, lines):
    assert not {"refuted", "ill-typed", "carried"} & set(verdicts(question, *lines, sheet=SHEETS[sheet]))


#: rows of those who write a variance where the sheet has a deviation
VARIANCES = [
    ("cmu", "1.3b", r"$$\mathbb{E}_{q_\phi}[z_j^2] = \mu_j^2 + \Sigma_j$$"),
    (
        "cmu",
        "1.3b",
        r"$$-D_{KL}[q_\phi(z|x)\|p(z)] = \frac12\sum_{j=1}^J(1 + \log\Sigma_j - \mu_j^2 - \Sigma_j)$$",
    ),
    ("2019", "1.1", r"$$q(x) = \mathcal{N}(x; \mu, \operatorname{diag}(\sigma))$$"),
]


@pytest.mark.parametrize(("sheet", "question", "row"), VARIANCES)
def test_a_variance_under_the_name_of_a_deviation_is_no_slip(sheet, question, row):
    assert verdicts(question, row, sheet=SHEETS[sheet])[0] not in ("refuted", "ill-typed")


def test_but_it_is_one_where_right_rows_have_the_name():
    rows = (
        r"$$\mathbb{E}_{q_\phi}[\log q_\phi(z|x)] = -\frac{J}{2}\log(2\pi) - \frac12\sum_{j=1}^J (1+\log\Sigma_j^2)$$",
        r"$$\mathbb{E}_{q_\phi}[z_j^2] = \mu_j^2 + \Sigma_j$$",
    )
    assert verdicts("1.3b", *rows, sheet=SHEETS["cmu"])[-1] == "refuted"
