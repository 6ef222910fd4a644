"""What a function without brackets applies to: log, det, E and their like.

* log takes the product behind it, up to the next operator; an explicit "·" or "/" may end it;
* log(x)² is (log x)² or log(x²).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from verify.latex import brackets, scripts
from verify.latex.bound import bound_letters
from verify.latex.names import key_of
from verify.latex.reach import argument_follows, bar_opens, limits, reach, tight
from verify.latex.tree import Fraction, Letter, Node, Number, Operator

if TYPE_CHECKING:
    from verify.latex.parse import Parser

DIVERGENCES = frozenset({"KL", "JSD"})
_ENDS_LOG = frozenset({"log", "ln", "sum", "prod", "int", "E", "nabla", "max", "min", "sup", "inf", "lim", "KL"})
_OPEN_IN_LOG = frozenset({"sum", "prod", "int"})
_SQUARED_INSIDE = frozenset({"log", "ln", "sin", "cos", "tan"})
_LOGS = frozenset({"log", "ln"})


def function(p: Parser, start: int, name: str, sub: Node | None, sup: Node | None) -> Node:
    """Read log, det, E and so on with what they apply to."""
    place = p.t[start].start
    if p.at("open") and p.t[p.i].text in "([{":
        opened = p.i
        body = brackets.bracket(p)
        if name in _SQUARED_INSIDE and p.at("script", "^") and p.choose(2) == 1:
            return Operator(place, 0, name, scripts.scripts(p, body), sub, sup)
        if name in _LOGS and p.at("times", "/") and p.choose(2, loose=True) == 1:  # log (a)/(b), meant as log(a/b)
            p.i += 1
            return Operator(place, 0, name, p.joined(opened, [body, tight(p)], ["/"]), sub, sup)
        return Operator(place, p.last().end, name, body, sub, sup, True)
    if p.at("group") and not _script_behind_group(p):
        return Operator(place, 0, name, p.group(), sub, sup)
    if not p.at("sign") and not (p.at("bar") and bar_opens(p)) and (p.at("bar") or not p.operand()):
        return Operator(place, p.last().end, name, None, sub, sup)
    if name in DIVERGENCES or name == "H" or name == "P":
        return Operator(place, p.last().end, name, None, sub, sup)
    if name in _LOGS:
        return Operator(place, 0, name, logarithm_body(p), sub, sup)
    if name == "E":
        return Operator(place, 0, name, reach(p, bound_letters("E", sub)), sub, sup)
    return Operator(place, 0, name, tight(p, name in ("det", "tr", "exp")), sub, sup)


def _script_behind_group(p: Parser) -> bool:
    after = p.partner[p.i] + 1
    return after < p.end and p.t[after].kind in ("script", "open", "prime")


def _is_ratio(node: Node) -> bool:
    """Tell whether a node is a fraction of more than numbers and letters: p(x)/q(x), but not 1/K."""
    parts = (node.numerator, node.denominator) if isinstance(node, Fraction) else ()
    return any(not isinstance(part, Number | Letter) for part in parts)


def logarithm_body(p: Parser) -> Node:
    """Read the product behind a log without brackets; "·" may end it, "/" usually does not."""
    start = p.i
    if p.at("sign"):
        return p.expression()
    factors, between = [p.factor()], list[str]()
    while p.i < p.end:
        token = p.t[p.i]
        if token.kind == "times" and token.text in "·×*⊙/":
            narrow = p.choose(2)
            if narrow == (1 if token.text == "/" else 0):
                break
            p.i += 1
            between.append(token.text)
        elif token.kind != "times" and p.goes_on(_ENDS_LOG):
            if len(factors) == 1 and _is_ratio(factors[0]) and p.choose(2, loose=True) == 0:
                break  # log of a ratio, times what is behind it
            if (
                not argument_follows(p, factors[-1])
                and not isinstance(factors[-1], Number)
                and p.choose(2, loose=True) == 1
            ):
                break
            between.append("")
        elif token.kind != "times" and p.goes_on(_ENDS_LOG - _OPEN_IN_LOG):
            if not _is_mean(p, factors) and p.choose(2) == 1:  # log 2 Σ a is log(2 Σ a), or log(2) times a sum
                break
            between.append("")
        else:
            break
        factors.append(p.factor())
    return p.joined(start, factors, between)


def _is_mean(p: Parser, factors: list[Node]) -> bool:
    """Whether 1/K and Σ with the upper end K, or none, are one mean."""
    if p.t[p.i].text != "sum" or len(factors) != 1 or not isinstance(factors[0], Fraction):
        return False
    kept, guessing, p.guessing = p.i, p.guessing, True
    p.i += 1
    top = limits(p)[1]
    p.i, p.guessing = kept, guessing
    size, number = key_of(factors[0].denominator), key_of(factors[0].numerator)
    named = isinstance(factors[0].denominator, Letter) if top is None else size == key_of(top)
    return named and size is not None and number == "1"
