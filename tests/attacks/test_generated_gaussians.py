"""Generated statements on normal laws: the false neighbour of a true one is never proved, the true one mostly is."""

import random

import pytest

from tests.attacks.generated_gaussians import MAKERS
from verify.decide import decide
from verify.meaning.replay import refute
from verify.model import Proof


@pytest.mark.parametrize("maker", MAKERS, ids=lambda maker: maker.__name__)
def test_true_ones_are_mostly_proved_and_false_ones_never(maker):
    rng = random.Random(maker.__name__)
    proved = wrong = tried = 0
    while wrong < MAKERS[maker]:
        true, false, context = maker(rng)
        tried += 1
        if refute(false, context, tries=4) is not None:  # a slip may happen to be true
            wrong += 1
            assert not isinstance(decide(false, context), Proof), str(false)
        if tried % 5 == 0:
            assert refute(true, context, tries=2, boundary=False) is None, str(true)
        proved += isinstance(decide(true, context), Proof)
    assert proved >= 0.8 * tried  # S U noise stays open: that its covariance S U UᵀSᵀ is positive definite is not shown
