"""How large instances are: dimensions, cells of spaces, values of parameters, and the work they make."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from verify.numeric.batch import NotBatched
from verify.terms.context import NUMERIC_SPACES, Context, Declaration, FunctionDeclaration
from verify.terms.nodes import Add, Mul, Num, Sym, Term
from verify.terms.rewrite import free, names

#: cells of the first space, the second, …; values of the first parameter, …; sizes of dimensions
#: cells of a space in which families of points live: all families are gone through
FAMILY_CELLS = 2
CELLS, VALUES, SIZES = (3, 4), (3, 2), (3, 2, 2, 1)
#: Gaussian entries that quadrature goes through, and its nodes for each
LARGEST_QUADRATURE, NODES = 2, 12


@dataclass(frozen=True)
class Profile:
    """How instances look: sizes, and how unequal densities' weights are (their largest binary exponent)."""

    cells: tuple[int, ...] = CELLS
    sizes: tuple[int, ...] = SIZES
    spread: int = 0


def dimensions(context: Context, terms: Sequence[Term], profile: Profile) -> dict[str, int]:
    """Return a size for each dimension that occurs: more rows than columns, so that columns may be independent."""
    shapes = [d.symbol.shape for d in context.symbols if d.symbol.shape]
    ordered: list[str] = []
    for rows, columns in sorted(shapes, key=lambda s: s[1] == Num(Fraction(1))):
        ordered += [d.name for d in (rows, columns) if isinstance(d, Sym) and d.name not in ordered]
    loose = {s.name for term in terms for s in free(term) if s.sort == "dimension"}
    loose |= {s.name for h, _ in context.hypotheses for a in h.args for s in free(a) if s.sort == "dimension"}
    ordered += sorted(loose - set(ordered))
    return dict(zip(ordered, itertools.cycle(profile.sizes), strict=False))


def space_sizes(context: Context, profile: Profile) -> dict[str, int]:
    """Return how many cells each space has; spaces joined by a bijection have equally many."""
    names = [_space(d) for d in context.symbols if d.symbol.sort == "point"]
    names += [space_of(slot, context) for law in context.laws for slot in (*law.targets, *law.given)]
    names += [s for f in context.functions for s in f.spaces if s not in NUMERIC_SPACES]
    found: dict[str, int] = {}
    many = {_space(d) for d in context.symbols if d.symbol.sort == "point" and d.symbol.shape}
    for name, size in zip(sorted(set(names)), itertools.cycle(profile.cells), strict=False):
        found[name] = min(size, FAMILY_CELLS) if name in many else size
    for f in context.functions:
        if f.inverse:
            found[f.result] = found[f.spaces[0]] = found.get(f.spaces[0], profile.cells[0])
    for f in context.functions:
        if f.result != "real" and not f.inverse and not _joined(f, context):
            target = found.setdefault(f.result, profile.cells[0])
            found[f.spaces[0]] = max(found[f.spaces[0]], target + 1)  # so that two cells go to one
    return found


def _joined(f: FunctionDeclaration, context: Context) -> bool:
    """Whether the size of this map's source is settled: something maps to it, or a bijection from it."""
    maps = [g for g in context.functions if g.result != "real"]
    return any(f.spaces[0] == g.result or (g.inverse and f.spaces[0] in g.spaces) for g in maps)


def _space(declaration: Declaration) -> str:
    return declaration.space or declaration.symbol.name


def space_of(slot: str, context: Context) -> str:
    """Return the space in which a law's variable lives."""
    declared = context.by_name.get(slot)
    return _space(declared) if declared is not None else slot


def parameter_sizes(context: Context) -> dict[str, int]:
    """Return how many values each parameter has."""
    names = {d.symbol.name for d in context.symbols if d.symbol.sort == "parameter"}
    names |= {p for law in context.laws for p in law.depends} | {p for f in context.functions for p in f.depends}
    return dict(zip(sorted(names), itertools.cycle(VALUES), strict=False))


def size_of(dimension: Term, dims: Mapping[str, int]) -> int:
    """Return a dimension as an integer."""
    if isinstance(dimension, Sym) and dimension.name in dims:
        return dims[dimension.name]
    if isinstance(dimension, Num) and dimension.value.denominator == 1:
        return int(dimension.value)
    match dimension:
        case Add(terms=terms):
            return sum(size_of(t, dims) for t in terms)
        case Mul(factors=factors):
            return math.prod(size_of(f, dims) for f in factors)
        case _:
            raise NotBatched(f"the dimension {dimension}")


def work(terms: Sequence[Term], context: Context, profile: Profile) -> int:
    """Return about how many numbers one instance takes: free axes, cells and masks multiplied."""
    mentioned = {name for term in terms for name in names(term)}
    laws = [w for w in context.laws if w.name in mentioned]
    slots = {s for w in laws for s in (*w.targets, *w.given)}
    sizes, values = space_sizes(context, profile), parameter_sizes(context)
    total = math.prod(sizes[s] for s in {space_of(slot, context) for slot in slots})
    total *= math.prod(values[p] for p in {p for w in laws for p in w.depends})
    dims = dimensions(context, terms, profile)
    for declaration in context.symbols:
        if declaration.symbol.sort == "point" and declaration.symbol.shape and declaration.symbol.name in mentioned:
            size = size_of(declaration.symbol.shape[0], dims)
            total *= sizes[_space(declaration)] ** size * size
        elif declaration.law is not None and declaration.symbol.name in mentioned:
            entries = math.prod(size_of(d, dims) for d in declaration.symbol.shape)
            each, most = (NODES, LARGEST_QUADRATURE) if declaration.law.family == "gaussian" else (2, 12)
            total *= each ** min(entries, most) * entries
        elif declaration.symbol.name in mentioned and len(declaration.symbol.shape) == 2:
            total = max(total, math.prod(size_of(d, dims) for d in declaration.symbol.shape))
    return max(1, total)
