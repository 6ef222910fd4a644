r"""What stands under an expectation: laws, "z ∼ q(z|x)", several draws, families z_1, …, z_K ∼ q, point masses.

Main definitions
----------------
* `draws`: the draws that a subscript writes, the outermost first, and the scope inside of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from verify.latex import tree
from verify.latex.densities import LawRef, density, law_ref
from verify.latex.draw import Draw
from verify.latex.errors import Unread
from verify.latex.families import drawn_law, law_of_each, member_of
from verify.latex.formulas import formula_law
from verify.latex.names import key_of, matches
from verify.latex.normals import NormalRef, normal_ref
from verify.latex.points import bind_generic, bind_point, generic, space_of
from verify.latex.reading import attempt, read
from verify.latex.scope import Definition, PointMass, Scope, Value
from verify.latex.subsets import larger_families
from verify.latex.tree import Bracket, Letter, Mark, Node, Number, Product, Relation, Scripted
from verify.terms.nodes import ONE, Add, Entry, Num, Prod, Sym, Term
from verify.terms.rewrite import fresh

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
    mass = _mass(law, scope)
    if mass is not None:
        return _of_mass(names, mass, law, scope)
    normal = normal_ref(law, scope)
    if normal is not None:
        return _of_normal(names, normal, law, scope)
    ref = law_ref(law, scope)
    if ref is None:
        return _of_formula(names, law, scope)
    if names is None:
        member = member_of(law, scope)
        return _unnamed(ref, scope) if member is None else _family(member, replace(ref, targets=None), scope)
    several = len(names) > 1 and any(_is_dots(name) for name in names)
    if several or (len(names) == 1 and (_is_range(names[0]) or _is_member(names[0], scope))):
        return _family(names[0], ref, scope, several, names[-1] if several else None)
    return _named(names, ref, scope)


def _is_dots(node: Node) -> bool:
    return isinstance(node, Mark) and node.text == "dots"


def _is_range(node: Node) -> bool:
    """Whether a name is that of a whole family: z_{1:K}."""
    match node:
        case Scripted(sub=tree.Sequence(items=(Number(text="1"), _), separators=(":",))):
            return True
        case Scripted(sub=Product(factors=(Number(text="1"), Mark(text=":"), _))):
            return True
    return False


def _is_member(node: Node, scope: Scope) -> bool:
    """Whether a name is that of any member of a family, z_j: all are drawn, and it does not matter which is meant."""
    for meaning, rest in matches(node, scope):
        if isinstance(meaning, Value) and meaning.term.sort == "point" and meaning.term.shape:
            return isinstance(rest.sub, Letter | Number) and rest.sup is None and not rest.primes
    return False


# ------------------------------------------------------------------------------------------------ single draws


def _unnamed(ref: LawRef, scope: Scope) -> tuple[Draw, Scope]:
    """Return the draw of E_q or E_{q(z|x)}: over the targets as written, or the generic points."""
    if ref.targets is None or ref.blank:
        slots = law_slots(ref, scope)
        inner, points = bind_generic(slots, scope, ref.node)
        return _with_family(_drawn(ref, points, inner), ref, inner), inner
    if len(ref.law.targets) == 1:
        inner, point = bind_point(ref.targets[0], ref.law.targets[0], scope)
        return _with_family(_drawn(ref, (point,), inner), ref, inner, named=True), inner
    return _named(ref.targets, ref, scope)


def _with_family(draw: Draw, ref: LawRef, scope: Scope, named: bool = False) -> Draw:
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
    return _with_family(_drawn(ref, points, scope), ref, scope, named=True), scope


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


# ---------------------------------------------------------------------------- families, masses, normal laws


def _family(
    name: Node, ref: LawRef, scope: Scope, several: bool = False, last: Node | None = None
) -> tuple[Draw, Scope]:
    """Return the draw of all members of a family, each from the same law; z_1 where not `several` is one of them."""
    named = next(iter(matches(name, scope)), None) if _is_member(name, scope) else None
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


def _mass(law: Node, scope: Scope) -> tuple[str, Node, Scope] | None:
    """Return the variable of a point mass ("" if none is said), and where it sits."""
    match law:
        case Scripted(base=Letter(name="delta", accent=""), sub=Node() as place, sup=None, primes=0):
            if scope.meaning(key_of(law, scope.fonts) or "") is None:
                return "", place, scope
    name, argument = law, None
    if isinstance(law, Product) and len(law.factors) == 2 and isinstance(law.factors[1], Bracket):
        name, argument = law.factors[0], law.factors[1]
    for meaning, rest in matches(name, scope):
        if isinstance(meaning, PointMass) and not rest:
            if argument is not None and len(argument.items) != 1:
                return None
            target = key_of(argument.items[0], scope.fonts) if argument is not None else meaning.target
            return target or "", meaning.place, scope
    return None


def _of_mass(
    names: Sequence[Node] | None, mass: tuple[str, Node, Scope], law: Node, scope: Scope
) -> tuple[Draw, Scope]:
    target, place, outer = mass
    if names is not None and len(names) != 1:
        raise Unread("one point mass is one draw", law.start, law.end)
    key = target or "x" if names is None else key_of(names[0], scope.fonts) or ""
    known = scope.meaning(key)
    values = read(place, outer, ())
    if known is None and names is not None:
        symbol = fresh(Sym(key))
        scope = scope.bind(key, Value(symbol))
    elif (
        isinstance(known, Value) and isinstance(known.term, Sym) and known.term.sort == "real" and not known.term.shape
    ):
        symbol = known.term
    else:
        raise Unread("which variable has this point mass is not written", law.start, law.end)
    return Draw((symbol,), None, values[0]), scope


def _of_normal(names: Sequence[Node] | None, normal: NormalRef, law: Node, scope: Scope) -> tuple[Draw, Scope]:
    name = names[0] if names else normal.at or normal.variable
    if name is None:
        raise Unread("what has this normal law is not written", law.start, law.end)
    if names is not None and len(names) != 1:
        raise Unread("one normal law is one draw", law.start, law.end)
    if normal.scope is not None and isinstance(name, Scripted) and normal.shape(scope):
        name = name.base  # z_j ~ q(z_j): the law of an entry of z
    found = next(iter(matches(name, scope)), None)
    key = key_of(name, scope.fonts)
    if key is not None and (found is None or (isinstance(found[0], Definition) and not found[1])):
        symbol = fresh(Sym(key, "real", normal.shape(scope)))
        scope = scope.bind(key, Value(symbol))
    elif found is not None and isinstance(found[0], Value) and isinstance(found[0].term, Sym) and not found[1]:
        symbol = found[0].term
    else:
        raise Unread("what has this normal law is no name", name.start, name.end)
    return Draw((symbol,), normal.density(symbol, scope)), scope


def _of_formula(names: Sequence[Node] | None, law: Node, scope: Scope) -> tuple[Draw, Scope]:
    """Return the draw from a law that a formula gives."""
    found = formula_law(law, scope, names[0] if names else None) if names is None or len(names) == 1 else None
    if found is None:
        raise Unread("this is no law that is known", law.start, law.end)
    variable = found.variable
    inner = scope.bind(variable.name, Value(variable))
    if variable.sort == "point":
        inner = inner.bind(f"@{space_of(variable, scope)}", Value(variable))
    return Draw((variable,), found.density), inner
