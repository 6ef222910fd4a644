"""Unknown functions of columns at an instance: smooth functions of a few numbers made from the entries.

A column u enters by one number, a weighted sum of its entries and of products of neighbours: no two entries play
one part, and every partial derivative is another. Any size will do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

#: numbers that one column enters by, and the degree of the polynomial in them
FEATURES, DEGREE = 1, 3


def features(
    entries: Sequence[Any],
    weigh: Callable[[Fraction, Any], Any],
    times: Callable[[Any, Any], Any],
    plus: Callable[[Any, Any], Any],
) -> tuple[Any]:
    """Return Σ_k (k + 1)/(k + 2) u_k + u_k²/(k + 2) + u_k u_(k+1), k from 0, in the arithmetic that is given."""
    total = None
    for k, entry in enumerate(entries):
        slope = (
            plus(weigh(Fraction(1, k + 2), entry), entries[k + 1])
            if k + 1 < len(entries)
            else weigh(Fraction(1, k + 2), entry)
        )
        part = plus(weigh(Fraction(k + 1, k + 2), entry), times(entry, slope))
        total = part if total is None else plus(total, part)
    return (total,)
