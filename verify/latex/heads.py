r"""The new name with which a row starts: s, Z_i, \tilde X, h(t), L_i(q), w^{ridge}.

Main definitions
----------------
* `head_of`: the new name of a left side, with its indices and its arguments; None where the name is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from verify.latex.arguments import barred, kind
from verify.latex.names import case_key, index_letter, key_of, matches, scripted_key, stacked_key
from verify.latex.scope import Definition, Eigenvalue, FunctionName, LawName, Meaning, Mixture, Scope, Value
from verify.latex.subsets import subset_named
from verify.latex.symbols import SPECTRA
from verify.latex.tree import Bracket, Letter, Node, Product, Scripted, Word
from verify.latex.tree import Sequence as Items


@dataclass(frozen=True, slots=True)
class Head:
    """A new name: its key, its indices (in a script) and its arguments (in brackets), of which some have a bar."""

    key: str
    indices: tuple[Node, ...] = ()
    arguments: tuple[Node, ...] = ()
    barred: tuple[int, ...] = ()


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
                or (_has_own_meaning(node) and not (stated and is_sigma(node)))
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
    return isinstance(meaning, Mixture) or (isinstance(meaning, Definition) and meaning.assumed)


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


def is_sigma(node: Node) -> bool:
    """Return whether a letter is σ: the logistic function where nothing is said, and often a standard deviation."""
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
        labelled = rest.sup is not None and _is_label(rest.sup) and (stated or _is_of_a_function(meaning, rest.sup))
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


def _is_of_a_function(meaning: Meaning, sup: Node) -> bool:
    """Whether a superscript makes another name of that of a function: L^{wd} and L^{L^2} beside L, not L^k."""
    word = (isinstance(sup, Word) and len(sup.text) > 1) or isinstance(sup, Scripted)
    return word and isinstance(meaning, Definition) and bool(meaning.parameters)


def _new_with(meaning: Meaning, sub: Node, scope: Scope, stated: bool) -> bool:
    """Whether a known name with this subscript is another name: L_2 beside L, but not w_j beside w (μ_φ, if stated)."""
    array = isinstance(meaning, Value) and bool(meaning.term.shape)
    indexed = array or (isinstance(meaning, Definition) and not meaning.parameters)
    label = stated and isinstance(sub, Letter | Word)
    return (label or not indexed) and not _indices(sub, scope)


def _indices(sub: Node, scope: Scope) -> tuple[Node, ...]:
    """Return the letters of a subscript that consists of free indices, or names a random subset of them."""
    if subset_named(sub, scope) is not None:
        return (sub,)
    match sub:
        case Product(factors=parts) | Items(items=parts):
            pass
        case _:
            parts = (sub,)
    free = all(index_letter(p, scope) is not None or key_of(p, scope.fonts) in scope.bound for p in parts)
    return parts if free else ()
