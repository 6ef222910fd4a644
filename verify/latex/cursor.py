"""A place in a list of symbols, with the brackets matched beforehand and the open choices of a reading.

Main definitions
----------------
* `NotRead`: the first symbol that cannot be read, or the bracket that is wrong for everyone.
* `match_brackets`: which opening bracket belongs to which closing one.
* `Cursor`: reads symbols within a range; counts depth; asks which way to go where the syntax is open.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from verify.latex.tokens import Token

T = TypeVar("T")

#: deeper formulas are not read (nobody writes them by hand, and trees are walked recursively)
DEPTH = 60

_SHOWN = {"(": "()", "[": "[]", "{": "{}", "⟨": "⟨⟩", "|": "||", "‖": "‖‖", ".": "..", "⌊": "⌊⌋", "⌈": "⌈⌉"}


class NotRead(Exception):
    """A symbol that cannot be read, with its place; `ill_typed` tells that no reader could."""

    def __init__(self, message: str, token: Token, *, ill_typed: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.start = token.start
        self.end = token.end
        self.ill_typed = ill_typed


def match_brackets(tokens: list[Token]) -> tuple[list[Token], dict[int, int]]:
    r"""Return the tokens and, for each opening bracket, brace or environment, where it closes.

    Bars with a direction that find no partner become bars without one; a \left. or \right. without a partner goes.
    Two ends of different shape are an interval where they hold two items and stand behind no operand.

    Raises:
        NotRead: (ill typed) for the first bracket that is not closed, or not opened.
    """
    tokens = list(tokens)
    while True:
        partner, alone = _match(tokens)
        if not alone:
            return tokens, partner
        for k in alone:
            tokens[k] = tokens[k]._replace(kind="bar" if tokens[k].text in "|‖" else "null")
        tokens = [t for t in tokens if t.kind != "null"]


def _match(tokens: list[Token]) -> tuple[dict[int, int], list[int]]:
    stack: list[int] = []
    partner: dict[int, int] = {}
    alone: list[int] = []
    for k, token in enumerate(tokens):
        if token[:2] == ("open", "[") and stack and tokens[stack[-1]].font == "outward":
            tokens[k] = token._replace(kind="close")
            partner[stack.pop()] = k
        elif token.kind in ("open", "group", "begin"):
            stack.append(k)
        elif token.kind == "close" and token.text == "[" and k and tokens[k - 1].text in ("in", "∪", "∖", "∩"):
            tokens[k] = token._replace(kind="open", font="outward")  # ]0, 1[
            stack.append(k)
        elif token.kind in ("close", "ungroup", "end"):
            while stack and _weak(tokens[stack[-1]]) and not _fits(tokens, stack[-1], k):
                alone.append(stack.pop())
            if stack and _fits(tokens, stack[-1], k):
                partner[stack.pop()] = k
            elif _weak(token):
                alone.append(k)
            else:
                raise _unmatched(tokens, stack, k)
    while stack and _weak(tokens[stack[-1]]):
        alone.append(stack.pop())
    if stack:
        raise _unmatched(tokens, stack, None)
    return partner, alone


def _weak(token: Token) -> bool:
    return token.text in ("|", "‖", ".") and token.kind in ("open", "close")


def _fits(tokens: list[Token], i: int, k: int) -> bool:
    opening, closing = tokens[i], tokens[k]
    if opening.kind == "begin" or closing.kind == "end":
        return opening.kind == "begin" and closing.kind == "end" and opening.text == closing.text
    if opening.kind == "group" or closing.kind == "ungroup":
        return opening.kind == "group" and closing.kind == "ungroup"
    if opening.text == closing.text or (opening.text == "." and closing.text in "|‖"):
        return True
    if opening.text == "{" and closing.text == ".":
        return True
    return {opening.text, closing.text} == {"(", "["} and _interval(tokens, i, k)


def _interval(tokens: list[Token], i: int, k: int) -> bool:
    before = tokens[i - 1].kind if i else "relation"
    inside = [t for t in tokens[i + 1 : k] if t.kind in ("sep", "open", "close")]
    return before in ("relation", "sep", "open", "prose", "quad", "times") and [t.text for t in inside] == [","]


def _unmatched(tokens: list[Token], stack: list[int], k: int | None) -> NotRead:
    """Say which bracket is wrong: one not opened, or the innermost one that is not closed."""
    bad = tokens[stack[-1]] if stack else tokens[k or 0]
    if k is None:  # where TeX's braces do not match, the text is damaged, and brackets say nothing
        bad = next((tokens[i] for i in stack if tokens[i].kind in ("group", "begin")), bad)
    if k is not None and (not stack or not any(_fits(tokens, i, k) for i in stack)):
        bad = tokens[k]
    if bad.kind in ("group", "ungroup", "begin", "end"):
        what = {"group": "a brace { is not closed", "ungroup": "a brace } was not opened"}.get(
            bad.kind, f"\\{bad.kind}{{{bad.text}}} has no partner"
        )
        return NotRead(what, bad)
    shape = _SHOWN.get(bad.text, bad.text * 2)
    if bad.kind == "open":
        return NotRead(f"the bracket {shape[0]} is not closed", bad, ill_typed=True)
    return NotRead(f"the bracket {shape[1]} was not opened", bad, ill_typed=True)


class Cursor:
    """Reads symbols from `i` to `end`.

    `decisions` are the choices to take, in the order in which they come up (0 where they run out); `trace` records
    how many ways there were and whether only careless writers mean the others.
    """

    def __init__(self, tokens: list[Token], partner: dict[int, int], decisions: Sequence[int] = ()) -> None:
        self.t = tokens
        self.partner = partner
        self.i = 0
        self.end = len(tokens)
        self.bars: list[str] = []
        self.depth = 0
        self.level = 0
        self.integrals = 0
        self.guessing = False
        self.guessed: dict[tuple[int, int, int, int], object] = {}
        self.decisions = decisions
        self.trace: list[tuple[int, bool]] = []

    def at(self, kind: str, text: str | None = None, ahead: int = 0) -> bool:
        """Tell whether the next symbol (or the one `ahead` of it) is of this kind (and text)."""
        k = self.i + ahead
        return k < self.end and self.t[k].kind == kind and (text is None or self.t[k].text == text)

    def take(self) -> Token:
        """Return the next symbol and move on."""
        if self.i >= self.end:
            raise self.stuck("something is missing")
        self.i += 1
        return self.t[self.i - 1]

    def last(self) -> Token:
        """Return the symbol that was read last (at the start, the first one)."""
        return self.t[max(self.i - 1, 0)]

    def stuck(self, message: str = "") -> NotRead:
        """Say that the next symbol cannot be read here."""
        if self.i < self.end:
            token = self.t[self.i]
            return NotRead(message or f"cannot read {shown(token)}", token)
        token = self.t[min(self.i, len(self.t)) - 1] if self.t else Token("", "", 0, 0)
        return NotRead(message or f"something is missing after {shown(token)}", token)

    def choose(self, ways: int, *, loose: bool = False) -> int:
        """Return which of several readings to take here."""
        if self.guessing:
            return 0
        k = len(self.trace)
        self.trace.append((ways, loose))
        return self.decisions[k] if k < len(self.decisions) else 0

    def within(self, start: int, end: int, read: Callable[[], T], *, level: int = 1) -> T:
        """Read all symbols from `start` to `end`, one bracket deeper; the cursor ends up where it was."""
        kept = self.i, self.end, self.bars, self.integrals
        self.i, self.end, self.bars, self.integrals = start, end, [], 0
        self.level += level
        self.deeper()
        result = read()
        if self.i < self.end:
            raise self.stuck()
        self.i, self.end, self.bars, self.integrals = kept
        self.level -= level
        self.depth -= 1
        return result

    def deeper(self) -> None:
        """Count one level of nesting; too many are not read."""
        self.depth += 1
        if self.depth > DEPTH:
            raise self.stuck(f"nested deeper than {DEPTH}")

    def skip(self, k: int) -> int:
        """Return the place behind the symbol at `k`, or behind its closing bracket."""
        return self.partner.get(k, k) + 1

    def find(self, start: int, stop: Callable[[int], bool]) -> int:
        """Return the first place from `start` outside brackets where `stop` holds, or the end."""
        k = start
        while k < self.end and not stop(k):
            k = self.skip(k)
        return min(k, self.end)


def shown(token: Token) -> str:
    """Return a symbol as people know it."""
    if token.kind in ("command", "op", "accent", "begin", "end"):
        return "\\" + token.text
    if token.kind == "close":
        return _SHOWN.get(token.text, token.text * 2)[1]
    return token.text
