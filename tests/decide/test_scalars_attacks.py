"""Attempts to have a false statement about scalars proved; each row is false, vacuous or lacks a condition."""

import random
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
    random_term,
    raw,
    root,
    sigmoid,
    signum,
    softplus,
    sqrt,
    tanh,
    tempting,
    theta,
    u,
    x,
    y,
)
from verify.decide.scalars import decide
from verify.meaning.replay import refute
from verify.model import Disproof, Proof
from verify.terms.context import POSITIVE, Context, Declaration, FunctionDeclaration
from verify.terms.nodes import ONE, Apply, At, Diff, Entry, MatOp, Num, Sum, Sym
from verify.terms.statement import Statement

one, two, three = (E(Num(Fraction(k))) for k in (1, 2, 3))
s = sigmoid(psi0 * theta + psi1)

NOT_EQUAL = [
    (sqrt(x**2), x),
    (sqrt((x - 1) ** 2), x - 1),
    (sqrt((p - 1) ** 2), p - 1),
    (sqrt(x**4), x**2 + modulus(x) - x),
    (sqrt(3 - 2 * sqrt(two)), 1 - sqrt(two)),
    (sqrt(two + sqrt(three)), sqrt(two) + sqrt(sqrt(three))),
    (sqrt(x + y), sqrt(x) + sqrt(y)),
    (sqrt(a**2 + b**2), a + b),
    (root(x**3, 3), x),
    (root(a, 3), sqrt(a)),
    (log(x * y), log(x) + log(y)),
    (log(x**2), 2 * log(x)),
    (log(a + b), log(a) + log(b)),
    (log(a) * log(b), log(a * b)),
    (log(a) / log(b), log(a / b)),
    (log(a) / log(b), log(a) - log(b)),
    (log(1 + exp(2 * x)), 2 * log(1 + exp(x))),
    (log(p - 1), log(1 - p)),
    (log(-a), log(a)),
    (log(exp(x) - 1), x - 1),
    (exp(x * y), exp(x) * exp(y)),
    (exp(x + y), exp(x) + exp(y)),
    (exp(x) ** 2, exp(x**2)),
    (exp(2 * x), 2 * exp(x)),
    (exp(a * log(b)), a * b),
    (exp(i * pi), one),
    (exp(-x), -exp(x)),
    (two**x, x**2),
    (a**x * a**y, a ** (x * y)),
    (a**x * b**x, (a * b) ** (2 * x)),
    (x**c * y**c, (x * y) ** c),
    ((x**2) ** c, x ** (2 * c)),
    (sigmoid(x), sigmoid(-x)),
    (sigmoid(x + y), sigmoid(x) * sigmoid(y)),
    (log(sigmoid(x)), softplus(-x)),
    (softplus(-x), softplus(x)),
    (tanh(x), 2 * sigmoid(x) - 1),
    (tanh(2 * x), 2 * tanh(x)),
    (modulus(x + y), modulus(x) + modulus(y)),
    (modulus(x), x),
    (modulus(x - y), modulus(x) - modulus(y)),
    (modulus(exp(i * x)), exp(x)),
    (signum(x) ** 2, one),
    (signum(x), one),
    (i**2, one),
    (sqrt(-one) * sqrt(-one), one),
    (1 / (x - x), E(Num(Fraction(5)))),
    (1 / (sqrt(a) ** 2 - a), one),
    ((x - x) / (x - x), one),
    (log(x - x), one),
    (f(x + y), f(x) + f(y)),
    (f(x), f(x, 1)),
    (f(-x), f(x)),
    (f(x), f(modulus(x))),
    (E(Apply("g", (raw(x),))), f(x)),
    (pi, E(Num(Fraction(22, 7)))),
    (log(two), E(Num(Fraction(6931471805599453, 10**16)))),
    (exp(one), E(Num(Fraction(2718281828459045, 10**15)))),
    (sqrt(two), E(Num(Fraction(1414213562373095, 10**15)))),
    (x, y),
    (x + Fraction(1, 10**30), x),
    (f1 / (f0 + f1), f0 / (f0 + f1)),
]


def not_proved(statement, context=CONTEXT):
    answer = decide(statement, context)
    assert not isinstance(answer, Proof), answer
    return answer


@pytest.mark.parametrize(("left", "right"), NOT_EQUAL, ids=lambda v: str(v.term))
def test_false_equalities(left, right):
    not_proved(claim("=", left, right))
    not_proved(claim("=", right, left))


FALSE_ORDERS = [
    (x**2, ">", 0),
    (x, ">=", 0),
    (x, "!=", 0),
    (x**3, ">=", 0),
    (x + 1 / x, ">=", 2),
    (a + 1 / a, ">", 2),
    (p * (1 - p), "<", half**2),
    (log(a), "<", a - 1),
    (exp(x), ">", 1 + x),
    (exp(x), ">=", 1 + 2 * x),
    (exp(x), "<=", 1 + x),
    (sigmoid(x), "<=", sigmoid(y)),
    (sigmoid(x), ">=", half),
    (softplus(x), ">=", modulus(x)),
    (tanh(x), ">=", 0),
    (sqrt(x), ">", 0),
    (modulus(x), ">", 0),
    (q, ">", 0),
    (q, "<", 1),
    (1 / q, ">", 1),
    (sqrt(x**2), "<=", x),
    (log(x), ">=", 0),
    (x * log(x), ">=", 0),
    (a**x, ">=", 1),
    (a * b, ">=", a),
    (x / y, ">=", x),
    (log(two), "<", E(Num(Fraction(6931471805599453, 10**16)))),
    (exp(x) + exp(-x), ">", 2),
    (f(x), ">", 0),
    (x**2 + y**2, ">", 2 * x * y),
    (f1 * log(D) + f0 * log(1 - D), "<", f1 * log(f1 / (f0 + f1)) + f0 * log(f0 / (f0 + f1))),
    (f1 * log(D) + f0 * log(1 - D), "<=", f0 * log(f1 / (f0 + f1)) + f1 * log(f0 / (f0 + f1))),
    (c * log(a), "<=", c * (a - 1)),
    (p * log(p / D), ">=", 0),
]


@pytest.mark.parametrize(("left", "relation", "right"), FALSE_ORDERS, ids=lambda v: str(getattr(v, "term", v)))
def test_false_inequalities(left, relation, right):
    not_proved(claim(relation, left, right))


WITHOUT = [
    claim("=", x, b, given=(claim("=", x * y, b * y),)),  # y may be 0
    claim("=", x, y, given=(claim("=", x**2, y**2),)),
    claim("=", f1, f0 * D / (1 - D), given=(claim("=", f1 * D, f0 * (1 - D)),)),
    claim("<", sigmoid(x), sigmoid(y), given=(claim("<=", x, y),)),
    claim("<=", x * c, y * c, given=(claim("<=", x, y),)),
    claim("<=", 1 / x, 1 / y, given=(claim("<=", y, x),)),
    claim("<=", x**2, y**2, given=(claim("<=", x, y),)),
    claim("=", f(x), f(y), given=(claim("=", x**2, y**2),)),
    claim("=", x, y, given=(claim("=", f(x), f(y)),)),
    claim("=", exp(x * y), 1, given=(claim("=", x + y, 0),)),
    claim("=", x, 0, given=(claim("=", x * y, 0),)),
    claim(">", x, 0, given=(claim(">=", x, 0),)),
    claim("=", p, half, given=(claim("=", p * (1 - p), p * (1 - p)),)),
]


@pytest.mark.parametrize("statement", WITHOUT, ids=lambda st: f"{st.args[0]} {st.relation}")
def test_hypotheses_that_do_not_suffice(statement):
    not_proved(statement)


CONTRADICTIONS = [
    (claim(">", x, y), claim(">", y, x)),
    (claim("=", x, 1), claim("=", x, 2)),
    (claim("=", exp(x), -1),),
    (claim("<", a, 0),),
    (claim("=", x * x, -1),),
]


@pytest.mark.parametrize("given", CONTRADICTIONS, ids=str)
def test_from_a_contradiction_nothing_follows(given):
    for relation, term in (("=", x - y - 1), (">", c), ("<", softplus(c) + x)):
        not_proved(claim(relation, term, 0, given=given))


def test_terms_that_are_defined_nowhere():
    not_proved(claim(">=", log(x) + log(-x), 5))
    not_proved(claim("<", log(-a), 0))
    not_proved(claim("=", log(-exp(x)), x))
    not_proved(claim(">", sqrt(-a), 0))


FALSE_EXTREMA = [
    ("unique maximizer", f1 * log(D) + f0 * log(1 - D), f0 / (f0 + f1), (D,)),
    ("unique minimizer", f1 * log(D) + f0 * log(1 - D), f1 / (f0 + f1), (D,)),
    ("unique maximizer", x**2, 0, (x,)),
    ("unique minimizer", x**3, 0, (x,)),
    ("unique minimizer", x**4 - 2 * x**2, 1, (x,)),
    ("unique minimizer", (x**2 - 1) ** 2, 1, (x,)),
    ("unique minimizer", x**4 - 2 * x**2, 0, (x,)),
    ("unique maximizer", p, 1, (p,)),
    ("unique minimizer", u, 0, (u,)),
    ("unique maximizer", q, 0, (q,)),
    ("unique maximizer", 0 * x, 0, (x,)),
    ("unique maximizer", c * x**2, 0, (x,)),
    ("unique minimizer", c * x**2, 0, (x,)),
    ("unique minimizer", c**2 * x**2, 0, (x,)),
    ("unique minimizer", x**2 - y**2, col(0, 0), (x, y)),
    ("unique minimizer", x**2 + y**2 + 3 * x * y, col(0, 0), (x, y)),
    ("unique minimizer", x**2 + y**2 - 2 * x * y, col(0, 0), (x, y)),
    ("unique maximizer", u * c - u * log(u), exp(c), (u,)),
    ("unique maximizer", a * x - x**2 / 2, x, (x,)),
    ("unique minimizer", 1 / x**2, 1, (x,)),
    ("unique maximizer", -1 / x**2 - x**2, 1, (x,)),
    ("unique minimizer", f(x), 0, (x,)),
]


@pytest.mark.parametrize(("relation", "term", "point", "on"), FALSE_EXTREMA, ids=lambda v: str(getattr(v, "term", v)))
def test_false_extrema(relation, term, point, on):
    not_proved(claim(relation, term, point, on=on))


def test_a_maximizer_outside_a_hypothesis():
    """The range of D is not the whole interval, so nothing is claimed."""
    value = f1 * log(D) + f0 * log(1 - D)
    not_proved(claim("unique maximizer", value, f1 / (f0 + f1), on=(D,), given=(claim("<", D, half),)))


def test_a_defined_name_is_no_variable():
    ratio = Sym("lam")
    context = Context((Declaration(p.term, CONTEXT.by_name["p"].interval), Declaration(ratio, definition=raw(1 / p))))
    for relation in ("increasing", "decreasing", "convex", "strictly convex"):
        assert not isinstance(decide(Statement(relation, (ratio,), (ratio,)), context), Proof | Disproof)


FALSE_ROOTS = [
    (col(x**2 - x), col(0), (x,)),
    (col(x**2 - x), col(1), (x,)),
    (col(x**2 + 1), col(0), (x,)),
    (col(x**3 - 3 * x), col(0), (x,)),
    (col(x * y, x), col(0, 0), (x, y)),
    (col(x * y - 1, x - y), col(1, 1), (x, y)),
    (col(-theta * s, s - s, psi0 * s), col(0, 0, 0), (psi0, psi1, theta)),
    (col(-theta * s, sigmoid(psi1) - s, psi0 * s), col(0, 0, 0), (psi0, psi1, theta)),
    (col(-theta * s, sigmoid(-psi1) - s, psi0 * s), col(0, 1, 0), (psi0, psi1, theta)),
    (col(-psi0 * s, sigmoid(-psi1) - s, psi0 * s), col(0, 0, 0), (psi0, psi1, theta)),
    (col(exp(x) - exp(y)), col(0), (x,)),
    (col(x / x * x), col(0), (x,)),
    (col(x**2 / x), col(0), (x,)),
    (col(log(x**2)), col(1), (x,)),
    (col(c * x), col(0), (x,)),
    (col(u - c), col(c), (u,)),
    (col(f(x)), col(0), (x,)),
    (col(f(x) - f(0)), col(0), (x,)),
    (col(exp(x) * x * (x - 1)), col(0), (x,)),
    (col(modulus(x) - 1), col(1), (x,)),
    (col(sqrt(x**2) - x), col(0), (x,)),
    (col(p**2 - p), col(0), (p,)),
]


@pytest.mark.parametrize(("column", "point", "on"), FALSE_ROOTS, ids=str)
def test_false_roots(column, point, on):
    not_proved(claim("unique root", column, point, on=on))


FALSE_MONOTONE = [
    ("increasing", x**2, x),
    ("increasing", -1 / x, x),
    ("decreasing", 1 / x, x),
    ("increasing", (1 - p) / p, p),
    ("increasing", c * x, x),
    ("increasing", c**2 * x**3, x),
    ("increasing", x - x, x),
    ("increasing", y, x),
    ("increasing", modulus(x) + x, x),
    ("increasing", log(x), x),
    ("increasing", sqrt(x), x),
    ("increasing", tanh(1 / x), x),
    ("increasing", x**3 - x, x),
    ("increasing", f(x), x),
    ("increasing", softplus(x) - x, x),
    ("increasing", exp(-x) * x, x),
    ("decreasing", p * (1 - p), p),
    ("increasing", signum(x), x),
]


@pytest.mark.parametrize(("relation", "term", "on"), FALSE_MONOTONE, ids=lambda v: str(getattr(v, "term", v)))
def test_false_monotone(relation, term, on):
    not_proved(claim(relation, term, on=(on,)))


FALSE_CONVEX = [
    ("convex", x**3, (x,)),
    ("convex", -(x**2), (x,)),
    ("convex", c * x**2, (x,)),
    ("not convex", c * x**2, (x,)),
    ("strictly convex", c**2 * x**2, (x,)),
    ("strictly convex", 2 * x, (x,)),
    ("not convex", 2 * x, (x,)),
    ("convex", 1 / x, (x,)),
    ("convex", 1 / x**2, (x,)),
    ("convex", log(u), (u,)),
    ("convex", sigmoid(x), (x,)),
    ("convex", x * y, (x, y)),
    ("strictly convex", x**2 + y**2 - 2 * x * y, (x, y)),
    ("strictly convex", modulus(x), (x,)),
    ("not convex", softplus(x), (x,)),
    ("convex", f(x), (x,)),
    ("not convex", f(x), (x,)),
    ("convex", x**2 * y**2, (x, y)),
]


@pytest.mark.parametrize(("relation", "term", "on"), FALSE_CONVEX, ids=lambda v: str(getattr(v, "term", v)))
def test_false_convex(relation, term, on):
    not_proved(claim(relation, term, on=on))


FALSE_LIMITS = [
    ((1 - p) / p, 0, 0, p),
    ((1 - p) / p, 1, 1, p),
    (1 / x, 0, oo, x),
    (1 / x, 0, -oo, x),
    (1 / u, 0, -oo, u),
    (1 / x**2, 0, -oo, x),
    (modulus(x) / x, 0, 1, x),
    (modulus(x) / x, 0, 0, x),
    (log(x), 0, -oo, x),
    (sqrt(x), 0, 0, x),
    (exp(1 / x), 0, oo, x),
    (exp(1 / x), 0, 0, x),
    (sigmoid(x), -oo, 1, x),
    (sigmoid(1 / x), 0, half, x),
    (c * x, oo, oo, x),
    (c / x, 0, oo, x),
    ((c * x + 1) / (b * x), oo, 0, x),
    (c * x**2 / x, oo, oo, x),
    (p, 2, 2, p),
    (p, oo, oo, p),
    (1 / (p - p), 0, 1, p),
    (x / (x + c), 0, 0, x),
    (tanh(x), oo, oo, x),
    (x - x**2, oo, oo, x),
    (exp(x) / x, oo, 0, x),
    (exp(x) / exp(2 * x), -oo, 0, x),
    (log(1 + exp(x)), -oo, 1, x),
    (f(x), 0, 0, x),
    (signum(x), 0, 0, x),
    ((x**2 - 1) / (x - 1), 1, 0, x),
    (x**c, oo, oo, x),
]


@pytest.mark.parametrize(("term", "point", "value", "on"), FALSE_LIMITS, ids=lambda v: str(getattr(v, "term", v)))
def test_false_limits(term, point, value, on):
    not_proved(claim("limit", term, point, value, on=(on,)))


def test_a_point_is_put_in_after_differentiating():
    at_two = ((x.term, Num(Fraction(2))),)
    left, right = (At(Diff(raw(t), (x.term,)), at_two) for t in (x * y, 2 * y))
    not_proved(claim("=", left, right))
    swapped = At(Diff(raw(x * y), (x.term,)), ((y.term, x.term),))
    not_proved(claim("=", E(swapped), 2 * x))


def test_bound_names_are_not_free_ones():
    n = Sym("n", "dimension")
    j, k = Sym("j", "index"), Sym("k", "index")
    v = Sym("v", "real", (n, ONE))
    context = Context((Declaration(v),), (FunctionDeclaration("f", ("real",)),))
    sums = [Sum(Entry(v, (m,)), m, n) for m in (j, k)]
    assert isinstance(decide(Statement("=", tuple(sums)), context), Proof)
    not_proved(Statement("=", (sums[0], Sum(Entry(v, (j,)), k, n))), context)
    not_proved(Statement("=", (Entry(v, (j,)), Entry(v, (k,)))), context)


def test_facts_about_one_entry_are_not_about_another():
    n = Sym("n", "dimension")
    j, k = Sym("j", "index"), Sym("k", "index")
    v = Sym("v", "real", (n, ONE))
    context = Context((Declaration(v),))
    given = (Statement(">", (Entry(v, (j,)), Num(Fraction(0)))),)
    not_proved(Statement(">", (Entry(v, (k,)), Num(Fraction(0))), (), given), context)
    not_proved(Statement(">", (Sum(Entry(v, (j,)), j, n), Num(Fraction(0))), (), given), context)


def test_arrays_of_symbolic_sizes_are_left_alone():
    n = Sym("n", "dimension")
    v = Sym("v", "real", (n, ONE))
    context = Context((Declaration(v, POSITIVE),))
    transposed = MatOp("transpose", (MatOp("transpose", (v,)),))
    not_proved(Statement("=", (transposed, MatOp("ones", (n, ONE)))), context)
    not_proved(Statement("=", (MatOp("norm2", (v,)), MatOp("product", (MatOp("transpose", (v,)), v)))), context)


def test_out_of_range_entries():
    not_proved(Statement("=", (Entry(col(x, y), (Num(Fraction(3)),)), raw(x))))


@pytest.mark.parametrize("seed", range(500))
def test_tempting_laws(seed):
    draw = random.Random(seed)
    left, right = tempting(draw, 1)
    relation = draw.choice(("=", "=", "=", "<=", ">=", "<", ">", "!="))
    statement = claim(relation, left, right)
    if isinstance(decide(statement, CONTEXT), Proof):
        assert refute(statement, CONTEXT, seed=seed, tries=30) is None


@pytest.mark.parametrize("seed", range(100))
def test_random_orders(seed):
    draw = random.Random(10_000 + seed)
    left, right = random_term(draw, 2), random_term(draw, 1)
    statement = claim(draw.choice(("<=", ">=", "<", ">", "!=", "=")), left, right)
    if isinstance(decide(statement, CONTEXT), Proof):
        assert refute(statement, CONTEXT, seed=seed, tries=30) is None
