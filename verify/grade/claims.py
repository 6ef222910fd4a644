"""Rows in front of an arrow that claim something by themselves: "∇L = … = 0 ⇒", "p_{F(U)}(F(u)) = … ⇒ log p = …".

What stands in front of an arrow may be a case, or an equation that is set and solved; then it is held against nobody.
But what a derivative, an expectation, a divergence, the law of a transformed variable or a name of the sheet is, as a
formula, is nobody's to choose.

Main definitions
----------------
* `claims`: whether a row in front of an arrow can only be a claim.
* `judge_claim`: the verdict of a false one, where it is its author's.
"""

from __future__ import annotations

from collections.abc import Callable

from verify.grade.clauses import Link, Step
from verify.grade.implied import premise_of
from verify.grade.judged import Judged
from verify.grade.optimum import is_about_an_optimum
from verify.grade.thread import Thread
from verify.latex.names import matches
from verify.latex.scope import Definition
from verify.latex.tree import Node
from verify.model import Verdict
from verify.terms.nodes import At, Density, Diff, Expect, Integral, Mul, Num, Term
from verify.terms.rewrite import free, walk
from verify.terms.statement import Statement


def claims(step: Step, statement: Statement, thread: Thread) -> bool:
    """Whether a row in front of an arrow says what something is that is not free, or what is then set to 0.

    An equation about an optimum, as normal equations are, holds there or does not.
    """
    if thread.first or statement.relation != "=" or len(statement.args) != 2:
        return False
    right = statement.args[1]
    if any(isinstance(node, Diff) for node in walk(right)):
        return False  # two slopes may be set equal
    said = is_about_an_optimum((statement,), thread) or _says_what_is(step.link, statement, thread)
    return step.then_zero or (_is_formula(right) and said)


def judge_claim(step: Step, statement: Statement, thread: Thread, judge: Callable[[], Judged]) -> Judged | None:
    """Return the verdict of such a row, from `judge`, where it says that it is wrong; None where it may be supposed.

    An edit or an earlier error has to explain what is wrong, but for the row that says what is set to 0. Where it may
    be supposed, what `judge` kept of it as wrong or chosen is forgotten.
    """
    said = list(thread.wrong), list(thread.choices)
    judged = judge()
    explained = bool(judged.expected) or judged.verdict is Verdict.CARRIED
    opens = step.then_zero and not step.before and _says_what_is(step.link, statement, thread)
    if judged.verdict in (Verdict.REFUTED, Verdict.ILL_TYPED, Verdict.CARRIED) and (explained or opens):
        thread.premises.append(premise_of(statement, whole=not step.before, wrong=True))
        return judged
    thread.wrong, thread.choices = said
    return None


def _says_what_is(link: Link, statement: Statement, thread: Thread) -> bool:
    """Whether the left side has a value of its own, that a row can only get right or wrong."""
    named = all(_is_name_of_the_sheet(side, thread) for side, _ in link.pairs)
    return named or _is_determined(statement.args[0], thread)


def _is_formula(term: Term) -> bool:
    """Whether a term depends on anything, so that it is more than a value."""
    return any(s.sort != "dimension" for s in free(term)) or any(isinstance(n, Density | Expect) for n in walk(term))


def _is_determined(term: Term, thread: Thread) -> bool:
    """Whether a term has its value from what it is made of: a derivative, an expectation, a transformed density."""
    match term:
        case Diff() | Expect() | Integral() | At(body=Diff()):
            return True
        case Density(law=law):
            return thread.scope.context.law_by_name[law].pushforward is not None
        case Mul(factors=(Num(), factor)):
            return _is_determined(factor, thread)
    return False


def _is_name_of_the_sheet(side: Node, thread: Thread) -> bool:
    found = [meaning for meaning, rest in matches(side, thread.scope) if not rest]
    return any(isinstance(meaning, Definition) and not meaning.own for meaning in found)
