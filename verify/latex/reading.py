"""Elaboration from the inside out: a tree has a list of well-typed readings, or an error that says why it has none.

Main definitions
----------------
* `read`: the readings of a tree, by the handler of its kind.
* `combine`: terms built from each choice of readings of the parts; those that are well typed are kept.
* `read_all`: the readings of several parts; a token without a meaning comes before shapes that do not fit.

A handler is a plain function `(node, scope, expected) -> readings`; `verify.latex.elaborate` has the table of them.
`expected` is the shape that the context asks for, or None where it asks for none.
"""

from __future__ import annotations

import importlib
import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from verify.latex.errors import IllTypedAt, NeedsShape, Unread
from verify.latex.scope import Scope
from verify.latex.tree import Node, children
from verify.terms.nodes import IllTyped, Shape, Term

Readings = tuple[Term, ...]
Expected = Shape | None
Handler = Callable[[Any, Scope, Expected], Readings]

#: readings kept of any part
MOST = 8
#: depth and number of nodes of a tree that is read at all, and nodes visited while it is read
DEEPEST, LARGEST, STEPS = 60, 4000, 40_000
#: nodes of a term written out: definitions of definitions may double again and again
LARGEST_TERM = 20_000

_handlers: dict[type[Node], Handler] = {}


def install(handlers: Mapping[type[Node], Handler]) -> None:
    """Make these the handlers by which trees are read."""
    _handlers.update(handlers)


@dataclass
class _Work:
    """What one statement may cost, and what was read of it so far."""

    left: int = STEPS
    level: int = 0
    known: dict[tuple[int, int, Expected], tuple[Node, Scope, Readings | Exception]] = field(default_factory=dict)
    sizes: dict[int, tuple[Term, int]] = field(default_factory=dict)

    def size(self, term: Term) -> int:
        """Return how many nodes a term has when it is written out; shared parts are counted once, by memory."""
        found = self.sizes.get(id(term))
        if found is None:
            found = term, 1 + sum(self.size(child) for child in term.children())
            self.sizes[id(term)] = found
        return found[1]


_work: ContextVar[_Work | None] = ContextVar("work", default=None)


def bounded(*trees: Node) -> None:
    """Raise `Unread` at a tree that is too deep or too large to be read."""
    for tree in trees:
        level, size = [tree], 0
        for _ in range(DEEPEST):
            size += len(level)
            if size > LARGEST:
                raise Unread("the formula is too long", tree.start, tree.end)
            level = [child for node in level for child in children(node)]
            if not level:
                break
        else:
            raise Unread("the formula is nested too deeply", tree.start, tree.end)


def is_reading() -> bool:
    """Whether a statement is being read, so that what is read now is a part of it."""
    return _work.get() is not None


def limited(run: Callable[[], tuple[object, ...]]) -> tuple[object, ...]:
    """Run `run` within the work that one statement may cost."""
    if is_reading():
        return run()
    token = _work.set(_Work())
    try:
        return run()
    finally:
        _work.reset(token)


def read(node: Node, scope: Scope, expected: Expected = None) -> Readings:
    """Return the well-typed readings of a tree, at least one and at most `MOST`.

    Raises:
        Unread: a token has no meaning in any reading.
        IllTypedAt: every token has one, and no reading is well typed.

    """
    work = _work.get() or _Work()
    known = work.known.get((id(node), id(scope), expected))
    if known is None:
        if work.left <= 0:
            raise Unread("the formula has too many readings", node.start, node.end)
        if work.level >= DEEPEST:
            raise Unread("the formula is nested too deeply when its names are written out", node.start, node.end)
        work.left -= 1
        work.level += 1
        found: Readings | Exception
        try:
            found = _read(node, scope, expected)
            if any(work.size(term) > LARGEST_TERM for term in found):
                raise Unread("the formula is too long when its names are written out", node.start, node.end)
        except (Unread, IllTyped) as error:
            found = error
        finally:
            work.level -= 1
        known = node, scope, found
        work.known[id(node), id(scope), expected] = known
    if isinstance(known[2], Exception):
        raise known[2]
    return known[2]


def _read(node: Node, scope: Scope, expected: Expected) -> Readings:
    if not _handlers:
        importlib.import_module("verify.latex.elaborate")
    handler = _handlers.get(type(node))
    if handler is None:
        raise Unread(f"a {type(node).__name__.lower()} has no meaning here", node.start, node.end)
    with_place = node.start, node.end
    try:
        return tuple(dict.fromkeys(handler(node, scope, expected)))[:MOST]
    except IllTypedAt:
        raise
    except IllTyped as error:
        raise IllTypedAt(error.message, error.shapes, *with_place) from error


def read_all(parts: Iterable[tuple[Node, Expected]], scope: Scope) -> list[Readings]:
    """Return the readings of each part.

    Raises:
        Unread: if a part is unread, whatever is wrong with the others.
        IllTypedAt: no part is unread, and one is ill typed.

    """
    return settle([attempt(read, node, scope, expected) for node, expected in parts])


def attempt(read_part: Callable[..., Readings], *args: object) -> Readings | Unread | IllTyped:
    """Return the readings, or the error that there are none."""
    try:
        return read_part(*args)
    except (Unread, IllTyped) as error:
        return error


def settle(found: Sequence[Readings | Unread | IllTyped]) -> list[Readings]:
    """Return the readings; where there are errors raise the first, those about unread tokens before all others."""
    for kind in (_plain_unread, lambda e: isinstance(e, NeedsShape), lambda e: isinstance(e, IllTyped)):
        for item in found:
            if isinstance(item, Exception) and kind(item):
                raise item
    return [item for item in found if isinstance(item, tuple)]


def _plain_unread(error: Exception) -> bool:
    return isinstance(error, Unread) and not isinstance(error, NeedsShape)


def combine(build: Callable[..., Term], *options: Sequence[Any]) -> Readings:
    """Return `build` of each choice of the options, as far as it is well typed.

    Raises:
        IllTyped: no choice is; the first choice says why.

    """
    found: list[Term] = []
    first: IllTyped | None = None
    for choice in itertools.islice(itertools.product(*options), MOST * MOST):
        try:
            found.append(build(*choice))
        except IllTyped as error:
            first = first or error
        if len(found) >= MOST:
            break
    if not found and first is not None:
        raise first
    return tuple(found)


def any_of(*ways: Callable[[], Readings]) -> Readings:
    """Return the readings of all ways of reading the same tokens.

    Raises:
        Unread: no way is well typed, and in one a token has no meaning.
        IllTyped: no way is well typed.

    """
    tried = [attempt(way) for way in ways]
    found = tuple(term for item in tried if isinstance(item, tuple) for term in item)
    if found:
        return found[:MOST]
    settle(tried)
    raise Unread("this has no reading")
