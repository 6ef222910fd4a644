"""Equalities and inequalities of scalars, and equalities of arrays that are written out.

Main definitions
----------------
* `decide`: `=`, `!=`, `<`, `<=`, `>`, `>=`.
* `refuted`: a Disproof by an instance that replays, or Undecided.
"""

from __future__ import annotations

from verify.decide.facts import Facts
from verify.decide.scalars.explicit import Grid, entries
from verify.decide.scalars.problem import Shown, difference, facts_for, prepare, shows, undecided
from verify.model import Answer, Disproof, Undecided
from verify.terms.context import Context
from verify.terms.nodes import Term
from verify.terms.statement import Statement

NAME = "scalars"


def decide(statement: Statement, context: Context) -> Answer:
    """Decide a comparison; an instance that replays disproves it.

    Raises:
        Unsupported, TooLarge, ZeroDivisionError: outside the language; see `problem.shows`.

    """
    shown = shown_comparison(statement, context)
    if shown is not None:
        return shown.proof()
    reason = "normal forms differ" if statement.relation == "=" else "the sign of the difference is open"
    return refuted(statement, context, f"not proved: {reason}")


def shown_comparison(statement: Statement, context: Context) -> Shown | None:
    """Return how the comparison is shown, or None."""
    left, right = (prepare(side, context) for side in statement.args)
    facts = facts_for(statement, context)
    if not left.shape:
        return shows(difference(left, right), statement.relation, facts)
    if statement.relation != "=":
        return None
    return same_entries(entries(left), entries(right), facts)


def same_entries(left: Grid, right: Grid, facts: Facts) -> Shown | None:
    """Return how two arrays are shown to be equal entry by entry, or None."""
    total = Shown()
    for left_row, right_row in zip(left, right, strict=True):
        for a, b in zip(left_row, right_row, strict=True):
            shown = shows(difference(a, b), "=", facts)
            if shown is None:
                return None
            total = total & shown
    return total


def refuted(statement: Statement, context: Context, reason: str) -> Disproof | Undecided:
    """Return a Disproof with an exact instance of the negation, or Undecided for `reason`."""
    from verify.meaning.replay import refute

    counterexample = refute(statement, context)
    if counterexample is None:
        return undecided(reason)
    return Disproof(NAME, counterexample, reason)


def negated_by(values: tuple[Term, ...], reason: str) -> Disproof:
    """Return a Disproof whose evidence is a proof of the negation; `values` are both sides."""
    from verify.model import Counterexample

    lhs, rhs = (str(value) for value in values)
    return Disproof(NAME, Counterexample((), lhs, rhs, "exact", f"the negation is proved: {reason}"), reason)
