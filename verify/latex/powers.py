"""Superscripts that are operations: transposes, inverses, powers, roots of diagonal matrices.

Main definitions
----------------
* `raised`: terms with a superscript.
* `transpose`, `inverse`, `raise_to`: the operations.
* `height`: how high literal exponents stand upon one another.
"""

from __future__ import annotations

from fractions import Fraction

from verify.latex import tree
from verify.latex.columns import entrywise, entrywise_power
from verify.latex.errors import Unread
from verify.latex.names import key_of
from verify.latex.reading import Readings, combine, read
from verify.latex.scope import Scope
from verify.latex.tree import Letter, Mark, Node, Number
from verify.terms.nodes import (
    HALF,
    MINUS_ONE,
    ONE,
    Density,
    Diff,
    Entry,
    Expect,
    Fn,
    IllTyped,
    Integral,
    MatOp,
    Mul,
    Num,
    Pow,
    Rows,
    Sym,
    Term,
    shape_text,
)
from verify.terms.rewrite import free, walk

#: the largest literal exponent of a number, and of a matrix
HIGHEST, HIGHEST_OF_MATRIX = 64, 8


def _is_no_exponent(power: Term) -> bool:
    """Whether something of linear algebra, analysis or probability stands in an exponent, but for entries of arrays."""
    if isinstance(power, MatOp | Expect | Integral | Density | Diff):
        return True
    return not isinstance(power, Entry) and any(map(_is_no_exponent, power.children()))


def _is_no_power_of(term: Term, sup: Node) -> bool:
    """Whether a superscript is a label: letters alone on an array that has no powers, the d of w^{d}."""
    square = not term.shape or term.shape[0] == term.shape[1]
    return not square and not any(isinstance(node, Number) for node in tree.walk(sup))


def raised(terms: Readings, sup: Node, scope: Scope) -> Readings:
    """Return terms with a superscript: a transpose, an inverse, a power."""
    match sup:
        case Letter(name="T") if scope.meaning("T") is not None and not any(term.shape for term in terms):
            pass
        case Mark(text="top") | Letter(name="T"):
            return combine(transpose, terms)
        case tree.Bracket(items=(Number() | Letter(),)):
            raise Unread("what this label says is not known", sup.start, sup.end)
        case tree.Plus(signs=("-",), terms=(Mark(text="top") | Letter(name="T"),)):
            return combine(lambda term: transpose(inverse(term)), terms)
        case tree.Product(operators=("",), factors=(first, second)) if isinstance(second, Mark):
            return raised(raised(terms, first, scope), second, scope)
        case Mark():
            raise Unread(f"what {(key_of(sup) or 'this')} marks was not said", sup.start, sup.end)
        case Number() if Fraction(sup.text) > HIGHEST:
            raise Unread(f"an exponent above {HIGHEST}", sup.start, sup.end)
    powers = read(sup, scope, ())
    if all(_is_no_power_of(term, sup) for term in terms):
        raise Unread("what this label says is not known", sup.start, sup.end)
    if any(_is_no_exponent(power) for power in powers):
        raise Unread("a superscript that is hardly an exponent", sup.start, sup.end)  # L^{L^2} is another name
    return combine(lambda term, power: raise_to(term, power, sup, scope), terms, powers)


def transpose(term: Term) -> Term:
    """Return the transpose; a number is its own."""
    if not term.shape:
        return term
    if isinstance(term, MatOp) and term.op == "transpose":
        return term.args[0]
    if isinstance(term, Rows) and 1 in (len(term.rows), len(term.rows[0])):
        return Rows(tuple(zip(*term.rows, strict=True)))
    return MatOp("transpose", (term,))


def inverse(term: Term) -> Term:
    """Return the inverse of a square matrix, or of a number; of a column that of each entry."""
    if term.shape[1:] == (ONE,) and term.shape[0] != ONE:
        return entrywise(ONE, term)
    return MatOp("inverse", (term,)) if term.shape else Pow(term, MINUS_ONE)


def raise_to(term: Term, power: Term, at: Node, scope: Scope) -> Term:
    """Return a power of a number or a square matrix; a root of a diagonal matrix is taken entry by entry."""
    if power.sort not in ("real", "dimension", "index"):
        raise Unread(f"{power} is no exponent", at.start, at.end)
    if not term.shape:
        _need_low(term, power, at)
        return _power_of_number(term, power)
    if power == MINUS_ONE:
        return inverse(term)
    if term.shape[1] == ONE and (entries := entrywise_power(term, power)) is not None:
        return entries
    if term.shape[0] != term.shape[1]:
        a = shape_text(term.shape)
        raise IllTyped(f"a power needs a square matrix, but {term} is {a}", (a,))
    if power == HALF:
        return root_of_diagonal(term, at, scope)
    if isinstance(power, Num) and power.value.denominator == 1 and 0 < power.value <= HIGHEST_OF_MATRIX:
        return term if power == ONE else MatOp("product", (term,) * int(power.value))
    raise Unread("this power of a matrix is not read", at.start, at.end)


def _need_low(term: Term, power: Term, at: Node) -> None:
    """Raise `Unread` at an exponent that is too high, or at a tower of them."""
    tower = not free(power) and any(isinstance(part, Pow) for part in walk(power))
    high = isinstance(power, Num) and max(abs(power.value), Fraction(1)) * height(term) > HIGHEST
    if tower or high:
        raise Unread(f"an exponent above {HIGHEST}", at.start, at.end)


def height(term: Term) -> Fraction:
    """Return the highest product of literal exponents that stand upon one another in a term."""
    below = Fraction(1)
    for child in term.children():
        below = max(below, height(child))
    if isinstance(term, Pow) and isinstance(term.exponent, Num):
        return max(abs(term.exponent.value), Fraction(1)) * below
    return below


def _power_of_number(term: Term, power: Term) -> Term:
    if term == Fn("exp", ONE):
        return Fn("exp", power)
    return term if power == ONE else Pow(term, power)


def root_of_diagonal(term: Term, at: Node, scope: Scope) -> Term:
    """Return the matrix of the roots of the diagonal of a diagonal matrix.

    Raises:
        Unread: the matrix is not known to be diagonal.

    """
    match term:
        case MatOp("diag", (diagonal,)):
            return MatOp("diag", (MatOp("entrywise_sqrt", (diagonal,)),))
        case Sym(name=name) if name in scope.context.by_name and "diagonal" in scope.context.by_name[name].structure:
            return MatOp("diag", (MatOp("entrywise_sqrt", (MatOp("diagonal", (term,)),)),))
        case Mul(factors=(*front, MatOp("diag", (diagonal,)))):
            return MatOp("diag", (MatOp("entrywise_sqrt", (Mul((*front, diagonal)),)),))
        case MatOp("identity"):
            return term
        case _:
            raise Unread("the root of a matrix that need not be diagonal", at.start, at.end)
