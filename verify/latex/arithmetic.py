"""Numbers, sums, fractions and roots.

Main definitions
----------------
* `number`, `plus`, `fraction`, `root`, `bracket`: handlers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from verify.latex.columns import entrywise
from verify.latex.errors import NeedsShape, Unread
from verify.latex.names import Scripts
from verify.latex.products import multiply
from verify.latex.reading import Expected, Readings, attempt, combine, read, read_all, settle
from verify.latex.scope import Scope
from verify.latex.tree import Bracket, Infinity, Mark, Node, Number, Plus, Root
from verify.latex.tree import Fraction as Quotient
from verify.terms.nodes import HALF, MINUS_ONE, ONE, ZERO, Add, Const, MatOp, Mul, Num, Pow, Sum, Term

#: digits of the longest numeral that is read
LONGEST = 30
_NUMERAL = re.compile(r"[0-9]{1,30}(?:\.[0-9]{1,30})?|\.[0-9]{1,30}")


def number(node: Number, _: Scope, expected: Expected) -> Readings:
    """Read a numeral exactly; 0 is the zero of the shape that is expected."""
    if len(node.text) > LONGEST or not _NUMERAL.fullmatch(node.text):
        raise Unread(f"a number of at most {LONGEST} digits was expected", node.start, node.end)
    value = Num(Fraction(node.text))
    if value == ZERO and expected:
        return (MatOp("zeros", expected),)
    return (value,)


def infinity(_: Infinity, __: Scope, ___: Expected) -> Readings:
    """Read ∞."""
    return (Const("oo"),)


def plus(node: Plus, scope: Scope, expected: Expected) -> Readings:
    """Read a sum; I and 0 take the shape of the other terms."""
    if "±" in node.signs:
        raise Unread("± stands for two values", node.start, node.end)
    if any(isinstance(term, Mark) for term in node.terms) and set(node.signs) == {"+"}:
        from verify.latex.dots import folded_out

        whole = folded_out(Sum, node.terms, scope)
        if whole is not None:
            return whole
    found = [attempt(read, term, scope, expected) for term in node.terms]
    known = [item for item in found if isinstance(item, tuple)]
    shape = next((r[0].shape for r in known if r[0].shape), known[0][0].shape if known else None)
    if shape is not None and expected is None:
        for k, term in enumerate(node.terms):
            if isinstance(found[k], NeedsShape) or found[k] == (ZERO,):
                found[k] = attempt(read, term, scope, shape)
    readings = settle(found)
    return combine(lambda *terms: _signed_sum(node.signs, terms), *readings)


def _signed_sum(signs: Sequence[str], terms: Sequence[Term]) -> Term:
    signed = tuple(negated(t) if sign == "-" else t for sign, t in zip(signs, terms, strict=True))
    return signed[0] if len(signed) == 1 else Add(signed)


def negated(term: Term) -> Term:
    """Return -term."""
    match term:
        case Num(value):
            return Num(-value)
        case Mul(factors=(Num(value), *rest)):
            return Mul((Num(-value), *rest))
        case Mul(factors=factors):
            return Mul((MINUS_ONE, *factors))
        case _:
            return Mul((MINUS_ONE, term))


def fraction(node: Quotient, scope: Scope, expected: Expected) -> Readings:
    """Read a fraction: its denominator is a number, or a column by whose entries is divided."""
    above, below = read_all(((node.numerator, expected), (node.denominator, ())), scope)
    return combine(divided, above, below)


def divided(above: Term, below: Term) -> Term:
    """Return above / below, entry by entry where below is a column and above a number or another one.

    Raises:
        IllTyped: below is another array, or columns of different lengths.

    """
    if below.shape[1:] == (ONE,) and (not above.shape or above.shape == below.shape):
        return entrywise(above, below)
    if isinstance(above, Num) and isinstance(below, Num) and below.value:
        return Num(above.value / below.value)
    return multiply((above, reciprocal(below)))


def reciprocal(term: Term) -> Term:
    """Return 1 / term."""
    if isinstance(term, Num) and term.value:
        return Num(1 / term.value)
    if isinstance(term, Pow) and isinstance(term.exponent, Num):
        return Pow(term.base, Num(-term.exponent.value))
    return Pow(term, MINUS_ONE)


def root(node: Root, scope: Scope, expected: Expected) -> Readings:
    """Read a root of a number, or of an array entry by entry."""
    if node.index is not None:
        below, degrees = read_all(((node.radicand, ()), (node.index, ())), scope)
        return combine(lambda term, degree: Pow(term, reciprocal(degree)), below, degrees)
    return combine(square_root, read(node.radicand, scope, expected))


def square_root(term: Term) -> Term:
    """Return √term, entry by entry of a column."""
    if not term.shape:
        return Pow(term, HALF)
    return MatOp("entrywise_sqrt", (term,))


def bracket(node: Bracket, scope: Scope, expected: Expected) -> Readings:
    """Read what stands in brackets; |…| is an absolute value or a determinant, ‖…‖ a norm."""
    if node.closing:
        raise Unread("a half-open interval has no value", node.start, node.end)
    if node.opening == "⟨":
        from verify.latex.angles import averaged, inner_product

        return inner_product(node, scope) if len(node.items) > 1 else averaged(node, scope, expected)
    if len(node.items) != 1:
        return _list(node, scope, expected)
    inside: Node = node.items[0]
    match node.opening:
        case "(" | "[" | "{":
            return read(inside, scope, expected)
        case "‖":
            from verify.latex.arrays import norm

            return norm(inside, Scripts(), scope)
        case "|":
            from verify.latex.arrays import absolute

            return tuple(value for term in read(inside, scope) for value in absolute(term, scope))
    raise Unread(f"brackets {node.opening} have no meaning here", node.start, node.end)


def _list(node: Bracket, scope: Scope, expected: Expected) -> Readings:
    """Read (a, b, c) as a column or a row."""
    from verify.latex.calculus import listed

    if node.opening not in "([" or set(node.separators) - {",", ";"} or not node.items:
        raise Unread("a list in brackets has no value", node.start, node.end)
    return listed(node, scope, expected)
