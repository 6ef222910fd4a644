"""Signs of coefficients, and which may be divided by.

Main definitions
----------------
* `Conditions`: what is known of the scalars of one problem.

A coefficient may be divided by if a fact says that it is not 0, or if it divides a denominator of the
statement. In a `generic` problem, one that uses no hypothesis, every polynomial in free scalars may be
divided by: both sides are rational functions of the letters' entries and of the scalars, so an identity
that holds where the polynomial is not 0 holds wherever both sides are defined. (Dimensions and 1×1
words are not free: uᵀu vᵀv - (uᵀv)² is 0 in dimension 1.)
"""

from __future__ import annotations

from typing import Any

from verify.decide.facts import sign
from verify.decide.matrices.words import Alphabet, Unsupported
from verify.decide.matrices.written import polynomial_term
from verify.decide.rational import Rational
from verify.terms.context import Context
from verify.terms.nodes import Const, Term
from verify.terms.rewrite import walk

_TIMES = {
    ("+", "+"): "+", ("+", "-"): "-", ("-", "-"): "+",
    ("+", ">=0"): ">=0", ("+", "<=0"): "<=0", ("-", ">=0"): "<=0", ("-", "<=0"): ">=0",
    (">=0", ">=0"): ">=0", (">=0", "<=0"): "<=0", ("<=0", "<=0"): ">=0",
    ("!=0", "+"): "!=0", ("!=0", "-"): "!=0", ("!=0", "!=0"): "!=0",
}  # fmt: skip


class Conditions:
    """Signs and non-zeros of the scalars over one alphabet and Context."""

    def __init__(self, alphabet: Alphabet, context: Context, *, generic: bool) -> None:
        self.alphabet = alphabet
        self.context = context
        self.generic = generic
        self._nonzero: set[str] = set()
        self._signs: dict[str, str | None] = {}

    def suppose_nonzero(self, value: Rational) -> None:
        """Note a denominator of the statement: where the statement is defined, it is not 0."""
        self._nonzero.update(str(poly) for poly, _ in value.factors()[1])

    def nonzero(self, value: Rational) -> bool:
        """Whether `value` may be divided by."""
        if value.is_zero:
            return False
        return all(self._factor_nonzero(poly) for poly, exponent in value.factors()[1] if exponent > 0)

    def _factor_nonzero(self, poly: Any) -> bool:
        if str(poly) in self._nonzero or (self.generic and self._is_free(poly)):
            return True
        return self._factor_sign(poly) in ("+", "-", "!=0")

    def _is_free(self, poly: Any) -> bool:
        meanings = [self.alphabet.kernels[k] for k, degree in enumerate(poly.degrees()) if degree > 0]
        return all(isinstance(m, Term) and m.sort == "real" for m in meanings)

    def defined(self, value: Rational) -> bool:
        """Whether the denominator of `value` is known not to vanish, without a generic argument."""
        below = [poly for poly, exponent in value.factors()[1] if exponent < 0]
        return all(str(p) in self._nonzero or self._factor_sign(p) in ("+", "-", "!=0") for p in below)

    def sign(self, value: Rational) -> str | None:
        """Return the sign of `value`: "+", "-", "0", ">=0", "<=0", "!=0" or None."""
        if value.is_zero:
            return "0"
        number, factors = value.factors()
        total: str | None = "+" if number > 0 else "-"
        for poly, exponent in factors:
            total = None if total is None else _product(total, self._power_sign(poly, exponent))
        return total

    def _power_sign(self, poly: Any, exponent: int) -> str | None:
        known = self._factor_sign(poly)
        if exponent < 0 and known in ("0", None, ">=0", "<=0"):
            known = {">=0": "+", "<=0": "-", None: "!=0"}.get(known) if str(poly) in self._nonzero else None
        if exponent % 2 == 0:
            return "+" if known in ("+", "-", "!=0") else (">=0" if exponent > 0 else None)
        return known

    def _factor_sign(self, poly: Any) -> str | None:
        text = str(poly)
        if text not in self._signs:
            self._signs[text] = sign(polynomial_term(poly, self.alphabet), self.context)
        return self._signs[text]


def _product(left: str, right: str | None) -> str | None:
    if right is None:
        return None
    return _TIMES.get((left, right)) or _TIMES.get((right, left))


def need_finite_real(term: Term) -> None:
    """Raise `Unsupported` if the imaginary unit or ∞ occurs: they obey no ordered field."""
    for node in walk(term):
        if isinstance(node, Const) and node.name != "pi":
            raise Unsupported(f"{node} is no real number")
