"""What a display that starts with a relation goes on from.

Main definitions
----------------
* `matching_head`: whether it continues a recent side.
* `continue_display`: whether it continues a formula in the text, or the display before.
* `goes_on_behind`, `without_name`: a chain that starts with a name that nobody declared, θ^* = A = B, is about A.
"""

from __future__ import annotations

from dataclasses import replace

from verify.grade.chain import Chain
from verify.grade.clauses import Clause, Side, across
from verify.grade.evidence import Finding, check_all
from verify.grade.points import corresponding
from verify.grade.thread import Thread, name_of
from verify.latex.elaborate import statements, terms
from verify.latex.errors import Unread
from verify.latex.tree import Letter, Mark, Node, Scripted, Word
from verify.model import Verdict
from verify.terms.nodes import IllTyped
from verify.terms.statement import COMPARISONS


def matching_head(right: Side, relation: str, thread: Thread) -> bool:
    """Whether a recent side stands in the relation to `right`: then the row continues it. It never refutes."""
    for side in reversed(thread.recent):
        if _claimed(side, right, relation, thread).holds:
            thread.chain = Chain(side)
            return True
    return False


def continue_display(right: Side, relation: str, thread: Thread) -> None:
    """Let a row go on from the display before the formulas in the text, where it does not go on from these."""
    if thread.displayed is None or not right or relation not in COMPARISONS:
        return
    inline, display = (_claimed(head, right, relation, thread) for head in (thread.chain.head, thread.displayed.head))
    if inline.holds:
        return
    if display.holds or (display.fails and inline.fails):
        thread.chain = thread.displayed
    else:  # which of both it continues is not known
        thread.chain = Chain()


def _claimed(head: Side, right: Side, relation: str, thread: Thread) -> Finding:
    """Return what is known of the row that continues `head`."""
    try:
        found = [s for a, b in across(head, right) for s in statements(a, relation, b, thread.scope)]
    except (Unread, IllTyped) as error:
        return Finding(Verdict.UNDECIDED, reason=str(error))
    return check_all((corresponding(s, thread.scope.context) for s in found), thread.scope.context)


def goes_on_behind(clause: Clause, thread: Thread) -> bool:
    """Whether a chain says what a new name stands for, and goes on with that.

    Of an expression that cannot be read nobody knows whether the first row says rightly what it is.
    """
    first, second = clause.sides[:2]
    if clause.relations[0] not in ("=", ":=") or not all(_is_new(side, thread) for side in first):
        return False
    return not any(_is_read(side, thread) for side in first) and all(_is_read(side, thread) for side in second)


def _is_new(side: Node, thread: Thread) -> bool:
    """Whether a side is a name without a meaning, perhaps of arguments, or a known one with a star."""
    if isinstance(side, Scripted) and isinstance(side.sup, Mark) and side.sup.text == "*":
        return isinstance(side.base, Letter | Word)
    name = name_of(side, thread.scope)
    return name is not None and name not in thread.mentioned and thread.scope.meaning(name) is None


def without_name(clause: Clause) -> Clause:
    """Return a chain without its first side."""
    paired = tuple(sides[1:] for sides in clause.paired)
    return replace(clause, sides=clause.sides[1:], relations=clause.relations[1:], paired=paired)


def _is_read(side: Node, thread: Thread) -> bool:
    try:
        return bool(terms(side, thread.scope))
    except Unread:
        return False
    except IllTyped:
        return True
