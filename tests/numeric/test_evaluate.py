"""Values of terms in batches: against exact arithmetic, torch.distributions, torch.autograd and torch.linalg."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import flint
import pytest
import torch

from tests.numeric.numeric_contexts import (
    P_FU,
    P_FX,
    P_U,
    P_X,
    Gamma,
    R,
    X,
    base,
    densities,
    dropped_loss,
    elbo,
    encoder,
    evidence,
    f0,
    f1,
    flow,
    joint,
    kl,
    lam,
    latent,
    likelihood,
    log,
    masked,
    matmul,
    mul,
    norm2,
    num,
    p,
    plane,
    posterior,
    power,
    prior,
    ridge_loss,
    transpose,
    u,
    v,
    w,
    x,
    y,
    z,
)
from verify.meaning.evaluate import evaluate
from verify.meaning.numbers import ball, working_precision
from verify.numeric.autograd import agrees
from verify.numeric.batch import NotBatched
from verify.numeric.enclosed import stacked
from verify.numeric.instances import draw
from verify.numeric.sizes import Profile
from verify.numeric.trial import trial
from verify.terms.nodes import (
    ONE,
    Add,
    Apply,
    At,
    Const,
    Delta,
    Diff,
    Divergence,
    Entry,
    Expect,
    Extremum,
    Fn,
    Integral,
    MatOp,
    Prod,
    Rows,
    Sum,
    Sym,
)
from verify.terms.statement import Statement

CPU = torch.device("cpu")
SMALL = Profile(sizes=(2, 2, 2))
i, j, d = Sym("i", "index"), Sym("j", "index"), Sym("d", "dimension")
gram = matmul(transpose(X), X)
regular = MatOp("inverse", (Add((gram, mul(lam, MatOp("identity", (d,))))),))
ridge = dataclasses.replace(masked, symbols=(*masked.symbols, *plane.symbols))
derivative = Diff(Apply("f", (mul(u, v),)), (u,))
loss = Add((log(Fn("sigmoid", Add((mul(u, v), u)))), log(Fn("sigmoid", mul(num(-1), v)))))

TERMS = [
    (masked, dropped_loss),
    (masked, ridge_loss),
    (masked, Entry(matmul(X, w), (num(1),))),
    (masked, Sum(mul(Entry(X, (num(1), j)), Entry(w, (j,))), j, d)),
    (masked, Prod(Add((num(2), Fn("tanh", Entry(w, (j,))))), j, d)),
    (masked, Sum(Sum(mul(Delta(i, j), Entry(w, (i,)), Entry(w, (j,))), i, d), j, d)),
    (masked, MatOp("trace", (matmul(Gamma, Gamma),))),
    (masked, MatOp("det", (gram,))),
    (ridge, norm2(matmul(regular, transpose(X), y))),
    (ridge, Entry(Diff(Add((norm2(matmul(X, w)), mul(lam, norm2(w)))), (w,)), (num(2),))),
    (ridge, norm2(Diff(norm2(matmul(X, w)), (w,)))),
    (plane, derivative),
    (plane, Diff(Diff(Apply("f", (power(u, 2),)), (u,)), (u,))),
    (plane, At(Apply("f", (u,), (2,)), ((u, v),))),
    (plane, At(Diff(loss, (u,)), ((u, num(0)),))),
    (plane, Fn("abs", Fn("sign", u))),
    (plane, Fn("softplus", mul(u, v))),
    (plane, power(lam, Fraction(3, 2))),
    (plane, power(lam, Fraction(-2, 3))),
    (plane, mul(Const("pi"), u)),
    (densities, kl(f0, f1, x)),
    (densities, Divergence("JSD", f0, f1, (x,))),
    (densities, Divergence("entropy", f0, None, (x,))),
    (densities, Integral(mul(f0, Apply("D", (x,))), (x,))),
    (latent, elbo),
    (latent, kl(encoder, posterior, z)),
    (latent, Integral(mul(joint, log(likelihood)), (x, z))),
    (latent, Extremum("max", log(evidence), Sym("theta", "parameter"))),
    (flow, kl(P_X, P_FU, x)),
    (flow, kl(P_FX, P_U, base)),
    (flow, Apply("F^-1", (x,), (1,), "real")),
]


@pytest.mark.parametrize("case", range(len(TERMS)))
def test_the_enclosure_holds_the_exact_value(case):
    context, term = TERMS[case]
    made = trial((term,), context, draw(context, (term,), 7, 24, CPU, SMALL))
    value = made.value(0)
    full = (made.batch.size, *made.scope.sizes, *(1,) * (made.scope.rank - len(made.scope.sizes)))
    shown, room = (t.expand(full) for t in (value.value, value.error))
    for b in range(6):
        position = (b, *(k % size for k, size in enumerate(made.scope.sizes, start=b)))
        at = (*position, *(0,) * (made.scope.rank - len(made.scope.sizes)))
        with working_precision(200):
            truth = ball(evaluate(term, made.instance(position), context, 200))
        assert abs(flint.arb(float(shown[at])) - truth) <= flint.arb(float(room[at]))
        assert float(room[at]) <= 1e-9 * max(1.0, abs(float(shown[at])))


@pytest.mark.parametrize("case", range(0, len(TERMS), 3))
def test_stacked_exact_instances_give_the_same_values(case):
    context, term = TERMS[case]
    batch = draw(context, (term,), 3, 4, CPU, SMALL)
    drawn = trial((term,), context, batch)
    position = (1, *(0,) * len(drawn.scope.sizes))
    (single,) = stacked([drawn.instance(position)], context, CPU)
    alone = trial((term,), context, single).value(0)
    value = drawn.value(0).value.reshape(drawn.value(0).value.shape[: len(position)])
    index = tuple(k if value.shape[a] > 1 else 0 for a, k in enumerate(position))
    assert float(alone.value.reshape(-1)[0]) == pytest.approx(float(value[index]), rel=1e-12)


def test_divergences_agree_with_torch_distributions():
    made = trial((kl(f0, f1, x),), densities, draw(densities, (), 1, 64, CPU, Profile()))
    volumes = made.batch.spaces["x"].value
    masses = [made.batch.laws[name].table.value * volumes for name in ("f0", "f1")]
    left, right = (torch.distributions.Categorical(probs=m) for m in masses)
    expected = torch.distributions.kl_divergence(left, right)
    assert torch.allclose(made.value(0).value.reshape(-1), expected, rtol=1e-12, atol=1e-13)


def test_densities_may_exceed_one_and_integrate_to_one():
    batch = draw(latent, (), 2, 64, CPU, Profile())
    total = trial((Integral(joint, (x, z)), Integral(prior, (z,)), Integral(encoder, (z,))), latent, batch)
    for k in range(3):
        value = total.value(k)
        assert bool(((value.value - 1).abs() <= value.error).all())
    assert bool((batch.laws["q"].table.value > 1).any())
    assert bool((batch.spaces["x"].value < 1).any())


def test_the_fixed_marginal_does_not_depend_on_the_parameter():
    batch = draw(latent, (), 2, 16, CPU, Profile())
    marginal = trial((Integral(joint, (x,)),), latent, batch)
    symbols = [s.name for s in marginal.loose]
    value = marginal.value(0)
    axis = 1 + symbols.index("theta")
    first = value.value.select(axis, 0)
    assert torch.allclose(first, value.value.select(axis, 1), rtol=1e-13)


@pytest.mark.parametrize(
    ("context", "term"),
    [(plane, derivative), (plane, Diff(loss, (u, v))), (ridge, Diff(norm2(matmul(X, w)), (w,)))],
)
def test_derivatives_agree_with_autograd(context, term):
    batch = draw(context, (term,), 5, 32, CPU, SMALL)
    assert agrees(Statement("=", (term, term)), context, batch)


def test_a_wrong_derivative_is_seen_by_autograd(monkeypatch):
    from verify.numeric import dual

    monkeypatch.setitem(dual._SLOPES, "sigmoid", lambda x, d: dual.multiply(d, x.apply("sigmoid")))
    term = Diff(loss, (u, v))
    assert not agrees(Statement("=", (term, term)), plane, draw(plane, (term,), 5, 32, CPU, SMALL))


def test_jacobians_have_a_row_for_each_component():
    field = Rows(((mul(u, v),), (power(u, 3),)))
    made = trial((Diff(field, (u, v)),), plane, draw(plane, (field,), 5, 8, CPU, SMALL))
    value = made.value(0).value
    at_u, at_v = made.batch.values["u"].value, made.batch.values["v"].value
    expected = torch.stack([torch.stack([at_v, at_u], -1), torch.stack([3 * at_u**2, 0 * at_u], -1)], -2)
    assert torch.allclose(value, expected, rtol=1e-12)


def test_undefined_values_have_no_bound():
    made = trial((log(u),), plane, draw(plane, (u,), 5, 64, CPU, SMALL))
    value, at = made.value(0), made.batch.values["u"].value
    known = torch.isfinite(value.value) & torch.isfinite(value.error)
    assert torch.equal(known, at > 0)


def test_bijections_come_in_both_orientations():
    batch = draw(flow, (), 1, 64, CPU, Profile())
    assert set(batch.functions["F"].orientation.tolist()) == {-1, 1}


def test_what_is_beyond_batches_says_so():
    gaussian = Expect(norm2(matmul(X, w)), (Sym("unknown", "real", (d, ONE)),))
    made = trial((gaussian,), masked, draw(masked, (gaussian,), 1, 4, CPU, SMALL))
    with pytest.raises(NotBatched, match="no finite support"):
        made.value(0)


def test_the_same_seed_gives_the_same_instances():
    first, second = (draw(latent, (), 9, 8, CPU, Profile()) for _ in range(2))
    assert torch.equal(first.laws["p"].table.value, second.laws["p"].table.value)
    other = draw(latent, (), 10, 8, CPU, Profile())
    assert not torch.equal(first.laws["p"].table.value, other.laws["p"].table.value)


def test_masks_weigh_what_their_law_says():
    once = Expect(Entry(R, (num(1), num(2))), (R,))
    both = Expect(mul(Entry(R, (num(1), num(1))), Entry(R, (num(2), num(2)))), (R,))
    made = trial((once, both, p), masked, draw(masked, (once,), 1, 16, CPU, SMALL))
    chance = made.value(2).value
    assert torch.allclose(made.value(0).value, chance, rtol=1e-13)
    assert torch.allclose(made.value(1).value, chance**2, rtol=1e-13)
