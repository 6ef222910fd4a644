"""Where suppositions and optima end: a row behind that is false passes for neither, nor is a right one accused."""

import pytest

from tests.grade.answers import Everything, verdicts

PASS = {"proved", "confirmed", "given"}
ACCUSED = {"refuted", "ill-typed", "carried"}
SHEETS = {"2020": "ift6135-2020-hw3", "2019": "ift6135-2019-hw3", "ece": "ece544-2023-ps5", "cmu": "cmu10708-2019-hw3"}

NAIVE = r"$$\mathbb{E}[L(w)] = \|y - Xw\|^2$$"
HALF = r"$$D^*(x) = \frac12$$"
LOSS = r"$$\mathbb{E}[L(w)] = \|y - pXw\|^2 + p(1-p)\|\Gamma w\|^2$$"
TIGHT = r"$$\log p_\theta(x) = \mathcal{L}(\theta,\phi;x)$$"
SAME = r"$$KL(q(z|x), p(z)) = \frac{(\mu_q-\mu_p)^2}{2}$$"
ORTHONORMAL, SHRUNK = "If the columns of $X$ are orthonormal,", r"$$w^{\text{dropout}} = X^\top y$$"
NORMAL = r"p X^\top X w + (1-p)\Gamma^2 w = X^\top y"
BEST = r"$$V(D) = 2JSD(f_0,f_1) - \log 4$$"
SLOPE = r"$$\nabla_w\left(\frac C2\|w\|^2-w^\top b\right) = Cw-b$$"
VALUE = r"$$\frac C2\|w\|^2-w^\top b = -\frac1{2C}\|b\|^2$$"
DROPOUT_SLOPE = r"$$\nabla_w\mathbb{E}[L(w)] = -2pX^\top y+2p^2X^\top X w+2p(1-p)\Gamma^2 w$$"
POINT_SLOPE = r"$$\frac{\partial}{\partial D}(f_1\log D+f_0\log(1-D)) = \frac{f_1}{D}-\frac{f_0}{1-D}$$"

#: (sheet, question, lines): the last row is false where it stands, and true for what was supposed before
NO_LICENCE = [
    *(
        ("2020", "1.1", ("If $p=1$ then", NAIVE, *behind, NAIVE))
        for behind in [
            ("For any $p$,",),
            ("Back to general $p$:",),
            ("With dropout we get",),
            ("Therefore the expected loss is",),
            ("but for every $p$",),
            ("Pour tout $p$, on a donc",),
            ("the same is so for all $p$:",),
        ]
    ),
    ("2020", "1.1", ("When $p = 1$ this is trivial, but for general $p$", NAIVE)),
    ("2020", "1.1", ("When $p = 1$ this is trivial and for all $p$", NAIVE)),
    ("2020", "4.1", ("When $f_0 = f_1$ we have", HALF, "When the densities differ,", HALF)),
    ("2020", "2.1", (r"If $q_\phi(z|x) = p_\theta(z|x)$,", TIGHT, r"But when $q_\phi$ is not the posterior", TIGHT)),
    ("ece", "1d", (r"When $\sigma = 1$:", SAME, r"So for every $\sigma$,", SAME)),
    ("ece", "4e", ("If $p_G = p_{data}$,", r"$$C(G) = -\log 4$$", "For any other generator", r"$$C(G) = -\log 4$$")),
    (
        "2020",
        "5.6",
        (
            r"For $\gamma = 1$,",
            r"$$\lambda_{2,3} = -\frac12$$",
            r"For all $\gamma > 0$,",
            r"$$\lambda_{2,3} = -\frac12$$",
        ),
    ),
    (
        "2020",
        "1.1",
        (
            "Si $j = k$,",
            r"$$\mathbb{E}[R_{ij}R_{ik}] = p$$",
            "Pour tous $j,k$,",
            r"$$\mathbb{E}[R_{ij}R_{ik}] = p$$",
        ),
    ),
    ("2020", "1.4", (ORTHONORMAL, SHRUNK, "For any $X$,", SHRUNK)),
    ("2020", "1.4", (ORTHONORMAL, SHRUNK, "When the columns are not orthonormal,", SHRUNK)),
    ("2020", "1.4", ("Unless the columns are orthonormal,", SHRUNK)),
    ("2020", "1.2", ("At the optimum,", f"$${NORMAL}$$", "For any $w$ we have", f"$${NORMAL}$$")),
    ("2020", "1.2", ("At the optimum,", f"$${NORMAL}$$", "Pour un $w$ quelconque, on a", f"$${NORMAL}$$")),
    ("2020", "1.2", (DROPOUT_SLOPE, rf"$${NORMAL} \text{{ for all }} w$$")),
    ("2020", "4.1", ("Setting the derivative to zero, $D^* = f_1/(f_0+f_1)$. For every discriminator $D$", BEST)),
    ("2020", "4.1", ("At the optimal $D$", BEST, "In general,", BEST)),
    ("2020", "4.1", ("A discriminator that is not optimal satisfies", BEST)),
    ("2020", "4.1", ("For the optimal $D$,", BEST, "A suboptimal discriminator has", BEST)),
    ("2020", "4.1", ("At the optimum,", BEST, "For every discriminator,", BEST)),
    ("ece", "3g", (SLOPE, "The objective is", VALUE)),
    ("ece", "3g", ("The gradient of the objective is", SLOPE, "and the objective itself", VALUE)),
    (
        "2020",
        "1.2",
        (
            DROPOUT_SLOPE,
            "The loss is",
            r"$$\|y-pXw\|^2+p(1-p)\|\Gamma w\|^2 = \|y\|^2-py^\top Xw$$",
        ),
    ),
    ("2020", "4.1", (POINT_SLOPE, "The objective is", BEST)),
    (
        "2020",
        "4.1",
        (POINT_SLOPE, r"$$f_1\log D(x)+f_0\log(1-D(x)) = f_1\log\frac{f_1}{f_0+f_1}+f_0\log\frac{f_0}{f_0+f_1}$$"),
    ),
    ("2019", "6.1a", (r"The derivative of $ut-u\log u$ is $t-\log u-1$.", r"$$ut-u\log u = e^{t-1}$$")),
]


@pytest.mark.parametrize(("sheet", "question", "lines"), NO_LICENCE)
def test_what_has_ended_is_no_licence(sheet, question, lines):
    assert verdicts(question, *lines, sheet=SHEETS[sheet], known=Everything())[-1] not in PASS


AT_ZERO = (r"For $\theta = 0$,", r"$$KL(P\|Q) = 0$$", r"For every $\theta$ we have")


def test_all_values_are_those_at_an_end_of_the_range_of_which_the_text_spoke_too():
    rows = (r"$$W(P,Q) = |\theta|$$", r"$$JSD(P,Q) = \log 2$$", r"For $\theta > 0$,", r"$$JSD(P,Q) = \log 2$$")
    assert verdicts("2.2a", *AT_ZERO, *rows, sheet=SHEETS["cmu"])[1:] == ["proved", "undecided", "proved"]
    assert verdicts("1.1", "If $p=1$ then", NAIVE, "For any $p$", LOSS)[1:] == ["proved"]


#: (sheet, question, lines): right rows about the other case, or about all indices
OTHER_CASE = [
    (
        "2020",
        "1.1",
        ("If $p=1$,", r"$$\text{Var}(R_{ij}) = 0$$", "For other values of $p$,", r"$$\text{Var}(R_{ij}) > 0$$"),
    ),
    (
        "2020",
        "1.1",
        ("If $p=1$,", r"$$\text{Var}(R_{ij}) = 0$$", "while it is", r"$$\text{Var}(R_{ij}) = p(1-p) > 0$$"),
    ),
    ("2020", "4.1", ("When $f_0 = f_1$,", r"$$JSD(f_0,f_1) = 0$$", "When they differ,", r"$$JSD(f_0,f_1) > 0$$")),
    (
        "2020",
        "2.1",
        (
            r"If $q(z|x) = p_\theta(z|x)$,",
            r"$$D_{KL}(q(z|x)\|p_\theta(z|x)) = 0$$",
            "and for all other $q$",
            r"$$D_{KL}(q(z|x)\|p_\theta(z|x)) > 0$$",
        ),
    ),
    (
        "cmu",
        "1.1",
        (
            r"When $q_\phi(z|x) = p_\theta(z|x)$,",
            r"$$\mathcal{L}(x) = \log p_\theta(x)$$",
            "For any other $q$",
            r"$$\mathcal{L}(x) < \log p_\theta(x)$$",
        ),
    ),
    (
        "ece",
        "3h",
        (
            r"If $\lambda = -1/2$,",
            r"$$\min_\xi\lambda\xi+\log(1+e^\xi) = \log2$$",
            r"For any other $\lambda$,",
            r"$$\min_\xi\lambda\xi+\log(1+e^\xi) < \log2$$",
        ),
    ),
    *(
        (
            "cmu",
            "1.3b",
            (
                said,
                r"$$D_{KL}(q_\phi(z|x)\|p(z)) = \frac12\sum_j (\Sigma_j^2 - 1 - \log\Sigma_j^2)$$",
            ),
        )
        for said in (r"If $\mu_j=0$ for all $j$,", r"If all $\mu_j=0$,", r"For $\mu_j = 0$,")
    ),
    ("2020", "1.1", ("If $w_j=0$ for all $j$,", r"$$\mathbb{E}[L(w)]=\|y\|^2$$")),
]


@pytest.mark.parametrize(("sheet", "question", "lines"), OTHER_CASE)
def test_no_row_is_refuted_for_what_was_supposed_of_another_case(sheet, question, lines):
    assert not ACCUSED & set(verdicts(question, *lines, sheet=SHEETS[sheet], known=Everything()))


#: (sheet, question, lines): the last row is right where it stands
STILL_RIGHT = [
    ("2020", "1.1", ("If $p=1$ then", NAIVE)),
    ("2020", "1.1", ("If $p=1$ then", r"$$\text{Var}(R_{ij}) = 0$$", "and hence", NAIVE)),
    ("2020", "1.1", ("If $p=1$, all units are kept:", NAIVE)),
    ("2020", "2.1", (r"If $q_\phi(z|x) = p_\theta(z|x)$ then for every $x$", TIGHT)),
    ("2020", "1.1", ("If $j = k$, then for all samples", r"$$\mathbb{E}[R_{ij}R_{ik}] = p$$")),
    ("2020", "1.4", (ORTHONORMAL, "for any $y$", SHRUNK)),
    ("2020", "1.2", (DROPOUT_SLOPE, "so", f"$${NORMAL}$$")),
    ("2020", "1.2", ("At the optimum, for every $j$,", f"$${NORMAL}$$")),
    ("2020", "1.2", ("For any $w$ we have", DROPOUT_SLOPE, "Setting it to zero gives", f"$${NORMAL}$$")),
    ("2020", "4.1", ("At the optimal $D$, for all $x$,", r"$$1 - D(x) = \frac{f_0(x)}{f_0(x)+f_1(x)}$$")),
    ("2020", "4.1", (POINT_SLOPE, r"$$\frac{f_1(x)}{D(x)} = \frac{f_0(x)}{1 - D(x)}$$")),
    ("2020", "4.1", ("For every $D$, it is largest at", r"$$D^*(x) = \frac{f_1(x)}{f_0(x) + f_1(x)}$$")),
    ("ece", "3g", (SLOPE, "so", r"$$w = \frac bC$$", "At the minimum", VALUE)),
    ("ece", "3g", (SLOPE, "which vanishes at", r"$$w = \frac bC$$", VALUE)),
]


@pytest.mark.parametrize(("sheet", "question", "lines"), STILL_RIGHT)
def test_what_goes_on_from_a_supposition_or_an_optimum_passes(sheet, question, lines):
    assert verdicts(question, *lines, sheet=SHEETS[sheet], known=Everything())[-1] in PASS


#: (question, lines): the last row is wrong, in the case supposed and without it
WRONG = [
    ("1.1", ("If $p=1$ then", NAIVE, "With dropout we get", f"{LOSS[:-2]} + 1$$")),
    ("4.1", ("When $f_0 = f_1$,", r"$$D^*(x) = \frac{f_1(x)}{f_0(x) + 2f_1(x)}$$")),
    ("1.4", (ORTHONORMAL, SHRUNK, "For any $X$,", r"$$w^{L^2} = (X^\top X + 2\lambda I)^{-1}X^\top y$$")),
]


@pytest.mark.parametrize(("question", "lines"), WRONG)
def test_what_is_wrong_in_any_case_is_refuted(question, lines):
    assert verdicts(question, *lines, known=Everything())[-1] == "refuted"
