"""Attempts to have something false proved about eigenvalues, solutions and corners."""

import itertools
import random
from fractions import Fraction

import pytest
import torch

from tests.decide.scalar_terms import E, col, exp, f, log, modulus, raw, sigmoid, signum, sqrt
from tests.decide.test_dynamics import (
    CENTRE,
    DAMPED,
    ENERGY,
    FIELD,
    GENERAL,
    GENERAL_DAMPED,
    HALF,
    JETS,
    LYAPUNOV,
    NON_SATURATING,
    NONZERO,
    NOT_STABLE,
    ORIGIN,
    PAIR,
    PARAMETERS,
    PENALIZED,
    PLAIN,
    PLANE,
    STABLE,
    UNSTABLE,
    ZERO2,
    I,
    b,
    c,
    claim,
    context,
    g0,
    gamma,
    given,
    matrix,
    penalty,
    psi,
    psi0,
    psi1,
    sigma,
    theta,
    x,
    y,
    z,
)
from verify.decide.scalars import decide
from verify.model import Disproof, Proof, Undecided
from verify.terms.context import POSITIVE, UNIT, Context, Declaration, FunctionDeclaration, Interval
from verify.terms.nodes import Sym

# ------------------------------------------------------------------------------------------ by hand: eigenvalues

lost = sqrt(gamma**2 / 4 - c)
NOT_TO_BE_PROVED = [
    (PLAIN, matrix((sqrt(c) * sqrt(-c),)), col(I * c)),  # i |c|, on either side of 0
    (PLAIN, matrix((sqrt(c**2),)), col(c)),
    (PLAIN, matrix((0, 1), (-1, 0)), col(sqrt(-1), sqrt(-1))),
    (PLAIN, matrix((0, c), (1, 0)), col(sqrt(c), sqrt(c))),
    (PENALIZED, matrix((0, gamma - 1), (1, 0)), col(I * sqrt(gamma - 1), -I * sqrt(gamma - 1))),
    (PENALIZED, matrix((0, gamma - 1), (1, 0)), col(sqrt(1 - gamma), -sqrt(1 - gamma))),
    (PLAIN, matrix((sqrt(x * y),)), col(sqrt(x) * sqrt(y))),  # x = y = -1
    (PLAIN, matrix((x / y,)), col(x)),
    (PLAIN, matrix((f(c, 1),)), col(f(c))),
    (PLAIN, matrix((f(c, 1),)), col(f(-c, 1))),
    (JETS, matrix((0, f(0, 1)), (-f(0, 1), 0)), col(I * f(0), -I * f(0))),
    (NONZERO, matrix((0, c), (-c, 0)), col(I * c, I * c)),
    (
        PENALIZED,
        matrix((-gamma, c), (-c, 0)),
        col(-gamma / 2 + sqrt(gamma**2 / 4 - c), -gamma / 2 - sqrt(gamma**2 / 4 - c)),
    ),
]


@pytest.mark.parametrize(("where", "square", "values"), NOT_TO_BE_PROVED)
def test_no_wrong_eigenvalues_are_proved(where, square, values):
    assert not isinstance(decide(claim("eigenvalues", square, values), where), Proof)


# ------------------------------------------------------------------------------------------ by hand: solutions

r2 = x**2 + y**2
NEVER_PROVED = [
    # the non-saturating flow converges
    (PLAIN, NOT_STABLE, NON_SATURATING, ZERO2, PAIR, ()),
    (PLAIN, NOT_STABLE, NON_SATURATING, ZERO2, PAIR, (raw(psi**2 + theta**2),)),
    (PLAIN, UNSTABLE, NON_SATURATING, ZERO2, PAIR, ()),
    # a conserved quantity that is not continuous at the point says nothing of solutions that tend to it
    (PLAIN, NOT_STABLE, col(-x), col(0), (x,), (raw(signum(x)),)),
    (PLAIN, NOT_STABLE, col(-x), col(0), (x,), (raw(modulus(x) / x),)),
    (PLAIN, NOT_STABLE, col(-x), col(0), (x,), (raw(x / sqrt(x**2)),)),
    (PLAIN, NOT_STABLE, col(-x, -y), ZERO2, PLANE, (raw(y / x),)),
    (PLAIN, NOT_STABLE, col(-x, -y), ZERO2, PLANE, (raw(f(y / x)),)),
    (PLAIN, NOT_STABLE, col(-x, -y), ZERO2, PLANE, (raw(x * y / r2),)),
    (PLAIN, NOT_STABLE, col(-x, -y), ZERO2, PLANE, (raw(log(x**2) - log(y**2)),)),
    (PLAIN, NOT_STABLE, col(-x, -2 * y), ZERO2, PLANE, (raw(x**2 / y),)),
    (PLAIN, NOT_STABLE, col(-x), col(0), (x,), (raw(E(Sym("c"))), raw(f(0)), raw(c**2))),
    # hints that are no Lyapunov function
    (PLAIN, LYAPUNOV, col(x**3), col(0), (x,), (raw(x**2), raw(-(x**2)))),
    (PLAIN, LYAPUNOV, col(x**2), col(0), (x,), (raw(x), raw(-x))),
    (PLAIN, LYAPUNOV, col(x), col(0), (x,), (raw(-(x**2)),)),
    (PLAIN, LYAPUNOV, col(y, 0), ZERO2, PLANE, (raw(y**2), raw(y))),
    (PLAIN, LYAPUNOV, col(y, 0), ZERO2, PLANE, (raw(y**2),)),
    (PLAIN, LYAPUNOV, col(-x, y), ZERO2, PLANE, (raw(x**2),)),
    (PLAIN, LYAPUNOV, col(-x, y), ZERO2, PLANE, (raw(x**2 - y**2),)),
    (PLAIN, LYAPUNOV, col(-x, y**3), ZERO2, PLANE, (raw(x**2), raw(-(y**2)))),
    (PLAIN, LYAPUNOV, col(x), col(0), (x,), (raw(1 - exp(x**2)),)),
    (PLAIN, LYAPUNOV, col(x), col(0), (x,), (raw(1 + x**2),)),
    (PLAIN, LYAPUNOV, col(x), col(0), (x,), (raw(c * x**2),)),
    (PLAIN, LYAPUNOV, col(c * x), col(0), (x,), (raw(x**2),)),
    (PLAIN, LYAPUNOV, col(x), col(0), (x,), (raw(modulus(x) - 2 * modulus(x)),)),
    # not stable, or stable but not asymptotically
    (PLAIN, STABLE, CENTRE, ZERO2, PLANE, (raw(r2),)),
    (PLAIN, STABLE, col(0), col(0), (x,), (raw(x**2),)),
    (PLAIN, STABLE, col(-x, 0), ZERO2, PLANE, (raw(r2),)),
    (PLAIN, STABLE, col(x**2), col(0), (x,), (raw(x**2),)),
    (PLAIN, STABLE, col(-(x**2)), col(0), (x,), (raw(x**2), raw(x))),
    (PLAIN, STABLE, col(x**3), col(0), (x,), ()),
    (PLAIN, STABLE, col(-x - y - z, x, y), ORIGIN, (x, y, z), ()),  # (λ+1)(λ²+1)
    (PLAIN, STABLE, col(-x - y - 2 * z, x, y), ORIGIN, (x, y, z), ()),  # positive coefficients, not Hurwitz
    (PLAIN, STABLE, FIELD, ORIGIN, PARAMETERS, (raw(ENERGY), raw(4 * psi1), raw(-4 * psi1))),
    (NONZERO, STABLE, col(2 * b * sigma**2 * psi + c * theta, -c * psi), ZERO2, PAIR, ()),
    (PLAIN, STABLE, GENERAL_DAMPED, ZERO2, PAIR, ()),  # the sign of γ is open, and f'(0) may be 0
    (PENALIZED, STABLE, GENERAL_DAMPED, ZERO2, PAIR, ()),  # f'(0) may be 0
    (PLAIN, STABLE, GENERAL, ZERO2, PAIR, ()),
    (PENALIZED, NOT_STABLE, DAMPED, ORIGIN, PARAMETERS, (raw(ENERGY),), given("<=", gamma, 1)),
    (PENALIZED, STABLE, col(theta * f(psi * theta, 1) + gamma * psi, -psi * f(psi * theta, 1)), ZERO2, PAIR, ()),
    # unknown functions
    (PLAIN, STABLE, col(f(x)), col(0), (x,), ()),
    (context(given("=", f(0))), STABLE, col(f(x)), col(0), (x,), ()),
    (context(given("<", f(0, 1))), STABLE, col(f(x)), col(0), (x,), ()),
    (context(given("=", f(0)), given("<=", f(0, 1))), STABLE, col(f(x)), col(0), (x,), ()),
    (context(given("=", f(1)), given("<", f(0, 1))), STABLE, col(f(x)), col(1), (x,), ()),
    # fields that are not smooth at the point: solutions may leave, or not be unique
    (PLAIN, LYAPUNOV, col(signum(x)), col(0), (x,), (raw(x**2),)),
    (PLAIN, UNSTABLE, col(modulus(x)), col(0), (x,), ()),
    (PLAIN, STABLE, col(-modulus(x)), col(0), (x,), ()),
    (PLAIN, STABLE, col(-x / x), col(0), (x,), ()),
    (PLAIN, LYAPUNOV, col(x * log(x**2)), col(0), (x,), (raw(x**2),)),
    # not what the words mean
    (PLAIN, STABLE, col(-x, -y), ZERO2, (x, x), ()),
    (PLAIN, STABLE, col(-x, -y), col(y, 0), PLANE, ()),
    (PLAIN, STABLE, col(-x), col(0, 0), PLANE, ()),
    (PLAIN, STABLE, col(I * x), col(0), (x,), ()),
    (context(given(">", x)), STABLE, col(-x), col(0), (x,), ()),
    (context(given("=", x, y)), "conserved", col(x, -y), x + y, PLANE, ()),
    (PLAIN, "conserved", col(x, -y), x + y, PLANE, (), given("=", x, y)),
    (PLAIN, "conserved", col(1), signum(x), (x,), ()),
    (PLAIN, "conserved", col(x), x / x + f(x), (x,), ()),
    (PLAIN, "conserved", col(y, -x), psi**2 * x, PLANE, ()),
    (context(positive=(x,)), STABLE, col(-x), col(0), (x,), ()),  # the point is at the end of the range
    (context(ranges=((x, Interval(Fraction(0), None, low_closed=True)),)), UNSTABLE, col(x), col(0), (x,), ()),
]


@pytest.mark.parametrize("row", NEVER_PROVED)
def test_never_proved(row):
    where, relation, field, other, over, hints, *extra = row
    assert not isinstance(decide(claim(relation, field, other, over=over, given=extra), where, hints), Proof)


NEVER_DISPROVED = [
    (PLAIN, NOT_STABLE, GENERAL, ZERO2, PAIR, ()),
    (PLAIN, STABLE, NON_SATURATING, ZERO2, PAIR, (raw(psi**2 + theta**2),)),
    (PLAIN, LYAPUNOV, FIELD, ORIGIN, PARAMETERS, (raw(ENERGY),)),  # the hint alone does not do
    (PLAIN, LYAPUNOV, FIELD, ORIGIN, PARAMETERS, (raw(ENERGY), raw(8 * psi1), raw(-8 * psi1))),
    (PLAIN, LYAPUNOV, FIELD, ORIGIN, PARAMETERS, (raw(ENERGY), raw(4 * psi1), raw(4 * psi1))),
    (PLAIN, UNSTABLE, col(x**3), col(0), (x,), ()),
    (PLAIN, UNSTABLE, col(y, 0), ZERO2, PLANE, ()),
    (PLAIN, NOT_STABLE, col(x**2), col(0), (x,), ()),
    (PENALIZED, STABLE, DAMPED, ORIGIN, PARAMETERS, (raw(ENERGY),)),
]


@pytest.mark.parametrize("row", NEVER_DISPROVED)
def test_true_statements_are_never_disproved(row):
    where, relation, field, other, over, hints = row
    assert not isinstance(decide(claim(relation, field, other, over=over), where, hints), Disproof)


@pytest.mark.parametrize(
    "hints",
    [
        (ENERGY,),
        (ENERGY, 8 * psi1, -8 * psi1),
        (ENERGY, 4 * psi1),
        (psi0**2, 4 * psi1, -4 * psi1),
        (psi0**2 - theta**2, 4 * psi1, -4 * psi1),
        (ENERGY + psi1**2,),
        (4 * psi1, -4 * psi1),
        (ENERGY + 1, 4 * psi1, -4 * psi1),
    ],
)
def test_the_sheet_needs_the_right_lyapunov_function(hints):
    answer = decide(claim(LYAPUNOV, FIELD, ORIGIN, over=PARAMETERS), PLAIN, tuple(map(raw, hints)))
    assert isinstance(answer, Undecided)


def test_linearization_is_refused_with_its_reason_where_the_field_jumps():
    field = col(theta - gamma * (modulus(psi) - g0) * signum(psi), -psi)
    answer = decide(claim(STABLE, field, ZERO2, over=PAIR), PENALIZED)
    assert isinstance(answer, Undecided)
    assert "smooth" in answer.reason


def test_a_defined_name_is_no_variable_and_a_definition_is_seen():
    v, w = Sym("v"), Sym("w")
    where = Context((Declaration(v), Declaration(w, definition=raw(-2 * E(v)))), (), (), ())
    assert isinstance(decide(claim(STABLE, col(w), col(0), over=(E(v),)), where), Proof)
    assert isinstance(decide(claim(STABLE, col(w), col(0), over=(E(w),)), where), Undecided)
    assert isinstance(decide(claim("conserved", col(v), w, over=(E(v),)), where), Disproof)


def test_contradicting_hypotheses_disprove_nothing():
    where = context(given(">", gamma, 1), given("<", gamma, 0))
    for relation in (STABLE, NOT_STABLE, UNSTABLE, LYAPUNOV):
        answer = decide(claim(relation, col(-gamma * x), col(0), over=(x,)), where)
        assert not isinstance(answer, Disproof)


# --------------------------------------------------------------------------------------- by hand: corners

SMOOTH_SOMEWHERE = [
    (PENALIZED, penalty, 0, psi),  # g0 may be 0
    (context(given("!=", g0)), penalty, 0, psi),  # γ may be 0
    (PLAIN, modulus(c * x), 0, x),
    (PLAIN, modulus(x) * theta, 0, x),
    (PLAIN, modulus(x - c), 0, x),
    (PLAIN, f(modulus(x)), 0, x),
    (PLAIN, modulus(f(x)), 0, x),
    (context(given("=", f(0))), modulus(f(x)), 0, x),  # f'(0) may be 0
    (PLAIN, modulus(x) ** 3, 0, x),
    (PLAIN, sqrt(x**4), 0, x),
    (PLAIN, signum(x) * modulus(x), 0, x),
    (PLAIN, modulus(x) / modulus(x) * x, 1, x),
    (PLAIN, signum(1 + x**2), 0, x),
    (context(ranges=((x, Interval(Fraction(0), None, low_closed=True)),)), modulus(x), 0, x),
    (context(given(">=", x)), modulus(x), 0, x),
    (PLAIN, modulus(x) + modulus(y), col(1, 1), PLANE),
]


@pytest.mark.parametrize(("where", "term", "point", "over"), SMOOTH_SOMEWHERE)
def test_no_corner_is_proved_where_there_may_be_none(where, term, point, over):
    assert not isinstance(decide(claim("not differentiable", term, point, over=over), where), Proof)


# ------------------------------------------------------------------------------------ generated, with exact truth


def verdict(statement, where, hints=()):
    """True, False or None, as the decider says."""
    answer = decide(statement, where, tuple(map(raw, hints)))
    return {Proof: True, Disproof: False}.get(type(answer))


def truths(stable, bounded):
    return {STABLE: stable, NOT_STABLE: not stable, LYAPUNOV: bounded, UNSTABLE: not bounded}


def test_all_planar_linear_systems_with_small_entries():
    """Trace t and determinant d decide: stable iff t < 0 < d; bounded iff t <= 0 <= d, and 0 = t = d only for A = 0."""
    draw = random.Random(1)
    decided = wrong = total = 0
    hints = (x**2, y**2, r2, x**2 - y**2, x * y, x + y, (x - y) ** 2, y, -y, x**2 + x * y + y**2)
    for a11, a12, a21, a22 in itertools.product((-1, 0, 1), repeat=4):
        t, d = a11 + a22, a11 * a22 - a12 * a21
        zero = not any((a11, a12, a21, a22))
        known = truths(t < 0 < d, zero or (t <= 0 <= d and (t, d) != (0, 0)))
        field = col(a11 * x + a12 * y, a21 * x + a22 * y)
        for relation, truth in known.items():
            chosen = draw.sample(hints, draw.randrange(3))
            found = verdict(claim(relation, field, ZERO2, over=PLANE), PLAIN, chosen)
            total += 1
            decided += found is not None
            wrong += found is (not truth)
    assert wrong == 0
    assert decided >= 0.7 * total


def test_linear_systems_in_space():
    draw = random.Random(2)
    for _ in range(40):
        entries = [[draw.choice((-2, -1, -1, 0, 1)) for _ in range(3)] for _ in range(3)]
        largest = torch.linalg.eigvals(torch.tensor(entries, dtype=torch.float64)).real.max().item()
        field = col(*(sum((a * v for a, v in zip(row, (x, y, z), strict=True)), E(raw(0))) for row in entries))
        stable = verdict(claim(STABLE, field, ORIGIN, over=(x, y, z)), PLAIN)
        unstable = verdict(claim(UNSTABLE, field, ORIGIN, over=(x, y, z)), PLAIN)
        if largest < -1e-4:
            assert stable is True
            assert unstable is False
        elif largest > 1e-4:
            assert stable is False
            assert unstable is True
        else:  # on the imaginary axis: a triple root is blurred to 1e-5
            assert stable is not True


def test_the_first_power_decides_on_a_line():
    """For x' = a x^k + …, 0 is stable iff k is odd and a < 0, and bounded iff so or the field is 0."""
    draw = random.Random(3)
    hints = (x, -x, x**2, x**4, -(x**2), modulus(x), signum(x), exp(x) - 1, sigmoid(x) - HALF, 1 / x, f(x), x**2 + x**3)
    decided = total = 0
    for _ in range(40):
        first, degree = draw.choice((1, 1, 2, 3, 3)), draw.choice((0, 1, 2))
        powers = {first + k: draw.choice((-2, -1, 0, 1, 3)) for k in range(degree + 1)}
        lead = next(((k, a) for k, a in sorted(powers.items()) if a), None)
        stable = lead is not None and lead[0] % 2 == 1 and lead[1] < 0
        field = col(sum((a * x**k for k, a in powers.items()), E(raw(0))))
        for relation, truth in truths(stable, stable or lead is None).items():
            found = verdict(claim(relation, field, col(0), over=(x,)), PLAIN, draw.sample(hints, draw.randrange(3)))
            assert found in (truth, None), (relation, powers)
            decided, total = decided + (found is not None), total + 1
    assert decided >= 0.4 * total


def test_turning_fields():
    """x' = g y - h x, y' = -g x - h y: the radius shrinks where h > 0, grows where h < 0."""
    draw = random.Random(4)
    speeds = (1 + 0 * x, 1 + x, f(x), exp(y), f(x * y, 1))
    dampings = [(1, r2), (1, r2**2), (-1, r2), (1, x**2), (0, r2), (1, 1 + x), (-1, exp(x)), (1, 1 - r2)]
    for _ in range(14):
        g, (sign, shape) = draw.choice(speeds), draw.choice(dampings)
        damping = sign * shape
        field = col(g * y - damping * x, -g * x - damping * y)
        for relation, truth in truths(sign > 0, sign >= 0).items():
            hints = draw.sample((r2, x**2, x**2 - y**2, x), 1)
            if sign > 0 and shape is dampings[3][1]:  # h = x²: stable only where the speed is not 0 on the axis
                truth = None if relation in (STABLE, NOT_STABLE) else truth
            found = verdict(claim(relation, field, ZERO2, over=PLANE), PLAIN, hints)
            assert found is None or truth is None or found is truth, (relation, field)


def test_generated_corners():
    """Σ aᵢ |x - kᵢ|^nᵢ x^mᵢ has a corner at p exactly if Σ aᵢ p^mᵢ over kᵢ = p, nᵢ = 1 is not 0."""
    draw = random.Random(5)
    for _ in range(60):
        at = draw.choice((0, 1, -1, 2))
        parts = [
            (draw.choice((-2, -1, 1, 2)), draw.choice((at, at, 0, 1)), draw.choice((1, 1, 2, 3)), draw.randrange(3))
            for _ in range(draw.randrange(1, 4))
        ]
        jump = sum(a * at**m for a, k, n, m in parts if k == at and n == 1)
        term = sum((a * modulus(x - k) ** n * x**m for a, k, n, m in parts), E(raw(0)))
        assert verdict(claim("not differentiable", term, at, over=(x,)), PLAIN) is (jump != 0), (at, parts)


def test_generated_eigenvalues():
    """T diag(λ) T⁻¹ has the eigenvalues λ; with one of them changed it has not."""
    draw = random.Random(6)
    values = (x, y, c, c**2, f(0, 1), exp(x), E(raw(0)), I * c, 1 + x)
    for _ in range(30):
        u, v = draw.choice(values), draw.choice(values)
        p, q = draw.randrange(-2, 3), draw.randrange(-2, 3)
        # T = [[1, p], [q, 1 + pq]] has determinant 1
        e11, e12 = u * (1 + p * q) - v * (p * q), -u * p + v * p
        e21, e22 = u * (q * (1 + p * q)) - v * (q * (1 + p * q)), -u * (p * q) + v * (1 + p * q)
        square = matrix((e11, e12), (e21, e22))
        assert verdict(claim("eigenvalues", square, col(v, u)), PLAIN) is True
        assert verdict(claim("eigenvalues", square, col(v + 1, u)), PLAIN) is False
        assert (
            verdict(claim("eigenvalues", square, col(v + Fraction(1, 10**9), u - Fraction(1, 10**9))), PLAIN)
            is not True
        )


def test_ranges_of_functions_and_variables_are_seen():
    D = FunctionDeclaration("D", ("real",), UNIT)
    positive = Context((Declaration(Sym("x")), Declaration(Sym("k"), POSITIVE)), (D,), ())
    k, there = E(Sym("k")), (x,)
    assert isinstance(decide(claim(STABLE, col(-k * x), col(0), over=there), positive), Proof)
    assert not isinstance(decide(claim(STABLE, col((1 - k) * x), col(0), over=there), positive), Proof)
