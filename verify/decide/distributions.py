"""Laws of random variables: "g(U) has the density f", by the change of variables for affine bijections."""

from __future__ import annotations

from verify.decide.facts import is_nonzero, is_positive
from verify.meaning.replay import refute
from verify.model import Answer, Disproof, Proof, Undecided
from verify.terms.context import Context
from verify.terms.laws_of_maps import Change, NoChange, change_of_variables
from verify.terms.nodes import MatOp, Term
from verify.terms.statement import Statement

NAME = "distributions"
CHANGE_OF_VARIABLES = "change of variables"


def decide(statement: Statement, context: Context, using: tuple[Term, ...] = ()) -> Answer:
    """Decide "distributed as": f(g(u)) |det B| = q(u) for every u, where B is invertible."""
    if statement.relation != "distributed as":
        return Undecided("only laws of random variables are read", NAME)
    try:
        change = change_of_variables(statement, context)
    except NoChange as error:
        return Undecided(str(error), NAME)
    assumed = context.with_hypotheses(*((h, "") for h in statement.hypotheses))
    volume = MatOp("det", (change.matrix,)) if change.matrix.shape else change.matrix
    if not is_nonzero(volume, assumed):
        return Undecided(f"{change.matrix} is not known to be invertible, so the map may be no bijection", NAME)
    if not is_positive(change.variance, assumed):
        return Undecided(f"the variance {change.variance} is not known to be positive", NAME)
    return _pulled_back(statement, change, context, using)


def _pulled_back(statement: Statement, change: Change, context: Context, using: tuple[Term, ...]) -> Answer:
    from verify.decide.ladder import decide as decide_any

    answer = decide_any(change.equation, context, using)
    if isinstance(answer, Proof):
        axioms = tuple(dict.fromkeys((CHANGE_OF_VARIABLES, *answer.axioms)))
        certificate = f"f(g(u))·|det B| = q(u) for every u: {answer.certificate}"
        return Proof(NAME, axioms, answer.hypotheses, answer.obligations, certificate)
    found = refute(statement, context)
    if found is not None:
        return Disproof(NAME, found, "the density of the image is another, as one point shows")
    return Undecided(f"f(g(u))·|det B| = q(u) was not proved: {getattr(answer, 'reason', '')}", NAME)
