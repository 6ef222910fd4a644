"""Points of abstract spaces: which space a point lies in, F(F⁻¹(x)) = x, and densities at points.

A conditional density of a joint law is a quotient of two marginals, so that Bayes' rule holds by
itself; a marginal is an atom. A kernel q(z | x) is an atom of its own.
"""

from __future__ import annotations

from fractions import Fraction

from verify.decide.information.forms import Form, Key, OutOfReach, constant, single, weight_of
from verify.terms.context import Context, LawDeclaration
from verify.terms.nodes import Apply, Density, Entry, Indicator, Sym, Term


def indicator(left: Term, right: Term, context: Context) -> Form:
    """Return 1[left = right], an atom of its own: 1 where both are the same term.

    Raises:
        OutOfReach: points of different spaces.

    """
    sides = sorted((normal_point(side, context) for side in (left, right)), key=repr)
    if space_of(sides[0], context) != space_of(sides[1], context):
        raise OutOfReach("an indicator of points of different spaces")
    return constant(1) if sides[0] == sides[1] else single(Indicator(*sides))


def space_of(term: Term, context: Context) -> str:
    """Return the name of the space that a point (or a real variable of integration) lies in."""
    match term:
        case Sym(name):
            if name.startswith("#"):
                return name.split("#")[1]
            return slot_space(name.split("#")[0], context)
        case Entry(array=Sym() as family):
            return space_of(family, context)
        case Apply(function=name, result="point"):
            declared = context.function_by_name.get(name)
            if declared is not None:
                return declared.result
        case _:
            pass
    raise OutOfReach(f"the space of the point {term!r} is not declared")


def slot_space(name: str, context: Context) -> str:
    """Return the space of a declared variable: the space it names, or its own."""
    declared = context.by_name.get(name)
    return declared.space if declared is not None and declared.space else name


def normal_point(term: Term, context: Context) -> Term:
    """Return a point with F(F⁻¹(x)) replaced by x throughout.

    Raises:
        OutOfReach: a function that is not declared, or applied to a point of another space.

    """
    match term:
        case Sym() | Entry(array=Sym()) if not term.shape:
            space_of(term, context)
            return term
        case Apply(function=name, args=(arg,), orders=(0,), result="point"):
            inner = normal_point(arg, context)
            check_argument(name, 0, inner, context)
            inverse = context.function_by_name[name].inverse
            if inverse and isinstance(inner, Apply) and inner.function == inverse:
                return inner.args[0]
            return Apply(name, (inner,), (0,), "point")
        case _:
            raise OutOfReach("a point that is no variable, entry or image of a point")


def check_argument(name: str, position: int, point: Term, context: Context) -> None:
    """Raise `OutOfReach` unless `point` lies in the space that the function declares for this argument."""
    declared = context.function_by_name.get(name)
    if declared is None or position >= len(declared.spaces):
        raise OutOfReach(f"the function {name} is not declared with this many arguments")
    if declared.spaces[position] != space_of(point, context):
        raise OutOfReach(f"{name} is applied to a point of another space than it is declared on")


def density(node: Density, context: Context) -> Form:
    """Return a density as a quotient of atoms.

    Raises:
        OutOfReach: the law is unknown or has no such form, or a point lies in another space than its slot.

    """
    law = context.law_by_name.get(node.law)
    if law is None:
        raise OutOfReach(f"the law {node.law} is not declared")
    slots = (*node.targets, *node.given)
    if len(set(slots)) != len(slots):
        raise OutOfReach(f"a slot of {node.law} is filled twice")
    points = tuple(_argument(arg, context) for arg in node.args)
    for slot, at in zip(slots, points, strict=True):
        if slot_space(slot, context) != space_of(at, context):
            raise OutOfReach(f"{node.law} has a point of another space in the slot {slot}")
    filled = dict(zip(slots, points, strict=True))
    if law.given:
        return {Key(weight=((_kernel(law, node, filled), 1),)): Fraction(1)}
    if not set(slots) <= set(law.targets) or not node.targets:
        raise OutOfReach(f"{node.law} has no density of this form")
    above, below = marginal(law, filled, node.params), marginal(law, {s: filled[s] for s in node.given}, node.params)
    exponents = {above: 1} | ({below: -1} if below is not None else {})
    return {Key(weight=weight_of({a: e for a, e in exponents.items() if a is not None})): Fraction(1)}


def _argument(arg: Term, context: Context) -> Term:
    if arg.sort == "point":
        return normal_point(arg, context)
    if isinstance(arg, Sym) and not arg.shape:
        return arg
    raise OutOfReach("a density at something that is no point")


def _kernel(law: LawDeclaration, node: Density, filled: dict[str, Term]) -> Density:
    if set(node.targets) != set(law.targets) or set(node.given) != set(law.given):
        raise OutOfReach(f"the kernel {law.name} is given in one form only")
    args = tuple(filled[slot] for slot in (*law.targets, *law.given))
    return Density(law.name, law.targets, law.given, args, node.params)


def marginal(law: LawDeclaration, filled: dict[str, Term], params: tuple[Term, ...]) -> Density | None:
    """Return the marginal density over the filled slots (None: the empty marginal, which is 1)."""
    slots = tuple(slot for slot in law.targets if slot in filled)
    return Density(law.name, slots, (), tuple(filled[s] for s in slots), params) if slots else None
