"""The enclosed rung: both sides with error bounds at many instances at once.

Enclosures that do not meet are replayed at the exact instance in ball arithmetic before anything is called
refuted; those that meet and are narrow confirm an equality. No tolerance is ever loosened: where floats
are not enough, balls of more bits are tried at exact instances.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import flint
import torch

from verify.meaning.case import Violation
from verify.meaning.draw import draw as draw_exact
from verify.meaning.draw import has_structures
from verify.meaning.evaluate import evaluate
from verify.meaning.instance import Instance
from verify.meaning.judge import judge
from verify.meaning.numbers import Undefined, Unsupported, ball
from verify.meaning.replay import counterexample
from verify.model import Counterexample, Rung, Verdict
from verify.numeric import eigen
from verify.numeric.argmax import same_argmax
from verify.numeric.atoms import UNDRAWN, about_numbers, confirms, implied
from verify.numeric.autograd import agrees, differentiates
from verify.numeric.batch import Batch, NotBatched, signature, stack
from verify.numeric.instances import draw
from verify.numeric.sizes import Profile, work
from verify.numeric.trial import Compared, Trial, compared, positions, satisfying
from verify.terms.context import Context
from verify.terms.nodes import Term
from verify.terms.statement import Statement
from verify.terms.unfold import fixed_indices

#: elements of one tensor, and instances, that are aimed at
ELEMENTS = {"cpu": 1 << 13, "cuda": 1 << 24}
MOST = {"cpu": 1024, "cuda": 1 << 20}
FEWEST = 64
#: exact instances that are stacked where a Context cannot be drawn in batches
STACKED = 12
#: instances below which nothing is said, and the share of those seen that must be told
LEAST, SHARE = 4, 0.1
REPLAYS = 4
#: instances that are asked exactly whether both sides are equal, where an inequality is tight at most of them
TIES = 8
PRECISE = 256
GENERIC = Profile()


@dataclass(frozen=True)
class Aim:
    """How instances drawn at once look, and how large the batch is: elements of a tensor, instances at most."""

    profile: Profile
    elements: int
    most: int


def _usual(device: torch.device) -> Aim:
    kind = "cuda" if device.type == "cuda" else "cpu"
    return Aim(GENERIC, ELEMENTS[kind], MOST[kind])


@dataclass
class Tally:
    """What many instances say of a statement."""

    seen: int = 0
    good: int = 0
    undecided: int = 0
    failing: Counterexample | None = None
    reason: str = ""
    notes: list[str] = field(default_factory=list)


def enclosed_rung(
    statement: Statement, context: Context, seed: int, device: torch.device, exact: tuple[Instance, ...]
) -> Rung | None:
    """Return the enclosed rung, or None where the statement says nothing about values.

    `exact` are instances already drawn exactly; they serve where the Context cannot be batched.
    """
    parts = implied(statement, context)
    if not (parts and about_numbers(statement)) and statement.relation != "same argmax":
        return None
    tally = Tally()
    try:
        for batch in batches(statement, context, seed, device, exact):
            _judge_batch(statement, parts, context, batch, tally)
    except NotBatched as error:
        return _by_balls(statement, context, exact, str(error))
    if tally.failing is not None:
        return Rung("enclosed", Verdict.REFUTED, tally.seen, counterexample=tally.failing)
    if tally.reason:
        return Rung("enclosed", Verdict.UNDECIDED, tally.seen, certificate=tally.reason)
    return _verdict(statement, tally)


def _verdict(statement: Statement, tally: Tally) -> Rung:
    if tally.good < max(LEAST, SHARE * tally.seen):
        reason = f"too close to tell, or undefined, at {tally.seen - tally.good} of {tally.seen} instances"
        return Rung("enclosed", Verdict.UNDECIDED, tally.seen, certificate=reason)
    equality = confirms(statement)
    verdict = Verdict.CONFIRMED if equality else Verdict.UNREFUTED
    what = "both sides enclosed to a relative width of 1e-9" if equality else "enclosures in the right order"
    return Rung("enclosed", verdict, tally.good, certificate="; ".join([what, *dict.fromkeys(tally.notes)]))


# --------------------------------------------------------------------------------------------- instances


def batches(
    statement: Statement,
    context: Context,
    seed: int,
    device: torch.device,
    exact: tuple[Instance, ...],
    aim: Aim | None = None,
) -> list[Batch]:
    """Return batches that satisfy every hypothesis: drawn at once, else exact instances stacked.

    `exact` instances are stacked first; `aim` says how those drawn at once look.

    Raises:
        NotBatched: neither is possible.

    """
    hypotheses = (*(h for h, _ in context.hypotheses), *statement.hypotheses)
    try:
        if fixed_indices(hypotheses, context):
            raise NotBatched("a hypothesis about one index")
        drawn = satisfying(hypotheses, context, _drawn(statement, context, seed, device, aim or _usual(device)))
        if drawn.size >= LEAST:
            return [drawn]
        reason = "too few instances satisfy the hypotheses"
    except NotBatched as error:
        reason = str(error)
    found = list(exact)
    if not found or not any(h.relation in UNDRAWN for h in hypotheses):
        terms = (*statement.args, *statement.variables)
        found += draw_exact(context, seed + 1, STACKED - len(found), terms=terms, hypotheses=statement.hypotheses)
    if not found:
        raise NotBatched(f"no instances: {reason}")
    return stacked(found, context, device)


def stacked(instances: list[Instance], context: Context, device: torch.device) -> list[Batch]:
    """Return exact instances as batches, those of equal sizes together."""
    sorts = {d.symbol.name: d.symbol.sort for d in context.symbols}
    groups: dict[Any, list[Instance]] = {}
    for instance in instances:
        groups.setdefault(signature(instance), []).append(instance)
    return [stack(group, sorts_of(group[0], sorts, context), device) for group in groups.values()]


def sorts_of(instance: Instance, declared: dict[str, str], context: Context) -> dict[str, str]:
    """Return what each valued name is: as declared, else a parameter that laws mention, else an index."""
    tacit = {p for law in context.laws for p in law.depends} | {p for f in context.functions for p in f.depends}
    return {n: declared.get(n, "parameter" if n in tacit else "index") for n in instance.values}


_DRAWN: dict[Any, tuple[Context, Batch]] = {}


def _drawn(statement: Statement, context: Context, seed: int, device: torch.device, aim: Aim) -> Batch:
    """Draw a batch of a size that suits the statement; the last few are remembered (mutants share Contexts)."""
    size = max(FEWEST, min(aim.most, aim.elements // work(statement.args, context, aim.profile)))
    dims = tuple(sorted({d.name for arg in statement.args for d in _dimensions(arg)}))
    key = (id(context), size, seed, str(device), dims, aim.profile)
    if key not in _DRAWN:
        while len(_DRAWN) >= 16:
            _DRAWN.pop(next(iter(_DRAWN)))
        _DRAWN[key] = (context, draw(context, statement.args, seed, size, device, aim.profile))
    return _DRAWN[key][1]


def _dimensions(term: Term) -> list[Any]:
    from verify.terms.rewrite import free

    return [s for s in free(term) if s.sort == "dimension"]


# ------------------------------------------------------------------------------------------------ judging


def _judge_batch(
    statement: Statement, parts: tuple[Statement, ...], context: Context, batch: Batch, tally: Tally
) -> None:
    tally.seen += batch.size
    good = torch.ones(batch.size, dtype=torch.bool, device=batch.device)
    for part in parts or (statement,):
        if part.relation == "same argmax":
            made, result = same_argmax(part, context, batch)
        else:
            made, result = compared(part, context, batch)
            _cross_check(statement, part, made, result, context, tally)
        equality = part.relation == "="
        strict = part.relation in ("<", ">", "!=")
        suspects = list(positions(result.fails, REPLAYS))
        suspects += list(positions(result.defined & ~result.holds, REPLAYS)) if strict else []
        for position in suspects:
            tally.failing = tally.failing or _replayed(statement, part, context, made.instance(position))
        if tally.failing is not None:
            return
        if bool(result.fails.any()):
            tally.reason = "enclosures that do not meet did not replay in ball arithmetic"
        settled = result.instances(result.holds & result.narrow if equality else result.holds)
        if part.relation in ("<=", ">=") and int(settled.sum()) < max(LEAST, SHARE * batch.size):
            settled, unasked = _with_ties(part, context, made, result, settled)
            tally.seen -= unasked
        good &= settled
    tally.good += int(good.sum())


def _with_ties(
    part: Statement, context: Context, made: Trial, result: Compared, settled: torch.Tensor
) -> tuple[torch.Tensor, int]:
    """Ask exactly whether sides that floats cannot tell apart are in order (an optimum met at once).

    Returns which instances are settled, and at how many more the sides are as close but were not asked: those
    count as not seen where every one that was asked is in order, and otherwise as unsettled.
    """
    settled = settled.clone()
    close = result.defined & ~result.holds
    tied = [at for at in torch.nonzero(~settled).flatten().tolist() if 0 < int(close[at].sum()) <= REPLAYS]
    for at in tied[:TIES]:
        places = torch.nonzero(close[at]).tolist()
        settled[at] = all(judge(part, made.instance((at, *place)), context) is True for place in places)
    in_order = all(bool(settled[at]) for at in tied[:TIES])
    return settled, len(tied[TIES:]) if in_order else 0


def _cross_check(
    statement: Statement, part: Statement, made: Trial, result: Compared, context: Context, tally: Tally
) -> None:
    """Compare with torch's own derivatives and eigenvalues."""
    if statement.relation == "eigenvalues" and not bool(result.fails.any()):
        if eigen.agrees(statement, context, made.batch):
            tally.notes.append("torch.linalg.eigvals agrees")
        else:
            tally.reason = "torch.linalg.eigvals finds other eigenvalues"
    if differentiates(part, context):
        if agrees(part, context, made.batch):
            tally.notes.append("derivatives agree with torch.autograd")
        else:
            tally.reason = "forward derivatives disagree with torch.autograd"


def _replayed(statement: Statement, part: Statement, context: Context, instance: Instance) -> Counterexample | None:
    """Judge the statement, or the comparison it implies, at one exact instance in ball arithmetic.

    A matrix that is declared invertible, or of full rank, is drawn in a batch like any other: by chance it is not.
    """
    if not has_structures(instance, context):
        return None
    for claim, note in ((statement, ""), (part, f"which implies {part.args[0]} {part.relation} {part.args[1]}")):
        found = judge(claim, instance, context)
        if isinstance(found, Violation):
            shown = counterexample(claim, instance, context, found)
            if claim is not statement:
                return Counterexample(shown.values, shown.lhs, shown.rhs, shown.evidence, note)
            return shown
    return None


def _by_balls(statement: Statement, context: Context, exact: tuple[Instance, ...], reason: str) -> Rung:
    """Enclose both sides of a comparison in balls at exact instances, where batches do not apply."""
    if statement.relation in ("<", "<=", ">", ">=", "!="):
        return _ordered(statement, context, exact, reason)
    if statement.relation != "=":  # "increasing" and the like have no two sides
        return Rung("enclosed", Verdict.UNDECIDED, len(exact), certificate=reason)
    good = 0
    for instance in exact:
        try:
            left, right = (evaluate(arg, instance, context, PRECISE) for arg in statement.args)
        except (Undefined, Unsupported):
            continue
        good += _meet(left, right)
    if good < LEAST:
        return Rung("enclosed", Verdict.UNDECIDED, len(exact), certificate=reason)
    return Rung("enclosed", Verdict.CONFIRMED, good, certificate=f"balls of {PRECISE} bits that meet; {reason}")


def _ordered(statement: Statement, context: Context, exact: tuple[Instance, ...], reason: str) -> Rung:
    good = sum(judge(statement, instance, context) is True for instance in exact)
    if good < max(LEAST, len(exact)):
        return Rung("enclosed", Verdict.UNDECIDED, len(exact), certificate=reason)
    return Rung("enclosed", Verdict.UNREFUTED, good, certificate=f"balls in the right order; {reason}")


def _meet(left: Any, right: Any) -> bool:
    """Whether two values (or all entries) are finite, overlap and are narrow: ∞ - ∞ tells nothing."""
    if isinstance(left, tuple):
        return all(_meet(a, b) for u, v in zip(left, right, strict=True) for a, b in zip(u, v, strict=True))
    gap = flint.acb(ball(left)) - flint.acb(ball(right))
    width = max(float(gap.real.rad()), float(gap.imag.rad()))
    size = float(abs(flint.acb(ball(left))).mid())
    return bool(gap.is_finite()) and bool(gap.contains(0)) and width <= 1e-9 * (size if size > width else 1.0)
