"""Densities, integrals and divergences at an instance: a space is a finite set of cells, ∫ f is Σ volume · f."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

import flint

from verify.meaning import supports
from verify.meaning.elementary import log
from verify.meaning.instance import Bijection, LawTable
from verify.meaning.numbers import (
    ONE,
    ZERO,
    Number,
    Unsupported,
    divide,
    is_zero,
    rational,
    sign,
)
from verify.terms.gaussian import as_expectation
from verify.terms.nodes import Apply, Density, Divergence, Integral, Sym

if TYPE_CHECKING:
    from verify.meaning.evaluate import Evaluator, Scope, Value

MAX_POINTS = 4096  # support points of one expectation or integral
HALF: Number = flint.fmpq(1, 2)
INFINITE: Number = flint.arb("inf")


@contextmanager
def opened(evaluator: Evaluator, bound: Mapping[Sym, Value]) -> Iterator[None]:
    """Mark that parameters or functions among `bound` are open, so that no value may be remembered."""
    tacit = sum(symbol.of_sort in ("parameter", "law") for symbol in bound)
    evaluator.hidden += tacit
    try:
        yield
    finally:
        evaluator.hidden -= tacit


def origin(symbol: Sym) -> str:
    """Return a symbol's name as declared: capture-avoiding renaming appends a number after #."""
    return symbol.name.split("#")[0]


def volumes(evaluator: Evaluator, name: str, scope: Scope | None = None) -> tuple[Number, ...]:
    """Return the cell volumes of the space in which the variable `name` lives (those of segments move with `scope`)."""
    space = evaluator.context.space_of(name)
    if supports.explicit(space, evaluator.context):
        return supports.volumes(evaluator, space, scope or {})
    found = evaluator.instance.spaces.get(space)
    if found is None:
        raise Unsupported(f"the instance has no space for {name}")
    return tuple(rational(v) for v in found)


# ------------------------------------------------------------------------------------------- densities


def density(evaluator: Evaluator, term: Density, scope: Scope) -> Value:
    """p(targets | given) at points: a quotient of marginals of the joint table."""
    law = evaluator.context.law_by_name.get(term.law)
    if law is None:
        raise Unsupported(f"no law is called {term.law}")
    points = tuple(evaluator.value(a, scope) for a in term.args)
    if law.pushforward is not None:
        return _carried(evaluator, law.pushforward, points[0], scope)
    if term.params:
        raise Unsupported("parameters written beside a density")
    if law.support and supports.explicit(evaluator.context.space_of(law.targets[0]), evaluator.context):
        if not isinstance(term.args[0], Sym) or term.args[0] not in scope:
            raise Unsupported("a density at a free point of a segment, or of single values")
        return supports.density(evaluator, law, points[0], scope)
    table = evaluator.law(term.law, scope)
    theta = evaluator.parameters(table.parameters, scope)
    at = dict(zip((*term.targets, *term.given), points, strict=True))
    if table.given:
        if set(term.given) != set(table.given) or set(term.targets) != set(table.targets):
            raise Unsupported(f"{term.law} is a kernel: only the form it is declared in has a meaning")
        return rational(table.values[(*theta, *(at[n] for n in (*table.given, *table.targets)))])
    whole = _marginal(evaluator, table, theta, at)
    if not term.given:
        return whole
    return divide(whole, _marginal(evaluator, table, theta, {n: at[n] for n in term.given}))


def _marginal(evaluator: Evaluator, table: LawTable, theta: tuple[int, ...], at: Mapping[str, int]) -> Number:
    """The density of the slots in `at` at these cells: the others are integrated out."""
    key = (id(table), theta, tuple(sorted(at.items())))
    if key not in evaluator.marginals:
        unknown = set(at) - set(table.targets)
        if unknown:
            raise Unsupported(f"the law has no variable {', '.join(sorted(unknown))}")
        axes = [[(at[n], ONE)] if n in at else list(enumerate(volumes(evaluator, n))) for n in table.targets]
        total = ZERO
        for cells in itertools.product(*axes):
            weight = rational(table.values[(*theta, *(c for c, _ in cells))])
            for _, volume in cells:
                weight = weight * volume
            total = total + weight
        evaluator.marginals[key] = total
    return evaluator.marginals[key]


def _carried(evaluator: Evaluator, pushforward: tuple[str, str], at: int, scope: Scope) -> Number:
    """The density of F(U) at cell `at`: the mass of the cells that F carries there, per volume."""
    base, function = pushforward
    slot = evaluator.context.law_by_name[base].targets[0]
    bijection, forward = _bijection(evaluator, function)
    image = bijection.image if forward else _inverted(bijection.image)
    target = evaluator.instance.spaces[bijection.target if forward else bijection.source]
    u = Sym(slot, "point")
    mass = ZERO
    for cell, volume in enumerate(volumes(evaluator, slot)):
        if image[cell] == at:
            density_there = evaluator.value(Density(base, (slot,), (), (u,)), {**scope, u: cell})
            mass = mass + density_there * volume
    return mass * rational(1 / target[at])


def _inverted(image: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(image.index(cell) for cell in range(len(image)))


def _bijection(evaluator: Evaluator, name: str) -> tuple[Bijection, bool]:
    """Return the diffeomorphism that `name` is, or is the inverse of."""
    found = evaluator.instance.functions.get(name)
    if isinstance(found, Bijection):
        return found, True
    declared = evaluator.context.function_by_name.get(name)
    found = evaluator.instance.functions.get(declared.inverse) if declared is not None else None
    if not isinstance(found, Bijection):
        raise Unsupported(f"the instance has no function {name}")
    return found, False


def apply_bijection(evaluator: Evaluator, term: Apply, at: int) -> Value:
    """F(u), or the signed determinant of its Jacobian: ± volume of the image cell / volume of the cell."""
    bijection, forward = _bijection(evaluator, term.function)
    image = bijection.image if forward else _inverted(bijection.image)
    if term.orders == (0,):
        return image[at]
    if term.orders != (1,) or term.result != "real" or not bijection.orientation:
        raise Unsupported(f"a derivative of {term.function}")
    names = (bijection.source, bijection.target) if forward else (bijection.target, bijection.source)
    source, target = (evaluator.instance.spaces[n] for n in names)
    return rational(bijection.orientation * target[image[at]] / source[at])


# ------------------------------------------------------------------------------ integrals, expectations


def cells(evaluator: Evaluator, variables: tuple[Sym, ...], scope: Scope) -> Iterator[tuple[dict[Sym, Value], Number]]:
    """Yield every assignment of cells to the bound points, with its volume."""
    axes: list[list[tuple[Value, Number]]] = []
    for variable in variables:
        if variable.of_sort != "point":
            raise Unsupported(f"an integral over {variable.name}, which is no point of a space of cells")
        single = list(enumerate(volumes(evaluator, origin(variable), scope)))
        axes.append(_family(single, evaluator.size(variable.shape[0], scope)) if variable.shape else single)
    total = 1
    for axis in axes:
        total *= len(axis)
    if total > MAX_POINTS:
        raise Unsupported(f"an integral over {total} cells")
    for choice in itertools.product(*axes):
        volume = ONE
        for _, v in choice:
            volume = volume * v
        yield dict(zip(variables, (cell for cell, _ in choice), strict=True)), volume


def _family(single: list[tuple[int, Number]], size: int) -> list[tuple[Value, Number]]:
    """The cells of the product space of `size` points, as columns."""
    if len(single) ** size > MAX_POINTS:
        raise Unsupported(f"an integral over {len(single)}^{size} cells")
    axis: list[tuple[Value, Number]] = []
    for choice in itertools.product(single, repeat=size):
        volume = ONE
        for _, v in choice:
            volume = volume * v
        axis.append((tuple((cell,) for cell, _ in choice), volume))
    return axis


def integral(evaluator: Evaluator, term: Integral, scope: Scope) -> Value:
    """Σ volume · body over all cells."""
    split = bool(evaluator.context.regions)
    total = ZERO
    for bound, volume in cells(evaluator, term.variables, scope):
        inner = {**scope, **bound}
        value = supports.weighted(evaluator, term.body, inner) if split else evaluator.value(term.body, inner)
        total = total + volume * value
    return total


def divergence(evaluator: Evaluator, term: Divergence, scope: Scope) -> Value:
    """KL = ∫ l log(l/r), JSD = ½ KL(l‖m) + ½ KL(r‖m) with m = (l + r)/2, entropy = -∫ l log l.

    Where densities may vanish, 0 log(0/r) = 0 and l log(l/0) = +∞.
    """
    if (expected := as_expectation(term)) is not None:
        return evaluator.value(expected, scope)
    total = ZERO
    for bound, volume in cells(evaluator, term.variables, scope):
        inner = {**scope, **bound}
        left = evaluator.value(term.left, inner)
        right = ONE if term.right is None else evaluator.value(term.right, inner)
        gap = _vanishing(term.kind, left, right) if evaluator.context.regions else _gap(term.kind, left, right)
        total = total + volume * gap
    return total


def _vanishing(kind: str, left: Number, right: Number) -> Number:
    """The integrand where the densities may be 0."""
    if kind == "JSD":
        middle = (left + right) * HALF
        return HALF * (_vanishing("KL", left, middle) + _vanishing("KL", right, middle))
    if is_zero(left):
        return ZERO
    return INFINITE if kind == "KL" and is_zero(right) and sign(left) > 0 else _gap(kind, left, right)


def _gap(kind: str, left: Number, right: Number) -> Number:
    if kind == "entropy":
        return -left * log(left)
    if kind == "KL":
        return left * log(divide(left, right))
    middle = (left + right) * HALF
    return HALF * (left * log(divide(left, middle)) + right * log(divide(right, middle)))
