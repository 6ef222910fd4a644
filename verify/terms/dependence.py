"""What "receptive field" presumes: weights and pixels that vary freely.

Whether an output depends on a pixel is asked of all weights at once: its derivative is or is not the zero
function of them. That function is analytic, so it is the zero function as soon as it vanishes on an open set; of
weights that a hypothesis or a structure ties together nothing of the kind is known.
"""

from __future__ import annotations

from verify.terms.context import Context, Interval
from verify.terms.nodes import Num, Rows, Sym, Term
from verify.terms.rewrite import free
from verify.terms.statement import Statement
from verify.terms.unfold import unfold_definitions


def not_free(statement: Statement, context: Context) -> str | None:
    """Return why the symbols of a receptive field do not range over an open set, or None."""
    if len(statement.variables) != 1:
        return "a receptive field lies in one array"
    pixels = statement.variables[0]
    if claimed(statement.args[1], context) is None:
        return "a receptive field is written out as a matrix of 0 and 1"
    symbols = {s for s in free(unfold_definitions(statement.args[0], context)) if s.sort == "real"} | {pixels}
    assumed = (*(h for h, _ in context.hypotheses), *statement.hypotheses)
    spoken = frozenset[Sym]().union(*(free(unfold_definitions(arg, context)) for h in assumed for arg in h.args))
    for symbol in sorted(symbols, key=lambda s: s.name):
        if symbol in spoken:
            return f"a receptive field is about all values of {symbol.name}, and a hypothesis speaks of some"
        if not _ranges_freely(symbol, context):
            return f"a receptive field is about all values of {symbol.name}, which does not vary freely"
    return None


def _ranges_freely(symbol: Sym, context: Context) -> bool:
    declared = context.by_name.get(symbol.name)
    if declared is None or declared.definition is not None or declared.law is not None:
        return False
    return not declared.structure and not declared.depends and _open_inside(declared.interval)


def _open_inside(interval: Interval) -> bool:
    return interval.low is None or interval.high is None or interval.low < interval.high


def claimed(field: Term, context: Context) -> tuple[tuple[bool, ...], ...] | None:
    """Return a 0/1 matrix written out (or defined so) as booleans, or None."""
    field = unfold_definitions(field, context)
    rows = field.rows if isinstance(field, Rows) else ((field,),)
    values = [[entry.value if isinstance(entry, Num) else None for entry in row] for row in rows]
    if any(value not in (0, 1) for row in values for value in row):
        return None
    return tuple(tuple(value == 1 for value in row) for row in values)
