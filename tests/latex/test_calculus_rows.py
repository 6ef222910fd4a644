r"""Rows about derivatives, Jacobians, eigenvalues, limits and extrema: what is true is proved, what is false is not."""

import pytest

from tests.latex.test_probability_rows import verdict
from verify.latex.defining import define
from verify.latex.rows import formula_row
from verify.latex.scope import Scope

FIELD = Scope.of(
    {
        "scope": "any numbers",
        "names": {
            "a": "number",
            "b": "number",
            "x": "number",
            "g": "number > 0",
            "p": "number in (0, 1)",
            "w": "vector d",
            "S": "matrix d d, symmetric",
            "p_D": "point mass at 0",
            r"p_b": "point mass of x at b",
            "f": "function of number",
            r"\lambda": "eigenvalue of M",
        },
        "pointwise": ["L", "v"],
        "definitions": [
            r"\psi = (a, b)^\top",
            r"C(x) = a x + b",
            r"L(\psi) = \mathbb{E}_{x \sim p_D}[C(x)^2] + \mathbb{E}_{p_b}[\log \sigma(a x)]",
            r"Q(w) = w^\top S w",
            r"v(a, b) = (-a b, \sigma(a))^\top",
            r"M = \begin{pmatrix} 0 & -\frac12 \\ \frac12 & -g \end{pmatrix}",
        ],
    }
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"L = b^2 + \log \sigma(a b)", "proved"),
        (r"L = b^2 + \log \sigma(a x)", "refuted"),
        (r"\mathbb{E}_{x \sim \delta_a}[x^2] = a^2", "proved"),
        (r"\frac{\partial L}{\partial a} = b \sigma(-a b)", "proved"),
        (r"\partial_a L = a \sigma(-a b)", "refuted"),
        (r"\nabla_\psi L = \begin{pmatrix} b \sigma(-a b) \\ 2 b + a \sigma(-a b) \end{pmatrix}", "proved"),
        (r"\nabla_\psi L = (b \sigma(-a b), 2 b + a \sigma(-a b))^\top", "proved"),
        (r"\nabla_\psi L = (b \sigma(-a b), 2 b, 0)^\top", "ill typed"),
        (r"\frac{\partial^2 L}{\partial a \partial b} = \sigma(-a b) - a b \sigma(a b) \sigma(-a b)", "proved"),
        (r"\frac{\partial^2 L}{\partial a^2} = -b^2 \sigma'(a b)", "proved"),
        (r"\nabla_a \nabla_b L = \nabla_b \nabla_a L", "proved"),
        (r"\sigma'(x) = \sigma(x) (1 - \sigma(x))", "proved"),
        (r"\sigma''(x) = \sigma'(x) (1 - 2 \sigma(x))", "proved"),
        (r"\nabla_w Q(w) = 2 S w", "proved"),
        (r"\nabla Q(w) = 2 S w", "proved"),
        (r"\nabla (2 Q(w) + c^\top w) = 4 S w + c", "unread"),
        (r"\nabla (2 Q(w) - w^\top w) = 4 S w - 2 w", "proved"),
        (r"\nabla (2 Q(w) - w^\top w) = 4 S w - w", "refuted"),
        (r"\nabla (\sigma(a) + \sigma(b)) = 0", "unread"),
        (r"\nabla_w Q(w) = S w", "refuted"),
        (r"\nabla_w Q(w) = 2 w^\top S", "ill typed"),
        (r"\nabla_w^2 Q(w) = 2 S", "proved"),
        (r"\frac{\partial (v_1, v_2)}{\partial (a, b)} = 0", "refuted"),
        (
            r"\frac{\partial v}{\partial (a, b)} = \begin{pmatrix} -b & -a \\ \sigma(a) \sigma(-a) & 0 \end{pmatrix}",
            "proved",
        ),
        (
            r"\frac{\partial v}{\partial (a, b)} \bigg|_{(0, 0)} = \begin{pmatrix} 0 & 0 \\ \frac14 & 0 \end{pmatrix}",
            "proved",
        ),
        (r"\left. \frac{\partial L}{\partial b} \right|_{b = 0} = \frac a2", "proved"),
        (r"\left. \frac{\partial L}{\partial b} \right|_{b = 1} = \frac a2", "refuted"),
        (r"v(0, b) = (0, \frac12)^\top", "proved"),
        (r"v(0, b) = (0, \frac12, 0)^\top", "ill typed"),
    ],
)
def test_derivatives(text: str, expected: str) -> None:
    assert verdict(text, FIELD) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"\det(M - \lambda I) = \lambda^2 + g \lambda + \frac14", "proved"),
        (r"|M - \lambda I| = \lambda^2 - g \lambda + \frac14", "refuted"),
        (r"\lambda^2 + g \lambda + \frac14 = 0", "proved"),
        (r"4 \lambda^2 + 4 g \lambda = -1", "proved"),
        (r"\lambda^2 + g \lambda - \frac14 = 0", "refuted"),
        (r"\lambda = \frac{-g + \sqrt{g^2 - 1}}{2}", "proved"),
        (r"\lambda = -g", "refuted"),
        (r"\lambda = -\frac g2", "refuted"),
        (r"\lambda_{1, 2} = -\frac g2", "refuted"),
        (r"\lambda_{1, 2} = \frac{-g \pm \sqrt{g^2 - 1}}{2}", "proved"),
        (r"\lambda_{\pm} = -\frac g2 \pm \frac12 \sqrt{g^2 - 1}", "proved"),
        (r"\lambda_{\pm} = \frac{-g \pm \sqrt{g^2 - 4}}{2}", "refuted"),
        (r"\lambda_{1, 2, 3} = \frac{-g \pm \sqrt{g^2 - 1}}{2}", "unread"),
        (r"\lambda_+ = \frac{-g + \sqrt{g^2 - 1}}{2}", "proved"),
        (r"\lambda_2 = \frac{-g - \sqrt{g^2 - 1}}{2}", "proved"),
        (r"\lambda_2 = \frac{-g - \sqrt{g^2 - 4}}{2}", "refuted"),
        (r"\lambda_k = \frac{-g - \sqrt{g^2 - 1}}{2}", "unread"),
        (r"\lambda_1 = \lambda_2", "unread"),
        (r"\lambda_1 \lambda_2 = \frac14", "proved"),
        (r"\lambda_1 \lambda_2 = \frac12", "refuted"),
        (r"\lambda_+ \lambda_- = \frac14", "proved"),
        (r"\lambda_2 \lambda_2 = \frac14", "unread"),
        (r"\operatorname{Re}(\lambda_{1, 2}) < 0", "proved"),
        (r"\lambda^{(1)} = -g", "unread"),
        (r"\lambda' = -g", "unread"),
        (r"\lambda < 0", "unread"),
        (r"\lambda + g = 0", "refuted"),
        (r"\lambda_1 + \lambda_2 = -g", "proved"),
        (r"\lambda_+ + \lambda_- = -g", "proved"),
        (r"\lambda_1 + \lambda_2 = g", "refuted"),
        (r"\lambda_1 - \lambda_2 = -g", "unread"),
        (r"\lambda_1 + \lambda_2 < 0", "unread"),
        (r"\operatorname{Re}(\lambda) < 0", "proved"),
        (r"\operatorname{Re}(\lambda) > 0", "unread"),
    ],
)
def test_eigenvalues(text: str, expected: str) -> None:
    assert verdict(text, FIELD) == expected


ROTATION = Scope.of(
    {
        "scope": "one matrix",
        "names": {r"\lambda": "eigenvalue of R"},
        "definitions": [r"R = \begin{pmatrix} 0 & 0 & -\frac12 \\ 0 & -\frac12 & 0 \\ \frac12 & 0 & 0 \end{pmatrix}"],
    }
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"\lambda_1 = -\frac12", "proved"),
        (r"\lambda_{1,2} = -\frac12", "refuted"),
        (r"\lambda_{2,3} = \pm \frac i2", "proved"),
        (r"\lambda_\pm = \pm \frac{i}{2}", "proved"),
        (r"\lambda_{2,3} = \pm i", "refuted"),
        (r"\lambda_{2,3} = \pm \frac12", "refuted"),
        (r"\lambda \in \{-\frac12, \frac i2, -\frac i2\}", "proved"),
        (r"\lambda \in \{-\frac12, -\frac12, \frac12\}", "refuted"),
        (r"\lambda \in \{\frac i2, -\frac i2\}", "undecided"),
        (r"(\lambda + \frac12) (\lambda^2 + \frac14) = 0", "proved"),
        (r"\lambda^2 + \frac14 = 0", "undecided"),
        (r"-\lambda^3 = 0", "refuted"),
        (r"\lambda_2 + \lambda_3 = 0", "proved"),
        (r"\lambda_2 \lambda_3 = \frac14", "proved"),
        (r"\lambda_2 \lambda_3 = -\frac14", "refuted"),
        (r"\lambda_1 \lambda_2 \lambda_3 = -\frac18", "proved"),
        (r"\lambda_1 + \lambda_2 + \lambda_3 = -\frac12", "proved"),
        (r"\lambda_1 + \lambda_2 + \lambda_3 = \frac12", "refuted"),
    ],
)
def test_eigenvalues_off_the_real_line(text: str, expected: str) -> None:
    assert verdict(text, ROTATION) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"\lim_{p \to 1} \frac{1 - p}{p} = 0", "proved"),
        (r"\lim_{p \to 1^-} p (1 - p) = 0", "proved"),
        (r"\lim_{p \to 1^+} p (1 - p) = 0", "unread"),
        (r"\lim_{p \to 0} \frac{1 - p}{p} = \infty", "proved"),
        (r"\lim_{p \to 1} \frac{1 - p}{p} = 1", "refuted"),
        (r"\max_a \{-(a - 1)^2\} = 1", "refuted"),
        (r"\max_r r^2 = 0", "unread"),
        (r"2 = \arg\max_a \{-(a - 1)^2\}", "refuted"),
    ],
)
def test_limits_and_extrema(text: str, expected: str) -> None:
    assert verdict(text, FIELD) == expected


MOVING = Scope.of(
    {
        "scope": "any numbers",
        "names": {"a": "number", "b": "number", "g": "number > 0", "w": "vector d"},
        "pointwise": ["v"],
        "definitions": [r"v(a, b) = (-b, a)^\top", r"\dot{a} = -b", r"\dot{b} = a"],
    }
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"\frac{d}{dt} (a^2 + b^2) = 0", "proved"),
        (r"\frac{d}{dt} \frac{a^2 + b^2}{2} = a \dot{a} + b \dot{b}", "proved"),
        (r"\frac{d}{dt} (a^2 + b^2) = 2 a v_1 + 2 b v_2", "proved"),
        (r"\frac{d (a b)}{dt} = a^2 - b^2", "proved"),
        (r"\frac{d a}{dt} = -b", "proved"),
        (r"\frac{d}{dt} (a^2 + b^2) = 2 a + 2 b", "refuted"),
        (r"\frac{d}{dt} (a^2 - b^2) = 0", "refuted"),
        (r"\frac{d a}{dt} = b", "refuted"),
        (r"\frac{d}{dt} (g a^2) = -2 g a b", "unread"),
        (r"\frac{d}{dt} \|w\|^2 = 0", "unread"),
        (r"\frac{d}{dt} 3 = 0", "unread"),
        (r"\frac{d}{dt} (a t) = a - b t", "unread"),
        (r"\frac{d^2 a}{dt^2} = -a", "unread"),
        (r"\frac{\partial}{\partial t} (a^2 + b^2) = 0", "unread"),
        (r"\frac{d}{ds} (a^2 + b^2) = 0", "unread"),
        (r"\dot{g} = 0", "unread"),
    ],
)
def test_derivatives_along_a_trajectory(text: str, expected: str) -> None:
    assert verdict(text, MOVING) == expected


def test_without_velocities_a_derivative_by_time_is_unread() -> None:
    assert verdict(r"\frac{d}{dt} (a^2 + b^2) = 0", FIELD) == "unread"


@pytest.mark.parametrize("text", [r"\lambda_1 = a", r"\lambda_{1, 2} = a", r"\lambda_k = a", r"\lambda_\pm = a"])
def test_an_eigenvalue_with_an_index_is_no_new_name(text: str) -> None:
    assert define(formula_row(text), FIELD) is None
    assert define(formula_row(text), FIELD, stated=True) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"s = a x + b", "proved"),
        (r"s(x) = a x + b", "proved"),
        (r"\sigma(s(a, b)) = \sigma(a x + b)", "proved"),
        (r"s(x) = a x^2 + b x", "refuted"),
        (r"s(g) = a x g + b g", "proved"),
        (r"s(x + 1) = a x^2 + a x + b x + b", "proved"),
        (r"\frac{\partial s(x)}{\partial x} = a", "proved"),
        (r"s_1 = a x + b", "unread"),
        (r"s^* = a x + b", "unread"),
        (r"h(x) = s", "unread"),
    ],
)
def test_an_own_abbreviation_with_and_without_its_argument(text: str, expected: str) -> None:
    scope = define(formula_row(r"s = a x + b"), FIELD, stated=True)
    assert scope is not None
    assert verdict(text, scope) == expected
