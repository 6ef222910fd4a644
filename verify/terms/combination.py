"""Columns as sums of multiples of chains of matrices: are two ways of writing a column the same?

S⁻¹((μ + S u) - μ) is u, and so is diag(σ)⁻¹ (σ ⊙ u). Only what follows from the laws of a vector space and from
A⁻¹A = I is seen; two columns that are not seen to be the same may be it nonetheless.

Main definitions
----------------
* `Chains`, `chains`: a column as {chain: its number}; None where it is no such sum.
* `same_column`: whether two columns are seen to be the same.
"""

from __future__ import annotations

from fractions import Fraction

from verify.terms.nodes import ONE, Add, MatOp, Mul, Num, Term

#: a chain of matrices that ends in a column → its number
Chains = dict[tuple[Term, ...], Fraction]
#: chains of one column, at most
MOST = 64


def same_column(left: Term, right: Term) -> bool:
    """Whether two columns are seen to be the same for all values of their symbols."""
    if left == right:
        return True
    if left.shape != right.shape or left.shape[1:] != (ONE,):
        return False
    one, other = chains(left), chains(right)
    return one is not None and one == other


def chains(term: Term) -> Chains | None:
    """Return a column as a sum of multiples of chains of matrices; None where it is too long."""
    found: Chains = {}
    for chain, number in _parts(term):
        total = found.get(chain, Fraction(0)) + number
        found.pop(chain, None)
        if total:
            found[chain] = total
    return found if len(found) <= MOST else None


def _parts(term: Term) -> list[tuple[tuple[Term, ...], Fraction]]:
    match term:
        case Add(terms=terms):
            return [part for t in terms for part in _parts(t)]
        case Mul(factors=factors) if any(f.shape for f in factors):
            return _multiples(factors)
        case MatOp(op="zeros"):
            return []
        case MatOp(op="product", args=(*left, right)) if right.shape[1:] == (ONE,):
            return [(_cancelled((*left, *chain)), number) for chain, number in _parts(right)]
        case MatOp(op="hadamard", args=(*weights, right)) if right.shape[1:] == (ONE,):
            matrices = tuple(MatOp("diag", (w,)) for w in weights)
            return [(_cancelled((*matrices, *chain)), number) for chain, number in _parts(right)]
    return [((term,), Fraction(1))]


def _multiples(factors: tuple[Term, ...]) -> list[tuple[tuple[Term, ...], Fraction]]:
    """Return the parts of a multiple; a factor that is no literal number stands in front of the chain."""
    number, symbols, inner = Fraction(1), list[Term](), list[tuple[tuple[Term, ...], Fraction]]()
    for factor in factors:
        if isinstance(factor, Num):
            number *= factor.value
        elif factor.shape:
            inner = _parts(factor)
        else:
            symbols.append(factor)
    front = tuple(sorted(symbols, key=repr))
    return [(_cancelled((*front, *chain)), number * times) for chain, times in inner]


def _cancelled(chain: tuple[Term, ...]) -> tuple[Term, ...]:
    """Return a chain without identities and without matrices beside their inverses."""
    kept: list[Term] = []
    for factor in chain:
        if isinstance(factor, MatOp) and factor.op == "identity":
            continue
        if kept and _inverse_of(kept[-1], factor):
            kept.pop()
        else:
            kept.append(factor)
    return tuple(kept)


def _inverse_of(left: Term, right: Term) -> bool:
    inverses = (MatOp("inverse", (one,)) == other for one, other in ((left, right), (right, left)) if _is_square(one))
    return any(inverses)


def _is_square(term: Term) -> bool:
    return bool(term.shape) and term.shape[0] == term.shape[1] != ONE
