"""Thousands of instances of a Context at once, drawn by Philox.

A point lives in a few cells of random volume, some below 1 and some above, so that densities are
densities and not probabilities. Every number drawn is a short binary fraction: it is held exactly, and one
instance of a batch can be given back exactly, for a replay. What a Context asks for is constructed
(ranges, structures, a marginal that does not depend on θ); anything else raises `NotBatched`, and exact instances
are stacked instead.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import torch

from verify.meaning.columns import DEGREE as COLUMNS_DEGREE
from verify.meaning.columns import FEATURES
from verify.numeric.batch import Batch, Law, Map, NotBatched, Polynomial, Table, make_map, plain_map
from verify.numeric.bounded import Bounded, Tensor, exact
from verify.numeric.exactly import give_back
from verify.numeric.philox import Source
from verify.numeric.sizes import Profile, dimensions, parameter_sizes, size_of, space_of, space_sizes
from verify.terms.context import (
    NUMERIC_SPACES,
    REALS,
    Context,
    Declaration,
    FunctionDeclaration,
    Interval,
    LawDeclaration,
)
from verify.terms.nodes import Term

#: denominators of volumes, numbers and coefficients
VOLUME, GRID, COEFFICIENT = 16, 64, 8
POLYNOMIAL_DEGREE = 4


@dataclass
class Drawn:
    """What is being drawn; `raw` keeps the exact weights of laws, `points` the cells of families."""

    context: Context
    size: int
    source: Source
    device: torch.device
    profile: Profile
    dims: Mapping[str, int]
    cells: Mapping[str, int]
    parameters: Mapping[str, int]
    values: dict[str, Bounded] = field(default_factory=dict)
    points: dict[str, Tensor] = field(default_factory=dict)
    spaces: dict[str, Bounded] = field(default_factory=dict)
    laws: dict[str, Law] = field(default_factory=dict)
    raw: dict[str, tuple[Tensor, ...]] = field(default_factory=dict)
    functions: dict[str, Table | Polynomial | Map] = field(default_factory=dict)

    def grid(self, interval: Interval, *shape: int) -> Bounded:
        """Return numbers inside an interval, some at its closed ends."""
        drawn = _inside(interval, self.source, (self.size, *shape))
        if drawn.dim() == 1:
            _put_ends(drawn, interval)
        return exact(drawn)


def draw(
    context: Context, terms: Sequence[Term], seed: int, size: int, device: torch.device, profile: Profile
) -> Batch:
    """Return a batch of generic instances; hypotheses are left to the caller.

    Raises:
        NotBatched: the Context asks for something that is not constructed here.

    """
    if context.regions:
        raise NotBatched("densities that may vanish")
    dims = dimensions(context, terms, profile)
    made = Drawn(
        context,
        size,
        Source(seed, f"instances/{profile}", device),
        device,
        profile,
        dims,
        space_sizes(context, profile),
        parameter_sizes(context),
    )
    for name, count in made.cells.items():
        made.spaces[name] = exact(_volumes(made.source, size, count))
    for declaration in context.symbols:
        _draw_symbol(declaration, made)
    for law in context.laws:
        _draw_law(law, made)
    for f in context.functions:
        _draw_function(f, made)
    return Batch(
        size,
        device,
        dims,
        made.values,
        made.points,
        made.spaces,
        made.laws,
        made.functions,
        made.parameters,
        lambda b: give_back(made, b),
    )


# --------------------------------------------------------------------------------------- symbols, spaces


def _volumes(source: Source, size: int, count: int) -> Tensor:
    """Return volumes in (0, 3): the first below 1, the second above, the rest either."""
    small = source.between(2, VOLUME - 2, size, count)
    large = source.between(VOLUME + 2, 3 * VOLUME, size, count)
    below = source.integers(2, size, count)
    below[:, 0], below[:, 1 % count] = 1, 0
    return torch.where(below == 1, small, large).to(torch.float64) / VOLUME


def _inside(interval: Interval, source: Source, shape: tuple[int, ...]) -> Tensor:
    low, high = interval.low, interval.high
    if low is not None and high is not None:
        steps = 256
        at = source.between(1, steps - 2, *shape)
        at = at + (at >= steps // 2)  # never the middle: many wrong variants agree there
        return float(low) + (float(high) - float(low)) * at.to(torch.float64) / steps
    if low is not None:
        return float(low) + source.between(1, 4 * GRID, *shape).to(torch.float64) / GRID
    if high is not None:
        return float(high) - source.between(1, 4 * GRID, *shape).to(torch.float64) / GRID
    sizes = source.between(1, 3 * GRID, *shape) * source.signs(*shape)
    return sizes.to(torch.float64) / GRID


def _put_ends(drawn: Tensor, interval: Interval) -> None:
    """Put closed ends in: a strict inequality may fail only there."""
    for end, closed, start in ((interval.low, interval.low_closed, 0), (interval.high, interval.high_closed, 1)):
        if end is not None and closed and Fraction(float(end)) == end:
            drawn[start :: max(16, drawn.shape[0] // 8)] = float(end)


def _draw_symbol(declaration: Declaration, made: Drawn) -> None:
    symbol = declaration.symbol
    if symbol.sort != "real" or declaration.definition is not None or declaration.law is not None:
        if symbol.sort == "point" and symbol.shape:
            cells = made.cells[space_of(symbol.name, made.context)]
            made.points[symbol.name] = made.source.integers(cells, made.size, size_of(symbol.shape[0], made.dims))
        return
    if not symbol.shape:
        made.values[symbol.name] = made.grid(declaration.interval)
        return
    rows, columns = (size_of(d, made.dims) for d in symbol.shape)
    made.values[symbol.name] = _structured(made.grid(declaration.interval, rows, columns), declaration)


def _structured(array: Bounded, declaration: Declaration) -> Bounded:
    structure = declaration.structure
    if "orthogonal columns" in structure:
        raise NotBatched(f"{declaration.symbol.name} has orthogonal columns")
    if structure and declaration.interval != REALS:
        raise NotBatched(f"{declaration.symbol.name} has a structure and a range")
    if "diagonal" in structure:
        return array.linear(lambda t: torch.diag_embed(t.diagonal(dim1=-2, dim2=-1)))
    if "symmetric" in structure:
        return array.linear(lambda t: t.tril() + t.tril(-1).transpose(-1, -2))
    return array


# ----------------------------------------------------------------------------------- densities, functions


def _weights(made: Drawn, shape: Sequence[int]) -> Tensor:
    """Return positive weights; with a spread, of very different sizes."""
    weights = made.source.between(1, GRID - 1, made.size, *shape)
    if made.profile.spread:
        weights = weights << made.source.integers(made.profile.spread, made.size, *shape)
    return weights.to(torch.float64)


def _cells_of(slots: Sequence[str], made: Drawn) -> list[int]:
    return [made.cells[space_of(slot, made.context)] for slot in slots]


def _normalized(weights: Tensor, slots: Sequence[str], last: Sequence[str], made: Drawn) -> Bounded:
    """Divide weights over `slots` (the last axes) by their integral over the slots in `last`."""
    mass = total = exact(weights)
    first = weights.dim() - len(slots)
    axes = tuple(first + k for k, slot in enumerate(slots) if slot in last)
    for axis in axes:
        volumes = made.spaces[space_of(slots[axis - first], made.context)]
        size = [made.size if a == 0 else -1 if a == axis else 1 for a in range(weights.dim())]
        total = total * volumes.linear(lambda t, size=size: t.reshape(size))  # type: ignore[misc]
    return mass * total.sum(axes).reciprocal()


def _draw_law(law: LawDeclaration, made: Drawn) -> None:
    if law.pushforward is not None:
        return
    parameters = tuple(sorted(law.depends))
    slots = (*law.given, *law.targets)
    weights = _weights(made, [*(made.parameters[p] for p in parameters), *_cells_of(slots, made)])
    fixed = [names for names, depends in law.marginal_depends if not depends]
    if not fixed:
        made.raw[law.name] = (weights,)
        made.laws[law.name] = Law(parameters, law.given, law.targets, _normalized(weights, slots, law.targets, made))
        return
    if len(law.marginal_depends) > 1 or law.given:
        raise NotBatched(f"{law.name} has several fixed marginals")
    kept = tuple(slot for slot in law.targets if slot in fixed[0])
    rest = tuple(slot for slot in law.targets if slot not in kept)
    prior = _weights(made, _cells_of(kept, made))
    made.raw[law.name] = (weights, prior)
    conditional = _normalized(weights, slots, rest, made)
    marginal = _normalized(prior, kept, kept, made)
    size = [made.size, *(1 for _ in parameters)]
    size += [made.cells[space_of(s, made.context)] if s in kept else 1 for s in slots]
    table = conditional * marginal.linear(lambda t: t.reshape(size))
    made.laws[law.name] = Law(parameters, (), law.targets, table)


def _draw_function(f: FunctionDeclaration, made: Drawn) -> None:
    parameters = tuple(sorted(f.depends))
    if f.inverse:
        count = made.cells[f.spaces[0]]
        image = made.source.integers(1 << 16, made.size, count).argsort(-1)
        turns = made.source.signs(made.size)
        made.functions[f.name] = make_map(f.spaces[0], f.result, image, turns, made.spaces)
    elif f.result != "real":
        made.functions[f.name] = _onto(f, made)
    elif len({s in NUMERIC_SPACES for s in f.spaces}) > 1:
        raise NotBatched(f"the function {f.name}")
    elif not NUMERIC_SPACES.isdisjoint(f.spaces):
        if parameters:
            raise NotBatched(f"{f.name} depends on {', '.join(parameters)}")
        made.functions[f.name] = _polynomial(f, made)
    else:
        sizes = [*(made.parameters[p] for p in parameters), *(made.cells[s] for s in f.spaces)]
        made.functions[f.name] = Table(parameters, f.spaces, made.grid(f.interval, *sizes))


def _onto(f: FunctionDeclaration, made: Drawn) -> Map:
    """Return a map of cells onto cells, drawn for each instance."""
    sources, targets = made.cells[f.spaces[0]], made.cells[f.result]
    if parameters := sorted(f.depends):
        raise NotBatched(f"{f.name} depends on {', '.join(parameters)}")
    if sources < targets:
        raise NotBatched(f"{f.name} goes to a space of more cells")
    image = made.source.integers(targets, made.size, sources)
    first = made.source.integers(1 << 16, made.size, sources).argsort(-1)[:, :targets]
    every = torch.arange(targets, device=made.device).expand(made.size, targets)
    return plain_map(f.spaces[0], f.result, image.scatter(-1, first, every), made.spaces)


def _polynomial(f: FunctionDeclaration, made: Drawn) -> Polynomial:
    columns = f.spaces.count("column")
    degree = COLUMNS_DEGREE if columns else POLYNOMIAL_DEGREE
    degrees = itertools.product(range(degree + 1), repeat=len(f.spaces) - columns + FEATURES * columns)
    exponents = tuple(e for e in degrees if sum(e) <= degree)
    drawn = made.source.between(1, 2 * COEFFICIENT, made.size, len(exponents)) * made.source.signs(
        made.size, len(exponents)
    )
    return Polynomial(exponents, exact(drawn.to(torch.float64) / COEFFICIENT), f.interval.low, f.interval.high)
