"""Equality in law of two random points (or pairs of points): judged cell by cell, and brought about in an instance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from verify.meaning import chance
from verify.meaning.instance import Bijection, FunctionTable, Instance, LawTable
from verify.meaning.numbers import Unsupported
from verify.terms.context import Context
from verify.terms.nodes import Apply, Density, Expect, Sym, Term
from verify.terms.statement import Statement
from verify.terms.unfold import unfold_definitions

if TYPE_CHECKING:
    from verify.meaning.case import Case, Judgement

MOST_CELLS = 64


def same_law(case: Case) -> Judgement:
    """Compare both sides for the indicator of each cell: an expectation of h is linear in h."""
    from verify.meaning.case import violation
    from verify.meaning.probability import opened

    variable, evaluator = case.variable, case.evaluator
    declared = evaluator.context.function_by_name.get(variable.name)
    if declared is None or declared.depends or "real" in declared.spaces or declared.result != "real":
        return None
    if any(_drawn(arg, variable.name) is None for arg in case.args):
        return None
    axes = [range(len(evaluator.instance.spaces[space])) for space in declared.spaces]
    cells = list(product(*axes))
    if len(cells) > MOST_CELLS:
        raise Unsupported("too many cells")
    for cell in cells:
        table = FunctionTable((), declared.spaces, {key: Fraction(int(key == cell)) for key in cells})
        bound = {variable: table}
        with opened(evaluator, bound):
            left, right = (evaluator.value(arg, bound) for arg in case.args)
        if left != right:
            return violation(case, left, right, f"for {variable.name} = 1 at cell {cell}, else 0")
    return True


def _drawn(side: Term, name: str) -> tuple[tuple[Term, ...], Sym, Density] | None:
    """Return the points at which the function is taken, the variable drawn and its density, of E name(points)."""
    match side:
        case Expect(
            body=Apply(function=function, args=args, orders=orders), variables=(variable,), density=Density() as p
        ):
            plain = not any(orders) and not p.given and not p.params and p.args == (variable,)
            return (args, variable, p) if function == name and plain else None
        case _:
            return None


def coupled(instance: Instance, context: Context, hypothesis: Statement) -> Instance:
    """Return the instance with maps and a law changed so that two random points have one law, where that is seen how.

    E h(x, Q(x)) over p = E h(G(z), z) over q: p becomes the law of G(z), and Q undoes G.
    """
    if len(hypothesis.variables) != 1:
        return instance
    sides = [_drawn(unfold_definitions(arg, context), hypothesis.variables[0].name) for arg in hypothesis.args]
    left, right = sides
    if left is None or right is None:
        return instance
    for one, other in ((left, right), (right, left)):
        found = _carried(instance, context, one, other)
        if found is not None:
            return found
    return instance


Side = tuple[tuple[Term, ...], Sym, Density]


def _carried(instance: Instance, context: Context, one: Side, other: Side) -> Instance | None:
    """Make the law of x that of G(z), where x stands on one side and G(z) in its place on the other."""
    (ours, x, p), (theirs, z, q) = one, other
    there = next((name for a, b in zip(ours, theirs, strict=True) if a == x for name in _maps(b, z)), None)
    if there is None:
        return None
    law, base = instance.laws.get(p.law), instance.laws.get(q.law)
    image = instance.functions.get(there)
    if not isinstance(image, Bijection) or law is None or base is None or law.parameters or base.parameters:
        return None
    functions = dict(instance.functions)
    for a, b in zip(ours, theirs, strict=True):
        for name in _maps(a, x) if b == z else ():
            back = functions[name]
            if isinstance(back, Bijection) and sorted(image.image) == list(range(len(back.image))):
                undone = sorted(range(len(image.image)), key=lambda cell: image.image[cell])
                functions[name] = replace(back, image=tuple(undone))
    volumes = [instance.spaces[chance.space_of(density.targets[0], context)] for density in (p, q)]
    carried = _pushed(base, image, volumes[0], volumes[1])
    return replace(instance, functions=functions, laws={**instance.laws, p.law: replace(law, values=carried)})


def _maps(term: Term, variable: Sym) -> Iterator[str]:
    """Yield the name of the map, where the term is a map of the variable."""
    match term:
        case Apply(function=name, args=(arg,), orders=(0,), result="point") if arg == variable:
            yield name


def _pushed(
    base: LawTable, image: Bijection, target: tuple[Fraction, ...], source: tuple[Fraction, ...]
) -> dict[tuple[int, ...], Fraction]:
    """Return the density of the law carried along the map (0 where it does not reach)."""
    masses = [Fraction(0)] * len(target)
    for (cell,), value in base.values.items():
        masses[image.image[cell]] += value * source[cell]
    return {(k,): mass / target[k] for k, mass in enumerate(masses)}
