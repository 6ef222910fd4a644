"""Variational bounds beyond the first sheet: posteriors as maximizers, Donsker-Varadhan, two-sided discriminators."""

import pytest

from tests.decide.cell_models import equal_on_models, holds_on_models
from tests.decide.information_terms import (
    JOINT,
    JSD,
    KL,
    POINTS,
    E,
    add,
    div,
    elbo,
    i,
    log,
    mul,
    neg,
    num,
    p_x,
    p_xz,
    p_z,
    post,
    sub,
    total,
    x,
    x_i,
    z,
)
from verify.decide.information import decide
from verify.model import Proof
from verify.terms.context import POSITIVE, Context, Declaration, FunctionDeclaration, LawDeclaration
from verify.terms.nodes import Apply, Density, Extremum, Fn, Integral, Sym
from verify.terms.statement import Statement


def proved(statement, context, using=()):
    return isinstance(decide(statement, context, using), Proof)


q0, m = (Density(name, ("z",), (), (z,)) for name in ("q0", "m"))
any_law = Sym("q0", "law")
likelihood = Apply("L", (z,))
BAYES = Context(
    POINTS,
    (FunctionDeclaration("L", ("z",), POSITIVE),),
    (JOINT, LawDeclaration("q0", ("z",)), LawDeclaration("m", ("z",)), LawDeclaration("qi", ("z",))),
)
mass = Integral(mul(m, likelihood), (z,))
gibbs = div(mul(m, likelihood), mass)
objective = sub(E(log(likelihood), q0, z), KL(q0, m, z))

T = Apply("T", (x,))
P, Q = (Density(name, ("x",), (), (x,)) for name in ("p", "q"))
DUAL = Context(
    (Declaration(x),),
    (FunctionDeclaration("T", ("x",)),),
    (LawDeclaration("p", ("x",)), LawDeclaration("q", ("x",))),
)


def exp(term):
    return Fn("exp", term)


partition = E(exp(T), Q, x)
R1 = sub(E(T, P, x), E(exp(sub(T, num(1))), Q, x))
R2 = sub(E(T, P, x), log(partition))
tilted = mul(div(exp(T), partition), Q)

PAIRS = Context(
    (Declaration(x), Declaration(z)),
    laws=(
        LawDeclaration("pd", ("x",)),
        LawDeclaration("pq", ("z",), ("x",)),
        LawDeclaration("pz", ("z",)),
        LawDeclaration("pg", ("x",), ("z",)),
    ),
)
real = mul(Density("pd", ("x",), (), (x,)), Density("pq", ("z",), ("x",), (z, x)))
fake = mul(Density("pz", ("z",), (), (z,)), Density("pg", ("x",), ("z",), (x, z)))
share = div(real, add(real, fake))
two_sided = add(Integral(mul(real, log(share)), (x, z)), Integral(mul(fake, log(sub(num(1), share))), (x, z)))

ROWS = {
    "Gibbs density has mass 1": (BAYES, Integral(gibbs, (z,)), "=", num(1), True),
    "objective": (BAYES, objective, "=", sub(log(mass), KL(q0, gibbs, z)), True),
    "objective, q = L/Z": (BAYES, objective, "=", sub(log(mass), KL(q0, div(likelihood, mass), z)), False),
    "objective <= log Z": (BAYES, objective, "<=", log(mass), True),
    "objective < log Z": (BAYES, objective, "<", log(mass), False),
    "objective >= log Z": (BAYES, objective, ">=", log(mass), False),
    "tilted density has mass 1": (DUAL, Integral(tilted, (x,)), "=", num(1), True),
    "KL - R2": (DUAL, sub(KL(P, Q, x), R2), "=", KL(P, tilted, x), True),
    "KL - R2, swapped": (DUAL, sub(KL(P, Q, x), R2), "=", KL(tilted, P, x), False),
    "KL >= R2": (DUAL, KL(P, Q, x), ">=", R2, True),
    "KL >= R1": (DUAL, KL(P, Q, x), ">=", R1, True),
    "KL <= R1": (DUAL, KL(P, Q, x), "<=", R1, False),
    "R2 >= R1": (DUAL, R2, ">=", R1, True),
    "R1 >= R2": (DUAL, R1, ">=", R2, False),
    "R2 > R1": (DUAL, R2, ">", R1, False),
    "e^T for e^(T-1)": (DUAL, KL(P, Q, x), ">=", sub(E(T, P, x), sub(partition, num(2))), False),
    "two-sided value": (PAIRS, two_sided, "=", add(neg(log(num(4))), mul(num(2), JSD(real, fake, x, z))), True),
    "two-sided value, one JSD": (PAIRS, two_sided, "=", add(neg(log(num(4))), JSD(real, fake, x, z)), False),
    "two-sided minimum": (PAIRS, two_sided, ">=", neg(log(num(4))), True),
    "two-sided minimum, -log 3": (PAIRS, two_sided, ">=", neg(log(num(3))), False),
}


@pytest.mark.parametrize("name", ROWS)
def test_rows(name):
    context, left, relation, right, expected = ROWS[name]
    statement = Statement(relation, (left, right))
    if expected:
        check = equal_on_models if relation == "=" else holds_on_models
        assert check(statement, context)
    assert proved(statement, context) is expected


def test_the_posterior_is_the_only_maximizer_of_the_elbo():
    assert proved(Statement("unique maximizer", (elbo(q0), post()), (any_law,)), BAYES)
    assert proved(Statement("unique maximizer", (objective, gibbs), (any_law,)), BAYES)
    assert proved(Statement("=", (Extremum("max", elbo(q0), any_law), log(p_x()))), BAYES, (post(),))
    for wrong in (p_z(), p_xz(), m, q0):
        assert not proved(Statement("unique maximizer", (elbo(q0), wrong), (any_law,)), BAYES)
        assert not proved(Statement("=", (Extremum("max", elbo(q0), any_law), log(p_x()))), BAYES, (wrong,))
    assert not proved(Statement("unique maximizer", (objective, mul(m, likelihood)), (any_law,)), BAYES)


def test_the_dual_supremum_is_attained():
    supremum = Extremum("sup", R1, Sym("T", "law"))
    best = add(num(1), log(div(P, Q)))
    assert proved(Statement("=", (KL(P, Q, x), supremum)), DUAL, (best,))
    assert not proved(Statement("=", (KL(P, Q, x), supremum)), DUAL, (log(div(P, Q)),))
    assert proved(Statement("attained", (R2, log(div(P, Q))), (Sym("T", "law"),)), DUAL)
    # R2 is the same for T + c, so its maximizer is not unique
    assert not proved(Statement("unique maximizer", (R2, log(div(P, Q))), (Sym("T", "law"),)), DUAL)


def test_one_law_for_each_point_of_the_data():
    q_i = Density("qi", ("z",), (), (z,), (i,))
    assert proved(Statement(">=", (total(log(p_x(x_i))), total(elbo(q_i, x_i)))), BAYES)
    assert not proved(Statement("<=", (total(log(p_x(x_i))), total(elbo(q_i, x_i)))), BAYES)
