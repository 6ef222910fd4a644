"""Densities and unknown functions at points: look-ups in tables, marginals and conditionals of joint laws."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import torch

from verify.numeric.batch import Law, Map, NotBatched, Polynomial
from verify.numeric.bounded import Bounded
from verify.numeric.dual import Dual, Number, add, derivative, multiply, primal
from verify.numeric.scope import Cell, Scope
from verify.terms.nodes import Sym

if TYPE_CHECKING:
    from verify.terms.nodes import Density

#: derivatives taken inside an unknown function have levels above those of any `Diff`
INNERMOST = 1000


def look_up(table: Bounded, cells: Sequence[Cell], scope: Scope) -> Bounded:
    """Return the table's entries (axes: batch, then one for each cell) at a scalar's rank."""
    axes = [cell.axis for cell in cells]
    simple = [a for a in axes if a is not None]
    if len(simple) == len(axes) == len(set(simple)):
        order = sorted(range(len(axes)), key=lambda k: simple[k])
        sizes = {a: table.value.shape[1 + k] for k, a in enumerate(simple)}
        size = [table.value.shape[0]] + [sizes.get(a, 1) for a in range(1, 1 + scope.rank)]
        return scope.keep(table.linear(lambda t: t.permute(0, *(1 + k for k in order)).reshape(size)))
    positions = (scope.instances, *(cell.at for cell in cells))
    return scope.keep(table.linear(lambda t: t[positions]))


def density(node: Density, cells: Sequence[Cell], overrides: Sequence[Cell], scope: Scope) -> Bounded:
    """Return a density at points: `cells` are its targets' and then its conditions'."""
    declared = scope.context.law_by_name.get(node.law)
    if declared is not None and declared.pushforward is not None:
        return look_up(_image_density(*declared.pushforward, node.targets[0], scope), cells, scope)
    law = scope.batch.laws.get(node.law)
    if law is None:
        raise NotBatched(f"the law {node.law} has no table")
    at = dict(zip((*node.targets, *node.given), cells, strict=True))
    parameters = _parameters(law, node, overrides, scope)
    if law.given:
        if set(node.targets) != set(law.targets) or set(node.given) != set(law.given):
            raise NotBatched(f"{node.law} is a kernel and has no other conditionals")
        return look_up(law.table, [*parameters, *(at[s] for s in (*law.given, *law.targets))], scope)
    top = _marginal(law, (*node.targets, *node.given), parameters, at, node.law, scope)
    if not node.given:
        return top
    return top * _marginal(law, node.given, parameters, at, node.law, scope).reciprocal()


def _parameters(law: Law, node: Density, overrides: Sequence[Cell], scope: Scope) -> list[Cell]:
    """Return the values of the law's parameters: those written at the density, else those in scope."""
    if overrides:
        if len(overrides) != len(law.parameters):
            raise NotBatched(f"{node.law} takes {len(law.parameters)} parameters, not {len(overrides)}")
        return list(overrides)
    return [parameter(name, scope) for name in law.parameters]


def parameter(name: str, scope: Scope) -> Cell:
    """Return the value in scope of a parameter on which a law or function depends."""
    value = scope.bound.get(Sym(name, "parameter"))
    if not isinstance(value, Cell):
        raise NotBatched(f"{name} has no value in scope")
    return value


def _marginal(
    law: Law, slots: Sequence[str], parameters: Sequence[Cell], at: dict[str, Cell], name: str, scope: Scope
) -> Bounded:
    """Return the marginal over `slots`: the table times the other slots' volumes, summed."""
    kept = [slot for slot in law.targets if slot in slots]
    table = law.table
    first = 1 + len(law.parameters)
    for position in reversed(range(len(law.targets))):
        if law.targets[position] in slots:
            continue
        axis = first + position
        volumes = scope.volumes(Sym(law.targets[position], "point"))
        size = [volumes.value.shape[0] if a == 0 else -1 if a == axis else 1 for a in range(table.value.dim())]
        weights = volumes.linear(lambda t, size=size: t.reshape(size))  # type: ignore[misc]
        table = (table * weights).sum((axis,), keep=False)
    declared = scope.context.law_by_name.get(name)
    depends = set(law.parameters) if declared is None else declared.depends_of(tuple(kept))
    needed = [p for p in law.parameters if p in depends]
    for position in reversed(range(len(law.parameters))):
        if law.parameters[position] not in depends:
            table = table.linear(lambda t, axis=1 + position: t.select(axis, 0))  # type: ignore[misc]
    chosen = [cell for p, cell in zip(law.parameters, parameters, strict=True) if p in needed]
    return look_up(table, [*chosen, *(at[slot] for slot in kept)], scope)


def _image_density(base: str, function: str, target: str, scope: Scope) -> Bounded:
    """Return the table of F(U): the mass of the cells that go to each cell, over its volume."""
    law, image = scope.batch.laws.get(base), _image(function, scope)
    if law is None or law.parameters or len(law.targets) != 1:
        raise NotBatched(f"{base} is no plain density of one point")
    mass = law.table * scope.volumes(Sym(law.targets[0], "point"))
    per_cell = scope.volumes(Sym(target, "point")).reciprocal()
    goes = image[..., None] == torch.arange(per_cell.value.shape[-1], device=image.device)
    return mass.linear(lambda t: t[..., None] * goes).sum((1,), keep=False) * per_cell


def _image(function: str, scope: Scope) -> torch.Tensor:
    """Return where a bijection, or an inverse of one, takes each cell."""
    declared = scope.context.function_by_name.get(function)
    known = scope.batch.functions.get(function)
    if isinstance(known, Map):
        return known.image
    forward = scope.batch.functions.get(declared.inverse) if declared is not None else None
    if not isinstance(forward, Map):
        raise NotBatched(f"{function} is no bijection of cells")
    return forward.preimage


def move(function: str, at: Cell, scope: Scope) -> Cell:
    """Return F(point)."""
    return Cell(_image(function, scope)[scope.instances, at.at])


def jacobian(function: str, at: Cell, scope: Scope) -> Bounded:
    """Return the signed determinant of the Jacobian of F at a point."""
    known = scope.batch.functions.get(function)
    if isinstance(known, Map):
        return look_up(known.jacobian, [at], scope)
    declared = scope.context.function_by_name.get(function)
    forward = scope.batch.functions.get(declared.inverse) if declared is not None else None
    if not isinstance(forward, Map):
        raise NotBatched(f"{function} is no bijection of cells")
    return look_up(forward.inverse_jacobian, [at], scope)


def smooth(
    f: Polynomial, args: Sequence[Number], orders: Sequence[int], scope: Scope, level: int = INNERMOST
) -> Number:
    """Return an unknown function of numbers, differentiated `orders[k]` times in its k-th argument."""
    for position, order in enumerate(orders):
        if order:
            one = scope.whole(torch.ones_like(primal(args[position]).value))
            seeded = [Dual(level, a, one) if k == position else a for k, a in enumerate(args)]
            lower = [o - 1 if k == position else o for k, o in enumerate(orders)]
            return derivative(smooth(f, seeded, lower, scope, level + 1), level)
    return _press(f, _polynomial(f, args, scope), scope)


def _polynomial(f: Polynomial, args: Sequence[Number], scope: Scope) -> Number:
    """Return Σ c_e ∏ x^e, by Horner's rule in the first argument."""
    terms: dict[tuple[int, ...], Number] = {}
    for position, exponents in enumerate(f.exponents):
        column = f.coefficients.linear(lambda t, position=position: t[:, position])  # type: ignore[misc]
        terms[exponents] = scope.scalar(column)
    return _horner(terms, args, scope)


def _horner(terms: dict[tuple[int, ...], Number], args: Sequence[Number], scope: Scope) -> Number:
    if not args:
        return terms[()]
    total: Number | None = None
    for power in range(max(e[0] for e in terms), -1, -1):
        inner = {e[1:]: c for e, c in terms.items() if e[0] == power}
        if total is not None:
            total = multiply(total, args[0])
        if inner:
            value = _horner(inner, args[1:], scope)
            total = value if total is None else add(total, value)
    return scope.number(0) if total is None else total


def _press(f: Polynomial, g: Number, scope: Scope) -> Number:
    """Return g in its interval, as `verify.meaning.instance.Smooth` says."""
    if f.low is None and f.high is None:
        return g
    one, quarter = scope.number(1), scope.number(Fraction(1, 4))
    raised = add(multiply(g, g), one)
    if f.low is not None and f.high is not None:
        share = multiply(raised, add(raised, scope.number(2)).reciprocal())
        return add(scope.number(f.low), multiply(scope.number(f.high - f.low), share))
    if f.low is not None:
        return add(scope.number(f.low), multiply(raised, quarter))
    return add(scope.number(f.high or 0), -multiply(raised, quarter))
