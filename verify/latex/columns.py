"""Columns entry by entry: u ⊘ v, 1/v, v⁻¹, v². Dividing by v is multiplying by diag(v)⁻¹.

Main definitions
----------------
* `entrywise`: a number or a column over a column.
* `entrywise_power`: a whole power of a column.
* `reciprocals_of`: v for the column of all 1/vᵢ, however that was written.
"""

from __future__ import annotations

from verify.terms.nodes import ONE, MatOp, Mul, Num, Term

#: the highest power of a column that is read
HIGHEST = 4


def entrywise(above: Term, below: Term) -> Term:
    """Return the column of the entries of `above` (all the same for a number) over those of the column `below`."""
    matrix = MatOp("inverse", (MatOp("diag", (below,)),))
    if above.shape:
        return MatOp("product", (matrix, above))
    ones = MatOp("product", (matrix, MatOp("ones", (below.shape[0], ONE))))
    return ones if above == ONE else Mul((above, ones))


def entrywise_power(column: Term, power: Term) -> Term | None:
    """Return the column of the powers of the entries, for ±2, ±3 and ±4 (σ², σ⁻²); None for other exponents."""
    times = int(power.value) if isinstance(power, Num) and power.value.denominator == 1 else 0
    if not 2 <= abs(times) <= HIGHEST:
        return None
    entries = MatOp("hadamard", (column,) * abs(times))
    return entries if times > 0 else entrywise(ONE, entries)


def reciprocals_of(term: Term) -> Term | None:
    """Return v where a term is the column of all 1/vᵢ; None for other terms."""
    match term:
        case MatOp(op="product", args=(MatOp(op="inverse", args=(MatOp(op="diag", args=(v,)),)), MatOp(op="ones"))):
            return v
    return None
