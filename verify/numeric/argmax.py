"""Do two functions of a parameter have the same maximizers? Its values run along one axis."""

from __future__ import annotations

import torch

from verify.numeric.batch import Batch, NotBatched
from verify.numeric.bounded import Bounded, Tensor
from verify.numeric.dual import primal
from verify.numeric.evaluate import number
from verify.numeric.trial import Compared, Trial, trial
from verify.terms.context import Context
from verify.terms.statement import Statement


def same_argmax(statement: Statement, context: Context, batch: Batch) -> tuple[Trial, Compared]:
    """Return where both sides certainly have the same only maximizer, and where certainly different ones.

    Raises:
        NotBatched: the variable is no parameter with finitely many values.

    """
    (variable,) = statement.variables
    if variable.sort != "parameter":
        raise NotBatched(f"an argmax over {variable.name}, which is a {variable.sort}")
    made = trial(statement.args, context, batch, bound=(variable,))
    scope, axis = made.scope.run(variable, made.scope.extent(variable))
    size = (batch.size, *scope.sizes, *(1,) * (scope.rank - len(scope.sizes)))
    sides = [primal(number(term, scope)).linear(lambda t: t.expand(size)) for term in made.terms]
    known = torch.stack([torch.isfinite(s.value) & torch.isfinite(_error(s)) for s in sides]).all(0).all(axis)
    best = [_certain_best(side, axis) for side in sides]
    defined = known.unsqueeze(axis)
    clear = (best[0].any(axis) & best[1].any(axis) & known).unsqueeze(axis)
    same = (best[0] == best[1]).all(axis).unsqueeze(axis)
    return made, Compared(clear & same, clear & ~same, defined, clear)


def _error(x: Bounded) -> Tensor:
    return torch.zeros_like(x.value) if x.error is None else x.error


def _certain_best(x: Bounded, axis: int) -> Tensor:
    """Return where a value is certainly above all others along an axis."""
    low, high = x.value - _error(x), x.value + _error(x)
    best = low.argmax(axis, keepdim=True)
    one = torch.zeros_like(low, dtype=torch.bool).scatter(axis, best, True)
    others = torch.where(one, -torch.inf, high).amax(axis, keepdim=True)
    return one & (low > others)
