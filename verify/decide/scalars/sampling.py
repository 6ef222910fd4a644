"""Random values of kernels that fit together: a filter before z3, on which no answer rests.

Main definitions
----------------
* `signs_seen`: the signs that a polynomial takes at points where the assumptions hold.

Values are floating-point numbers. A sign seen here spares the search for a proof that it does not occur;
numbers near 0 count as no sign.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable
from typing import Any

from verify.decide.bounds import Range
from verify.decide.rational import Rational
from verify.decide.scalars.kernels import Kernel, Kernels
from verify.decide.scalars.solver import Atom, Clause, Terms, plain

SAMPLES = 32
NEAR = 1e-9
REACH = (1.0, 4.0, 16.0)
Values = dict[int, float]


def signs_seen(
    kernels: Kernels, poly: Any, assumed: Iterable[Clause], sought: frozenset[int] = frozenset()
) -> set[int]:
    """Return the signs (1, -1) of `poly` seen at random points that satisfy `assumed`, until one `sought` is."""
    clauses, tested = list(assumed), Atom(poly, "=")
    wanted = sorted(tested.slots().union(*(clause.slots() for clause in clauses)))
    draw = random.Random(0)  # noqa: S311 - a filter, nothing rests on its quality
    found: set[int] = set()
    for _ in range(SAMPLES):
        values: Values = {}
        try:
            for slot in wanted:
                _value(kernels, slot, values, draw)
            if all(_holds(clause, values) for clause in clauses):
                found.add(_sign(tested.terms, values))
        except (ValueError, ZeroDivisionError, OverflowError):
            continue
        if {1, -1} <= found or sought & found:
            break
    return found - {0}


def _value(kernels: Kernels, slot: int, values: Values, draw: random.Random) -> float:
    if slot not in values:
        values[slot] = _compute(kernels, kernels.kernels[slot], values, draw)
    return values[slot]


def _compute(kernels: Kernels, kernel: Kernel, values: Values, draw: random.Random) -> float:
    if kernel.arg is None or kernel.kind == "power":
        return _draw(draw, kernel.range)
    arg = _form(kernels, kernel.arg, values, draw)
    match kernel.kind:
        case "exp":
            return math.exp(arg / kernel.degree)
        case "log":
            return math.log(arg)
        case "root":
            return math.pow(arg, 1 / kernel.degree)
        case "abs":
            return abs(arg)
        case _:
            return math.copysign(1.0, arg)


def _form(kernels: Kernels, form: Rational, values: Values, draw: random.Random) -> float:
    for slot in sorted(form.kernels()):  # type: ignore[type-var]
        _value(kernels, slot, values, draw)  # type: ignore[arg-type]
    return _evaluate(plain(form.numerator), values)[0] / _evaluate(plain(form.denominator), values)[0]


def _evaluate(terms: Terms, values: Values) -> tuple[float, float]:
    """Return the value and the sum of the terms' moduli."""
    total, size = 0.0, 0.0
    for term, powers in terms:
        for slot, exponent in powers:
            term *= values[slot] ** exponent
        total, size = total + term, size + abs(term)
    return total, size


def _sign(terms: Terms, values: Values) -> int:
    value, size = _evaluate(terms, values)
    if not math.isfinite(size) or abs(value) <= NEAR * (1.0 + size):
        return 0
    return 1 if value > 0 else -1


def _draw(draw: random.Random, extent: Range) -> float:
    share = draw.random()
    low, high = extent.low, extent.high
    if low is not None and high is not None:
        return float(low) + share * float(high - low)
    reach = draw.choice(REACH) * share
    if low is not None:
        return float(low) + reach
    if high is not None:
        return float(high) - reach
    return reach * draw.choice((-1, 1))


def _holds(clause: Clause, values: Values) -> bool:
    return any(all(_true(atom, values) for atom in atoms) for atoms in clause.alternatives)


def _true(atom: Atom, values: Values) -> bool:
    signed = _sign(atom.terms, values)
    match atom.relation:
        case "!=":
            return signed != 0
        case "<" | "<=":
            return signed < 0
        case ">" | ">=":
            return signed > 0
        case _:
            return False
