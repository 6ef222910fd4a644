"""`convex`, `strictly convex` and `not convex` in a column of any size, by how the term is composed."""

from __future__ import annotations

from verify.decide.optimization.curvature import Bend, Setting, bends
from verify.decide.optimization.setting import AXIOM, Ground, OutOfReach, free_variables
from verify.decide.scalars.comparison import negated_by
from verify.model import Answer, Proof, Undecided
from verify.terms.nodes import ZERO, Term
from verify.terms.statement import Statement
from verify.terms.unfold import unfold


def decide(statement: Statement, ground: Ground, _: tuple[Term, ...]) -> Answer | None:
    """Show that the function is convex; it is not if its negative is strictly so (the space has a line).

    Raises:
        OutOfReach: a variable does not range freely.

    """
    setting = Setting(free_variables(statement.variables, ground.context), ground.context)
    body = unfold(statement.lhs, ground.context)
    if body.shape:
        raise OutOfReach("the convexity of an array")
    if statement.relation == "not convex":
        return _not_convex(body, setting)
    found = bends(body, 1, setting)
    strictly = statement.relation == "strictly convex"
    if found is None or (strictly and not found.strict):
        return None
    return proof_of(found, ground)


def _not_convex(body: Term, setting: Setting) -> Answer | None:
    below = bends(body, -1, setting)
    if below is not None and below.strict:
        return proof_of(below, Ground(setting.context), "the negative is strictly convex: ")
    above = bends(body, 1, setting)
    if above is not None:
        return negated_by((body, ZERO), f"it is convex: {above.text}")
    return Undecided("neither the function nor its negative was seen to be convex", "optimization")


def proof_of(found: Bend, ground: Ground, before: str = "") -> Proof:
    """Return the proof that a curvature gives."""
    ground.hypotheses.update(found.hypotheses)
    return ground.proof(before + found.text, AXIOM)
