"""Derivatives of forms, and replacement of the entries of an array by other forms.

Both open the sums they work in, so that no index is captured; derivatives of entries are Kronecker deltas.
"""

from __future__ import annotations

from ast import literal_eval
from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

from verify.decide.indices import fields, functions
from verify.decide.indices.letters import Component, Form, Index, Letter, Monomial, OutsideLanguage
from verify.decide.indices.quotients import invert

if TYPE_CHECKING:
    from verify.decide.indices.algebra import Algebra

#: the form that stands for an entry (array's name, indices), or None to leave it
Value = Callable[[str, tuple[Index, ...]], Form | None]


def derivative(algebra: Algebra, form: Form, name: str, at: tuple[Index, ...]) -> Form:
    """Return ∂form/∂name[at]; `at` is empty for a scalar.

    Raises:
        OutsideLanguage: the array occurs where no derivative is known (an inverse, an absolute value).

    """
    parts = []
    for mono, coefficient in form.terms:
        for position, (component, exponent) in enumerate(mono):
            if f"entry {name}" in component.heads:
                inner = _component_derivative(algebra, component, name, at)
                rest = _lowered(algebra, mono, position)
                parts.append(
                    algebra.scale(algebra.multiply(rest, inner), coefficient * algebra.ground.number(exponent))
                )
    return algebra.add(*parts)


def _lowered(algebra: Algebra, mono: Monomial, position: int) -> Form:
    """Return the monomial with one factor taken out at `position`."""
    powers = {c: e - (k == position) for k, (c, e) in enumerate(mono)}
    return algebra.product_of({c: e for c, e in powers.items() if e}, algebra.ground.one)


def _component_derivative(algebra: Algebra, component: Component, name: str, at: tuple[Index, ...]) -> Form:
    if component.letter is not None:
        return _letter_derivative(algebra, component.letter, name, at)
    bounds, letters = algebra.instance(component)
    parts = []
    for letter, exponent in letters.items():
        if f"entry {name}" in letter.heads:
            rest = [algebra.letter(k, e - (k == letter)) for k, e in letters.items()]
            inner = _letter_derivative(algebra, letter, name, at)
            parts.append(algebra.scale(algebra.multiply(inner, *rest), exponent))
    total = algebra.add(*parts)
    for index in bounds:
        total = algebra.close(total, index)
    return total


def _letter_derivative(algebra: Algebra, letter: Letter, name: str, at: tuple[Index, ...]) -> Form:
    if letter.head == f"entry {name}":
        if letter.symmetric:
            raise OutsideLanguage(f"a derivative in the entries of {name}, which are not independent")
        return algebra.multiply(*(algebra.delta(x, y) for x, y in zip(letter.indices, at, strict=True)))
    kind = letter.head.split()[0]
    this = algebra.letter(letter)
    if kind == fields.KIND:
        return fields.chain_rule(algebra, letter, lambda body: derivative(algebra, body, name, at))
    if kind == "apply":
        return _unknown_derivative(algebra, letter, name, at)
    if kind not in ("exp", "log", "recip", "root", "root?"):
        raise OutsideLanguage(f"the derivative of {kind}")
    arg = letter.args[0]
    inner = derivative(algebra, arg, name, at)
    match kind:
        case "exp":
            return algebra.multiply(this, inner)
        case "log":
            return algebra.multiply(invert(algebra, arg), inner)
        case "recip":
            return algebra.scale(algebra.multiply(this, this, inner), -1)
        case _:
            quotient = algebra.multiply(this, invert(algebra, arg), inner)
            return algebra.scale(quotient, Fraction(1, int(letter.head.split()[1])))


def _unknown_derivative(algebra: Algebra, letter: Letter, name: str, at: tuple[Index, ...]) -> Form:
    """The chain rule for an unknown function of real arguments: its orders count derivatives."""
    named, _, orders_text = letter.head.removeprefix("apply ").rpartition(" (")
    function, orders = literal_eval(f"({named}, ({orders_text})")
    parts = []
    for position, arg in enumerate(letter.args):
        inner = derivative(algebra, arg, name, at)
        if not inner.is_zero:
            raised = tuple(order + (k == position) for k, order in enumerate(orders))
            outer = Letter(f"apply {function!r} {raised!r}", letter.indices, letter.args)
            parts.append(algebra.multiply(algebra.letter(outer), inner))
    return algebra.add(*parts)


def replace(algebra: Algebra, form: Form, value: Value) -> Form:
    """Replace entries of arrays, everywhere in a form, by their values (simultaneously)."""
    parts = []
    for mono, coefficient in form.terms:
        factors = [algebra.coefficient(coefficient)]
        for component, exponent in mono:
            factors.append(algebra.power(_replaced_component(algebra, component, value), exponent))
        parts.append(algebra.multiply(*factors))
    return algebra.add(*parts)


def _replaced_component(algebra: Algebra, component: Component, value: Value) -> Form:
    if component.letter is not None:
        return _replaced_letter(algebra, component.letter, value)
    bounds, letters = algebra.instance(component)
    product = algebra.multiply(*(algebra.power(_replaced_letter(algebra, k, value), e) for k, e in letters.items()))
    for index in bounds:
        product = algebra.close(product, index)
    return product


def _replaced_letter(algebra: Algebra, letter: Letter, value: Value) -> Form:
    if letter.head.startswith("entry "):
        found = value(letter.head.removeprefix("entry "), letter.indices)
        return algebra.letter(letter) if found is None else found
    if not letter.args:
        return algebra.letter(letter)
    return functions.rebuild(algebra, letter, letter.indices, lambda arg: replace(algebra, arg, value))
