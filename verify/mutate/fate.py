"""The fate of the mechanical mutants of a derivation: exact evaluation on one side, the engine on the other.

A mutant is *false* if exact evaluation finds an instance at which it fails, or if the statement it was made
from is proved and excludes it. A false one must be caught by symbols or by numbers, and accepted by neither.
It is *true* if no instance speaks against it and it is proved, or holds exactly wherever it was evaluated
(which for an equality of rational expressions is a proof but for chance: Schwartz 1980).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from verify.check import fault
from verify.decide import decide
from verify.links import discharged
from verify.meaning.replay import refute
from verify.model import (
    Answer,
    Counterexample,
    Disproof,
    Fate,
    MechanicalReport,
    MutatedReport,
    Proof,
    Settings,
    Span,
    Undecided,
    Verdict,
    VerifyError,
)
from verify.mutate.generate import Mechanical, mechanical_mutants
from verify.mutate.truth import LEAST, Evidence, evaluated, excluded, plain
from verify.numeric.atoms import SUFFICIENT
from verify.terms.context import Context
from verify.terms.printing import statement_text
from verify.terms.statement import Derivation, Statement, Step
from verify.terms.tacit import unreadable

#: mutants of one derivation
LIMIT = 12
#: instances of the engine's own that it tries where no proof is found (those of a link)
TRIES = 24
#: exact evaluation draws other instances than the engine
OWN_SEED = 7919


@dataclass(frozen=True, slots=True)
class Opinions:
    """What the engine says of a mutant: by symbols (with proof or counterexample) and by numbers."""

    answer: Answer
    by_symbols: Verdict
    by_numbers: Verdict
    counterexample: Counterexample | None

    @property
    def accepted(self) -> bool:
        """Proved or confirmed."""
        return self.by_symbols is Verdict.PROVED or self.by_numbers is Verdict.CONFIRMED

    @property
    def caught(self) -> bool:
        """Refuted by one of them."""
        return Verdict.REFUTED in (self.by_symbols, self.by_numbers)


def mutate(derivation: Derivation, settings: Settings, limit: int = LIMIT) -> MutatedReport:
    """Make mechanical mutants of the claim and the links of a derivation, and judge each."""
    started = time.perf_counter()
    reports = tuple(
        _guarded(mutant, step, derivation, settings, f"{derivation.id}/mechanical {k}")
        for k, (mutant, step) in enumerate(_made(derivation, limit))
    )
    return MutatedReport(derivation.id, reports, time.perf_counter() - started)


def _made(derivation: Derivation, limit: int) -> Iterator[tuple[Mechanical, Step]]:
    """Yield mutants of the claim, then one of each other link (up to a third of all), each kind in turn."""
    claim, context = derivation.claim, derivation.context
    hints = derivation.chain[-1].using if derivation.chain else ()
    links = [step for step in derivation.chain if plain(step.statement) != plain(claim)]
    links = links[:: 1 + (len(links) - 1) // max(1, limit // 3)] if links else []
    own = Step(claim, "", hints, claim.span or derivation.span)
    for mutant in mechanical_mutants(claim, context, limit - len(links)):
        yield mutant, own
    for k, step in enumerate(links, 1):
        for mutant in mechanical_mutants(step.statement, context, 1, first=k):
            yield replace(mutant, label=f"step {derivation.chain.index(step) + 1}: {mutant.label}"), step


def _guarded(mutant: Mechanical, step: Step, derivation: Derivation, settings: Settings, key: str) -> MechanicalReport:
    """Judge a mutant; a fault of this program's leaves it unclassified, with the place, and loses no other."""
    try:
        return _judged(mutant, step, derivation, settings, key)
    except VerifyError:
        raise
    except Exception as error:  # noqa: BLE001 (any fault: it is counted, and told with its place)
        span = step.span or derivation.span or Span("", 0)
        shown = "" if mutant.statement is None else statement_text(mutant.statement)
        reason = f"a fault of this program, please report it: {fault(error)}"
        return MechanicalReport(
            mutant.kind, mutant.label, shown, Fate.UNCLASSIFIED, span.file, span.line, reason=reason
        )


def _judged(mutant: Mechanical, step: Step, derivation: Derivation, settings: Settings, key: str) -> MechanicalReport:
    statement, context = mutant.statement, derivation.context
    span = step.span or step.statement.span or derivation.span or Span("", 0)
    report = partial(MechanicalReport, mutant.kind, mutant.label, file=span.file, line=span.line)
    if statement is None:
        return report(mutant.ill_typed, Fate.ILL_TYPED, reason=mutant.ill_typed)
    refusal = unreadable(statement, context)
    if refusal is not None:
        return report(statement_text(statement), Fate.ILL_TYPED, reason=refusal)
    evidence = evaluated(statement, context, settings.seed + OWN_SEED)
    engine = _opinions(statement, context, step, settings, key)
    fate, reason = _fate(statement, step, context, settings, evidence, engine)
    return report(
        statement_text(statement),
        fate,
        by_symbols=engine.by_symbols,
        by_numbers=engine.by_numbers,
        reason=reason,
        counterexample=evidence.failing or engine.counterexample,
    )


def _opinions(statement: Statement, context: Context, step: Step, settings: Settings, key: str) -> Opinions:
    """Ask the engine as it is asked for links and for mutants: prove, else look for an instance; numbers too."""
    from verify.numeric.estimate import estimate

    answer = decide(statement, context, step.using)
    found = answer.counterexample if isinstance(answer, Disproof) else None
    if isinstance(answer, Undecided):
        found = refute(statement, context, tries=TRIES)
    numbers = estimate(statement, context, settings, key, brief=True)
    symbols = Verdict.PROVED if isinstance(answer, Proof) else Verdict.UNDECIDED if found is None else Verdict.REFUTED
    return Opinions(answer, symbols, numbers.verdict, found or numbers.counterexample)


def _fate(
    statement: Statement, step: Step, context: Context, settings: Settings, evidence: Evidence, engine: Opinions
) -> tuple[Fate, str]:
    """Return the fate of a mutant, and why where it is not plain."""
    if evidence.failing is not None or (engine.caught and not engine.accepted):
        return _of_false(engine, "")
    if engine.caught:
        return Fate.SURVIVED, "accepted by one engine and refuted by the other"
    if evidence.seen and evidence.undefined == evidence.seen:
        if isinstance(engine.answer, Proof) and not discharged(statement, context)[0]:
            return Fate.SURVIVED, "proved, though it is undefined at every instance"
        return Fate.ILL_TYPED, "undefined at every instance"
    if _contradicts(statement, step, context, settings):
        return _of_false(engine, "excluded by what it was made from")
    if evidence.valued < LEAST:
        return Fate.UNCLASSIFIED, f"it has values at {evidence.valued} of {evidence.seen} instances"
    if isinstance(engine.answer, Proof):
        return Fate.TRUE, f"proved, and not refuted at {evidence.valued} instances"
    if statement.relation in SUFFICIENT and evidence.holds == evidence.valued:
        return Fate.TRUE, f"holds exactly at {evidence.holds} instances"
    if engine.by_numbers is Verdict.CONFIRMED:
        return Fate.TRUE, f"confirmed by numbers, and not refuted at {evidence.valued} instances"
    return Fate.UNCLASSIFIED, f"not refuted at {evidence.valued} instances, and not proved"


def _of_false(engine: Opinions, reason: str) -> tuple[Fate, str]:
    if engine.accepted:
        how = "proved" if engine.by_symbols is Verdict.PROVED else "confirmed"
        return Fate.SURVIVED, f"{how} though false" + (f": {reason}" if reason else "")
    return (Fate.REFUTED, reason) if engine.caught else (Fate.SURVIVED, "false, and caught by neither engine")


def _contradicts(statement: Statement, step: Step, context: Context, settings: Settings) -> bool:
    """Whether the statement that the mutant was made from excludes it, and is proved."""
    original = step.statement
    if not excluded(statement, original, context, settings.seed + OWN_SEED):
        return False
    return isinstance(decide(original, context, step.using), Proof)
