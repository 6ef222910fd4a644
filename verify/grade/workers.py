"""Worker processes that grade one file at a time, each within a limit of time and of memory.

A submission is hostile until it is graded: whatever reading it does to a worker (no end, no memory, a crash of the
interpreter), the worker is killed, its file is reported, and the others go on. A worker that has graded some files is
replaced, so that a class takes no more memory than a few submissions.

Main definitions
----------------
* `Job`, `Limits`: what grades and against which sheet; how long a file may take, and how much memory.
* `grade_all`: files → outcomes, as they come.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import cast

from verify.grade.sheet import Sheet
from verify.graded import Graded
from verify.model import VerifyError

Grader = Callable[[Path, Sheet, str | None], Graded]

#: files that one worker grades before another takes its place
PER_WORKER = 20
#: seconds between two signs of life
TICK = 0.5
#: seconds that a worker may take to end
GRACE = 10.0
#: PR_SET_PDEATHSIG: what Linux sends a process when its parent is gone
_ON_PARENTS_DEATH = 1


@dataclass(frozen=True, slots=True)
class Limits:
    """What grading one file may take: seconds of wall-clock time, and megabytes beyond the program's own."""

    seconds: float = 300.0
    megabytes: int = 2048


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a task has no graded submission; `lasting` if trying again under the same limits is of no use."""

    message: str
    lasting: bool = True


@dataclass(frozen=True, slots=True)
class Job:
    """What every worker is told once: the sheet, the handout's text, what grades (None: the program's own)."""

    sheet: Sheet
    handout: str | None = None
    grader: Grader | None = None
    limits: Limits = field(default_factory=Limits)


Outcome = Graded | Failure


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def grade_all(
    job: Job, files: Sequence[Path], workers: int, tick: Callable[[], None] = lambda: None
) -> Generator[tuple[int, Outcome], None, None]:
    """Yield (position, outcome) of every file, as they are done; all workers are gone when this ends.

    `tick` is called now and then while nothing is done yet.
    """
    context = _start_method(job.grader)
    waiting = deque(enumerate(files))
    busy: list[_Worker] = []
    try:
        busy = [_Worker(job, context) for _ in range(min(workers, len(files)))]
        for worker in busy:
            worker.give(*waiting.popleft())
        while busy:
            while not (done := _done(busy)):
                tick()
            for worker in done:
                yield worker.position, worker.outcome()
                if not waiting:
                    worker.end()
                    busy.remove(worker)
                    continue
                if worker.spent:
                    worker.end()
                    busy[busy.index(worker)] = worker = _Worker(job, context)
                worker.give(*waiting.popleft())
    finally:
        for worker in busy:
            worker.kill()


def _start_method(grader: Grader | None) -> BaseContext:
    """Return how workers start: as copies of this process with all imported where that is safe, else afresh.

    A copy is safe on Linux while this process has no second thread. A worker that starts afresh must not look for
    modules in the current folder, which may be full of what students handed in.
    """
    if sys.platform == "linux" and threading.active_count() == 1:
        _grader(grader)
        gc.collect()
        gc.freeze()
        return multiprocessing.get_context("fork")
    os.environ["PYTHONSAFEPATH"] = "1"
    return multiprocessing.get_context("spawn")


def _grader(given: Grader | None) -> Grader:
    """Return the function that grades one file; the program's own is imported when first needed, as it is large."""
    if given is not None:
        return given
    from verify.grade.submission import grade_file

    return grade_file


# ------------------------------------------------------------------------------------- seen from outside


class _Worker:
    """A worker process as its parent sees it: one file at a time, until a deadline."""

    def __init__(self, job: Job, context: BaseContext) -> None:
        self.limits = job.limits
        self.position = -1
        self.given = 0
        self.deadline = 0.0
        self.broken = False
        self.pipe, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(  # type: ignore[attr-defined]
            target=_work, args=(job, theirs, self.pipe if context.get_start_method() == "fork" else None), daemon=True
        )
        self.process.start()
        theirs.close()

    def give(self, position: int, file: Path) -> None:
        """Start on a file; the clock starts too."""
        self.position, self.given = position, self.given + 1
        self.deadline = time.monotonic() + self.limits.seconds
        with suppress(OSError):  # it has died; `outcome` will tell
            self.pipe.send(file)

    @property
    def spent(self) -> bool:
        """Whether another worker should take its place."""
        return self.broken or self.given >= PER_WORKER

    def outcome(self) -> Outcome:
        """Return what became of the file, once the worker has answered, died, or run past its deadline."""
        try:
            if self.pipe.poll():
                found = cast("Outcome", self.pipe.recv())
                self.broken = isinstance(found, Failure)
                return found
        except (EOFError, OSError):
            pass
        self.broken = True
        if self.process.is_alive() and time.monotonic() >= self.deadline:
            return Failure(f"grading it took longer than {self.limits.seconds:g} seconds")
        self.process.join(GRACE)
        return Failure(f"grading it crashed ({_how_it_ended(self.process.exitcode)}); nothing is known of it", False)

    def end(self) -> None:
        """Let an idle worker go; kill one that is not."""
        if not self.broken:
            with suppress(OSError):
                self.pipe.send(None)
            self.process.join(GRACE)
        self.kill()

    def kill(self) -> None:
        """End the process at once, and forget it."""
        if self.process.is_alive():
            self.process.kill()
        self.process.join()
        self.pipe.close()
        self.process.close()


def _done(busy: Sequence[_Worker]) -> list[_Worker]:
    """Return the workers that have answered, died or run past their deadlines; wait a little for the first."""
    patience = max(0.0, min(TICK, min(w.deadline for w in busy) - time.monotonic()))
    ready = wait([handle for w in busy for handle in (w.pipe, w.process.sentinel)], timeout=patience)
    now = time.monotonic()
    return [w for w in busy if w.pipe in ready or w.process.sentinel in ready or now >= w.deadline]


def _how_it_ended(code: int | None) -> str:
    if code is None or code >= 0:
        return f"exit status {code}"
    with suppress(ValueError):
        return signal.Signals(-code).name
    return f"signal {-code}"


# -------------------------------------------------------------------------------------- seen from inside


def _work(job: Job, pipe: Connection, parents: Connection | None) -> None:
    """Grade the files that come through the pipe, until None does or nobody is there any more."""
    _outlive_nobody()
    if parents is not None:
        parents.close()  # a copy of the other end would keep this one open
    grader = _grader(job.grader)
    _limit(job.limits)
    with suppress(EOFError, OSError):
        while (file := pipe.recv()) is not None:
            pipe.send(_outcome(job, grader, file))


def _outcome(job: Job, grader: Grader, file: Path) -> Outcome:
    """Return what grading a file comes to: whatever goes wrong with it concerns this file alone."""
    try:
        return grader(file, job.sheet, job.handout)
    except VerifyError as error:
        return Failure(str(error))
    except MemoryError:
        return Failure(f"grading it took more than {job.limits.megabytes} MB of memory")
    except RecursionError:
        return Failure("it is nested too deeply to be graded")
    except Exception as error:  # noqa: BLE001 - a defect of the grader's, met on one file, must not stop a class
        return Failure(f"the grader failed on it: {type(error).__name__}: {error}"[:500])


def _outlive_nobody() -> None:
    """Leave Ctrl-C to the parent, and end when it does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_ON_PARENTS_DEATH, signal.SIGKILL)


def _limit(limits: Limits) -> None:
    """Refuse this process more memory than it has now and the limit; end it in any case, even if its parent is gone."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        most = _address_space() + limits.megabytes * 2**20
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(PER_WORKER * (limits.seconds + GRACE)), hard))


def _address_space() -> int:
    """Return the bytes of address space that this process has taken already."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError):
        return 2**30
    return pages * os.sysconf("SC_PAGE_SIZE")
