"""Attacks on the matrices decider: random statements whose truth numpy tells, and traps by hand."""

import random
from fractions import Fraction
from functools import partial

import numpy as np
import pytest

from tests.decide.matrix_terms import (
    CONTEXT,
    D1,
    D2,
    A,
    B,
    C,
    F,
    G,
    H,
    X,
    Z,
    at,
    b,
    c,
    d,
    declared,
    eye,
    given,
    grad,
    lam,
    n,
    norm2,
    p,
    proved,
    q,
    raw,
    says,
    trace,
    u,
    v,
    w,
    y,
    zeros,
)
from tests.decide.matrix_values import Singular, agree, instances, value
from verify.decide.matrices import decide, decision
from verify.model import Proof
from verify.terms.context import Interval
from verify.terms.nodes import IllTyped

I, In = eye(d), eye(n)  # noqa: E741
ENVS = instances(7)


@pytest.fixture(autouse=True)
def no_instances(monkeypatch):
    """Only proofs matter here: instances are not looked for."""
    monkeypatch.setattr(decision, "refute", lambda *_, **__: None)


# -------------------------------------------------------------------------------- words, all pairs

STEPS = {
    "X": (X, "n", "d"),
    "XT": (~X, "d", "n"),
    "Mi": ((~X @ X + lam * I).inv, "d", "d"),
    "Ni": ((X @ ~X + lam * In).inv, "n", "n"),
}


def walk(rng, start, length):
    here, word = start, None
    for _ in range(length):
        step, _, here = rng.choice([s for s in STEPS.values() if s[1] == here])
        word = step if word is None else word @ step
    return word.term, here


def test_words_in_the_ridge_letters_are_equal_exactly_when_numbers_say_so():
    rng = random.Random(5)
    words = list(dict.fromkeys(walk(rng, "d", rng.randint(2, 6)) for _ in range(45)))
    equal = 0
    for position, (left, end) in enumerate(words):
        for right, other in words[:position]:
            if end == other:
                truth = agree(left, right, ENVS)
                assert proved(says("=", left, right)) is truth, f"{left} = {right}"
                equal += truth
    assert equal > 15


# ------------------------------------------------------------------------------------ random terms

LETTERS = {
    ("n", "d"): [X, Z, F],
    ("d", "d"): [A, B, H, G, D1, D2, I],
    ("n", "n"): [In],
    ("d", "1"): [w, v],
    ("n", "1"): [y],
}


def random_matrix(rng, rows, columns, depth):
    letters = LETTERS.get((rows, columns))
    if letters is None and rows != columns:
        return ~random_matrix(rng, columns, rows, depth)
    choice = rng.random()
    if depth == 0 or choice < 0.15:
        letter = rng.choice(letters)
        return ~letter if rows == columns and rng.random() < 0.3 else letter
    deeper = partial(random_matrix, rng, depth=depth - 1)
    if choice < 0.55:
        middle = rng.choice("ndd1" if "1" not in (rows, columns) else "ndd")
        return deeper(rows, middle) @ deeper(middle, columns)
    if choice < 0.7:
        return deeper(rows, columns) + rng.choice([1, -1, lam, p, c]) * deeper(rows, columns)
    if choice < 0.78:
        return ~deeper(columns, rows)
    if rows == columns:
        return deeper(rows, columns).inv
    return rng.choice([lam, 1 / p, c]) * deeper(rows, columns)


def test_random_terms_are_never_proved_equal_when_numbers_differ():
    rng = random.Random(11)
    equal = 0
    for shape in (("d", "d"), ("n", "d"), ("d", "1")):
        terms = [random_matrix(rng, *shape, rng.randint(1, 3)).term for _ in range(60)]
        for position, left in enumerate(terms):
            for right in terms[:position]:
                truth = agree(left, right, ENVS)
                if left != right and (truth or rng.random() < 0.05):
                    equal += bool(truth)
                    assert proved(says("=", left, right)) in (truth, truth is None), f"{left} = {right}"
    assert equal > 30


# ------------------------------------------------------------------------ true rewrites, broken ones


def identities(rng):
    """Return a random true equation, as both sides, between n×d matrices built from random blocks."""
    P, Q = (random_matrix(rng, "n", "d", 1) for _ in range(2))
    R, S = (random_matrix(rng, "d", "d", 1) for _ in range(2))
    s = rng.choice([lam, p, raw(1), c])
    return rng.choice(
        [
            (P @ (~Q @ P + s * I).inv, (P @ ~Q + s * In).inv @ P),
            ((In + P @ ~Q).inv, In - P @ (I + ~Q @ P).inv @ ~Q),
            ((R + S).inv, R.inv - R.inv @ S @ (R + S).inv),
            ((s * I + R).inv @ R, I - s * (s * I + R).inv),
            (R @ (R + S).inv @ S, S @ (R + S).inv @ R),
            (~(P @ R + Q @ S), ~R @ ~P + ~S @ ~Q),
            ((R @ S).inv @ R, S.inv),
            (R.inv - S.inv, R.inv @ (S - R) @ S.inv),
            (norm2(P @ w - y), norm2(y) + norm2(P @ w) - 2 * (~w @ ~P @ y)),
            (trace(P @ R @ ~Q), trace(~P @ Q @ ~R)),
            ((R + u @ ~v).inv @ u, (R.inv @ u) / (1 + ~v @ R.inv @ u)),
        ]
    )


def break_one(rng, left, right):
    """Return the equation with one thing changed: a sign, a factor, a transpose, an order."""
    options = [(left, 2 * right), (left, -right), (left, right + left)]
    if len(left.term.shape) == 2 and left.term.shape[0] == left.term.shape[1]:
        options += [
            (left, ~right),
            (left, right @ left),
            (left, right + I if left.term.shape[0] == raw(d) else right + In),
        ]
    return rng.choice(options)


def test_random_identities_are_proved_and_broken_ones_are_not():
    rng = random.Random(23)
    true = missed = false = 0
    for _ in range(160):
        left, right = identities(rng)
        if agree(left.term, right.term, ENVS) is None:
            continue
        true += 1
        missed += not proved(says("=", left, right))
        left, right = break_one(rng, left, right)
        if agree(left.term, right.term, ENVS) is False:
            false += 1
            assert not proved(says("=", left, right)), f"{left.term} = {right.term}"
    assert false > 80
    assert missed <= 0.1 * true, f"{missed} of {true}"


# ---------------------------------------------------------------------------------------- gradients


def random_scalar(rng, depth):
    kind = rng.randrange(5)
    if depth == 0 or kind == 0:
        side = [w, w, u, random_matrix(rng, "d", "d", 1) @ w]
        return ~rng.choice(side) @ random_matrix(rng, "d", "d", 1) @ rng.choice(side)
    if kind == 1:
        return norm2(y - random_matrix(rng, "n", "d", 1) @ w)
    if kind == 2:
        return random_scalar(rng, depth - 1) + rng.choice([2, lam, -1]) * random_scalar(rng, depth - 1)
    if kind == 3:
        return random_scalar(rng, depth - 1) * random_scalar(rng, depth - 1)
    return random_scalar(rng, depth - 1) / (1 + norm2(w))


def slope(term, env, step=1e-5):
    columns = []
    for position in range(env["w"].shape[0]):
        shift = np.zeros_like(env["w"])
        shift[position, 0] = step
        above, below = (value(term, env | {"w": env["w"] + s * shift}) for s in (1, -1))
        columns.append((above - below)[0, 0] / (2 * step))
    return np.array(columns)[:, None]


def test_gradients_agree_with_differences():
    from verify.decide.matrices.calculus import carry_out

    rng = random.Random(31)
    checked = 0
    for _ in range(120):
        loss = random_scalar(rng, 2)
        closed = carry_out(grad(loss, w).term, CONTEXT)
        for env in ENVS[:3]:
            try:
                expected, found = slope(loss.term, env), value(closed, env)
            except Singular:
                continue
            scale = 1 + np.max(np.abs(expected))
            if scale < 1e5:
                assert np.allclose(expected, found, atol=1e-4 * scale), f"{loss.term}"
                checked += 1
    assert checked > 150


# ----------------------------------------------------------------------------------- definite forms


def random_form(rng):
    parts = [~X @ X, ~A @ A, ~F @ F, G @ G, H @ H, I, A + ~A, H, G, u @ ~u, ~(A - B) @ (A - B), (H @ H + I).inv]
    weights = [1, 2, lam, p, 1 - p, -1, -p, c, c**2, (1 - p) / p, Fraction(1, 3)]
    total = rng.choice(weights) * rng.choice(parts)
    for _ in range(rng.randint(0, 3)):
        total = total + rng.choice(weights) * rng.choice(parts)
    return total


def definite(term, sign, env, *, strictly):
    matrix = value(term, env)
    values = sign * np.linalg.eigvalsh((matrix + matrix.T) / 2)
    return values.min() > (1e-9 if strictly else -1e-7 * (1 + abs(values).max()))


def test_matrices_proved_invertible_or_convex_are():
    rng = random.Random(41)
    envs = [env for env in instances(43, 12) if env["X"].shape[0] >= env["X"].shape[1]]
    found = 0
    for _ in range(250):
        form = random_form(rng)
        context = declared()
        if proved(says("invertible", form), context):
            found += 1
            for env in envs:
                assert abs(np.linalg.det(value(form.term, env))) > 1e-12, f"{form.term}"
        loss = ~w @ form @ w - 2 * (~u @ w)
        for relation, strictly in (("strictly convex", True), ("convex", False)):
            if proved(says(relation, loss, over=(w,)), context):
                assert all(definite(form.term, 1, env, strictly=strictly) for env in envs), f"{form.term}"
        if proved(says(">=", ~w @ form @ w, raw(0)), context):
            assert all(definite(form.term, 1, env, strictly=False) for env in envs), f"{form.term}"
    assert found > 30


# ------------------------------------------------------------------------------------- hypotheses


def projector(rng, size):
    column = rng.normal(size=(size, 1))
    return column @ column.T / np.sum(column**2)


WORLDS = {
    "A is orthogonal": (
        [("=", ~A @ A, I), ("=", A @ ~A, I)],
        lambda env, rng: {"A": np.linalg.qr(rng.normal(size=env["A"].shape))[0]},
    ),
    "A is a projection": ([("=", A @ A, A), ("=", ~A, A)], lambda env, rng: {"A": projector(rng, len(env["A"]))}),
    "A and B commute": ([("=", A @ B, B @ A)], lambda env, _: {"B": env["A"] @ env["A"] - 2 * env["A"]}),
    "v is an eigenvector": ([("=", H @ v, c * v)], lambda env, _: _eigenvector(env)),
    "X v = 0": ([("=", X @ v, zeros(n))], lambda env, rng: {"X": env["X"] - env["X"] @ _onto(env["v"])}),
    "A = c B": ([("=", A, c * B)], lambda env, _: {"A": env["c"][0, 0] * env["B"]}),
    "u vᵀ = A": ([("=", A, u @ ~v)], lambda env, _: {"A": env["u"] @ env["v"].T}),
    "c = 0": ([("=", c * A, zeros(d, d)), ("=", c * w, zeros(d))], lambda env, _: {"c": np.zeros((1, 1))}),
    "w = 0": ([("=", norm2(w) * A, zeros(d, d))], lambda env, _: {"w": np.zeros_like(env["w"])}),
}  # fmt: skip


def _eigenvector(env):
    values, vectors = np.linalg.eigh(env["H"])
    return {"v": 2 * vectors[:, :1], "c": values[:1, None]}


def _onto(column):
    return column @ column.T / np.sum(column**2)


@pytest.mark.parametrize(("hypotheses", "change"), WORLDS.values(), ids=WORLDS)
def test_under_hypotheses_only_their_consequences_are_proved(hypotheses, change):
    rng, numbers = random.Random(53), np.random.default_rng(53)
    context = given(*hypotheses)
    envs = [env | change(env, numbers) for env in instances(59) if env["X"].shape[1] > 1]
    letters = [A, ~A, B, H, I, A + I, A - B, u @ ~v, c * A, ~X @ X]
    for _ in range(150):
        left, right = (_monomial(rng, letters) + rng.choice([0, 1, -1]) * _monomial(rng, letters) for _ in range(2))
        vector = rng.choice([v, u, w, None])
        if vector is not None:
            left, right = left @ vector, right @ vector
        if agree(left.term, right.term, envs) is False:
            assert not proved(says("=", left, right), context), f"{left.term} = {right.term}"


def _monomial(rng, letters):
    total = rng.choice(letters)
    for _ in range(rng.randint(0, 2)):
        total = total @ rng.choice(letters)
    return total


# ----------------------------------------------------------------------------------------- by hand

gram = ~X @ X

TRAPS = {
    "c A = c B gives no A = B": ("=", A, B, [("=", c * A, c * B)]),
    "‖u‖² A = ‖u‖² B gives no A = B": ("=", A, B, [("=", norm2(u) * A, norm2(u) * B)]),
    "(uᵀu vᵀv - (uᵀv)²) A = 0 gives no A = 0": (
        "=", A, zeros(d, d), [("=", (norm2(u) * norm2(v) - (~u @ v) ** 2) * A, zeros(d, d))],
    ),
    "(d - 1) A = 0 gives no A = 0": ("=", A, zeros(d, d), [("=", (d - 1) * A, zeros(d, d))]),
    "A B = 0 gives no A = 0": ("=", A, zeros(d, d), [("=", A @ B, zeros(d, d))]),
    "A B = 0 gives no B A = 0": ("=", B @ A, zeros(d, d), [("=", A @ B, zeros(d, d))]),
    "A² = A gives no A = I": ("=", A, I, [("=", A @ A, A)]),
    "A² = I gives no A = I": ("=", A, I, [("=", A @ A, I)]),
    "AᵀA = BᵀB gives no A = B": ("=", A, B, [("=", ~A @ A, ~B @ B)]),
    "FᵀA... XᵀF = 0 gives no X = 0": ("=", X, zeros(n, d), [("=", ~F @ X, zeros(d, d))]),
    "uᵀv = 0 gives no u = 0": ("=", u, zeros(d), [("=", ~u @ v, raw(0))]),
    "uᵀA v = 0 gives no A = 0": ("=", A, zeros(d, d), [("=", ~u @ A @ v, raw(0))]),
    "trace A = 0 gives no A = 0": ("=", A, zeros(d, d), [("=", trace(A), raw(0))]),
    "trace A = trace B gives no A = B": ("=", A, B, [("=", trace(A), trace(B))]),
    "c = q gives no c = -q": ("=", c, -q, [("=", c**2, q**2)]),
    "c q = 0 gives no c = 0": ("=", c, raw(0), [("=", c * q, raw(0))]),
    "X v = 0 does not make Xᵀ y vanish": ("=", ~v @ b, raw(0), [("=", X @ v, zeros(n))]),
    "symmetric by hypothesis only where said": ("=", ~B, B, [("=", ~A, A)]),
    "a symmetric product": ("=", ~(A @ B), A @ B, [("=", ~A, A), ("=", ~B, B)]),
    "hypotheses that hold for one vector": ("=", A @ u, zeros(d), [("=", A @ v, zeros(d))]),
    "an inverse of the other side": ("=", A @ B, I, [("=", A @ C, I)]),
    "FᵀF = I makes no FFᵀ = I": ("=", F @ ~F, In, [("=", ~F @ F, I)]),
    "invertible by a bound on the wrong letter": ("invertible", gram + c * I, None, [(">", q, raw(0))]),
    "invertible by a bound that is not strict": ("invertible", gram + c * I, None, [(">=", c, raw(0))]),
    "invertible by a bound of the wrong sign": ("invertible", gram + c * I, None, [("<", c, raw(0))]),
    "X v = 0 does not keep XᵀX invertible": ("invertible", gram, None, [("=", X @ v, zeros(n))]),
    "A B = I makes B invertible, but not X": ("invertible", gram, None, [("=", A @ B, I)]),
    "singular by a vector that may be 0": ("singular", A, None, [("=", A @ v, zeros(d)), (">=", norm2(v), raw(0))]),
    "singular by another's vector": ("singular", B, None, [("=", A @ v, zeros(d)), (">", norm2(v), raw(0))]),
    "singular by a left vector": ("singular", A + B, None, [("=", ~A @ v, zeros(d)), (">", norm2(v), raw(0))]),
}  # fmt: skip


@pytest.mark.parametrize(("relation", "left", "right", "hypotheses"), TRAPS.values(), ids=TRAPS)
def test_traps(relation, left, right, hypotheses):
    sides = (left,) if right is None else (left, right)
    assert not proved(says(relation, *sides), given(*hypotheses), (raw(v),))


def test_what_hypotheses_do_give():
    assert proved(says("=", A, B), given(("=", lam * A, lam * B)))
    assert proved(says("=", A, B), given(("=", (1 + norm2(u)) * A, (1 + norm2(u)) * B)))
    assert proved(says("invertible", gram + c * I), given((">", c, raw(0))))
    assert proved(says("=", ~B @ A @ ~A, ~B @ B), given(("=", ~A, A), ("=", A @ A, B)))


def test_an_inverse_is_not_split_over_other_shapes():
    assert not proved(says("=", gram.inv, (~X @ X @ ~X @ X).inv @ gram @ ~Z @ Z))
    with pytest.raises(IllTyped):
        says("=", gram.inv, X.inv @ (~X).inv)


def test_division_by_zero_proves_nothing():
    for left, right in (((A - A).inv, B), (A / (c - c), B), ((u @ ~v - u @ ~v + A - A).inv @ w, w)):
        assert not proved(says("=", left, right))


def test_a_derivative_stays_outside_an_evaluation():
    square = grad(norm2(w), w)
    assert proved(says("=", at(square, (w, u)), 2 * u))
    assert not proved(says("=", at(square, (w, u)), zeros(d)))
    assert proved(says("=", at(grad(~u @ w, w), (u, b)), b))
    assert not proved(says("=", at(grad(~u @ w, w), (u, w)), 2 * w))
    assert proved(says("=", at(grad(~u @ w, w), (u, w)), w))
    defined = declared(u={"definition": raw(b)})
    assert proved(says("=", grad(~u @ w, w), b), defined)
    assert not proved(says("=", at(grad(~u @ w, w), (u, v)), b), defined)
    assert proved(says("=", at(grad(~u @ w, w), (u, v)), v), defined)
    depending = declared(u={"definition": raw(2 * w)})
    assert proved(says("=", grad(~u @ w, w), 4 * w), depending)
    assert not proved(says("=", grad(~u @ w, w), u), depending)


def test_structures_that_do_not_fit_are_ignored():
    wrong = declared(X={"structure": frozenset({"symmetric", "invertible", "diagonal"})})
    assert not proved(says("=", ~X @ y, zeros(d)), wrong)
    assert not proved(says("invertible", gram), wrong)
    assert not proved(says("invertible", X @ ~X), wrong)


def test_limits_of_the_range_count():
    closed = declared(p={"interval": Interval(Fraction(0), Fraction(1), True, True)})
    loss = norm2(y - p * (X @ w)) + p * (1 - p) * norm2(G @ w)
    point = (1 / p) * ((gram + (1 - p) / p * (G @ G)).inv @ ~X @ y)
    assert not proved(says("unique minimizer", loss, point, over=(w,)), closed)
    assert not proved(says("strictly convex", loss, over=(w,)), closed)
    assert proved(says("convex", loss, over=(w,)), closed)


def test_what_holds_generically_need_not_hold_of_orders_and_inverses():
    shrunk = c * (A + c * B).inv
    assert not proved(says("invertible", shrunk))
    assert proved(says("invertible", shrunk), given(("!=", c, raw(0))))
    assert not proved(says(">", norm2(shrunk @ u), raw(0)), given((">", norm2(u), raw(0))))
    assert not proved(says("strictly convex", norm2(shrunk @ w), over=(w,)))
    assert not proved(says("unique minimizer", norm2(shrunk @ w), zeros(d), over=(w,)))
    assert not proved(says("strictly convex", ~w @ grad(c * norm2((A + c * B).inv @ w), w), over=(w,)))


def test_the_stationary_point_of_a_definite_form_may_be_shown_generically():
    loss = norm2(y - c * (X @ w)) + lam * norm2(w)
    assert proved(says("unique minimizer", loss, c * ((c**2 * gram + lam * I).inv @ ~X @ y), over=(w,)))
    assert not proved(says("unique minimizer", loss, (c**2 * gram + lam * I).inv @ ~X @ y, over=(w,)))
    assert not proved(says("unique minimizer", loss, (gram + lam / c * I).inv @ ~X @ y, over=(w,)))


def test_only_symmetric_middles_are_inner_products():
    middle = (I + A - ~A).inv
    skewed = ~u @ middle @ u + 2 * (~u @ middle @ v) + ~v @ middle @ v
    assert not proved(says(">=", skewed, raw(0)))
    assert not proved(says(">=", ~u @ (A + ~A).inv @ u, raw(0)))


def test_a_hypothesis_on_a_name_that_stands_for_the_variable_restricts_it():
    named = declared(c={"definition": norm2(w).term}).with_hypotheses((says("=", c, raw(1)), "on the sphere"))
    assert not proved(says("unique minimizer", norm2(w) ** 2 + norm2(w - u), u / 3, over=(w,)), named)
    assert not proved(says("convex", c * norm2(w), over=(w,)), named)


def test_large_statements_end():
    total = A
    for _ in range(40):
        total = total @ (A + B)
    assert not isinstance(decide(says("=", total, B), CONTEXT), Proof)
    nested = A
    for _ in range(12):
        nested = (nested + B).inv @ (A + nested)
    assert not isinstance(decide(says("=", nested, B), CONTEXT), Proof)
