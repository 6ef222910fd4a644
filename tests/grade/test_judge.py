"""Verdicts of rows: what is right, what is wrong, what follows from what is wrong, what is left to a person."""

import pytest

from tests.grade.answers import Everything, judged, verdicts
from verify.model import Verdict

PASS = {"proved", "confirmed"}

LOSS = r"$$\mathbb{E}[L(w)] = y^\top y - 2 p y^\top X w + p^2 w^\top X^\top X w + p (1-p) w^\top \Gamma^2 w$$"

#: (question, right rows): each stands alone in an answer
RIGHT = [
    ("1.1", r"$$\mathbb{E}[L(w)] = \|y - pXw\|^2 + p(1-p)\|\Gamma w\|^2$$"),
    ("1.1", LOSS),
    ("1.1", r"$$\mathbb{E}[R_{ij}^2] = p$$"),
    ("1.1", r"$$\mathbb{E}[X \odot R] = p X$$"),
    ("1.1", r"$$\operatorname{Var}(R_{ij}) = p (1-p)$$"),
    ("1.2", r"$$\nabla_w \mathbb{E}[L(w)] = -2 p X^\top (y - p X w) + 2 p (1-p) \Gamma^2 w$$"),
    ("1.2", r"$$\lambda^{\text{dropout}} = \frac{1}{p} - 1$$"),
    ("1.3", r"$$w^{L_2} = (X^\top X + \lambda I)^{-1} X^\top y$$"),
    ("2.1", r"$$\log p_\theta(x) = \mathcal{L}(\theta, \phi; x) + D_{KL}(q_\phi(z|x) \| p_\theta(z|x))$$"),
    ("3.1", r"$$D_{KL}[P_X \| P_{F(U)}] = D_{KL}[P_{F^{-1}(X)} \| P_U]$$"),
    ("4.1", r"$$D^*(x) = \frac{f_1(x)}{f_0(x) + f_1(x)}$$"),
    ("4.1", r"$$JSD(p_0, p_1) = \log 2 + \frac12 \max_D V(D)$$"),
    ("5.1", r"$$\mathcal{L}(\psi, \theta) = \log \sigma(\psi_1) + \log \sigma(-\psi_0 \theta - \psi_1)$$"),
    ("5.1", r"$$v_{\psi_0} = -\theta \sigma(\psi_0 \theta + \psi_1)$$"),
]


@pytest.mark.parametrize(("question", "row"), RIGHT)
def test_right_rows_pass(question, row):
    assert set(verdicts(question, row)) <= PASS


#: the classics: (question, a right row with the same notations, the wrong row)
CLASSICS = [
    ("1.2", r"$$\lambda^{\text{dropout}} = \frac{1-p}{p}$$", r"$$\lambda^{\text{dropout}} = \frac{p}{1-p}$$"),
    ("1.1", LOSS, r"$$\mathbb{E}[L(w)] = \|y - pXw\|^2 + p\|\Gamma w\|^2$$"),
    ("1.1", r"$$\mathbb{E}[R_{ij}] = p$$", r"$$\mathbb{E}[R_{ij}^2] = p^2$$"),
    (
        "2.1",
        r"$$\log p_\theta(x) = \mathcal{L}(\theta, \phi; x) + D_{KL}(q_\phi(z|x) \| p_\theta(z|x))$$",
        r"$$\log p_\theta(x) = \mathcal{L}(\theta, \phi; x) + D_{KL}(p_\theta(z|x) \| q_\phi(z|x))$$",
    ),
    ("2.1", "", r"$$\log p_\theta(x) \le \mathcal{L}(\theta, \phi; x)$$"),
    (
        "3.1",
        r"$$P_{F(U)}(x) = P_U(F^{-1}(x)) |\det J_{F^{-1}}(x)|$$",
        r"$$\log P_{F(U)}(x) = \log P_U(F^{-1}(x)) - \log |\det J_{F^{-1}}(x)|$$",
    ),
    ("5.3", r"$$\lambda = -\frac12$$", r"$$\lambda = i$$"),
]


@pytest.mark.parametrize(("question", "right", "wrong"), CLASSICS)
def test_classic_mistakes_are_refuted_with_a_counterexample(question, right, wrong):
    *_, found = judged(question, *filter(None, (right, wrong)))
    assert found.verdict is Verdict.REFUTED
    assert found.counterexample is not None


def test_a_dropped_transpose_is_ill_typed_with_both_shapes():
    *_, found = judged(
        "1.3", r"$$(X^\top X + \lambda I)^{-1} X^\top y = w^{L_2}$$", r"$$w^{L_2} = (X^\top X + \lambda I)^{-1} X y$$"
    )
    assert found.verdict is Verdict.ILL_TYPED
    assert "n" in found.reason
    assert "d" in found.reason


def test_an_error_is_charged_where_it_enters():
    rows = (
        r"$$p w^{\text{dropout}} = (X^\top X + \lambda^{\text{dropout}} \Gamma^2)^{-1} X^\top y$$",
        r"$$\lambda^{\text{dropout}} = \frac{p}{1-p}$$",
        r"$$p w^{\text{dropout}} = (X^\top X + \frac{p}{1-p} \Gamma^2)^{-1} X^\top y$$",
    )
    assert verdicts("1.2", *rows)[1:] == ["refuted", "carried"]


def test_a_right_row_after_a_wrong_one_is_right():
    rows = (
        r"$$\mathbb{E}[L(w)] = \|y - pXw\|^2 + p(1-p)\|\Gamma w\|^2$$",
        r"$$\mathbb{E}[L(w)] = \|y - pXw\|^2 + p\|\Gamma w\|^2 = \|y - pXw\|^2 + p(1-p)\|\Gamma w\|^2$$",
    )
    found = judged("1.1", *rows)
    assert str(found[1].verdict) == "refuted"
    assert str(found[2].verdict) in PASS
    assert found[2].follows is False


def test_stationarity_opens_the_optimum():
    rows = (
        r"$$-2 p X^\top (y - p X w) + 2 p (1-p) \Gamma^2 w = 0$$",
        r"$$(p X^\top X + (1-p) \Gamma^2) w = X^\top y$$",
    )
    assert set(verdicts("1.2", "Setting the gradient to zero", *rows)) <= PASS


def test_a_condition_in_words_that_is_not_understood_accuses_nobody():
    right = r"$$\mathbb{E}[L(w)] = \|y - pXw\|^2 + p(1-p)\|\Gamma w\|^2$$"
    wrong = r"$$\mathbb{E}[L(w)] = \|y - pXw\|^2$$"
    assert verdicts("1.1", right, wrong)[-1] == "refuted"
    assert verdicts("1.1", right, "If there is no noise at all, then", wrong)[-1] == "undecided"


SLOPE = r"$$\frac{f_1(x)}{D(x)} + \frac{f_0(x)}{1-D(x)} = 0$$"


@pytest.mark.parametrize("words", ["If there is no noise at all, then, ", "One might think that, "])
def test_a_slope_under_such_a_condition_or_that_nobody_claims_accuses_nobody(words):
    assert verdicts("4.2", "Setting the derivative to zero:", SLOPE) == ["refuted"]
    assert verdicts("4.2", words + "setting the derivative to zero:", SLOPE) == ["undecided"]


#: relations that nothing here checks, in right rows and wrong ones
UNCHECKED = [
    (r"\mathbb{E}[R_{ij}] \approx p", "an approximation is not checked"),
    (r"\mathbb{E}[R_{ij}] \approx 1 - p", "an approximation is not checked"),
    (r"\mathbb{E}[X \odot R] \propto X", "proportionality is not checked"),
    (r"R_{ij} \sim \text{Bernoulli}(p)", "what a variable is drawn from is not checked"),
    (r"R_{ij} \perp R_{ik}", "independence is not checked"),
    (r"R_{ij} \subset R_{ik}", "inclusion of sets is not checked"),
]


@pytest.mark.parametrize(("row", "reason"), UNCHECKED)
def test_what_is_not_checked_is_said_to_be_so(row, reason):
    (found,) = judged("1.1", f"$${row}$$", known=Everything())
    assert (found.verdict, found.reason) == (Verdict.UNDECIDED, reason)


def test_who_says_again_what_a_name_stands_for_has_shown_nothing():
    row = r"$$A = X^\top X$$"
    assert verdicts("1.3", "Let", row, row) == ["given", "undecided"]
    assert verdicts("1.1", r"Let $a = p(1-p)$.", r"$$a = p(1-p)$$") == ["undecided"]


def test_for_all_indices_means_equal_ones_too():
    row = r"\mathbb{E}[R_{ij} R_{ik}] = p^2"
    assert verdicts("1.1", f"$${row}$$", known=Everything()) == ["undecided"]
    assert verdicts("1.1", rf"$${row} \quad \forall j, k$$", known=Everything()) == ["refuted"]


def test_a_false_comparison_of_numerals_is_no_case():
    assert verdicts("1.1", r"$$\frac12 > 2$$", known=Everything()) == ["refuted"]


def test_an_equation_with_a_wrong_bound_of_a_broken_chain_is_right_against_the_head():
    bound = r"\sum_z q(z|x) \log\frac{p_\theta(x,z)}{q(z|x)}"
    row = rf"$$\log p_\theta(x) \ge \log p_\theta(x) + 1 = {bound}$$"
    assert verdicts("1a", row, sheet="ece544-2023-ps5", known=Everything()) == ["refuted", "proved"]


def test_orthonormal_columns_are_a_world():
    row = r"$$w^{L_2} = \frac{1}{1 + \lambda} X^\top y$$"
    assert set(verdicts("1.3", "If the columns are orthonormal,", row)) <= PASS
    assert "refuted" not in verdicts("1.3", row)


def test_unknown_names_are_unread():
    assert verdicts("1.1", r"$$\mathbb{E}[L(w)] = \|y - pXw\|^2 + c_{17}$$") == ["unread"]
    assert verdicts("1.1", r"$$\mathbb{E}[L(w)] = \|y - pX_{\star}w\|^2 + p(1-p)\|\Gamma w\|^2$$") == ["unread"]


def test_a_bracket_that_is_not_closed_is_ill_typed():
    assert verdicts("1.1", r"$$\mathbb{E}[L(w)] = \|y - p(Xw\|^2$$") == ["ill-typed"]


def test_what_was_found_in_a_case_ends_with_the_cases():
    case = r"i = j: they are dependent. Therefore, $\mathbb{E}[R_{ki} R_{kj}] = p$:"
    found = judged("1.1", case, r"$$\mathbb{E}[R_{ki}^2] = p$$", "The two cases give us:", LOSS)
    assert found[-1].core.hypotheses == ()
