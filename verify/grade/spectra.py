"""Eigenvalues in context: those that are given one by one, and those that an equation has as its roots.

λ_1 = -½, λ_2 = -½ says with what is said of the others that -½ is a root twice. Behind "p(λ) = 0 ⇒" stand all roots
of p: one of them is an eigenvalue, but no conclusion.

Main definitions
----------------
* `gathered`: λ_1 = λ_2 = a as what it says at once; `number_of_roots`: how many alternatives name.
* `take_up_equation`: the equation in an eigenvalue that a link states.
* `misses_roots`: whether a link concludes less than all roots from an equation.
* `disagree`: whether a link gives an eigenvalue that does not fit with the others.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import takewhile

from verify.grade.clauses import ARROWS, Link
from verify.grade.evidence import check, check_all
from verify.grade.thread import Readings, Thread
from verify.latex.eigenvalues import Named, items_of, named_eigenvalue, signs_of, with_unit
from verify.latex.elaborate import statements
from verify.latex.errors import Unread
from verify.latex.names import key_of
from verify.latex.reading import read
from verify.latex.roots import polynomial
from verify.latex.scope import Scope
from verify.latex.tree import Node, Number, Row, Scripted, Sequence
from verify.terms.nodes import ZERO, IllTyped, Term
from verify.terms.rewrite import substitute
from verify.terms.statement import Statement

#: why an eigenvalue does not pass behind an equation that has others, too
NOT_ALL = "an eigenvalue; whether the equation before has no other roots was not decided"
#: why an eigenvalue does not pass beside the others
TOGETHER = "an eigenvalue; with the others that are given these are not the eigenvalues with their multiplicity"


def gathered(row: Row, scope: Scope) -> Row:
    """Return a row that concludes or claims something about eigenvalues, so that it says the same at once."""
    if row.readings or row.loose or row.unread:
        return row
    first = max((k + 1 for k, relation in enumerate(row.relations) if relation in ARROWS), default=0)
    sides = tuple(side for side in row.sides[first:] if side is not None)
    if len(sides) < len(row.sides) - first or {*row.relations[first:]} != {"="}:
        return row
    named = tuple(takewhile(lambda side: _indices(side, scope) is not None, sides))
    indices = tuple(index for side in named for index in _indices(side, scope) or ())
    if len(sides) > len(named) > 1 and len({index.text for index in indices}) == len(indices):
        assert isinstance(named[0], Scripted)
        one = replace(named[0], end=named[-1].end, sub=_sequence(indices))
        rest = (*row.sides[:first], one, *sides[len(named) :])
        return replace(row, sides=rest, relations=(*row.relations[:first], *row.relations[first + len(named) - 1 :]))
    return row


def number_of_roots(rows: Iterable[Row], scope: Scope) -> int:
    """Return how many eigenvalues alternatives name, "λ = a or λ² = b"; 0 where they are about something else."""
    named, others = set[Term](), 0
    for row in rows:
        left, right = row.sides[-2:]
        if left is None or right is None or row.relations[-1:] != ("=",):
            return 0
        if named_eigenvalue(left, scope) is None:
            equation = polynomial(left, right, scope)
            others += 0 if equation is None else equation[2]
            continue
        try:
            named |= {read(value, with_unit(scope), ())[0] for value in _values(right)}
        except (Unread, IllTyped):
            return 0
    return len(named) + others


def _sequence(items: tuple[Node, ...]) -> Sequence:
    return Sequence(items[0].start, items[-1].end, items, (",",) * (len(items) - 1))


def _indices(side: Node, scope: Scope) -> tuple[Number, ...] | None:
    """Return the numbers in the subscript of λ_1, λ_{2,3}; None for other sides."""
    if not isinstance(side, Scripted) or named_eigenvalue(side, scope) is None:
        return None
    match side.sub:
        case Number() as one:
            return (one,)
        case Sequence(items=items):
            return tuple(i for i in items if isinstance(i, Number)) or None
    return None


def _values(right: Node) -> list[Node]:
    return [value for item in items_of(right) for value in signs_of(item)]


# ------------------------------------------------------------------------------------------- roots of an equation


def take_up_equation(link: Link, thread: Thread) -> None:
    """Keep the equation in an eigenvalue that a link states, for what is concluded from it."""
    left, right = link.pairs[0]
    if link.relation == "=" and named_eigenvalue(left, thread.scope) is None:
        thread.equation = polynomial(left, right, thread.scope) or thread.equation


def misses_roots(link: Link, thread: Thread, *, equivalent: bool) -> bool | None:
    """Whether a link behind an equation in an eigenvalue says less than what all its roots are; None for other links.

    "λ_1 = a" says which root is the first; that is no equivalence.
    """
    left, right = link.pairs[0]
    named = named_eigenvalue(left, thread.scope)
    if thread.due is None:
        return _is_short(named, thread)
    if named is None:
        return None if thread.equation is None else (thread.among or thread.equation[2]) < thread.due[2]
    polynomial, symbol, degree = thread.due
    if named.count and not equivalent:
        return False
    try:
        readings = [read(value, with_unit(thread.scope), ()) for value in _values(right)]
    except (Unread, IllTyped):
        return True
    if (thread.among or len(readings)) != degree or any(len(options) != 1 for options in readings):
        return True
    zero = (Statement("=", (substitute(polynomial, {symbol: value}), ZERO)) for (value,) in readings)
    return not all(check(statement, thread.scope.context).holds for statement in zero)


def _is_short(named: Named | None, thread: Thread) -> bool | None:
    """Whether alternatives that name more than one eigenvalue do not name all; None for other links."""
    if named is None or thread.among < 2:
        return None
    size = read(named.matrix, thread.scope)[0].shape[0]
    return str(size) != str(thread.among)


# ------------------------------------------------------------------------------------------- one by one


def disagree(link: Link, found: Readings, thread: Thread) -> bool:
    """Whether an eigenvalue that is given with a subscript does not fit with the others that are."""
    left, right = link.pairs[0]
    indices = _indices(left, thread.scope)
    if indices is None or not isinstance(left, Scripted):
        return False
    values = _values(right)
    given = thread.eigenvalues.setdefault(key_of(left.base, thread.scope.fonts) or "", {})
    anew = any(index.text in given for index in indices)
    said = dict(zip((i.text for i in indices), values * len(indices) if len(values) == 1 else values, strict=False))
    given.update(said)
    if len(given) == len(said) or _fit(given, left, found, thread):
        return False
    if anew:  # they may be named anew
        given.clear()
        given.update(said)
    return True


def _fit(given: dict[str, Node], left: Scripted, found: Readings, thread: Thread) -> bool:
    """Whether values with their subscripts are eigenvalues with their multiplicity."""
    names = tuple(Number(left.start, left.end, text) for text in given)
    together = replace(left, sub=_sequence(names)), "=", _sequence(tuple(given.values()))
    try:
        said = statements(*together, thread.scope)
    except (Unread, IllTyped):
        return False
    under = (replace(s, hypotheses=found[0].hypotheses) for s in said)
    return check_all(under, thread.scope.context).holds
