"""The one engine: type → refute → prove → estimate, for derivations of any front end.

Main definitions
----------------
* `check_link`: the verdict of one statement, with its obligations (see `verify.links`).
* `undecided_report`: of a derivation that could not be checked.
* `check_derivation`: a whole derivation: links, whether they compose to the claim, numbers, mutants.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from verify.decide import decide
from verify.decide.consistency import contradiction
from verify.links import check_link, with_own_hypotheses
from verify.meaning.draw import witness
from verify.model import (
    Answer,
    Counterexample,
    DerivationReport,
    Disproof,
    MutantReport,
    NumericReport,
    Proof,
    Settings,
    Span,
    StepReport,
    SymbolicReport,
    Undecided,
    Verdict,
)
from verify.terms.base import NUMERIC
from verify.terms.chain import assumes_itself, misses_claim
from verify.terms.context import Context, ContextError
from verify.terms.printing import statement_latex, statement_text
from verify.terms.statement import Derivation, IllTypedDerivation, Mutant, Statement

__all__ = ["check_derivation", "check_link", "undecided_report"]


def check_derivation(
    derivation: Derivation | IllTypedDerivation,
    settings: Settings,
    library: Mapping[str, DerivationReport] | None = None,
) -> DerivationReport:
    """Check every link, the composition, the claim's numbers and the mutants.

    `library` holds the reports of what was checked before: what a derivation cites must be among them and
    proved, and its axioms are inherited.
    """
    if isinstance(derivation, IllTypedDerivation):
        return _ill_typed(derivation)
    started = time.perf_counter()
    try:
        symbolic = _inherit(derivation, _symbolic(derivation), library or {})
    except ContextError as error:
        raise ContextError(f"{derivation.id}: {error.message}", derivation.span) from error
    numeric = _estimate(derivation.claim, derivation, settings)
    mutants = tuple(_check_mutant(mutant, derivation, settings) for mutant in derivation.mutants)
    counterexample = _first(step.counterexample for step in symbolic.steps) or numeric.counterexample
    span = derivation.span or Span("", 0)
    return DerivationReport(
        id=derivation.id,
        title=derivation.title,
        source=derivation.source,
        questions=derivation.questions,
        file=span.file,
        line=span.line,
        passed=_passes(derivation, symbolic, numeric, mutants),
        claim=statement_text(derivation.claim),
        claim_latex=statement_latex(derivation.claim),
        symbolic=symbolic,
        numeric=numeric,
        mutants=mutants,
        counterexample=counterexample,
        remarks=derivation.remarks,
        seconds=time.perf_counter() - started,
    )


def _first(found: Iterable[Counterexample | None]) -> Counterexample | None:
    return next((c for c in found if c is not None), None)


def _passes(
    derivation: Derivation, symbolic: SymbolicReport, numeric: NumericReport, mutants: tuple[MutantReport, ...]
) -> bool:
    claim = derivation.claim
    equality = claim.relation == "=" and all(arg.sort in NUMERIC for arg in claim.args)
    fine = {Verdict.CONFIRMED} if equality else {Verdict.CONFIRMED, Verdict.UNREFUTED}
    if derivation.numeric:
        fine.add(Verdict.NOT_APPLICABLE)
    return (
        symbolic.verdict is Verdict.PROVED
        and not symbolic.obligations
        and numeric.verdict in fine
        and all(mutant.met for mutant in mutants)
    )


def _inherit(
    derivation: Derivation, symbolic: SymbolicReport, library: Mapping[str, DerivationReport]
) -> SymbolicReport:
    """Axioms of what is cited taint what cites it, and a citation of something unproved is no proof."""
    cited = [library[name].symbolic for name in derivation.cites if name in library]
    axioms = _union((symbolic.axioms, *(report.axioms for report in cited)))
    unproved = [name for name in derivation.cites if name not in library or not _stands(library[name])]
    if not unproved or symbolic.verdict is not Verdict.PROVED:
        return replace(symbolic, axioms=axioms)
    reason = f"cites {', '.join(unproved)}, which is not proved"
    return replace(symbolic, axioms=axioms, verdict=Verdict.UNDECIDED, reason=reason)


def _stands(cited: DerivationReport) -> bool:
    """Whether what is cited is proved, owes nothing, and no number speaks against it."""
    symbolic = cited.symbolic
    return symbolic.verdict is Verdict.PROVED and not symbolic.obligations and not cited.failed


def _symbolic(derivation: Derivation) -> SymbolicReport:
    started = time.perf_counter()
    context = derivation.context
    problems = list(_vacuous(context))
    if assumes_itself(derivation.claim, context):
        problems.append("the claim is one of its own hypotheses")
    if derivation.claim.hypotheses:
        problems += _vacuous(with_own_hypotheses(context, derivation.claim))
    steps = tuple(check_link(s.statement, context, s.by, s.using, s.span) for s in derivation.chain)
    missed = misses_claim(derivation.chain, derivation.claim)
    verdict = _weakest(steps)
    if missed and verdict is Verdict.PROVED:
        verdict, problems = Verdict.REFUTED, [missed, *problems]
    elif problems and verdict is Verdict.PROVED:
        verdict = Verdict.UNDECIDED
    return SymbolicReport(
        verdict=verdict,
        axioms=_union(step.axioms for step in steps),
        hypotheses=_union(step.hypotheses for step in steps),
        obligations=_union(step.obligations for step in steps),
        scope=context.scope,
        steps=steps,
        seconds=time.perf_counter() - started,
        reason="; ".join(problems),
    )


def _union(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for texts in lists for text in texts))


def _weakest(steps: tuple[StepReport, ...]) -> Verdict:
    order = (Verdict.REFUTED, Verdict.ILL_TYPED, Verdict.UNDECIDED, Verdict.CONFIRMED)
    verdicts = {step.verdict for step in steps}
    return next((v for v in order if v in verdicts), Verdict.PROVED if steps else Verdict.UNDECIDED)


def _vacuous(context: Context) -> tuple[str, ...]:
    """From hypotheses that cannot hold together everything follows: without a witness nothing passes.

    Raises:
        ContextError: the hypotheses are proved to contradict each other.

    """
    if witness(context) is None:
        if (found := contradiction(context)) is not None:
            raise ContextError(found)
        return ("no instance was found that satisfies the Context's hypotheses, so the result may be vacuous",)
    return ()


def _estimate(
    statement: Statement, derivation: Derivation, settings: Settings, key: str = "", *, brief: bool = False
) -> NumericReport:
    from verify.numeric.estimate import estimate

    started = time.perf_counter()
    report = estimate(statement, derivation.context, settings, key or derivation.id, brief=brief)
    if report.verdict is Verdict.NOT_APPLICABLE and derivation.numeric:
        report = replace(report, reason=derivation.numeric)
    return replace(report, seconds=time.perf_counter() - started)


# ----------------------------------------------------------------------------------------------- mutants


def _check_mutant(mutant: Mutant, derivation: Derivation, settings: Settings) -> MutantReport:
    """Run a wrong variant through both engines; it is met if one of them catches it and neither accepts it."""
    span = mutant.span or Span("", 0)
    if mutant.statement is None:
        return MutantReport(
            name=mutant.name,
            statement=mutant.ill_typed,
            expect=mutant.expect,
            by_symbols=Verdict.ILL_TYPED,
            by_numbers=Verdict.NOT_APPLICABLE,
            met=mutant.expect is Verdict.ILL_TYPED,
            file=span.file,
            line=span.line,
            reason=mutant.ill_typed,
        )
    answer = decide(mutant.statement, derivation.context, mutant.using)
    key = f"{derivation.id}/{mutant.name}"
    numeric = _estimate(mutant.statement, derivation, settings, key, brief=not settings.thorough)
    symbols = _verdict(answer)
    caught = Verdict.REFUTED in (symbols, numeric.verdict)
    accepted = symbols is Verdict.PROVED or numeric.verdict is Verdict.CONFIRMED
    disproof = answer.counterexample if isinstance(answer, Disproof) else None
    return MutantReport(
        name=mutant.name,
        statement=statement_text(mutant.statement),
        expect=mutant.expect,
        by_symbols=symbols,
        by_numbers=numeric.verdict,
        met=mutant.expect is Verdict.REFUTED and caught and not accepted,
        file=span.file,
        line=span.line,
        sampled=next((r.verdict for r in numeric.rungs if r.method == "sampled"), Verdict.NOT_APPLICABLE),
        counterexample=disproof or numeric.counterexample,
        reason=answer.reason if isinstance(answer, Undecided) else "",
    )


def _verdict(answer: Answer) -> Verdict:
    match answer:
        case Proof():
            return Verdict.PROVED
        case Disproof():
            return Verdict.REFUTED
        case Undecided():
            return Verdict.UNDECIDED


def _ill_typed(derivation: IllTypedDerivation) -> DerivationReport:
    """Report a derivation whose claim or a step could not be built."""
    return _without_steps(derivation, Verdict.ILL_TYPED, derivation.message, "the statement is ill-typed")


def fault(error: Exception) -> str:
    """Return in one line what went wrong and where in this program."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    told = " ".join(str(error).split())[:200]
    return f"{type(error).__name__} at {Path(frame.filename).name}:{frame.lineno}" + (f": {told}" if told else "")


def undecided_report(derivation: Derivation | IllTypedDerivation, reason: str) -> DerivationReport:
    """Report a derivation that could not be checked, and why."""
    return _without_steps(derivation, Verdict.UNDECIDED, reason, "the derivation was not checked")


def _without_steps(
    derivation: Derivation | IllTypedDerivation, verdict: Verdict, reason: str, no_numbers: str
) -> DerivationReport:
    span = derivation.span or Span("", 0)
    step = StepReport("", "", "", verdict, span.file, span.line, reason=reason)
    return DerivationReport(
        id=derivation.id,
        title=derivation.title,
        source=derivation.source,
        questions=derivation.questions,
        file=span.file,
        line=span.line,
        passed=False,
        claim="",
        claim_latex="",
        symbolic=SymbolicReport(verdict, (), (), (), "", (step,), 0.0, reason),
        numeric=NumericReport(Verdict.NOT_APPLICABLE, reason=no_numbers),
        mutants=(),
    )
