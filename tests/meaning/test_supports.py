"""Densities that vanish, at instances: 0 log 0 = 0, +∞ where mass meets nothing, segments that move."""

from fractions import Fraction

import pytest
from sympy import log

from tests.decide.region_contexts import ANY, APART, LINES, NEAR, WITHIN, m, o, p, q, read, t, theta, u, v, w, x, y
from verify.meaning.draw import draw
from verify.meaning.evaluate import evaluate
from verify.meaning.numbers import Undefined, ball
from verify.meaning.replay import holds
from verify.notation import JSD, KL, E, Statement, at, integral
from verify.notation.as_written import as_written


def _instances(context, written, count=12):
    statement, core = read(context, written)
    return statement, core, list(draw(core, 0, count, terms=statement.args))


def test_regions_lie_as_assumed():
    with as_written():
        written = Statement(KL(p(x), q(x)), ">=", 0)
    _, _, apart = _instances(APART, written)
    assert all(not (i.regions["A"] & i.regions["B"]) for i in apart)
    _, _, within = _instances(WITHIN, written)
    assert all(i.regions["A"] <= i.regions["B"] for i in within)
    assert {len(i.regions["B"] - i.regions["A"]) > 0 for i in within} == {True, False}
    _, _, loose = _instances(ANY, written, 40)
    met = {(bool(i.regions["A"] & i.regions["B"]), i.regions["A"] == i.regions["B"]) for i in loose}
    assert met >= {(True, False), (False, False)}


def test_densities_vanish_outside_of_their_support():
    with as_written():
        statement, _, drawn = _instances(ANY, Statement(integral(p(x), x), "=", 1))
    for instance in drawn:
        table = instance.laws["p"].values
        assert {key[-1] for key, value in table.items() if value > 0} == instance.regions["A"]
        assert holds(statement, instance, read(ANY, Statement(integral(p(x), x), "=", 1))[1])


def test_infinite_where_mass_meets_nothing():
    with as_written():
        statement, core, drawn = _instances(APART, Statement(KL(p(x), q(x)), "=", JSD(p(x), q(x))))
    for instance in drawn:
        assert not ball(evaluate(statement.lhs, instance, core)).is_finite()
        assert str(evaluate(statement.rhs, instance, core).ball.str(12, radius=False)) == "0.693147180560"


def test_what_is_undefined_off_the_support_does_not_count_under_an_expectation():
    with as_written():
        statement, core, drawn = _instances(ANY, Statement(E(log(p(x)), p(x)), "=", integral(p(x) * log(p(x)), x)))
    assert all(holds(statement, instance, core) for instance in drawn)


def test_it_counts_where_there_is_mass():
    with as_written():
        statement, core, drawn = _instances(APART, Statement(E(log(q(x)), p(x)), "=", 0))
    for instance in drawn:
        with pytest.raises(Undefined):
            evaluate(statement.lhs, instance, core)


@pytest.mark.parametrize(
    ("shift", "shared"), [(0, 1), (Fraction(1, 4), Fraction(3, 4)), (-1, 0), (Fraction(-1, 3), Fraction(2, 3))]
)
def test_segments_move_with_what_binds_their_ends(shift, shared):
    with as_written():
        written = Statement(at(integral(u(x) * v(x), x), {t: shift}), "=", shared)
        statement, core, drawn = _instances(NEAR, written)
    assert all(holds(statement, instance, core) for instance in drawn)


def test_counted_values_that_agree_or_not():
    with as_written():
        left, right = o(x) * w(y), m(x) * w(y)
        same = Statement(at(KL(left, right, x, y), {theta: 0}), "=", 0)
        apart = Statement(at(JSD(left, right, x, y), {theta: 1}), "=", log(2))
    for written in (same, apart):
        statement, core, drawn = _instances(LINES, written)
        assert all(holds(statement, instance, core) for instance in drawn)
