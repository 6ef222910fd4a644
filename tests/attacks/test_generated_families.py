"""Random statements about families of points: the false ones are never proved nor confirmed, the true ones mostly are.

The deciders get no counterexamples to warn them.
"""

import random

import pytest

from tests.attacks.blind import blind
from tests.attacks.generated_families import MAKERS, models
from verify.decide import decide
from verify.model import Disproof, Proof, Settings, Verdict
from verify.numeric.estimate import estimate


def _false(claim, rng):
    return any(not claim.holds(model) for model in models(rng, 12))


@pytest.mark.parametrize("maker", MAKERS, ids=lambda maker: maker.__name__)
def test_true_ones_are_mostly_proved_and_false_ones_never(maker):
    rng = random.Random(maker.__name__)
    rounds = MAKERS[maker]
    made = proved = wrong = 0
    for _ in range(rounds):
        true, neighbours = maker(rng)
        assert all(true.holds(model) for model in models(rng, 4)), str(true.statement)
        answer = decide(true.statement, true.context)
        assert not isinstance(answer, Disproof), str(true.statement)
        assert estimate(true.statement, true.context, Settings(), "key").verdict is not Verdict.REFUTED
        proved += isinstance(answer, Proof)
        for claim in filter(lambda claim: _false(claim, rng), neighbours):  # a slip may happen to be true
            wrong += 1
            with blind():
                assert not isinstance(decide(claim.statement, claim.context), Proof), str(claim.statement)
            verdict = estimate(claim.statement, claim.context, Settings(), "key").verdict
            assert verdict is not Verdict.CONFIRMED, str(claim.statement)
        made += len(neighbours)
    assert proved >= 0.9 * rounds
    assert wrong >= 0.8 * made


def test_there_are_many():
    made = [(count, len(maker(random.Random(0))[1])) for maker, count in MAKERS.items()]
    assert sum(count for count, _ in made) >= 220
    assert sum(count * wrong for count, wrong in made) >= 750
