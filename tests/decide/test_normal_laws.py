"""Expectations and divergences under normal laws: what holds at symbolic dimension, and what must not be proved."""

import pytest
from sympy import Determinant, Identity, MatrixSymbol, Rational, Sum, Trace, ZeroMatrix, log, symbols

from tests.written import link, numbers, owed
from verify.notation import (
    KL,
    POSITIVE,
    Context,
    E,
    Interval,
    Statement,
    declare,
    diag,
    entropy,
    entry,
    hadamard,
    norm2,
    normal_density,
    scalar,
)

K = symbols("K", integer=True, positive=True)
i, j = symbols("i j", integer=True)
z, m, n, v = (MatrixSymbol(name, K, 1) for name in ("z", "m", "n", "v"))
A, B = MatrixSymbol("A", K, K), MatrixSymbol("B", K, K)
s, a, b, t, u = symbols("s a b t u")

FULL = Context(
    declare(z), declare(m), declare(n), declare(v, POSITIVE), declare(A, structure=("invertible",)), declare(B)
)
NUMBERS = Context(declare(s), declare(a), declare(b), declare(t, POSITIVE), declare(u))


def diagonal():
    return normal_density(z, m, diag(hadamard(v, v)))


def full():
    return normal_density(z, m, A * A.T)


TRUE = {
    "mean": lambda: Statement(E(entry(z, i), full()), "=", entry(m, i)),
    "second moment": lambda: Statement(
        E(entry(z, i) * entry(z, j), full()), "=", entry(m, i) * entry(m, j) + entry(A * A.T, i, j)
    ),
    "norm": lambda: Statement(E(norm2(z), diagonal()), "=", norm2(m) + norm2(v)),
    "norm under a full covariance": lambda: Statement(E(norm2(z - m), full()), "=", Trace(A * A.T)),
    "quadratic form": lambda: Statement(
        E(scalar((z - n).T * B * (z - n)), full()), "=", scalar((m - n).T * B * (m - n)) + Trace(A.T * B * A)
    ),
    "fourth moment": lambda: Statement(E(entry(z - m, i) ** 4, diagonal()), "=", 3 * entry(v, i) ** 4),
    "entropy": lambda: Statement(
        entropy(normal_density(z, m, Identity(K))), "=", -E(log(normal_density(z, m, Identity(K))), full_standard())
    ),
}


def full_standard():
    return normal_density(z, m, Identity(K))


FALSE = {
    "variance for standard deviation": lambda: Statement(
        E(norm2(z), diagonal()), "=", norm2(m) + Sum(entry(v, i), (i, 1, K))
    ),
    "AᵀA for AAᵀ": lambda: Statement(E(entry(z - m, i) * entry(z - m, j), full()), "=", entry(A.T * A, i, j)),
    "trace of ABA": lambda: Statement(
        E(scalar((z - n).T * B * (z - n)), full()), "=", scalar((m - n).T * B * (m - n)) + Trace(A * B * A)
    ),
    "the mean forgotten": lambda: Statement(E(norm2(z), full()), "=", Trace(A * A.T)),
    "independent entries": lambda: Statement(E(entry(z, i) * entry(z, j), full()), "=", entry(m, i) * entry(m, j)),
    "fourth moment 1": lambda: Statement(E(entry(z - m, i) ** 4, diagonal()), "=", entry(v, i) ** 4),
    "zero": lambda: Statement(E(norm2(z), full()), "=", 0),
}


@pytest.mark.parametrize("name", TRUE)
def test_moments_at_any_dimension(name):
    assert link(FULL, TRUE[name]) == "proved"


@pytest.mark.parametrize("name", FALSE)
def test_wrong_moments_are_refuted(name):
    assert link(FULL, FALSE[name]) == "refuted"
    assert numbers(FULL, FALSE[name]) == "refuted"


def test_the_general_divergence_is_no_more_than_its_formula():
    right = normal_density(z, n, Identity(K))
    gap = Rational(1, 2) * (Trace(A * A.T) + norm2(m - n) - K - log(Determinant(A * A.T)))
    assert link(FULL, lambda: Statement(KL(full(), right), "=", gap)) == "proved"
    assert link(FULL, lambda: Statement(KL(full(), right), "=", gap + Rational(1, 2) * K)) == "refuted"
    assert link(FULL, lambda: Statement(KL(full(), right), "=", gap + log(Determinant(A * A.T)))) == "refuted"


# ------------------------------------------------------------------------------ what a density owes


def test_a_covariance_must_be_positive_definite():
    singular = lambda: Statement(E(norm2(z), normal_density(z, m, B * B.T)), "=", norm2(m) + Trace(B * B.T))  # noqa: E731
    assert link(FULL, singular) == "open"
    unknown = lambda: Statement(E(norm2(z), normal_density(z, m, B)), "=", norm2(m) + Trace(B))  # noqa: E731
    assert link(FULL, unknown) == "open"
    assert "B is symmetric and positive definite" in owed(FULL, unknown)


@pytest.mark.parametrize("variance", [u, -t, t - 1, u**2, 0 * t, -1 * t**2], ids=["u", "-t", "t - 1", "u²", "0", "-t²"])
def test_a_variance_must_be_positive(variance):
    claim = lambda: Statement(E(s**2, normal_density(s, a, variance)), "=", a**2 + variance)  # noqa: E731
    assert link(NUMBERS, claim) in ("open", "undecided")


def test_a_standard_deviation_that_may_be_0_owes_a_proof():
    closed = NUMBERS.but(declare(t, Interval(0, None, low_closed=True)))
    claim = lambda: Statement(E(s**2, normal_density(s, a, t)), "=", a**2 + t)  # noqa: E731
    assert link(NUMBERS, claim) == "proved"
    assert link(closed, claim) == "open"


def test_an_expectation_of_no_polynomial_owes_that_it_is_finite():
    from sympy import exp

    claim = lambda: Statement(E(exp(s**2), normal_density(s, a, t)), "=", E(exp(s**2), normal_density(s, a, t)))  # noqa: E731
    assert "integrals are finite" in owed(NUMBERS, claim)


def test_a_law_that_depends_on_what_it_draws_is_no_law_of_it():
    claim = lambda: Statement(E(s, normal_density(s, s, t)), "=", s)  # noqa: E731
    assert link(NUMBERS, claim) in ("undecided", "refuted")
    claim = lambda: Statement(E(s, normal_density(s - a, b, t)), "=", b)  # noqa: E731
    with pytest.raises(Exception, match="not a symbol"):
        link(NUMBERS, claim)


def test_divergences_of_numbers():
    p, q = (lambda: normal_density(s, a, t)), (lambda: normal_density(s, b, t))
    assert link(NUMBERS, lambda: Statement(KL(p(), q()), "=", (a - b) ** 2 / (2 * t))) == "proved"
    assert link(NUMBERS, lambda: Statement(KL(p(), q()), "=", (a - b) ** 2 / t)) == "refuted"
    assert link(NUMBERS, lambda: Statement(KL(p(), q()), "=", 0)) == "refuted"
    assert link(NUMBERS, lambda: Statement(KL(p(), q()), ">", 0)) != "proved"  # 0 where the means agree


def test_zero_mean_prior():
    assert (
        link(FULL, lambda: Statement(E(norm2(z), normal_density(z, ZeroMatrix(K, 1), Identity(K))), "=", K)) == "proved"
    )
    assert (
        link(FULL, lambda: Statement(E(norm2(z), normal_density(z, ZeroMatrix(K, 1), Identity(K))), "=", 1))
        == "refuted"
    )


def test_an_arbitrary_law_has_two_moments_and_no_more():
    from verify.notation import NONNEGATIVE, Arbitrary

    e, q = MatrixSymbol("e", K, 1), symbols("q")
    drawn = Context(declare(e, law=Arbitrary(a, q)), declare(a), declare(q, NONNEGATIVE))
    mean = Sum(entry(e, i), (i, 1, K)) / K
    assert link(drawn, lambda: Statement(E(mean, e), "=", a)) == "proved"
    assert link(drawn, lambda: Statement(E((mean - a) ** 2, e), "=", q / K)) == "proved"
    assert link(drawn, lambda: Statement(E((mean - a) ** 2, e), "=", q / K**2)) == "refuted"
    third = lambda: Statement(E((entry(e, i) - a) ** 3, e), "=", 0)  # noqa: E731
    assert link(drawn, third) != "proved"  # true of normal laws, not of every law
