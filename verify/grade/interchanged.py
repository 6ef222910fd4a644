"""Slips that take one name for another throughout: f_0 and f_1, p and q, σ and μ interchanged.

Main definitions
----------------
* `interchanged`: one or both sides with two of their names interchanged wherever they occur.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import combinations, islice

from verify.grade.inside import EditOfSides
from verify.terms.nodes import Density, Sym, Term
from verify.terms.printing import text
from verify.terms.rewrite import fresh, substitute, transform, walk

#: pairs of names that are tried
PAIRS = 4


def interchanged(*sides: Term) -> Iterator[EditOfSides]:
    """Yield sides with two laws interchanged that stand at the same points, or two symbols of one kind."""
    forms: dict[str, set[tuple[object, ...]]] = {}
    nodes = [node for side in sides for node in walk(side)]
    for node in nodes:
        if isinstance(node, Density):
            forms.setdefault(node.law, set()).add((node.targets, node.given))
    laws = (pair for pair in combinations(forms, 2) if forms[pair[0]] == forms[pair[1]])
    for one, other in islice(laws, PAIRS):
        yield f"{one} and {other} interchanged", partial(_laws, sides, one, other)
    symbols = dict.fromkeys(node for node in nodes if isinstance(node, Sym) and node.sort == "real")
    alike = (pair for pair in combinations(symbols, 2) if pair[0].shape == pair[1].shape)
    for first, second in islice(alike, PAIRS):
        yield f"{text(first)} and {text(second)} interchanged", partial(_symbols, sides, first, second)


def _laws(sides: tuple[Term, ...], one: str, other: str) -> tuple[Term, ...]:
    turned = {one: other, other: one}

    def change(node: Term) -> Term:
        return replace(node, law=turned.get(node.law, node.law)) if isinstance(node, Density) else node

    return tuple(transform(side, change) for side in sides)


def _symbols(sides: tuple[Term, ...], one: Sym, other: Sym) -> tuple[Term, ...]:
    between = fresh(one)
    for old, new in ((one, between), (other, one), (between, other)):
        sides = tuple(substitute(side, {old: new}) for side in sides)
    return sides
