r"""Rows about eigenvalues: λ = a, λ_{2,3} = ± i/2, λ ∈ {a, b, c}.

A name that a sheet declares as an eigenvalue of a matrix is a number of its own in a formula (det(J - λI)). A row
that gives it a value says that the value is an eigenvalue: a root of the characteristic polynomial. Two indices and
one value say that it is a root twice. A list of as many values as the matrix has rows says what all of them are.

An equation in λ is an identity between polynomials if both sides have the degree of the matrix (the characteristic
polynomial, written in two ways). If their difference has that degree, it is the characteristic equation: its roots
are the eigenvalues if it is a multiple of the characteristic polynomial. Any other row about λ holds for some
eigenvalues and not for others, and is unread.

Main definitions
----------------
* `eigenvalue_row`: the statement of such a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction as Rational

from verify.latex import tree
from verify.latex.arithmetic import negated
from verify.latex.errors import Unread
from verify.latex.names import key_of
from verify.latex.reading import Readings, attempt, combine, read, settle
from verify.latex.scope import Eigenvalue, Scope, Value
from verify.latex.tree import Bracket, Fraction, Letter, Mark, Node, Number, Operator, Plus, Product, Root, Scripted
from verify.terms.nodes import (
    HALF,
    MINUS_ONE,
    ONE,
    TWO,
    ZERO,
    Add,
    At,
    Const,
    Diff,
    MatOp,
    Mul,
    Num,
    Pow,
    Rows,
    Sym,
    Term,
)
from verify.terms.rewrite import free, fresh, substitute
from verify.terms.statement import Statement

#: a number that is the eigenvalue of no matrix that anyone writes
_APART = Num(Rational(7919, 13))


@dataclass(frozen=True, slots=True)
class Named:
    """An eigenvalue as written: its matrix, and how many of them the subscript names (0: it names none)."""

    matrix: Node
    count: int


def eigenvalue_row(left: Node, relation: str, right: Node, scope: Scope) -> tuple[Statement, ...] | None:
    """Return what `λ = …` or `λ ∈ {…}` says of a declared eigenvalue; None for other rows.

    Raises:
        Unread: a list of values that says neither that they are all, nor that there is one.

    """
    named = named_eigenvalue(left, scope)
    if named is None:
        return _equation(left, relation, right, scope)
    if relation not in ("=", "in", ":="):
        raise Unread("what this says of eigenvalues is not read", left.start, right.end)
    inside = with_unit(scope)
    values = [value for item in items_of(right, relation) for value in signs_of(item)]
    options = [read(value, inside, ()) for value in values]
    (matrix,) = read(named.matrix, scope)
    if len(matrix.shape) != 2 or matrix.shape[0] != matrix.shape[1]:
        raise Unread("this is the eigenvalue of no square matrix", left.start, left.end)
    found = [s for terms in choices(options) for s in _statements(matrix, terms, named, relation)]
    return tuple(dict.fromkeys(found))


def with_unit(scope: Scope) -> Scope:
    """Return the scope in which i is the imaginary unit, unless it has a meaning."""
    return scope if scope.meaning("i") is not None else scope.bind("i", Value(Const("i")))


def named_eigenvalue(node: Node, scope: Scope) -> Named | None:
    """Return the eigenvalue that a node names: λ, λ_1, λ_{2,3}, λ_±."""
    match node:
        case Letter() | Scripted():
            found = scope.meaning(key_of(node, scope.fonts) or "")
            if isinstance(found, Eigenvalue):
                return Named(found.matrix, 0)
    if isinstance(node, Scripted) and node.sup is None and not node.primes and node.sub is not None:
        found = scope.meaning(key_of(node.base, scope.fonts) or "")
        count = _count(node.sub)
        if isinstance(found, Eigenvalue) and count:
            return Named(found.matrix, count)
    return None


def _count(sub: Node) -> int:
    """Return how many eigenvalues a subscript names; 0 if it does not say."""
    match sub:
        case Number(text=text) if text.isdigit():
            return 1
        case Letter(name="i" | "j" | "k", accent=""):
            return 0
        case Mark(text="±" | "pm") | Plus(signs=("±",)):
            return 2
        case Mark(text="+" | "-") | Plus(signs=("+" | "-",), terms=()):
            return 1
        case tree.Sequence(items=items, separators=separators) if set(separators) == {","}:
            return len(items) if all(isinstance(item, Number) for item in items) else 0
    return 0


def items_of(right: Node, relation: str = "=") -> tuple[Node, ...]:
    """Return the values that a list names."""
    match right:
        case Bracket(opening="{", items=items) | Bracket(opening="(" | "[", items=(_, _, *_) as items):
            return items
        case tree.Sequence(items=items, separators=separators) if set(separators) == {","}:
            return items
    if relation == "in":
        raise Unread("these are no values", right.start, right.end)
    return (right,)


def signs_of(node: Node) -> list[Node]:
    """Return the formulas that a formula with ± stands for: one for each sign, the same everywhere."""
    if not _has_both(node):
        return [node]
    return [_with_sign(node, sign) for sign in ("+", "-")]


def _has_both(node: Node) -> bool:
    return any(isinstance(part, Plus) and "±" in part.signs for part in tree.walk(node))


def _with_sign(node: Node, sign: str) -> Node:
    start, end = node.start, node.end
    match node:
        case Plus(signs=signs, terms=terms):
            chosen = tuple(sign if s == "±" else s for s in signs)
            return Plus(start, end, chosen, tuple(_with_sign(t, sign) for t in terms))
        case Product(operators=operators, factors=factors):
            return Product(start, end, operators, tuple(_with_sign(f, sign) for f in factors))
        case Fraction(numerator=above, denominator=below):
            return Fraction(start, end, _with_sign(above, sign), _with_sign(below, sign))
        case Bracket(opening=opening, items=(only,)):
            return Bracket(start, end, opening, (_with_sign(only, sign),))
        case Root(radicand=radicand, index=index):
            return Root(start, end, _with_sign(radicand, sign), index)
        case Operator() | Scripted() if _has_both(node):
            raise Unread("± under an operator", start, end)
    return node


def choices(options: Sequence[Readings]) -> list[tuple[Term, ...]]:
    """Return every combination of readings of several values."""
    columns = combine(lambda *terms: Rows(tuple((t,) for t in terms)), *options)
    return [tuple(row[0] for row in column.rows) for column in columns if isinstance(column, Rows)]


def _statements(matrix: Term, values: tuple[Term, ...], named: Named, relation: str) -> tuple[Statement, ...]:
    """Return what a row says of its values: all of them, one value several times, or each value by itself."""
    size = matrix.shape[0]
    if str(len(values)) == str(size) and len(values) > 1 and (relation == "in" or named.count == len(values)):
        return said_of(matrix, values)
    if named.count > 1 and len(values) not in (1, named.count):
        raise Unread("as many eigenvalues as values", 0, 0)
    times = named.count if len(values) == 1 and named.count > 1 else 1
    if times == 1 and named.count == len(values) > 1:  # each of several is one
        column = Rows(tuple((characteristic(matrix, value),) for value in values))
        return (Statement("=", (column, Rows(((ZERO,),) * len(values)))),)
    if times == 1:
        return tuple(Statement("=", (characteristic(matrix, value), ZERO)) for value in values)
    claims = [_root(matrix, values[0], order) for order in range(times)]
    return (Statement("=", (Rows(tuple((c,) for c in claims)), Rows(((ZERO,),) * times))),)


def said_of(matrix: Term, values: tuple[Term, ...]) -> tuple[Statement, ...]:
    """Return the statement that the values are all eigenvalues."""
    return (Statement("eigenvalues", (matrix, Rows(tuple((value,) for value in values)))),)


def _root(matrix: Term, value: Term, order: int) -> Term:
    """Return the characteristic polynomial, or a derivative of it, at a value."""
    if not order:
        return characteristic(matrix, value)
    number = fresh(Sym("t"))
    slope = characteristic(matrix, number)
    for _ in range(order):
        slope = Diff(slope, (number,))
    return At(slope, ((number, value),))


def characteristic(matrix: Term, value: Term) -> Term:
    """Return det(matrix - value I)."""
    identity = MatOp("identity", (matrix.shape[0],))
    return MatOp("det", (Add((matrix, Mul((negated(value), identity)))),))


# ------------------------------------------------------------------------------------------------ equations


def _equation(left: Node, relation: str, right: Node, scope: Scope) -> tuple[Statement, ...] | None:
    """Return the statement of an equation in an eigenvalue; None for rows in which there is none."""
    written = {key_of(part, scope.fonts) or "" for side in (left, right) for part in tree.walk(side)}
    names = {key: m for key in sorted(written) if isinstance(m := scope.meaning(key), Eigenvalue)}
    if not names:
        return None
    if relation != "=" or len(names) > 1:
        raise Unread("what this says of eigenvalues is not read", left.start, right.end)
    ((key, meaning),) = names.items()
    (matrix,) = read(meaning.matrix, scope)
    lefts, rights = settle([attempt(read, side, scope, ()) for side in (left, right)])
    symbol = Sym(key.replace(" ", ""))
    return tuple(_polynomials(a, b, symbol, matrix, (left.start, right.end)) for a in lefts for b in rights)


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
