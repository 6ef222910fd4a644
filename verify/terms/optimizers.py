"""Equations between argmax and argmin: the sets of optimizers are the same.

As an equation between two values of a parameter it would hold by chance wherever two wrong formulas happen to have
one optimizer; as “same argmax” it is compared over all values, ties included.
"""

from __future__ import annotations

from verify.terms.nodes import Extremum, Term
from verify.terms.statement import Statement
from verify.terms.unfold import negative


def as_same_argmax(statement: Statement) -> Statement:
    """Return argmin f = argmax g as “-f and g have the same argmax”; other statements as they are."""
    match statement:
        case Statement("=", (Extremum() as left, Extremum() as right)) if left.variable == right.variable:
            bodies = _maximized(left), _maximized(right)
            if bodies[0] is not None and bodies[1] is not None:
                sides = (bodies[0], bodies[1])
                return Statement("same argmax", sides, (left.variable,), statement.hypotheses, statement.span)
    return statement


def _maximized(side: Extremum) -> Term | None:
    return {"argmax": side.body, "argmin": negative(side.body)}.get(side.kind)
