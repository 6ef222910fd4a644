"""Quotients of polynomials in atoms: reduction to lowest terms, inverses, irreducible factors.

A sum of weights is added up as one rational function (FLINT), reduced, and divided by its
denominator, so that what is written back is unique: a Laurent polynomial in the atoms plus a proper
fraction over irreducible `Poly` atoms.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import gcd, lcm
from typing import Any

from verify.decide.information.forms import (
    Atom,
    Form,
    Key,
    Names,
    OutOfReach,
    Poly,
    Weight,
    expanded,
    order,
    plus,
    poly,
    scaled,
    weight_of,
)
from verify.decide.rational import Field, Rational

MAX_DEGREE = 40


def base_atoms(weights: Iterable[Weight]) -> tuple[Atom, ...]:
    """Return the atoms of the weights, sorted, with polynomials taken apart."""
    found: set[Atom] = set()
    for weight in weights:
        for atom, _ in weight:
            if isinstance(atom, Poly):
                found.update(base_atoms(w for w, _ in atom.terms))
            else:
                found.add(atom)
    return tuple(sorted(found, key=order))


def has_poly(form: Form) -> bool:
    """Tell whether a weight of the form holds a polynomial (in a denominator)."""
    return any(isinstance(atom, Poly) for key in form for atom, _ in key.weight)


def rational(field: Field, weights: Mapping[Weight, Fraction]) -> Rational:
    """Return Σ coefficient · weight as an element of `field`."""
    total = field.zero
    for weight, value in weights.items():
        term = field.number(value)
        for atom, exponent in weight:
            if abs(exponent) > MAX_DEGREE:
                raise OutOfReach(f"an exponent of more than {MAX_DEGREE}")
            inner = rational(field, dict(atom.terms)) if isinstance(atom, Poly) else field.kernel(atom)
            term = term * inner**exponent
        total = total + term
    return total


def as_rational(form: Form) -> Rational:
    """Return a form without binders and logarithms as a rational function.

    Raises:
        OutOfReach: it has some.

    """
    for key in form:
        if key.binders or key.logs:
            raise OutOfReach("an integral or a logarithm where only a quotient of densities is understood")
    weights = {key.weight: value for key, value in form.items()}
    return rational(Field(base_atoms(weights)), weights)


def factors(value: Rational) -> tuple[Fraction, tuple[tuple[Atom, int], ...]]:
    """Return the constant and the irreducible factors with exponents: atoms, or `Poly` with coprime coefficients."""
    scale, pairs = value.factors()
    found: list[tuple[Atom, int]] = []
    for polynomial, exponent in pairs:
        content, atom = _factor(value.field, polynomial)
        scale *= content**exponent
        found.append((atom, exponent))
    return scale, tuple(found)


def _factor(field: Field, polynomial: Any) -> tuple[Fraction, Atom]:
    terms = monomials(field, polynomial)
    if len(terms) == 1:
        ((weight, value),) = terms.items()
        ((atom, _),) = weight  # an irreducible monomial is a single generator
        return value, atom
    content = _content(terms.values())
    return content, poly((weight, value / content) for weight, value in terms.items())


def _content(values: Iterable[Fraction]) -> Fraction:
    numerators, denominators = zip(*((v.numerator, v.denominator) for v in values), strict=True)
    return Fraction(gcd(*numerators), lcm(*denominators))


def monomials(field: Field, polynomial: Any) -> dict[Weight, Fraction]:
    """Return a FLINT polynomial of the field as weights with coefficients."""
    found = {}
    for exponents, value in polynomial.to_dict().items():
        weight: dict[Any, int] = {field.kernels[i]: int(e) for i, e in enumerate(exponents) if e}
        found[weight_of(weight)] = Fraction(int(value.p), int(value.q))
    return found


def written(value: Rational, names: Names, over: Rational | None = None) -> Form:
    """Return a rational function as a form: Laurent monomials plus a proper fraction over `Poly` atoms.

    `over` is a polynomial that the denominator of the proper part divides; with it, functions over
    one denominator are written linearly (what a linear program needs).
    """
    field = value.field
    bottom = denominator(value) if over is None else over
    top = value * bottom
    quotient, remainder = divmod(top.numerator, bottom.numerator)
    single = field.polynomial(top.denominator)
    scale, pairs = factors(bottom)
    below = {atom: -exponent for atom, exponent in pairs}
    whole = {Key(weight=weight): amount for weight, amount in _laurent(field.polynomial(quotient) / single).items()}
    proper = _laurent(field.polynomial(remainder) / single)
    parts = [scaled(expanded((), _add(below, weight), (), names), amount / scale) for weight, amount in proper.items()]
    return plus(whole, *parts)


def denominator(value: Rational) -> Rational:
    """Return the part of a denominator that is no monomial."""
    bottom = value.field.one
    for polynomial, exponent in value.field.polynomial(value.denominator).factors()[1]:
        if len(polynomial.to_dict()) > 1:
            bottom = bottom * value.field.polynomial(polynomial) ** exponent
    return bottom


def _add(exponents: dict[Atom, int], weight: Weight) -> dict[Atom, int]:
    total = dict(exponents)
    for atom, exponent in weight:
        total[atom] = total.get(atom, 0) + exponent
    return total


def _laurent(value: Rational) -> dict[Weight, Fraction]:
    """Write a quotient whose denominator is a monomial as Laurent monomials."""
    below = monomials(value.field, value.denominator)
    if len(below) != 1:
        raise OutOfReach("a denominator that does not divide the common one")
    ((bottom, scale),) = below.items()
    found = {}
    for weight, amount in monomials(value.field, value.numerator).items():
        exponents = dict(weight)
        for atom, exponent in bottom:
            exponents[atom] = exponents.get(atom, 0) - exponent
        found[weight_of(exponents)] = amount / scale
    return found


def reduced(form: Form, names: Names) -> Form:
    """Add up the weights that stand under the same binders and before the same logarithms.

    Exact: ∫ a + ∫ b = ∫ (a + b) over the same variables ("linearity and Fubini").
    """
    if not has_poly(form):
        return form
    groups: dict[tuple[Any, Weight], dict[Weight, Fraction]] = {}
    for key, value in form.items():
        groups.setdefault((key.binders, key.logs), {})[key.weight] = value
    parts = []
    for (binders, logs), weights in groups.items():
        if not any(isinstance(atom, Poly) for weight in weights for atom, _ in weight):
            parts.append({Key(binders, weight, logs): value for weight, value in weights.items()})
            continue
        total = rational(Field(base_atoms(weights)), weights)
        parts.append({Key(binders, k.weight, logs): v for k, v in written(total, names).items()})
    return plus(*parts)


def inverse(form: Form, names: Names) -> Form:
    """Return 1/form.

    Raises:
        OutOfReach: the form is 0 (then nothing is defined), or holds integrals with logarithms.

    """
    if not form:
        raise OutOfReach("a division by zero")
    value = as_rational(form)
    if value.is_zero:
        raise OutOfReach("a division by zero")
    return written(value.field.one / value, names)
