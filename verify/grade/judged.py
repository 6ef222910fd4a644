"""The verdict of one link, and the text it stands in.

Main definitions
----------------
* `Judged`: the verdict of one link; `refuted`: a false one; `undecided`, `unread`: those that accuse nobody.
* `Setting`: how a row stands in its text; `doubt`: why a false one is not held against its author there.
* `readings`: a link in core terms.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace

from verify.grade.attained import at_optimizers
from verify.grade.clauses import Link
from verify.grade.escaped import out_of_reach
from verify.grade.evidence import Finding, check_all
from verify.grade.points import corresponding
from verify.grade.supposed import is_loose, sets_value
from verify.grade.thread import Thread
from verify.grade.unwritten import at_the_written_point
from verify.grade.words import Cue
from verify.latex.elaborate import statements
from verify.latex.errors import Unread
from verify.latex.plausible import plausible
from verify.latex.repeated import with_sums
from verify.latex.sides import with_like_indices
from verify.latex.tree import Node, Row
from verify.model import Counterexample, Verdict
from verify.terms.context import REALS
from verify.terms.nodes import Expect, IllTyped, Sym
from verify.terms.rewrite import free, walk
from verify.terms.statement import Statement
from verify.terms.unfold import unfold_definitions


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


def refuted(link: Link, finding: Finding, reason: str, expected: str = "", *, follows: bool | None = None) -> Judged:
    """Return that a link is false, with what shows it; `expected` is what should stand there, where that is known."""
    return Judged(
        link.start,
        link.end,
        Verdict.REFUTED,
        evidence=finding.evidence,
        statement=finding.text,
        follows=follows,
        reason=reason,
        expected=expected,
        counterexample=finding.counterexample,
    )


@dataclass(frozen=True, slots=True)
class Setting:
    """How a row stands in its text: what the words before it say, and whether it is displayed.

    `loose` are readings that only careless writers mean (`Row.loose`); `for_all` that the row says of which indices it
    is meant; `defines` that it begins with :=.
    """

    cue: Cue
    display: bool
    hypotheses: tuple[Statement, ...] = ()
    conditional: str = ""
    loose: tuple[tuple[Node | None, ...], ...] = ()
    for_all: bool = False
    defines: bool = False


def doubt(setting: Setting, at_point: bool) -> str:
    """Return why a false row is not held against its author, or ""; `at_point`: it says what is so at a point."""
    if setting.conditional:
        return f"it stands under a condition in words ({setting.conditional!r})"
    if setting.cue.doubt:
        return "the text does not claim it"
    if not setting.display and (setting.cue.setting or (setting.cue.at and not at_point)):
        return "the sentence sets it rather than claims it"
    return ""


def _with_unwritten_sums(left: Node, relation: str, right: Node, thread: Thread) -> tuple[Statement, ...]:
    """Return the readings of two sides; where they do not hold, those with sums over repeated indices: a_m b_m."""
    first, second = with_sums(thread.scope, left, right)
    if (first, second) == (left, right):
        return statements(left, relation, right, thread.scope)
    context = thread.scope.context
    summed: tuple[Statement, ...] = ()
    with suppress(Unread, IllTyped):
        summed = statements(first, relation, second, thread.scope)
    holds = bool(summed) and check_all((corresponding(s, context) for s in summed), context).holds
    try:
        plain = statements(left, relation, right, thread.scope)
    except (Unread, IllTyped):
        if holds:
            return summed
        raise
    if check_all((corresponding(s, context) for s in plain), context).holds:
        return plain
    of_chance = any(isinstance(node, Expect) for s in plain for arg in s.args for node in walk(arg))
    return summed if holds or (summed and not of_chance) else plain  # E[R_i R_i] is rather meant of any i


def readings(link: Link, thread: Thread, setting: Setting) -> tuple[Statement, ...]:
    """Return all readings of a link in core terms, with the values of extrema that a world attains."""
    meant = as_written(link, thread, setting)
    return tuple(dict.fromkeys(at_optimizers(s, thread.worlds, thread.scope.context) for s in meant))


def as_written(link: Link, thread: Thread, setting: Setting) -> tuple[Statement, ...]:
    """Return all readings of a link in core terms; those that are not well typed are no readings."""
    relation = "=" if link.relation == ":=" else link.relation
    found: list[Statement] = []
    problem: IllTyped | Unread | None = None
    context = thread.scope.context
    summed = tuple(pair for pair in link.pairs if with_sums(thread.scope, *pair) != pair)
    for left, right in summed or link.pairs:  # exp a_m b_m is exp Σ_m a_m b_m rather than (exp a_m) b_m
        try:
            read = _with_unwritten_sums(left, relation, right, thread)
            found += [corresponding(at_the_written_point(s, left, right, thread.scope), context) for s in read]
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
        found = [replace(s, hypotheses=(*s.hypotheses, *_about(s, thread, setting))) for s in found]
    return plausible(found)


def _about(statement: Statement, thread: Thread, setting: Setting) -> tuple[Statement, ...]:
    """Return what is supposed, without cases of numbers and indices of which the statement does not speak."""
    spoken = thread.scope.context.spoken(*statement.args)
    elsewhere = {h for h in thread.cases if not any(free(arg) & spoken for arg in h.args)}
    elsewhere |= {h for h in setting.hypotheses if _only_names(h, statement, setting, thread)}
    return tuple(h for h in setting.hypotheses if h not in elsewhere and not is_loose(h, statement))


def _only_names(supposed: Statement, statement: Statement, setting: Setting, thread: Thread) -> bool:
    """Whether a supposition says only what a number is that may be any, and of which nothing else speaks: a = p(x)."""
    symbol, context = supposed.args[0], thread.scope.context
    declared = context.by_name.get(symbol.name) if isinstance(symbol, Sym) and sets_value(supposed) else None
    if declared is None or declared.interval != REALS:
        return False
    others = (h for h in (*setting.hypotheses, *(known for known, _ in context.hypotheses)) if h != supposed)
    said = (*statement.args, *(arg for h in (*others, *statement.hypotheses) for arg in h.args))
    return symbol not in context.spoken(*(unfold_definitions(arg, context) for arg in said))
