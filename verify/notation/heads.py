"""What SymPy has no notation for: expectations, densities, divergences, derivatives at a point.

Each head is a SymPy expression that holds its arguments as written and knows no mathematics; what it
means is said once, in `verify.terms`. Modules of derivations are loaded under
`sympy.evaluate(False)`, so that nothing is cancelled before it has been typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy
from sympy.matrices.expressions.diagonal import DiagMatrix, DiagonalOf

Expression = Any  # a SymPy expression, or a Python number


class Head(sympy.Expr):  # type: ignore[misc]
    """A head with its arguments as written."""

    is_commutative = True

    def __new__(cls, *args: Expression) -> Head:
        """Hold the arguments as written."""
        return sympy.Expr.__new__(cls, *(sympy.sympify(arg) for arg in args))  # type: ignore[no-any-return]


class Norm2(Head):
    """The squared Euclidean norm ‖v‖² (Frobenius for matrices)."""


class Scalar(Head):
    """A 1×1 matrix expression read as a number, so that numbers can be added to it."""


class ElementaryFunction(Head):
    """`sigmoid` or `softplus` of an expression; the first argument is its name."""


class DensityAt(Head):
    """law, target slots, given slots, points: what `joint("p", x, z)(x, given=z)` builds."""


class NormalAt(Head):
    """The density of a normal law: point, mean, covariance."""


class Expectation(Head):
    """body, variables, and the density they are drawn from (or nothing: their declared laws)."""


class IntegralOver(Head):
    """body, variables."""


class DivergenceOf(Head):
    """kind, left density, right density (or nothing), variables."""


class DerivativeOf(Head):
    """body (an expression or a column), variables."""


class ValueAt(Head):
    """body, pairs of symbol and value."""


class ExtremumOver(Head):
    """kind, body, variable."""


class JacobianOf(Head):
    """The determinant of the Jacobian of a map between point spaces: its name, the point."""


class SamePoint(Head):
    """1 where two points are the same, else 0."""


class Column(Head):
    """A column of components."""


class EntryOf(Head):
    """An entry of an array or of a family of points."""


class DeterminantOf(Head):
    """The determinant of a matrix expression, or of a Jacobian."""


class Rooted(sympy.MatrixExpr):  # type: ignore[misc]
    """The entrywise square root of a matrix."""

    @property
    def shape(self) -> tuple[Expression, Expression]:
        """The argument's shape."""
        return self.args[0].shape  # type: ignore[no-any-return]


class BasisColumn(sympy.MatrixExpr):  # type: ignore[misc]
    """A column of the identity: its size, and which."""

    @property
    def shape(self) -> tuple[Expression, Expression]:
        """One column."""
        return self.args[0], sympy.Integer(1)


class Convolved(sympy.MatrixExpr):  # type: ignore[misc]
    """kernel, map, padding: a window sliding over a map framed by zeros."""

    @property
    def shape(self) -> tuple[Expression, Expression]:
        """The number of places of the window."""
        kernel, field, padding = self.args
        rows, columns = (n + 2 * padding - k + 1 for n, k in zip(field.shape, kernel.shape, strict=True))
        return rows, columns


def norm2(vector: Expression) -> Head:
    """Return ‖vector‖²."""
    return Norm2(vector)


def det(matrix: Expression) -> Head:
    """Return the determinant of a square matrix, or of the Jacobian `D(column, column)`."""
    return DeterminantOf(matrix)


def scalar(matrix: Expression) -> Head:
    """Return a 1×1 matrix expression, such as wᵀXᵀXw, as a number."""
    return Scalar(matrix)


def hadamard(*matrices: Expression) -> Expression:
    """Return the entrywise product X ⊙ R."""
    return sympy.HadamardProduct(*matrices, evaluate=False)


def diag(vector: Expression) -> Expression:
    """Return the diagonal matrix with `vector` (n×1) on its diagonal."""
    return DiagMatrix(vector)


def diagonal(matrix: Expression) -> Expression:
    """Return the diagonal of a square matrix as a column."""
    return DiagonalOf(matrix)


def entrywise_sqrt(matrix: Expression) -> Expression:
    """Return the matrix of the entries' square roots."""
    return Rooted(matrix)


def convolve(kernel: Expression, field: Expression, padding: int) -> Expression:
    """Return the convolution of networks (no flip of the kernel) of a map with a frame of `padding` zeros."""
    return Convolved(kernel, field, sympy.Integer(padding))


def sigmoid(x: Expression) -> Head:
    """Return σ(x) = 1/(1 + e^-x)."""
    return ElementaryFunction(sympy.Symbol("sigmoid"), x)


def softplus(x: Expression) -> Head:
    """Return log(1 + e^x)."""
    return ElementaryFunction(sympy.Symbol("softplus"), x)


def entry(array: Expression, *indices: Expression) -> Head:
    """Return an entry of an array, counted from 1: `entry(y, i)`, `entry(X, i, j)`."""
    return EntryOf(array, *indices)


def indicator(left: Expression, right: Expression) -> Head:
    """Return 1 where the points `left` and `right` are the same, else 0; E of it is a probability."""
    return SamePoint(left, right)


def column(*components: Expression) -> Head:
    """Return the column with these components."""
    return Column(*components)


def normal_density(at: Expression, mean: Expression, covariance: Expression) -> Head:
    """Return N(at; mean, covariance): for a number with its variance, for a column with its covariance matrix."""
    return NormalAt(at, mean, covariance)


def column_of(matrix: Expression, index: Expression) -> Expression:
    """Return a column of a matrix, by its index."""
    return matrix * BasisColumn(matrix.shape[1], index)


def row_of(matrix: Expression, index: Expression) -> Expression:
    """Return a row of a matrix, by its index, as a column."""
    return matrix.T * BasisColumn(matrix.shape[0], index)


def E(body: Expression, over: Expression) -> Head:
    """Return an expectation: over a density's targets, `E(f, q(z, given=x))`, or a declared law, `E(f, R)`."""
    if isinstance(over, DensityAt | NormalAt):
        return Expectation(body, sympy.Tuple(*target_points(over)), over)
    variables = over if isinstance(over, tuple) else (over,)
    return Expectation(body, sympy.Tuple(*variables))


def expectation(body: Expression, density: Expression, *variables: Expression) -> Head:
    """Return the expectation of `body` over `variables` under a density written out (a product, say)."""
    return Expectation(body, sympy.Tuple(*variables), density)


def integral(body: Expression, *variables: Expression) -> Head:
    """Return ∫ body over the whole space of the variables."""
    return IntegralOver(body, sympy.Tuple(*variables))


def _divergence(kind: str, left: Expression, right: Expression, over: tuple[Expression, ...]) -> Head:
    variables = over or (target_points(left) if isinstance(left, DensityAt | NormalAt) else ())
    if not variables:
        raise TypeError(f"{kind} of composite densities needs `over`, the variables to integrate")
    sides = (left,) if right is None else (left, right)
    return DivergenceOf(sympy.Symbol(kind), sympy.Tuple(*sides), sympy.Tuple(*variables))


def KL(left: Expression, right: Expression, *over: Expression) -> Head:
    """Return the Kullback-Leibler divergence, over the targets of `left` unless `over` says otherwise."""
    return _divergence("KL", left, right, over)


def JSD(left: Expression, right: Expression, *over: Expression) -> Head:
    """Return the Jensen-Shannon divergence of two densities, with natural logarithms."""
    return _divergence("JSD", left, right, over)


def entropy(density: Expression, *over: Expression) -> Head:
    """Return the (differential) entropy -∫ q log q."""
    return _divergence("entropy", density, None, over)


def D(body: Expression, *variables: Expression) -> Head:
    """Return a derivative: partial, gradient (array variable) or Jacobian (column body, several variables)."""
    return DerivativeOf(body, sympy.Tuple(*variables))


def at(body: Expression, values: Mapping[Expression, Expression]) -> Head:
    """Return `body` evaluated where each symbol has the value beside it."""
    return ValueAt(body, sympy.Tuple(*(sympy.Tuple(s, sympy.sympify(v)) for s, v in values.items())))


def extremum(kind: str, body: Expression, variable: Expression) -> Head:
    """Return "max", "min", "sup", "inf", "argmax" or "argmin" of `body` over `variable`."""
    return ExtremumOver(sympy.Symbol(kind), body, variable)


def target_points(density: DensityAt | NormalAt) -> tuple[Expression, ...]:
    """Return the points that stand in a density's target slots."""
    if isinstance(density, NormalAt):
        return (density.args[0],)
    return tuple(density.args[3])[: len(density.args[1])]
