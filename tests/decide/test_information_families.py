"""Families of independent points: true rows are proved, false ones never, and instances agree with both."""

from fractions import Fraction as Q

import pytest

from tests.decide.information_terms import E, add, div, log, mul, neg, num, point, sub
from verify.decide import decide as ladder
from verify.decide.information import decide
from verify.decide.information.sizes import at_least_one, canonical, less
from verify.meaning.replay import refute
from verify.model import Proof
from verify.terms.context import POSITIVE, Context, Declaration, FunctionDeclaration, LawDeclaration
from verify.terms.nodes import ONE, Apply, Delta, Density, Entry, Expect, Integral, Prod, Sum, Sym
from verify.terms.statement import Statement

x, z = point("x"), point("z")
k, n = Sym("k", "dimension"), Sym("n", "dimension")
i, j, m = Sym("i", "index"), Sym("j", "index"), Sym("m", "index")
more = add(k, num(1))
Z, S, X = Sym("Z", "point", (k, ONE)), Sym("S", "point", (more, ONE)), Sym("X", "point", (k, ONE))
a, c, free_S = Sym("a", "real", (more, ONE)), Sym("c", "real", (more, ONE)), Sym("b", "real", (n, ONE))

FAMILIES = Context(
    (
        Declaration(x),
        Declaration(z),
        Declaration(Z, space="z"),
        Declaration(S, space="z"),
        Declaration(X, space="x"),
        Declaration(a, POSITIVE),
        Declaration(c),
        Declaration(free_S, POSITIVE),
    ),
    (FunctionDeclaration("T", ("z",)),),
    (LawDeclaration("p", ("x", "z")), LawDeclaration("q", ("z",), ("x",)), LawDeclaration("r", ("z",))),
)


def p_x(at=x):
    return Density("p", ("x",), (), (at,))


def joint(at):
    return Density("p", ("x", "z"), (), (x, at))


def q(at):
    return Density("q", ("z",), ("x",), (at, x))


def posterior(at):
    return Density("p", ("z",), ("x",), (at, x))


def T(at):
    return Apply("T", (at,))


def at(family, index):
    return Entry(family, (index,))


def over(family, body, law=q, upper=None):
    """E of a body over all points of a family, independent with one law."""
    return E(body, Prod(law(at(family, j)), j, upper or family.shape[0]), family)


def w(place):
    return div(joint(place), q(place))


def total(body, index, upper):
    return Sum(body, index, upper)


def mean(body, index, upper):
    return div(Sum(body, index, upper), upper)


def without(body, index, left_out, upper):
    """The mean of the terms but one, of which there are k + 1."""
    return div(Sum(mul(sub(num(1), Delta(index, left_out)), body), index, upper), k)


L_k = over(Z, log(mean(w(at(Z, j)), j, k)))
L_more = over(S, log(mean(w(at(S, j)), j, more)))
elbo = E(log(w(z)), q(z), z)
loo = without(w(at(S, j)), j, m, more)
loo_a = without(at(a, j), j, m, more)

TRUE = {
    "E 1 = 1": ("=", over(Z, num(1)), num(1)),
    "the mean weight is unbiased": ("=", over(Z, mean(w(at(Z, i)), i, k)), p_x()),
    "of k + 1 too": ("=", over(S, mean(w(at(S, i)), i, more)), p_x()),
    "linear before the mean": ("=", total(over(Z, w(at(Z, i))), i, k), mul(k, p_x())),
    "a conditional of the joint as law": (
        "=",
        over(Z, total(div(q(at(Z, i)), posterior(at(Z, i))), i, k), posterior),
        k,
    ),
    "one point of a family": ("=", over(Z, total(T(at(Z, i)), i, k)), mul(k, E(T(z), q(z), z))),
    "its logarithm": ("=", over(Z, mean(log(w(at(Z, i))), i, k)), elbo),
    "an integral against a written product": (
        "=",
        Integral(mul(Prod(q(at(Z, j)), j, k), total(T(at(Z, i)), i, k)), (Z,)),
        mul(k, E(T(z), q(z), z)),
    ),
    "shares of a sum": ("=", over(Z, total(div(w(at(Z, i)), total(w(at(Z, j)), j, k)), i, k)), num(1)),
    "two families": (
        "=",
        over(Z, over(S, mul(total(T(at(Z, i)), i, k), total(T(at(S, i)), i, more)))),
        mul(k, more, E(T(z), q(z), z), E(T(z), q(z), z)),
    ),
    "another law on the outside": (
        "=",
        E(over(Z, mean(log(div(q(at(Z, i)), posterior(at(Z, i)))), i, k)), p_x(), x),
        E(E(log(div(q(z), posterior(z))), q(z), z), p_x(), x),
    ),
    "whichever sample is left out": ("=", mean(over(S, log(loo)), m, more), L_k),
    "before the mean": ("=", over(S, mean(log(loo), m, more)), L_k),
    "the subset lemma at each draw": ("=", over(S, log(mean(loo, m, more))), L_more),
    "the subset lemma for numbers": ("=", mean(loo_a, m, more), mean(at(a, i), i, more)),
    "a lower bound": ("<=", L_k, log(p_x())),
    "Jensen over the law": ("<=", L_k, log(over(Z, mean(w(at(Z, j)), j, k)))),
    "a lower bound of k + 1": (">=", log(p_x()), L_more),
    "at least the ELBO": (">=", L_k, elbo),
    "at least the mean of logarithms": (">=", L_k, over(Z, mean(log(w(at(Z, j))), j, k))),
    "the ELBO is the least": (">=", L_more, elbo),
    "one sample more": (">=", L_more, L_k),
    "one sample more, half of it": (">=", div(sub(L_more, elbo), num(2)), div(sub(L_k, elbo), num(2))),
    "log of a mean of numbers": (">=", log(mean(at(a, j), j, more)), mean(log(at(a, j)), j, more)),
    "over means of all but one": (">=", log(mean(at(a, j), j, more)), mean(log(loo_a), m, more)),
    "for any n": (">=", log(mean(at(free_S, j), j, n)), mean(log(at(free_S, j)), j, n)),
    "positive without one": (">", loo, num(0)),
}

FALSE = {
    "strict bound": ("<", L_k, log(p_x())),
    "bound turned": (">=", L_k, log(p_x())),
    "strict ELBO": (">", L_k, elbo),
    "L_k is the ELBO": ("=", L_k, elbo),
    "one sample more, strictly": (">", L_more, L_k),
    "one sample less": ("<=", L_more, L_k),
    "no gain": ("=", L_more, L_k),
    "without 1/k": ("=", over(Z, total(w(at(Z, i)), i, k)), p_x()),
    "with 1/(k + 1)": ("=", over(Z, div(total(w(at(Z, i)), i, k), more)), p_x()),
    "the posterior as law": ("=", over(Z, mean(w(at(Z, i)), i, k), posterior), p_x()),
    "logarithm outside": ("=", L_k, log(p_x())),
    "a square of a sum": (
        "=",
        over(Z, mul(total(w(at(Z, i)), i, k), total(w(at(Z, i)), i, k))),
        mul(k, k, p_x(), p_x()),
    ),
    "a double sum": (
        "=",
        over(Z, total(total(mul(w(at(Z, i)), w(at(Z, j))), j, k), i, k)),
        mul(k, k, p_x(), p_x()),
    ),
    "a product of one point's functions": (
        "=",
        over(Z, total(mul(w(at(Z, i)), T(at(Z, i))), i, k)),
        mul(k, p_x(), E(T(z), q(z), z)),
    ),
    "a function of the sample left out": (
        "=",
        over(S, mean(mul(w(at(S, m)), log(loo)), m, more)),
        L_k,
    ),
    "coefficients are no exchange": (
        "=",
        over(S, mean(log(without(mul(at(a, j), w(at(S, j))), j, m, more)), m, more)),
        over(Z, log(mean(mul(at(a, j), w(at(Z, j))), j, k))),
    ),
    "all but one are one": ("=", over(S, mean(log(loo), m, more)), elbo),
    "the place as a weight": (
        "=",
        over(S, mean(log(without(mul(j, w(at(S, j))), j, m, more)), m, more)),
        over(Z, log(mean(mul(j, w(at(Z, j))), j, k))),
    ),
    "left out of a longer range": ("=", div(Sum(over(S, log(loo)), m, add(k, num(2))), add(k, num(2))), L_k),
    "left out of a shorter range": ("=", over(S, mean(loo, m, k)), mul(p_x(), div(more, k))),
    "the subset lemma with 1/(k + 1)": (
        "=",
        mean(div(mul(k, loo_a), more), m, more),
        mean(at(a, i), i, more),
    ),
    "the subset lemma over k places": ("=", mean(loo_a, m, k), mean(at(a, i), i, more)),
    "a sum over two ranges": (
        "=",
        Sum(Sum(mul(sub(num(1), Delta(j, m)), at(a, j)), j, more), m, k),
        mul(k, Sum(at(a, j), j, more)),
    ),
    "shares of another sum": (
        "=",
        over(S, total(div(w(at(S, i)), total(w(at(S, j)), j, more)), i, k)),
        num(1),
    ),
    "mean of logs above": (">=", mean(log(at(a, j)), j, more), log(mean(at(a, j), j, more))),
    "log of a sum": ("<=", log(total(at(a, j), j, more)), mean(log(at(a, j)), j, more)),
    "log of a mean, strictly": (">", log(mean(at(a, j), j, more)), mean(log(at(a, j)), j, more)),
    "without one, strictly": (">", log(mean(at(a, j), j, more)), mean(log(loo_a), m, more)),
    "numbers of any sign": (">", Sum(at(c, j), j, more), num(0)),
    "a mean of k as one of k + 1": (
        ">=",
        log(div(Sum(at(a, j), j, more), add(k, num(2)))),
        mean(log(at(a, j)), j, more),
    ),
}

#: outside what the decider may read: it must say so, whatever is true
REFUSED = {
    "a part of a family": ("=", E(num(1), Prod(q(at(S, j)), j, k), S), num(1)),
    "twice a density": ("=", over(Z, num(1), lambda place: mul(num(2), q(place))), num(1)),
    "no density": ("=", over(Z, num(1), joint), num(1)),
    "a law for each point": (
        "=",
        E(num(1), Prod(Density("q", ("z",), ("x",), (at(Z, j), at(X, j))), j, k), Z),
        num(1),
    ),
    "a product that ties points": ("=", E(num(1), Prod(mul(q(at(Z, j)), T(at(Z, num(1)))), j, k), Z), num(1)),
    "no product at all": ("=", Integral(total(q(at(Z, j)), j, k), (Z,)), k),
    "without any of n": (">", Sum(mul(sub(num(1), Delta(j, m)), at(free_S, j)), j, n), num(0)),
    "log without any of n": (
        ">=",
        log(mean(at(free_S, j), j, n)),
        mean(log(div(Sum(mul(sub(num(1), Delta(j, m)), at(free_S, j)), j, n), sub(n, num(1)))), m, n),
    ),
    "a division by 1 - δ": ("=", Sum(div(at(a, j), sub(num(1), Delta(j, m))), j, more), Sum(at(a, j), j, more)),
    "a family as a point": ("=", Density("r", ("z",), (), (Z,)), Density("r", ("z",), (), (Z,))),
    "an empty sum": ("=", Sum(at(a, j), j, sub(k, num(1))), Sum(at(a, j), j, sub(k, num(1)))),
    "one member at a free place": ("=", over(S, T(at(S, m))), E(T(z), q(z), z)),
    "left out at a free place": ("=", over(S, log(loo)), L_k),
}


def statement(row):
    relation, *sides = row
    return Statement(relation, tuple(sides))


@pytest.mark.parametrize("name", TRUE)
def test_what_is_true_is_proved_and_no_instance_speaks_against_it(name):
    claim = statement(TRUE[name])
    assert isinstance(decide(claim, FAMILIES), Proof)
    assert refute(claim, FAMILIES, tries=6) is None


@pytest.mark.parametrize("name", ["over means of all but one", "log of a mean of numbers", "one sample more"])
def test_the_ladder_finds_the_way_here(name):
    assert isinstance(ladder(statement(TRUE[name]), FAMILIES), Proof)


def test_numbers_without_one_of_them_are_positive():
    left = without(at(a, j), j, m, more)
    assert isinstance(ladder(Statement(">", (left, num(0))), FAMILIES), Proof)


@pytest.mark.parametrize("name", FALSE)
def test_what_is_false_is_not_proved_and_an_instance_shows_it(name):
    claim = statement(FALSE[name])
    assert not isinstance(decide(claim, FAMILIES), Proof)
    assert not isinstance(ladder(claim, FAMILIES), Proof)
    assert refute(claim, FAMILIES) is not None


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_outside_the_language_is_refused(name):
    assert not isinstance(decide(statement(REFUSED[name]), FAMILIES), Proof)


@pytest.mark.parametrize("name", ["whichever sample is left out", "one sample more"])
def test_exchangeability_is_named(name):
    answer = decide(statement(TRUE[name]), FAMILIES)
    assert isinstance(answer, Proof)
    assert "exchangeability" in answer.axioms


@pytest.mark.parametrize("name", ["the mean weight is unbiased", "a lower bound", "at least the ELBO"])
def test_exchangeability_is_not_claimed_where_marginals_do(name):
    answer = decide(statement(TRUE[name]), FAMILIES)
    assert isinstance(answer, Proof)
    assert "exchangeability" not in answer.axioms


def test_sizes_have_one_form():
    assert canonical(add(num(1), k)) == canonical(more)
    assert canonical(add(k, n, k)) == canonical(add(mul(num(2), k), n))
    assert canonical(mul(k, n)) is None
    assert less(more, 1) == k
    assert [at_least_one(size) for size in (k, more, num(1), num(0), less(k, 1), less(more, 1))] == [
        True,
        True,
        True,
        False,
        False,
        True,
    ]
    assert at_least_one(canonical(sub(mul(num(2), k), num(1))))
    assert not at_least_one(canonical(sub(add(k, n), num(2))))
    assert canonical(num(Q(1, 2))) is None


def test_negatives_are_turned():
    claim = Statement("<=", (neg(L_more), neg(L_k)))
    assert isinstance(decide(claim, FAMILIES), Proof)
    assert isinstance(over(Z, num(1)), Expect)
