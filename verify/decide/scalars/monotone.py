"""Strictly increasing and decreasing functions of one variable, by the sign of the derivative.

A derivative that is positive over the whole range, or non-negative with finitely many zeros, makes a
function that is smooth there strictly increasing. The range is an interval.
"""

from __future__ import annotations

from verify.decide.scalars.comparison import negated_by
from verify.decide.scalars.problem import derivative_of, facts_for, prepare, shows, undecided
from verify.decide.scalars.smooth import only_variable, range_of_variable, smooth, vanishes_rarely
from verify.model import Answer
from verify.terms.context import Context
from verify.terms.nodes import ZERO
from verify.terms.statement import Statement


def decide(statement: Statement, context: Context) -> Answer:
    """Decide `increasing` and `decreasing` in `variables[0]`.

    Raises:
        Unsupported, TooLarge, ZeroDivisionError: outside the language.

    """
    variable = only_variable(statement)
    facts = facts_for(statement, context)
    range_of_variable(variable, facts)
    term = prepare(statement.args[0], context)
    whole = smooth(term, frozenset({variable}), facts)
    if whole is None:
        return undecided(f"not shown to be smooth over the range of {variable}")
    slope = derivative_of(term, variable, context)
    up = statement.relation == "increasing"
    strict = shows(slope, ">" if up else "<", facts)
    if strict is not None:
        return (whole & strict).proof(f"the derivative is {'positive' if up else 'negative'}; {strict.certificate}")
    weak = shows(slope, ">=" if up else "<=", facts)
    rare = vanishes_rarely(slope, variable, facts) if weak is not None else None
    if weak is not None and rare is not None:
        return (whole & weak & rare).proof(f"the derivative keeps its sign; {weak.certificate}; {rare.certificate}")
    if shows(slope, "<=" if up else ">=", facts) is not None:
        return negated_by((slope, ZERO), f"the derivative is nowhere {'positive' if up else 'negative'}")
    return undecided("the sign of the derivative is open")
