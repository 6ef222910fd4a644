"""Functions that a student defined while answering another question, and uses again.

Names are those of a question's context, so that what was defined of them does not go over to another one. A formula in
which nothing occurs but its arguments, h(λ) = λ log(-λ), means the same everywhere.

Main definitions
----------------
* `borrowed`: such definitions of other threads, by their keys.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from verify.grade.thread import Thread
from verify.latex.names import key_of
from verify.latex.scope import Definition, Meaning
from verify.latex.tree import Letter, Word, walk

#: letters that mean the same everywhere
CONSTANTS = frozenset({"e", "pi"})


def borrowed(thread: Thread, others: Iterable[Thread]) -> Mapping[str, Meaning]:
    """Return the student's own functions of their arguments alone from other questions, as far as unknown here."""
    return {
        key: meaning
        for other in others
        for key, meaning in other.scope.names.items()
        if isinstance(meaning, Definition) and key not in thread.scope.names and _is_closed(meaning)
    }


def _is_closed(definition: Definition) -> bool:
    """Whether a definition is the student's own, has arguments, and says nothing of anything else."""
    if not definition.own or not definition.parameters or definition.indices:
        return False
    used = {key_of(node) for node in walk(definition.body) if isinstance(node, Letter | Word)}
    return used <= {*definition.parameters, *CONSTANTS}
