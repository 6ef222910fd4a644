"""Which terms are affine in some symbols, by the way they are built, and on which affine parts a term rests.

A symbol stands for all that depends on it: laws and unknown functions are never affine here, and neither is
what stands under a derivative, an expectation or an integral.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from verify.terms.nodes import Add, Entry, MatOp, Mul, Sum, Sym, Term
from verify.terms.rewrite import free

#: operations of linear algebra that are linear in their only argument
LINEAR = frozenset({"transpose", "trace", "diag", "diagonal"})


def depends(term: Term, variables: Collection[Sym]) -> bool:
    """Return whether one of the symbols is free in `term`."""
    return not free(term).isdisjoint(variables)


def is_affine(term: Term, variables: Collection[Sym]) -> bool:
    """Return whether `term` is affine in the symbols together."""
    if not depends(term, variables):
        return True
    match term:
        case Sym():
            return True
        case Add(terms=parts):
            return all(is_affine(part, variables) for part in parts)
        case Mul(factors=parts) | MatOp(op="product" | "hadamard", args=parts):
            moving = [part for part in parts if depends(part, variables)]
            return len(moving) == 1 and is_affine(moving[0], variables)
        case MatOp(op=op, args=(part,)) if op in LINEAR:
            return is_affine(part, variables)
        case Entry(array=array, indices=indices):
            return is_affine(array, variables) and not any(depends(i, variables) for i in indices)
        case Sum(body=body, upper=upper):
            return is_affine(body, variables) and not depends(upper, variables)
        case _:
            return False


def cores(term: Term, variables: Collection[Sym], *, atoms: bool) -> Iterator[Term]:
    """Yield the largest affine scalars through which `term` depends on the symbols (the smallest, of `atoms`).

    What is yielded need not cover the dependence: the caller replaces it and looks again.
    """
    if not depends(term, variables):
        return
    if not term.shape and is_affine(term, variables) and not (atoms and isinstance(term, Add | Mul)):
        yield term
        return
    for child in term.children():
        yield from cores(child, variables, atoms=atoms)


def is_shifted(term: Term, variable: Sym) -> bool:
    """Return whether `term` is the symbol, or a sum of it and terms without it."""
    match term:
        case Add(terms=parts):
            moving = [part for part in parts if depends(part, (variable,))]
            return len(moving) == 1 and is_shifted(moving[0], variable)
        case _:
            return term == variable
