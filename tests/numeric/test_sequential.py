"""The sequential test: rare false alarms, every error above the margin caught, NaN never a pass."""

from __future__ import annotations

import math

import pytest
import torch

from verify.model import Verdict
from verify.numeric.sequential import CHUNK, MeanTest, influence


def chunk_means(count, seed, shift=0.0, deviation=1.0):
    generator = torch.Generator().manual_seed(seed)
    noise = torch.randn(count, generator=generator, dtype=torch.float64)
    return noise * (deviation / math.sqrt(CHUNK)) + shift


def run(means, **settings):
    test = MeanTest(**{"variance": 1.0, "margin": 0.05, "alpha": 1e-9, **settings})
    for start in range(0, len(means), 64):
        if test.update(means[start : start + 64]) is not None:
            break
    return test


def test_influence_is_catonis():
    x = torch.linspace(-5, 5, 101, dtype=torch.float64)
    assert bool((influence(x) <= torch.log1p(x + x * x / 2) + 1e-15).all())
    assert bool((influence(x) >= -torch.log1p(-x + x * x / 2) - 1e-15).all())


@pytest.mark.parametrize("seed", range(8))
def test_a_true_claim_is_confirmed(seed):
    test = run(chunk_means(4000, seed))
    assert test.verdict is Verdict.CONFIRMED
    assert abs(test.mean) < 0.05


@pytest.mark.parametrize("shift", [0.051, -0.051, 0.2, -3.0, 50.0])
@pytest.mark.parametrize("seed", range(3))
def test_an_error_beyond_the_margin_is_refuted(seed, shift):
    assert run(chunk_means(6000, seed, shift)).verdict is Verdict.REFUTED


def false_alarms(variance, runs=1500, alpha=0.02):
    """Count refutations of a true claim among tests that look after every one of 400 chunks."""
    found = 0
    for seed in range(runs):
        test = MeanTest(variance=variance, margin=1e-3, alpha=alpha)
        found += test.update(chunk_means(400, seed)) is Verdict.REFUTED
    return found / runs


def test_false_alarms_are_rarer_than_alpha_and_a_wrong_certificate_shows():
    right, wrong = false_alarms(1.0), false_alarms(0.5)
    assert right <= 0.02
    assert wrong > 0.05


def test_nan_is_never_a_pass():
    means = chunk_means(4000, 1)
    means[3] = math.nan
    assert run(means).verdict is Verdict.UNDECIDED


def test_how_means_are_handed_over_changes_nothing():
    means = chunk_means(4000, 5)
    whole, one = MeanTest(1.0, 0.05, 1e-9), MeanTest(1.0, 0.05, 1e-9)
    whole.update(means)
    for value in means:
        if one.update(value[None]) is not None:
            break
    assert (whole.verdict, whole.chunks) == (one.verdict, one.chunks)
    assert whole.mean == pytest.approx(one.mean, abs=1e-15)


def test_slack_widens_the_null():
    means = chunk_means(6000, 2, shift=0.2)
    assert run(means, slack=0.0).verdict is Verdict.REFUTED
    assert run(means, slack=0.21, margin=0.5).verdict is not Verdict.REFUTED
