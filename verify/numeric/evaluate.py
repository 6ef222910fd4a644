"""The value of a term at every instance of a batch: scalars, indices, matrices, derivatives.

Losses are differentiated and laws averaged as they are written: an expectation over independent entries
goes through all masks, an integral through all cells, a derivative through dual numbers or torch's
autograd. Nothing here knows a closed form. `number` is the entry.
"""

from __future__ import annotations

import math
from fractions import Fraction

import torch

import verify.numeric.chance
import verify.numeric.normals  # noqa: F401 - enters its rule
from verify.numeric import linear
from verify.numeric.batch import NotBatched
from verify.numeric.bounded import Bounded, exact
from verify.numeric.dispatch import RULES, cell, number, value_of
from verify.numeric.dual import Dual, Number, add, broadcast, derivative, expand, join, multiply, primal, shape
from verify.numeric.scope import Cell, Family, Scope
from verify.terms.nodes import (
    Add,
    At,
    Const,
    Delta,
    Diff,
    Entry,
    Fn,
    Indicator,
    MatOp,
    Mul,
    Num,
    Pow,
    Prod,
    Rows,
    Sum,
    Sym,
    Term,
)

__all__ = ["cell", "number"]

LARGEST_POWER = 64


def _symbol(term: Sym, scope: Scope) -> Number:
    value = value_of(term, scope)
    if isinstance(value, Cell):
        if term.sort != "index":
            raise NotBatched(f"{term} is no number")
        return scope.whole((value.at + 1).to(torch.float64))
    if isinstance(value, Family):
        raise NotBatched(f"{term} is a family of points")
    return value


def _constant(term: Const, scope: Scope) -> Number:
    if term.name == "pi":
        return scope.number(math.pi)
    if term.name == "i":
        one = torch.ones((1,) * (1 + scope.rank), dtype=torch.complex128, device=scope.device) * 1j
        return scope.keep(Bounded(one, torch.zeros(one.shape, dtype=torch.float64, device=scope.device)))
    raise NotBatched("infinity is no number")


# ----------------------------------------------------------------------------------- scalars and indices


def _sum_of(term: Add, scope: Scope) -> Number:
    total = number(term.terms[0], scope)
    for part in term.terms[1:]:
        total = add(total, number(part, scope))
    return total


def _product_of(term: Mul, scope: Scope) -> Number:
    total: Number | None = None
    for factor in sorted(term.factors, key=lambda f: bool(f.shape)):
        value = number(factor, scope)
        if total is not None:
            value = multiply(linear.as_matrix(total) if factor.shape else total, value)
        total = value
    return scope.number(1) if total is None else total


def _power(term: Pow, scope: Scope) -> Number:
    base = number(term.base, scope)
    exponent = _rational_exponent(term.exponent, scope)
    if exponent is None:
        return multiply(number(term.exponent, scope), _need_real(base).apply("log")).apply("exp")
    if abs(exponent) > LARGEST_POWER:
        raise NotBatched(f"an exponent of more than {LARGEST_POWER}")
    if exponent < 0:
        base, exponent = base.reciprocal(), -exponent
    if exponent.denominator == 2:
        base, exponent = _need_real(base).sqrt(), exponent * 2
    if exponent.denominator != 1:
        return multiply(scope.number(exponent), _need_real(base).apply("log")).apply("exp")
    result: Number = scope.number(1)
    for position in range(int(exponent)):
        result = base if position == 0 else multiply(result, base)
    return result


def _rational_exponent(term: Term, scope: Scope) -> Fraction | None:
    if isinstance(term, Num):
        return term.value
    return Fraction(scope.size(term)) if term.sort == "dimension" else None


def _need_real(x: Number) -> Number:
    if primal(x).value.is_complex():
        raise NotBatched("a function of a complex number")
    return x


def _function(term: Fn, scope: Scope) -> Number:
    value = number(term.arg, scope)
    return value.apply(term.name) if term.name in ("abs", "re", "im") else _need_real(value).apply(term.name)


def _entry(term: Entry, scope: Scope) -> Number:
    array = number(term.array, scope)
    cells = [cell(i, scope).at for i in term.indices]
    rows, columns = shape(array)[-2:]
    if any(bool(((at < 0) | (at >= size)).any()) for at, size in zip(cells, (rows, columns), strict=False)):
        raise NotBatched(f"{term} lies beyond the array")  # in flat storage it would be another entry
    flat = cells[0] * columns + (cells[1] if len(cells) == 2 else 0)
    size = broadcast(shape(array)[:-2], flat.shape)
    positions = flat.expand(size)[..., None]

    def take(t: torch.Tensor) -> torch.Tensor:
        return t.flatten(-2).expand(*size, -1).gather(-1, positions).squeeze(-1)

    return array.linear(take)


def _delta(term: Delta | Indicator, scope: Scope) -> Number:
    same = cell(term.left, scope).at == cell(term.right, scope).at
    return scope.whole(same.to(torch.float64))


def _along(x: Number, axis: int, size: int) -> Number:
    """Return `x` with its axis of size 1 repeated."""
    if shape(x)[axis] == size:
        return x
    return x.linear(lambda t: t.expand(*(size if a == axis else n for a, n in enumerate(t.shape))))


def _sum(term: Sum, scope: Scope) -> Number:
    size = scope.size(term.upper)
    inner, axis = scope.run(term.index, size)
    return _along(number(term.body, inner), axis, size).sum((axis,))


def _prod(term: Prod, scope: Scope) -> Number:
    size = scope.size(term.upper)
    inner, axis = scope.run(term.index, size)
    factors = _along(number(term.body, inner), axis, size)
    result: Number = scope.number(1)
    for position in range(size):
        result = multiply(result, factors.linear(lambda t, at=position: t.narrow(axis, at, 1)))  # type: ignore[misc]
    return result


# ---------------------------------------------------------------------------------------------- matrices


def _matrix_operation(term: MatOp, scope: Scope) -> Number:
    if term.op in ("identity", "zeros", "ones"):
        return _filled(term, scope)
    if term.op == "basis":
        return _basis(term, scope)
    if term.op == "convolve":
        raise NotBatched("a convolution")
    args = [number(a, scope) if a.shape else linear.as_matrix(number(a, scope)) for a in term.args]
    if term.op in linear.TO_SCALAR:
        return linear.TO_SCALAR[term.op](args[0])
    if term.op in linear.ONE_TO_ONE:
        result = linear.ONE_TO_ONE[term.op](args[0])
    else:
        result = linear.product(args) if term.op == "product" else linear.hadamard(args)
    return result if term.shape else linear.as_scalar(result)


def _filled(term: MatOp, scope: Scope) -> Number:
    rows, columns = (scope.size(d) for d in (term.args[0], term.args[-1]))
    plain = torch.eye(rows, columns, dtype=torch.float64, device=scope.device)
    if term.op != "identity":
        plain = torch.full_like(plain, float(term.op == "ones"))
    result = scope.array(exact(plain[None]))
    return result if term.shape else linear.as_scalar(result)


def _basis(term: MatOp, scope: Scope) -> Number:
    """A column of the identity: 1 where the row is the index."""
    size, at = scope.size(term.args[0]), cell(term.args[1], scope).at
    if bool(((at < 0) | (at >= size)).any()):
        raise NotBatched(f"{term} lies beyond the identity")
    same = at[..., None, None] == torch.arange(size, device=scope.device).view(size, 1)
    result = scope.whole(same.to(torch.float64))
    return result if term.shape else linear.as_scalar(result)


def _rows(term: Rows, scope: Scope) -> Number:
    result = linear.assemble([[number(entry, scope) for entry in row] for row in term.rows])
    return result if term.shape else linear.as_scalar(result)


# ---------------------------------------------------------------------------------------------- calculus


def _at(term: At, scope: Scope) -> Number:
    inner = scope
    for symbol, value in term.values:
        plain = symbol.sort in ("point", "parameter", "index")
        inner = inner.set(symbol, cell(value, scope) if plain else number(value, scope))
    return number(term.body, inner)


def _derivative(term: Diff, scope: Scope) -> Number:
    slope = _slope_by_autograd if scope.autograd else _slope_by_duals
    if term.is_jacobian_in_column:
        return _jacobian(term, scope)
    slopes = [slope(term.body, variable, scope) for variable in term.variables]
    if len(slopes) == 1:
        return slopes[0]
    if term.body.shape:
        size = broadcast(*(shape(s) for s in slopes))
        return join([expand(s, size) for s in slopes], -1)
    return linear.assemble([[s] for s in slopes])


def _jacobian(term: Diff, scope: Scope) -> Number:
    """Return the derivatives of a column by a column: the gradient of each component is a row."""
    slope = _slope_by_autograd if scope.autograd else _slope_by_duals
    rows = []
    for k in range(scope.size(term.body.shape[0])):
        component = Entry(term.body, (Num(Fraction(k + 1)),))
        rows.append(slope(component, term.variables[0], scope).linear(lambda t: t.transpose(-1, -2)))
    size = broadcast(*(shape(row) for row in rows))
    return join([expand(row, size) for row in rows], -2)


def _slope_by_duals(body: Term, variable: Sym, scope: Scope) -> Number:
    """Return ∂body/∂variable: one evaluation for each entry of the variable."""
    value = _symbol(variable, scope)
    level = scope.level + 1

    def along(direction: torch.Tensor) -> Number:
        seed = scope.whole(direction.expand(shape(value)))
        return derivative(number(body, scope.set(variable, Dual(level, value, seed), level)), level)

    if not variable.shape:
        return along(torch.ones((), dtype=torch.float64, device=scope.device))
    rows, columns = shape(value)[-2:]
    units = torch.eye(rows * columns, dtype=torch.float64, device=scope.device).view(rows, columns, rows, columns)
    return linear.assemble([[along(units[i, j]) for j in range(columns)] for i in range(rows)])


def _slope_by_autograd(body: Term, variable: Sym, scope: Scope) -> Number:
    """Return ∂body/∂variable by torch's reverse mode, each element of the scope on its own."""
    value = primal(_symbol(variable, scope)).value
    axes = (scope.batch.size, *scope.sizes, *(1,) * (scope.rank - len(scope.sizes)))
    leaf = value.expand(*axes, *value.shape[1 + scope.rank :]).clone()
    if not leaf.requires_grad:
        leaf.requires_grad_(True)
    result = primal(number(body, scope.set(variable, Bounded(leaf, None)))).value
    if not body.shape:
        return Bounded(_gradient(result, leaf), None)
    rows = [_gradient(result[..., r, 0], leaf) for r in range(result.shape[-2])]
    return Bounded(torch.stack(rows, -1)[..., None], None)


def _gradient(result: torch.Tensor, leaf: torch.Tensor) -> torch.Tensor:
    if not result.requires_grad:
        return torch.zeros_like(leaf)
    size = broadcast(result.shape, leaf.shape[: result.dim()])
    total = result.expand(size).sum()
    (found,) = torch.autograd.grad(total, leaf, create_graph=True, allow_unused=True)
    return torch.zeros_like(leaf) if found is None else found


RULES |= {
    Num: lambda term, scope: scope.number(term.value),
    Const: _constant,
    Sym: _symbol,
    Add: _sum_of,
    Mul: _product_of,
    Pow: _power,
    Fn: _function,
    Entry: _entry,
    Delta: _delta,
    Indicator: _delta,
    Sum: _sum,
    Prod: _prod,
    MatOp: _matrix_operation,
    Rows: _rows,
    At: _at,
    Diff: _derivative,
}
