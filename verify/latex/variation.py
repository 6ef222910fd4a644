r"""Derivatives of functionals by the value of a function: ∂/∂q(z|x) of Σ_z q(z|x) log p(x|z) + λ(1 - Σ_z q(z|x)).

A sum over the points of a space that is linear in everything around it has as its derivative by the value at one
point the derivative of its term there. (In a space with a measure: the functional derivative.)

Main definitions
----------------
* `variation`: the derivative, or None where the functional is no such sum.
"""

from __future__ import annotations

from collections.abc import Callable

from verify.terms.nodes import (
    MINUS_ONE,
    ZERO,
    Add,
    Apply,
    Density,
    Divergence,
    Expect,
    Fn,
    Integral,
    Mul,
    Sym,
    Term,
)
from verify.terms.rewrite import functions, substitute, transform, walk

Value = Apply | Density


def variation(body: Term, value: Value, slope: Callable[[Term], Term]) -> Term | None:
    """Return the derivative of a functional by the value of a function at a point.

    Args:
        body: the functional.
        value: the function at the point, q(z|x).
        slope: the derivative of a term that has the function at this point alone, by its value there.

    """
    return _of(transform(body, _written_out), value, slope)


def _written_out(node: Term) -> Term:
    """Return divergences and expectations as integrals."""
    match node:
        case Divergence(kind="KL", left=left, right=Term() as right, variables=variables):
            log_ratio = Add((Fn("log", left), Mul((MINUS_ONE, Fn("log", right)))))
            return Integral(Mul((left, log_ratio)), variables)
        case Expect(body=body, variables=variables, density=Term() as density) if not body.shape:
            return Integral(Mul((density, body)), variables)
    return node


def _of(term: Term, value: Value, slope: Callable[[Term], Term]) -> Term | None:
    if not functions(value) & functions(term):
        return ZERO
    match term:
        case Add(terms=terms):
            parts = [_of(part, value, slope) for part in terms]
            found = tuple(part for part in parts if part is not None)
            return Add(found) if len(found) == len(parts) else None
        case Mul(factors=factors):
            inside = [factor for factor in factors if functions(value) & functions(factor)]
            rest = tuple(factor for factor in factors if factor is not inside[0])
            slope_inside = _of(inside[0], value, slope) if len(inside) == 1 else None
            return None if slope_inside is None else Mul((*rest, slope_inside)) if rest else slope_inside
        case Integral(body=body, variables=variables):
            there = _at(body, variables, value)
            return None if there is None else slope(there)
    return None


def _at(body: Term, variables: tuple[Sym, ...], value: Value) -> Term | None:
    """Return the term of a sum at the point of the value, if it has the function at its own point alone."""
    places: dict[Sym, Term] = {}
    for node in walk(body):
        if isinstance(node, Integral | Expect | Divergence) or not functions(value) & functions(node):
            if isinstance(node, Integral | Expect | Divergence) and functions(value) & functions(node):
                return None
            continue
        if type(node) is not type(value) or not isinstance(node, Apply | Density):
            continue
        for own, there in zip(node.args, value.args, strict=True):
            if own in variables and isinstance(own, Sym):
                if places.setdefault(own, there) != there:
                    return None
            elif own != there:
                return None
    return substitute(body, places) if set(places) == set(variables) else None
