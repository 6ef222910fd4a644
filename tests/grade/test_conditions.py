"""Conditions in words: those that reach a display, and everyday words of a derivation that look like one."""

import pytest

from tests.grade.answers import Everything, verdicts
from verify.grade.conditions import leading_condition

UNRESTRICTED = [
    "I drop the label $ on $ and $; the $ are independent with mean $. The pieces are",
    "We drop $ for brevity. Then",
    "More dropping means more regularization. At both ends",
    "For readability I omit $ from now on:",
    "Dropping the conditioning on $ in the notation,",
    "and the same without $ for $. The rest contributes",
    "For the standard deviation I do the closed form part separately (the other coordinates drop out):",
    "The constants drop, and we get",
    "All terms with an even power drop out. Hence",
    "Dropping a unit is a multiplication by zero, so",
    "The fraction is a sigmoid. The condition can only be met if $ (at the end points we get it as a limit, so the "
    "valid domain is $, outside the minimum is $). Solving for the exponential:",
    "This agrees with (9) up to an additive constant, which does not matter for the slopes. Differentiating in $ gives",
    "As the JSD is never negative and is zero only for equal distributions,",
    "The divergence is zero for $ and positive otherwise, so this is the unique optimum, with value",
    "The matrix is invertible if $ is positive. Solving for the weights:",
    "A critical point is a maximum when the second derivative is negative. The second derivative here is",
    "A small remark first: the order does not matter. Now",
    "With the large brackets written out,",
    "Without any computation one sees that",
    "Without using the hint:",
    "Without further ado,",
    "By the formula provided in the hint,",
    "The hint provided says that",
    "The ordinary chain rule gives",
    "By the ordinary product rule",
    "From this we recover the formula",
    "When differentiating the logarithm,",
    "If we apply the chain rule,",
    "If we take the logarithm on both sides we get",
    "When multiplying out, the cross term stays:",
    "When adding both,",
    "If I am not mistaken, the mean is",
    "All entries except the diagonal ones vanish:",
    "In our case this reads",
    "This is a special case of Jensen's inequality:",
    "So, up to this point, we have",
    "The claim follows in either case, as",
    "As in the case study of the lecture notes, we know that",
    "Here both terms are needed, which is the case for any weight. Hence",
    "Let me see if the signs agree. The left side is",
    "One asks when this vanishes. Setting the slope to zero",
    "Si on applique la règle de la chaîne, on trouve",
    "Quand on multiplie les deux côtés par $ on obtient",
    "Les autres termes sont nuls. La matrice est inversible si $ est positif. En résolvant :",
    "Tous les termes sont nuls sauf celui de la diagonale :",
    "Dans notre cas, cela donne",
    "On peut faire entrer la constante sous l'intégrale :",
    "or, if one prefers,",
    "This is the same matrix except for one entry,",
]
RESTRICTED = [
    "If the columns are orthonormal,",
    "If the columns of X are orthonormal, the Gram matrix is the identity. Solving for the weights:",
    "If the columns are orthonormal. Then",
    "Assume that the noise is small. Expanding the square:",
    "Assume for simplicity that all weights are equal. We find",
    "Suppose there is a single data point. The loss is",
    "For simplicity take one sample and suppose it is normalised. Differentiating,",
    "For small $ we have",
    "The Gram matrix is the identity when the columns are orthonormal. Then",
    "The second term vanishes if the two laws agree. In this case",
    "The second term vanishes if the two laws agree. So",
    "The Gram matrix is the identity if the columns are orthonormal. Plugging this in:",
    "The Gram matrix is the identity if the columns are orthonormal. We find",
    "The Gram matrix is the identity when the columns are orthonormal. Using this,",
    "The second sum vanishes when the noise is off. The loss becomes",
    "La matrice de Gram est l'identité quand les colonnes sont orthonormées. On trouve",
    "Consider what happens when both laws agree. The divergence is",
    "Let us look at what we get if the prior is flat. The posterior is",
    "When the discriminator is constant, its gradient is zero. The loss is",
    "In the scalar case",
    "In one dimension the gradient is",
    "In the case of a single observation we get",
    "In the special case of equal weights",
    "In the limit of no noise",
    "In the limit of infinitely many samples this becomes exact. The bound is",
    "Up to a constant the loss is",
    "Up to terms of second order,",
    "Dropping the cross terms we obtain",
    "We drop the quadratic term. The gradient is",
    "We ignore the normalisation. The density is",
    "Neglecting the curvature,",
    "If we neglect the second sum,",
    "Without the cross term this is",
    "Without noise,",
    "The naive estimate would be the mean:",
    "To a first approximation, roughly:",
    "This is true only if both supports agree:",
    "The formula holds only for symmetric matrices:",
    "Provided that the inverse exists and $ commutes with it,",
    "Unless the two supports meet,",
    "Otherwise the loss is",
    "Modulo the normalising constant",
    "Si les colonnes sont orthonormées, la matrice de Gram est l'identité. On résout :",
    "Sous l'hypothèse d'un bruit nul, on a",
    "On suppose que le bruit est faible. La vraisemblance est",
    "Dans le cas d'une seule observation,",
]


@pytest.mark.parametrize("text", UNRESTRICTED)
def test_what_does_not_restrict_the_display_behind_it(text):
    assert leading_condition(text) == ""


@pytest.mark.parametrize("text", RESTRICTED)
def test_what_restricts_the_display_behind_it(text):
    assert leading_condition(text)


def test_long_text_takes_linear_time():
    assert leading_condition("if " * 20_000)
    assert leading_condition("It is so if it is. " * 5_000 + "Now") == ""
    assert leading_condition("a, " * 20_000 + "(" * 20_000) == ""


SLOPE = r"$$\nabla_w \|y - Xw\|^2 = 2 X^\top (y - Xw)$$"


@pytest.mark.parametrize("text", [t for t in UNRESTRICTED if "$" not in t and "?" not in t])
def test_a_wrong_row_behind_everyday_words_is_refuted(text):
    assert verdicts("1.2", text, SLOPE, known=Everything()) == ["refuted"]


@pytest.mark.parametrize("text", [t for t in RESTRICTED if "$" not in t])
def test_a_wrong_row_under_a_condition_in_words_is_left_to_a_person(text):
    assert verdicts("1.2", text, SLOPE, known=Everything()) == ["undecided"]


@pytest.mark.parametrize(
    "words",
    [
        r"factor out $w$",
        "when expanding the square",
        r"divide by $2$",
        r"cancel $p$",
        r"by linearity in $w$",
        r"differentiate $w$",
        "by (1)",
    ],
)
def test_what_was_done_to_a_row_is_no_condition(words):
    row = SLOPE.strip("$") + r" && \text{" + words + "}"
    assert verdicts("1.2", f"$${row}$$", known=Everything()) == ["refuted"]


@pytest.mark.parametrize(
    "words",
    [r"for small $p$", r"at $w$", r"if $p$ is small", r"pour petit $p$", "up to a constant", "if the noise is small"],
)
def test_what_restricts_a_row_beside_it_is(words):
    row = SLOPE.strip("$") + r" && \text{" + words + "}"
    assert verdicts("1.2", f"$${row}$$", known=Everything()) == ["undecided"]


def test_words_between_rows_begin_anew_or_restrict():
    slope = SLOPE.strip("$")
    right = r"\nabla_w \|y - Xw\|^2 &= -2 X^\top (y - Xw)"

    def behind(words):
        return verdicts(
            "1.2", "If the noise is small,", rf"$${right} \\ \intertext{{{words}}} {slope}$$", known=Everything()
        )

    assert behind("Once more I differentiate the norm.") == ["proved", "refuted"]
    assert behind("and") == ["proved", "undecided"]
    plain = rf"$${right} \\ \intertext{{If the columns are orthonormal,}} {slope}$$"
    assert verdicts("1.2", plain, known=Everything()) == ["proved", "undecided"]


@pytest.mark.parametrize("between", ["and", "so that", "", "This gives"])
def test_a_condition_lasts_until_a_new_thought_begins(between):
    right = r"$$\nabla_w \|y - Xw\|^2 = -2 X^\top (y - Xw)$$"
    assert verdicts("1.2", "If the noise is small,", right, between, SLOPE, known=Everything())[-1] == "undecided"
    for new in ("Once more I differentiate the norm.", "Now the norm alone:"):
        assert verdicts("1.2", "If the noise is small,", right, new, SLOPE, known=Everything())[-1] == "refuted"


def test_a_condition_that_is_displayed_ends_with_it():
    case = r"$$f_0(x) = f_1(x)$$"
    assert verdicts("4.1", "In the case", case, r"$$D^*(x) = 1$$", known=Everything())[-1] == "refuted"


@pytest.mark.parametrize(("label", "expected"), [("cross terms", "refuted"), ("small", "undecided")])
def test_a_remark_under_a_brace_may_restrict_its_row(label, expected):
    row = r"$$E[\|y-(X\odot R)w\|^2] = \|y-pXw\|^2 + \underbrace{%s\|\Gamma w\|^2}_{\text{%s}}$$"
    assert verdicts("1.1", row % ("p", label), known=Everything()) == [expected]
    assert verdicts("1.1", row % ("p(1-p)", label), known=Everything()) == ["proved"]


ADDITIVE = [
    "Dropping all terms that do not depend on the weights, the gradient is",
    "Up to an additive constant nothing changes, and",
    "We omit the constant terms. The gradient is",
    "On néglige les termes qui ne dépendent pas du poids :",
]


@pytest.mark.parametrize("words", ADDITIVE)
def test_terms_without_the_variable_do_not_matter_to_a_slope(words):
    assert verdicts("1.2", words, SLOPE, known=Everything()) == ["refuted"]
    assert verdicts("1.2", words, r"$$\|y - Xw\|^2 = \|y\|^2 - 2 y^\top X w$$", known=Everything()) == ["undecided"]


@pytest.mark.parametrize("words", ["Dropping the constants,", "Dropping the cross terms,", "Up to a constant factor"])
def test_factors_and_other_terms_do(words):
    assert verdicts("1.2", words, SLOPE, known=Everything()) == ["undecided"]
    assert verdicts("1.2", ADDITIVE[0] + " if the noise is small,", SLOPE, known=Everything()) == ["undecided"]


ENTROPY = r"\mathbb{E}_{q_\phi(z|x)}[\log q_\phi(z|x)] &= -\frac{J}{2}\log(2\pi) - \frac12\sum_{j=1}^J (\log\Sigma_j^2 "


@pytest.mark.parametrize(
    ("aside", "expected"),
    [
        (r"\text{because the last fraction is } 1", "refuted"),
        (r"\text{because } \mathbb{E}_{q_\phi(z|x)}[(z_j-\mu_j)^2] = \Sigma_j^2", "refuted"),
        (r"\text{since } \Sigma_j > 0", "refuted"),
        (r"\text{the } 2\pi \text{ terms stay}", "refuted"),
        (r"\text{by } (3)", "refuted"),
        (r"\text{car la dernière fraction vaut } 1", "refuted"),
        (r"\text{en utilisant la variance } \Sigma_j^2", "refuted"),
        (r"\text{for } \Sigma_j = 1", "undecided"),
        (r"\text{when } J = 1", "undecided"),
        (r"\text{for small } \Sigma_j", "undecided"),
        (r"\text{if } \Sigma \text{ is small}", "undecided"),
        (r"\text{with } \Sigma \text{ fixed}", "undecided"),
        (r"\text{because on } A \text{ it is } 1", "undecided"),
    ],
)
def test_a_reason_beside_a_row_is_no_condition(aside, expected):
    for sign, verdict in (("-", expected), ("+", "proved")):
        row = rf"$$\begin{{aligned}} {ENTROPY} {sign} 1) \quad({aside}) \end{{aligned}}$$"
        assert verdicts("1.3b", row, sheet="cmu10708-2019-hw3") == [verdict]
