r"""A document's own macros: read, never executed.

\newcommand, \renewcommand, \providecommand, \def, \let, \DeclareMathOperator and \DeclarePairedDelimiter are
collected as (number of arguments, body). A macro with an optional argument is two: under its name the one without
it, the default put in, and under `optional(name)` the one to which it is given; `starred(name)` is a call with a star.
What cannot be used rightly with such arguments alone (a macro with two definitions, delimited arguments) is left out,
with a note: an unknown macro leaves a line unread, a wrong one would misread it.

Main definitions
----------------
* `Macros`: what was collected.
* `collect`: text → macros, the stretches that hold definitions, and notes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

#: definitions that are looked at, and characters of one body
MOST_MACROS = 500
LONGEST_BODY = 2_000

_DEFINITION = re.compile(
    r"\\(?P<kind>(?:re)?newcommand|providecommand|DeclareRobustCommand|DeclareMathOperator|DeclarePairedDelimiter"
    r"|[gex]?def|let)(?![A-Za-z])(?P<star>\*?)"
)
_NAME = re.compile(r"\s{0,9}(?:\{\s{0,9}\\([A-Za-z]{1,40})\s{0,9}\}|\\([A-Za-z]{1,40}))")
_COUNT = re.compile(r"\s{0,9}\[\s{0,9}(\d)\s{0,9}\]")
_OPTION = re.compile(r"\s{0,9}\[([^\[\]{}\n]{0,80})\]")
_LET = re.compile(r"\s{0,9}=?\s{0,9}(\\(?:[A-Za-z]{1,40}|.)|\S)")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_BLANK = re.compile(r"\s{0,9}")


@dataclass(slots=True)
class Macros:
    """Macros by name (without backslash), where definitions stand, and what was left out (offset, words)."""

    table: dict[str, tuple[int, str]] = field(default_factory=dict)
    spans: list[tuple[int, int]] = field(default_factory=list)
    notes: list[tuple[int, str]] = field(default_factory=list)
    dropped: set[str] = field(default_factory=set)

    def drop(self, name: str, at: int, why: str) -> None:
        """Leave a macro out, and say why: its name stands for a command that nobody knows.

        (It may not just be absent: a name that courses share would then have its common meaning.)
        """
        self.table[name] = (0, rf"\leftout{name}")
        for kept in (optional(name), starred(name)):
            self.table.pop(kept, None)
        if name not in self.dropped:
            self.notes.append((at, f"the macro \\{name} is left out: {why}"))
        self.dropped.add(name)


def optional(name: str) -> str:
    """Return under what a macro is kept for calls that give its optional argument."""
    return f"{name}[]"


def starred(name: str) -> str:
    """Return under what a macro is kept for calls with a star."""
    return f"{name}*"


def collect(text: str) -> Macros:
    """Return the macros that a text defines."""
    found = Macros()
    position = 0
    for _ in range(MOST_MACROS):
        match = _DEFINITION.search(text, position)
        if match is None:
            return found
        position = match.end()
        end = _read(text, match, found)
        if end is not None:
            found.spans.append((match.start(), end))
            position = end
    if _DEFINITION.search(text, position):
        found.notes.append((position, f"only the first {MOST_MACROS} definitions of macros are read"))
    return found


def group(text: str, position: int, longest: int = LONGEST_BODY) -> tuple[int, int] | None:
    """Return start and end of what stands in the braces that open at `position` (behind white space), or None."""
    match = _BLANK.match(text, position)
    position = match.end() if match else position
    if text[position : position + 1] != "{":
        return None
    depth = 0
    for brace in _BRACE.finditer(text, position, position + longest):
        depth += {"{": 1, "}": -1}.get(brace.group(), 0)
        if depth == 0 and brace.group() == "}":
            return position + 1, brace.start()
    return None


def _read(text: str, match: re.Match[str], found: Macros) -> int | None:
    """Read one definition; return where it ends, or None if it is none."""
    name_match = _NAME.match(text, match.end())
    if name_match is None:
        return None
    name, kind = name_match[1] or name_match[2], match["kind"]
    if kind == "let":
        target = _LET.match(text, name_match.end())
        return _define(found, name, (0, target[1]), match.start(), target.end()) if target else None
    if kind == "DeclareMathOperator":
        body = group(text, name_match.end())
        if body is None:
            return None
        shown = rf"\operatorname{match['star']}{{{text[slice(*body)]}}}"
        return _define(found, name, (0, shown), match.start(), body[1] + 1)
    if kind == "DeclarePairedDelimiter":
        return _read_delimiters(text, name, name_match.end(), match.start(), found)
    if kind.endswith("def"):
        return _read_def(text, name, name_match.end(), match.start(), found)
    return _read_command(text, name, name_match.end(), match, found)


def _define(found: Macros, name: str, meaning: tuple[int, str], at: int, end: int, weak: bool = False) -> int:
    """Add a macro; two definitions that differ leave none."""
    before = found.table.get(name)
    own = name.rstrip("[]*")
    if own in found.dropped or (weak and before is not None):
        return end
    if before is not None and before != meaning:
        found.drop(own, at, "it is defined twice")
    else:
        found.table[name] = meaning
    return end


def _read_delimiters(text: str, name: str, position: int, at: int, found: Macros) -> int | None:
    left = group(text, position)
    right = group(text, left[1] + 1) if left else None
    if left is None or right is None:
        return None
    opening, closing = text[slice(*left)].strip(), text[slice(*right)].strip()
    for name_of, number in ((starred(name), 1), (optional(name), 2)):  # \abs*{x} and \abs[\big]{x} differ in size alone
        _define(found, name_of, (number, rf"\left{opening}#{number}\right{closing}"), at, right[1] + 1)
    return _define(found, name, (1, rf"\left{opening}#1\right{closing}"), at, right[1] + 1)


def _read_def(text: str, name: str, position: int, at: int, found: Macros) -> int | None:
    opening = text.find("{", position, position + 80)
    body = group(text, opening) if opening >= 0 else None
    if body is None:
        return None
    parameters = re.sub(r"\s", "", text[position:opening])
    count = parameters.count("#")
    if parameters != "".join(f"#{k}" for k in range(1, count + 1)):
        found.drop(name, at, "its arguments have delimiters of their own")
        return body[1] + 1
    return _define(found, name, (count, text[slice(*body)]), at, body[1] + 1)


def _read_command(text: str, name: str, position: int, match: re.Match[str], found: Macros) -> int | None:
    arguments = 0
    default: str | None = None
    if count := _COUNT.match(text, position):
        arguments, position = int(count[1]), count.end()
        if option := _OPTION.match(text, position):
            default, position = option[1], option.end()
    body = group(text, position)
    if body is None:
        single = re.compile(r"\s{0,9}(\\[A-Za-z]{1,40}|[A-Za-z0-9])").match(text, position)
        return _define(found, name, (arguments, single[1]), match.start(), single.end()) if single else None
    meaning = text[slice(*body)]
    weak = match["kind"] == "providecommand"
    if default is not None and arguments:
        _define(found, optional(name), (arguments, meaning), match.start(), body[1] + 1, weak)
        arguments, meaning = arguments - 1, _without_optional(meaning, default)
    return _define(found, name, (arguments, meaning), match.start(), body[1] + 1, weak)


def _without_optional(body: str, default: str) -> str:
    """Put the default in for #1 and count the other arguments from 1."""
    return re.sub(r"#(\d)", lambda m: default if m[1] == "1" else f"#{int(m[1]) - 1}", body)
