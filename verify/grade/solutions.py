"""What solves a student's own wrong equation, or makes a wrong derivative vanish: the rows that follow from it.

Main definitions
----------------
* `solutions`: what a row says if a wrong derivative is set to zero, or a wrong equation is solved.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from verify.terms.context import Context
from verify.terms.nodes import MINUS_ONE, ONE, ZERO, At, Diff, Expect, IllTyped, MatOp, Mul, Num, Pow, Sym, Term
from verify.terms.rewrite import free, substitute, walk
from verify.terms.statement import Statement
from verify.terms.unfold import minus, negative

#: numbers by which students divide such an equation
_DIVISORS = (Fraction(1), Fraction(2))


def solutions(statement: Statement, wrong: Statement, context: Context) -> Iterator[Statement]:
    """Yield statements of which each, if true, shows that `statement` solves the wrong equation.

    Either the value that it gives to a symbol solves it, or both equations differ by a factor.
    """
    if statement.relation != "=" or wrong.relation != "=":
        return
    try:
        slope = _set_to_zero(wrong)
        if slope is None:
            return
        yield from _at_the_value(statement, slope)
        yield from _multiples(statement, slope, context)
    except IllTyped:
        return


def _set_to_zero(wrong: Statement) -> Term | None:
    """Return what the wrong row makes zero: the derivative that it gives, or the difference of an equation's sides."""
    left, right = (any(isinstance(node, Diff | Expect) for node in walk(arg)) for arg in wrong.args)
    if right:
        return None
    if not left:
        return minus(*wrong.args)
    slope = wrong.args[0].body if isinstance(wrong.args[0], At) else wrong.args[0]  # h'(t)
    return wrong.args[1] if isinstance(slope, Diff) else None


def _at_the_value(statement: Statement, slope: Term) -> Iterator[Statement]:
    left, value = statement.args
    factors = left.factors if isinstance(left, Mul) else (left,)
    symbol, rest = factors[-1], factors[:-1]
    if not isinstance(symbol, Sym) or symbol in free(value) or any(f.shape for f in rest) or symbol not in free(slope):
        return
    if rest:
        value = Mul((*(Pow(f, MINUS_ONE) for f in rest), value))
    there = substitute(slope, {symbol: value})
    yield Statement("=", (there, MatOp("zeros", there.shape) if there.shape else ZERO))


def _multiples(statement: Statement, slope: Term, context: Context) -> Iterator[Statement]:
    left, right = statement.args
    if left.shape != slope.shape:
        return
    difference = minus(left, right)
    scalars: list[Term] = [ONE]
    for declared in context.symbols:
        symbol = declared.symbol
        if not symbol.shape and symbol.sort == "real" and symbol in free(slope):
            scalars += [symbol]
    for scalar in scalars:
        for divisor in _DIVISORS:
            multiple = Mul((Num(divisor), scalar, difference))
            yield Statement("=", (slope, multiple))
            yield Statement("=", (slope, negative(multiple)))
