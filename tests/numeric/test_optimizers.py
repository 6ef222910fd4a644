"""Equations between argmax and argmin: compared over all values, and never confirmed by chance."""

import pytest

from tests.decide.information_terms import (
    ENCODER,
    JOINT,
    KL,
    POINTS,
    E,
    elbo,
    lik,
    log,
    num,
    p_x,
    p_xz,
    phi,
    post,
    q,
    sub,
    theta,
    x,
    z,
)
from verify.model import Settings, Verdict
from verify.numeric.estimate import estimate
from verify.terms.context import Context
from verify.terms.nodes import Extremum
from verify.terms.optimizers import as_same_argmax
from verify.terms.statement import Statement
from verify.terms.unfold import negative

LATENT = Context(tuple(d for d in POINTS if not d.symbol.shape), laws=(JOINT, ENCODER))


def arg(kind, body, over=phi):
    return Extremum(kind, body, over)


inward, outward = KL(q(), post(), z), KL(post(), q(), z)
dreamt = E(log(q()), post(), z)

TRUE = [
    ("one divergence, as its cross entropy", Statement("=", (arg("argmin", outward), arg("argmax", dreamt)))),
    ("log p(x) = ELBO + KL", Statement("=", (arg("argmin", inward), arg("argmax", elbo())))),
    ("wake", Statement("=", (arg("argmax", elbo(), theta), arg("argmax", E(log(lik()), q(), z), theta)))),
]
FALSE = [
    ("the other divergence", Statement("=", (arg("argmin", inward), arg("argmax", dreamt)))),
    ("an average over x", Statement("=", (arg("argmin", outward), arg("argmax", E(log(q()), p_xz(), x, z))))),
    ("the sign", Statement("=", (arg("argmax", outward), arg("argmax", dreamt)))),
    ("the evidence", Statement("=", (arg("argmax", elbo(), theta), arg("argmax", log(p_x()), theta)))),
]


@pytest.mark.parametrize("statement", [row[1] for row in TRUE], ids=[row[0] for row in TRUE])
def test_what_is_true_is_not_refuted_and_not_confirmed_as_written(statement):
    assert estimate(as_same_argmax(statement), LATENT, Settings(), "true").verdict is Verdict.UNREFUTED
    assert estimate(statement, LATENT, Settings(), "as written").verdict is Verdict.UNREFUTED


@pytest.mark.parametrize("statement", [row[1] for row in FALSE], ids=[row[0] for row in FALSE])
def test_what_is_false_is_refuted_over_all_values(statement):
    assert estimate(as_same_argmax(statement), LATENT, Settings(), "false").verdict is Verdict.REFUTED
    assert estimate(statement, LATENT, Settings(), "as written").verdict is not Verdict.CONFIRMED


def test_a_minimum_is_a_maximum_of_the_negative():
    statement = as_same_argmax(TRUE[0][1])
    assert statement.relation == "same argmax"
    assert statement.args == (negative(outward), dreamt)
    assert statement.variables == (phi,)


@pytest.mark.parametrize(
    "statement",
    [
        Statement("=", (arg("argmax", elbo(), theta), arg("argmax", elbo(), phi))),
        Statement("=", (arg("argmax", elbo(), theta), theta)),
        Statement("=", (Extremum("max", elbo(), theta), Extremum("max", sub(elbo(), num(0)), theta))),
        Statement("<=", (Extremum("max", elbo(), theta), Extremum("max", elbo(), theta))),
    ],
    ids=["over different variables", "a value", "two maxima", "an inequality"],
)
def test_other_statements_stay_as_they_are(statement):
    assert as_same_argmax(statement) is statement
