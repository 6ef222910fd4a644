"""Rows with an arrow: what stands in front of it may be a claim, and what is behind it may solve an equation."""

import pytest

from tests.grade.answers import Everything, verdicts

ACCUSED = {"refuted", "ill-typed", "carried"}
H = r"Let $h(t) = f_1(x) \log t + f_0(x) \log(1-t)$. We maximize it."
PHI = r"With $\phi(d) = f_0(x) \log(1-d) + f_1(x) \log d$ we have"
S = r"\sigma(\psi_0\theta+\psi_1)"

#: (question, lines, verdicts): what is said in front of an arrow and behind it
ROWS = [
    # the claim in front is wrong
    (
        "3.1",
        (r"$$p_{F(U)}(F(u)) = p_U(u)|\det J_F(u)| \Rightarrow \log p_{F(U)}(F(u)) = \log(p_U(u)|\det J_F(u)|)$$",),
        ["refuted", "carried"],
    ),
    (
        "1.3",
        (
            r"With $J(w) = \|y-Xw\|^2 + \lambda\|w\|^2$,",
            r"$$\nabla J = 2X^\top(y-Xw) + 2\lambda w = 0 \Rightarrow (X^\top X - \lambda I)w = X^\top y$$",
        ),
        ["refuted", "undecided", "carried"],
    ),
    ("5.1", (rf"$$v_{{\psi_0}} = \theta{S} = 0 \Rightarrow \theta = 0$$",), ["refuted", "undecided", "proved"]),
    ("5.1", (rf"$$v_\theta = -\psi_0{S} \Rightarrow \psi_0 = 0$$",), ["refuted", "proved"]),
    (
        "4.1",
        (H, r"$$h'(t) = \frac{f_1(x)}{t} + \frac{f_0(x)}{1-t} = 0 \iff t = \frac{f_1(x)}{f_1(x)-f_0(x)}$$"),
        ["refuted", "undecided", "carried"],
    ),
    # the value behind is wrong
    ("4.1", (H, r"$$h'(t) = 0 \iff t = \frac{f_0(x)}{f_0(x)+f_1(x)}$$"), ["undecided", "refuted"]),
    ("4.1", (PHI, r"$$\phi'(d) = 0 \Rightarrow d = \frac{f_1(x)}{f_0(x)-f_1(x)}$$"), ["undecided", "refuted"]),
    ("4.1", (PHI, r"$$\phi'(d) = 0 \Rightarrow d = \frac{1}{2}$$"), ["undecided", "refuted"]),
    ("5.1", (r"$$v = 0 \iff (\psi_0,\psi_1,\theta) = (0,1,0)$$",), ["undecided", "refuted"]),
    ("5.1", (r"$$v_\theta = 0 \Rightarrow \psi_0 = 1$$",), ["undecided", "refuted"]),
    # both are right
    ("4.1", (H, r"$$h'(t) = 0 \iff t = \frac{f_1(x)}{f_0(x)+f_1(x)}$$"), ["undecided", "proved"]),
    (
        "4.1",
        (PHI, r"$$\phi'(d) = \frac{f_1(x)}{d} - \frac{f_0(x)}{1-d} = 0 \implies d = \frac{f_1(x)}{f_0(x)+f_1(x)}$$"),
        ["confirmed", "undecided", "proved"],
    ),
    ("5.1", (r"$$v = 0 \iff (\psi_0,\psi_1,\theta) = (0,0,0)$$",), ["undecided", "proved"]),
    ("5.4", (r"$$\bar{v} = 0 \Rightarrow (\psi_0,\psi_1,\theta) = (0,0,0)$$",), ["undecided", "proved"]),
    ("5.1", (r"$$\sigma(-\psi_1) = \sigma(\psi_1) \iff \psi_1 = 0$$",), ["undecided", "proved"]),
    ("5.1", (rf"$$\theta{S} = 0 \Rightarrow \theta = 0$$",), ["undecided", "proved"]),
]


@pytest.mark.parametrize(("question", "lines", "expected"), ROWS)
def test_a_row_with_an_arrow_is_judged_on_both_sides(question, lines, expected):
    assert verdicts(question, *lines, known=Everything()) == expected


#: (question, lines): right, or what nobody can hold against a student
FAIR = [
    ("4.1", (H, r"$$\frac{f_1(x)}{t} - \frac{f_0(x)}{1-t} = f_1(x)(1-t) - f_0(x)t = 0 \Rightarrow t = \frac12$$")),
    ("5.1", (r"As $\theta = 0$ and $\psi_0 = 0$,", r"$$v_{\psi_1} = 0 \Rightarrow \psi_1 = 0$$")),
    ("5.1", (r"$$v_{\psi_1} = 0 \Rightarrow \psi_1 = 0$$",)),
    ("5.1", (r"$$v_{\psi_0} = v_{\psi_1} = v_\theta = 0 \iff \psi_0 = \psi_1 = \theta = 0$$",)),
    ("4.1", (r"$$f_0(x) = f_1(x) \Rightarrow D^*(x) = \frac12$$",)),
    ("2.1", (r"$$q_\phi(z|x) = p_\theta(z|x) \Rightarrow D_{KL}(q_\phi(z|x)\|p_\theta(z|x)) = 0$$",)),
    ("3.1", (r"$$P_{F(U)}(x) = P_X(x) \Rightarrow D_{KL}(P_X\|P_{F(U)}) = 0$$",)),
    ("1.2", (r"$$p = \frac12 \Rightarrow \lambda^{\text{dropout}} = 1$$",)),
    (
        "1.3",
        (r"$$\nabla_w \|y-Xw\|^2 = -\lambda\nabla_w\|w\|^2 \Rightarrow w = (X^\top X + \lambda I)^{-1}X^\top y$$",),
    ),
]


@pytest.mark.parametrize(("question", "lines"), FAIR)
def test_what_is_only_supposed_in_front_of_an_arrow_is_held_against_nobody(question, lines):
    assert not ACCUSED & set(verdicts(question, *lines, known=Everything()))


#: (question, lines): the value is one solution of several, or of an equation that nobody checked
NOT_THE_ONLY = [
    ("5.1", (r"$$\psi_0^2 = \psi_0 \Rightarrow \psi_0 = 1$$",)),
    ("4.1", (H, r"$$\frac{f_1(x)}{t} - \frac{f_0(x)}{t-1} = 0 \Rightarrow t = \frac{f_1(x)}{f_1(x)-f_0(x)}$$")),
    ("5.1", (r"$$v_\theta = 0 \Rightarrow (\psi_0,\psi_1,\theta) = (0,0,0)$$",)),
]


@pytest.mark.parametrize(("question", "lines"), NOT_THE_ONLY)
def test_one_solution_of_several_does_not_pass(question, lines):
    assert verdicts(question, *lines)[-1] not in ("proved", "confirmed", "given")
