"""Eigenvalues, stability, conserved quantities, corners: what must be proved, and what must be disproved."""

from fractions import Fraction

import pytest

from tests.decide.scalar_terms import E, col, exp, f, log, modulus, raw, sigmoid, signum, sqrt
from verify.decide.scalars import decide
from verify.model import Disproof, Proof
from verify.terms.context import POSITIVE, Context, Declaration, FunctionDeclaration, Interval
from verify.terms.nodes import At, Const, Diff, Rows, Sym
from verify.terms.statement import Statement

I = E(Const("i"))  # noqa: E741
HALF = Fraction(1, 2)
psi0, psi1, theta, psi, x, y, z, u = (E(Sym(name)) for name in ("psi0", "psi1", "theta", "psi", "x", "y", "z", "u"))
gamma, c, b, h, g0, sigma = (E(Sym(name)) for name in ("gamma", "c", "b", "h", "g0", "sigma"))


def matrix(*rows):
    return Rows(tuple(tuple(raw(entry) for entry in row) for row in rows))


def claim(relation, *args, over=(), given=()):
    variables = tuple(raw(v) for v in (over if isinstance(over, tuple) else (over,)))
    return Statement(relation, tuple(raw(arg) for arg in args), variables, tuple(given))


def given(relation, left, right=0):
    return claim(relation, left, right)


def context(*hypotheses, positive=(), ranges=(), functions=("f",)):
    """A Context of the symbols above; `positive` and `ranges` are (symbol, interval) pairs."""
    known = {raw(s): POSITIVE for s in positive} | {raw(s): interval for s, interval in ranges}
    symbols = tuple(
        Declaration(raw(s), known[raw(s)]) if raw(s) in known else Declaration(raw(s))
        for s in (psi0, psi1, theta, psi, x, y, z, u, gamma, c, b, h, g0, sigma)
    )
    unknown = tuple(FunctionDeclaration(name, ("real",)) for name in functions)
    return Context(symbols, unknown, (), tuple((hypothesis, "assumed") for hypothesis in hypotheses))


PLAIN = context()
PENALIZED = context(positive=(gamma, h, sigma))
ABOVE_ONE = context(ranges=((gamma, Interval(low=Fraction(1), low_closed=True)),))
BELOW_ONE = context(ranges=((gamma, Interval(low=Fraction(0), high=Fraction(1))),))
NONZERO = context(given("!=", c), positive=(gamma, h, sigma))
JETS = context(given("!=", f(0, 1)), positive=(gamma,))

s = psi0 * theta + psi1
PARAMETERS = (psi0, psi1, theta)
FIELD = col(-theta * sigmoid(s), sigmoid(-psi1) - sigmoid(s), psi0 * sigmoid(s))
DAMPED = col(-theta * sigmoid(s) - gamma * psi0, sigmoid(-psi1) - sigmoid(s), psi0 * sigmoid(s))
ORIGIN = col(0, 0, 0)
ENERGY = psi0**2 + theta**2
PIECES = (raw(ENERGY), raw(4 * psi1), raw(-4 * psi1))
J = matrix((0, 0, -HALF), (0, -HALF, 0), (HALF, 0, 0))
J_DAMPED = matrix((-gamma, 0, -HALF), (0, -HALF, 0), (HALF, 0, 0))

PAIR, ZERO2 = (psi, theta), col(0, 0)
GENERAL = col(theta * f(psi * theta, 1), -psi * f(psi * theta, 1))
GENERAL_DAMPED = col(theta * f(psi * theta, 1) - gamma * psi, -psi * f(psi * theta, 1))
NON_SATURATING = col(theta * sigmoid(-psi * theta), -psi * sigmoid(psi * theta))
CENTRE, SADDLE = col(y, -x), col(y, x)
PLANE = (x, y)
root1 = sqrt(gamma**2 - 1) / 2
root2 = sqrt(1 - gamma**2) / 2
noise_root = sqrt(b**2 * sigma**4 - c**2)


def here(term, over, point):
    values = zip(over, point, strict=True)
    return At(Diff(term, tuple(raw(v) for v in over)), tuple((raw(v), raw(value)) for v, value in values))


EIGENVALUES = [
    (PLAIN, J, col(-HALF, I / 2, -I / 2)),
    (PLAIN, here(FIELD, PARAMETERS, (0, 0, 0)), col(I / 2, -HALF, -I / 2)),
    (ABOVE_ONE, J_DAMPED, col(-HALF, -gamma / 2 + root1, -gamma / 2 - root1)),
    (BELOW_ONE, J_DAMPED, col(-HALF, -gamma / 2 + I * root2, -gamma / 2 - I * root2)),
    (BELOW_ONE, J_DAMPED, col(-HALF, -gamma / 2 + root1, -gamma / 2 - root1)),  # √(γ²-1) = i √(1-γ²)
    (PENALIZED, J_DAMPED, col(-HALF, -gamma / 2 + root1, -gamma / 2 - root1)),  # both cases
    (context(given("=", gamma, 1)), J_DAMPED, col(-HALF, -HALF, -HALF)),
    (PLAIN, matrix((0, f(0, 1)), (-f(0, 1), 0)), col(I * f(0, 1), -I * f(0, 1))),
    (PLAIN, here(GENERAL, PAIR, (0, 0)), col(I * f(0, 1), -I * f(0, 1))),
    (PLAIN, matrix((0, 1), (-1, 0)), col(I, -I)),
    (PLAIN, matrix((0, 1), (-1, 0)), col(sqrt(-1), -sqrt(-1))),
    (PLAIN, matrix((0, c), (c, 0)), col(modulus(c), -modulus(c))),
    (PENALIZED, matrix((2 * b * sigma**2, c), (-c, 0)), col(b * sigma**2 + noise_root, b * sigma**2 - noise_root)),
    (PENALIZED, matrix((-gamma * c**2, c), (-c, -gamma * c**2)), col(-gamma * c**2 + I * c, -gamma * c**2 - I * c)),
    (PLAIN, matrix((1, h * c), (-h * c, 1)), col(1 + I * h * c, 1 - I * h * c)),
    (PLAIN, matrix((x,)), col(x)),
    (PLAIN, matrix((x, 1, 1, 1), (0, y, 1, 1), (0, 0, z, 1), (0, 0, 0, 7)), col(7, x, y, z)),
]

NOT_EIGENVALUES = [
    (PLAIN, J, col(-HALF, I, -I)),
    (PLAIN, J, col(-HALF, I / 2, I / 2)),
    (PLAIN, J, col(-HALF, -HALF, I / 2)),
    (PLAIN, J, col(0, 0, 0)),
    (PLAIN, J, col(-HALF, HALF, -HALF)),
    (PLAIN, J, col(-HALF, I / 2)),
    (PLAIN, J, col(-HALF, I / 2, -I / 2, 0)),
    (PLAIN, J, col(-HALF, 0, 0)),
    (PLAIN, matrix((0, 0, HALF), (0, -HALF, 0), (HALF, 0, 0)), col(-HALF, I / 2, -I / 2)),  # both corners +½
    (PLAIN, matrix((0, 0, -HALF), (0, -HALF / 2, 0), (HALF, 0, 0)), col(-HALF, I / 2, -I / 2)),  # -¼ at (2,2)
    (PLAIN, matrix((0, 0, 0), (0, 0, 0), (0, 0, 0)), col(-HALF, I / 2, -I / 2)),
    (PENALIZED, J_DAMPED, col(-HALF, -gamma / 2 + sqrt(gamma**2 + 4) / 2, -gamma / 2 - sqrt(gamma**2 + 4) / 2)),
    (ABOVE_ONE, J_DAMPED, col(-HALF, -gamma + root1, -gamma - root1)),
    (BELOW_ONE, J_DAMPED, col(-HALF, -gamma / 2 + root2, -gamma / 2 - root2)),
    (NONZERO, here(GENERAL_DAMPED, PAIR, (0, 0)), col(-gamma / 2 + I * c, -gamma / 2 - I * c)),
    (JETS, here(GENERAL, PAIR, (0, 0)), col(I, -I)),
    (PLAIN, matrix((0, 1), (0, 0)), col(0, 1)),
    (PLAIN, matrix((0, c), (c, 0)), col(modulus(c), -c)),
    (PLAIN, matrix((x, 1), (0, y)), col(x, x)),
]


@pytest.mark.parametrize(("where", "square", "values"), EIGENVALUES)
def test_eigenvalues_are_proved(where, square, values):
    answer = decide(claim("eigenvalues", square, values), where)
    assert isinstance(answer, Proof), answer


@pytest.mark.parametrize(("where", "square", "values"), NOT_EIGENVALUES)
def test_wrong_eigenvalues_are_disproved_by_an_instance(where, square, values):
    answer = decide(claim("eigenvalues", square, values), where)
    assert isinstance(answer, Disproof), answer
    assert answer.counterexample.evidence in ("exact", "enclosed")


# ---------------------------------------------------------------------------------------------- stability

STABLE, LYAPUNOV = "asymptotically stable", "lyapunov stable"
NOT_STABLE, UNSTABLE = "not asymptotically stable", "unstable"

DYNAMICS = [
    # the sheet
    (PLAIN, "conserved", FIELD, ENERGY, PARAMETERS, ()),
    (PLAIN, LYAPUNOV, FIELD, ORIGIN, PARAMETERS, PIECES),
    (PLAIN, NOT_STABLE, FIELD, ORIGIN, PARAMETERS, (raw(ENERGY),)),
    (PLAIN, NOT_STABLE, FIELD, ORIGIN, PARAMETERS, ()),
    (PENALIZED, STABLE, DAMPED, ORIGIN, PARAMETERS, ()),
    (PENALIZED, LYAPUNOV, DAMPED, ORIGIN, PARAMETERS, ()),
    (ABOVE_ONE, STABLE, DAMPED, ORIGIN, PARAMETERS, ()),
    # any loss
    (PLAIN, "conserved", GENERAL, psi**2 + theta**2, PAIR, ()),
    (PLAIN, NOT_STABLE, GENERAL, ZERO2, PAIR, (raw(psi**2 + theta**2),)),
    (PLAIN, LYAPUNOV, GENERAL, ZERO2, PAIR, ()),
    (JETS, STABLE, GENERAL_DAMPED, ZERO2, PAIR, ()),
    (NONZERO, STABLE, col(2 * b * sigma**2 * psi + c * theta, -c * psi), ZERO2, PAIR, (), given("<", b)),
    (NONZERO, UNSTABLE, col(2 * b * sigma**2 * psi + c * theta, -c * psi), ZERO2, PAIR, (), given(">", b)),
    (PLAIN, LYAPUNOV, NON_SATURATING, ZERO2, PAIR, ()),
    # textbook
    (PLAIN, LYAPUNOV, CENTRE, ZERO2, PLANE, ()),
    (PLAIN, NOT_STABLE, CENTRE, ZERO2, PLANE, ()),
    (PLAIN, UNSTABLE, SADDLE, ZERO2, PLANE, ()),
    (PLAIN, NOT_STABLE, SADDLE, ZERO2, PLANE, ()),
    (PLAIN, STABLE, col(-x), col(0), (x,), ()),
    (PLAIN, STABLE, col(-(x**3)), col(0), (x,), ()),
    (PLAIN, STABLE, col(y - x**3, -x - y**3), ZERO2, PLANE, ()),
    (PLAIN, NOT_STABLE, col(0), col(0), (x,), ()),
    (PLAIN, LYAPUNOV, col(0), col(0), (x,), ()),
    (PLAIN, NOT_STABLE, col(y, 0), ZERO2, PLANE, ()),
    (PLAIN, STABLE, col(c - x), col(c), (x,), ()),
    (PLAIN, STABLE, col(-x - y - z, x, y), ORIGIN, (x, y, z), (raw(x),), None, False),
    (PLAIN, STABLE, col(-2 * x - 2 * y - z, x, y), ORIGIN, (x, y, z), ()),
    (PLAIN, UNSTABLE, col(-x - y - 2 * z, x, y), ORIGIN, (x, y, z), ()),
    (context(given("=", f(0)), given("<", f(0, 1))), STABLE, col(f(x)), col(0), (x,), ()),
    (context(given("=", f(0)), given(">", f(0, 1))), UNSTABLE, col(f(x)), col(0), (x,), ()),
    (PLAIN, "conserved", col(x, -y), x * y, PLANE, ()),
    (PLAIN, "conserved", col(x * y, -(x**2)), x**2 + y**2, PLANE, ()),
    (context(positive=(x,)), "conserved", col(x, x), y - x, PLANE, ()),
    (context(positive=(x,)), "conserved", col(x, 1), log(x) - y, PLANE, ()),
    # stable, with corners written as the largest of several pieces
    (PLAIN, LYAPUNOV, col(-x, -y), ZERO2, PLANE, (raw(x), raw(-x), raw(y), raw(-y))),
]


def _row(row):
    where, relation, field, other, over, hints, *rest = row
    extra = (rest[0],) if rest and rest[0] is not None else ()
    return where, claim(relation, field, other, over=over, given=extra), hints, rest[1] if len(rest) > 1 else True


@pytest.mark.parametrize("row", DYNAMICS)
def test_statements_about_solutions_are_proved(row):
    where, statement, hints, wanted = _row(row)
    answer = decide(statement, where, hints)
    assert isinstance(answer, Proof) == wanted, answer


def test_axioms_are_named():
    linear = decide(claim(STABLE, DAMPED, ORIGIN, over=PARAMETERS), PENALIZED)
    assert isinstance(linear, Proof)
    assert linear.axioms == ("linearized stability",)
    assert "0 < gamma" in " ".join(linear.hypotheses)
    direct = decide(claim(LYAPUNOV, FIELD, ORIGIN, over=PARAMETERS), PLAIN, PIECES)
    assert isinstance(direct, Proof)
    assert direct.axioms == ("Lyapunov's theorem",)
    assert direct.hypotheses == ()
    kept = decide(claim(NOT_STABLE, FIELD, ORIGIN, over=PARAMETERS), PLAIN, (raw(ENERGY),))
    assert isinstance(kept, Proof)
    assert kept.axioms == ()
    assert kept.hypotheses == ()


FALSE_DYNAMICS = [
    (PLAIN, "conserved", FIELD, psi0**2 + psi1**2 + theta**2, PARAMETERS, ()),
    (PLAIN, "conserved", FIELD, psi0**2 - theta**2, PARAMETERS, ()),
    (PLAIN, "conserved", NON_SATURATING, psi**2 + theta**2, PAIR, ()),
    (PENALIZED, "conserved", DAMPED, ENERGY, PARAMETERS, ()),
    (PLAIN, UNSTABLE, FIELD, ORIGIN, PARAMETERS, PIECES),
    (PLAIN, STABLE, FIELD, ORIGIN, PARAMETERS, (raw(ENERGY),)),
    (PLAIN, STABLE, FIELD, ORIGIN, PARAMETERS, ()),
    (PENALIZED, NOT_STABLE, DAMPED, ORIGIN, PARAMETERS, ()),
    (PENALIZED, NOT_STABLE, DAMPED, ORIGIN, PARAMETERS, (), given("<=", gamma, 1)),
    (PENALIZED, UNSTABLE, DAMPED, ORIGIN, PARAMETERS, ()),
    (PLAIN, STABLE, GENERAL, ZERO2, PAIR, (raw(psi**2 + theta**2),)),
    (PLAIN, STABLE, CENTRE, ZERO2, PLANE, ()),
    (PLAIN, UNSTABLE, CENTRE, ZERO2, PLANE, ()),
    (PLAIN, STABLE, SADDLE, ZERO2, PLANE, ()),
    (PLAIN, LYAPUNOV, SADDLE, ZERO2, PLANE, ()),
    (PLAIN, NOT_STABLE, col(-x), col(0), (x,), ()),
    (PLAIN, UNSTABLE, col(-(x**3)), col(0), (x,), ()),
    (PLAIN, UNSTABLE, NON_SATURATING, ZERO2, PAIR, ()),
    # no equilibrium
    (PLAIN, STABLE, col(1 - x), col(0), (x,), ()),
    (PLAIN, LYAPUNOV, FIELD, col(0, 1, 0), PARAMETERS, PIECES),
    (PLAIN, NOT_STABLE, FIELD, col(1, 0, 0), PARAMETERS, (raw(ENERGY),)),
    (PLAIN, UNSTABLE, col(x), col(1), (x,), ()),
    # false for some values of a parameter
    (PLAIN, STABLE, col(-gamma * x), col(0), (x,), ()),
    (PLAIN, UNSTABLE, col(-gamma * x), col(0), (x,), ()),
    (PLAIN, STABLE, DAMPED, ORIGIN, PARAMETERS, ()),
]


@pytest.mark.parametrize("row", FALSE_DYNAMICS)
def test_false_statements_about_solutions_are_disproved(row):
    where, statement, hints, _ = _row(row)
    answer = decide(statement, where, hints)
    assert isinstance(answer, Disproof), answer


def test_a_disproof_by_the_negation_says_so():
    answer = decide(claim(STABLE, -1 * E(CENTRE), ZERO2, over=PLANE), PLAIN)
    assert isinstance(answer, Disproof)
    assert "the negation is proved: not asymptotically stable" in answer.counterexample.note
    special = decide(claim(STABLE, col(-gamma * x), col(0), over=x), PLAIN)
    assert isinstance(special, Disproof)
    value = dict(special.counterexample.values)["gamma"]
    assert Fraction(value) <= 0


# ------------------------------------------------------------------------------------------------ corners

SLOPED = context(given("!=", g0), positive=(gamma,))
penalty = gamma / 2 * (modulus(psi) - g0) ** 2

NOT_DIFFERENTIABLE = [
    (SLOPED, penalty, 0, psi),
    (SLOPED, psi * theta - penalty, 0, psi),
    (SLOPED, psi * theta - gamma / 2 * (sqrt(psi**2) - g0) ** 2, 0, psi),
    (PLAIN, modulus(x), 0, x),
    (PLAIN, modulus(x - 2), 2, x),
    (PLAIN, modulus(x - c), c, x),
    (PLAIN, x * signum(x), 0, x),
    (PLAIN, signum(x), 0, x),
    (PLAIN, signum(x**2), 0, x),
    (PLAIN, modulus(modulus(x) - 1), 0, x),
    (PLAIN, modulus(modulus(x)), 0, x),
    (PLAIN, log(1 + modulus(x)), 0, x),
    (PLAIN, exp(-modulus(x)), 0, x),
    (PLAIN, modulus(exp(x) - 1), 0, x),
    (NONZERO, modulus(c * x), 0, x),
    (SLOPED, col(theta - gamma * (modulus(psi) - g0) * signum(psi), -psi), 0, psi),  # the field of WGAN-GP jumps
    (SLOPED, col(theta - gamma * (modulus(psi) - g0) * signum(psi), -psi), ZERO2, PAIR),
    (JETS, f(modulus(x)), 0, x),
]

DIFFERENTIABLE = [
    (PENALIZED, psi * theta - gamma / 2 * psi**2, 0, psi),
    (PENALIZED, gamma / 2 * modulus(psi) ** 2, 0, psi),
    (PLAIN, modulus(psi) ** 3, 0, psi),
    (PLAIN, modulus(psi**3), 0, psi),
    (PLAIN, psi * modulus(psi), 0, psi),
    (PLAIN, modulus(x - 1), 0, x),
    (PLAIN, modulus(x) - modulus(x), 0, x),
    (PLAIN, modulus(x) + modulus(-x) - 2 * modulus(x), 0, x),
    (PLAIN, x**2 * signum(x), 0, x),
    (PLAIN, f(x), 0, x),
    (PLAIN, modulus(theta), 0, x),
    (context(given("=", g0), positive=(gamma,)), penalty, 0, psi),
]


@pytest.mark.parametrize(("where", "term", "point", "over"), NOT_DIFFERENTIABLE)
def test_corners_and_jumps_are_proved(where, term, point, over):
    answer = decide(claim("not differentiable", term, point, over=over), where)
    assert isinstance(answer, Proof), answer


@pytest.mark.parametrize(("where", "term", "point", "over"), DIFFERENTIABLE)
def test_smooth_functions_have_no_corner(where, term, point, over):
    answer = decide(claim("not differentiable", term, point, over=over), where)
    assert isinstance(answer, Disproof), answer
