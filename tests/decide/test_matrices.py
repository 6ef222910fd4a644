"""What the matrices decider proves, and the false neighbours that it must not."""

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
    K,
    U,
    V,
    X,
    Z,
    at,
    b,
    c,
    d,
    declared,
    det,
    eye,
    given,
    grad,
    k,
    lam,
    n,
    norm2,
    ones,
    op,
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
from verify.decide.matrices import decide
from verify.model import Disproof, Proof, Undecided
from verify.terms.context import Interval
from verify.terms.nodes import IllTyped
from verify.terms.statement import Statement

I, In, Ik = eye(d), eye(n), eye(k)  # noqa: E741
gram = ~X @ X
ridge = (gram + lam * I).inv
kernel = (X @ ~X + lam * In).inv
penalty = (1 - p) / p
dropout = gram + penalty * (G @ G)
dropout_loss = norm2(y - p * (X @ w)) + p * (1 - p) * norm2(G @ w)
ridge_loss = norm2(y - X @ w) + lam * norm2(w)

# ------------------------------------------------------------------------------------------- equations

TRUE = {
    "push-through": (~X @ kernel, ridge @ ~X),
    "push-through, other side": (X @ ridge, kernel @ X),
    "push-through twice": (~X @ kernel @ X @ ridge, ridge @ gram @ ridge),
    "ridge resolvent": (ridge @ gram, I - lam * ridge),
    "kernel complement": (X @ ridge @ ~X, In - lam * kernel),
    "Woodbury, I + UV": ((I + U @ V).inv, I - U @ (Ik + V @ U).inv @ V),
    "Woodbury": (
        (A + U @ K @ V).inv,
        A.inv - A.inv @ U @ (K.inv + V @ A.inv @ U).inv @ V @ A.inv,
    ),
    "Woodbury, scaled": ((q * I + U @ V).inv, I / q - U @ (q * Ik + V @ U).inv @ V / q),
    "Sherman-Morrison": (
        (A + u @ ~v).inv,
        A.inv - (A.inv @ u @ ~v @ A.inv) / (1 + ~v @ A.inv @ u),
    ),
    "inverse of a product": ((A @ B).inv, B.inv @ A.inv),
    "inverse of SSᵀ": ((A @ ~A).inv, ~(A.inv) @ A.inv),
    "inverse of a transpose": ((~A).inv, ~(A.inv)),
    "inverse of an inverse": (A.inv.inv, A),
    "inverse of an inverse of a sum": ((A + B).inv.inv, A + B),
    "a scaled inverse": ((c * A).inv, A.inv / c),
    "common factor": ((A + A @ B).inv, (I + B).inv @ A.inv),
    "A⁻¹ - B⁻¹": (A.inv - B.inv, A.inv @ (B - A) @ B.inv),
    "sum of inverses": ((A.inv + B.inv).inv, A @ (A + B).inv @ B),
    "parallel sum": (A @ (A + B).inv @ B, B @ (A + B).inv @ A),
    "resolvents commute": ((A + c * I).inv @ (A + q * I).inv, (A + q * I).inv @ (A + c * I).inv),
    "hat matrix is idempotent": (F @ (~F @ F).inv @ ~F @ F @ (~F @ F).inv @ ~F, F @ (~F @ F).inv @ ~F),
    "transpose of a product": (~(A @ ~B @ C), ~C @ B @ ~A),
    "symmetric": (~(H @ A @ H), H @ ~A @ H),
    "symmetric inverse": (~(H + A @ ~A).inv, (H + ~(~A) @ ~A).inv),
    "diagonals commute": (D1 @ D2 @ D1, D1 @ D1 @ D2),
    "inverse diagonals commute": ((D1 + D2).inv @ D1, D1 @ (D1 + D2).inv),
    "a scalar is its transpose": (~u @ A @ v, ~v @ ~A @ u),
    "scalars commute": ((u @ ~v) @ (w @ ~b), (~v @ w) * (u @ ~b)),
    "outer product": ((u @ ~v) @ (u @ ~v), (~v @ u) * (u @ ~v)),
    "norm of a difference": (norm2(y - X @ w), norm2(y) - 2 * (~y @ X @ w) + ~w @ gram @ w),
    "trace is cyclic": (trace(A @ B @ C), trace(C @ A @ B)),
    "trace of a transpose": (trace(~A @ B), trace(~B @ A)),
    "trace of an outer product": (trace(u @ ~v), ~v @ u),
    "trace trick": (~w @ A @ w, trace(A @ w @ ~w)),
    "trace of the identity": (trace(I), raw(d)),
    "trace of a hat matrix": (trace(X @ ridge @ ~X), d - lam * trace(ridge)),
    "Frobenius norm": (norm2(X - Z), trace(gram) - 2 * trace(~X @ Z) + norm2(Z)),
    "det of a product": (det(A @ ~B), det(B) * det(A)),
    "det of an inverse": (det(A.inv), 1 / det(A)),
    "det of SSᵀ": (det(A @ ~A), det(A) ** 2),
    "ones": (ones(n, d), ones(n) @ ~ones(d)),
    "ones squared": (ones(d, d) @ ones(d, d), d * ones(d, d)),
    "diag of roots": (
        op("diag", op("entrywise_sqrt", op("diagonal", gram))) @ op("diag", op("entrywise_sqrt", op("diagonal", gram))),
        op("diag", op("diagonal", gram)),
    ),
    "factor out": (2 * (gram @ w) - 2 * (~X @ y) + 2 * lam * w, 2 * ((gram + lam * I) @ w - ~X @ y)),
    "ridge gradient": (grad(ridge_loss, w), 2 * ((gram + lam * I) @ w - ~X @ y)),
    "dropout gradient": (grad(dropout_loss, w), 2 * p * (dropout @ (p * w) - ~X @ y)),
    "gradient of a form": (grad(~w @ A @ w, w), (A + ~A) @ w),
    "gradient of a linear form": (grad(~u @ A @ w, w), ~A @ u),
    "gradient of a power": (grad(norm2(w) ** 2, w), 4 * norm2(w) * w),
    "gradient of a quotient": (
        grad((~w @ A @ w) / norm2(w), w),
        ((A + ~A) @ w) / norm2(w) - 2 * (~w @ A @ w) / norm2(w) ** 2 * w,
    ),
    "gradient of a constant": (grad(norm2(u), w), zeros(d)),
    "gradient at a point": (at(grad(norm2(w - u), w), (w, v)), 2 * (v - u)),
    "stationary ridge": (at(grad(ridge_loss, w), (w, ridge @ ~X @ y)), zeros(d)),
    "stationary dropout": (at(grad(dropout_loss, w), (w, (1 / p) * (dropout.inv @ ~X @ y))), zeros(d)),
    "a scalar set to 0": (at(dropout_loss, (p, 0)), norm2(y)),
}

FALSE = {
    "push-through without transpose": (~X @ kernel, (gram + 2 * lam * I).inv @ ~X),
    "push-through, λ lost": (~X @ kernel, gram.inv @ ~X),
    "ridge resolvent, sign": (ridge @ gram, I + lam * ridge),
    "ridge resolvent, λ lost": (ridge @ gram, I - ridge),
    "Woodbury, sign": ((I + U @ V).inv, I + U @ (Ik + V @ U).inv @ V),
    "Woodbury, K for K⁻¹": (
        (A + U @ K @ V).inv,
        A.inv - A.inv @ U @ (K + V @ A.inv @ U).inv @ V @ A.inv,
    ),
    "Sherman-Morrison, 1 lost": ((A + u @ ~v).inv, A.inv - (A.inv @ u @ ~v @ A.inv) / (~v @ A.inv @ u)),
    "Sherman-Morrison, u and v": (
        (A + u @ ~v).inv,
        A.inv - (A.inv @ v @ ~u @ A.inv) / (1 + ~v @ A.inv @ u),
    ),
    "inverse of a product, order": ((A @ B).inv, A.inv @ B.inv),
    "inverse of SSᵀ, order": ((A @ ~A).inv, A.inv @ ~(A.inv)),
    "inverse of STS": ((A @ ~A).inv, (~A @ A).inv),
    "inverse of a sum": ((A + B).inv, A.inv + B.inv),
    "a scaled inverse": ((c * A).inv, c * A.inv),
    "transpose of a product, order": (~(A @ B), ~A @ ~B),
    "matrices commute": (A @ B, B @ A),
    "a symmetric product": (~(H @ A), A @ H),
    "symmetric matrices commute": (H @ G, G @ H),
    "a symmetric and a diagonal commute": (H @ D1, D1 @ H),
    "all letters symmetric": (~A, A),
    "gradient of a form, symmetric": (grad(~w @ A @ w, w), 2 * (A @ w)),
    "gradient of a form, one half": (grad(~w @ A @ w, w), A @ w),
    "gradient of a linear form": (grad(~u @ A @ w, w), A @ u),
    "Γ for Γ²": (grad(dropout_loss, w), 2 * p * ((gram + penalty * G) @ (p * w) - ~X @ y)),
    "λ for 2λ": (grad(ridge_loss, w), 2 * (gram @ w - ~X @ y) + lam * w),
    "stationary, 1/p lost": (at(grad(dropout_loss, w), (w, dropout.inv @ ~X @ y)), zeros(d)),
    "stationary, λ upside down": (
        at(grad(dropout_loss, w), (w, (1 / p) * ((gram + (p / (1 - p)) * (G @ G)).inv @ ~X @ y))),
        zeros(d),
    ),
    "trace is not fully symmetric": (trace(A @ B @ C), trace(A @ C @ B)),
    "trace for det": (trace(A @ B), trace(A) * trace(B)),
    "det is not additive": (det(A + B), det(A) + det(B)),
    "det of a multiple": (det(c * A), c * det(A)),
    "trace of the identity": (trace(I), trace(In)),
    "hat matrix is no identity": (F @ (~F @ F).inv @ ~F, In),
    "norm without cross term": (norm2(y - X @ w), norm2(y) + norm2(X @ w)),
    "norm of a product": (norm2(X @ w), norm2(X) * norm2(w)),
    "scalars split wrongly": ((~u @ A @ v), (~u @ v) * trace(A)),
    "ones squared": (ones(d, d) @ ones(d, d), ones(d, d)),
    "(A+B)²": ((A + B) @ (A + B), A @ A + 2 * (A @ B) + B @ B),
    "Cauchy-Schwarz is no equation": ((~u @ v) ** 2, norm2(u) * norm2(v)),
}


@pytest.mark.parametrize(("left", "right"), TRUE.values(), ids=TRUE)
def test_true_equations_are_proved(left, right):
    answer = decide(says("=", left, right), CONTEXT)
    assert isinstance(answer, Proof), answer
    assert answer.hypotheses == ()


@pytest.mark.parametrize(("left", "right"), FALSE.values(), ids=FALSE)
def test_false_equations_are_refuted(left, right):
    answer = decide(says("=", left, right), CONTEXT)
    assert isinstance(answer, Disproof), answer


def test_a_wide_pseudo_inverse_is_not_two_sided():
    assert not proved(says("=", ~X @ (X @ ~X).inv @ X, I))


@pytest.mark.parametrize("build", [
    lambda: (X @ ~X + lam * In).inv @ ~X @ y,
    lambda: X @ X,
    lambda: w @ X,
    lambda: ~w @ ~X @ w,
    lambda: X.inv,
    lambda: gram + lam * In,
    lambda: says("=", w, ~w),
    lambda: det(X),
    lambda: trace(X),
])  # fmt: skip
def test_wrong_shapes_cannot_be_built(build):
    with pytest.raises(IllTyped):
        build()


# ------------------------------------------------------------------------------------------ hypotheses


def test_hypotheses_are_used_and_reported():
    context = given(("=", G, I), ("=", C, A))
    answer = decide(says("=", (gram + penalty * (G @ G)).inv, (gram + penalty * I).inv), context)
    assert isinstance(answer, Proof)
    assert answer.hypotheses == ("hypothesis 1",)


HYPOTHETICAL = {
    "orthogonal columns": ([("=", gram, G @ G)], (1 / p) * (dropout.inv @ ~X @ y), gram.inv @ ~X @ y, True),
    "orthogonal columns, p forgotten": ([("=", gram, G @ G)], dropout.inv @ ~X @ y, gram.inv @ ~X @ y, False),
    "a kernel vector": ([("=", X @ v, zeros(n))], gram @ v, zeros(d), True),
    "a kernel vector in a form": ([("=", X @ v, zeros(n))], norm2(X @ (w + v)), norm2(X @ w), True),
    "a kernel vector of another matrix": ([("=", X @ v, zeros(n))], Z @ v, zeros(n), False),
    "an orthogonal matrix": ([("=", ~A @ A, I), ("=", A @ ~A, I)], norm2(A @ w), norm2(w), True),
    "an orthogonal matrix, one side": ([("=", ~A @ A, I)], A @ ~A @ A, A, True),
    "an eigenvector": ([("=", A @ v, c * v)], A @ A @ v, c**2 * v, True),
    "an eigenvector of the resolvent": ([("=", A @ v, c * v)], (A @ A - I) @ v, (c**2 - 1) * v, True),
    "a unit vector": ([("=", norm2(v), raw(1))], (v @ ~v) @ (v @ ~v), v @ ~v, True),
    "a projection": ([("=", A @ A, A)], (I - A) @ (I - A), I - A, True),
    "no projection": ([("=", A @ A, A)], (I + A) @ (I + A), I + A, False),
    "normal equations": ([("=", gram @ w, ~X @ y)], ~w @ gram @ w, ~w @ ~X @ y, True),
    "a defined penalty": ([("=", lam, (1 - p) / p)], gram + lam * G @ G, dropout, True),
    "A = B does not give A = C": ([("=", A, B)], A, C, False),
    "c v = 0 does not give v = 0": ([("=", c * v, zeros(d))], v, zeros(d), False),
    "λ v = 0 gives v = 0": ([("=", lam * v, zeros(d))], v, zeros(d), True),
    "A v = 0 does not give v = 0": ([("=", A @ v, zeros(d))], v, zeros(d), False),
    "c A = c B does not give A = B": ([("=", c * A, c * B)], A, B, False),
}  # fmt: skip


@pytest.mark.parametrize(("hypotheses", "left", "right", "truth"), HYPOTHETICAL.values(), ids=HYPOTHETICAL)
def test_equations_under_hypotheses(hypotheses, left, right, truth):
    assert proved(says("=", left, right), given(*hypotheses)) is truth


def test_a_hypothesis_of_the_statement_counts():
    statement = Statement("=", (raw(G @ w), raw(w)), (), (says("=", G, I),))
    answer = decide(statement, CONTEXT)
    assert isinstance(answer, Proof)
    assert answer.hypotheses == ("Γ = I_d",)


def test_contradictory_hypotheses_prove_nothing():
    for hypotheses in ([("=", A, A + I)], [("=", A, zeros(d, d)), ("=", A, I)], [("=", raw(0), raw(1))]):
        answer = decide(says("=", B, C), given(*hypotheses))
        assert isinstance(answer, Undecided)


def test_a_hypothesis_at_a_point_says_nothing_of_slopes():
    stationary = given(("=", gram @ w, ~X @ y), ("=", w, u))
    assert not proved(says("=", grad(norm2(w), w), zeros(d)), stationary)
    assert not proved(says("=", grad(norm2(w) - norm2(u), w), zeros(d)), stationary)
    assert proved(says("=", grad(norm2(w), w), 2 * u), stationary)
    assert not proved(says("=", norm2(w), lam, over=()), stationary)


# -------------------------------------------------------------------------------- definite and singular

RANK = declared(A={"structure": frozenset({"invertible"})}, X={"structure": frozenset({"full column rank"})})

INVERTIBLE = {
    "XᵀX + λI": (gram + lam * I, CONTEXT, True),
    "XᵀX": (gram, CONTEXT, False),
    "FᵀF": (~F @ F, CONTEXT, True),
    "FFᵀ": (F @ ~F, CONTEXT, False),
    "FᵀF - XᵀX": (~F @ F - gram, CONTEXT, False),
    "XᵀX - λI": (gram - lam * I, CONTEXT, False),
    "XᵀX + cI": (gram + c * I, CONTEXT, False),
    "XᵀX + c²I": (gram + c**2 * I, CONTEXT, False),
    "XᵀX + (1+c²)I": (gram + (1 + c**2) * I, CONTEXT, True),
    "XᵀX + λΓ²": (dropout, CONTEXT, True),
    "XᵀX + λΓ": (gram + penalty * G, CONTEXT, False),
    "XᵀX + λH²": (gram + penalty * (H @ H), CONTEXT, False),
    "-XᵀX - λI": (-gram - lam * I, CONTEXT, True),
    "Γ": (G, CONTEXT, True),
    "A": (A, CONTEXT, False),
    "pΓ": (p * G, CONTEXT, True),
    "cΓ": (c * G, CONTEXT, False),
    "Γ H": (G @ H, CONTEXT, False),
    "(ΓΓ)ᵀ": (~(G @ G), CONTEXT, True),
    "Γ + Γ": (G + G, CONTEXT, True),
    "Γ + H": (G + H, CONTEXT, False),
    "Γ - Γ": (G - G, CONTEXT, False),
    "I + A - Aᵀ": (I + A - ~A, CONTEXT, True),
    "I + A": (I + A, CONTEXT, False),
    "(I+A)ᵀ(I+A) + I": (~(I + A) @ (I + A) + I, CONTEXT, True),
    "(I+A)ᵀ(I+A)": (~(I + A) @ (I + A), CONTEXT, False),
    "I + X(XᵀX + I)⁻¹Xᵀ": (In + X @ (gram + I).inv @ ~X, CONTEXT, True),
    "I - X(XᵀX + I)⁻¹Xᵀ, not seen": (In - 2 * (X @ (gram + I).inv @ ~X), CONTEXT, False),
    "AᵀA, A invertible": (~A @ A, RANK, True),
    "AAᵀ, A invertible": (A @ ~A, RANK, True),
    "XᵀX, full rank": (gram, RANK, True),
    "XXᵀ, full rank": (X @ ~X, RANK, False),
    "Xᵀ Γ X, not known definite": (~X @ In @ X - gram, RANK, False),
    "uuᵀ + λI": (u @ ~u + lam * I, CONTEXT, True),
    "uuᵀ": (u @ ~u, CONTEXT, False),
    "uvᵀ + I": (u @ ~v + I, CONTEXT, False),
    "norm2(u) I": (norm2(u) * I, CONTEXT, False),
    "(1 + norm2(u)) I": ((1 + norm2(u)) * I, CONTEXT, True),
    "I/c": (I / c, CONTEXT, True),
}  # fmt: skip


@pytest.mark.parametrize(("matrix", "context", "truth"), INVERTIBLE.values(), ids=INVERTIBLE)
def test_invertible(matrix, context, truth):
    assert proved(says("invertible", matrix), context) is truth


def test_lambda_zero_is_not_enough():
    closed = declared(**{"lambda": {"interval": Interval(low=0, low_closed=True)}})
    assert not proved(says("invertible", gram + lam * I), closed)
    assert proved(says("invertible", ~F @ F + lam * I), closed)
    open_unit = declared(p={"interval": Interval(0, 1, high_closed=True)})
    assert not proved(says("invertible", dropout), open_unit)


def test_singular():
    deficient = given(("=", X @ v, zeros(n)), (">", norm2(v), raw(0)))
    answer = decide(says("singular", gram), deficient, (raw(v),))
    assert isinstance(answer, Proof)
    assert answer.hypotheses == ("hypothesis 1", "hypothesis 2")
    assert proved(says("singular", gram), deficient)
    assert proved(says("singular", A @ gram), deficient)
    assert proved(says("singular", gram), given(("=", X @ v, zeros(n)), ("!=", v, zeros(d))))
    assert proved(says("singular", gram), given(("=", X @ v, X @ u), ("!=", v, u)), (v - u,))
    assert proved(says("singular", gram - gram))
    assert not proved(says("singular", gram + lam * I), deficient)
    assert not proved(says("singular", gram @ A), deficient)
    assert not proved(says("singular", ~Z @ Z), deficient)
    assert not proved(says("singular", gram), given(("=", X @ v, zeros(n))), (v,))
    assert not proved(says("singular", gram), given((">", norm2(v), raw(0))), (v,))
    assert not proved(says("singular", gram), given(("=", X @ v, zeros(n)), (">=", norm2(v), raw(0))), (v,))
    assert not proved(says("singular", gram), given(("=", X @ v, zeros(n)), (">", norm2(u), raw(0))), (v,))
    assert not proved(says("invertible", gram), deficient)


# --------------------------------------------------------------------------------------------- optima

MINIMA = {
    "ridge": (ridge_loss, ridge @ ~X @ y, True),
    "ridge, kernel form": (ridge_loss, ~X @ kernel @ y, True),
    "ridge, 2λ": (ridge_loss, (gram + 2 * lam * I).inv @ ~X @ y, False),
    "ridge, λ²": (ridge_loss, (gram + lam**2 * I).inv @ ~X @ y, False),
    "ridge, -λ": (ridge_loss, (gram - lam * I).inv @ ~X @ y, False),
    "half the loss": (norm2(y - X @ w) / 2 + lam * norm2(w), (gram + 2 * lam * I).inv @ ~X @ y, True),
    "half the loss, λ": (norm2(y - X @ w) / 2 + lam * norm2(w), ridge @ ~X @ y, False),
    "dropout": (dropout_loss, (1 / p) * (dropout.inv @ ~X @ y), True),
    "dropout, λ upside down": (dropout_loss, (1 / p) * ((gram + p / (1 - p) * (G @ G)).inv @ ~X @ y), False),
    "dropout, sign": (dropout_loss, (1 / p) * ((gram - penalty * (G @ G)).inv @ ~X @ y), False),
    "dropout, Γ": (dropout_loss, (1 / p) * ((gram + penalty * G).inv @ ~X @ y), False),
    "dropout, 1/p lost": (dropout_loss, dropout.inv @ ~X @ y, False),
    "dropout, 1-p": (dropout_loss, (1 / p) * ((gram + (1 - p) * (G @ G)).inv @ ~X @ y), False),
    "least squares, no rank": (norm2(y - X @ w), gram.inv @ ~X @ y, False),
    "least squares": (norm2(y - F @ w), (~F @ F).inv @ ~F @ y, True),
    "a saddle": (norm2(X @ w) - lam * norm2(w), zeros(d), False),
    "a maximum": (-norm2(w), zeros(d), False),
    "a centre": (norm2(w - u), u, True),
    "another centre": (norm2(w - u), v, False),
    "a flat direction": ((~u @ w) ** 2, zeros(d), False),
    "a constant": (norm2(u), w - w + u, False),
    "not quadratic": (norm2(w) ** 2, zeros(d), False),
    "the point contains w": (norm2(w - u), w, False),
    "weighted": (~(w - u) @ (gram + lam * I) @ (w - u), u, True),
    "weighted by an inverse": (~(w - u) @ (gram + lam * I).inv @ (w - u), u, True),
    "weighted by an unknown": (~(w - u) @ H @ (w - u), u, False),
}


@pytest.mark.parametrize(("loss", "point", "truth"), MINIMA.values(), ids=MINIMA)
def test_unique_minimizer(loss, point, truth):
    statement = says("unique minimizer", loss, point, over=(w,))
    assert proved(statement) is truth
    assert proved(says("unique maximizer", -loss, point, over=(w,))) is truth
    assert not proved(says("unique maximizer", loss, point, over=(w,))) or not truth


def test_a_restricted_variable_is_left_alone():
    statement = says("unique minimizer", norm2(w - u), u, over=(w,))
    assert proved(statement)
    assert not proved(statement, declared(w={"interval": Interval(low=0)}))
    assert not proved(statement, given((">", norm2(w), raw(1))))
    assert not proved(statement, declared(u={"depends": frozenset({"w"})}))
    assert not proved(statement, declared(w={"definition": raw(v)}))


CONVEX = {
    "ridge": (ridge_loss, True, True),
    "least squares": (norm2(y - X @ w), True, False),
    "full rank": (norm2(y - F @ w), True, True),
    "linear": (~u @ w + c, True, False),
    "a saddle": (norm2(X @ w) - norm2(w), False, False),
    "an unknown form": (~w @ A @ w, False, False),
    "a sign unknown": (c * norm2(w), False, False),
    "quartic": (norm2(w) ** 2, False, False),
}


@pytest.mark.parametrize(("loss", "convex", "strictly"), CONVEX.values(), ids=CONVEX)
def test_convex(loss, convex, strictly):
    assert proved(says("convex", loss, over=(w,))) is convex
    assert proved(says("strictly convex", loss, over=(w,))) is strictly


NONZERO = given((">", norm2(v), raw(0)))
ORDER = {
    "‖u‖² >= 0": (">=", norm2(u), raw(0), True),
    "‖u‖² > 0": (">", norm2(u), raw(0), False),
    "‖v‖² > 0, v ≠ 0": (">", norm2(v), raw(0), True),
    "‖Γv‖² > 0": (">", norm2(G @ v), raw(0), True),
    "‖Av‖² > 0": (">", norm2(A @ v), raw(0), False),
    "‖Fv‖² > 0": (">", norm2(F @ v), raw(0), True),
    "1 + ‖Av‖² > 0": (">", 1 + norm2(A @ v), raw(0), True),
    "a square expanded": (">=", norm2(u) + norm2(w), 2 * (~u @ w), True),
    "a square expanded too far": (">=", norm2(u) + norm2(w), 3 * (~u @ w), False),
    "2ab <= a²/c + cb²": ("<=", 2 * (~u @ w), norm2(u) / lam + lam * norm2(w), True),
    "penalty": ("<=", norm2(y - X @ w), ridge_loss, True),
    "penalty reversed": (">=", norm2(y - X @ w), ridge_loss, False),
    "form of a Gram matrix": (">=", ~w @ dropout @ w, ~w @ gram @ w, True),
    "an unknown form": (">=", ~w @ H @ w, raw(0), False),
    "parallelogram": ("<=", norm2(u + w), 2 * norm2(u) + 2 * norm2(w), True),
    "triangle without 2": ("<=", norm2(u + w), norm2(u) + norm2(w), False),
    "trace of a Gram matrix": (">=", trace(gram), raw(0), True),
    "trace of a square": (">=", trace(A @ A), raw(0), False),
    "Frobenius cross term": ("<=", 2 * trace(~X @ Z), norm2(X) + norm2(Z), True),
    "inverse of a definite sum": (">=", ~w @ ridge @ w, raw(0), True),
    "inverse of a Gram matrix": (">=", ~w @ (H @ H - gram).inv @ w, raw(0), False),
}


@pytest.mark.parametrize(("relation", "left", "right", "truth"), ORDER.values(), ids=ORDER)
def test_forms_are_ordered(relation, left, right, truth):
    assert proved(says(relation, left, right), NONZERO) is truth


def test_symmetry_is_declared_not_assumed():
    loose = declared(Gamma={"structure": frozenset({"invertible"})})
    assert not proved(says("=", grad(norm2(G @ w), w), 2 * (G @ G @ w)), loose)
    assert proved(says("=", grad(norm2(G @ w), w), 2 * (~G @ G @ w)), loose)
    assert proved(says("=", grad(norm2(G @ w), w), 2 * (G @ G @ w)))


def test_evaluation_forgets_the_structure_of_what_it_replaces():
    form = grad(~w @ H @ w, w)
    assert proved(says("=", form, 2 * (H @ w)))
    assert not proved(says("=", at(form, (H, A)), 2 * (A @ w)))
    assert proved(says("=", at(form, (H, A)), (A + ~A) @ w))


def test_what_is_no_word_stays_undecided():
    for statement in (says("increasing", lam, over=(lam,)), says("=", grad(lam * c, lam), c)):
        assert isinstance(decide(statement, CONTEXT), Undecided)
