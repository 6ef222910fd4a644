"""Densities: p(x | z), q_φ(z | x), P_X(F(u)); which slot of a law an argument stands in is decided by its space.

Main definitions
----------------
* `LawRef`, `law_ref`: a law as written, with its arguments or without them.
* `apply_law`: a density at its arguments.
* `without_points`: a density without its arguments, at the generic point.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from verify.latex.errors import Unread
from verify.latex.names import Scripts, key_of, matches, with_small_letter
from verify.latex.points import generic, space_of
from verify.latex.reading import Expected, Readings, combine, read
from verify.latex.scope import LawName, Meaning, Scope, Value
from verify.latex.tree import Bracket, Letter, Mark, Node, Product, Scripted, Word
from verify.terms.context import LawDeclaration
from verify.terms.nodes import Density, Sym, Term


@dataclass(frozen=True, slots=True)
class LawRef:
    """A law as written: its declaration, and the nodes of its arguments (None where none are written).

    A target may be blank, `p(· | x)`. A law that is `bound` is the argument of a definition, L(q): its conditions need
    not be written.
    """

    law: LawDeclaration
    targets: tuple[Node, ...] | None
    given: tuple[Node, ...] | None
    node: Node
    bound: bool = False

    @property
    def blank(self) -> bool:
        """Whether the targets are left open."""
        return self.targets is None or any(_is_blank(t) for t in self.targets)


def _is_blank(node: Node) -> bool:
    return isinstance(node, Mark) and node.text == "cdot"


def law_ref(node: Node, scope: Scope) -> LawRef | None:
    """Return the law that a node names, with or without arguments, or None if it names none."""
    match node:
        case Product(operators=("",), factors=(name, Bracket(opening="(" | "[") as bracket)):
            law = _named_law(name, scope)
            return None if law is None else with_arguments(law, bracket, node, scope, _is_bound(name, scope))
        case Letter() | Word() | Scripted():
            law = _named_law(node, scope)
            return None if law is None else LawRef(scope.context.law_by_name[law.name], None, None, node)
    return None


def _is_bound(name: Node, scope: Scope) -> bool:
    return key_of(name, scope.fonts) in scope.bound


def _named_law(node: Node, scope: Scope) -> LawName | None:
    for meaning, rest in matches(node, scope):
        if not isinstance(meaning, LawName):
            return None
        if rest:
            raise Unread(f"{key_of(node) or 'this density'} was not declared", node.start, node.end)
        return meaning
    return None


def with_arguments(named: LawName, bracket: Bracket, node: Node, scope: Scope, bound: bool = False) -> LawRef:
    """Return the law with the arguments in a bracket: targets first, conditions behind a bar or a semicolon.

    Raises:
        Unread: a parameter on which the law does not depend; nothing between the brackets.

    """
    if not bracket.items:
        raise Unread("a density of nothing", bracket.start, bracket.end)
    law = scope.context.law_by_name[named.name]
    sides: tuple[list[Node], list[Node]] = ([], [])
    behind = 0
    for separator, item in zip((",", *bracket.separators), bracket.items, strict=True):
        if separator in ("|", ";"):
            behind = 1
        elif separator != ",":
            raise Unread(f"{separator} between the arguments of a density", item.start, item.end)
        item = _as_point(item, scope)
        if behind and key_of(item, scope.fonts) in named.at:
            continue
        parameter = _parameter(item, scope)
        if parameter is None:
            sides[behind].append(item)
        elif parameter not in law.depends:
            raise Unread(f"{law.name} was not said to depend on {parameter}", item.start, item.end)
    return LawRef(law, tuple(sides[0]), tuple(sides[1]), node, bound)


def _as_point(item: Node, scope: Scope) -> Node:
    """Return the x of p(X | z), where nobody said what X is: a random variable stands for its value."""
    if next(iter(matches(item, scope)), None) is not None:
        return item
    small = with_small_letter(item)
    point = None if small is None else next(iter(matches(small, scope)), None)
    is_point = point is not None and isinstance(point[0], Value) and point[0].term.sort == "point"
    return small if small is not None and is_point else item


def _parameter(node: Node, scope: Scope) -> str | None:
    for meaning, rest in matches(node, scope):
        if isinstance(meaning, Value) and isinstance(meaning.term, Sym) and not rest:
            return meaning.term.name if meaning.term.sort == "parameter" else None
    return None


# ------------------------------------------------------------------------------------------------- arguments


def apply_law(meaning: Meaning, rest: Scripts, bracket: Bracket, node: Node, scope: Scope, _: Expected) -> Readings:
    """Return the density of a law at its arguments: the handler of p(…).

    Raises:
        Unread: a subscript, a star or an argument that says nothing here.

    """
    assert isinstance(meaning, LawName)
    if rest:
        raise Unread(f"what is written on {meaning.name} was not said", node.start, node.end)
    ref = with_arguments(meaning, bracket, node, scope, _is_bound(node, scope))
    return density(ref, scope)


def density(ref: LawRef, scope: Scope, points: Sequence[Term] | None = None) -> Readings:
    """Return the density of a law as written, with `points` in place of its targets if they are given."""
    if points is None:
        if ref.targets is None:
            return without_points(ref.law, ref.node, scope)
        if ref.blank:
            raise Unread("a blank argument where a value is meant", ref.node.start, ref.node.end)
        options = [read(item, scope) for item in ref.targets]
    else:
        options = [(point,) for point in points]
    cut = len(options)
    given = _conditions(ref, scope)
    return combine(lambda *terms: put(ref.law, terms[:cut], terms[cut:], ref.node, scope), *options, *given)


def _conditions(ref: LawRef, scope: Scope) -> list[Readings]:
    """Return the readings of what stands behind the bar; generic points where the sheet allows to leave it out."""
    if ref.given:
        return [read(item, scope) for item in ref.given]
    if ref.law.given and (ref.targets is None or ref.bound or ref.law.name in scope.pointwise):
        return [(generic(slot, scope, ref.node),) for slot in ref.law.given]
    return []


def put(law: LawDeclaration, targets: Sequence[Term], given: Sequence[Term], node: Node, scope: Scope) -> Term:
    """Return the density with each argument in the slot of its space, slots in the order of their declaration.

    Raises:
        Unread: an argument of a space that the law knows nothing of, or a form that the law does not have.

    """
    open_slots = [*law.targets, *law.given]
    placed: dict[str, tuple[bool, Term]] = {}
    for terms, is_target in ((targets, True), (given, False)):
        for term in terms:
            slot = _slot(term, open_slots, law, node, scope)
            open_slots.remove(slot)
            placed[slot] = (is_target, term)
    order = [s for s in (*law.targets, *law.given) if s in placed]
    heads = tuple(s for s in order if placed[s][0])
    tails = tuple(s for s in order if not placed[s][0])
    _need_form(law, heads, tails, node)
    return Density(law.name, heads, tails, tuple(placed[s][1] for s in (*heads, *tails)))


def _need_form(law: LawDeclaration, heads: tuple[str, ...], tails: tuple[str, ...], node: Node) -> None:
    whole = set(heads) == set(law.targets) and set(tails) == set(law.given)
    partial = not law.given and law.pushforward is None and bool(heads)
    if not whole and not partial:
        wanted = ", ".join(law.targets) + (" given " + ", ".join(law.given) if law.given else "")
        raise Unread(f"{law.name} is the density of {wanted}, not of this", node.start, node.end)


def _slot(term: Term, slots: Sequence[str], law: LawDeclaration, node: Node, scope: Scope) -> str:
    fitting = [slot for slot in slots if _fits(term, slot, scope)]
    if not fitting:
        raise Unread(f"{term} is no argument of {law.name}", node.start, node.end)
    return term.name if isinstance(term, Sym) and term.name in fitting else fitting[0]


def _fits(term: Term, slot: str, scope: Scope) -> bool:
    space = space_of(term, scope)
    declared = scope.context.by_name.get(slot)
    if declared is None or declared.symbol.sort == "point":
        return space == scope.context.space_of(slot) != ""
    return term.sort in ("real", "index", "dimension") and term.shape == declared.symbol.shape


def without_points(law: LawDeclaration, node: Node, scope: Scope) -> Readings:
    """Return a density without its arguments at the generic point: f_1/(f_0 + f_1).

    Raises:
        Unread: it is a law of several points, and the sheet does not say that they may be left out.

    """
    if law.name not in scope.pointwise and (len(law.targets) != 1 or law.given):
        raise Unread(f"the density {law.name} without its arguments", node.start, node.end)
    points = tuple(generic(slot, scope, node) for slot in (*law.targets, *law.given))
    return (Density(law.name, law.targets, law.given, points),)
