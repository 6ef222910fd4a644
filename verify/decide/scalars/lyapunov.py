"""Lyapunov functions and conserved quantities, given as hints or guessed; each is checked.

Main definitions
----------------
* `is_lyapunov`: V = max of the pieces shows stability, or asymptotic stability if `strictly`.
* `keeps_away`: a conserved quantity shows that solutions which start near the point do not tend to it.
* `guesses`: simple quadratic forms around the point.

V = max over k of gk, smooth pieces with gk(point) = 0, is positive elsewhere if all gk <= 0 at the point only. Its
upper Dini derivative along a solution is the largest rate of the pieces that attain the maximum, so it is
enough that the rate of gk is <= 0 (< 0 off the point) wherever gk >= gj for all j.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

from verify.decide.derivative import add, multiply
from verify.decide.facts import facts_of
from verify.decide.scalars.local import Field, at, attempt, smooth_near, together
from verify.decide.scalars.problem import Shown, difference, shows
from verify.terms.context import UNIT, Context, Declaration
from verify.terms.nodes import TWO, ZERO, Num, Pow, Sym, Term
from verify.terms.rewrite import fresh
from verify.terms.statement import Statement
from verify.terms.unfold import minus

THEOREM = "Lyapunov's theorem"
MAX_PIECES = 6
MAX_GUESSED = 3


def is_lyapunov(field: Field, pieces: Sequence[Term], *, strictly: bool = False) -> Shown | None:
    """Return how V = max of the prepared `pieces` is shown to be a (strict) Lyapunov function, or None."""
    if not 1 <= len(pieces) <= MAX_PIECES:
        return None
    checks = (
        lambda: _vanish_and_are_smooth(field, pieces),
        lambda: _positive_elsewhere(field, pieces),
        lambda: together([_does_not_grow(field, piece, pieces, strictly=strictly) for piece in pieces]),
    )
    total = Shown()
    for check in checks:
        found = attempt(check)
        if found is None:
            return None
        total = total & found
    name = ", ".join(str(piece) for piece in pieces)
    text = f"V = {'max(' + name + ')' if len(pieces) > 1 else name} is positive off the point and "
    text += "decreases there" if strictly else "never grows"
    return Shown(_without_own(field, pieces, total.hypotheses), total.axioms | {THEOREM}, text)


def _vanish_and_are_smooth(field: Field, pieces: Sequence[Term]) -> Shown | None:
    smooth = together([smooth_near(piece, field.here, field.facts) for piece in pieces])
    return smooth and together([smooth, *(shows(at(piece, field.here), "=", field.facts) for piece in pieces)])


def _positive_elsewhere(field: Field, pieces: Sequence[Term]) -> Shown | None:
    facts = field.facts_with(*(Statement("<=", (piece, ZERO)) for piece in pieces))
    return together([shows(difference(v, value), "=", facts) for v, value in field.here.items()])


def _does_not_grow(field: Field, piece: Term, pieces: Sequence[Term], *, strictly: bool) -> Shown | None:
    largest = _largest(piece, pieces)
    off_point = (Statement(">", (squared_distance(field), ZERO)),) if strictly else ()
    facts = field.facts_with(*largest, *off_point)
    return shows(field.rate(piece), "<" if strictly else "<=", facts)


def _largest(piece: Term, pieces: Sequence[Term]) -> tuple[Statement, ...]:
    return tuple(Statement(">=", (piece, other)) for other in pieces if other != piece)


def _without_own(field: Field, pieces: Sequence[Term], hypotheses: frozenset[str]) -> frozenset[str]:
    """Leave out the conditions of the cases, which are no hypotheses of the statement."""
    from verify.terms.printing import statement_text

    own = [Statement("<=", (piece, ZERO)) for piece in pieces]
    own += [case for piece in pieces for case in _largest(piece, pieces)]
    own.append(Statement(">", (squared_distance(field), ZERO)))
    return hypotheses - {statement_text(statement) for statement in own}


def squared_distance(field: Field) -> Term:
    """Return the squared distance to the point."""
    return add(*(Pow(difference(v, value), TWO) for v, value in field.here.items()))


def keeps_away(field: Field, quantity: Term) -> Shown | None:
    """Return how solutions that start near the point are shown not to tend to it, or None.

    The prepared `quantity` is conserved, and on a ray from the point it differs from its value there.
    """
    smooth = attempt(lambda: smooth_near(quantity, field.here, field.facts))
    if smooth is None:
        return None
    conserved = attempt(lambda: shows(field.rate(quantity), "=", field.facts))
    if conserved is None:
        return None
    for direction in _directions(len(field.variables)):
        differs = attempt(lambda direction=direction: _differs_along(field, quantity, direction))  # type: ignore[misc]
        if differs is not None:
            text = f"{quantity} is conserved and differs from its value at the point at starts arbitrarily near it"
            return Shown((smooth & conserved & differs).hypotheses, (conserved & differs).axioms, text)
    return None


def _directions(dimension: int) -> Iterator[tuple[Term, ...]]:
    """Yield directions with small entries: axes first, then generic ones."""
    for k in range(dimension):
        yield tuple(Num(Fraction(int(j == k))) for j in range(dimension))
    yield tuple(Num(Fraction(j + 1)) for j in range(dimension))


def _differs_along(field: Field, quantity: Term, direction: tuple[Term, ...]) -> Shown | None:
    step = fresh(Sym("t"))
    context = field.facts.context
    wider = Context(
        (*context.symbols, Declaration(step, UNIT)),
        context.functions,
        context.laws,
        context.hypotheses,
        context.grants,
        context.scope,
    )
    pairs = zip(field.here.items(), direction, strict=True)
    ray = {v: add(value, multiply(step, component)) for (v, value), component in pairs}
    change = minus(at(quantity, ray), at(quantity, field.here))
    found = shows(change, "!=", facts_of(wider, field.facts.extra))
    return found and Shown(frozenset(h for h in found.hypotheses if step.name not in h), found.axioms)


def guesses(field: Field) -> Iterator[Term]:
    """Yield quadratic forms Σ ck (xk - pk)² with coefficients 1, 0, -1, the definite one first."""
    if len(field.variables) > MAX_GUESSED:
        return
    squares = [Pow(difference(v, value), TWO) for v, value in field.here.items()]
    for signs in product((1, 0, -1), repeat=len(squares)):
        if next((s for s in signs if s), 0) == 1:
            yield add(*(multiply(Num(Fraction(s)), q) for s, q in zip(signs, squares, strict=True)))
