"""Division of forms: through the field of rational functions whose kernels are scalars and components.

A reciprocal is a letter only where it must be: of an irreducible polynomial with several terms, or of
a sum over indices. `reduce` brings a form with such letters to lowest terms, so that e/(1+e) and
1 - 1/(1+e) are one form.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import gcd, lcm
from typing import TYPE_CHECKING, Any

from verify.decide.indices.canonical import sketch
from verify.decide.indices.letters import Component, Form, Letter, Monomial, monomial, monomial_text
from verify.decide.rational import Field, Rational, TooLarge

if TYPE_CHECKING:
    from verify.decide.indices.algebra import Algebra

MAX_KERNELS = 60
#: terms of a numerator and denominator together; more take too long to factor
MAX_TERMS = 1_500


class Quotients:
    """The field over an algebra's scalars and the components of some forms, and the ways there and back."""

    def __init__(self, algebra: Algebra, *forms: Form) -> None:
        self.algebra = algebra
        components: dict[Component, None] = {}
        for form in forms:
            _collect(form, components)
        self.components = tuple(sorted(components, key=lambda c: c.text))
        if len(self.components) > MAX_KERNELS:
            raise TooLarge(f"a quotient with more than {MAX_KERNELS} different factors")
        self.scalars = algebra.ground.kernels
        self.field = Field((*self.scalars, *self.components))

    def value(self, form: Form) -> Rational:
        """Return the form as an element of the field."""
        total = self.field.zero
        for mono, coefficient in form.terms:
            product = self._embedded(coefficient.numerator) / self._embedded(coefficient.denominator)
            for component, exponent in mono:
                product = product * self._component(component) ** exponent
            total = total + product
            self.algebra.spend(4 + (len(total.numerator) + len(total.denominator)) // 8)
            if len(total.numerator) + len(total.denominator) > MAX_TERMS:
                raise TooLarge(f"a quotient of polynomials with more than {MAX_TERMS} terms")
        return total

    def _component(self, component: Component) -> Rational:
        letter = component.letter
        if letter is not None and letter.head == "recip":
            return self.field.one / self.value(letter.args[0])
        return self.field.kernel(component)

    def _embedded(self, poly: Any) -> Rational:
        room = (0,) * len(self.components) or ((0,) if not self.scalars else ())
        wide = {exponents[: len(self.scalars)] + room: c for exponents, c in poly.to_dict().items()}
        return self.field.polynomial(self.field.ring.from_dict(wide))

    def form(self, value: Rational) -> Form:
        """Return an element of the field as a form, its denominator split into irreducible factors."""
        algebra = self.algebra
        constant, factors = value.denominator.factor()
        outer = algebra.coefficient(1 / _fraction(constant))
        divisor, letters = self.field.ring.constant(1), algebra.coefficient(1)
        for poly, exponent in factors:
            inverse, several = self._inverse(poly, int(exponent))
            if several:
                divisor, letters = divisor * poly ** int(exponent), algebra.multiply(letters, inverse)
            else:
                outer = algebra.multiply(outer, inverse)
        whole, rest = divmod(value.numerator, divisor)
        parts = algebra.add(self._expanded(whole), algebra.multiply(self._expanded(rest), letters))
        return algebra.multiply(parts, outer)

    def _inverse(self, poly: Any, exponent: int) -> tuple[Form, bool]:
        """Return 1/poly^exponent, and whether it is a reciprocal of several terms."""
        algebra = self.algebra
        expanded = self._expanded(poly)
        if (scalar := expanded.scalar) is not None:
            return algebra.coefficient(algebra.ground.one / scalar**exponent), False
        mono, coefficient = expanded.terms[0]
        if len(expanded.terms) == 1 and len(mono) == 1 and mono[0][0].letter is not None:
            return algebra.product_of({mono[0][0]: -exponent}, algebra.ground.one / coefficient**exponent), False
        unit, normal = normalized(algebra, expanded)
        letter = Letter("recip", (), (normal,))
        inverse = algebra.scale(algebra.letter(letter, exponent), algebra.ground.one / unit**exponent)
        return inverse, len(expanded.terms) > 1

    def _expanded(self, poly: Any) -> Form:
        count = len(self.scalars)
        grouped: dict[tuple[int, ...], dict[tuple[int, ...], Any]] = {}
        for exponents, coefficient in poly.to_dict().items():
            scalar = tuple(int(e) for e in exponents[:count]) or (0,)
            powers = tuple(int(e) for e in exponents[count : count + len(self.components)])
            grouped.setdefault(powers, {})[scalar] = coefficient
        algebra = self.algebra
        return algebra.add(
            *(
                algebra.product_of(
                    dict(zip(self.components, powers, strict=True)),
                    algebra.ground.polynomial(algebra.ground.ring.from_dict(scalars)),
                )
                for powers, scalars in grouped.items()
            )
        )


def _collect(form: Form, found: dict[Component, None]) -> None:
    for component in form.components():
        letter = component.letter
        if letter is not None and letter.head == "recip":
            _collect(letter.args[0], found)
        else:
            found[component] = None


def invert(algebra: Algebra, form: Form) -> Form:
    """Return 1/form.

    Raises:
        ZeroDivisionError: the form is 0.

    """
    if form.is_zero:
        raise ZeroDivisionError("a denominator is identically 0")
    mono, coefficient = form.terms[0]
    if len(form.terms) == 1 and all(c.letter is not None and c.letter.head != "recip" for c, _ in mono):
        return algebra.product_of({c: -e for c, e in mono}, algebra.ground.one / coefficient)
    quotients = Quotients(algebra, form)
    return quotients.form(quotients.field.one / quotients.value(form))


def reduce(algebra: Algebra, form: Form) -> Form:
    """Return the form in lowest terms."""
    if "recip" not in {c.letter.head for c in form.components() if c.letter is not None}:
        return form
    quotients = Quotients(algebra, form)
    return quotients.form(quotients.value(form))


def factors(algebra: Algebra, form: Form) -> tuple[Fraction, list[tuple[Form, int]]]:
    """Return a constant and irreducible forms with exponents whose product is the form."""
    if form.is_zero:
        raise ZeroDivisionError("the logarithm of 0")
    quotients = Quotients(algebra, form)
    constant, pairs = quotients.value(form).factors()
    return constant, [(quotients._expanded(poly), exponent) for poly, exponent in pairs]


def normalized(algebra: Algebra, form: Form) -> tuple[Rational, Form]:
    """Return (unit, normal) with form = unit · normal; the unit is a rational number.

    The normal form has coprime integer coefficients, and a sign that does not depend on the names of
    indices unless renaming them turns the form into its negative.
    """
    values = [v for _, c in form.terms for v in c.numerator.to_dict().values()]
    over = lcm(*(int(v.q) for v in values))
    content = Fraction(gcd(*(int(v.p) * (over // int(v.q)) for v in values)), over)
    normal = algebra.scale(form, 1 / content)
    if _is_negative(normal):
        content, normal = -content, algebra.scale(normal, -1)
    return algebra.ground.number(content), normal


def outline(form: Form) -> tuple[str, bool]:
    """Return a text that a form shares with its negative, whatever its indices are called, and its sign."""
    sizes = (f"{_sketch(mono)}{min(str(c.numerator), str(-c.numerator))}/{c.denominator}" for mono, c in form.terms)
    return "+".join(sorted(sizes)), not form.is_zero and _is_negative(form)


def _is_negative(form: Form) -> bool:
    sums: dict[str, Rational] = {}
    for mono, coefficient in form.terms:
        painted = _sketch(mono)
        sums[painted] = sums[painted] + coefficient if painted in sums else coefficient
    for painted in sorted(sums):
        if not sums[painted].is_zero:
            return _leads_negative(sums[painted])
    return _leads_negative(min(form.terms, key=lambda term: monomial_text(term[0]))[1])


def _sketch(mono: Monomial) -> str:
    painted = (
        f"{c.ranges!r}{sorted((_painted(letter), e) for letter, e in c.factors)}^{exponent}" for c, exponent in mono
    )
    return "·".join(sorted(painted))


@lru_cache(maxsize=4096)
def _painted(letter: Letter) -> str:
    return sketch(letter, lambda _: "*")


def _leads_negative(value: Rational) -> bool:
    return bool(_fraction(value.numerator.leading_coefficient()) < 0)


def _fraction(value: Any) -> Fraction:
    return Fraction(int(value.p), int(value.q))


__all__ = ["Quotients", "factors", "invert", "monomial", "normalized", "reduce"]
