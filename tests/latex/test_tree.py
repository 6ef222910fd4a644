"""Trees with other children: in tuples and rows of tuples, beside those that are none, one that equals another."""

import pytest

from verify.latex.tree import (
    Bracket,
    Cases,
    Fraction,
    Letter,
    Matrix,
    Node,
    Number,
    Plus,
    Scripted,
    children,
    rebuilt,
    with_child,
)

A, B, C = (Letter(0, 1, name) for name in "abc")

TREES = {
    "a field": Fraction(0, 1, A, B),
    "fields that are empty": Scripted(0, 1, A, sub=None, sup=B, primes=1),
    "a tuple": Plus(0, 1, ("+", "-"), (A, B)),
    "a tuple of items and separators": Bracket(0, 1, "(", (A, B), (",",)),
    "rows of a matrix": Matrix(0, 1, "[", ((A, B), (B, A))),
    "conditions that may be missing": Cases(0, 1, (A, B), (B, None)),
}


@pytest.mark.parametrize("tree", TREES.values(), ids=TREES)
def test_each_child_is_changed(tree: Node) -> None:
    turned = rebuilt(tree, lambda child: {A: B, B: A}[child])
    assert type(turned) is type(tree)
    assert list(children(turned)) == [{A: B, B: A}[child] for child in children(tree)]
    assert rebuilt(turned, lambda child: {A: B, B: A}[child]) == tree


@pytest.mark.parametrize("tree", TREES.values(), ids=TREES)
def test_one_child_is_replaced_where_it_stands(tree: Node) -> None:
    assert list(children(with_child(tree, A, C))) == [C if child is A else child for child in children(tree)]


def test_only_children_are_changed() -> None:
    inner = Fraction(0, 1, A, B)
    assert rebuilt(Fraction(0, 1, inner, A), lambda child: C if child is A else child) == Fraction(0, 1, inner, C)
    assert rebuilt(Number(0, 1, "2"), lambda child: C) == Number(0, 1, "2")


def test_what_equals_the_child_that_is_replaced_stays() -> None:
    one, other = Number(0, 1, "1"), Number(0, 1, "1")
    assert one == other
    assert with_child(Plus(0, 3, ("+", "+"), (one, other)), other, C).terms == (one, C)
