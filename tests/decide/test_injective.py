"""At most one root: strictly monotone functions of one variable over an interval, and what only looks like one."""

import pytest

from tests.decide.scalar_terms import CONTEXT, D, a, b, c, claim, exp, f, log, modulus, p, q, softplus, tanh, x, y
from verify.decide.scalars import decide
from verify.model import Proof
from verify.terms.statement import Statement

TRUE = [
    claim("unique root", log(a / b) - y, b * exp(y), on=(a,)),
    claim("unique root", a * exp(-x) - b, log(a / b), on=(x,)),
    claim("unique root", x + exp(x) - 1, 0, on=(x,)),
    claim("unique root", x**3 + x - 2, 1, on=(x,)),
    claim("unique root", log(p / (1 - p)) + log(3 * b / b), 1 - 3 / (a / a + 3), on=(p,)),
    claim("unique root", softplus(x) - log(2 * a / a), 0, on=(x,)),
    claim("unique root", x + tanh(x), 0, on=(x,)),
    claim("unique root", 1 / a - b, 1 / b, on=(a,)),
]

FALSE = [
    ("two roots", claim("unique root", x**2 - 1, 1, on=(x,))),
    ("no root", claim("unique root", exp(x), 0, on=(x,))),
    ("the root is elsewhere", claim("unique root", log(a) - 1, 1, on=(a,))),
    ("the root is outside the range", claim("unique root", p - 2, 2, on=(p,))),
    ("no slope where c = 0", claim("unique root", c * x, 0, on=(x,))),
    ("slope of unknown sign, constant if y = -1", claim("unique root", x + y * x, 0, on=(x,))),
    ("monotone on each side of a pole, root at ±1", claim("unique root", x - 1 / x, 1, on=(x,))),
    ("monotone on each side of a pole of a product", claim("unique root", (x - 1) * (x + 2) / x, 1, on=(x,))),
    ("flat up to 0", claim("unique root", x + modulus(x), 0, on=(x,))),
    ("a hypothesis leaves two pieces", claim("unique root", x - 1 / x, 1, on=(x,), given=(claim("!=", x, 0),))),
    ("an unknown function", claim("unique root", f(x), 0, on=(x,))),
    ("one equation, two variables", claim("unique root", a - b, 1, on=(a, b))),
    ("a constant that is 0", claim("unique root", x - x, 0, on=(x,))),
    ("log has no value at the end of [0, 1]", claim("unique root", log(q), 0, on=(D,))),
]


@pytest.mark.parametrize("statement", TRUE, ids=str)
def test_a_strictly_monotone_function_has_one_root(statement: Statement):
    assert isinstance(decide(statement, CONTEXT), Proof)


@pytest.mark.parametrize("row", FALSE, ids=[row[0] for row in FALSE])
def test_what_is_not_monotone_over_the_range_is_not_proved(row):
    assert not isinstance(decide(row[1], CONTEXT), Proof)
