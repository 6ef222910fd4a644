r"""TeX tokens of a formula, each with its place; Unicode mathematics as the TeX it stands for.

The scanner makes one pass with one regular expression, so it is linear in the length of the text. Comments and
white space end here (tokens know their places, so adjacency is not lost). What a character such as "θ", "∑" or "≤"
means is taken from pylatexenc's table.

Main definitions
----------------
* `Token`: kind, text, place.
* `scan`: text to tokens.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from pylatexenc.latexencode import get_builtin_uni2latex_dict


class Token(NamedTuple):
    r"""A token: here of kind "command" (without its backslash), "char" or "number"; `verify.latex.spell` makes others.

    `font` is a letter's alphabet ("", "cal", "bb", "frak", "scr"), and of an opened or closed delimiter "left",
    "right" or "middle" where TeX was told so.
    """

    kind: str
    text: str
    start: int
    end: int
    font: str = ""


_TOKEN = re.compile(r"\\(?P<command>[A-Za-z]+|.)|(?P<number>\d+(?:\.\d+)?|\.\d+)|%[^\n]*|\s+|(?P<char>.)", re.DOTALL)

_SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵀᵗᵏᵈ", "0123456789+-=()niTtkd", strict=True))
_SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼᵣᵤᵥ", "0123456789+-=()aeoxhklmnpstijruv", strict=True))

#: characters that people type for something else than pylatexenc's table says, or that it lacks
_UNICODE = {
    "φ": r"\phi", "ϕ": r"\phi", "ε": r"\epsilon", "ϵ": r"\epsilon", "·": r"\cdot", "×": r"\times", "⋅": r"\cdot",
    "→": r"\to", "…": r"\dots", "½": r"\frac{1}{2}", "¼": r"\frac{1}{4}", "¾": r"\frac{3}{4}", "√": r"\sqrt",
    "−": "-", "–": "-", "﹣": "-", "∗": "*", "⊺": r"\top", "∥": r"\|", "‖": r"\|", "∣": "|", "’": "'", "′": "'",
    "″": "''", "±": r"\pm", "÷": "/", "∕": "/", "≔": ":=", "≜": r"\triangleq", "¬": r"\neg", "µ": r"\mu",
    "𝔼": r"\mathbb{E}", "ℒ": r"\mathcal{L}", "𝒩": r"\mathcal{N}", "ℓ": r"\ell", "⟺": r"\iff", "⟹": r"\implies",
    "⇔": r"\iff", "∎": "", "□": "", "■": "", "◻": "", "\u200b": "", "\u2061": "", "\u2062": "", "\ufeff": "",
}  # fmt: skip


@cache
def _table() -> dict[int, str]:
    return get_builtin_uni2latex_dict()  # type: ignore[no-any-return]


@lru_cache(maxsize=512)
def unicode_tex(character: str) -> str | None:
    """Return the TeX that a character outside ASCII stands for, or None if it has no meaning in a formula."""
    if character in _UNICODE:
        return _UNICODE[character]
    if character in _SUPERSCRIPTS:
        return "^{" + _SUPERSCRIPTS[character] + "}"
    if character in _SUBSCRIPTS:
        return "_{" + _SUBSCRIPTS[character] + "}"
    tex = _table().get(ord(character), "")
    return tex[len(r"\ensuremath{") : -1] if tex.startswith(r"\ensuremath{") else None


def scan(text: str, offset: int = 0) -> list[Token]:
    """Return the tokens of `text`, whose first character stands at `offset` of the document.

    A run of raised or lowered Unicode characters becomes one script; a character that means nothing in a formula
    stays a "char", and the parser says that it cannot read it.
    """
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind is None:
            continue
        value = match.group(kind)
        start, end = match.start() + offset, match.end() + offset
        if kind == "char" and value > "\x7f":
            _unicode(tokens, value, start)
        else:
            tokens.append(Token(kind, value, start, end))
    return tokens


def _unicode(tokens: list[Token], character: str, start: int) -> None:
    tex = unicode_tex(character)
    if tex is None:
        tokens.append(Token("char", character, start, start + 1))
        return
    new = [Token(t.kind, t.text, start, start + 1) for t in scan(tex)]
    script = new and new[0].text in "^_" and tokens
    if script and tokens[-1] == Token("char", "}", start - 1, start) and _script_of(tokens) == new[0].text:
        tokens.pop()
        new = new[2:]
    elif script and tokens[-1].text == new[0].text:
        new = new[1:]  # "^ᵀ"
    tokens.extend(new)


def _script_of(tokens: list[Token]) -> str:
    """Return "^" or "_" if the tokens end with a script that was made of raised or lowered characters."""
    k = len(tokens) - 1
    first = max(0, k - 20)  # nobody raises more characters than that
    while k > first and not (tokens[k].text == "{" and tokens[k].kind == "char"):
        k -= 1
    made = k > first and tokens[k].start == tokens[k - 1].start and tokens[k].end == tokens[k - 1].end
    return tokens[k - 1].text if made else ""


def is_char(token: Token, char: str) -> bool:
    """Whether a token is this very character."""
    return token.kind == "char" and token.text == char


def spaced(tokens: list[Token]) -> str:
    """Join the characters of a text, with a blank where there was one."""
    parts: list[str] = []
    for before, token in zip([None, *tokens], tokens, strict=False):
        if before is not None and token.start > before.end:
            parts.append(" ")
        parts.append(" " if (token.text in "~ ," and token.kind == "command") or is_char(token, "~") else token.text)
    return " ".join("".join(p for p in parts if p not in "{}").split())
