"""Implications: what is supposed before an arrow, what a sentence sets, and what is concluded from it.

A conclusion is right if it follows from a premise that can hold and that the student was entitled to; it is carried
if the premise is wrong; otherwise an implication stays undecided rather than being held against anyone.

Main definitions
----------------
* `premise_for`: what a row may be concluded from; `given`: what is known of it then, if the premise `can_hold`.
* `concluded`: the verdict of a row that follows from a premise.
* `premise_of`: a statement as a premise of the rows that follow.
* `may_be_supposed`: whether what stands before an arrow may be a case or an equation to be solved.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from verify.grade.clauses import Link
from verify.grade.evidence import Finding, check_all
from verify.grade.judged import Judged
from verify.grade.thread import Premise, Thread
from verify.meaning.draw import draw
from verify.model import Verdict
from verify.terms.nodes import Apply, Diff, Sym
from verify.terms.rewrite import free
from verify.terms.rewrite import walk as walk_term
from verify.terms.statement import Statement

UNDECIDED = "an implication that was not decided"


def premise_for(thread: Thread, concluding: bool) -> Premise | None:
    """Return what a row may be concluded from: the last premise, or the wrong row before in the same answer."""
    if thread.premises:
        return thread.premises[-1]
    if concluding and thread.wrong[thread.earlier :]:
        return Premise(thread.wrong[-1].statement, wrong=True)
    return None


def premise_of(statement: Statement, *, whole: bool = True, wrong: bool = False, for_row: bool = False) -> Premise:
    """Return that a statement is supposed for what follows, and whether its author was entitled to that."""
    return Premise(statement, wrong, whole, _names_what_it_sets(statement), for_row)


def says_the_premise(premise: Premise, found: Iterable[Statement]) -> bool:
    """Whether a row says what is supposed: it follows from itself, and is concluded from nothing."""
    supposed = premise.statement
    return all(r.relation == supposed.relation and set(r.args) == set(supposed.args) for r in found)


def given(premise: Premise, found: Iterable[Statement], thread: Thread) -> Finding:
    """Return what is known of the readings of a row if a premise holds."""
    under = (replace(r, hypotheses=(*r.hypotheses, premise.statement)) for r in found)
    return check_all(under, thread.scope.context)


def can_hold(premise: Premise, found: tuple[Statement, ...], thread: Thread) -> bool:
    """Whether some instance satisfies a premise: from a contradiction everything follows."""
    terms = tuple(arg for reading in found for arg in reading.args)
    drawn = draw(thread.scope.context, 1, 2, terms=terms, hypotheses=(premise.statement,))
    return next(drawn, None) is not None


def concluded(link: Link, finding: Finding, premise: Premise, thread: Thread, core: Statement) -> Judged:
    """Return the verdict of a row that follows from a premise."""
    if premise.wrong:
        verdict, reason = Verdict.CARRIED, "follows from an earlier wrong row"
    elif not premise.trusted:
        verdict, reason = Verdict.UNDECIDED, "follows from an equation that was not checked"
    else:
        verdict, reason = finding.verdict, "follows from what is supposed before"
        thread.confirm(link.pairs)
    return Judged(
        link.start, link.end, verdict, finding.evidence, statement=finding.text, follows=True, reason=reason, core=core
    )


def may_be_supposed(found: tuple[Statement, ...]) -> bool:
    """Whether what stands before an arrow may be a case, an equation to be solved or a condition on a number."""
    return any(r.relation == "=" or any(s.sort == "real" for arg in r.args for s in free(arg)) for r in found)


def _names_what_it_sets(statement: Statement) -> bool:
    """Whether an equation sets a name or a derivative to something: then it is what the student says it is.

    In "a/t - b = 0" nobody knows whether the left side is the derivative that it should be.
    """
    named = any(isinstance(side, Sym | Apply) for side in statement.args)
    return named or any(isinstance(node, Diff) for arg in statement.args for node in walk_term(arg))
