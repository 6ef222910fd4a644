r"""Fonts and words: \mathbb{E}, \mathcal L, \text{if $x > 0$}, \operatorname{tr}, \rm KL.

A font is dropped where it only says how a letter looks, and kept where it tells letters apart (L and \mathcal L); what
stands in a box of text is a letter, an operator, a word of mathematics, or words of a language.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from verify.latex.symbols import ALPHABETS, FONTS, GREEK, IGNORED, OPERATORS, TEXTS, words
from verify.latex.tokens import Token, is_char, spaced

if TYPE_CHECKING:
    from verify.latex.spell import Speller

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*\d*\Z")
_LANGUAGE = words(
    """
    if for where and at since when with so as by or then hence thus because given let from using under we is are in
    on that the a an all any each some is constant const si pour et ou où donc quand avec car en par sous soit alors
    ainsi puis on tout otherwise sinon else therefore assuming such provided iff subject indep independent iid
    i.i.d. unless
    """
)


def font(s: Speller) -> None:
    """Drop a font; its braces stay only where a script follows that is meant for all that is in them."""
    if not is_char(s.peek(), "{"):
        return
    start = s.k
    inner = s.argument()
    if len(inner) > 1 and (is_char(s.peek(), "^") or is_char(s.peek(), "_")):
        s.k = start
        return
    words = "".join(t.text for t in inner)
    if words in OPERATORS and len(words) > 1:
        s.word(words, Token("", "", inner[0].start, inner[-1].end))
    else:
        s.out.extend(s.inner(inner))


def alphabet(s: Speller, font: str, token: Token) -> None:
    """Read a letter of an alphabet: 𝔼 and ℙ are operators, 𝟙 an indicator, 𝕍ar the variance."""
    start, inner = s.k, s.argument()
    name = "".join(t.text for t in inner if t.kind != "command" or t.text not in FONTS)
    place = Token("", "", token.start, s.raw[s.k - 1].end)
    if font == "bb" and name in ("E", "P", "H"):
        s.put("op", name, place, "bb")
    elif font == "bb" and name == "V":
        s.put("op", "Var", place)
        if "".join(t.text for t in s.raw[s.k : s.k + 5]) == r"mathrm{ar}":
            s.k += 5
    elif len(inner) == 1 and inner[0].kind == "char" and name.isalpha():
        s.put("letter", name, place, font)
    elif name in OPERATORS:
        s.word(name, place)
    elif font == "bb" and name in ("1", "I"):
        s.put("word", "1", place)
    elif len(inner) > 1 and all(t.kind == "char" and t.text.isalpha() for t in inner):
        for t in inner:
            s.put("letter", t.text, t, font)
    else:
        s.k = start
        s.put("unknown", "\\math" + font, token)


def text(s: Speller, token: Token) -> None:
    r"""Read \text, \mathrm, \operatorname: a letter, a word, an operator or words of a language."""
    if is_char(s.peek(), "*"):
        s.k += 1
    inner = declared(s) if token.text == "rm" else s.argument()
    if not inner:
        return
    place = Token("", "", token.start, s.raw[s.k - 1].end)
    if any(is_char(t, "$") for t in inner):
        mixed(s, inner)
        return
    if inner[0].kind == "command" and inner[0].text in (FONTS | TEXTS | ALPHABETS.keys()):
        s.out.extend(s.inner(inner))
        return
    words = spaced([t for t in inner if t.kind != "command" or t.text not in IGNORED])
    squeezed = words.replace(" ", "")
    if len(squeezed) > 1 and squeezed.isalpha() and all(len(part) == 1 for part in words.split()):
        words = squeezed  # scanners write \mathrm {K L}
    if squeezed in OPERATORS and (squeezed == words or squeezed.startswith("arg")) and squeezed != "E":
        s.word(squeezed, place)
    elif words == "E" or words == "P":
        s.put("op", words, place, "rm") if token.text != "text" else s.put("letter", words, place)
    elif len(words) == 1 and words.isalpha():
        s.put("letter", words, place, "rm")
    elif len(words) == 2 and words[0] == "d" and token.text == "mathrm":
        s.put("letter", "d", inner[0], "rm")
        s.put("letter", words[1], inner[1])
    elif len(inner) == 1 and inner[0].kind == "command" and inner[0].text in GREEK:
        s.put("letter", inner[0].text, place)
    elif _WORD.match(words) and words.lower() not in _LANGUAGE:
        s.put("word", words, place)
    elif not any(c.isalnum() for c in words):
        s.out.extend(s.inner([t for t in inner if t.kind == "char" and t.text in ",.;"]))
    elif token.text == "operatorname" or all(t.kind == "number" for t in inner):
        s.out.extend(s.inner(inner))
    else:
        s.put("prose", words, place)


def declared(s: Speller) -> list[Token]:
    r"""Take the letters that a \rm applies to: those up to the first other symbol."""
    start = s.k
    while s.letter_at(s.k) or (s.k > start and s.peek().kind == "command" and s.peek().text in ", "):
        if s.k > start and s.peek().start > s.raw[s.k - 1].end:
            break
        s.k += 1
    return s.raw[start : s.k] if s.k > start else s.argument()


def mixed(s: Speller, inner: list[Token]) -> None:
    r"""Read \text{if $x > 0$}: words and formulas in turn."""
    formula, part = False, list[Token]()
    for t in [*inner, Token("char", "$", -1, -1)]:
        if not is_char(t, "$"):
            part.append(t)
            continue
        if part and formula:
            s.out.extend(s.inner(part))
        elif part:
            s.put("prose", spaced(part), Token("", "", part[0].start, part[-1].end))
        formula, part = not formula, []
