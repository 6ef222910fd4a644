"""The index form: rows that hold are proved, rows that do not are not."""

from fractions import Fraction

import pytest

from tests.decide.index_terms import (
    CONTEXT,
    HALF,
    A,
    B,
    Q,
    R,
    S,
    T,
    X,
    Y,
    a,
    array,
    at,
    b,
    bernoulli,
    d,
    declared,
    delta,
    diff,
    equation,
    expect,
    fn,
    gaussian,
    h,
    i,
    i_,
    j,
    j_,
    k,
    lam,
    n,
    norm2,
    op,
    p,
    proves,
    raw,
    says,
    total,
    u,
    v,
    w,
    y,
)
from verify.decide.indices import decide
from verify.model import Disproof, Proof, Undecided
from verify.terms.context import NONNEGATIVE, POSITIVE, Context, Declaration, Iid
from verify.terms.nodes import ONE, Apply, Const, Num, Prod, Rows, Sym
from verify.terms.statement import Statement

I_d = op("identity", d)
had = lambda x, y: op("hadamard", x, y)  # noqa: E731
trace = lambda x: op("trace", x)  # noqa: E731
dot = lambda x, y: total(x[j] * y[j], (j, d))  # noqa: E731
exp = lambda x: fn("exp", x)  # noqa: E731
log = lambda x: fn("log", x)  # noqa: E731
pi = T(Const("pi"))

row = total(X[i, j] * w[j], (j, d))
root_of_squares = op("diag", op("entrywise_sqrt", op("diagonal", X.t @ X)))
masked = norm2(y - had(X, R) @ w)
plain = norm2(y - p * (X @ w))
penalty = p * (1 - p) * norm2(root_of_squares @ w)

ALGEBRA = [
    # product, transpose and friends
    ((A @ B).t, B.t @ A.t, B.t @ A.t + 0 * A, A.t @ B.t),
    (trace(A @ B), trace(B @ A), total(A[i, j] * B[j, i], (i, d), (j, d)), trace(A @ B.t)),
    (
        norm2(X @ w),
        total(X[i, j] * X[i, k] * w[j] * w[k], (i, n), (j, d), (k, d)),
        w.t @ X.t @ X @ w,
        norm2(X.t @ X @ w),
    ),
    (norm2(X), trace(X.t @ X), trace(X @ X.t), trace(X.t @ X) ** 2),
    (op("diag", w) @ v, had(w, v), op("diag", v) @ w, w * 2),
    (op("diagonal", op("diag", w)), w, w + v - v, v),
    (op("diagonal", A @ B), op("diagonal", (A @ B).t), op("diagonal", B.t @ A.t), op("diagonal", B @ A)),
    (I_d @ w, w, total(w, (i, 1)), 2 * w),
    (trace(I_d), d, total(delta(i, i), (i, d)), n),
    (op("ones", n, d) @ w, op("ones", n, 1) * total(w[j], (j, d)), op("ones", n, d) @ w, op("ones", n, d) @ v),
    (
        had(X, X) @ had(w, w),
        had(had(X, X) @ had(w, w), op("ones", n, 1)),
        had(X, X) @ had(w, w) + op("zeros", n, 1),
        had(X @ w, X @ w),
    ),
]


@pytest.mark.parametrize("row", [r for r in ALGEBRA if r[0].term.shape == r[2].term.shape])
def test_linear_algebra(row):
    left, right, other, false = row
    assert proves(left, right)
    assert proves(left, other)
    assert not proves(left, false)


def ridge(gamma):
    return norm2(y - p * (X @ w)) + p * (1 - p) * norm2(gamma @ w)


TRUE = {
    "1.1": (expect(masked, R), plain + penalty),
    "1.1 by rows": (
        expect(masked, R),
        total(expect((y[i] - total(X[i, j] * R[i, j] * w[j], (j, d))) ** 2, R), (i, n)),
    ),
    "1.1 second step": (
        total(expect((y[i] - total(X[i, j] * R[i, j] * w[j], (j, d))) ** 2, R), (i, n)),
        total((y[i] - p * row) ** 2 + total(X[i, j] ** 2 * w[j] ** 2 * p * (1 - p), (j, d)), (i, n)),
    ),
    "1.1 third step": (
        plain + penalty,
        plain + p * (1 - p) * total(total(X[i, j] ** 2, (i, n)) * w[j] ** 2, (j, d)),
    ),
    "E R² = p": (expect(R[i, j] ** 2, R), p),
    "E R^5 = p": (expect(R[i, j] ** 5, R), p),
    "E R R' = p² + p(1-p) δ": (expect(R[i, j] * R[i, k], R), p**2 + p * (1 - p) * delta(j, k)),
    "independent arrays": (expect(R[i, j] * Q[i, j], R, Q), p**2),
    "variance of a sum": (
        expect(total(R[1, j] * w[j], (j, d)) ** 2, R) - expect(total(R[1, j] * w[j], (j, d)), R) ** 2,
        p * (1 - p) * norm2(w),
    ),
    "E over an array of another name": (expect(norm2(had(X, R)), R), p * norm2(X)),
    "nested E": (expect(R[1, 1] * expect(R[1, 1], R), R), p**2),
    "gradient": (diff(masked, w), -2 * (had(X, R).t @ (y - had(X, R) @ w))),
    "gradient of the expectation": (
        diff(expect(masked, R), w),
        2 * p**2 * (X.t @ X @ w) - 2 * p * (X.t @ y) + 2 * p * (1 - p) * (root_of_squares @ root_of_squares @ w),
    ),
    "derivative in p": (diff(expect(norm2(had(X, R)), R), p), norm2(X)),
    "gradient in a matrix": (diff(norm2(A @ v), A), 2 * (A @ v @ v.t)),
    "gradient of a trace": (diff(trace(A @ B), A), B.t),
    "gradient of an entry": (diff(w[a], w)[b], delta(a, b)),
    "Hessian": (diff(diff(norm2(X @ w), w)[a], w)[b], 2 * (X.t @ X)[a, b]),
    "Bregman": (
        at(norm2(y - X @ w), w=v) - norm2(y - X @ w),
        (v - w).t @ diff(norm2(y - X @ w), w) + norm2(X @ (v - w)),
    ),
    "logistic gradient": (
        diff(fn("softplus", dot(w, v)), w),
        fn("sigmoid", dot(w, v)) * v,
    ),
    "logistic Hessian": (
        total(v[a] * v[b] * diff(diff(log(1 + exp(dot(w, u))), w)[a], w)[b], (a, d), (b, d)),
        fn("sigmoid", dot(w, u)) * (1 - fn("sigmoid", dot(w, u))) * dot(u, v) ** 2,
    ),
    "sigmoid and tanh": (fn("tanh", dot(w, v)), 2 * fn("sigmoid", 2 * dot(w, v)) - 1),
    "sums of sigmoids": (
        total(fn("sigmoid", w[j]), (j, d)) + total(fn("sigmoid", -w[j]), (j, d)),
        d,
    ),
    "chain rule": (diff(exp(norm2(w)), w), 2 * exp(norm2(w)) * w),
    "square root": (diff((1 + norm2(w)) ** HALF, w), (1 + norm2(w)) ** (-HALF) * w),
    "log of squares": (diff(log(norm2(w)), w), 2 / norm2(w) * w),
    "at": (at(diff(norm2(w - v), w), w=v), 0 * w),
    "At in a sum": (total(at(w[i] ** 2, w=v), (i, d)), norm2(v)),
    "stationary ridge": (
        at(diff(norm2(y - X @ w) + lam * norm2(w), w), w=(X.t @ X + lam * I_d).inv @ X.t @ y),
        0 * w,
    ),
    "stationary dropout": (
        at(diff(ridge(S), w), w=(1 / p) * ((X.t @ X + ((1 - p) / p) * (S.t @ S)).inv @ X.t @ y)),
        0 * w,
    ),
    "inverse": (A @ A.inv @ v, v),
    "inverse of a scaled identity": ((lam * I_d).inv @ w, w / lam),
    "inverse of a transpose": (A.t.inv, A.inv.t),
    "sum over an unused index": (total(w[i], (j, n), (i, d)), n * total(w[i], (i, d))),
    "n + 1 = 1 + n": (total(w[j], (j, n + 1)), total(w[k], (k, 1 + n))),
    "numeric range": (total(w[j], (j, 3)), w[1] + w[2] + w[3]),
    "shadowed index": (total(total(w[i], (i, d)) * v[i], (i, d)), total(w[k], (k, d)) * total(v[i], (i, d))),
    "cancellation": (norm2(w) / norm2(w), Num(Fraction(1))),
    "log of a product": (
        log(total(w[j] ** 2, (j, d)) * norm2(v)),
        log(norm2(w)) + log(norm2(v)),
    ),
    "log of a power": (log(norm2(w) ** 3 / 8), 3 * log(norm2(w)) - 3 * log(T(Num(Fraction(2))))),
    "delta contracts": (total(delta(a, j) * w[j], (j, d)) + 0 * w[a], w[a]),
    "delta renames": (delta(a, b) * w[a] * v[b], delta(a, b) * w[b] * v[b]),
    "delta of fixed indices": (total(delta(j, 1) * w[j], (j, d)), w[1]),
    "rows": (T(Rows(((p.term,), (lam.term,))))[2], lam),
}

FALSE = {
    "p for p(1-p)": (expect(masked, R), plain + p * norm2(root_of_squares @ w)),
    "p² for p(1-p)": (expect(masked, R), plain + p**2 * norm2(root_of_squares @ w)),
    "wᵀΓw": (expect(masked, R), plain + p * (1 - p) * (w.t @ root_of_squares @ w)),
    "E[R²] = p²": (expect(masked, R), plain),
    "(1-p)X": (expect(masked, R), norm2(y - (1 - p) * (X @ w)) + penalty),
    "Γ of all of XᵀX": (expect(masked, R), plain + p * (1 - p) * norm2(X @ w)),
    "‖w‖² penalty": (expect(masked, R), plain + p * (1 - p) * norm2(w)),
    "E[R]² for E[R²]": (expect(R[i, j] ** 2, R), expect(R[i, j], R) ** 2),
    "E of a product of sums": (expect(total(R[1, j], (j, d)) ** 2, R), expect(total(R[1, j], (j, d)), R) ** 2),
    "δ of the wrong indices": (expect(R[i, j] * R[i, k], R), p**2 + p * (1 - p) * delta(i, k)),
    "one mask for two": (expect(R[i, j] * Q[i, j], R, Q), p),
    "E outside": (expect(R[1, 1], R) * R[1, 1], p**2),
    "gradient without the 2": (diff(norm2(y - X @ w), w), X.t @ X @ w - X.t @ y),
    "gradient transposed": (diff(trace(A @ B), A), B),
    "gradient of a cube": (diff(dot(w, w) ** 2, w), 4 * w),
    "Hessian with |b|²": (
        total(v[a] * v[b] * diff(diff(log(1 + exp(dot(w, u))), w)[a], w)[b], (a, d), (b, d)),
        fn("sigmoid", dot(w, u)) * (1 - fn("sigmoid", dot(w, u))) * dot(u, u) * dot(v, v),
    ),
    "λ not doubled": (diff(norm2(y - X @ w) + lam * norm2(w), w), 2 * (X.t @ X @ w - X.t @ y) + lam * w),
    "stationary with p/(1-p)": (
        at(diff(ridge(S), w), w=(1 / p) * ((X.t @ X + (p / (1 - p)) * (S.t @ S)).inv @ X.t @ y)),
        0 * w,
    ),
    "stationary without 1/p": (
        at(diff(ridge(S), w), w=(X.t @ X + ((1 - p) / p) * (S.t @ S)).inv @ X.t @ y),
        0 * w,
    ),
    "‖Γ‖ transposed": (
        at(diff(ridge(S), w), w=(1 / p) * ((X.t @ X + ((1 - p) / p) * (S @ S.t)).inv @ X.t @ y)),
        0 * w,
    ),
    "inverse untransposed": (A.t.inv, A.inv),
    "inverse of a product": ((A @ B).inv, A.inv @ B.inv),
    "log of a sum": (log(norm2(w) + norm2(v)), log(norm2(w)) + log(norm2(v))),
    "exp of a product": (exp(dot(w, v)), exp(total(w[j], (j, d))) * exp(total(v[j], (j, d)))),
    "mean of squares": (total(w[j] ** 2, (j, d)), total(w[j], (j, d)) ** 2 / d),
    "range n for d": (total(w[j] * 0 + 1, (j, d)), n),
}


@pytest.mark.parametrize("name", TRUE)
def test_proves(name):
    answer = says(*TRUE[name])
    assert isinstance(answer, Proof), answer


@pytest.mark.parametrize("name", FALSE)
def test_refutes(name):
    answer = says(*FALSE[name])
    assert not isinstance(answer, Proof), answer


@pytest.mark.parametrize("name", ["p for p(1-p)", "E[R²] = p²", "gradient transposed", "λ not doubled", "log of a sum"])
def test_disproofs_replay(name):
    answer = says(*FALSE[name])
    assert isinstance(answer, Disproof)
    assert answer.counterexample.values


def test_expectation_names_its_axiom():
    assert says(*TRUE["1.1"]).axioms == ("linearity and Fubini",)
    assert says(A @ I_d, A).axioms == ()


# ----------------------------------------------------------------------------------------- Gaussian and others

eps = array("eps", d)
NORMAL = Context(declared(gaussian(eps)))
mean, var = T(Sym("mu")), T(Sym("nu"))
GENERAL = Context((*declared(gaussian(eps, mean, var)), Declaration(mean.term), Declaration(var.term, POSITIVE)))
ANY = Context(
    (
        *declared(Declaration(eps.term, law=Iid("arbitrary", (mean.term, var.term)))),
        Declaration(mean.term),
        Declaration(var.term, POSITIVE),
    )
)


@pytest.mark.parametrize(("power", "moment"), [(1, 0), (2, 1), (3, 0), (4, 3), (6, 15)])
def test_gaussian_moments(power, moment):
    assert proves(expect(dot(v, eps) ** power, eps), moment * dot(v, v) ** (power // 2), context=NORMAL)
    assert not proves(expect(dot(v, eps) ** power, eps), (moment + 1) * dot(v, v) ** (power // 2), context=NORMAL)


def test_gaussian_closed_forms():
    quadratic = (w + A @ eps).t @ B @ (w + A @ eps)
    assert proves(expect(quadratic, eps), w.t @ B @ w + trace(A.t @ B @ A), context=NORMAL)
    assert not proves(expect(quadratic, eps), w.t @ B @ w + trace(A @ B @ A), context=NORMAL)
    logq = -HALF * total(log(2 * pi) + 2 * log(v[j]) + eps[j] ** 2, (j, d))
    logp = -HALF * total(log(2 * pi) + (w[j] + v[j] * eps[j]) ** 2, (j, d))
    kl = -HALF * total(1 + log(v[j] ** 2) - w[j] ** 2 - v[j] ** 2, (j, d))
    assert proves(expect(logq - logp, eps), kl, context=NORMAL)
    assert not proves(expect(logq - logp, eps), -1 * kl, context=NORMAL)
    assert not proves(
        expect(logq - logp, eps), -HALF * total(1 + log(v[j]) - w[j] ** 2 - v[j] ** 2, (j, d)), context=NORMAL
    )


def test_sample_mean():
    average = total(eps[j], (j, d)) / d
    for context in (GENERAL, ANY):
        assert proves(expect(average, eps), mean, context=context)
        assert proves(expect((average - mean) ** 2, eps), var / d, context=context)
        assert not proves(expect((average - mean) ** 2, eps), var, context=context)
    squares = total((eps[j] - average_of(k)) ** 2, (j, d)) / (d - 1)
    assert proves(expect(squares, eps), var, context=ANY)
    assert isinstance(says(expect(eps[1] ** 3, eps), mean**3 + 3 * mean * var, context=ANY), Undecided)


def average_of(index):
    return total(eps[index], (index, d)) / d


def test_refuses_random_arrays_in_functions():
    for body in (exp(R[1, 1]), (1 + R[1, 1]) ** (-1), log(1 + total(R[1, j], (j, d))), fn("abs", R[1, 1] - 1)):
        assert not proves(expect(body, R), at_mean(body))
    assert isinstance(says(expect(exp(R[1, 1]), R), exp(p)), Undecided | Disproof)
    assert isinstance(says(expect(X[1, 1], X), X[1, 1]), Undecided)


def at_mean(body):
    return exp(p) if body is None else body


# -------------------------------------------------------------------------------------------------- hypotheses


def test_hypotheses_for_all_indices():
    zero = Context(declared(), hypotheses=((equation(X[i_, k], 0), "column k of X is zero"),))
    matrix = X.t @ X + lam * (root_of_squares @ root_of_squares)
    answer = says(matrix[j, k], 0, context=zero)
    assert isinstance(answer, Proof)
    assert answer.hypotheses == ("column k of X is zero",)
    assert not proves(matrix[j, h] + 0 * matrix[k, k], 0, context=zero)
    singular = decide(Statement("singular", (matrix.term,)), zero, (k.term,))
    assert isinstance(singular, Proof)
    assert singular.hypotheses == ("column k of X is zero",)
    assert isinstance(decide(Statement("singular", (matrix.term,)), Context(declared()), (k.term,)), Undecided)


def test_matrix_hypotheses():
    identity = Context(declared(), hypotheses=((equation(A, I_d), "A = I"),))
    assert says(A @ w, w, context=identity).hypotheses == ("A = I",)
    assert not proves(A @ w, 2 * w, context=identity)
    gram = Context(declared(), hypotheses=((equation(X.t @ X, A @ A), "XᵀX = A²"),))
    assert says(w.t @ X.t @ X @ w, w.t @ A @ A @ w, context=gram).hypotheses == ("XᵀX = A²",)
    assert not proves(w.t @ X.t @ X @ w, w.t @ A.t @ A @ w, context=gram)
    kernel = Context(declared(), hypotheses=((equation(X @ v, 0 * y), "Xv = 0"), (equation(norm2(v), 0, ">"), "v ≠ 0")))
    assert proves(X.t @ X @ v, 0 * v, context=kernel)
    assert not proves(X.t @ X @ w, 0 * v, context=kernel)
    answer = decide(Statement("singular", ((X.t @ X).term,)), kernel, (v.term,))
    assert isinstance(answer, Proof)
    assert set(answer.hypotheses) == {"Xv = 0", "v ≠ 0"}


def test_a_hypothesis_does_not_reach_under_a_derivative():
    fixed = Context(declared(), hypotheses=((equation(A, I_d), "A = I"),))
    assert proves(diff(norm2(A @ w), A), 2 * (w @ w.t), context=fixed)
    assert not proves(diff(norm2(A @ w), A), 0 * A, context=fixed)
    known = Context(declared(), hypotheses=((equation(w, v), "w = v"),))
    assert not proves(at(norm2(w), w=u), norm2(v), context=known)


def test_scalar_hypotheses():
    known = Context(declared(), hypotheses=((equation(lam, (1 - p) / p), "λ = (1-p)/p"),))
    assert proves(p * lam * norm2(w), (1 - p) * norm2(w), context=known)
    vanishing = Context(declared(), hypotheses=((equation((p - HALF) * w[j_], 0), "(p - ½)w = 0"),))
    assert not proves(w[j], 0, context=vanishing)


def test_structure():
    for structure, holds in ((("symmetric",), True), (("diagonal",), True), ((), False)):
        context = Context(declared(Declaration(S.term, structure=frozenset(structure))))
        assert proves(S.t @ w, S @ w, context=context) is holds
    diagonal = Context(declared(Declaration(S.term, structure=frozenset({"diagonal"}))))
    assert proves(norm2(S @ w), total(S[j, j] ** 2 * w[j] ** 2, (j, d)), context=diagonal)
    assert not proves(diff(norm2(S @ w), S), 0 * S, context=diagonal)


# ------------------------------------------------------------------------------------------------------- signs

POSITIVE_COLUMNS = Context(
    declared(), hypotheses=((equation(total(X[i, j_] ** 2, (i, n)), 0, ">"), "no column of X is zero"),)
)

ORDERED = [
    (norm2(X @ w), ">=", 0, True),
    (norm2(y - X @ w), ">=", 0, True),
    (w.t @ X.t @ X @ w, ">=", 0, True),
    (norm2(y - X @ w) + lam * norm2(w), ">=", 0, True),
    (p * (1 - p) * norm2(w), ">=", 0, True),
    (norm2(w) + exp(dot(w, v)), ">", 0, True),
    (dot(v, v) * exp(-dot(w, v)) + 1, ">=", 1, True),
    (norm2(v + w), "<=", 2 * norm2(v) + 2 * norm2(w), False),
    (w.t @ A @ w, ">=", 0, False),
    (norm2(X @ w), ">", 0, False),
    (dot(w, v), ">=", 0, False),
    (norm2(w), ">=", norm2(v), False),
    ((p - HALF) * norm2(w), ">=", 0, False),
    (-1 * norm2(w), "<=", 0, True),
    (w.t @ X.t @ Y @ w, ">=", 0, False),
]


@pytest.mark.parametrize(("left", "relation", "right", "holds"), ORDERED)
def test_sums_of_squares(left, relation, right, holds):
    assert proves(left, right, relation) is holds


def test_hints_are_checked():
    parallelogram = (norm2(v + w), 2 * norm2(v) + 2 * norm2(w), "<=")
    assert proves(*parallelogram, using=(norm2(v - w),))
    assert not proves(*parallelogram, using=(norm2(v + w),))
    assert not proves(norm2(v), norm2(v) + dot(v, w), "<=", using=(dot(v, w),))


def test_facts_of_the_context():
    assert says(root_of_squares[j, j], 0, ">", POSITIVE_COLUMNS).hypotheses == ("no column of X is zero",)
    assert not proves(root_of_squares[j, j], 0, ">")
    statement = Statement("invertible", (root_of_squares.term,))
    assert isinstance(decide(statement, POSITIVE_COLUMNS), Proof)
    assert isinstance(decide(statement, CONTEXT), Undecided)
    rows = Context(declared(), hypotheses=((equation(total(X[i_, j] ** 2, (j, d)), 0, ">"), "no row of X is zero"),))
    assert isinstance(decide(statement, rows), Undecided)


def test_roots_need_a_sign():
    assert not proves((w[a] ** HALF) ** 2, w[a])
    positive = Context(declared(w=NONNEGATIVE))
    assert proves((w[a] ** HALF) ** 2, w[a], context=positive)
    assert proves((norm2(w) ** HALF) ** 4, norm2(w) ** 2)
    assert not proves((w[a] ** 2) ** HALF, w[a])
    assert not proves(at(fn("abs", w[a]), w=-1 * v), -1 * v[a], context=Context(declared(w=POSITIVE)))


# -------------------------------------------------------------------------------------------- likelihoods, others


def test_products_under_a_logarithm():
    gauss = (2 * pi * lam) ** (-HALF) * exp(-((w[j] - v[j]) ** 2) / (2 * lam))
    likelihood = log(T(Prod(gauss.term, j.term, d.term)))
    assert proves(likelihood, -d / 2 * log(2 * pi * lam) - norm2(w - v) / (2 * lam))
    assert not proves(likelihood, -d / 2 * log(2 * pi * lam) - norm2(w - v) / lam)
    assert proves(log(T(Prod(exp(w[j]).term, j.term, d.term))), total(w[j], (j, d)))


def test_unknown_functions():
    f = lambda x: T(Apply("f", (raw(x),)))  # noqa: E731
    slope = lambda x: T(Apply("f", (raw(x),), (1,)))  # noqa: E731
    assert proves(diff(total(f(w[j] * v[j]), (j, d)), w)[a], slope(w[a] * v[a]) * v[a])
    assert not proves(diff(total(f(w[j] * v[j]), (j, d)), w)[a], slope(w[a] * v[a]) * w[a])
    assert proves(diff(f(dot(w, v)), w), slope(dot(v, w)) * v)


def test_small_matrices():
    two = T(Rows(((p.term, Num(Fraction(0))), (Num(Fraction(1)), lam.term))))
    assert proves(trace(two), p + lam)
    assert proves((two @ two)[2, 1], p + lam)
    assert proves(two @ op("identity", 2), two)
    assert not proves(two, two.t)
    assert two.term.shape != (ONE, ONE)


def test_other_relations_are_left_alone():
    statement = Statement("convex", (norm2(w).term,), (w.term,))
    assert isinstance(decide(statement, CONTEXT), Undecided)
    assert isinstance(says(expect(masked, R), plain, context=Context(declared())), Undecided)
    assert isinstance(says(T(Sym("x", "point")), T(Sym("x", "point"))), Undecided)


def test_bernoulli_law_is_in_the_context():
    assert bernoulli(R).law == Iid("bernoulli", (p.term,))
