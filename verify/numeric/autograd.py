"""Derivatives once more, by torch's reverse mode: an independent route to the same numbers."""

from __future__ import annotations

import torch

from verify.numeric.batch import Batch
from verify.numeric.bounded import UNIT, Bounded
from verify.numeric.trial import lower, trial
from verify.terms.context import Context
from verify.terms.nodes import Diff
from verify.terms.rewrite import walk
from verify.terms.statement import Statement

#: instances at which the two routes are compared
COMPARED = 16
#: autograd has no error bound; its rounding is taken to be within this many of the forward bounds
ALLOWANCE = 1e4


def differentiates(statement: Statement, context: Context) -> bool:
    """Whether a side holds a derivative."""
    return any(isinstance(node, Diff) for arg in statement.args for node in walk(lower(arg, context)))


def agrees(statement: Statement, context: Context, batch: Batch) -> bool:
    """Whether autograd and dual numbers give the same values wherever both are defined."""
    few = batch.select(torch.arange(min(COMPARED, batch.size), device=batch.device))
    forward = trial(statement.args, context, few)
    reverse = forward.mode(tracked=False, autograd=True)
    return all(_close(forward.value(k), reverse.value(k)) for k in range(len(statement.args)))


def _close(forward: Bounded, reverse: Bounded) -> bool:
    error = torch.zeros_like(forward.value.abs()) if forward.error is None else forward.error
    room = ALLOWANCE * (error + UNIT * (1.0 + forward.value.abs()))
    gap = (forward.value - reverse.value.detach()).abs()
    defined = torch.isfinite(gap) & torch.isfinite(error)
    return bool((~defined | (gap <= room)).all())
