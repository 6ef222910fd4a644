"""What each relation asks of words: goals that return a certificate, or None where they are not proved."""

from __future__ import annotations

from verify.decide.matrices import squares
from verify.decide.matrices.attempts import Goal
from verify.decide.matrices.calculus import carry_out, column_letter, depends, gradient, jacobian
from verify.decide.matrices.completion import complete
from verify.decide.matrices.translate import Algebra
from verify.decide.matrices.words import Element, Unsupported
from verify.decide.matrices.written import term_of
from verify.decide.rational import Rational
from verify.terms.context import REALS, Context
from verify.terms.nodes import ONE, MatOp, Sym, Term
from verify.terms.rewrite import free, substitute
from verify.terms.statement import Statement
from verify.terms.unfold import unfold_definitions

#: rounds of completion before a difference counts as not 0
ROUNDS = 4


def vanishes(element: Element, algebra: Algebra) -> bool:
    """Whether an element reduces to 0, completing the rules as far as the bounds allow."""
    for left in range(ROUNDS, -1, -1):
        element = algebra.rewriting.normal(element)
        if not element.terms:
            return True
        if left == 0 or not complete(algebra.rewriting):
            return not algebra.rewriting.normal(element).terms
    return False


def is_zero(term: Term, algebra: Algebra) -> bool:
    """Whether a term is 0 wherever it is defined.

    That is an identity, so without equations among the hypotheses a generic argument will do even where
    the rest of the goal has none.
    """
    if vanishes(algebra.read(term), algebra):
        return True
    if any(fact.relation == "=" for fact, _ in algebra.context.hypotheses):
        return False
    twin = Algebra(algebra.context, generic=True)
    return vanishes(twin.read(term), twin)


# --------------------------------------------------------------------------------------------- comparisons


def equal(statement: Statement, context: Context) -> Goal:
    """Both sides have one normal form."""
    left, right = (carry_out(side, context) for side in statement.args)

    def goal(algebra: Algebra) -> str | None:
        if not vanishes(algebra.difference(left, right), algebra):
            return None
        return f"both sides reduce to {term_of(algebra.read(left), algebra.alphabet)}"

    return goal


def compared(statement: Statement, context: Context) -> Goal:
    """The difference of the sides is a sum of squares (and of a number)."""
    left, right = (carry_out(side, context) for side in statement.args)
    if left.shape:
        raise Unsupported("matrices are not ordered here")
    great, small = (left, right) if statement.relation in (">", ">=") else (right, left)
    strict = len(statement.relation) == 1

    def goal(algebra: Algebra) -> str | None:
        value = algebra.difference(great, small).terms.get((), algebra.alphabet.field.zero)
        found = squares.positive(value, algebra) if strict else squares.nonnegative(value, algebra)
        return None if found is None else f"the difference is {found}"

    return goal


# ------------------------------------------------------------------------------------------------ inverses


def invertible(statement: Statement, context: Context) -> Goal:
    """A product of invertible square matrices, or a matrix whose form xᵀMx vanishes at x = 0 only."""
    term = carry_out(statement.lhs, context)
    return lambda algebra: _invertible(term, algebra)


def _invertible(term: Term, algebra: Algebra) -> str | None:
    match term:
        case MatOp(op="product", args=args) if all(_square(a) for a in args):
            found = [_invertible(a, algebra) for a in args]
            if None not in found:
                return "; ".join(dict.fromkeys(f for f in found if f))
        case MatOp(op="transpose", args=(inner,)) if _square(inner):
            return _invertible(inner, algebra)
        case MatOp(op="inverse", args=(inner,)) if _square(inner):
            return f"{inner} is invertible where {term} is defined"
        case _:
            pass
    if not _square(term):
        return None
    return _invertible_element(algebra.read(term), algebra)


def _square(term: Term) -> bool:
    return len(term.shape) == 2 and term.shape[0] == term.shape[1]


def _invertible_element(element: Element, algebra: Algebra) -> str | None:
    if len(element.terms) == 1:
        word, factor = next(iter(element.terms.items()))
        letters = [algebra.alphabet.atom(k) for k in word]
        declared = all(
            a.rows == a.columns and squares.has_full_column_rank((k,), algebra)
            for k, a in zip(word, letters, strict=True)
        )
        if declared and _sure(factor, algebra):
            return " and ".join(f"{a.term} is invertible" for a in letters) or "a multiple of the identity, not by 0"
    found = squares.positive_definite(element, algebra)
    if found is not None:
        return f"xᵀMx = {found}"
    found = squares.positive_definite(-element, algebra)
    return None if found is None else f"-xᵀMx = {found}"


def _sure(factor: Rational, algebra: Algebra) -> bool:
    """Whether a coefficient differs from 0 at every instance (a generic argument is not enough here)."""
    return algebra.conditions.defined(algebra.alphabet.field.one / factor) and algebra.conditions.defined(factor)


def singular(statement: Statement, context: Context, using: tuple[Term, ...]) -> Goal:
    """M is 0, or M v = 0 for a column v of `using`, or of a hypothesis, with ‖v‖² > 0."""
    term = carry_out(statement.lhs, context)
    if not _square(term):
        raise Unsupported("no square matrix")
    given = [carry_out(v, context) for v in using if v.shape]
    named = [d.symbol for d in context.symbols if d.symbol.shape == (term.shape[0], ONE)]
    columns = [v for v in dict.fromkeys((*given, *named)) if v.shape == (term.shape[0], ONE)]

    def goal(algebra: Algebra) -> str | None:
        if is_zero(term, algebra):
            return "the matrix is 0"
        for column in columns:
            vector = algebra.read(column)
            if _nonzero(vector, algebra) and is_zero(MatOp("product", (term, column)), algebra):
                return f"it maps {column} ≠ 0 to 0"
        return None

    return goal


def _nonzero(vector: Element, algebra: Algebra) -> bool:
    """Whether a fact says that a column is not 0: ‖v‖² > 0, or v ≠ 0."""
    norm = algebra.rewriting.product(algebra.rewriting.transpose(vector), vector).terms.get(())
    if norm is None:
        return False
    if any(_says_nonzero(fact, vector, algebra) for fact, _ in algebra.context.hypotheses):
        return True
    return squares.positive(norm, algebra) is not None or algebra.conditions.sign(norm) == "+"


def _says_nonzero(fact: Statement, vector: Element, algebra: Algebra) -> bool:
    """Whether a hypothesis u ≠ w has u - w = ±v."""
    if fact.relation != "!=" or fact.hypotheses or fact.lhs.shape != (vector.rows, vector.columns):
        return False
    left, right = (carry_out(side, algebra.context) for side in fact.args)
    gap = algebra.difference(left, right)
    return not (gap - vector).terms or not (gap + vector).terms


# ------------------------------------------------------------------------------------------------- optima


def optimum(statement: Statement, context: Context, sign: int) -> Goal:
    """A quadratic whose gradient vanishes at the point and whose Hessian is definite (sign 1: a minimum).

    L(v) - L(w*) = (v - w*)ᵀ∇L(w*) + ½(v - w*)ᵀH(v - w*) holds exactly for a quadratic, so nothing else
    is assumed.
    """
    variable = _free_column(statement, context)
    loss, point = (carry_out(a, context) for a in statement.args)
    if variable in free(point):
        raise Unsupported(f"the claimed optimum contains {variable}")

    def goal(algebra: Algebra) -> str | None:
        slope, hessian = _derivatives(loss, variable, algebra)
        found = squares.positive_definite(hessian if sign > 0 else -hessian, algebra)
        if found is None:
            return None
        there = substitute(term_of(slope, algebra.alphabet), {variable: point})
        if not is_zero(there, algebra):
            return None
        return f"the gradient vanishes there; {'' if sign > 0 else '-'}xᵀHx = {found}"

    return goal


def convex(statement: Statement, context: Context) -> Goal:
    """A quadratic whose Hessian is positive semidefinite, or definite for strict convexity."""
    variable = _free_column(statement, context)
    loss = carry_out(statement.lhs, context)
    strictly = statement.relation == "strictly convex"

    def goal(algebra: Algebra) -> str | None:
        _, hessian = _derivatives(loss, variable, algebra)
        test = squares.positive_definite if strictly else squares.positive_semidefinite
        found = test(hessian, algebra)
        return None if found is None else f"xᵀHx = {found}"

    return goal


def _derivatives(loss: Term, variable: Sym, algebra: Algebra) -> tuple[Element, Element]:
    """Return gradient and Hessian of a quadratic.

    Raises:
        Unsupported: the Hessian depends on the variable.

    """
    letter = column_letter(variable, algebra)
    value = algebra.read(loss).terms.get((), algebra.alphabet.field.zero)
    slope = gradient(value, letter, algebra)
    hessian = jacobian(slope, letter, algebra)
    if depends(hessian, letter, algebra):
        raise Unsupported(f"not quadratic in {variable}")
    return slope, hessian


def _free_column(statement: Statement, context: Context) -> Sym:
    """Return the variable if it ranges over all columns of its size.

    Raises:
        Unsupported: it has a range, or a hypothesis mentions it.

    """
    if len(statement.variables) != 1 or len(statement.variables[0].shape) != 2:
        raise Unsupported("one column is varied")
    variable = statement.variables[0]
    declared = context.by_name.get(variable.name)
    if declared is not None and (declared.interval != REALS or declared.law is not None):
        raise Unsupported(f"{variable} has a range or a law of its own")
    said = (unfold_definitions(arg, context) for fact, _ in context.hypotheses for arg in fact.args)
    if any(variable in free(arg) for arg in said):
        raise Unsupported(f"a hypothesis restricts {variable}")
    return variable
