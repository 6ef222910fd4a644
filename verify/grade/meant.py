"""What a row may have meant: readings in which a row that is false as it stands would be right.

Main definitions
----------------
* `for_different_indices`: E[R_i R_j] = p² is meant for i ≠ j.
* `about_arguments`: max_θ f = max_θ g is meant of the arguments.
* `for_one_point`: E_q[log p(x_i | z)] with q(z | x) of a few rows before is meant with q(z | x_i).
* `meant_otherwise`: the operators reach as a careless writer means it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from verify.grade.clauses import Link
from verify.grade.evidence import check_all
from verify.grade.judged import Setting, readings
from verify.grade.thread import Thread
from verify.latex.errors import Unread
from verify.latex.tree import Cases
from verify.latex.tree import walk as walk_tree
from verify.terms.nodes import Delta, Entry, Extremum, IllTyped, Sym
from verify.terms.rewrite import free, functions, names, substitute, walk
from verify.terms.statement import Statement


def for_different_indices(found: tuple[Statement, ...], thread: Thread) -> bool:
    """Whether readings with free indices hold where these differ: many write E[R_i R_j] and mean i ≠ j."""
    moved: list[Statement] = []
    for reading in found:
        indices = sorted({s for arg in reading.args for s in free(arg) if s.sort == "index"}, key=lambda s: s.name)
        told_apart = any(isinstance(node, Delta) for arg in reading.args for node in walk(arg))
        if len(indices) < 2 or reading.hypotheses or told_apart:
            return False
        apart = tuple(Statement("!=", pair) for pair in itertools.combinations(indices, 2))
        moved.append(replace(reading, hypotheses=apart))
    return bool(moved) and check_all(moved, thread.scope.context).holds


def says_all_cases(link: Link) -> bool:
    """Whether a row says itself what holds in which case: then equal indices are meant, too."""
    return all(any(isinstance(n, Cases) for side in pair for n in walk_tree(side)) for pair in link.pairs)


def about_arguments(found: tuple[Statement, ...], thread: Thread) -> bool:
    """Whether a row on extrema may be about where they are: max_θ f = max_θ g, D* = max_D V(D), min_G of p_g's C.

    Either it holds of the arguments, or one side depends on a point and the extremum on none, or the body of one does
    not depend, as the sheet declares it, on what it is an extremum over.
    """
    return bool(found) and all(_about_arguments(reading, thread) for reading in found)


def _about_arguments(statement: Statement, thread: Thread) -> bool:
    extrema = [a for a in statement.args if isinstance(a, Extremum)]
    if statement.relation != "=" or not extrema:
        return False
    if any(not _depends(e, thread) for e in extrema):
        return True
    if len(extrema) == len(statement.args):
        with suppress(IllTyped):
            args = tuple(replace(e, kind=_argument(e.kind)) for e in extrema)
            return _holds(replace(statement, args=args), thread)
        return False
    (extremum,) = extrema
    (other,) = (a for a in statement.args if a is not extremum)
    return bool({s for s in free(other) if s.sort == "point"} - free(extremum))


def _argument(kind: str) -> str:
    return kind if kind.startswith("arg") else {"max": "argmax", "sup": "argmax"}.get(kind, "argmin")


def _depends(extremum: Extremum, thread: Thread) -> bool:
    name = extremum.variable.name
    laws = thread.scope.context.law_by_name
    if any(law in laws and name in laws[law].depends for law in names(extremum.body)):
        return True
    return extremum.variable in free(extremum.body) or name in functions(extremum.body) or name in names(extremum.body)


def for_one_point(found: tuple[Statement, ...], thread: Thread) -> bool:
    """Whether readings about a point x and a point x_i of the same space hold where x is x_i.

    A law that is written without its arguments says not of which of both it is.
    """
    return bool(found) and all(any(_holds(s, thread) for s in _with_one_point(r, thread)) for r in found)


def _holds(statement: Statement, thread: Thread) -> bool:
    return check_all((statement,), thread.scope.context).holds


def _with_one_point(statement: Statement, thread: Thread) -> Iterator[Statement]:
    space_of = thread.scope.context.space_of
    points = {s for arg in statement.args for s in free(arg) if s.sort == "point" and not s.shape}
    entries = {n for arg in statement.args for n in walk(arg) if isinstance(n, Entry) and n.sort == "point"}
    for point in sorted(points, key=lambda s: s.name):
        for entry in sorted(entries, key=str):
            if isinstance(entry.array, Sym) and space_of(entry.array.name) == space_of(point.name):
                with suppress(IllTyped):
                    yield replace(statement, args=tuple(substitute(a, {point: entry}) for a in statement.args))


def meant_otherwise(link: Link, thread: Thread, setting: Setting) -> bool:
    """Whether a row is true, or may be, in a reading that only careless writers mean."""
    head = thread.chain.head
    for sides in setting.loose:
        for k in range(len(sides) - 1):
            left, right = sides[0] or (head[0] if head else None), sides[k + 1]
            if left is None or right is None or right.start != link.start:
                continue
            try:
                found = readings(replace(link, pairs=((left, right),)), thread, setting)
            except (Unread, IllTyped):
                continue
            if not check_all(found, thread.scope.context).fails:
                return True
    return False
