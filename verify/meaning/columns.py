"""Unknown functions of columns at an instance: smooth functions of a few numbers made from the entries.

A column u enters by two numbers, a weighted sum of its entries and one of products of neighbours: no two entries
play one part, every partial derivative is another, and gradients need not be parallel. Any size will do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

#: numbers that one column enters by, and the degree of the polynomial in them
FEATURES, DEGREE = 2, 3


def features(
    entries: Sequence[Any],
    weigh: Callable[[Fraction, Any], Any],
    times: Callable[[Any, Any], Any],
    plus: Callable[[Any, Any], Any],
) -> tuple[Any, Any]:
    """Return Σ_k (k + 1)/(k + 2) u_k and Σ_k u_k²/(k + 2) + u_k u_(k+1), k from 0, in the arithmetic that is given."""
    linear, square = None, None
    for k, entry in enumerate(entries):
        own = weigh(Fraction(1, k + 2), entry)
        slope = plus(own, entries[k + 1]) if k + 1 < len(entries) else own
        first, second = weigh(Fraction(k + 1, k + 2), entry), times(entry, slope)
        linear = first if linear is None else plus(linear, first)
        square = second if square is None else plus(square, second)
    return linear, square
