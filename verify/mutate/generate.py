"""Mechanical mutants of a statement: a wrong sign, number, order, index, name or relation at one place.

Mutation testing, for derivations: DeMillo, Lipton and Sayward, "Hints on test data selection", 1978.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from verify.mutate.operators import OPERATORS, Change, Names
from verify.mutate.places import Place, places, replaced
from verify.terms.context import Context
from verify.terms.nodes import IllTyped, Sym, Term
from verify.terms.printing import text
from verify.terms.rewrite import free
from verify.terms.statement import COMPARISONS, Statement

#: relation → those that it may be mistaken for; none of them follows from it
TURNED = {
    "=": ("!=", "<"),
    "!=": ("=",),
    "<=": (">=", "<"),
    ">=": ("<=", ">"),
    "<": (">", "="),
    ">": ("<", "="),
    "unique maximizer": ("unique minimizer",),
    "unique minimizer": ("unique maximizer",),
    "increasing": ("decreasing",),
    "decreasing": ("increasing",),
    "convex": ("not convex",),
    "strictly convex": ("not convex",),
    "not convex": ("convex",),
    "invertible": ("singular",),
    "singular": ("invertible",),
    "lyapunov stable": ("unstable", "asymptotically stable"),
    "asymptotically stable": ("not asymptotically stable", "unstable"),
    "not asymptotically stable": ("asymptotically stable",),
    "unstable": ("lyapunov stable",),
}

_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Mechanical:
    """A mutant: its kind, what was written for what and where, and the statement; None where it cannot be built."""

    kind: str
    label: str
    statement: Statement | None
    ill_typed: str = ""


def mechanical_mutants(
    statement: Statement, context: Context, limit: int = 12, first: int = 0
) -> tuple[Mechanical, ...]:
    """Return up to `limit` mutants of `statement`, spread over the kinds and over the places of each kind.

    `first` says with which kind to begin, so that a few mutants of each of many statements differ in kind.
    """
    made: dict[str, list[Mechanical]] = {}
    known: set[Statement] = {replace(statement, span=None)}
    for mutant in itertools.chain(_turned(statement), _rewritten(statement, context)):
        if mutant.statement is not None:
            plain = replace(mutant.statement, span=None)
            if plain in known:
                continue
            known.add(plain)
        made.setdefault(mutant.kind, []).append(mutant)
    kinds = list(made.values())
    turn = first % len(kinds) if kinds else 0
    rounds = itertools.zip_longest(*(_spread(mutants) for mutants in (*kinds[turn:], *kinds[:turn])))
    chosen = (mutant for row in rounds for mutant in row if mutant is not None)
    return tuple(itertools.islice(chosen, limit))


def _spread(mutants: list[Mechanical]) -> Iterator[Mechanical]:
    """Yield all, the middle first, then the middles of both halves, and so on."""
    halves = [(0, len(mutants))]
    while halves:
        low, high = halves.pop(0)
        if low < high:
            middle = (low + high) // 2
            yield mutants[middle]
            halves += [(low, middle), (middle + 1, high)]


def _turned(statement: Statement) -> Iterator[Mechanical]:
    """Yield the statement with other relations; those of numbers are not for arrays, which they do not order."""
    for relation in TURNED.get(statement.relation, ()):
        if relation in COMPARISONS and statement.lhs.shape:
            continue
        label = f"{relation} for {statement.relation}"
        yield _built("relation", label, partial(replace, statement, relation=relation))


def _rewritten(statement: Statement, context: Context) -> Iterator[Mechanical]:
    """Yield the statement with one place of one side written otherwise."""
    symbols = frozenset[Sym]().union(*(free(arg) for arg in statement.args)) | set(statement.variables)
    names = Names(context, tuple(sorted(symbols, key=lambda s: s.name)))
    for which, arg in enumerate(statement.args):
        if statement.relation == "limit" and which == 1:
            continue  # elsewhere than at the point of the limit, the function is seldom even defined
        for place in places(arg):
            for kind, operator in OPERATORS.items():
                for change in operator(place, names):
                    yield _mutant(statement, which, place, kind, change)


def _mutant(statement: Statement, which: int, place: Place, kind: str, change: Change) -> Mechanical:
    side = ("left side", "right side")[which] if len(statement.args) == 2 else f"part {which + 1}"
    where = f"{_short(place.node)} in the {side}"
    try:
        new = change.build()
    except IllTyped as error:
        return Mechanical(kind, f"{kind} of {where}", None, error.message)
    label = (
        f"{_short(new)} for {where}" if change.left_out is None else f"{_short(change.left_out)} left out of {where}"
    )
    return _built(kind, label, lambda: _with_side(statement, which, replaced(statement.args[which], place.path, new)))


def _with_side(statement: Statement, which: int, new: Term) -> Statement:
    return replace(statement, args=(*statement.args[:which], new, *statement.args[which + 1 :]))


def _built(kind: str, label: str, build: Callable[[], Statement]) -> Mechanical:
    try:
        return Mechanical(kind, label, build())
    except IllTyped as error:
        return Mechanical(kind, label, None, error.message)


def _short(term: Term) -> str:
    shown = text(term)
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"
