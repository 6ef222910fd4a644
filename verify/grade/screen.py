"""Edited statements that fail at the instances at which the original is looked at: most edits, at little cost.

Main definitions
----------------
* `Screen`: a few instances of a statement; what fails at one of them need not be asked about.
"""

from __future__ import annotations

from verify.meaning.case import Violation
from verify.meaning.draw import draw
from verify.meaning.evaluate import evaluate
from verify.meaning.instance import Instance
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
        drawn = draw(context, SEED, INSTANCES, terms=terms, hypotheses=statement.hypotheses)
        self.instances = tuple((instance, not self._is_undefined(statement, instance)) for instance in drawn)

    def may_hold(self, edited: Statement) -> bool:
        """Whether no instance shows that an edit of the statement is false, or has no value where the statement has.

        What the evaluator does not support may hold.
        """
        for instance, has_value in self.instances:
            found, _ = throughout(edited, instance, self.context)
            if isinstance(found, Violation) or (found is None and has_value and self._is_undefined(edited, instance)):
                return False
        return True

    def _is_undefined(self, statement: Statement, instance: Instance) -> bool:
        """Whether a side has no value at an instance: log of a number below 0."""
        try:
            for side in statement.args:
                evaluate(side, instance, self.context)
        except Undefined:
            return True
        except (Unsupported, LookupError):
            return False
        return False
