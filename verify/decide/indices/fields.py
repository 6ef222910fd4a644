"""Unknown smooth functions of columns, at any dimension: f(u, v) and ∂f/∂u_k, by the chain rule.

A function is a letter that binds one index for each of its columns: under it stands the column's entry at that
index. Its derivative in an entry of what it is made of is Σ_k (∂_k f)(u) ∂u_k, where ∂_k f is a letter with the
index k; the chain rule holds as f is smooth. Second derivatives are not read.
"""

from __future__ import annotations

from ast import literal_eval
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from verify.decide.indices.letters import Form, Index, Letter, OutsideLanguage
from verify.decide.indices.quotients import reduce

if TYPE_CHECKING:
    from verify.decide.indices.algebra import Algebra

KIND = "field"
#: which column a derivative is taken in, and at which of its indices
Slope = tuple[int, Index] | None


def field(algebra: Algebra, name: str, columns: Sequence[tuple[Index, Form]], slope: Slope = None) -> Form:
    """Return f, or one of its derivatives, at columns given by an open index and the entry there."""
    bodies = [reduce(algebra, body) for _, body in columns]
    height = 1 + max(body.height for body in bodies)
    args = []
    for number, ((index, _), body) in enumerate(zip(columns, bodies, strict=True)):
        own = Index("bound", number=number, height=height, ranges=index.ranges)
        args.append(algebra.rename(body, {index: own}))
    ranges = tuple(index.ranges[0] for index, _ in columns)
    head = f"{KIND} {(name, ranges, None if slope is None else slope[0])!r}"
    places = () if slope is None else (slope[1],)
    return algebra.letter(Letter(head, places, tuple(args), binds=len(args)))


def _read(letter: Letter) -> tuple[str, tuple[str, ...], int | None]:
    name, ranges, position = literal_eval(letter.head.removeprefix(f"{KIND} "))
    return name, ranges, position


def _columns(algebra: Algebra, letter: Letter) -> list[tuple[Index, Form]]:
    """Return the columns of a letter, with open indices in place of the bound ones."""
    found = []
    for number, (limit, arg) in enumerate(zip(_read(letter)[1], letter.args, strict=True)):
        opened = algebra.fresh(limit)
        own = Index("bound", number=number, height=letter.height, ranges=(limit,))
        found.append((opened, algebra.rename(arg, {own: opened})))
    return found


def rebuilt(algebra: Algebra, letter: Letter, indices: tuple[Index, ...], change: Callable[[Form], Form]) -> Form:
    """Return the letter with other indices and changed columns; nothing that comes in is captured."""
    name, _, position = _read(letter)
    columns = [(index, change(body)) for index, body in _columns(algebra, letter)]
    return field(algebra, name, columns, None if position is None else (position, indices[0]))


def chain_rule(algebra: Algebra, letter: Letter, inner: Callable[[Form], Form]) -> Form:
    """Return the derivative of f(u, …): Σ over its columns and their indices of ∂_k f times `inner` of the entry.

    Raises:
        OutsideLanguage: f is differentiated already.

    """
    name, _, position = _read(letter)
    columns = _columns(algebra, letter)
    parts = []
    for number, (index, body) in enumerate(columns):
        change = inner(body)
        if change.is_zero:
            continue
        if position is not None:
            raise OutsideLanguage(f"a second derivative of {name}")
        at = algebra.fresh(index.ranges[0])
        outer = field(algebra, name, columns, (number, at))
        parts.append(algebra.close(algebra.multiply(outer, algebra.rename(change, {index: at})), at))
    return algebra.add(*parts)
