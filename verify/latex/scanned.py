"""Formulas as scanners write them, with blanks between all symbols: K L for KL, 0 . 5 for 0.5.

Main definitions
----------------
* `joined`: the tokens of a formula, what blanks tore apart put together.
"""

from __future__ import annotations

import itertools

from verify.latex.symbols import BARE_WORDS
from verify.latex.tokens import Token

#: words that scanners tear apart, the longest first
_WORDS = tuple(sorted({*BARE_WORDS, "JSD", "var", "cov"}, key=len, reverse=True))
#: fewer symbols tell nothing
_LEAST = 6
#: of how many pairs of symbols one in which both touch is a scanner's, too
_TOUCHING = 8
_BARS = ("|", "\\|", "Vert", "parallel", "mid")


def joined(tokens: list[Token]) -> list[Token]:
    """Return the tokens with torn words and decimals joined, where blanks stand between nearly all symbols.

    The K and L of a divergence (two bars stand in the bracket behind) are joined wherever a blank parts them.
    """
    scanned = _is_scanned(tokens)
    out = list[Token]()
    k = 0
    while k < len(tokens):
        token = tokens[k]
        if scanned and _is_decimal(tokens, k):
            end = tokens[k + 2].end
            out.append(Token("number", f"{token.text}.{tokens[k + 2].text}", token.start, end))
            k += 3
            continue
        word = _word(tokens, k) if scanned else ""
        word = word or ("KL" if _is_divergence(tokens, k) else "")
        for n in range(max(1, len(word))):
            place = tokens[k + n]
            out.append(place._replace(start=out[-1].end) if n else place)
        k += max(1, len(word))
    return out


def _is_scanned(tokens: list[Token]) -> bool:
    pairs = list(itertools.pairwise(tokens))
    touching = sum(a.end == b.start and (a.kind, b.kind) != ("command", "char") for a, b in pairs)
    return len(pairs) >= _LEAST and touching * _TOUCHING <= len(pairs)


def _is_decimal(tokens: list[Token], k: int) -> bool:
    three = tokens[k : k + 3]
    return (
        [t.kind for t in three] == ["number", "char", "number"]
        and three[1].text == "."
        and all("." not in t.text for t in three[::2])
    )


def _word(tokens: list[Token], k: int) -> str:
    """Return the word that single letters from `k` on make, or ""."""
    for word in _WORDS:
        run = tokens[k : k + len(word)]
        apart = all(a.end < b.start for a, b in itertools.pairwise(run))
        if apart and all(t.kind == "char" for t in run) and "".join(t.text for t in run) == word:
            return word
    return ""


def _is_divergence(tokens: list[Token], k: int) -> bool:
    """Whether K L ( … ‖ … ) stands at `k`, a blank between both letters."""
    if [t.text for t in tokens[k : k + 2]] != ["K", "L"] or tokens[k].end >= tokens[k + 1].start:
        return False
    n = k + 2 + (k + 2 < len(tokens) and tokens[k + 2][:2] == ("command", "left"))
    if n >= len(tokens) or tokens[n].text not in ("(", "["):
        return False
    depth = 0
    for m in range(n, len(tokens)):
        depth += (tokens[m].text in ("(", "[")) - (tokens[m].text in (")", "]"))
        if depth == 0:
            return False
        if depth == 1 and tokens[m].text in _BARS:
            double = tokens[m].text != "|" or tokens[m].kind == "command"
            if (double and tokens[m].text != "mid") or (m + 1 < len(tokens) and tokens[m + 1].text == "|"):
                return True
    return False
