"""What a question is read in: its scope, its goals, and what was said before.

Main definitions
----------------
* `opened`: the thread in which a question is read, and its goals; `beside`: those of its other contexts.
* `goals_in`: the goals of a question of a sheet.
"""

from __future__ import annotations

from functools import lru_cache

from verify.grade.contexts import ContextTable
from verify.grade.reach import Goals, goals_of
from verify.grade.sheet import Question, Sheet
from verify.grade.thread import Thread
from verify.grade.worlds import World, worlds_of
from verify.latex.names import key_of
from verify.latex.rows import formula_row
from verify.latex.scope import Scope
from verify.latex.tree import Bracket, Node, Product, walk
from verify.model import VerifyError


@lru_cache(maxsize=256)
def _read(table: ContextTable) -> tuple[Scope, tuple[World, ...]]:
    scope = Scope.of(table.mapping)
    return scope, worlds_of(table, scope)


@lru_cache(maxsize=256)
def _goals(question: Question, table: ContextTable) -> Goals:
    return goals_of(question, *_read(table))


@lru_cache(maxsize=256)
def _asked(question: Question, fonts: frozenset[str]) -> frozenset[str]:
    """Return the keys of the names in what a question claims."""
    texts = (*question.claim, *(text for forms in question.also for text in forms))
    sides = (side for text in texts for side in formula_row(text).sides if side is not None)
    return frozenset(key for side in sides for node in walk(side) if (key := key_of(node, fonts)))


@lru_cache(maxsize=256)
def _sought(question: Question, fonts: frozenset[str]) -> frozenset[str]:
    """Return the keys of the names of which a question claims what they are."""
    texts = (*question.claim, *(text for forms in question.also for text in forms))
    heads = (row.sides[0] for row in map(formula_row, texts) if len(row.sides) > 1 and row.sides[0] is not None)
    return frozenset(key for head in heads if (key := _name(head, fonts)))


def _name(head: Node, fonts: frozenset[str]) -> str | None:
    """Return the key of a side that is a name, perhaps of arguments: B of B(θ)."""
    match head:
        case Product(operators=("",), factors=(name, Bracket())):
            return _name(name, fonts)
        case _:
            return key_of(head, fonts)


def goals_in(question: Question, sheet: Sheet) -> Goals:
    """Return the goals of a question, read in its context; none for a question without one."""
    table = sheet.table_of(question)
    return Goals() if table is None else _goals(question, table)


def opened(
    question: Question, sheet: Sheet, before: Thread | None, known: set[tuple[str, ...]] | None = None
) -> tuple[Thread, Goals]:
    """Return the thread in which a question is read: what the student said of its context before goes on.

    Raises:
        VerifyError: the question has no context, or its context cannot be read.

    """
    table = sheet.table_of(question)
    if table is None:
        raise VerifyError(f"question {question.id} of {sheet.id} has no context; give it one to have it checked")
    scope, worlds = _read(table)
    goals = _goals(question, table)
    asked = _asked(question, scope.fonts)
    if before is None:
        return Thread(
            scope,
            worlds,
            known=known if known is not None else set(),
            asked=asked,
            sought=_sought(question, scope.fonts),
        ), goals
    before.new_question()
    before.asked, before.sought = asked, _sought(question, scope.fonts)
    if question.has_own_names:
        own = {key: meaning for key, meaning in before.scope.names.items() if key not in scope.names}
        before.scope = scope.with_names(own)
    return before, goals


def beside(
    question: Question, sheet: Sheet, threads: dict[str, Thread], known: set[tuple[str, ...]]
) -> dict[str, Thread]:
    """Return the threads of the other contexts in which a question's rows may be meant; `threads` grows by new ones."""
    found: dict[str, Thread] = {}
    for name in question.beside:
        if name == question.context:
            continue
        if name in threads:
            threads[name].new_question()
        else:
            threads[name] = Thread(*_read(sheet.contexts[name]), known=known)
        threads[name].beside = ()
        fonts = threads[name].scope.fonts
        threads[name].asked, threads[name].sought = _asked(question, fonts), _sought(question, fonts)
        found[name] = threads[name]
    return found
