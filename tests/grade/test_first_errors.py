"""First errors of students, each in the row where it enters, with its neighbours that are right."""

import pytest

from tests.grade.answers import Everything, judged, verdicts

RIDGE = r"w^{L^2} = (X^\top X + \lambda I)^{-1}"
S = r"\sigma(\psi_0\theta+\psi_1)"
PENALTY = r"\frac{1-p}{p}"

#: (question, right row, wrong rows): each stands alone, so that one edit has to explain what is wrong with it
ROWS = [
    ("1.2", rf"\lambda^{{\text{{dropout}}}} = {PENALTY}", [r"\lambda^{\text{dropout}} = 1-p"]),
    ("1.3", rf"{RIDGE} X^\top y", [rf"{RIDGE} X y", r"w^{L^2} = (X^\top X + \lambda)^{-1} X^\top y"]),
    (
        "3.1",
        r"p_{F^{-1}(X)}(u) = p_X(F(u))|\det J_F(u)|",
        [r"p_{F^{-1}(X)}(u) = p_X(F^{-1}(u))|\det J_F(u)|"],
    ),
    (
        "4.2",
        r"f_1(x)(1 - D^*(x)) = f_0(x) D^*(x)",
        [r"f_0(x)(1 - D^*(x)) = f_1(x) D^*(x)", r"f_1(x) D^*(x) = f_0(x)(1 - D^*(x))"],
    ),
    (
        "4.2",
        r"\frac{f_1(x)}{D^*(x)} - \frac{f_0(x)}{1-D^*(x)} = 0",
        [r"\frac{f_1(x)}{D^*(x)} + \frac{f_0(x)}{1-D^*(x)} = 0"],
    ),
    (
        "5.1",
        r"\mathcal{L}(\psi,\theta) = \log\sigma(\psi_1) + \log\sigma(-\psi_0\theta-\psi_1)",
        [
            r"\mathcal{L}(\psi,\theta) = \log\sigma(\psi_1) + \log\sigma(\psi_0\theta+\psi_1)",
            r"\mathcal{L}(\psi,\theta) = \log\sigma(\psi_1) - \log\sigma(-\psi_0\theta-\psi_1)",
        ],
    ),
    (
        "5.1",
        rf"v = \begin{{pmatrix}} -\theta{S} \\ 1-\sigma(\psi_1)-{S} \\ \psi_0{S} \end{{pmatrix}}",
        [
            rf"v = \begin{{pmatrix}} \theta{S} \\ 1-\sigma(\psi_1)-{S} \\ \psi_0{S} \end{{pmatrix}}",
            rf"v = \begin{{pmatrix}} -\theta{S} \\ \sigma(\psi_1)-{S} \\ \psi_0{S} \end{{pmatrix}}",
        ],
    ),
    ("5.3", r"\lambda_{2,3} = \pm\frac{i}{2}", [r"\lambda_{2,3} = \pm i"]),
    ("5.4", r"\mathcal{R}_1(\psi) = \psi_0^2", [r"\mathcal{R}_1(\psi) = \psi_0", r"\mathcal{R}_1(\psi) = \psi_1^2"]),
]


@pytest.mark.parametrize(("question", "right", "wrong"), ROWS)
def test_an_error_is_found_where_it_enters(question, right, wrong):
    assert verdicts(question, f"$${right}$$") in (["proved"], ["confirmed"])
    assert [verdicts(question, f"$${row}$$")[0] in ("refuted", "ill-typed") for row in wrong] == [True] * len(wrong)


#: (question, lines, verdicts): said at a point, and in running text
AT_A_POINT = [
    ("5.2", ("At the origin", r"$$\frac{\partial v_{\psi_1}}{\partial\psi_0} = 0$$"), ["proved"]),
    ("5.2", ("At the origin", r"$$\frac{\partial v_{\psi_1}}{\partial\psi_1} = -\frac14$$"), ["refuted"]),
    ("5.2", (r"At $(0,0,0)$:", r"$$\frac{\partial v_{\psi_0}}{\partial\theta} = -\frac12$$"), ["proved"]),
    ("5.2", (r"We use $\sigma'(0) = \frac14$.",), ["proved"]),
    ("5.2", (r"We use $\sigma'(0) = \frac12$.",), ["refuted"]),
    ("5.2", ("At the origin", r"$$\frac{\partial v_{\psi_0}}{\partial\psi_0} = \psi_0\theta$$"), ["undecided"]),
    ("5.2", ("At the origin", r"$$v_{\psi_0} = -\theta\sigma(\psi_0\theta+\psi_1)$$"), ["proved"]),  # as everywhere
    ("4.2", (r"Knowing that $\frac{p_1(x)}{\partial x} = f_1(x)$, we go on.",), ["ill-typed"]),
    ("4.2", (r"The density $f_1(x$ is positive.",), []),
]


@pytest.mark.parametrize(("question", "lines", "expected"), AT_A_POINT)
def test_what_is_said_at_a_point_or_in_the_text_is_a_claim(question, lines, expected):
    assert verdicts(question, *lines) == expected


#: (lines, verdict, whether a repair is shown): ill typed, and with one edit true, true at an optimum, or false still
ILL_TYPED = [
    ((rf"$${RIDGE} X y$$",), "ill-typed", True),
    ((r"$$w^{L^2} = (X^\top X - \lambda I)^{-1} X y$$",), "undecided", False),
    (("If there is no noise at all, then", rf"$${RIDGE} X y$$"), "undecided", False),
]


@pytest.mark.parametrize(("lines", "verdict", "shown"), ILL_TYPED)
def test_only_an_edit_that_makes_it_true_explains_an_ill_typed_row(lines, verdict, shown):
    (found,) = judged("1.3", *lines)
    assert (str(found.verdict), bool(found.expected)) == (verdict, shown)


def test_an_ill_typed_equation_of_an_optimum_is_explained_there():
    row = r"$$(p X X + (1-p) \Gamma^2) w = X^\top y$$"
    assert verdicts("1.2", "Setting the gradient to zero", row) == ["ill-typed"]


#: (question, lines): what a student may call so
OWN_NAMES = [
    ("1.3", (r"$$L(w) = \|y-Xw\|^2 + \lambda\|w\|^2$$",)),
    ("1.1", (r"$$L(w) = \|y-Xw\|^2$$",)),
    ("5.4", (rf"$$v_\theta = \psi_0{S}$$",)),
]


@pytest.mark.parametrize(("question", "lines"), OWN_NAMES)
def test_a_name_of_other_ingredients_is_ones_own(question, lines):
    assert not {"refuted", "ill-typed"} & set(verdicts(question, *lines))


LOSS = r"\|y-Xw\|^2 + \lambda\|w\|^2"
SLOPE = r"-2X^\top(y-Xw) + 2\lambda w"

#: names of a loss of one's own, beside the L of the sheet
LOSSES = [r"L^{\text{wd}}", r"L^{L^2}", r"L^{L_2}", r"L_{\text{ridge}}", r"L_{L_2}", r"\mathcal{L}_{wd}"]


@pytest.mark.parametrize("name", LOSSES)
def test_a_label_makes_another_name_of_that_of_a_function(name):
    loss = rf"$${name}(w) = {LOSS}$$"
    assert verdicts("1.3", loss, rf"$$\nabla_w {name}(w) = {SLOPE}$$")[-1] in ("proved", "confirmed")
    assert verdicts("1.3", loss, rf"$$\nabla_w {name}(w) = {SLOPE.replace('2X', 'X')}$$")[-1] == "refuted"


def test_a_wrong_pair_of_eigenvalues_does_not_follow_from_that_of_another_matrix():
    first, second = r"$$\lambda_{2,3} = \pm i$$", r"$$\lambda_{2,3} = \frac{-\gamma \pm \sqrt{\gamma^2+1}}{2}$$"
    assert verdicts("5.6", first, second)[-1] == "refuted"


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        (r"$$\frac{\partial}{\partial w}\|y - Xw\|^2 = -2 (y - Xw)^\top X$$", "undecided"),
        (r"$$\frac{\partial}{\partial w}\|y - Xw\|^2 = 2 (y - Xw)^\top X$$", "ill-typed"),
        (r"$$\nabla_w \|y - Xw\|^2 = -2 (y - Xw)^\top X$$", "ill-typed"),
        (r"$$\frac{\partial}{\partial w}\|y - Xw\|^2 = -2 X (y - Xw)$$", "ill-typed"),
    ],
)
def test_derivatives_may_be_laid_out_as_a_row(row: str, verdict: str):
    assert verdicts("1.3", row, known=Everything()) == [verdict]
