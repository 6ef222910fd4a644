"""A statement at a batch of instances: its sides' values, and where hypotheses hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import torch

from verify.meaning.instance import Instance
from verify.numeric.batch import Batch, NotBatched
from verify.numeric.bounded import UNIT, Bounded, Tensor
from verify.numeric.dual import primal
from verify.numeric.evaluate import number
from verify.numeric.scope import Cell, Scope, depth
from verify.terms.context import Context
from verify.terms.nodes import Apply, Density, Entry, Sym, Term
from verify.terms.rewrite import free, walk
from verify.terms.statement import COMPARISONS, Statement
from verify.terms.unfold import unfold_definitions


@dataclass(frozen=True)
class Trial:
    """Terms at every instance of a batch; free points, parameters and indices each run along an axis."""

    terms: tuple[Term, ...]
    loose: tuple[Sym, ...]
    scope: Scope

    @property
    def batch(self) -> Batch:
        """The instances."""
        return self.scope.batch

    def value(self, which: int) -> Bounded:
        """Return the value of a term."""
        return primal(number(self.terms[which], self.scope))

    def mode(self, *, tracked: bool = True, autograd: bool = False) -> Trial:
        """Return the trial with other arithmetic."""
        return replace(self, scope=replace(self.scope, tracked=tracked, autograd=autograd, parent=None))

    def instance(self, position: tuple[int, ...]) -> Instance:
        """Return the exact instance at a position of a scalar tensor: batch, then axes."""
        found = self.batch.instance(position[0])
        values: dict[str, Any] = dict(found.values)
        for symbol, at in zip(self.loose, position[1:], strict=False):
            values[symbol.name] = at + (1 if symbol.sort == "index" else 0)
        return replace(found, values=values)


def lower(term: Term, context: Context) -> Term:
    """Return the term with defined names replaced by their definitions."""
    return unfold_definitions(term, context)


def trial(terms: tuple[Term, ...], context: Context, batch: Batch, bound: tuple[Sym, ...] = ()) -> Trial:
    """Return terms ready for evaluation; `bound` symbols get no axis (the caller sets them)."""
    lowered = tuple(lower(term, context) for term in terms)
    loose = tuple(s for s in _loose(lowered, context) if s not in bound and s.name not in batch.cells)
    rank = len(loose) + max(map(depth, lowered), default=0) + len(bound)
    scope = Scope(batch, context, rank, {})
    for name, at in batch.cells.items():
        declared = context.by_name.get(name)
        if declared is None and at.dim() == 1:  # a parameter or index that only a law or an entry mentions
            scope = scope.set(Sym(name, "parameter"), Cell(at.view(-1, *(1,) * rank)))
        elif declared is not None and declared.symbol.sort == "parameter":
            scope = scope.set(declared.symbol, Cell(at.view(-1, *(1,) * rank)))
    for symbol in loose:
        size = _index_range(symbol, lowered, scope) if symbol.sort == "index" else scope.extent(symbol)
        scope, _ = scope.run(symbol, size)
    return Trial(lowered, loose, scope)


def _loose(terms: tuple[Term, ...], context: Context) -> list[Sym]:
    """Return free points, parameters and indices, and the parameters that laws and functions depend on."""
    found = {s for term in terms for s in free(term) if s.sort in ("point", "parameter", "index") and not s.shape}
    for term in terms:
        for node in walk(term):
            if isinstance(node, Density) and not node.params and node.law in context.law_by_name:
                found |= {Sym(p, "parameter") for p in context.law_by_name[node.law].depends}
            elif isinstance(node, Apply) and node.function in context.function_by_name:
                found |= {Sym(p, "parameter") for p in context.function_by_name[node.function].depends}
    return sorted(found, key=lambda s: (s.sort, s.name))


def _index_range(symbol: Sym, terms: tuple[Term, ...], scope: Scope) -> int:
    """Return how far a free index may run: it stands in arrays, whose shapes bound it."""
    sizes = [
        scope.size(size)
        for term in terms
        for node in walk(term)
        if isinstance(node, Entry)
        for index, size in zip(node.indices, node.array.shape, strict=False)
        if index == symbol
    ]
    return min(sizes, default=max(scope.batch.dims.values(), default=1))


# ------------------------------------------------------------------------------------------- comparisons


@dataclass(frozen=True)
class Compared:
    """Where a comparison certainly holds, certainly fails, and is defined (tensors of a scalar's rank)."""

    holds: Tensor
    fails: Tensor
    defined: Tensor
    narrow: Tensor

    def instances(self, where: Tensor) -> Tensor:
        """Return for each instance whether `where` is true at all its places that are defined, and at one."""
        true, defined = (t.reshape(len(t), -1) for t in (where, self.defined))
        return (true | ~defined).all(1) & defined.any(1)


#: how narrow both enclosures must be, relative to what they enclose, for an equality to count
WIDTH = 1e-9


def compare(relation: str, left: Bounded, right: Bounded, shaped: bool, rank: int) -> Compared:
    """Compare two values under one of the six comparisons; entries of arrays must each satisfy it."""
    gap = left.value - right.value
    room = _error(left) + _error(right)
    down, up = 1.0 - 4.0 * UNIT, 1.0 + 4.0 * UNIT
    apart = gap.abs() * down > room * up
    known = torch.isfinite(gap.abs()) & torch.isfinite(room)
    size = torch.maximum(left.value.abs(), right.value.abs())
    narrow = room <= WIDTH * torch.where(size > room, size, 1.0)
    if relation in ("=", "!="):
        holds, fails = (~apart, apart) if relation == "=" else (apart, torch.zeros_like(apart))
    else:
        side = gap if relation in (">", ">=") else -gap
        holds, fails = apart & (side > 0), apart & (side < 0)
        exactly = (room == 0) & (gap == 0)
        holds = holds | (exactly & (relation in ("<=", ">=")))
    holds, fails = holds & known, fails & known
    if shaped:
        holds, known, narrow = (t.flatten(-2).all(-1) for t in (holds, known, narrow))
        fails = fails.flatten(-2).any(-1)
    return Compared(*(_full(t, rank) for t in (holds, fails, known, narrow)))


def _error(x: Bounded) -> Tensor:
    return torch.zeros_like(x.value.abs()) if x.error is None else x.error


def _full(t: Tensor, rank: int) -> Tensor:
    return t.view(t.shape + (1,) * (1 + rank - t.dim()))


def compared(statement: Statement, context: Context, batch: Batch) -> tuple[Trial, Compared]:
    """Evaluate and compare both sides of a comparison."""
    made = trial(statement.args, context, batch)
    left, right = made.value(0), made.value(1)
    full = torch.broadcast_shapes(  # type: ignore[no-untyped-call]
        left.value.shape, right.value.shape, (batch.size, *(1,) * (left.value.dim() - 1))
    )
    result = compare(statement.relation, _expand(left, full), right, bool(statement.args[0].shape), made.scope.rank)
    return made, result


def _expand(x: Bounded, size: torch.Size) -> Bounded:
    return x.linear(lambda t: t.expand(size))


# -------------------------------------------------------------------------------------------- hypotheses


def satisfying(hypotheses: tuple[Statement, ...], context: Context, batch: Batch) -> Batch:
    """Return the instances at which every hypothesis certainly holds, for all values of its free variables.

    Raises:
        NotBatched: an equation (floats never certify one), or a relation that is no comparison.

    """
    kept = torch.ones(batch.size, dtype=torch.bool, device=batch.device)
    for hypothesis in hypotheses:
        if hypothesis.relation not in COMPARISONS or hypothesis.relation == "=":
            raise NotBatched(f"a hypothesis of the kind {hypothesis.relation!r}")
        _, found = compared(hypothesis, context, batch)
        kept &= (found.holds & found.defined).reshape(batch.size, -1).all(1)
    return batch if bool(kept.all()) else batch.select(torch.nonzero(kept).flatten())


def positions(where: Tensor, most: int) -> Iterator[tuple[int, ...]]:
    """Yield places at which a tensor is true, one for each instance, at most `most`."""
    found = torch.nonzero(where)
    seen: set[int] = set()
    for row in found.tolist():
        if row[0] not in seen:
            seen.add(row[0])
            yield tuple(row)
        if len(seen) >= most:
            return
