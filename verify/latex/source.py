"""A document's text, and where each character of it stands in the file.

Main definitions
----------------
* `Place`: line and column (and cell, of a notebook), as shown to people.
* `Document`: what was read of a file: its text, pieces, macros, and places.
* `Prose`, `Formula`: pieces, in the order in which they are written.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file: 1-based line and column; `cell` counts a notebook's cells from 1 (0: no notebook)."""

    line: int
    column: int
    cell: int = 0


@dataclass(frozen=True, slots=True)
class Prose:
    """Running text; `heading` is its level (0: none). Offsets are into `Document.text`."""

    start: int
    end: int
    text: str
    heading: int = 0


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula without its delimiters: `text` is the characters `start` to `end` of the document.

    `display` tells displays from formulas in running text; `environment` is "" or "align", "gather", "equation", ….
    """

    start: int
    end: int
    text: str
    display: bool
    environment: str = ""


Piece = Prose | Formula


@dataclass(frozen=True)
class Document:
    r"""What was read of a file.

    `text` is the source (of a notebook: its Markdown cells, one after the other); `starts` are the offsets at which a
    new line of the *file* starts, with `places` beside them, so that `place` finds line and column. `macros` maps a
    macro's name (without backslash) to (number of arguments, body). `notes` says what was left out (an \input, an
    image), each with its place.
    """

    path: str
    text: str
    pieces: tuple[Piece, ...]
    starts: tuple[int, ...] = (0,)
    places: tuple[Place, ...] = (Place(1, 1),)
    macros: dict[str, tuple[int, str]] = field(default_factory=dict)
    notes: tuple[tuple[Place, str], ...] = ()

    def place(self, offset: int) -> Place:
        """Return where the character at `offset` stands in the file."""
        k = max(0, bisect_right(self.starts, offset) - 1)
        first = self.places[k]
        return Place(first.line, first.column + offset - self.starts[k], first.cell)
