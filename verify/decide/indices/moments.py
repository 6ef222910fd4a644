"""Expectations over arrays with independent, identically distributed entries.

E ∏ R_k = Σ over partitions of the factors, ∏ over blocks of the cumulant of the block's size and
deltas that make the block's indices equal (the moment-cumulant formula; for Gaussians it is Wick's).
It holds whether or not indices coincide, so it needs no case distinction.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import comb
from typing import TYPE_CHECKING

from verify.decide.indices.letters import Form, Index, Letter, Monomial, OutsideLanguage
from verify.decide.rational import Rational, TooLarge

if TYPE_CHECKING:
    from verify.decide.indices.algebra import Algebra

#: factors of one random array in a product; eight have 4140 partitions
MAX_FACTORS = 8
AXIOM = "linearity and Fubini"

Law = tuple[str, str, tuple[Form, ...]]


def expectation(algebra: Algebra, form: Form, laws: Sequence[Law]) -> Form:
    """Return E form over arrays given as (name, family, parameters); distinct arrays are independent.

    Raises:
        OutsideLanguage: an array occurs inside a function or denominator, or a moment is not declared.
        TooLarge: a product has more than `MAX_FACTORS` factors of one array.

    """
    algebra.axioms[AXIOM] = None
    for law in laws:
        form = algebra.add(*(_of_monomial(algebra, mono, coefficient, law) for mono, coefficient in form.terms))
    return form


def _of_monomial(algebra: Algebra, mono: Monomial, coefficient: Rational, law: Law) -> Form:
    name, family, _ = law
    head = f"entry {name}"
    random = [(c, e) for c, e in mono if head in c.heads]
    if not random:
        return Form(((mono, coefficient),))
    fixed = Form(((tuple((c, e) for c, e in mono if head not in c.heads), coefficient),))
    bounds, letters = algebra.opened(random)
    drawn, others = separated(letters, head, name)
    if family == "bernoulli":
        drawn = list(dict.fromkeys(drawn))
    rest = algebra.multiply(*(algebra.letter(k, e) for k, e in others.items()))
    total = algebra.multiply(rest, _moment(algebra, [k.indices for k in drawn], law))
    for index in bounds:
        total = algebra.close(total, index)
    return algebra.multiply(fixed, total)


def separated(letters: dict[Letter, int], head: str, name: str) -> tuple[list[Letter], dict[Letter, int]]:
    """Return the entries of an array among letters, each as often as it occurs, and the other letters.

    Raises:
        OutsideLanguage: the array occurs inside one of the others.
        TooLarge: there are more than `MAX_FACTORS` entries.

    """
    drawn: list[Letter] = []
    others: dict[Letter, int] = {}
    for letter, exponent in letters.items():
        if letter.head == head and exponent > 0:
            drawn += [letter] * exponent
            if len(drawn) > MAX_FACTORS:
                raise TooLarge(f"a product of more than {MAX_FACTORS} entries of {name}")
        elif head in letter.heads:
            raise OutsideLanguage(f"an expectation over {name} inside a function or a denominator")
        else:
            others[letter] = exponent
    return drawn, others


def _moment(algebra: Algebra, places: list[tuple[Index, ...]], law: Law) -> Form:
    """Return E ∏ of the entries at these indices."""
    kappa = _cumulants(algebra, law, len(places))
    sizes = {size for size in range(1, len(places) + 1) if not kappa[size].is_zero}
    parts = []
    for blocks in partitions(list(range(len(places))), sizes):
        factors = []
        for first, *others in blocks:
            factors.append(kappa[1 + len(others)])
            for other in others:
                factors += [algebra.delta(x, y) for x, y in zip(places[first], places[other], strict=True)]
        parts.append(algebra.multiply(*factors))
    return algebra.add(*parts)


def partitions(items: list[int], sizes: set[int]) -> Iterator[list[list[int]]]:
    """Yield the partitions of `items` into blocks of the allowed sizes."""
    if not items:
        yield []
        return
    first, *rest = items
    for size in sizes:
        for block in _chosen(rest, size - 1):
            for others in partitions([x for x in rest if x not in block], sizes):
                yield [[first, *block], *others]


def _chosen(items: list[int], count: int) -> Iterator[list[int]]:
    if count == 0:
        yield []
        return
    for position, item in enumerate(items):
        for rest in _chosen(items[position + 1 :], count - 1):
            yield [item, *rest]


def _cumulants(algebra: Algebra, law: Law, order: int) -> list[Form]:
    """Return the cumulants up to an order; the one at 0 is not used."""
    name, family, parameters = law
    zero = algebra.coefficient(0)
    match family:
        case "bernoulli":
            return _bernoulli_cumulants(algebra, parameters[0], order)
        case "gaussian":
            mean, variance = parameters
            return [zero, mean, variance, *(zero for _ in range(order))]
        case "arbitrary" if order <= 2:
            mean, variance = parameters
            return [zero, mean, variance]
        case "arbitrary":
            raise OutsideLanguage(f"a moment of {name} beyond the second")
        case _:
            raise OutsideLanguage(f"the law {family}")


def _bernoulli_cumulants(algebra: Algebra, p: Form, order: int) -> list[Form]:
    """κ_n = p - Σ_{k<n} C(n-1, k-1) κ_k p, as every moment is p."""
    kappa = [algebra.coefficient(0)]
    for n in range(1, order + 1):
        lower = [algebra.scale(kappa[k], comb(n - 1, k - 1)) for k in range(1, n)]
        kappa.append(algebra.subtract(p, algebra.multiply(p, algebra.add(*lower))))
    return kappa
