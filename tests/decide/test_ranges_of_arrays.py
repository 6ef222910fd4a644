"""What declared ranges of arrays say of their entries, and limits of softplus functions against lines."""

import pytest
from sympy import MatrixSymbol, Rational, Sum, exp, log, oo, symbols

from verify.decide.ladder import decide
from verify.model import Disproof, Proof
from verify.notation import Context, Interval, Statement, at, declare, entry, softplus
from verify.notation.as_written import as_written
from verify.notation.elaborate import elaborate_context, elaborate_statement

n = symbols("n", integer=True, positive=True)
i = symbols("i", integer=True)
t, low = symbols("t l")
lam, mu, x = (MatrixSymbol(name, n, 1) for name in ("lambda", "mu", "x"))
WHERE = Context(
    declare(t),
    declare(low, Interval(high=-1)),
    declare(lam, Interval(-1, 0)),
    declare(mu, Interval(-1, 0, True, True)),
    declare(x),
)
l_i, mu_i, x_i = entry(lam, i), entry(mu, i), entry(x, i)
half = Rational(1, 2)


def asked(*args, **kwargs):
    with as_written():
        context, scope = elaborate_context(WHERE, __file__)
        return decide(elaborate_statement(Statement(*args, **kwargs), scope), context)


TRUE = {
    "below the upper end": (l_i, "<", 0),
    "above the lower end": (1 + l_i, ">", 0),
    "a closed end": (mu_i, "<=", 0),
    "a sum of entries": (Sum(-l_i, (i, 1, n)), ">", 0),
    "e^log|x| of a negative entry": (exp(log(-l_i)), "=", -l_i),
    "e^2 log|x|": (exp(2 * log(-l_i)) + l_i, "=", l_i**2 + l_i),
    "e to a difference of logarithms": (exp(log(-l_i) - log(1 + l_i)), "=", -l_i / (1 + l_i)),
}


@pytest.mark.parametrize("name", TRUE)
def test_entries_keep_to_their_range(name):
    assert isinstance(asked(*TRUE[name]), Proof)


FALSE = {
    "above the middle": (l_i + half, ">", 0),
    "strict at a closed end": (mu_i, "<", 0),
    "the other side": (l_i, ">=", 0),
    "another array": (x_i, "<", 1),
    "an array put in its place": (at(l_i, {lam: x}), "<", 0),
    "e^log|x| = x": (exp(log(-l_i)), "=", l_i),
    "e^log|x| where the sign is open": (exp(log(x_i**2) / 2), "=", x_i),
}


@pytest.mark.parametrize("name", FALSE)
def test_and_say_nothing_else(name):
    assert not isinstance(asked(*FALSE[name]), Proof)


LIMITS = {
    "log(1 + e^t) - t → 0": (log(1 + exp(t)) - t, 0, oo),
    "softplus(t) - t → 0": (softplus(t) - t, 0, oo),
    "2 softplus(t) - t → ∞": (2 * softplus(t) - t, oo, oo),
    "softplus(2t) - 3t → -∞": (softplus(2 * t) - 3 * t, -oo, oo),
    "l t + log(1 + e^t) → -∞ for l < -1": (low * t + log(1 + exp(t)), -oo, oo),
    "softplus(-t) + t → 0 at -∞": (softplus(-t) + t, 0, -oo),
    "softplus(t + 1) - t → 1": (softplus(t + 1) - t, 1, oo),
}


@pytest.mark.parametrize("name", LIMITS)
def test_limits_of_softplus_against_a_line(name):
    body, limit, end = LIMITS[name]
    assert isinstance(asked(body, "limit", limit, over=t, to=end), Proof)
    wrong = 5 if limit in (oo, -oo) else limit + 1
    assert isinstance(asked(body, "limit", wrong, over=t, to=end), Disproof)
