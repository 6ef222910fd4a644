"""Equality cases: where a divergence is 0, or a bound is attained, the densities or functions are known a.e."""

import pytest

from tests.decide.information_terms import JSD, KL, E, H, add, div, log, mul, neg, num, sub
from verify.decide.information import decide
from verify.meaning.replay import refute
from verify.model import Proof
from verify.terms.context import POSITIVE, Context, Declaration, FunctionDeclaration, LawDeclaration
from verify.terms.nodes import Apply, Density, Fn, Integral, Sym
from verify.terms.statement import Statement

x, z = Sym("x", "point"), Sym("z", "point")
p, q, r = (Density(name, ("x",), (), (x,)) for name in ("p", "q", "r"))
T, w, s = (Apply(name, (x,)) for name in ("T", "w", "s"))
CONTEXT = Context(
    (Declaration(x), Declaration(z)),
    (FunctionDeclaration("T", ("x",)), FunctionDeclaration("w", ("x",), POSITIVE), FunctionDeclaration("s", ("x",))),
    (
        *(LawDeclaration(name, ("x",)) for name in ("p", "q", "r")),
        LawDeclaration("m", ("z",)),
        LawDeclaration("e", ("z",), ("x",)),
        LawDeclaration("j", ("x", "z")),
    ),
)


def eq(left, right):
    return Statement("=", (left, right))


def exp(term):
    return Fn("exp", term)


zero = num(0)
partition = E(exp(T), q, x)
R1 = sub(E(T, p, x), E(exp(sub(T, num(1))), q, x))
R2 = sub(E(T, p, x), log(partition))
ratio = log(div(p, q))
cost = add(E(log(div(p, add(p, q))), p, x), E(log(div(q, add(p, q))), q, x))
encoder = Density("e", ("z",), ("x",), (z, x))
posterior = Density("j", ("z",), ("x",), (z, x))

#: hypothesis, equation, whether it follows
ROWS = {
    "KL": (eq(KL(p, q, x), zero), eq(p, q), True),
    "KL, turned round": (eq(zero, KL(p, q, x)), eq(q, p), True),
    "JSD": (eq(JSD(p, q, x), zero), eq(p, q), True),
    "GAN cost": (eq(cost, neg(log(num(4)))), eq(p, q), True),
    "a ratio": (eq(KL(p, q, x), zero), eq(div(p, add(p, q)), div(num(1), num(2))), True),
    "Donsker and Varadhan": (eq(KL(p, q, x), R2), eq(T, add(ratio, log(partition))), True),
    "dual of KL": (eq(KL(p, q, x), R1), eq(T, add(num(1), ratio)), True),
    "posterior": (eq(KL(encoder, posterior, z), zero), eq(encoder, posterior), True),
    "a tight bound": (eq(E(log(w), p, x), log(E(w, p, x))), eq(w, E(w, p, x)), True),
    "another law": (eq(KL(p, q, x), zero), eq(p, r), False),
    "KL is 1": (eq(KL(p, q, x), num(1)), eq(p, q), False),
    "twice": (eq(KL(p, q, x), zero), eq(p, mul(num(2), q)), False),
    "KL is symmetric": (eq(KL(p, q, x), KL(q, p, x)), eq(p, q), False),
    "entropies agree": (eq(H(p, x), H(q, x)), eq(p, q), False),
    "expectations agree": (eq(E(T, p, x), E(T, q, x)), eq(p, q), False),
    "GAN cost, log 2": (eq(cost, neg(log(num(2)))), eq(p, q), False),
    "GAN cost, one JSD": (eq(cost, sub(JSD(p, q, x), log(num(4)))), eq(p, r), False),
    "without the constant": (eq(KL(p, q, x), R2), eq(T, ratio), False),
    "sign": (eq(KL(p, q, x), R2), eq(T, sub(log(partition), ratio)), False),
    "dual without the 1": (eq(KL(p, q, x), R1), eq(T, ratio), False),
    "marginals for joints": (eq(KL(encoder, posterior, z), zero), eq(p, Density("j", ("x",), (), (x,))), False),
    "the integrals only": (eq(Integral(mul(p, T), (x,)), Integral(mul(p, s), (x,))), eq(T, s), False),
}


@pytest.mark.parametrize("name", ROWS)
def test_rows(name):
    given, equation, expected = ROWS[name]
    statement = Statement("=", equation.args, (), (given,))
    answer = decide(statement, CONTEXT)
    assert isinstance(answer, Proof) is expected
    if expected:
        assert "g >= 0 and integral 0 imply g = 0 a.e." in answer.axioms
        assert refute(statement, CONTEXT) is None


def test_a_point_of_which_something_is_said_may_be_one_of_the_others():
    here = eq(T, zero)
    statement = Statement("=", (p, q), (), (eq(KL(p, q, x), zero), here))
    assert not isinstance(decide(statement, CONTEXT), Proof)


def test_an_example_builds_instances_and_proves_nothing():
    built = Context(CONTEXT.symbols, CONTEXT.functions, CONTEXT.laws, examples=(eq(q, p),))
    claim = eq(p, q)
    assert not isinstance(decide(claim, built), Proof)
    given = eq(KL(p, q, x), zero)
    assert refute(Statement("=", (p, mul(num(2), q)), (), (given,)), built) is not None
    assert refute(Statement("=", (p, q), (), (given,)), built) is None
    # a hypothesis that the example does not satisfy has no instances
    assert refute(Statement("=", (p, r), (), (eq(KL(p, q, x), num(1)),)), built) is None
