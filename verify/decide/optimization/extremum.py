"""Extrema over real numbers and columns, by a bound for all points and a witness.

Main definitions
----------------
* `decide`: a comparison in which extrema over real variables occur. An extremum whose witness is given is replaced by
  its value there; a minimum is at most the value at any admissible point; an infimum that is only approached
  is a bound that is a limit too.

A point minimizes a convex function where the gradient vanishes (Boyd and Vandenberghe, Convex Optimization,
2004, section 3.1.3); minima nested in one another are one over all variables together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from verify.decide.optimization.curvature import Setting, bends
from verify.decide.optimization.setting import (
    AXIOM,
    Ground,
    OutOfReach,
    defined,
    free_variables,
    inside,
    unshared,
)
from verify.decide.scalars.comparison import negated_by
from verify.model import Answer
from verify.terms.nodes import ZERO, Add, At, Const, Diff, Extremum, Fn, MatOp, Mul, Pow, Sum, Sym, Term
from verify.terms.rewrite import free, substitute
from verify.terms.statement import Statement
from verify.terms.unfold import unfold

LOWEST = ("min", "inf")
HIGHEST = ("max", "sup")


@dataclass(frozen=True)
class Problem:
    """Nested extrema of one direction as one: minimize `sign · body` over all `variables`."""

    kinds: tuple[str, ...]
    body: Term
    variables: tuple[Sym, ...]
    sign: int

    @property
    def attained(self) -> bool:
        """Whether the words promise that the extremum is attained."""
        return any(kind in ("min", "max") for kind in self.kinds)


def decide(statement: Statement, ground: Ground, using: tuple[Term, ...]) -> Answer | None:
    """Decide a comparison with extrema over real variables.

    Raises:
        OutOfReach: there is none, or too few witnesses are given.

    """
    sides = [unfold(side, ground.context) for side in statement.args]
    problems = [problem_of(side) for side in sides]
    hints = tuple(unfold(hint, ground.context) for hint in using)
    found = _same_function(statement, problems, ground) if not hints else None
    found = found or _by_instance(statement, sides, problems, hints, ground)
    if found is None and len(hints) == 1 and _is_infinite(hints[0]):
        return _approached(statement, sides, problems, hints[0], ground)
    return found if found is not None else _by_witnesses(statement, sides, hints, ground)


def problem_of(term: Term) -> Problem | None:
    """Return the extremum over real variables that the term is, with those of the same direction directly inside."""
    kinds: list[str] = []
    variables: list[Sym] = []
    direction = LOWEST if isinstance(term, Extremum) and term.kind in LOWEST else HIGHEST
    while isinstance(term, Extremum) and term.kind in direction and term.variable.sort == "real":
        if term.variable in variables:
            return None
        kinds.append(term.kind)
        variables.append(term.variable)
        term = term.body
    if not variables:
        return None
    return Problem(tuple(kinds), term, tuple(variables), 1 if direction == LOWEST else -1)


def _is_infinite(term: Term) -> bool:
    return term == Const("oo") or (isinstance(term, Mul) and Const("oo") in term.factors)


def _same_function(statement: Statement, problems: list[Problem | None], ground: Ground) -> Answer | None:
    """Two extrema of one kind, over the same variables, of functions that are equal."""
    first, second = problems
    if first is None or second is None or statement.relation not in ("=", "<=", ">="):
        return None
    if (first.kinds, first.variables) != (second.kinds, second.variables):
        return None
    free_variables(first.variables, ground.context)
    same = ground.holds("=", first.body, second.body)
    return ground.proof("extrema of the same function") if same else None


# ------------------------------------------------------------------------------------------ one point


def _by_instance(
    statement: Statement, sides: list[Term], problems: list[Problem | None], hints: tuple[Term, ...], ground: Ground
) -> Answer | None:
    """A minimum is at most the value at any point of the range; a maximum at least."""
    for which, problem in enumerate(problems):
        if problem is None or problem_of(sides[1 - which]) is not None or len(hints) != len(problem.variables):
            continue
        below = "<=" if which == 0 else ">="
        if statement.relation != (below if problem.sign > 0 else {"<=": ">=", ">=": "<="}[below]):
            continue
        there = _value_at(problem, hints, ground)
        relation = ">=" if problem.sign > 0 else "<="
        if there is not None and (
            ground.holds("=", sides[1 - which], there) or ground.holds(relation, sides[1 - which], there)
        ):
            shown = ", ".join(f"{v} = {h}" for v, h in zip(problem.variables, hints, strict=True))
            return ground.proof(f"the extremum is no better than at {shown}")
    return None


def _value_at(problem: Problem, hints: tuple[Term, ...], ground: Ground) -> Term | None:
    """Return the body at admissible values of the variables, or None where they are not shown to be admissible."""
    free_variables(problem.variables, ground.context)
    for variable, hint in zip(problem.variables, hints, strict=True):
        if variable.shape != hint.shape or not defined(hint, ground) or not inside(hint, variable, ground):
            return None
    there = substitute(problem.body, dict(zip(problem.variables, hints, strict=True)))
    return there if defined(there, ground) else None


# ----------------------------------------------------------------------------------------- witnesses


def _by_witnesses(statement: Statement, sides: list[Term], hints: tuple[Term, ...], ground: Ground) -> Answer | None:
    left = iter(hints)
    replaced = [_evaluated(side, left, ground) for side in sides]
    if None in replaced:
        return None
    first, second = (side for side in replaced if side is not None)
    if replaced == sides or next(left, None) is not None:
        raise OutOfReach("the witnesses do not fit the extrema")
    if not ground.holds(statement.relation, first, second):
        return None
    return ground.proof("each extremum is the value at its witness, where a convex function is stationary", AXIOM)


def _evaluated(term: Term, hints: Iterator[Term], ground: Ground) -> Term | None:
    """Replace each extremum over real variables by its value at the next witnesses; None where one fails."""
    problem = problem_of(term)
    if problem is not None:
        return _best(problem, hints, ground)
    match term:
        case Sum(body=body, index=index, upper=upper) if _has_extremum(body):
            own = Sym(f"{index.name}#any", "index")
            if own in free(body):
                raise OutOfReach(f"the index {index} hides another")
            inner = _evaluated(substitute(body, {index: own}), _renamed(hints, index, own), ground)
            return None if inner is None else Sum(substitute(inner, {own: index}), index, upper)
        case Add(terms=parts) | Mul(factors=parts):
            found = [_evaluated(part, hints, ground) for part in parts]
            return None if None in found else type(term)(tuple(part for part in found if part is not None))
        case Pow() | Fn() | MatOp() if _has_extremum(term):
            raise OutOfReach("an extremum inside a function")
        case _:
            return term


def _renamed(hints: Iterator[Term], index: Sym, own: Sym) -> Iterator[Term]:
    for hint in hints:
        yield substitute(hint, {index: own})


def _has_extremum(term: Term) -> bool:
    return isinstance(term, Extremum) or any(_has_extremum(child) for child in term.children())


def _best(problem: Problem, hints: Iterator[Term], ground: Ground) -> Term | None:
    """Return the body at the witness, where it is shown to be least (greatest)."""
    own = tuple(hint for _, hint in zip(problem.variables, hints, strict=False))
    if len(own) != len(problem.variables):
        raise OutOfReach("too few witnesses are given")
    if any(_is_infinite(hint) for hint in own):
        raise OutOfReach("an extremum that is only approached, inside another term")
    unshared(problem.variables, own)
    there = _value_at(problem, own, ground)
    return there if there is not None and is_best(problem, own, ground) else None


def is_best(problem: Problem, witness: tuple[Term, ...], ground: Ground) -> bool:
    """Whether the body is convex (concave for a maximum) in all variables together, and stationary at the witness."""
    found = bends(problem.body, problem.sign, Setting(problem.variables, ground.context))
    if found is None:
        return False
    ground.hypotheses.update(found.hypotheses)
    at = tuple(zip(problem.variables, witness, strict=True))
    return all(_stationary(problem.body, variable, at, ground) for variable in problem.variables)


def _stationary(body: Term, variable: Sym, at: tuple[tuple[Sym, Term], ...], ground: Ground) -> bool:
    slope = At(Diff(body, (variable,)), at)
    return ground.holds("=", slope, MatOp("zeros", slope.shape) if slope.shape else ZERO)


# ---------------------------------------------------------------------------------------- only approached


def _approached(
    statement: Statement, sides: list[Term], problems: list[Problem | None], end: Term, ground: Ground
) -> Answer | None:
    """The infimum of f is c, as f ≥ c everywhere and f tends to c at the end of the line."""
    for which, problem in enumerate(problems):
        if problem is None or statement.relation != "=" or len(problem.variables) != 1:
            continue
        variable, claimed = problem.variables[0], sides[1 - which]
        free_variables((variable,), ground.context)
        if variable.shape or variable in free(claimed) or _has_extremum(claimed):
            raise OutOfReach("an infimum at infinity is one over a number")
        if problem.attained:
            return _not_attained(problem, claimed, ground)
        bound = ground.holds(">=" if problem.sign > 0 else "<=", problem.body, claimed)
        if bound and ground.holds("limit", problem.body, end, claimed, variables=(variable,)):
            return ground.proof(f"a bound for all {variable}, and the limit at {end}")
    return None


def _not_attained(problem: Problem, claimed: Term, ground: Ground) -> Answer | None:
    """That c is the minimum of f is wrong where f > c everywhere."""
    if not ground.holds(">" if problem.sign > 0 else "<", problem.body, claimed):
        return None
    return negated_by((problem.body, claimed), "the value claimed is attained nowhere")
