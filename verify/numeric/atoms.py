"""What atoms that are no comparisons imply for values: comparisons that hold wherever the atom does.

A wrong eigenvalue changes a power sum, a wrong minimizer leaves a slope, a quantity that is not conserved has a
rate of change. Where the comparisons are also enough for the atom (`SUFFICIENT`), confirming them
confirms it; elsewhere they can only refute it.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from verify.terms.base import NUMERIC
from verify.terms.context import Context
from verify.terms.laws_of_maps import NoChange, change_of_variables
from verify.terms.nodes import ONE, ZERO, Add, At, Diff, Entry, MatOp, Mul, Num, Pow, Rows, Sym, Term
from verify.terms.rewrite import free
from verify.terms.statement import COMPARISONS, Statement, column
from verify.terms.unfold import unfold_definitions

#: atoms that are equivalent to the comparisons below, or that a rung of their own confirms (`gradients`)
SUFFICIENT = frozenset({"=", "eigenvalues", "conserved", "singular", "receptive field"})


def confirms(statement: Statement) -> bool:
    """Whether instances that agree confirm the statement: its comparisons suffice, and compare numbers.

    Two points, or two values of a parameter, of which an instance has a few, agree by chance too often.
    """
    return statement.relation in SUFFICIENT and about_numbers(statement)


def about_numbers(statement: Statement) -> bool:
    """Whether all sides are numbers or arrays of them."""
    return all(arg.sort in NUMERIC for arg in statement.args)


#: hypotheses that exact instances satisfy by luck only
UNDRAWN = frozenset({"same argmax", "maximizer"})

#: atoms that say nothing about values at an instance, and why
BEYOND = {
    "limit": "a limit is no statement about values at an instance",
    "infinite": "no instance has an infinite value",
    "lyapunov stable": "stability is a statement about all times, not about values at an instance",
    "asymptotically stable": "stability is a statement about all times, not about values at an instance",
    "not asymptotically stable": "stability is a statement about all times, not about values at an instance",
    "unstable": "stability is a statement about all times, not about values at an instance",
    "not differentiable": "that a derivative is missing is no statement about values at an instance",
    "not convex": "the absence of convexity is no statement about values at an instance",
    "attained": "a supremum over all values is more than instances show",
    "approached": "a supremum over all values is more than instances show",
}


def implied(statement: Statement, context: Context) -> tuple[Statement, ...]:
    """Return comparisons that hold wherever `statement` does; none for atoms that only a replay can judge."""
    if statement.relation in COMPARISONS:
        return (statement,)
    rule = _RULES.get(statement.relation)
    return rule(statement, context) if rule is not None else ()


def _number(value: int) -> Num:
    return Num(Fraction(value))


def _zeros(like: Term) -> Term:
    return MatOp("zeros", like.shape) if like.shape else ZERO


def _eigenvalues(statement: Statement, _: Context) -> tuple[Statement, ...]:
    """Tr A^k = Σ λ^k for k = 1 … size: the power sums determine the multiset."""
    matrix, claimed = statement.args
    size = claimed.shape[0] if claimed.shape else ONE
    roots = _components(claimed, int(size.value)) if isinstance(size, Num) else ()
    if not matrix.shape or not isinstance(matrix.shape[0], Num) or matrix.shape[0].value != len(roots):
        return ()
    traces, sums = [], []
    for k in range(1, len(roots) + 1):
        power = matrix if k == 1 else MatOp("product", (matrix,) * k)
        traces.append((MatOp("trace", (power,)),))
        sums.append((Add(tuple(Pow(root, _number(k)) for root in roots)),))
    return (Statement("=", (Rows(tuple(traces)), Rows(tuple(sums)))),)


def _components(field: Term, count: int) -> tuple[Term, ...]:
    if isinstance(field, Rows):
        return column(field)
    return tuple(Entry(field, (_number(k + 1),)) for k in range(count)) if field.shape else (field,)


def _conserved(statement: Statement, context: Context) -> tuple[Statement, ...]:
    """The rate of change along the field, ∇V·v, vanishes."""
    field = unfold_definitions(statement.args[0], context)
    velocities = _components(field, len(statement.variables))
    rates = tuple(
        Mul((velocity, Diff(statement.args[1], (variable,))))
        for velocity, variable in zip(velocities, statement.variables, strict=True)
    )
    return (Statement("=", (Add(rates), ZERO)),)


def _determinant(statement: Statement, _: Context) -> tuple[Statement, ...]:
    relation = "=" if statement.relation == "singular" else "!="
    return (Statement(relation, (MatOp("det", statement.args), ZERO)),)


def _vanishes(statement: Statement, _: Context) -> tuple[Statement, ...]:
    """The field is 0 at the point."""
    field, point = statement.args[0], _components(statement.args[1], len(statement.variables))
    if len(point) != len(statement.variables):
        return ()
    there = At(field, tuple(zip(statement.variables, point, strict=True)))
    return (Statement("=", (there, _zeros(there))),)


def _free_to_move(variable: Sym, context: Context, hypotheses: tuple[Statement, ...]) -> bool:
    """Whether a real variable ranges over an open set: no closed end, no structure, no hypothesis about it."""
    declared = context.by_name.get(variable.name)
    if variable.sort != "real" or declared is None or declared.structure:
        return False
    about = (*(h for h, _ in context.hypotheses), *hypotheses)
    if any(variable in free(unfold_definitions(arg, context)) for h in about for arg in h.args):
        return False
    return not (declared.interval.low_closed or declared.interval.high_closed)


def _optimum(statement: Statement, context: Context) -> tuple[Statement, ...]:
    """No slope at the claimed point, and no other point does better (a drawn one may be the claimed one)."""
    variable, (objective, point) = statement.variables[0], statement.args
    if len(statement.variables) != 1 or variable.sort != "real" or variable.shape != point.shape:
        return ()
    better = "<=" if statement.relation.endswith("minimizer") else ">="
    found = [Statement(better, (At(objective, ((variable, point),)), objective))]
    if _free_to_move(variable, context, statement.hypotheses):
        slope = At(Diff(objective, (variable,)), ((variable, point),))
        found.insert(0, Statement("=", (slope, _zeros(slope))))
    return tuple(found)


def _monotone(statement: Statement, _: Context) -> tuple[Statement, ...]:
    if any(variable.sort != "real" for variable in statement.variables):
        return ()
    slope = Diff(statement.args[0], statement.variables)
    return (Statement(">=" if statement.relation == "increasing" else "<=", (slope, ZERO)),)


def _convex(statement: Statement, _: Context) -> tuple[Statement, ...]:
    """The second derivative in each variable is not negative."""
    if any(variable.shape or variable.sort != "real" for variable in statement.variables):
        return ()
    bends = (Diff(Diff(statement.args[0], (variable,)), (variable,)) for variable in statement.variables)
    return tuple(Statement(">=", (bend, ZERO)) for bend in bends)


def _distributed(statement: Statement, context: Context) -> tuple[Statement, ...]:
    """The density at the image of a point, times the volume, is the density at the point."""
    try:
        return (change_of_variables(statement, context).equation,)
    except NoChange:
        return ()


_RULES: dict[str, Callable[[Statement, Context], tuple[Statement, ...]]] = {
    "eigenvalues": _eigenvalues,
    "conserved": _conserved,
    "singular": _determinant,
    "invertible": _determinant,
    "unique root": _vanishes,
    "distributed as": _distributed,
    "lyapunov stable": _vanishes,
    "asymptotically stable": _vanishes,
    "not asymptotically stable": _vanishes,
    "unstable": _vanishes,
    "unique maximizer": _optimum,
    "unique minimizer": _optimum,
    "maximizer": _optimum,
    "minimizer": _optimum,
    "increasing": _monotone,
    "decreasing": _monotone,
    "convex": _convex,
    "strictly convex": _convex,
}
