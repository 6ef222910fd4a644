"""What a row is that does not hold: carried, left to a person, refuted, or ill-typed.

A false row is held against its author where nothing excuses it, and where one edit makes it right or each of its
notations stands in a right row of the same document; others are only suspected.

Main definitions
----------------
* `accused`: the verdict of a row that is false in every world its text may mean.
* `ill_typed`: the verdict of a row of which no reading is well typed.
"""

from __future__ import annotations

from verify.grade.anew import blur
from verify.grade.burden import Repair, repaired, rescaled, retyped
from verify.grade.clauses import Link, Pair, is_name
from verify.grade.evidence import Finding, check_all
from verify.grade.exchanged import exchanged
from verify.grade.excuses import ANOTHER_VALUE, excused, has_own_name
from verify.grade.judged import Judged, Setting, refuted, undecided
from verify.grade.known_values import another_value
from verify.grade.meant import for_one_point
from verify.grade.notations import stands_in, unconfirmed
from verify.grade.optimum import AtOptimum
from verify.grade.renumbered import renumbered
from verify.grade.signs import on_one_side
from verify.grade.thread import Thread, Wrong
from verify.latex.elaborate import statements
from verify.latex.errors import Unread
from verify.latex.tree import (
    Bracket,
    Derivative,
    Fraction,
    Letter,
    Mark,
    Node,
    Number,
    Operator,
    Plus,
    Product,
    Scripted,
    walk,
)
from verify.model import Verdict
from verify.terms.nodes import IllTyped, Sym
from verify.terms.statement import Statement

NOT_YET = "not looked into yet"
SUSPECTED = "suspected to be false, but with notations that no other row confirms"
EXTREMA = frozenset({"max", "min", "sup", "inf"})


def accused(
    link: Link,
    before: tuple[Pair, ...],
    found: tuple[Statement, ...],
    finding: Finding,
    thread: Thread,
    setting: Setting,
) -> Judged:
    """Decide what a row that is false is: carried, to be left to a person, or refuted."""
    statement = finding.statement or found[0]
    if thread.first:  # what is wrong with it is asked at the second reading
        thread.wrong.append(Wrong(statement, link.start, accused=False))
        return undecided(link, NOT_YET, finding.text)
    if (excuse := excused(link, before, found, finding, thread, setting)) is not None:
        return excuse
    own = has_own_name(link, thread)
    repair = _repair(link, statement, thread, own)
    if repair is None and own:
        if not before:
            blur(link, statement, thread)
        return undecided(link, ANOTHER_VALUE, finding.text)
    if repair is None and not _is_understood(link, statement, thread, setting):
        thread.wrong.append(Wrong(statement, link.start, accused=False))
        return undecided(link, SUSPECTED, finding.text)
    thread.wrong.append(Wrong(statement, link.start))
    reason = "false" if repair is None else f"true with one edit: {repair.label}"
    expected = "" if repair is None else repair.statement
    return refuted(link, finding, reason, expected, follows=False if before else None)


# -------------------------------------------------------------------------------- what makes a false row right


def _repair(link: Link, statement: Statement, thread: Thread, own: bool) -> Repair | None:
    """Return what makes a false row right, or None: an edit of its terms, of how it is written, or a known value."""
    context = thread.scope.context
    repair = repaired(
        statement,
        context,
        right_only=all(is_name(left) for left, _ in link.pairs),
        otherwise=_AsMeant(thread),
        confirmed=lambda name: stands_in(name, thread.known),
    )
    if repair is None:
        repair = _rewritten(link, thread, own)
    return repair or another_value(statement, context)


def _rewritten(link: Link, thread: Thread, own: bool) -> Repair | None:
    """Return the edit of a formula that makes it right; names of one's `own` may have other numbers and places."""
    left, right = link.pairs[0]
    repair = rescaled(left, link.relation, right, thread.scope)
    if repair is None and not own:
        repair = renumbered(left, link.relation, right, thread.scope)
        repair = repair or exchanged(left, link.relation, right, thread.scope)
    return repair


class _AsMeant(AtOptimum):
    """Whether an edited row holds as such rows are meant: at an optimum, for all numbers but 0, or for one point."""

    def __call__(self, statement: Statement) -> bool:
        found = (statement,)
        return super().__call__(statement) or on_one_side(found, self.thread) or for_one_point(found, self.thread)


# --------------------------------------------------------------------------------- what claims without an edit


def _is_understood(link: Link, statement: Statement, thread: Thread, setting: Setting) -> bool:
    """Whether a row that no edit explains claims something, in notations that right rows confirm."""
    shown = setting.display or thread.at_point
    return _has_known_notations(link, thread) and shown and _is_claim(link, statement, thread)


def _has_known_notations(link: Link, thread: Thread) -> bool:
    return not any(unconfirmed(pair, thread.known, thread.scope) for pair in link.pairs)


def _is_claim(link: Link, statement: Statement, thread: Thread) -> bool:
    """Whether a row says of something what it is; "1 = e^{-λ} Σ …" may be an equation that determines λ."""
    if statement.relation != "=" or any((w.values or w.bodies) and w.concerns(statement) for w in thread.worlds):
        return True
    return all(is_name(left) or _is_said(left) for left, _ in link.pairs)


def _is_said(side: Node) -> bool:
    """Whether a side is something of which a row says what it is, perhaps a multiple of it: -log p, (1/M) Σ …."""
    match side:
        case Operator() | Derivative() | Fraction() | Bracket() | Scripted():
            return True
        case Plus(terms=(term,)):
            return _is_said(term)
        case Product(factors=(*numbers, last)):
            return isinstance(last, Operator | Derivative) and all(_is_number(n) for n in numbers)
    return False


def _is_number(side: Node) -> bool:
    """Whether a side is made of numerals and capital letters for sizes alone."""
    kinds = Number | Fraction | Letter | Product
    return all(isinstance(n, kinds) and (not isinstance(n, Letter) or n.name.isupper()) for n in walk(side))


# ------------------------------------------------------------------------------------------- ill-typed rows


def ill_typed(link: Link, error: IllTyped, thread: Thread, setting: Setting) -> Judged:
    """Decide what a row is of which no reading is well typed: a mistake, or a notation that was not understood."""
    if thread.first:  # what is wrong with it is asked at the second reading
        return undecided(link, NOT_YET)
    if any(_is_broadcast(a, b) for a, b in link.pairs):
        return undecided(link, f"a value of another shape: {error.message}")
    if not setting.display and link.relation == "=" and all(is_name(left) for left, _ in link.pairs):
        return undecided(link, f"a name that the text gives to something else: {error.message}")
    if any(_is_row_of_derivatives(a, link.relation, b, thread) for a, b in link.pairs):
        return undecided(link, f"a derivative laid out as a row: {error.message}")
    if setting.cue.example or _has_a_size(thread):
        return undecided(link, f"of other shapes in general than in a special case: {error.message}")
    repair = None if setting.conditional else _retyped(link, thread)
    known = _has_known_notations(link, thread) and " point" not in error.message  # what is a point may be misread
    if setting.conditional or (repair is None and not known):
        return undecided(link, f"does not seem to be well typed: {error.message}")
    expected = repair.statement if repair is not None else ""
    return Judged(link.start, link.end, Verdict.ILL_TYPED, evidence="exact", reason=error.message, expected=expected)


def _has_a_size(thread: Thread) -> bool:
    """Whether the text has set a size to a number: where n = 1 arrays are numbers."""
    said = (*thread.hypotheses, *thread.choices)
    return any(isinstance(arg, Sym) and arg.sort == "dimension" for s in said if s.relation == "=" for arg in s.args)


def _retyped(link: Link, thread: Thread) -> Repair | None:
    """Return the edit that makes some reading of an ill-typed row well typed and true."""
    at_optimum = AtOptimum(thread)
    tried = (retyped(a, link.relation, b, thread.scope, at_optimum) for a, b in link.pairs)
    return next((repair for repair in tried if repair is not None), None)


def _is_row_of_derivatives(left: Node, relation: str, right: Node, thread: Thread) -> bool:
    """Whether a row is true of a derivative in numerator layout, ∂/∂w ‖w‖² = 2 wᵀ, though not in the sheet's."""
    if not any(isinstance(node, Derivative) for node in walk(left)):
        return False
    transposed = Scripted(right.start, right.end, right, sup=Mark(right.end, right.end, "top"))
    try:
        found = statements(left, relation, transposed, thread.scope)
    except (IllTyped, Unread):
        return False
    return check_all(found, thread.scope.context).holds


def _is_broadcast(left: Node, right: Node) -> bool:
    """Whether a row sets an array to a number, σ = 1, or an argument to an extremum, w = min_w L(w)."""
    number = is_name(left) and isinstance(right, Number)
    return number or any(isinstance(side, Operator) and side.name in EXTREMA for side in (left, right))
