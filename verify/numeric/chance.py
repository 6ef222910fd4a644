"""Densities, integrals, expectations, divergences and extrema at a batch of instances.

An integral goes through all cells, an expectation over independent entries through all masks; a divergence
is evaluated by its definition.
"""

from __future__ import annotations

import itertools
from dataclasses import replace

import torch
from numpy.polynomial.hermite_e import hermegauss

from verify.meaning.columns import FEATURES, features
from verify.numeric import linear
from verify.numeric.batch import NotBatched, Polynomial, Table
from verify.numeric.bounded import Bounded
from verify.numeric.dispatch import RULES, cell, number
from verify.numeric.dual import Number, add, expand, join, multiply, primal, shape
from verify.numeric.scope import Family, Scope
from verify.numeric.sizes import LARGEST_QUADRATURE, NODES
from verify.numeric.tables import density, jacobian, look_up, parameter, smooth
from verify.terms.nodes import Apply, Density, Divergence, Expect, Extremum, Integral, Mul, Sym, Term
from verify.terms.unfold import unfold

#: entries of a random array whose masks are all gone through at once
LARGEST_SUPPORT = 12


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
        return _smooth(f, term, scope)
    if not isinstance(f, Table) or any(term.orders):
        raise NotBatched(f"the function {term.function} has no table")
    own = [parameter(name, scope) for name in f.parameters]
    return look_up(f.table, [*own, *(cell(a, scope) for a in term.args)], scope)


def _smooth(f: Polynomial, term: Apply, scope: Scope) -> Number:
    """An unknown function of numbers and columns; a column enters by the numbers that `verify.meaning.columns` says."""
    declared = scope.context.function_by_name.get(term.function)
    spaces = declared.spaces if declared is not None else ("real",) * len(term.args)
    entering: list[Number] = []
    orders: list[int] = []
    for space, arg, order in zip(spaces, term.args, term.orders, strict=True):
        value = number(arg, scope)
        if space == "column":
            entering += _features(value if arg.shape else linear.as_matrix(value), scope)
        else:
            entering.append(value)
        orders += [order] * (FEATURES if space == "column" else 1)
    return smooth(f, entering, orders, scope)


def _features(column: Number, scope: Scope) -> tuple[Number, Number]:
    entries = [column.linear(lambda t, k=k: t[..., k, 0]) for k in range(shape(column)[-2])]  # type: ignore[misc]
    return features(entries, lambda c, x: multiply(scope.number(c), x), multiply, add)


def _is_map(name: str, scope: Scope) -> bool:
    declared = scope.context.function_by_name[name]
    return bool(declared.inverse) and declared.result != "real"


def _integral(term: Integral, scope: Scope) -> Number:
    inner, axes = scope, []
    for variable in term.variables:
        volumes = scope.volumes(variable)
        if variable.shape:
            inner, family = inner.run_family(variable)
            axis, volumes = family.axis, _volumes(volumes, family)
        else:
            inner, axis = inner.run(variable, volumes.value.shape[-1])
        axes.append((axis, volumes.value.shape[-1], volumes))
    body = number(term.body, inner)
    for axis, size, volumes in axes:
        weights = volumes.linear(lambda t, n=size, a=axis: t.reshape(-1, *inner.along(a, n)[1:]))  # type: ignore[misc]
        body = multiply(scope.keep(weights), body)
    return body.sum(tuple(axis for axis, _, _ in axes))


def _volumes(volumes: Bounded, family: Family) -> Bounded:
    """Return the volume of each choice of cells for a family of points: the product of its points'."""
    first, *rest = (volumes.linear(lambda t, cells=cells: t[:, cells]) for cells in family.members)  # type: ignore[misc]
    for other in rest:
        first = first * other
    return first


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
    """Let an array of independent entries run over all its values; return their probabilities too."""
    declared = scope.context.by_name.get(variable.name.split("#")[0])
    law = declared.law if declared is not None else None
    rows, columns = (scope.size(d) for d in variable.shape) if variable.shape else (1, 1)
    entries = rows * columns
    if law is not None and law.family == "gaussian" and not scope.tracked and entries <= LARGEST_QUADRATURE:
        return _quadrature(variable, law.parameters, (rows, columns), scope)
    if law is None or law.family != "bernoulli":
        raise NotBatched(f"the law of {variable.name} has no finite support")
    if entries > LARGEST_SUPPORT:
        raise NotBatched(f"{entries} random entries are too many to go through")
    masks = torch.tensor(list(itertools.product((0.0, 1.0), repeat=entries)), dtype=torch.float64, device=scope.device)
    inner, axis = scope.run(variable, len(masks))
    inner = _put(variable, scope.whole(masks.reshape(*scope.along(axis, len(masks)), rows, columns)), inner)
    kept = masks.sum(1).to(torch.int64)
    chances = _binomial(number(law.parameters[0], scope), entries, axis, scope)
    return inner, axis, chances.linear(lambda t: t.index_select(axis, kept))


def _put(variable: Sym, array: Number, scope: Scope) -> Scope:
    return scope.set(variable, array if variable.shape else linear.as_scalar(array))


def _quadrature(
    variable: Sym, parameters: tuple[Term, ...], size: tuple[int, int], scope: Scope
) -> tuple[Scope, int, Number]:
    """Let Gaussian entries run over the nodes of Gauss and Hermite: near enough to choose an instance by."""
    one, weight = (torch.from_numpy(a).to(scope.device) for a in hermegauss(NODES))
    entries = size[0] * size[1]
    nodes = torch.cartesian_prod(*[one] * entries).reshape(-1, entries)
    weights = torch.cartesian_prod(*[weight / weight.sum()] * entries).reshape(-1, entries).prod(1)
    inner, axis = scope.run(variable, len(nodes))
    standard = scope.whole(nodes.reshape(*scope.along(axis, len(nodes)), *size))
    mean, deviation = number(parameters[0], scope), number(parameters[1], scope).sqrt()
    array = add(linear.as_matrix(mean), multiply(linear.as_matrix(deviation), standard))
    return _put(variable, array, inner), axis, scope.whole(weights.reshape(scope.along(axis, len(nodes))))


def _binomial(p: Number, entries: int, axis: int, scope: Scope) -> Number:
    """Return p^k (1-p)^(entries-k) for k = 0 … entries, along `axis`."""
    q = add(scope.number(1), -p)
    ups: list[Number] = [expand(scope.number(1), shape(p))]
    downs = list(ups)
    for _ in range(entries):
        ups.append(multiply(ups[-1], p))
        downs.append(multiply(downs[-1], q))
    return join([multiply(u, d) for u, d in zip(ups, reversed(downs), strict=True)], axis)


def _headed(term: Expect | Divergence, scope: Scope) -> Number:
    """Evaluate a divergence, or an expectation over a density, by its definition."""
    if isinstance(term, Expect) and term.density is None:
        return _expectation(term, scope)
    if any(variable.sort != "point" for variable in term.variables):
        raise NotBatched("an integral over numbers")
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


RULES |= {
    Density: _density,
    Apply: _apply,
    Integral: _integral,
    Expect: _headed,
    Divergence: _headed,
    Extremum: _extremum,
}
