"""Canonical names for the bound indices of a component, by colour refinement.

Indices are coloured by their ranges and, again and again, by where they stand; where colours leave a
choice, each member of the first undecided class is tried (individualize and refine, as graph
isomorphism programs do), and the least text wins. Texts of inner forms are painted without the names
of inner bound indices, so that colours do not depend on names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from verify.decide.indices.letters import Component, Form, Index, Letter, Range
from verify.decide.rational import Rational, TooLarge

if TYPE_CHECKING:
    from verify.decide.indices.algebra import Algebra

#: namings tried for one component before it is given up as too symmetric
MAX_NAMINGS = 150

Paint = Callable[[Index], str]


def named(algebra: Algebra, bounds: list[Index], letters: Mapping[Letter, int]) -> Form:
    """Return Σ over open indices of letters that hang together, as a component with canonical names."""
    used = frozenset[Index]().union(*(letter.free for letter in letters))
    if any(index not in used for index in bounds):
        raise AssertionError("a bound index that occurs nowhere")
    height = 1 + max(letter.height for letter in letters)
    best: tuple[str, Component, Rational] | None = None
    for order in namings(bounds, letters):
        algebra.spend()
        names = {
            index: Index("bound", number=number, height=height, ranges=index.ranges)
            for number, index in enumerate(order)
        }
        component, sign = _component(algebra, tuple(i.ranges[0] for i in order), letters, names)
        if best is None or component.text < best[0]:
            best = (component.text, component, sign)
        elif component.text == best[0] and sign != best[2]:
            return algebra.coefficient(0)
    if best is None:
        raise AssertionError("no naming")
    return Form.of({((best[1], 1),): best[2]})


def _component(
    algebra: Algebra, ranges: tuple[Range, ...], letters: Mapping[Letter, int], names: Mapping[Index, Index]
) -> tuple[Component, Rational]:
    total: dict[Letter, int] = {}
    sign = algebra.ground.one
    for letter, exponent in letters.items():
        renamed, factor = algebra.renamed_letter(letter, names)
        sign = sign * factor**exponent
        total[renamed] = total.get(renamed, 0) + exponent
    return Component(ranges, tuple(sorted(total.items(), key=lambda pair: pair[0].text))), sign


def namings(bounds: Sequence[Index], letters: Mapping[Letter, int]) -> Iterator[tuple[Index, ...]]:
    """Yield the orders of `bounds` among which the canonical one is found.

    Raises:
        TooLarge: there are more than `MAX_NAMINGS`.

    """
    first = {index: repr(index.ranges) for index in bounds}
    found = 0
    stack = [_refined(first, letters)]
    while stack:
        colours = stack.pop()
        cell = _undecided(colours)
        if not cell:
            found += 1
            if found > MAX_NAMINGS:
                raise TooLarge(f"more than {MAX_NAMINGS} ways to name bound indices")
            yield tuple(sorted(colours, key=lambda index: colours[index]))
        for index in cell:
            stack.append(_refined({**colours, index: colours[index] + "!"}, letters))


def _undecided(colours: Mapping[Index, str]) -> list[Index]:
    """Return the members of the first colour that several indices have."""
    by_colour: dict[str, list[Index]] = {}
    for index, colour in colours.items():
        by_colour.setdefault(colour, []).append(index)
    return next((by_colour[c] for c in sorted(by_colour) if len(by_colour[c]) > 1), [])


def _refined(colours: Mapping[Index, str], letters: Mapping[Letter, int]) -> dict[Index, str]:
    """Split colours by the letters in which their indices stand, until nothing changes."""
    ranked = _ranks(colours)
    for _ in range(len(ranked)):
        signatures = {index: f"{ranked[index]}:{_signature(index, ranked, letters)}" for index in ranked}
        refined = _ranks(signatures)
        if len(set(refined.values())) == len(set(ranked.values())):
            break
        ranked = refined
    return ranked


def _ranks(texts: Mapping[Index, str]) -> dict[Index, str]:
    order = {text: f"c{rank:04}" for rank, text in enumerate(sorted(set(texts.values())))}
    return {index: order[text] for index, text in texts.items()}


def _signature(index: Index, colours: Mapping[Index, str], letters: Mapping[Letter, int]) -> str:
    def paint(other: Index) -> str:
        if other == index:
            return "me"
        if other in colours:
            return colours[other]
        return "inner" if other.kind == "bound" else other.text

    return "|".join(sorted(f"{sketch(k, paint)}^{e}" for k, e in letters.items() if index in k.free))


def sketch(letter: Letter, paint: Paint) -> str:
    """Return the letter's text with painted indices; it depends on no names but the painted ones."""
    places = [paint(index) if index.kind != "fixed" else index.text for index in letter.indices]
    if letter.symmetric:
        places.sort()
    return f"{letter.head!r}[{','.join(places)}]" + "".join(f"({_sketch_form(a, paint)})" for a in letter.args)


def _sketch_form(form: Form, paint: Paint) -> str:
    terms = []
    for monomial, coefficient in form.terms:
        factors = sorted(f"{_sketch_component(c, paint)}^{e}" for c, e in monomial)
        terms.append(f"{coefficient.numerator}/{coefficient.denominator}·{'·'.join(factors)}")
    return "+".join(sorted(terms))


def _sketch_component(component: Component, paint: Paint) -> str:
    factors = sorted(f"{sketch(letter, paint)}^{e}" for letter, e in component.factors)
    return f"<{component.ranges!r}|{'*'.join(factors)}>"
