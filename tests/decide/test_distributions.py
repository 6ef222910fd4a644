"""Laws of affine maps of noise, products by their logarithms, and signs of determinants, at symbolic size."""

import pytest
from sympy import Abs, Identity, MatrixSymbol, Product, Rational, ZeroMatrix, exp, pi, sqrt, symbols

from tests.written import elaborated, link, numbers, proved
from verify.decide.facts import sign
from verify.model import Proof
from verify.notation import (
    NONNEGATIVE,
    POSITIVE,
    Bernoulli,
    Context,
    D,
    Gaussian,
    Statement,
    assume,
    declare,
    det,
    diag,
    entry,
    hadamard,
    norm2,
    normal_density,
    scalar,
)

K = symbols("K", integer=True, positive=True)
n = symbols("n", integer=True, positive=True)
k, i = symbols("k i", integer=True)
z, e, m, v, w = (MatrixSymbol(name, K, 1) for name in ("z", "e", "m", "v", "w"))
S, B, R = MatrixSymbol("S", K, K), MatrixSymbol("B", K, K), MatrixSymbol("R", K, n)
s, x, a, c, t = symbols("s x a c t")
half = Rational(1, 2)

HERE = Context(
    declare(z),
    declare(e, law=Gaussian(0, 1)),
    declare(m),
    declare(v, POSITIVE),
    declare(w),
    declare(S, structure=("invertible",)),
    declare(B),
    declare(R),
    declare(c),
    declare(t, POSITIVE),
)
NUMBERS = Context(declare(x), declare(s, law=Gaussian(0, 1)), declare(a), declare(c), declare(t, POSITIVE))


def normal(mean, covariance):
    return normal_density(z, mean, covariance)


TRUE = {
    "scaled": lambda: (m + hadamard(v, e), normal(m, diag(hadamard(v, v)))),
    "scaled by -σ": lambda: (m - hadamard(v, e), normal(m, diag(hadamard(v, v)))),
    "mixed": lambda: (m + S * e, normal(m, S * S.T)),
    "mixed by the transpose": lambda: (m + S.T * e, normal(m, S.T * S)),
    "mixed twice": lambda: (m + S * S * e, normal(m, S * S * S.T * S.T)),
    "one factor": lambda: (m - t * e, normal(m, t**2 * Identity(K))),
    "as it is": lambda: (e, normal(ZeroMatrix(K, 1), Identity(K))),
}
FALSE = {
    "variance for deviation": lambda: (m + hadamard(v, e), normal(m, diag(v))),
    "transposed": lambda: (m + S * e, normal(m, S.T * S)),
    "inverse": lambda: (m + S * e, normal(m, (S * S.T).I)),
    "shifted": lambda: (m + S * e, normal(w, S * S.T)),
    "centred": lambda: (m + e, normal(ZeroMatrix(K, 1), Identity(K))),
    "one factor, not squared": lambda: (m + t * e, normal(m, t * Identity(K))),
    "no normalization": lambda: (m + S * e, exp(-half * norm2(S.I * (z - m)))),
    "(2π)^K for (2π)^(K/2)": lambda: (e, (2 * pi) ** (-K) * exp(-half * norm2(z))),
    "half the exponent": lambda: (e, (2 * pi) ** (-K / 2) * exp(-norm2(z))),
    "S for |det S|": lambda: (m + S * e, normal_density(S.I * (z - m), 0 * m, Identity(K)) / det(S)),
    "density of the noise": lambda: (m + S * e, normal_density(S.I * (z - m), 0 * m, Identity(K))),
}


def claim(sides):
    return lambda: Statement(sides()[0], "distributed as", sides()[1], over=z)


@pytest.mark.parametrize("name", TRUE)
def test_affine_maps_of_noise_are_normal(name):
    answer = proved(HERE, claim(TRUE[name]))
    assert isinstance(answer, Proof), answer
    assert "change of variables" in answer.axioms
    assert numbers(HERE, claim(TRUE[name])) == "unrefuted"


@pytest.mark.parametrize("name", FALSE)
def test_wrong_laws_are_refuted(name):
    assert link(HERE, claim(FALSE[name])) == "refuted"
    assert numbers(HERE, claim(FALSE[name])) == "refuted"


NOT_READ = {
    "a matrix that may be singular": lambda: Statement(m + B * e, "distributed as", normal(m, B * B.T), over=z),
    "not affine": lambda: Statement(m + hadamard(e, e), "distributed as", normal(m, Identity(K)), over=z),
    "nothing drawn": lambda: Statement(m, "distributed as", normal(m, Identity(K)), over=z),
    "the density holds the noise": lambda: Statement(m + e, "distributed as", normal(e, Identity(K)), over=z),
    "the map holds the point": lambda: Statement(z + e, "distributed as", normal(z, Identity(K)), over=z),
    "a point that is drawn": lambda: Statement(m + e, "distributed as", normal_density(e, m, Identity(K)), over=e),
    "a point with a range": lambda: Statement(m + e, "distributed as", normal_density(v, m, Identity(K)), over=v),
    "scaled by what may be 0": lambda: Statement(m + c * e, "distributed as", normal(m, c**2 * Identity(K)), over=z),
}


@pytest.mark.parametrize("name", NOT_READ)
def test_what_is_not_read_is_not_proved(name):
    answer = proved(HERE, NOT_READ[name])
    assert not isinstance(answer, Proof)


def test_a_hypothesis_about_the_point_stops_the_proof():
    said = Context(*HERE.parts, assume(Statement(entry(z, k), ">", 0), "only here"))
    assert not isinstance(proved(said, claim(TRUE["as it is"])), Proof)


def test_a_law_that_is_not_normal_is_not_read():
    coins = HERE.but(declare(e, law=Bernoulli(half)))
    assert not isinstance(proved(coins, claim(TRUE["as it is"])), Proof)


def test_a_variance_of_0_is_no_law_with_a_density():
    still = HERE.but(declare(e, law=Gaussian(0, c**2)))
    assert not isinstance(
        proved(still, lambda: Statement(e, "distributed as", normal(0 * m, c**2 * Identity(K)), over=z)), Proof
    )
    moving = HERE.but(declare(e, law=Gaussian(0, t**2)))
    assert link(moving, lambda: Statement(e, "distributed as", normal(0 * m, t**2 * Identity(K)), over=z)) == "proved"
    assert link(moving, lambda: Statement(e, "distributed as", normal(0 * m, t * Identity(K)), over=z)) == "refuted"


def test_laws_of_numbers():
    good = lambda: Statement(a - t * s, "distributed as", normal_density(x, a, t**2), over=x)  # noqa: E731
    bad = lambda: Statement(a - t * s, "distributed as", normal_density(x, a, t), over=x)  # noqa: E731
    degenerate = lambda: Statement(a + c * s, "distributed as", normal_density(x, a, c**2), over=x)  # noqa: E731
    assert link(NUMBERS, good) == "proved"
    assert link(NUMBERS, bad) == "refuted"
    assert link(NUMBERS, degenerate) == "undecided"


# ------------------------------------------------------------------------------- products and determinants

EQUAL = {
    "det(SSᵀ)": lambda: (sqrt(det(S * S.T)), Abs(det(S))),
    "inverse": lambda: (Abs(det(S.I)), 1 / Abs(det(S))),
    "transpose": lambda: (Abs(det(S.T)), Abs(det(S))),
    "diagonal": lambda: (det(diag(v)), Product(entry(v, k), (k, 1, K))),
    "squared diagonal": lambda: (sqrt(det(diag(hadamard(v, v)))), Product(entry(v, k), (k, 1, K))),
    "multiple": lambda: (det(t * diag(v)), t**K * Product(entry(v, k), (k, 1, K))),
    "Jacobian": lambda: (Abs(det(D(m + S * w, w))), Abs(det(S))),
    "normal density": lambda: (
        normal(m, S * S.T),
        (2 * pi) ** (-K / 2) / Abs(det(S)) * exp(-half * scalar((z - m).T * (S * S.T).I * (z - m))),
    ),
}
DIFFERENT = {
    "modulus": lambda: (sqrt(det(S * S.T)), det(S)),
    "square": lambda: (det(S * S.T), Abs(det(S))),
    "inverse": lambda: (Abs(det(S.I)), Abs(det(S))),
    "sum": lambda: (Abs(det(S + Identity(K))), Abs(det(S)) + 1),
    "multiple": lambda: (det(t * diag(v)), t * Product(entry(v, k), (k, 1, K))),
    "K for K/2": lambda: (normal(m, Identity(K)), (2 * pi) ** (-K) * exp(-half * norm2(z - m))),
    "deviation for variance": lambda: (sqrt(det(diag(hadamard(v, v)))), sqrt(Product(entry(v, k), (k, 1, K)))),
    "a product that may be negative": lambda: (sqrt(det(diag(hadamard(w, w)))), Product(entry(w, k), (k, 1, K))),
    "Jacobian of the transpose times two": lambda: (Abs(det(D(m + 2 * S * w, w))), 2 * Abs(det(S))),
}


@pytest.mark.parametrize("name", EQUAL)
def test_equal_products(name):
    sides = EQUAL[name]
    assert link(HERE, lambda: Statement(sides()[0], "=", sides()[1])) == "proved"


@pytest.mark.parametrize("name", DIFFERENT)
def test_different_products(name):
    sides = DIFFERENT[name]
    assert link(HERE, lambda: Statement(sides()[0], "=", sides()[1])) == "refuted"


SIGNS = {
    "S": (lambda: S, "!=0"),
    "SSᵀ": (lambda: S * S.T, "+"),
    "SᵀS⁻¹": (lambda: S.T * S.I, "+"),
    "SSS": (lambda: S * S * S, "!=0"),
    "B": (lambda: B, None),
    "BBᵀ": (lambda: B * B.T, None),
    "B⁻¹": (lambda: B.I, "!=0"),
    "BᵀB⁻¹": (lambda: B.T * B.I, "+"),
    "RRᵀ": (lambda: R * R.T, None),
    "diag v": (lambda: diag(v), "+"),
    "diag w": (lambda: diag(w), None),
    "-I": (lambda: -1 * Identity(K), "!=0"),
    "tS": (lambda: t * S, "!=0"),
    "cI": (lambda: c * Identity(K), None),
    "S + I": (lambda: S + Identity(K), None),
    "S diag(v) Sᵀ": (lambda: S * diag(v) * S.T, "+"),
}


@pytest.mark.parametrize("name", SIGNS)
def test_signs_of_determinants(name):
    matrix, expected = SIGNS[name]
    made, core = elaborated(HERE, lambda: Statement(det(matrix()), "=", 0))
    assert sign(made.lhs, core) == expected


def test_rank_hypothesis_that_is_not_about_the_matrix():
    other = Context(*HERE.parts, assume(Statement(B * S, "invertible"), "of BS"))
    made, core = elaborated(other, lambda: Statement(det(B), "=", 0))
    assert sign(made.lhs, core) is None  # it does follow, but not by these rules
    made, core = elaborated(other, lambda: Statement(det(B * S), "=", 0))
    assert sign(made.lhs, core) in ("!=0", None)


def test_a_nonnegative_diagonal_may_be_singular():
    maybe = HERE.but(declare(v, NONNEGATIVE))
    made, core = elaborated(maybe, lambda: Statement(det(diag(v)), "=", 0))
    assert sign(made.lhs, core) is None
