"""Equality in law and indicators: what follows for a named function, and what does not."""

import pytest

from tests.decide.information_terms import E, add, log, mul, num, sub
from verify.decide import decide
from verify.decide.information.setting import PUSHFORWARD
from verify.meaning.replay import refute
from verify.model import Disproof, Proof, Undecided
from verify.terms.context import UNIT, Context, Declaration, FunctionDeclaration, LawDeclaration
from verify.terms.nodes import Apply, Density, IllTyped, Indicator, Pow, Sym
from verify.terms.statement import Statement

x, z, w = Sym("x", "point"), Sym("z", "point"), Sym("w", "point")
a = Sym("a")
p, q = Density("p", ("x",), (), (x,)), Density("q", ("z",), (), (z,))
CONTEXT = Context(
    (Declaration(x), Declaration(z), Declaration(w, space="x"), Declaration(a)),
    (
        FunctionDeclaration("G", ("z",), result="x"),
        FunctionDeclaration("Q", ("x",), result="z"),
        FunctionDeclaration("h", ("x", "z")),
        FunctionDeclaration("k", ("x", "z")),
        FunctionDeclaration("c", ("x", "z"), UNIT),
        FunctionDeclaration("f", ("x",)),
        FunctionDeclaration("m", ("x", "x")),
        FunctionDeclaration("tied", ("x", "z"), depends=frozenset({"theta"})),
    ),
    (LawDeclaration("p", ("x",)), LawDeclaration("q", ("z",))),
    grants=(("integrals are finite", "assumed"),),
)


def image(name, at):
    return Apply(name, (at,), (0,), "point")


def of(name, *args):
    return Apply(name, args)


def same(left, right):
    return Indicator(left, right)


def in_law(name="h"):
    left = E(of(name, x, image("Q", x)), p, x)
    right = E(of(name, image("G", z), z), q, z)
    return Statement("same law", (left, right), (Sym(name, "law"),))


MATCHED = Statement("same law", (E(of("f", x), p, x), E(of("f", image("G", z)), q, z)), (Sym("f", "law"),))
undone = E(same(image("Q", image("G", z)), z), q, z)
done = E(same(image("G", image("Q", x)), x), p, x)
GRAPH, FIBRE = same(image("Q", x), z), same(x, image("G", z))
c_real, c_fake = of("c", x, image("Q", x)), of("c", image("G", z), z)

TRUE = {
    "Q(G(z)) = z": (undone, "=", num(1), in_law(), (GRAPH,)),
    "G(Q(x)) = x": (done, "=", num(1), in_law(), (FIBRE,)),
    "read from right to left": (num(1), "=", undone, in_law(), (GRAPH,)),
    "any other function": (E(log(c_real), p, x), "=", E(log(c_fake), q, z), in_law(), (log(of("c", x, z)),)),
    "in a variable of the same space": (undone, "=", num(1), in_law(), (same(image("Q", w), z),)),
    "both events": (add(undone, done), "=", num(2), in_law(), (GRAPH, FIBRE)),
    "a function within the declared range": (E(c_real, p, x), "=", E(c_fake, q, z), in_law("k"), (of("c", x, z),)),
}
FALSE = {
    "without equality in law": (undone, "=", num(1), None, (GRAPH,)),
    "of the first points alone": (undone, "=", num(1), MATCHED, (same(image("Q", x), image("Q", x)),)),
    "with probability ½": (undone, "=", num("1/2"), in_law(), (GRAPH,)),
    "less than 1": (undone, "<", num(1), in_law(), (GRAPH,)),
    "real for fake": (E(log(c_real), p, x), "=", E(log(sub(num(1), c_fake)), q, z), in_law(), (log(of("c", x, z)),)),
    "Q is constant": (E(same(image("Q", x), z), p, x), "=", num(1), in_law(), (GRAPH,)),
    "an indicator is 1": (same(x, w), "=", num(1), None, ()),
    "an indicator is 0": (same(x, w), "=", num(0), None, ()),
    "points are not undone one by one": (same(image("Q", image("G", z)), z), "=", num(1), None, ()),
}


def claim(row):
    left, relation, right, hypothesis, hints = row
    return Statement(relation, (left, right), (), () if hypothesis is None else (hypothesis,)), hints


@pytest.mark.parametrize("row", TRUE.values(), ids=TRUE.keys())
def test_what_follows_is_proved(row):
    statement, hints = claim(row)
    answer = decide(statement, CONTEXT, hints)
    assert isinstance(answer, Proof), answer
    assert PUSHFORWARD in answer.axioms
    assert answer.hypotheses
    assert refute(statement, CONTEXT) is None


def test_a_function_of_one_point():
    statement = Statement("=", (E(of("f", image("G", z)), q, z), E(of("f", x), p, x)), (), (MATCHED,))
    twice = Statement(
        "=", (E(Pow(of("f", image("G", z)), num(2)), q, z), E(Pow(of("f", x), num(2)), p, x)), (), (MATCHED,)
    )
    assert not isinstance(decide(statement, CONTEXT, (of("f", x),)), Proof)  # f itself is bound in the hypothesis
    assert not isinstance(decide(twice, CONTEXT, (Pow(of("f", x), num(2)),)), Proof)
    other = Statement("=", (E(same(image("G", z), w), q, z), E(same(x, w), p, x)), (), (MATCHED,))
    assert not isinstance(decide(other, CONTEXT, (same(x, w),)), Proof)  # which point is the argument is not said


@pytest.mark.parametrize("row", FALSE.values(), ids=FALSE.keys())
def test_what_does_not_follow_is_refuted(row):
    statement, hints = claim(row)
    assert isinstance(decide(statement, CONTEXT, hints), Disproof)


@pytest.mark.parametrize(
    ("hypothesis", "hints"),
    [
        (in_law(), ()),
        (in_law(), (FIBRE,)),
        (in_law(), (mul(same(image("Q", w), z), of("f", x)),)),
        (in_law(), (of("h", x, z),)),
        (in_law("c"), (mul(num(2), GRAPH),)),
        (in_law("c"), (GRAPH,)),  # 0 and 1 are no values of c
        (in_law("tied"), (GRAPH,)),
        (Statement("same law", in_law().args, (Sym("m", "law"),)), (GRAPH,)),
        (Statement("same law", in_law().args, (Sym("nowhere", "law"),)), (GRAPH,)),
        (Statement("=", in_law().args), (GRAPH,)),  # of one h
        (Statement("same law", in_law().args, in_law().variables, (MATCHED,)), (GRAPH,)),
    ],
)
def test_hints_and_hypotheses_that_do_not_help(hypothesis, hints):
    statement = Statement("=", (undone, num(1)), (), (hypothesis,))
    assert not isinstance(decide(statement, CONTEXT, hints), Proof)


def test_equality_in_law_can_be_claimed():
    h = (Sym("h", "law"),)
    renamed = E(of("f", w), Density("p", ("x",), (), (w,)), w)
    assert isinstance(decide(Statement("same law", (E(of("f", x), p, x), renamed), (Sym("f", "law"),)), CONTEXT), Proof)
    assert isinstance(decide(in_law(), CONTEXT), Disproof)
    about_h = Statement("=", in_law().args)
    assert not isinstance(decide(Statement("same law", in_law().args, h, (about_h,)), CONTEXT), Proof)
    one_side = Statement("=", (undone, num(1)))
    assert isinstance(decide(Statement("same law", in_law().args, h, (one_side,)), CONTEXT), Disproof)


@pytest.mark.parametrize("sides", [(image("Q", x), x), (x, z), (image("G", z), z)])
def test_points_of_different_spaces_are_not_compared(sides):
    for value in (num(0), num(1)):
        assert not isinstance(decide(Statement("=", (same(*sides), value)), CONTEXT), Proof)


def test_an_indicator_is_symmetric_and_certain_of_itself():
    assert isinstance(decide(Statement("=", (E(same(x, w), p, x), E(same(w, x), p, x))), CONTEXT), Proof)
    assert isinstance(decide(Statement("=", (E(same(x, x), p, x), num(1))), CONTEXT), Proof)


def test_the_logarithm_of_an_indicator_is_not_taken():
    logs = E(log(same(x, w)), p, x)
    assert isinstance(decide(Statement("=", (logs, logs)), CONTEXT), Proof)  # the same term
    assert isinstance(decide(Statement("<=", (logs, num(0))), CONTEXT), Undecided)


@pytest.mark.parametrize("sides", [(x, a), (a, a), (Sym("xs", "point", (num(3), num(1))), x), (x, Sym("i", "index"))])
def test_only_points_are_compared(sides):
    with pytest.raises(IllTyped):
        Indicator(*sides)
