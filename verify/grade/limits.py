"""A bound on the time of one step, in seconds of the processor: on a busy machine the same answer comes out.

Main definitions
----------------
* `within`: run a block for so many seconds of this process at most.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

#: what is raised while an object is being deleted is lost: it is raised again after so many seconds
AGAIN = 1.0
#: when the bound of a block around another one is checked that is over already
SOON = 0.001


class OutOfTime(Exception):
    """A step took longer than it may."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise `OutOfTime` in the block after `seconds` of this process's own time.

    A block inside another one ends by the nearer of both bounds, the outer one's no later than right behind it.

    Outside a main thread (no signals there) nothing is bounded.

    Python raises between two of its own steps: a single call of FLINT or z3 is not interrupted, and has to be small
    by the bounds on what is read (or end with its worker process).
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    running = True

    def stop(_signal: int, _frame: FrameType | None) -> None:
        if running:
            raise OutOfTime

    started = time.process_time()
    before = signal.signal(signal.SIGPROF, stop)
    outer, again = signal.setitimer(signal.ITIMER_PROF, seconds, AGAIN)
    try:
        try:
            yield
        finally:
            running = False
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
        if outer:  # the bound of a block around this one goes on
            signal.setitimer(signal.ITIMER_PROF, max(outer - (time.process_time() - started), SOON), again)
