"""Optima that are functions of points or laws: wrong ones are outdone by a rival, right ones never are."""

import pytest

from tests.decide.information_terms import JSD, KL, E, add, div, log, mul, num, sub
from verify.meaning.replay import refute
from verify.terms.context import UNIT, Context, Declaration, FunctionDeclaration, Interval, LawDeclaration
from verify.terms.nodes import Apply, Density, Fn, Sym
from verify.terms.statement import Statement

x, z = Sym("x", "point"), Sym("z", "point")
p, q, r = (Density(name, ("x",), (), (x,)) for name in ("p", "q", "r"))
D, T, S = (Apply(name, (x,)) for name in ("D", "T", "S"))
critic, dual, law, bounded = (Sym(name, "law") for name in ("D", "T", "r", "S"))
CONTEXT = Context(
    (Declaration(x), Declaration(z)),
    (
        FunctionDeclaration("D", ("x",), UNIT),
        FunctionDeclaration("T", ("x",)),
        FunctionDeclaration("S", ("x",), Interval(0, 1, low_closed=True, high_closed=True)),
    ),
    (*(LawDeclaration(name, ("x",)) for name in ("p", "q", "r")), LawDeclaration("m", ("x", "z"))),
)
given_z, given_x = Density("m", ("x",), ("z",), (x, z)), Density("m", ("z",), ("x",), (z, x))
both, marginal = Density("m", ("x", "z"), (), (x, z)), Density("m", ("x",), (), (x,))
value = add(E(log(D), p, x), E(log(sub(num(1), D)), q, x))
R1 = sub(E(T, p, x), E(Fn("exp", sub(T, num(1))), q, x))
R2 = sub(E(T, p, x), log(E(Fn("exp", T), q, x)))
ratio = log(div(p, q))

TRUE = {
    "discriminator": ("unique maximizer", value, div(p, add(p, q)), critic),
    "discriminator attains": ("attained", value, div(p, add(p, q)), critic),
    "dual of KL": ("unique maximizer", R1, add(num(1), ratio), dual),
    "Donsker and Varadhan": ("attained", R2, ratio, dual),
    "Donsker and Varadhan, shifted": ("attained", R2, add(num(7), ratio), dual),
    "KL in its second place": ("unique minimizer", KL(p, r, x), p, law),
    "KL in its first place": ("unique minimizer", KL(r, q, x), q, law),
    "JSD": ("unique minimizer", JSD(p, r, x), p, law),
    "a conditional at one z": ("unique minimizer", KL(r, given_z, x), given_z, law),
    "the posterior": ("unique maximizer", sub(E(log(given_x), r, x), KL(r, marginal, x)), given_z, law),
    "an end that belongs to the range": ("unique maximizer", E(S, p, x), num(1), bounded),
}
FALSE = {
    "the other density on top": ("unique maximizer", value, div(q, add(p, q)), critic),
    "a constant": ("unique maximizer", value, div(num(1), num(2)), critic),
    "minimizer for maximizer": ("unique minimizer", value, div(p, add(p, q)), critic),
    "an end that does not belong": ("unique maximizer", E(D, p, x), num(1), critic),
    "outside the range": ("unique maximizer", value, add(num(1), div(p, add(p, q))), critic),
    "without the 1": ("unique maximizer", R1, ratio, dual),
    "without the 1 attains": ("attained", R1, ratio, dual),
    "sign": ("attained", R2, mul(num(-1), ratio), dual),
    "the other law": ("unique minimizer", KL(p, r, x), q, law),
    "no density": ("unique minimizer", KL(p, r, x), add(p, q), law),
    "a mixture": ("unique minimizer", JSD(p, r, x), mul(div(num(1), num(2)), add(p, q)), law),
    "the marginal": ("unique minimizer", KL(r, given_z, x), marginal, law),
    "the likelihood, no density of x": ("unique minimizer", KL(r, given_z, x), given_x, law),
    "the joint density at one z": ("unique minimizer", KL(r, given_z, x), both, law),
    "constant in the law": ("unique minimizer", KL(p, q, x), p, law),
    "maximizer": ("unique maximizer", JSD(p, r, x), p, law),
}


def statement(relation, body, claimed, over):
    return Statement(relation, (body, claimed), (over,))


@pytest.mark.parametrize("name", TRUE)
def test_what_is_best_is_not_outdone(name):
    assert refute(statement(*TRUE[name]), CONTEXT) is None


@pytest.mark.parametrize("name", FALSE)
def test_what_is_not_best_is_outdone(name):
    assert refute(statement(*FALSE[name]), CONTEXT) is not None


def test_a_hypothesis_about_the_unknown_is_respected():
    known = Statement("=", (D, div(num(1), num(2))))
    best = Statement("maximizer", (value, div(num(1), num(2))), (critic,), (known,))
    assert refute(best, CONTEXT) is None
