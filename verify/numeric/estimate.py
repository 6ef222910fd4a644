"""The numeric check of one statement: every rung that applies, and what they say together.

Rungs: exact (`exact.py`), enclosed (`enclosed.py`), sampled (`sampled.py`), and for receptive fields gradients
(`gradients.py`). The same settings give the same
report; the seed is never changed after a failure.
"""

from __future__ import annotations

import time

import torch

from verify.model import Counterexample, NumericReport, Rung, Settings, Verdict
from verify.numeric.atoms import BEYOND, SUFFICIENT, about_numbers, confirms
from verify.numeric.device import resolve
from verify.numeric.doubts import doubt
from verify.numeric.enclosed import enclosed_rung
from verify.numeric.exact import Judged, exact_rung, judged
from verify.numeric.gradients import gradient_rung
from verify.numeric.parity import lopsided
from verify.numeric.pinned import pinned
from verify.numeric.regions import rungs_by_case
from verify.numeric.sampled import sampled_rung
from verify.numeric.smoothness import tied
from verify.terms.context import Context
from verify.terms.statement import COMPARISONS, Statement
from verify.terms.tacit import unreadable

#: more threads cost more than they bring on tensors of this size
THREADS = 1


def resolve_device(name: str) -> torch.device:
    """Return the device that `name` ("auto", "cpu" or "cuda") means here.

    Raises:
        VerifyError: an unknown name, or "cuda" without a CUDA device.

    """
    return torch.device(resolve(name))


def estimate(
    statement: Statement, context: Context, settings: Settings, key: str, *, brief: bool = False
) -> NumericReport:
    """Check a statement numerically on every rung that applies; if `brief`, only until one refutes it.

    `key` names the statement: its random draws are a stream of their own.

    Raises:
        VerifyError: the device is not there.

    """
    started = time.perf_counter()
    refusal = unreadable(statement, context)
    if refusal is not None:
        return NumericReport(Verdict.UNDECIDED, reason=refusal)
    device = resolve_device(settings.device)
    if device.type == "cpu" and torch.get_num_threads() > THREADS:
        torch.set_num_threads(THREADS)
    found = judged(statement, context, settings.seed)
    rungs, reason = _rungs(statement, context, settings, device, key, found, brief=brief)
    verdict = combined(statement, rungs, context)
    if verdict is Verdict.CONFIRMED:
        why = doubt(statement, context, [i.dims for i in found.generic], found.generic) or pinned(statement, context)
        why = why or tied(statement, context) or lopsided(statement, context, found.generic)
        if why:
            verdict, reason = Verdict.UNDECIDED, why
    if verdict is Verdict.CONFIRMED and context.examples:
        verdict, reason = Verdict.NOT_APPLICABLE, "instances built from an example can refute, and confirm nothing"
    if verdict is Verdict.NOT_APPLICABLE:
        reason = BEYOND.get(statement.relation, reason or "no rung applies")
    failing = _first(rungs)
    return NumericReport(verdict, rungs, time.perf_counter() - started, reason, failing)


def _rungs(
    statement: Statement,
    context: Context,
    settings: Settings,
    device: torch.device,
    key: str,
    found: Judged,
    *,
    brief: bool,
) -> tuple[tuple[Rung, ...], str]:
    rungs = [exact_rung(statement, found)]
    if context.regions:
        cases, reason = rungs_by_case(statement, context, settings, device, found)
        return tuple(rung for rung in (*rungs, *cases) if rung is not None), reason
    if found.failing is None:
        rungs.append(enclosed_rung(statement, context, settings.seed, device, found.generic))
    rungs.append(gradient_rung(statement, context, settings.seed))
    if brief and any(rung is not None and rung.verdict is Verdict.REFUTED for rung in rungs):
        return tuple(rung for rung in rungs if rung is not None), ""
    compared = statement.relation in (*COMPARISONS, *SUFFICIENT) and about_numbers(statement)
    sampled, reason = sampled_rung(statement, context, settings, device, key, found.generic)
    rungs.append(sampled)
    if not compared and all(r is None for r in rungs) and found.seen:
        rungs.append(_unrefuted(statement, found.seen))
    return tuple(rung for rung in rungs if rung is not None), reason


def _unrefuted(statement: Statement, seen: int) -> Rung | None:
    """Say that exact instances did not refute an atom that instances can refute."""
    if statement.relation in BEYOND:
        return None
    return Rung("exact", Verdict.UNREFUTED, seen, certificate="no counterexample among exact instances")


def combined(statement: Statement, rungs: tuple[Rung, ...], context: Context | None = None) -> Verdict:
    """Return what the rungs say together: one refutation refutes, one open rung leaves a confirmation open."""
    verdicts = {rung.verdict for rung in rungs}
    if Verdict.REFUTED in verdicts:
        return Verdict.REFUTED
    tells = statement.relation == "infinite" and context is not None and context.regions
    if not rungs or (statement.relation in BEYOND and not tells):
        return Verdict.NOT_APPLICABLE
    if Verdict.UNDECIDED in verdicts:
        return Verdict.UNDECIDED
    if confirms(statement):
        return Verdict.CONFIRMED if Verdict.CONFIRMED in verdicts else Verdict.UNDECIDED
    return Verdict.UNREFUTED


def _first(rungs: tuple[Rung, ...]) -> Counterexample | None:
    return next((rung.counterexample for rung in rungs if rung.counterexample is not None), None)
