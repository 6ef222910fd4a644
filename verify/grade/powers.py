"""What was forgotten around a part of a side: an inverse, the square of diag(σ), the root of a determinant, a log.

Main definitions
----------------
* `of_another_power`: a side with one matrix inverted, a diagonal squared, det A under a root, a density under a log.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from verify.grade.inside import Edit, places
from verify.terms.nodes import HALF, Density, Fn, MatOp, Pow, Sym, Term
from verify.terms.printing import text

#: places of a side that are looked at: inverses are lost deep inside
PLACES = 60


def of_another_power(side: Term) -> Iterator[Edit]:
    """Yield the side with one matrix or transpose inverted, diag(σ) squared, or det A under a root."""
    for node, put in places(side, PLACES):
        new = _power(node)
        if new is not None:
            yield f"{text(new)} for {text(node)}", partial(put, new)


def _power(node: Term) -> Term | None:
    match node:
        case Sym(shape=(rows, columns)) if rows == columns:
            return MatOp("inverse", (node,))
        case MatOp(op="transpose", args=(Sym(shape=(rows, columns)) as matrix,)) if rows == columns:
            return MatOp("inverse", (matrix,))
        case MatOp(op="diag", args=(Sym() as column,)):
            return MatOp("diag", (MatOp("hadamard", (column, column)),))
        case Density():
            return Fn("log", node)
        case MatOp(op="det"):
            return Pow(node, HALF)
    return None
