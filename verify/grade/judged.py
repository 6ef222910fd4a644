"""The verdict of one link, and the text it stands in.

Main definitions
----------------
* `Judged`: the verdict of one link; `undecided`, `unread`: one that says nothing against anyone.
* `Setting`: how a row stands in its text.
* `readings`: a link in core terms.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from verify.grade.attained import at_optimizers
from verify.grade.clauses import Link
from verify.grade.escaped import out_of_reach
from verify.grade.points import corresponding
from verify.grade.thread import Thread
from verify.grade.words import Cue
from verify.latex.elaborate import statements
from verify.latex.errors import Unread
from verify.latex.plausible import plausible
from verify.latex.sides import with_like_indices
from verify.latex.tree import Node, Row
from verify.model import Counterexample, Verdict
from verify.terms.nodes import IllTyped
from verify.terms.statement import Statement


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict of one link; `start` and `end` are offsets into the document."""

    start: int
    end: int
    verdict: Verdict
    evidence: str = ""
    statement: str = ""
    follows: bool | None = None
    reason: str = ""
    expected: str = ""
    unread: str | None = None
    counterexample: Counterexample | None = None
    core: Statement | None = None


def undecided(place: Link | Row, reason: str, statement: str = "") -> Judged:
    """Return that a link, or a row as a whole, is left to a person, and why."""
    return Judged(place.start, place.end, Verdict.UNDECIDED, statement=statement, reason=reason)


def unread(error: Unread, start: int, end: int) -> Judged:
    """Return that a part of a formula has no meaning here."""
    return Judged(start, end, Verdict.UNREAD, reason=str(error), unread=str(error))


@dataclass(frozen=True, slots=True)
class Setting:
    """How a row stands in its text: what the words before it say, and whether it is displayed.

    `loose` are readings that only careless writers mean (`Row.loose`); `for_all` that the row says of which indices it
    is meant.
    """

    cue: Cue
    display: bool
    hypotheses: tuple[Statement, ...] = ()
    conditional: str = ""
    loose: tuple[tuple[Node | None, ...], ...] = ()
    for_all: bool = False


def readings(link: Link, thread: Thread, setting: Setting) -> tuple[Statement, ...]:
    """Return all readings of a link in core terms; those that are not well typed are no readings."""
    relation = "=" if link.relation == ":=" else link.relation
    found: list[Statement] = []
    problem: IllTyped | Unread | None = None
    context = thread.scope.context
    for left, right in link.pairs:
        try:
            found += [corresponding(s, context) for s in statements(left, relation, right, thread.scope)]
        except IllTyped as error:
            problem = problem or error
        except Unread as error:
            if not out_of_reach(error, (left, right)):
                raise
            problem = error
    if not found and problem is not None:
        raise problem
    found = list(with_like_indices(tuple(found)))
    if setting.hypotheses:
        found = [replace(s, hypotheses=(*s.hypotheses, *setting.hypotheses)) for s in found]
    meant = plausible(found)
    return tuple(dict.fromkeys(at_optimizers(s, thread.worlds, thread.scope.context) for s in meant))
