"""Random statements of optimization: the true ones are mostly proved and never refuted, the false ones never proved."""

import random

import pytest

from tests.attacks.generated_optimization import MAKERS
from verify.decide import decide
from verify.meaning.replay import refute
from verify.model import Disproof, Proof

PAIRS = 42  # of each maker
LOOKED_AT = 5  # one proof in so many is put to instances too


@pytest.mark.parametrize("maker", MAKERS, ids=lambda maker: maker.__name__)
def test_true_ones_are_mostly_proved_and_false_ones_never(maker):
    rng = random.Random(maker.__name__)
    proved = 0
    for count in range(PAIRS):
        pair = maker(rng)
        assert not isinstance(decide(pair.false, pair.context, pair.misled), Proof), str(pair.false)
        answer = decide(pair.true, pair.context, pair.using)
        assert not isinstance(answer, Disproof), str(pair.true)
        if count % LOOKED_AT == 0:
            assert refute(pair.true, pair.context, tries=2) is None, str(pair.true)
        proved += isinstance(answer, Proof)
    assert proved >= 0.9 * PAIRS
