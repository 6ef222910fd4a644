"""Determinants at symbolic size: their sign, from what is known of the matrices in them.

det(AB) = det A det B for square A and B, det Aᵀ = det A, det A⁻¹ = 1/det A, det diag(v) = ∏ v_k,
det(cA) = c^K det A. So S occurring twice in a product, transposed, inverted or not, leaves a square: det(SSᵀ) > 0 for
an invertible S, whatever the sign of det S. Of X Xᵀ with X not square nothing is split off.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from verify.terms.affine import linear_part
from verify.terms.nodes import Diff, Entry, MatOp, Mul, Sym, Term
from verify.terms.rewrite import fresh

if TYPE_CHECKING:
    from verify.decide.facts import Facts

_INDEX = Sym("k", "index")


def is_square(term: Term) -> bool:
    """Whether a term is a matrix with as many rows as columns."""
    return len(term.shape) == 2 and term.shape[0] == term.shape[1]


def determinant_sign(matrix: Term, facts: Facts) -> str | None:
    """Return "+" or "!=0" where the determinant of a square matrix is known to be that, else None.

    It is the sign wherever the matrix is defined: a matrix whose inverse occurs has a determinant that is not 0.
    """
    signs = [
        _base_sign(base, facts) if count % 2 else _squared(base, facts) for base, count in _bases(matrix, facts).items()
    ]
    if None in signs:
        return None
    return "+" if all(sign == "+" for sign in signs) else "!=0"


def _bases(matrix: Term, facts: Facts) -> Counter[tuple[Term, bool]]:
    """Count the factors of a product, transposes and inverses taken off; whether one occurs inverted is noted."""
    match matrix:
        case MatOp(op="product", args=args) if all(is_square(a) for a in args):
            found: Counter[tuple[Term, bool]] = Counter()
            for arg in args:
                found.update(_bases(arg, facts))
            inverted = {base for base, inverse in found if inverse}
            merged: Counter[tuple[Term, bool]] = Counter()
            for (base, _), count in found.items():
                merged[base, base in inverted] += count
            return merged
        case MatOp(op="transpose", args=(inner,)) if is_square(inner):
            return _bases(inner, facts)
        case MatOp(op="inverse", args=(inner,)) if is_square(inner):
            return Counter({(base, True): count for (base, _), count in _bases(inner, facts).items()})
        case Diff(body=body, variables=(variable,)) if matrix.is_jacobian_in_column:
            slope = linear_part(body, variable)
            return Counter({(matrix, False): 1}) if slope is None else _bases(slope, facts)
        case _:
            return Counter({(matrix, False): 1})


def _squared(base: tuple[Term, bool], facts: Facts) -> str | None:
    return None if _base_sign(base, facts) is None else "+"


def _base_sign(base: tuple[Term, bool], facts: Facts) -> str | None:
    matrix, inverted = base
    return _plain_sign(matrix, facts) or ("!=0" if inverted else None)


def _plain_sign(matrix: Term, facts: Facts) -> str | None:
    from verify.decide.ranges import sign_by_rules

    match matrix:
        case MatOp(op="identity"):
            return "+"
        case MatOp(op="diag", args=(column,)):
            sign = sign_by_rules(Entry(column, (fresh(_INDEX),)) if column.shape else column, facts)
            return {"+": "+", "-": "!=0", "!=0": "!=0"}.get(sign or "")
        case Mul(factors=factors):
            arrays = [f for f in factors if f.shape]
            inner = determinant_sign(arrays[0], facts) if arrays else None
            signs = {sign_by_rules(f, facts) for f in factors if not f.shape}
            if inner is None or not signs <= {"+", "-", "!=0"}:
                return None
            return inner if signs <= {"+"} else "!=0"
        case _:
            return "!=0" if _known_invertible(matrix, facts) else None


def _known_invertible(matrix: Term, facts: Facts) -> bool:
    """Whether the Context declares or assumes that a matrix has an inverse."""
    if isinstance(matrix, Sym):
        declared = facts.context.by_name.get(matrix.name)
        structure = declared.structure if declared is not None and declared.symbol == matrix else frozenset()
        if is_square(matrix) and structure & {"invertible", "full column rank"}:
            return True
    assumed = (*(h for h, _ in facts.context.hypotheses), *facts.extra)
    return any(h.relation == "invertible" and h.args == (matrix,) and not h.hypotheses for h in assumed)
