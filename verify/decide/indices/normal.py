"""Expectations under a normal law with any mean and covariance.

Wick's formula with a mean: E ∏ z_k = Σ over partitions of the factors into single ones and pairs, ∏ over
single ones of their means and over pairs of their covariance. It holds whether or not indices coincide, and
for covariances that are diagonal, full, or products of matrices alike.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from verify.decide.indices.letters import Form, Index, Monomial
from verify.decide.indices.moments import AXIOM, partitions, separated
from verify.decide.rational import Rational

if TYPE_CHECKING:
    from verify.decide.indices.algebra import Algebra

Place = tuple[Index, ...]
Mean = Callable[[Place], Form]
Covariance = Callable[[Place, Place], Form]


def normal_expectation(algebra: Algebra, form: Form, name: str, mean: Mean, covariance: Covariance) -> Form:
    """Return E form over the array `name` with these means and covariances of its entries.

    Raises:
        OutsideLanguage: the array occurs inside a function or denominator.
        TooLarge: a product has too many factors of it.

    """
    algebra.axioms[AXIOM] = None
    parts = (_of_monomial(algebra, mono, c, name, mean, covariance) for mono, c in form.terms)
    return algebra.add(*parts)


def _of_monomial(
    algebra: Algebra, mono: Monomial, coefficient: Rational, name: str, mean: Mean, covariance: Covariance
) -> Form:
    head = f"entry {name}"
    random = [(c, e) for c, e in mono if head in c.heads]
    if not random:
        return Form(((mono, coefficient),))
    fixed = Form(((tuple((c, e) for c, e in mono if head not in c.heads), coefficient),))
    bounds, letters = algebra.opened(random)
    drawn, others = separated(letters, head, name)
    rest = algebra.multiply(*(algebra.letter(k, e) for k, e in others.items()))
    total = algebra.multiply(rest, _moment(algebra, [k.indices for k in drawn], mean, covariance))
    for index in bounds:
        total = algebra.close(total, index)
    return algebra.multiply(fixed, total)


def _moment(algebra: Algebra, places: list[Place], mean: Mean, covariance: Covariance) -> Form:
    parts = []
    for blocks in partitions(list(range(len(places))), {1, 2}):
        factors = [
            mean(places[block[0]]) if len(block) == 1 else covariance(places[block[0]], places[block[1]])
            for block in blocks
        ]
        parts.append(algebra.multiply(*factors))
    return algebra.add(*parts)
