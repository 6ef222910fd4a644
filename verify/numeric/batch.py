"""Many instances of a Context in one set of tensors; the first axis of every tensor is the batch.

Main definitions
----------------
* `Batch`: values of symbols, spaces, laws and functions for every instance, as bounded numbers.
* `stack`: exact instances of `verify.meaning` put together into a batch.

Axes of a law's table: the batch, its parameters (sorted), given slots, targets. An unknown function of
numbers is a polynomial, pressed into its interval as `verify.meaning.instance.Smooth` says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import torch

from verify.meaning.instance import Bijection, FunctionTable, Instance, LawTable, Smooth
from verify.numeric.bounded import UNIT, Bounded, Tensor


class NotBatched(Exception):
    """A term or Context that cannot be evaluated in batches; the message says why."""


@dataclass(frozen=True)
class Law:
    """A density's table on cells, and the names of its axes after the batch."""

    parameters: tuple[str, ...]
    given: tuple[str, ...]
    targets: tuple[str, ...]
    table: Bounded


@dataclass(frozen=True)
class Table:
    """An unknown function of points: a table over parameters, then its arguments' cells."""

    parameters: tuple[str, ...]
    spaces: tuple[str, ...]
    table: Bounded


@dataclass(frozen=True)
class Polynomial:
    """An unknown function of numbers: coefficients (batch × terms) of the monomials with these exponents."""

    exponents: tuple[tuple[int, ...], ...]
    coefficients: Bounded
    low: Fraction | None
    high: Fraction | None


@dataclass(frozen=True)
class Map:
    """A bijection of cells: images, preimages (batch × cells), and the signed Jacobian determinants at both.

    With orientation 0, any map: the determinants are no numbers, and `preimage` has no columns.
    """

    source: str
    target: str
    image: Tensor
    preimage: Tensor
    jacobian: Bounded
    inverse_jacobian: Bounded
    orientation: Tensor


@dataclass(frozen=True)
class Batch:
    """Values for every name of a Context, `size` instances at once.

    `cells` holds what is fixed of points, parameters and indices (numbers from 0); a name that is not
    there ranges over all its values. `instance` gives back one of them exactly.
    """

    size: int
    device: torch.device
    dims: Mapping[str, int] = field(default_factory=dict)
    values: Mapping[str, Bounded] = field(default_factory=dict)
    cells: Mapping[str, Tensor] = field(default_factory=dict)
    spaces: Mapping[str, Bounded] = field(default_factory=dict)
    laws: Mapping[str, Law] = field(default_factory=dict)
    functions: Mapping[str, Table | Polynomial | Map] = field(default_factory=dict)
    parameters: Mapping[str, int] = field(default_factory=dict)
    instance: Callable[[int], Instance] = field(default=lambda _: Instance(), repr=False)

    def select(self, which: Tensor) -> Batch:
        """Return the batch of some instances, by position."""
        moved = _Selection(which)
        positions = which.tolist()
        return Batch(
            len(positions),
            self.device,
            self.dims,
            {k: moved(v) for k, v in self.values.items()},
            {k: v[which] for k, v in self.cells.items()},
            {k: moved(v) for k, v in self.spaces.items()},
            {k: Law(w.parameters, w.given, w.targets, moved(w.table)) for k, w in self.laws.items()},
            {k: moved.function(f) for k, f in self.functions.items()},
            self.parameters,
            lambda b: self.instance(positions[b]),
        )


@dataclass(frozen=True)
class _Selection:
    which: Tensor

    def __call__(self, x: Bounded) -> Bounded:
        return x.linear(lambda t: t[self.which])

    def function(self, f: Table | Polynomial | Map) -> Table | Polynomial | Map:
        if isinstance(f, Table):
            return Table(f.parameters, f.spaces, self(f.table))
        if isinstance(f, Polynomial):
            return Polynomial(f.exponents, self(f.coefficients), f.low, f.high)
        w = self.which
        determinants = (self(f.jacobian), self(f.inverse_jacobian))
        return Map(f.source, f.target, f.image[w], f.preimage[w], *determinants, f.orientation[w])


def make_map(source: str, target: str, image: Tensor, orientation: Tensor, spaces: Mapping[str, Bounded]) -> Map:
    """Return a bijection of cells; |det| is the ratio of the volumes, the sign is the orientation's."""
    preimage = image.argsort(-1)
    sign = Bounded(orientation[:, None].to(torch.float64), torch.zeros_like(image, dtype=torch.float64)[:, :1])
    onto = spaces[target].linear(lambda t: t.gather(-1, image))
    jacobian = onto * spaces[source].reciprocal() * sign
    back = spaces[source].linear(lambda t: t.gather(-1, preimage))
    inverse = back * spaces[target].reciprocal() * sign
    return Map(source, target, image, preimage, jacobian, inverse, orientation)


def plain_map(source: str, target: str, image: Tensor, spaces: Mapping[str, Bounded]) -> Map:
    """Return a map of cells that need not be one to one: it has neither a Jacobian nor an inverse."""
    nothing = spaces[source].linear(lambda t: t * torch.nan)
    none = torch.zeros_like(image[:, 0])
    return Map(source, target, image, image[:, :0], nothing, nothing, none)


# ---------------------------------------------------------------------------------- from exact instances


def signature(instance: Instance) -> tuple[Any, ...]:
    """Return what instances must share to be stacked: all sizes and kinds."""
    return (
        tuple(sorted(instance.dims.items())),
        tuple(sorted(instance.parameters.items())),
        tuple(sorted((name, len(volumes)) for name, volumes in instance.spaces.items())),
        tuple(sorted((name, _function_kind(f)) for name, f in instance.functions.items())),
        tuple(sorted((name, _value_kind(v)) for name, v in instance.values.items())),
    )


def _function_kind(f: FunctionTable | Bijection) -> str:
    if isinstance(f, Bijection):
        return "map"
    pieces = list(f.values.values())
    return str(tuple(sorted(pieces[0].coefficients))) if isinstance(pieces[0], Smooth) else "table"


def _value_kind(value: Any) -> str:
    return f"{len(value)}x{len(value[0])}" if isinstance(value, tuple) else "scalar"


def stack(instances: Sequence[Instance], sorts: Mapping[str, str], device: torch.device) -> Batch:
    """Return a batch of exact instances of one signature; `sorts` says what each valued name is.

    Raises:
        NotBatched: a function of both points and numbers.

    """
    first = instances[0]
    spaces = {s: numbers([i.spaces[s] for i in instances], device) for s in first.spaces}
    cells, values = {}, {}
    for name in first.values:
        column = [i.values[name] for i in instances]
        sort = sorts.get(name, "real")
        if sort == "real":
            values[name] = numbers(column, device)
        else:
            cells[name] = torch.tensor(_whole(column), device=device) - (1 if sort == "index" else 0)
    return Batch(
        len(instances),
        device,
        dict(first.dims),
        values,
        cells,
        spaces,
        {name: _stack_law([i.laws[name] for i in instances], device) for name in first.laws},
        {name: _stack_function([i.functions[name] for i in instances], spaces, device) for name in first.functions},
        dict(first.parameters),
        lambda b: instances[b],
    )


def _whole(column: Sequence[Any]) -> Any:
    return [_whole(value) if isinstance(value, tuple) else int(value) for value in column]


def numbers(nested: Sequence[Any], device: torch.device) -> Bounded:
    """Return nested tuples of rationals as float64, each within one rounding."""
    value = torch.tensor(_floats(nested), dtype=torch.float64, device=device)
    return Bounded(value, value.abs() * (2.0 * UNIT))


def _floats(value: Any) -> Any:
    return [_floats(v) for v in value] if isinstance(value, tuple | list) else float(value)


def _sizes(keys: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    return tuple(max(k) + 1 for k in zip(*keys, strict=True))


def _stack_law(laws: Sequence[LawTable], device: torch.device) -> Law:
    first = laws[0]
    keys = sorted(first.values)
    flat = numbers([tuple(law.values[k] for k in keys) for law in laws], device)
    sizes = (len(laws), *_sizes(keys))
    return Law(first.parameters, first.given, first.targets, flat.linear(lambda t: t.reshape(sizes)))


def _stack_function(
    functions: Sequence[FunctionTable | Bijection], spaces: Mapping[str, Bounded], device: torch.device
) -> Table | Polynomial | Map:
    first = functions[0]
    if isinstance(first, Bijection):
        image = torch.tensor([f.image for f in functions if isinstance(f, Bijection)], device=device)
        if not first.orientation:
            return plain_map(first.source, first.target, image, spaces)
        orientation = torch.tensor([f.orientation for f in functions if isinstance(f, Bijection)], device=device)
        return make_map(first.source, first.target, image, orientation, spaces)
    tables = [f for f in functions if isinstance(f, FunctionTable)]
    keys = sorted(first.values)
    piece = first.values[keys[0]]
    if not isinstance(piece, Smooth):
        flat = numbers([tuple(t.values[k] for k in keys) for t in tables], device)
        sizes = (len(tables), *_sizes(keys)) if keys[0] else (len(tables),)
        return Table(first.parameters, first.spaces, flat.linear(lambda t: t.reshape(sizes)))
    if len(keys) > 1:
        raise NotBatched("a function of points and of numbers")
    exponents = tuple(sorted(piece.coefficients))
    pieces = [t.values[keys[0]] for t in tables]
    rows = [tuple(p.coefficients[e] for e in exponents) for p in pieces if isinstance(p, Smooth)]
    return Polynomial(exponents, numbers(rows, device), piece.low, piece.high)
