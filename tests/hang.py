"""A guard against hangs: what has no end, or grows as the square of its input, takes minutes.

No test measures speed (`benchmarks/` does): the bound is so loose that a busy machine does not fail it.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

#: seconds of the processor; what is guarded takes a few at most
BOUND = 40.0


@contextmanager
def ends(what: str = "", bound: float = BOUND) -> Iterator[None]:
    """Fail if the block takes more than `bound` seconds of this process's own time."""
    started = time.process_time()
    yield
    seconds = time.process_time() - started
    assert seconds < bound, f"{seconds:.0f} s {what}"
