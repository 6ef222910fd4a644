r"""Matrices, cases and other environments inside a formula."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verify.latex import brackets
from verify.latex.cursor import NotRead
from verify.latex.symbols import CASES, MATRICES, OTHERWISE
from verify.latex.tree import Cases, Mark, Matrix, Node, Relation, Sequence, Word

if TYPE_CHECKING:
    from verify.latex.parse import Parser

_BEFORE_CONDITION = frozenset({"prose", "quad"})


def environment(p: Parser) -> Node:
    r"""Read \begin{…} … \end{…} as a matrix or as cases."""
    start, token = p.i, p.t[p.i]
    end = p.partner[start]
    if token.text in CASES:
        node: Node = cases(p, start + 1, end)
    elif token.text in MATRICES:
        node = Matrix(token.start, p.t[end].end, MATRICES[token.text], entries(p, start + 1, end))
    else:
        raise NotRead(f"cannot read \\begin{{{token.text}}} here", token)
    p.i = end + 1
    return node


def cells(p: Parser, start: int, end: int) -> list[list[tuple[int, int]]]:
    """Return where the cells stand: rows end at a newline, cells at an &."""
    rows, first, k = [list[tuple[int, int]]()], start, start
    while k <= end:
        kind = p.t[k].kind if k < end else "newline"
        if kind in ("align", "newline"):
            rows[-1].append((first, k))
            first = k + 1
        if kind == "newline":
            rows.append([])
        k = p.skip(k) if k < end else k + 1
    return [row for row in rows if any(a < b for a, b in row)]


def entries(p: Parser, start: int, end: int) -> tuple[tuple[Node, ...], ...]:
    """Read the entries of a matrix; cells may be empty where dots stand in others.

    Other matrices with an empty cell, and rows of different length, are not read.
    """
    rows = cells(p, start, end)
    dotted = any(p.t[k][:2] == ("mark", "dots") for k in range(start, end))
    for row in rows:
        for a, b in row:
            if (a == b and not dotted) or len(row) != len(rows[0]):
                raise NotRead("a matrix with an empty cell" if a == b else "rows of different length", p.t[a])
    if not rows:
        raise NotRead("a matrix without entries", p.t[start - 1])
    return tuple(tuple(_entry(p, a, b) for a, b in row) for row in rows)


def _entry(p: Parser, start: int, end: int) -> Node:
    if start == end:
        return Mark(p.t[start].start, p.t[start].start, "blank")
    return p.within(start, end, p.expression)


def cases(p: Parser, start: int, end: int) -> Cases:
    """Read values with their conditions, "value & if condition" or "value, condition"."""
    values, conditions = list[Node](), list[Node | None]()
    for row in cells(p, start, end):
        (a, b), rest = row[0], row[1:]
        cut = p.find(a, lambda k: k >= b or p.t[k].kind in ("sep", "quad", "prose"))  # noqa: B023
        if not rest and cut < b:
            rest = [(cut + 1 if p.t[cut].kind == "sep" else cut, b)]
        values.append(p.within(a, min(cut, b), p.expression))
        conditions.append(_condition(p, rest))
    if not values:
        raise NotRead("cases without values", p.t[start - 1])
    return Cases(p.t[start - 1].start, p.t[end].end, tuple(values), tuple(conditions))


def _condition(p: Parser, parts: list[tuple[int, int]]) -> Node | None:
    if len(parts) != 1:
        raise NotRead("a case without its condition", p.last() if not parts else p.t[parts[1][0] - 1])
    (start, end), otherwise = parts[0], False
    while start < end and p.t[start].kind in _BEFORE_CONDITION:
        otherwise = otherwise or _is_otherwise(p.t[start].text.split()[0])
        start += 1
    while start < end and p.t[end - 1].kind in ("sep", "quad"):
        end -= 1
    if end == start + 1 and isinstance(word := p.t[start], tuple) and _is_otherwise(word.text):
        return None
    if start < end:
        return p.within(start, end, lambda: _conjunction(p))
    if otherwise:
        return None
    raise NotRead("a case without its condition", p.t[start - 1])


def _is_otherwise(word: str) -> bool:
    """Whether a word stands for all other cases, perhaps with the comma or the stop behind it."""
    return word.lower().rstrip(".,;:") in OTHERWISE


def _conjunction(p: Parser) -> Node:
    items, separators = brackets.items(p)
    if not all(isinstance(item, Relation) for item in items[-1:]) or isinstance(items[0], Word):
        raise p.stuck("a condition that is no relation")
    return items[0] if len(items) == 1 else Sequence(items[0].start, items[-1].end, items, separators)


def stacked_lines(p: Parser, start: int) -> tuple[tuple[Node, ...], tuple[str, ...]]:
    r"""Read the lines of \substack{i = 1 \\ i ≠ j}, whose group starts at `start`, as items."""
    if p.t[start].kind != "group":
        raise NotRead("cannot read \\substack", p.t[start])
    lines = [
        p.within(*row[0], lambda: brackets.item(p)) for row in cells(p, start + 1, p.partner[start]) if len(row) == 1
    ]
    if not lines:
        raise NotRead("\\substack without lines", p.t[start])
    return tuple(lines), (";",) * (len(lines) - 1)


def half_open(p: Parser, start: int, close: int) -> Node:
    r"""Read \left\{ \begin{array}{ll} … \end{array} \right. as cases."""
    inner = start + 1
    if p.t[inner].kind == "begin" and p.partner[inner] == close - 1:
        return cases(p, inner + 1, close - 1)
    raise NotRead("the bracket { is not closed", p.t[start])
