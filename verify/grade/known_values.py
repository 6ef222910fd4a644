"""Another value of a divergence of laws that are written out: 0, log 2, or infinite.

Such divergences have few values, and who writes one for another, JSD = ∞, has not made a slip of one symbol.

Main definitions
----------------
* `another_value`: the value that a divergence has in place of that of a false row.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from verify.grade.burden import Repair
from verify.grade.evidence import check
from verify.terms.context import Context
from verify.terms.nodes import ZERO, Divergence, Fn, Num
from verify.terms.printing import statement_text
from verify.terms.statement import Statement

_LOG_TWO = Fn("log", Num(Fraction(2)))


def another_value(statement: Statement, context: Context) -> Repair | None:
    """Return the value that the divergence on the left has; None where it is none of the few, or no such divergence."""
    if statement.relation not in ("=", "infinite") or not isinstance(statement.args[0], Divergence):
        return None
    if not any(region.explicit for region in context.regions):
        return None
    left = statement.args[0]
    values = (("infinite", (left,)), ("=", (left, ZERO)), ("=", (left, _LOG_TWO)))
    for relation, args in values:
        other = replace(statement, relation=relation, args=args)
        if other != statement and check(other, context).holds:
            return Repair("another value", statement_text(other))
    return None
