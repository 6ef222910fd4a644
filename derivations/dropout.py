"""Dropout on the inputs of a linear regression is a ridge penalty scaled by each feature.

Answers ift6135-2020-hw3:1.1 and 1.2. Source: [Srivastava2014] section 9.1.
Shapes: X (n, d), y (n,), w (d,), R (n, d), Γ (d, d); p in [0, 1] is the probability of keeping an input.

Main statements
---------------
* `expected_loss_eq_ridge`: the expected loss under dropout is a ridge loss.
* `minimizer_eq_ridge_solution`: p w* = (XᵀX + λΓ²)⁻¹Xᵀy with λ = (1 - p)/p, and w* is unique.
* `minimizer_with_full_column_rank`: the same up to p = 1.
* `gamma_invertible`, `normal_matrix_singular`, …: when the matrix has an inverse.

How p sets λ is in `dropout_penalty`.
"""

from sympy import MatrixSymbol, Sum, symbols

from verify.notation import (
    UNIT,
    Bernoulli,
    Context,
    D,
    Derivation,
    E,
    Interval,
    Lemma,
    Mutant,
    Statement,
    Step,
    assume,
    at,
    declare,
    diag,
    diagonal,
    entry,
    entrywise_sqrt,
    hadamard,
    norm2,
    scalar,
)

n, d = symbols("n d", integer=True, positive=True)
i, j, k = symbols("i j k", integer=True)
each_row, each_column = symbols("i_ j_", integer=True)  # in an assumption: "for all"
p = symbols("p")
X, R = MatrixSymbol("X", n, d), MatrixSymbol("R", n, d)
y, w, v = MatrixSymbol("y", n, 1), MatrixSymbol("w", d, 1), MatrixSymbol("v", d, 1)
Gamma = MatrixSymbol("Gamma", d, d)

SOURCE = "[Srivastava2014] section 9.1"
root_of_squares = diag(entrywise_sqrt(diagonal(X.T * X)))

masked = Context(
    declare(p, Interval(0, 1, low_closed=True, high_closed=True)),
    declare(X),
    declare(y),
    declare(w),
    declare(R, law=Bernoulli(p)),
    declare(Gamma, definition=root_of_squares),
    scope="any n, d; 0 ≤ p ≤ 1",
)

ridge_loss = norm2(y - p * X * w) + p * (1 - p) * norm2(Gamma * w)
fitted = Sum(entry(X, i, j) * entry(w, j), (j, 1, d))
variance_of_row = Sum(entry(X, i, j) ** 2 * entry(w, j) ** 2 * p * (1 - p), (j, 1, d))

expected_loss_eq_ridge = Derivation(
    title="The expected loss under dropout is a ridge loss",
    source=SOURCE,
    questions=("ift6135-2020-hw3:1.1",),
    context=masked,
    claim=Statement(E(norm2(y - hadamard(X, R) * w), R), "=", ridge_loss),
    chain=(
        Step(
            "=",
            Sum(E((entry(y, i) - Sum(entry(X, i, j) * entry(R, i, j) * entry(w, j), (j, 1, d))) ** 2, R), (i, 1, n)),
            by="the squared norm is a sum over rows, and the expectation is linear",
        ),
        Step(
            "=",
            Sum((entry(y, i) - p * fitted) ** 2 + variance_of_row, (i, 1, n)),
            by="E Z² = (E Z)² + Var Z row by row; the masks are independent, so variances add",
        ),
        Step(
            "=",
            norm2(y - p * X * w) + p * (1 - p) * Sum(Sum(entry(X, i, j) ** 2, (i, 1, n)) * entry(w, j) ** 2, (j, 1, d)),
            by="exchange the sums over rows and columns",
        ),
        Step("=", ridge_loss, by="definition of Γ: Γ_jj² = (XᵀX)_jj"),
    ),
    mutants=(
        Mutant("p for p(1-p)", rhs=norm2(y - p * X * w) + p * norm2(Gamma * w)),
        Mutant("p² for p(1-p)", rhs=norm2(y - p * X * w) + p**2 * norm2(Gamma * w)),
        Mutant("wᵀΓw for ‖Γw‖²", rhs=norm2(y - p * X * w) + p * (1 - p) * scalar(w.T * Gamma * w)),
        Mutant("E[R²] = p²", rhs=norm2(y - p * X * w)),
        Mutant("(1-p)X for pX", rhs=norm2(y - (1 - p) * X * w) + p * (1 - p) * norm2(Gamma * w)),
        Mutant("the mask transposed", lhs=E(norm2(y - hadamard(X, R).T * w), R), expect="ill-typed"),
    ),
)

# ------------------------------------------------------------------------------------------ the minimizer

penalized = Context(
    declare(p, UNIT),
    declare(X),
    declare(y),
    declare(w),
    declare(Gamma, structure=("diagonal", "symmetric", "invertible")),
    scope="any n, d; Γ invertible, that is, no column of X is zero",
)

penalty = (1 - p) / p
normal_matrix = X.T * X + penalty * Gamma**2
minimizer = (1 / p) * normal_matrix.I * X.T * y

minimizer_eq_ridge_solution = Derivation(
    title="The minimizer of the expected loss, p w* = (XᵀX + λΓ²)⁻¹Xᵀy",
    source=SOURCE,
    questions=("ift6135-2020-hw3:1.2",),
    context=penalized,
    cites=("dropout.expected_loss_eq_ridge",),
    claim=Statement(ridge_loss, "unique minimizer", minimizer, over=w),
    chain=(
        Lemma(
            Statement(D(ridge_loss, w), "=", 2 * p**2 * X.T * X * w - 2 * p * X.T * y + 2 * p * (1 - p) * Gamma**2 * w),
            by="the gradient of a quadratic, term by term",
        ),
        Step("=", 2 * p * (normal_matrix * (p * w) - X.T * y), by="factor out 2p; λ = (1-p)/p"),
        Lemma(
            Statement(at(D(ridge_loss, w), {w: minimizer}), "=", 0 * w),
            by="at p w* = (XᵀX + λΓ²)⁻¹Xᵀy the bracket vanishes",
        ),
        Lemma(
            Statement(normal_matrix, "invertible"),
            by="vᵀ(XᵀX + λΓ²)v = ‖Xv‖² + λ‖Γv‖² > 0 for v ≠ 0, as λ > 0 and Γ is invertible",
        ),
        Lemma(
            Statement(ridge_loss, "unique minimizer", minimizer, over=w),
            by="the loss is quadratic with a positive definite Hessian, so its only stationary point is its minimum",
        ),
    ),
    mutants=(
        Mutant("λ = p/(1-p)", rhs=(1 / p) * (X.T * X + p / (1 - p) * Gamma**2).I * X.T * y),
        Mutant("sign of the penalty", rhs=(1 / p) * (X.T * X - penalty * Gamma**2).I * X.T * y),
        Mutant("Γ for Γ²", rhs=(1 / p) * (X.T * X + penalty * Gamma).I * X.T * y),
        Mutant("w* for p w*", rhs=normal_matrix.I * X.T * y),
        Mutant("λ = 1-p", rhs=(1 / p) * (X.T * X + (1 - p) * Gamma**2).I * X.T * y),
        Mutant("Xᵀ dropped", rhs=(1 / p) * normal_matrix.I * y, expect="ill-typed"),
    ),
)

minimizer_with_full_column_rank = Derivation(
    title="With full column rank p w* = (XᵀX + λΓ²)⁻¹Xᵀy for every p in (0, 1], without dropout too",
    source=SOURCE,
    questions=("ift6135-2020-hw3:1.2",),
    context=Context(
        declare(p, Interval(0, 1, high_closed=True)),
        declare(X, structure=("full column rank",)),
        declare(y),
        declare(w),
        declare(Gamma, structure=("diagonal", "symmetric")),
        scope="any n, d; 0 < p ≤ 1; X of full column rank",
    ),
    cites=("dropout.expected_loss_eq_ridge",),
    claim=Statement(ridge_loss, "unique minimizer", minimizer, over=w),
    chain=(
        Lemma(
            Statement(normal_matrix, "invertible"),
            by="vᵀ(XᵀX + λΓ²)v = ‖Xv‖² + λ‖Γv‖² > 0 for v ≠ 0: at p = 1 the first term is enough",
        ),
        Lemma(
            Statement(at(D(ridge_loss, w), {w: minimizer}), "=", 0 * w),
            by="the gradient 2p {(XᵀX + λΓ²) p w - Xᵀy} vanishes there",
        ),
        Lemma(
            Statement(ridge_loss, "unique minimizer", minimizer, over=w),
            by="the loss is quadratic with a positive definite Hessian",
        ),
    ),
    mutants=(
        Mutant("w* for p w*", rhs=normal_matrix.I * X.T * y),
        Mutant("λ = 1-p", rhs=(1 / p) * (X.T * X + (1 - p) * Gamma**2).I * X.T * y),
        Mutant("least squares for every p", rhs=(1 / p) * (X.T * X).I * X.T * y),
    ),
)

# ------------------------------------------------------------------------- when the matrix has an inverse

columns = Context(
    declare(X),
    declare(Gamma, definition=root_of_squares),
    assume(Statement(Sum(entry(X, i, each_column) ** 2, (i, 1, n)), ">", 0), "no column of X is zero"),
    scope="any n, d",
)

gamma_invertible = Derivation(
    title="Γ is invertible where no column of X is zero",
    source=SOURCE,
    questions=("ift6135-2020-hw3:1.2",),
    context=columns,
    claim=Statement(Gamma, "invertible"),
    chain=(
        Lemma(
            Statement(entry(Gamma, j, j), ">", 0),
            by="Γ_jj is the root of a positive sum of squares",
        ),
        Lemma(Statement(Gamma, "invertible"), by="a diagonal matrix without a zero on its diagonal has an inverse"),
    ),
    mutants=(Mutant("singular", relation="singular"),),
)

zero_column = Context(
    declare(p, UNIT),
    declare(X),
    declare(Gamma, definition=root_of_squares),
    assume(Statement(entry(X, each_row, k), "=", 0), "column k of X is zero"),
    scope="any n, d",
)

normal_matrix_singular = Derivation(
    title="A zero column of X leaves XᵀX + λΓ² without an inverse",
    source=SOURCE,
    questions=("ift6135-2020-hw3:1.2",),
    context=zero_column,
    claim=Statement(normal_matrix, "singular"),
    chain=(
        Lemma(Statement(entry(normal_matrix, j, k), "=", 0), by="column k of XᵀX and of Γ² are zero"),
        Lemma(Statement(normal_matrix, "singular"), by="a matrix with a zero column is singular", using=(k,)),
    ),
    mutants=(Mutant("invertible", relation="invertible"),),
)

full_rank = Context(declare(X, structure=("full column rank",)), scope="any n, d")

gram_matrix_invertible = Derivation(
    title="At p = 1 the matrix is XᵀX, invertible where X has full column rank",
    source=SOURCE,
    questions=("ift6135-2020-hw3:1.2",),
    context=full_rank,
    claim=Statement(X.T * X, "invertible"),
    chain=(Lemma(Statement(X.T * X, "invertible"), by="vᵀXᵀXv = ‖Xv‖² > 0 for v ≠ 0"),),
    mutants=(Mutant("singular", relation="singular"),),
)

deficient = Context(
    declare(X),
    declare(v),
    declare(y),
    assume(Statement(X * v, "=", 0 * y), "the columns of X are dependent"),
    assume(Statement(norm2(v), ">", 0), "v ≠ 0"),
    scope="any n, d",
)

gram_matrix_singular = Derivation(
    title="At p = 1, dependent columns leave XᵀX without an inverse",
    source=SOURCE,
    questions=("ift6135-2020-hw3:1.2",),
    context=deficient,
    claim=Statement(X.T * X, "singular"),
    chain=(
        Lemma(Statement(X.T * X * v, "=", 0 * v), by="Xv = 0"),
        Lemma(Statement(X.T * X, "singular"), by="it maps v ≠ 0 to 0", using=(v,)),
    ),
    mutants=(Mutant("invertible", relation="invertible"),),
)
