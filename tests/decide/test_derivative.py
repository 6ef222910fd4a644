"""Symbolic derivatives against torch.autograd and against finite differences of balls."""

from fractions import Fraction

import flint
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.decide.derivative import NotSupported, derivative, expand_derivatives, gradient, jacobian
from verify.terms.nodes import ONE, ZERO, Add, Apply, At, Const, Diff, Entry, Expect, Fn, Mul, Num, Pow, Rows, Sum, Sym
from verify.terms.rewrite import walk

x, y, z = Sym("x"), Sym("y"), Sym("z")
i, n = Sym("i", "index"), Sym("n", "dimension")


def num(value):
    return Num(Fraction(value))


def f(arg, order=0):
    return Apply("f", (arg,), (order,))


# ------------------------------------------------------------------------------- two independent evaluators

TORCH = {
    "exp": torch.exp, "log": torch.log, "sigmoid": torch.sigmoid, "softplus": torch.nn.functional.softplus,
    "tanh": torch.tanh, "abs": torch.abs, "sign": torch.sign,
}  # fmt: skip


def by_torch(term, at):
    match term:
        case Num(value):
            return torch.tensor(float(value), dtype=torch.float64)
        case Sym():
            return at[term]
        case Add(terms=terms):
            return sum(by_torch(t, at) for t in terms)
        case Mul(factors=factors):
            result = torch.tensor(1.0, dtype=torch.float64)
            for factor in factors:
                result = result * by_torch(factor, at)
            return result
        case Pow(base=base, exponent=exponent):
            return by_torch(base, at) ** by_torch(exponent, at)
        case Fn(name=name, arg=arg):
            return TORCH[name](by_torch(arg, at))
        case Apply(function="f", args=(arg,), orders=(order,)):  # f = sin
            return torch.sin(by_torch(arg, at) + order * torch.pi / 2)
    raise AssertionError(term)


def by_balls(term, at):
    match term:
        case Num(value):
            return flint.arb(flint.fmpq(value.numerator, value.denominator))
        case Sym():
            return at[term]
        case Add(terms=terms):
            return sum((by_balls(t, at) for t in terms), flint.arb(0))
        case Mul(factors=factors):
            result = flint.arb(1)
            for factor in factors:
                result = result * by_balls(factor, at)
            return result
        case Pow(base=base, exponent=Num(value)) if value.denominator == 1:
            return by_balls(base, at) ** int(value)
        case Pow(base=base, exponent=exponent):
            return by_balls(base, at) ** by_balls(exponent, at)
        case Fn(name="exp", arg=arg):
            return by_balls(arg, at).exp()
        case Fn(name="log", arg=arg):
            return by_balls(arg, at).log()
        case Fn(name="sigmoid", arg=arg):
            return 1 / (1 + (-by_balls(arg, at)).exp())
        case Fn(name="softplus", arg=arg):
            return (1 + by_balls(arg, at).exp()).log()
        case Fn(name="tanh", arg=arg):
            return by_balls(arg, at).tanh()
        case Fn(name="abs", arg=arg):
            return abs(by_balls(arg, at))
        case Apply(function="f", args=(arg,), orders=(order,)):
            return (by_balls(arg, at) + order * flint.arb.pi() / 2).sin()
    raise AssertionError(term)


def compound(inner):
    pairs = st.tuples(inner, inner)
    return st.one_of(
        pairs.map(Add),
        pairs.map(Mul),
        st.tuples(st.sampled_from(["exp", "sigmoid", "softplus", "tanh", "abs"]), inner).map(lambda p: Fn(*p)),
        st.tuples(inner, st.sampled_from([2, 3])).map(lambda p: Pow(p[0], num(p[1]))),
        inner.map(lambda t: Fn("log", Add((ONE, Pow(t, num(2)))))),
        inner.map(lambda t: Pow(Add((num(2), Pow(t, num(2)))), num("-1/2"))),
        pairs.map(lambda p: Pow(Fn("exp", p[0]), p[1])),
        inner.map(f),
    )


leaves = st.one_of(st.sampled_from([x, y]), st.integers(-2, 2).map(num), st.just(num("1/3")))
terms = st.recursive(leaves, compound, max_leaves=6)
points = st.tuples(st.integers(-12, 12), st.integers(-12, 12)).map(lambda p: (Fraction(p[0], 8), Fraction(p[1], 8)))


@settings(max_examples=150, derandomize=True, deadline=None)
@given(terms, points)
def test_derivatives_agree_with_autograd(term, at):
    at = (at[0] + Fraction(1, 64), at[1] - Fraction(1, 128))  # off the corners of |u|
    values = {
        s: torch.tensor(float(v), dtype=torch.float64, requires_grad=True) for s, v in zip((x, y), at, strict=True)
    }
    value = by_torch(term, values)
    found = by_torch(derivative(term, x), values)
    if not (torch.isfinite(value) and value.abs() < 1e6 and torch.isfinite(found)):
        return
    wanted = torch.zeros((), dtype=torch.float64)
    if value.requires_grad:
        wanted = torch.autograd.grad(value, values[x], allow_unused=True)[0]
        wanted = torch.zeros((), dtype=torch.float64) if wanted is None else wanted
    scale = 1 + wanted.abs().item()
    assert abs(found.item() - wanted.item()) <= 1e-8 * scale


@settings(max_examples=60, derandomize=True, deadline=None)
@given(terms, points)
def test_second_derivatives_agree_with_finite_differences_of_balls(term, at):
    with flint.ctx.workprec(400):
        point = {s: flint.arb(flint.fmpq(v.numerator, v.denominator)) for s, v in zip((x, y), at, strict=True)}
        point[x] = point[x] + flint.arb(flint.fmpq(1, 64))
        first, second = derivative(term, x), derivative(derivative(term, x), x)
        step = flint.arb(flint.fmpq(1, 2**100))
        ahead, behind = {**point, x: point[x] + step}, {**point, x: point[x] - step}
        wanted = (by_balls(first, ahead) - by_balls(first, behind)) / (2 * step)
        found = by_balls(second, point)
        if not (wanted.is_finite() and found.is_finite()) or abs(found) > 1e9:
            return
        assert abs(wanted - found) < flint.arb("1e-20") * (1 + abs(found))


# --------------------------------------------------------------------------------------------- exact rules


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (num(7), ZERO),
        (y, ZERO),
        (Const("pi"), ZERO),
        (x, ONE),
        (Mul((y, x)), y),
        (Pow(x, num(2)), Mul((num(2), x))),
        (f(Mul((x, y))), Mul((f(Mul((x, y)), 1), y))),
        (f(y), ZERO),
        (f(x, 2), f(x, 3)),
        (Apply("g", (x, x)), Add((Apply("g", (x, x), (1, 0)), Apply("g", (x, x), (0, 1))))),
        (
            Sum(Mul((Entry(Sym("v", "real", (n, ONE)), (i,)), x)), i, n),
            Sum(Entry(Sym("v", "real", (n, ONE)), (i,)), i, n),
        ),
        (Rows(((x, y), (ONE, Mul((x, y))))), Rows(((ONE, ZERO), (ZERO, y)))),
    ],
)
def test_rules(term, expected):
    assert derivative(term, x) == expected


def test_gradient_and_jacobian():
    assert gradient(Mul((x, y)), (x, y)) == Rows(((y,), (x,)))
    assert jacobian((Mul((x, y)), x), (x, y)) == Rows(((y, x), (ONE, ZERO)))


def test_nested_derivatives_are_jets_at_a_point():
    second = At(Diff(Diff(f(x), (x,)), (x,)), ((x, ZERO),))
    assert expand_derivatives(second) == f(ZERO, 2)
    assert expand_derivatives(Diff(f(x), (x, y))) == Rows(((f(x, 1),), (ZERO,)))


def test_an_evaluation_is_differentiated_through_its_point():
    inside = At(Mul((x, y)), ((x, Pow(z, num(2))),))
    assert derivative(inside, z) == Mul((Mul((num(2), z)), y))
    assert derivative(inside, x) == ZERO  # x is bound
    assert derivative(At(f(x), ((x, Mul((x, y))),)), x) == Mul((f(Mul((x, y)), 1), y))


def test_the_derivative_is_taken_before_the_evaluation():
    """d/dx (xy²) at (1, 1) is 1, d/dy is 2: substituting first would give 0 twice."""
    body = Mul((x, Pow(y, num(2))))
    here = ((x, ONE), (y, ONE))
    by_x, by_y = (expand_derivatives(At(Diff(body, (s,)), here)) for s in (x, y))
    assert by_x == Pow(ONE, num(2))
    assert by_y == Mul((ONE, Mul((num(2), ONE))))


def test_a_column_is_differentiated_row_by_row():
    column = Rows(((Mul((x, y)),), (x,)))
    assert expand_derivatives(Diff(column, (x, y))) == Rows(((y, x), (ONE, ZERO)))
    assert expand_derivatives(Diff(Mul((num(2), column)), (x, y))) == Rows(
        ((Mul((num(2), y)), Mul((num(2), x))), (num(2), ZERO))
    )


def test_derivatives_by_arrays_and_parameters_stay():
    w = Sym("w", "real", (n, ONE))
    gradient_by_array = Diff(Entry(w, (i,)), (w,))
    assert expand_derivatives(gradient_by_array) == gradient_by_array
    here = At(gradient_by_array, ((w, Sym("v", "real", (n, ONE))),))
    assert expand_derivatives(here) == here


@pytest.mark.parametrize("name", ["abs", "sign"])
def test_corners_have_no_derivative_there(name):
    """The derivative of |x| and of sign x keeps a denominator that vanishes at 0."""
    slope = derivative(Fn(name, x), x)
    assert any(isinstance(node, Pow) and node.exponent == num(-1) for node in walk(slope))


@pytest.mark.parametrize(
    ("term", "symbol"),
    [
        (Fn("exp", Entry(Sym("v", "real", (n, ONE)), (i,))), Sym("v", "real", (n, ONE))),
        (x, Sym("theta", "parameter")),
        (x, n),
        (Expect(Mul((Sym("e"), x)), (Sym("e"),)), x),
        (Expect(Sym("e"), (Sym("e"),)), x),  # the declared law of e may depend on x
        (Apply("D", (Apply("G", (x,), result="point"),)), x),
    ],
)
def test_what_has_no_rule_is_refused(term, symbol):
    with pytest.raises(NotSupported):
        derivative(term, symbol)
