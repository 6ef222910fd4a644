r"""Commands that give a formula its structure: \left( and \right), environments, \\, labelled relations, \not.

Main definitions
----------------
* `delimiter`, `environment`, `newline`, `over_relation`, `arrow`, `intertext`, `negated`: one kind of command each.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from verify.latex.symbols import ALPHABETS, ENVIRONMENT_ARGUMENTS, FONTS, IGNORED, MATRICES, RELATION, TEXTS
from verify.latex.tokens import Token, is_char, spaced

if TYPE_CHECKING:
    from verify.latex.spell import Speller

#: labels that make another relation of "="
_OTHER_EQUALITIES = frozenset({"d", "law", "dist", "loi", "a.s", "as", "p.s", "p", "l", "w", "?"})
_LABEL = re.compile(r"\(?[\w*]{1,3}\)|\d+|\([ivx]+\)|\*+|†+")

_LEFT = frozenset({"left", "bigl", "Bigl", "biggl", "Biggl"})
_RIGHT = frozenset({"right", "bigr", "Bigr", "biggr", "Biggr"})
_MIDDLE = frozenset({"middle", "bigm", "Bigm", "biggm", "Biggm"})
#: what stands for a bar behind \left and its like; the command \| is a double one
_SIZED_BARS = {"|": "‖", "Vert": "‖", "lVert": "‖", "rVert": "‖", "parallel": "‖",
               "vert": "|", "lvert": "|", "rvert": "|", "mid": "|"}  # fmt: skip


def delimiter(s: Speller, size: str) -> None:
    r"""Read a sized delimiter: \left( and the like; \left and \right tell which way a bar stands."""
    token = s.peek()
    left, right = size in _LEFT, size in _RIGHT
    bar = _SIZED_BARS.get(token.text, "") if token.kind == "command" or is_char(token, "|") else ""
    bar = "|" if is_char(token, "|") else bar
    if is_char(token, "."):
        s.put("open" if left else "close", ".", token, size)
    elif bar and size in _MIDDLE:
        s.put("given", bar, token)
    elif bar and (left or right):
        s.put("open" if left else "close", bar, token, size)
    elif token.kind == "end":
        s.put("unknown", "\\" + size, s.raw[-1])
        return
    elif is_char(token, "<") or is_char(token, ">"):
        s.put("open" if token.text == "<" else "close", "⟨", token)
    elif token.kind == "char" and token.text not in "()[]/|":
        s.put("unknown", "\\" + size, token)
        return
    else:
        return
    s.k += 1


def environment(s: Speller, token: Token) -> None:
    r"""Read \begin{name} or \end{name} with the arguments that say how it looks."""
    name = "".join(t.text for t in s.argument()).rstrip("*")
    if token.text == "begin":
        if is_char(s.peek(), "["):
            end = next((k for k in range(s.k, len(s.raw)) if is_char(s.raw[k], "]")), len(s.raw))
            if name not in MATRICES or {t.text for t in s.raw[s.k + 1 : end]} <= set("clrtb"):  # else it is an entry
                s.k = end + 1
        columns = s.argument() if name in ENVIRONMENT_ARGUMENTS and is_char(s.peek(), "{") else []
        s.put(token.text, name, token, "".join(t.text for t in columns))
    else:
        s.put(token.text, name, token)


def newline(s: Speller, token: Token) -> None:
    r"""Read a line break with the room behind it, as in \\[2pt]."""
    if is_char(s.peek(), "*"):
        s.k += 1
    after = s.raw[s.k : s.k + 8]
    if after and is_char(after[0], "[") and after[0].start == token.end:
        end = next((n for n, t in enumerate(after) if is_char(t, "]")), None)
        if end is not None and any(t.kind == "number" for t in after[:end]):
            s.k += end + 1
    s.put("newline", "\\\\", token)


def over_relation(s: Speller, token: Token) -> None:
    r"""Read \overset{label}{=} and its like: a label that only names the step goes, others stay as words."""
    start = s.k
    label, base = s.argument(), s.inner(s.argument())
    words = _label_text(label)
    if len(base) != 1 or base[0].kind != "relation":
        s.k = start
        s.put("command", "underset" if token.text == "underset" else "overset", token)
        return
    relation = base[0]
    if "def" in words.lower() or words in ("Delta", "triangle"):
        relation = relation._replace(text=":=")
    elif relation.text == "=" and words.strip(".").lower() in _OTHER_EQUALITIES:
        relation = relation._replace(kind="unknown", text=f"= with {words} above")
    elif not _LABEL.fullmatch(words):
        s.put("prose", words, token, "label")
    s.out.append(relation._replace(start=token.start))


def arrow(s: Speller, token: Token) -> None:
    r"""Read \xrightarrow[below]{above}: the labels are words."""
    if is_char(s.peek(), "["):
        while s.k < len(s.raw) and not is_char(s.raw[s.k], "]"):
            s.k += 1
        s.k += 1
    words = _label_text(s.argument())
    if words and not _LABEL.fullmatch(words):
        s.put("prose", words, token, "label")
    s.put("relation", RELATION.get(token.text, "->"), token)


def intertext(s: Speller, token: Token) -> None:
    """Read words between two rows of a display."""
    inner = s.argument()
    s.put("newline", "\\\\", token)
    if inner:
        s.put("prose", spaced(inner), Token("", "", inner[0].start, inner[-1].end), "between")
    s.put("newline", "\\\\", token)


def negated(s: Speller, token: Token) -> None:
    r"""Read \not in front of a relation."""
    inner = s.inner([s.peek()])
    negation = {"=": "!=", "in": "notin", "<": ">=", ">": "<=", "<=": ">", ">=": "<"}
    if len(inner) == 1 and inner[0].text in negation:
        s.k += 1
        s.put("relation", negation[inner[0].text], token)
    else:
        s.put("unknown", "\\not", token)


def _label_text(label: list[Token]) -> str:
    """Return what a label over a relation says, without the commands that say how it looks."""
    quiet = FONTS | TEXTS | ALPHABETS.keys() | IGNORED.keys()
    return spaced([t for t in label if t.kind != "command" or t.text not in quiet])
