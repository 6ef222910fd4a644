"""Equations under i = j and i ≠ j."""

from dataclasses import replace

import pytest

from tests.latex.tables import REGRESSION
from verify.latex.elaborate import statements
from verify.latex.rows import formula_row
from verify.latex.scope import Scope
from verify.links import check_link
from verify.model import Verdict
from verify.terms.statement import Statement

SCOPE = Scope.of(REGRESSION)


def _statement(text: str) -> Statement:
    row = formula_row(text)
    left, right = row.sides
    assert left is not None
    assert right is not None
    (found,) = statements(left, row.relations[0], right, SCOPE)
    return found


@pytest.mark.parametrize(
    ("case", "text", "verdict"),
    [
        (r"i \neq j", r"\mathbb{E}[R_{ki} R_{kj}] = p^2", Verdict.PROVED),
        (r"i = j", r"\mathbb{E}[R_{ki} R_{kj}] = p", Verdict.PROVED),
        (r"i = 1", r"\mathbb{E}[R_{ki} R_{k1}] = p", Verdict.PROVED),
        (r"i \neq j", r"\mathbb{E}[(X \odot R)^T (X \odot R)]_{ij} = p^2 (X^T X)_{ij}", Verdict.PROVED),
        (r"i \neq j", r"\mathbb{E}[R_{ki} R_{kj}] = p", Verdict.REFUTED),
        (r"i = j", r"\mathbb{E}[R_{ki} R_{kj}] = p^2", Verdict.REFUTED),
    ],
)
def test_cases_of_indices(case: str, text: str, verdict: Verdict) -> None:
    statement = replace(_statement(text), hypotheses=(_statement(case),))
    assert check_link(statement, SCOPE.context).verdict is verdict
