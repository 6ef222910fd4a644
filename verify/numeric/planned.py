"""What is drawn for a claim: its expectations, at an instance that is cheap to sample, with a certified variance.

The instance is chosen so that the relative variance is small while no term of the claim is negligible. The
variance comes from `verify.meaning`, which shares no code with the sampler: it goes through the whole support
in exact arithmetic.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import flint
import torch

from verify.meaning.evaluate import evaluate
from verify.meaning.instance import Instance
from verify.meaning.numbers import Unsupported
from verify.meaning.numbers import ball as exact_ball
from verify.model import Settings
from verify.numeric.batch import NotBatched
from verify.numeric.bounded import Bounded
from verify.numeric.enclosed import Aim, batches, stacked
from verify.numeric.linearity import Part, Split
from verify.numeric.sizes import Profile
from verify.numeric.trial import Trial, trial
from verify.terms.context import Context
from verify.terms.nodes import Add, MatOp, Mul, Sym, Term
from verify.terms.rewrite import substitute
from verify.terms.statement import Statement
from verify.terms.unfold import minus

#: densities of very unequal weights: log-ratios of one sign, so that means are large beside deviations
PROFILE = Profile(cells=(3, 4), sizes=(2, 2, 2, 1), spread=10)
CANDIDATES, CANDIDATE_ELEMENTS = 4096, 1 << 17
EXACT_CANDIDATES = 6
#: an instance at which a term is below this share of the claim says little about that term
VISIBLE = 0.025
#: a term below this share of the claim at every instance is 0
ROUNDING = 1e-9
#: a mean of this many deviations may be 0
NEGLIGIBLE = 1e-6
#: what is added to the relative variance of an instance at which nothing varies
ALIKE = 1e6


@dataclass(frozen=True)
class Plan:
    """What is drawn: X = Σ ± parts + constant, whose mean is 0 if the claim holds; at one instance."""

    statement: Statement
    context: Context
    instance: Instance
    parts: tuple[Part, ...]
    signs: tuple[int, ...]
    constant: float
    expected: float
    variance: float
    slack: float
    certificate: str


# ------------------------------------------------------------------------------------------ the instance


def planned(
    statement: Statement,
    context: Context,
    sides: tuple[Term, ...],
    splits: tuple[Split, ...],
    settings: Settings,
    exact: tuple[Instance, ...],
) -> Plan:
    """Return what is to be drawn for a claim whose sides are split into a constant and expectations.

    Raises:
        NotBatched: no instance has a finite variance.
        Undefined, Unsupported: no exact variance.

    """
    parts = (*splits[0].parts, *splits[1].parts)
    signs = (1,) * len(splits[0].parts) + (-1,) * len(splits[1].parts)
    instance = _chosen(statement, context, sides, parts, settings.seed, exact)
    variance = _certified(parts, instance, context)
    expected, blur = _value(sides[1], instance, context)
    if variance == 0 and expected == 0:
        raise NotBatched("nothing is left to chance")
    left, right = (_constant(s, instance, context) for s in splits)
    floor = (NEGLIGIBLE * max(abs(expected), 1e-12)) ** 2  # what rounding adds to draws that are all alike
    return Plan(
        statement,
        context,
        instance,
        parts,
        signs,
        left[0] - right[0],
        expected,
        max(variance, floor),
        blur + left[1] + right[1],
        f"Var = {variance:.4g} by E X² - (E X)² over the whole support, in exact arithmetic, "
        f"for {len(parts)} independent expectation{'s' if len(parts) > 1 else ''}",
    )


def _chosen(
    statement: Statement,
    context: Context,
    sides: tuple[Term, ...],
    parts: tuple[Part, ...],
    seed: int,
    exact: tuple[Instance, ...],
) -> Instance:
    """Return the instance to sample at: the cheapest by the right side, by the left where batches lack the right.

    Where densities vanish, batches hold no value for 0 log 0: exact moments choose.
    """
    for seen in () if context.regions else (sides, sides[:1]):
        try:
            return _instance(statement, context, seen, parts, seed, exact)
        except NotBatched:
            continue
    return _cheapest(sides[1], parts, exact[:EXACT_CANDIDATES], context)


def _instance(
    statement: Statement,
    context: Context,
    sides: tuple[Term, ...],
    parts: tuple[Part, ...],
    seed: int,
    exact: tuple[Instance, ...],
) -> Instance:
    """Return the instance (and the values of free points and parameters) that is cheapest to sample."""
    best: tuple[float, Trial, tuple[int, ...]] | None = None
    device = torch.device("cpu")
    moments = tuple(part.mean(power) for part in parts for power in (1, 2))
    addends = _visible(sides, parts, context)
    for batch in batches(statement, context, seed, device, exact, Aim(PROFILE, CANDIDATE_ELEMENTS, CANDIDATES)):
        made = trial((sides[-1], *moments, *addends), context, batch).mode(tracked=False)
        scores = _scores(made, len(moments), len(addends))
        at = int(scores.argmin())
        score = float(scores.reshape(-1)[at])
        if math.isfinite(score) and (best is None or score < best[0]):
            position = tuple(int(k) for k in torch.unravel_index(torch.tensor(at), scores.shape))
            best = (score, made, position)
    if best is None:
        raise NotBatched("no instance with a finite variance")
    return best[1].instance(best[2])


def _cheapest(right: Term, parts: tuple[Part, ...], exact: tuple[Instance, ...], context: Context) -> Instance:
    """Choose among exact instances, by exact moments, where batches do not go through the support."""
    found: list[tuple[float, int]] = []
    for position, instance in enumerate(exact):
        scale, _ = _value(right, instance, context)
        if scale != 0:
            relative = _certified(parts, instance, context) / scale**2
            found.append((relative + (ALIKE if relative <= NEGLIGIBLE**2 else 0.0), position))
    if not found:
        raise NotBatched("no instance with a finite variance")
    return exact[min(found)[1]]


def _visible(sides: tuple[Term, ...], parts: tuple[Part, ...], context: Context) -> tuple[Term, ...]:
    """Return what must not be negligible: each side's terms, each expectation, and what chance adds to it."""
    found = [t for side in sides for t in _addends(side)]
    for part in parts:
        found.append(part.mean())
        if not part.densities:
            fixed = substitute(part.body, {v: _mean_array(v, context) for v in part.variables})
            found.append(minus(part.mean(), fixed))
    return tuple(dict.fromkeys(found))


def _mean_array(variable: Sym, context: Context) -> Term:
    """Return E of an array with independent entries."""
    law = context.by_name[variable.name].law
    if law is None:
        raise NotBatched(f"{variable.name} has no law")
    return Mul((law.parameters[0], MatOp("ones", variable.shape))) if variable.shape else law.parameters[0]


def _addends(term: Term) -> list[Term]:
    return [t for part in term.terms for t in _addends(part)] if isinstance(term, Add) else [term]


def _scores(made: Trial, moments: int, addends: int) -> torch.Tensor:
    """Return relative variances, raised where a term is hardly visible."""
    size = (made.batch.size, *made.scope.sizes)
    values = [_shaped(made.value(k), size) for k in range(1 + moments + addends)]
    variance = sum((values[k + 1] - values[k] ** 2 for k in range(1, 1 + moments, 2)), start=torch.zeros(size))
    scale = values[0].abs()
    # some are 0 at every instance, up to rounding
    terms = [v.abs() for v in values[1 + moments :] if bool((v.abs() > ROUNDING * scale).any())]
    smallest = torch.stack([*terms, scale]).amin(0)
    hidden = (VISIBLE * scale / smallest).clamp_min(1.0)
    scores = variance.clamp_min(0) / scale**2 * hidden**2 + 1e-6 * hidden
    # draws that are all alike say nothing of other instances: those are a last resort
    scores = torch.where(variance > NEGLIGIBLE**2 * scale**2, scores, scores + ALIKE)
    if not bool((scale > 0).any()):  # against 0: where the mean is far from it, if it is so anywhere
        mean = sum(values[1 : 1 + moments : 2], start=torch.zeros(size)).abs()
        far = mean > NEGLIGIBLE * variance.clamp_min(0).sqrt()
        scores = torch.where(far, variance / mean**2, torch.inf) if bool(far.any()) else variance
    else:  # an instance at which the claim reads 0 = 0 says little
        scores = torch.where(scale > 0, scores, torch.inf)
    return torch.where(torch.isfinite(scores), scores, torch.inf)


def _shaped(x: Bounded, size: tuple[int, ...]) -> torch.Tensor:
    value = x.value.reshape(x.value.shape[: len(size)])
    return value.expand(size)


# ------------------------------------------------------------------------------------- exact arithmetic


def _certified(parts: tuple[Part, ...], instance: Instance, context: Context) -> float:
    """Return an upper bound of Var X: the exact moments of each part, rounded up."""
    total = flint.arb(0)
    for part in parts:
        first, second = (evaluate(part.mean(power), instance, context) for power in (1, 2))
        total += exact_ball(second) - exact_ball(first) ** 2
    return max(0.0, _upper(total))


def _upper(x: Any) -> float:
    """Return a float that is certainly not below a ball."""
    return float(x.mid()) + float(x.rad()) + 1e-14 * abs(float(x.mid()))


def _value(term: Term, instance: Instance, context: Context) -> tuple[float, float]:
    """Return a value and a bound of its error: exactly, or where that is beyond it by error bounds in floats."""
    try:
        found = exact_ball(evaluate(term, instance, context))
        return float(found.mid()), float(found.rad()) + 1e-15 * abs(float(found.mid()))
    except Unsupported:
        (single,) = stacked([instance], context, torch.device("cpu"))
        near = trial((term,), context, single).value(0)
        error = 0.0 if near.error is None else float(near.error.reshape(-1)[0])
        if not math.isfinite(error):
            raise
        return float(near.value.reshape(-1)[0]), error


def _constant(parts: Split, instance: Instance, context: Context) -> tuple[float, float]:
    values = [_value(term, instance, context) for term in parts.constants]
    return sum(v for v, _ in values), sum(e for _, e in values)
