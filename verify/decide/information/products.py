"""Logarithms of products over a symbolic range: log ∏_i f_i = Σ_i log f_i, for factors that are positive.

The rewriting is made on terms; that each factor is positive is asked when its own logarithm is read, which refuses
what is not known to be.
"""

from __future__ import annotations

from verify.terms.nodes import Add, Fn, Mul, Num, Pow, Prod, Sum, Term


def log_of_product(arg: Term) -> Term | None:
    """Return Σ log of the factors of `arg`, or None where no product over a range is among them."""
    match arg:
        case Prod(body, index, upper):
            return Sum(Fn("log", body), index, upper)
        case Mul(factors) if any(_has_product(factor) for factor in factors):
            return Add(tuple(log_of_product(factor) or Fn("log", factor) for factor in factors))
        case Pow(base, Num() as exponent) if _has_product(base):
            return Mul((exponent, log_of_product(base) or Fn("log", base)))
        case _:
            return None


def _has_product(term: Term) -> bool:
    match term:
        case Prod():
            return True
        case Mul(factors):
            return any(_has_product(factor) for factor in factors)
        case Pow(base, Num()):
            return _has_product(base)
        case _:
            return False
