"""Derivatives by dual numbers: the tangent of the value where one number, or one entry, moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verify.meaning import arrays
from verify.meaning.numbers import ONE, Dual, Undefined, Unsupported, tangent
from verify.terms.nodes import Diff, Sym, Term

if TYPE_CHECKING:
    from verify.meaning.evaluate import Evaluator, Scope, Value


def derivative(evaluator: Evaluator, term: Diff, scope: Scope) -> Value:
    """Return the derivative of a scalar by a symbol (by each entry of an array), a gradient, or a Jacobian."""
    if len(term.variables) == 1 and not term.body.shape:
        variable = term.variables[0]
        if not variable.shape:
            return _partial(evaluator, term.body, variable, scope)
        value = evaluator.value(variable, scope)
        return arrays.build(
            len(value), len(value[0]), lambda i, j: _partial(evaluator, term.body, variable, scope, (i, j))
        )
    if term.is_jacobian_in_column:
        return _jacobian(evaluator, term, scope)
    columns = [_partial(evaluator, term.body, variable, scope) for variable in term.variables]
    if not term.body.shape:
        return tuple((c,) for c in columns)
    return tuple(tuple(column[i][0] for column in columns) for i in range(len(columns[0])))


def slope(evaluator: Evaluator, term: Diff, i: int, j: int, scope: Scope) -> Value:
    """Return one entry of a gradient, counted from 1.

    Raises:
        Undefined: there is no such entry.

    """
    value = evaluator.value(term.variables[0], scope)
    if not (1 <= i <= len(value) and 1 <= j <= len(value[0])):
        raise Undefined("an index out of range")
    return _partial(evaluator, term.body, term.variables[0], scope, (i - 1, j - 1))


def _jacobian(evaluator: Evaluator, term: Diff, scope: Scope) -> Value:
    """Return the matrix of the derivatives of a column by each entry of a column."""
    size = len(evaluator.value(term.variables[0], scope))
    slopes = [_partial(evaluator, term.body, term.variables[0], scope, (j, 0)) for j in range(size)]
    return arrays.build(len(slopes[0]), size, lambda i, j: slopes[j][i][0])


def _partial(
    evaluator: Evaluator, body: Term, variable: Sym, scope: Scope, place: tuple[int, int] | None = None
) -> Value:
    """∂body/∂variable, or by one entry of it."""
    if variable.of_sort not in ("real", "index", "dimension"):
        raise Unsupported(f"a derivative in {variable.name}, which is a {variable.of_sort}")
    tag = evaluator.tag()
    at = evaluator.value(variable, scope)
    if place is None:
        moved: Value = Dual(tag, at, ONE)
    else:
        moved = arrays.build(
            len(at), len(at[0]), lambda i, j: Dual(tag, at[i][j], ONE) if (i, j) == place else at[i][j]
        )
    value = evaluator.value(body, {**scope, variable: moved})
    return arrays.entrywise(lambda x: tangent(x, tag), value) if body.shape else tangent(value, tag)
