r"""What stands under an expectation: laws, "z ∼ q(z|x)", several draws, families z_1, …, z_K ∼ q, point masses.

Main definitions
----------------
* `draws`: the draws that a subscript writes, the outermost first, and the scope inside of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from verify.latex import tree
from verify.latex.densities import LawRef, density, law_ref
from verify.latex.draw import Draw
from verify.latex.errors import Unread
from verify.latex.families import drawn_law, law_of_each, member_of
from verify.latex.family_draws import families_beside, family_draw, is_member, is_range, with_family
from verify.latex.names import key_of, matches
from verify.latex.normals import normal_ref
from verify.latex.points import bind_generic, bind_point, generic, space_of
from verify.latex.reading import read
from verify.latex.scope import Scope, Value
from verify.latex.single_draws import mass_of, of_formula, of_mass, of_normal
from verify.latex.tree import Bracket, Mark, Node, Product, Relation
from verify.terms.nodes import Sym

#: names that are drawn (None where none are written) with the law that they are drawn from
_Group = tuple[tuple[Node, ...] | None, Node]


def draws(sub: Node, scope: Scope) -> tuple[tuple[Draw, ...], Scope]:
    """Return the draws of a subscript, the outermost first, and the scope in which the body is read.

    Raises:
        Unread: a part of the subscript that says nothing here.

    """
    found: list[Draw] = []
    for names, law in _with_laws(_groups(sub), scope):
        each = law_of_each(law, scope)
        for factor in _factors(law) if each is None else [each]:
            draw, scope = _draw(names, factor, scope)
            found.append(draw)
            names = None
    return tuple(found), scope


def _groups(sub: Node) -> list[_Group]:
    """Return the names drawn (None where none are written) with the law that they are drawn from."""
    if isinstance(sub, Bracket) and sub.opening in "([{":
        sub = tree.Sequence(sub.start, sub.end, sub.items, sub.separators)
    items = sub.items if isinstance(sub, tree.Sequence) else (sub,)
    groups: list[_Group] = []
    waiting: list[Node] = []
    for item in items:
        if isinstance(item, Relation):
            if item.relation != "~":
                raise Unread("this is no measure", item.start, item.end)
            groups.append(((*waiting, *_names(item.left)), item.right))
            waiting = []
        else:
            waiting.append(item)
    if waiting and groups:
        raise Unread("from what this is drawn is not written", waiting[0].start, waiting[0].end)
    return groups or [(None, item) for item in waiting]


def _with_laws(groups: list[_Group], scope: Scope) -> list[_Group]:
    """Return the groups; names alone (E_{h_1, …, h_K}) are drawn from the law that the sheet draws them from."""
    alone = tuple(law for names, law in groups if names is None)
    if len(alone) != len(groups):
        return groups
    law = drawn_law(alone, _groups, scope)
    return groups if law is None else [(alone, law)]


def _names(node: Node) -> tuple[Node, ...]:
    match node:
        case Bracket(opening="(" | "{", items=items) | tree.Sequence(items=items):
            return items
    return (node,)


def _factors(law: Node) -> list[Node]:
    """Return the laws whose product is written: p(z) q(x|z)."""
    if not isinstance(law, Product) or any(op not in ("", "·") for op in law.operators):
        return [law]
    found: list[Node] = []
    for factor in law.factors:
        if isinstance(factor, Bracket) and found and not isinstance(found[-1], Product):
            name = found.pop()
            found.append(Product(name.start, factor.end, ("",), (name, factor)))
        else:
            found.append(factor)
    return found


def _draw(names: Sequence[Node] | None, law: Node, scope: Scope) -> tuple[Draw, Scope]:
    mass = mass_of(law, scope)
    if mass is not None:
        return of_mass(names, mass, law, scope)
    normal = normal_ref(law, scope)
    if normal is not None:
        return of_normal(names, normal, law, scope)
    ref = law_ref(law, scope)
    if ref is None:
        return of_formula(names, law, scope)
    if names is None:
        member = member_of(law, scope)
        return _unnamed(ref, scope) if member is None else family_draw(member, replace(ref, targets=None), scope)
    several = len(names) > 1 and any(_is_dots(name) for name in names)
    if several or (len(names) == 1 and (is_range(names[0]) or is_member(names[0], scope))):
        return family_draw(names[0], ref, scope, several, names[-1] if several else None)
    return _named(names, ref, scope)


def _is_dots(node: Node) -> bool:
    return isinstance(node, Mark) and node.text == "dots"


# ------------------------------------------------------------------------------------------------ single draws


def _unnamed(ref: LawRef, scope: Scope) -> tuple[Draw, Scope]:
    """Return the draw of E_q or E_{q(z|x)}: over the targets as written, or the generic points."""
    if ref.targets is None or ref.blank:
        slots = law_slots(ref, scope)
        inner, points = bind_generic(slots, scope, ref.node)
        return with_family(_drawn(ref, points, inner), ref, inner), inner
    if len(ref.law.targets) == 1:
        inner, point = bind_point(ref.targets[0], ref.law.targets[0], scope)
        return with_family(_drawn(ref, (point,), inner), ref, inner, named=True), inner
    return _named(ref.targets, ref, scope)


def law_slots(ref: LawRef, scope: Scope) -> tuple[str, ...]:
    """Return the slots of a law that its conditions do not take."""
    if ref.law.given:
        return ref.law.targets
    spaces = {space_of(read(item, scope)[0], scope) for item in ref.given or ()}
    return tuple(s for s in ref.law.targets if scope.context.space_of(s) not in spaces)


def _named(names: Sequence[Node], ref: LawRef, scope: Scope) -> tuple[Draw, Scope]:
    if ref.targets is not None and not ref.blank:
        written = {key_of(t, scope.fonts) for t in ref.targets}
        if written != {key_of(n, scope.fonts) for n in names}:
            raise Unread("what is drawn is not what the law is a density of", ref.node.start, ref.node.end)
    open_slots = list(law_slots(ref, scope))
    points: list[Sym] = []
    for name in names:
        slot = _slot_for(name, open_slots, scope)
        open_slots.remove(slot)
        scope, point = bind_point(name, slot, scope)
        points.append(point)
    return with_family(_drawn(ref, points, scope), ref, scope, named=True), scope


def _slot_for(name: Node, slots: Sequence[str], scope: Scope) -> str:
    """Return the slot of a law that a name is drawn for: that of its space, or the only one."""
    for meaning, rest in matches(name, scope):
        if isinstance(meaning, Value) and not rest:
            space = space_of(meaning.term, scope)
            own = [s for s in slots if space and scope.context.space_of(s) == space]
            if own:
                return own[0]
    if len(slots) != 1:
        raise Unread("what this is drawn for is not clear", name.start, name.end)
    return slots[0]


def _drawn(ref: LawRef, points: Sequence[Sym], inner: Scope) -> Draw:
    found = density(ref, inner, points)
    if len(found) != 1:
        raise Unread("this law has several readings", ref.node.start, ref.node.end)
    return Draw(tuple(points), found[0], implied=_implied(ref, inner))


def _implied(ref: LawRef, scope: Scope) -> tuple[tuple[Sym, Sym], ...]:
    """Return the conditions of a law that are not written, each with the family of its space, if there is one."""
    slots = () if ref.given else ref.law.given
    return tuple(pair for slot in slots for pair in families_beside(generic(slot, scope, ref.node), scope))
