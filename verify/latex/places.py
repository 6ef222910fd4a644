r"""Names with values at some places alone: q(z_0) is one density, q(g(z_0)) is another, and both are called q.

Main definitions
----------------
* `with_place`: the scope with what a sheet says of a name at one argument.
* `at_place`: the name at an argument; which of its places that is, is told by what the argument is.
"""

from __future__ import annotations

from dataclasses import replace

from verify.latex.errors import Unread
from verify.latex.names import Scripts, key_of, matches
from verify.latex.reading import Expected, Readings, read
from verify.latex.scope import Meaning, Placed, Scope, Value
from verify.latex.tree import Bracket, Node, Product
from verify.latex.written import formula
from verify.model import VerifyError
from verify.terms.combination import same_column
from verify.terms.nodes import Term


def with_place(text: str, scope: Scope) -> Scope:
    """Return the scope in which a name has this value at this argument.

    Raises:
        VerifyError: the text is no equation that starts with a name at one argument.

    """
    row = formula(text)
    match row.sides:
        case (Product(operators=("",), factors=(name, Bracket(opening="(", items=(argument,)))), Node() as value):
            key = key_of(name, scope.fonts)
        case _:
            key = None
    if key is None or row.relations != ("=",):
        raise VerifyError(f"{text!r} says of no name what it is at one argument")
    read(argument, scope), read(value, scope)
    known = scope.meaning(key)
    if not isinstance(known, Placed):
        return scope.with_names({key: Placed(key, ((argument, value),), scope)})
    return scope.with_names({key: replace(known, places=(*known.places, (argument, value)))})


def at_place(meaning: Meaning, rest: Scripts, bracket: Bracket, node: Node, scope: Scope, _: Expected) -> Readings:
    """Return the name at an argument; parameters may stand behind it, q(z; φ).

    Raises:
        Unread: nobody said what it is there.

    """
    assert isinstance(meaning, Placed)
    if rest or not bracket.items or not all(_is_parameter(item, scope) for item in bracket.items[1:]):
        raise Unread(f"what is written on {meaning.key} was not said", node.start, node.end)
    found: list[Term] = []
    for argument in read(bracket.items[0], scope):
        values = _values(meaning, argument)
        if not values:
            raise Unread(f"nobody said what {meaning.key} is at {argument}", node.start, node.end)
        found.extend(values)
    return tuple(found)


def _is_parameter(node: Node, scope: Scope) -> bool:
    for meaning, rest in matches(node, scope):
        return isinstance(meaning, Value) and meaning.term.sort == "parameter" and not rest
    return False


def _values(name: Placed, argument: Term) -> Readings:
    for place, value in name.places:
        if any(same_column(argument, known) for known in read(place, name.scope)):
            return read(value, name.scope)
    return ()
