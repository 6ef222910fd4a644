"""Numbers with a forward error bound, in batches: running error analysis on float64 tensors.

A `Bounded` stands for exact numbers x with |x - value| ≤ error. Every operation rounds its bound up, so
that what it returns encloses the exact result for every choice of exact arguments. Where an operation may
be undefined (a denominator's ball holds 0, a logarithm's holds a number ≤ 0) the error is infinite.
Source: Higham, "Accuracy and Stability of Numerical Algorithms", section 3.3.

`error` is None where no bound is kept: draws of the sampler, and autograd's own evaluation.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import torch

#: unit roundoff of float64, and a bound of what underflow loses
UNIT, TINY = 2.0**-53, 1e-300
#: elementary functions of tensor libraries are within a few units in the last place
FUNCTION = 4.0 * UNIT
#: the bound itself is computed in floating point: each formula below takes fewer than 16 operations
UP = 1.0 + 16.0 * UNIT
INFINITY = math.inf

Tensor = torch.Tensor


@dataclass(frozen=True, slots=True, eq=False)
class Bounded:
    """Exact numbers within `error` of `value` (tensors that broadcast); complex values have real errors."""

    value: Tensor
    error: Tensor | None

    def __add__(self, other: Bounded) -> Bounded:
        value = self.value + other.value
        if self.error is None or other.error is None:
            return Bounded(value, None)
        return Bounded(value, (self.error + other.error + rounding(value)) * UP)

    def __neg__(self) -> Bounded:
        return Bounded(-self.value, self.error)

    def __sub__(self, other: Bounded) -> Bounded:
        return self + (-other)

    def __mul__(self, other: Bounded) -> Bounded:
        value = self.value * other.value
        if self.error is None or other.error is None:
            return Bounded(value, None)
        a, b = self.value.abs(), other.value.abs()
        error = torch.addcmul(a * other.error, b + other.error, self.error) + rounding(value)
        return Bounded(value, error * UP)

    def reciprocal(self) -> Bounded:
        """Return 1/x."""
        value = self.value.reciprocal()
        if self.error is None:
            return Bounded(value, None)
        size = value.abs()
        room = (self.value.abs() - self.error) * (1.0 - 4.0 * UNIT)
        error = torch.where(room > 0, self.error * size / room, INFINITY) + rounding(value)
        return Bounded(value, error * UP)

    def sqrt(self) -> Bounded:
        """Return the square root of a number ≥ 0; the bound is infinite where it may be negative.

        A zero that lost what underflow loses (`TINY`) still counts as a number ≥ 0.
        """
        value = self.value.sqrt()
        if self.error is None:
            return Bounded(value, None)
        low = torch.clamp_min(self.value - self.error, 0.0) * (1.0 - 4.0 * UNIT)
        error = torch.where(value > 0, self.error / (low.sqrt() + value), self.error.sqrt())
        error = torch.where(self.value - self.error < -1e6 * TINY, INFINITY, error)
        return Bounded(value, (error + rounding(value)) * UP)

    def apply(self, name: str) -> Bounded:
        """Return an elementary function by its name in `verify.terms.nodes.FUNCTIONS`."""
        return _ELEMENTARY[name](self)

    def __matmul__(self, other: Bounded) -> Bounded:
        value = self.value @ other.value
        if self.error is None or other.error is None:
            return Bounded(value, None)
        a, b = self.value.abs(), other.value.abs()
        inner = self.value.shape[-1]
        error = a @ (other.error + 2 * inner * UNIT * b) + self.error @ (b + other.error)
        return Bounded(value, error * (1.0 + (4 * inner + 16) * UNIT) + TINY)

    def sum(self, dims: tuple[int, ...], keep: bool = True) -> Bounded:
        """Return the sum over axes; the bound holds for every order of summation."""
        value = self.value.sum(dims, keepdim=keep)
        if self.error is None:
            return Bounded(value, None)
        count = math.prod(self.value.shape[d] for d in dims)
        lost = (self.error + count * UNIT * self.value.abs()).sum(dims, keepdim=keep)
        return Bounded(value, lost * (1.0 + (4 * count + 16) * UNIT))

    def linear(self, move: Callable[[Tensor], Tensor]) -> Bounded:
        """Return the numbers moved about (reshaped, gathered, transposed): `move` rounds nothing."""
        return Bounded(move(self.value), None if self.error is None else move(self.error))

    def untracked(self) -> Bounded:
        """Return the same values without a bound."""
        return Bounded(self.value, None)


def rounding(value: Tensor) -> Tensor:
    """Bound the rounding of one operation that gave `value`; complex products and quotients lose more."""
    unit = 8.0 * UNIT if value.is_complex() else UNIT
    return value.abs() * unit + TINY


def exact(value: Tensor) -> Bounded:
    """Return numbers that the tensor holds exactly."""
    return Bounded(value, torch.zeros((), dtype=torch.float64, device=value.device).expand(value.shape))


def constant(value: Fraction | float, device: torch.device) -> Bounded:
    """Return a rational number (or, given a float, a number within one rounding of it) as a number of rank 0."""
    near = float(value)
    lost = 0.0 if isinstance(value, Fraction | int) and Fraction(near) == value else abs(near) * 2 * UNIT
    made = torch.tensor([near, lost], dtype=torch.float64, device=device)
    return Bounded(made[0], made[1])


def _with_error(x: Bounded, value: Tensor, error: Callable[[Tensor], Tensor]) -> Bounded:
    if x.error is None:
        return Bounded(value, None)
    return Bounded(value, (error(x.error) + FUNCTION * value.abs() + TINY) * UP)


def _exp(x: Bounded) -> Bounded:
    value = x.value.exp()
    return _with_error(x, value, lambda e: value * torch.expm1(e) * (1 + FUNCTION) + FUNCTION * value * e.exp())


def _log(x: Bounded) -> Bounded:
    value = x.value.log()

    def error(e: Tensor) -> Tensor:
        room = (x.value - e) * (1.0 - 4.0 * UNIT)
        return torch.where(room > 0, e / room, INFINITY)

    return _with_error(x, value, error)


def _sigmoid(x: Bounded) -> Bounded:
    value = torch.sigmoid(x.value)
    # |σ'| ≤ σ, and σ grows at most by the factor e^e within the ball
    return _with_error(x, value, lambda e: torch.minimum(0.25 * e, value * torch.expm1(e)) + FUNCTION * value)


def _softplus(x: Bounded) -> Bounded:
    # log(1 + e^x) = max(x, 0) + log1p(e^-|x|), stable at both ends; its slope is at most 1
    value = torch.clamp_min(x.value, 0.0) + torch.log1p(torch.exp(-x.value.abs()))
    return _with_error(x, value, lambda e: e + 2.0 * FUNCTION * value)


def _tanh(x: Bounded) -> Bounded:
    value = torch.tanh(x.value)
    return _with_error(x, value, lambda e: e + FUNCTION * value.abs())


def _abs(x: Bounded) -> Bounded:
    return Bounded(x.value.abs(), x.error)


def _sign(x: Bounded) -> Bounded:
    value = torch.sign(x.value)
    if x.error is None:
        return Bounded(value, None)
    known = (x.value.abs() > x.error) | ((x.value == 0) & (x.error == 0))
    return Bounded(value, torch.where(known, 0.0, 2.0))


def _real(x: Bounded) -> Bounded:
    return Bounded(torch.real(x.value), x.error)


def _imaginary(x: Bounded) -> Bounded:
    value = torch.imag(x.value) if x.value.is_complex() else torch.zeros_like(x.value)
    return Bounded(value, x.error)


_ELEMENTARY: dict[str, Callable[[Bounded], Bounded]] = {
    "exp": _exp,
    "log": _log,
    "sigmoid": _sigmoid,
    "softplus": _softplus,
    "tanh": _tanh,
    "abs": _abs,
    "sign": _sign,
    "re": _real,
    "im": _imaginary,
}


def inverse(a: Bounded) -> Bounded:
    """Return the inverse of square matrices (last two axes).

    With Y the floating-point inverse and R = I - YA of norm ρ < 1, each entry of A⁻¹ - Y is at most
    ‖Y‖ρ/(1-ρ), in the row-sum norm; where ρ ≥ 1 nothing is known and the bound is infinite.
    """
    near = torch.linalg.inv_ex(a.value).inverse
    if a.error is None:
        return Bounded(near, None)
    size = a.value.shape[-1]
    identity = exact(torch.eye(size, dtype=near.dtype, device=near.device))
    residual = identity - exact(near) @ a
    rho = _row_norm(residual.value.abs() + (residual.error if residual.error is not None else 0.0)) * UP
    bound = torch.where(rho < 1.0, _row_norm(near.abs()) * rho / (1.0 - rho), INFINITY)
    return Bounded(near, (bound * UP * UP + TINY).expand(near.shape))


def _row_norm(sizes: Tensor) -> Tensor:
    up = 1.0 + 4 * sizes.shape[-1] * UNIT
    return sizes.sum(-1, keepdim=True).amax(-2, keepdim=True) * up
