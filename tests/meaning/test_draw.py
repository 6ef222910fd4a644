"""Instances satisfy what the Context says, exactly; contradictions have no witness; a seed says it all."""

from fractions import Fraction as Q

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.meaning.words import (
    POSITIVE,
    UNIT,
    A,
    Declaration,
    FunctionDeclaration,
    Iid,
    Interval,
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
    k,
    law,
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
from verify.meaning.draw import draw, witness
from verify.meaning.judge import satisfies
from verify.meaning.replay import holds
from verify.terms.nodes import ONE, Apply, Diff, Divergence, Expect, Extremum, Fn, Sum, Sym
from verify.terms.statement import Statement

G = Sym("G", "real", (d, d))
gram = dot(tr(X), X)
v = Sym("v", "real", (d, ONE))
square = frozenset({"symmetric", "diagonal", "invertible"})
f0, f1 = law("f0", x), law("f1", x)
D = Apply("D", (x,))
two_laws = (declare(x), LawDeclaration("f0", ("x",)), LawDeclaration("f1", ("x",)))
critic = FunctionDeclaration("D", ("x",), UNIT)
jet = FunctionDeclaration("f", ("real",))
latent = (
    declare(x),
    declare(z),
    declare(theta),
    LawDeclaration("p", ("x", "z"), depends=frozenset({"theta"})),
    LawDeclaration("q", ("z",), ("x",)),
)
star = Sym("theta_star", "parameter")
root_of_squares = op("diag", op("entrywise_sqrt", op("diagonal", gram)))
family = (
    declare(x),
    declare(z),
    LawDeclaration("p", ("x", "z")),
    LawDeclaration("q", ("z",), ("x",), family="Q"),
    LawDeclaration("m", ("z",), family="Q"),
    LawDeclaration("best", ("z",), family="Q"),
)
fit = neg(Divergence("KL", law("m", z), law("p", z, given=(x,)), (z,)))

POSSIBLE = {
    "scalars": context(declare(a), declare(b, POSITIVE), declare(p, UNIT)),
    "a symbol equals an expression": context(declare(a), declare(b), declare(t), hypotheses=[eq(a, add(b, mul(t, t)))]),
    "an expression equals a symbol": context(declare(a), declare(b), hypotheses=[eq(mul(a, num(3)), b)]),
    "a product is 1": context(declare(a), declare(b), hypotheses=[eq(mul(a, b), num(1))]),
    "a square is 4": context(declare(a, POSITIVE), hypotheses=[eq(mul(a, a), num(4))]),
    "two equations": context(
        declare(a), declare(b), declare(t), hypotheses=[eq(add(a, b), num(1)), eq(sub(b, t), num(2))]
    ),
    "an inequality": context(declare(a), declare(b), hypotheses=[Statement("<", (a, b))]),
    "between": context(declare(a), declare(b, UNIT), hypotheses=[Statement("<=", (mul(b, num(2)), a))]),
    "an array is the identity": context(
        declare(X), declare(G, structure=square), hypotheses=[eq(G, op("identity", d))]
    ),
    "orthogonal columns": context(
        declare(X, structure=frozenset({"full column rank", "orthogonal columns"})),
        declare(G, structure=square),
        hypotheses=[eq(gram, dot(G, G))],
    ),
    "orthonormal columns": context(declare(X), hypotheses=[eq(gram, op("identity", d))]),
    "unit columns": context(declare(X), declare(G, definition=root_of_squares), hypotheses=[eq(G, op("identity", d))]),
    "dependent columns": context(
        declare(X),
        declare(v),
        hypotheses=[eq(dot(X, v), op("zeros", n, ONE)), Statement(">", (op("norm2", v), num(0)))],
    ),
    "a column is 0": context(declare(X), hypotheses=[eq(at(X, i, k), num(0))]),
    "no column is 0": context(
        declare(X), hypotheses=[Statement(">", (Sum(mul(at(X, i, j), at(X, i, j)), i, n), num(0)))]
    ),
    "structures": context(
        declare(A, structure=frozenset({"symmetric", "invertible"})),
        declare(X, structure=frozenset({"full column rank"})),
    ),
    "invertible": context(declare(A), hypotheses=[Statement("invertible", (A,))]),
    "singular": context(declare(A), hypotheses=[eq(op("det", A), num(0))]),
    "masks": context(declare(p, UNIT), declare(X), declare(R, law=Iid("bernoulli", (p,)))),
    "a discriminator is optimal": context(
        *two_laws, critic, hypotheses=[eq(sub(div(f1, D), div(f0, sub(num(1), D))), num(0))]
    ),
    "a discriminator is given": context(*two_laws, critic, hypotheses=[eq(D, div(f1, add(f0, f1)))]),
    "equal densities": context(*two_laws, hypotheses=[eq(f1, f0)]),
    "the posterior is known": context(
        *latent[:2],
        LawDeclaration("p", ("x", "z")),
        LawDeclaration("q", ("z",), ("x",)),
        hypotheses=[eq(law("q", z, given=(x,)), law("p", z, given=(x,)))],
    ),
    "an argmax": context(*latent, declare(star), hypotheses=[eq(star, Extremum("argmax", law("p", x), theta))]),
    "a best member": context(
        *family, hypotheses=[Statement("maximizer", (fit, Sym("best", "law")), (Sym("m", "law"),))]
    ),
    "a jet": context(jet, hypotheses=[eq(Apply("f", (num(0),), (1,)), num(1))]),
    "two jets": context(
        jet,
        declare(a, POSITIVE),
        hypotheses=[
            eq(Apply("f", (num(0),), (1,)), num(1, 2)),
            Statement("<", (Apply("f", (num(0),), (2,)), num(0))),
        ],
    ),
    "a stationary point": context(
        declare(a, POSITIVE), declare(t), hypotheses=[eq(Diff(sub(mul(a, t, t), t), (t,)), num(0))]
    ),
}


@pytest.mark.parametrize("name", POSSIBLE)
def test_instances_satisfy_their_context(name):
    stated = POSSIBLE[name]
    assert witness(stated) is not None
    hypotheses = tuple(h for h, _ in stated.hypotheses)
    for instance in draw(stated, 1, 4):
        assert instance.label == "generic"
        assert satisfies(instance, stated, hypotheses)
        assert holds_ranges(stated, instance)
    for instance in draw(stated, 1, 12, boundary=True):
        assert instance.label.startswith("boundary: ")
        assert satisfies(instance, stated, hypotheses)
        assert holds_ranges(stated, instance)


def holds_ranges(stated, instance):
    for fact, why in stated.facts:
        if why == "declared range" and fact.lhs in (a, b, t, p) and holds(fact, instance, stated) is not True:
            return False
    return True


IMPOSSIBLE = {
    "a number above itself": context(declare(a), hypotheses=[Statement("<", (a, a))]),
    "a negative square": context(declare(a), hypotheses=[eq(mul(a, a), num(-1))]),
    "out of range": context(declare(a, POSITIVE), hypotheses=[eq(a, num(-1))]),
    "two values": context(declare(a), hypotheses=[eq(a, num(1)), eq(a, num(2))]),
    "a singular inverse": context(
        declare(A, structure=frozenset({"invertible"})), hypotheses=[eq(op("det", A), num(0))]
    ),
    "a density above 1 everywhere": context(*two_laws, hypotheses=[eq(f1, mul(num(2), f0))]),
    "undefined": context(declare(a), hypotheses=[eq(Fn("log", sub(a, a)), num(0))]),
}


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_a_contradiction_has_no_witness(name):
    assert witness(IMPOSSIBLE[name]) is None


@settings(derandomize=True, max_examples=12, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(sorted(POSSIBLE)))
def test_the_same_seed_gives_the_same_instances(seed, name):
    stated = POSSIBLE[name]
    assert list(draw(stated, seed, 2)) == list(draw(stated, seed, 2))


def test_generic_values_stay_away_from_symmetric_ones():
    stated = POSSIBLE["scalars"]
    instances = list(draw(stated, 0, 40))
    assert len(instances) == 40
    for instance in instances:
        assert instance.values["p"] not in (0, Q(1, 2), 1)
        assert instance.values["a"] not in (0, 1, -1)
        assert instance.values["b"] not in (0, 1)
    assert len({instance.values["p"] for instance in instances}) > 4
    assert {instance.values["a"] > 0 for instance in instances} == {True, False}


def test_dimensions_vary_and_the_first_instance_is_three_by_two():
    stated = context(declare(X), declare(y), declare(w))
    dims = [instance.dims for instance in draw(stated, 0, 20)]
    assert dims[0] == {"n": 3, "d": 2}
    assert len({tuple(sizes.items()) for sizes in dims}) > 3


def test_masks_stay_small_enough_to_enumerate():
    for instance in draw(POSSIBLE["masks"], 0, 20, terms=(Expect(op("norm2", R), (R,)),)):
        assert instance.dims["n"] * instance.dims["d"] <= 4


def test_free_indices_are_in_range():
    stated = context(declare(X))
    for instance in draw(stated, 0, 20, terms=(at(X, i, j),)):
        assert 1 <= instance.values["i"] <= instance.dims["n"]
        assert 1 <= instance.values["j"] <= instance.dims["d"]


def test_spaces_have_volumes_below_and_above_one():
    for instance in draw(context(*two_laws), 0, 10):
        assert min(instance.spaces["x"]) < 1 < max(instance.spaces["x"])


def test_densities_above_one_and_negative_entropies_occur():
    stated = context(*two_laws)
    found = {
        holds(Statement("<", (Divergence("entropy", f0, None, (x,)), num(0))), each, stated)
        for each in draw(stated, 0, 40)
    }
    assert found == {True, False}


def test_boundary_instances_say_what_is_special():
    stated = context(*two_laws, critic, declare(a, Interval(Q(1), Q(3), low_closed=True)), declare(t))
    labels = {instance.label for instance in draw(stated, 0, 40, boundary=True)}
    assert {"boundary: f1 = f0", "boundary: D = 1/2 everywhere", "boundary: a = 1", "boundary: t = 0"} <= labels
    assert not any("a = 3" in label or "D = 1 " in label for label in labels)


def test_statement_hypotheses_are_satisfied_too():
    stated = context(declare(a), declare(b))
    above = Statement(">", (a, mul(num(2), b)))
    assert all(holds(above, instance, stated) for instance in draw(stated, 0, 10, hypotheses=(above,)))


def test_the_text_of_an_instance_names_everything():
    instance = witness(POSSIBLE["a discriminator is optimal"])
    names = [name for name, _ in instance.text]
    assert names == ["x", "volumes of x", "f0(x)", "f1(x)", "D"]


def test_a_kernel_may_be_the_posterior_of_the_joint_law():
    joint, encoder = LawDeclaration("p", ("x", "z")), LawDeclaration("q", ("z",), ("x",))
    stated = context(declare(x), declare(z), joint, encoder)
    same = eq(law("q", z, given=(x,)), law("p", z, given=(x,)))
    found = {each.label: holds(same, each, stated) for each in draw(stated, 0, 40, boundary=True, terms=same.args)}
    assert found["boundary: q is a conditional of p"] is True
    assert not any(holds(same, each, stated) for each in draw(stated, 0, 6))


def test_a_law_of_its_own_may_be_the_posterior_at_the_point_at_hand():
    stated = context(declare(x), declare(z), LawDeclaration("p", ("x", "z")), LawDeclaration("q", ("z",)))
    same = eq(law("q", z), law("p", z, given=(x,)))
    tight = [each for each in draw(stated, 0, 40, boundary=True) if each.label == "boundary: q is a conditional of p"]
    assert [holds(same, each, stated) for each in tight] == [True]


def test_a_family_of_points_may_have_one_member():
    family = Sym("h", "point", (add(n, num(1)), ONE))
    stated = context(Declaration(family, space="x"), declare(x), declare(y))
    shapes = {each.label: len(each.values["h"]) for each in draw(stated, 0, 40, boundary=True)}
    assert "boundary: n = 1" not in shapes  # an array of numbers has that size too
    stated = context(Declaration(family, space="x"), declare(x))
    shapes = {each.label: len(each.values["h"]) for each in draw(stated, 0, 40, boundary=True)}
    assert shapes["boundary: n = 1"] == 2
