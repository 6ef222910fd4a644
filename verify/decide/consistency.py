"""Whether the hypotheses of a Context contradict each other: from a contradiction everything follows.

The search for a witness (`verify.meaning.draw.witness`) shows that they do not; this shows, for scalar
comparisons, that they do. Neither may succeed: then nothing is known.
"""

from __future__ import annotations

from dataclasses import replace

from verify.decide.facts import sign
from verify.terms.context import Context, Interval
from verify.terms.printing import statement_text
from verify.terms.statement import Statement
from verify.terms.unfold import minus

#: relation → the signs of lhs - rhs at which it fails
_FAILS = {
    "=": ("+", "-", "!=0"),
    "!=": ("0",),
    "<": ("+", "0", ">=0"),
    "<=": ("+",),
    ">": ("-", "0", "<=0"),
    ">=": ("-",),
}


def contradiction(context: Context) -> str | None:
    """Return a text that names a hypothesis which the rest of the Context excludes, or None."""
    for declared in context.symbols:
        if _is_empty(declared.interval):
            return f"the declared range of {declared.symbol.name} is empty"
    for position, (hypothesis, sentence) in enumerate(context.hypotheses):
        rest = replace(context, hypotheses=context.hypotheses[:position] + context.hypotheses[position + 1 :])
        if _excluded(hypothesis, rest):
            return f"{statement_text(hypothesis)} ({sentence}) contradicts the rest of the Context"
    return None


def _is_empty(interval: Interval) -> bool:
    low, high = interval.low, interval.high
    if low is None or high is None:
        return False
    return low > high or (low == high and not (interval.low_closed and interval.high_closed))


def _excluded(hypothesis: Statement, rest: Context) -> bool:
    """Tell whether a hypothesis must fail; one with conditions of its own need not: then they fail."""
    fails = _FAILS.get(hypothesis.relation)
    if fails is None or hypothesis.hypotheses:
        return False
    if hypothesis.lhs.shape or hypothesis.lhs.sort not in ("real", "index", "dimension"):
        return False
    return sign(minus(*hypothesis.args), rest) in fails
