"""Interval arithmetic on ranges with rational or infinite ends, open or closed.

Main definitions
----------------
* `Range`: a set of real numbers between two ends.
* `add`, `multiply`, `power`, `meet`: enclosures of sums, products, integer powers; intersections.
* `sign_of`: what a range says of a sign.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from verify.terms.context import Interval


@dataclass(frozen=True, slots=True)
class Range:
    """The numbers between `low` and `high`; None is an infinite end."""

    low: Fraction | None = None
    high: Fraction | None = None
    low_closed: bool = False
    high_closed: bool = False


EVERYTHING = Range()
POSITIVE = Range(low=Fraction(0))
NONNEGATIVE = Range(low=Fraction(0), low_closed=True)
NEGATIVE = Range(high=Fraction(0))
NONPOSITIVE = Range(high=Fraction(0), high_closed=True)
UNIT = Range(low=Fraction(0), high=Fraction(1))
MAX_POWER = 16


def point(value: Fraction | int) -> Range:
    """Return the range that holds one number."""
    return Range(Fraction(value), Fraction(value), True, True)


def from_interval(interval: Interval) -> Range:
    """Return a declared interval as a range."""
    return Range(interval.low, interval.high, interval.low_closed, interval.high_closed)


def meet(left: Range, right: Range) -> Range:
    """Return the intersection (its ends may cross, if it is empty)."""
    low, low_closed = left.low, left.low_closed
    if right.low is not None and (low is None or right.low > low or (right.low == low and not right.low_closed)):
        low, low_closed = right.low, right.low_closed
    high, high_closed = left.high, left.high_closed
    if right.high is not None and (high is None or right.high < high or (right.high == high and not right.high_closed)):
        high, high_closed = right.high, right.high_closed
    return Range(low, high, low_closed, high_closed)


def is_empty(these: Range) -> bool:
    """Return whether no number is in the range."""
    if these.low is None or these.high is None:
        return False
    return these.low > these.high or (these.low == these.high and not (these.low_closed and these.high_closed))


def add(left: Range, right: Range) -> Range:
    """Return an enclosure of all sums."""
    low = None if left.low is None or right.low is None else left.low + right.low
    high = None if left.high is None or right.high is None else left.high + right.high
    return Range(low, high, left.low_closed and right.low_closed, left.high_closed and right.high_closed)


#: an end: (−1, 0 or 1 times infinity, finite value, closed)
_End = tuple[int, Fraction, bool]


def multiply(left: Range, right: Range) -> Range:
    """Return an enclosure of all products."""
    products = [_times(a, b) for a in _ends(left) for b in _ends(right)]
    lowest = min(products, key=lambda e: (e[0], e[1], not e[2]))
    highest = max(products, key=lambda e: (e[0], e[1], e[2]))
    return Range(
        None if lowest[0] else lowest[1],
        None if highest[0] else highest[1],
        lowest[0] == 0 and lowest[2],
        highest[0] == 0 and highest[2],
    )


def _ends(these: Range) -> tuple[_End, _End]:
    low = (-1, Fraction(0), False) if these.low is None else (0, these.low, these.low_closed)
    high = (1, Fraction(0), False) if these.high is None else (0, these.high, these.high_closed)
    return low, high


def _times(a: _End, b: _End) -> _End:
    """Multiply two ends. 0 times an unattained end is 0, attained where the 0 is."""
    zero_a, zero_b = a[0] == 0 and a[1] == 0, b[0] == 0 and b[1] == 0
    if zero_a or zero_b:
        return 0, Fraction(0), (zero_a and a[2]) or (zero_b and b[2])
    if a[0] or b[0]:
        sign_a = a[0] or (1 if a[1] > 0 else -1)
        sign_b = b[0] or (1 if b[1] > 0 else -1)
        return sign_a * sign_b, Fraction(0), False
    return 0, a[1] * b[1], a[2] and b[2]


def power(base: Range, exponent: int) -> Range:
    """Return an enclosure of all values of base**exponent, where defined."""
    if exponent < 0:
        return _reciprocal(power(base, -exponent))
    if exponent == 0:
        return point(1)
    if exponent > MAX_POWER:
        return NONNEGATIVE if exponent % 2 == 0 else EVERYTHING
    result = base
    for _ in range(exponent - 1):
        result = multiply(result, base)
    return meet(result, NONNEGATIVE) if exponent % 2 == 0 else result


def _reciprocal(these: Range) -> Range:
    if these.low is not None and these.low >= 0:
        return _reciprocal_positive(these)
    if these.high is not None and these.high <= 0:
        low = None if these.high == 0 else 1 / these.high
        high = Fraction(0) if these.low is None else 1 / these.low
        return Range(low, high, these.high_closed and low is not None, these.low_closed and these.low is not None)
    return EVERYTHING


def _reciprocal_positive(these: Range) -> Range:
    low = Fraction(0) if these.high is None or these.high == 0 else 1 / these.high
    high = None if these.low in (None, Fraction(0)) else 1 / these.low
    low_closed = these.high_closed and these.high is not None and these.high != 0
    return Range(low, high, low_closed, these.low_closed and high is not None)


def sign_of(these: Range) -> str | None:
    """Return "+", "-", "0", ">=0", "<=0", "!=0" or None; an empty range says nothing."""
    if is_empty(these):
        return None
    low, high = these.low, these.high
    if low is not None and (low > 0 or (low == 0 and not these.low_closed)):
        return "+"
    if high is not None and (high < 0 or (high == 0 and not these.high_closed)):
        return "-"
    if low == 0 and high == 0:
        return "0"
    if low == 0:
        return ">=0"
    return "<=0" if high == 0 else None
