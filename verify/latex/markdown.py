"""Markdown: headings, code, comments and formulas, with exact offsets.

A scanner of our own, line by line: CommonMark reads emphasis, headings and rules into formulas ("_", "*", a line of
"=" in a display), and knows no offsets inside a paragraph. Formulas go first here.

Main definitions
----------------
* `blanked`: a text without its comments and its front matter, as long as before.
* `markdown_pieces`: a text's pieces, and notes.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from verify.latex.delimiters import Found, find_formulas
from verify.latex.pieces import Layout, hidden, lines, pieces_of, white
from verify.latex.source import Formula, Piece

_FENCE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,3}[.)])[ \t]+)?(?P<mark>`{3,}|~{3,})[ \t]*(?P<info>[^`\n]*)$")
_HEADING = re.compile(r"[ \t>]{0,8}(?P<marks>#{1,6})(?:[ \t]|$|(?=[*\w]))")
_UNDERLINE = re.compile(r"[ \t]{0,3}(=+|-{2,})[ \t]*$")
_BOLD_LINE = re.compile(r"[ \t>]*(\*\*|__)(?=\S)[^*\n]{1,200}\1[ \t]*[.:]?[ \t]*$")
_TICKS = re.compile(r"`+|\n[ \t>]*\n")
_IMAGE = re.compile(r"!\[[^\]\n]{0,200}\]\([^)\n]{0,500}\)|<img\b")
#: code of these kinds is no code
_FORMULA_FENCES = ("math", "latex", "tex", "katex")


def blanked(text: str) -> str:
    """Return the text with HTML comments and front matter made white space, character by character."""
    parts: list[str] = []
    position = 0
    if text.startswith("---\n") and 0 < (end := text.find("\n---", 3)) < 5_000:
        parts.append(white(text[: end + 4]))
        position = end + 4
    while (start := text.find("<!--", position)) >= 0:
        end = text.find("-->", start + 4)
        if end < 0:
            break
        parts += [text[position:start], white(text[start : end + 3])]
        position = end + 3
    return "".join([*parts, text[position:]])


def markdown_pieces(text: str, definitions: list[tuple[int, int]]) -> tuple[list[Piece], list[tuple[int, str]]]:
    """Return the pieces of a text, and notes (offset, words); `definitions` of macros are no formulas."""
    span = (0, len(text))
    layout = Layout()
    notes = [(m.start(), "an image is not read") for m in _IMAGE.finditer(text)]
    displays = _fences(text, span, layout, notes)
    code = _code_spans(text, span, layout)
    seen = hidden(text, sorted([*layout.silent, *code, *definitions]))
    formulas, more = find_formulas(seen, span, text)
    formulas = sorted([*formulas, *displays], key=lambda found: found.start)
    _headings(text, span, layout, formulas)
    layout.silent = sorted([*layout.silent, *definitions])
    return pieces_of(text, formulas, layout, span), notes + more


def _fences(text: str, span: tuple[int, int], layout: Layout, notes: list[tuple[int, str]]) -> list[Found]:
    """Make fenced code silent; return the formulas in fences of the kind "math"."""
    displays: list[Found] = []
    opened: re.Match[str] | None = None
    kind, body = "", 0
    for start, end in lines(text, span):
        line = _FENCE.match(text[start:end]) if "```" in text[start:end] or "~~~" in text[start:end] else None
        if line is None:
            continue
        if opened is None:
            opened, kind, body, begin = line, line["info"].strip().lower(), end + 1, start
        elif line["mark"].startswith(opened["mark"]) and not line["info"].strip():
            _close_fence(text, kind, (begin, body, start, end), layout, displays)
            opened = None
    if opened is not None:
        notes.append((begin, "a block of code is not closed"))
        layout.silent.append((begin, span[1]))
    return displays


def _close_fence(text: str, kind: str, at: tuple[int, int, int, int], layout: Layout, displays: list[Found]) -> None:
    begin, body, stop, end = at
    if kind not in _FORMULA_FENCES:
        layout.silent.append((begin, end))
        return
    inside = text[body:stop]
    if kind == "math" and inside.strip() and "$" not in inside and "\\begin{align" not in inside:
        first = body + len(inside) - len(inside.lstrip())
        inside = inside.strip()
        displays.append(Found(begin, end, Formula(first, first + len(inside), inside, True)))
        layout.silent.append((begin, end))
    else:
        layout.silent += [(begin, body), (stop, end)]


def _code_spans(text: str, span: tuple[int, int], layout: Layout) -> list[tuple[int, int]]:
    """Return the stretches of code in running text; ``quotes'' and $`formulas`$ are none."""
    ticks = [m for m in _TICKS.finditer(text, *span) if not _inside(layout.silent, m.start())]
    following: dict[str, list[int]] = {}
    for k, match in enumerate(ticks):
        following.setdefault(match.group() if match.group().startswith("`") else "", []).append(k)
    found: list[tuple[int, int]] = []
    k = 0
    while k < len(ticks):
        mark = ticks[k].group()
        close = _next(following, mark, k) if mark.startswith("`") else None
        barrier = _next(following, "", k)
        if close is None or (barrier is not None and barrier < close):
            k += 1
            continue
        start, end = ticks[k].start(), ticks[close].end()
        if text[start - 1 : start] == "$" and text[end : end + 1] == "$":
            found += [(start, ticks[k].end()), (ticks[close].start(), end)]
        elif not (mark == "``" and "''" in text[start:end]):
            found.append((start, end))
        k = close + 1
    return found


def _next(following: dict[str, list[int]], mark: str, after: int) -> int | None:
    where = following.get(mark, [])
    k = bisect_right(where, after)
    return where[k] if k < len(where) else None


def _inside(spans: list[tuple[int, int]], offset: int) -> bool:
    k = bisect_right(spans, (offset, len(spans) + offset + 1)) - 1
    return k >= 0 and spans[k][0] <= offset < spans[k][1]


def _headings(text: str, span: tuple[int, int], layout: Layout, formulas: list[Found]) -> None:
    """Note the headings: "#", underlined lines, and lines that are all bold (level 6)."""
    taken = sorted([*layout.silent, *((f.start, f.end) for f in formulas if f.formula.display)])
    before: tuple[int, int] | None = None
    for start, end in lines(text, span):
        line = text[start:end]
        if _inside(taken, start) or not line.strip():
            before = None
            continue
        if match := _HEADING.match(line):
            layout.headings.append((start, end, len(match["marks"])))
        elif before is not None and _UNDERLINE.match(line) and not _is_list(text[slice(*before)]):
            layout.headings.append((*before, 1 if "=" in line else 2))
            layout.silent.append((start, end))
        elif _BOLD_LINE.match(line):
            layout.headings.append((start, end, 6))
        before = (start, end)


def _is_list(line: str) -> bool:
    return line.lstrip().startswith(("-", "*", "+", "|", ">"))
