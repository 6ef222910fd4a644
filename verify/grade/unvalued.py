"""Names for an optimum read as what is sought: in "p w* = …" the student solves for w.

Main definitions
----------------
* `in_symbols`: a link with the names that a sheet gives to optima read as the symbols whose optima they are.
"""

from __future__ import annotations

from verify.grade.clauses import Link
from verify.grade.judged import Setting, readings
from verify.grade.thread import Thread
from verify.latex.elaborate import terms
from verify.latex.errors import Unread
from verify.latex.names import key_of
from verify.latex.scope import Definition, Meaning, Value
from verify.latex.tree import Letter, Node, Scripted, Word, walk
from verify.terms.nodes import IllTyped, Sym
from verify.terms.statement import Statement


def in_symbols(link: Link, thread: Thread, setting: Setting) -> tuple[Statement, ...]:
    """Return the readings of a link with w for w*, the sheet's name for the value of w in a world; () without any."""
    sought: dict[str, Meaning] = {}
    for left, _ in link.pairs:
        for node in walk(left):
            key = key_of(node, thread.scope.fonts) if isinstance(node, Letter | Word | Scripted) else None
            meaning = thread.scope.meaning(key or "")
            if key and isinstance(meaning, Definition) and not meaning.own and not meaning.parameters:
                symbol = _optimum_of(node, thread)
                if symbol is not None:
                    sought[key] = Value(symbol)
    if not sought:
        return ()
    kept = thread.scope
    thread.scope = kept.with_names(sought)
    try:
        return readings(link, thread, setting)
    except (Unread, IllTyped):
        return ()
    finally:
        thread.scope = kept


def _optimum_of(node: Node, thread: Thread) -> Sym | None:
    """Return the symbol of which a name says the value in some world."""
    try:
        found = terms(node, thread.scope)
    except (Unread, IllTyped):
        return None
    values = [(symbol, value) for world in thread.worlds for symbol, value in world.values]
    return next((symbol for symbol, value in values if value in found), None)
