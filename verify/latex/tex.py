r"""LaTeX: comments, preamble, headings and formulas, with exact offsets. TeX is not run, and no file is followed.

Main definitions
----------------
* `uncommented`: a text without comments and verbatim parts, as long as before.
* `tex_pieces`: the pieces of a document's body, and notes.
"""

from __future__ import annotations

import re
from itertools import islice

from verify.latex.delimiters import find_formulas
from verify.latex.pieces import Layout, hidden, pieces_of, white
from verify.latex.preamble import Macros, group
from verify.latex.source import Piece

_VERBATIM = ("verbatim", "Verbatim", "lstlisting", "minted", "comment", "filecontents", "alltt", "tikzpicture")
_SKIPPED = re.compile(
    r"\\begin[ \t]{0,3}\{(?P<name>" + "|".join(_VERBATIM) + r")(?P<star>\*?)\}"
    r"|\\verb\*?(?P<verb>[^A-Za-z\s*])|\\.|(?P<comment>%[^\n]*)",
    re.DOTALL,
)
_LEVELS = {
    "part": 1, "chapter": 1, "section": 1, "subsection": 2, "subsubsection": 3, "paragraph": 4, "subparagraph": 5,
}  # fmt: skip
_HEADING = re.compile(r"\\(?P<name>" + "|".join(_LEVELS) + r")(?![A-Za-z])\*?[ \t]*(?:\[[^\[\]\n]{0,100}\])?(?=\{)")
_BOLD_LINE = re.compile(
    r"(?m)^[ \t]*(?:\\noindent[ \t]*)?(?:\\(?:textbf|textsc|underline)[ \t]*\{[^{}\n]{1,200}\}|\{\\bf(?:series)?[ \t]"
    r"[^{}\n]{1,200}\})[ \t]*[.:]?[ \t]*(?:\\\\)?[ \t]*$"
)
_LEFT_ALONE = re.compile(
    r"\\(?P<name>input|include|subfile|import|subimport|includegraphics|includepdf|lstinputlisting|verbatiminput|write"
    r"|openin|openout|read|directlua|catcode)(?![A-Za-z])"
)
MOST_HEADINGS = 5_000
_LONGEST_VERB = 500
_LONGEST_TITLE = 300
_BODY, _END = "\\begin{document}", "\\end{document}"


def uncommented(text: str) -> str:
    r"""Return the text with comments, verbatim parts and \verb made white space, character by character.

    A line that is a comment alone takes its line feed along: it does not end a paragraph.
    """
    parts: list[str] = []
    position = 0
    while match := _SKIPPED.search(text, position):
        end = match.end()
        if match["name"]:
            closing = f"\\end{{{match['name']}{match['star']}}}"
            found = text.find(closing, end)
            end = len(text) if found < 0 else found + len(closing)
            parts += [text[position : match.start()], white(text[match.start() : end])]
        elif match["verb"]:
            line = text.find("\n", end, end + _LONGEST_VERB)
            found = text.find(match["verb"], end, line if line >= 0 else end + _LONGEST_VERB)
            end = end if found < 0 else found + 1
            parts += [text[position : match.start()], white(text[match.start() : end])]
        elif match["comment"] is not None:
            start = text.rfind("\n", 0, match.start()) + 1
            if end < len(text) and not text[start : match.start()].strip():
                end += 1
            parts += [text[position : match.start()], " " * (end - match.start())]
        else:
            parts.append(text[position:end])
        position = end
    return "".join([*parts, text[position:]])


def body_of(text: str) -> tuple[int, int]:
    """Return where the body of a document starts and ends (all of it if there is no preamble)."""
    start = text.find(_BODY)
    start = 0 if start < 0 else start + len(_BODY)
    end = text.find(_END, start)
    return start, len(text) if end < 0 else end


def tex_pieces(text: str, macros: Macros) -> tuple[list[Piece], list[tuple[int, str]]]:
    """Return the pieces of a document (without comments), and notes (offset, words)."""
    span = body_of(text)
    notes = [(m.start(), _left_alone(m["name"])) for m in _LEFT_ALONE.finditer(text)]
    layout = Layout(silent=[(a, b) for a, b in macros.spans if span[0] <= a < span[1]])
    formulas, more = find_formulas(hidden(text, macros.spans), span, text)
    for match in islice(_HEADING.finditer(text, *span), MOST_HEADINGS):
        inside = group(text, match.end(), _LONGEST_TITLE)
        end = inside[1] + 1 if inside else match.end()
        layout.headings.append((match.start(), end, _LEVELS[match["name"]]))
    layout.headings += [(m.start(), m.end(), 6) for m in _BOLD_LINE.finditer(text, *span)]
    layout.headings.sort()
    return pieces_of(text, formulas, layout, span), notes + more


def _left_alone(name: str) -> str:
    if name in ("includegraphics", "includepdf"):
        return "an image is not read"
    if name in ("write", "openin", "openout", "read", "directlua", "catcode"):
        return f"\\{name} is not carried out"
    return f"\\{name} is not followed: hand in one file"
