"""What a row is that does not hold: carried, left to a person, refuted, or ill-typed.

Main definitions
----------------
* `accused`: of a row that is false in every world its text may mean.
* `ill_typed`: of a row of which no reading is well typed.
"""

from __future__ import annotations

from dataclasses import replace

from verify.grade.burden import Repair, repaired, rescaled, retyped
from verify.grade.carried import carried_from, read_off
from verify.grade.choices import is_choice
from verify.grade.clauses import Link, Pair
from verify.grade.evidence import Finding, check_all
from verify.grade.exchanged import exchanged
from verify.grade.judged import Judged, Setting, readings, refuted, undecided
from verify.grade.known_values import another_value
from verify.grade.notations import stands_in, unconfirmed
from verify.grade.optimum import AtOptimum, unspoken
from verify.grade.redefine import is_another, is_renamed, redefined
from verify.grade.renumbered import renumbered
from verify.grade.signs import on_one_side
from verify.grade.supposed import rests_on
from verify.grade.thread import Thread, Wrong
from verify.grade.unvalued import in_symbols
from verify.latex.errors import Unread
from verify.latex.names import matches
from verify.latex.scope import Definition
from verify.latex.tree import (
    Bracket,
    Derivative,
    Fraction,
    Letter,
    Node,
    Number,
    Operator,
    Plus,
    Product,
    Scripted,
    Word,
    walk,
)
from verify.model import Verdict
from verify.terms.nodes import Add, IllTyped
from verify.terms.printing import statement_text
from verify.terms.statement import Statement

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
    context = thread.scope.context
    statement = finding.statement or found[0]
    if thread.first:  # what is wrong with it is asked at the second reading
        thread.wrong.append(Wrong(statement, link.start, accused=False))
        return undecided(link, "not looked into yet", finding.text)
    if is_choice(statement, thread):
        reason = "a value for something that may be anything"
        thread.choices.append(statement)
        return undecided(link, reason, finding.text)
    if not before and (new := redefined(link, statement, thread, setting)) is not None:
        return new
    if (carried := follows_from_wrong(link, before, found, finding, thread, setting)) is not None:
        return carried
    if is_renamed(link, thread):
        return undecided(link, "about a name that was taken for something else before", finding.text)
    if thread.relabelled:
        return undecided(link, "the text takes labels the other way round", finding.text)
    own = redefines(link, thread)
    if (own and not _is_a_sum(statement)) or (not before and is_another(link, statement, thread)):
        reason = "another value for a name of one's own"
        return undecided(link, reason, finding.text)
    doubt = _doubt(setting, thread.at_point)
    if doubt:
        reason = f"false as it stands, but {doubt}"
        thread.choices.append(statement)
        return undecided(link, reason, finding.text)
    if (special := unspoken(found, thread)) is not None:
        return undecided(link, f"false in general; true where {special.name}", finding.text)
    if supposed := rests_on(found, thread):
        return undecided(link, f"false in general, true with {supposed}", finding.text)
    named = all(is_name(left) for left, _ in link.pairs)
    repair = repaired(
        statement,
        context,
        named,
        otherwise=_AsMeant(thread),
        confirmed=lambda name: stands_in(name, thread.known),
    )
    if repair is None and link.pairs:
        repair = rescaled(link.pairs[0][0], link.relation, link.pairs[0][1], thread.scope)
    if repair is None and link.pairs and not own:
        repair = renumbered(link.pairs[0][0], link.relation, link.pairs[0][1], thread.scope)
        repair = repair or exchanged(link.pairs[0][0], link.relation, link.pairs[0][1], thread.scope)
    repair = repair or another_value(statement, context)
    if own and repair is None:
        reason = "another value for a name of one's own"
        return undecided(link, reason, finding.text)
    known = not any(unconfirmed(pair, thread.known, thread.scope) for pair in link.pairs)
    shown = setting.display or thread.at_point
    if repair is None and not (known and shown and _is_claim(link, statement, thread)):
        reason = SUSPECTED
        thread.wrong.append(Wrong(statement, link.start, accused=False))
        return undecided(link, reason, finding.text)
    thread.wrong.append(Wrong(statement, link.start))
    reason = "false" if repair is None else f"true with one edit: {repair.label}"
    expected = "" if repair is None else repair.statement
    return refuted(link, finding, reason, expected, follows=False if before else None)


class _AsMeant(AtOptimum):
    """Whether an edited row holds as such rows are meant: at an optimum, or for all numbers but 0."""

    def __call__(self, statement: Statement) -> bool:
        return super().__call__(statement) or on_one_side((statement,), self.thread)


def follows_from_wrong(
    link: Link,
    before: tuple[Pair, ...],
    found: tuple[Statement, ...],
    finding: Finding,
    thread: Thread,
    setting: Setting,
) -> Judged | None:
    """Return a false row that follows from an earlier wrong one as carried, or None."""
    if thread.first:
        return None
    statement = finding.statement or found[0]
    reason, certain = _carried(link, before, statement, thread, setting)
    if not reason:
        return None
    certain = certain and not _doubt(setting, thread.at_point)
    thread.wrong.append(Wrong(statement, link.start, certain))
    verdict = Verdict.CARRIED if certain else Verdict.UNDECIDED
    return Judged(
        link.start,
        link.end,
        verdict,
        evidence=finding.evidence,
        statement=finding.text,
        follows=True,
        reason=reason,
        core=statement,
    )


def _carried(
    link: Link, before: tuple[Pair, ...], statement: Statement, thread: Thread, setting: Setting
) -> tuple[str, bool]:
    """Return why a false row is carried ("" if it is not), and whether what it follows from is certainly wrong."""
    if thread.chain.broken and before:
        try:
            found = check_all(readings(replace(link, pairs=before), thread, setting), thread.scope.context)
        except (Unread, IllTyped):
            found = None
        if found is not None and found.holds:
            return "follows from the row before, which is wrong", True
    earlier = next((w for w in thread.wrong if w.statement == statement), None)
    if earlier is not None and (earlier.accused or not setting.display):
        return "says again what was wrong before", earlier.accused
    if earlier is not None:
        thread.wrong.remove(earlier)  # only suspected in the text: what a display says is looked into
    earlier = carried_from(statement, thread.wrong, thread.scope.context)
    if earlier is None and thread.wrong:
        sought = (carried_from(s, thread.wrong, thread.scope.context) for s in in_symbols(link, thread, setting)[:1])
        earlier = next(sought, None)
    if earlier is None and all(is_name(left) for left, _ in link.pairs):
        earlier = read_off(statement, thread.wrong)
    if earlier is None:
        return "", True
    return f"follows from an earlier wrong row: {statement_text(earlier.statement)}", earlier.accused


def _is_a_sum(statement: Statement) -> bool:
    """Whether the right side has several terms: if all but one are those of the name, the same is meant."""
    return len(statement.args) == 2 and isinstance(statement.args[1], Add) and len(statement.args[1].terms) > 1


def redefines(link: Link, thread: Thread) -> bool:
    """Whether a row gives another value to a name that the student introduced."""
    for left, _ in link.pairs:
        found = [meaning for meaning, rest in matches(left, thread.scope) if not rest]
        if any(isinstance(meaning, Definition) and meaning.own for meaning in found):
            return True
    return False


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


def is_name(node: Node) -> bool:
    """Whether a side is a name, perhaps of arguments: w*, L(w), v_θ(ψ, θ)."""
    if isinstance(node, Product) and len(node.factors) == 2 and isinstance(node.factors[1], Bracket):
        return is_name(node.factors[0])
    base = node.base if isinstance(node, Scripted) else node
    return isinstance(base, Letter | Word)


def _doubt(setting: Setting, at_point: bool) -> str:
    """Return why a false row is not held against its author, or ""; `at_point`: it says what is so at a point."""
    if setting.conditional:
        return f"it stands under a condition in words ({setting.conditional!r})"
    if setting.cue.doubt:
        return "the text does not claim it"
    if not setting.display and (setting.cue.setting or (setting.cue.at and not at_point)):
        return "the sentence sets it rather than claims it"
    return ""


def _is_broadcast(left: Node, right: Node) -> bool:
    """Whether a row sets an array to a number, σ = 1, or an argument to an extremum, w = min_w L(w)."""
    number = is_name(left) and isinstance(right, Number)
    return number or any(isinstance(side, Operator) and side.name in EXTREMA for side in (left, right))


def ill_typed(link: Link, before: tuple[Pair, ...], error: IllTyped, thread: Thread, setting: Setting) -> Judged:
    """Decide what a row is of which no reading is well typed: a mistake, or a notation that was not understood."""
    if thread.first:  # what is wrong with it is asked at the second reading
        return undecided(link, "not looked into yet")
    if any(_is_broadcast(a, b) for a, b in link.pairs):
        return undecided(link, f"a value of another shape: {error.message}")
    repair: Repair | None = None
    if not setting.conditional:
        at_optimum = AtOptimum(thread)
        tried = (retyped(a, link.relation, b, thread.scope, at_optimum) for a, b in link.pairs)
        repair = next((r for r in tried if r is not None), None)
    known = (
        not any(unconfirmed(pair, thread.known, thread.scope) for pair in link.pairs) and " point" not in error.message
    )
    if not setting.display and link.relation == "=" and all(is_name(left) for left, _ in link.pairs):
        return undecided(link, f"a name that the text gives to something else: {error.message}")
    if setting.conditional or (repair is None and not known):
        reason = f"does not seem to be well typed: {error.message}"
        return undecided(link, reason)
    expected = repair.statement if repair is not None else ""
    return Judged(link.start, link.end, Verdict.ILL_TYPED, evidence="exact", reason=error.message, expected=expected)
