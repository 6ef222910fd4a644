"""Substitution never captures, and free symbols respect every binder."""

from fractions import Fraction

import pytest

from verify.terms.nodes import (
    ONE,
    Add,
    At,
    Density,
    Diff,
    Divergence,
    Entry,
    Expect,
    Extremum,
    Integral,
    Mul,
    Num,
    Prod,
    Sum,
    Sym,
)
from verify.terms.rewrite import free, names, substitute, walk

n, d = Sym("n", "dimension"), Sym("d", "dimension")
i, j, k = (Sym(name, "index") for name in "ijk")
A, v = Sym("A", "real", (n, n)), Sym("v", "real", (n, ONE))
a, b, t = Sym("a"), Sym("b"), Sym("t")
x, z = Sym("x", "point"), Sym("z", "point")


def p(*points):
    return Density("p", ("x", "z"), (), points)


FREE = [
    (Sum(Entry(v, (i,)), i, n), {v, n}),
    (Sum(Entry(A, (i, j)), i, n), {A, n, j}),
    (Prod(Entry(v, (i,)), i, n), {v, n}),
    (Integral(p(x, z), (z,)), {x}),
    (Expect(a, (a,)), set()),
    (Divergence("entropy", p(x, z), None, (x, z)), set()),
    (At(Add((a, b)), ((a, t),)), {b, t}),
    (At(Add((a, b)), ((a, a),)), {a, b}),
    (Extremum("max", Add((a, b)), a), {b}),
]


@pytest.mark.parametrize(("term", "expected"), FREE, ids=[str(q) for q in range(len(FREE))])
def test_free(term, expected):
    assert free(term) == expected


def test_substitution_renames_a_bound_symbol_that_would_capture():
    term = Sum(Mul((Entry(A, (i, j)), a)), j, n)
    result = substitute(term, {i: j})
    assert isinstance(result, Sum)
    assert result.index != j
    assert free(result) == {A, a, n, j}


def test_substitution_leaves_bound_symbols_alone():
    assert substitute(Sum(Entry(v, (i,)), i, n), {i: k}) == Sum(Entry(v, (i,)), i, n)
    assert substitute(Integral(p(x, z), (z,)), {z: x}) == Integral(p(x, z), (z,))
    assert substitute(At(a, ((a, b),)), {a: t}) == At(a, ((a, b),))


def test_substitution_reaches_values_of_at_but_not_its_bound_symbols():
    assert substitute(At(Add((a, b)), ((a, Mul((a, b))),)), {b: t}) == At(Add((a, t)), ((a, Mul((a, t))),))


def test_integral_capture():
    result = substitute(Integral(p(x, z), (z,)), {x: z})
    assert free(result) == {z}
    assert result != Integral(p(z, z), (z,))


def test_simultaneous_substitution():
    assert substitute(Add((a, b)), {a: b, b: a}) == Add((b, a))


def test_walk_and_names():
    term = Sum(Mul((Num(Fraction(2)), Entry(v, (i,)))), i, n)
    assert {"v", "i", "n"} <= names(term)
    assert next(iter(walk(term))) == term


def test_evaluating_a_derivative_does_not_move_what_it_differentiates_by():
    slope = Diff(Mul((t, a)), (t,))
    assert substitute(slope, {t: a}) == At(slope, ((t, a),))
    assert substitute(slope, {a: t}) == At(slope, ((a, t),))
    assert substitute(slope, {a: b}) == Diff(Mul((t, b)), (t,))
    assert substitute(slope, {t: b}) == Diff(Mul((b, a)), (b,))
    assert substitute(slope, {t: Num(Fraction(3))}) == At(slope, ((t, Num(Fraction(3))),))
