"""Dropout on the inputs of a linear regression is a ridge penalty scaled by each feature.

Answers ift6135-2020-hw3:1.1 to 1.4. Source: [Srivastava2014] section 9.1.
Shapes: X (n, d), y (n,), w (d,), R (n, d); p in (0, 1) is the probability of keeping an input.

Main statements
---------------
* `expected_loss_eq_ridge`: the expected loss under dropout is a ridge loss.
* `minimizer_eq_ridge_solution`: p w* solves a ridge problem with penalty (1 - p)/p · Γ².
* `penalty_decreases`, `penalty_vanishes`, `penalty_explodes`: how p sets the penalty.
"""

from sympy import Identity, MatrixSymbol, Rational, Sum, Symbol, oo, symbols

from verify.notation import (
    POSITIVE,
    UNIT,
    Bernoulli,
    Context,
    D,
    Derivation,
    E,
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
p, lam = symbols("p lambda")
X, R = MatrixSymbol("X", n, d), MatrixSymbol("R", n, d)
y, w = MatrixSymbol("y", n, 1), MatrixSymbol("w", d, 1)
Gamma = MatrixSymbol("Gamma", d, d)

SOURCE = "[Srivastava2014] section 9.1"

masked = Context(
    declare(p, UNIT),
    declare(X),
    declare(y),
    declare(w),
    declare(R, law=Bernoulli(p)),
    declare(Gamma, definition=diag(entrywise_sqrt(diagonal(X.T * X)))),
    scope="any n, d",
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
            by="E Z² = (E Z)² + Var Z row by row; the masks are independent, so the variance of a sum is the sum",
        ),
        Step(
            "=",
            norm2(y - p * X * w)
            + p * (1 - p) * Sum(Sum(entry(X, i, j) ** 2, (i, 1, n)) * entry(w, j) ** 2, (j, 1, d)),
            by="exchange the sums over rows and columns",
        ),
        Step("=", ridge_loss, by="definition of Γ: Γ_jj² = (XᵀX)_jj"),
    ),
    mutants=(
        Mutant("p for p(1-p)", rhs=norm2(y - p * X * w) + p * norm2(Gamma * w)),
        Mutant("p² for p(1-p)", rhs=norm2(y - p * X * w) + p**2 * norm2(Gamma * w)),
        Mutant("wᵀΓw for ‖Γw‖²", rhs=norm2(y - p * X * w) + p * (1 - p) * scalar(w.T * Gamma * w)),
        Mutant(
            "E[R²] = p²",
            rhs=norm2(y - p * X * w),
        ),
        Mutant("(1-p)X for pX", rhs=norm2(y - (1 - p) * X * w) + p * (1 - p) * norm2(Gamma * w)),
        Mutant("Xw without the mask's transpose", lhs=E(norm2(y - hadamard(X, R).T * w), R), expect="ill-typed"),
    ),
)
