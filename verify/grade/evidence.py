"""What is known of one statement of a student's: proved, confirmed, refuted by a counterexample, or open.

The engine is that of the library (`verify.links`). Where it is silent, values at many exact instances speak: they
confirm equalities, and refute what they show to be false. Every well-typed reading of a row must agree.

Main definitions
----------------
* `Finding`: a verdict with its evidence.
* `check`: of one statement; `check_all`: of all readings of a row.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from verify.grade.absolute import without_bars
from verify.grade.held import contradicted, with_ends
from verify.links import settled
from verify.meaning.agree import agreement
from verify.model import Counterexample, Disproof, Proof, Undecided, Verdict
from verify.mutate.truth import evaluated
from verify.terms.base import NUMERIC
from verify.terms.context import Context, Declaration
from verify.terms.nodes import Divergence, IllTyped
from verify.terms.printing import statement_text
from verify.terms.rewrite import free
from verify.terms.statement import Statement

#: instances at which a statement that nothing proves must hold
INSTANCES = 8
#: at how many both sides of an equality must have the same values
LEAST = 5
SEED = 7


@dataclass(frozen=True, slots=True)
class Finding:
    """PROVED, CONFIRMED, REFUTED or UNDECIDED; `evidence` is "proof", "exact", "enclosed" or ""."""

    verdict: Verdict
    evidence: str = ""
    reason: str = ""
    counterexample: Counterexample | None = None
    statement: Statement | None = None

    @property
    def holds(self) -> bool:
        """Proved or confirmed."""
        return self.verdict in (Verdict.PROVED, Verdict.CONFIRMED)

    @property
    def fails(self) -> bool:
        """Refuted by a counterexample."""
        return self.verdict is Verdict.REFUTED

    @property
    def text(self) -> str:
        """The statement as it was read."""
        return statement_text(self.statement) if self.statement is not None else ""


def check(statement: Statement, context: Context) -> Finding:
    """Return what is known of a statement in a Context; the same question is answered once."""
    return _check(replace(statement, span=None), context)


@lru_cache(maxsize=4096)
def _check(statement: Statement, context: Context) -> Finding:
    if statement.hypotheses:
        if against := contradicted(statement.hypotheses, context):
            return Finding(Verdict.UNDECIDED, reason=f"nothing is known where {against}", statement=statement)
        context = with_ends(context, statement.hypotheses)
    elif _are_infinite(statement, context):
        return Finding(Verdict.PROVED, "proof", "both sides are infinite", statement=statement)
    try:
        answer, owed, _ = settled(statement, context)
    except (IllTyped, RecursionError) as error:
        return Finding(Verdict.UNDECIDED, reason=f"{type(error).__name__}: {error}", statement=statement)
    if isinstance(answer, Disproof):
        return Finding(Verdict.REFUTED, answer.counterexample.evidence, "", answer.counterexample, statement)
    if isinstance(answer, Proof) and not owed:
        return Finding(Verdict.PROVED, "proof", statement=statement)
    plain = without_bars(statement, lambda sign: _check(sign, context).verdict is Verdict.PROVED)
    if plain is not None:
        return replace(_check(plain, context), statement=statement)
    numeric = _by_instances(statement, context)
    if numeric is not None:
        return numeric
    if statement.hypotheses:  # what holds anyway holds under them
        freely = _check(replace(statement, hypotheses=()), context)
        if freely.holds:
            return replace(freely, statement=statement)
    reason = answer.reason if isinstance(answer, Undecided) else f"rests on: {'; '.join(owed)}"
    return Finding(Verdict.UNDECIDED, reason=reason, statement=statement)


def _are_infinite(statement: Statement, context: Context) -> bool:
    """Whether an equation is one of divergences that are all infinite: ∞ = ∞ is what its author says."""
    if statement.relation != "=" or not all(isinstance(arg, Divergence) for arg in statement.args):
        return False
    return all(_check(Statement("infinite", (arg,)), context).holds for arg in statement.args)


def _by_instances(statement: Statement, context: Context) -> Finding | None:
    """Return what values at instances say: a counterexample, or that both sides of an equality agree."""
    if any(arg.sort not in NUMERIC for arg in statement.args):
        return None
    context = _with_letters(statement, context)
    seen = evaluated(statement, context, SEED, INSTANCES)
    if seen.failing is not None:
        return Finding(Verdict.REFUTED, seen.failing.evidence, "", seen.failing, statement)
    if statement.relation != "=":
        return None
    found = agreement(statement, context, SEED, INSTANCES)
    if found.agree < LEAST:
        return None
    evidence = "exact" if found.exact == found.agree else "enclosed"
    return Finding(Verdict.CONFIRMED, evidence, f"both sides agree at {found.agree} instances", statement=statement)


def _with_letters(statement: Statement, context: Context) -> Context:
    """Return the Context in which the letters of an equation that nobody declared, t of σ'(t) = …, are any numbers."""
    if statement.relation != "=":
        return context
    letters = {s for arg in statement.args for s in free(arg) if s.of_sort == "real" and not s.of_shape}
    new = sorted((s for s in letters if s.name not in context.by_name), key=lambda s: s.name)
    return replace(context, symbols=(*context.symbols, *map(Declaration, new))) if new else context


def check_all(readings: Iterable[Statement], context: Context) -> Finding:
    """Return the common verdict of all readings: passed only if all pass, refuted only if all fail."""
    findings: list[Finding] = []
    for reading in readings:
        findings.append(check(reading, context))
        if findings[-1].verdict is Verdict.UNDECIDED:
            return findings[-1]
    if not findings:
        return Finding(Verdict.UNDECIDED, reason="no reading")
    if all(f.holds for f in findings):
        weakest = [f for f in findings if f.verdict is Verdict.CONFIRMED]
        return weakest[0] if weakest else findings[0]
    if all(f.fails for f in findings):
        return findings[0]
    return replace(findings[0], verdict=Verdict.UNDECIDED, reason="true in one reading and false in another")
