"""Numbers for statements about densities that may vanish.

Exact instances have densities that vanish (`verify.meaning.supports`) and are judged as they are. The enclosed
rung goes by cases (`verify.terms.cases`): in each of them the densities are positive on the cells that are left.
"""

from __future__ import annotations

from dataclasses import replace

import torch

from verify.model import Rung, Settings, Verdict
from verify.numeric.enclosed import enclosed_rung
from verify.numeric.exact import Judged, exact_rung, judged
from verify.terms.cases import Reduced, reductions
from verify.terms.context import Context
from verify.terms.restrict import NotReducible
from verify.terms.statement import COMPARISONS, Statement


def rungs_by_case(
    statement: Statement, context: Context, settings: Settings, device: torch.device, found: Judged
) -> tuple[list[Rung | None], str]:
    """Return what the enclosed rung says in every case, and why not where it does not apply.

    `found` is what exact instances of the statement itself say; where they refute it, nothing is added.
    """
    if found.failing is not None:
        return [], ""
    if statement.relation == "infinite":
        return [_infinite(found)], "no instance at which the densities are drawn"
    try:
        cases = reductions(statement, context)
    except NotReducible as error:
        return [_unrefuted(statement, found)], f"not split over regions: {error}"
    if not cases or any(case.vanishing or not case.complete for case in cases):
        return [_unrefuted(statement, found)], "a divergence that may be infinite in some case"
    rungs = [_enclosed(case, settings, device) for case in cases]
    if exact_rung(statement, found) is not None:  # enclosures of 0 = 0 are too wide to add anything
        rungs = [rung for rung in rungs if rung is not None and rung.verdict is not Verdict.UNDECIDED]
    return rungs, ""


def _enclosed(case: Reduced, settings: Settings, device: torch.device) -> Rung | None:
    inside = judged(case.statement, case.context, settings.seed)
    rung = enclosed_rung(case.statement, case.context, settings.seed, device, inside.generic)
    return None if rung is None else replace(rung, certificate=f"{case.text}: {rung.certificate}")


def _infinite(found: Judged) -> Rung | None:
    if found.exact == 0 or found.exact < found.seen:
        return None
    return Rung("exact", Verdict.UNREFUTED, found.seen, certificate="infinite at every exact instance")


def _unrefuted(statement: Statement, found: Judged) -> Rung | None:
    if statement.relation not in COMPARISONS or statement.relation == "=" or found.exact == 0:
        return None
    return Rung("exact", Verdict.UNREFUTED, found.exact, certificate="no counterexample among exact instances")
