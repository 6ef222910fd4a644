"""Points that a row does not write: q alone stands for q(z | x_i) where the row is about x_i, and about no x.

Main definitions
----------------
* `at_the_written_point`: a statement about the only point that a row writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from verify.latex.names import matches
from verify.latex.scope import Definition, Meaning, Scope, Value
from verify.latex.tree import Letter, Node, Scripted, Word
from verify.latex.tree import walk as walk_tree
from verify.terms.nodes import Entry, Num, Sym
from verify.terms.rewrite import free, substitute, walk
from verify.terms.statement import Statement


def at_the_written_point(statement: Statement, left: Node, right: Node, scope: Scope) -> Statement:
    """Return a statement in which a point x that is not written is the one x_i of its space that is.

    A law that is written without its conditions says not what they are; the row does, if it is about one point only.
    """
    entries = {node for arg in statement.args for node in walk(arg) if isinstance(node, Entry) and node.sort == "point"}
    if len(entries) != 1:
        return statement
    (entry,) = entries
    if not isinstance(entry.array, Sym) or not all(_is_free(place, statement) for place in entry.indices):
        return statement
    space = scope.context.space_of(entry.array.name)
    every = {symbol for arg in statement.args for symbol in free(arg) if symbol.sort == "point" and not symbol.shape}
    points = [point for point in every if scope.context.space_of(point.name) == space]
    if len(points) != 1 or any(_says(meaning, points[0]) for side in (left, right) for meaning in _names(side, scope)):
        return statement
    return replace(statement, args=tuple(substitute(arg, {points[0]: entry}) for arg in statement.args))


def _is_free(index: object, statement: Statement) -> bool:
    """Whether an index is a number, or a letter that no sum of a statement runs over."""
    bound = {getattr(node, "index", None) for arg in statement.args for node in walk(arg)}
    return isinstance(index, Num) or (isinstance(index, Sym) and index not in bound)


def _names(side: Node, scope: Scope) -> Iterator[Meaning]:
    """Yield what the names of a side mean, without those that are a part of another one."""
    inner = {id(node.base) for node in walk_tree(side) if isinstance(node, Scripted)}
    for node in walk_tree(side):
        if isinstance(node, Letter | Word | Scripted) and id(node) not in inner:
            meaning, rest = next(iter(matches(node, scope)), (None, None))
            if meaning is not None and not (isinstance(meaning, Value) and rest):
                yield meaning


def _says(meaning: Meaning, point: Sym) -> bool:
    """Whether a name says which point is meant: x itself, or a name of the answer's own that has no index."""
    if isinstance(meaning, Definition):
        return meaning.own and not meaning.parameters
    return isinstance(meaning, Value) and meaning.term == point
