"""One answer, piece by piece: words open worlds and suppose things, formulas are judged.

Main definitions
----------------
* `judge_segment`: the verdicts of the links of one answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from verify.grade.abbreviated import with_definitions
from verify.grade.anew import blur_explained, doubt_name
from verify.grade.beside import joined
from verify.grade.beyond import put_together, take_up_range
from verify.grade.chain import Chain
from verify.grade.choices import is_choice, is_substitution
from verify.grade.clauses import says_of_a_name
from verify.grade.ends import leave, speak_of_all
from verify.grade.evidence import check
from verify.grade.going_on import goes_on, judge_going_on
from verify.grade.heads import matching_head
from verify.grade.held import excludes
from verify.grade.introduce import conditions_of, forget_what_is_given_later, introduce
from verify.grade.judge import judge_row
from verify.grade.judged import Judged, undecided
from verify.grade.laws_in_words import leave_laws, take_up_law
from verify.grade.limits import OutOfTime, within
from verify.grade.measures_in_words import leave_measure, take_up_measure
from verify.grade.others import is_new, speaks_of_optimum, stance
from verify.grade.own_draws import take_up_draw
from verify.grade.own_laws import gives_law
from verify.grade.own_numbers import foresee_numbers, let_instance, note_restriction, note_words, take_up_numbers
from verify.grade.own_optima import names_optimum
from verify.grade.primes import keep_primes
from verify.grade.relabelled import relabels
from verify.grade.signs import begin, case_in
from verify.grade.special import is_special
from verify.grade.supposed import is_index_case, sets_value
from verify.grade.thread import Thread
from verify.grade.wording import Wording, under
from verify.grade.words import (
    Cue,
    cue,
    ends_cases,
    ends_sentence,
    ends_signs,
    generalizes,
    goes_to,
    index_case,
    says_where,
)
from verify.graded import PASSED
from verify.latex.rows import rows
from verify.latex.segments import Segment
from verify.latex.source import Document, Formula, Piece, Prose
from verify.latex.tree import Bracket, Row
from verify.latex.tree import Sequence as Items
from verify.model import Verdict
from verify.terms.nodes import Sym
from verify.terms.rewrite import free
from verify.terms.statement import Statement

#: seconds that one row may take
ROW_SECONDS = 10.0


def judge_segment(segment: Segment, thread: Thread, document: Document) -> Iterator[tuple[Judged, Row, bool]]:
    """Yield the verdicts of a segment's links, each with its row and whether it is displayed."""
    threads = (thread, *thread.beside)
    wording = Wording()
    pieces = with_definitions(segment.pieces)
    for one in threads:
        one.relabelled = one.relabelled or relabels(pieces)
    for k, piece in enumerate(pieces):
        if isinstance(piece, Prose):
            wording = wording.with_text(piece)
            anew = _begins_anew(piece, pieces[k - 1] if k else None, document)
            for one in threads:
                _take_up(piece.text, one, anew)
            continue
        after = pieces[k + 1 : k + 3]
        said = wording.cue(piece, after)
        found, laws = rows(piece, document.macros), thread.scope.context.regions
        if [one for one in threads if take_up_law(pieces[:k], found, one, document)]:
            wording = wording.behind_a_law()
            continue
        if not piece.display and take_up_measure(pieces, k, found, threads):
            continue
        keep_primes(pieces, k, found, threads)
        chosen = len(thread.choices)
        foresee_numbers(pieces[k + 1 : k + 6], threads, document.macros)
        for judged, row in _judge_formula(piece, found, _said_behind(after, document), said, threads):
            yield judged, row, piece.display
        special = not (said.shape or piece.display) and any(is_special(row, thread) for row in found)
        other_pair = thread.scope.context.regions != laws  # laws of another pair: the case of the pair before is over
        settled = thread.supposed or (piece.display and len(thread.choices) > chosen)
        wording = wording.behind(piece, special=special, settled=settled, anew=other_pair)
        for one in threads:
            one.supposed, one.near = False, one.near and not piece.display


def _judge_formula(
    piece: Formula, found: Sequence[Row], behind: Sequence[Row], said: Cue, threads: Sequence[Thread]
) -> Iterator[tuple[Judged, Row]]:
    """Yield the verdicts of a formula's links, each with its row, of those in the contexts in which it is read."""
    for one in threads if piece.display and behind else ():
        _explained(behind, one)
    for n, row in enumerate(found):
        said = said if row.sides else under(said, row)
        for one in threads:
            one.upcoming = _values((*found[n + 1 :], *behind), one)
            one.elsewhere = tuple(other.scope for other in threads if other is not one)
        kept = [one.chain for one in threads]
        for judged in joined([_bounded(row, one, said, piece) for one in threads]):
            yield judged, row
        for one, chain in zip(threads, kept, strict=True):
            one.chain = chain if row.aside else one.chain
        said = replace(said, glue=True, bare=True, onward=False, equivalent=False, anew=False)  # rows go on


def _explained(behind: Sequence[Row], thread: Thread) -> None:
    """Blur the names that the words behind a display give anew, in bounded time."""
    try:
        with within(ROW_SECONDS):
            blur_explained(behind, thread)
    except Exception:  # noqa: BLE001 (a fault in the engine must not cost a student, or a class, anything)
        return


def _said_behind(after: Sequence[Piece], document: Document) -> tuple[Row, ...]:
    """Return the rows of a formula in the text right behind a display: "where λ = p (1 - p)"."""
    match after:
        case [Prose(text=text), Formula(display=False) as formula] if says_where(text):
            return tuple(rows(formula, document.macros))
    return ()


def _values(later: Sequence[Row], thread: Thread) -> tuple[Statement, ...]:
    """Return the values that rows give to numbers."""
    found = (s for row in later if len(row.sides) == 2 for s in conditions_of(row, thread))
    return tuple(s for s in found if sets_value(s) or is_index_case(s))


def _begins_anew(piece: Prose, before: Piece | None, document: Document) -> bool:
    """Whether a piece of prose begins a new thought behind a display."""
    if piece.heading or before is None:
        return True
    if isinstance(before, Formula) and not before.display:
        return False
    paragraph = isinstance(before, Prose) or "\n\n" in "".join(document.text[before.end : piece.start].split(" "))
    return is_new(piece.text, paragraph)


def _take_up(text: str, thread: Thread, anew: bool) -> None:
    """Open the worlds that a text speaks of; a text that speaks of the cases together ends them."""
    if any(c.isalpha() for c in text):
        thread.at_point = any(world.is_point and goes_to(text, world.words) for world in thread.worlds)
    note_words(text, thread)
    if generalizes(text):
        thread.generalize()
    leave_laws(text, thread)
    leave_measure(text, thread)
    if not cue(text).glue:
        thread.premises = []
    if ends_sentence(text):
        thread.hypotheses = tuple(h for h in thread.hypotheses if is_index_case(h) or h in thread.cases)
    if generalizes(text) or ends_cases(text):
        put_together(thread)
    if ends_cases(text):  # what was found in a case ends with it
        thread.hypotheses = thread.cases = ()
    if thread.cases and ends_signs(text):
        thread.hypotheses, thread.cases = tuple(h for h in thread.hypotheses if h not in thread.cases), ()
    case = index_case(text)
    if case is not None:
        left, relation, right = case
        thread.hypotheses = (Statement(relation, (Sym(left, "index"), Sym(right, "index"))),)
    _change_worlds(text, thread, anew)


def _change_worlds(text: str, thread: Thread, anew: bool) -> None:
    """Open the worlds of which a text speaks, and leave those that it denies."""
    for world in thread.worlds:
        opens = stance(text, world.words)
        if opens:
            thread.opened.add(world.name)
            thread.everywhere -= {world.name}
        elif opens is not None:
            thread.opened.discard(world.name)
            thread.at_optimum = False
    thread.at_optimum = thread.at_optimum or speaks_of_optimum(text)
    leave(text, thread, anew)


def _bounded(row: Row, thread: Thread, said: Cue, piece: Formula) -> tuple[Judged, ...]:
    """Judge a row in bounded time; a fault in the engine leaves the row undecided and ends nothing."""
    before = (thread.displayed, thread.chain)
    try:
        with within(ROW_SECONDS):
            let_instance(row, thread, said)
            if not piece.display:
                return _inline(row, thread, said, piece)
            return _displayed(row, thread, said, piece)
    except OutOfTime:
        return (undecided(row, f"took more than {ROW_SECONDS:g} s"),)
    except Exception as error:  # noqa: BLE001 (a fault in the engine must not cost a student, or a class, anything)
        return (undecided(row, f"could not be checked ({type(error).__name__})"),)
    finally:
        thread.mention(row)
        if not goes_on(row):
            thread.leave(before)


def _displayed(row: Row, thread: Thread, said: Cue, piece: Formula) -> tuple[Judged, ...]:
    """Judge a row of a display."""
    if gives_law(row, thread):
        return (undecided(row, "what a law is in an example"),)
    if goes_on(row) and thread.chain.head and said.glue:
        return judge_going_on(row, thread, said, piece)
    if names_optimum(row, thread):
        return (undecided(row, "taken as where this is best"),)
    note_restriction(row, conditions_of(row, thread) if thread.numbers else (), thread)
    _find_head(row, thread)
    thread.displayed = None
    return judge_row(row, thread, said, True)


def _inline(row: Row, thread: Thread, said: Cue, piece: Formula) -> tuple[Judged, ...]:
    """Judge a formula in running text: a condition is kept, a claim is judged, fragments are passed over."""
    if said.every:
        speak_of_all(row, thread)
    if row.ill_typed and not row.ill_typed.startswith("the bracket"):  # brackets may be closed in the text
        return judge_row(row, thread, said, False)
    if row.unread or row.ill_typed or take_up_draw(row, thread, said) or gives_law(row, thread):
        return ()
    if names_optimum(row, thread) or introduce(row, thread, said) or take_up_numbers(row, thread, said, piece.text):
        return ()
    take_up_range(row, said, thread)
    forget_what_is_given_later(row, thread)
    conditions = conditions_of(row, thread)
    note_restriction(row, conditions, thread)
    if not (said.condition or thread.choices or thread.hypotheses):
        doubt_name(row, thread, said.setting or said.defining or row.relations[:1] == (":=",))
    if _supposed(row, conditions, thread, said):
        return ()
    kept, wrong, premises = thread.chain, len(thread.wrong), thread.premises[:]
    going_on = goes_on(row) and kept.head
    found = judge_going_on(row, thread, said, piece) if going_on else judge_row(row, thread, said, False)
    if len(row.sides) < 2:
        return ()
    chosen = said.chosen and says_of_a_name(row)
    if chosen:  # what follows may be said for that, and is no consequence of it
        thread.premises = premises
        thread.choices += [c for c in conditions if not any(s.sort == "index" for arg in c.args for s in free(arg))]
    if chosen or any(is_substitution(c) for c in conditions):  # "put u = F⁻¹(x)"
        found = tuple(j for j in found if j.verdict in PASSED)
        del thread.wrong[wrong:]  # what is not said of it is not held against what follows
    if not all(j.verdict in (Verdict.PROVED, Verdict.CONFIRMED, Verdict.GIVEN) for j in found):
        thread.chain = kept
    elif thread.displayed is None and kept.head:
        thread.displayed = kept
    return tuple(j for j in found if j.verdict not in (Verdict.UNREAD, Verdict.UNDECIDED))


def _supposed(row: Row, conditions: tuple[Statement, ...], thread: Thread, said: Cue) -> bool:
    """Keep what the text supposes: a case of indices, a condition, a choice of something free."""
    if said.shape and conditions:
        return True
    case = case_in(row, conditions, thread, said.case) if said.announced and not said.at else ()
    if case:
        begin(case, thread)
        return True
    if conditions and all(is_index_case(c) for c in conditions):
        thread.hypotheses = conditions  # "i ≠ j:" begins a case, and ends the one before
        return True
    goes_to_point = said.at and bool(row.sides) and isinstance(row.sides[0], Bracket | Items)
    if (said.condition or said.at) and not (thread.at_point or goes_to_point):
        new = tuple(c for c in conditions if not check(c, thread.scope.context).holds)
    elif conditions and all(is_choice(c, thread) for c in conditions):  # "with p_g = p_d": what follows is about that
        new = conditions
    else:
        if said.value:  # "for Z = e we get": no licence, as it may be said of that alone, and held against nobody
            thread.choices.extend(c for c in conditions if not check(c, thread.scope.context).holds)
        return False
    thread.supposed = thread.supposed or bool(conditions)
    context = thread.scope.context
    earlier = (h for h in thread.hypotheses if not any(excludes(c, h, context) for c in new))
    thread.hypotheses = (*earlier, *(() if said.tight else new))  # "with equality iff q = p, so …" supposes nothing
    thread.near = thread.near or bool(new)
    thread.choices.extend(new)
    return True


def _find_head(row: Row, thread: Thread) -> None:
    """Let a display that starts with a relation, behind words of its own, go on from a recent side or from none."""
    if not goes_on(row):
        return
    right, before = tuple(s for s in row.sides[1:2] if s is not None), thread.chain
    if right and row.relations[0] in ("=", "<=", ">=", "<", ">") and not matching_head(right, row.relations[0], thread):
        thread.chain = Chain(broken=thread.chain.broken)
    thread.leave((thread.displayed, before))
