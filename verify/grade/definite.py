"""What is known of divergences: they are 0 exactly where both densities are equal, and in general not symmetric.

Main definitions
----------------
* `equal_where_zero`: whether a conclusion is that the densities are equal whose divergence a premise sets to 0.
* `different_in_general`: whether a row says of two divergences that they differ, as they do at some instance.
"""

from __future__ import annotations

from dataclasses import replace

from verify.grade.evidence import Finding, check
from verify.grade.thread import Premise, Thread
from verify.model import Verdict
from verify.terms.nodes import ZERO, Divergence, Term
from verify.terms.rewrite import walk
from verify.terms.statement import Statement

ZERO_WHERE_EQUAL = "a divergence is 0 exactly where both densities are equal"
IN_GENERAL = "both differ in general"


def equal_where_zero(premise: Premise | None, found: tuple[Statement, ...]) -> bool:
    """Whether readings say that p = q, and the premise that KL(p ‖ q) = 0 or JSD(p, q) = 0."""
    if premise is None or premise.statement.relation != "=" or len(found) != 1:
        return False
    divergence, zero = _zero_last(premise.statement.args)
    if not isinstance(divergence, Divergence) or divergence.right is None or zero != ZERO:
        return False
    return found[0].relation == "=" and set(found[0].args) == {divergence.left, divergence.right}


def _zero_last(args: tuple[Term, ...]) -> tuple[Term, Term]:
    first, second = args
    return (second, first) if first == ZERO else (first, second)


def different_in_general(found: tuple[Statement, ...], thread: Thread) -> Finding | None:
    """Return as confirmed that two divergences differ, KL(p ‖ q) ≠ KL(q ‖ p), if some instance tells them apart."""
    if len(found) != 1 or found[0].relation != "!=":
        return None
    if not all(any(isinstance(node, Divergence) for node in walk(arg)) for arg in found[0].args):
        return None
    equal = check(replace(found[0], relation="="), thread.scope.context)
    if not equal.fails:
        return None
    return Finding(Verdict.CONFIRMED, equal.evidence, IN_GENERAL, equal.counterexample, found[0])
