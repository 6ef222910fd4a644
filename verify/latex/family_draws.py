"""Draws of families: z_1, …, z_K ∼ q, z_{1:K} ∼ q, and the family of which a point that is drawn may be a member.

Main definitions
----------------
* `family_draw`: the draw of all members of a family; `is_range`, `is_member`: what names a family.
* `with_family`: a draw of a point with the family of its space; `families_beside`: that family.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from verify.latex import tree
from verify.latex.densities import LawRef, density
from verify.latex.draw import Draw
from verify.latex.errors import Unread
from verify.latex.names import key_of, matches
from verify.latex.points import generic, space_of
from verify.latex.reading import attempt, read
from verify.latex.scope import Scope, Value
from verify.latex.subsets import larger_families
from verify.latex.tree import Letter, Mark, Node, Number, Product, Scripted
from verify.terms.nodes import ONE, Add, Entry, Num, Prod, Sym, Term
from verify.terms.rewrite import fresh


def is_range(node: Node) -> bool:
    """Whether a name is that of a whole family: z_{1:K}."""
    match node:
        case Scripted(sub=tree.Sequence(items=(Number(text="1"), _), separators=(":",))):
            return True
        case Scripted(sub=Product(factors=(Number(text="1"), Mark(text=":"), _))):
            return True
    return False


def is_member(node: Node, scope: Scope) -> bool:
    """Whether a name is that of any member of a family, z_j: all are drawn, and it does not matter which is meant."""
    for meaning, rest in matches(node, scope):
        if isinstance(meaning, Value) and meaning.term.sort == "point" and meaning.term.shape:
            return isinstance(rest.sub, Letter | Number) and rest.sup is None and not rest.primes
    return False


def family_draw(
    name: Node, ref: LawRef, scope: Scope, several: bool = False, last: Node | None = None
) -> tuple[Draw, Scope]:
    """Return the draw of all members of a family, each from the same law; z_1 where not `several` is one of them."""
    named = next(iter(matches(name, scope)), None) if is_member(name, scope) else None
    base = name.base if isinstance(name, Scripted) else name
    family = scope.meaning(f"{key_of(base, scope.fonts)}[]") if named is None else named[0]
    if not isinstance(family, Value) or not isinstance(family.term, Sym):
        raise Unread("this family was not declared", name.start, name.end)
    members = family.term
    point = fresh(generic(space_of(Entry(members, (ONE,)), scope), scope, name))
    one = density(ref, scope, (point,))[0]
    number = named[1].sub if named is not None and not several else None
    member = Num(Fraction(number.text)) if isinstance(number, Number) else None
    more, end = _larger(ref, members, scope), _number_of(last, scope)
    every = members, _every(ref, members, scope)
    return Draw((point,), one, None, every, member=member, larger=more, last=end), scope


def _number_of(member: Node | None, scope: Scope) -> Term | None:
    """Return the index of a member of a family that is named; None where it is not understood."""
    if member is None:
        return None
    _, rest = next(iter(matches(member, scope)), (None, None))
    found = None if rest is None or rest.sub is None else attempt(read, rest.sub, scope)
    return found[0] if isinstance(found, tuple) else None


def with_family(draw: Draw, ref: LawRef, scope: Scope, named: bool = False) -> Draw:
    """Return the draw with the family of points of the same space, if the sheet declares one."""
    found = families_beside(draw.variables[0], scope) if len(draw.variables) == 1 else ()
    if not found:
        return draw
    ((_, members),) = found
    return replace(
        draw, family=(members, _every(ref, members, scope)), named=named, larger=_larger(ref, members, scope)
    )


def _larger(ref: LawRef, members: Sym, scope: Scope) -> tuple[tuple[Sym, Term], ...]:
    return tuple((more, _every(ref, more, scope)) for more in larger_families(members, scope))


def _every(ref: LawRef, members: Sym, scope: Scope) -> Term:
    """Return the density of all members of a family, each drawn from the same law."""
    index = fresh(Sym("j", "index"))
    return Prod(density(ref, scope, (Entry(members, (index,)),))[0], index, members.shape[0])


def families_beside(point: Sym, scope: Scope) -> tuple[tuple[Sym, Sym], ...]:
    """Return a point with the declared family of points of its space; nothing where there is none."""
    families = {
        meaning.term
        for key, meaning in scope.names.items()
        if key.endswith("[]") and isinstance(meaning, Value) and isinstance(meaning.term, Sym)
        if space_of(Entry(meaning.term, (ONE,)), scope) == space_of(point, scope) != ""
        if not isinstance(meaning.term.shape[0], Add)
    }
    return tuple((point, members) for members in families) if len(families) == 1 else ()
