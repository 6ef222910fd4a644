"""Ridge regression, and how dropout compares with it.

Answers ift6135-2020-hw3:1.3 and the derivable part of 1.4. Source: [Hoerl1970].
Shapes: X (n, d), y (n,), w (d,), Γ (d, d); λ > 0 the penalty, p in (0, 1) the probability of keeping.
"""

from sympy import Identity, MatrixSymbol, Rational, Sum, symbols

from verify.notation import (
    NONNEGATIVE,
    POSITIVE,
    UNIT,
    Context,
    D,
    Derivation,
    Lemma,
    Mutant,
    Statement,
    Step,
    Unchecked,
    assume,
    at,
    declare,
    diag,
    diagonal,
    entry,
    entrywise_sqrt,
    norm2,
)

n, d = symbols("n d", integer=True, positive=True)
p, lam = symbols("p lambda")
X = MatrixSymbol("X", n, d)
y, w = MatrixSymbol("y", n, 1), MatrixSymbol("w", d, 1)
Gamma = MatrixSymbol("Gamma", d, d)

SOURCE = "[Hoerl1970] section 2"

penalized = Context(declare(lam, POSITIVE), declare(X), declare(y), declare(w), scope="any n, d; λ > 0")

loss = norm2(y - X * w) + lam * norm2(w)
solution = (X.T * X + lam * Identity(d)).I * X.T * y

minimizer_eq_ridge_solution = Derivation(
    title="w = (XᵀX + λI)⁻¹Xᵀy minimizes ‖y - Xw‖² + λ‖w‖²",
    source=SOURCE,
    questions=("ift6135-2020-hw3:1.3",),
    context=penalized,
    claim=Statement(loss, "unique minimizer", solution, over=w),
    chain=(
        Lemma(
            Statement(D(loss, w), "=", 2 * X.T * X * w - 2 * X.T * y + 2 * lam * w),
            by="the gradient of a quadratic, term by term",
        ),
        Step("=", 2 * ((X.T * X + lam * Identity(d)) * w - X.T * y), by="factor out 2"),
        Lemma(Statement(at(D(loss, w), {w: solution}), "=", 0 * w), by="at the solution the bracket vanishes"),
        Lemma(
            Statement(loss, "unique minimizer", solution, over=w),
            by="the Hessian 2(XᵀX + λI) is positive definite",
        ),
    ),
    mutants=(
        Mutant("XXᵀ for XᵀX", rhs=(X * X.T + lam * Identity(n)).I * X.T * y, expect="ill-typed"),
        Mutant("2λ", rhs=(X.T * X + 2 * lam * Identity(d)).I * X.T * y),
        Mutant("λ²", rhs=(X.T * X + lam**2 * Identity(d)).I * X.T * y),
        Mutant("sign of λ", rhs=(X.T * X - lam * Identity(d)).I * X.T * y),
    ),
)

halved_loss_doubles_penalty = Derivation(
    title="For ½‖y - Xw‖² + λ‖w‖² the penalty in the solution is 2λ",
    source=SOURCE,
    questions=("ift6135-2020-hw3:1.3",),
    context=penalized,
    claim=Statement(
        Rational(1, 2) * norm2(y - X * w) + lam * norm2(w),
        "unique minimizer",
        (X.T * X + 2 * lam * Identity(d)).I * X.T * y,
        over=w,
    ),
    chain=(
        Lemma(
            Statement(
                Rational(1, 2) * norm2(y - X * w) + lam * norm2(w),
                "unique minimizer",
                (X.T * X + 2 * lam * Identity(d)).I * X.T * y,
                over=w,
            ),
            by="its gradient is (XᵀX + 2λI)w - Xᵀy, its Hessian positive definite",
        ),
    ),
    mutants=(Mutant("λ for 2λ", rhs=solution),),
)

unpenalized = Context(
    declare(lam, NONNEGATIVE),
    declare(X, structure=("full column rank",)),
    declare(y),
    declare(w),
    scope="any n, d; λ ≥ 0, X of full column rank",
)

minimizer_with_full_column_rank = Derivation(
    title="With full column rank λ = 0 is allowed too: the same formula minimizes the loss",
    source=SOURCE,
    questions=("ift6135-2020-hw3:1.3",),
    context=unpenalized,
    claim=Statement(loss, "unique minimizer", solution, over=w),
    chain=(
        Lemma(Statement(X.T * X + lam * Identity(d), "invertible"), by="‖Xv‖² + λ‖v‖² > 0 for v ≠ 0"),
        Lemma(Statement(loss, "unique minimizer", solution, over=w), by="so the Hessian is positive definite"),
    ),
    mutants=(Mutant("2λ", rhs=(X.T * X + 2 * lam * Identity(d)).I * X.T * y),),
)

kernel_form = Derivation(
    title="The kernel form Xᵀ(XXᵀ + λI)⁻¹y is the same solution",
    source="[Hoerl1970] section 2; push-through identity",
    questions=("ift6135-2020-hw3:1.3",),
    context=penalized,
    claim=Statement(X.T * (X * X.T + lam * Identity(n)).I * y, "=", solution),
    chain=(Step("=", solution, by="push-through: (XᵀX + λI)Xᵀ = Xᵀ(XXᵀ + λI)"),),
    mutants=(
        Mutant("2λ on one side", rhs=(X.T * X + 2 * lam * Identity(d)).I * X.T * y),
        Mutant("XXᵀ for XᵀX", rhs=(X * X.T + lam * Identity(n)).I * X.T * y, expect="ill-typed"),
    ),
)

# ------------------------------------------------------------------------------- comparison with dropout

i, j = symbols("i j", integer=True)
squares_of_column = Sum(entry(X, i, j) ** 2, (i, 1, n))

scaled = Context(
    declare(X), declare(w), declare(Gamma, definition=diag(entrywise_sqrt(diagonal(X.T * X)))), scope="any n, d"
)

dropout_penalty_weighs_each_weight = Derivation(
    title="The dropout penalty weighs w_j² by the squared norm of column j; ridge weighs all alike",
    source="[Srivastava2014] section 9.1",
    questions=("ift6135-2020-hw3:1.4",),
    context=scaled,
    claim=Statement(norm2(Gamma * w), "=", Sum(squares_of_column * entry(w, j) ** 2, (j, 1, d))),
    chain=(
        Step("=", Sum(entry(Gamma, j, j) ** 2 * entry(w, j) ** 2, (j, 1, d)), by="Γ is diagonal"),
        Step("=", Sum(squares_of_column * entry(w, j) ** 2, (j, 1, d)), by="Γ_jj² = (XᵀX)_jj = Σ_i X_ij²"),
    ),
    mutants=(
        Mutant("as ridge does", rhs=norm2(w)),
        Mutant("the norm, not its square", rhs=Sum(entry(Gamma, j, j) * entry(w, j) ** 2, (j, 1, d))),
    ),
)

penalty = (1 - p) / p
dropout_solution = (1 / p) * (X.T * X + penalty * Gamma**2).I * X.T * y

unit_columns = Context(
    declare(p, UNIT),
    declare(X),
    declare(y),
    declare(Gamma, structure=("diagonal", "symmetric", "invertible")),
    assume(Statement(Gamma, "=", Identity(d)), "the columns of X have norm 1"),
    scope="any n, d",
)

dropout_eq_ridge_for_unit_columns = Derivation(
    title="With columns of norm 1, dropout is ridge regression with λ = (1-p)/p",
    source=SOURCE,
    questions=("ift6135-2020-hw3:1.4",),
    context=unit_columns,
    cites=("dropout.minimizer_eq_ridge_solution",),
    claim=Statement(p * dropout_solution, "=", (X.T * X + penalty * Identity(d)).I * X.T * y),
    chain=(Step("=", (X.T * X + penalty * Identity(d)).I * X.T * y, by="Γ = I"),),
    mutants=(
        Mutant("w for p w", lhs=dropout_solution),
        Mutant("λ = 1-p", rhs=(X.T * X + (1 - p) * Identity(d)).I * X.T * y),
        Mutant("no penalty left", rhs=(X.T * X).I * X.T * y),
    ),
)

orthogonal_columns = Context(
    declare(p, UNIT),
    declare(X, structure=("full column rank", "orthogonal columns")),
    declare(y),
    declare(Gamma, structure=("diagonal", "symmetric", "invertible")),
    assume(Statement(X.T * X, "=", Gamma**2), "the columns of X are orthogonal"),
    scope="any n, d",
)

dropout_eq_least_squares_for_orthogonal_columns = Derivation(
    title="With orthogonal columns, dropout does not shrink: w is least squares",
    source=SOURCE,
    questions=("ift6135-2020-hw3:1.4",),
    context=orthogonal_columns,
    cites=("dropout.minimizer_eq_ridge_solution",),
    claim=Statement(dropout_solution, "=", (X.T * X).I * X.T * y),
    chain=(
        Step("=", (1 / p) * ((1 + penalty) * (X.T * X)).I * X.T * y, by="Γ² = XᵀX"),
        Step("=", (X.T * X).I * X.T * y, by="1 + (1-p)/p = 1/p"),
    ),
    mutants=(Mutant("p w is least squares", lhs=p * dropout_solution),),
)

UNCHECKED = (
    Unchecked("ift6135-2020-hw3:1.4", "prose", "what the two penalties mean for the weights is judged by a person"),
)
