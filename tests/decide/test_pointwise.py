"""Expectations compared point by point, and infima over functions: true rows are proved, false ones are not."""

import pytest
from sympy import Abs, Integer, Rational, sqrt, symbols

from tests.decide.region_contexts import finite, read
from verify.decide import decide
from verify.meaning.replay import refute
from verify.model import Disproof, Proof, Settings, Verdict
from verify.notation import (
    NONNEGATIVE,
    POSITIVE,
    Context,
    E,
    Interval,
    Statement,
    declare,
    extremum,
    function,
    integral,
    joint,
    kernel,
    point,
)
from verify.notation.as_written import as_written
from verify.notation.elaborate import elaborate_context
from verify.notation.expressions import elaborate
from verify.numeric.estimate import estimate

w, z, theta, c = symbols("omega z theta c")
unknown = symbols("V")

with as_written():
    k, j, other = kernel("k", w), joint("j", w, z), kernel("m", w)
    Y, V = function("Y", "omega"), function("V", "omega")
    U = function("U", "omega", interval=Interval(0, 1, low_closed=True, high_closed=True))
    P = function("P", "omega", interval=POSITIVE)
    N = function("N", "omega", interval=NONNEGATIVE)
    HEIGHTS = Context(point(w, z), declare(theta), declare(c, POSITIVE), k, j, other, Y, V, U, P, N, finite)
    far = sqrt(theta**2 + (Y(w) - V(w)) ** 2)
    straight = sqrt(theta**2 + (Y(w) - Y(w)) ** 2)
    TRUE = (
        ("a bound at every point", Statement(E(far, k(w)), ">=", Abs(theta))),
        ("between two expectations", Statement(E(far, k(w)), ">=", E(Abs(Y(w) - V(w)), k(w)))),
        ("a constant", Statement(E(straight, k(w)), "=", Abs(theta))),
        ("multiples", Statement(2 * E(far, k(w)) - E(far, k(w)), ">=", Abs(theta))),
        ("under a joint law", Statement(E(far, j(w, z)), ">=", Abs(theta))),
        ("strict", Statement(E(sqrt(c + Y(w) ** 2), k(w)), ">", 0)),
        ("ranges", Statement(E(sqrt(U(w)), k(w)), "<=", 1)),
        ("a root of something positive", Statement(E(sqrt(P(w)), k(w)), ">", 0)),
    )
    FALSE = (
        ("strict for equal", Statement(E(far, k(w)), ">", Abs(theta))),
        ("turned", Statement(E(far, k(w)), "<=", Abs(theta))),
        ("equality", Statement(E(far, k(w)), "=", Abs(theta))),
        ("twice the bound", Statement(E(far, k(w)), ">=", 2 * Abs(theta))),
        ("a signed function", Statement(E(sqrt(1 + Y(w) ** 2) * Y(w), k(w)), ">=", 0)),
        ("0 is attained", Statement(E(sqrt(N(w)), k(w)), ">", 0)),
        ("the ends of a range", Statement(E(sqrt(U(w)), k(w)), "<", 1)),
        ("under two laws", Statement(E(sqrt(U(w)), k(w)), "<=", E(sqrt(U(w)), other(w)))),
        ("no law", Statement(integral(sqrt(1 + Y(w) ** 2) * k(w) ** 2, w), ">=", 1)),
        ("a free point", Statement(E(sqrt(P(w)), k(w)), "=", sqrt(P(w)))),
    )
    INFIMUM = extremum("inf", E(far, k(w)), unknown)
    NUMBERS = Settings(device="cpu")


@pytest.mark.parametrize("written", [row[1] for row in TRUE], ids=[row[0] for row in TRUE])
def test_true_rows(written):
    statement, core = read(HEIGHTS, written)
    assert isinstance(decide(statement, core), Proof)
    assert refute(statement, core) is None


@pytest.mark.parametrize("written", [row[1] for row in FALSE], ids=[row[0] for row in FALSE])
def test_false_rows(written):
    statement, core = read(HEIGHTS, written)
    assert not isinstance(decide(statement, core), Proof)
    assert estimate(statement, core, NUMBERS, "f").verdict is not Verdict.CONFIRMED


def _with_hint(value, hint):
    with as_written():
        statement, core = read(HEIGHTS, Statement(INFIMUM, "=", value))
        _, scope = elaborate_context(HEIGHTS, "test")
        return decide(statement, core, (elaborate(hint, scope),)), estimate(statement, core, NUMBERS, "i").verdict


def test_an_infimum_that_is_attained():
    answer, numbers = _with_hint(Abs(theta), Y(w))
    assert isinstance(answer, Proof)
    assert numbers is Verdict.CONFIRMED


@pytest.mark.parametrize("value", [theta, theta**2, Integer(0), 2 * Abs(theta), Abs(theta) + Rational(1, 2)], ids=str)
def test_wrong_infima(value):
    answer, numbers = _with_hint(value, Y(w))
    assert isinstance(answer, Disproof)
    assert numbers is Verdict.REFUTED


@pytest.mark.parametrize("hint", [lambda: Y(w) + 1, lambda: V(w), lambda: Integer(0), lambda: U(w)], ids=range(4))
def test_hints_that_attain_nothing(hint):
    with as_written():
        answer, _ = _with_hint(Abs(theta), hint())
    assert not isinstance(answer, Proof)


def test_an_infimum_over_a_range_that_excludes_the_hint():
    with as_written():
        high = function("V", "omega", interval=Interval(2, 3))
        statement, core = read(HEIGHTS.but(high), Statement(INFIMUM, "=", Abs(theta)))
        _, scope = elaborate_context(HEIGHTS.but(high), "test")
        hint = elaborate(Y(w), scope)
    assert not isinstance(decide(statement, core, (hint,)), Proof)
    assert estimate(statement, core, NUMBERS, "i").verdict is not Verdict.CONFIRMED
