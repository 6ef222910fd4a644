r"""Sets over which extrema are taken: ℝ, ℝ_+, (0, ∞), u > 0, 0 < u < 1, dom f.

Main definitions
----------------
* `split`: what ranges, and the node that says over what (None: nothing does).
* `covers`: whether a set is the whole range of a declared symbol, but perhaps for ends of it.
* `interval_of`: the interval that a set or a condition says, with the ends that belong to it.
* `of_functions`: whether what ranges is any function, T : 𝒳 → ℝ.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from verify.latex.names import matches
from verify.latex.scope import Definition, Scope, Value
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
    Word,
)
from verify.terms.context import NONNEGATIVE, POSITIVE, REALS, Interval
from verify.terms.nodes import Sym

_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def split(node: Node) -> tuple[Node, Node | None]:
    """Return what an extremum ranges over, and the domain or condition that is written of it."""
    match node:
        case Relation(left=left, relation="in", right=right):
            return left, right
        case Relation(left=left, relation="<" | "<=", right=Relation(left=name, relation="<" | "<=")) if _is_end(left):
            return name, node
        case Relation(left=left, relation="<" | "<=" | ">" | ">=", right=right):
            return (right, node) if _is_end(left) and not _is_end(right) else (left, node)
    return node, None


def of_functions(items: tuple[Node, ...], separators: tuple[str, ...]) -> bool:
    """Whether a subscript says T : 𝒳 → ℝ, any function."""
    match items:
        case (_, Relation(left=Letter(name="X"), relation="->", right=Letter(name="R", font="bb"))):
            return separators == (":",)
    return False


def covers(domain: Node, symbol: Sym, scope: Scope) -> bool:
    """Whether a set is all in which a symbol lives; whether its ends belong to it does not matter to extrema."""
    declared = scope.context.by_name.get(symbol.name)
    if declared is None or declared.structure or symbol.shape:
        return declared is not None and not declared.structure and _is_reals(domain) and declared.interval == REALS
    if _is_domain_of(domain, symbol, scope):
        return True
    found = _interval(domain)
    return found is not None and (found.low, found.high) == (declared.interval.low, declared.interval.high)


def _is_reals(domain: Node) -> bool:
    base = domain.base if isinstance(domain, Scripted) and domain.sub is None else domain
    return isinstance(base, Letter) and base.name == "R" and base.font == "bb"


def _is_domain_of(domain: Node, symbol: Sym, scope: Scope) -> bool:
    """Whether a set is dom f, with f a function that was defined of the symbol."""
    match domain:
        case Product(operators=("",), factors=(Word(text="dom"), Bracket(items=(function,)))):
            pass
        case Product(operators=("",), factors=(Word(text="dom"), function)):
            pass
        case _:
            return False
    for meaning, rest in matches(function, scope):
        if isinstance(meaning, Definition) and not rest and len(meaning.parameters) == 1:
            return meaning.scope.meaning(meaning.parameters[0]) == Value(symbol)
    return False


# ---------------------------------------------------------------------------------------------- intervals


def interval_of(domain: Node) -> Interval | None:
    """Return the interval that a set or a condition says, with the ends that belong to it; 0 belongs to ℝ₊."""
    found = _interval(domain)
    if found is None:
        return None
    match domain:
        case Scripted(sub=sub, sup=sup):
            return POSITIVE if any(_is_star(s) or _says_above(s) for s in (sub, sup)) else NONNEGATIVE
        case Bracket(opening=opening, closing=closing):
            low, high = opening == "[", closing == "]" or (opening == "[" and not closing)
        case Relation(relation=first, right=Relation(relation=second)):
            low, high = first == "<=", second == "<="
        case Relation(relation=relation):
            low = high = relation in ("<=", ">=")
        case _:
            return found
    closed = low and found.low is not None, high and found.high is not None
    return replace(found, low_closed=closed[0], high_closed=closed[1])


def _interval(domain: Node) -> Interval | None:
    match domain:
        case Letter(name="R", font="bb"):
            return REALS
        case Scripted(base=Letter(name="R", font="bb")):
            return POSITIVE if _says_positive(domain) else None
        case Bracket(opening=opening, items=(low, high), separators=("," | ";",)) if opening in "([]":
            return _between(low, high)
        case Relation(left=low, relation="<" | "<=", right=Relation(relation="<" | "<=", right=high)):
            return _between(low, high)
        case Relation(left=left, relation=relation, right=right) if relation in _FLIPPED:
            return _beside(_FLIPPED[relation], left) if _is_end(left) else _beside(relation, right)
    return None


def _says_positive(domain: Scripted) -> bool:
    """Whether the scripts of ℝ are +, ++, +* or > 0."""
    scripts = [s for s in (domain.sub, domain.sup) if s is not None]
    return bool(scripts) and any(_is_plus(s) for s in scripts) and all(_is_plus(s) or _is_star(s) for s in scripts)


def _says_above(script: Node | None) -> bool:
    return isinstance(script, Relation) and script.relation == ">"


def _is_plus(node: Node) -> bool:
    match node:
        case Mark(text="+") | Plus(signs=("+",), terms=(Number(text="0") | Mark(),)):
            return True
        case Relation(left=Mark(text="cdot"), relation=">" | ">=", right=Number(text="0")):
            return True
    return False


def _is_star(node: Node | None) -> bool:
    return isinstance(node, Mark) and node.text == "*"


def _between(low: Node, high: Node) -> Interval | None:
    if not (_is_end(low) and _is_end(high)):
        return None
    return Interval(_end(low), _end(high))


def _beside(relation: str, end: Node) -> Interval | None:
    value = _end(end)
    if not _is_end(end) or value is None:
        return None
    return Interval(low=value) if relation[0] == ">" else Interval(high=value)


def _is_end(node: Node) -> bool:
    match node:
        case Infinity() | Plus(signs=("-" | "+",), terms=(Infinity(),)):
            return True
        case Number(text=text) | Plus(signs=("-",), terms=(Number(text=text),)):
            return text.isdigit() and len(text) <= 9
    return False


def _end(node: Node) -> Fraction | None:
    match node:
        case Number(text=text):
            return Fraction(text)
        case Plus(signs=("-",), terms=(Number(text=text),)):
            return -Fraction(text)
    return None
