"""Trees built by hand → densities, expectations, divergences, Jacobians, extrema."""

import pytest

from verify.latex.elaborate import statements, terms
from verify.latex.errors import Unread
from verify.latex.scope import Scope
from verify.latex.tree import Bracket, Derivative, Letter, Node, Number, Operator, Plus, Product, Relation, Scripted
from verify.links import check_link
from verify.model import Verdict
from verify.terms.nodes import Apply, Density, Divergence, Expect, Extremum, Fn, IllTyped, Sym

LATENT = Scope.of(
    {
        "scope": "any densities",
        "names": {
            "x": "point",
            "z": "point",
            "\\theta": "parameter",
            "p": "density of x, z; depends on \\theta",
            "q": "density of z given x",
            "D": "function of x in (0, 1)",
        },
        "grants": {"integrals are finite": "granted"},
    }
)
FLOW = Scope.of(
    {
        "scope": "any densities",
        "names": {
            "x": "point",
            "u": "point",
            "r": "density of x",
            "b": "density of u",
            "F": "diffeomorphism from u to x",
        },
    }
)
x, z = Sym("x", "point"), Sym("z", "point")
ENCODER = Density("q", ("z",), ("x",), (z, x))


def name(text: str) -> Letter:
    return Letter(0, 1, text)


def bracket(*items: Node, separators: tuple[str, ...] = (), opening: str = "(") -> Bracket:
    return Bracket(0, 1, opening, items, separators)


def call(function: Node, *items: Node, separators: tuple[str, ...] = ()) -> Product:
    return Product(0, 1, ("",), (function, bracket(*items, separators=separators)))


def given(law: str, target: str, condition: str) -> Product:
    return call(name(law), name(target), name(condition), separators=("|",))


@pytest.mark.parametrize(
    ("node", "law", "targets", "conditions"),
    [
        (given("p", "x", "z"), "p", ("x",), ("z",)),
        (given("p", "z", "x"), "p", ("z",), ("x",)),
        (call(name("p"), name("z"), name("x"), separators=(",",)), "p", ("x", "z"), ()),
        (call(name("p"), name("x"), name("theta"), separators=(";",)), "p", ("x",), ()),
    ],
)
def test_slots_are_decided_by_spaces(
    node: Node, law: str, targets: tuple[str, ...], conditions: tuple[str, ...]
) -> None:
    points = tuple({"x": x, "z": z}[slot] for slot in (*targets, *conditions))
    assert terms(node, LATENT) == (Density(law, targets, conditions, points),)


@pytest.mark.parametrize(
    "node",
    [
        Product(0, 1, ("",), (Scripted(0, 1, name("p"), sub=name("phi")), bracket(name("x")))),
        call(name("q"), name("z")),
        given("q", "x", "z"),
        call(name("p"), name("x"), name("x"), separators=(",",)),
        call(name("q"), name("z"), name("theta"), separators=(";",)),
    ],
)
def test_what_a_law_does_not_have_is_unread(node: Node) -> None:
    with pytest.raises(Unread):
        terms(node, LATENT)


@pytest.mark.parametrize(
    "measure",
    [
        name("q"),
        given("q", "z", "x"),
        Relation(0, 1, name("z"), "~", name("q")),
        Relation(0, 1, name("z"), "~", given("q", "z", "x")),
    ],
)
def test_spellings_of_a_measure(measure: Node) -> None:
    body = Operator(0, 1, "log", call(name("D"), name("x")))
    (mean,) = terms(Operator(0, 1, "E", body, sub=measure), LATENT)
    assert mean == Expect(Fn("log", Apply("D", (x,))), (z,), ENCODER)


def test_divergence_is_over_the_targets_of_its_left_side() -> None:
    sides = bracket(given("q", "z", "x"), call(name("p"), name("z")), separators=("‖",))
    (found,) = terms(Operator(0, 1, "KL", sides), LATENT)
    assert found == Divergence("KL", ENCODER, Density("p", ("z",), (), (z,)), (z,))


def test_divergence_of_densities_of_different_things_is_ill_typed() -> None:
    sides = bracket(given("q", "z", "x"), given("p", "x", "z"), separators=("‖",))
    with pytest.raises(IllTyped, match="z of a density of x"):
        terms(Operator(0, 1, "KL", sides), LATENT)


@pytest.mark.parametrize("body", [name("F"), call(name("F"), name("u"))])
def test_jacobian_of_a_diffeomorphism(body: Node) -> None:
    (found,) = terms(Operator(0, 1, "det", Derivative(0, 1, body, (name("u"),))), FLOW)
    assert found == Apply("F", (Sym("u", "point"),), (1,))
    with pytest.raises(IllTyped):
        terms(Derivative(0, 1, body, (name("x"),)), FLOW)


def test_a_map_takes_points_of_its_space() -> None:
    with pytest.raises(IllTyped):
        terms(call(name("F"), name("x")), FLOW)


def test_extremum_over_an_unknown_function() -> None:
    body = Operator(0, 1, "log", call(name("D"), name("x")))
    (found,) = terms(Operator(0, 1, "max", body, sub=name("D")), LATENT)
    assert found == Extremum("max", Fn("log", Apply("D", (x,))), Sym("D", "law"))


@pytest.mark.parametrize(("value", "verdict"), [("2", Verdict.PROVED), ("4", Verdict.REFUTED)])
def test_a_bayes_factor(value: str, verdict: Verdict) -> None:
    joint = call(name("p"), name("x"), name("z"), separators=(",",))
    left = Product(0, 1, ("", ""), (Number(0, 1, value), given("p", "x", "z"), call(name("p"), name("z"))))
    (statement,) = statements(left, "=", Plus(0, 1, ("+", "+"), (joint, joint)), LATENT)
    assert check_link(statement, LATENT.context).verdict is verdict
