"""Where a term is evaluated: which symbol has which value, and which axis of the tensors it runs along.

Every scalar has rank 1 + `rank`: the batch first, then one axis for each free or bound variable in scope
(size 1 where the number does not depend on it). Arrays have two more axes, rows and columns, at the end.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

import torch

from verify.numeric.batch import Batch, NotBatched
from verify.numeric.bounded import Bounded, Tensor, constant, exact
from verify.numeric.dual import Number
from verify.terms.context import Context
from verify.terms.nodes import Add, Divergence, Expect, Extremum, Integral, Mul, Num, Prod, Sum, Sym, Term
from verify.terms.rewrite import free


@dataclass(frozen=True, slots=True)
class Cell:
    """A point, a parameter's value or an index: integers from 0, of a scalar's rank (or more, for a family).

    `axis` is the tensor axis along which the cell simply runs over all its values, if it does.
    """

    at: Tensor
    axis: int | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """All families of points at once: `members` (point × choice) are cells; the choice runs along `axis`."""

    members: Tensor
    axis: int


Value = Number | Cell | Family

#: choices of cells for a whole family of points that are gone through at once
LARGEST_FAMILY = 4096


@dataclass(frozen=True)
class Scope:
    """Values of symbols (`bound` before the batch's), axes in use, and how numbers are kept.

    `tracked`: numbers carry error bounds. `autograd`: derivatives are torch's, else forward ones.
    """

    batch: Batch
    context: Context
    rank: int
    bound: Mapping[Sym, Value]
    sizes: tuple[int, ...] = ()
    level: int = 0
    tracked: bool = True
    autograd: bool = False
    parent: Scope | None = None
    added: Sym | None = None
    known: dict[Term, Number] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def device(self) -> torch.device:
        """Where the tensors live."""
        return self.batch.device

    def set(self, symbol: Sym, value: Value, level: int | None = None) -> Scope:
        """Return the scope in which `symbol` has this value (a dual number of `level`)."""
        level = self.level if level is None else level
        return replace(self, bound={**self.bound, symbol: value}, level=level, parent=self, added=symbol)

    def home(self, term: Term) -> Scope:
        """Return the outermost scope in which `term` has the same value: there it is computed once.

        Densities depend on parameters that their terms do not mention, so none of those is skipped.
        """
        here, mentioned = self, free(term)
        while here.parent is not None and here.added is not None:
            if here.added in mentioned or here.added.sort not in ("real", "point", "index"):
                break
            here = here.parent
        return here

    def run(self, symbol: Sym, size: int) -> tuple[Scope, int]:
        """Return the scope in which `symbol` runs over 0 … size-1 along a new axis, and that axis."""
        axis = 1 + len(self.sizes)
        if axis > self.rank:
            raise NotBatched("more variables in scope than axes")
        at = torch.arange(size, device=self.device).view(self.along(axis, size))
        bound = {**self.bound, symbol: Cell(at, axis)}
        return replace(self, bound=bound, sizes=(*self.sizes, size), parent=self, added=symbol), axis

    def run_family(self, symbol: Sym) -> tuple[Scope, Family]:
        """Return the scope in which a family of points runs over all its choices of cells along a new axis."""
        cells, size = int(self.volumes(symbol).value.shape[-1]), self.size(symbol.shape[0])
        if cells**size > LARGEST_FAMILY:
            raise NotBatched(f"{cells}^{size} families of points are too many to go through")
        choices = list(itertools.product(range(cells), repeat=size))
        inner, axis = self.run(symbol, len(choices))
        family = Family(torch.tensor(choices, device=self.device).T, axis)
        return replace(inner, bound={**inner.bound, symbol: family}), family

    def along(self, axis: int, size: int) -> tuple[int, ...]:
        """Return the shape of a scalar that runs along one axis only."""
        return tuple(size if a == axis else 1 for a in range(1 + self.rank))

    def number(self, value: Fraction | float) -> Bounded:
        """Return a constant of a scalar's rank."""
        return self.keep(constant(value, self.device).linear(lambda t: t.view((1,) * (1 + self.rank))))

    def whole(self, value: Tensor) -> Bounded:
        """Return numbers that the tensor holds exactly."""
        return self.keep(exact(value))

    def keep(self, x: Bounded) -> Bounded:
        """Drop the bound where none is kept."""
        return x if self.tracked else x.untracked()

    def scalar(self, x: Bounded) -> Bounded:
        """Return one number an instance at a scalar's rank."""
        return self.keep(x.linear(lambda t: t.view(-1, *(1,) * self.rank)))

    def array(self, x: Bounded) -> Bounded:
        """Return one matrix an instance at an array's rank."""
        return self.keep(x.linear(lambda t: t.view(t.shape[0], *(1,) * self.rank, *t.shape[1:])))

    @functools.cached_property
    def instances(self) -> Tensor:
        """The position in the batch, at a scalar's rank."""
        return torch.arange(self.batch.size, device=self.device).view(-1, *(1,) * self.rank)

    def space(self, symbol: Sym) -> str:
        """Return the name of a point's space."""
        name = symbol.name.split("#")[0]
        declared = self.context.by_name.get(name)
        return (declared.space if declared is not None else "") or name

    def volumes(self, symbol: Sym) -> Bounded:
        """Return the cells' volumes of a point's space, batch × cells."""
        space = self.space(symbol)
        if space not in self.batch.spaces:
            raise NotBatched(f"the space of {symbol.name} has no cells")
        return self.batch.spaces[space]

    def size(self, dimension: Term) -> int:
        """Return the value of a dimension."""
        match dimension:
            case Num(value) if value.denominator == 1:
                return int(value)
            case Sym(name=name) if name in self.batch.dims:
                return self.batch.dims[name]
            case Add(terms=terms):
                return sum(self.size(t) for t in terms)
            case Mul(factors=factors):
                return math.prod(self.size(f) for f in factors)
            case _:
                raise NotBatched(f"{dimension} has no size")

    def extent(self, symbol: Sym) -> int:
        """Return how many values a free point or parameter has."""
        if symbol.sort == "parameter":
            if symbol.name not in self.batch.parameters:
                raise NotBatched(f"the parameter {symbol.name} has no values")
            return self.batch.parameters[symbol.name]
        return int(self.volumes(symbol).value.shape[-1])


def depth(term: Term) -> int:
    """Return how many variables are bound inside one another at most."""
    match term:
        case Sum() | Prod() | Extremum():
            own = 1
        case Integral(variables=variables) | Expect(variables=variables) | Divergence(variables=variables):
            own = len(variables)
        case _:
            own = 0
    return own + max((depth(child) for child in term.children()), default=0)
