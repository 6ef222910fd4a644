"""Which statements this decider answers, and by which rule."""

from __future__ import annotations

from collections.abc import Callable

from verify.decide.optimization import convexity, extremum, unbounded
from verify.decide.optimization.setting import NAME, Ground, OutOfReach
from verify.decide.scalars.factors import Unsupported
from verify.meaning.replay import refute
from verify.model import Answer, Disproof, Proof, Undecided
from verify.terms.context import Context
from verify.terms.nodes import Term
from verify.terms.statement import COMPARISONS, Statement

Rule = Callable[[Statement, Ground, tuple[Term, ...]], Answer | None]


def decide(statement: Statement, context: Context, using: tuple[Term, ...] = ()) -> Answer:
    """Decide convexity in vectors, and comparisons of extrema over real variables.

    `using` are witnesses, which are re-checked: one for each variable of the statement's extrema in the order in
    which they are bound; ±oo for an infimum that is approached there.
    """
    rule = _RULES.get(statement.relation)
    if rule is None:
        return Undecided(f"no rule for {statement.relation!r}", NAME)
    merged = context.with_hypotheses(*((h, "a hypothesis of the statement") for h in statement.hypotheses))
    reason = "no rule applies"
    try:
        answer = rule(statement, Ground(merged), using)
    except (OutOfReach, Unsupported) as error:
        answer, reason = None, str(error)
    if isinstance(answer, Proof | Disproof):
        return answer
    found = refute(statement, context)
    if found is not None:
        return Disproof(NAME, found, "an instance shows it")
    return answer or Undecided(reason, NAME)


_RULES: dict[str, Rule] = {
    **dict.fromkeys(("convex", "strictly convex", "not convex"), convexity.decide),
    **dict.fromkeys(COMPARISONS, extremum.decide),
    "infinite": unbounded.decide,
}
