"""Sampling over the library: it confirms every claim that it applies to, and tells one wrong variant of each by itself.

The sampled rung is run alone, so that no exact enumeration stands behind a refutation here.
"""

import pytest
import torch

from verify.library import shipped
from verify.model import Settings, Verdict
from verify.numeric.exact import judged
from verify.numeric.sampled import sampled_rung
from verify.terms.statement import Derivation

CPU = torch.device("cpu")
FINE = 1e-3
#: derivations about expectations, whatever else is added: these at least are sampled
LEAST = {
    "dropout.expected_loss_eq_ridge",
    "latent_variables.bound_eq_complete_data_add_entropy",
    "latent_variables.log_evidence_eq_elbo_add_kl",
    "latent_variables.amortized_kl_ge_instance_kl",
    "flows.forward_kl_eq_reverse_kl",
    "discriminators.jsd_eq_half_optimal_value_add_log_four",
    "discriminators.value_le_optimal_value",
    "dirac_gan_noise.noise_adds_curvature",
}


def sampled(statement, derivation, key, settings=Settings()):  # noqa: B008 (frozen)
    exact = judged(derivation.claim, derivation.context, settings.seed).generic  # also for its wrong variants
    return sampled_rung(statement, derivation.context, settings, CPU, key, exact)[0]


def claims():
    for derivation in shipped().derivations:
        if isinstance(derivation, Derivation):
            rung = sampled(derivation.claim, derivation, derivation.id)
            if rung is not None:
                yield derivation, rung


@pytest.fixture(scope="module")
def sampled_claims():
    return list(claims())


def stands(relation):
    """A true equality is confirmed to a margin; an inequality is at most not refuted."""
    return Verdict.CONFIRMED if relation == "=" else Verdict.UNREFUTED


def test_what_the_sheet_says_of_expectations_is_sampled(sampled_claims):
    assert {derivation.id for derivation, _ in sampled_claims} >= LEAST


def test_every_sampled_claim_stands(sampled_claims):
    wrong = {d.id: rung.verdict for d, rung in sampled_claims if rung.verdict is not stands(d.claim.relation)}
    assert not wrong


def test_sampling_alone_refutes_a_wrong_variant_of_each(sampled_claims):
    for derivation, _ in sampled_claims:
        wrong = [m for m in derivation.mutants if m.statement is not None]
        rungs = (sampled(m.statement, derivation, f"{derivation.id}/{m.name}") for m in wrong)
        assert any(rung is not None and rung.verdict is Verdict.REFUTED for rung in rungs), derivation.id


def test_every_sampled_claim_stands_to_a_tenth_of_the_margin(sampled_claims):
    for derivation, _ in sampled_claims:
        rung = sampled(derivation.claim, derivation, derivation.id, Settings(margin=FINE))
        assert rung.margin == FINE
        assert rung.verdict is stands(derivation.claim.relation), derivation.id
