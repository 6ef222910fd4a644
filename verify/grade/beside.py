"""Rows that may be meant in more than one of a sheet's contexts: the best that is known of each link.

x may be a point or the whole data set, q(z|x) any density or the normal one of the next part. A row is judged in each
context that its question names; it is right if it is right in one of them, and held against its author only where
every context in which it can be read refutes it.

Main definitions
----------------
* `joined`: one verdict a link, of those in several contexts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from verify.grade.accuse import SUSPECTED
from verify.grade.judged import Judged
from verify.grade.redefine import REASON as REDEFINED
from verify.graded import PASSED
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
