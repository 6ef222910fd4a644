"""Eigenvalues once more, by torch.linalg: an independent route to the same multiset."""

from __future__ import annotations

import torch

from verify.numeric.batch import Batch
from verify.numeric.trial import trial
from verify.terms.context import Context
from verify.terms.nodes import MatOp
from verify.terms.statement import Statement

#: instances at which the two routes are compared
COMPARED = 16
#: a defective eigenvalue of multiplicity 3 moves by the cube root of a rounding error
ALLOWANCE = 1e-4


def agrees(statement: Statement, context: Context, batch: Batch) -> bool:
    """Whether the claimed eigenvalues are those that `torch.linalg.eigvals` finds, wherever both are defined."""
    few = batch.select(torch.arange(min(COMPARED, batch.size), device=batch.device))
    matrix, claimed = statement.args
    made = trial((MatOp("transpose", (matrix,)), claimed), context, few).mode(tracked=False)
    values = made.value(0).value.flatten(0, -3)
    roots = made.value(1).value.flatten(0, -3)[..., 0].to(torch.complex128)
    count = max(len(values), len(roots))
    values, roots = values.expand(count, -1, -1), roots.expand(count, -1)
    defined = torch.isfinite(values.abs()).flatten(1).all(1) & torch.isfinite(roots.abs()).all(1)
    found = torch.linalg.eigvals(values[defined])
    gaps = (found[:, :, None] - roots[defined][:, None, :]).abs()
    room = ALLOWANCE * (1.0 + values[defined].abs().flatten(1).amax(1))
    matched = (gaps <= room[:, None, None]).to(torch.float64)
    each = torch.stack([matched.amax(1).amin(1), matched.amax(2).amin(1)])
    return bool((each > 0).all())
