"""Notebooks: the Markdown cells of a Jupyter notebook, each character with its place in the .ipynb file itself.

The JSON is checked by Python's own reader; its tokens are then read once more, without recursion, to know where each
string stands.

Main definitions
----------------
* `Cells`: the text of the Markdown cells, where each cell is in it, and where its characters stand in the file.
* `read_cells`: raw JSON → `Cells`.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from verify.latex.source import Place
from verify.model import Span, VerifyError

#: how deep a notebook may be nested
DEEPEST = 200

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|.)")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(slots=True)
class Cells:
    """`text` is the Markdown cells one after the other; `spans` are the cells; `starts`, `places` as in `Document`."""

    text: str = ""
    spans: list[tuple[int, int]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)


@dataclass(slots=True)
class _Cell:
    """A cell as it is read: its kind, and its source's strings (with their quotes) with their offsets in the file."""

    kind: str = ""
    source: list[tuple[int, str]] = field(default_factory=list)


def read_cells(raw: str, lines: list[int], path: str = "") -> Cells:
    """Return the Markdown cells of a notebook.

    Args:
        raw: the notebook's JSON.
        lines: the offsets at which its lines start.
        path: the file's name, for messages.

    Raises:
        VerifyError: no JSON, nested too deeply, or no notebook.

    """
    try:
        content = json.loads(raw)
    except json.JSONDecodeError as error:
        raise VerifyError(f"this is no notebook: {error.msg}", Span(path, error.lineno, error.colno)) from None
    except (RecursionError, ValueError):
        raise VerifyError(
            f"{path} is no notebook that can be read: it is nested too deeply, or a number is too long"
        ) from None
    if not isinstance(content, dict) or not isinstance(content.get("cells", content.get("worksheets")), list):
        raise VerifyError(f"{path} is no notebook: it has no cells")
    return _joined(list(_scan(raw, path)), lines)


def _scan(raw: str, path: str) -> Iterator[_Cell]:
    """Yield the cells, from the tokens of JSON that is known to be right."""
    keys: list[str | None] = []
    pending: str | None = None
    last: tuple[int, str] | None = None
    cell: _Cell | None = None
    depth_of_cell = 0
    for match in _TOKEN.finditer(raw):
        sign = match.group()
        if sign == ":" and last is not None:
            pending, last = json.loads(last[1]), None
            continue
        if last is not None and cell is not None:
            _take(cell, keys, pending, last, depth_of_cell)
        last = None
        if sign in "{[":
            keys.append(pending)
            pending = None
            if sign == "{" and cell is None and len(keys) in (3, 5) and keys[-2] == "cells":
                cell, depth_of_cell = _Cell(), len(keys)
            if len(keys) > DEEPEST:
                raise VerifyError(f"{path} is no notebook that can be read: it is nested too deeply")
        elif sign in "}]":
            if cell is not None and len(keys) == depth_of_cell:
                yield cell
                cell = None
            keys.pop()
            pending = None
        elif sign == ",":
            pending = None
        elif sign.startswith('"'):
            last = (match.start(), sign)


def _take(cell: _Cell, keys: list[str | None], key: str | None, string: tuple[int, str], depth: int) -> None:
    """Note a string of a cell: its kind, or (a part of) its source."""
    if len(keys) == depth and key == "cell_type":
        cell.kind = json.loads(string[1])
    elif (len(keys) == depth and key in ("source", "input")) or (len(keys) == depth + 1 and keys[-1] == "source"):
        cell.source.append(string)


def _joined(cells: list[_Cell], lines: list[int]) -> Cells:
    found = Cells()
    parts: list[str] = []
    offset = 0
    for number, cell in enumerate(cells, 1):
        if cell.kind != "markdown":
            continue
        begin = offset
        for start, string in cell.source:
            for text, at in _decoded(string):
                found.starts.append(offset)
                found.places.append(_place(start + at, lines, number))
                parts.append(text)
                offset += len(text)
        found.spans.append((begin, offset))
        parts.append("\n\n")
        offset += 2
    found.text = "".join(parts)
    if not found.starts:
        found.starts, found.places = [0], [Place(1, 1)]
    return found


def _decoded(string: str) -> Iterator[tuple[str, int]]:
    """Yield stretches of a JSON string's text, each with where it stands in the string: escapes are longer there."""
    position = 1
    for match in _ESCAPE.finditer(string, 1, len(string) - 1):
        if match.start() < position:
            continue
        if match.start() > position:
            yield string[position : match.start()], position
        end = match.end()
        # two escapes may make one character
        if match.group()[1:3].lower() == "ud" and (low := _ESCAPE.match(string, end)) and low.group()[1] == "u":
            pair = json.loads(f'"{match.group()}{low.group()}"')
            if len(pair) == 1:
                yield pair, match.start()
                position = low.end()
                continue
        yield _SURROGATE.sub("\ufffd", json.loads(f'"{match.group()}"')).replace("\0", "\ufffd"), match.start()
        position = end
    if position < len(string) - 1:
        yield string[position:-1], position


def _place(offset: int, lines: list[int], cell: int) -> Place:
    k = bisect_right(lines, offset) - 1
    return Place(k + 1, offset - lines[k] + 1, cell)
