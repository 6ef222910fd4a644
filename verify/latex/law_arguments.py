r"""Laws with their own arguments as arguments of a functional: 𝓛_i(q_φ(z|x_i)), 𝓛(q(·|x), θ), 𝓛(q_i^*(z)).

Of which points a law is stands in what the functional was defined of. A condition that is written must be the same.

Main definitions
----------------
* `takes_law`: whether a name is a functional of laws.
* `with_bare_laws`: the arguments of a functional with laws by their names alone, and the conditions that were written.
* `at_conditions`: readings in which the laws have these conditions.
"""

from __future__ import annotations

from dataclasses import replace

from verify.latex.errors import Unread
from verify.latex.names import matches
from verify.latex.reading import Readings, read
from verify.latex.scope import Definition, LawName, Scope
from verify.latex.tree import Bracket, Letter, Mark, Node, Product, Scripted, Word
from verify.terms.nodes import Density, Entry, Sym, Term
from verify.terms.rewrite import free, transform, walk

#: the name of a law, and a condition that was written of it
Conditions = tuple[tuple[str, Node], ...]


def takes_law(definition: Definition) -> bool:
    """Whether a name was defined of a law, with these or other arguments."""
    every = (definition, *definition.overloads)
    return any(isinstance(one.scope.meaning(key), LawName) for one in every for key in one.parameters)


def with_bare_laws(bracket: Bracket, scope: Scope) -> tuple[Bracket, Conditions]:
    """Return the bracket with the names of laws in place of laws of points, and the conditions that were written."""
    found = [_law(item, scope) for item in bracket.items]
    items = tuple(item if law is None else law[0] for item, law in zip(bracket.items, found, strict=True))
    written = tuple((name, node) for law in found if law is not None for name, node in law[1])
    return replace(bracket, items=items), written


def _law(item: Node, scope: Scope) -> tuple[Node, Conditions] | None:
    """Return the name of a law and the conditions behind its bar; None where an argument is no such thing."""
    match item:
        case Product(operators=("",), factors=(Letter() | Word() | Scripted() as name, Bracket() as bracket)):
            meaning, rest = next(iter(matches(name, scope)), (None, None))
            if not isinstance(meaning, LawName) or rest:
                return None
            bars = [k for k, separator in enumerate(bracket.separators) if separator == "|"]
            behind = bracket.items[bars[0] + 1 :] if bars else ()
            return name, tuple((meaning.name, node) for node in behind if not isinstance(node, Mark))
    return None


def at_conditions(found: Readings, written: Conditions, scope: Scope) -> Readings:
    """Return readings in which each law is conditioned on what was written; where nothing was, on what the rest is.

    Raises:
        Unread: the rest is about another point than was written.

    """
    for law, node in written:
        given = set(read(node, scope))
        if len(given) == 1:
            found = tuple(_moved(term, law, next(iter(given)), node) for term in found)
    return tuple(_completed(term) for term in found)


def _moved(term: Term, law: str, point: Term, node: Node) -> Term:
    """Return the term with the densities of a law that are given any point given this one."""

    def change(one: Term) -> Term:
        if not isinstance(one, Density) or one.law != law or len(one.given) != 1 or one.args[-1] == point:
            return one
        if not isinstance(one.args[-1], Sym) or isinstance(point, Sym):
            raise Unread(f"{law} given something else than what the rest is about", node.start, node.end)
        return replace(one, args=(*one.args[:-1], point))

    return transform(term, change)


def _completed(term: Term) -> Term:
    """Return the term with a law that is given x_i in one place and any x in another given x_i in both."""
    found: dict[str, set[Term]] = {}
    for node in walk(term):
        if isinstance(node, Density) and len(node.given) == 1:
            found.setdefault(node.law, set()).add(node.args[-1])
    for law, points in found.items():
        members = [point for point in points if isinstance(point, Entry)]
        if len(points) == 2 and len(members) == 1:
            at = next(point for point in points if point not in members)
            if isinstance(at, Sym) and at.of_sort == "point" and at in free(term):
                term = _at_member(term, law, at, members[0])
    return term


def _at_member(term: Term, law: str, old: Sym, new: Entry) -> Term:
    def change(node: Term) -> Term:
        own = isinstance(node, Density) and node.law == law and len(node.given) == 1 and node.args[-1] == old
        return replace(node, args=(*node.args[:-1], new)) if own and isinstance(node, Density) else node

    return transform(term, change)
