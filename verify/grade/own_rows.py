r"""Rows of numbers of the student's own: what is true of them is true for all of them.

What is false is held against its author only where it says of a function made of these numbers what it is, or what
solves an equation of them, and where nothing in the answer says more of them than their range: "a + b = 1".

Main definitions
----------------
* `may_be_held`: whether a false row of such numbers may be held against its author; `is_open`: never.
* `is_past`: whether a row rests on numbers that are others by now.
* `is_averaged`: whether a row takes the mean of such numbers alone; `names_number`: whether it speaks of one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from verify.grade.clauses import Link
from verify.grade.evidence import check
from verify.grade.own_numbers import is_function, live_numbers, numbers_in
from verify.grade.thread import Thread
from verify.latex.names import key_of
from verify.latex.tree import Bracket, Letter, Node, Operator, Product, Scripted, walk
from verify.terms.nodes import Normal, Sym
from verify.terms.rewrite import free
from verify.terms.rewrite import walk as walk_term
from verify.terms.statement import Statement

#: what a false row that says something else of a number than the range does would have been true for
NOT_ALL = "about numbers of one's own, of which something else may be supposed"
_NEGATED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def is_open(found: Iterable[Statement], thread: Thread) -> bool:
    """Whether rows speak of such numbers of which the text says more than a range, or that are others by now."""
    live = live_numbers(thread)
    return any(s in thread.owned and s not in live for reading in found for arg in reading.args for s in free(arg))


def is_past(found: Iterable[Statement], thread: Thread) -> bool:
    """Whether rows rest on such numbers of which the text has said something else since.

    A function that was given before is still one of the numbers of then: for a < 0, h(t) = a t is another.
    """
    past = thread.owned.difference(thread.numbers.values())
    return bool(past) and any(not past.isdisjoint(free(arg)) for reading in found for arg in reading.args)


def may_be_held(link: Link, found: tuple[Statement, ...], thread: Thread, concluding: bool, shown: bool) -> bool:
    """Whether a false row of such numbers may be held against its author, as nothing more is said of them.

    It says of a function of them what it is, or what solves an equation of them. Where no edit that makes it right is
    `shown` it has all of its numbers: 1 - a for b may rest on what was said in other words.
    """
    live = live_numbers(thread)
    before = [arg for p in thread.premises[-1:] if concluding for arg in p.statement.args]
    for reading in found:
        left, right = reading.args[0], reading.args[-1]
        if thread.owned.isdisjoint(free(left) | free(right)):
            continue
        solves = isinstance(left, Sym) and left not in thread.owned and bool(before)
        said = thread.owned & frozenset[Sym]().union(*map(free, before if solves else (left,)))
        if _is_spread(reading, thread):
            return False
        spoken = thread.owned & free(right)
        if not (spoken <= said <= live and (shown or spoken == said)):
            return False
        if not (solves or all(is_function(side, thread) for side, _ in link.pairs)):
            return False
        if reading.relation != "=" and not _is_false_for_all(reading, thread):
            return False
    return True


def is_averaged(link: Link, thread: Thread) -> bool:
    """Whether a row takes the mean of nothing but such numbers: then one of them is random, or the row is idle."""
    nodes = (n for pair in link.pairs for side in pair for n in walk(side)) if thread.numbers else ()
    return any(_is_of_numbers(body, thread) for n in nodes if (body := _averaged(n)) is not None)


def names_number(link: Link, thread: Thread) -> bool:
    """Whether a row speaks of such a number by its letter: where it is ill-typed something else may be meant."""
    return bool(thread.numbers) and any(True for pair in link.pairs for side in pair for _ in numbers_in(side, thread))


def _averaged(node: Node) -> Node | None:
    """Return what a mean or variance is taken of, E[u] or V[u]; None for other nodes."""
    match node:
        case Operator(name="E" | "Var" | "Cov", body=body):
            return body
        case Product(factors=(Letter(name="E" | "V") | Scripted(base=Letter(name="E" | "V")), Bracket() as body)):
            return body
    return None


def _is_of_numbers(body: Node, thread: Thread) -> bool:
    names = {key_of(n, thread.scope.fonts) for n in walk(body) if isinstance(n, Letter)}
    return not names.isdisjoint(thread.numbers) and names <= {*thread.numbers, "e", "pi"}


def _is_spread(reading: Statement, thread: Thread) -> bool:
    """Whether a row speaks of N(c, s): of a number of one's own nobody knows whether its author calls s or s² so."""
    laws = (node for arg in reading.args for node in walk_term(arg) if isinstance(node, Normal))
    return any(law.covariance in thread.owned for law in laws)


def _is_false_for_all(reading: Statement, thread: Thread) -> bool:
    """Whether an inequality is false for all numbers: its contrary holds."""
    contrary = _NEGATED.get(reading.relation)
    return contrary is not None and check(replace(reading, relation=contrary), thread.scope.context).holds
