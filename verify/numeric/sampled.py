"""The sampled rung: an expectation is drawn as it is defined, and tested against the other side's value.

Each side is taken apart into a constant and expectations (`linearity.py`); every expectation is drawn on its own
(`sampler.py`), at one instance and with a certified variance (`planned.py`). The decision is `sequential.MeanTest`.
"""

from __future__ import annotations

import math

import torch

from verify.meaning.instance import Instance
from verify.meaning.numbers import Undefined, Unsupported
from verify.model import Counterexample, Rung, Settings, Verdict
from verify.numeric.batch import NotBatched
from verify.numeric.enclosed import stacked
from verify.numeric.linearity import NotLinear, is_random, split
from verify.numeric.normals import standardized
from verify.numeric.planned import Plan, planned
from verify.numeric.sampler import sampler
from verify.numeric.sequential import CHUNK, MeanTest, draws_needed
from verify.numeric.trial import lower
from verify.terms.context import Context
from verify.terms.statement import Statement

#: each test gets this share of alpha, whatever else is tested
SHARE = 2.0**-16
#: draws at most (CPU, GPU), and in a tile once the first tiles did not decide
CAP = {"cpu": 1 << 25, "cuda": 1 << 32}
TILES = {"cpu": 1 << 15, "cuda": 1 << 22}
FIRST_TILE = 1 << 14


def sampled_rung(
    statement: Statement,
    context: Context,
    settings: Settings,
    device: torch.device,
    key: str,
    exact: tuple[Instance, ...] = (),
) -> tuple[Rung | None, str]:
    """Return the sampled rung, or None with the reason why the claim is not sampled.

    `exact` are instances to choose from where the Context cannot be drawn in batches.
    """
    if statement.relation not in ("=", "<=", ">=", "<", ">"):
        return None, "only comparisons are sampled"
    statement, context = standardized(statement, context)
    sides = tuple(lower(arg, context) for arg in statement.args)
    if not any(is_random(side) for side in sides):
        return None, "no expectation to sample"
    if sides[0].shape:
        return None, "not a scalar"
    try:
        splits = tuple(split(side, context) for side in sides)
        plan = planned(statement, context, sides, splits, settings, exact)
        rung = _run(plan, settings, device, key)
    except (NotLinear, NotBatched) as error:
        return None, f"not sampled: {error}"
    except (Undefined, Unsupported) as error:
        return None, f"not sampled, for want of a certified variance: {error.message}"
    if rung.verdict is Verdict.UNDECIDED and statement.relation != "=":
        return None, f"not sampled: {rung.certificate}"
    return rung, ""


# ---------------------------------------------------------------------------------------------- the draws


def _run(plan: Plan, settings: Settings, device: torch.device, key: str) -> Rung:
    kind = "cuda" if device.type == "cuda" else "cpu"
    alpha = settings.alpha * SHARE
    scale = abs(plan.expected) if abs(plan.expected) > plan.slack else math.sqrt(plan.variance)
    margin = settings.margin * scale
    (single,) = stacked([plan.instance], plan.context, device)
    samplers = [sampler(p, plan.context, single, settings.seed, f"{key}/{k}") for k, p in enumerate(plan.parts)]
    noise = 1e-13 * (abs(plan.constant) + scale + math.sqrt(plan.variance))
    slack = plan.slack + noise + sum(s.bias for s in samplers)
    if slack >= margin:  # both sides are 0, and nothing but rounding would be tested
        raise NotBatched("rounding is as large as the margin")
    test = MeanTest(plan.variance, margin, alpha, slack)
    needed = draws_needed(plan.variance, margin, alpha)
    cap = CAP[kind] if needed <= CAP[kind] else CAP[kind] >> 4
    first, tile = 0, FIRST_TILE
    while test.verdict is None and first < cap:
        total = torch.full((tile,), plan.constant, dtype=torch.float64, device=device)
        for sign, source in zip(plan.signs, samplers, strict=True):
            total = total + sign * source.tile(first, tile)
        test.update(total.view(-1, CHUNK).mean(1))
        first, tile = first + tile, min(2 * tile, TILES[kind])
    return _rung(plan, test, settings.margin, alpha, needed)


def _rung(plan: Plan, test: MeanTest, margin: float, alpha: float, needed: float) -> Rung:
    verdict, failing = _decided(plan, test), None
    estimate = plan.expected + test.mean
    certificate = plan.certificate
    if verdict is Verdict.REFUTED:
        lhs, rhs = f"{estimate:.6g} (mean of {test.draws} draws)", f"{plan.expected:.6g}"
        failing = Counterexample(plan.instance.text, lhs, rhs, "sampled", plan.certificate)
    elif verdict is Verdict.UNDECIDED:
        certificate = f"not decided in {test.draws} draws (about {needed:.2g} needed); {certificate}"
    return Rung("sampled", verdict, test.draws, margin, alpha, estimate, plan.expected, certificate, failing)


def _decided(plan: Plan, test: MeanTest) -> Verdict:
    """Read the test of E X = 0 for the claim's relation."""
    if test.verdict is None or test.verdict is Verdict.UNDECIDED:
        return Verdict.UNDECIDED
    relation = plan.statement.relation
    if relation == "=":
        return test.verdict
    if test.verdict is Verdict.CONFIRMED:
        return Verdict.UNDECIDED if relation in ("<", ">") else Verdict.UNREFUTED
    above = test.mean > 0
    return Verdict.UNREFUTED if above == (relation in (">", ">=")) else Verdict.REFUTED
