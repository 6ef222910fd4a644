"""What the decider of optimization proves at symbolic dimension, and the false neighbours that it must not."""

import pytest
import sympy
from sympy import MatrixSymbol, OneMatrix, Rational, Sum, ZeroMatrix, exp, log, oo, symbols

from verify.decide.ladder import decide as ladder
from verify.decide.optimization import decide
from verify.model import Disproof, Proof, Undecided
from verify.notation import (
    NONNEGATIVE,
    POSITIVE,
    UNIT,
    Context,
    Interval,
    Statement,
    assume,
    declare,
    entry,
    extremum,
    norm2,
    scalar,
    softplus,
)
from verify.notation.as_written import as_written
from verify.notation.elaborate import elaborate_context, elaborate_statement
from verify.notation.expressions import elaborate

n, d = symbols("n d", integer=True, positive=True)
i, j = symbols("i j", integer=True)
C, P, t, r, u, v = symbols("C P t r u v")
X = MatrixSymbol("X", n, d)
a, b, c, w = (MatrixSymbol(name, d, 1) for name in "abcw")
s, xi = MatrixSymbol("s", n, 1), MatrixSymbol("xi", n, 1)
lam = MatrixSymbol("lambda", n, 1)
nil = ZeroMatrix(d, 1)
AXIOM = "PSD Hessian on a convex set ⇒ convex"

WHERE = Context(
    declare(C),
    declare(P, POSITIVE),
    declare(t),
    declare(r),
    declare(u, UNIT),
    declare(v, Interval(0, 1, True, True)),
    *(declare(x) for x in (X, a, b, c, w, xi)),
    declare(s, UNIT),
    declare(lam, Interval(-1, 0)),
)


def asked(statement, using=(), where=WHERE, by=decide):
    with as_written():
        context, scope = elaborate_context(where, __file__)
        hints = tuple(elaborate(hint, scope) for hint in using)
        return by(elaborate_statement(statement, scope), context, hints)


def dot(x, y):
    return scalar(x.T * y)


def loss(body):
    return Sum(body, (i, 1, n))


score, at_i = entry(X * w, i), entry(s, i)

CONVEX = {
    "an affine function": (dot(a, b) + 3, a),
    "a constant": (dot(b, b), a),
    "a squared norm": (norm2(a), a),
    "of an affine vector": (norm2(X * w - s), w),
    "P‖a‖² - aᵀb": (P * norm2(a) - dot(a, b), a),
    "log(1 + exp aᵀb)": (log(1 + exp(dot(a, b))), a),
    "softplus": (softplus(dot(a, b) - C), a),
    "exp of minus": (exp(-dot(a, b)), a),
    "a sum over data": (loss(log(1 + exp(score))), w),
    "with nonnegative weights": (loss(at_i * exp(score)), w),
    "minus a weight ≤ 0": (loss(-entry(lam, i) * exp(score)), w),
    "a double sum": (Sum(exp(entry(X, i, j) * entry(w, j)), (i, 1, n), (j, 1, d)), w),
    "the square of a scalar": (dot(a, b) ** 2, a),
    "-log over (0, 1)": (-loss(log(at_i)), s),
    "s log s over (0, 1)": (loss(at_i * log(at_i)), s),
    "minus the entropy": (loss(-(-at_i * log(at_i) - (1 - at_i) * log(1 - at_i))), s),
}


@pytest.mark.parametrize("name", CONVEX)
def test_convex_functions(name):
    body, variable = CONVEX[name]
    found = asked(Statement(body, "convex", over=variable))
    assert isinstance(found, Proof)
    assert found.axioms == (AXIOM,)
    assert isinstance(asked(Statement(body, "not convex", over=variable)), Disproof)


NEITHER = {
    "minus a squared norm": (-norm2(a), a),
    "C‖a‖² for real C": (C * norm2(a), a),
    "aᵀb aᵀc": (dot(a, b) * dot(a, c), a),
    "a product of a norm": (norm2(a) * dot(a, b), a),
    "a cube": (dot(a, b) ** 3, a),
    "cubes of entries": (Sum(entry(a, j) ** 3, (j, 1, d)), a),
    "a weight of unknown sign": (entry(b, 1) * exp(dot(a, c)), a),
    "weights of both signs": (loss((at_i - Rational(1, 2)) * exp(score)), w),
    "what a sum hides from one argument": (-log(Sum(exp(i * dot(a, b)), (i, 1, n))), a),
    "log of an exponential sum, turned": (-log(exp(dot(a, b)) + exp(-dot(a, b))), a),
    "minus softplus": (-log(1 + exp(dot(a, b))), a),
    "log over (0, 1)": (loss(log(at_i)), s),
    "the entropy": (loss(-at_i * log(at_i)), s),
    "a difference of convex functions": (norm2(a) - 2 * norm2(a - b), a),
    "exp(-‖a‖²)": (exp(-norm2(a)), a),
    "|aᵀb| turned": (-sympy.Abs(dot(a, b)), a),
}


@pytest.mark.parametrize("name", NEITHER)
def test_functions_that_are_not_convex_are_never_proved_convex(name):
    body, variable = NEITHER[name]
    for by in (decide, ladder):
        assert not isinstance(asked(Statement(body, "convex", over=variable), by=by), Proof)
        assert not isinstance(asked(Statement(body, "strictly convex", over=variable), by=by), Proof)


STRICT = {
    "P‖a‖² - aᵀb": (P * norm2(a) - dot(a, b), a, True),
    "a shifted norm": (norm2(a - b), a, True),
    "a loss with a penalty": (loss(log(1 + exp(score))) + P * norm2(w), w, True),
    "a loss without": (loss(log(1 + exp(score))), w, False),
    "an affine function": (dot(a, b), a, False),
    "a norm through X": (norm2(X * w), w, False),
    "v‖a‖² where v may be 0": (v * norm2(a), a, False),
    "softplus, flat across b": (log(1 + exp(dot(a, b))), a, False),
}


@pytest.mark.parametrize("name", STRICT)
def test_strict_convexity(name):
    body, variable, expected = STRICT[name]
    assert isinstance(asked(Statement(body, "strictly convex", over=variable)), Proof) is expected
    assert isinstance(asked(Statement(-body, "not convex", over=variable)), Proof) is expected


def test_a_variable_that_a_hypothesis_restricts_is_left_alone():
    held = Context(*WHERE.parts, assume(Statement(norm2(a), "=", 1), "on the sphere"))
    assert not isinstance(asked(Statement(norm2(a), "convex", over=a), where=held), Proof)
    value = Statement(extremum("min", norm2(a), a), "=", 0)
    assert not isinstance(asked(value, (nil,), held), Proof)


def test_a_range_of_one_point_has_no_line():
    point = Context(declare(a, Interval(1, 1, True, True)), declare(b))
    assert not isinstance(asked(Statement(-norm2(a), "not convex", over=a), where=point), Proof)


# ----------------------------------------------------------------------------------------------- extrema

quadratic = P / 2 * norm2(a) - dot(a, b)
bernoulli = -u * t + log(1 + exp(t))
entropy_u = -u * log(u) - (1 - u) * log(1 - u)
logits = log(-lam) - log(OneMatrix(n, 1) + lam)
separable = loss(entry(lam, i) * entry(xi, i) + log(1 + exp(entry(xi, i))))
entropies = loss(entry(lam, i) * log(-entry(lam, i)) - (1 + entry(lam, i)) * log(1 + entry(lam, i)))
joint = norm2(a - b) + norm2(a + c - w)

VALUES = {
    "a quadratic": (extremum("min", quadratic, a), -norm2(b) / (2 * P), (b / P,)),
    "as an infimum": (extremum("inf", quadratic, a), -norm2(b) / (2 * P), (b / P,)),
    "turned": (extremum("max", -quadratic, a), norm2(b) / (2 * P), (b / P,)),
    "beside other terms": (3 + 2 * extremum("min", quadratic, a), 3 - norm2(b) / P, (b / P,)),
    "a softplus and a line": (extremum("min", bernoulli, t), entropy_u, (log(u) - log(1 - u),)),
    "the same over a column": (extremum("min", separable, xi), entropies, (logits,)),
    "inside a sum": (
        loss(extremum("min", entry(lam, i) * t + log(1 + exp(t)), t)),
        entropies,
        (log(-entry(lam, i)) - log(1 + entry(lam, i)),),
    ),
    "two variables at once": (extremum("min", extremum("min", joint, a), c), 0, (w - b, b)),
    "only approached": (extremum("inf", exp(t), t), 0, (-oo,)),
    "at the other end": (extremum("inf", -t + log(1 + exp(t)), t), 0, (oo,)),
    "a supremum": (extremum("sup", -exp(-t) + 2, t), 2, (oo,)),
}


@pytest.mark.parametrize("name", VALUES)
def test_values_of_extrema(name):
    left, right, using = VALUES[name]
    assert isinstance(asked(Statement(left, "=", right), using), Proof)
    assert isinstance(asked(Statement(right, "=", left), using), Proof)
    assert not isinstance(asked(Statement(left, "=", right + 1), using), Proof)


FALSE = {
    "the wrong value": (extremum("min", quadratic, a), "=", -norm2(b) / P, (b / P,)),
    "a witness that is not stationary": (extremum("min", quadratic, a), "=", P / 2 * norm2(b) - norm2(b), (b,)),
    "a maximum at a minimizer": (extremum("max", quadratic, a), "=", -norm2(b) / (2 * P), (b / P,)),
    "a saddle": (extremum("min", norm2(a) - 2 * norm2(a - b), a), "=", 2 * norm2(b), (2 * b,)),
    "a weight of unknown sign": (extremum("min", C * norm2(a), a), "=", 0, (nil,)),
    "a witness outside the range": (extremum("min", (u - 2) ** 2, u), "=", 0, (sympy.Integer(2),)),
    "an end that an open range leaves out": (extremum("min", u, u), "=", 0, (sympy.Integer(0),)),
    "a minimum that is only approached": (extremum("min", exp(t), t), "=", 0, (-oo,)),
    "a limit that is no bound": (extremum("inf", t * exp(-t), t), "=", 0, (oo,)),
    "a supremum for an infimum": (extremum("sup", exp(t), t), "=", 0, (-oo,)),
    "strictly above its own value": (quadratic, ">", extremum("min", quadratic, a), (a,)),
    "below the minimum": (quadratic, "<=", extremum("min", quadratic, a), (a,)),
    "above the maximum": (-quadratic, ">=", extremum("max", -quadratic, a), (a,)),
    "a point outside the range": ((t - 2) ** 2, ">=", extremum("min", (u - 2) ** 2, u), (t,)),
    "some other function": (norm2(a), ">=", extremum("min", norm2(a) + 1, a), (a,)),
    "minus infinity as plus": (extremum("inf", t, t), "infinite", None, (-oo,)),
    "a function bounded below": (-extremum("inf", exp(t), t), "infinite", None, (-oo,)),
    "a maximum": (extremum("max", t, t), "infinite", None, (oo,)),
    "a way along which it stays": (-extremum("inf", -dot(a, b), a), "infinite", None, (0 * t * b,)),
    "a level that is already spoken of": (-extremum("inf", -dot(a, b) * C, a), "infinite", None, (C * b,)),
}


@pytest.mark.parametrize("name", FALSE)
def test_false_values_are_never_proved(name):
    left, relation, right, using = FALSE[name]
    for by in (decide, ladder):
        assert not isinstance(asked(Statement(left, relation, right), using, by=by), Proof)


def test_the_other_end_is_no_way_to_an_infimum():
    true = Statement(extremum("inf", exp(t), t), "=", 0)
    assert not isinstance(asked(true, (oo,), by=decide), Proof)  # the scalars find the right end without a hint


def test_a_minimum_is_at_most_any_value():
    least = extremum("min", norm2(X * a - s), a)
    assert isinstance(asked(Statement(norm2(X * w - s), ">=", least), (w,)), Proof)
    assert isinstance(asked(Statement(least, "<=", norm2(X * w - s) + P), (w,)), Proof)
    assert isinstance(asked(Statement(least, "=", extremum("min", norm2(s - X * a), a))), Proof)
    assert not isinstance(asked(Statement(least, "=", extremum("max", norm2(s - X * a), a))), Proof)


def test_unbounded_functions():
    assert isinstance(asked(Statement(-extremum("inf", P * t + log(1 + exp(t)), t), "infinite"), (-oo,)), Proof)
    assert isinstance(asked(Statement(extremum("sup", -2 * t, t), "infinite"), (-oo,)), Proof)
    turned = Context(*WHERE.parts, assume(Statement(norm2(b), ">", 0), "b ≠ 0"))
    unbounded = Statement(-extremum("inf", -dot(a, b), a), "infinite")
    assert isinstance(asked(unbounded, ((-r / norm2(b)) * b,), turned), Proof)
    assert not isinstance(asked(unbounded, ((-r / norm2(b)) * b,)), Proof)


def test_a_witness_needs_a_value():
    held = Context(declare(C, NONNEGATIVE), declare(a), declare(b))
    value = Statement(extremum("min", C / 2 * norm2(a) - dot(a, b), a), "=", -norm2(b) / (2 * C))
    assert isinstance(asked(value, (b / C,), held), Undecided)
