"""Instances in which two random points have one law, and the rule that judges whether they have."""

from tests.decide.test_information_identities import CONTEXT, MATCHED, done, in_law, undone
from verify.meaning.case import Violation
from verify.meaning.draw import draw, witness
from verify.meaning.evaluate import evaluate
from verify.meaning.judge import judge
from verify.terms.nodes import Sym
from verify.terms.statement import Statement

ASSUMED = CONTEXT.with_hypotheses((in_law(), "the pairs have one law"))


def test_a_hypothesis_of_equality_in_law_has_witnesses():
    assert witness(ASSUMED) is not None
    found = list(draw(CONTEXT, 1, 6, hypotheses=(in_law(),)))
    assert len(found) >= 4
    for instance in found:
        assert judge(in_law(), instance, CONTEXT) is True
        assert evaluate(undone, instance, CONTEXT) == evaluate(done, instance, CONTEXT) == 1
    assert len({instance.functions["G"].image for instance in found}) > 1


def test_matched_marginals_leave_the_other_map_free():
    values = {str(evaluate(undone, i, CONTEXT)) for i in draw(CONTEXT, 2, 8, hypotheses=(MATCHED,))}
    assert len(values) > 1


def test_generic_pairs_differ_in_law():
    for instance in draw(CONTEXT, 3, 6):
        assert isinstance(judge(in_law(), instance, CONTEXT), Violation)


def test_spaces_mapped_to_and_fro_have_different_sizes_at_times():
    sizes = {(len(i.spaces["x"]), len(i.spaces["z"])) for i in draw(CONTEXT, 4, 12)}
    assert {(3, 3), (2, 3), (3, 2)} <= sizes


def test_what_is_no_expectation_of_the_function_is_not_judged():
    left, right = in_law().args
    (instance,) = draw(CONTEXT, 5, 1)
    for args in ((left.body, right), (left, right.body)):
        assert judge(Statement("same law", args, in_law().variables), instance, CONTEXT) is None
    assert judge(Statement("same law", (left, right), (Sym("f", "law"),)), instance, CONTEXT) is None
