"""Does a wrong row follow from the student's own earlier wrong results?

An error is charged where it enters. A later row that is false against the Context, and true once an earlier wrong
result is taken for granted, is carried: the nearest own value is put in by name, a value that was read off a wrong
row is put back, or the wrong equation is taken as a premise, where it can hold at all.

Main definitions
----------------
* `carried_from`: the earlier wrong row from which a false statement follows, or None.
* `read_off`: the one in which the value occurs that a row gives to a name.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from verify.grade.evidence import check
from verify.grade.reach import ordered
from verify.grade.solutions import solutions
from verify.grade.thread import Wrong
from verify.terms.context import Context
from verify.terms.nodes import ONE, Add, IllTyped, Mul, Num, Rows, Sym, Term
from verify.terms.rewrite import free, transform, walk
from verify.terms.statement import Statement
from verify.terms.unfold import minus, negative

#: the latest wrong results that are tried
NEAREST = 6
#: parts of a value that is read off: smaller ones occur everywhere
SMALLEST = 3
_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


def carried_from(statement: Statement, wrong: Sequence[Wrong], context: Context) -> Wrong | None:
    """Return the nearest wrong row from which `statement` follows."""
    for earlier in list(reversed(wrong))[:NEAREST]:
        own = earlier.statement
        light = itertools.chain(_in_the_light_of(statement, own), solutions(statement, own, context))
        if any(check(s, context).holds for s in light):
            return earlier
    if len(wrong) > 1:  # several own values together
        together = statement
        for earlier in reversed(wrong[-NEAREST:]):
            if earlier.statement.relation == "=":
                together = next(_replaced(together, *earlier.statement.args), together)
        if together != statement and check(together, context).holds:
            return wrong[-1]
    return None


def _in_the_light_of(statement: Statement, wrong: Statement) -> Iterator[Statement]:
    """Yield what `statement` says if `wrong` is taken for granted."""
    if statement.args == wrong.args and statement.relation == wrong.relation:
        return  # the same mistake again is no consequence of it
    if wrong.relation == "=":
        left, right = wrong.args
        yield from _replaced(statement, left, right)
        yield from _replaced(statement, right, left)
    elif wrong.relation in _TURNED and statement.relation in _TURNED:
        yield from _same_difference(statement, wrong)


def _replaced(statement: Statement, old: Term, new: Term) -> Iterator[Statement]:
    """Yield the statement with `new` for `old`, where it occurs, be it as a part of a sum or product."""
    if isinstance(old, Num) or (isinstance(old, Rows) and not free(old)):  # 0, or a column of zeros
        return
    old = ordered(old)
    try:
        args = tuple(transform(ordered(arg), lambda node: _put(node, old, new)) for arg in statement.args)
        if args != tuple(ordered(arg) for arg in statement.args):
            yield replace(statement, args=args)
    except IllTyped:
        return


def _put(node: Term, old: Term, new: Term) -> Term:
    """Return the node with `new` in place of `old`: of the node itself, or of some of its terms or factors."""
    if node == old:
        return new
    match node, old:
        case (Add(terms=whole), Add(terms=part)) | (Mul(factors=whole), Mul(factors=part)):
            rest = list(whole)
            for one in part:
                if one not in rest:
                    return node
                rest.remove(one)
            together = (new, *rest)
            return Add(together) if isinstance(node, Add) else Mul(together)
        case _:
            return node


def _same_difference(statement: Statement, wrong: Statement) -> Iterator[Statement]:
    """Yield that both inequalities compare the same difference with 0, in the same direction."""
    if any(arg.shape for arg in (*statement.args, *wrong.args)):
        return
    first, second = minus(*statement.args), minus(*wrong.args)
    if _direction(statement) != _direction(wrong):
        second = negative(second)
    yield Statement("=", (first, second))


def read_off(statement: Statement, wrong: Sequence[Wrong]) -> Wrong | None:
    """Return the wrong row from which the value of one side was read off: it occurs there as a part."""
    if statement.relation != "=":
        return None
    value = ordered(statement.args[1])
    zeros = isinstance(value, Rows) and not free(value)
    if isinstance(value, Num | Sym) or zeros or len(list(walk(value))) < SMALLEST:
        return None
    for earlier in list(reversed(wrong))[:NEAREST]:
        if any(_put(node, value, ONE) != node for arg in earlier.statement.args for node in walk(ordered(arg))):
            return earlier
    return None


def _direction(statement: Statement) -> str:
    return statement.relation[0]
