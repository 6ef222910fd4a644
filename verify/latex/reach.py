r"""How far an operator without brackets reaches: one factor with its argument, a product, or the terms behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verify.latex import brackets, scripts
from verify.latex.bound import bound_letters, mentions
from verify.latex.tree import Bracket, Letter, Node, Operator, Scripted, Word

if TYPE_CHECKING:
    from verify.latex.parse import Parser


def limits(p: Parser) -> tuple[Node | None, Node | None]:
    """Read the scripts of an operator; its superscript is a formula (the T in Σ^T is no transpose)."""
    sub: Node | None = None
    sup: Node | None = None
    while p.at("script"):
        token = p.take()
        start, end = p.argument_range()
        if start == end:
            continue
        if (sub if token.text == "_" else sup) is not None:
            p.i -= 1
            raise p.stuck("two scripts of a kind")
        if token.text == "_":
            sub = scripts.script(p, start, end)
        else:
            mark = scripts.marks(p, start, end) if p.t[start].kind != "letter" else None
            sup = mark[0] if mark and len(mark) == 1 else scripts.script(p, start, end)
    return sub, sup


def argument_follows(p: Parser, before: Node) -> bool:
    """Tell whether a bracket follows that could be the argument of the letter before."""
    base = before.base if isinstance(before, Scripted) else before
    return p.at("open") and p.t[p.i].text in "([" and isinstance(base, Letter | Word)


def bar_opens(p: Parser) -> bool:
    """Tell whether the bar that comes next opens |x| rather than closes one."""
    return not p.bars or brackets.bar_role(p) != "close" or (p.i + 2 < p.end and p.operand())


def tight(p: Parser, open_end: bool = False) -> Node:
    """Read one factor with its argument; with `open_end` the rest of the product may belong to it, too."""
    start = p.i
    if p.at("sign"):
        return p.expression()
    factors, between = [p.factor()], list[str]()
    while argument_follows(p, factors[-1]):
        between.append("")
        factors.append(p.factor())
    if open_end and p.goes_on() and not p.at("op") and p.choose(2) == 1:
        while p.goes_on():
            between.append("")
            factors.append(p.factor())
    return p.joined(start, factors, between)


def gradient_body(p: Parser) -> Node | None:
    """Read what ∇ applies to: a function of its argument, a bracket or a product."""
    if not p.operand() or (p.at("bar") and not bar_opens(p)):
        return None
    start = p.i
    first = p.factor()
    named = isinstance(first.base if isinstance(first, Scripted) else first, Letter | Word)
    factors, between = [first], list[str]()
    while named and argument_follows(p, factors[-1]):
        between.append("")
        factors.append(p.factor())
    applied = len(factors) > 1 or isinstance(first, Operator | Bracket)
    if p.goes_on():
        wide = p.choose(2) == (1 if applied else 0)
        while wide and p.goes_on():
            between.append("")
            factors.append(p.factor())
    return p.joined(start, factors, between)


def reach(p: Parser, bound: frozenset[str] | None) -> Node:
    """Read the product behind an operator, and the terms that follow where these mention what it binds.

    `bound` are the letters that it binds, None if it does not say: then any term may mention them.
    """
    start = p.i
    if p.at("sign"):
        return p.expression()
    first = p.product(inner=True, bound=bound or frozenset())
    if p.guessing or not p.at("sign"):
        return first
    rest = _rest(p)
    if mentions(rest, bound) and p.choose(2) == 1:
        return p.sum_from(start, ["+"], [first])
    return first


def binds_again(p: Parser, bound: frozenset[str]) -> bool:
    """Tell whether a Σ or Π comes next, perhaps behind a dot, that binds one of these letters: Π_k a_k Π_k b_k."""
    at = p.i + (p.i + 1 < p.end and p.t[p.i].kind == "times" and p.t[p.i].text in "·×*")
    if p.t[at][:2] not in (("op", "sum"), ("op", "prod")):
        return False
    kept, labels, guessing, p.guessing = p.i, len(p.labels), p.guessing, True
    p.i = at + 1
    sub = limits(p)[0]
    p.i, p.guessing = kept, guessing
    del p.labels[labels:]
    return bool((bound_letters("sum", sub) or frozenset()) & bound)


def _rest(p: Parser) -> Node:
    """Read the terms that follow, in the conventional way, without moving; each place is looked at only once."""
    place = (p.i, p.end, len(p.bars), p.integrals)
    found = p.guessed.get(place)
    if isinstance(found, Node):
        return found
    kept, depth, labels, p.guessing = p.i, p.depth, len(p.labels), True
    rest = p.sum_from(p.i, [], [])
    p.i, p.depth, p.guessing = kept, depth, False
    del p.labels[labels:]
    p.guessed[place] = rest
    return rest
