"""What a normal density means: its formula, its logarithm, and expectations under it.

Main definitions
----------------
* `formula`, `log_formula`: (2π)^(-K/2) det(C)^(-1/2) exp(-½ (x-m)ᵀC⁻¹(x-m)), and its logarithm term by term.
* `drawn_from`: the normal law from which an expectation draws its variable.
* `as_expectation`: KL and entropy of a normal law q over its own point, as E_q[log q - log p] and -E_q[log q].
* `written_out`: a term in which normal densities stand as formulas, except as the law of an expectation.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from verify.terms.nodes import (
    MINUS_ONE,
    ONE,
    TWO,
    Add,
    Const,
    Divergence,
    Expect,
    Fn,
    MatOp,
    Mul,
    Normal,
    Num,
    Pow,
    Term,
)
from verify.terms.rewrite import free, walk

_HALF_LESS = Num(Fraction(-1, 2))
_TWO_PI = Mul((TWO, Const("pi")))


def formula(law: Normal) -> Term:
    """Return the density as a product; wherever the covariance is positive definite it is this."""
    quadratic = Fn("exp", Mul((_HALF_LESS, _quadratic(law))))
    if not law.at.shape:
        return Mul((Pow(Mul((*_TWO_PI.factors, law.covariance)), _HALF_LESS), quadratic))
    constant = Pow(_TWO_PI, Mul((_HALF_LESS, law.at.shape[0])))
    return Mul((constant, Pow(MatOp("det", (law.covariance,)), _HALF_LESS), quadratic))


def log_formula(law: Normal) -> Term:
    """Return the logarithm of the density as a sum."""
    size = law.at.shape[0] if law.at.shape else ONE
    volume = MatOp("det", (law.covariance,)) if law.at.shape else law.covariance
    parts = (Mul((size, Fn("log", _TWO_PI))), Fn("log", volume), _quadratic(law))
    return Add(tuple(Mul((_HALF_LESS, part)) for part in parts))


def _quadratic(law: Normal) -> Term:
    gap = Add((law.at, Mul((MINUS_ONE, law.mean))))
    if not law.at.shape:
        return Mul((Pow(gap, TWO), Pow(law.covariance, MINUS_ONE)))
    return MatOp("product", (MatOp("transpose", (gap,)), MatOp("inverse", (law.covariance,)), gap))


def drawn_from(term: Term) -> Normal | None:
    """Return the law of an expectation over one variable with a normal density there, whose law it does not enter."""
    match term:
        case Expect(variables=(variable,), density=Normal(at=at, mean=mean, covariance=covariance) as law):
            return law if at == variable and variable not in free(mean) | free(covariance) else None
        case _:
            return None


def as_expectation(term: Divergence) -> Term | None:
    """Return KL(q‖p) = E_q[log q - log p] or H(q) = -E_q[log q] for a normal q over its own point, else None."""
    if not isinstance(term.left, Normal) or term.kind == "JSD":
        return None
    less = Mul((MINUS_ONE, Fn("log", term.left)))
    body: Term = less if term.right is None else Add((Fn("log", term.left), Mul((MINUS_ONE, Fn("log", term.right)))))
    found = Expect(body, term.variables, term.left, span=term.span)
    return found if drawn_from(found) is not None else None


def has_normal(term: Term) -> bool:
    """Whether a normal density occurs."""
    return any(isinstance(node, Normal) for node in walk(term))


def log_factors(arg: Term) -> tuple[Term, ...] | None:
    """Return logarithms whose sum is log(arg), where normal densities are factors of it; None where none is."""
    match arg:
        case Normal():
            return (log_formula(arg),)
        case Pow(base=Normal() as law, exponent=exponent):
            return (Mul((exponent, log_formula(law))),)
        case Mul(factors=factors) if any(log_factors(f) for f in factors):
            others = tuple(f for f in factors if log_factors(f) is None)
            rest = (Fn("log", Mul(others)),) if others else ()  # together: two of them may be negative
            return (*(part for f in factors for part in log_factors(f) or ()), *rest)
        case _:
            return None


@lru_cache(maxsize=2048)
def written_out(term: Term) -> Term:
    """Return the term with formulas in place of normal densities; an expectation keeps the law it draws from.

    log(q/p) is split where a normal density is a factor: then the other factors must be positive, as they are
    wherever the logarithm of each is defined.
    """
    if not has_normal(term):
        return term
    match term:
        case Normal():
            return formula(term)
        case Expect(body=body, variables=variables, density=law) if drawn_from(term) is not None:
            return Expect(written_out(body), variables, law, span=term.span)
        case Divergence() if (expected := as_expectation(term)) is not None:
            return written_out(expected)
        case Fn(name="log", arg=arg) if (parts := log_factors(arg)) is not None:
            return Add(tuple(written_out(part) for part in parts))
        case _:
            return term.rebuild(written_out)
