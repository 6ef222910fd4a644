"""From formulas to pieces: the text between formulas is cut into prose at paragraphs, headings and labels.

Main definitions
----------------
* `Layout`: what a format knows of a text: its headings, and what is no prose (code, definitions).
* `pieces_of`: formulas and prose in the order in which they are written.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from verify.latex.delimiters import Found
from verify.latex.labels import label_at
from verify.latex.source import Piece, Prose

#: pieces of one document
MOST_PIECES = 60_000

_NO_LINE_FEED = re.compile(r"[^\n]")
_BULLET = re.compile(r"[ \t>]*(?:[-+*•—][ \t]|\\item(?![A-Za-z])|\\par(?![A-Za-z])|\\(?:begin|end)[ \t]*\{)")
#: behind this, a student's own text begins in the line of a copied question
_ANSWER = re.compile(
    r"(?:(?<=\n)|(?<=[.?!)*}\s]))(?:Answers?|Solutions?|R[ée]ponses?|Corrig[ée]|ANSWER|SOLUTION)"
    r"[*_}]{0,3}[ \t]?:[*_}]{0,3}\s*"
)


@dataclass(slots=True)
class Layout:
    """Headings (start, end, level) and silent stretches (start, end), each in order; offsets into the document."""

    headings: list[tuple[int, int, int]] = field(default_factory=list)
    silent: list[tuple[int, int]] = field(default_factory=list)


def lines(text: str, span: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Yield start and end (without its line feed) of every line from span[0] to span[1]."""
    start = span[0]
    for line in text[span[0] : span[1]].split("\n"):
        end = start + len(line)
        yield start, end
        start = end + 1


def white(text: str) -> str:
    """Return white space as long as the text, with its line feeds."""
    return _NO_LINE_FEED.sub(" ", text)


def hidden(text: str, spans: list[tuple[int, int]]) -> str:
    """Return the text with the stretches made white space; line feeds become spaces too: nothing is a paragraph."""
    parts: list[str] = []
    position = 0
    for start, end in spans:
        if end > position:
            start = max(start, position)
            parts += [text[position:start], " " * (end - start)]
            position = end
    return "".join([*parts, text[position:]])


def pieces_of(text: str, formulas: list[Found], layout: Layout, span: tuple[int, int]) -> list[Piece]:
    """Return the pieces of `text` from span[0] to span[1], in order; `text` is the whole document's."""
    taken = sorted([(f.start, f.end) for f in formulas] + layout.silent)
    breaks = _breaks(text, layout, span)
    found: list[Piece] = [f.formula for f in formulas]
    position = span[0]
    for start, end in [*taken, (span[1], span[1])]:
        if start > position:
            found.extend(_prose(text, (position, start), breaks, layout))
        position = max(position, end)
    found.sort(key=lambda piece: piece.start)
    return found


def _breaks(text: str, layout: Layout, span: tuple[int, int]) -> list[int]:
    """Return the offsets at which prose is cut."""
    cuts = {offset for start, end, _ in layout.headings for offset in (start, end)}
    blank = False
    for at, end in lines(text, span):
        if not text[at:end].strip(" \t>"):
            blank = True
            continue
        if blank or starts_item(text, at):
            cuts.add(at)
        blank = False
    cuts.update(match.end() for match in _ANSWER.finditer(text, *span))
    return sorted(cuts)


def starts_item(text: str, start: int) -> bool:
    """Whether the line that starts at `start` is an item of a list, or begins with a label."""
    return _BULLET.match(text, start) is not None or label_at(text, start) is not None


def _prose(text: str, gap: tuple[int, int], breaks: list[int], layout: Layout) -> list[Prose]:
    start, stop = gap
    inner = breaks[bisect_right(breaks, start) : bisect_right(breaks, stop - 1)]
    found = []
    for a, b in zip([start, *inner], [*inner, stop], strict=True):
        inside = text[a:b]
        if stripped := inside.lstrip():
            begin = b - len(stripped)
            if stripped.strip("$"):
                found.append(Prose(begin, b, stripped, _level(layout, begin)))
    return found


def _level(layout: Layout, offset: int) -> int:
    k = bisect_right(layout.headings, offset, key=lambda heading: heading[0]) - 1
    if k >= 0 and layout.headings[k][0] <= offset < layout.headings[k][1]:
        return layout.headings[k][2]
    return 0
