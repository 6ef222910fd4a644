r"""Reading a file: its characters, its format, its pieces.

Only regular files are read (a link is not followed), up to a size, and never more than the file itself: an \input, an
image or a link to another file is noted and left alone. Nothing in a document is executed.

Main definitions
----------------
* `read_document`: path → `Document`.
* `read_text`: the same for a text of which the format is known.
"""

from __future__ import annotations

import os
import stat
from bisect import bisect_left
from dataclasses import replace
from pathlib import Path

from verify.latex.markdown import blanked, markdown_pieces
from verify.latex.notebook import read_cells
from verify.latex.pieces import MOST_PIECES, lines
from verify.latex.preamble import Macros, collect
from verify.latex.source import Document, Piece, Place
from verify.latex.tex import tex_pieces, uncommented
from verify.model import VerifyError

#: bytes of a file that is read
LARGEST = 2_000_000
#: notes that are kept of one document
MOST_NOTES = 100

MARKDOWN = (".md", ".markdown", ".mdown", ".mkd", ".qmd", ".rmd", ".txt", ".text")
TEX = (".tex", ".latex", ".ltx")
NOTEBOOK = (".ipynb",)

_REFUSED = {
    ".pdf": "a PDF", ".doc": "a Word document", ".docx": "a Word document", ".odt": "a text document", ".rtf": "an RTF",
    ".png": "an image", ".jpg": "an image", ".jpeg": "an image", ".gif": "an image", ".heic": "an image",
    ".tif": "an image", ".tiff": "an image", ".webp": "an image", ".bmp": "an image", ".svg": "an image",
    ".pages": "a text document", ".ps": "PostScript", ".dvi": "a DVI", ".html": "a web page", ".htm": "a web page",
    ".zip": "an archive", ".gz": "an archive", ".tar": "an archive", ".7z": "an archive", ".rar": "an archive",
}  # fmt: skip
_SIGNATURES = {
    b"%PDF": "a PDF", b"PK\x03\x04": "a Word document or an archive", b"\xd0\xcf\x11\xe0": "a Word document",
    b"\x89PNG": "an image", b"\xff\xd8\xff": "an image", b"GIF8": "an image", b"{\\rtf": "an RTF",
    b"\x1f\x8b": "an archive", b"%!PS": "PostScript",
}  # fmt: skip
_ADVICE = "hand in the source: LaTeX (.tex), Markdown (.md) or a notebook (.ipynb)"

Notes = list[tuple[int, str]]


def read_document(path: str | Path) -> Document:
    """Read a submission.

    Raises:
        VerifyError: no such file, no regular file, too large, not a source, or not what its name says.

    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix in _REFUSED:
        raise VerifyError(f"{shown(path)} is {_REFUSED[suffix]}: {_ADVICE}")
    if suffix not in (*MARKDOWN, *TEX, *NOTEBOOK):
        raise VerifyError(f"{shown(path)}: files that end in {shown(suffix) or 'nothing'} are not read: {_ADVICE}")
    data = _bytes_of(path)
    for signature, kind in _SIGNATURES.items():
        if data.startswith(signature):
            raise VerifyError(f"{shown(path)} is {kind}, whatever its name says: {_ADVICE}")
    text, notes = _decoded(data)
    return read_text(text, suffix, str(path), notes)


def read_text(text: str, suffix: str = ".md", path: str = "", notes: Notes | None = None) -> Document:
    """Read a text in the format that a file name's suffix tells.

    Raises:
        VerifyError: a notebook that is no notebook.

    """
    text, starts = _with_line_feeds(text)
    notes = list(notes or [])
    if suffix in NOTEBOOK:
        return _read_notebook(text, path, starts, notes)
    return (_read_tex if suffix in TEX else _read_markdown)(text, path, starts, notes)


def shown(name: object) -> str:
    """Return a name as it may be printed: without control characters, and not too long."""
    kept = "".join(c if c.isprintable() else "?" for c in str(name))
    return kept if len(kept) <= 200 else f"{kept[:120]}…{kept[-60:]}"


# ---------------------------------------------------------------------------------------------- characters


def _bytes_of(path: Path) -> bytes:
    # the file is opened without following a link and without waiting (a pipe), then looked at: no race between the two
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        if path.is_symlink():
            raise VerifyError(f"{shown(path)} is a link: only regular files are read")
        descriptor = os.open(path, flags)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise VerifyError(f"{shown(path)} cannot be read: {reason}") from None
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise VerifyError(f"{shown(path)} is no regular file")
        with os.fdopen(os.dup(descriptor), "rb") as file:
            data = file.read(LARGEST + 1)
    finally:
        os.close(descriptor)
    if len(data) > LARGEST:
        raise VerifyError(f"{shown(path)} is larger than {LARGEST // 1_000_000} MB: hand in the source alone")
    return data


def _decoded(data: bytes) -> tuple[str, Notes]:
    notes: Notes = []
    try:
        text = data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
        notes.append((0, "the file is not UTF-8; it is read as Latin-1"))
    if "\0" in text:
        notes.append((text.index("\0"), "the file holds NUL characters"))
        # no formula that holds one can be read
        text = text.replace("\0", "\ufffd")
    return text, notes


def _with_line_feeds(text: str) -> tuple[str, list[int]]:
    """Return the text with line feeds alone, and the offsets at which its lines start.

    A lone carriage return ends a line only in a file that has no line feed: elsewhere it is a backslash-r that a
    program ate from a command.
    """
    text = text.replace("\r\n", "\n")
    if "\n" not in text:
        text = text.replace("\r", "\n")
    return text, [start for start, _ in lines(text, (0, len(text)))]


# ---------------------------------------------------------------------------------------------- formats


def _read_markdown(text: str, path: str, starts: list[int], notes: Notes) -> Document:
    text = blanked(text)
    macros = collect(text)
    pieces, more = markdown_pieces(text, macros.spans)
    return _made(path, text, (starts, _lines_of(starts)), macros, pieces, [*notes, *more])


def _read_tex(text: str, path: str, starts: list[int], notes: Notes) -> Document:
    text = uncommented(text)
    macros = collect(text)
    pieces, more = tex_pieces(text, macros)
    return _made(path, text, (starts, _lines_of(starts)), macros, pieces, [*notes, *more])


def _read_notebook(text: str, path: str, starts: list[int], notes: Notes) -> Document:
    cells = read_cells(text, starts, shown(path))
    if not cells.spans:
        notes.append((0, "the notebook has no Markdown cells"))
    text = "".join(blanked(text) for text in _cut(cells.text, cells.spans))
    macros = collect(text)
    pieces: list[Piece] = []
    for start, end in cells.spans:
        # a formula or a block of code that is not closed ends with its cell
        k, m = (bisect_left(macros.spans, (offset,)) for offset in (start, end))
        definitions = [(a - start, b - start) for a, b in macros.spans[k:m]]
        more, said = markdown_pieces(text[start:end], definitions)
        pieces += [replace(piece, start=piece.start + start, end=piece.end + start) for piece in more]
        notes += [(offset + start, words) for offset, words in said]
    return _made(path, text, (cells.starts, cells.places), macros, pieces, notes)


def _cut(text: str, spans: list[tuple[int, int]]) -> list[str]:
    """Cut a text at the spans' ends."""
    ends = [end for _, end in spans]
    return [text[a:b] for a, b in zip([0, *ends], [*ends, len(text)], strict=True)]


def _lines_of(starts: list[int]) -> list[Place]:
    return [Place(line, 1) for line in range(1, len(starts) + 1)]


def _made(
    path: str, text: str, where: tuple[list[int], list[Place]], macros: Macros, pieces: list[Piece], notes: Notes
) -> Document:
    """Make the document; its notes get their places, and of many notes the first hundred stay."""
    starts, places = where
    if len(pieces) > MOST_PIECES:
        notes = [*notes, (pieces[MOST_PIECES].start, f"only the first {MOST_PIECES} pieces are read")]
    document = Document(path, text, tuple(pieces[:MOST_PIECES]), tuple(starts), tuple(places), macros.table)
    placed = tuple((document.place(offset), words) for offset, words in sorted([*notes, *macros.notes])[:MOST_NOTES])
    return replace(document, notes=placed)
