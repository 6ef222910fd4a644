"""`infinite`: a supremum is +∞, or the negative of an infimum is.

Shown by the limit along the line (the witness is ±oo), or by a family of points w(t) with f(w(t)) ≤ t for every real t.
"""

from __future__ import annotations

from fractions import Fraction

from verify.decide.optimization.extremum import Problem, _is_infinite, _value_at, problem_of
from verify.decide.optimization.setting import Ground, OutOfReach, free_variables
from verify.model import Answer
from verify.terms.context import REALS
from verify.terms.nodes import Const, Mul, Num, Sym, Term
from verify.terms.rewrite import free
from verify.terms.statement import Statement
from verify.terms.unfold import negative, unfold


def decide(statement: Statement, ground: Ground, using: tuple[Term, ...]) -> Answer | None:
    """Show that a supremum, or minus an infimum, is +∞ by the way in `using`.

    Raises:
        OutOfReach: the statement is not of this form, or no way is given.

    """
    problem = _downwards(unfold(statement.lhs, ground.context))
    hints = tuple(unfold(hint, ground.context) for hint in using)
    if problem is None or len(problem.variables) != 1 or len(hints) != 1:
        raise OutOfReach("not a supremum over one variable with a way along which it grows")
    if problem.attained:
        raise OutOfReach("a maximum is a number")
    free_variables(problem.variables, ground.context)
    (variable,), (way,) = problem.variables, hints
    if _is_infinite(way):
        end = Const("oo") if problem.sign < 0 else negative(Const("oo"))
        if not variable.shape and ground.holds("limit", problem.body, way, end, variables=(variable,)):
            return ground.proof(f"it tends to {end} as {variable} → {way}")
        return None
    return _along(problem, way, ground)


def _downwards(term: Term) -> Problem | None:
    """Return the problem whose infimum is claimed to be -∞, or supremum +∞."""
    problem = problem_of(term)
    if problem is not None:
        return problem if problem.sign < 0 else None
    match term:
        case Mul(factors=(Num(value), inner)) if value == Fraction(-1):
            problem = problem_of(inner)
            return problem if problem is not None and problem.sign > 0 else None
        case _:
            return None


def _along(problem: Problem, way: Term, ground: Ground) -> Answer | None:
    """Every level t is passed at w(t), where t is a number that nothing else speaks of."""
    context = ground.context
    new = [s for s in free(way) - free(problem.body) if s.sort == "real" and not s.shape]
    if len(new) != 1 or not _is_any_number(new[0], ground):
        raise OutOfReach("the way needs one new symbol, for the level that is passed")
    free_variables((new[0],), context)
    there = _value_at(problem, (way,), ground)
    level = new[0]
    passed = there is not None and (
        ground.holds("=", there, level) or ground.holds("<=" if problem.sign > 0 else ">=", there, level)
    )
    return ground.proof(f"at {problem.variables[0]} = {way} the level {level} is passed") if passed else None


def _is_any_number(symbol: Sym, ground: Ground) -> bool:
    declared = ground.context.by_name.get(symbol.name)
    return declared is not None and declared.interval == REALS and declared.definition is None
