"""Affine maps of a symbol: g(u) = shift + matrix · u, read off the term as it is written."""

from __future__ import annotations

from verify.terms.nodes import ONE, Add, MatOp, Mul, Sym, Term
from verify.terms.rewrite import free


def linear_part(term: Term, variable: Sym) -> Term | None:
    """Return the matrix (a number for numbers) with which an affine term of a number or column depends on it.

    That is its Jacobian, the same everywhere. None where the term is not seen to be affine in `variable`, or does
    not depend on it.
    """
    match term:
        case _ if variable not in free(term):
            return None
        case Sym():
            return MatOp("identity", (variable.shape[0],)) if variable.shape else ONE
        case Add(terms=terms):
            parts = [t for t in terms if variable in free(t)]
            found = [linear_part(t, variable) for t in parts]
            kept = tuple(f for f in found if f is not None)
            return None if len(kept) < len(parts) else kept[0] if len(kept) == 1 else Add(kept)
        case Mul(factors=factors):
            return _scaled(factors, variable)
        case MatOp(op="product", args=(*left, right)) if not any(variable in free(a) for a in left):
            inner = linear_part(right, variable)
            return None if inner is None else _multiplied(tuple(left), inner)
        case MatOp(op="hadamard", args=args):
            return _weighted(args, variable)
        case _:
            return None


def _scaled(factors: tuple[Term, ...], variable: Sym) -> Term | None:
    moving = [f for f in factors if variable in free(f)]
    still = tuple(f for f in factors if variable not in free(f))
    inner = linear_part(moving[0], variable) if len(moving) == 1 else None
    if inner is None or any(f.shape for f in still):
        return None
    return inner if not still else Mul(still) if inner == ONE else Mul((*still, inner))


def _weighted(args: tuple[Term, ...], variable: Sym) -> Term | None:
    """σ ⊙ u is diag(σ) u."""
    moving = [a for a in args if variable in free(a)]
    still = tuple(a for a in args if variable not in free(a))
    inner = linear_part(moving[0], variable) if len(moving) == 1 else None
    if inner is None or not still:
        return inner
    weights = still[0] if len(still) == 1 else MatOp("hadamard", still)
    return _multiplied((MatOp("diag", (weights,)),), inner)


def _multiplied(left: tuple[Term, ...], inner: Term) -> Term:
    if isinstance(inner, MatOp) and inner.op == "identity":
        return left[0] if len(left) == 1 else MatOp("product", left)
    return MatOp("product", (*left, inner)) if inner.shape else Mul((inner, MatOp("product", left)))
