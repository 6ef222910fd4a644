"""A class: many submissions, one result each; what cannot be graded is reported and stops nothing.

With a `Store`, each result is kept as soon as it is there; what has been graded before is not graded again, whatever
ended the run before.

Main definitions
----------------
* `grade_class`: submissions → results, in order.
* `Class`: what a class is graded against.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from verify.grade.files import Submission, read_bytes
from verify.grade.sheet import Sheet
from verify.grade.store import Result, Store, fingerprint
from verify.grade.workers import Failure, Grader, Job, Limits, Outcome, cores, grade_all
from verify.graded import Graded, NotGraded
from verify.model import VerifyError

#: no submission is larger than this
LARGEST = 20_000_000

#: told after each submission: how many are done, how many there are, and the name of the last
Progress = Callable[[int, int, str], None]
#: what a person's overrides make of a result
Revise = Callable[[Result], Result]


@dataclass(frozen=True)
class Class:
    """What submissions are graded against, by what (`grader` None: the program's own), and within which limits."""

    sheet: Sheet
    handout: str | None = None
    limits: Limits = field(default_factory=Limits)
    grader: Grader | None = None
    revise: Revise = lambda result: result

    def key(self, file: Path) -> str:
        """Return what a result depends on beside the submission's own bytes."""
        sheet = Path(self.sheet.file).read_bytes() if self.sheet.file else b""
        handout = b"-" if self.handout is None else b"+" + self.handout.encode("utf-8", "surrogatepass")
        return fingerprint(read_bytes(file, LARGEST), sheet, handout, file.suffix.lower().encode())


@dataclass(frozen=True, slots=True)
class _Task:
    """A submission that has to be graded, its place among all, and the key of its result."""

    place: int
    submission: Submission
    file: Path
    key: str


def grade_class(
    found: Sequence[Submission],
    against: Class,
    store: Store | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> tuple[Result, ...]:
    """Return one result for each submission, in order.

    `jobs` is the number of worker processes; None: one a core, where there is enough to do.

    Raises:
        VerifyError: a result cannot be written.

    """
    results: dict[int, Result] = {}
    todo: list[_Task] = []
    for place, submission in enumerate(found):
        known = _known(place, submission, against, store)
        if isinstance(known, _Task):
            todo.append(known)
        else:
            results[place] = known
    _tell(progress, len(results), len(found), "")
    with closing(_graded(todo, against, jobs, lambda: _tell(progress, len(results), len(found), ""))) as outcomes:
        for task, machine, key in outcomes:
            results[task.place] = _kept(machine, key, against, store)
            _tell(progress, len(results), len(found), task.submission.name)
    return tuple(results[place] for place in range(len(found)))


def _tell(progress: Progress | None, done: int, total: int, name: str) -> None:
    if progress is not None:
        progress(done, total, name)


def _known(place: int, submission: Submission, against: Class, store: Store | None) -> Result | _Task:
    """Return the result of a submission that need not be graded (again), or the task of grading it."""
    if submission.file is None:
        return _kept(NotGraded(submission.name, against.sheet.id, submission.problem), "", against, store)
    try:
        key = against.key(submission.file)
    except VerifyError as error:
        return _kept(NotGraded(submission.name, against.sheet.id, error.message), "", against, store)
    if store is not None:
        for full in (key, _with_limits(key, against.limits)):
            if (before := store.read(submission.name, full)) is not None:
                return _kept(before, full, against, store)
    return _Task(place, submission, submission.file, key)


def _with_limits(key: str, limits: Limits) -> str:
    """Return the key of a failure: under larger limits there may be none."""
    return f"{key} within {limits.seconds:g} s, {limits.megabytes} MB"


def _kept(machine: Result, key: str, against: Class, store: Store | None) -> Result:
    """Return what is shown of what the machine said, once it is stored."""
    shown = against.revise(machine)
    if store is not None:
        store.write(machine, shown, key)
    return shown


def _graded(
    todo: Sequence[_Task], against: Class, jobs: int | None, tick: Callable[[], None]
) -> Generator[tuple[_Task, Result, str], None, None]:
    """Yield each task with its result and the key to keep it under, as they are done."""
    if not todo:
        return
    job = Job(against.sheet, against.handout, against.grader, against.limits)
    with closing(grade_all(job, [task.file for task in todo], jobs or cores(), tick)) as outcomes:
        for position, outcome in outcomes:
            task = todo[position]
            yield task, _result(task, outcome, against.sheet), _key(task, outcome, against.limits)


def _result(task: _Task, outcome: Outcome, sheet: Sheet) -> Result:
    name, notes = task.submission.name, task.submission.notes
    if isinstance(outcome, Failure):
        return NotGraded(name, sheet.id, outcome.message)
    return _named(outcome, name, notes)


def _named(graded: Graded, name: str, notes: tuple[str, ...]) -> Graded:
    """Return the graded submission under its name; a person looks where files were left out."""
    look = graded.needs_review or bool(notes)
    return replace(graded, submission=name, notes=(*graded.notes, *notes), needs_review=look)


def _key(task: _Task, outcome: Outcome, limits: Limits) -> str:
    """Return the key to keep an outcome under: what may have been an accident is kept under none."""
    if isinstance(outcome, Failure):
        return _with_limits(task.key, limits) if outcome.lasting else ""
    return task.key
