"""Rules for matrices, roots and fields: determinants, eigenvalues, equilibria, conserved quantities."""

from __future__ import annotations

from collections.abc import Iterator

import flint

from verify.meaning import arrays
from verify.meaning.case import Case, Judgement, Violation, as_rows, text, violation, zero_or_none
from verify.meaning.evaluate import Value
from verify.meaning.numbers import (
    NUMBERS,
    ONE,
    ZERO,
    Imprecise,
    Number,
    Undefined,
    Unsupported,
    ball,
    fraction,
    is_rational,
    is_zero,
    real,
)
from verify.terms.nodes import Diff, Sym
from verify.terms.statement import column


def _at_point(case: Case) -> dict[Sym, Value]:
    entries = column(case.args[1])
    if len(entries) != len(case.statement.variables):
        raise Unsupported("the point is not written out")
    values = (case.evaluator.value(entry, {}) for entry in entries)
    return dict(zip(case.statement.variables, values, strict=True))


def _vanishes_at(case: Case, point: dict[Sym, Value]) -> bool:
    entries = [x for row in as_rows(case.value(0, point)) for x in row]
    known = [zero_or_none(x) for x in entries]
    if any(k is False for k in known):
        return False
    if None in known:
        raise Imprecise("cannot tell whether a field vanishes")
    return True


def stability(case: Case) -> Judgement:
    """The field must vanish at the claimed point; then its linearization may contradict the claim.

    All eigenvalues in Re < 0: asymptotically stable. One in Re > 0: unstable. (Linearized stability.)
    """
    wrong = equilibrium(case)
    if wrong is not None:
        return wrong
    point, variables = _at_point(case), case.statement.variables
    jacobian = case.evaluator.value(Diff(case.args[0], variables), point)
    parts = _real_parts(jacobian if isinstance(jacobian, tuple) else ((jacobian,),))
    decays, grows = all(r < 0 for r in parts), any(r > 0 for r in parts)
    stable = case.statement.relation in ("lyapunov stable", "asymptotically stable")
    if (stable and grows) or (not stable and decays and parts):
        shown = ", ".join(text(r, 6) for r in parts)
        side = "one eigenvalue has" if grows else "all eigenvalues have"
        return Violation(f"real parts {shown}", case.statement.relation, "enclosed", f"{side} that sign: linearization")
    return None


def _real_parts(matrix: arrays.Array) -> list[Number]:
    """Enclosures of the real parts of all eigenvalues; Imprecise if they cannot be isolated."""
    if any(not isinstance(x, NUMBERS) for row in matrix for x in row):
        raise Unsupported("a derivative that is no number")
    if len(matrix) == 1:
        return [ball(real(matrix[0][0]))]
    table = flint.acb_mat([[flint.acb(ball(x)) for x in row] for row in matrix])
    try:
        return [root.real for root in table.eig(multiple=True)]
    except ValueError as error:
        raise Unsupported("eigenvalues that cannot be enclosed") from error


def differentiable(case: Case) -> Judgement:
    """Refute "not differentiable" where every function on the way has a derivative: the chain rule."""
    variable = case.statement.variables[0]
    if len(case.statement.variables) != 1 or variable.of_sort != "real" or variable.shape != case.args[1].shape:
        return None  # one smooth direction does not show differentiability
    point = {variable: case.value(1)}
    slope = case.evaluator.value(Diff(case.args[0], (variable,)), point)
    name = variable.name
    return Violation(f"derivative {text(slope)}", "none", "enclosed", f"at {name} = {text(point[variable])}")


def equilibrium(case: Case) -> Judgement:
    """The field must vanish at the claimed point."""
    point = _at_point(case)
    if _vanishes_at(case, point):
        return None
    return violation(case, case.value(0, point), ZERO, "the left-hand side at the claimed point does not vanish")


def unique_root(case: Case) -> Judgement:
    """The field must vanish at the claimed point, and at no other that is tried."""
    wrong = equilibrium(case)
    if wrong is not None:
        return wrong
    claimed = _at_point(case)
    for other in _grid(case.statement.variables):
        if any(other[v] != claimed[v] for v in other) and _exact_root(case, other):
            where = ", ".join(f"{v.name} = {text(x)}" for v, x in other.items())
            return Violation("0", "0", "exact", f"{where} is a root too")
    return None


def _grid(variables: tuple[Sym, ...]) -> Iterator[dict[Sym, Value]]:
    """The origin, ±1 along each axis, and all ones."""
    zeros: dict[Sym, Value] = dict.fromkeys(variables, ZERO)
    yield zeros
    for variable in variables:
        yield from ({**zeros, variable: flint.fmpq(side)} for side in (1, -1))
    yield dict.fromkeys(variables, ONE)


def _exact_root(case: Case, point: dict[Sym, Value]) -> bool:
    for variable, value in point.items():
        declared = case.evaluator.context.by_name.get(variable.name)
        if declared is not None and fraction(value) not in declared.interval:
            return False
    try:
        entries = [x for row in as_rows(case.value(0, point)) for x in row]
    except (Undefined, Unsupported):
        return False
    return all(is_rational(x) and x == 0 for x in entries)


def eigenvalues(case: Case) -> Judgement:
    """Compare det(tI - A) with ∏(t - λ) at more points t than their degree."""
    matrix = case.evaluator.array(case.args[0], {})
    claimed = [row[0] for row in as_rows(case.value(1))]  # however the column is written: -(i, -i) too
    if len(claimed) != len(matrix):
        return Violation(f"{len(matrix)} eigenvalues", f"{len(claimed)} values", "exact")
    known = True
    for t in range(len(matrix) + 1):
        left, right = _characteristic(matrix, t), flint.fmpq(1)
        for root in claimed:
            right = right * (t - root)
        equal = zero_or_none(left - right)
        if equal is False:
            return violation(case, left, right, f"det(tI - A) against the product of t - λ, at t = {t}")
        known = known and equal is True
    if not known:
        raise Imprecise("the characteristic polynomials agree as far as balls tell")
    return True


def _characteristic(matrix: arrays.Array, t: int) -> Number:
    n = len(matrix)
    return arrays.det(arrays.build(n, n, lambda i, j: (t if i == j else 0) - matrix[i][j]))


def conserved(case: Case) -> Judgement:
    """The derivative of args[1] along the field must vanish; here at one point."""
    field = [x for row in as_rows(case.value(0)) for x in row]
    rate = ZERO
    for velocity, variable in zip(field, case.statement.variables, strict=True):
        rate = rate + velocity * case.evaluator.value(Diff(case.args[1], (variable,)), {})
    if zero_or_none(rate) is False:
        return violation(case, rate, ZERO, "the left-hand side is the rate of change along the field")
    return None


def determinant(case: Case) -> Judgement:
    """Compare the determinant with 0."""
    det = arrays.det(case.evaluator.array(case.args[0], {}))
    if is_zero(det) == (case.statement.relation == "singular"):
        return True
    return violation(case, det, ZERO, "the left-hand side is the determinant")
