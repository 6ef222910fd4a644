r"""Labels of questions at the start of a line, as students write them.

"## Question 1", "1.1", "**1.1**", "Q1.1", "Exercice 3", "Question 5 / 2. / (a)", "(a)", "2.", "\subsection*{1.1}",
"\item[(a)]", "3(i)", "1.1 Show that …". Which of them are questions of a sheet is decided in `verify.latex.segments`.

Main definitions
----------------
* `Label`: its parts, its place, and how much it looks like a label.
* `label_at`: the label at the start of a line.
* `parts_of`: the parts of a question's id.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from verify.latex.several import together

#: characters of a line that are looked at
_REACH = 200
#: parts of a label
_MOST_PARTS = 5

#: what may stand before a label: Markdown's marks, TeX's commands for headings, items and bold, and white space
_DECORATION = re.compile(
    r"[ \t>]+|#{1,6}[ \t]*|[-+*][ \t]+|\*{1,3}|_{1,3}|<(?:b|strong|u|h[1-6]|p|center)>"
    r"|\\(?:section|subsection|subsubsection|paragraph|subparagraph|chapter|part)\*?[ \t]*\{"
    r"|\\(?:textbf|textit|emph|underline|textsc|uline|fbox|text|textrm|textsf|large|Large|LARGE)[ \t]*\{"
    r"|\\(?:noindent|bfseries|bf|large|Large|LARGE|huge|itshape|it|smallskip|medskip|bigskip|newpage|clearpage|par"
    r"|hfill)(?![A-Za-z])"
    r"|\\item[ \t]*\[|\\item(?![A-Za-z])"
    r"|\\(?:begin|end)[ \t]*\{(?:enumerate|itemize|center|flushleft|proof)\}(?:\[[^\]\n]{0,60}\])?"
    r"|\{|[(\[](?=\d{1,2}\.\d)"
)
_MARKED = ("#", "**", "__", "\\section", "\\sub", "\\para", "\\chap", "\\part", "\\textbf", "<")
_NUMBER_SIGN = r"[ \t]*(?:\.|:|\#|n[o°][.]?|num[ée]ro|number)?[ \t~]*"
_WORD = re.compile(
    r"(?:(?P<word>Questions?|Problems?|Probl[eè]me|Exercises?|Exercices?|Exo|Ex|Task|Aufgabe|Prob|Partie|Part|Sub-?part"
    r"|Sub-?question|Item|Q)" + _NUMBER_SIGN + r"(?=[\d(]|[A-Za-z]{1,4}(?![A-Za-z]))"
    r"|(?P<answer>Answers?|Solutions?|R[ée]ponses?|Proof|Preuve|Ans|Sol)"
    r"(?:[ \t]+(?:to|of|for|[àa]|de|du))?(?:[ \t]+(?:the|la|l))?"
    r"(?:[ \t]+(?:Questions?|Problems?|Exercises?|Exercices?|Part|Partie))?" + _NUMBER_SIGN + r"(?=\d+\.\d|\())",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\([ \t]*(?P<inside>\d{1,2}|[ivx]{1,5}|[A-Za-z])[ \t]*\)|(?P<digits>\d{1,2})(?!\d)"
    r"|(?P<letters>[ivx]{1,5}(?![A-Za-z])|[A-Za-z](?![A-Za-z]))"
)
#: what may stand between the parts of a label
_JOIN = re.compile(
    r"[*_}\]]{0,3}(?:[ \t]*(?:[.,/:·–—-][ \t]*){1,2}[*_]{0,3}(?=[(\da-zA-Z])|[ \t]*(?=\()"
    r"|[ \t]+(?=[a-zA-Z]\))|[ \t]+(?=(?:part|question|q)[ \t]?[(\d])|(?=[a-zA-Z]))"
    r"(?:(?:part(?:ie)?|(?:sub-?)?question|sub-?part|exerci[sc]e|q)[ \t.]{0,2}(?=[(\d]|[a-zA-Z](?![a-zA-Z])))?",
    re.IGNORECASE,
)
_END = re.compile(r"[.):\]}*_—–,;]|\\[.)]|$|[ \t]|<|-[ \t]")


@dataclass(frozen=True, slots=True)
class Label:
    """A label of the parts ("2", "3", "a"), from `start` to `end` of the document.

    The first `firm` parts are written as one ("2.3", of "2.3 (10)"): a part in brackets may be something else, such
    as points. `word` is the word before them ("question"), `marked` tells a heading or bold, `closed` that a sign
    (a dot, a bracket, a colon) follows.
    """

    start: int
    end: int
    parts: tuple[str, ...]
    firm: int
    word: str = ""
    marked: bool = False
    closed: bool = False


def parts_of(name: str) -> tuple[str, ...]:
    """Return the parts of an id: "2.3a" is ("2", "3", "a"), "P2" ("p", "2")."""
    return tuple(part.lower() for part in re.findall(r"\d+|[A-Za-z]+", name))


def label_at(text: str, start: int) -> Label | None:
    """Return the label with which the line that starts at `start` begins, if there is one."""
    line = text[start : start + _REACH].split("\n", 1)[0]
    at, marked = _undecorated(line)
    word = _WORD.match(line, at)
    parts, firm, stop = _parts(line, word.end() if word else at)
    several = together(line)
    if several is not None and parts[: len(several.first)] == several.first:
        parts, firm, stop = several.first, len(several.first), len(line)
    if not parts or not _END.match(line, stop):
        return None
    rest = line[stop:].lstrip("*_ \t\\")  # Markdown writers keep "2." from being a list by "2\\."
    closed = several is not None or line[stop - 1] == ")" or rest[:1] in (".", ")", ":", "]", "}")
    if len(parts) == 1 and not parts[0].isdigit() and not closed and word is None:
        return None
    said = (word["word"] or word["answer"]).lower() if word else ""
    return Label(start + at, start + stop, parts, firm, said, marked, closed)


def _undecorated(line: str) -> tuple[int, bool]:
    """Return where the label itself may begin, and whether the line is a heading or bold."""
    at, marked = 0, False
    while match := _DECORATION.match(line, at):
        marked = marked or match.group().startswith(_MARKED)
        at = match.end()
    return at, marked


def _parts(line: str, position: int) -> tuple[tuple[str, ...], int, int]:
    """Read parts and what joins them; return them, how many are firm, and where the label stops."""
    parts: list[str] = []
    firm = 0
    stop = position
    while len(parts) < _MOST_PARTS and (match := _PART.match(line, position)):
        if match["letters"] and not _is_part(line, match, len(parts)):
            break
        parts.append((match["inside"] or match["digits"] or match["letters"]).lower())
        if firm == len(parts) - 1 and (len(parts) == 1 or not match["inside"]):
            firm = len(parts)
        stop = match.end()
        join = _JOIN.match(line, stop)
        if join is None and not (len(parts) == 1 and match["letters"] and line[stop : stop + 1].isdigit()):
            break
        position = join.end() if join else stop
    return tuple(parts), firm, stop


def _is_part(line: str, match: re.Match[str], read: int) -> bool:
    """Whether letters ("3i", "2.3a", "a)") are part of a label, and no word or name ("2x = 3")."""
    behind = line[match.end() : match.end() + 2]
    if behind[:1] and behind[:1] in "_^$\\'=" and behind not in (r"\.", r"\)"):
        return False
    after = behind.lstrip("\\")[:1]
    before = line[: match.start()].rstrip(" \t").lower()
    return read == 0 or after == ")" or line[match.start() - 1] in "0123456789." or before.endswith(("part", "partie"))
