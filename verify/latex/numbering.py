r"""Numbers that LaTeX counts: \item in an enumeration, \section, \question, and environments such as "problem".

Main definitions
----------------
* `counted_labels`: the labels that a text's counters make, by the offset at which their line starts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from verify.latex.labels import Label, label_at

#: commands that are looked at
MOST = 20_000
_INDENT = 100
#: lists in lists (LaTeX itself allows six)
_DEEPEST = 8
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")

_LISTS = {"enumerate": "", "parts": "alph", "subparts": "roman", "questions": "arabic", "itemize": "none",
          "description": "none"}  # fmt: skip
_NAMED = ("problem", "exercise", "exercice", "question", "homeworkProblem", "probleme", "prob", "ex", "exo")
_COMMAND = re.compile(
    r"\\(?P<edge>begin|end)[ \t]{0,3}\{(?P<name>" + "|".join((*_LISTS, *_NAMED)) + r")\*?\}"
    r"[ \t]*(?P<option>\[[^\n]{0,80}?\](?!\}))?[ \t]*(?P<given>\{[^{}\n]{0,40}\})?"
    r"|\\(?P<item>item|question|part|subpart)(?![A-Za-z])(?P<star>\*?)(?P<own>[ \t]*[\[{])?"
    r"|\\(?P<section>section|subsection|subsubsection)(?![A-Za-z*])"
    r"|\\setcounter[ \t]*\{enum(?P<counter>i{1,3}|iv)\}[ \t]*\{(?P<value>\d{1,2})\}"
)
_PREFIX = re.compile(r"(\d{1,2})\.[^\d\n]{0,20}?\\arabic")


@dataclass(slots=True)
class _Counter:
    r"""An open list: how it counts, how far it is, and a number before ("1." in label=1.\arabic*)."""

    style: str
    value: int = 0
    prefix: tuple[str, ...] = ()


@dataclass(slots=True)
class _State:
    lists: list[_Counter] = field(default_factory=list)
    sections: list[int] = field(default_factory=lambda: [0, 0, 0])
    too_deep: int = 0
    closed: dict[int, int] = field(default_factory=dict)
    named: int = 0


def counted_labels(text: str) -> dict[int, Label]:
    """Return the labels made by counters, each by where its line starts (nothing else stands before it)."""
    state = _State()
    found: dict[int, Label] = {}
    explicit = _explicit_sections(text)
    for match in islice(_COMMAND.finditer(text), MOST):
        label = _read(match, state, explicit)
        before = text[max(0, match.start() - _INDENT) : match.start()]
        indent = before.rpartition("\n")[2]
        if label is not None and not indent.strip() and len(indent) < _INDENT:
            found.setdefault(match.start() - len(indent), label)
    return found


def _explicit_sections(text: str) -> set[str]:
    """Return the kinds of headings of which one at least carries its label in words: their counters are no labels."""
    return {
        m["section"]
        for m in islice(_COMMAND.finditer(text), MOST)
        if m["section"] and label_at(text, m.start()) is not None
    }  # fmt: skip


def _read(match: re.Match[str], state: _State, explicit: set[str]) -> Label | None:
    if match["edge"]:
        return _edge(match, state)
    if match["item"]:
        return _item(match, state)
    if match["counter"]:
        depth = ("i", "ii", "iii", "iv").index(match["counter"])
        counters = [counter for counter in state.lists if counter.style != "none"]
        if depth < len(counters):
            counters[depth].value = int(match["value"])
        return None
    return _section(match, state, explicit)


def _section(match: re.Match[str], state: _State, explicit: set[str]) -> Label | None:
    depth = ("section", "subsection", "subsubsection").index(match["section"])
    state.sections[depth] += 1
    state.sections[depth + 1 :] = [0] * (2 - depth)
    if match["section"] in explicit or 0 in state.sections[: depth + 1]:
        return None
    parts = tuple(str(k) for k in state.sections[: depth + 1])
    return Label(match.start(), match.end(), parts, len(parts), "", True, True)


def _edge(match: re.Match[str], state: _State) -> Label | None:
    name = match["name"]
    if name in _LISTS:
        if match["edge"] == "begin" and len(state.lists) >= _DEEPEST:
            state.too_deep += 1
        elif match["edge"] == "begin":
            depth = len(state.lists)
            resumed = state.closed.get(depth, 0) if "resume" in (match["option"] or "") else 0
            state.lists.append(_counter(name, match["option"] or "", state, resumed))
        elif state.too_deep:
            state.too_deep -= 1
        elif state.lists:
            state.closed[len(state.lists) - 1] = state.lists.pop().value
        return None
    if match["edge"] == "end":
        return None
    state.named += 1
    for given in (match["given"], match["option"]):
        label = label_at((given or "").strip("{}[] ").removeprefix("label="), 0)
        if label is not None:
            return Label(match.start(), match.end(), label.parts, label.firm, "problem", True, True)
    return Label(match.start(), match.end(), (str(state.named),), 1, "problem", False, True)


def _counter(name: str, option: str, state: _State, value: int) -> _Counter:
    style = _LISTS[name]
    if not style:
        depth = sum(counter.style != "none" for counter in state.lists)
        style = next(_styles(option), ("arabic", "alph", "roman", "alph")[min(depth, 3)])
    prefix = _PREFIX.search(option)
    return _Counter(style, value, (prefix[1],) if prefix else ())


def _styles(option: str) -> Iterator[str]:
    r"""Yield the style that an option asks for: "label=(\alph*)", "[a)]", "[(i)]", "[1.]"."""
    for style in ("arabic", "alph", "Alph", "roman", "Roman"):
        if f"\\{style}" in option:
            yield style.lower()
    short = re.fullmatch(r"\[[ \t]*(?:label[ \t]*=[ \t]*)?\(?([1aAiI])[.):]?\)?[ \t]*\]", option)
    if short:
        yield {"1": "arabic", "a": "alph", "i": "roman"}[short[1].lower()]


def _item(match: re.Match[str], state: _State) -> Label | None:
    if (match["item"] == "part" and (match["own"] or "").strip() == "{") or match["star"]:
        return None
    if match["item"] == "item" and (match["own"] or "").strip() == "[":
        return None
    if not state.lists or state.lists[-1].style == "none":
        return None
    counter = state.lists[-1]
    counter.value += 1
    parts = (*counter.prefix, _shown(counter))
    word = "question" if match["item"] == "question" else ""
    return Label(match.start(), match.end(), parts, len(parts), word, False, True)


def _shown(counter: _Counter) -> str:
    if counter.style == "arabic" or not 0 < counter.value <= len(_ROMAN):
        return str(counter.value)
    if counter.style == "alph":
        return chr(ord("a") + counter.value - 1)
    return _ROMAN[counter.value - 1]
