"""The fate of the mechanical mutants of a derivation: exact evaluation on one side, the engine on the other.

A mutant is *false* if exact evaluation finds an instance at which it fails, or if the statement it was made
from is proved and excludes it. A false one must be caught by symbols or by numbers, and accepted by neither.
It is *true* if no instance speaks against it and it is proved, or holds exactly wherever it was evaluated (for an
equality of rational expressions that is a proof but for chance: Schwartz 1980; an inequality must hold at many more
instances). It is *ill-typed* too if a condition of its being defined fails at an instance, as 0 < λ for log(-λ).
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
from verify.mutate.truth import LEAST, MANY, Evidence, evaluated, excluded, ill_defined, plain
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
ORDERS = frozenset({"<", "<=", ">", ">=", "!="})


@dataclass(frozen=True, slots=True)
class Case:
    """A mutant's statement under its Context, and the seed of the instances at which it is evaluated."""

    statement: Statement
    context: Context
    seed: int

    def excluded_by(self, step: Step) -> bool:
        """Whether the statement that the mutant was made from excludes it, and is proved."""
        original = step.statement
        if not excluded(self.statement, original, self.context, self.seed):
            return False
        return isinstance(decide(original, self.context, step.using), Proof)


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
    case = Case(statement, context, settings.seed + OWN_SEED)
    evidence = evaluated(statement, context, case.seed)
    engine = _opinions(statement, context, step, settings, key)
    fate, reason = _fate(mutant, step, case, evidence, engine)
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


def _fate(mutant: Mechanical, step: Step, case: Case, evidence: Evidence, engine: Opinions) -> tuple[Fate, str]:
    """Return the fate of a mutant, and why where it is not plain."""
    statement = case.statement
    if evidence.failing is not None or (engine.caught and not engine.accepted):
        return _of_false(engine, "")
    if engine.caught:
        return Fate.SURVIVED, "accepted by one engine and refuted by the other"
    if case.excluded_by(step):
        return _of_false(engine, "excluded by what it was made from")
    passes = isinstance(engine.answer, Proof) and not discharged(statement, case.context)[0]
    if evidence.seen and evidence.undefined == evidence.seen:
        told = "undefined at every instance"
        return (Fate.SURVIVED, f"proved, though {told}") if passes else (Fate.ILL_TYPED, told)
    enough = evidence.valued >= LEAST
    if enough and (passes or engine.by_numbers is Verdict.CONFIRMED):
        return Fate.TRUE, f"{'proved' if passes else 'confirmed'}, and not refuted at {evidence.valued} instances"
    if enough and statement.relation in SUFFICIENT and evidence.holds == evidence.valued:
        return Fate.TRUE, f"holds exactly at {evidence.holds} instances"
    fails = ill_defined(statement, case.context, case.seed)
    if fails is not None:
        told = f"not defined: {fails} fails at an instance"
        return (Fate.SURVIVED, f"proved, though {told}") if passes else (Fate.ILL_TYPED, told)
    if not enough:
        return Fate.UNCLASSIFIED, f"it has values at {evidence.valued} of {evidence.seen} instances"
    if isinstance(engine.answer, Proof):
        return Fate.TRUE, f"proved where it is defined, and not refuted at {evidence.valued} instances"
    return _by_evaluation(mutant, case, evidence, engine)


def _by_evaluation(mutant: Mechanical, case: Case, evidence: Evidence, engine: Opinions) -> tuple[Fate, str]:
    """Judge an inequality that is not proved at many more instances.

    One that was only made strict is left alone: it may fail just where both sides are equal.
    """
    statement = case.statement
    open_ones = f"not refuted at {evidence.valued} instances, and not proved"
    if statement.relation not in ORDERS or mutant.kind == "relation" or evidence.holds < evidence.valued:
        return Fate.UNCLASSIFIED, open_ones
    more = evaluated(statement, case.context, case.seed + 1, MANY)
    if more.failing is not None:
        return _of_false(engine, "")
    if more.holds == more.valued >= MANY // 2:
        return Fate.TRUE, f"holds at {evidence.holds + more.holds} instances, and is not proved"
    return Fate.UNCLASSIFIED, open_ones


def _of_false(engine: Opinions, reason: str) -> tuple[Fate, str]:
    if engine.accepted:
        how = "proved" if engine.by_symbols is Verdict.PROVED else "confirmed"
        return Fate.SURVIVED, f"{how} though false" + (f": {reason}" if reason else "")
    return (Fate.REFUTED, reason) if engine.caught else (Fate.SURVIVED, "false, and caught by neither engine")
