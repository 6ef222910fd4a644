"""Rows that may be meant in more than one of a sheet's contexts: the best that is known of each link.

x may be a point or the whole data set, q(z|x) any density or the normal one of the next part. A row is judged in each
context that its question names; it is right if it is right in one of them, and held against its author only where
every context in which it can be read refutes it.

Main definitions
----------------
* `joined`: one verdict a link, of those in several contexts.
* `is_of_another_context`: whether a row that gives a name is a claim in another context of its question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from verify.grade.accuse import SUSPECTED
from verify.grade.judged import Judged
from verify.grade.redefine import REASON as REDEFINED
from verify.grade.thread import Thread
from verify.graded import PASSED
from verify.latex.heads import head_of
from verify.latex.names import key_of, matches
from verify.latex.scope import Definition, FunctionName, LawName, Scope
from verify.latex.tree import Bracket, Mark, Node, Product, Row, walk
from verify.model import Verdict

#: why a row that is false in a context is not held against its author there
FALSE = frozenset({REDEFINED, SUSPECTED})
ACCUSING = frozenset({Verdict.REFUTED, Verdict.ILL_TYPED, Verdict.CARRIED})


def joined(found: Sequence[tuple[Judged, ...]]) -> tuple[Judged, ...]:
    """Return the verdicts of a row's links, of those in its question's own context (the first) and in others."""
    own, *others = found
    if not others:
        return own
    others = [tuple(map(_doubted, other)) for other in others]
    fitting = [other for other in others if len(other) == len(own)]
    if own and not all(j.verdict is Verdict.UNREAD for j in own):
        return tuple(_bettered(judged, [other[k] for other in fitting]) for k, judged in enumerate(own))
    return _most_read(own, others)


def _doubted(judged: Judged) -> Judged:
    """Return a verdict of another context: what is ill typed there may just not be meant there."""
    if judged.verdict is not Verdict.ILL_TYPED:
        return judged
    reason = f"does not seem to be well typed: {judged.reason}"
    return replace(judged, verdict=Verdict.UNDECIDED, reason=reason, expected="", counterexample=None)


def _most_read(own: tuple[Judged, ...], others: Sequence[tuple[Judged, ...]]) -> tuple[Judged, ...]:
    """Return the verdicts where the own context cannot read a row."""
    if not own:  # a formula in the text: only what is right is of use
        return next((o for o in others if o and all(j.verdict in PASSED for j in o)), own)
    read = [other for other in others if any(j.verdict is not Verdict.UNREAD for j in other)]
    passing = [other for other in read if any(j.verdict in PASSED for j in other)]
    first = next(iter(passing or read), own)
    fitting = [other for other in read if other is not first and len(other) == len(first)]
    return tuple(_bettered(judged, [other[k] for other in fitting]) for k, judged in enumerate(first))


def _bettered(judged: Judged, others: Sequence[Judged]) -> Judged:
    if judged.verdict in PASSED:
        return judged
    passed = next((other for other in others if other.verdict in PASSED), None)
    if passed is not None:
        return passed
    mended = next((other for other in others if other.verdict is Verdict.REFUTED and other.expected), None)
    if judged.verdict is Verdict.UNDECIDED and judged.reason in FALSE and mended is not None:
        return mended
    open_ones = [other for other in others if other.verdict is Verdict.UNDECIDED]
    if judged.verdict in ACCUSING and open_ones and not judged.expected:  # what one edit mends is meant as it is read
        reason = f"false in one of the senses that its names have in this question; {open_ones[0].reason}"
        return replace(judged, verdict=Verdict.UNDECIDED, reason=reason, expected="", counterexample=None)
    if judged.verdict is Verdict.UNREAD:
        return next((other for other in (*open_ones, *others) if other.verdict is not Verdict.UNREAD), judged)
    return judged


def is_of_another_context(row: Row, thread: Thread, said: bool) -> bool:
    """Whether a row that gives a name here is a claim in another context of its question: C(G) = -log 2.

    A name that the question's own context has is never given in the others, unless words (`said`) give one of the
    student's own anew. Nor is one given in the own context that another context defines (D^*, a law), or the optimum
    of one of its names; a function that may be anything there is given in words, or by names of the own context.
    """
    name = row.sides[0]
    while isinstance(name, Product) and len(name.factors) == 2 and isinstance(name.factors[1], Bracket):
        name = name.factors[0]
    if name is None or row.sides[0] is None:
        return False
    if thread.beside:
        return any(_is_fixed(name, scope, said or _has_names(row.sides[1], thread)) for scope in thread.elsewhere)
    own = next(iter(thread.elsewhere), None)  # the scope of the own context is the first
    if own is None or head_of(row.sides[0], own, said) is not None:
        return False
    known = next((meaning for meaning, rest in matches(name, own) if not rest), None)
    return not (said and isinstance(known, Definition) and known.own)


def _is_fixed(name: Node, scope: Scope, given: bool) -> bool:
    """Whether a scope says what a name is; a function that may be anything is fixed unless it is `given`."""
    meaning, rest = next(matches(name, scope), (None, None))
    if meaning is None or rest is None:
        return False
    if isinstance(rest.sup, Mark):
        return True
    fixed = isinstance(meaning, Definition) and not meaning.own and not meaning.assumed
    return fixed or isinstance(meaning, LawName) or (isinstance(meaning, FunctionName) and not given)


def _has_names(side: Node | None, thread: Thread) -> bool:
    """Whether a side has a name that means something in the context of a thread."""
    nodes = () if side is None else walk(side)
    return any((key := key_of(node, thread.scope.fonts)) and thread.scope.meaning(key) for node in nodes)
