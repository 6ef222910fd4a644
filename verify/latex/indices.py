"""Indices: subscripts, sums and products over an index, Kronecker's delta, cases.

Main definitions
----------------
* `index_choices`: the indices that a subscript is.
* `folded`: Σ and ∏.
* `kronecker`, `cases`: δ and values by condition.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from verify.latex.arithmetic import negated
from verify.latex.errors import Unread
from verify.latex.names import INDEX_LETTERS, index_letter, key_of
from verify.latex.reading import Expected, Readings, any_of, combine, read
from verify.latex.scope import Meaning, Scope, Value
from verify.latex.subsets import of_this_size
from verify.latex.tree import Cases, Letter, Node, Number, Operator, Plus, Product, Relation, Scripted, Sequence
from verify.terms.nodes import ONE, Add, Delta, Entry, IllTyped, MatOp, Mul, Num, Prod, Sum, Sym, Term
from verify.terms.rewrite import free, walk


@dataclass(frozen=True, slots=True)
class Indices:
    """The indices of one entry."""

    args: tuple[Term, ...]


def index_choices(sub: Node, scope: Scope) -> tuple[Indices, ...]:
    """Return the ways in which a subscript is a list of indices.

    Raises:
        Unread: it is none.

    """
    match sub:
        case Sequence(items=items, separators=separators) if set(separators) == {","}:
            return (Indices(tuple(index_of(item, scope) for item in items)),)
        case Product(operators=operators, factors=factors) if not any(operators):
            return (Indices(tuple(index_of(item, scope) for item in factors)),)
        case _:
            return (Indices((index_of(sub, scope),)),)


def index_of(node: Node, scope: Scope) -> Term:
    """Return the index that a part of a subscript is; a letter for indices needs no declaration here."""
    match node:
        case Letter():
            free = index_letter(node, scope)
            found = read(node, scope)[0] if free is None else free
        case Number() | Scripted():
            found = read(node, scope)[0]
        case Plus(signs=signs, terms=terms) if "±" not in signs:
            parts = [index_of(term, scope) for term in terms]
            found = Add(tuple(negated(t) if s == "-" else t for s, t in zip(signs, parts, strict=True)))
        case _:
            raise Unread("this subscript is no index", node.start, node.end)
    if found.sort not in ("index", "dimension"):
        raise Unread(f"{found} is no index", node.start, node.end)
    return found


# --------------------------------------------------------------------------------------------- Σ and ∏


def folded(node: Operator, scope: Scope, expected: Expected) -> Readings:
    """Read Σ or ∏ over one or more indices; an upper end that is not written is that of the arrays' entries."""
    if node.body is None or node.sub is None:
        raise Unread(f"{node.name} without its index or its body", node.start, node.end)
    return any_of(*(partial(_fold, node, way, scope, expected) for way in _binders(node.sub, scope)))


@dataclass(frozen=True, slots=True)
class _Binders:
    indices: tuple[Letter, ...]
    unequal: tuple[Node, Node] | None = None


def _binders(sub: Node, scope: Scope) -> list[_Binders]:
    """Return which indices a sum's subscript binds, in each reading."""
    match sub:
        case Letter():
            return [_Binders((sub,))]
        case Relation(left=Letter() as index, relation="=", right=Number(text="1")):
            return [_Binders((index,))]
        case Sequence(items=items) | Product(factors=items) if all(isinstance(item, Letter) for item in items):
            return [_Binders(tuple(item for item in items if isinstance(item, Letter)))]
        case Relation(left=Letter() as index, relation="!=", right=Letter() as other):
            one = _Binders((index,), (index, other))
            if _is_bound(other, scope):
                return [one]
            return [_Binders((index, other), (index, other)), one]
    raise Unread("what this sum runs over is not read", sub.start, sub.end)


def _is_bound(node: Node, scope: Scope) -> bool:
    return key_of(node, scope.fonts) in scope.bound


def _fold(node: Operator, binders: _Binders, scope: Scope, expected: Expected) -> Readings:
    assert node.body is not None
    inner, indices = scope, []
    for letter in binders.indices:
        key = key_of(letter, scope.fonts) or ""
        known = scope.meaning(key)
        if not (known is None or letter.name in INDEX_LETTERS or _is_index(known)):
            raise Unread(f"{key} is no index, so no sum runs over it", letter.start, letter.end)
        inner, index = inner.bind_index(key)
        indices.append(index)
    tops: Readings | tuple[None] = (None,) if node.sup is None else read(node.sup, scope)
    bodies = read(node.body, inner, expected if node.name == "sum" else ())
    if binders.unequal is not None:
        left, right = (index_of(side, inner) for side in binders.unequal)
        apart = Add((ONE, Mul((Num(Fraction(-1)), Delta(left, right)))))
        bodies = combine(lambda body: Mul((apart, body)), bodies)
    kind = Sum if node.name == "sum" else Prod
    return combine(lambda body, top: _closed(kind, body, indices, top, node, scope), bodies, tops)


def _is_index(meaning: Meaning) -> bool:
    return isinstance(meaning, Value) and meaning.term.sort == "index"


def _closed(
    kind: type[Sum] | type[Prod], body: Term, indices: list[Sym], top: Term | None, node: Operator, scope: Scope
) -> Term:
    for index in reversed(indices):
        if top is not None:
            body = of_this_size(body, index, top, scope)
            _need_end(index, body, top)
        body = kind(body, index, top or _range_of(index, body, node, scope))
    return body


def _range_of(index: Sym, body: Term, node: Operator, scope: Scope) -> Term:
    """Return the length of the axis along which an index runs in the body.

    An index that does not occur in it (Σ_j E[f(x_j)], where all x_j have one law) runs along the only axis there is.

    Raises:
        Unread: it runs along none, or along two of different lengths.

    """
    lengths = _lengths(index, body)
    if index not in free(body):
        lengths = {size for declared in scope.context.symbols for size in declared.symbol.shape if size != ONE}
    if len(lengths) != 1:
        raise Unread(f"from where to where {index} runs is not written", node.start, node.end)
    return lengths.pop()


def _need_end(index: Sym, body: Term, top: Term) -> None:
    """Raise `IllTyped` if an index is said to run to one size along an axis that has another."""
    for length in _lengths(index, body):
        if isinstance(top, Sym) and isinstance(length, Sym) and top != length:
            sizes = str(top), str(length)
            raise IllTyped(f"{index} runs to {top}, along an axis of {length}", sizes)


def _lengths(index: Sym, body: Term) -> set[Term]:
    """Return the lengths of the axes along which an index runs in a term: entries, and members of a family."""
    members = {p.args[0] for p in walk(body) if isinstance(p, MatOp) and p.op == "basis" and p.args[1] == index}
    return members | {
        (part.array.shape[0] if k == 0 else part.array.shape[1])
        for part in walk(body)
        if isinstance(part, Entry)
        for k, place in enumerate(part.indices)
        if place == index
    }


# ------------------------------------------------------------------------------------------ δ and cases


def kronecker(sub: Node, scope: Scope) -> Readings:
    """Return δ_{ij}."""
    found = []
    for choice in index_choices(sub, scope):
        if len(choice.args) != 2:
            raise Unread("δ has two indices", sub.start, sub.end)
        found.append(Delta(*choice.args))
    return tuple(found)


def cases(node: Cases, scope: Scope, expected: Expected) -> Readings:
    """Read values that depend on whether two indices are equal."""
    if len(node.values) != 2:
        raise Unread("only two cases are read", node.start, node.end)
    (first, second), (when, otherwise) = node.values, node.conditions
    same = _equality(when, scope)
    other = _equality(otherwise, scope)
    if same is None or (other is not None and (other[0] != same[0] or other[1] == same[1])):
        raise Unread("these conditions are not read", node.start, node.end)
    delta, positive = same
    if not positive:
        first, second = second, first
    from verify.latex.reading import read_all

    values = read_all(((first, expected), (second, expected)), scope)
    apart = Add((ONE, Mul((Num(Fraction(-1)), delta))))
    return combine(lambda a, b: Add((Mul((delta, a)), Mul((apart, b)))), *values)


def _equality(condition: Node | None, scope: Scope) -> tuple[Term, bool] | None:
    match condition:
        case Relation(left=left, relation="=" | "!=" as relation, right=right):
            sides = sorted((index_of(left, scope), index_of(right, scope)), key=str)
            return Delta(*sides), relation == "="
        case None:
            return None
    raise Unread("this condition is not read", condition.start, condition.end)
