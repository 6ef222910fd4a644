r"""Prefix operators and what they apply to: functions, expectations, divergences, sums, optima, ∇.

How far an operator without brackets reaches is a convention; where writers differ, the parser is asked to `choose`,
so that every tree that could be meant is built:

* functions as `verify.latex.applied` says;
* Σ, Π, E, lim, max take the product behind them, and the terms that follow only where these mention what is bound;
* arg max takes all that follows; ∇ takes one factor with its argument, or the product.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from verify.latex.applied import function
from verify.latex.bound import bound_letters, mentions
from verify.latex.derivatives import integral
from verify.latex.reach import bar_opens, gradient_body, limits, reach
from verify.latex.symbols import words
from verify.latex.tree import Node, Operator, Plus, Product

if TYPE_CHECKING:
    from verify.latex.parse import Parser

#: functions: a bracket right behind one holds all that it applies to
FUNCTIONS = words(
    """
    log ln exp sin cos tan sinh cosh tanh arctan arcsin arccos det tr diag rank Re Im E Var Cov P H KL JSD
    """
)
_EXTREMA = frozenset({"argmax", "argmin"})


def operator(p: Parser) -> Node:
    """Read a prefix operator with its scripts and its body."""
    start, token = p.i, p.take()
    sub, sup = limits(p)
    return apply(p, start, token.text, sub, sup)


def apply(p: Parser, start: int, name: str, sub: Node | None, sup: Node | None) -> Node:
    """Read the body of the operator that starts at `start`."""
    p.deeper()
    if name == "int" or name == "oint":
        node = integral(p, start, sub, sup)
    elif name == "nabla":
        node = Operator(p.t[start].start, 0, name, gradient_body(p), sub, sup)
    elif name in FUNCTIONS:
        node = function(p, start, name, sub, sup)
    elif name == "arg":
        raise p.stuck("arg of what")
    else:
        node = big(p, start, name, sub, sup)
    p.depth -= 1
    return _ended(p, node)


def _ended(p: Parser, node: Node) -> Node:
    if isinstance(node, Operator) and node.end == 0:
        return Operator(
            node.start, p.last().end, node.name, node.body, node.sub, node.sup, node.bracketed, node.variables
        )
    return node


def big(p: Parser, start: int, name: str, sub: Node | None, sup: Node | None) -> Node:
    """Read Σ, Π, max, arg max, lim with what they range over."""
    place = p.t[start].start
    if p.at("sign"):
        return Operator(place, 0, name, p.expression() if name in _EXTREMA else _signed(p), sub, sup)
    if not p.operand() or (p.at("bar") and not bar_opens(p)):
        return Operator(place, p.last().end, name, None, sub, sup)
    if name in _EXTREMA:
        return Operator(place, 0, name, p.expression(), sub, sup)
    bound = bound_letters(name, sub)
    body = reach(p, bound)
    if name == "prod" and isinstance(body, Product) and bound and (cut := _reached(body, bound)) < len(body.factors):
        inside, behind = body.factors[:cut], body.factors[cut:]
        operators, end = body.operators[: cut - 1], inside[-1].end
        within = inside[0] if cut == 1 else replace(body, end=end, factors=inside, operators=operators)
        whole = Operator(place, end, name, within, sub, sup)
        return Product(place, body.end, body.operators[cut - 1 :], (whole, *behind))
    return Operator(place, 0, name, body, sub, sup)


def _reached(body: Product, bound: frozenset[str]) -> int:
    """Return how many factors a Π has: those up to the last one in which its index occurs, all if it does in none.

    Nobody writes Π_k a_k b for b^K Π_k a_k.
    """
    last = max((k for k, factor in enumerate(body.factors) if mentions(factor, bound)), default=len(body.factors))
    cut = last + 1
    return cut if cut < len(body.factors) and body.operators[cut - 1] in ("", "·", "×") else len(body.factors)


def _signed(p: Parser) -> Node:
    start, sign = p.i, p.take().text
    first = p.product(inner=True)
    return Plus(*p.span(start), (sign,), (first,))
