"""Regions of a space: where densities are positive, and how regions lie to one another.

A law with a support is positive on that region and 0 elsewhere. Regions are read up to null sets: two regions
are disjoint if they meet in a null set, and a law has no say on null sets.

Main definitions
----------------
* `Region`: a measurable set of a space; nothing is known of it (then `RegionFact`s may relate it to others), or
  it is a segment [low, high] of the line, or the one value `at` of a real number that is counted.
* `RegionFact`: two regions of nothing known are disjoint, or the first lies inside the second.
* `cells`: the partition that the regions of a space generate, as sets of names of regions.
* `size`, `overlap`: volumes of segments (lengths) and of counted values (numbers of them).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from verify.terms.nodes import ONE, ZERO, Add, Fn, Mul, Num, Pow, Term

#: a cell of the partition: the names of the regions in which it lies
Cell = frozenset[str]
FACTS = ("disjoint", "inside")
#: what names of cells are made of: a region called A∩B would have the name of a cell of A and B
RESERVED = "∩∅|,"


@dataclass(frozen=True, slots=True)
class Region:
    """A region of the space called `space`: unknown, a segment from `low` to `high`, or the one value `at`."""

    name: str
    space: str
    low: Term | None = None
    high: Term | None = None
    at: Term | None = None

    @property
    def explicit(self) -> bool:
        """Whether the region is written out, so that it has a volume."""
        return self.at is not None or self.low is not None

    @property
    def ends(self) -> tuple[Term, ...]:
        """The terms in which the region is written."""
        return tuple(t for t in (self.low, self.high, self.at) if t is not None)


@dataclass(frozen=True, slots=True)
class RegionFact:
    """What is assumed of two unknown regions of one space: they are "disjoint", or left is "inside" right."""

    relation: str
    left: str
    right: str
    sentence: str = ""

    def allows(self, cell: Cell) -> bool:
        """Whether a cell need not be a null set."""
        if self.relation == "disjoint":
            return not {self.left, self.right} <= cell
        return self.left not in cell or self.right in cell


def cells(regions: Iterable[Region], facts: Iterable[RegionFact]) -> tuple[Cell, ...]:
    """Return the cells of the partition that need not be null, what lies in no region (the empty set) last."""
    names = sorted(r.name for r in regions)
    choices = (frozenset(c) for n in range(len(names), -1, -1) for c in itertools.combinations(names, n))
    return tuple(cell for cell in choices if all(fact.allows(cell) for fact in facts))


def label(cell: Cell) -> str:
    """Return a cell's name."""
    return "∩".join(sorted(cell)) or "∅"


# ------------------------------------------------------------------------------------------------- volumes


def _collected(term: Term) -> dict[Term, Fraction]:
    """Return a term as a sum of multiples of terms that are neither sums nor multiples; ONE stands for numbers."""
    match term:
        case Num(value):
            return {ONE: value}
        case Add(terms):
            total: dict[Term, Fraction] = {}
            for part in terms:
                for atom, value in _collected(part).items():
                    total[atom] = total.get(atom, Fraction(0)) + value
            return total
        case Mul(factors=(Num(number), other)):
            return {atom: number * value for atom, value in _collected(other).items()}
        case _:
            return {term: Fraction(1)}


def _written(parts: dict[Term, Fraction]) -> Term:
    terms = []
    for atom, value in parts.items():
        if value:
            number = Num(value)
            terms.append(number if atom == ONE else atom if value == 1 else Mul((number, atom)))
    return ZERO if not terms else terms[0] if len(terms) == 1 else Add(tuple(terms))


def _sum(*pairs: tuple[Fraction | int, Term]) -> Term:
    """Return a sum of multiples with like terms collected."""
    return _written(_collected(Add(tuple(Mul((Num(Fraction(number)), term)) for number, term in pairs))))


def _modulus(term: Term) -> Term:
    """Return |term|; of a term and its negative the same."""
    parts = {atom: value for atom, value in _collected(term).items() if value}
    if set(parts) <= {ONE}:
        return Num(abs(parts.get(ONE, Fraction(0))))
    lead = next(value for atom, value in parts.items() if atom != ONE)
    return Fn("abs", _written({atom: value if lead > 0 else -value for atom, value in parts.items()}))


def size(region: Region) -> Term:
    """Return the volume of an explicit region: the length of a segment (positive: an obligation), or 1."""
    if region.low is None or region.high is None:
        return ONE
    return _sum((1, region.high), (-1, region.low))


def overlap(one: Region, other: Region) -> Term:
    """Return the volume of what two explicit regions share: max(0, least end - greatest start), or 1 if equal.

    min(a, b) is (a + b - |a - b|)/2, max(0, m) is (m + |m|)/2, and a = b is counted by 1 - sign(a - b)².
    """
    if one.at is not None and other.at is not None:
        return _sum((1, ONE), (-1, Pow(Fn("sign", _sum((1, one.at), (-1, other.at))), Num(Fraction(2)))))
    half = Fraction(1, 2)
    (low, high), (start, end) = one.ends, other.ends
    least = ((half, high), (half, end), (-half, _modulus(_sum((1, high), (-1, end)))))
    greatest = ((-half, low), (-half, start), (-half, _modulus(_sum((1, low), (-1, start)))))
    shared = _sum(*least, *greatest)
    return _sum((half, shared), (half, _modulus(shared)))


def volume(cell: Cell, regions: tuple[Region, ...]) -> Term:
    """Return the volume of a cell of one explicit region, or of two."""
    inside = [r for r in regions if r.name in cell]
    if len(regions) == 1:
        return size(regions[0])
    shared = overlap(*regions)
    return shared if len(inside) == 2 else _sum((1, size(inside[0])), (-1, shared))
