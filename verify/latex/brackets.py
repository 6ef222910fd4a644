r"""Brackets and bars: ( ), [0, 1), |x|, ‖x‖, p(x | z), \left. … \right|."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verify.latex import commands, environments
from verify.latex.cursor import NotRead
from verify.latex.tree import Bracket, Node, Relation

if TYPE_CHECKING:
    from verify.latex.parse import Parser


def bracket(p: Parser) -> Node:
    r"""Read a bracket with its items, \left. … \right|_{…} too."""
    start, token = p.i, p.t[p.i]
    close = p.partner[start]
    if token.text == ".":
        body = p.within(start + 1, close, p.expression)
        p.i = close
        return commands.evaluated(p, body)
    if p.t[close].text == ".":
        node = environments.half_open(p, start, close)
    else:
        double = token.text == "|" and p.t[start + 1][:2] == token[:2] and p.partner[start + 1] == close - 1
        inside, separators = p.within(start + 1 + double, close - double, lambda: items(p))
        closing = p.t[close]
        other = "" if closing.kind == "close" and closing.text == token.text else closing.text
        if token.font == "outward":
            token, other = token._replace(text="]"), "["
        shape = "‖" if double else token.text
        node = Bracket(token.start, closing.end, shape, inside, separators, other)
    p.i = close + 1
    return node


def items(p: Parser) -> tuple[tuple[Node, ...], tuple[str, ...]]:
    """Read items up to the end of the range, and the separators between them."""
    found, separators = list[Node](), list[str]()
    while p.i < p.end:
        if p.at("quad"):
            p.i += 1
            continue
        found.append(item(p))
        while p.at("quad"):
            p.i += 1
        if p.i >= p.end:
            break
        token = p.t[p.i]
        if token.kind == "bar" and bar_role(p) == "given":
            separators.append(bar(p)[0])
        elif token.kind == "given" or (token.kind == "sep" and token.text != "."):
            p.i += 1
            separators.append(token.text)
        else:
            raise p.stuck()
    if found and len(separators) >= len(found):
        p.i -= 1
        raise p.stuck()
    return tuple(found), tuple(separators)


def item(p: Parser) -> Node:
    """Read a sum, or a relation between sums."""
    start = p.i
    left = p.expression()
    if p.at("relation"):
        relation = p.take().text
        right = item(p)
        return Relation(*p.span(start), left, relation, right)
    return left


def bar(p: Parser) -> tuple[str, int]:
    """Take a bar: "|", or "‖" (two bars side by side are one, unless a single one is to be closed)."""
    token = p.take()
    double = token.text == "|" and p.at("bar", "|") and p.t[p.i].start == token.end
    if double and not (p.bars and p.bars[-1] == "|"):
        p.i += 1
        return "‖", 2
    return token.text, 1


def bar_role(p: Parser) -> str:
    """Tell what a bar behind an operand is: "close", "open" (a factor in bars), "given" or "at" (|_{x = 0})."""
    kept = p.i
    text, _ = bar(p)
    after, p.i = p.i, kept
    if p.bars and p.bars[-1] == text:
        return "close"
    if after < p.end and p.t[after][:2] == ("script", "_"):
        return "at"
    count = 0
    stop = frozenset({"relation", "sep", "newline", "quad", "prose"})
    while p.i < p.end and p.t[p.i].kind not in stop:
        if p.t[p.i].kind == "bar":
            count += bar(p)[0] == text
        else:
            p.i = p.skip(p.i)
    p.i = kept
    return "open" if count % 2 == 0 else "given"


#: a bar may open, close or separate, so that one without a partner accuses nobody
UNCLOSED_BAR = "a bar is not closed"


def bars_around(p: Parser) -> Node:
    """Read |x| or ‖x‖."""
    start = p.i
    text, _ = bar(p)
    p.bars.append(text)
    inner = p.expression()
    if not (p.at("bar") and bar(p)[0] == text):
        if not p.at("bar"):
            raise NotRead(f"{UNCLOSED_BAR}: {text}", p.t[start])
        raise p.stuck()
    p.bars.pop()
    return Bracket(*p.span(start), text, (inner,))
