"""Relations other than "=": the false neighbour of a true statement is never proved nor confirmed."""

import random

import pytest

from tests.attacks.relations import MAKERS
from verify.decide import decide
from verify.meaning.replay import refute
from verify.model import Proof

PAIRS = 25  # of each maker


@pytest.mark.parametrize("maker", MAKERS, ids=lambda maker: maker.__name__)
def test_true_ones_are_mostly_proved_and_false_ones_never(maker):
    rng = random.Random(maker.__name__)
    proved = 0
    for _ in range(PAIRS):
        true, false, context = maker(rng)
        if false.relation != "=" or refute(false, context) is not None:  # a slip may happen to be true
            assert not isinstance(decide(false, context), Proof), str(false)
        assert refute(true, context, tries=4) is None, str(true)
        proved += isinstance(decide(true, context), Proof)
    assert proved >= 0.9 * PAIRS
