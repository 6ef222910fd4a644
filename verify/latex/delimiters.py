r"""Where the formulas of a text stand: `$…$`, `$$…$$`, `\(…\)`, `\[…\]` and displays such as `\begin{align}…`.

One pass over the delimiters finds them all; an opening delimiter looks its closing one up by bisection, so that the
whole is linear in the length of the text (but for a logarithm), whatever is left open.

An inline formula ends before the next blank line, or it is none: a lone `$` is a dollar. A display that is not
closed ends at the blank line, and a note says so. A display may hold blank lines if no prose follows them. Words
between the rows of a display, \intertext{…}, are running text with formulas of its own: they part it in two.

Main definitions
----------------
* `find_formulas`: text → formulas, and notes on what is not closed.
* `DISPLAYS`: the environments that are displays by themselves.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import NamedTuple

from verify.latex.source import Formula

#: environments that are displays by themselves; `aligned` and its like stand bare in scanned text
DISPLAYS = (
    "align", "alignat", "flalign", "xalignat", "gather", "equation", "multline", "eqnarray", "displaymath", "math",
    "aligned", "alignedat", "gathered", "split", "dmath", "IEEEeqnarray",
)  # fmt: skip
#: those that take one argument, which is no part of the formula
_WITH_ARGUMENT = ("alignat", "alignedat", "xalignat", "IEEEeqnarray")

#: formulas read of one document
MOST_FORMULAS = 20_000

_MARK = re.compile(
    r"\\(?P<edge>begin|end)[ \t]{0,3}\{(?P<name>" + "|".join(DISPLAYS) + r")(?P<star>\*?)\}"
    r"|\\(?P<bracket>[()\[\]])|\\.|(?P<dollars>\${1,2})|(?P<blank>\n[ \t>]*\n)",
    re.DOTALL,
)
_INTERTEXT = re.compile(r"\\(?:short)?intertext[ \t]{0,3}\{")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_ARGUMENT = re.compile(r"\s{0,3}\{[^{}\n]{0,40}\}")
_PROSE_WORD = re.compile(r"(?<![\\A-Za-z{_^])[A-Za-z]{3,}")
_NOT_CLOSED = "a formula is not closed"

#: of a formula: where its opening delimiter and its text start, where its text and its closing delimiter end
Span = tuple[int, int, int, int]


class Found(NamedTuple):
    """A formula with its delimiters: from `start` to `end` of the document."""

    start: int
    end: int
    formula: Formula


@dataclass(slots=True)
class _Marks:
    """The delimiters of a text: (start, end, kind, environment), and where each kind of closing one stands."""

    marks: list[tuple[int, int, str, str]] = field(default_factory=list)
    at: dict[str, list[int]] = field(default_factory=dict)

    def add(self, start: int, end: int, kind: str, environment: str = "") -> None:
        self.at.setdefault(kind, []).append(len(self.marks))
        self.marks.append((start, end, kind, environment))

    def next(self, kind: str, after: int) -> int | None:
        """Return the index of the first mark of this kind behind mark `after`."""
        where = self.at.get(kind, [])
        k = bisect_left(where, after + 1)
        return where[k] if k < len(where) else None


def _marks_of(text: str, span: tuple[int, int]) -> _Marks:
    found = _Marks()
    position = span[0]
    # a blank line's second line feed may begin the next one, so the search is resumed by hand
    while match := _MARK.search(text, position, span[1]):
        position = match.end()
        if match["edge"]:
            found.add(match.start(), match.end(), f"{match['edge']} {match['name']}{match['star']}", match["name"])
        elif match["bracket"]:
            found.add(match.start(), match.end(), match["bracket"])
        elif match["dollars"]:
            found.add(match.start(), match.end(), match["dollars"])
        elif match["blank"] is not None:
            found.add(match.start(), match.end(), "blank")
            position = match.end() - 1
    return found


def find_formulas(text: str, span: tuple[int, int], source: str) -> tuple[list[Found], list[tuple[int, str]]]:
    """Return the formulas that stand from span[0] to span[1], in order, and notes (offset, words).

    `text` has code and definitions blanked out; the formulas' own text is cut from `source`, which is as long.
    """
    marks = _marks_of(text, span)
    found: list[Found] = []
    notes: list[tuple[int, str]] = []
    k = 0
    while k < len(marks.marks) and len(found) < MOST_FORMULAS:
        start, end, kind, environment = marks.marks[k]
        if kind in ("$", "(") and (close := _inline(text, marks, k)) is not None:
            _add(found, (text, source), (start, end, marks.marks[close][0], marks.marks[close][1]), False, "")
            k = close + 1
        elif kind in ("$$", "[") or kind.startswith("begin "):
            closed, stop = _display(text, marks, k, span[1])
            if closed is None:
                notes.append((start, _NOT_CLOSED))
            after = stop if closed is None else marks.marks[closed][1]
            shown = "" if environment in ("displaymath", "math") else environment
            outer = (start, _after_argument(text, end, environment), stop, after)
            between = _intertexts(text, outer[1], stop) if environment else []
            for n, part in enumerate(_parted(outer, between)):
                found += find_formulas(text, between[n - 1][1:], source)[0] if n else []
                _add(found, (text, source), part, environment != "math", shown)
            k = max(k + 1, bisect_left(marks.marks, after, key=lambda mark: mark[0]))
        else:
            k += 1
    if k < len(marks.marks):
        notes.append((marks.marks[k][0], f"only the first {MOST_FORMULAS} formulas are read"))
    return found, notes


def _intertexts(text: str, start: int, stop: int) -> list[tuple[int, int, int]]:
    r"""Return where each \intertext{…} of a display starts, and its words start and end, in order."""
    spans: list[tuple[int, int, int]] = []
    while match := _INTERTEXT.search(text, start, stop):
        depth = 1
        for brace in _BRACE.finditer(text, match.end(), stop):
            depth += {"{": 1, "}": -1}.get(brace.group(), 0)
            if depth == 0:
                start = brace.end()
                spans.append((match.start(), match.end(), brace.start()))
                break
        else:
            return spans
    return spans


def _parted(outer: Span, between: list[tuple[int, int, int]]) -> list[Span]:
    """Return the spans of a display's parts, between which words stand."""
    first, start, stop, after = outer
    parts: list[Span] = []
    for ends, words, closes in between:
        parts.append((first, start, ends, words))
        first, start = closes, closes + 1
    return [*parts, (first, start, stop, after)]


def _add(found: list[Found], texts: tuple[str, str], span: Span, display: bool, environment: str) -> None:
    """Note a formula; an empty one is none."""
    outer, start, stop, after = span
    text, source = texts
    inside = text[start:stop]
    if not inside.strip():
        return
    start += len(inside) - len(inside.lstrip())
    stop = start + len(inside.strip())
    found.append(Found(outer, after, Formula(start, stop, source[start:stop], display, environment)))


def _inline(text: str, marks: _Marks, k: int) -> int | None:
    """Return the mark that closes an inline formula in the same paragraph, or None."""
    _, end, kind, _ = marks.marks[k]
    close = marks.next("$" if kind == "$" else ")", k)
    if close is None:
        return None
    for barrier in ("blank", "$$") if kind == "$" else ("blank",):
        other = marks.next(barrier, k)
        if other is not None and other < close:
            return None
    stop = marks.marks[close][0]
    # "$5 and $10" are two prices
    if (
        kind == "$"
        and text[end : end + 1].isdigit()
        and text[stop - 1].isspace()
        and text[stop + 1 : stop + 2].isdigit()
    ):
        return None
    return close


def _display(text: str, marks: _Marks, k: int, limit: int) -> tuple[int | None, int]:
    """Return the mark that closes a display (or None), and where the display's text stops."""
    _, end, kind, _ = marks.marks[k]
    closing = {"$$": "$$", "[": "]"}.get(kind, kind.replace("begin", "end"))
    close = marks.next(closing, k)
    blank = marks.next("blank", k)
    if close is None or (blank is not None and blank < close and _is_astray(text, marks, (k, blank, close), closing)):
        stop = limit if blank is None else marks.marks[blank][0]
        return None, max(end, stop)
    return close, marks.marks[close][0]


def _is_astray(text: str, marks: _Marks, at: tuple[int, int, int], closing: str) -> bool:
    """Whether a closing delimiter behind a blank line belongs to another formula."""
    opening, blank, close = at
    if closing.startswith("end "):
        again = marks.next(closing.replace("end", "begin"), opening)
        return again is not None and again < close
    if closing == "]":
        again = marks.next("[", opening)
        return again is not None and again < close
    between = text[marks.marks[blank][1] : marks.marks[close][0]][:2_000]
    inner = marks.next("$", opening)
    return (inner is not None and inner < close) or len(_PROSE_WORD.findall(between)) >= 2


def _after_argument(text: str, end: int, environment: str) -> int:
    if environment in _WITH_ARGUMENT and (match := _ARGUMENT.match(text, end)):
        return match.end()
    return end
