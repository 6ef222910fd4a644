"""Normal laws at an instance: densities, their logarithms, and exact moments.

A covariance C is factored as L D Lᵀ with a unit lower triangular L, which needs no roots: so C is positive
definite exactly when the entries of D are positive, and x = m + L u has the law N(m, C) where the entries of u
are independent with variances D. No code is shared with the deciders, which go by Wick's formula.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import flint

from verify.meaning import arrays, elementary
from verify.meaning.numbers import ONE, ZERO, Number, Undefined, divide, inverse, is_zero, rational, sign
from verify.meaning.unknowns import Moments
from verify.terms.gaussian import log_factors
from verify.terms.nodes import Mul, Normal, Pow, Term

if TYPE_CHECKING:
    from verify.meaning.evaluate import Evaluator, Scope, Value

MINUS_HALF: Number = flint.fmpq(-1, 2)


def density(evaluator: Evaluator, term: Normal, scope: Scope) -> Value:
    """Return N(at; mean, covariance); Undefined where the covariance is not symmetric and positive definite."""
    return elementary.FUNCTIONS["exp"](log_density(evaluator, term, scope))


def log_density(evaluator: Evaluator, term: Normal, scope: Scope) -> Value:
    """Return log N(at; mean, covariance) = -½ Σ_k (log 2π + log D_k + (L⁻¹(at - mean))_k² / D_k)."""
    lower, pivots = factored(evaluator.array(term.covariance, scope))
    gap = arrays.entrywise(lambda x, m: x - m, evaluator.array(term.at, scope), evaluator.array(term.mean, scope))
    total = rational(len(pivots)) * elementary.log(2 * flint.arb.pi())
    solved: list[Number] = []
    for i, pivot in enumerate(pivots):
        value = gap[i][0]
        for j in range(i):
            value = value - lower[i][j] * solved[j]
        solved.append(value)
        total = total + elementary.log(pivot) + value * value * inverse(pivot)
    return MINUS_HALF * total


def log_of(evaluator: Evaluator, arg: Term, scope: Scope) -> Value:
    """Return the logarithm of a product in which normal densities are factors."""
    match arg:
        case Normal():
            return log_density(evaluator, arg, scope)
        case Pow(base=Normal() as law, exponent=exponent):
            return evaluator.value(exponent, scope) * log_density(evaluator, law, scope)
        case Mul(factors=factors):
            normal = [f for f in factors if log_factors(f) is not None]
            total = sum((log_of(evaluator, f, scope) for f in normal), start=ZERO)
            others = tuple(f for f in factors if f not in normal)
            return total + elementary.log(evaluator.value(Mul(others), scope)) if others else total
        case _:
            return elementary.log(evaluator.value(arg, scope))


def factored(covariance: arrays.Array) -> tuple[arrays.Array, list[Number]]:
    """Return L and the diagonal of D with L D Lᵀ = covariance.

    Raises:
        Undefined: it is not symmetric, or not positive definite.

    """
    size = len(covariance)
    lower = [[ONE if i == j else ZERO for j in range(size)] for i in range(size)]
    pivots: list[Number] = []
    for j in range(size):
        for i in range(j):
            if not is_zero(covariance[i][j] - covariance[j][i]):
                raise Undefined("a covariance that is not symmetric")
        pivot = covariance[j][j]
        for k in range(j):
            pivot = pivot - lower[j][k] * lower[j][k] * pivots[k]
        if sign(pivot) <= 0:
            raise Undefined("a covariance that is not positive definite")
        pivots.append(pivot)
        for i in range(j + 1, size):
            rest = covariance[i][j]
            for k in range(j):
                rest = rest - lower[i][k] * lower[j][k] * pivots[k]
            lower[i][j] = divide(rest, pivot)
    return tuple(tuple(row) for row in lower), pivots


def drawn(evaluator: Evaluator, law: Normal, scope: Scope, variances: dict[int, Number]) -> Value:
    """Return the random number or column as polynomials in independent Gaussians, whose variances are entered."""
    lower, pivots = factored(evaluator.array(law.covariance, scope))
    mean = evaluator.array(law.mean, scope)
    independent: list[Number] = []
    for pivot in pivots:
        which = evaluator.tag()  # no other Gaussian has it: one expectation may stand inside another
        variances[which] = pivot
        independent.append(Moments.gaussian(which, ZERO))
    rows = []
    for i, row in enumerate(lower):
        value: Number = independent[i] + mean[i][0]
        for j in range(i):
            value = value + row[j] * independent[j]
        rows.append((value,))
    return tuple(rows) if law.at.shape else rows[0][0]
