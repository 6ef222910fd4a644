"""Every node has the value that its definition says, computed here by hand or by numpy and torch."""

import math
from fractions import Fraction as Q

import numpy as np
import pytest
import torch

from tests.meaning.words import (
    A,
    Context,
    Iid,
    Instance,
    a,
    add,
    at,
    b,
    context,
    declare,
    div,
    dot,
    i,
    j,
    k,
    log,
    mul,
    n,
    num,
    op,
    p,
    rows,
    sub,
    t,
    tr,
    value,
    y,
)
from verify.meaning.evaluate import evaluate
from verify.meaning.numbers import Undefined, Unsupported
from verify.terms.nodes import ONE, At, Const, Delta, Diff, Expect, Fn, Integral, Pow, Prod, Rows, Sum, Sym

MATRIX = [[2, -1], [3, 5]]
WIDE = [[1, 2], [0, -3], [4, 1]]
HERE = Instance(
    dims={"n": 2, "d": 2, "m": 3},
    values={
        "a": Q(2, 3),
        "b": Q(-5, 2),
        "t": Q(3),
        "p": Q(3, 10),
        "i": 1,
        "j": 2,
        "A": rows(*MATRIX),
        "X": rows([1, 2], [3, 4]),
        "y": rows([5], [-1]),
        "w": rows([2], [7]),
        "Y": rows(*WIDE),
    },
)
m = Sym("m", "dimension")
Y = Sym("Y", "real", (m, n))
X, R = Sym("X", "real", (n, n)), Sym("R", "real", (n, n))
w = Sym("w", "real", (n, ONE))
A0, y0, w0 = np.array(MATRIX), np.array([[5], [-1]]), np.array([[2], [7]])
ORDINARY = Context()
e = math.e

EXACT = [
    (num(3, 4), Q(3, 4)),
    (a, Q(2, 3)),
    (n, Q(2)),
    (add(a, b), Q(-11, 6)),
    (mul(a, b, t), Q(-5)),
    (Pow(a, num(-2)), Q(9, 4)),
    (Pow(num(4, 9), num(1, 2)), Q(2, 3)),
    (Pow(num(8, 27), num(-2, 3)), Q(9, 4)),
    (Pow(num(0), num(0)), Q(1)),
    (Pow(num(0), num(1, 2)), Q(0)),
    (Fn("exp", num(0)), Q(1)),
    (Fn("exp", log(a)), Q(2, 3)),
    (log(num(1)), Q(0)),
    (sub(log(num(6)), add(log(num(2)), log(num(3)))), Q(0)),
    (Fn("sigmoid", num(0)), Q(1, 2)),
    (Fn("sigmoid", log(num(3))), Q(3, 4)),
    (Fn("tanh", num(0)), Q(0)),
    (Fn("abs", b), Q(5, 2)),
    (Fn("sign", b), Q(-1)),
    (Fn("re", b), Q(-5, 2)),
    (Fn("im", b), Q(0)),
    (mul(Const("i"), Const("i")), -1),
    (at(A, i, j), Q(-1)),
    (at(y, j), Q(-1)),
    (at(dot(tr(X), X), num(1), num(2)), Q(14)),
    (Sum(mul(at(y, k), at(w, k)), k, n), Q(3)),
    (Sum(num(1), k, m), Q(3)),
    (Prod(at(y, k), k, n), Q(-5)),
    (Sum(Sum(at(A, j, k), k, n), j, n), Q(9)),
    (Sum(mul(Delta(j, k), at(w, k)), k, n), Q(7)),
    (Delta(i, j), Q(0)),
    (At(mul(a, t), ((t, add(a, num(1))),)), Q(10, 9)),
    (Diff(Pow(t, num(3)), (t,)), Q(27)),
    (Diff(Diff(Pow(t, num(3)), (t,)), (t,)), Q(18)),
    (Diff(mul(t, Diff(mul(t, a), (a,))), (t,)), Q(6)),
    (At(Diff(mul(t, a), (t,)), ((t, a),)), Q(2, 3)),
    (At(Diff(Pow(t, num(2)), (t,)), ((t, num(5)),)), Q(10)),
    (Diff(At(Pow(t, num(2)), ((t, mul(a, a)),)), (a,)), Q(32, 27)),
]
ARRAYS = [
    (dot(A, w), np.array(MATRIX) @ [[2], [7]]),
    (dot(tr(Y), Y), np.array(WIDE).T @ np.array(WIDE)),
    (op("hadamard", A, X), np.array(MATRIX) * [[1, 2], [3, 4]]),
    (op("diag", w), np.diag([2, 7])),
    (op("diagonal", A), [[2], [5]]),
    (op("identity", n), np.eye(2)),
    (op("zeros", n, m), np.zeros((2, 3))),
    (op("ones", m, ONE), np.ones((3, 1))),
    (op("inverse", A), np.linalg.inv(MATRIX)),
    (mul(a, A), np.array(MATRIX) * 2 / 3),
    (add(A, X), np.add(MATRIX, [[1, 2], [3, 4]])),
    (op("entrywise_sqrt", op("hadamard", A, A)), np.abs(MATRIX)),
    (Rows(((a, num(1)), (b, t))), [[2 / 3, 1], [-2.5, 3]]),
    (Sum(mul(at(w, k), A), k, n), 9 * np.array(MATRIX)),
    (Fn("exp", op("zeros", n, n)), np.ones((2, 2))),
    (
        Diff(op("norm2", sub(y, dot(A, w))), (w,)),
        -2 * A0.T @ (y0 - A0 @ w0),
    ),
    (Diff(op("trace", dot(A, X)), (A,)), np.array([[1, 2], [3, 4]]).T),
    (Diff(mul(a, t), (a, t)), [[3], [2 / 3]]),
    (Diff(Rows(((mul(a, t),), (Pow(a, num(2)),), (t,))), (a, t)), [[3, 2 / 3], [4 / 3, 0], [0, 1]]),
]
SCALARS_OF_MATRICES = [
    (op("trace", A), 7),
    (op("det", A), 13),
    (op("norm2", A), 39),
    (dot(tr(w), A, w), (np.array([2, 7]) @ MATRIX @ [2, 7])),
    (op("det", dot(tr(Y), Y)), np.linalg.det(np.array(WIDE).T @ np.array(WIDE))),
    (op("trace", op("inverse", A)), np.trace(np.linalg.inv(MATRIX))),
]
BALLS = [
    (Fn("exp", a), math.exp(2 / 3)),
    (log(t), math.log(3)),
    (Fn("sigmoid", b), 1 / (1 + e**2.5)),
    (Fn("softplus", b), math.log1p(e**-2.5)),
    (Fn("tanh", a), math.tanh(2 / 3)),
    (Pow(t, num(1, 2)), math.sqrt(3)),
    (Pow(t, a), 3 ** (2 / 3)),
    (Pow(t, num(-5, 3)), 3 ** (-5 / 3)),
    (Const("pi"), math.pi),
    (Fn("abs", add(num(3), mul(num(4), Const("i")))), 5),
    (Fn("exp", mul(Const("i"), Const("pi"))), -1),
    (Diff(Fn("softplus", t), (t,)), 1 / (1 + e**-3)),
    (Diff(Diff(log(Fn("sigmoid", t)), (t,)), (t,)), -(1 / (1 + e**-3)) * (1 - 1 / (1 + e**-3))),
    (Diff(Pow(t, num(1, 2)), (t,)), 0.5 / math.sqrt(3)),
    (Diff(Pow(a, t), (t,)), (2 / 3) ** 3 * math.log(2 / 3)),
]


def ids(table):
    return [str(position) for position in range(len(table))]


@pytest.mark.parametrize(("term", "expected"), EXACT, ids=ids(EXACT))
def test_exact(term, expected):
    assert value(evaluate(term, HERE, ORDINARY)) == expected


@pytest.mark.parametrize(("term", "expected"), ARRAYS, ids=ids(ARRAYS))
def test_arrays(term, expected):
    np.testing.assert_allclose(np.array(value(evaluate(term, HERE, ORDINARY)), dtype=float), expected, rtol=1e-12)


@pytest.mark.parametrize(("term", "expected"), SCALARS_OF_MATRICES + BALLS, ids=ids(SCALARS_OF_MATRICES + BALLS))
def test_balls(term, expected):
    assert complex(value(evaluate(term, HERE, ORDINARY))) == pytest.approx(complex(expected), rel=1e-13)


UNDEFINED = [
    log(b),
    log(num(0)),
    log(sub(a, a)),
    Pow(sub(a, a), num(-1)),
    div(sub(a, a), sub(a, a)),
    Pow(b, num(1, 2)),
    Pow(b, a),
    Pow(sub(a, a), sub(t, t)),
    op("inverse", sub(A, A)),
    op("inverse", dot(w, tr(w))),
    mul(num(0), log(num(-1))),
    at(y, num(3)),
    Diff(Fn("abs", sub(t, t)), (t,)),
    Diff(Pow(sub(t, num(3)), num(1, 2)), (t,)),
    Fn("log", mul(Const("i"), Const("i"), Const("i"))),
]
UNSUPPORTED = [
    Const("oo"),
    Integral(t, (t,)),
    Pow(t, num(1000)),
    Sum(num(1), k, num(10**9)),
    Sym("unknown"),
    log(sub(Pow(Pow(num(2), num(1, 2)), num(2)), num(2))),
]


@pytest.mark.parametrize("term", UNDEFINED, ids=ids(UNDEFINED))
def test_undefined(term):
    with pytest.raises(Undefined):
        evaluate(term, HERE, ORDINARY)


@pytest.mark.parametrize("term", UNSUPPORTED, ids=ids(UNSUPPORTED))
def test_unsupported(term):
    with pytest.raises(Unsupported):
        evaluate(term, HERE, ORDINARY)


def test_precision_is_raised_where_a_sign_needs_it():
    tiny = sub(Fn("exp", Pow(num(2), num(-60))), num(1))
    difference = sub(tiny, Pow(num(2), num(-60)))
    assert float(
        evaluate(log(mul(num(10) if False else num(1), difference)), HERE, ORDINARY, 32).mid()
    ) == pytest.approx(-121 * math.log(2))


# ----------------------------------------------------------------------------------------- expectations

MASKED = context(declare(p), declare(R, law=Iid("bernoulli", (p,))))
LOSS = op("norm2", sub(y, dot(op("hadamard", X, R), w)))


def masked_loss_by_hand(keep):
    total = 0.0
    design, target, weights = np.array([[1, 2], [3, 4]]), np.array([5, -1]), np.array([2, 7])
    for bits in range(16):
        mask = np.array([[bits >> (2 * r + c) & 1 for c in range(2)] for r in range(2)])
        chance = keep ** mask.sum() * (1 - keep) ** (4 - mask.sum())
        total += chance * ((target - (design * mask) @ weights) ** 2).sum()
    return total


def test_expectation_over_masks_is_brute_force():
    found = float(value(evaluate(Expect(LOSS, (R,)), HERE, MASKED)))
    assert found == pytest.approx(masked_loss_by_hand(0.3), rel=1e-12)


def test_expectation_depends_on_what_the_law_depends_on():
    slope = float(value(evaluate(Diff(Expect(LOSS, (R,)), (p,)), HERE, MASKED)))
    assert slope == pytest.approx((masked_loss_by_hand(0.301) - masked_loss_by_hand(0.299)) / 0.002, rel=1e-9)
    mean = Expect(at(R, num(1), num(1)), (R,))
    assert value(evaluate(add(mean, At(mean, ((p, num(1, 2)),))), HERE, MASKED)) == Q(4, 5)


def test_expectation_of_an_array_is_entrywise():
    assert value(evaluate(Expect(op("hadamard", R, R), (R,)), HERE, MASKED)) == ((Q(3, 10),) * 2,) * 2


def test_moments_of_gaussians():
    g = Sym("g", "real", (n, ONE))
    normal = context(declare(a), declare(g, law=Iid("gaussian", (a, num(2)))))
    fourth = Expect(Pow(sub(at(g, num(1)), a), num(4)), (g,))
    assert value(evaluate(fourth, HERE, normal)) == 12
    square = Expect(op("norm2", g), (g,))
    assert value(evaluate(square, HERE, normal)) == 2 * (Q(4, 9) + 2)
    assert value(evaluate(Diff(square, (a,)), HERE, normal)) == Q(8, 3)
    with pytest.raises(Unsupported):
        evaluate(Expect(Fn("exp", at(g, num(1))), (g,)), HERE, normal)


def test_an_arbitrary_law_has_the_moments_said_and_no_others():
    g = Sym("g", "real", (n, ONE))
    some = context(declare(a), declare(g, law=Iid("arbitrary", (a, num(2)))))
    centred = sub(at(g, num(1)), a)
    assert value(evaluate(Expect(centred, (g,)), HERE, some)) == 0
    assert value(evaluate(Expect(Pow(centred, num(2)), (g,)), HERE, some)) == 2
    assert value(evaluate(Expect(Pow(centred, num(3)), (g,)), HERE, some)) != 0


def test_a_probability_outside_the_unit_interval_is_undefined():
    with pytest.raises(Undefined):
        evaluate(At(Expect(at(R, num(1), num(1)), (R,)), ((p, num(2)),)), HERE, MASKED)


# ------------------------------------------------------------------------------------ against autograd


def test_gradients_against_autograd():
    term = Fn("softplus", mul(num(1, 50), dot(tr(w), A, w)))
    weights = torch.tensor([[2.0], [7.0]], dtype=torch.float64, requires_grad=True)
    matrix = torch.tensor(MATRIX, dtype=torch.float64)
    torch.nn.functional.softplus((weights.T @ matrix @ weights).squeeze() / 50).backward()
    found = value(evaluate(Diff(term, (w,)), HERE, ORDINARY))
    np.testing.assert_allclose(np.array(found), weights.grad.numpy(), rtol=1e-12)


def test_gradient_of_a_determinant_against_autograd():
    matrix = torch.tensor(MATRIX, dtype=torch.float64, requires_grad=True)
    torch.logdet(matrix).backward()
    found = value(evaluate(Diff(log(op("det", A)), (A,)), HERE, ORDINARY))
    np.testing.assert_allclose(np.array(found, dtype=float), matrix.grad.numpy(), rtol=1e-12)


def test_derivative_of_an_inverse_against_autograd():
    matrix = torch.tensor(MATRIX, dtype=torch.float64, requires_grad=True)
    right = torch.tensor([[5.0], [-1.0]], dtype=torch.float64)
    (right.T @ torch.linalg.inv(matrix) @ right).squeeze().backward()
    found = value(evaluate(Diff(dot(tr(y), op("inverse", A), y), (A,)), HERE, ORDINARY))
    np.testing.assert_allclose(np.array(found, dtype=float), matrix.grad.numpy(), rtol=1e-12)


def test_definitions_are_unfolded():
    defined = context(declare(t), declare(a, definition=mul(t, t)), declare(b, definition=add(a, num(1))))
    assert value(evaluate(Diff(b, (t,)), HERE, defined)) == 6
    assert value(evaluate(At(Diff(b, (t,)), ((t, num(5)),)), HERE, defined)) == 10
    assert value(evaluate(At(b, ((t, num(5)),)), HERE, defined)) == 26
    assert value(evaluate(Diff(mul(b, b), (b,)), HERE, defined)) == 20
    assert value(evaluate(Sum(b, k, n), HERE, defined)) == 20
    assert value(evaluate(At(b, ((b, num(5)),)), HERE, defined)) == 5


def test_a_defined_array_under_an_expectation():
    kept = Sym("M", "real", (n, n))
    defined = context(
        declare(p), declare(R, law=Iid("bernoulli", (p,))), declare(kept, definition=op("hadamard", X, R))
    )
    short = Expect(op("norm2", sub(y, dot(kept, w))), (R,))
    assert value(evaluate(sub(short, Expect(LOSS, (R,))), HERE, defined)) == 0
