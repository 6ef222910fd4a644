"""The verdict of one link: type → refute → prove, and what the proof still owes.

A link is refuted before it is proved, so that a wrong one costs microseconds and provers see few false
statements. A proof whose obligations stay open is no pass.
"""

from __future__ import annotations

import time
from dataclasses import replace
from functools import lru_cache

from verify.decide import decide
from verify.decide.derivative import NotSupported, expand_derivatives
from verify.decide.facts import sign
from verify.meaning.boundary import has_corners
from verify.meaning.replay import refute
from verify.model import (
    Answer,
    Disproof,
    Proof,
    Span,
    StepReport,
    Undecided,
    Verdict,
)
from verify.terms.cases import MASSES, reductions
from verify.terms.context import Context
from verify.terms.index_cases import without_index_cases
from verify.terms.nodes import Term
from verify.terms.obligations import Obligation, for_bound, obligations
from verify.terms.printing import statement_latex, statement_text
from verify.terms.restrict import NotReducible
from verify.terms.statement import Statement
from verify.terms.tacit import unreadable
from verify.terms.unfold import unfold_definitions

#: instances tried before a proof is attempted, and after none was found
TRIES_BEFORE, TRIES_AFTER = 4, 24


def settled(
    statement: Statement, context: Context, using: tuple[Term, ...] = ()
) -> tuple[Answer, tuple[str, ...], tuple[str, ...]]:
    """Return what is known of one statement: refuted by an instance, else proved, else undecided.

    With a proof come the texts of the obligations that it leaves open, and of the hypotheses that others rest on.
    """
    refusal = unreadable(statement, context)
    if refusal is not None:
        return Undecided(refusal), (), ()
    cornered = statement.relation != "=" or has_corners(statement, context)
    counterexample = refute(statement, context, tries=TRIES_BEFORE, boundary=cornered)
    if counterexample is None:
        answer = decide(without_index_cases(statement), context, using)
        if isinstance(answer, Undecided):
            counterexample = refute(statement, context, tries=TRIES_AFTER)
    if counterexample is not None:
        return Disproof("instances", counterexample), (), ()
    if not isinstance(answer, Proof):
        return answer, (), ()
    left_open, used = discharged(statement, context)
    return answer, (*answer.obligations, *left_open), used


def check_link(
    statement: Statement, context: Context, by: str = "", using: tuple[Term, ...] = (), span: Span | None = None
) -> StepReport:
    """Return the verdict of one statement as a report tells it."""
    started = time.perf_counter()
    answer, owed, used = settled(statement, context, using)
    report = _step_report(statement, by, span or statement.span, answer)
    return replace(
        report,
        obligations=owed,
        hypotheses=tuple(dict.fromkeys((*report.hypotheses, *used))),
        seconds=time.perf_counter() - started,
    )


def _step_report(statement: Statement, by: str, span: Span | None, answer: Answer) -> StepReport:
    file, line = (span.file, span.line) if span else ("", 0)
    texts = (statement_text(statement), statement_latex(statement), by)
    match answer:
        case Proof():
            return StepReport(
                *texts,
                Verdict.PROVED,
                file,
                line,
                answer.decider,
                answer.axioms,
                answer.hypotheses,
                answer.obligations,
                answer.certificate,
            )
        case Disproof():
            return StepReport(*texts, Verdict.REFUTED, file, line, answer.decider, counterexample=answer.counterexample)
        case Undecided():
            return StepReport(*texts, Verdict.UNDECIDED, file, line, answer.decider, reason=answer.reason)


def discharged(statement: Statement, context: Context) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the texts of the obligations left open, and what the others rest on.

    Where densities may vanish, what is owed is owed in each case (that divergences are finite is shown there).
    """
    if not context.regions:
        return _discharge_here(statement, context)
    if statement.relation == "infinite":
        return (), ()
    try:
        found = [_discharge_here(case.statement, case.context) for case in reductions(statement, context)]
    except NotReducible as error:
        return (str(error),), ()
    return tuple(t for texts, _ in found for t in texts), tuple(t for _, texts in found for t in texts if t != MASSES)


def _discharge_here(statement: Statement, context: Context) -> tuple[tuple[str, ...], tuple[str, ...]]:
    granted = dict(context.grants)
    assumed = with_own_hypotheses(context, statement)
    opened: list[str] = []
    used: list[str] = []
    owed = dict.fromkeys(o for arg in statement.args for o in (*obligations(arg, assumed), *_slopes(arg, assumed)))
    for obligation in owed:
        if obligation.kind in granted:
            used.append(f"{obligation.kind} (granted: {granted[obligation.kind]})")
            continue
        proof = _discharge(obligation, assumed)
        if proof is None:
            opened.append(obligation.text)
        else:
            used.extend(proof.hypotheses)
    return tuple(opened), tuple(used)


def _slopes(term: Term, context: Context) -> tuple[Obligation, ...]:
    """Return what the derivatives in a term owe: √q has none at q = 0, |x| and sign x none at x = 0."""
    term = unfold_definitions(term, context)
    try:
        carried_out = expand_derivatives(term)
    except NotSupported:
        return ()
    return () if carried_out == term else obligations(carried_out, context)


#: the signs of a term at which a comparison of it with 0 holds
_HOLDS = {"!=": ("+", "-", "!=0"), ">": ("+",), ">=": ("+", "0", ">=0")}


@lru_cache(maxsize=4096)
def _discharge(obligation: Obligation, context: Context) -> Proof | None:
    """Prove a condition; the links of a chain share most of theirs, so answers are kept."""
    statement = obligation.statement
    if statement is None:
        return None
    context = for_bound(statement, context)
    answer = decide(statement, context)
    if isinstance(answer, Proof):
        return answer
    if sign(statement.lhs, context) in _HOLDS.get(statement.relation, ()):
        return Proof("facts", hypotheses=("declared ranges and structure",))
    return None


def with_own_hypotheses(context: Context, statement: Statement) -> Context:
    """Return the Context with the hypotheses of the statement itself."""
    return context.with_hypotheses(*((h, "hypothesis of the statement") for h in statement.hypotheses))
