"""Sums over indices of products of letters (Kronecker contraction), and other names for indices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from verify.decide.indices import functions
from verify.decide.indices.canonical import named
from verify.decide.indices.letters import FIRST, Component, Form, Index, Letter, OutsideLanguage, Range
from verify.decide.rational import Rational

if TYPE_CHECKING:
    from verify.decide.indices.algebra import Algebra


def sum_letters(algebra: Algebra, bounds: Iterable[Index], letters: Mapping[Letter, int]) -> Form:
    """Return Σ over open indices of a product of letters, contracted and with canonical names."""
    remaining = list(bounds)
    hit = _contractible(remaining, letters)
    if hit is None:
        return named(algebra, remaining, letters)
    delta, gone, kept = hit
    remaining.remove(gone)
    form = algebra.multiply(
        *(algebra.power(rename_letter(algebra, k, {gone: kept}), e) for k, e in letters.items() if k != delta)
    )
    for index in remaining:
        form = algebra.close(form, index)
    return form


def _contractible(bounds: list[Index], letters: Mapping[Letter, int]) -> tuple[Letter, Index, Index] | None:
    for letter in letters:
        if letter.head == "delta":
            for x, y in (letter.indices, letter.indices[::-1]):
                if x in bounds and _ranges_over(x.ranges[0], y):
                    return letter, x, y
    return None


def _ranges_over(limit: Range, index: Index) -> bool:
    """Whether a sum over `limit` meets the value of `index`, which need not be bound."""
    return limit in index.ranges or index == FIRST


# ---------------------------------------------------------------------------------------------- renaming


def rename(algebra: Algebra, form: Form, names: Mapping[Index, Index]) -> Form:
    """Replace indices that are not bound by others."""
    if not form.free.intersection(names):
        return form
    parts = []
    for mono, coefficient in form.terms:
        moved = [(c, e) for c, e in mono if c.free.intersection(names)]
        still = tuple((c, e) for c, e in mono if not c.free.intersection(names))
        powers = (algebra.power(_rename_component(algebra, c, names), e) for c, e in moved)
        parts.append(algebra.multiply(Form(((still, coefficient),)), *powers))
    return algebra.add(*parts)


def _rename_component(algebra: Algebra, component: Component, names: Mapping[Index, Index]) -> Form:
    if component.letter is not None:
        return rename_letter(algebra, component.letter, names)
    algebra.spend()
    bounds, letters = algebra.instance(component)
    form = algebra.multiply(*(algebra.power(rename_letter(algebra, k, names), e) for k, e in letters.items()))
    for index in bounds:
        form = algebra.close(form, index)
    return form


def rename_letter(algebra: Algebra, letter: Letter, names: Mapping[Index, Index]) -> Form:
    """Replace indices in a letter; the result need not be a letter (δ of equal indices is 1)."""
    if not letter.free.intersection(names):
        return algebra.letter(letter)
    indices = tuple(names.get(i, i) for i in letter.indices)
    if letter.head == "delta":
        return algebra.delta(*indices)
    if letter.head.startswith("entry "):
        return algebra.entry(letter.head.removeprefix("entry "), indices)
    return functions.rebuild(algebra, letter, indices, lambda arg: rename(algebra, arg, names))


def renamed_letter(algebra: Algebra, letter: Letter, names: Mapping[Index, Index]) -> tuple[Letter, Rational]:
    """Replace indices by distinct new ones: a letter again, and the factor (a sign) that comes out."""
    form = rename_letter(algebra, letter, names)
    if len(form.terms) == 1:
        mono, coefficient = form.terms[0]
        if len(mono) == 1 and mono[0][1] == 1 and mono[0][0].letter is not None:
            return mono[0][0].letter, coefficient
    raise OutsideLanguage("a function whose normal form depends on the names of its indices")
