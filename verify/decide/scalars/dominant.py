"""The dominant part of a softplus: log(1 + e^u) = u + log(1 + e^-u), whose second part tends to 0 as u → +∞.

So ∞ - ∞ in a sum with softplus functions becomes the limit of what is left without them.
"""

from __future__ import annotations

from collections.abc import Callable

from verify.terms.nodes import ONE, Add, Fn, Mul, Term
from verify.terms.unfold import negative


def split(parts: tuple[Term, ...], grows: Callable[[Term], bool]) -> tuple[Term, ...] | None:
    """Return what sums to the same as `parts`, each log(1 + e^u) with growing u split; None if there is none.

    The first of the parts returned holds all that is no logarithm of such a kind.
    """
    rest: list[Term] = []
    small: list[Term] = []
    kept: list[Term] = []
    for part in parts:
        factors = part.factors if isinstance(part, Mul) else (part,)
        inside = [u for f in factors if (u := _argument(f)) is not None]
        if len(inside) != 1 or not grows(inside[0]):
            (kept if inside else rest).append(part)
            continue
        others = tuple(f for f in factors if _argument(f) is None)
        rest.append(Mul((*others, inside[0])))
        small.append(Mul((*others, Fn("log", Add((ONE, Fn("exp", negative(inside[0]))))))))
    return (Add(tuple(rest)), *small, *kept) if small else None


def _argument(term: Term) -> Term | None:
    """Return u of log(1 + e^u), however it is written."""
    match term:
        case Fn(name="softplus", arg=u):
            return u
        case Fn(name="log", arg=Add(terms=(first, second))):
            for one, other in ((first, second), (second, first)):
                if one == ONE and isinstance(other, Fn) and other.name == "exp":
                    return other.arg
    return None
