"""Trees built by hand → statements: products, norms, transposes; what cannot be read, and what does not fit."""

import pytest

from verify.latex.elaborate import statements
from verify.latex.errors import IllTypedAt, Unread
from verify.latex.scope import Scope
from verify.latex.tree import Bracket, Letter, Mark, Node, Number, Plus, Product, Scripted
from verify.links import check_link
from verify.model import Verdict

SCOPE = Scope.of(
    {
        "scope": "any n, d",
        "names": {
            "X": "matrix n d",
            "y": "vector n",
            "w": "vector d",
            "p": "number in (0, 1)",
            "R": "matrix n d with entries Bernoulli(p)",
            "\\Gamma": "matrix d d, diagonal",
        },
    }
)


def name(text: str) -> Letter:
    return Letter(0, 1, text)


def times(*factors: Node) -> Product:
    return Product(0, 1, ("",) * (len(factors) - 1), factors)


def top(node: Node) -> Scripted:
    return Scripted(0, 1, node, sup=Mark(0, 1, "top"))


def squared(node: Node) -> Scripted:
    return Scripted(0, 1, node, sup=Number(0, 1, "2"))


RESIDUAL = Plus(0, 1, ("+", "-"), (name("y"), times(name("p"), name("X"), name("w"))))
NORM = squared(Bracket(0, 1, "‖", (RESIDUAL,)))


@pytest.mark.parametrize(
    ("right", "verdict"),
    [
        (times(top(Bracket(0, 1, "(", (RESIDUAL,))), Bracket(0, 1, "(", (RESIDUAL,))), Verdict.PROVED),
        (times(top(name("y")), Bracket(0, 1, "(", (RESIDUAL,))), Verdict.REFUTED),
    ],
)
def test_squared_norm(right: Node, verdict: Verdict) -> None:
    (statement,) = statements(NORM, "=", right, SCOPE)
    assert check_link(statement, SCOPE.context).verdict is verdict


def test_shapes_that_do_not_meet_are_shown() -> None:
    with pytest.raises(IllTypedAt, match="n×d") as caught:
        statements(NORM, "=", times(top(name("w")), name("X")), SCOPE)
    assert caught.value.shapes == ("1×d", "n×d")


def test_a_name_nobody_declared_is_unread_even_beside_shapes_that_do_not_fit() -> None:
    with pytest.raises(Unread, match="nobody said what v is"):
        statements(times(top(name("w")), name("X")), "=", name("v"), SCOPE)


@pytest.mark.parametrize("depth", [200, 3000])
def test_deep_trees_are_unread(depth: int) -> None:
    tree: Node = name("p")
    for _ in range(depth):
        tree = Bracket(0, 1, "(", (tree,))
    with pytest.raises(Unread, match="deeply"):
        statements(tree, "=", name("p"), SCOPE)
