"""Integrands on a cell where densities are positive or 0: what vanishes, what is undefined, what a divergence is.

Under an integral, what a vanishing factor multiplies is 0, as in the definition of KL: 0 log 0 = 0 log(0/q) = 0.
Source: Cover and Thomas, "Elements of Information Theory", section 2.3.
"""

from __future__ import annotations

from collections.abc import Iterator

from verify.terms.nodes import HALF, ONE, ZERO, Add, Divergence, Fn, Mul, Num, Pow, Sum, Sym, Term
from verify.terms.rewrite import walk
from verify.terms.unfold import log, negative, quotient


def halves(kind: str, sides: list[Term]) -> Iterator[tuple[Term, str, Term, Term | None]]:
    """Yield weights, kinds and sides of what a divergence is on a cell; nothing where its left side vanishes."""
    left, right = sides[0], sides[-1]
    if kind != "JSD":
        if left != ZERO:
            yield ONE, kind, left, None if kind == "entropy" else right
    elif left != ZERO and right != ZERO:
        yield ONE, kind, left, right
    else:
        for side in (left, right):
            if side != ZERO:
                yield HALF, "KL", side, Mul((HALF, side))


def gap(kind: str, left: Term, right: Term | None, variables: tuple[Sym, ...]) -> Term:
    """Return a divergence of functions on a cell, which need not integrate to 1; of numbers, where no point is left."""
    if variables:
        return Divergence(kind, left, right, variables)
    if right is None:
        return negative(Mul((left, log(left))))
    if kind == "KL":
        return Mul((left, log(quotient(left, right))))
    middle = Mul((HALF, Add((left, right))))
    return Mul((HALF, Add(tuple(Mul((side, log(quotient(side, middle)))) for side in (left, right)))))


def cleaned(term: Term) -> Term:
    """Return a body under an integral with what a vanishing factor multiplies taken out; 0 if nothing is left."""
    match term:
        case Add(terms):
            return sum_of([part for part in map(cleaned, terms) if part != ZERO])
        case Mul(factors):
            parts = [cleaned(f) for f in factors]
            return ZERO if ZERO in parts else Mul(tuple(parts))
        case Sum(body=body, index=index, upper=upper):
            inner = cleaned(body)
            return ZERO if inner == ZERO else Sum(inner, index, upper)
        case Pow(base=base, exponent=Num(value)) if value > 0 and cleaned(base) == ZERO:
            return ZERO
        case _:
            return term


def undefined(term: Term) -> bool:
    """Tell whether a logarithm or denominator in a term is seen to be that of 0."""
    for node in walk(term):
        match node:
            case Fn(name="log", arg=arg) if cleaned(arg) == ZERO:
                return True
            case Pow(base=base, exponent=exponent) if cleaned(base) == ZERO:
                if not isinstance(exponent, Num) or exponent.value <= 0:
                    return True
            case _:
                pass
    return False


def sum_of(parts: list[Term]) -> Term:
    """Return a sum of terms: 0 of none, the term itself of one."""
    return ZERO if not parts else parts[0] if len(parts) == 1 else Add(tuple(parts))


def times(*factors: Term) -> Term:
    """Return a product of terms, factors 1 left out."""
    kept = tuple(f for f in factors if f != ONE)
    return ONE if not kept else kept[0] if len(kept) == 1 else Mul(kept)
