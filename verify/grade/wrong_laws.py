"""Slips with densities: p(z) for q(z | x), p(x | z) for p(x, z), in one place or throughout.

Main definitions
----------------
* `with_other_laws`: a side with another density of the statement, or another form of the same joint one.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from verify.grade.inside import Edit
from verify.mutate.places import Place, places, replaced
from verify.terms.context import Context
from verify.terms.nodes import Density, Expect, Term
from verify.terms.printing import text
from verify.terms.rewrite import transform, walk

#: densities of a side that are looked at
PLACES = 12

Form = tuple[str, tuple[str, ...], tuple[str, ...]]


def with_other_laws(side: Term, other: Term, context: Context) -> Iterator[Edit]:
    """Yield the side with a density put right; `other` is the other side."""
    every = tuple(dict.fromkeys(n for term in (side, other) for n in walk(term) if isinstance(n, Density)))
    found = [place for place in places(side) if isinstance(place.node, Density | Expect)][:PLACES]
    for place in found:
        yield from _at_one_place(side, place, every, context)
    forms = dict.fromkeys(_form(n) for n in walk(side) if isinstance(n, Density))
    for law, targets, given in forms:
        if _is_joint(law, context):
            for new in _others(targets, given):
                label = f"{_shown(law, *new)} for {_shown(law, targets, given)}"
                yield label, partial(_throughout, side, (law, targets, given), new)


def _at_one_place(side: Term, place: Place, every: tuple[Density, ...], context: Context) -> Iterator[Edit]:
    node = place.node
    density = node.density if isinstance(node, Expect) else node
    if not isinstance(density, Density):
        return
    for other in every:
        if other != density and (other.targets, _points(other)) == (density.targets, _points(density)):
            yield f"{text(other)} for one {text(density)}", partial(_put, side, place, other)
    if isinstance(node, Density) and _is_joint(node.law, context):
        for targets, given in _others(node.targets, node.given):
            new = _in_form(node, targets, given)
            yield f"{text(new)} for one {text(node)}", partial(_put, side, place, new)


def _put(side: Term, place: Place, density: Density) -> Term:
    node = place.node
    new = Expect(node.body, node.variables, density) if isinstance(node, Expect) else density
    return replaced(side, place.path, new)


def _points(density: Density) -> tuple[Term, ...]:
    return density.args[: len(density.targets)]


def _form(density: Density) -> Form:
    return density.law, density.targets, density.given


def _is_joint(law: str, context: Context) -> bool:
    declared = context.law_by_name.get(law)
    return declared is not None and not declared.given and declared.pushforward is None and len(declared.targets) > 1


def _others(targets: tuple[str, ...], given: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Yield the other forms of a joint density over these slots: p(x | z) → p(z | x), p(x, z), p(x), p(z)."""
    slots = (*targets, *given)
    if len(slots) != 2:
        return
    one, two = slots
    pair = tuple(sorted(slots))
    for form in (((one,), (two,)), ((two,), (one,)), (pair, ()), ((one,), ()), ((two,), ())):
        if form != (targets, given) and not (set(form[0]) == set(targets) and not given and not form[1]):
            yield form


def _in_form(density: Density, targets: tuple[str, ...], given: tuple[str, ...]) -> Density:
    at = dict(zip((*density.targets, *density.given), density.args, strict=True))
    return Density(density.law, targets, given, tuple(at[slot] for slot in (*targets, *given)), density.params)


def _throughout(side: Term, old: Form, new: tuple[tuple[str, ...], tuple[str, ...]]) -> Term:
    return transform(side, lambda n: _in_form(n, *new) if isinstance(n, Density) and _form(n) == old else n)


def _shown(law: str, targets: tuple[str, ...], given: tuple[str, ...]) -> str:
    return f"{law}({', '.join(targets)}{' | ' if given else ''}{', '.join(given)})"
