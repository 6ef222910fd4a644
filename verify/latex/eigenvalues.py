r"""Rows about eigenvalues: λ = a, λ_{2,3} = ± i/2, λ ∈ {a, b, c}.

A name that a sheet declares as an eigenvalue of a matrix is a number of its own in a formula (det(J - λI)). A row
that gives it a value says that the value is an eigenvalue: a root of the characteristic polynomial. Two indices and
one value say that it is a root twice. A set or a list says what all of them are, with their multiplicity: one that is
not as long as the matrix is never right. "λ = ± b" says what the roots of a factor are.

Main definitions
----------------
* `eigenvalue_row`: the statement of such a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from verify.latex import tree
from verify.latex.arithmetic import negated
from verify.latex.errors import Unread
from verify.latex.names import key_of
from verify.latex.reading import Readings, combine, read
from verify.latex.roots import characteristic, equation_row
from verify.latex.scope import Eigenvalue, Scope, Value
from verify.latex.tree import Bracket, Fraction, Letter, Mark, Node, Number, Operator, Plus, Product, Root, Scripted
from verify.terms.nodes import ONE, ZERO, Add, At, Const, Diff, MatOp, Rows, Sym, Term
from verify.terms.rewrite import fresh
from verify.terms.statement import Statement

#: the second reading of a list that is not as long as the matrix: it is never right, and wrong where a value is
_FALSE = Statement("=", (ZERO, ONE))


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
        return equation_row(left, relation, right, scope)
    if relation not in ("=", "in", ":="):
        raise Unread("what this says of eigenvalues is not read", left.start, right.end)
    inside = with_unit(scope)
    items = items_of(right, relation)
    values = [value for item in items for value in signs_of(item)]
    options = [read(value, inside, ()) for value in values]
    (matrix,) = read(named.matrix, scope)
    if len(matrix.shape) != 2 or matrix.shape[0] != matrix.shape[1]:
        raise Unread("this is the eigenvalue of no square matrix", left.start, left.end)
    listed = not named.count and (relation == "in" or len(items) > 1)
    found = [s for terms in choices(options) for s in _statements(matrix, terms, named, listed)]
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


def _statements(matrix: Term, values: tuple[Term, ...], named: Named, listed: bool) -> tuple[Statement, ...]:
    """Return what a row says of its values: all of them, some with their multiplicity, or each value by itself."""
    size, number = matrix.shape[0], len(values)
    if str(number) == str(size) and number > 1 and named.count in (0, number):
        return said_of(matrix, values)
    if named.count > 1 and number not in (1, named.count):
        raise Unread("as many eigenvalues as values", 0, 0)
    times = named.count if number == 1 and named.count > 1 else 1
    if times > 1:
        claims = [_root(matrix, values[0], order) for order in range(times)]
        return (Statement("=", (Rows(tuple((c,) for c in claims)), Rows(((ZERO,),) * times))),)
    if named.count == number > 1 and str(number + 1) == str(size):  # the trace says what the other one is
        rest = Add((MatOp("trace", (matrix,)), *(negated(value) for value in values)))
        return said_of(matrix, (rest, *values))
    if named.count == number > 1:  # each of several is one
        column = Rows(tuple((characteristic(matrix, value),) for value in values))
        return (Statement("=", (column, Rows(((ZERO,),) * number))),)
    each = tuple(Statement("=", (characteristic(matrix, value), ZERO)) for value in values)
    return (*each, _FALSE) if listed else each


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
