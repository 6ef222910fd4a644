"""Limits put together from limits of parts, by continuity and by the rules for ∞.

Main definitions
----------------
* `Approach`: a limit and the side from which it is approached.
* `add`, `multiply`, `power`, `function`: that of a sum, …; None for 0·∞, ∞ - ∞ and what is not known.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from verify.decide.facts import Facts
from verify.decide.scalars.problem import FAILURES, shows
from verify.terms.nodes import MINUS_ONE, ONE, ZERO, Add, Fn, Mul, Num, Pow, Term


@dataclass(frozen=True)
class Approach:
    """A limit: `infinite` is 0, 1 (+∞) or -1 (-∞); a finite `value` is approached from the `side` "+", "-" or ""."""

    value: Term = ZERO
    infinite: int = 0
    side: str = ""


PLUS, MINUS = Approach(infinite=1), Approach(infinite=-1)


def _sign(term: Term, facts: Facts) -> str:
    """Return "+", "-", "0" or "" (open)."""
    try:
        return next((name for name, r in (("+", ">"), ("-", "<"), ("0", "=")) if shows(term, r, facts)), "")
    except FAILURES:
        return ""


def add(left: Approach, right: Approach, facts: Facts) -> Approach | None:
    """Return the limit of a sum."""
    if left.infinite and right.infinite:
        return left if left.infinite == right.infinite else None
    if left.infinite or right.infinite:
        return left if left.infinite else right
    return Approach(Add((left.value, right.value)), side=left.side if left.side == right.side else "")


def multiply(left: Approach, right: Approach, facts: Facts) -> Approach | None:
    """Return the limit of a product."""
    if not left.infinite and not right.infinite:
        return Approach(Mul((left.value, right.value)))
    signs = [found.infinite or {"+": 1, "-": -1}.get(_sign(found.value, facts), 0) for found in (left, right)]
    return {1: PLUS, -1: MINUS}.get(signs[0] * signs[1])


def power(inside: Approach, exponent: Fraction, facts: Facts) -> Approach | None:
    """Return the limit of a rational power."""
    if exponent == 0:
        return Approach(ONE)
    if inside.infinite:
        return _power_of_infinity(inside.infinite, exponent)
    signed = _sign(inside.value, facts)
    if signed in ("+", "-"):
        defined = exponent.denominator == 1 or signed == "+"
        return Approach(Pow(inside.value, Num(exponent))) if defined else None
    if signed == "0" and exponent < 0:
        if exponent.denominator == 1 and exponent % 2 == 0 and inside.side:
            return PLUS
        return PLUS if inside.side == "+" else MINUS if inside.side == "-" and exponent.denominator == 1 else None
    if signed == "0":
        above = inside.side == "+" or (exponent.denominator == 1)
        side = "+" if inside.side == "+" or (exponent % 2 == 0 and inside.side) else ""
        return Approach(ZERO, side=side) if above else None
    return Approach(Pow(inside.value, Num(exponent))) if exponent.denominator == 1 and exponent > 0 else None


def _power_of_infinity(infinite: int, exponent: Fraction) -> Approach | None:
    if infinite < 0 and exponent.denominator != 1:
        return None
    side = 1 if infinite > 0 or exponent % 2 == 0 else -1
    if exponent < 0:
        return Approach(ZERO, side="+" if side > 0 else "-")
    return PLUS if side > 0 else MINUS


_AT_INFINITY: dict[tuple[str, int], Approach] = {
    ("exp", 1): PLUS,
    ("exp", -1): Approach(ZERO, side="+"),
    ("log", 1): PLUS,
    ("sigmoid", 1): Approach(ONE, side="-"),
    ("sigmoid", -1): Approach(ZERO, side="+"),
    ("softplus", 1): PLUS,
    ("softplus", -1): Approach(ZERO, side="+"),
    ("tanh", 1): Approach(ONE, side="-"),
    ("tanh", -1): Approach(MINUS_ONE, side="+"),
    ("abs", 1): PLUS,
    ("abs", -1): PLUS,
}


def function(name: str, inside: Approach, facts: Facts) -> Approach | None:
    """Return the limit of an elementary function."""
    if inside.infinite:
        return _AT_INFINITY.get((name, inside.infinite))
    if name == "log":
        signed = _sign(inside.value, facts)
        if signed == "0":
            return MINUS if inside.side == "+" else None
        return Approach(Fn("log", inside.value)) if signed == "+" else None
    if name == "abs":
        return Approach(Fn("abs", inside.value))
    if name in ("exp", "sigmoid", "softplus", "tanh"):
        return Approach(Fn(name, inside.value), side=inside.side)
    return None
