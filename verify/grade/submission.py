"""One submission, from its file to its graded questions.

Main definitions
----------------
* `grade_file`: read, segment, judge row by row, and mark.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from verify.grade.anew import blur_names
from verify.grade.borrowed import borrowed
from verify.grade.judged import Judged
from verify.grade.listed import judge_lists
from verify.grade.mark import Goal, marked
from verify.grade.opening import beside, opened
from verify.grade.reach import Goals, stated_by
from verify.grade.segment import judge_segment
from verify.grade.sets import Sets
from verify.grade.sheet import Question, Sheet
from verify.grade.thread import Thread
from verify.graded import Graded, GradedQuestion, GradedStep, Mark
from verify.latex.document import read_document
from verify.latex.scope import Meaning, Scope
from verify.latex.segments import Segment, segments
from verify.latex.source import Document
from verify.latex.tree import Row
from verify.latex.uniforms import is_of_new_law
from verify.model import Verdict

#: the names that a part of a document introduces in a context, by the part's number and the context; those of its
#: own that it gives anew, those that a mere equation gives, and its own numbers of which it says more than a range
Said = tuple[dict[str, Meaning], frozenset[str], set[str], set[str]]
Later = dict[tuple[int, str], Said]
#: characters of a row that are shown
SHOWN = 400


def grade_file(path: Path, sheet: Sheet, handout: str | None = None) -> Graded:
    """Grade one file.

    Raises:
        VerifyError: the file cannot be read.

    """
    started = time.perf_counter()
    document = read_document(path)
    parts = segments(document, tuple(sheet.by_id), handout)
    known: set[tuple[str, ...]] = set()
    later: Later = {}
    _walk(parts, sheet, document, known, later, first=True)
    found = _walk(parts, sheet, document, known, later)
    answered = {
        name
        for part in parts
        for name in (part.question, *part.also)
        if any(piece.text.strip() for piece in part.pieces)
    }
    questions = tuple(_graded(q, found.get(q.id, []), q.id in answered) for q in sheet.questions)
    return Graded(
        submission=path.name,
        sheet=sheet.id,
        points=sheet.points,
        mark=sum((q.mark for q in questions), Mark(0.0, 0.0, 0.0)),
        needs_review=any(q.needs_review for q in questions),
        questions=questions,
        notes=tuple(f"line {place.line}: {note}" for place, note in document.notes),
        seconds=time.perf_counter() - started,
    )


def _walk(
    parts: tuple[Segment, ...],
    sheet: Sheet,
    document: Document,
    known: set[tuple[str, ...]],
    later: Later,
    *,
    first: bool = False,
) -> dict[str, list[tuple[GradedStep, frozenset[Goal]]]]:
    """Return the steps of each question.

    `known` grows by the notations of right rows, `later` by the names that each part introduces: the `first` reading
    is for these, and says of no row what is wrong with it.
    """
    threads: dict[str, Thread] = {}
    found: dict[str, list[tuple[GradedStep, frozenset[Goal]]]] = {}
    preface = Thread(Scope(), first=True)  # what is said in front of all answers is of no question's names
    sets = Sets({q.label: frozenset(q.answer) for q in sheet.questions if q.label and q.answer})
    for k, part in enumerate(parts):
        question = _question(part, sheet)
        for asked, judged, row, display in _lists(part, sheet, document, sets):
            found.setdefault(asked.id, []).append((_step(judged, row, display, document), frozenset[Goal]()))
        if question is not None and question.context:
            read, goals = _threads(question, sheet, threads, preface, known)
            before = {name: thread.scope for name, thread in read.items()}
            for name, thread in read.items():
                thread.first = first
                thread.later, anew, thread.plain, thread.restricted = later.get((k, name), _nothing())
                blur_names(anew, thread)
            found.setdefault(question.id, []).extend(_steps(part, read[question.context], goals, document))
            for name, thread in read.items():
                said = _introduced(thread, before[name]), frozenset(thread.anew)
                later[k, name] = *said, thread.plain, thread.restricted
        elif not found:
            tuple(judge_segment(part, preface, document))
    return found


def _lists(part: Segment, sheet: Sheet, document: Document, sets: Sets) -> Iterator[tuple[Question, Judged, Row, bool]]:
    """Yield the verdicts of the sets that a part states, if it answers questions that ask for some alone."""
    asked = [sheet.by_id[name] for name in (part.question, *part.also, *part.under) if name in sheet.by_id]
    if asked and all(question.answer for question in asked):
        yield from judge_lists(part, asked, [q for q in sheet.questions if q.answer], document, sets)


def _threads(
    question: Question, sheet: Sheet, threads: dict[str, Thread], preface: Thread, known: set[tuple[str, ...]]
) -> tuple[dict[str, Thread], Goals]:
    """Return the threads in which a question is read, by their contexts, its own first; `threads` grows by new ones."""
    thread, goals = opened(question, sheet, threads.get(question.context), known)
    threads[question.context] = thread
    thread.scope = thread.scope.with_names(borrowed(thread, (preface, *threads.values())))
    others = beside(question, sheet, threads, known)
    thread.beside = tuple(others.values())
    return {question.context: thread} | others, goals


def _nothing() -> Said:
    return {}, frozenset(), set(), set()


def _introduced(thread: Thread, before: Scope) -> dict[str, Meaning]:
    """Return the names that a thread has got since `before`, but for those given twice and of later laws."""
    known = {*before.names, *thread.anew, *thread.numbers}
    new = {key: meaning for key, meaning in thread.scope.names.items() if key not in known}
    return {key: meaning for key, meaning in new.items() if not is_of_new_law(meaning, before.context)}


def _question(part: Segment, sheet: Sheet) -> Question | None:
    """Return the question in whose context a part is read: of several under one heading the first that has one."""
    asked = [sheet.by_id[name] for name in (part.question, *part.also) if name in sheet.by_id]
    first = next((question for question in asked if question.context), None)
    if first is None or len(asked) < 2:
        return asked[0] if asked else None
    contexts = (q.context for q in asked if q is not first)
    beside = dict.fromkeys((*first.beside, *(name for name in contexts if name and name != first.context)))
    return replace(first, beside=tuple(beside))


def _graded(question: Question, steps: list[tuple[GradedStep, frozenset[Goal]]], answered: bool) -> GradedQuestion:
    return marked(question, [step for step, _ in steps], [goals for _, goals in steps], answered)


def _steps(
    segment: Segment, thread: Thread, goals: Goals, document: Document
) -> Iterator[tuple[GradedStep, frozenset[Goal]]]:
    """Yield the steps of a segment, each with the goals that it states."""
    for judged, row, display in judge_segment(segment, thread, document):
        stated = frozenset[Goal]() if judged.core is None else stated_by(judged.core, goals, thread.scope.context)
        yield _step(judged, row, display, document), stated


# ---------------------------------------------------------------------------------------------- the report


def _step(judged: Judged, row: Row, display: bool, document: Document) -> GradedStep:
    first, last = document.place(row.start), document.place(max(row.start, row.end - 1))
    at = document.place(judged.start)
    return GradedStep(
        line=at.line if row.start <= judged.start < row.end else first.line,
        column=at.column,
        end_line=last.line,
        end_column=last.column + 1,
        latex=document.text[row.start : row.end].strip()[:SHOWN],
        verdict=judged.verdict,
        statement=judged.statement,
        evidence=judged.evidence,
        follows_from_previous=judged.follows,
        reason=judged.reason,
        expected=judged.expected,
        unread=judged.unread,
        counterexample=judged.counterexample,
        error=judged.statement or judged.reason if judged.verdict in (Verdict.REFUTED, Verdict.ILL_TYPED) else "",
        display=display,
        cell=at.cell,
    )
