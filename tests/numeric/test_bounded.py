"""Every bound encloses the exact result: compared with ball arithmetic at 200 bits."""

from __future__ import annotations

from fractions import Fraction

import flint
import pytest
import torch

from verify.numeric.bounded import Bounded, constant, exact, inverse

N = 400


def reals(seed, low, high, count=N):
    generator = torch.Generator().manual_seed(seed)
    return low + (high - low) * torch.rand(count, generator=generator, dtype=torch.float64)


@pytest.fixture(autouse=True)
def _precision():
    before = flint.ctx.prec
    flint.ctx.prec = 200
    yield
    flint.ctx.prec = before


def encloses(result, exact_values):
    for value, error, truth in zip(result.value.tolist(), result.error.tolist(), exact_values, strict=True):
        assert abs(flint.arb(value) - truth) <= flint.arb(error), (value, error, truth)


def balls(numbers):
    """Return the exact numbers at one edge of each ball: value + error."""
    return [flint.arb(v) + flint.arb(e) for v, e in zip(numbers.value.tolist(), numbers.error.tolist(), strict=True)]


def wobbly(seed, low, high, width):
    value = reals(seed, low, high)
    return Bounded(value, torch.full_like(value, width))


@pytest.mark.parametrize("width", [0.0, 1e-13, 1e-4])
def test_arithmetic(width):
    a, b = wobbly(1, -3, 3, width), wobbly(2, 1, 2, width)
    x, y = balls(a), balls(b)
    encloses(a + b, [p + q for p, q in zip(x, y, strict=True)])
    encloses(a - b, [p - q for p, q in zip(x, y, strict=True)])
    encloses(a * b, [p * q for p, q in zip(x, y, strict=True)])
    encloses(b.reciprocal(), [1 / q for q in y])
    encloses(b.sqrt(), [q.sqrt() for q in y])


EXACT = {
    "exp": lambda x: x.exp(),
    "log": lambda x: x.log(),
    "sigmoid": lambda x: 1 / (1 + (-x).exp()),
    "softplus": lambda x: (1 + x.exp()).log(),
    "tanh": lambda x: x.tanh(),
    "abs": abs,
}


@pytest.mark.parametrize("name", sorted(EXACT))
@pytest.mark.parametrize("width", [0.0, 1e-13, 1e-4])
def test_functions(name, width):
    low = 1e-2 if name == "log" else -30
    a = wobbly(3, low, 30, width)
    encloses(a.apply(name), [EXACT[name](x) for x in balls(a)])


def test_sums_and_products_of_matrices():
    a = wobbly(4, -2, 2, 1e-12)
    rows = Bounded(a.value.reshape(4, 100), a.error.reshape(4, 100))
    x = balls(a)
    encloses(rows.sum((1,), keep=False), [sum(x[r * 100 : r * 100 + 100], flint.arb(0)) for r in range(4)])
    m = Bounded(a.value[:36].reshape(4, 3, 3), a.error[:36].reshape(4, 3, 3))
    product = m @ m
    for batch in range(4):
        t = flint.arb_mat(3, 3, x[9 * batch : 9 * batch + 9])
        square = t * t
        flat = [square[i, j] for i in range(3) for j in range(3)]
        encloses(Bounded(product.value[batch].reshape(-1), product.error[batch].reshape(-1)), flat)


@pytest.mark.parametrize("width", [0.0, 1e-12])
def test_inverse(width):
    a = wobbly(5, -2, 2, width)
    m = Bounded(a.value[:90].reshape(10, 3, 3), a.error[:90].reshape(10, 3, 3))
    found, x = inverse(m), balls(a)
    for batch in range(10):
        truth = flint.arb_mat(3, 3, x[9 * batch : 9 * batch + 9]).inv()
        flat = [truth[i, j] for i in range(3) for j in range(3)]
        encloses(Bounded(found.value[batch].reshape(-1), found.error[batch].reshape(-1)), flat)


def test_where_undefined_nothing_is_known():
    zero = Bounded(torch.tensor([0.0, 1e-3], dtype=torch.float64), torch.tensor([0.0, 1e-2], dtype=torch.float64))
    assert not bool(torch.isfinite(zero.reciprocal().error).any())
    assert not bool(torch.isfinite(zero.apply("log").error).any())
    singular = inverse(exact(torch.ones(1, 2, 2, dtype=torch.float64)))
    assert not bool(torch.isfinite(singular.error).any())
    negative = exact(torch.tensor([-1.0], dtype=torch.float64)).sqrt()
    assert not bool(torch.isfinite(negative.error).all()) or bool(negative.value.isnan().all())


def test_sign_is_known_only_away_from_zero():
    x = Bounded(torch.tensor([0.5, 0.5], dtype=torch.float64), torch.tensor([0.1, 0.6], dtype=torch.float64))
    assert x.apply("sign").error.tolist() == [0.0, 2.0]


def test_constants_round_up():
    third = constant(Fraction(1, 3), torch.device("cpu"))
    assert abs(Fraction(float(third.value)) - Fraction(1, 3)) <= Fraction(float(third.error))
    assert float(constant(Fraction(3, 4), torch.device("cpu")).error) == 0.0
