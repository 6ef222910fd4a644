"""Forward-mode derivatives over bounded numbers: value + tangent·ε, ε² = 0.

Each derivative being taken has a level; inner ones have larger levels, so that nested derivatives do not
get confused. A number of a lower level is a constant for a higher one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import torch

from verify.numeric.bounded import INFINITY, Bounded, Tensor, constant, inverse


@dataclass(frozen=True, slots=True, eq=False)
class Dual:
    """A number and its derivative at one level; both are numbers of the same shape."""

    level: int
    value: Number
    tangent: Number

    def _split(self, other: Number) -> tuple[int, Number, Number | None, Number, Number | None]:
        mine, its = self.level, other.level if isinstance(other, Dual) else -1
        if isinstance(other, Dual) and its == mine:
            return mine, self.value, self.tangent, other.value, other.tangent
        if isinstance(other, Dual) and its > mine:
            return its, self, None, other.value, other.tangent
        return mine, self.value, self.tangent, other, None

    def __add__(self, other: Number) -> Dual:
        level, a, da, b, db = self._split(other)
        value = add(a, b)
        both = [d for d in (da, db) if d is not None]
        tangent = add(both[0], both[1]) if len(both) == 2 else expand(both[0], shape(value))
        return Dual(level, value, tangent)

    def __neg__(self) -> Dual:
        return Dual(self.level, -self.value, -self.tangent)

    def __sub__(self, other: Number) -> Dual:
        return self + (-other)

    def __mul__(self, other: Number) -> Dual:
        level, a, da, b, db = self._split(other)
        return Dual(level, multiply(a, b), _product_rule(multiply, a, da, b, db))

    def __matmul__(self, other: Number) -> Dual:
        level, a, da, b, db = self._split(other)
        return Dual(level, matmul(a, b), _product_rule(matmul, a, da, b, db))

    def reciprocal(self) -> Dual:
        """Return 1/x."""
        value = self.value.reciprocal()
        return Dual(self.level, value, -multiply(self.tangent, multiply(value, value)))

    def sqrt(self) -> Dual:
        """Return the square root; its slope is unbounded at 0."""
        value = self.value.sqrt()
        return Dual(self.level, value, multiply(self.tangent, multiply(_half(value), value.reciprocal())))

    def apply(self, name: str) -> Dual:
        """Return an elementary function."""
        return Dual(self.level, self.value.apply(name), _SLOPES[name](self.value, self.tangent))

    def sum(self, dims: tuple[int, ...], keep: bool = True) -> Dual:
        """Return the sum over axes."""
        return Dual(self.level, self.value.sum(dims, keep), self.tangent.sum(dims, keep))

    def linear(self, move: Callable[[Tensor], Tensor]) -> Dual:
        """Return the numbers moved about."""
        return Dual(self.level, self.value.linear(move), self.tangent.linear(move))


Number: TypeAlias = Bounded | Dual


def add(a: Number, b: Number) -> Number:
    """Return a + b."""
    return b + a if isinstance(b, Dual) else a + b


def multiply(a: Number, b: Number) -> Number:
    """Return a·b."""
    return b * a if isinstance(b, Dual) else a * b


def matmul(a: Number, b: Number) -> Number:
    """Return the matrix product."""
    if isinstance(b, Dual) and not isinstance(a, Dual):
        return Dual(b.level, matmul(a, b.value), matmul(a, b.tangent))
    return a @ b  # type: ignore[operator]


def _product_rule(
    times: Callable[[Number, Number], Number], a: Number, da: Number | None, b: Number, db: Number | None
) -> Number:
    parts = ([times(da, b)] if da is not None else []) + ([times(a, db)] if db is not None else [])
    return add(parts[0], parts[1]) if len(parts) == 2 else parts[0]


def invert(a: Number) -> Number:
    """Return the inverse of square matrices: d(A⁻¹) = -A⁻¹ dA A⁻¹."""
    if isinstance(a, Bounded):
        return inverse(a)
    value = invert(a.value)
    return Dual(a.level, value, -matmul(value, matmul(a.tangent, value)))


def primal(a: Number) -> Bounded:
    """Return the value without any derivative."""
    while isinstance(a, Dual):
        a = a.value
    return a


def shape(a: Number) -> torch.Size:
    """Return the shape of the value."""
    return primal(a).value.shape


def broadcast(*sizes: torch.Size) -> torch.Size:
    """Return the common shape of tensors that broadcast."""
    return torch.broadcast_shapes(*sizes)  # type: ignore[no-untyped-call, no-any-return]


def expand(a: Number, size: torch.Size) -> Number:
    """Return `a` broadcast to `size`."""
    return a if shape(a) == size else a.linear(lambda t: t.expand(size))


def derivative(a: Number, level: int) -> Number:
    """Return the tangent of that level, 0 where there is none."""
    if isinstance(a, Dual) and a.level == level:
        return a.tangent
    return zeros_like(a)


def value_at(a: Number, level: int) -> Number:
    """Return the value with the derivative of that level dropped."""
    return a.value if isinstance(a, Dual) and a.level == level else a


def zeros_like(a: Number) -> Number:
    """Return zeros of the same shape and tracking."""
    like = primal(a)
    zero = torch.zeros_like(like.value)
    return Bounded(zero, None if like.error is None else torch.zeros_like(like.error))


def join(parts: Sequence[Number], dim: int) -> Number:
    """Return numbers of one shape concatenated along an axis (negative: from the end)."""
    level = max((p.level for p in parts if isinstance(p, Dual)), default=-1)
    if level >= 0:
        values = [value_at(p, level) for p in parts]
        return Dual(level, join(values, dim), join([derivative(p, level) for p in parts], dim))
    plain = [primal(p) for p in parts]
    kind = torch.complex128 if any(p.value.is_complex() for p in plain) else plain[0].value.dtype
    value = torch.cat([p.value.to(kind) for p in plain], dim)
    errors = [p.error for p in plain if p.error is not None]
    return Bounded(value, torch.cat(errors, dim) if len(errors) == len(plain) else None)


def _half(like: Number) -> Bounded:
    return constant(Fraction(1, 2), primal(like).value.device)


def _one_minus(a: Number) -> Number:
    return add(constant(Fraction(1), primal(a).value.device), -a)


def _sigmoid_slope(x: Number) -> Number:
    return multiply(x.apply("sigmoid"), (-x).apply("sigmoid"))


def _known_sign(x: Number) -> Number:
    """Return the sign; where it may be 0 nothing is known (|x| has no slope there)."""
    at = primal(x)
    if at.error is None:
        return Bounded(torch.sign(at.value), None)
    known = at.value.abs() > at.error
    return Bounded(torch.sign(at.value), torch.where(known, 0.0, INFINITY))


def _tanh_slope(x: Number) -> Number:
    t = x.apply("tanh")
    return _one_minus(multiply(t, t))


_SLOPES: dict[str, Callable[[Number, Number], Number]] = {
    "exp": lambda x, d: multiply(d, x.apply("exp")),
    "log": lambda x, d: multiply(d, x.reciprocal()),
    "sigmoid": lambda x, d: multiply(d, _sigmoid_slope(x)),
    "softplus": lambda x, d: multiply(d, x.apply("sigmoid")),
    "tanh": lambda x, d: multiply(d, _tanh_slope(x)),
    "abs": lambda x, d: multiply(d, _known_sign(x)),
    "sign": lambda x, d: multiply(zeros_like(d), _known_sign(x)),
    "re": lambda _, d: d.apply("re"),
    "im": lambda _, d: d.apply("im"),
}
