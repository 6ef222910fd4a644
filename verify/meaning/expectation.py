"""Expectations: over a density (cells), a normal law (moments) or arrays with a declared law (support, moments)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import flint

from verify.meaning import arrays, normals
from verify.meaning.numbers import ONE, ZERO, Dual, Number, Undefined, Unsupported, divide, is_zero, sign
from verify.meaning.probability import MAX_POINTS, cells, origin
from verify.meaning.unknowns import Moments
from verify.terms.context import Iid
from verify.terms.gaussian import drawn_from
from verify.terms.nodes import Expect, Sym
from verify.terms.unfold import unfold_definitions

if TYPE_CHECKING:
    from verify.meaning.evaluate import Evaluator, Scope, Value


def expectation(evaluator: Evaluator, term: Expect, scope: Scope) -> Value:
    """Σ weight · body over the support."""
    from verify.meaning.evaluate import add, scale

    total: Value = None
    variances: dict[int, Number] = {}
    for bound, weight in _support(evaluator, term, scope, variances):
        if term.density is not None and evaluator.context.regions and is_zero(weight):
            continue  # E is over the support of its law
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
    if (law := drawn_from(term)) is not None:
        yield {term.variables[0]: normals.drawn(evaluator, law, scope, variances)}, ONE
        return
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
    parameters = [evaluator.value(unfold_definitions(p, evaluator.context), scope) for p in declared.law.parameters]
    entries = [_entry_law(evaluator, declared.law, parameters, variances) for _ in range(rows * columns)]
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


def _entry_law(
    evaluator: Evaluator, law: Iid, parameters: list[Number], variances: dict[int, Number]
) -> list[tuple[Value, Number]]:
    if law.family == "bernoulli":
        p = parameters[0]
        if sign(p) < 0 or sign(1 - p) < 0:
            raise Undefined("a probability outside [0, 1]")
        return [(ZERO, 1 - p), (ONE, p)]
    mean, variance = parameters
    if sign(variance) < 0:
        raise Undefined("a negative variance")
    if law.family == "gaussian":
        which = evaluator.tag()  # no other Gaussian has it: one expectation may stand inside another
        variances[which] = variance
        return [(Moments.gaussian(which, mean), ONE)]
    step = flint.fmpq(3, 2)  # mean + 3/2 or mean - 2v/3: a law with these moments that is not symmetric
    mass = divide(variance, variance + step * step)
    return [(mean + step, mass), (mean - divide(variance, step), 1 - mass)]
