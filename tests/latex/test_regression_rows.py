"""Rows of linear regression as students write them → statements, and what the engine says of them."""

import pytest

from tests.latex.tables import REGRESSION
from verify.latex.elaborate import Unread, define, statements
from verify.latex.errors import IllTypedAt
from verify.latex.rows import formula_row
from verify.latex.scope import Scope
from verify.links import check_link
from verify.model import Verdict

SCOPE = Scope.of(REGRESSION)

TRUE = [
    r"\mathbb{E}[L(w)] = \|y-pXw\|^2 + p(1-p)\|\Gamma w\|^2",
    r"\mathbb{E}_R[L(\boldsymbol{w})] = \mathbb{E}_R[(y - (X \odot R)w)^\top (y - (X \odot R)w)]",
    r"\mathbb{E}[(X \odot R)^T (X \odot R)] = p^2 (X^T X) + p(1-p) diag(X^T X)",
    r"\operatorname{Var}(R_{ij}) = p(1-p)",
    r"\mathbb{E}[R_{ij} R_{ik}] = p^2 + p(1-p) \delta_{jk}",
    r"\mathbb{E}[R_{ij} R_{ik}] = \begin{cases} p & j = k \\ p^2 & j \neq k \end{cases}",
    r"\sum_i X_{ij}^2 = \Gamma_{jj}^2",
    r"\sum_{j \neq k} X_{ij} X_{ik} = \left(\sum_j X_{ij}\right)^2 - \sum_j X_{ij}^2",
    r"w^{L_2} = X^T (X X^T + \lambda I)^{-1} y",
    r"\|\Gamma w\|_2^2 = w^\intercal \operatorname{diag}(X^\top X) w",
    r"\mathrm{tr}(y y^T) = y \cdot y",
    r"\lambda^{\text{dropout}} = 1/p - 1",
    r"e^{-\lambda} \cdot \exp(\lambda) = 1",
    r"\Gamma^2 - \Gamma \Gamma = 0",
    r"2 (X^\top X + \lambda I) \succ 0",
    r"X^\top X \succeq 0",
    r"0 \prec X^\top X + \lambda I",
    r"\sigma'(t) = \sigma(t) (1 - \sigma(t))",
    r"\sigma(t) = \frac{1}{1 + e^{-t}}",
    r"{\bf E}[L(w)] = \parallel y - p X w\parallel^2 + p(1-p) \mid\mid \Gamma w\mid\mid^2",
    r"{\bf E}[(X \circ R)^T (X * R)] = p^2 X^T X + p(1-p) diag(X^T X)",
    r"y * (X w) = (X w) \circ y",
    r"[X^\top X]_{11} = \sum_{k=1}^n X_{k1}^2",
]

FALSE = [
    r"\lambda^{\text{dropout}} = \frac{p}{1-p}",
    r"\mathbb{E}[R_{ij} R_{ik}] = p^2",
    r"\mathbb{E}[L(w)] = \|y-pXw\|^2 + p\|\Gamma w\|^2",
    r"\mathbb{E}[L(w)] = \|y-pXw\|^2",
    r"X^\top X - \lambda I \succeq 0",
    r"X^\top X \succ 0",
    r"\Gamma_{jj} = \sum_i X_{ij}^2",
    r"\|w\| = w^T w",
    r"\mathbb{E}[X \circ R] = X",
    r"\Gamma * \Gamma = p \Gamma^2",
]

UNREAD = [
    (r"\mathbb{E}[L(v)] = p", "v"),
    (r"\|w\|_1 = p", "norm"),
    (r"X^{(1)} w = y", "label"),
    (r"w^{\text{best}} = w", "best"),
    (r"w^\dagger = w", "marks"),
    (r"k \|w\|^2 = p", "k"),
    (r"\mathbb{E}[y] = y", "expectation"),
    (r"\sum_i p = n p", "runs"),
    (r"X \otimes R = X", "⊗"),
    (r"\lambda \circ p = p", "∘"),
    (r"(X w)^{1/2} = v", "v"),
    (r"p^{1000} = p", "exponent"),
    (r"p^{8 \cdot 9} = p", "exponent"),
    (r"p^{-72} = p", "exponent"),
    (r"9^{9^{9^9}} = p", "exponent"),
    (r"p^{(9^9)} = p", "exponent"),
    (r"((p^{9})^{9})^{9} = p", "exponent"),
    (r"((p + 1)^{9} + 1)^{9} = p", "exponent"),
    (r"p' = p", "prime|p'"),
    (r"p(I - p) = p - p^2", "size of I"),
    (r"0 \prec \lambda I", "size of I"),
    (r"L(u) = \|y - X u\|", "u"),
]

ILL_TYPED = [
    (r"w^{L_2} = (X^T X + \lambda I)^{-1} y", ("d×d", "n×1")),
    (r"p w (X^T X + \lambda I) = X^T y", ("d×1", "d×d")),
    (r"\mathbb{E}[X \odot R] = p X_{ij}", ("n×d", "scalar")),
    (r"\|y - X w\|^2 = (y - X w)(y - X w)", ("n×1", "n×1")),
    (r"\mathbb{E}[X \odot R^T] = p X", ("n×d", "d×n")),
    (r"\sum_{i=1}^d X_{ij} = p", ("d", "n")),
    (r"L(y) = p", ("d×1", "n×1")),
    (r"y + w = 0", ("n×1", "d×1")),
]


def _verdicts(text: str, scope: Scope) -> set[Verdict]:
    row = formula_row(text)
    assert not row.unread
    left, right = row.sides
    assert left is not None
    assert right is not None
    return {check_link(s, scope.context).verdict for s in statements(left, row.relations[0], right, scope)}


@pytest.mark.parametrize("text", TRUE)
def test_true_rows_are_proved(text: str) -> None:
    assert _verdicts(text, SCOPE) == {Verdict.PROVED}


@pytest.mark.parametrize("text", FALSE)
def test_false_rows_are_refuted(text: str) -> None:
    assert _verdicts(text, SCOPE) == {Verdict.REFUTED}


@pytest.mark.parametrize(("text", "why"), UNREAD)
def test_a_token_without_a_meaning_is_unread(text: str, why: str) -> None:
    with pytest.raises(Unread, match=why):
        _verdicts(text, SCOPE)


@pytest.mark.parametrize(("text", "shapes"), ILL_TYPED)
def test_shapes_that_do_not_fit_are_shown(text: str, shapes: tuple[str, ...]) -> None:
    with pytest.raises(IllTypedAt) as caught:
        _verdicts(text, SCOPE)
    assert caught.value.shapes == shapes
    assert 0 <= caught.value.start < caught.value.end <= len(text)


OWN = [
    (r"s = w^T w", r"s = \|w\|^2", Verdict.PROVED),
    (r"m(w) = w^T w", r"m(w) = \|w\|^2", Verdict.PROVED),
    (r"\hat{w} = p w", r"\hat{w}^* - p w = 0", Verdict.PROVED),
    (r"a_i = \sum_j X_{ij} R_{ij} w_j", r"\mathbb{E}[a_k] = p (Xw)_k", Verdict.PROVED),
    (r"a_i = \sum_j X_{ij} R_{ij} w_j", r"\sum_j a_j = \sum_{i=1}^n \sum_{j=1}^d X_{ij} R_{ij} w_j", Verdict.PROVED),
    (r"a_i = \sum_j X_{ij} R_{ij} w_j", r"\mathbb{E}[a_i^2] = p^2 (Xw)_i^2", Verdict.REFUTED),
    (r"\tilde{X} = R \odot X", r"\mathbb{E}[(\tilde X^T \tilde X)_{jj}] = p \Gamma_{jj}^2", Verdict.PROVED),
    (r"M := X \odot R", r"M_{ij} = X_{ij} R_{ij}", Verdict.PROVED),
    (r"L_2(w) = \|y - Xw\|^2", r"L_2(2w) = \|y - 2 X w\|^2", Verdict.PROVED),
    (r"h(t) = t^2 + 1", r"h(p + 1) = p^2 + 2 p + 2", Verdict.PROVED),
    (r"h(t) = t^2 + 1", r"h(t) - t^2 = 1", Verdict.PROVED),
    (r"f(v) = \|y - X v\|^2", r"f(w) = \|y - X w\|^2", Verdict.PROVED),
    (r"A = X^T X + \lambda I", r"A w^{L_2} = X^T y", Verdict.PROVED),
]


def test_names_that_double_again_and_again_are_bounded() -> None:
    scope = define(formula_row(r"b_{(0)} = p + 1"), SCOPE)
    with pytest.raises(Unread, match="too long"):  # noqa: PT012
        for k in range(1, 40):
            assert scope is not None
            scope = define(formula_row(rf"b_{{({k})}} = b_{{({k - 1})}} + b_{{({k - 1})}} p"), scope)


def test_long_chains_of_names_are_bounded() -> None:
    scope = define(formula_row(r"b_{(0)} = p + 1"), SCOPE)
    with pytest.raises(Unread, match="too deeply"):  # noqa: PT012
        for k in range(1, 400):
            assert scope is not None
            scope = define(formula_row(rf"b_{{({k})}} = p (1 + b_{{({k - 1})}})"), scope)


@pytest.mark.parametrize(("definition", "text", "verdict"), OWN)
def test_own_definitions_extend_the_scope(definition: str, text: str, verdict: Verdict) -> None:
    scope = define(formula_row(definition), SCOPE)
    assert scope is not None
    assert _verdicts(text, scope) == {verdict}


@pytest.mark.parametrize(
    "text",
    [
        r"\Gamma = X^\top X",
        r"w = X^\top y",
        r"w_j = 0",
        r"X_{ij} = 1",
        r"p(1-p) = 0",
        r"i = 1",
        r"i = j",
        r"\sigma = 0",
        r"\sigma(-p) = 1",
        r"g(-p) = 1",
    ],
)
def test_a_known_head_defines_nothing(text: str) -> None:
    assert define(formula_row(text), SCOPE) is None
