"""Regions at an instance: which cells lie in them, and densities that are 0 outside of their support.

Where a space has segments, its cells are what their ends cut out of the line; where it has single values, they
are those values, each of volume 1. Both follow from the values of the names in which they are written.

Main definitions
----------------
* `drawn`: random cells and regions for spaces with regions of which nothing else is known.
* `volumes`, `density`: of a space whose regions are written out, at the values in scope.
* `weighted`: the value of a body under an integral: what a factor 0 multiplies counts 0.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from verify.meaning import chance
from verify.meaning.instance import Instance, LawTable
from verify.meaning.numbers import (
    ONE,
    ZERO,
    Dual,
    Number,
    Undefined,
    Unsupported,
    divide,
    fraction,
    is_rational,
    primal,
)
from verify.terms.context import Context, LawDeclaration, Region
from verify.terms.nodes import Add, Mul, Sym, Term
from verify.terms.regions import cells
from verify.terms.rewrite import free
from verify.terms.unfold import unfold_definitions

if TYPE_CHECKING:
    from verify.meaning.evaluate import Evaluator, Scope, Value


def explicit(space: str, context: Context) -> bool:
    """Whether a space has segments or single values."""
    return any(r.explicit for r in context.regions_of(space))


# ---------------------------------------------------------------------------------------------- drawn regions


def drawn(
    space: str, context: Context, rng: random.Random, every: bool
) -> tuple[tuple[Fraction, ...], dict[str, frozenset[int]]]:
    """Return volumes of a space's cells and the cells in each region; `every` cell of the partition, or some.

    Each region that supports a law has a cell; cells of the partition may have several cells here, or none.
    """
    regions = context.regions_of(space)
    kinds = cells(regions, context.facts_of(space))
    chosen = [k for k in kinds if every or rng.random() < 0.6]
    for law in context.laws:
        if law.support in {r.name for r in regions} and not any(law.support in kind for kind in chosen):
            chosen.append(rng.choice([kind for kind in kinds if law.support in kind]))
    if len(chosen) < 2 or rng.random() < 0.5:
        chosen += [rng.choice(chosen or list(kinds))]
    members = {r.name: frozenset(k for k, kind in enumerate(chosen) if r.name in kind) for r in regions}
    return chance.volumes(rng, len(chosen)), members


def supported(law: LawDeclaration, table: LawTable, regions: Mapping[str, frozenset[int]]) -> bool:
    """Whether a table is positive on the support of its law and 0 elsewhere."""
    where = regions.get(law.support)
    return all((value > 0) == (where is None or key[-1] in where) and value >= 0 for key, value in table.values.items())


def placed(context: Context, instance: Instance) -> bool:
    """Whether regions lie to one another as is assumed, and none that supports a law is a null set."""
    found = instance.regions
    for fact in context.region_facts:
        left, right = found[fact.left], found[fact.right]
        if (left & right) if fact.relation == "disjoint" else (left - right):
            return False
    return all(found[law.support] for law in context.laws if law.support in found)


# ------------------------------------------------------------------------------------------- written regions


def volumes(evaluator: Evaluator, space: str, scope: Scope) -> tuple[Number, ...]:
    """Return the volumes of the cells of a space with segments or single values."""
    return tuple(volume for volume, _ in _layout(evaluator, space, scope))


def density(evaluator: Evaluator, law: LawDeclaration, at: int, scope: Scope) -> Number:
    """Return the density of a uniform law on a segment, or of a point mass, at a cell."""
    region = next(r for r in evaluator.context.regions if r.name == law.support)
    if law.support not in _layout(evaluator, region.space, scope)[at][1]:
        return ZERO
    return ONE if region.low is None else divide(ONE, _length(evaluator, region, scope))


def _layout(evaluator: Evaluator, space: str, scope: Scope) -> list[tuple[Number, frozenset[str]]]:
    """Return volume and regions of each cell; remembered while no value in scope moves the ends."""
    if any(s in scope for r in evaluator.context.regions_of(space) for end in r.ends for s in _moving(end, evaluator)):
        return _cut(evaluator, space, scope)
    key = ("layout", space)
    if key not in evaluator.marginals:
        evaluator.marginals[key] = _cut(evaluator, space, scope)
    found: list[tuple[Number, frozenset[str]]] = evaluator.marginals[key]
    return found


def _moving(end: Term, evaluator: Evaluator) -> frozenset[Sym]:
    return free(unfold_definitions(end, evaluator.context))


def _cut(evaluator: Evaluator, space: str, scope: Scope) -> list[tuple[Number, frozenset[str]]]:
    regions = evaluator.context.regions_of(space)
    ends = {r: [_end(evaluator, t, scope) for t in r.ends] for r in regions}
    places = _in_order([end for own in ends.values() for end in own])
    if all(r.at is not None for r in regions):
        return [(ONE, frozenset(r.name for r in regions if _at(ends[r][0]) == _at(place))) for place in places]
    for region in regions:
        _length(evaluator, region, scope)
    found = []
    for low, high in itertools.pairwise(places):
        inside = (r.name for r in regions if _at(ends[r][0]) <= _at(low) and _at(high) <= _at(ends[r][1]))
        found.append((high - low, frozenset(inside)))
    return found


def _end(evaluator: Evaluator, term: Term, scope: Scope) -> Number:
    value = evaluator.value(unfold_definitions(term, evaluator.context), scope)
    if not is_rational(primal(value)):
        raise Unsupported("a region with irrational ends")
    return value


def _at(end: Number) -> Fraction:
    return fraction(primal(end))


def _length(evaluator: Evaluator, region: Region, scope: Scope) -> Number:
    low, high = (_end(evaluator, t, scope) for t in region.ends)
    if _at(high) <= _at(low):
        raise Undefined("a segment without length")
    return high - low


def _in_order(ends: list[Number]) -> list[Number]:
    """Return the different ends in order; ends that only move apart have no common derivative."""
    kept: list[Number] = []
    for end in sorted(ends, key=_at):
        if not kept or _at(kept[-1]) != _at(end):
            kept.append(end)
        elif isinstance(end, Dual) or isinstance(kept[-1], Dual):
            raise Undefined("a derivative where the ends of two regions meet")
    return kept


# -------------------------------------------------------------------------------------------------- integrands


def weighted(evaluator: Evaluator, body: Term, scope: Scope) -> Value:
    """Return the value of a body under an integral, where what a factor 0 multiplies counts 0."""
    match body:
        case Add(terms):
            total: Value = ZERO
            for part in terms:
                total = total + weighted(evaluator, part, scope)
            return total
        case Mul(factors):
            return _product(evaluator, factors, scope)
        case _:
            return evaluator.value(body, scope)


def _product(evaluator: Evaluator, factors: tuple[Term, ...], scope: Scope) -> Value:
    value: Value = ONE
    missing: Undefined | None = None
    for factor in factors:
        try:
            found = weighted(evaluator, factor, scope)
        except Undefined as error:
            missing = error
            continue
        if is_rational(found) and found == 0:
            return ZERO
        value = value * found
    if missing is not None:
        raise missing
    return value
