r"""Equations in an eigenvalue: det(J - λ I) = 0, λ² + ¼ = 0, -(λ + ½)(λ² + ¼) = det(J - λ I).

An equation in λ is an identity between polynomials if both sides have the degree of the matrix (the characteristic
polynomial, written in two ways). If their difference has that degree, it is the characteristic equation: its roots
are the eigenvalues if it is a multiple of the characteristic polynomial. One of degree 1 or 2 has some of them as its
roots. Any other row about λ holds for some eigenvalues and not for others, and is unread.

Main definitions
----------------
* `equation_row`: the statement of such an equation; `polynomial`: what it makes zero.
* `characteristic`: the characteristic polynomial at a value.
"""

from __future__ import annotations

from fractions import Fraction as Rational

from verify.latex import tree
from verify.latex.arithmetic import negated
from verify.latex.errors import Unread
from verify.latex.names import key_of
from verify.latex.reading import attempt, read, settle
from verify.latex.scope import Eigenvalue, Scope
from verify.latex.tree import Node
from verify.terms.nodes import HALF, MINUS_ONE, ONE, TWO, ZERO, Add, IllTyped, MatOp, Mul, Num, Pow, Rows, Sym, Term
from verify.terms.rewrite import free, substitute
from verify.terms.statement import Statement

#: a number that is the eigenvalue of no matrix that anyone writes
_APART = Num(Rational(7919, 13))

#: what an equation in an eigenvalue makes zero, its unknown, and its degree
Polynomial = tuple[Term, Sym, int]


def equation_row(left: Node, relation: str, right: Node, scope: Scope) -> tuple[Statement, ...] | None:
    """Return the statement of an equation in an eigenvalue; None for rows in which there is none.

    Raises:
        Unread: what it says of eigenvalues is not known.

    """
    found = _spoken(left, right, scope)
    if not found:
        return None
    if relation != "=" or len(found) > 1:
        raise Unread("what this says of eigenvalues is not read", left.start, right.end)
    ((key, meaning),) = found.items()
    (matrix,) = read(meaning.matrix, scope)
    lefts, rights = settle([attempt(read, side, scope, ()) for side in (left, right)])
    symbol = Sym(key.replace(" ", ""))
    return tuple(_polynomials(a, b, symbol, matrix, (left.start, right.end)) for a in lefts for b in rights)


def _spoken(left: Node, right: Node, scope: Scope) -> dict[str, Eigenvalue]:
    """Return the eigenvalues of which an equation speaks."""
    written = {key_of(part, scope.fonts) or "" for side in (left, right) for part in tree.walk(side)}
    return {key: m for key in sorted(written) if isinstance(m := scope.meaning(key), Eigenvalue)}


def polynomial(left: Node, right: Node, scope: Scope) -> Polynomial | None:
    """Return what an equation in an eigenvalue makes zero, its unknown and its degree; None for other rows."""
    found = _spoken(left, right, scope)
    if len(found) != 1:
        return None
    symbol = Sym(next(iter(found)).replace(" ", ""))
    try:
        (one,), (other,) = settle([attempt(read, side, scope, ()) for side in (left, right)])
    except (Unread, IllTyped, ValueError):
        return None
    degrees = degree(one, symbol), degree(other, symbol)
    if one.shape or other.shape or None in degrees or degrees[0] == degrees[1]:
        return None
    return Add((one, negated(other))), symbol, max(d for d in degrees if d is not None)


def _polynomials(left: Term, right: Term, symbol: Sym, matrix: Term, place: tuple[int, int]) -> Statement:
    size = matrix.shape[0] if matrix.shape else ONE
    degrees = [d for d in (degree(left, symbol), degree(right, symbol)) if d is not None]
    if len(degrees) < 2 or not isinstance(size, Num):
        raise Unread("this is no equation between polynomials in the eigenvalue", *place)
    if degrees[0] == degrees[1]:
        return Statement("=", (left, right))
    if max(degrees) != size.value:
        return _some_roots(left, right, symbol, matrix, max(degrees), place)
    # two polynomials f, g of one degree are multiples of one another if f(λ) g(a) = g(λ) f(a) where g(a) is not 0
    f, g = Add((left, negated(right))), characteristic(matrix, symbol)
    return Statement("=", (Mul((f, characteristic(matrix, _APART))), Mul((g, substitute(f, {symbol: _APART})))))


def _some_roots(left: Term, right: Term, symbol: Sym, matrix: Term, highest: int, place: tuple[int, int]) -> Statement:
    """Return that the roots of an equation of degree 1 or 2 are eigenvalues: λ² + ¼ = 0, a factor of the whole."""
    if highest > 2:
        raise Unread("an equation that some eigenvalues solve, and others not", *place)
    f = Add((left, negated(right)))
    constant, plus, minus = (substitute(f, {symbol: Num(Rational(k))}) for k in (0, 1, -1))
    slope = Mul((HALF, Add((plus, negated(minus)))))
    if highest == 1:
        return Statement("=", (characteristic(matrix, negated(Mul((constant, Pow(slope, MINUS_ONE))))), ZERO))
    square = Add((Mul((HALF, Add((plus, minus)))), negated(constant)))
    root = Pow(Add((Mul((slope, slope)), Mul((Num(Rational(-4)), square, constant)))), HALF)
    below = Pow(Mul((TWO, square)), MINUS_ONE)
    roots = (Mul((Add((negated(slope), sign)), below)) for sign in (root, negated(root)))
    return Statement("=", (Rows(tuple((characteristic(matrix, r),) for r in roots)), Rows(((ZERO,), (ZERO,)))))


def degree(term: Term, symbol: Sym) -> int | None:
    """Return the degree of a polynomial in a symbol as it is written; None for what is none."""
    if symbol not in free(term):
        return 0
    match term:
        case Sym():
            return 1
        case Add(terms=parts):
            return _greatest([degree(part, symbol) for part in parts])
        case Mul(factors=parts):
            found = [d for part in parts if (d := degree(part, symbol)) is not None]
            return sum(found) if len(found) == len(parts) else None
        case Pow(base=base, exponent=Num(value)) if value.denominator == 1 and value > 0:
            inner = degree(base, symbol)
            return None if inner is None else inner * int(value)
        case MatOp(op="det", args=(inside,)) if inside.shape and isinstance(inside.shape[0], Num):
            inner = _entries_degree(inside, symbol)
            return None if inner is None else inner * int(inside.shape[0].value)
    return None


def _greatest(found: list[int | None]) -> int | None:
    known = [d for d in found if d is not None]
    return max(known) if len(known) == len(found) else None


def _entries_degree(matrix: Term, symbol: Sym) -> int | None:
    """Return the degree of the entries of a matrix."""
    if symbol not in free(matrix):
        return 0
    match matrix:
        case Rows(rows=rows):
            return _greatest([degree(entry, symbol) for row in rows for entry in row])
        case Add(terms=parts):
            return _greatest([_entries_degree(part, symbol) for part in parts])
        case Mul(factors=(*scalars, array)) if symbol not in free(array):
            return degree(Mul(tuple(scalars)), symbol) if scalars else 0
    return None


def characteristic(matrix: Term, value: Term) -> Term:
    """Return det(matrix - value I)."""
    identity = MatOp("identity", (matrix.shape[0],))
    return MatOp("det", (Add((matrix, Mul((negated(value), identity)))),))
