"""Strict comparisons of what is equal: where a proof of `=` refutes `<`, `>` and `!=`.

Balls around two equal numbers always meet, so no evaluation of irrational values shows that a < b fails where
a = b. A proof of a = b does, at any instance of the hypotheses at which both sides have values.
"""

from __future__ import annotations

from verify.meaning.case import Violation, pair_text
from verify.meaning.draw import draw
from verify.meaning.evaluate import evaluate
from verify.meaning.numbers import Undefined, Unsupported
from verify.meaning.replay import counterexample
from verify.model import Disproof, Proof
from verify.terms.context import Context
from verify.terms.statement import Statement

#: relations that equal sides do not have
STRICT = frozenset({"<", ">", "!="})
#: instances looked at for values of both sides
TRIES = 6


def refuted_by_equality(statement: Statement, context: Context, proof: Proof) -> Disproof | None:
    """Return a Disproof of a strict comparison from a `proof` that its sides are equal, at an instance; None without.

    The instance satisfies all hypotheses, and both sides are defined there: an equality holds only where they are.
    """
    for instance in draw(context, 0, TRIES, terms=statement.args, hypotheses=statement.hypotheses):
        try:
            left, right = (evaluate(arg, instance, context) for arg in statement.args)
        except (Undefined, Unsupported):
            continue
        reason = f"the negation is proved: both sides are equal, by {proof.decider}"
        found = Violation(*pair_text(left, right), "exact", reason)
        certificate = proof.certificate or reason
        return Disproof(proof.decider, counterexample(statement, instance, context, found), certificate)
    return None
