"""Do both sides of an equality have the same values, at instances where no number is exact?

Two balls can show that sides differ, never that they are equal. Yet sides that agree in hundreds of binary digits at
many random instances are equal but for a chance far below any other source of error: that confirms, and proves nothing.

Main definitions
----------------
* `agreement`: at how many instances both sides are the same, exactly or to `DIGITS` binary digits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import flint

from verify.meaning.draw import draw
from verify.meaning.evaluate import evaluate
from verify.meaning.instance import Instance
from verify.meaning.numbers import Undefined, Unsupported, ball, is_exact, is_zero
from verify.terms.context import Context
from verify.terms.statement import Statement

BITS = 512
#: binary digits in which both sides must agree, relative to the larger of them and 1
DIGITS = 384
#: instances that are drawn for each that is asked for
TRIES = 4


@dataclass(frozen=True, slots=True)
class Agreement:
    """At how many instances both sides agree; `exact` of them in exact numbers; `silent` are without values."""

    agree: int
    exact: int
    silent: int


def agreement(statement: Statement, context: Context, seed: int, count: int) -> Agreement:
    """Compare both sides of an equality at `count` generic instances where both have values.

    The first that tells them apart ends it; instances without values are passed over, a few for each with values.
    """
    agree = exact = silent = 0
    for instance in draw(context, seed, TRIES * count, terms=statement.args, hypotheses=statement.hypotheses):
        if agree == count:
            break
        found = _same(statement, instance, context)
        if found is False:
            return Agreement(0, 0, silent)
        agree += found is not None
        exact += found == "exact"
        silent += found is None
    return Agreement(agree, exact, silent)


def _same(statement: Statement, instance: Instance, context: Context) -> str | bool | None:
    """Return "exact" or "close" where both sides agree, False where they do not, None where they have no values."""
    try:
        left, right = (list(_numbers(evaluate(arg, instance, context, BITS))) for arg in statement.args)
    except (Undefined, Unsupported):
        return None
    if len(left) != len(right):
        return False
    if all(is_exact(a) and is_exact(b) and is_zero(a - b) for a, b in zip(left, right, strict=True)):
        return "exact"
    return "close" if all(_close(a, b) for a, b in zip(left, right, strict=True)) else False


def _numbers(value: Any) -> Iterator[Any]:
    if isinstance(value, tuple):
        for part in value:
            yield from _numbers(part)
    else:
        yield value


def _close(left: Any, right: Any) -> bool:
    parts = _parts(left, right)
    return parts is not None and all(_within(a, b) for a, b in parts)


def _parts(left: Any, right: Any) -> list[tuple[flint.arb, flint.arb]] | None:
    """Return pairs of real balls (real and imaginary parts), or None for what are no numbers."""
    if isinstance(left, flint.acb) or isinstance(right, flint.acb):
        a, b = (v if isinstance(v, flint.acb) else flint.acb(ball(v)) for v in (left, right))
        return [(a.real, b.real), (a.imag, b.imag)]
    a, b = ball(left), ball(right)
    return [(a, b)] if isinstance(a, flint.arb) and isinstance(b, flint.arb) else None


def _within(a: flint.arb, b: flint.arb) -> bool:
    """Whether two balls meet, and are so narrow that this says that they are the same."""
    bound = flint.arb(2) ** -DIGITS * (1 + abs(a) + abs(b))
    gap = a - b
    return bool(gap.contains(0)) and bool(abs(gap) < bound)
