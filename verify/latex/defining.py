r"""Rows that give a new name: “let s = …”, Z_i := …, \tilde X = R ⊙ X, h(t) = ….

Main definitions
----------------
* `define`: the scope with the name that a row defines, or None where it defines none.
* `with_sheet`: the scope with a sheet's definitions, other spellings of names, and hypotheses.
* `world_values`: what stands for a symbol in a sheet's world.

A name of the Context is never given anew: a row that starts with one is a claim.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from verify.latex.definitions import barred, kind
from verify.latex.densities import generic, space_of
from verify.latex.errors import Unread
from verify.latex.jacobians import map_named
from verify.latex.names import case_key, family_key, index_letter, key_of, matches, scripted_key, stacked_key
from verify.latex.reading import bounded
from verify.latex.scope import Definition, Eigenvalue, FunctionName, LawName, Meaning, RegionName, Scope, Value
from verify.latex.sides import statements, terms
from verify.latex.supports import region_of
from verify.latex.symbols import SPECTRA
from verify.latex.tree import Bracket, Letter, Node, Number, Product, Row, Scripted, Word
from verify.latex.tree import Sequence as Items
from verify.latex.written import formula, name_of, tree_of
from verify.model import VerifyError
from verify.terms.context import Declaration
from verify.terms.nodes import Entry, IllTyped, Sym, Term


@dataclass(frozen=True, slots=True)
class Head:
    """A new name: its key, its indices (in a script) and its arguments (in brackets), of which some have a bar."""

    key: str
    indices: tuple[Node, ...] = ()
    arguments: tuple[Node, ...] = ()
    barred: tuple[int, ...] = ()


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
    left, right = row.sides[:2]
    if left is None or right is None:
        return None
    bounded(left, right)
    head = head_of(left, scope, stated)
    if index_letter(left, scope) is not None and not _is_real(right, scope):
        return None  # “i = 1” is a case, “s = aᵀb” a name
    if _is_sigma(left) and isinstance(right, Number):
        return None  # "σ = 0" is a condition on the logistic function
    return None if head is None else with_definition(head, right, scope, own=not sheet)


def _is_real(node: Node, scope: Scope) -> bool:
    """Whether a formula is a number or an array, and no index."""
    return index_letter(node, scope) is None and all(term.sort == "real" for term in terms(node, scope))


def with_definition(head: Head, body: Node, scope: Scope, own: bool = True) -> Scope:
    """Return the scope in which the head abbreviates `body`."""
    keys = [key_of(p, scope.fonts) or "" for p in (*head.indices, *head.arguments)]
    region = None if keys else region_of(body, scope)
    if region is not None:
        return scope.with_names({head.key: RegionName(region)})
    law = None if keys else _law_named(body, scope)
    if law is not None:
        return scope.with_names({head.key: law})
    function = None if keys else map_named(body, scope)
    if function is not None:
        return scope.with_names({head.key: FunctionName(function), **_laws_of(head.key, function, scope)})
    members = _members(head.arguments, scope)
    after = scope
    for key, node in zip(keys[len(head.indices) :], head.arguments, strict=True):
        known = members.get(key) or scope.meaning(key)
        if isinstance(known, Value) and known.term.sort in ("index", "dimension"):
            raise Unread(f"{key} has another meaning already", node.start, node.end)
        after = _with_number(key, after) if known is None else after
    inner = after.with_names(members)
    for key in keys[: len(head.indices)]:
        inner, _ = inner.bind_index(key)
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


# --------------------------------------------------------------------------------------------------- heads


def head_of(node: Node, scope: Scope, stated: bool = False) -> Head | None:
    """Return the new name with which a row starts, or None."""
    match node:
        case Product(operators=("",), factors=(Word(text=text), Bracket())) if text.lower() in SPECTRA:
            return None
        case Product(operators=("",), factors=(name, Bracket(opening="(" | "[" | "{", items=items) as bracket)):
            case = case_key(name, bracket, scope.fonts)
            if case is not None and all(isinstance(item, Letter | Scripted) for item in items[1:]):
                return Head(case, arguments=items[1:]) if scope.meaning(case) is None else None
            items = tuple(_plain_argument(item, scope) for item in items)
            keys = [key_of(item, scope.fonts) for item in items]
            if None in keys or not all(isinstance(item, Letter | Word | Scripted) for item in items):
                return None
            kinds = tuple(kind(scope.meaning(key or "")) for key in keys)
            given = any(_is_function(scope.meaning(key or "")) for key in keys)  # V(D^*) is V there
            bars = barred(bracket)
            head = _overload(name, (kinds, bars, _places_of_members(keys)), scope) if stated and not given else None
            head = head or _indexed(name, scope) or _name(name, scope, stated)
            return None if head is None else replace(head, arguments=items, barred=bars)
        case _:
            return _name(node, scope, stated)


def _name(node: Node, scope: Scope, stated: bool) -> Head | None:
    """Return the new name that a node is; a subscript of free index letters are its indices."""
    match node:
        case Letter() | Word():
            key = key_of(node, scope.fonts)
            known = (
                key is None
                or scope.meaning(key) is not None
                or (_has_own_meaning(node) and not (stated and _is_sigma(node)))
            )
            known = known and not _is_assumed(scope.meaning(key or ""))
            return None if known or key is None else Head(key)
        case Scripted(base=Letter() | Word() as base, sub=sub, sup=sup, primes=primes):
            return None if primes else _scripted(node, base, sub, sup, scope, stated)
        case Scripted():
            stacked = stacked_key(node, scope.fonts)
            return None if stacked is None or scope.meaning(stacked) is not None else Head(stacked)
    return None


Form = tuple[tuple[type | None, ...], tuple[int, ...], tuple[int, ...]]


def _plain_argument(item: Node, scope: Scope) -> Node:
    """Return an argument of a functional without its own arguments: L(q(z|x), λ) is L of q and λ."""
    match item:
        case Product(operators=("",), factors=(Letter() | Word() | Scripted() as name, Bracket())):
            meaning = scope.meaning(key_of(name, scope.fonts) or "")
            return name if isinstance(meaning, FunctionName | LawName) else item
    return item


def _overload(node: Node, form: Form, scope: Scope) -> Head | None:
    """Return a name that is defined of other arguments, or that is one of laws.

    They differ by number, kinds or bars, or as a point x^{(i)} of a data set and the data set x do.
    """
    known = scope.meaning(key_of(node, scope.fonts) or "")
    if not isinstance(known, Definition) or known.indices or known.assumed:
        return None
    every = (known, *known.overloads)
    taken = {
        (tuple(kind(d.scope.meaning(key)) for key in d.parameters), d.barred, _places_of_members(d.parameters))
        for d in every
    }
    return None if (form in taken and LawName not in form[0]) or not known.parameters else Head(known.key)


def _places_of_members(keys: Sequence[str | None]) -> tuple[int, ...]:
    return tuple(k for k, key in enumerate(keys) if key is not None and "^(" in key)


def _is_function(meaning: Meaning | None) -> bool:
    return isinstance(meaning, Definition) and bool(meaning.parameters)


def _is_assumed(meaning: Meaning | None) -> bool:
    return isinstance(meaning, Definition) and meaning.assumed


def _indexed(node: Node, scope: Scope) -> Head | None:
    """Return L_i of L_i(q) where L(q) is known, and L_i is not: a name with an index, beside the one without."""
    if not isinstance(node, Scripted) or node.sub is None or node.sup is not None or node.primes:
        return None
    key, indices = key_of(node.base, scope.fonts), _indices(node.sub, scope)
    known = scope.meaning(key or "")
    functional = isinstance(known, Definition) and not known.indices and bool(known.parameters)
    new = scope.meaning(f"{key}[]") is None and scope.meaning(key_of(node, scope.fonts) or "") is None
    return Head(f"{key}[]", indices) if functional and indices and new else None


def _has_own_meaning(node: Node) -> bool:
    """Whether a letter means something without being declared: e, I, π, and the function σ."""
    return isinstance(node, Letter) and node.name in ("e", "I", "pi", "sigma") and not node.accent


def _is_sigma(node: Node) -> bool:
    """Whether a letter is σ: the logistic function where nothing else is said, and often a standard deviation."""
    return isinstance(node, Letter) and node.name == "sigma"


def _scripted(
    node: Scripted, base: Node, sub: Node | None, sup: Node | None, scope: Scope, stated: bool
) -> Head | None:
    members = _members_of(sup, scope) if sub is None else ()
    if members:
        found = next(matches(node, scope), None)
        known = found is not None and (found[1].sup is None or not stated)
        return None if known else Head(f"{key_of(base, scope.fonts)}^()[]", members)
    if sup is not None and (not _is_label(sup) or _has_own_meaning(base)):
        return None
    for meaning, rest in matches(node, scope):
        if isinstance(meaning, Eigenvalue):
            return None
        labelled = stated and rest.sup is not None and _is_label(rest.sup)
        if not labelled and (
            rest.sup is not None or rest.sub is None or not _new_with(meaning, rest.sub, scope, stated)
        ):
            return None
    indices = () if sub is None else _indices(sub, scope)
    key = scripted_key(key_of(base, scope.fonts), None if indices else sub, sup, 0, scope.fonts)
    if key is None or scope.meaning(key) is not None:
        return None
    return Head(key, indices)


def _members_of(sup: Node | None, scope: Scope) -> tuple[Node, ...]:
    """Return the index of a member of a family, the l of z^{(l)}."""
    return _indices(sup.items[0], scope) if isinstance(sup, Bracket) and len(sup.items) == 1 else ()


def _is_label(sup: Node) -> bool:
    """Whether a superscript of a new name is part of it: a word or a star, no power."""
    key = key_of(sup)
    return key is not None and not key.lstrip("-").isdigit() and key not in ("ᵀ", "T")


def _new_with(meaning: Meaning, sub: Node, scope: Scope, stated: bool) -> bool:
    """Whether a known name with this subscript is another name: L_2 beside L, but not w_j beside w (μ_φ, if stated)."""
    array = isinstance(meaning, Value) and bool(meaning.term.shape)
    indexed = array or (isinstance(meaning, Definition) and not meaning.parameters)
    label = stated and isinstance(sub, Letter | Word)
    return (label or not indexed) and not _indices(sub, scope)


def _indices(sub: Node, scope: Scope) -> tuple[Node, ...]:
    """Return the letters of a subscript that consists of free indices."""
    match sub:
        case Product(factors=parts) | Items(items=parts):
            pass
        case _:
            parts = (sub,)
    free = all(index_letter(p, scope) is not None or key_of(p, scope.fonts) in scope.bound for p in parts)
    return parts if free else ()


# -------------------------------------------------------------------------------------------------- sheets


def with_sheet(
    scope: Scope,
    definitions: Sequence[str],
    aliases: Mapping[str, str],
    hypotheses: Sequence[str],
    assumed: Sequence[str] = (),
    places: Sequence[str] = (),
    preset: Sequence[str] = (),
) -> Scope:
    """Return the scope with a sheet's definitions, other spellings, hypotheses, values at places, and what it assumes.

    What is `preset` holds until the student defines the name, in whatever way: it is as good as the student's own.

    Raises:
        VerifyError: one of them cannot be read; the message names it.

    """
    waiting = dict(aliases)  # other spellings of what is declared may stand in definitions, and definitions have some
    from verify.latex.places import with_place

    written: list[tuple[Callable[[str, Scope], Scope], str]] = [(_with_written, text) for text in definitions]
    for run, text in (*written, *((with_place, text) for text in places), (_with_written, "")):
        for alias in [a for a, target in waiting.items() if text == "" or _is_known(target, scope)]:
            scope = _placed(alias, _with_alias, alias, waiting.pop(alias), scope)
        scope = _placed(text, run, text, scope) if text else scope
    for alias, text in aliases.items():  # once more: some have got definitions of another number of arguments since
        scope = _placed(alias, _with_alias, alias, text, scope)
    for text in hypotheses:
        scope = _placed(text, _with_hypothesis, text, scope)
    for text in assumed:
        scope = _placed(text, _with_assumed, text, scope)
    for text in preset:
        scope = _placed(text, _with_assumed, text, scope, True)
    return scope


def _with_assumed(text: str, scope: Scope, own: bool = False) -> Scope:
    """Return the scope in which a name is taken for something until the student defines it."""
    row = formula(text)
    head = None if row.sides[0] is None else head_of(row.sides[0], scope, stated=True)
    defined = None if head is None else define(row, scope, stated=True, sheet=True)
    if head is None or defined is None:
        raise VerifyError(f"{text!r} defines no new name")
    definition = defined.names[head.key]
    assert isinstance(definition, Definition)
    return defined.with_names({head.key: replace(definition, assumed=True, own=own, scope=defined)})


def _is_known(text: str, scope: Scope) -> bool:
    text = text.partition(" or ")[0]
    key = name_of(text, scope.fonts)
    member = next(matches(tree_of(text), scope), None)
    return scope.meaning(key) is not None or (member is not None and member[1].sub is not None and "^(" in key)


def _placed(entry: str, run: object, *args: object) -> Scope:
    try:
        return run(*args)  # type: ignore[operator,no-any-return]
    except IllTyped as error:
        raise VerifyError(f"{entry!r}: {error.message}") from error
    except Unread as error:
        raise VerifyError(f"{entry!r}: {error.message}") from error


def _with_written(text: str, scope: Scope) -> Scope:
    row = formula(text)
    defined = define(row, scope, stated=True, sheet=True)
    return _declared_definition(row, text, scope) if defined is None else defined


def _declared_definition(row: Row, text: str, scope: Scope) -> Scope:
    """Return the scope in which a declared symbol has this definition in the Context."""
    left, right = (*row.sides, None, None)[:2]
    if left is None or right is None or row.relations[0] not in ("=", ":="):
        raise VerifyError(f"{text!r} is no definition")
    (symbol,) = terms(left, scope)
    if not isinstance(symbol, Sym):
        raise VerifyError(f"{text!r} defines no name")
    value = next((t for t in terms(right, scope, symbol.shape) if t.shape == symbol.shape), None)
    if value is None:
        raise VerifyError(f"{text!r}: the shapes of both sides differ")
    symbols = tuple(replace(d, definition=value) if d.symbol == symbol else d for d in scope.context.symbols)
    return replace(scope, context=replace(scope.context, symbols=symbols))


def _with_alias(alias: str, text: str, scope: Scope) -> Scope:
    text, _, other = text.partition(" or ")
    if other:
        first, also = (scope.meaning(name_of(name, scope.fonts)) for name in (text, other))
        if not isinstance(first, LawName) or not isinstance(also, LawName):
            raise VerifyError(f"{text!r} or {other!r} is no law")
        return scope.with_names({name_of(alias, scope.fonts): replace(first, also=also.name)})
    key, known = name_of(alias, scope.fonts), scope.meaning(name_of(text, scope.fonts))
    family = scope.meaning(f"{name_of(text, scope.fonts)}[]")
    if known is None and (member := next(matches(tree_of(text), scope), None)) is not None and member[1].sub:
        return scope.with_names({f"{family_key(key)}[]": member[0]})
    if known is None:
        raise VerifyError(f"{text!r} is not declared")
    more = {key: known}
    return scope.with_names(more if family is None else {**more, f"{key}[]": family})


def _with_hypothesis(text: str, scope: Scope) -> Scope:
    row = formula(text)
    for k, relation in enumerate(row.relations):
        left, right = row.sides[k : k + 2]
        if left is None or right is None:
            raise VerifyError(f"{text!r} is no statement")
        scope = scope.with_hypotheses((statements(left, relation, right, scope, assumed=True)[0], text))
    return scope


def world_values(values: Mapping[str, str], scope: Scope) -> dict[Sym, Term]:
    """Return what stands for each symbol in a world of a sheet ("w" → the minimizer).

    Raises:
        VerifyError: a name that is no symbol, or a value of another shape.

    """
    found: dict[Sym, Term] = {}
    for name, text in values.items():
        (symbol,) = terms(tree_of(name), scope)
        if not isinstance(symbol, Sym):
            raise VerifyError(f"{name!r} is no symbol")
        fitting = [t for t in terms(tree_of(text), scope, symbol.shape) if t.shape == symbol.shape]
        if not fitting:
            raise VerifyError(f"{text!r} has not the shape of {name!r}")
        found[symbol] = fitting[0]
    return found
