"""One submission, from its file to its graded questions.

Main definitions
----------------
* `grade_file`: read, segment, judge row by row, and mark.
* `judge_segment`: the steps of one question's pieces.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from verify.grade.accuse import is_choice
from verify.grade.chain import Chain
from verify.grade.contexts import ContextTable
from verify.grade.evidence import check
from verify.grade.heads import continue_display, matching_head
from verify.grade.introduce import conditions_of, introduce
from verify.grade.judge import judge_row
from verify.grade.judged import Judged
from verify.grade.limits import OutOfTime, within
from verify.grade.mark import Goal, marked
from verify.grade.reach import Goals, goals_of, stated_by
from verify.grade.sheet import Question, Sheet
from verify.grade.thread import Thread
from verify.grade.words import Cue, cue, ends_cases, ends_sentence, index_case, opens
from verify.grade.worlds import worlds_of
from verify.graded import PASSED, Graded, GradedQuestion, GradedStep, Mark
from verify.latex.document import read_document
from verify.latex.rows import rows
from verify.latex.scope import Meaning, Scope
from verify.latex.segments import Segment, segments
from verify.latex.source import Document, Formula, Prose
from verify.latex.tree import Bracket, Row, Sequence
from verify.model import Verdict
from verify.terms.nodes import Const, Num, Sym
from verify.terms.statement import Statement

#: seconds that one row may take
ROW_SECONDS = 10.0
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
    later: dict[int, dict[str, Meaning]] = {}
    _walk(parts, sheet, document, known, later)  # first, for notations that some row confirms, and names said too late
    found = _walk(parts, sheet, document, known, later)
    answered = {part.question for part in parts if any(piece.text.strip() for piece in part.pieces)}
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
    later: dict[int, dict[str, Meaning]],
) -> dict[str, list[tuple[GradedStep, frozenset[Goal]]]]:
    """Return the steps of each question.

    `known` grows by the notations of right rows, `later` by the names that each part introduces.
    """
    threads: dict[str, Thread] = {}
    found: dict[str, list[tuple[GradedStep, frozenset[Goal]]]] = {}
    for k, part in enumerate(parts):
        question = sheet.by_id.get(part.question)
        if question is not None and question.context:
            thread, goals = opened(question, sheet, threads.get(question.context), known)
            threads[question.context] = thread
            thread.later = later.get(k, {})
            before = thread.scope.names
            found.setdefault(question.id, []).extend(_steps(part, thread, goals, document))
            later[k] = {key: meaning for key, meaning in thread.scope.names.items() if key not in before}
    return found


def _graded(question: Question, steps: list[tuple[GradedStep, frozenset[Goal]]], answered: bool) -> GradedQuestion:
    return marked(question, [step for step, _ in steps], [goals for _, goals in steps], answered)


def _steps(
    segment: Segment, thread: Thread, goals: Goals, document: Document
) -> Iterator[tuple[GradedStep, frozenset[Goal]]]:
    """Yield the steps of a segment, each with the goals that it states."""
    for judged, row, display in judge_segment(segment, thread, document):
        stated = frozenset[Goal]() if judged.core is None else stated_by(judged.core, goals, thread.scope.context)
        yield _step(judged, row, display, document), stated


@lru_cache(maxsize=256)
def scope_of(question: Question, table: ContextTable) -> Scope:
    """Return the scope of a question: the names of its context, and its own."""
    mapping = table.mapping
    if question.names or question.definitions:
        mapping = {
            **mapping,
            "names": {**dict(table.names), **dict(question.names)},
            "definitions": [*table.definitions, *question.definitions],
        }
    return Scope.of(mapping)


@lru_cache(maxsize=256)
def goals_in(question: Question, table: ContextTable) -> Goals:
    """Return the goals of a question, read in its context."""
    scope = scope_of(question, table)
    return goals_of(question, scope, worlds_of(table, scope))


def opened(
    question: Question, sheet: Sheet, before: Thread | None, known: set[tuple[str, ...]] | None = None
) -> tuple[Thread, Goals]:
    """Return the thread in which a question is read: what the student said of its context before goes on."""
    table = sheet.contexts[question.context]
    scope = scope_of(question, table)
    goals = goals_in(question, table)
    if before is None:
        return Thread(scope, worlds_of(table, scope), known=known if known is not None else set()), goals
    before.new_question()
    if question.names or question.definitions:
        own = {key: meaning for key, meaning in before.scope.names.items() if key not in scope.names}
        before.scope = scope.with_names(own)
    return before, goals


# ---------------------------------------------------------------------------------------------- row by row


def judge_segment(segment: Segment, thread: Thread, document: Document) -> Iterator[tuple[Judged, Row, bool]]:
    """Yield the verdicts of a segment's links, each with its row and whether it is displayed."""
    prose = since = ""  # since the last display, and since the last formula
    for piece in segment.pieces:
        if isinstance(piece, Prose):
            prose, since = prose + piece.text, since + piece.text
            _take_up(piece.text, thread)
            continue
        said = replace(cue(prose), glue=cue(since).glue)
        for row in rows(piece, document.macros):
            for judged in _bounded(row, thread, said, piece):
                yield judged, row, piece.display
            said = replace(said, glue=True)  # the rows of a display go on from one another
        since = ""
        prose = "" if piece.display or thread.supposed else f"{prose} $ "  # a condition that was understood is settled
        thread.supposed = False


def _take_up(text: str, thread: Thread) -> None:
    """Open the worlds that a text speaks of; a text that speaks of the cases together ends them."""
    if any(c.isalpha() for c in text):
        thread.at_point = False
    if not cue(text).glue:
        thread.premises = []
    if ends_sentence(text):
        thread.hypotheses = tuple(h for h in thread.hypotheses if _is_case(h))
    if ends_cases(text):
        thread.hypotheses = tuple(h for h in thread.hypotheses if not _is_case(h))
    case = index_case(text)
    if case is not None:
        left, relation, right = case
        thread.hypotheses = (Statement(relation, (Sym(left, "index"), Sym(right, "index"))),)
    for world in thread.worlds:
        if opens(text, world.words):
            thread.opened.add(world.name)


def _is_case(hypothesis: Statement) -> bool:
    """Whether a hypothesis distinguishes cases of indices: i = j, i ≠ j."""
    return all(arg.sort == "index" for arg in hypothesis.args)


def _bounded(row: Row, thread: Thread, said: Cue, piece: Formula) -> tuple[Judged, ...]:
    """Judge a row in bounded time; a fault in the engine leaves the row undecided and ends nothing."""
    try:
        with within(ROW_SECONDS):
            if not piece.display:
                return _inline(row, thread, said)
            _find_head(row, thread, said)
            thread.displayed = None
            return judge_row(row, thread, said, True)
    except OutOfTime:
        return (Judged(row.start, row.end, Verdict.UNDECIDED, reason=f"took more than {ROW_SECONDS:g} s"),)
    except Exception as error:  # noqa: BLE001 (a fault in the engine must not cost a student, or a class, anything)
        reason = f"could not be checked ({type(error).__name__})"
        return (Judged(row.start, row.end, Verdict.UNDECIDED, reason=reason),)


def _inline(row: Row, thread: Thread, said: Cue) -> tuple[Judged, ...]:
    """Judge a formula in running text: a condition is kept, a claim is judged, fragments are passed over."""
    if row.unread or row.ill_typed:
        return ()
    if introduce(row, thread, said):
        return ()
    conditions = conditions_of(row, thread)
    if conditions and all(_is_case(c) for c in conditions):
        thread.hypotheses = conditions  # "i ≠ j:" begins a case, and ends the one before
        return ()
    goes_to_point = said.at and bool(row.sides) and isinstance(row.sides[0], Bracket | Sequence)
    if (said.condition or said.at) and not (thread.at_point or goes_to_point):
        if conditions:
            thread.supposed = True
            new = tuple(c for c in conditions if not check(c, thread.scope.context).holds)
            thread.hypotheses = (*thread.hypotheses, *new)
        return ()
    if conditions and all(is_choice(c, thread) for c in conditions):  # "with p_g = p_d": what follows is about that
        thread.supposed = True
        thread.hypotheses = (*thread.hypotheses, *conditions)
        return ()
    kept = thread.chain
    found = judge_row(row, thread, said, False)
    if len(row.sides) < 2:
        return ()
    if any(_is_substitution(c) for c in conditions):  # "put u = F⁻¹(x)"
        found = tuple(j for j in found if j.verdict in PASSED)
    if not all(j.verdict in (Verdict.PROVED, Verdict.CONFIRMED, Verdict.GIVEN) for j in found):
        thread.chain = kept
    elif thread.displayed is None and kept.head:
        thread.displayed = kept
    return tuple(j for j in found if j.verdict not in (Verdict.UNREAD, Verdict.UNDECIDED))


def _is_substitution(statement: Statement) -> bool:
    """Whether a formula in the text compares something with a name that stands for anything, or with a number."""
    return any(isinstance(arg, Sym | Num | Const) for arg in statement.args)


def _find_head(row: Row, thread: Thread, said: Cue) -> None:
    """Decide what a display that starts with a relation continues."""
    if not row.sides or row.sides[0] is not None or row.unread:
        return
    right = tuple(s for s in row.sides[1:2] if s is not None)
    relation = row.relations[0]
    if thread.chain.head and said.glue:
        continue_display(right, relation, thread)
        return
    if right and relation in ("=", "<=", ">=", "<", ">") and not matching_head(right, relation, thread):
        thread.chain = Chain(broken=thread.chain.broken)


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
