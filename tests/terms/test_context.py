"""Contexts go to other processes and come back: equal ones are one and the same there."""

import pickle

from tests.meaning.words import POSITIVE, a, context, declare, num, t
from verify.terms.statement import Statement


def made():
    return context(declare(a), declare(t, POSITIVE), hypotheses=[Statement("<", (a, num(1)))])


def test_a_context_that_was_pickled_is_equal():
    assert pickle.loads(pickle.dumps(made())) == made()
    assert hash(pickle.loads(pickle.dumps(made()))) == hash(made())


def test_equal_contexts_are_read_as_one():
    one, two = (pickle.loads(pickle.dumps(made())) for _ in range(2))
    assert one is two
    assert one is not pickle.loads(pickle.dumps(context(declare(a))))
