"""A hypothesis about one point confirms nothing about others, nor generic instances a corner."""

import pytest

from tests.attacks.grammars import INFORMATION, SCALARS, Dx, f0, f1, num, u, x
from verify.model import Settings, Verdict
from verify.numeric.estimate import estimate
from verify.terms.context import Context, Declaration
from verify.terms.nodes import Add, Apply, Density, Divergence, Integral, Mul, Pow, Sym
from verify.terms.statement import Statement

y = Sym("y", "point")
CONTEXT = Context(
    (*INFORMATION.symbols, Declaration(y, space="x")),
    INFORMATION.functions,
    INFORMATION.laws,
    grants=INFORMATION.grants,
)


def equal(left, right, *hypotheses):
    return Statement("=", (left, right), (), hypotheses)


SAME_AT_X = equal(f0, f1)
FALSE = {
    "f0(x) = f1(x) does not make KL = 0": equal(Divergence("KL", f0, f1, (x,)), num(0), SAME_AT_X),
    "nor another point equal": equal(Density("f0", ("x",), (), (y,)), Density("f1", ("x",), (), (y,)), SAME_AT_X),
    "D(x) = 1/2 does not fix D(y)": equal(Apply("D", (y,)), num("1/2"), equal(Dx, num("1/2"))),
    "nor a mean of D": equal(Integral(Mul((f0, Dx)), (x,)), num("1/2"), equal(Dx, num("1/2"))),
    "f0(x) = 2 at one x only": equal(Integral(Mul((f0, f0)), (x,)), num(2), equal(f0, num(2))),
}


@pytest.mark.parametrize("statement", FALSE.values(), ids=FALSE)
def test_not_confirmed(statement):
    assert estimate(statement, CONTEXT, Settings(), "pinned").verdict is not Verdict.CONFIRMED


TRUE = {
    "at the same point": equal(Mul((f0, f0)), Mul((f1, f0)), SAME_AT_X),
    "the point of a function": equal(Mul((num(2), Dx)), num(1), equal(Dx, num("1/2"))),
}


@pytest.mark.parametrize("statement", TRUE.values(), ids=TRUE)
def test_still_confirmed(statement):
    assert estimate(statement, CONTEXT, Settings(), "pinned").verdict is Verdict.CONFIRMED


OFF = Add((u, num(-1000)))
ROOT = num("1/2")


@pytest.mark.parametrize("square", [Pow(OFF, num(2)), Mul((OFF, OFF))], ids=["power", "product"])
def test_a_root_of_a_square_has_a_corner_far_from_the_instances(square):
    statement = equal(Pow(square, ROOT), Add((num(1000), Mul((num(-1), u)))))
    assert estimate(statement, SCALARS, Settings(), "corner").verdict is not Verdict.CONFIRMED
