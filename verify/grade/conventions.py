"""Rows about a name that the sheet takes for something until the student defines it.

"g(λ) = …" may define a g of the student's own, or say what the dual function is. Where it is what the sheet takes the
name for, or is so but for one edit, it is a claim like any other. Where it is certainly something else, nobody knows
what the name stands for from there on; where that cannot be told it is a definition.

Main definitions
----------------
* `states_convention`: whether a row is such a claim; `doubted_convention`: what is said where it is something else.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from verify.grade.burden import repaired
from verify.grade.evidence import Finding, check_all
from verify.grade.judged import Judged, undecided
from verify.grade.thread import Thread
from verify.latex.arithmetic import negated
from verify.latex.elaborate import statements
from verify.latex.errors import Unread
from verify.latex.names import key_of
from verify.latex.plausible import plausible
from verify.latex.scope import Definition
from verify.latex.tree import Bracket, Node, Product, Row
from verify.terms.context import Context
from verify.terms.nodes import IllTyped
from verify.terms.statement import Statement


def states_convention(row: Row, thread: Thread) -> bool:
    """Whether a row that starts with such a name is a claim: true, true but for one edit, or not to be read."""
    if _assumed(row, thread) is None:
        return False
    finding = _finding(row, thread)
    if finding is None:
        return len(row.sides) > 2  # "g(λ) = min L = …": what is behind is a claim about the same
    return finding.holds or _is_a_slip(finding, thread)


def doubted_convention(row: Row, thread: Thread, said: bool = False) -> Judged | None:
    """Return what is said of a row that gives such a name another value, which it then has not got either.

    Of a name without arguments it is enough that words `said` that it is given, by what cannot be read.
    """
    definition = _assumed(row, thread)
    finding = _finding(row, thread) if definition is not None else None
    if definition is None or (finding is None and (definition.parameters or not said)):
        return None
    if finding is not None and (not finding.fails or _is_a_slip(finding, thread)):
        return None
    names = {key: meaning for key, meaning in thread.scope.names.items() if key != definition.key}
    thread.scope = thread.scope.with_only(names)
    return undecided(row, "another value than the sheet takes this name for", finding.text if finding else "")


def _assumed(row: Row, thread: Thread) -> Definition | None:
    """Return the definition of the assumed name at its own arguments with which a row starts."""
    match row.sides[0]:
        case Product(operators=("",), factors=(name, Bracket(items=items))):
            keys = tuple(key_of(item, thread.scope.fonts) for item in items)
        case Node() as name:
            keys = ()
        case _:
            return None
    meaning = thread.scope.meaning(key_of(name, thread.scope.fonts) or "")
    own = isinstance(meaning, Definition) and meaning.assumed and not meaning.own and meaning.parameters == keys
    return meaning if own and isinstance(meaning, Definition) and row.relations[0] in ("=", ":=") else None


def _finding(row: Row, thread: Thread) -> Finding | None:
    """Return what is known of the first equation of a row, None where it cannot be read."""
    pairs = [sides[:2] for sides in (row.sides, *row.readings)]
    try:
        found = [s for a, b in pairs if a is not None and b is not None for s in statements(a, "=", b, thread.scope)]
        meant = plausible(found)
        turned = [replace(s, args=(s.args[0], negated(s.args[1]))) for s in meant]
    except (Unread, IllTyped):
        return None
    context = thread.scope.context
    finding = check_all(meant, context) if meant else None
    if finding is None or (finding.fails and check_all(turned, context).holds):
        return None  # what is to be made least where the sheet makes its negative greatest
    return finding


def _is_a_slip(finding: Finding, thread: Thread) -> bool:
    statement = finding.statement
    return finding.fails and statement is not None and _is_mended(statement, thread.scope.context)


@lru_cache(maxsize=64)
def _is_mended(statement: Statement, context: Context) -> bool:
    return repaired(statement, context, right_only=True) is not None
