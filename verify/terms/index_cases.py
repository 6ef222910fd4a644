"""Hypotheses about indices, put into the statement: under i = j both are one index, under i ≠ j the rest counts for 0.

Main definitions
----------------
* `without_index_cases`: an equivalent statement without such hypotheses.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from verify.terms.nodes import ONE, Add, Delta, IllTyped, Mul, Num, Sym
from verify.terms.rewrite import substitute
from verify.terms.statement import Statement


def without_index_cases(statement: Statement) -> Statement:
    """Return an equivalent statement in which hypotheses i = j and i ≠ j between indices stand no more.

    An equation under i ≠ j is the equation of both sides times 1 - δᵢⱼ; other relations keep such a hypothesis.
    """
    for hypothesis in statement.hypotheses:
        if not _is_about_indices(hypothesis):
            continue
        rest = replace(statement, hypotheses=tuple(h for h in statement.hypotheses if h is not hypothesis))
        changed = _identified(rest, hypothesis) if hypothesis.relation == "=" else _apart(rest, hypothesis)
        if changed is not None:
            return without_index_cases(changed)
    return statement


def _is_about_indices(hypothesis: Statement) -> bool:
    sides = hypothesis.args
    known = hypothesis.relation in ("=", "!=") and all(side.sort in ("index", "dimension") for side in sides)
    return known and isinstance(sides[0], Sym) and sides[0].sort == "index"


def _identified(statement: Statement, hypothesis: Statement) -> Statement | None:
    index, other = hypothesis.args
    if not isinstance(index, Sym) or index in statement.variables:
        return None
    values = {index: other}
    try:
        hypotheses = tuple(replace(h, args=tuple(substitute(a, values) for a in h.args)) for h in statement.hypotheses)
        args = tuple(substitute(a, values) for a in statement.args)
        return replace(statement, args=args, hypotheses=hypotheses)
    except IllTyped:
        return None


def _apart(statement: Statement, hypothesis: Statement) -> Statement | None:
    if statement.relation != "=":
        return None
    apart = Add((ONE, Mul((Num(Fraction(-1)), Delta(*hypothesis.args)))))
    try:
        return replace(statement, args=tuple(Mul((apart, side)) for side in statement.args))
    except IllTyped:
        return None
