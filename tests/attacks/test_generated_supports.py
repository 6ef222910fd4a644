"""Generated statements on supports, maps, equality cases and suprema: the false ones are never proved.

The deciders get no counterexamples to warn them.
"""

import pytest

from tests.attacks.blind import blind
from tests.attacks.generated_supports import MAKERS, elsewhere, pairs
from verify.decide import decide
from verify.meaning.replay import refute
from verify.model import Disproof, Proof


@pytest.mark.parametrize(("maker", "count"), MAKERS, ids=[maker.__name__ for maker, _ in MAKERS])
def test_true_ones_are_mostly_proved_and_false_ones_never(maker, count):
    proved = 0
    for number, (true, false, context) in enumerate(pairs(maker, count, maker.__name__)):
        with blind():
            assert not isinstance(decide(false, context), Proof), str(false)
            answer = decide(true, context)
        assert not isinstance(answer, Disproof), str(true)
        proved += isinstance(answer, Proof)
        if number % 8 == 0:
            assert refute(true, context, tries=3) is None, str(true)
    assert proved >= 0.9 * count


def test_what_one_way_of_lying_has_is_not_proved_of_another():
    for _, false, context in pairs(elsewhere, 25, "elsewhere"):
        with blind():
            assert not isinstance(decide(false, context), Proof), str(false)
