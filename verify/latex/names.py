"""Written names: their canonical keys, and how much of what is written is the name.

A subscript, a star or a label can be part of a name (f_0, w^*, w^{dropout}), or be an index, a power, a transpose.
The longest declared name wins; what is left over are scripts that still have to be given a meaning.

Main definitions
----------------
* `key_of`: the canonical key of a name, or None for what is no name.
* `Scripts`, `matches`: what a name means and which scripts are left.
* `INDEX_LETTERS`: letters that are indices unless they are declared.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from verify.latex.scope import LawName, Meaning, Scope, Value
from verify.latex.tree import (
    Bracket,
    Infinity,
    Letter,
    Mark,
    Node,
    Number,
    Plus,
    Product,
    Relation,
    Scripted,
    Sequence,
    Word,
)
from verify.terms.nodes import Sym

INDEX_LETTERS = frozenset("ijklmrst")
_STARS = {"*": "*", "dagger": "†", "cdot": "·", ":": ":", "dots": "…", "top": "ᵀ", "prime": "'"}


@dataclass(frozen=True, slots=True)
class Scripts:
    """Scripts that are no part of a name; `entry` is the subscript of a member of a family, the j of z_j^{(l)}."""

    sub: Node | None = None
    sup: Node | None = None
    primes: int = 0
    entry: Node | None = None

    def __bool__(self) -> bool:
        return self.sub is not None or self.sup is not None or self.primes > 0 or self.entry is not None


def key_of(node: Node, fonts: frozenset[str] = frozenset()) -> str | None:
    """Return the canonical key of a written name: letter, accent and scripts, in one spelling.

    Fonts make no new name, except for the letters `fonts`, of which two names differ by their font alone.
    """
    match node:
        case Letter(name=name, font=font, accent=accent):
            return (f"{accent} " if accent else "") + (f"{font}:" if font and name in fonts else "") + name
        case Word(text=text, accent=accent):
            return (f"{accent} " if accent else "") + text
        case Number(text=text):
            return text
        case Mark(text=text):
            return _STARS.get(text)
        case Infinity():
            return "∞"
        case Scripted(base=base, sub=sub, sup=sup, primes=primes):
            return scripted_key(key_of(base, fonts), sub, sup, primes, fonts)
    return _composite_key(node, fonts)


def _composite_key(node: Node, fonts: frozenset[str]) -> str | None:
    match node:
        case Product(operators=operators, factors=factors) if not any(operators):
            return _joined(factors, "", fonts)
        case Sequence(items=items):
            return _joined(items, ",", fonts)
        case Bracket(opening=opening, items=items) if opening in "([{":
            inner = _joined(items, ",", fonts)
            return None if inner is None else f"({inner})"
        case Plus(signs=signs, terms=terms):
            keys = [key_of(t, fonts) for t in terms]
            if any(k is None for k in keys) or "±" in signs:
                return None
            return "".join(f"{s}{k}" for s, k in zip(signs, keys, strict=True)).removeprefix("+")
        case Relation(left=left, relation=relation, right=right):
            sides = key_of(left, fonts), key_of(right, fonts)
            return None if None in sides else f"{sides[0]}{relation}{sides[1]}"
    return None


def _joined(parts: tuple[Node, ...], between: str, fonts: frozenset[str]) -> str | None:
    keys = [key_of(p, fonts) for p in parts]
    return None if any(k is None for k in keys) else between.join(k for k in keys if k is not None)


def scripted_key(
    base: str | None, sub: Node | None, sup: Node | None, primes: int = 0, fonts: frozenset[str] = frozenset()
) -> str | None:
    """Return the key of a name with these scripts; None if one of them can be no part of a name."""
    below = "" if sub is None else key_of(sub, fonts)
    above = "" if sup is None else key_of(sup, fonts)
    if base is None or below is None or above is None:
        return None
    return base + (f"_{below}" if below else "") + (f"^{above}" if above else "") + "'" * primes


def matches(node: Node, scope: Scope) -> Iterator[tuple[Meaning, Scripts]]:
    """Yield the longest declared name with which `node` starts, and the scripts that are left over.

    Elements of a declared family (x_i of x_1, …, x_n) come before entries of an array. P and Q of which nobody said
    anything are the laws p and q.
    """
    found = False
    for match in _matches(node, scope):
        found = True
        yield match
    small = None if found else with_small_letter(node)
    if small is not None:
        yield from (pair for pair in _matches(small, scope) if isinstance(pair[0], LawName))


def with_small_letter(node: Node) -> Letter | Scripted | None:
    """Return a name that starts with a capital with a small one, x for X; None for other nodes."""
    match node:
        case Letter(name=name, accent="") if len(name) == 1 and name.isascii() and name.isupper():
            return replace(node, name=name.lower())
        case Scripted(base=Letter() as base):
            small = with_small_letter(base)
            return None if small is None else replace(node, base=small)
    return None


def _matches(node: Node, scope: Scope) -> Iterator[tuple[Meaning, Scripts]]:
    match node:
        case Letter() | Word():
            meaning = scope.meaning(key_of(node, scope.fonts) or "")
            if meaning is not None:
                yield meaning, Scripts()
        case Scripted(base=Letter() | Word() as base, sub=sub, sup=sup, primes=primes):
            yield from _longest(key_of(base, scope.fonts), sub, sup, primes, scope)
        case Scripted(base=Scripted() | Bracket()):
            meaning = scope.meaning(stacked_key(node, scope.fonts) or "")
            if meaning is not None:
                yield meaning, Scripts()


def stacked_key(node: Node, fonts: frozenset[str]) -> str | None:
    """Return the key of a name with one mark upon another, f^{**} and (f^*)^*; None for others, as for (J^*)^T."""
    match node:
        case Scripted(base=Scripted() | Bracket() as base, sub=None, sup=Mark(text=text) as mark, primes=0) if (
            text != "top"
        ):
            return scripted_key(_marked(base, fonts), None, mark)
    return None


def _marked(node: Node, fonts: frozenset[str]) -> str | None:
    """Return the key of a name that has a mark already, as f^* in f^{**} and (f^*)^*."""
    match node:
        case Bracket(opening="(", items=(Scripted() as inside,)):
            return _marked(inside, fonts)
        case Scripted(sup=Mark(text=text)):
            return None if text == "top" else key_of(node, fonts)
    return None


def _longest(
    base: str | None, sub: Node | None, sup: Node | None, primes: int, scope: Scope
) -> Iterator[tuple[Meaning, Scripts]]:
    member = _member(base, sub, sup, primes, scope)
    if member is not None:
        yield member
        return
    for low, rest_low in _cuts(sub):
        for high, rest_high in _cuts(sup):
            for ticks in (primes, 0) if primes else (0,):
                key = scripted_key(base, low, high, ticks, scope.fonts)
                if key is None:
                    continue
                family = scope.meaning(f"{key}[]") if rest_low is not None else None
                meaning = family or scope.meaning(key)
                if meaning is not None:
                    yield meaning, Scripts(rest_low, rest_high, primes - ticks)
                    return


def _member(
    base: str | None, sub: Node | None, sup: Node | None, primes: int, scope: Scope
) -> tuple[Meaning, Scripts] | None:
    """Return the family of which z^{(l)}, z_j^{(l)}, z^{(i,l)} or z^l is a member, and its index; None: it is none."""
    if isinstance(sup, Bracket) and sup.opening == "(" and len(sup.items) in (1, 2):
        fixed = "" if len(sup.items) == 1 else f"{key_of(sup.items[0], scope.fonts)},"
        index = sup.items[-1]
        family = scope.meaning(f"{scripted_key(base, sub, None, 0, scope.fonts)}^({fixed})[]")
        if family is not None:
            return family, Scripts(index, None, primes)
        family = scope.meaning(f"{base}^({fixed})[]") or (None if fixed else _points(base, "", scope))
        return None if family is None else (family, Scripts(index, None, primes, sub))
    if sub is None and isinstance(sup, Letter) and index_letter(sup, scope) is not None:
        family = _points(base, "", scope) or _points(base, "^()", scope)
        return None if family is None else (family, Scripts(sup, None, primes))
    if sup is None and sub is not None and scope.meaning(f"{base}[]") is None and _is_index(sub, scope):
        family = _points(base, "^()", scope)
        return None if family is None else (family, Scripts(sub, None, primes))
    return None


def family_key(member: str) -> str:
    """Return the key of the family of a member: z^() of z^(l), z^(i,) of z^(i,l), z of z_l."""
    if "^(" in member and member.endswith(")"):
        front, _, inside = member[:-1].partition("^(")
        fixed, comma, _ = inside.rpartition(",")
        return f"{front}^({fixed}{comma})"
    return member.partition("_")[0]


def _points(base: str | None, spelled: str, scope: Scope) -> Meaning | None:
    """Return a family of points that is declared in another spelling: a point has neither entries nor powers."""
    family = scope.meaning(f"{base}{spelled}[]")
    return family if isinstance(family, Value) and family.term.sort == "point" else None


def _is_index(node: Node, scope: Scope) -> bool:
    return index_letter(node, scope) is not None or isinstance(node, Number) or key_of(node, scope.fonts) in scope.bound


def _cuts(script: Node | None) -> list[tuple[Node | None, Node | None]]:
    """Return how a script can be cut into a part of the name and the rest, longest name first."""
    if script is None:
        return [(None, None)]
    parts = _parts(script)
    cuts: list[tuple[Node | None, Node | None]] = [(script, None)]
    cuts.extend((_whole(parts[:k], script), _whole(parts[k:], script)) for k in range(len(parts) - 1, 0, -1))
    return [*cuts, (None, script)]


def _parts(script: Node) -> tuple[Node, ...]:
    match script:
        case Product(operators=operators, factors=factors) if not any(operators):
            return factors
        case Sequence(items=items, separators=separators) if set(separators) == {","}:
            return items
        case _:
            return (script,)


def _whole(parts: tuple[Node, ...], script: Node) -> Node:
    if len(parts) == 1:
        return parts[0]
    start, end = parts[0].start, parts[-1].end
    if isinstance(script, Sequence):
        return Sequence(start, end, parts, (",",) * (len(parts) - 1))
    return Product(start, end, ("",) * (len(parts) - 1), parts)


def case_key(name: Node, bracket: Bracket, fonts: frozenset[str] = frozenset()) -> str | None:
    """Return the key of p(y = 1 | …), the probability of one value; None where no such case is written."""
    first = bracket.items[0] if len(bracket.items) > 1 else None
    if not isinstance(first, Relation) or first.relation != "=" or bracket.separators[0] not in ("|", ";", ","):
        return None
    base, case = key_of(name, fonts), key_of(first, fonts)
    return None if base is None or case is None else f"{base}({case})"


def index_letter(node: Node, scope: Scope) -> Sym | None:
    """Return the index that a letter is where it is not declared otherwise."""
    if isinstance(node, Letter) and node.name in INDEX_LETTERS and not node.accent:
        return None if key_of(node, scope.fonts) in scope.names else Sym(node.name, "index")
    return None
