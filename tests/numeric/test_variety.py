"""Equalities that fail only where there are more points or entries than instances have."""

import pytest

from tests.decide.information_terms import E, mul, num, point, sub
from verify.model import Settings, Verdict
from verify.numeric.estimate import estimate
from verify.terms.context import Context, Declaration, FunctionDeclaration, LawDeclaration
from verify.terms.nodes import ONE, Apply, Density, Entry, Pow, Prod, Sum, Sym
from verify.terms.statement import Statement

POINTS = [point(name) for name in ("z", "z1", "z2", "z3")]
k, n = Sym("k", "dimension"), Sym("n", "dimension")
INDICES = [Sym(name, "index") for name in "hijl"]
Z = Sym("Z", "point", (k, ONE))
c, d = Sym("c", "real", (k, ONE)), Sym("d", "real", (n, ONE))
SPACE = Context(
    (Declaration(POINTS[0]), *(Declaration(at, space="z") for at in POINTS[1:]), Declaration(c), Declaration(d)),
    (FunctionDeclaration("T", ("z",)),),
    (LawDeclaration("r", ("z",)),),
)
FAMILY = Context((*SPACE.symbols, Declaration(Z, space="z")), SPACE.functions, SPACE.laws)


def r(at):
    return Density("r", ("z",), (), (at,))


def spread(values):
    """0 where two of the values are equal, else positive."""
    return mul(*(Pow(sub(a, b), num(2)) for place, a in enumerate(values) for b in values[:place]))


def over_points(body, count):
    for at in POINTS[:count]:
        body = E(body, r(at), at)
    return body


def over_indices(body, count):
    for index in INDICES[:count]:
        body = Sum(body, index, k)
    return body


def points(count):
    return over_points(spread([Apply("T", (at,)) for at in POINTS[:count]]), count)


def entries(count):
    return over_indices(spread([Entry(c, (index,)) for index in INDICES[:count]]), count)


def members(count):
    values = [Apply("T", (Entry(Z, (index,)),)) for index in INDICES[:count]]
    return E(over_indices(spread(values), count), Prod(r(Entry(Z, (INDICES[3],))), INDICES[3], k), Z)


def verdict(left, right, context):
    return estimate(Statement("=", (left, right)), context, Settings(), "variety").verdict


@pytest.mark.parametrize("make", [points, entries])
@pytest.mark.parametrize("count", [2, 3])
def test_three_are_told_apart(make, count):
    assert verdict(make(count), num(0), SPACE) is Verdict.REFUTED


@pytest.mark.parametrize(("make", "context"), [(points, SPACE), (entries, SPACE), (members, FAMILY)])
def test_four_may_be_more_than_instances_have(make, context):
    assert verdict(make(4), num(0), context) is not Verdict.CONFIRMED


def test_a_product_of_expectations_looks_at_the_points_of_both():
    two, one = points(2), over_points(Apply("T", (POINTS[0],)), 1)
    assert verdict(mul(two, one), mul(one, two), SPACE) is Verdict.CONFIRMED
    assert verdict(mul(two, two), mul(two, two, ONE), SPACE) is Verdict.UNDECIDED


def test_the_density_of_a_family_is_no_further_point():
    claim = over_points(Apply("T", (POINTS[0],)), 1)
    total = E(
        Sum(Apply("T", (Entry(Z, (INDICES[0],)),)), INDICES[0], k), Prod(r(Entry(Z, (INDICES[3],))), INDICES[3], k), Z
    )
    assert verdict(total, mul(k, claim), FAMILY) is Verdict.CONFIRMED
