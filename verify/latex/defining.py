r"""Rows that give a new name: “let s = …”, Z_i := …, \tilde X = R ⊙ X, h(t) = ….

Main definitions
----------------
* `define`: the scope with the name that a row defines, or None where it defines none.
* `defined_anew`: the scope in which a known name of the student's own has another meaning.
* `with_definition`: the scope in which a head abbreviates a formula.

A name of the Context is never given anew: a row that starts with one is a claim.
"""

from __future__ import annotations

from dataclasses import replace

from verify.latex.axes import axes_of
from verify.latex.bound import escapes
from verify.latex.errors import Unread
from verify.latex.heads import Head, head_of, is_sigma
from verify.latex.jacobians import map_named
from verify.latex.mixtures import is_mixture
from verify.latex.names import index_letter, key_of, matches
from verify.latex.points import generic, space_of
from verify.latex.reading import bounded
from verify.latex.repeated import with_sums
from verify.latex.scope import Definition, FunctionName, LawName, Meaning, Mixture, RegionName, Scope, Value
from verify.latex.sides import terms
from verify.latex.subsets import of_any_subset
from verify.latex.supports import region_of
from verify.latex.tree import Bracket, Letter, Node, Number, Product, Row, Scripted, Word
from verify.latex.uniforms import regions_of, said_anew, with_uniform
from verify.terms.context import Declaration
from verify.terms.nodes import Entry, IllTyped, Sym


def define(row: Row, scope: Scope, stated: bool = False, sheet: bool = False) -> Scope | None:
    """Return the scope with the name that a row defines; None if it defines nothing, as its head is known.

    Where it is `stated` that this is a definition, a known name with a label (w^{ridge}) is a new name too. What
    a `sheet` defines is not the student's own.

    Raises:
        Unread: it defines a name by something that cannot be read.
        IllTyped: by something whose shapes do not fit.

    """
    if len(row.sides) < 2 or row.relations[0] not in ("=", ":=") or row.unread:
        return None
    left, right = _as_meant(row)[:2]
    if left is None or right is None:
        return None
    bounded(left, right)
    axes = axes_of(right, scope) if regions_of(left, scope) is not None else None
    if axes is not None:
        return said_anew(left, axes, right, scope)
    scope = _with_fonts_of(left, scope)
    head = head_of(left, scope, stated)
    if index_letter(left, scope) is not None and not _is_real(right, scope):
        return None  # “i = 1” is a case, “s = aᵀb” a name
    if is_sigma(left) and isinstance(right, Number):
        return None  # "σ = 0" is a condition on the logistic function
    return None if head is None else with_definition(head, right, scope, own=not sheet)


def defined_anew(row: Row, scope: Scope, known: Definition) -> Scope:
    """Return the scope in which a name of the student's own means what a row says; "A = A + I" is about the A before.

    Raises:
        Unread: the row defines the name by something that cannot be read.
        IllTyped: by something whose shapes do not fit.

    """
    left, right = _as_meant(row)[:2]
    without = replace(scope, names={key: m for key, m in scope.names.items() if key != known.key})
    head = None if left is None else head_of(left, without, stated=True)
    if head is None or right is None or row.unread:
        raise Unread(f"what {known.key} stands for now", row.start, row.end)
    after = with_definition(head, right, scope)
    meaning = after.meaning(head.key)
    alone = replace(meaning, overloads=()) if isinstance(meaning, Definition) else meaning
    names = {key: m for key, m in after.names.items() if key != known.key}
    return replace(after, names=names if alone is None else {**names, head.key: alone})


def _as_meant(row: Row) -> tuple[Node | None, ...]:
    """Return the sides: M = min_x a x + f(x) is the least of the sum, as nothing else says what the x behind it is.

    Where the extremum has no end of its own the wide reading claims no more: a constant may stand inside of it.
    """
    left, right = row.sides[:2]
    if not row.readings or left is None or right is None or not escapes(right, left):
        return row.sides
    return next((s for s in row.readings if s[1] is not None and not escapes(s[1], left)), row.sides)


def _with_fonts_of(left: Node, scope: Scope) -> Scope:
    r"""Return the scope in which a calligraphic function \mathcal{C}(w) is no number C."""
    match left:
        case Product(operators=("",), factors=(Letter(name=name, font=font, accent=""), Bracket())) if font == "cal":
            known = scope.meaning(name)
            is_number = isinstance(known, Value) and known.term.sort == "real" and not known.term.shape
            return replace(scope, fonts=scope.fonts | {name}) if is_number else scope
    return scope


def _is_real(node: Node, scope: Scope) -> bool:
    """Whether a formula is a number or an array, and no index."""
    return index_letter(node, scope) is None and all(term.sort == "real" for term in terms(node, scope))


def with_definition(head: Head, body: Node, scope: Scope, own: bool = True) -> Scope:
    """Return the scope in which the head abbreviates `body`."""
    keys = [key_of(p, scope.fonts) or "" for p in (*head.indices, *head.arguments)]
    if isinstance(scope.meaning(head.key.partition("_")[0]), Mixture) and not is_mixture(body, scope):
        raise Unread(f"of what laws {head.key} is a mixture", body.start, body.end)
    axes = None if keys else axes_of(body, scope)
    if axes is not None:
        return with_uniform(head.key, axes, body, scope)
    region = None if keys else region_of(body, scope)
    if region is not None:
        return scope.with_names({head.key: RegionName(region)})
    law = None if keys else _law_named(body, scope)
    if law is not None:
        return scope.with_names({head.key: law})
    function = None if keys else map_named(body, scope)
    if function is not None:
        return scope.with_names({head.key: FunctionName(function), **_laws_of(head.key, function, scope)})
    if not head.indices:
        (body,) = with_sums(scope, body)
    members = _members(head.arguments, scope)
    after = scope
    for key, node in zip(keys[len(head.indices) :], head.arguments, strict=True):
        known = members.get(key) or scope.meaning(key)
        if isinstance(known, Value) and known.term.sort in ("index", "dimension"):
            raise Unread(f"{key} has another meaning already", node.start, node.end)
        after = _with_number(key, after) if known is None else after
    inner = after.with_names(members)
    for key in keys[: len(head.indices)]:
        inner = of_any_subset(key, inner) or inner.bind_index(key)[0]
    for key in keys[len(head.indices) :]:
        argument = scope.meaning(key)
        inner = inner.bind(key, argument) if isinstance(argument, LawName) else inner
    try:
        terms(body, inner)
    except IllTyped:
        if after is scope:
            raise
        after = scope  # its argument is no number: of what kind it is, its uses tell
    definition = Definition(head.key, tuple(keys), body, scope, len(head.indices), own=own, barred=head.barred)
    known = scope.meaning(head.key)
    if isinstance(known, Definition) and not known.assumed:
        definition = replace(definition, overloads=(known, *known.overloads))
    return after.with_names({head.key: definition})


def _law_named(node: Node, scope: Scope) -> LawName | None:
    """Return the law that a node names without arguments: c = p_{F(U)} gives it another name."""
    if not isinstance(node, Letter | Word | Scripted):
        return None
    meaning, rest = next(iter(matches(node, scope)), (None, None))
    return meaning if isinstance(meaning, LawName) and not rest else None


def _laws_of(key: str, function: str, scope: Scope) -> dict[str, Meaning]:
    """Return the laws that are named after a map, under its new name: P_{G(X)} for P_{F⁻¹(X)}."""
    declared = scope.context.function_by_name[function]
    written = {function: key, declared.inverse: f"{key}^-1"}
    found: dict[str, Meaning] = {}
    for known, meaning in scope.names.items():
        for name, new in written.items():
            part = f"_{name.replace('⁻¹', '^-1')}("
            if isinstance(meaning, LawName) and part in known:
                found[known.replace(part, f"_{new}(")] = meaning
    return found


def _members(arguments: tuple[Node, ...], scope: Scope) -> dict[str, Meaning]:
    """Return the arguments that are elements of a family, L(x_i): any point of its space."""
    found: dict[str, Meaning] = {}
    for node in arguments:
        for meaning, rest in matches(node, scope):
            if isinstance(meaning, Value) and meaning.term.sort == "point" and meaning.term.shape and rest.sub:
                space = space_of(Entry(meaning.term, (Sym("i", "index"),)), scope)
                found[key_of(node, scope.fonts) or ""] = Value(generic(space, scope, node))
    return found


def _with_number(key: str, scope: Scope) -> Scope:
    """Return the scope in which an argument that means nothing by itself is any number."""
    symbol = Sym(key.replace(" ", ""), "real")
    if symbol.name in scope.context.by_name:
        return scope.with_names({key: Value(symbol)})
    context = replace(scope.context, symbols=(*scope.context.symbols, Declaration(symbol)))
    return replace(scope, context=context).with_names({key: Value(symbol)})
