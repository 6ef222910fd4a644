r"""Ranges in the text that go beyond those of the sheet: "for every real $t$", "$t \in \mathbb{R}$", "if $|t| \ge 1$".

A sheet says where a number lies, and rows about it are judged there. What an answer says of it elsewhere is not known,
until the text says again where it lies; nor what it says of such a case and others together.

Main definitions
----------------
* `take_up_range`: what a formula in the text says of where a number lies.
* `put_together`: a text speaks of the cases together.
* `of_a_row`: the numbers that a row takes beyond their ranges, by the text or by conditions of its own.
* `is_beyond`: whether a row speaks of such a number; `fails_at_an_end`: whether it is not known to hold at an end.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from verify.grade.introduce import conditions_of
from verify.grade.optimum import in_worlds
from verify.grade.signs import in_interval
from verify.grade.thread import Readings, Thread
from verify.grade.words import Cue
from verify.latex.errors import Unread
from verify.latex.sides import terms
from verify.latex.tree import Letter, Node, Row
from verify.terms.declarations import Interval
from verify.terms.nodes import Fn, IllTyped, Num, Sym
from verify.terms.rewrite import free
from verify.terms.statement import Statement

#: why a row about such a number is left to a person, and one that is right but at an end of the range
AT_AN_END = "true but for an end of the range of a number, at which the text takes it, too"
BEYOND = "the text takes a number beyond the range in which the sheet has it"
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "="}


def take_up_range(row: Row, cue: Cue, thread: Thread) -> None:
    """Keep which number a formula in the text takes beyond its range, and which one back into it."""
    outside, inside = _said(row, thread, cue.real)
    thread.widened |= outside
    thread.ends |= set(_at_open_ends(conditions_of(row, thread), thread))
    thread.with_ends = {end for end in thread.with_ends if end.args[0] not in inside | outside}
    thread.beyond = (thread.beyond - inside) | outside


def put_together(thread: Thread) -> None:
    """Take a text to speak of the cases together, those beyond a range among them."""
    thread.beyond |= thread.widened


def of_a_row(row: Row, thread: Thread) -> set[Sym]:
    """Return the numbers that are taken beyond their ranges in a row with conditions of its own."""
    found = set(thread.beyond)
    for condition in row.conditions:
        outside, inside = _said(condition, thread)
        found = (found - inside) | outside
    return found


def is_beyond(found: Readings, thread: Thread) -> bool:
    """Whether a row speaks of a number that is taken beyond its range."""
    if not thread.beyond:
        return False
    context = thread.scope.context
    return any(thread.beyond & context.spoken(*r.args, *(a for h in r.hypotheses for a in h.args)) for r in found)


def _said(row: Row, thread: Thread, real: bool = False) -> tuple[set[Sym], set[Sym]]:
    """Return the numbers of which a formula says that they lie beyond their ranges, and within these.

    `real`: the words in front of it say of a number that it is any real one.
    """
    number = _number(row.sides[0], thread) if row.sides and row.sides[0] is not None else None
    if number is not None and ((real and len(row.sides) == 1) or _is_in_reals(row)):
        interval = thread.scope.context.by_name[number.name].interval
        return ({number}, set()) if interval.low is not None or interval.high is not None else (set(), set())
    found = list(_placed(conditions_of(row, thread) or in_interval(row, thread), thread))
    outside = {symbol for symbol, goes_beyond in found if goes_beyond}
    return outside, {symbol for symbol, _ in found} - outside


def _is_in_reals(row: Row) -> bool:
    match row.relations, row.sides:
        case ("in",), (_, Letter(name="R", accent="")):
            return True
    return False


def _number(node: Node, thread: Thread) -> Sym | None:
    """Return the declared number that a formula names, if it names one."""
    try:
        found = terms(node, thread.scope)
    except (Unread, IllTyped):
        return None
    return _declared(found[0], thread) if len(found) == 1 and isinstance(found[0], Sym) else None


def _declared(symbol: Sym, thread: Thread) -> Sym | None:
    declared = thread.scope.context.by_name.get(symbol.name)
    number = declared is not None and declared.definition is None and symbol.sort == "real" and not symbol.shape
    return symbol if number else None


def _placed(conditions: Iterable[Statement], thread: Thread) -> Iterable[tuple[Sym, bool]]:
    """Yield the numbers that conditions compare with numerals, and whether these lead beyond their ranges."""
    for condition in (c for c in conditions if len(c.args) == 2):  # a divergence that is infinite has one side
        one, other = condition.args
        relation = condition.relation
        if isinstance(one, Num):
            one, other, relation = other, one, _TURNED.get(relation, "")
        absolute = isinstance(one, Fn) and one.name == "abs"
        one = one.arg if isinstance(one, Fn) and absolute else one
        if relation not in _TURNED or not isinstance(one, Sym) or not isinstance(other, Num) or free(other):
            continue
        symbol = _declared(one, thread)
        if symbol is not None:
            interval = thread.scope.context.by_name[symbol.name].interval
            yield symbol, _leads_beyond(relation, other, absolute, interval)


def fails_at_an_end(found: Readings, thread: Thread) -> bool:
    """Whether a row is not known to hold at an end of a range of which the text speaks, too: "for every θ", θ = 0."""
    context = thread.scope.context
    ends = [e for e in thread.with_ends if any(e.args[0] in context.spoken(*r.args) for r in found)]
    there = (tuple(replace(r, hypotheses=(*r.hypotheses, end)) for r in found) for end in ends)
    return not all(in_worlds(readings, thread)[0].holds for readings in there)


def _at_open_ends(conditions: Iterable[Statement], thread: Thread) -> Iterable[Statement]:
    """Yield the conditions that set a number to an end of its range that is no part of it: θ = 0 of θ in (0, 1]."""
    for condition in conditions:
        match condition:
            case Statement(relation="=", args=(Sym() as symbol, Num(value=value))):
                number = _declared(symbol, thread)
                if number is not None and value not in thread.scope.context.by_name[number.name].interval:
                    yield condition


def _leads_beyond(relation: str, bound: Num, absolute: bool, interval: Interval) -> bool:
    """Whether "t ≥ b", or "|t| ≥ b", leaves nothing inside of a range, or names an end outside of it."""
    low, high, value = interval.low, interval.high, bound.value
    if absolute:
        if low is None or high is None:
            return False
        low, high = -max(-low, high), max(-low, high)
        return value >= high if relation in (">", ">=") else value > high
    if relation == "=":
        return (low is not None and value < low) or (high is not None and value > high)
    if relation in (">", ">="):
        return (low is not None and value < low) or (high is not None and value >= high)
    return (high is not None and value > high) or (low is not None and value <= low)
