"""Whether a chain of steps shows its claim, and nothing is smuggled in on the way."""

from __future__ import annotations

from verify.terms.context import Context
from verify.terms.printing import statement_text
from verify.terms.statement import COMPARISONS, Statement, Step, compose


def assumes_itself(claim: Statement, context: Context) -> bool:
    """Whether a claim is one of its own hypotheses, read in either direction: then nothing is shown."""
    assumed = (*claim.hypotheses, *(hypothesis for hypothesis, _ in context.hypotheses))
    return any(_atom(hypothesis) in _readings(claim) for hypothesis in assumed)


def _readings(statement: Statement) -> tuple[tuple[object, ...], ...]:
    """The atom, and the same read from right to left."""
    flipped = {"=": "=", "!=": "!=", "<=": ">=", ">=": "<=", "<": ">", ">": "<"}.get(statement.relation)
    own = _atom(statement)
    return (own,) if flipped is None else (own, (flipped, statement.args[::-1], statement.variables))


def misses_claim(chain: tuple[Step, ...], claim: Statement) -> str:
    """Return why the chain does not end in the claim, or "".

    The links that hang together at the end are composed; their ends and relation must be the claim's,
    or a stronger relation of the same ends. A chain of lemmas must end with the claim itself. Extra
    hypotheses of a link must be links proved before it, or the claim's own.
    """
    if not chain:
        return "the chain has no steps"
    for position, step in enumerate(chain):
        earlier = {_atom(s.statement) for s in chain[:position]}
        earlier |= {_atom(h) for h in claim.hypotheses if not h.hypotheses}
        owed = (h for h in step.statement.hypotheses if h not in claim.hypotheses)
        if any(_atom(h) not in earlier for h in owed):
            return f"“{step.by}” assumes what neither the claim nor an earlier step says"
    last = chain[-1].statement
    if _atom(last) == _atom(claim):
        return ""
    if last.relation not in COMPARISONS or claim.relation not in COMPARISONS:
        return f"the chain ends in {statement_text(last)}, which is not the claim {statement_text(claim)}"
    start, relation = last.lhs, last.relation
    for step in reversed(chain[:-1]):
        if _implies(relation, claim.relation) and (start, last.rhs) == claim.args:
            return ""
        composed = compose(step.statement.relation, relation)
        if step.statement.rhs != start or composed is None:
            break
        start, relation = step.statement.lhs, composed
    if _implies(relation, claim.relation) and (start, last.rhs) == claim.args:
        return ""
    return f"the chain shows {start} {relation} {last.rhs}, which is not the claim {statement_text(claim)}"


def _atom(statement: Statement) -> tuple[object, ...]:
    return statement.relation, statement.args, statement.variables


def _implies(stronger: str, weaker: str) -> bool:
    return stronger == weaker or (stronger, weaker) in {("=", "<="), ("=", ">="), ("<", "<="), (">", ">=")}
