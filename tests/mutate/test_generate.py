"""Mechanical mutants: what slips of the pen are made, where, how many, and that what is bound stays bound."""

import pytest

from tests.meaning.words import (
    UNIT,
    LawDeclaration,
    R,
    X,
    a,
    add,
    at,
    b,
    context,
    d,
    declare,
    div,
    dot,
    eq,
    i,
    j,
    law,
    log,
    mul,
    n,
    neg,
    num,
    op,
    p,
    sub,
    t,
    theta,
    tr,
    w,
    x,
    y,
    z,
)
from verify.mutate import mechanical_mutants
from verify.terms.nodes import Const, Divergence, Extremum, Fn, Integral, Pow, Sum
from verify.terms.printing import statement_text
from verify.terms.rewrite import bound, free, walk
from verify.terms.statement import Statement

reals = context(declare(a), declare(b), declare(t), declare(p, UNIT))
arrays = context(declare(X), declare(R), declare(y), declare(w))
joint = LawDeclaration("p", ("x", "z"))
densities = context(declare(x), declare(z), joint, LawDeclaration("q", ("z",), ("x",)), LawDeclaration("m", ("z",)))
posterior, encoder, prior = law("p", z, given=(x,)), law("q", z, given=(x,)), law("p", z)
kl = Divergence("KL", encoder, posterior, (z,))
total = Sum(at(y, i), i, n)


def texts(statement, within, limit=1000):
    return {statement_text(m.statement) for m in mechanical_mutants(statement, within, limit) if m.statement}


MADE = [
    ("a summand's sign", reals, eq(sub(a, b), t), "a + b = t"),
    ("a side's sign", reals, eq(a, mul(num(-1), b)), "a = b"),
    ("an argument's sign", reals, eq(Fn("sigmoid", t), a), "σ(-t) = a"),
    ("a number", reals, eq(mul(num(2), a), b), "3 a = b"),
    ("a half", reals, eq(mul(num(1, 2), a), b), "1 a = b"),
    ("an exponent", reals, eq(Pow(a, num(2)), b), "a^3 = b"),
    ("nothing for something", reals, eq(a, num(0)), "a = 1"),
    ("a factor less", reals, eq(mul(a, b), t), "b = t"),
    ("a summand less", reals, eq(add(a, b), t), "b = t"),
    ("no reciprocal", reals, eq(div(a, b), t), "a b = t"),
    ("a quotient turned", reals, eq(div(a, b), t), "b/a = t"),
    ("no logarithm", reals, eq(log(p), t), "p = t"),
    ("1 - p for p", reals, eq(mul(p, a), t), "(1 - p) a = t"),
    ("another variable", reals, eq(mul(a, b), t), "a a = t"),
    ("KL swapped", densities, eq(kl, num(0)), "KL(p(z | x) ‖ q(z | x)) = 0"),
    ("prior for posterior", densities, eq(kl, num(0)), "KL(q(z | x) ‖ p(z)) = 0"),
    ("joint for conditional", densities, eq(posterior, num(0)), "p(z, x) = 0"),
    ("conditional turned", densities, eq(posterior, num(0)), "p(x | z) = 0"),
    ("another law", densities, eq(law("m", z), num(0)), "m(z) = 1"),
    ("two for one", densities, eq(kl, num(1)), "KL(q(z | x) ‖ p(z | x)) = 2"),
    ("no transpose", arrays, eq(op("norm2", tr(X)), a), "‖X‖² = a"),
    ("factors of a matrix product", arrays, eq(op("trace", dot(tr(X), R)), a), "tr(R Xᵀ) = a"),
    ("an index less", arrays, eq(total, a), "Σ_{i=1}^{n - 1} y[i] = a"),
    ("always the first", arrays, eq(total, a), "Σ_{i=1}^n y[1] = a"),
    ("min for max", reals, eq(Extremum("max", a, theta), t), "min_θ {a} = t"),
    ("the relation", reals, Statement("<=", (a, b)), "a ≥ b"),
    ("strict", reals, Statement(">=", (a, b)), "a > b"),
    ("not equal", reals, eq(a, b), "a ≠ b"),
    ("decreasing", reals, Statement("increasing", (a,), (a,)), "a strictly decreases in a"),
    ("a limit", reals, Statement("limit", (a, num(2), Const("oo")), (a,)), "-a → ∞ as a → 2"),
    (
        "stability",
        reals,
        Statement("asymptotically stable", (neg(a), num(0)), (a,)),
        "0 is an unstable equilibrium of (a)' = -a",
    ),
]


@pytest.mark.parametrize(("within", "statement", "expected"), [m[1:] for m in MADE], ids=[m[0] for m in MADE])
def test_made(within, statement, expected):
    found = texts(statement, within)
    assert expected in found, sorted(found)


NEVER = [
    ("the original", reals, eq(add(a, b), t), "a + b = t"),
    ("-0", reals, eq(a, num(0)), "a = -0"),
    ("a weaker relation", reals, Statement("<", (a, b)), "a ≤ b"),
    ("an order of arrays", arrays, eq(y, neg(y)), "y < -y"),
    ("the point of a limit", reals, Statement("limit", (a, num(2), num(2)), (a,)), "a → 2 as a → 3"),
    ("a kernel turned", densities, eq(encoder, a), "q(x | z) = a"),
]


@pytest.mark.parametrize(("within", "statement", "unwanted"), [m[1:] for m in NEVER], ids=[m[0] for m in NEVER])
def test_never_made(within, statement, unwanted):
    assert unwanted not in texts(statement, within)


def test_what_does_not_fit_is_told():
    mutants = mechanical_mutants(eq(dot(X, w), y), arrays, 100)
    broken = [m for m in mutants if m.statement is None]
    assert broken
    assert all("n" in m.ill_typed or "d" in m.ill_typed for m in broken)


long = eq(add(*(mul(num(k), Pow(a, num(k)), b) for k in range(2, 12))), t)


def test_as_many_as_asked_for_each_once_and_the_same_ones_again():
    for limit in (1, 7, 30):
        found = mechanical_mutants(long, reals, limit)
        assert len(found) == len({m.statement for m in found}) == limit
        assert found == mechanical_mutants(long, reals, limit)


def test_few_mutants_are_of_many_kinds_and_places():
    found = mechanical_mutants(long, reals, 12)
    assert len({m.kind for m in found}) >= 5
    assert len({m.label for m in found}) == 12


def test_the_first_kind_can_be_chosen():
    kinds = {mechanical_mutants(long, reals, 1, first)[0].kind for first in range(5)}
    assert len(kinds) == 5


@pytest.mark.parametrize(
    ("within", "statement"),
    [
        (densities, eq(Integral(mul(law("q", z, given=(x,)), log(posterior)), (z,)), num(0))),
        (arrays, eq(Sum(mul(at(X, i, j), at(w, j)), j, d), at(y, i))),
        (arrays, eq(total, num(0))),
    ],
)
def test_binders_bind_what_they_did(within, statement):
    before = [bound(node) for arg in statement.args for node in walk(arg) if bound(node)]
    known = set().union(*(free(arg) for arg in statement.args)) | set().union(*before)
    for mutant in mechanical_mutants(statement, within, 1000):
        if mutant.statement is not None:
            args = mutant.statement.args
            assert {s for arg in args for s in free(arg)} <= known
            assert {s for arg in args for node in walk(arg) for s in bound(node)} <= set().union(*before)
