"""Points: the one of a space that a formula is about, and names of points that a binder brings in.

Main definitions
----------------
* `space_of`: the space of a point.
* `generic`: the point that a formula is about in the space of a slot.
* `bind_point`, `bind_generic`: the scope inside of a binder of points.
"""

from __future__ import annotations

from collections.abc import Iterable

from verify.latex.errors import Unread
from verify.latex.names import Scripts, key_of, matches
from verify.latex.scope import Meaning, Scope, Value
from verify.latex.tree import Node
from verify.terms.nodes import Apply, Entry, IllTyped, Sym, Term, shape_text
from verify.terms.rewrite import fresh


def space_of(term: Term, scope: Scope) -> str:
    """Return the name of the space of a point; "" for what is no point."""
    if term.sort != "point" or term.shape:
        return ""
    match term:
        case Sym(name=name) | Entry(array=Sym(name=name)):
            return scope.context.space_of(name)
        case Apply(function=name):
            declared = scope.context.function_by_name.get(name)
            return declared.result if declared is not None else ""
    return ""


def generic(slot: str, scope: Scope, node: Node) -> Sym:
    """Return the point that a formula is about in the space of a slot: the innermost bound one, or the declared one.

    Raises:
        Unread: the space has no point with a name.

    """
    space = scope.context.space_of(slot)
    inner = scope.meaning(f"@{space}")
    if isinstance(inner, Value) and isinstance(inner.term, Sym):
        return inner.term
    known = {d.symbol.name: d.symbol for d in scope.context.symbols}
    for name in (slot, space):
        if name in known and not (known[name].sort == "point" and known[name].shape):
            return known[name]
    raise Unread(f"no name was given to the points of {space}", node.start, node.end)


def bind_point(name: Node, slot: str, scope: Scope) -> tuple[Scope, Sym]:
    """Return the scope in which `name` is a bound point of a slot's space, and its symbol.

    Raises:
        Unread: the name means something else.

    """
    like = _like(slot, scope, name)
    space = scope.context.space_of(slot)
    key = key_of(name, scope.fonts)
    if key is None:
        raise Unread("this is no name of a point", name.start, name.end)
    found = next(iter(matches(name, scope)), None)
    if found is None or _is_decorated(*found):
        symbol = fresh(like)
    else:
        meaning, rest = found
        if rest or not isinstance(meaning, Value) or not isinstance(meaning.term, Sym):
            raise Unread(f"{key} is no name of a point", name.start, name.end)
        symbol = meaning.term
        if not _same_kind(symbol, like, space, scope):
            a, b = _kind(symbol, scope), _kind(like, scope)
            raise IllTyped(f"{key} is {a}, but what is drawn is {b}", (a, b))
    inner = scope.bind(key, Value(symbol))
    return (inner.bind(f"@{space}", Value(symbol)) if like.sort == "point" else inner), symbol


def _is_decorated(meaning: Meaning, rest: Scripts) -> bool:
    """Whether a name is that of a point with a prime or subscript of its own (x', z_1), and of no family."""
    known = isinstance(meaning, Value) and meaning.term.sort == "point" and not meaning.term.shape
    return known and bool(rest) and rest.sup is None


def _like(slot: str, scope: Scope, node: Node) -> Sym:
    declared = scope.context.by_name.get(slot)
    if declared is None:
        raise Unread(f"no name was given to the points of {slot}", node.start, node.end)
    return declared.symbol


def _same_kind(symbol: Sym, like: Sym, space: str, scope: Scope) -> bool:
    if like.sort == "point":
        return space_of(symbol, scope) == space
    return symbol.sort == like.sort and symbol.shape == like.shape


def _kind(symbol: Sym, scope: Scope) -> str:
    return f"a point of {space_of(symbol, scope)}" if symbol.sort == "point" else shape_text(symbol.shape)


def bind_generic(slots: Iterable[str], scope: Scope, node: Node) -> tuple[Scope, tuple[Sym, ...]]:
    """Return the scope in which the generic points of slots are bound, and the points."""
    points = tuple(generic(slot, scope, node) for slot in slots)
    for slot, point in zip(slots, points, strict=True):
        if point.sort == "point":
            scope = scope.bind(f"@{scope.context.space_of(slot)}", Value(point))
    return scope, points
