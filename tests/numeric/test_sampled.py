"""The sampled rung: claims are taken apart, drawn, confirmed at their margin, and refuted where wrong."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
import torch

from tests.numeric.numeric_contexts import (
    P_FU,
    P_FX,
    P_U,
    P_X,
    R,
    add,
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
    latent,
    likelihood,
    log,
    masked,
    mul,
    num,
    plane,
    posterior,
    power,
    prior,
    ridge_loss,
    scaled_penalty,
    u,
    x,
    z,
)
from verify.model import Settings, Verdict
from verify.numeric import planned
from verify.numeric.enclosed import stacked
from verify.numeric.instances import draw
from verify.numeric.linearity import NotLinear, split
from verify.numeric.sampled import sampled_rung
from verify.numeric.sampler import sampler
from verify.numeric.sequential import CHUNK
from verify.numeric.sizes import Profile
from verify.numeric.trial import lower
from verify.terms.context import Context, Declaration, FunctionDeclaration, Iid, LawDeclaration
from verify.terms.nodes import Apply, Density, Divergence, Entry, Expect, Indicator, Integral, Sym
from verify.terms.statement import Statement

CPU = torch.device("cpu")
noise = Sym("e")
noisy = replace(plane, symbols=(*plane.symbols, Declaration(noise, law=Iid("gaussian", (num(1), num(2))))))
half = num(Fraction(1, 2))
mixture = mul(half, add(f0, f1))

CLAIMS = {
    "dropout": (masked, dropped_loss, ridge_loss),
    "evidence": (latent, log(evidence), add(elbo, kl(encoder, posterior, z))),
    "flow": (flow, kl(P_X, P_FU, x), kl(P_FX, P_U, base)),
    "jensen-shannon": (
        densities,
        Divergence("JSD", f0, f1, (x,)),
        add(mul(half, kl(f0, mixture, x)), mul(half, kl(f1, mixture, x))),
    ),
    "joint": (latent, Integral(mul(joint, log(likelihood)), (x, z)), None),
    "gaussian": (noisy, Expect(power(add(u, noise), 2), (noise,)), add(power(add(u, num(1)), 2), num(2))),
}


def rung(name, factor=1, margin=1e-2, key="test", **settings):
    context, left, right = CLAIMS[name]
    right = left if right is None else right
    if factor != 1:
        right = mul(num(factor), right)
    found, reason = sampled_rung(Statement("=", (left, right)), context, Settings(margin=margin, **settings), CPU, key)
    assert found is not None, reason
    return found


@pytest.mark.parametrize("name", sorted(CLAIMS))
def test_true_claims_are_confirmed(name):
    found = rung(name)
    assert found.verdict is Verdict.CONFIRMED
    assert found.estimate == pytest.approx(found.expected, rel=1e-2)
    assert "Var" in found.certificate
    assert found.alpha == 1e-9 / 2**16


@pytest.mark.parametrize("name", sorted(CLAIMS))
@pytest.mark.parametrize("factor", [Fraction(102, 100), Fraction(98, 100)])
def test_an_error_beyond_the_margin_is_refuted(name, factor):
    found = rung(name, factor)
    assert found.verdict is Verdict.REFUTED
    assert found.counterexample.evidence == "sampled"


def test_an_error_of_one_percent_is_caught_at_a_margin_of_a_thousandth():
    assert rung("dropout", Fraction(101, 100), margin=1e-3).verdict is Verdict.REFUTED
    assert rung("dropout", margin=1e-3).verdict is Verdict.CONFIRMED


@pytest.mark.parametrize("factor", [Fraction(0), Fraction(1, 2), Fraction(2)])
def test_sampling_alone_sees_a_wrong_penalty(factor):
    found, _ = sampled_rung(Statement("=", (dropped_loss, scaled_penalty(factor))), masked, Settings(), CPU, "penalty")
    assert found.verdict is Verdict.REFUTED


def test_inequalities_are_sampled_by_their_sign():
    true, false = (Statement(r, (log(evidence), elbo)) for r in (">=", "<="))
    assert sampled_rung(true, latent, Settings(), CPU, "sign")[0].verdict is Verdict.UNREFUTED
    assert sampled_rung(false, latent, Settings(), CPU, "sign")[0].verdict is Verdict.REFUTED


NOT_SAMPLED = [
    (latent, log(Integral(joint, (z,))), "not linear"),
    (masked, power(dropped_loss, 2), "not linear"),
    (latent, mul(kl(encoder, prior, z), kl(encoder, prior, z)), "product"),
    (latent, Integral(log(joint), (z,)), "against no law"),
]


#: nothing is left to chance on the left, and nothing but rounding
NOTHING = {
    "a divergence of a law from itself": (densities, kl(f0, f0, x)),
    "noise taken away again": (noisy, Expect(add(u, noise, mul(num(-1), u), mul(num(-1), noise)), (noise,))),
}


@pytest.mark.parametrize("name", NOTHING)
@pytest.mark.parametrize("relation", ["=", "<=", ">="])
def test_rounding_errors_refute_nothing(name, relation):
    context, left = NOTHING[name]
    found, _ = sampled_rung(Statement(relation, (left, num(0))), context, Settings(), CPU, "test")
    assert found is None or found.verdict is not Verdict.REFUTED


@pytest.mark.parametrize("name", NOTHING)
def test_what_is_not_zero_is_still_seen(name):
    context, left = NOTHING[name]
    found, _ = sampled_rung(Statement("=", (left, num(Fraction(1, 1000)))), context, Settings(), CPU, "test")
    assert found is not None
    assert found.verdict is Verdict.REFUTED


@pytest.mark.parametrize("case", range(len(NOT_SAMPLED)))
def test_what_is_not_linear_says_so(case):
    context, term, reason = NOT_SAMPLED[case]
    with pytest.raises(NotLinear, match=reason):
        split(lower(term, context), context)
    found, why = sampled_rung(Statement("=", (term, term)), context, Settings(), CPU, "no")
    assert found is None
    assert reason in why


def test_a_nested_expectation_is_drawn_jointly():
    marginal = Integral(mul(evidence, kl(encoder, posterior, z)), (x,))
    (part,) = split(marginal, latent).parts
    assert set(part.variables) == {x, z}
    assert len(part.densities) == 2


def samples(name, count, tile):
    context, left, _ = CLAIMS[name]
    part = split(lower(left, context), context).parts[0]
    instance = planned._instance(Statement("=", (left, left)), context, (left, left), (part,), 0, ())
    (single,) = stacked([instance], context, CPU)
    source = sampler(part, context, single, 0, "tiles")
    parts = [source.tile(first, tile) for first in range(0, count, tile)]
    return torch.cat(parts).view(-1, CHUNK).mean(1)


@pytest.mark.parametrize("name", ["dropout", "flow", "gaussian"])
def test_tiles_do_not_matter(name):
    assert torch.equal(samples(name, 1 << 14, 1 << 14), samples(name, 1 << 14, 1 << 12))


def test_the_same_seed_and_key_give_the_same_draws():
    assert rung("flow") == rung("flow")
    assert rung("flow").estimate != rung("flow", key="other").estimate


def test_half_the_variance_is_no_certificate(monkeypatch):
    """A wrong certificate shows: true claims are refuted, which a right one never did above."""
    right = planned._certified
    monkeypatch.setattr(planned, "_certified", lambda *args: right(*args) / 400)
    verdicts = [rung("dropout", margin=1e-3, key=f"run {k}", alpha=1e-3).verdict for k in range(6)]
    assert Verdict.REFUTED in verdicts


def test_a_sample_that_is_not_a_number_never_passes(monkeypatch):
    monkeypatch.setattr(planned, "_value", lambda *args: (float("nan"), 0.0))
    found, _ = sampled_rung(Statement("=", (dropped_loss, ridge_loss)), masked, Settings(), CPU, "nan")
    assert found is None or found.verdict is Verdict.UNDECIDED


def test_masks_are_drawn_with_their_probability():
    entry = Entry(R, (num(1), num(2)))
    (part,) = split(Expect(entry, (R,)), masked).parts
    batch = draw(masked, (entry,), 1, 8, CPU, Profile(sizes=(2, 2)))
    chance = float(batch.values["p"].value[3])
    drawn = sampler(part, masked, batch.select(torch.tensor([3])), 0, "masks").tile(0, 1 << 16)
    assert set(drawn.tolist()) == {0.0, 1.0}
    assert float(drawn.mean()) == pytest.approx(chance, abs=0.01)


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")
def test_both_devices_agree():
    statement = Statement("=", (dropped_loss, ridge_loss))
    on_cpu, _ = sampled_rung(statement, masked, Settings(), CPU, "device")
    on_gpu, _ = sampled_rung(statement, masked, Settings(), torch.device("cuda"), "device")
    assert (on_cpu.verdict, on_cpu.n) == (on_gpu.verdict, on_gpu.n)
    assert on_cpu.estimate == pytest.approx(on_gpu.estimate, rel=1e-12)


def test_an_instance_at_which_nothing_varies_is_left_alone():
    p, at = Density("p", ("x",), (), (x,)), Sym("w", "point")
    image = Apply("G", (Apply("Q", (x,), (0,), "point"),), (0,), "point")
    context = Context(
        (Declaration(x), Declaration(at, space="x")),
        (FunctionDeclaration("G", ("z",), result="x"), FunctionDeclaration("Q", ("x",), result="z")),
        (LawDeclaration("p", ("x",)),),
    )
    side = Expect(Indicator(image, x), (x,), p)  # 0 or 1 for sure at many instances
    (part,) = split(side, context).parts
    for seed in range(4):
        instance = planned._instance(Statement("=", (side, num(1))), context, (side, num(1)), (part,), seed, ())
        assert planned._certified((part,), instance, context) > 1e-9
