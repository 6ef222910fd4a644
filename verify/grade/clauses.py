"""Rows taken apart: clauses between arrows, links between sides, and every reading of each.

In `A = B = C` the row `= C` claims `A = C`; an arrow separates what is supposed from what follows.

Main definitions
----------------
* `Clause`: sides and relations between two arrows.
* `Link`: what one relation claims, against the head of its chain and against the side before.
* `Step`: a link and where it stands in its row.
"""

from __future__ import annotations

from dataclasses import dataclass

from verify.latex.tree import Bracket, Letter, Mark, Node, Number, Product, Row, Scripted, Word, walk
from verify.terms.statement import compose

ARROWS = frozenset({"=>", "<=>", "->"})
#: combinations of readings that are looked at
MOST = 8

#: readings of one side, the usual one first
Side = tuple[Node, ...]
Pair = tuple[Node, Node]


@dataclass(frozen=True, slots=True)
class Clause:
    """What stands between two arrows; `arrow` is the one in front ("" for the first)."""

    sides: tuple[Side, ...]
    relations: tuple[str, ...]
    arrow: str = ""
    paired: tuple[tuple[Node | None, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """`relation` between a left and a right side, in each reading; `start` and `end` are the right side's place."""

    pairs: tuple[Pair, ...]
    relation: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Step:
    """A link against the head of its chain, the same against the side `before`, and where it stands in a row.

    `concluding`: behind an arrow; `supposing`: in front of one; `then_zero`: the row goes on with "= 0";
    `equivalent`: behind ⟺, which says that what is before follows, too.
    """

    link: Link
    before: tuple[Pair, ...]
    relation: str
    concluding: bool
    supposing: bool
    then_zero: bool = False
    equivalent: bool = False


def clauses(row: Row) -> tuple[Clause, ...]:
    """Return the clauses of a row; a side that is missing has no readings."""
    readings = tuple(dict.fromkeys((row.sides, *row.readings)))
    cuts = [k for k, relation in enumerate(row.relations) if relation in ARROWS]
    found: list[Clause] = []
    first = 0
    for cut in (*cuts, len(row.relations)):
        part = tuple(reading[first : cut + 1] for reading in readings)
        sides = tuple(_side(part, k) for k in range(cut + 1 - first))
        arrow = row.relations[first - 1] if first else ""
        found.append(Clause(sides, row.relations[first:cut], arrow, part))
        first = cut + 1
    return tuple(c for c in found if any(c.sides))


def _side(readings: tuple[tuple[Node | None, ...], ...], k: int) -> Side:
    return tuple(dict.fromkeys(r[k] for r in readings if k < len(r) and r[k] is not None))  # type: ignore[misc]


def between(clause: Clause, left: int, right: int) -> tuple[Pair, ...]:
    """Return both sides in each common reading."""
    found = [(r[left], r[right]) for r in clause.paired]
    return tuple(dict.fromkeys((a, b) for a, b in found if a is not None and b is not None))[:MOST]


def across(left: Side, right: Side) -> tuple[Pair, ...]:
    """Return every pair of readings of two sides that do not stand in one row."""
    return tuple((a, b) for b in right for a in left)[:MOST]


def is_zero(side: Side) -> bool:
    """Whether a side is 0."""
    return all(isinstance(node, Number) and node.text == "0" for node in side)


def is_starred(side: Node) -> bool:
    """Whether a side speaks of an optimum by a star: w*, D*."""
    return any(isinstance(n, Scripted) and isinstance(n.sup, Mark) and n.sup.text == "*" for n in walk(side))


def is_name(node: Node) -> bool:
    """Whether a side is a name, perhaps of arguments: w*, L(w), v_θ(ψ, θ)."""
    if isinstance(node, Product) and len(node.factors) == 2 and isinstance(node.factors[1], Bracket):
        return is_name(node.factors[0])
    base = node.base if isinstance(node, Scripted) else node
    return isinstance(base, Letter | Word)


def composed(relations: tuple[str, ...]) -> str | None:
    """Return the relation between the ends of a chain, or None where relations do not compose."""
    result: str | None = "="
    for relation in relations:
        result = compose(result, "=" if relation == ":=" else relation) if result else None
    return result


def says_of_a_name(row: Row) -> bool:
    """Whether a row says of a name, perhaps of arguments, what it is: a_i = w_i; a slope h'(t) is no name."""
    left = row.sides[0] if row.sides else None
    return left is not None and is_name(left) and not any(isinstance(n, Scripted) and n.primes for n in walk(left))
