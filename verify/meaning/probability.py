"""Densities, integrals, expectations, divergences and extrema at an instance.

A space is a finite set of cells with volumes; ∫ f is Σ volume · f. Entries with a declared law are
enumerated (Bernoulli, and a skewed two-point law for "arbitrary") or integrated by moments (Gaussian).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import flint

from verify.meaning import arrays
from verify.meaning.instance import Bijection, LawTable
from verify.meaning.numbers import (
    ONE,
    ZERO,
    Dual,
    Imprecise,
    Number,
    Undefined,
    Unsupported,
    ball,
    divide,
    log,
    rational,
    sign,
)
from verify.meaning.unknowns import Moments
from verify.terms.context import Iid
from verify.terms.nodes import Apply, Density, Divergence, Expect, Extremum, Integral, Sym, Term

if TYPE_CHECKING:
    from verify.meaning.evaluate import Evaluator, Scope, Value

MAX_POINTS = 4096  # support points of one expectation or integral
HALF: Number = flint.fmpq(1, 2)


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


def volumes(evaluator: Evaluator, name: str) -> tuple[Number, ...]:
    """Return the cell volumes of the space in which the variable `name` lives."""
    declared = evaluator.context.by_name.get(name)
    space = declared.space if declared is not None and declared.space else name
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
    if term.orders != (1,) or term.result != "real":
        raise Unsupported(f"a higher derivative of {term.function}")
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
        single = list(enumerate(volumes(evaluator, origin(variable))))
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
    total = ZERO
    for bound, volume in cells(evaluator, term.variables, scope):
        total = total + volume * evaluator.value(term.body, {**scope, **bound})
    return total


def expectation(evaluator: Evaluator, term: Expect, scope: Scope) -> Value:
    """Σ weight · body over the support."""
    from verify.meaning.evaluate import add, scale

    total: Value = None
    variances: dict[int, Number] = {}
    for bound, weight in _support(evaluator, term, scope, variances):
        part = scale(weight, evaluator.value(term.body, {**scope, **bound}))
        total = part if total is None else add(total, part)
    if total is None:
        raise Unsupported("an expectation over an empty support")
    if not variances:
        return total
    return arrays.entrywise(lambda x: _mean(x, variances), total) if term.shape else _mean(total, variances)


def _mean(value: Number, variances: Mapping[int, Number]) -> Number:
    if isinstance(value, Dual):
        return Dual(value.tag, _mean(value.value, variances), _mean(value.tangent, variances))
    return value.expectation(variances) if isinstance(value, Moments) else value


def _support(
    evaluator: Evaluator, term: Expect, scope: Scope, variances: dict[int, Number]
) -> Iterator[tuple[dict[Sym, Value], Number]]:
    if term.density is not None:
        for bound, volume in cells(evaluator, term.variables, scope):
            yield bound, volume * evaluator.value(term.density, {**scope, **bound})
        return
    axes: list[list[tuple[Value, Number]]] = [
        _entry_laws(evaluator, variable, scope, variances) for variable in term.variables
    ]
    for choice in itertools.product(*axes):
        weight = ONE
        for _, w in choice:
            weight = weight * w
        yield dict(zip(term.variables, (value for value, _ in choice), strict=True)), weight


def _entry_laws(
    evaluator: Evaluator, variable: Sym, scope: Scope, variances: dict[int, Number]
) -> list[tuple[Value, Number]]:
    """All values of a random array, with their probabilities."""
    declared = evaluator.context.by_name.get(origin(variable))
    if declared is None or declared.law is None:
        raise Unsupported(f"{variable.name} has no declared law")
    sizes = [evaluator.size(d, scope) for d in variable.shape]
    rows, columns = sizes or (1, 1)
    parameters = [evaluator.value(p, scope) for p in declared.law.parameters]
    entries = [_entry_law(declared.law, parameters, variances) for _ in range(rows * columns)]
    if max(len(entry) for entry in entries) ** len(entries) > MAX_POINTS:
        raise Unsupported(f"a support of {len(entries[0])}^{len(entries)} values")
    axis: list[tuple[Value, Number]] = []
    for choice in itertools.product(*entries):
        weight = ONE
        for _, w in choice:
            weight = weight * w
        flat = [value for value, _ in choice]
        table = tuple(tuple(flat[i * columns : (i + 1) * columns]) for i in range(rows))
        axis.append((table if sizes else flat[0], weight))
    return axis


def _entry_law(law: Iid, parameters: list[Number], variances: dict[int, Number]) -> list[tuple[Value, Number]]:
    if law.family == "bernoulli":
        p = parameters[0]
        if sign(p) < 0 or sign(1 - p) < 0:
            raise Undefined("a probability outside [0, 1]")
        return [(ZERO, 1 - p), (ONE, p)]
    mean, variance = parameters
    if sign(variance) < 0:
        raise Undefined("a negative variance")
    if law.family == "gaussian":
        which = len(variances) + 1
        variances[which] = variance
        return [(Moments.gaussian(which, mean), ONE)]
    step = flint.fmpq(3, 2)  # mean + 3/2 or mean - 2v/3: a law with these moments that is not symmetric
    mass = divide(variance, variance + step * step)
    return [(mean + step, mass), (mean - divide(variance, step), 1 - mass)]


def divergence(evaluator: Evaluator, term: Divergence, scope: Scope) -> Value:
    """KL = ∫ l log(l/r), JSD = ½ KL(l‖m) + ½ KL(r‖m) with m = (l + r)/2, entropy = -∫ l log l."""
    total = ZERO
    for bound, volume in cells(evaluator, term.variables, scope):
        inner = {**scope, **bound}
        left = evaluator.value(term.left, inner)
        right = ONE if term.right is None else evaluator.value(term.right, inner)
        total = total + volume * _gap(term.kind, left, right)
    return total


def _gap(kind: str, left: Number, right: Number) -> Number:
    if kind == "entropy":
        return -left * log(left)
    if kind == "KL":
        return left * log(divide(left, right))
    middle = (left + right) * HALF
    return HALF * (left * log(divide(left, middle)) + right * log(divide(right, middle)))


# ----------------------------------------------------------------------------------------------- extrema


def candidates(evaluator: Evaluator, variable: Sym) -> Sequence[Value]:
    """Return the values over which an extremum ranges: of a parameter, the cells of a space, or a family of laws.

    Raises:
        Unsupported: the variable is a number or an unknown function.

    """
    if variable.of_sort == "parameter":
        declared = evaluator.instance.parameters
        name = origin(variable)
        if name in declared:
            return range(declared[name])
    if variable.of_sort == "point" and not variable.shape:
        return range(len(volumes(evaluator, origin(variable))))
    law = evaluator.context.law_by_name.get(origin(variable))
    if variable.of_sort == "law" and law is not None and law.family and not law.given:
        return evaluator.instance.families[law.family]
    raise Unsupported(f"an extremum over {variable.name}, which has more than finitely many values")


def values_over(evaluator: Evaluator, body: Term, variable: Sym, scope: Scope) -> list[Number]:
    """Return the value of `body` at every value of `variable`."""
    found = []
    for candidate in candidates(evaluator, variable):
        bound = {variable: candidate}
        with opened(evaluator, bound):
            found.append(evaluator.value(body, {**scope, **bound}))
    return found


def extremum(evaluator: Evaluator, term: Extremum, scope: Scope) -> Value:
    """The best value over finitely many candidates, or the only candidate that has it."""
    values = values_over(evaluator, term.body, term.variable, scope)
    if term.kind in ("min", "inf", "argmin"):
        values = [-v for v in values]
    if not term.kind.startswith("arg"):
        best = _largest(values)
        return best if term.kind in ("max", "sup") else -best
    winners = [k for k, v in enumerate(values) if all(_above(v, w) for m, w in enumerate(values) if m != k)]
    if len(winners) != 1:
        raise Undefined("an argmax that is not unique")
    return candidates(evaluator, term.variable)[winners[0]]


def _above(left: Number, right: Number) -> bool:
    return sign(left - right) > 0


def _largest(values: list[Number]) -> Number:
    best = values[0]
    for value in values[1:]:
        try:
            side = sign(value - best)
            if side == 0 and isinstance(value, Dual):
                raise Undefined("a maximum is not differentiable where two candidates tie")
            best = value if side > 0 else best
        except Imprecise:
            best = ball(best).max(ball(value))
    return best
