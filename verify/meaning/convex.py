"""Numbers that hold unknown real numbers: quadratics, and logarithms of sums of exponentials of affine terms.

Main definitions
----------------
* `Form`: constant + linear + quadratic + Σ c log Σ w e^affine.
* `Exponentials`: Σ w e^affine, of which the logarithm may be taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from verify.meaning.elementary import exp, log
from verify.meaning.numbers import ONE, ZERO, Dual, Number, Unsupported, is_rational, rational
from verify.terms.nodes import Sym

#: an entry of a variable
Key = tuple[Sym, int, int]
#: the linear part of an affine exponent; its constant is in the weight
Affine = tuple[tuple[Key, Number], ...]
Pair = tuple[Key, Key]


class Form:
    """A polynomial of degree at most 2 and curves (c, ((w, affine), …)), each c log Σ w e^affine."""

    __slots__ = ("constant", "curves", "linear", "quadratic")

    def __init__(
        self,
        constant: Number,
        linear: Mapping[Key, Number],
        quadratic: Mapping[Pair, Number],
        curves: tuple[tuple[Number, tuple[tuple[Number, Affine], ...]], ...] = (),
    ) -> None:
        self.constant = constant
        self.linear = {k: c for k, c in linear.items() if not _is_plain_zero(c)}
        self.quadratic = {k: c for k, c in quadratic.items() if not _is_plain_zero(c)}
        self.curves = curves

    @classmethod
    def unknown(cls, key: Key) -> Form:
        """Return the unknown itself."""
        return cls(ZERO, {key: ONE}, {})

    # ------------------------------------------------------------------------------------------- looking

    def groups(self) -> Iterator[frozenset[Key]]:
        """Yield the sets of unknowns that stand in one term."""
        yield from (frozenset({key}) for key in self.linear)
        yield from (frozenset(pair) for pair in self.quadratic)
        for _, terms in self.curves:
            yield frozenset(key for _, affine in terms for key, _ in affine)

    def keys(self) -> frozenset[Key]:
        """Return all unknowns."""
        return frozenset[Key]().union(*self.groups())

    def only(self, keys: frozenset[Key]) -> Form:
        """Return the terms of these unknowns, without the constant."""
        linear = {k: c for k, c in self.linear.items() if k in keys}
        quadratic = {pair: c for pair, c in self.quadratic.items() if pair[0] in keys}
        curves = tuple(curve for curve in self.curves if any(k in keys for _, affine in curve[1] for k, _ in affine))
        return Form(ZERO, linear, quadratic, curves)

    def second(self, left: Key, right: Key) -> Number:
        """Return the second derivative of the polynomial in two unknowns."""
        found: Number = self.quadratic.get(_pair(left, right), ZERO)
        return 2 * found if left == right else found

    # ---------------------------------------------------------------------------------------- arithmetic

    def __neg__(self) -> Any:
        return self * -ONE

    def __add__(self, other: Number) -> Any:
        if isinstance(other, Dual | Exponentials):
            raise Unsupported("a derivative or an exponential beside an unknown")
        if not isinstance(other, Form):
            return Form(self.constant + other, self.linear, self.quadratic, self.curves)
        linear, quadratic = _joined(self.linear, other.linear), _joined(self.quadratic, other.quadratic)
        return Form(self.constant + other.constant, linear, quadratic, self.curves + other.curves)

    __radd__ = __add__

    def __sub__(self, other: Number) -> Any:
        return self + (-other)

    def __rsub__(self, other: Number) -> Any:
        return -self + other

    def __mul__(self, other: Number) -> Any:
        if isinstance(other, Dual | Exponentials):
            raise Unsupported("a product of an unknown with an exponential or a derivative")
        if isinstance(other, Form):
            return self._times(other)
        other = rational(other)
        linear = {k: c * other for k, c in self.linear.items()}
        quadratic = {k: c * other for k, c in self.quadratic.items()}
        curves = () if _is_plain_zero(other) else tuple((c * other, terms) for c, terms in self.curves)
        return Form(self.constant * other, linear, quadratic, curves)

    __rmul__ = __mul__

    def _times(self, other: Form) -> Form:
        curved = self.curves or other.curves
        if curved or (self.quadratic and other.keys()) or (other.quadratic and self.keys()):
            raise Unsupported("a polynomial of degree more than 2 in unknowns")
        quadratic = _joined(
            {k: c * other.constant for k, c in self.quadratic.items()},
            {k: c * self.constant for k, c in other.quadratic.items()},
        )
        for a, x in self.linear.items():
            for b, y in other.linear.items():
                quadratic = _joined(quadratic, {_pair(a, b): x * y})
        linear = _joined(
            {k: c * other.constant for k, c in self.linear.items()},
            {k: c * self.constant for k, c in other.linear.items()},
        )
        return Form(self.constant * other.constant, linear, quadratic)

    def applied(self, kind: str) -> Exponentials:
        """Return the exponential of an affine form.

        Raises:
            Unsupported: another function, or a form that is not affine.

        """
        if kind != "exp" or self.quadratic or self.curves:
            raise Unsupported(f"{kind} of an expression in unknowns")
        affine = tuple(sorted(self.linear.items(), key=repr))
        return Exponentials(((exp(self.constant), affine),))

    def vanishes(self) -> bool:
        """Raise: the sign of an unknown cannot be told."""
        raise Unsupported("division by an unknown, or its sign")


class Exponentials:
    """Σ w e^affine; the empty affine term is a number."""

    __slots__ = ("terms",)

    def __init__(self, terms: tuple[tuple[Number, Affine], ...]) -> None:
        self.terms = terms

    def __neg__(self) -> Any:
        return self * -ONE

    def __add__(self, other: Number) -> Any:
        if isinstance(other, Dual | Form):
            raise Unsupported("an exponential of an unknown beside the unknown itself, or a derivative")
        if isinstance(other, Exponentials):
            return Exponentials(self.terms + other.terms)
        number = rational(other)
        return self if _is_plain_zero(number) else Exponentials((*self.terms, (number, ())))

    __radd__ = __add__

    def __sub__(self, other: Number) -> Any:
        return self + (-other)

    def __rsub__(self, other: Number) -> Any:
        return -self + other

    def __mul__(self, other: Number) -> Any:
        if isinstance(other, Dual | Form | Exponentials):
            raise Unsupported("a product of exponentials of unknowns")
        factor = rational(other)
        return Exponentials(tuple((w * factor, affine) for w, affine in self.terms))

    __rmul__ = __mul__

    def applied(self, kind: str) -> Any:
        """Return the logarithm: a number where no unknown is left, as in log(1 + e^(t - t)).

        Raises:
            Unsupported: another function.

        """
        if kind != "log":
            raise Unsupported(f"{kind} of an exponential of an unknown")
        if not any(affine for _, affine in self.terms):
            return log(sum((w for w, _ in self.terms), start=ZERO))
        return Form(ZERO, {}, {}, ((ONE, self.terms),))

    def vanishes(self) -> bool:
        """Raise: the sign of an unknown cannot be told."""
        raise Unsupported("division by an expression in unknowns, or its sign")


def _is_plain_zero(value: Number) -> bool:
    return is_rational(value) and bool(value == 0)


def _pair(left: Key, right: Key) -> Pair:
    return (left, right) if repr(left) <= repr(right) else (right, left)


def _joined(left: Mapping[Any, Number], right: Mapping[Any, Number]) -> dict[Any, Number]:
    found = dict(left)
    for key, value in right.items():
        found[key] = found[key] + value if key in found else value
    return found
