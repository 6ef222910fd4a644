"""What counts as right at an optimum, and what does not: words open a world, they are no licence."""

import pytest

from tests.grade.answers import Everything, verdicts

ZERO = r"$$-2 p X^\top (y - p X w) + 2 p (1-p) \Gamma^2 w = 0$$"
AT_THE_OPTIMUM = r"$$\mathbb{E}[L(w)] = \|y\|^2 - p w^\top X^\top y$$"

#: (question, words or rows before, a row that holds at the optimum only, though it claims to hold everywhere)
CLAIMS_EVERYWHERE = [
    ("1.2", ("We compute the gradient of the loss.",), AT_THE_OPTIMUM),
    ("1.2", ("To minimize the loss, expand it:",), AT_THE_OPTIMUM),
    ("1.2", ("Setting the gradient to zero", ZERO, "so"), AT_THE_OPTIMUM),
    ("1.2", ("The gradient is",), r"$$\nabla_w \mathbb{E}[L(w)] = - X^\top (y - p X w) + (1-p) \Gamma^2 w$$"),
    ("1.2", ("At the optimum",), r"$$\nabla_w \mathbb{E}[L(w)] = - X^\top (y - p X w) + (1-p) \Gamma^2 w$$"),
    ("4.1", ("Plug in the optimal one:",), r"$$V(D) = E_{f_1}[\log D(x)] + E_{f_0}[\log \frac{f_0(x)}{f_1(x)} D(x)]$$"),
]

DECAY_SLOPE = r"$$\nabla_w L(w) = -2 X^\top (y - X w) + 2 \lambda w$$"

#: (question, what is said before, a row that follows at the optimum)
AT_AN_OPTIMUM = [
    ("1.2", ("Setting the gradient to zero",), ZERO),
    ("1.2", ("Setting the gradient to zero", ZERO), r"$$(p X^\top X + (1-p) \Gamma^2) w = X^\top y$$"),
    (
        "1.3",
        (r"$$\nabla_w L(w) = -2 X^\top (y - X w) + 2 \lambda w$$",),
        r"$$w = (X^\top X + \lambda I)^{-1} X^\top y$$",
    ),
    ("1.3", ("The minimizer is",), r"$$w = (X^\top X + \lambda I)^{-1} X^\top y$$"),
    ("4.1", ("The derivative vanishes:",), r"$$\frac{f_1(x)}{D(x)} = \frac{f_0(x)}{1 - D(x)}$$"),
    (
        "4.1",
        ("Plug in the optimal one:",),
        r"$$V(D) = E_{f_1}[\log \frac{f_1(x)}{f_0(x) + f_1(x)}] + E_{f_0}[\log \frac{f_0(x)}{f_0(x) + f_1(x)}]$$",
    ),
]


@pytest.mark.parametrize(("question", "before", "row"), CLAIMS_EVERYWHERE)
def test_what_claims_to_hold_everywhere_is_not_passed_at_an_optimum(question, before, row):
    assert verdicts(question, *before, row)[-1] not in ("proved", "confirmed")


@pytest.mark.parametrize(("question", "before", "row"), AT_AN_OPTIMUM)
def test_what_follows_at_an_optimum_passes(question, before, row):
    assert verdicts(question, *before, row)[-1] in ("proved", "confirmed")


DISCRIMINATOR = r"$$D^*(x) = \frac{f_1(x)}{f_0(x) + f_1(x)}$$"

#: a slip in a row about the best discriminator
SLIPS = [
    r"$$1 - D^*(x) = 2 \frac{f_0(x)}{f_0(x) + f_1(x)}$$",
    r"$$1 - D^*(x) = \frac{f_0(x)}{f_0(x) - f_1(x)}$$",
    r"$$f_1(x) = f_0(x) \frac{1 - D^*(x)}{D^*(x)}$$",
]


@pytest.mark.parametrize("row", SLIPS)
def test_one_edit_makes_a_row_right_at_an_optimum(row):
    before = ("The optimal discriminator maximizes it at each point; there", DISCRIMINATOR)
    assert verdicts("4.1", *before, row) == ["proved", "refuted"]
    assert verdicts("4.1", row)[-1] not in ("proved", "confirmed")


@pytest.mark.parametrize("row", [r"$$D^*(x) = \frac{f_0(x)}{f_0(x) + f_1(x)}$$", r"$$D^* = f_0 / (f_1 + f_0)$$"])
def test_which_of_two_densities_has_the_label_one_is_not_held_against_anyone(row):
    assert verdicts("5", row, sheet="ift6135-2019-hw3")[-1] not in ("refuted", "carried", "ill-typed")


@pytest.mark.parametrize(
    ("row", "right"),
    [
        (r"$$\arg\max_T R_1[T] = 1 + \log\frac{p(x)}{q(x)}$$", True),
        (r"$$\arg\max_T R_1[T] = \log\frac{p(x)}{q(x)}$$", False),
        (r"$$R_1[T] \geq D_{KL}(p\|q)$$", False),
        (r"$$R_1[T] \leq D_{KL}(p\|q)$$", True),
    ],
)
def test_what_is_said_of_all_functions_is_not_right_for_the_best_of_them(row, right):
    said = r"The supremum is attained at $T^*(x) = 1 + \log\frac{p(x)}{q(x)}$."
    *_, found = verdicts("6.1b", said, row, sheet="ift6135-2019-hw3")
    assert (found in ("proved", "confirmed")) is right


def test_who_sets_a_slope_to_zero_has_not_said_which_of_two_labels_is_meant():
    other = r"$$\frac{f_0(x)}{D(x)} - \frac{f_1(x)}{1-D(x)} = 0$$"
    assert verdicts("5", "The derivative vanishes:", other, sheet="ift6135-2019-hw3") == ["undecided"]


def test_a_slope_opens_no_optimum_of_the_other_label():
    slope = r"$$\frac{\partial}{\partial D}(f_1(x)\log D + f_0(x)\log(1-D)) = \frac{f_1(x)}{D} - \frac{f_0(x)}{1-D}$$"
    other = r"$$D(x) = \frac{f_0(x)}{f_0(x) + f_1(x)}$$"
    assert verdicts("5", slope, other, sheet="ift6135-2019-hw3") == ["proved", "undecided"]


def test_wrong_normal_equations_in_front_of_an_arrow_are_claims():
    wrong = r"X^\top X - \lambda I"
    row = rf"$$({wrong}) w = X^\top y \Rightarrow w = ({wrong})^{{-1}} X^\top y$$"
    assert verdicts("1.3", row) == ["refuted", "carried"]


GAP = r"D_{KL}(p \| q) = R_2[T] + D_{KL}(rq \| p)"
JENSEN_SHANNON = r"V(D^*) = -\log 4 + JSD(p_{data}, p_G)"

#: (sheet, question, words, row): false in general, right in a special case as what is wrong is 0 there
KEEPS_WHAT_IS_ZERO = [
    ("ift6135-2019-hw3", "6.2b", "To see when equality holds, compute the difference:", GAP),
    ("ift6135-2019-hw3", "6.2b", "The supremum over T is attained. We now derive the gap:", GAP),
    ("ift6135-2019-hw3", "6.2b", "We look for the optimal $T$. We have", GAP),
    ("ift6135-2019-hw3", "6.2b", "Pour le cas d'égalité on calcule", GAP),
    ("ift6135-2019-hw3", "6.2b", r"Equality holds iff $T(x) = \log(p(x)/q(x)) + c$. Therefore", GAP),
    ("ece544-2023-ps5", "4e", "To see when equality holds,", JENSEN_SHANNON),
    ("ece544-2023-ps5", "4e", "The minimum is attained at equality. We have", JENSEN_SHANNON),
]


@pytest.mark.parametrize(("sheet", "question", "words", "row"), KEEPS_WHAT_IS_ZERO)
def test_what_keeps_a_part_that_is_zero_in_a_special_case_does_not_pass_for_it(sheet, question, words, row):
    assert verdicts(question, words, f"$${row}$$", sheet=sheet, known=Everything()) == ["undecided"]


#: words that speak of a constant, and of no optimum
NO_CASE = [
    r"The constant $\log E_q[e^{T(x)}]$ goes inside the integral. So",
    "On peut faire entrer la constante sous l'intégrale :",
    "We get",
]


@pytest.mark.parametrize("words", NO_CASE)
def test_a_constant_is_no_special_case(words):
    assert verdicts("6.2b", words, f"$${GAP}$$", sheet="ift6135-2019-hw3", known=Everything()) == ["refuted"]


AT_T = [
    ("6.2b", "Equality holds if and only if", r"T(x) = \log\frac{p(x)}{q(x)} + c"),
    ("6.2b", "For the optimal T, up to a constant,", r"T(x) = \log\frac{p(x)}{q(x)} + c"),
    ("6.2b", "At the optimum", r"R_2[T] = D_{KL}(p\|q)"),
    ("6.1b", "At the optimum", r"R_1[T] = D_{KL}(p\|q)"),
]


@pytest.mark.parametrize(("question", "words", "row"), AT_T)
def test_what_is_said_of_a_special_case_passes(question, words, row):
    assert verdicts(question, words, f"$${row}$$", sheet="ift6135-2019-hw3") == ["proved"]


def test_a_special_case_ends_with_the_thought_that_speaks_of_it():
    rows = ("We look for the optimal $T$.", r"$$R_1[T] \le D_{KL}(p\|q)$$", "We turn to the second bound:")
    found = verdicts("6.2b", *rows, r"$$R_2[T] = D_{KL}(p\|q)$$", sheet="ift6135-2019-hw3", known=Everything())
    assert found == ["proved", "undecided"]
