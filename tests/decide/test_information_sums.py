"""Finite sums in the information decider: totals that hypotheses give, and logarithms of products over a range."""

from fractions import Fraction

import pytest

from tests.decide.information_terms import (
    LATENT,
    POINTS,
    E,
    add,
    div,
    elbo,
    log,
    mul,
    n,
    neg,
    num,
    p_x,
    q,
    sub,
    theta,
    x_i,
    z,
)
from verify.decide import decide
from verify.model import Proof
from verify.terms.context import NONNEGATIVE, POSITIVE, REALS, Context, Declaration, FunctionDeclaration
from verify.terms.nodes import Apply, Density, Entry, Integral, Pow, Prod, Sum, Sym
from verify.terms.statement import Statement

k, m, j = (Sym(name, "index") for name in ("k", "m", "j"))
ONE = num(1)


def column(name):
    return Sym(name, "real", (n, ONE))


q_, pi, lik, other = (column(name) for name in ("q_", "pi", "lik", "other"))
table = Sym("table", "real", (n, n))
real = column("real")


def at(array, *indices):
    return Entry(array, indices or (k,))


def total(body, index=k):
    return Sum(body, index, n)


def one(array):
    return Statement("=", (total(at(array)), ONE))


COLUMNS = tuple(Declaration(c, POSITIVE) for c in (q_, pi, lik, other, table))


def context(*hypotheses, interval=POSITIVE):
    changed = tuple(Declaration(d.symbol, interval) for d in COLUMNS)
    return Context((*changed, Declaration(real, REALS)), hypotheses=tuple((h, "a total") for h in hypotheses))


BOTH = context(one(q_), one(pi))
gibbs = total(mul(at(q_), log(div(at(q_), at(pi)))))
evidence = log(total(mul(at(pi), at(lik))))
bound = sub(total(mul(at(q_), log(at(lik)))), gibbs)
swapped = total(mul(at(pi), log(div(at(pi), at(q_)))))
row = Statement("=", (total(at(table, j, k)), ONE))
surprise = neg(total(mul(at(table, m, k), log(div(at(pi), at(table, m, k))))))

TRUE = [
    ("Gibbs' inequality", Statement(">=", (gibbs, num(0))), BOTH),
    ("Jensen's inequality", Statement(">=", (evidence, bound)), BOTH),
    ("one total of the weight suffices for Jensen", Statement(">=", (evidence, bound)), context(one(q_))),
    ("a constant under the sum", Statement("=", (total(mul(at(q_), log(num(3)))), log(num(3)))), BOTH),
    (
        "the log-sum inequality, totals 2 and 2",
        Statement(">=", (gibbs, num(0))),
        context(Statement("=", (total(at(q_)), num(2))), Statement("=", (total(at(pi)), num(2)))),
    ),
    (
        "p sums to less",
        Statement(">=", (gibbs, num(0))),
        context(one(q_), Statement("=", (total(at(pi)), num(Fraction(1, 2))))),
    ),
]

FALSE = [
    ("without totals", Statement(">=", (gibbs, num(0))), context()),
    ("the weight has no total", Statement(">=", (evidence, bound)), context(one(pi))),
    ("p sums to more", Statement(">=", (gibbs, num(0))), context(one(q_), Statement("=", (total(at(pi)), num(2))))),
    (
        "the weight sums to 2",
        Statement(">=", (evidence, bound)),
        context(Statement("=", (total(at(q_)), num(2))), one(pi)),
    ),
    ("strict where q = p", Statement(">", (gibbs, num(0))), BOTH),
    ("reversed", Statement("<=", (gibbs, num(0))), BOTH),
    ("symmetric", Statement("=", (gibbs, swapped)), BOTH),
    ("zeros have no logarithm", Statement(">=", (gibbs, num(0))), context(one(q_), one(pi), interval=NONNEGATIVE)),
    ("an entropy below 0", Statement("<=", (neg(total(mul(at(q_), log(at(q_))))), num(0))), BOTH),
    ("a total of another column", Statement("=", (total(mul(at(other), log(num(3)))), log(num(3)))), BOTH),
    ("one row is not every row", Statement(">=", (surprise, num(0))), context(row, one(pi))),
    (
        "a total at one θ is none at others",
        Statement("same argmax", (log(Integral(Apply("h", (z,)), (z,))), num(0)), (theta,)),
        Context(
            POINTS,
            (FunctionDeclaration("h", ("z",), POSITIVE, frozenset({"theta"})),),
            hypotheses=((Statement("=", (Integral(Apply("h", (z,)), (z,)), ONE)), "at this θ"),),
        ),
    ),
]


def proved(statement, on):
    return isinstance(decide(statement, on), Proof)


@pytest.mark.parametrize(("statement", "on"), [row[1:] for row in TRUE], ids=[row[0] for row in TRUE])
def test_totals_that_hypotheses_give_are_used(statement, on):
    assert proved(statement, on)


@pytest.mark.parametrize(("statement", "on"), [row[1:] for row in FALSE], ids=[row[0] for row in FALSE])
def test_no_total_is_used_for_what_it_does_not_say(statement, on):
    assert not proved(statement, on)


def test_a_total_that_was_used_is_named():
    answer = decide(Statement(">=", (evidence, bound)), BOTH)
    assert isinstance(answer, Proof)
    assert "a total" in answer.hypotheses


# ------------------------------------------------------------------------------------------------ products

i = Sym("i", "index")
evidence_i = p_x(x_i)
elbo_i = elbo(q(z, x_i), x_i)


def product(body, index=i, upper=n):
    return Prod(body, index, upper)


def each(body):
    return Sum(body, i, n)


first = p_x(Entry(x_i.array, (num(1),)))
PRODUCTS_TRUE = [
    ("independent points", Statement("=", (log(product(evidence_i)), each(log(evidence_i)))), LATENT),
    (
        "a factor in front",
        Statement("=", (log(mul(num(2), product(evidence_i))), add(log(num(2)), each(log(evidence_i))))),
        LATENT,
    ),
    ("an inverse", Statement("=", (log(Pow(product(evidence_i), num(-1))), neg(each(log(evidence_i))))), LATENT),
    ("a bound for each point", Statement(">=", (log(product(evidence_i)), each(elbo_i))), LATENT),
    ("a constant factor", Statement("=", (log(product(num(2))), mul(n, log(num(2))))), LATENT),
]
PRODUCTS_FALSE = [
    ("the sum of the factors", Statement("=", (log(product(evidence_i)), each(evidence_i))), LATENT),
    ("one point n times", Statement("=", (log(product(evidence_i)), mul(n, log(first)))), LATENT),
    ("the bound reversed", Statement("<=", (log(product(evidence_i)), each(elbo_i))), LATENT),
    (
        "the square forgets signs",
        Statement("=", (log(product(Pow(at(real, i), num(2)))), mul(num(2), log(product(at(pi, i)))))),
        context(),
    ),
    (
        "a negative factor in front",
        Statement("=", (log(mul(num(-2), product(evidence_i))), each(log(evidence_i)))),
        LATENT,
    ),
    (
        "an expectation is no logarithm",
        Statement("=", (product(E(evidence_i, q(z, x_i), z)), each(evidence_i))),
        LATENT,
    ),
]


@pytest.mark.parametrize(("statement", "on"), [r[1:] for r in PRODUCTS_TRUE], ids=[r[0] for r in PRODUCTS_TRUE])
def test_the_logarithm_of_a_product_is_a_sum(statement, on):
    assert proved(statement, on)


@pytest.mark.parametrize(("statement", "on"), [r[1:] for r in PRODUCTS_FALSE], ids=[r[0] for r in PRODUCTS_FALSE])
def test_no_false_logarithm_of_a_product(statement, on):
    assert not proved(statement, on)


def test_the_prior_is_no_factor_of_the_product():
    prior = Density("p", ("z",), (), (z,))
    assert not proved(Statement("=", (log(product(mul(evidence_i, prior))), each(log(evidence_i)))), LATENT)
