"""One instance of a batch, given back with its exact rationals: for replays and certificates."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from verify.meaning.instance import Bijection, FunctionTable, Instance, LawTable, Smooth
from verify.numeric.batch import Map, Polynomial, Table
from verify.numeric.bounded import Tensor
from verify.numeric.sizes import space_of
from verify.terms.context import LawDeclaration

if TYPE_CHECKING:
    from verify.numeric.instances import Drawn


def give_back(made: Drawn, b: int) -> Instance:
    """Return instance b with its exact rationals."""
    return Instance(
        dims=dict(made.dims),
        values={
            **{name: _exactly(x.value[b]) for name, x in made.values.items()},
            **{name: tuple((cell,) for cell in cells[b].tolist()) for name, cells in made.points.items()},
        },
        spaces={name: tuple(Fraction(v) for v in x.value[b].tolist()) for name, x in made.spaces.items()},
        laws={law.name: _exact_law(law, made, b) for law in made.context.laws if law.name in made.raw},
        functions={
            name: _exact_function(f, made.context.function_by_name[name].spaces, b)
            for name, f in made.functions.items()
        },
        parameters=dict(made.parameters),
        label="of a batch",
    )


def _exactly(value: Tensor) -> Fraction | tuple[tuple[Fraction, ...], ...]:
    if value.dim() == 0:
        return Fraction(float(value))
    return tuple(tuple(Fraction(x) for x in row) for row in value.tolist())


def _entries(tensor: Tensor) -> dict[tuple[int, ...], Fraction]:
    keys = itertools.product(*(range(n) for n in tensor.shape))
    return dict(zip(keys, (Fraction(x) for x in tensor.reshape(-1).tolist()), strict=True))


def _exact_law(law: LawDeclaration, made: Drawn, b: int) -> LawTable:
    weights, *prior = (_entries(t[b]) for t in made.raw[law.name])
    slots = (*law.given, *law.targets)
    skipped = len(law.depends)
    volumes = [made.spaces[space_of(s, made.context)].value[b].tolist() for s in slots]
    kept = [k for k, s in enumerate(slots) if s in law.given]
    if prior:
        fixed = next(names for names, depends in law.marginal_depends if not depends)
        kept = [k for k, s in enumerate(slots) if s in fixed]
    values = _divided(weights, skipped, kept, volumes)
    if prior:
        marginal = _divided(prior[0], 0, [], [volumes[k] for k in kept])
        values = {k: v * marginal[tuple(k[skipped + j] for j in kept)] for k, v in values.items()}
    return LawTable(tuple(sorted(law.depends)), law.given, law.targets, values)


def _divided(
    weights: Mapping[tuple[int, ...], Fraction], skipped: int, kept: Sequence[int], volumes: Sequence[Sequence[float]]
) -> dict[tuple[int, ...], Fraction]:
    """Divide weights by their integral over the slots (after `skipped` axes) that are not kept."""
    totals: dict[tuple[int, ...], Fraction] = {}
    summed = [k for k in range(len(volumes)) if k not in kept]
    groups = {key: (*key[:skipped], *(key[skipped + k] for k in kept)) for key in weights}
    for key, weight in weights.items():
        volume = math.prod((Fraction(volumes[k][key[skipped + k]]) for k in summed), start=Fraction(1))
        totals[groups[key]] = totals.get(groups[key], Fraction(0)) + weight * volume
    return {key: weight / totals[groups[key]] for key, weight in weights.items()}


def _exact_function(f: Table | Polynomial | Map, spaces: tuple[str, ...], b: int) -> FunctionTable | Bijection:
    if isinstance(f, Map):
        return Bijection(f.source, f.target, tuple(f.image[b].tolist()), int(f.orientation[b]))
    if isinstance(f, Table):
        return FunctionTable(f.parameters, f.spaces, dict(_entries(f.table.value[b])))
    row = [Fraction(x) for x in f.coefficients.value[b].tolist()]
    smooth = Smooth(dict(zip(f.exponents, row, strict=True)), f.low, f.high)
    return FunctionTable((), spaces, {(): smooth})
