r"""Laws that an example puts in the place of the sheet's: "take q = (1/2, 1/2)", q(1) = 1/4, p = Bernoulli(1/2).

The rows behind it are about the example. What holds for every law need not be what they say, and what is false in
general may be right for these. So rows with such a name are neither right nor wrong until the question ends.

Main definitions
----------------
* `gives_law`: whether a row says what a law of the sheet is in an example; its name is doubted from there on.
* `is_free_law`: whether a name stands for a law of the sheet of which nothing is said.
* `is_numeric`: whether a formula has numbers in it, and no letters.
"""

from __future__ import annotations

from verify.grade.thread import Thread
from verify.latex.names import key_of
from verify.latex.scope import LawName, Scope
from verify.latex.tree import Bracket, Letter, Node, Number, Product, Relation, Row, Scripted, Word, walk
from verify.latex.uniforms import regions_of

_SAYS = frozenset({"=", ":=", "~"})
#: arguments of the standard normal law, which is everybody's prior and no example
_STANDARD = ("0", "1")


def gives_law(row: Row, thread: Thread) -> bool:
    """Doubt the names of laws of which a row says what they are in an example; whether there are any."""
    if len(row.sides) < 2 or not _SAYS.issuperset(row.relations):
        return False
    left, right = row.sides[:-1], row.sides[-1]
    if right is None or not (_is_law(right) or is_numeric(right)):
        return False
    keys = [_named(side, right, thread.scope) for side in left if side is not None]
    thread.renamed |= {key for key in keys if key is not None}
    return bool(keys) and None not in keys


def _named(side: Node, right: Node, scope: Scope) -> str | None:
    """Return the name of the law of which a side says something: q, q(z) or q(1) = 1/2."""
    match side:
        case Product(factors=(Letter() | Word() | Scripted() as name, Bracket(items=items))):
            at_numbers = all(is_numeric(item) or _is_at_number(item) for item in items)
            said = _is_law(right) or at_numbers
        case Letter() | Word() | Scripted():
            name, said = side, _is_law(right)
        case _:
            return None
    return key_of(name, scope.fonts) if said and is_free_law(name, scope) else None


def is_free_law(name: Node, scope: Scope) -> bool:
    """Whether a name stands for a law of the sheet of which nothing is said."""
    meaning = scope.meaning(key_of(name, scope.fonts) or "")
    return isinstance(meaning, LawName) and regions_of(name, scope) is None


def is_numeric(node: Node) -> bool:
    """Whether a formula has numbers in it, and no letters."""
    parts = tuple(walk(node))
    return any(isinstance(n, Number) for n in parts) and not any(isinstance(n, Letter | Word) for n in parts)


def _is_at_number(item: Node) -> bool:
    """Whether an argument has a value: q(z = 1)."""
    return isinstance(item, Relation) and item.relation == "=" and is_numeric(item.right)


def _is_law(node: Node) -> bool:
    """Whether a side is a list of masses, (1/2, 1/2) or (a, 1 - a), or a family at numbers, Bernoulli(1/2)."""
    match node:
        case Bracket(opening="(" | "[" | "{", items=items):
            return len(items) > 1
        case Product(factors=(Letter() | Word() | Scripted(), Bracket(items=items))):
            standard = tuple(item.text for item in items if isinstance(item, Number)) == _STANDARD
            return all(is_numeric(item) for item in items) and not standard
    return False


__all__ = ["gives_law", "is_free_law", "is_numeric"]
