"""Edited statements that fail at the instances at which the original is looked at: most edits, at little cost.

Main definitions
----------------
* `Screen`: a few instances of a statement; what fails at one of them need not be asked about.
"""

from __future__ import annotations

from verify.meaning.case import Violation
from verify.meaning.draw import draw
from verify.meaning.judge import throughout
from verify.meaning.numbers import Undefined, Unsupported
from verify.terms.context import Context
from verify.terms.statement import Statement

SEED, INSTANCES = 11, 2


class Screen:
    """Instances of a statement in a Context."""

    def __init__(self, statement: Statement, context: Context) -> None:
        """Draw the instances."""
        self.context = context
        terms = (*statement.args, *statement.variables)
        self.instances = tuple(draw(context, SEED, INSTANCES, terms=terms, hypotheses=statement.hypotheses))

    def may_hold(self, edited: Statement) -> bool:
        """Whether no instance shows that an edit of the statement is false; where it has no values, it may hold."""
        for instance in self.instances:
            try:
                found, _ = throughout(edited, instance, self.context)
            except (Undefined, Unsupported, LookupError):
                continue
            if isinstance(found, Violation):
                return False
        return True
