"""A run: the selected derivations, those they cite first, on an executor; the report of all.

Main definitions
----------------
* `run`: select, check, report.
* `run_mutants`: select, make mechanical mutants, report.
* `check_all`: derivations in any order, on any `concurrent.futures.Executor`.

The report does not depend on the executor or on the number of jobs: each derivation is checked by
itself, with its own share of the error budget, and results are put in the order of definition.
"""

from __future__ import annotations

import math
import multiprocessing
import multiprocessing.context
import os
import platform
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module, metadata
from typing import Any

from verify import __version__
from verify.check import check_derivation, fault, undecided_report
from verify.library import Checkable, gather
from verify.model import DerivationReport, MutatedReport, MutationReport, Report, Settings, VerifyError
from verify.mutate import LIMIT, mutate
from verify.numeric.device import resolve
from verify.terms.statement import Derivation, IllTypedDerivation

#: derivations that pay for a worker of their own: less than starting one takes
WORTH_A_WORKER = 12
#: what the mechanical mutants of a derivation cost, in derivations
MUTANTS_COST = 4
#: what every worker imports: once, before they are copied
HEAVY = (
    "verify.numeric.estimate",
    *(f"verify.decide.{name}" for name in ("indices", "information", "matrices", "scalars")),
    "z3",
)

#: told after each derivation: how many are done, how many there are, and the id of the last
Progress = Callable[[int, int, str], None]


def run(
    select: tuple[str, ...] = (),
    settings: Settings | None = None,
    jobs: int | None = 1,
    progress: Progress | None = None,
) -> Report:
    """Check what `select` names (see `library.gather`) and return the report.

    `jobs` is the number of worker processes; None: see `workers_for`.

    Raises:
        VerifyError: bad settings, a selection that names nothing, a module that cannot be loaded,
            derivations that cite each other in a circle.

    """
    started = time.perf_counter()
    settings = settings or Settings()
    _validate(settings, jobs)
    chosen, find = gather(select)
    todo = with_cited(chosen.derivations, find)
    settings = replace(settings, device=resolve(settings.device))  # last, as it may have to import torch
    with executor(workers_for(jobs, len(todo), settings.device)) as workers:
        reports = check_all(todo, settings, workers, progress)
    derivations = tuple(reports[d.id] for d in chosen.derivations)
    return Report(
        passed=bool(derivations) and all(d.passed for d in derivations),
        alpha=settings.alpha,
        margin=settings.margin,
        seed=settings.seed,
        device=settings.device,
        environment=environment(),
        derivations=derivations,
        unchecked=chosen.unchecked,
        seconds=time.perf_counter() - started,
    )


def run_mutants(
    select: tuple[str, ...] = (),
    settings: Settings | None = None,
    jobs: int | None = 1,
    limit: int = LIMIT,
    progress: Progress | None = None,
) -> MutationReport:
    """Make up to `limit` mechanical mutants of each selected derivation and report their fates.

    Raises:
        VerifyError: as `run`; also an ill-typed derivation, of which nothing can be changed.

    """
    started = time.perf_counter()
    settings = settings or Settings()
    _validate(settings, jobs)
    if limit < 1:
        raise VerifyError(f"--limit must be 1 or more, not {limit}")
    chosen, _ = gather(select)
    todo = tuple(_well_typed(d) for d in chosen.derivations)
    settings = replace(settings, device=resolve(settings.device))
    work = len(todo) * MUTANTS_COST
    with executor(workers_for(jobs, work, settings.device)) as workers:
        done = _mutate_all(todo, settings, limit, workers, progress)
    seconds = time.perf_counter() - started
    return MutationReport(settings.seed, limit, settings.device, environment(), done, seconds)


def _well_typed(derivation: Checkable) -> Derivation:
    if isinstance(derivation, IllTypedDerivation):
        raise VerifyError(f"{derivation.id} is ill-typed: {derivation.message}", derivation.span)
    return derivation


def _mutate_all(
    derivations: tuple[Derivation, ...], settings: Settings, limit: int, workers: Executor, progress: Progress | None
) -> tuple[MutatedReport, ...]:
    """Return the reports in the order of definition, whichever is done first."""
    found: dict[int, MutatedReport] = {}
    running: dict[Future[MutatedReport], int] = {}
    while len(found) < len(derivations):
        started = len(found) + len(running)
        if started < len(derivations):
            running[workers.submit(mutate, derivations[started], settings, limit)] = started
        patience = 0 if started + 1 < len(derivations) else None
        for future in wait(running, timeout=patience, return_when=FIRST_COMPLETED)[0]:
            position = running.pop(future)
            found[position] = future.result()
            if progress is not None:
                progress(len(found), len(derivations), derivations[position].id)
    return tuple(found[position] for position in range(len(derivations)))


def _validate(settings: Settings, jobs: int | None) -> None:
    for name in ("margin", "alpha"):
        value = getattr(settings, name)
        if not (math.isfinite(value) and 0 < value < 1):
            raise VerifyError(f"--{name} must lie strictly between 0 and 1, not {value:g}")
    if settings.seed < 0:
        raise VerifyError(f"--seed must be 0 or more, not {settings.seed}")
    if jobs is not None and jobs < 1:
        raise VerifyError(f"--jobs must be 1 or more, not {jobs}")


def environment() -> tuple[tuple[str, str], ...]:
    """Return the versions that a result may depend on."""
    packages = ("sympy", "torch", "python-flint", "z3-solver")
    versions = tuple((name, metadata.version(name)) for name in packages)
    return (("verify", __version__), ("python", platform.python_version()), *versions)


# --------------------------------------------------------------------------------------------- citations


def with_cited(derivations: tuple[Checkable, ...], find: Callable[[str], Checkable | None]) -> tuple[Checkable, ...]:
    """Return the derivations and all that they cite, the cited before the citing.

    Raises:
        VerifyError: a citation of an unknown id, or a circle of citations.

    """
    own = {d.id: d for d in derivations}
    ordered: dict[str, Checkable] = {}
    for derivation in derivations:
        _visit(derivation, lambda name: own.get(name) or find(name), ordered, ())
    return tuple(ordered.values())


def _visit(
    derivation: Checkable,
    find: Callable[[str], Checkable | None],
    ordered: dict[str, Checkable],
    path: tuple[str, ...],
) -> None:
    if derivation.id in path:
        circle = " → ".join((*path[path.index(derivation.id) :], derivation.id))
        raise VerifyError(f"derivations cite each other in a circle: {circle}", derivation.span)
    if derivation.id in ordered:
        return
    for name in cites(derivation):
        cited = find(name)
        if cited is None:
            raise VerifyError(f"{derivation.id} cites {name!r}, which does not exist", derivation.span)
        _visit(cited, find, ordered, (*path, derivation.id))
    ordered[derivation.id] = derivation


def cites(derivation: Checkable) -> tuple[str, ...]:
    """Return the ids that a derivation cites; an ill-typed one is not looked into."""
    return derivation.cites if isinstance(derivation, Derivation) else ()


# --------------------------------------------------------------------------------------------- executors


class InProcess(Executor):
    """An executor that runs each call at once, in this process: no start-up cost for short runs."""

    def submit(self, fn, /, *args, **kwargs) -> Future[Any]:  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN002, ANN003
        """Run `fn` now; exceptions (also Ctrl-C) are raised here, where they happen."""
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def workers_for(jobs: int | None, derivations: int, device: str) -> int:
    """Return how many workers to use: `jobs`, or one a core if there is enough to do for each; one for a GPU."""
    if jobs is not None:
        return jobs
    return 1 if device == "cuda" else max(1, min(_cores(), derivations // WORTH_A_WORKER))


def _cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def executor(jobs: int) -> Iterator[Executor]:
    """Yield an executor with `jobs` workers; one job runs in this process."""
    if jobs == 1:
        yield InProcess()
        return
    pool = ProcessPoolExecutor(jobs, _start_method(), initializer=_prepare_worker)
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for worker in multiprocessing.active_children():
            worker.terminate()
        raise
    pool.shutdown()


def _start_method() -> multiprocessing.context.BaseContext:
    """Return how workers start: as copies of this process with all imported where that is safe, else afresh.

    A copy is safe while this process has no second thread that computes: nothing has been computed yet.
    """
    methods = multiprocessing.get_all_start_methods()
    if sys.platform == "linux" and threading.active_count() == 1:
        for name in HEAVY:
            import_module(name)
        return multiprocessing.get_context("fork")
    return multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")


def _prepare_worker() -> None:
    """Let Ctrl-C end a worker quietly, and keep it to one thread: workers, not threads, use the cores."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.environ.setdefault("OMP_NUM_THREADS", "1")


def check_all(
    derivations: tuple[Checkable, ...], settings: Settings, workers: Executor, progress: Progress | None = None
) -> Mapping[str, DerivationReport]:
    """Check derivations (the cited before the citing) and return their reports by id."""
    done: dict[str, DerivationReport] = {}
    waiting = list(derivations)
    running: dict[Future[DerivationReport], str] = {}
    while waiting or running:
        ready = next((d for d in waiting if all(name in done for name in cites(d))), None)
        if ready is not None:
            waiting = [d for d in waiting if d is not ready]
            known = {name: done[name] for name in cites(ready)}
            running[workers.submit(check_guarded, ready, settings, known)] = ready.id
        finished, _ = wait(running, timeout=None if ready is None else 0, return_when=FIRST_COMPLETED)
        for future in finished:
            name = running.pop(future)
            done[name] = future.result()
            if progress is not None:
                progress(len(done), len(derivations), name)
    return done


def check_guarded(
    derivation: Checkable, settings: Settings, library: Mapping[str, DerivationReport]
) -> DerivationReport:
    """Check one derivation; a fault of this program's leaves that one undecided and loses none of the others."""
    try:
        return check_derivation(derivation, settings, library)
    except VerifyError:
        raise
    except Exception as error:  # noqa: BLE001 (any fault: it is reported, with its place, and never a pass)
        return undecided_report(derivation, f"a fault of this program, please report it: {fault(error)}")
