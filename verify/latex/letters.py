"""Letters that start more than a letter: a plain E, D(q ‖ p), df/dx.

Main definitions
----------------
* `letter`: a letter, or what it starts.
* `plain`: a letter, number or word that stands alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from verify.latex import brackets, operators
from verify.latex.applied import DIVERGENCES
from verify.latex.derivatives import differential_quotient
from verify.latex.reach import limits
from verify.latex.tree import Bracket, Letter, Node, Number

if TYPE_CHECKING:
    from verify.latex.parse import Parser
    from verify.latex.tokens import Token


def letter(p: Parser) -> Node:
    """Read a letter; E, D_KL, ∂f/∂x written with d start operators."""
    start, token = p.i, p.t[p.i]
    if _starts_mean(p, token):
        p.i += 1
        sub, sup = limits(p)
        return operators.apply(p, start, "E", sub, sup)
    if token.text in ("D", "d"):
        divergence = _divergence(p)
        if divergence:
            return operators.apply(p, start, divergence, None, None) if p.i > start else p.factor()
    if token.text == "d" and not p.integrals:
        quotient = differential_quotient(p)
        if quotient is not None:
            return quotient
    p.i = start + 1
    return plain(p, token)


def _starts_mean(p: Parser, token: Token) -> bool:
    r"""Tell whether an E is an expectation; a calligraphic one is where a law stands below and a [ follows."""
    if token.text != "E" or token.font not in ("", "cal"):
        return False
    if token.font:
        return _of_law(p)
    return _expectation(p) or (_factor_behind(p) and p.choose(2, loose=True) == 0)


def _of_law(p: Parser) -> bool:
    r"""Tell whether a script and a [ follow, as in \mathcal{E}_{q}[f]; beside an \mathbb{E} it is another name."""
    below = p.i + 1
    if below + 1 >= p.end or p.t[below][:2] != ("script", "_"):
        return False
    inside = [t for t in p.t[below + 1 : p.skip(below + 1)] if t.kind not in ("group", "ungroup")]
    behind = p.skip(below + 1)
    if behind >= p.end or p.t[behind][:2] != ("open", "["):
        return False
    numbered = len(inside) == 1 and (inside[0].kind == "number" or inside[0].text in "ijklmnt")
    return not numbered and not any(t.kind == "op" and t.text == "E" for t in p.t)


def plain(p: Parser, token: Token) -> Node:
    """Return the node of a letter, number, word or ∞ that stands alone."""
    place = token.start, token.end
    if token.kind == "letter" or (token.kind == "op" and token.text == "E"):
        return Letter(*place, token.text, "" if token.font == "rm" else token.font)
    if token.kind == "number":
        return Number(*place, token.text)
    p.i -= 1
    return p.leaf(token)


def _expectation(p: Parser) -> bool:
    """Tell whether a plain E is an expectation: a bracket follows, or a measure below and an operand."""
    k, below = p.i + 1, False
    while k + 1 < p.end and p.t[k].kind == "script":
        inside = p.t[k + 1 : p.skip(k + 1)]
        if p.t[k].text == "^" and any(t.kind in ("sign", "mark") or t.text == "T" for t in inside):
            return False
        below = below or p.t[k].text == "_"
        k = p.skip(k + 1)
    if k >= p.end:
        return False
    token = p.t[k]
    if token.kind == "open" and token.text in "([{":
        return True
    return token.kind in ("op", "command") or (below and token.kind in ("letter", "word", "open", "bar", "group"))


def _factor_behind(p: Parser) -> bool:
    """Tell whether a letter stands right behind a plain E: E X² is an expectation, unless E is a matrix."""
    return p.i + 1 < p.end and p.t[p.i + 1].kind in ("letter", "bar", "accent")


def _divergence(p: Parser) -> str:
    """Read D_KL or D_JS (the cursor moves behind it), or tell that D(q ‖ p) is a KL (it does not move)."""
    k = p.i + 1
    if k + 1 < p.end and p.t[k][:2] == ("script", "_"):
        inside = [t for t in p.t[k + 1 : p.skip(k + 1)] if t.kind not in ("group", "ungroup")]
        if len(inside) == 1 and inside[0].text in DIVERGENCES:
            p.i = p.skip(k + 1)
            return inside[0].text
    elif k < p.end and p.t[p.i].text == "D" and p.t[k].kind == "open" and p.t[k].text in "([":
        inner = range(k + 1, p.partner[k])
        if any(_double_bar(p, n) for n in inner):
            return _only_divided(p, k)
    return ""


def _double_bar(p: Parser, k: int) -> bool:
    """Tell whether ‖ stands at `k`, as one symbol or as two bars side by side."""
    token = p.t[k]
    if token.text == "|" and token.kind == "bar":
        return k + 1 < p.end and p.t[k + 1][:2] == ("bar", "|") and p.t[k + 1].start == token.end
    return token.text == "‖" and token.kind in ("given", "bar")


def _only_divided(p: Parser, k: int) -> str:
    """Return "KL" if the bracket at `k` has two items with ‖ between."""
    kept = p.i
    p.i = k
    guessing, p.guessing = p.guessing, True
    node = brackets.bracket(p)
    p.guessing = guessing
    if isinstance(node, Bracket) and node.separators == ("‖",):
        p.i = kept + 1
        return "KL"
    p.i = kept
    return ""
