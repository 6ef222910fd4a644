"""The relations that the index form decides: comparisons, singular and (diagonal) invertible matrices."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from verify.decide.indices import functions
from verify.decide.indices.letters import Form, OutsideLanguage
from verify.decide.indices.problem import Problem
from verify.decide.rational import TooLarge
from verify.model import Answer, Disproof, Proof, Undecided
from verify.terms.context import Context
from verify.terms.nodes import ONE, Add, Fn, MatOp, Mul, Num, Pow, Sum, Sym, Term
from verify.terms.rewrite import free, fresh, substitute
from verify.terms.statement import Statement

NAME = "indices"


def decide(statement: Statement, context: Context, using: tuple[Term, ...] = ()) -> Answer:
    """Decide a statement on finite sums over symbolic ranges.

    `using` are hints: a nonnegative term that equals the difference of the sides (for ≥ and ≤), or the
    index of a zero column or a vector of the kernel (for "singular").
    """
    rule = _RULES.get(statement.relation)
    if rule is None:
        return Undecided(f"the index form does not decide “{statement.relation}”", NAME)
    try:
        return rule(statement, context, using)
    except OutsideLanguage as error:
        return Undecided(f"outside the index form: {error}", NAME)
    except TooLarge as error:
        return Undecided(f"too large: {error}", NAME)
    except ZeroDivisionError as error:
        return Undecided(f"undefined: {error}", NAME)
    except RecursionError:
        return Undecided("nested too deeply", NAME)


def _proof(problem: Problem, certificate: str) -> Proof:
    hypotheses = tuple(dict.fromkeys((*problem.applied, *problem.algebra.used)))
    return Proof(NAME, tuple(problem.algebra.axioms), hypotheses, (), certificate)


# ----------------------------------------------------------------------------------------------- equality


def _equal(statement: Statement, context: Context, using: tuple[Term, ...]) -> Answer:
    problem = Problem(statement, context, using)
    left, right = problem.args
    counts = []
    for i, j in problem.places(left):
        sides = [problem.lowering.entry(side, i, j, {}) for side in (left, right)]
        difference = problem.algebra.subtract(sides[0], sides[1])
        plain = problem.settled(difference, assume=False)
        if not plain.is_zero and not problem.settled(plain).is_zero:
            return _refuted(statement, context, plain)
        counts.append(len(problem.settled(sides[1], assume=False).terms))
    shown = " and ".join(dict.fromkeys(f"{count} monomials" for count in counts))
    return _proof(problem, f"both sides have one index normal form, of {shown}")


def _refuted(statement: Statement, context: Context, difference: Form) -> Answer:
    certificate = f"the normal forms differ by {len(difference.terms)} monomials"
    try:
        from verify.meaning.replay import refute
    except ImportError:
        return Undecided("not proved: the normal forms differ", NAME)
    found = refute(statement, context)
    if found is None:
        return Undecided("not proved: the normal forms differ", NAME)
    return Disproof(NAME, found, certificate)


# ------------------------------------------------------------------------------------------------- order


def _ordered(statement: Statement, context: Context, using: tuple[Term, ...]) -> Answer:
    """≥, ≤, >, <, ≠: the difference is a sum of squares and of terms known to be ≥ 0 (or > 0)."""
    problem = Problem(statement, context, using)
    left, right = problem.args
    if left.shape:
        raise OutsideLanguage("an order of arrays")
    relation = statement.relation
    orders = ((left, right), (right, left)) if relation == "!=" else ((left, right),)
    for greater, less in orders if relation[0] in "!>" else ((right, left),):
        forms = [problem.lowering.scalar(side, {}) for side in (greater, less)]
        difference = problem.settled(problem.algebra.subtract(*forms))
        if relation in ("<=", ">="):
            if problem.signs.nonnegative(difference):
                return _proof(problem, "the difference is a sum of squares and of terms that are ≥ 0")
            if _by_squares(problem, difference, _written(greater, less)):
                return _proof(problem, "the difference is a sum of squares as written")
        elif problem.signs.positive(difference):
            return _proof(problem, "the difference is a sum of terms that are ≥ 0, one of them > 0")
    if relation != "!=" and not problem.applied:
        return _disproved_order(statement, context)
    return Undecided("no sum of squares was found", NAME)


def _disproved_order(statement: Statement, context: Context) -> Answer:
    try:
        from verify.meaning.replay import refute
    except ImportError:
        return Undecided("no sum of squares was found", NAME)
    found = refute(statement, context)
    if found is None:
        return Undecided("no sum of squares was found", NAME)
    return Disproof(NAME, found, "an instance of the difference has the other sign")


def _written(greater: Term, less: Term) -> tuple[Term, ...]:
    return (greater,) if less == Num(Fraction(0)) else ()


def _by_squares(problem: Problem, difference: Form, written: tuple[Term, ...]) -> bool:
    """Whether a hint, or the term as written, is a sum of squares that equals the difference."""
    for term in (*written, *problem.using):
        if term.shape or not _is_square(problem, term):
            continue
        hint = problem.lowering.scalar(term, {}) if term in problem.using else difference
        if problem.settled(problem.algebra.subtract(difference, hint)).is_zero:
            return True
    return False


def _is_square(problem: Problem, term: Term) -> bool:
    """Whether a closed term is ≥ 0 by its structure: norms, even powers, and sums and products of such."""
    match term:
        case MatOp(op="norm2") | Fn(name="exp" | "abs" | "sigmoid" | "softplus"):
            return True
        case Pow(exponent=Num(value)) if value.denominator == 1 and value.numerator % 2 == 0:
            return True
        case Add(terms):
            return all(_is_square(problem, t) for t in terms)
        case Mul(factors):
            return all(_is_square(problem, f) for f in factors)
        case Sum(body, index, upper):
            return not body.shape and _is_square_at(problem, body, index, upper)
        case _:
            return not term.shape and problem.signs.nonnegative(problem.lowering.scalar(term, {}))


def _is_square_at(problem: Problem, body: Term, index: Sym, upper: Term) -> bool:
    name = fresh(index)
    problem.lowering.ranges = {**problem.lowering.ranges, name: (problem.lowering.range(upper),)}
    return _is_square(problem, substitute(body, {index: name}))


# ---------------------------------------------------------------------------------------------- matrices


def _singular(statement: Statement, context: Context, using: tuple[Term, ...]) -> Answer:
    """A matrix with a zero column, or one that maps a vector that is not 0 to 0, has no inverse."""
    problem = Problem(statement, context, using)
    (matrix,) = problem.args
    if not matrix.shape:
        raise OutsideLanguage("a singular scalar")
    for hint in problem.using:
        if isinstance(hint, Sym) and hint.sort == "index" and _zero_column(problem, matrix, hint):
            return _proof(problem, f"column {hint.name} is 0 in every row")
        if hint.shape == (matrix.shape[1], ONE) and _kernel_vector(problem, matrix, hint):
            return _proof(problem, "it maps the vector of the hint, which is not 0, to 0")
    return Undecided("no zero column and no vector of the kernel was given", NAME)


def _zero_column(problem: Problem, matrix: Term, column: Sym) -> bool:
    rows, columns = matrix.shape
    limit = problem.lowering.range(columns)
    known = problem.lowering.ranges.get(column, ())
    held = column in problem.given or any(column in free(arg) for arg in problem.args)
    if held and limit not in known:
        return False  # the statement or a hypothesis fixes this index, perhaps beyond the last column
    problem.lowering.ranges = {**problem.lowering.ranges, column: tuple(sorted({*known, limit}))}
    at = problem.lowering.index(column, {})
    places = problem.places(matrix) if isinstance(rows, Num) else ((problem.along(rows, "#row")[0], at),)
    return all(problem.settled(problem.lowering.entry(matrix, i, at, {})).is_zero for i, _ in places)


def _kernel_vector(problem: Problem, matrix: Term, vector: Term) -> bool:
    image = MatOp("product", (matrix, vector))
    entries = [problem.lowering.entry(image, i, j, {}) for i, j in problem.places(image)]
    if not all(problem.settled(entry).is_zero for entry in entries):
        return False
    return problem.signs.positive(problem.lowering.scalar(MatOp("norm2", (vector,)), {}))


def _invertible(statement: Statement, context: Context, using: tuple[Term, ...]) -> Answer:
    """A diagonal matrix without a zero on its diagonal has an inverse."""
    problem = Problem(statement, context, using)
    (matrix,) = problem.args
    if not matrix.shape or isinstance(matrix.shape[0], Num):
        raise OutsideLanguage("the inverse of a matrix of known size")
    limit = problem.lowering.range(matrix.shape[0])
    inner = (problem.algebra.fresh(limit), problem.algebra.fresh(limit))
    body = problem.settled(problem.lowering.entry(matrix, *inner, {}))
    diagonal = functions.on_diagonal(problem.algebra, body, inner)
    if diagonal is not None and any(problem.signs.positive(problem.algebra.scale(diagonal, sign)) for sign in (1, -1)):
        return _proof(problem, "it is diagonal, and its diagonal has no zero")
    return Undecided("not seen to be a diagonal matrix without a zero on its diagonal", NAME)


_RULES: dict[str, Callable[[Statement, Context, tuple[Term, ...]], Answer]] = {
    "=": _equal,
    ">=": _ordered,
    "<=": _ordered,
    ">": _ordered,
    "<": _ordered,
    "!=": _ordered,
    "singular": _singular,
    "invertible": _invertible,
}
