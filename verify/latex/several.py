r"""Headings of several questions: "2(b), 2(c)", "3(c)-(e)", "(c) and (d)", "\subsection*{1(a)/1(b)}".

Main definitions
----------------
* `Together`: the first of the parts, and those of the questions that are answered with it.
* `together`: what a heading names, if it names nothing but several questions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

Path = tuple[str, ...]

_NUMBER = r"\d{1,2}[ \t]*"
_ONE = rf"(?:{_NUMBER}\.?[ \t]*)?\([ \t]*[a-z][ \t]*\)|{_NUMBER}\.[ \t]*\d{{1,2}}|{_NUMBER}\.?[ \t]*[a-z](?![a-z])"
_JOIN = r"[ \t]*(?:,[ \t]*and|,[ \t]*et|[,;/&+]|\\&|and|et|--?|–|—|to|à)[ \t]*"
_LATER = rf"(?:{_ONE}|\(?[a-z]\)?(?![a-z]))"
_HEADING = re.compile(
    rf"(?:[#>*_ \t{{]|\\(?:sub)*section\*?|\\paragraph|\\textbf|\\item|Questions?|Problems?|Parts?|Exercises?|Q)*"
    rf"(?P<all>(?:{_ONE})(?:{_JOIN}{_LATER}){{1,8}})[ \t.:*_}}\])]*",
    re.IGNORECASE,
)
#: what a heading is marked by, where more text stands behind it on the line
_MARKED = re.compile(
    r"(?:\*\*(?P<bold>[^*\n]+)\*\*|__(?P<under>[^_\n]+)__|\\(?:textbf|emph|underline|paragraph)\{(?P<tex>[^{}\n]+)\}"
    r"|\\item[ \t]*\[(?P<item>[^\[\]\n]+)\])"
)
_RANGE = re.compile(r"--?|–|—|to|à", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Together:
    """The parts of the first question of a heading, and of the others, where the first part may be missing."""

    first: Path
    others: tuple[Path, ...]


def together(line: str) -> Together | None:
    """Return the questions that a line names, if it names several and says nothing else."""
    start = line.strip()[:200]
    marked = _MARKED.match(start)
    match = _HEADING.fullmatch(next(filter(None, marked.groups())) if marked else start)
    if match is None:
        return None
    first = re.match(_ONE, match["all"], re.IGNORECASE)
    assert first is not None
    paths = [_parts(first.group())]
    rest = match["all"][first.end() :]
    for joint, one in re.findall(rf"({_JOIN})({_LATER})", rest, re.IGNORECASE):
        parts = _parts(one)
        parts = (*paths[0][: len(paths[0]) - len(parts)], *parts)
        if _RANGE.fullmatch(joint.strip()):
            paths += _between(paths[-1], parts)
        paths.append(parts)
    return Together(paths[0], tuple(dict.fromkeys(paths[1:])))


def _parts(label: str) -> Path:
    return tuple(part.lower() for part in re.findall(r"\d+|[A-Za-z]", label))


def _between(first: Path, last: Path) -> list[Path]:
    """Return the parts between the ends of a range: (d) of (c)-(e)."""
    (*above, low), (*other, high) = first, last
    if above != other or not (low.isalpha() and high.isalpha() and len(low) == len(high) == 1):
        return []
    return [(*above, chr(code)) for code in range(ord(low) + 1, ord(high))]
