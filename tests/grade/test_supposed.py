"""What is supposed, set or chosen, and rows about it: held against nobody, and right for nothing else."""

import pytest

from tests.grade.answers import Everything, verdicts
from tests.meaning import words
from verify.grade.supposed import rests_on
from verify.grade.thread import Thread
from verify.latex.scope import Scope
from verify.terms.nodes import At

PASS = {"proved", "confirmed", "given"}
ACCUSED = {"refuted", "ill-typed", "carried"}
SHEETS = {"2020": "ift6135-2020-hw3", "2019": "ift6135-2019-hw3", "ece": "ece544-2023-ps5", "cmu": "cmu10708-2019-hw3"}

LOSS = r"$$\mathbb{E}[L(w)] = \|y - pXw\|^2 + p(1-p)\|\Gamma w\|^2$$"
NAIVE = r"$$\mathbb{E}[L(w)] = \|y - pXw\|^2$$"
TIGHT = r"$$\log p_\theta(x) = \mathcal{L}(\theta,\phi;x)$$"
TANGENT, BELOW = r"Let $Z = \mathbb{E}_q[e^{T(x)}]$.", r"$$\ln Z \ge \frac{Z}{e}$$"
HALF = r"$$D^*(x) = \frac12$$"

#: (sheet, question, lines): right where it stands, though false in general
RIGHT_THERE = [
    ("ece", "2d", (r"$$-\log p_\theta(x|z) = \frac{1}{2\sigma^2}\|x-f\|^2$$", "plus a constant.")),
    ("ece", "2d", (r"For $\sigma^2 = \frac12$:", r"$$-\log p_\theta(x|z) = \|x-f\|^2 + \frac{D}{2}\log\pi$$")),
    (
        "2020",
        "1.3",
        (
            r"$$L(w) = \|y - (X \odot R) w\|^2$$",
            LOSS,
            "For weight decay the objective becomes",
            r"$$L(w) = \|y - Xw\|^2 + \lambda \|w\|^2$$",
        ),
    ),
    ("2020", "1.1", (r"With $L(w)$ we mean", r"$$L(w) = \frac12\|y - (X \odot R) w\|^2$$")),
    (
        "2020",
        "1.1",
        (
            r"$$\mathbb{E}[R_{ij}R_{ik}] = p^2$$",
            r"for $j \neq k$ and",
            r"$$\mathbb{E}[R_{ij}R_{ik}] = p$$",
            "for $j = k$.",
        ),
    ),
    (
        "2020",
        "4.1",
        (r"$$V(D) = -\mathbb{E}_{x\sim f_1}[\log D(x)] - \mathbb{E}_{x\sim f_0}[\log(1 - D(x))]$$",),
    ),
    (
        "2020",
        "4.1",
        (
            "Let",
            r"$$V(D) = \frac12\mathbb{E}_{x\sim f_1}[\log D(x)] + \frac12\mathbb{E}_{x\sim f_0}[\log(1 - D(x))]$$",
            r"$$\max_D V(D) = JSD(p_0,p_1) - \log 2$$",
        ),
    ),
    ("2020", "4.1", (r"$$\max_D V(D) = \frac{f_1(x)}{f_0(x)+f_1(x)}$$",)),
    ("2020", "2.1", ("If", r"$$q_\phi(z|x) = p_\theta(z|x)$$", "then", TIGHT)),
    (
        "2020",
        "2.2",
        ("In a rich family", r"$$q_i^*(z) = p_\theta(z|x_i)$$", r"$$\mathcal{L}(q_i^*;x_i) = \log p_\theta(x_i)$$"),
    ),
    ("2020", "4.1", ("In the case", r"$$f_0(x) = f_1(x)$$", "we get", HALF)),
    ("ece", "4e", ("It is reached for", r"$$p_G(x) = p_{data}(x)$$", HALF, r"$$C(G) = -\log 4$$")),
    ("ece", "4e", (r"$$JSD(p_{data},p_G) = 0$$", r"$$C(G) = -\log 4$$")),
    ("cmu", "2.1c", ("with equality iff $p_g=p_d$.", r"$$C(G) = -\log 4$$")),
    ("cmu", "1.5a", (r"As $k\to\infty$", r"$$\mathcal{L}_k(x) = \log p_\theta(x)$$")),
    ("2019", "1.2", ("If $S$ is symmetric", r"$$S S^\top = S^2$$", r"$$\Sigma = S^2$$")),
    ("2020", "1.3", (r"With $\lambda = 0$:", r"$$w^{L_2} = (X^\top X)^{-1}X^\top y$$")),
    ("2020", "1.3", (r"As $\lambda \to 0$ we have", r"$$w = (X^\top X)^{-1}X^\top y$$")),
    ("2020", "1.3", ("With orthonormal columns", r"$$w = \frac{1}{1+\lambda}X^\top y$$")),
    ("2020", "1.1", (r"$$\mathbb{E}[L(w)] = \|y - pXw\|^2 + \lambda\|\Gamma w\|^2, \quad \lambda = p(1-p)$$",)),
    ("2020", "1.1", (r"$$\mathbb{E}[L(w)] = \|y - pXw\|^2 + \lambda\|\Gamma w\|^2$$", r"where $\lambda = p(1-p)$.")),
    ("2020", "1.1", ("First,", NAIVE, "but this is wrong, since the noise has a variance.")),
    ("2020", "2.1", (r"$$D_{KL}(q_\phi(z|x)\|p_\theta(z|x)) < 0$$", "is impossible.")),
    ("2019", "1.1", (r"For $\sigma = 1$ it is easy.",)),
    ("2019", "1.1", (r"$$\sigma = 1$$",)),
    ("ece", "4e", (r"$$\min_G C(G) = -\log 4$$",)),
    (
        "cmu",
        "1.2.1",
        (r"$$\max_\theta \mathcal{L}(x) = \max_\theta \mathbb{E}_{z\sim q_\phi(z|x)}[\log p_\theta(x,z)]$$",),
    ),
    (
        "cmu",
        "1.2.2",
        (r"$$\min_\phi D_{KL}(p_\theta(z|x)\|q_\phi(z|x)) = \max_\phi\mathbb{E}_{p_\theta(z|x)}[\log q_\phi(z|x)]$$",),
    ),
    ("2020", "4.1", (r"$$D^* = \max_D V(D)$$",)),
    ("2020", "1.3", (r"$$w = \min_w \|y - Xw\|^2$$",)),
    ("2019", "6.3", (TANGENT, r"For $Z = e$ we get", r"$$\ln Z = \frac{Z}{e}$$")),
    ("2020", "5.1", (r"We get $\psi_0\theta = 0 \to \theta = 0$, so $(\psi_0^*, \psi_1^*, \theta^*) = (0, 0, 0)$",)),
]


@pytest.mark.parametrize(("sheet", "question", "lines"), RIGHT_THERE)
def test_what_is_right_in_a_special_case_is_held_against_nobody(sheet, question, lines):
    assert not ACCUSED & set(verdicts(question, *lines, sheet=SHEETS[sheet], known=Everything()))


#: (question, lines): the last row is wrong, and passes for nothing that was said before
NOT_FOR_THAT = [
    ("1.1", ("For $p=1$", NAIVE, "In general", NAIVE)),
    ("2.1", (r"If $q_\phi(z|x) = p_\theta(z|x)$,", TIGHT, "Otherwise", TIGHT)),
    ("4.1", ("For $f_0=f_1$,", HALF, "Now for arbitrary densities", r"$$V(D^*) = -\log 4$$")),
    (
        "1.2",
        (
            r"Let $w$ be the minimizer and $\lambda = \frac{p}{1-p}$.",
            r"$$p w = (X^\top X + \lambda \Gamma^2)^{-1} X^\top y$$",
        ),
    ),
    ("1.1", (r"$$\mathbb{E}[L(w)] = \|y - pXw\|^2 + \lambda\|\Gamma w\|^2, \quad \lambda = p(1-p)$$",)),
    ("1.1", ("Choose", r"$$p = 1$$", NAIVE)),
    ("2.1", (r"$$D_{KL}(q_\phi(z|x)\|p_\theta(z|x)) = 0$$", TIGHT)),
    ("5.2", ("At the origin", r"$$\frac{\partial v_{\psi_0}}{\partial\psi_0} = \psi_0\theta$$")),
]


@pytest.mark.parametrize(("question", "lines"), NOT_FOR_THAT)
def test_what_is_wrong_in_general_passes_for_no_special_case(question, lines):
    assert verdicts(question, *lines, known=Everything())[-1] not in PASS


#: (sheet, question, lines): the last row is wrong; words before it say when something else is an equality
EQUALITIES = [
    ("2019", "6.3", (TANGENT, r"The line $Z/e$ touches the curve of $\ln$ at $Z = e$, hence", BELOW)),
    ("2019", "6.3", (TANGENT, r"La droite est tangente en $Z = e$, d'où", BELOW)),
    ("2019", "6.3", (TANGENT, r"with equality iff $Z = e$, so", BELOW)),
    ("2019", "6.3", (TANGENT, r"Both are the same at $Z = e$ and", BELOW)),
    ("2019", "6.3", (TANGENT, r"If $Z = e$,", BELOW)),
    ("2020", "2.1", (r"with equality if $q_\phi(z|x) = p_\theta(z|x)$, so", TIGHT)),
    ("2020", "2.1", (r"(tight for $q_\phi(z|x) = p_\theta(z|x)$), hence", TIGHT)),
    (
        "2020",
        "2.1",
        (
            r"If $q_\phi(z|x) = p_\theta(z|x)$, they agree, and",
            r"$$\log p_\theta(x) \le \mathcal{L}(\theta,\phi;x)$$",
        ),
    ),
]


@pytest.mark.parametrize(("sheet", "question", "lines"), EQUALITIES)
def test_the_case_of_equality_is_no_licence(sheet, question, lines):
    assert verdicts(question, *lines, sheet=SHEETS[sheet], known=Everything())[-1] == "undecided"


#: (question, lines): the last row is wrong in the special case too
WRONG_THERE = [
    ("4.1", ("In the case", r"$$f_0(x) = f_1(x)$$", r"$$D^*(x) = 1$$")),
    ("1.1", ("For $p=1$ there is no noise.", NAIVE, "In general", NAIVE)),
    ("4.1", ("For $f_0=f_1$,", HALF, "In general", HALF)),
    ("1.1", (LOSS, "with $p \\in (0, 1)$. Also", NAIVE)),
    ("1.2", (r"$$\lambda^{\text{dropout}} = \frac{p}{1-p}$$", "where $w$ is the minimizer.")),
]


@pytest.mark.parametrize(("question", "lines"), WRONG_THERE)
def test_a_supposition_is_no_licence(question, lines):
    assert verdicts(question, *lines, known=Everything())[-1] == "refuted"


def _never(*_):
    raise AssertionError("asked under a supposition about something else")


def test_a_supposition_about_something_else_is_not_asked_about(monkeypatch):
    context = words.context(words.declare(words.a), words.declare(words.b), words.declare(words.t))
    row, other = words.eq(words.a, words.num(1)), words.eq(words.b, words.t)
    thread = Thread(Scope(context), choices=[other])
    with monkeypatch.context() as patched:
        patched.setattr("verify.grade.supposed.check_all", _never)
        assert rests_on((row,), thread) == ""
    thread.choices = [words.eq(At(words.mul(words.a, words.t), ((words.a, words.num(0)),)), words.num(0))]
    with monkeypatch.context() as patched:  # what is taken at a = 0 says nothing of a
        patched.setattr("verify.grade.supposed.check_all", _never)
        assert rests_on((row,), thread) == ""
    thread.choices = [words.eq(words.a, words.t), words.eq(words.t, words.num(1))]  # one bears on it by the other
    assert rests_on((row,), thread) == "all that is supposed before"


def test_what_a_letter_stands_for_is_no_condition_on_rows_without_it():
    sheet, named = "cmu10708-2019-hw3", r"The lemma at every pair $(x, z)$ with $a = p_f(x, z)$ and $b = p_r(x, z)$:"
    swapped = r"$$D^*(x, z) = \frac{p_f(x, z)}{p_r(x, z) + p_f(x, z)}$$"
    right = r"$$D^*(x, z) = \frac{p_r(x, z)}{p_r(x, z) + a}$$"
    assert verdicts("2.3a", named, swapped, sheet=sheet) == ["refuted"]
    assert verdicts("2.3a", named, right, sheet=sheet) == ["proved"]
    assert verdicts("2.3a", named.replace("p_f", "p_r"), right, sheet=sheet) != ["proved"]
    equal = r"Suppose that $p_r(x, z) = p_f(x, z)$."
    assert verdicts("2.3a", equal, swapped, sheet=sheet) not in (["refuted"], ["carried"])


#: the slope, entry by entry, is 0; what follows from it, and what does not
FOR_EACH = (
    r"$$\frac{\partial \mathbb{E}[L(w)]}{\partial w_k} = 0 \iff p \sum_j A_{kj} w_j + (1-p)\Gamma_{kk}^2 w_k = b_k$$"
)


@pytest.mark.parametrize(
    ("factor", "expected"), [(r"\frac{1-p}{p}", PASS), (r"\frac{p}{1-p}", ACCUSED), ("p", ACCUSED)]
)
def test_what_is_supposed_for_each_index_excuses_nothing_that_is_false_at_the_optimum(factor, expected):
    row = rf"$$\Rightarrow \left(A + {factor}\Gamma^2\right) p w = b$$"
    found = verdicts("1.2", r"Set $A = X^\top X$, $b = X^\top y$, then", FOR_EACH, row, known=Everything())
    assert found[-1] in expected


def test_what_is_supposed_besides_excuses_as_before():
    text = r"Set $A = X^\top X$, $b = X^\top y$, and take $p = \frac12$. Then"
    row = r"$$\Rightarrow \left(A + \Gamma^2\right) p w = b$$"
    assert verdicts("1.2", text, FOR_EACH, row, known=Everything())[-1] not in ACCUSED


def test_what_is_supposed_for_each_index_and_holds_at_no_optimum_excuses():
    text = r"Suppose that for each $j$ we have $w_j = 0$. Then"
    assert verdicts("1.2", text, r"$$X w = y - y$$", known=Everything())[-1] not in ACCUSED
