"""Signs from ranges, hypotheses and arithmetic; wrong ones must not come out."""

import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.decide.scalar_terms import (
    CONTEXT,
    E,
    a,
    b,
    c,
    claim,
    exp,
    half,
    i,
    log,
    modulus,
    p,
    q,
    random_term,
    raw,
    sigmoid,
    softplus,
    sqrt,
    sym,
    tanh,
    x,
    y,
)
from verify.decide.bounds import Range, add, is_empty, multiply, point, power, sign_of
from verify.decide.facts import is_nonnegative, is_nonzero, is_positive, sign
from verify.meaning.replay import refute
from verify.terms.context import POSITIVE, Context, Declaration, FunctionDeclaration, LawDeclaration
from verify.terms.nodes import (
    ONE,
    ZERO,
    Add,
    Apply,
    Density,
    Entry,
    Integral,
    MatOp,
    Mul,
    Num,
    Pow,
    Sum,
    Sym,
)
from verify.terms.statement import Statement

KNOWN = [
    (a, "+"),
    (-a, "-"),
    (a - a, "0"),
    (x**2, ">=0"),
    (x * x, ">=0"),
    (-(x**2), "<=0"),
    (x**2 + 1, "+"),
    (1 - p, "+"),
    (p * (1 - p), "+"),
    (p - p**2, "+"),
    (p**2 - p, "-"),
    (1 - q, ">=0"),
    (q, ">=0"),
    (exp(x), "+"),
    (exp(x) * exp(y) - exp(x + y), "0"),
    (exp(a) - 1, "+"),
    (1 - exp(-a), "+"),
    (sigmoid(x), "+"),
    (sigmoid(x) - 1, "-"),
    (1 - sigmoid(x) * sigmoid(y), "+"),
    (softplus(x), "+"),
    (tanh(a), "+"),
    (tanh(x) + 1, "+"),
    (log(1 + a), "+"),
    (log(p), "-"),
    (sqrt(a), "+"),
    (sqrt(x), ">=0"),
    (modulus(x), ">=0"),
    (x**2 + y**2 + 2 * x * y, ">=0"),
    (x**2 + y**2 + x * y + 1, "+"),
    (a / b, "+"),
    (1 / x, "!=0"),
    (1 / x**2, "+"),
    (a**x, "+"),
    (E(Num(Fraction(2))) ** x, "+"),
    (log(E(Num(Fraction(4)))) - 1, "+"),
    (log(E(Num(Fraction(2)))) - log(E(Num(Fraction(3)))), "-"),
]


@pytest.mark.parametrize(("term", "expected"), KNOWN, ids=lambda v: str(v.term) if isinstance(v, E) else v)
def test_known_signs(term, expected):
    assert sign(raw(term), CONTEXT) == expected


UNKNOWN = [x, x - y, x * y, x**3, log(a), log(x), exp(x) - 1, a - b, p - half, sigmoid(x) - half, x**2 - 1, c * x**2]


@pytest.mark.parametrize("term", UNKNOWN, ids=lambda v: str(v.term))
def test_unknown_signs(term):
    assert sign(raw(term), CONTEXT) is None


NOT_POSITIVE = [
    x**2,
    x**2 + y**2,
    x**2 - x + half * half,
    modulus(x),
    sqrt(x),
    q,
    1 - q,
    (p - half) ** 2,
    exp(x) - 1 - x,
]


@pytest.mark.parametrize("term", NOT_POSITIVE, ids=lambda v: str(v.term))
def test_not_positive(term):
    assert not is_positive(raw(term), CONTEXT)


def test_hypotheses_are_used():
    assert is_positive(raw(x - y), CONTEXT, (claim(">", x, y),))
    assert is_nonnegative(raw(x - y), CONTEXT, (claim(">=", x, y),))
    assert not is_positive(raw(x - y), CONTEXT, (claim(">=", x, y),))
    assert is_nonzero(raw(x * y), CONTEXT, (claim("!=", x, 0), claim("!=", y, 0)))
    assert is_positive(raw(x), CONTEXT, (claim(">", x, y), claim(">", y, a)))
    assert sign(raw(x - 1), CONTEXT, (claim("=", x, 1),)) == "0"


def test_a_contradiction_proves_nothing():
    assert sign(raw(x - 5), CONTEXT, (claim(">", x, y), claim(">", y, x))) is None
    assert sign(raw(x), CONTEXT, (claim(">", x, 1), claim("<", x, 0))) is None


def test_hypotheses_under_hypotheses_are_not_facts():
    conditional = Statement(">", (raw(x), ZERO), (), (claim(">", y, 0),))
    assert sign(raw(x), CONTEXT, (conditional,)) is None


def test_complex_numbers_have_no_sign():
    for term in (i, i * i, exp(i * x), (i * x) ** 2):
        assert sign(raw(term), CONTEXT) is None


n, d = Sym("n", "dimension"), Sym("d", "dimension")
j, k = Sym("j", "index"), Sym("k", "index")
V, W = Sym("v", "real", (n, ONE)), Sym("W", "real", (n, d))
ARRAYS = Context(
    (Declaration(V, POSITIVE), Declaration(W), Declaration(Sym("x"))),
    (FunctionDeclaration("D", ("X",), POSITIVE), FunctionDeclaration("F", ("U",), result="X", inverse="G")),
    (LawDeclaration("p", ("t",)),),
)


def entry(array, *indices):
    return Entry(array, indices)


def test_entries_share_the_range_of_their_array():
    assert sign(entry(V, j), ARRAYS) == "+"
    assert sign(Sum(entry(V, j), j, n), ARRAYS) == "+"
    assert sign(entry(W, j, k), ARRAYS) is None
    generic = Statement(">", (entry(W, Sym("i_", "index"), Sym("j_", "index")), Num(Fraction(2))))
    assert sign(Add((entry(W, j, k), Num(Fraction(-2)))), ARRAYS, (generic,)) == "+"


def test_a_fact_about_one_index_is_not_about_a_bound_one():
    one = Statement(">", (entry(W, j, k), ZERO))
    assert sign(entry(W, j, k), ARRAYS, (one,)) == "+"
    assert sign(entry(W, k, j), ARRAYS, (one,)) is None
    assert sign(Sum(entry(W, j, k), j, n), ARRAYS, (one,)) is None
    about_x = claim(">", x, 0)
    inside = Integral(Mul((Density("p", ("t",), (), (Sym("x", "point"),)), Sym("x"))), (Sym("x"),))
    assert sign(inside, ARRAYS, (about_x,)) is None


def test_an_empty_sum_is_zero():
    fewer = Add((n, Num(Fraction(-1))))
    assert sign(Sum(entry(V, j), j, fewer), ARRAYS) == ">=0"


def test_dimensions_densities_functions_and_norms():
    t, point_u = Sym("t", "point"), Sym("u", "point")
    assert sign(n, ARRAYS) == "+"
    assert sign(Density("p", ("t",), (), (t,)), ARRAYS) == "+"
    assert sign(Integral(Density("p", ("t",), (), (t,)), (t,)), ARRAYS) == "+"
    assert sign(Apply("D", (t,)), ARRAYS) == "+"
    assert sign(Apply("F", (point_u,), (1,)), ARRAYS) == "!=0"
    assert sign(MatOp("norm2", (W,)), ARRAYS) == ">=0"
    assert sign(Apply("D", (t,), (1,)), ARRAYS) is None


def test_an_odd_root_of_a_number_of_unknown_sign_has_none():
    third = Num(Fraction(1, 3))
    assert sign(Pow(raw(x), third), CONTEXT) is None
    assert sign(Pow(raw(a), third), CONTEXT) == "+"


def test_other_sorts_and_arrays_have_no_sign():
    assert sign(W, ARRAYS) is None
    assert sign(Sym("s", "point"), ARRAYS) is None


RELATIONS = {"+": (">",), "-": ("<",), "0": ("=",), ">=0": (">=",), "<=0": ("<=",), "!=0": ("!=",), None: ()}


@pytest.mark.parametrize("seed", range(120))
def test_random_signs_are_true(seed):
    term = random_term(random.Random(seed), 1 + seed % 2)
    for relation in RELATIONS[sign(raw(term), CONTEXT)]:
        assert refute(claim(relation, term, 0), CONTEXT, seed=seed) is None


ENDS = st.one_of(st.none(), st.integers(-3, 3).map(Fraction))
RANGES = st.builds(Range, ENDS, ENDS, st.booleans(), st.booleans()).filter(lambda r: not is_empty(r))
SHARES = st.sampled_from([Fraction(0), Fraction(1, 7), Fraction(1, 2), Fraction(6, 7), Fraction(1)])


def pick(these, share):
    """Return a number of the range, near an open or infinite end for the shares 0 and 1."""
    low = these.low if these.low is not None else (these.high if these.high is not None else Fraction(0)) - 50
    high = these.high if these.high is not None else low + 100
    value = low + share * (high - low)
    if value == these.low and not these.low_closed:
        value += (high - low) / 1000
    if value == these.high and not these.high_closed:
        value -= (high - low) / 1000
    return value


def contains(these, value):
    above = these.low is None or value > these.low or (these.low_closed and value == these.low)
    below = these.high is None or value < these.high or (these.high_closed and value == these.high)
    return above and below


@settings(max_examples=300, derandomize=True, deadline=None)
@given(RANGES, RANGES, SHARES, SHARES, st.integers(-3, 4))
def test_interval_arithmetic_encloses(left, right, s, t, exponent):
    u, v = pick(left, s), pick(right, t)
    assert contains(left, u)
    assert contains(add(left, right), u + v)
    assert contains(multiply(left, right), u * v)
    if exponent >= 0 or u != 0:
        assert contains(power(left, exponent), u**exponent)
    signed = sign_of(left)
    assert signed is None or {"+": u > 0, "-": u < 0, "0": u == 0, ">=0": u >= 0, "<=0": u <= 0}[signed]


def test_an_empty_range_says_nothing():
    assert sign_of(Range(Fraction(1), Fraction(0))) is None
    assert sign_of(point(0)) == "0"


def test_undeclared_symbols_are_any_number():
    assert sign(raw(sym("unheard_of")), CONTEXT) is None
