r"""Cases by the sign of a number: "For $t \ge 0$ …", "Case 2: $\theta = 0$.", "take $t \in [0, 1]$".

Such a case lasts until the next one about the same number, or until the text puts the cases together. A row about
laws on regions that is true on one side of 0 only, where the text says nothing of the other, is held against nobody.

Main definitions
----------------
* `case_in`: the case that a formula in the text begins.
* `in_interval`: what a formula says by an interval; `begin`: take a case up.
* `still_meant`: what the text supposes of a row with conditions of its own.
* `on_one_side`: whether a false row about laws on regions is true for numbers of one sign, or for all but 0.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from verify.grade.evidence import check, check_all
from verify.grade.held import excludes
from verify.grade.thread import Thread
from verify.latex.elaborate import statements
from verify.latex.errors import Unread
from verify.latex.tree import Bracket, Node, Row
from verify.terms.nodes import ZERO, Fn, IllTyped, Num, Sym
from verify.terms.rewrite import free
from verify.terms.statement import Statement

_ORDER = frozenset({"<", "<=", ">", ">=", "!="})


def case_in(row: Row, conditions: tuple[Statement, ...], thread: Thread, named: bool) -> tuple[Statement, ...]:
    """Return what a formula in the text says of where a number lies; an equation is a case where it is `named` one."""
    found = conditions or in_interval(row, thread)
    if not found or not all(_number(s, thread) is not None for s in found):
        return ()
    equal = any(s.relation == "=" for s in found)
    rivals = any(_number(h, thread) == _number(s, thread) for h in thread.cases for s in found)
    return () if equal and not (named or rivals) else found


def in_interval(row: Row, thread: Thread) -> tuple[Statement, ...]:
    """Return low ≤ t and t ≤ high for "t ∈ [low, high]"."""
    match row.relations, row.sides:
        case ("in",), (Node() as left, Bracket(opening="[" | "(", items=(low, high), separators=(",",)) as bracket):
            strict = "<" if bracket.opening == "(" else "<="
        case _:
            return ()
    try:
        below = statements(low, strict, left, thread.scope)[0]
        above = statements(left, "<=", high, thread.scope)[0]
    except (Unread, IllTyped):
        return ()
    return below, above


def _number(statement: Statement, thread: Thread) -> Sym | None:
    """Return the declared number that a condition compares with a numeral; None for other conditions."""
    if len(statement.args) != 2 or statement.relation not in _ORDER | {"="}:
        return None
    one, other = statement.args
    if isinstance(one, Num):
        one, other = other, one
    if isinstance(one, Fn) and one.name == "abs":
        one = one.arg
    declared = thread.scope.context.by_name.get(one.name) if isinstance(one, Sym) else None
    plain = declared is not None and declared.definition is None and declared.symbol.sort == "real"
    return one if plain and isinstance(one, Sym) and not one.shape and isinstance(other, Num) else None


def begin(case: tuple[Statement, ...], thread: Thread) -> None:
    """Take up a case: it ends the one before about the same number."""
    numbers = {_number(s, thread) for s in case}
    for s in case:
        if _of_both_signs(s):
            thread.both_signs |= numbers
    ended = {h for h in thread.cases if _number(h, thread) in numbers}
    new = tuple(c for c in case if not check(c, thread.scope.context).holds)
    thread.cases = (*(h for h in thread.cases if h not in ended), *new)
    context = thread.scope.context
    earlier = (h for h in thread.hypotheses if h not in ended and not any(excludes(c, h, context) for c in case))
    thread.hypotheses = (*earlier, *new)
    thread.supposed = True


def still_meant(conditions: tuple[Statement, ...], thread: Thread) -> tuple[Statement, ...]:
    """Return what the text supposes, without cases of numbers of which a row says itself where they lie."""
    numbers = {_number(c, thread) for c in conditions} - {None}
    return tuple(h for h in thread.hypotheses if not (h in thread.cases and _number(h, thread) in numbers))


def _of_both_signs(statement: Statement) -> bool:
    """Whether a condition lets a number have both signs by saying so: |t| ≤ 1, -1 ≤ t."""
    left, right = statement.args
    if isinstance(left, Fn) and left.name == "abs":
        return statement.relation in ("<", "<=")
    low, high = (left, right) if statement.relation in ("<", "<=") else (right, left)
    return isinstance(low, Num) and low.value < 0 and isinstance(high, Sym)


def on_one_side(found: tuple[Statement, ...], thread: Thread) -> bool:
    """Whether a false row holds for all numbers but 0, or for those of one sign where nobody spoke of both.

    That is asked where laws live on regions, and only there: segments and values move by numbers that an answer brings
    in, and divergences have a kink or a jump where such a number is 0. Of other numbers the sheet says where they lie,
    and √(t²) = t is false of those of both signs.
    """
    context = thread.scope.context
    if not context.regions:
        return False
    supposed = {s for reading in found for h in reading.hypotheses for arg in h.args for s in free(arg)}
    symbols = frozenset[Sym]().union(*(context.spoken(*reading.args) for reading in found)) - supposed
    for symbol in sorted((s for s in symbols if _may_be_zero(s, thread)), key=lambda s: s.name):
        one_sided = _has_both_signs(symbol, thread) and symbol not in thread.both_signs
        for relation in (">", "<") if one_sided else ("!=",):
            side = Statement(relation, (symbol, ZERO))
            if check_all((replace(r, hypotheses=(*r.hypotheses, side)) for r in found), context).holds:
                return True
    return False


def _may_be_zero(symbol: Sym, thread: Thread) -> bool:
    declared = thread.scope.context.by_name.get(symbol.name)
    return declared is not None and symbol.sort == "real" and not symbol.shape and Fraction(0) in declared.interval


def _has_both_signs(symbol: Sym, thread: Thread) -> bool:
    declared = thread.scope.context.by_name.get(symbol.name)
    if declared is None or symbol.sort != "real" or symbol.shape:
        return False
    low, high = declared.interval.low, declared.interval.high
    return low is not None and high is not None and low < 0 < high
