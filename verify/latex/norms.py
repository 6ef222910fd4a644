r"""Norms and absolute values that are written with the signs of a condition: \parallel x \parallel, \mid x \mid.

Main definitions
----------------
* `with_bars`: symbols in which such a sign is a bar where something must stand, and so is its partner.
"""

from __future__ import annotations

from verify.latex.tokens import Token

#: kinds of symbols behind which a formula has something to stand: a condition cannot begin there
_BEFORE = frozenset({"relation", "sign", "open", "times", "align", "newline", "sep", "group", "quad"})


def with_bars(tokens: list[Token]) -> list[Token]:
    """Return the symbols with bars for the signs of a condition that open and close a norm."""
    out = list[Token]()
    opened: list[str] = []
    depth = 0  # outside of all brackets nothing is conditioned
    for token in tokens:
        depth += (token.kind == "open") - (token.kind == "close")
        if token.kind == "given":
            if opened and opened[-1] == token.text:
                opened.pop()
                token = token._replace(kind="bar")
            elif depth <= 0 or not out or out[-1].kind in _BEFORE:
                opened.append(token.text)
                token = token._replace(kind="bar")
        out.append(token)
    return out
