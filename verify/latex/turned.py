"""Names behind their meaning: C(θ) = ψ₀ θ + ψ₁ =: s claims its first part, and calls what stands before =: by a name.

Main definitions
----------------
* `turned`: the rows of a formula, with a row s := ψ₀ θ + ψ₁ behind each that gives a name so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from verify.latex.tree import Bracket, Letter, Node, Product, Row, Scripted, Word

BACKWARDS = "=:"


def turned(found: Iterable[Row]) -> tuple[Row, ...]:
    """Return the rows, with the names that they give behind =: in rows of their own."""
    kept: list[Row] = []
    for row in found:
        kept.extend(_apart(row, _last(kept)) if BACKWARDS in row.relations else (row,))
    return tuple(kept)


def _last(rows: list[Row]) -> Node | None:
    """Return the formula with which the rows end, from which the next one goes on."""
    claims = [row for row in rows if not row.aside and row.sides]
    return claims[-1].sides[-1] if claims else None


def _apart(row: Row, before: Node | None) -> tuple[Row, ...]:
    """Return a row without the first name that it gives so, and the row that gives it; what is no name stays."""
    k = row.relations.index(BACKWARDS)
    meaning, name = row.sides[k] or (before if k == 0 else None), row.sides[k + 1]
    if meaning is None or name is None:
        return (row,)
    if not _is_name(name):
        return (_forwards(row),) if k == 0 and _is_name(meaning) else (row,)
    given = Row(meaning.start, name.end, (name, meaning), (":=",), aside=True)
    rest = _without(row, k)
    if not rest.relations:
        return (replace(given, aside=row.aside or rest.sides[0] is None, words=row.words, conditions=row.conditions),)
    return (*turned((rest,)), given)


def _without(row: Row, k: int) -> Row:
    """Return the row without the relation `k` and the side behind it."""
    readings, loose = (tuple((*r[: k + 1], *r[k + 2 :]) for r in kind) for kind in (row.readings, row.loose))
    sides, relations = (*row.sides[: k + 1], *row.sides[k + 2 :]), (*row.relations[:k], *row.relations[k + 1 :])
    return replace(row, sides=sides, relations=relations, readings=readings, loose=loose)


def _forwards(row: Row) -> Row:
    """Return a row s =: a + b, in which the name stands in front, as s := a + b."""
    return replace(row, relations=(":=", *row.relations[1:]))


def _is_name(side: Node) -> bool:
    """Whether a side may be a name, perhaps of arguments: s, Z_i, h(t)."""
    match side:
        case Letter() | Word():
            return True
        case Scripted(base=Letter() | Word()):
            return True
        case Product(operators=("",), factors=(name, Bracket(opening="("))):
            return _is_name(name)
    return False
