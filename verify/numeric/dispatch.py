"""The recursion of the evaluator: numbers by the rule of their node, cells of points, parameters and indices.

Rules are entered into `RULES` by the modules that hold them (`evaluate.py`, `chance.py`).
"""

from __future__ import annotations

from collections.abc import Callable

import torch

from verify.numeric.batch import NotBatched
from verify.numeric.dual import Number
from verify.numeric.scope import Cell, Family, Scope, Value
from verify.numeric.tables import move
from verify.terms.nodes import Add, Apply, Entry, Num, Sym, Term

RULES: dict[type[Term], Callable[..., Number]] = {}


def number(term: Term, scope: Scope) -> Number:
    """Return the value of a real term.

    Raises:
        NotBatched: the language or the Context is outside what is evaluated in batches.

    """
    home = scope.home(term)
    found = home.known.get(term)
    if found is None:
        rule = RULES.get(type(term))
        if rule is None:
            raise NotBatched(f"no batched value of {type(term).__name__}")
        found = home.known[term] = rule(term, home)
    return found


def cell(term: Term, scope: Scope) -> Cell:
    """Return the value of a point, parameter or index (from 0)."""
    match term:
        case Sym():
            value = value_of(term, scope)
            if isinstance(value, Cell):
                return value
        case Num(value=position):
            return Cell(torch.full((1,) * (1 + scope.rank), int(position) - 1, device=scope.device))
        case Add(terms=parts) if term.sort in ("index", "dimension"):
            return Cell(sum((cell(p, scope).at + 1 for p in parts), start=torch.tensor(-1, device=scope.device)))
        case Apply(function=name, args=(at,), result="point"):
            return move(name, cell(at, scope), scope)
        case Entry(array=Sym() as family, indices=(index,)) if term.sort in ("point", "parameter"):
            return _member(value_of(family, scope), cell(index, scope), scope)
        case _:
            pass
    raise NotBatched(f"{term} is no point of the batch")


def _member(family: Value, index: Cell, scope: Scope) -> Cell:
    if not isinstance(family, Cell | Family):
        raise NotBatched("a family of points without values")
    size = family.at.shape[1] if isinstance(family, Cell) else family.members.shape[0]
    if bool(((index.at < 0) | (index.at >= size)).any()):
        raise NotBatched("a point beyond its family")
    if isinstance(family, Cell):
        return Cell(family.at[scope.instances, index.at])
    count = family.members.shape[1]
    choices = torch.arange(count, device=scope.device).view(scope.along(family.axis, count))
    return Cell(family.members[index.at, choices])


def value_of(symbol: Sym, scope: Scope) -> Value:
    """Return the value of a symbol: bound, of the batch, or a dimension's."""
    bound = scope.bound.get(symbol)
    if bound is not None:
        return bound
    batch = scope.batch
    if symbol.name in batch.values:
        stored = batch.values[symbol.name]
        return scope.array(stored) if stored.value.dim() == 3 else scope.scalar(stored)
    if symbol.name in batch.cells:
        at = batch.cells[symbol.name]
        return Cell(at.flatten(1)) if at.dim() > 1 else Cell(at.view(-1, *(1,) * scope.rank))
    if symbol.name in batch.dims:
        return scope.number(batch.dims[symbol.name])
    raise NotBatched(f"{symbol.name} has no value")
