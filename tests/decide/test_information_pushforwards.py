"""Laws carried along maps that need not be one to one: the law of the unconscious statistician, and nothing more."""

import pytest

from tests.decide.information_terms import KL, E, add, div, log, mul, num, sub
from verify.decide.information import decide
from verify.meaning.draw import draw
from verify.meaning.instance import Bijection
from verify.meaning.judge import judge
from verify.meaning.replay import refute
from verify.model import Proof
from verify.terms.context import UNIT, Context, Declaration, FunctionDeclaration, LawDeclaration
from verify.terms.nodes import Apply, Density, Extremum, Integral, Sym
from verify.terms.statement import Statement

x, z = Sym("x", "point"), Sym("z", "point")
p_d, p_z, p_G = (Density(n, (v.name,), (), (v,)) for n, v in (("pd", x), ("pz", z), ("pG", x)))
G_z = Apply("G", (z,), (0,), "point")
H_z = Apply("H", (z,), (0,), "point")
MAPS = Context(
    (Declaration(x), Declaration(z)),
    (
        FunctionDeclaration("G", ("z",), result="x"),
        FunctionDeclaration("H", ("z",), result="x"),
        FunctionDeclaration("D", ("x",), UNIT),
        FunctionDeclaration("r", ("z",)),
    ),
    (
        LawDeclaration("pd", ("x",)),
        LawDeclaration("pz", ("z",)),
        LawDeclaration("pw", ("z",)),
        LawDeclaration("pG", ("x",), pushforward=("pz", "G")),
    ),
)


def D(at):
    return Apply("D", (at,))


def r(at):
    return Apply("r", (at,))


p_w = Density("pw", ("z",), (), (z,))
fooled = log(sub(num(1), D(G_z)))
caught = log(sub(num(1), D(x)))
share = div(p_d, add(p_d, p_G))
p_d_at_G = Density("pd", ("x",), (), (G_z,))
p_G_at_G = Density("pG", ("x",), (), (G_z,))
played = add(E(log(D(x)), p_d, x), E(fooled, p_z, z))
critic = Sym("D", "law")

ROWS = {
    "LOTUS": (E(fooled, p_z, z), "=", E(caught, p_G, x), True),
    "with a constant": (E(mul(num(3), fooled), p_z, z), "=", mul(num(3), E(caught, p_G, x)), True),
    "inside a logarithm": (log(E(D(G_z), p_z, z)), "=", log(E(D(x), p_G, x)), True),
    "KL of the image": (E(log(div(p_G_at_G, p_d_at_G)), p_z, z), "=", KL(p_G, p_d, x), True),
    "p_G has mass 1": (Integral(p_G, (x,)), "=", num(1), True),
    "KL ≥ 0": (KL(p_G, p_d, x), ">=", num(0), True),
    "another law of z": (E(fooled, p_w, z), "=", E(caught, p_G, x), False),
    "another map": (E(log(sub(num(1), D(H_z))), p_z, z), "=", E(caught, p_G, x), False),
    "another law of x": (E(fooled, p_z, z), "=", E(caught, p_d, x), False),
    "z itself stays": (E(mul(r(z), fooled), p_z, z), "=", E(caught, p_G, x), False),
    "without the weight": (Integral(D(G_z), (z,)), "=", Integral(D(x), (x,)), False),
    "the weight twice": (E(mul(p_z, D(G_z)), p_z, z), "=", E(mul(p_G, D(x)), p_G, x), False),
    "p_z is p_G at G": (E(log(p_z), p_z, z), "=", E(log(p_G), p_G, x), False),
    "the map keeps entropy": (E(log(p_z), p_z, z), ">=", E(log(p_G), p_G, x), False),
}


@pytest.mark.parametrize("name", ROWS)
def test_rows(name):
    left, relation, right, expected = ROWS[name]
    statement = Statement(relation, (left, right))
    assert isinstance(decide(statement, MAPS), Proof) is expected
    assert (refute(statement, MAPS) is None) is expected


def test_the_axiom_is_named_where_it_is_used():
    proof = decide(Statement("=", (E(fooled, p_z, z), E(caught, p_G, x))), MAPS)
    assert "pushforward (LOTUS)" in proof.axioms
    plain = decide(Statement("=", (Integral(p_G, (x,)), num(1))), MAPS)
    assert "pushforward (LOTUS)" not in plain.axioms


def test_the_best_discriminator_of_the_image():
    best = Extremum("max", played, critic)
    wanted = add(E(log(share), p_d, x), E(log(sub(num(1), share)), p_G, x))
    other = div(p_G, add(p_d, p_G))
    assert isinstance(decide(Statement("=", (best, wanted)), MAPS, (share,)), Proof)
    assert not isinstance(decide(Statement("=", (best, wanted)), MAPS, (other,)), Proof)
    assert isinstance(decide(Statement("unique maximizer", (played, share), (critic,)), MAPS), Proof)
    assert not isinstance(decide(Statement("unique maximizer", (played, other), (critic,)), MAPS), Proof)


def test_instances_send_two_cells_to_one_and_reach_every_cell():
    mass = Statement("=", (Integral(p_G, (x,)), num(1)))
    for instance in draw(MAPS, 0, 6):
        image = instance.functions["G"]
        assert isinstance(image, Bijection)
        assert len(set(image.image)) == len(instance.spaces["x"]) < len(image.image)
        assert judge(mass, instance, MAPS) is True


def test_a_map_has_no_jacobian_and_no_inverse():
    slope = Apply("G", (z,), (1,), "real")
    assert not isinstance(decide(Statement("=", (slope, slope)), MAPS), Proof)
    assert not isinstance(decide(Statement(">", (mul(slope, slope), num(0))), MAPS), Proof)
