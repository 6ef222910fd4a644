"""What `scalars` proves: equalities, inequalities, roots, extrema, monotonicity, convexity, limits."""

from fractions import Fraction

import pytest

from tests.decide.scalar_terms import (
    CONTEXT,
    D,
    E,
    a,
    b,
    c,
    claim,
    col,
    exp,
    f,
    f0,
    f1,
    gamma,
    half,
    i,
    log,
    modulus,
    oo,
    p,
    pi,
    psi0,
    psi1,
    q,
    raw,
    root,
    sigmoid,
    signum,
    softplus,
    sqrt,
    tanh,
    theta,
    u,
    x,
    y,
)
from verify.decide.facts import sign
from verify.decide.scalars import decide
from verify.model import Proof
from verify.terms.context import POSITIVE, Context, Declaration
from verify.terms.nodes import ONE, Apply, At, Density, Diff, Entry, MatOp, Mul, Num, Rows, Sum, Sym
from verify.terms.statement import Statement

two, four, six = (E(Num(Fraction(k))) for k in (2, 4, 6))


def proof(statement, context=CONTEXT):
    answer = decide(statement, context)
    assert isinstance(answer, Proof), answer
    return answer


EQUALITIES = [
    (exp(x) * exp(y), exp(x + y)),
    (exp(x / 2) ** 2, exp(x)),
    (exp(-x), 1 / exp(x)),
    (exp(x + log(a)), a * exp(x)),
    (exp(log(x)), x),
    (log(exp(x)), x),
    (exp(x**2 / (x + 1)), exp(x - 1) * exp(1 / (x + 1))),
    (log(a * b), log(a) + log(b)),
    (log(a / b), log(a) - log(b)),
    (log(a**3 * exp(x)), 3 * log(a) + x),
    (log(four), 2 * log(two)),
    (log(six), log(two) + log(E(Num(Fraction(3))))),
    (log(1 - p), log((1 - p) ** 2) / 2),
    (log(exp(x) + exp(-x)), log(exp(2 * x) + 1) - x),
    (log(1 - exp(-a)), log(exp(a) - 1) - a),
    (log(x / x), log(E(Num(Fraction(1))))),
    (sigmoid(x), 1 - sigmoid(-x)),
    (log(sigmoid(x)), x - softplus(x)),
    (softplus(x) - softplus(-x), x),
    (tanh(x), 2 * sigmoid(2 * x) - 1),
    (sigmoid(log(a)), a / (1 + a)),
    (sqrt(x**2), modulus(x)),
    (sqrt(a**2), a),
    (sqrt(p**2 - 2 * p + 1), 1 - p),
    (sqrt(a) * sqrt(b), sqrt(a * b)),
    (sqrt(x) ** 2, x),
    (sqrt(E(Num(Fraction(8)))), 2 * sqrt(two)),
    (sqrt(3 + 2 * sqrt(two)), 1 + sqrt(two)),
    (sqrt(3 - 2 * sqrt(two)), sqrt(two) - 1),
    (1 / (sqrt(a) - 1), (sqrt(a) + 1) / (a - 1)),
    (root(a, 3) * root(a, 3) ** 2, a),
    (sqrt(exp(x)), exp(x / 2)),
    (exp(log(a) / 2), sqrt(a)),
    (log(sqrt(a)), log(a) / 2),
    (modulus(x * y), modulus(x) * modulus(y)),
    (modulus(x) ** 2, x**2),
    (modulus(-x), modulus(x)),
    (modulus(p - 1), 1 - p),
    (signum(a), E(Num(Fraction(1)))),
    (two**x, exp(x * log(two))),
    (a**x * a**y, a ** (x + y)),
    (a**x * b**x, (a * b) ** x),
    (a ** (log(p) + tanh(a)), a ** log(p) * a ** tanh(a)),
    (i * i, E(Num(Fraction(-1)))),
    (1 / (1 + i), (1 - i) / 2),
    (exp(i * x) * exp(-i * x), E(Num(Fraction(1)))),
    (x / x, E(Num(Fraction(1)))),
    (f(x + y), f(y + x)),
    (f(log(a * b), 1), f(log(a) + log(b), 1)),
    (f1 / (f0 + f1) / (1 - f1 / (f0 + f1)), f1 / f0),
]


@pytest.mark.parametrize(("left", "right"), EQUALITIES, ids=lambda v: str(v.term))
def test_equalities(left, right):
    proof(claim("=", left, right))


INEQUALITIES = [
    (x**2, ">=", 0),
    (x**2 + 1, ">", 0),
    (x * x + y * y, ">=", 2 * x * y),
    (a + 1 / a, ">=", 2),
    (p * (1 - p), "<=", half**2),
    (sqrt(a * b), "<=", (a + b) / 2),
    (x**4 - x**2 + 1, ">", 0),
    (sqrt(1 + x**2), ">", x),
    (sigmoid(x), "<", 1),
    (sigmoid(x), "<=", sigmoid(x + a)),
    (tanh(x), "<", 1),
    (exp(x), "!=", 0),
    (a, "!=", -b),
    (softplus(x), ">", x),
    (softplus(x), ">", 0),
    (log(1 + exp(2 * x)), "<=", 2 * log(1 + exp(x))),
    (pi, "<", E(Num(Fraction(22, 7)))),
    (log(four), ">", 1),
    (exp(half), "<", 2),
    (modulus(x), ">=", x),
]


@pytest.mark.parametrize(("left", "relation", "right"), INEQUALITIES, ids=lambda v: str(getattr(v, "term", v)))
def test_inequalities(left, relation, right):
    assert not proof(claim(relation, left, right)).axioms


BY_TANGENT = [
    (log(a), "<=", a - 1),
    (exp(x), ">=", 1 + x),
    (log(a) - log(b), "<=", a / b - 1),
    (log(a / b), ">=", 1 - b / a),
    (a * log(a / b), ">=", a - b),
    (f1 * log(D) + f0 * log(1 - D), "<=", f1 * log(f1 / (f0 + f1)) + f0 * log(f0 / (f0 + f1))),
    (p * log(p / D) + (1 - p) * log((1 - p) / (1 - D)), ">=", 0),
]


@pytest.mark.parametrize(("left", "relation", "right"), BY_TANGENT, ids=lambda v: str(getattr(v, "term", v)))
def test_the_axiom_of_the_logarithm_is_named(left, relation, right):
    assert proof(claim(relation, left, right)).axioms == ("log r <= r - 1",)


UNDER = [
    (claim("=", D, f1 / (f0 + f1), given=(claim("=", f1 / D - f0 / (1 - D), 0),))),
    (claim("=", f1, f0 * D / (1 - D), given=(claim("=", f1 * (1 - D), f0 * D),))),
    (claim("=", exp(x), exp(y), given=(claim("=", x, y),))),
    (claim("=", x, b / 2, given=(claim("=", 2 * x * a, a * b),))),
    (claim("=", p, half, given=(claim("=", p / (1 - p), 1),))),
    (claim("=", sqrt(x**2), x, given=(claim(">=", x, 0),))),
    (claim("=", log(x**2), 2 * log(x), given=(claim(">", x, 0),))),
    (claim("=", log(x * y), log(x) + log(y), given=(claim(">", x, 0), claim(">", y, 0)))),
    (claim("<=", sigmoid(x), sigmoid(y), given=(claim("<=", x, y),))),
    (claim("<", exp(x), exp(y), given=(claim("<", x, y),))),
    (claim("<=", x, y, given=(claim("<=", exp(x), exp(y)),))),
    (claim("!=", exp(x) - 1, 0, given=(claim("!=", x, 0),))),
    (claim("=", x, 0, given=(claim("=", exp(x), 1),))),
]


@pytest.mark.parametrize("statement", UNDER, ids=lambda s: str(s.args[0]))
def test_hypotheses_are_used_and_named(statement):
    assert proof(statement).hypotheses


def test_a_hypothesis_that_is_not_needed_is_not_named():
    statement = claim("=", exp(x) * exp(y), exp(x + y), given=(claim("<", x, y),))
    assert not proof(statement).hypotheses


def test_sentences_of_the_context_are_named():
    context = CONTEXT.with_hypotheses((claim("=", f1 * (1 - D), f0 * D), "the two densities balance"))
    assert "the two densities balance" in proof(claim("=", f1, f0 * D / (1 - D)), context).hypotheses


slope = Diff(raw(f1 * log(D) + f0 * log(1 - D)), (D.term,))
loss = log(sigmoid(psi1)) + log(sigmoid(-(psi0 * theta + psi1)))
s = sigmoid(psi0 * theta + psi1)
field = col(-theta * s, sigmoid(-psi1) - s, psi0 * s)


def test_derivatives_and_points():
    proof(claim("=", E(slope), f1 / D - f0 / (1 - D)))
    proof(claim("=", E(At(slope, ((D.term, raw(f1 / (f0 + f1))),))), 0))
    gradient = Diff(raw(loss), (psi0.term, psi1.term))
    proof(claim("=", gradient, col(-theta * s, sigmoid(-psi1) - s)))
    at = tuple((v.term, Num(Fraction(0))) for v in (psi0, psi1, theta))
    jacobian = At(Diff(field, (psi0.term, psi1.term, theta.term)), at)
    rows = ((0, 0, -half), (0, -half, 0), (half, 0, 0))
    proof(claim("=", jacobian, Rows(tuple(tuple(raw(e) for e in row) for row in rows))))


def test_a_stationarity_condition_is_a_hypothesis():
    proof(claim("=", D, f1 / (f0 + f1), given=(claim("=", E(slope), 0),)))
    assert sign(raw(E(Diff(raw(x**3 + x), (x.term,)))), CONTEXT) == "+"


def test_matrices_written_out():
    left = Rows(((raw(x), raw(y)), (raw(y), raw(a))))
    column = col(x, 1)
    proof(claim("=", MatOp("product", (left, column)), col(x * x + y, x * y + a)))
    proof(claim("=", E(MatOp("det", (left,))), x * a - y**2))
    proof(claim("=", E(MatOp("norm2", (column,))), x**2 + 1))
    proof(claim("=", MatOp("transpose", (Mul((raw(a), column)),)), Rows(((raw(a * x), raw(a)),))))
    size = Num(Fraction(2))
    matrix = Sym("M", "real", (size, size))
    context = Context((Declaration(matrix, POSITIVE),))
    first = Entry(matrix, (ONE, ONE))
    total = Entry(matrix, (ONE, size))
    row_sum = MatOp("product", (matrix, MatOp("ones", (size, ONE))))
    proof(Statement("=", (Entry(row_sum, (ONE,)), raw(E(first) + E(total)))), context)
    k = Sym("k", "index")
    proof(Statement(">", (Sum(Entry(matrix, (k, k)), k, size), first)), context)


def test_densities_and_functions_are_opaque():
    t, w = Sym("t", "point"), Sym("w", "point")
    real, fake = Density("p", ("t",), (), (t,)), Density("q", ("t",), (), (t,))
    ratio = E(real) / (E(real) + E(fake))
    proof(claim("=", E(real), E(fake) * ratio / (1 - ratio)))
    proof(claim("=", log(E(real) / E(fake)), log(E(real)) - log(E(fake))))
    discriminator = E(Apply("g", (raw(x),)))
    proof(claim("<", discriminator, 1))
    elsewhere = Density("p", ("t",), (), (w,))
    assert not isinstance(decide(claim("=", E(real), E(elsewhere)), CONTEXT), Proof)


EXTREMA = [
    ("unique maximizer", f1 * log(D) + f0 * log(1 - D), f1 / (f0 + f1), (D,)),
    ("unique maximizer", -(x**2), 0, (x,)),
    ("unique minimizer", x**4, 0, (x,)),
    ("unique maximizer", x - exp(x), 0, (x,)),
    ("unique maximizer", u * c - u * log(u), exp(c - 1), (u,)),
    ("unique maximizer", a * x - x**2 / 2, a, (x,)),
    ("unique maximizer", q, 1, (q,)),
    ("unique minimizer", u - log(u), 1, (u,)),
    ("unique minimizer", x**2 + y**2 + x * y, col(0, 0), (x, y)),
    ("unique minimizer", softplus(x) - x / 2, 0, (x,)),
]


@pytest.mark.parametrize(("relation", "term", "point", "on"), EXTREMA, ids=lambda v: str(getattr(v, "term", v)))
def test_extrema(relation, term, point, on):
    proof(claim(relation, term, point, on=on))


ROOTS = [
    (field, col(0, 0, 0), (psi0, psi1, theta)),
    (col(-theta * s - gamma * psi0, sigmoid(-psi1) - s, psi0 * s), col(0, 0, 0), (psi0, psi1, theta)),
    (col(exp(x) - 1), col(0), (x,)),
    (col(u**3 - u), col(1), (u,)),
    (col(x + y - 2, x - y), col(1, 1), (x, y)),
    (col(a * x - b), col(b / a), (x,)),
    (col(log(u) - c), col(exp(c)), (u,)),
]


@pytest.mark.parametrize(("column", "point", "on"), ROOTS, ids=str)
def test_unique_roots(column, point, on):
    proof(claim("unique root", column, point, on=on))


MONOTONE = [
    ("increasing", x**3, x),
    ("increasing", u**2, u),
    ("decreasing", 1 / u, u),
    ("decreasing", (1 - p) / p, p),
    ("increasing", sigmoid(x), x),
    ("increasing", log(u) + a * u, u),
    ("decreasing", -(x**5), x),
    ("increasing", a**2 * x**3 + x, x),
]


@pytest.mark.parametrize(("relation", "term", "on"), MONOTONE, ids=lambda v: str(getattr(v, "term", v)))
def test_monotone(relation, term, on):
    proof(claim(relation, term, on=(on,)))


CONVEX = [
    ("convex", softplus(x), (x,)),
    ("strictly convex", softplus(x), (x,)),
    ("strictly convex", x**4, (x,)),
    ("strictly convex", u * log(u), (u,)),
    ("convex", 2 * x, (x,)),
    ("convex", log(1 + exp(x * y)), (x,)),
    ("convex", x**2 + y**2 - 2 * x * y, (x, y)),
    ("strictly convex", x**2 + y**2 - x * y, (x, y)),
    ("not convex", x**3, (x,)),
    ("not convex", -softplus(x), (x,)),
    ("not convex", a * log(u), (u,)),
]


@pytest.mark.parametrize(("relation", "term", "on"), CONVEX, ids=lambda v: str(getattr(v, "term", v)))
def test_convex(relation, term, on):
    proof(claim(relation, term, on=on))


def test_convexity_under_a_hypothesis():
    proof(claim("convex", c * x**2 + softplus(x), on=(x,), given=(claim(">=", c, 0),)))


LIMITS = [
    ((1 - p) / p, 0, oo, p),
    ((1 - p) / p, 1, 0, p),
    (1 / x**2, 0, oo, x),
    (1 / u, 0, oo, u),
    (sigmoid(x), oo, 1, x),
    (sigmoid(x), -oo, 0, x),
    (exp(x - 1), -oo, 0, x),
    (log(u), 0, -oo, u),
    (log(u), oo, oo, u),
    (tanh(x), -oo, -1, x),
    (x / x, 0, 1, x),
    ((x**2 - 1) / (x - 1), 1, 2, x),
    (a * x + b, oo, oo, x),
    (a * x + b, -oo, -oo, x),
    ((a * x + 1) / (b * x + 2), oo, a / b, x),
    (log(1 - sigmoid(x)), oo, -oo, x),
    (exp(-1 / x**2), 0, 0, x),
    (log(D), 1, 0, D),
    (sqrt(u), 0, 0, u),
    (x * y, 3, 3 * y, x),
    (sigmoid(-x), -oo, 1, x),
    (sqrt(1 + 1 / u), oo, 1, u),
]


@pytest.mark.parametrize(("term", "point", "value", "on"), LIMITS, ids=lambda v: str(getattr(v, "term", v)))
def test_limits(term, point, value, on):
    proof(claim("limit", term, point, value, on=(on,)))


def test_a_certificate_names_the_kernels():
    assert "exp(x)" in proof(claim("=", exp(x + y), exp(x) * exp(y))).certificate
