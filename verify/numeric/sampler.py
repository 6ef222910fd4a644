"""Draws of one expectation's body: points by integer thresholds, masks by bytes, Gaussians by Box and Muller.

All integers come from Philox by their counter, so that any tile of any stream is drawn alone, and the chunks do
not depend on the tiles.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import torch

from verify.numeric.batch import Batch, NotBatched
from verify.numeric.bounded import Bounded, Tensor
from verify.numeric.dual import Number, multiply, primal
from verify.numeric.evaluate import number
from verify.numeric.linearity import Part
from verify.numeric.philox import CellTable, Stream, cell_table, cells, stream, thresholds
from verify.numeric.scope import Scope
from verify.numeric.trial import trial
from verify.terms.context import Context, Iid
from verify.terms.nodes import Mul, Sym, Term

#: draws at which the rounding of a body is bounded
CHECKED = 64
_DRAWS = Sym("draws#", "index")


@dataclass(frozen=True)
class CellSampler:
    """Points of finite spaces: the body at every joint cell, and thresholds of 32-bit words for the cells."""

    stream: Stream
    bounds: Tensor
    table: CellTable | None
    body: Tensor
    rounding: float

    def tile(self, first: int, count: int) -> Tensor:
        """Return the body at draws `first` … `first + count - 1`."""
        words = self.stream.words(first, count)
        return self.body.index_select(0, cells(words, self.bounds) if self.table is None else self.table(words))

    @property
    def bias(self) -> float:
        """How much the rounding of the thresholds, and of the body itself, can move the mean."""
        return float(self.body.numel() * self.body.abs().max()) * 2.0**-31 + self.rounding


@dataclass(frozen=True)
class EntrySampler:
    """Independent entries of arrays, drawn afresh each time; the body is evaluated at what was drawn."""

    streams: tuple[Stream, ...]
    variables: tuple[Sym, ...]
    laws: tuple[tuple[str, tuple[float, ...]], ...]
    shapes: tuple[tuple[int, int], ...]
    body: Term
    scope: Scope

    @property
    def bias(self) -> float:
        """How much the rounding of the body can move the mean, as its error bounds at the first draws tell."""
        return largest_error(self._values(0, CHECKED, tracked=True))

    def tile(self, first: int, count: int) -> Tensor:
        """Return the body at draws `first` … `first + count - 1`."""
        value = self._values(first, count, tracked=False).value
        return value.expand(1, count, *value.shape[2:]).reshape(count)

    def _values(self, first: int, count: int, *, tracked: bool) -> Bounded:
        scope = replace(self.scope, sizes=(count,), parent=None, tracked=tracked)
        for source, variable, law, (rows, columns) in zip(
            self.streams, self.variables, self.laws, self.shapes, strict=True
        ):
            flat = _entries(source, law, first * rows * columns, count * rows * columns)
            ones = (1,) * (scope.rank - 1)
            size = (1, count, *ones, rows, columns) if variable.shape else (1, count, *ones)
            drawn = flat.view(size)
            scope = scope.set(variable, Bounded(drawn, torch.zeros_like(drawn) if tracked else None))
        return primal(number(self.body, scope))


def _entries(source: Stream, law: tuple[str, tuple[float, ...]], first: int, count: int) -> Tensor:
    family, parameters = law
    if family == "bernoulli":
        bytes_below = parameters[0] * 256
        if bytes_below == int(bytes_below):
            return (source.octets(first, count) < int(bytes_below)).to(torch.float64)
        return (source.words(first, count) < round(parameters[0] * 2.0**32)).to(torch.float64)
    words = source.words(2 * first, 2 * count).view(-1, 2).to(torch.float64)
    radius = torch.sqrt(-2.0 * torch.log((words[:, 0] + 0.5) * 2.0**-32))
    normal = radius * torch.cos(words[:, 1] * (2.0 * math.pi * 2.0**-32))
    return parameters[0] + math.sqrt(parameters[1]) * normal


Sampler = CellSampler | EntrySampler


def sampler(part: Part, context: Context, single: Batch, seed: int, name: str) -> Sampler:
    """Return the sampler of one expectation at one instance (a batch of one).

    Raises:
        NotBatched: a term or law that cannot be evaluated.

    """
    if part.densities:
        return _cell_sampler(part, context, single, stream(seed, name, single.device))
    made = trial((part.body,), context, single, bound=(_DRAWS, *part.variables))
    laws, shapes, streams = [], [], []
    for variable in part.variables:
        declared = context.by_name[variable.name]
        if declared.law is None:
            raise NotBatched(f"{variable.name} has no law")
        laws.append(_law(declared.law, context, single))
        rows, columns = (made.scope.size(d) for d in variable.shape) if variable.shape else (1, 1)
        shapes.append((rows, columns))
        streams.append(stream(seed, f"{name}/{variable.name}", single.device))
    scope = replace(made.scope, tracked=False)
    return EntrySampler(tuple(streams), part.variables, tuple(laws), tuple(shapes), made.terms[0], scope)


def _law(law: Iid, context: Context, single: Batch) -> tuple[str, tuple[float, ...]]:
    made = trial(law.parameters, context, single)
    return law.family, tuple(float(made.value(k).value.reshape(-1)[0]) for k in range(len(law.parameters)))


def _cell_sampler(part: Part, context: Context, single: Batch, source: Stream) -> CellSampler:
    """Tabulate the body and the cells' probabilities: densities times volumes."""
    made = trial((Mul(part.densities), part.body), context, single, bound=part.variables)
    scope = made.scope
    weights: list[Number] = []
    for variable in part.variables:
        scope, axis = scope.run(variable, scope.extent(variable))
        size = scope.along(axis, scope.extent(variable))
        weights.append(scope.volumes(variable).linear(lambda t, size=size: t.reshape(size)))  # type: ignore[misc]
    chance = number(made.terms[0], scope)
    for weight in weights:
        chance = multiply(chance, weight)
    full = (1, *scope.sizes, *(1,) * (scope.rank - len(scope.sizes)))
    values = primal(number(made.terms[1], scope))
    table, body = (x.value.expand(full).reshape(-1) for x in (primal(chance), values))
    body = torch.where(table == 0, 0.0, body)  # never drawn, and maybe without a value there: log of a density of 0
    bounds = thresholds(table)
    return CellSampler(source, bounds, cell_table(bounds), body, largest_error(values))


def largest_error(values: Bounded) -> float:
    """Return the largest bound of rounding errors; those of values that may be undefined say nothing of rounding."""
    if values.error is None:
        return 0.0
    known = values.error[torch.isfinite(values.error)]
    return float(known.max()) if known.numel() else 0.0
