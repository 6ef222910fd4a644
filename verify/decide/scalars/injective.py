"""At most one root: a function of one variable that is strictly monotone over its range, an interval.

A smooth function whose derivative is positive over the whole range (or negative) takes each value at most once.
"""

from __future__ import annotations

from verify.decide.facts import Facts
from verify.decide.scalars.problem import Shown, derivative_of, shows
from verify.decide.scalars.smooth import range_of_variable, smooth
from verify.terms.nodes import Sym, Term


def injective(term: Term, variable: Sym, facts: Facts) -> Shown | None:
    """Return how a prepared scalar is shown to be strictly monotone in `variable` over its range, or None.

    Raises:
        Unsupported: a hypothesis restricts the range, or the derivative is outside the language.

    """
    range_of_variable(variable, facts)
    whole = smooth(term, frozenset({variable}), facts)
    if whole is None:
        return None
    slope = derivative_of(term, variable, facts.context)
    for relation, word in ((">", "positive"), ("<", "negative")):
        found = shows(slope, relation, facts)
        if found is not None:
            return whole & found & Shown(certificate=f"the derivative in {variable} is {word} over the whole range")
    return None
