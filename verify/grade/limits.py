"""A bound on the time of one step, in seconds of the processor: on a busy machine the same answer comes out.

Main definitions
----------------
* `within`: run a block for so many seconds of this process at most.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

#: what is raised while an object is being deleted is lost: it is raised again after so many seconds
AGAIN = 1.0


class OutOfTime(Exception):
    """A step took longer than it may."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise `OutOfTime` in the block after `seconds` of this process's own time.

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

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds, AGAIN)
    try:
        try:
            yield
        finally:
            running = False
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
