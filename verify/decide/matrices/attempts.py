"""Which hypotheses a proof needs: none if it can, then inequalities, then equations as rules.

Main definitions
----------------
* `Attempt`: the hypotheses of one try.
* `prove`: the first try that succeeds, with hypotheses that it does not need left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from verify.decide.matrices.calculus import carry_out
from verify.decide.matrices.translate import Algebra
from verify.decide.matrices.words import Unsupported
from verify.decide.rational import TooLarge
from verify.model import Proof
from verify.terms.context import Context
from verify.terms.nodes import IllTyped
from verify.terms.printing import statement_text
from verify.terms.statement import Statement

Fact = tuple[Statement, str]
#: returns a certificate, or None where the statement is not proved
Goal = Callable[[Algebra], str | None]
#: most hypotheses that are left out one at a time to see which are needed
MAX_HYPOTHESES = 8


@dataclass(frozen=True)
class Attempt:
    """A try under some of the hypotheses; equations among them become rules.

    `identity` says that an equality is to be shown: it holds wherever it is defined if it holds generically.
    Orders, definite and invertible matrices need not: c(A + cB)⁻¹ is invertible for c ≠ 0 only.
    """

    context: Context
    facts: tuple[Fact, ...]
    identity: bool

    def algebra(self) -> Algebra:
        """Return the word algebra under these hypotheses.

        An equation outside the language of words is left out. An identity without equations is generic.

        Raises:
            Contradiction: the equations make 1 equal to 0.

        """
        context = replace(self.context, hypotheses=self.facts)
        equations = [s for s, _ in self.facts if _is_equation(s)]
        algebra = Algebra(context, generic=self.identity and not equations)
        for equation in equations:
            _assume(equation, algebra)
        return algebra


def _is_equation(statement: Statement) -> bool:
    return statement.relation == "=" and not statement.variables and not statement.hypotheses


def _assume(equation: Statement, algebra: Algebra) -> None:
    try:
        left, right = (carry_out(side, algebra.context) for side in equation.args)
        sides = algebra.difference(left, right)
    except (Unsupported, IllTyped, ZeroDivisionError):
        return
    algebra.rewriting.assume(sides)


def prove(goal: Goal, context: Context, name: str, *, identity: bool) -> Proof | None:
    """Return a proof of `goal` (an equality if `identity`) under as few hypotheses as possible, or None.

    Raises:
        Unsupported: the statement is outside the language of words.
        TooLarge: every try passed a bound.

    """
    excuse: TooLarge | None = None
    for attempt in _attempts(context, identity):
        try:
            certificate = goal(attempt.algebra())
        except TooLarge as error:
            excuse = error
            continue
        if certificate is not None:
            least, certificate = _least(goal, attempt, certificate)
            return Proof(name, hypotheses=tuple(dict.fromkeys(_texts(least))), certificate=certificate)
    if excuse is not None:
        raise excuse
    return None


def _attempts(context: Context, identity: bool) -> Iterator[Attempt]:
    facts = context.hypotheses
    comparisons = tuple(f for f in facts if not _is_equation(f[0]))
    yield Attempt(context, (), identity)
    if comparisons:
        yield Attempt(context, comparisons, identity)
    if len(comparisons) < len(facts):
        yield Attempt(context, facts, identity)


def _least(goal: Goal, attempt: Attempt, certificate: str) -> tuple[Attempt, str]:
    """Leave out, one at a time, hypotheses that the proof does not need."""
    if len(attempt.facts) > MAX_HYPOTHESES:
        return attempt, certificate
    for fact in attempt.facts:
        fewer = replace(attempt, facts=tuple(f for f in attempt.facts if f is not fact))
        try:
            found = goal(fewer.algebra())
        except (TooLarge, Unsupported, ZeroDivisionError):
            continue
        if found is not None:
            attempt, certificate = fewer, found
    return attempt, certificate


def _texts(attempt: Attempt) -> list[str]:
    return [sentence or statement_text(statement) for statement, sentence in attempt.facts]
