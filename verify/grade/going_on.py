"""A row that starts with its relation: which chain it goes on from.

"A = B", then "we use P = Q, so", then "= C": whether C is said of P or of A nobody knows, as P = Q may be said in
between only. Such a row is right if it goes on rightly from the chain before it, or from one that this one was said for
(its head occurs there). It is held against its author only where it is wrong from each chain that it could go on from.

Main definitions
----------------
* `goes_on`: whether a row starts with its relation.
* `judge_going_on`: the verdicts of the links of such a row; the thread goes on from the chain that is meant.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

from verify.grade.accuse import NOT_YET
from verify.grade.chain import Chain
from verify.grade.clauses import ARROWS, Side
from verify.grade.heads import is_said_for, says_again
from verify.grade.judge import WRONG, judge_row
from verify.grade.judged import Judged
from verify.grade.thread import Thread
from verify.grade.words import Cue
from verify.graded import PASSED
from verify.latex.source import Formula
from verify.latex.tree import Row
from verify.model import Verdict

#: the chains before that are tried, the latest ones
LATEST = 4
EITHER_CHAIN = "it is not clear from which of the rows before it goes on"


@dataclass(frozen=True, slots=True)
class Trial:
    """A row as going on from `chain`: what is `found`, and where the thread is then."""

    chain: Chain
    found: tuple[Judged, ...]
    thread: Thread

    @property
    def passes(self) -> bool:
        """Whether its first link is right."""
        return bool(self.found) and self.found[0].verdict in PASSED

    @property
    def is_right(self) -> bool:
        """Whether all of its links are right."""
        return bool(self.found) and all(judged.verdict in PASSED for judged in self.found)

    @property
    def false(self) -> frozenset[int]:
        """Which links are false, or not well typed, as far as a look tells."""
        return self.blamed | {k for k, judged in enumerate(self.found) if judged.reason == NOT_YET}

    @property
    def blamed(self) -> frozenset[int]:
        """Which links are held against their author."""
        return frozenset(k for k, judged in enumerate(self.found) if judged.verdict in WRONG)


def goes_on(row: Row) -> bool:
    """Whether a row starts with its relation."""
    if row.unread or row.ill_typed or len(row.sides) < 2:
        return False
    return row.sides[0] is None and row.relations[0] not in ARROWS


def judge_going_on(row: Row, thread: Thread, said: Cue, piece: Formula) -> tuple[Judged, ...]:
    """Judge a row that starts with a relation; `thread` goes on from the chain that is meant.

    What is wrong with a row is asked, which takes long, only where it is right from none.
    """
    right = tuple(s for s in row.sides[1:2] if s is not None)
    near = tuple(c for c in (thread.displayed, thread.chain) if c is not None)
    others = (*near[1:], *_others(near, thread, said, piece))
    tried = partial(_tried, row, thread, said, piece)

    def whole(look: Trial) -> Trial:  # the first reading is but a look
        return look if look.is_right or thread.first else tried(look.chain)

    if not others:
        return _taken(tried(near[0]), thread, sure=True)
    home = tried(near[0], look=True)
    again = home.passes and says_again(home.chain, right)
    if home.passes and not again:
        return _taken(whole(home), thread, sure=said.bare)
    looks = tuple(tried(one, look=True) for one in others)
    if again and not all(t.passes for t in looks):
        return _undecided(home)
    home = whole(home)
    if again:
        return _taken(home, thread)
    for trial in looks:
        if trial.passes and (trial.chain in near or _is_meant(trial, home, right)):
            return _taken(whole(trial), thread, sure=True)
    return _left_open(home, looks, right, tried, thread)


def _others(near: Sequence[Chain], thread: Thread, said: Cue, piece: Formula) -> tuple[Chain, ...]:
    """Return the chains before, the latest first, from which a row may go on.

    There are none where it stands right behind a row that went on rightly; rows of one display go on from this one.
    """
    if said.bare and near[-1].sure:
        return ()
    inside = _is_in(near[-1], piece)
    heads = [c.head for c in near]
    found = (c for c in reversed(thread.left) if c.head not in heads and (_is_in(c, piece) or not inside))
    return tuple(islice(found, LATEST))


def _is_in(chain: Chain, piece: Formula) -> bool:
    """Whether a chain begins in a formula."""
    return bool(chain.head) and piece.start <= chain.head[0].start < piece.end


def _tried(row: Row, thread: Thread, said: Cue, piece: Formula, start: Chain, *, look: bool = False) -> Trial:
    """Judge a row as going on from a chain, in a trial of the thread; a `look` asks only whether it is right."""
    trial = thread.trial()
    trial.chain = replace(start, sure=False)
    trial.displayed = None if piece.display else thread.displayed
    trial.first = look or thread.first
    found = judge_row(row, trial, said, piece.display)
    trial.first = thread.first
    return Trial(start, found, trial)


def _taken(trial: Trial, thread: Thread, *, sure: bool = False) -> tuple[Judged, ...]:
    """Let the thread go on as in a trial: a row that is right ends what was said in between, one that is not does not.

    Where it is `sure` which chain a right row goes on from, the rows right behind it go on from that one, too.
    """
    before, left = (thread.displayed, thread.chain), thread.left
    thread.become(trial.thread)
    if not trial.passes:
        thread.leave(before)
        return trial.found
    thread.left = left[: left.index(trial.chain)] if trial.chain in left else left
    thread.chain = replace(thread.chain, sure=sure and all(j.verdict in PASSED for j in trial.found))
    return trial.found


def _undecided(trial: Trial) -> tuple[Judged, ...]:
    return tuple(
        replace(j, verdict=Verdict.UNDECIDED, reason=EITHER_CHAIN, expected="", counterexample=None)
        for j in trial.found
    )


def _is_meant(trial: Trial, home: Trial, right: Side) -> bool:
    """Whether a row goes on from another chain than the one before it: that was said for the other, or does not fit."""
    unfit = bool(home.found) and home.found[0].verdict is Verdict.ILL_TYPED
    return unfit or is_said_for(home.chain, trial.chain, right)


def _left_open(
    home: Trial, looks: Sequence[Trial], right: Side, tried: Callable[[Chain], Trial], thread: Thread
) -> tuple[Judged, ...]:
    """Hold against the author what is wrong from each chain; a row that is wrong from some of them is undecided."""
    if not home.blamed:
        return _taken(home, thread)
    if not all(home.blamed <= look.false for look in looks):
        return _undecided(home)
    meant = next((look for look in looks if _is_meant(look, home, right)), None)
    trial = home if meant is None else tried(meant.chain)
    return _taken(trial, thread) if trial.blamed else _undecided(home)
