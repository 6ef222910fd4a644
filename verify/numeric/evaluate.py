"""The value of a term at every instance of a batch: one recursive function over the core language.

Losses are differentiated and laws averaged as they are written: an expectation over independent entries
goes through all masks, an integral through all cells, a derivative through dual numbers or torch's
autograd. Nothing here knows a closed form.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

import torch

from verify.numeric import linear
from verify.numeric.batch import NotBatched, Polynomial, Table
from verify.numeric.bounded import Bounded, exact
from verify.numeric.dual import Dual, Number, add, broadcast, derivative, expand, join, multiply, primal, shape
from verify.numeric.scope import Cell, Scope, Value
from verify.numeric.tables import density, jacobian, look_up, move, parameter, smooth
from verify.terms.nodes import (
    Add,
    Apply,
    At,
    Const,
    Delta,
    Density,
    Diff,
    Divergence,
    Entry,
    Expect,
    Extremum,
    Fn,
    Integral,
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
from verify.terms.unfold import unfold

#: entries of a random array whose masks are all gone through at once
LARGEST_SUPPORT = 12
LARGEST_POWER = 64


def number(term: Term, scope: Scope) -> Number:
    """Return the value of a real term.

    Raises:
        NotBatched: the language or the Context is outside what is evaluated in batches.

    """
    home = scope.home(term)
    found = home.known.get(term)
    if found is None:
        rule = _RULES.get(type(term))
        if rule is None:
            raise NotBatched(f"no batched value of {type(term).__name__}")
        found = home.known[term] = rule(term, home)
    return found


def cell(term: Term, scope: Scope) -> Cell:
    """Return the value of a point, parameter or index (from 0)."""
    match term:
        case Sym():
            value = _value(term, scope)
            if isinstance(value, Cell):
                return value
        case Num(value=position):
            return Cell(torch.full((1,) * (1 + scope.rank), int(position) - 1, device=scope.device))
        case Add(terms=parts) if term.sort in ("index", "dimension"):
            return Cell(sum((cell(p, scope).at + 1 for p in parts), start=torch.tensor(-1, device=scope.device)))
        case Apply(function=name, args=(at,), result="point"):
            return move(name, cell(at, scope), scope)
        case Entry(array=Sym() as family, indices=(index,)) if term.sort in ("point", "parameter"):
            return _member(_value(family, scope), cell(index, scope), scope)
        case _:
            pass
    raise NotBatched(f"{term} is no point of the batch")


def _member(family: Value, index: Cell, scope: Scope) -> Cell:
    if not isinstance(family, Cell):
        raise NotBatched("a family of points without values")
    return Cell(family.at[scope.instances, index.at])


def _value(symbol: Sym, scope: Scope) -> Value:
    """Return the value of a symbol: bound, of the batch, or a dimension's."""
    bound = scope.bound.get(symbol)
    if bound is not None:
        return bound
    batch = scope.batch
    if symbol.name in batch.values:
        stored = batch.values[symbol.name]
        return scope.array(stored) if stored.value.dim() == 3 else scope.scalar(stored)
    if symbol.name in batch.cells:
        at = batch.cells[symbol.name]
        return Cell(at.flatten(1)) if at.dim() > 1 else Cell(at.view(-1, *(1,) * scope.rank))
    if symbol.name in batch.dims:
        return scope.number(batch.dims[symbol.name])
    raise NotBatched(f"{symbol.name} has no value")


def _symbol(term: Sym, scope: Scope) -> Number:
    value = _value(term, scope)
    if isinstance(value, Cell):
        if term.sort != "index":
            raise NotBatched(f"{term} is no number")
        return scope.whole((value.at + 1).to(torch.float64))
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
    columns = shape(array)[-1]
    flat = cells[0] * columns + (cells[1] if len(cells) == 2 else 0)
    size = broadcast(shape(array)[:-2], flat.shape)
    positions = flat.expand(size)[..., None]

    def take(t: torch.Tensor) -> torch.Tensor:
        return t.flatten(-2).expand(*size, -1).gather(-1, positions).squeeze(-1)

    return array.linear(take)


def _delta(term: Delta, scope: Scope) -> Number:
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


def _rows(term: Rows, scope: Scope) -> Number:
    result = linear.assemble([[number(entry, scope) for entry in row] for row in term.rows])
    return result if term.shape else linear.as_scalar(result)


# ------------------------------------------------------------------------------------------- probability


def _density(term: Density, scope: Scope) -> Number:
    overrides = [cell(p, scope) for p in term.params]
    return density(term, [cell(a, scope) for a in term.args], overrides, scope)


def _apply(term: Apply, scope: Scope) -> Number:
    if term.function in scope.context.function_by_name and _is_map(term.function, scope):
        if term.orders != (1,):
            raise NotBatched(f"{term} is no number")
        return jacobian(term.function, cell(term.args[0], scope), scope)
    f = scope.batch.functions.get(term.function)
    if isinstance(f, Polynomial):
        return smooth(f, [number(a, scope) for a in term.args], term.orders, scope)
    if not isinstance(f, Table) or any(term.orders):
        raise NotBatched(f"the function {term.function} has no table")
    own = [parameter(name, scope) for name in f.parameters]
    return look_up(f.table, [*own, *(cell(a, scope) for a in term.args)], scope)


def _is_map(name: str, scope: Scope) -> bool:
    declared = scope.context.function_by_name[name]
    return bool(declared.inverse) and declared.result != "real"


def _integral(term: Integral, scope: Scope) -> Number:
    inner, axes = scope, []
    for variable in term.variables:
        volumes = scope.volumes(variable)
        size = volumes.value.shape[-1]
        inner, axis = inner.run(variable, size)
        axes.append((axis, size, volumes))
    body = number(term.body, inner)
    for axis, size, volumes in axes:
        weights = volumes.linear(lambda t, n=size, a=axis: t.reshape(-1, *inner.along(a, n)[1:]))  # type: ignore[misc]
        body = multiply(scope.keep(weights), body)
    return body.sum(tuple(axis for axis, _, _ in axes))


def _expectation(term: Expect, scope: Scope) -> Number:
    """Go through all values of independent entries, each with its probability."""
    inner, axes, weight = scope, [], None
    for variable in term.variables:
        inner, axis, chance = _masks(variable, inner)
        axes.append(axis)
        weight = chance if weight is None else multiply(weight, chance)
    body = number(term.body, inner)
    if weight is not None:
        body = multiply(linear.as_matrix(weight) if term.shape else weight, body)
    return body.sum(tuple(axes))


def _masks(variable: Sym, scope: Scope) -> tuple[Scope, int, Number]:
    declared = scope.context.by_name.get(variable.name.split("#")[0])
    if declared is None or declared.law is None or declared.law.family != "bernoulli":
        raise NotBatched(f"the law of {variable.name} has no finite support")
    rows, columns = (scope.size(d) for d in variable.shape) if variable.shape else (1, 1)
    entries = rows * columns
    if entries > LARGEST_SUPPORT:
        raise NotBatched(f"{entries} random entries are too many to go through")
    masks = torch.tensor(list(itertools.product((0.0, 1.0), repeat=entries)), dtype=torch.float64, device=scope.device)
    inner, axis = scope.run(variable, len(masks))
    size = (*scope.along(axis, len(masks)), rows, columns)
    array: Number = scope.whole(masks.reshape(size))
    inner = inner.set(variable, array if variable.shape else linear.as_scalar(array))
    kept = masks.sum(1).to(torch.int64)
    chances = _binomial(number(declared.law.parameters[0], scope), entries, axis, scope)
    return inner, axis, chances.linear(lambda t: t.index_select(axis, kept))


def _binomial(p: Number, entries: int, axis: int, scope: Scope) -> Number:
    """Return p^k (1-p)^(entries-k) for k = 0 … entries, along `axis`."""
    q = add(scope.number(1), -p)
    ups: list[Number] = [expand(scope.number(1), shape(p))]
    downs = list(ups)
    for _ in range(entries):
        ups.append(multiply(ups[-1], p))
        downs.append(multiply(downs[-1], q))
    return join([multiply(u, d) for u, d in zip(ups, reversed(downs), strict=True)], axis)


def _headed(term: Term, scope: Scope) -> Number:
    """Evaluate a divergence, or an expectation over a density, by its definition."""
    if isinstance(term, Expect) and term.density is None:
        return _expectation(term, scope)
    return number(unfold_head(term, scope), scope)


def unfold_head(term: Term, scope: Scope) -> Term:
    """Return the integral that a divergence or an expectation stands for."""
    if isinstance(term, Expect) and term.density is not None:
        return Integral(Mul((term.density, term.body)), term.variables)
    bare = replace(scope.context, laws=tuple(replace(w, pushforward=None) for w in scope.context.laws))
    return unfold(term, replace(bare, symbols=()))


def _extremum(term: Extremum, scope: Scope) -> Number:
    if term.variable.sort != "parameter" or term.kind.startswith("arg"):
        from verify.numeric.extrema import extremum

        return extremum(term, scope)
    size = scope.extent(term.variable)
    inner, axis = scope.run(term.variable, size)
    values = primal(number(term.body, inner))
    greatest = term.kind in ("max", "sup")
    best = values.value.amax(axis, keepdim=True) if greatest else values.value.amin(axis, keepdim=True)
    return Bounded(best, None if values.error is None else values.error.amax(axis, keepdim=True))


# ---------------------------------------------------------------------------------------------- calculus


def _at(term: At, scope: Scope) -> Number:
    inner = scope
    for symbol, value in term.values:
        plain = symbol.sort in ("point", "parameter", "index")
        inner = inner.set(symbol, cell(value, scope) if plain else number(value, scope))
    return number(term.body, inner)


def _derivative(term: Diff, scope: Scope) -> Number:
    slope = _slope_by_autograd if scope.autograd else _slope_by_duals
    slopes = [slope(term.body, variable, scope) for variable in term.variables]
    if len(slopes) == 1:
        return slopes[0]
    if term.body.shape:
        size = broadcast(*(shape(s) for s in slopes))
        return join([expand(s, size) for s in slopes], -1)
    return linear.assemble([[s] for s in slopes])


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


_RULES: dict[type[Term], Callable[..., Number]] = {
    Num: lambda term, scope: scope.number(term.value),
    Const: _constant,
    Sym: _symbol,
    Add: _sum_of,
    Mul: _product_of,
    Pow: _power,
    Fn: _function,
    Entry: _entry,
    Delta: _delta,
    Sum: _sum,
    Prod: _prod,
    MatOp: _matrix_operation,
    Rows: _rows,
    Density: _density,
    Apply: _apply,
    Integral: _integral,
    Expect: _headed,
    Divergence: _headed,
    Extremum: _extremum,
    At: _at,
    Diff: _derivative,
}


def free_scope(scope: Scope, symbols: Sequence[Sym]) -> Scope:
    """Return the scope in which each symbol (a point, parameter or index) runs along its own axis."""
    for symbol in symbols:
        scope, _ = scope.run(symbol, scope.extent(symbol))
    return scope
