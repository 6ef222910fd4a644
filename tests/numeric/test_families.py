"""Families of points in batches: the same values as at exact instances, one by one."""

import pytest
import torch

from tests.decide.information_terms import div, log, mul
from tests.decide.test_information_families import (
    FAMILIES,
    L_k,
    L_more,
    S,
    T,
    X,
    Z,
    at,
    i,
    k,
    more,
    num,
    over,
    p_x,
    total,
    w,
)
from verify.meaning.evaluate import evaluate
from verify.meaning.numbers import Undefined, ball
from verify.numeric.batch import NotBatched
from verify.numeric.instances import draw
from verify.numeric.sizes import Profile
from verify.numeric.trial import trial

TERMS = {
    "a bound": L_k,
    "of k + 1": L_more,
    "an unknown function of a member": over(Z, total(T(at(Z, i)), i, k)),
    "two families at once": over(Z, over(S, mul(T(at(Z, num(1))), total(log(w(at(S, i))), i, more)))),
    "a free family": div(total(log(p_x(at(X, i))), i, k), k),
}


@pytest.mark.parametrize("name", TERMS)
def test_a_batch_agrees_with_exact_instances(name):
    term = TERMS[name]
    batch = draw(FAMILIES, (term,), 0, 8, torch.device("cpu"), Profile())
    made = trial((term,), FAMILIES, batch)
    value = made.value(0)
    position = (0,) * (value.value.dim() - 1)
    for b in range(3):
        exact = ball(evaluate(term, made.instance((b, *position)), FAMILIES))
        found, error = value.value[(b, *position)].item(), value.error[(b, *position)].item()
        assert abs(found - float(exact.mid())) <= error + 1e-12


@pytest.mark.parametrize("name", ["bound", "free"])
def test_a_member_beyond_its_family_has_no_value(name):
    body = total(T(at(Z, i)), i, more)
    term = over(Z, body) if name == "bound" else body
    made = trial((term,), FAMILIES, draw(FAMILIES, (term,), 0, 4, torch.device("cpu"), Profile()))
    with pytest.raises(NotBatched, match="beyond its family"):
        made.value(0)
    with pytest.raises(Undefined):
        evaluate(term, made.instance((0, 0)), FAMILIES)
