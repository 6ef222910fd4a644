"""Normal laws against torch.distributions, an opinion of its own: densities, and divergences in closed form."""

import math

import pytest
import torch
from sympy import Identity, MatrixSymbol, ZeroMatrix, log, symbols

from tests.written import elaborated
from verify.meaning.draw import draw
from verify.meaning.evaluate import evaluate
from verify.notation import KL, POSITIVE, Context, Statement, declare, diag, hadamard, normal_density

K = symbols("K", integer=True, positive=True)
z, m, v = (MatrixSymbol(name, K, 1) for name in ("z", "m", "v"))
A = MatrixSymbol("A", K, K)
HERE = Context(declare(z), declare(m), declare(v, POSITIVE), declare(A, structure=("invertible",)))


def instances(statement):
    made, core = elaborated(HERE, statement)
    for instance in draw(core, 0, 6, terms=made.args):
        value = float(evaluate(made.lhs, instance, core).mid())
        yield value, {name: tensor(instance.values[name]) for name in ("z", "m", "v", "A")}


def tensor(rows):
    return torch.tensor([[float(x) for x in row] for row in rows], dtype=torch.float64)


def law(values, full):
    spread = values["A"] @ values["A"].T if full else torch.diag(values["v"][:, 0] ** 2)
    return torch.distributions.MultivariateNormal(values["m"][:, 0], spread)


@pytest.mark.parametrize("full", [True, False])
def test_log_densities(full):
    covariance = (lambda: A * A.T) if full else (lambda: diag(hadamard(v, v)))
    for value, at in instances(lambda: Statement(log(normal_density(z, m, covariance())), "=", 0)):
        assert math.isclose(value, float(law(at, full).log_prob(at["z"][:, 0])), rel_tol=1e-9)


@pytest.mark.parametrize("full", [True, False])
def test_divergences(full):
    covariance = (lambda: A * A.T) if full else (lambda: diag(hadamard(v, v)))
    prior = normal_density(z, ZeroMatrix(K, 1), Identity(K))
    for value, at in instances(lambda: Statement(KL(normal_density(z, m, covariance()), prior), "=", 0)):
        size = len(at["m"])
        standard = torch.distributions.MultivariateNormal(torch.zeros(size).double(), torch.eye(size).double())
        found = torch.distributions.kl_divergence(law(at, full), standard)
        assert math.isclose(value, float(found), rel_tol=1e-8)
