r"""One statement in all its readings.

Where the syntax leaves open how far an operator reaches, the parser asks (`Cursor.choose`); a statement is parsed
once for each way to answer, the conventional one first, so that readings need no parser of their own.
"""

from __future__ import annotations

from collections import deque

from verify.latex.cursor import NotRead
from verify.latex.parse import Parser
from verify.latex.tokens import Token
from verify.latex.tree import Node, Row, Sequence

#: the most readings of a row
READINGS = 8
#: longer statements are read only if they have one reading
OPEN_SYMBOLS = 600

Sides = tuple[Node | None, ...]


def read(tokens: list[Token], partner: dict[int, int], start: int, end: int) -> list[Row]:
    """Return the statement that symbols `start` to `end` make; behind it, those of labels under its braces."""
    place = tokens[start].start, tokens[end - 1].end
    try:
        parser, sides, relations = _parsed(tokens, partner, (start, end), ())
    except NotRead as problem:
        return [failed(*place, problem)]
    if parser.trace and end - start > OPEN_SYMBOLS:
        token = tokens[start]
        return [failed(*place, NotRead("a long formula in which it is open how far an operator reaches", token))]
    readings, loose = _others(tokens, partner, (start, end), parser)
    row = Row(*place, sides, relations, readings=readings, loose=loose, words=tuple(parser.remarks.values()))
    return [row, *(Row(body.start, label.end, (body, label), (rel,)) for body, label, rel in parser.labels)]


def failed(start: int, end: int, problem: NotRead) -> Row:
    """Return the row that says what could not be read."""
    if problem.ill_typed:
        return Row(start, end, ill_typed=problem.message, place=problem.start)
    return Row(start, end, unread=problem.message, place=problem.start)


def _others(
    tokens: list[Token], partner: dict[int, int], part: tuple[int, int], first: Parser
) -> tuple[tuple[Sides, ...], tuple[Sides, ...]]:
    """Return the other readings: those that are as good as the first, and those of careless writers."""
    todo = deque(_next((), first.trace))
    readings, loose = list[Sides](), list[Sides]()
    tried = 0
    while todo and tried < 2 * READINGS:
        decisions, careless = todo.popleft()
        found = loose if careless else readings
        tried += 1
        if len(found) >= READINGS - 1:
            continue
        try:
            parser, sides, _ = _parsed(tokens, partner, part, decisions, first)
        except NotRead:
            continue  # a choice that leads nowhere is no reading
        found.append(sides)
        todo.extend((d, careless or c) for d, c in _next(decisions, parser.trace))
    return tuple(readings), tuple(loose)


def _next(decisions: tuple[int, ...], trace: list[tuple[int, bool]]) -> list[tuple[tuple[int, ...], bool]]:
    """Return the decisions that differ from these in one later choice."""
    found = list[tuple[tuple[int, ...], bool]]()
    for k in range(len(decisions), len(trace)):
        ways, loose = trace[k]
        kept = decisions + (0,) * (k - len(decisions))
        found.extend(((*kept, way), loose) for way in range(1, ways))
    return found


def _parsed(
    tokens: list[Token],
    partner: dict[int, int],
    part: tuple[int, int],
    decisions: tuple[int, ...],
    first: Parser | None = None,
) -> tuple[Parser, Sides, tuple[str, ...]]:
    parser = Parser(tokens, partner, decisions)
    parser.i, parser.end = part
    parser.guessed = first.guessed if first else {}
    sides, relations = list[Node | None](), list[str]()
    while True:
        _skip_quads(parser)
        sides.append(None if parser.i >= parser.end or parser.at("relation") else _side(parser))
        _skip_quads(parser)
        if not parser.at("relation"):
            break
        relations.append(parser.take().text)
    if parser.i < parser.end:
        raise parser.stuck()
    return parser, tuple(sides), tuple(relations)


def _skip_quads(parser: Parser) -> None:
    while parser.at("quad"):
        parser.i += 1


def _side(parser: Parser) -> Node:
    """Read a side of a relation: a sum, or several with commas between."""
    items, separators = [parser.expression()], list[str]()
    while parser.at("sep") and parser.i + 1 < parser.end:
        separators.append(parser.take().text)
        _skip_quads(parser)
        items.append(parser.expression())
    if not separators:
        return items[0]
    return Sequence(items[0].start, items[-1].end, tuple(items), tuple(separators))
