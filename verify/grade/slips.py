"""Slips that change more than one place of a side, or lose a term: x for 1 - x throughout, the 1 of (t log t)' lost.

Main definitions
----------------
* `complemented`: one or both sides with a number a replaced by 1 - a wherever it occurs.
* `complement_of`: the number a of 1 - a.
* `with_a_one`: a sum with a 1 more or less.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from verify.grade.inside import Edit, EditOfSides, plus
from verify.terms.nodes import ONE, Add, Apply, Entry, Mul, Num, Sym, Term
from verify.terms.printing import text
from verify.terms.rewrite import transform, walk
from verify.terms.unfold import negative

#: numbers that are tried
NUMBERS = 4


def complemented(*sides: Term) -> Iterator[EditOfSides]:
    """Yield sides with each number that occurs with its complement, x and 1 - x, replaced by that throughout."""
    nodes = (node for side in sides for node in walk(side))
    found = dict.fromkeys(number for node in nodes if (number := complement_of(node)) is not None)
    for number in list(found)[:NUMBERS]:
        yield f"{text(number)} and 1 - {text(number)} exchanged", partial(_exchanged, sides, number)


def complement_of(node: Term) -> Term | None:
    """Return a of 1 - a, where that is a name, an entry or a value of a function."""
    match node:
        case Add(terms=(Num() as one, Mul(factors=(Num() as minus, a)))) if one == ONE and minus.value == -1:
            return a if isinstance(a, Sym | Entry | Apply) and not a.shape else None
    return None


def _exchanged(sides: tuple[Term, ...], number: Term) -> tuple[Term, ...]:
    marker = Sym("exchanged", "real")
    inside = [transform(side, lambda node: marker if complement_of(node) == number else node) for side in sides]
    turned = [transform(side, lambda n: Add((ONE, negative(number))) if n == number else n) for side in inside]
    return tuple(transform(side, lambda node: number if node == marker else node) for side in turned)


def with_a_one(side: Term, names: bool = False) -> Iterator[Edit]:
    """Yield a number with 1 added, and with 1 taken away; a bare name only if `names` says so."""
    if side.sort == "real" and not side.shape and not isinstance(side, Num if names else Num | Sym):
        yield "a term 1 that is left out", partial(plus, side, ONE)
        yield "a term -1 that is left out", partial(plus, side, negative(ONE))
