"""The two sides of a link → statements, in every well-typed reading.

Main definitions
----------------
* `statements`: the readings of a link.
* `terms`: the readings of a formula.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import cast

from verify.latex.arithmetic import negated
from verify.latex.errors import IllTypedAt, NeedsShape, Unread
from verify.latex.indices import index_of
from verify.latex.names import index_letter, key_of
from verify.latex.normals import with_point
from verify.latex.powers import transpose
from verify.latex.products import multiply
from verify.latex.reading import MOST, Expected, Readings, attempt, bounded, is_reading, limited, read, settle
from verify.latex.scope import Scope, Value
from verify.latex.slices import has_slices, with_fitting_axes
from verify.latex.tree import Bracket, Derivative, Letter, Node, Number, Operator, Product, walk
from verify.latex.variants import settled
from verify.terms.context import REALS
from verify.terms.nodes import ONE, ZERO, Add, Density, IllTyped, MatOp, Sym, Term, shape_text
from verify.terms.optimizers import as_constant_difference, as_same_argmax
from verify.terms.rewrite import free
from verify.terms.rewrite import walk as walk_term
from verify.terms.statement import COMPARISONS, Statement

#: relations between symmetric matrices: (sign of the difference, whether strict)
_DEFINITE = {"pd": (1, True), "psd": (1, False), "nd": (-1, True), "nsd": (-1, False)}
_RELATIONS: Mapping[str, str] = {**{r: r for r in COMPARISONS}, ":=": "="}


def terms(node: Node, scope: Scope, expected: Expected = None) -> Readings:
    """Return the well-typed readings of a formula.

    Raises:
        Unread: a token has no meaning in any reading.
        IllTyped: every token has one, and no reading is well typed.

    """
    bounded(node)
    return cast(Readings, limited(lambda: read(node, scope, expected)))


def statements(left: Node, relation: str, right: Node, scope: Scope, assumed: bool = False) -> tuple[Statement, ...]:
    """Return every well-typed reading (1 to 8) of a link in core terms.

    What is `assumed` may set a point, x = F(u); as a claim that says nothing.

    Raises:
        Unread: a token has no meaning in any reading.
        IllTyped: every token has one, and no reading is well typed; the message has both shapes.

    """
    bounded(left, right)
    if is_reading():  # a part of another row, of whose work this takes its share
        return _row(left, relation, right, scope, assumed)
    return _kept(left, relation, right, scope, assumed)


@lru_cache(maxsize=512)  # what a row says is asked again for each thing it may be: a condition, a claim, an error
def _kept(left: Node, relation: str, right: Node, scope: Scope, assumed: bool) -> tuple[Statement, ...]:
    return cast("tuple[Statement, ...]", limited(lambda: _row(left, relation, right, scope, assumed)))


def _row(left: Node, relation: str, right: Node, scope: Scope, assumed: bool) -> tuple[Statement, ...]:
    from verify.latex.eigenvalues import eigenvalue_row
    from verify.latex.extrema import infinite_row, limit_row, optimizer_row
    from verify.latex.spectrum import spectrum_row
    from verify.latex.symmetric import symmetric_row

    scope = settled(scope, left, right)
    left, right = with_point(left, right, scope), with_point(right, left, scope)
    wider = for_all_arguments(left, right, scope)
    if wider is not scope:
        try:
            return _row(left, relation, right, wider, assumed)
        except IllTyped:
            pass  # it is no number, so nobody said what it is
    # rows that are no comparison of two values; each returns None for other rows
    for special in (_index_row, spectrum_row, symmetric_row, eigenvalue_row, limit_row, infinite_row, optimizer_row):
        found = special(left, relation, right, scope)
        if found is not None:
            return found
    if relation not in _RELATIONS and relation not in _DEFINITE:
        raise Unread(f"the relation {relation} is not read", left.end, right.start)
    try:
        found = _statements(left, relation, right, scope)
    except IllTyped:
        if has_slices(left, scope) or has_slices(right, scope):
            raise Unread("what is a row here and what a column is not known", left.start, right.end) from None
        raise
    if not assumed and all(_sets_a_point(statement) for statement in found):
        raise Unread("a point that is set, and no claim about it", left.start, right.end)
    return found


def _sets_a_point(statement: Statement) -> bool:
    """Whether an equation says which point is meant: x = F(u), a substitution, holds by being said."""
    if statement.relation != "=" or any(side.sort != "point" for side in statement.args):
        return False
    sides = (statement.args, statement.args[::-1])
    return any(isinstance(one, Sym) and one not in free(other) for one, other in sides)


def for_all_arguments(left: Node, right: Node, scope: Scope) -> Scope:
    """Return the scope of a row about a letter that means nothing yet: f(t) = …, d/du log σ(u) = …; it is any number.

    In a row about nothing else, a number of the Context that may be any stands for what is differentiated by. Of other
    numbers the Context knows no values: such a row is proved for all of them or not refuted.
    """
    match left:
        case Product(operators=("",), factors=(_, Bracket(opening="(", items=(Letter() as letter,)))):
            key = key_of(letter, scope.fonts) or ""
            if scope.meaning(key) is None:
                scope = scope.with_names({key: Value(Sym(key.replace(" ", ""), "real"))})
    letters = [key_of(n, scope.fonts) or "" for side in (left, right) for n in walk(side) if isinstance(n, Letter)]
    for letter in _variables((left, right)):
        key = key_of(letter, scope.fonts) or ""
        if letters.count(key) > 1 and not any(scope.meaning(k) for k in letters):
            scope = scope.with_names({key: Value(_any_number(key, scope))})
    return scope


def _variables(sides: tuple[Node, ...]) -> tuple[Letter, ...]:
    """Return the letters by which a row differentiates."""
    nodes = [node for side in sides for node in walk(side)]
    taken = [v for node in nodes if isinstance(node, Derivative) for v in node.variables]
    taken += [n.sub for n in nodes if isinstance(n, Operator) and n.name == "nabla" and n.sub is not None]
    return tuple(v for v in taken if isinstance(v, Letter) and not v.accent and v.name != "d")


def _any_number(key: str, scope: Scope) -> Sym:
    """Return a declared number without a range, or a new one where there is none."""
    for declared in scope.context.symbols:
        plain = declared.definition is None and declared.law is None and declared.interval == REALS
        if plain and declared.symbol.sort == "real" and not declared.symbol.shape:
            return declared.symbol
    return Sym(key.replace(" ", ""), "real")


def _index_row(left: Node, relation: str, right: Node, scope: Scope) -> tuple[Statement, ...] | None:
    """Return “i ≠ j” as a statement on indices, as it stands in conditions."""
    if index_letter(left, scope) is None or relation not in ("=", "!="):
        return None
    if index_letter(right, scope) is None and not isinstance(right, Number):
        return None
    return (Statement(relation, (index_of(left, scope), index_of(right, scope))),)


def _statements(left: Node, relation: str, right: Node, scope: Scope) -> tuple[Statement, ...]:
    pairs = _sides(left, right, scope)
    found: list[Statement] = []
    first: IllTyped | None = None
    for sides in pairs:
        try:
            found.append(_statement(relation, *sides, scope))
        except IllTyped as error:
            first = first or IllTypedAt(error.message, error.shapes, right.start, right.end)
    if not found and first is not None:
        raise first
    return with_fitting_axes(with_like_laws(with_like_indices(tuple(dict.fromkeys(found)))))[:MOST]


def _statement(relation: str, left: Term, right: Term, scope: Scope) -> Statement:
    if relation in _DEFINITE:
        return _definite(*_DEFINITE[relation], left, right, scope)
    claim = as_same_argmax(Statement(_RELATIONS[relation], (left, right)))
    return as_constant_difference(claim, scope.context)


def _definite(sign: int, strict: bool, left: Term, right: Term, scope: Scope) -> Statement:
    """Return A ≻ B as the convexity of vᵀ(A - B)v in v, or as a comparison of numbers."""
    one, other = (left, right) if sign > 0 else (right, left)
    if not left.shape:
        return Statement(">" if strict else ">=", (one, other))
    difference = one if _is_zero(other) else negated(other) if _is_zero(one) else Add((one, negated(other)))
    rows, columns = difference.shape
    if rows != columns:
        a = shape_text(difference.shape)
        raise IllTyped(f"only a square matrix is definite, but {difference} is {a}", (a,))
    direction = _direction(rows, difference, scope)
    form = multiply((transpose(direction), difference, direction))
    return Statement("strictly convex" if strict else "convex", (form,), (direction,))


def _is_zero(term: Term) -> bool:
    return isinstance(term, MatOp) and term.op == "zeros"


def _direction(size: Term, matrix: Term, scope: Scope) -> Sym:
    """Return a column that the matrix does not depend on: a declared one, for which instances have values."""
    used = free(matrix)
    for declared in scope.context.symbols:
        symbol = declared.symbol
        plain = declared.definition is None and declared.law is None and symbol.sort == "real"
        if plain and symbol.shape == (size, ONE) and symbol not in used:
            return symbol
    return Sym("direction", "real", (size, ONE))


def with_like_indices(found: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """Return the readings in which both sides have the same free indices, if there are any.

    In Σ_{j ≠ k} the index k is bound, or it is free: the other side tells.
    """
    alike = tuple(s for s in found if _free_indices(s.lhs) == _free_indices(s.rhs))
    return alike or found


def with_like_laws(found: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """Return the readings in which both sides are about the same laws, if there are any: 𝓛 of q_φ or of any q."""
    alike = tuple(s for s in found if len(s.args) == 2 and _laws(s.args[0]) == _laws(s.args[1]))
    return alike or found


def _laws(term: Term) -> frozenset[str]:
    return frozenset(node.law for node in walk_term(term) if isinstance(node, Density))


def _free_indices(term: Term) -> frozenset[Sym]:
    return frozenset(s for s in free(term) if s.sort == "index")


def _sides(left: Node, right: Node, scope: Scope) -> list[tuple[Term, Term]]:
    """Return the readings of both sides; a side whose shape is open takes that of the other."""
    one, other = attempt(read, left, scope), attempt(read, right, scope)
    if isinstance(one, tuple) and _is_open(other):
        return [(a, b) for a in one for b in read(right, scope, a.shape)]
    if isinstance(other, tuple) and _is_open(one):
        return [(a, b) for b in other for a in read(left, scope, b.shape)]
    lefts, rights = settle((one, other))
    return [(a, b) for a in lefts for b in rights]


def _is_open(found: object) -> bool:
    return isinstance(found, NeedsShape) or found == (ZERO,)
