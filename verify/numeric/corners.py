"""Equalities with corners, tried on every piece: |t|, sign t, and segments whose ends pass one another.

Between the zeros of what stands under |·| and sign, and of differences of ends of segments, both sides are analytic
in t. Where all of these are affine in one number t, its zeros cut the range of t into finitely many pieces; an
equality that holds exactly at several points of each piece, and at each zero, was tried on every branch.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from verify.meaning.instance import Instance
from verify.meaning.judge import judge, satisfies
from verify.terms.context import Context, Interval
from verify.terms.nodes import Add, Apply, Fn, Mul, Num, Sym, Term
from verify.terms.rewrite import free, walk
from verify.terms.statement import Statement
from verify.terms.unfold import minus, unfold_definitions

#: points tried in each piece
POINTS = 4


def hidden(context: Context) -> tuple[Term, ...]:
    """Return the differences of ends of the segments (or single values) of each space: volumes have corners there."""
    found: list[Term] = []
    for space in dict.fromkeys(r.space for r in context.regions):
        ends = [end for region in context.regions_of(space) for end in region.ends]
        found += [minus(one, other) for one, other in itertools.combinations(ends, 2)]
    return tuple(found)


def on_every_piece(statement: Statement, context: Context, instances: Sequence[Instance]) -> bool:
    """Whether an equality holds on every piece between its corners, tried at values put into `instances`."""
    args = tuple(unfold_definitions(arg, context) for arg in statement.args)
    inner = [node.arg for arg in args for node in walk(arg) if isinstance(node, Fn) and node.name in ("abs", "sign")]
    loose = [arg for arg in inner if not isinstance(arg, Apply)] + list(hidden(context))
    moving = [arg for arg in dict.fromkeys(unfold_definitions(a, context) for a in loose) if free(arg)]
    symbols = {s for arg in moving for s in free(arg)}
    if not symbols:  # numbers alone have no corners
        return True
    if len(symbols) != 1 or not instances:
        return False
    (symbol,) = symbols
    declared = context.by_name.get(symbol.name)
    lines = [_line(arg, symbol) for arg in moving]
    if declared is None or declared.definition is not None or symbol.shape or symbol.of_sort != "real" or None in lines:
        return False
    bounds = _bounds(symbol, (*(h for h, _ in context.hypotheses), *statement.hypotheses), context)
    if bounds is None:
        return False
    zeros = sorted({*bounds, *(-line[0] / line[1] for line in lines if line is not None and line[1])})
    pieces = _places(zeros, declared.interval)
    return all(_holds(statement, context, instances, symbol, values) for values in pieces)


def _bounds(symbol: Sym, hypotheses: Sequence[Statement], context: Context) -> list[Fraction] | None:
    """Return the numbers with which hypotheses compare a symbol, or None where one says more of it than that."""
    found = []
    for hypothesis in hypotheses:
        args = tuple(unfold_definitions(arg, context) for arg in hypothesis.args)
        if not any(symbol in free(arg) for arg in args):
            continue
        numbers = [arg.value for arg in args if isinstance(arg, Num)]
        if hypothesis.relation not in ("<", "<=", ">", ">=", "!=") or symbol not in args or not numbers:
            return None
        found += numbers
    return found


def _line(term: Term, symbol: Sym) -> tuple[Fraction, Fraction] | None:
    """Return a + b t as (a, b), or None where a term is not seen to be affine in t."""
    match term:
        case Num(value):
            return value, Fraction(0)
        case Sym() if term == symbol:
            return Fraction(0), Fraction(1)
        case Add(terms):
            a = b = Fraction(0)
            for part in terms:
                line = _line(part, symbol)
                if line is None:
                    return None
                a, b = a + line[0], b + line[1]
            return a, b
        case Mul(factors):
            a, b = Fraction(1), Fraction(0)
            for factor in factors:
                line = _line(factor, symbol)
                if line is None or (b and line[1]):
                    return None
                a, b = a * line[0], a * line[1] + b * line[0]
            return a, b
        case _:
            return None


def _places(zeros: list[Fraction], interval: Interval) -> Iterator[list[Fraction]]:
    """Yield points of each piece of the range, and each zero in it by itself."""
    ends = [end for end in (interval.low, interval.high) if end is not None]
    cuts = sorted({*(z for z in zeros if z in interval), *ends})
    yield from ([cut] for cut in cuts if cut in interval)
    lows: list[Fraction | None] = [None, *cuts]
    for low, high in zip(lows, [*cuts, None], strict=True):
        points = _between(low, high)
        if all(point in interval for point in points):
            yield points


def _between(low: Fraction | None, high: Fraction | None) -> list[Fraction]:
    steps = [Fraction(k * k + 1, (POINTS + 1) ** 2) for k in range(1, POINTS + 1)]
    if low is not None and high is not None:
        return [low + (high - low) * step for step in steps]
    if low is not None:
        return [low + 5 * step for step in steps]
    return [(high or Fraction(0)) - 5 * step for step in steps]


def _holds(
    statement: Statement, context: Context, instances: Sequence[Instance], symbol: Sym, values: list[Fraction]
) -> bool:
    """Whether the equality holds at each of these values that the hypotheses admit, at one instance each or more."""
    assumed = (*(h for h, _ in context.hypotheses), *statement.hypotheses)
    for value, instance in itertools.product(values, instances[:2]):
        moved = replace(instance, values={**instance.values, symbol.name: value})
        if satisfies(moved, context, assumed) and judge(statement, moved, context) is not True:
            return False
    return True
