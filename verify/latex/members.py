r"""Data: what each member of a finite set has (Σ_{x ∈ 𝒟} λ_x x, G(z) for z ∈ 𝒵), and each index (x_i, z_{i,m}).

Main definitions
----------------
* `value_of_each`: what the member has that a formula is about: the innermost bound one, or any.
* `at_places`: x_i, z_{i,m} and their entries; `at_member`: G(z).
* `total_over_set`: Σ over the members of a set.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from verify.latex import tree
from verify.latex.errors import Unread
from verify.latex.names import Scripts, key_of
from verify.latex.reading import Expected, Readings, combine, read
from verify.latex.scope import Each, FiniteSet, Meaning, Scope, Value
from verify.latex.tree import Bracket, Node, Operator, Relation
from verify.terms.nodes import ONE, Entry, MatOp, Sum, Sym, Term


def value_of_each(each: Each, node: Node, scope: Scope) -> Term:
    """Return what the member of its set has that the formula is about.

    Raises:
        Unread: a member that has no value of its own, or a family without its index.

    """
    if each.indexed or not each.arrays:
        what = "a member of a set where a value is meant" if not each.arrays else "a family without its index"
        raise Unread(what, node.start, node.end)
    return _at(each, tuple(_index(key, scope) for key in each.of))


def _index(key: str, scope: Scope) -> Term:
    bound = scope.meaning(f"∈{key}")
    known = scope.meaning(key)
    if isinstance(bound, Value):
        return bound.term
    assert isinstance(known, FiniteSet)
    return known.index


def _at(each: Each, places: Sequence[Term]) -> Term:
    """Return the entry, or the column, or the product of columns at indices."""
    if len(each.arrays) == 1 and (len(places) > 1 or each.arrays[0].shape[1] == ONE):
        return Entry(each.arrays[0], tuple(places))
    columns = [_column(array, place) for array, place in zip(each.arrays, places, strict=True)]
    return reduce(lambda a, b: MatOp("hadamard", (a, b)), columns)


def _column(matrix: Sym, place: Term) -> Term:
    return MatOp("product", (matrix, MatOp("basis", (matrix.shape[1], place))))


# ---------------------------------------------------------------------------------------------- index families


def at_places(each: Each, rest: Scripts, node: Node, scope: Scope) -> Readings:
    """Return x_i or z_{i,m}; an index more is that of an entry, as is a letter that the length is named after."""
    from verify.latex.indices import index_choices
    from verify.latex.subscripts import with_scripts

    assert rest.sub is not None
    found: list[Term] = []
    many = len(each.of)
    for choice in index_choices(rest.sub, scope):
        places = choice.args
        own = scope.meaning(key_of(node.base, scope.fonts) or "") if isinstance(node, tree.Scripted) else None
        if len(places) == 1 == many and isinstance(own, Value) and names_entry(places[0], own.term):
            found.append(Entry(own.term, places))
        elif len(places) == many:
            found.append(_at(each, places))
        elif len(places) == many + 1 and len(each.arrays[0].shape) == 2 and each.arrays[0].shape[1] != ONE:
            found.append(Entry(_at(each, places[:many]), places[many:]))
        else:
            raise Unread(f"this family has {many} indices", node.start, node.end)
    left = Scripts(None, rest.sup, rest.primes)
    return with_scripts(tuple(found), left, node, scope) if left else tuple(found)


def names_entry(index: Term, array: Term) -> bool:
    """Whether an index is the letter that the length of a column is named after: d for D."""
    if len(array.shape) != 2 or array.shape[1] != ONE or not isinstance(array.shape[0], Sym):
        return False
    return isinstance(index, Sym) and index.name.split("#")[0] == array.shape[0].name.lower() != array.shape[0].name


# ------------------------------------------------------------------------------------------------ finite sets


def is_member(name: Node, scope: Scope, key: str) -> bool:
    """Whether a name is that of a member of the set with this key."""
    meaning = scope.meaning(key_of(name, scope.fonts) or "")
    return isinstance(meaning, Each) and not meaning.indexed and meaning.of == (key,)


def at_member(each: Meaning, rest: Scripts, bracket: Bracket, node: Node, scope: Scope, _: Expected) -> Readings:
    """Return G(z), where each member z of a set has a value."""
    from verify.latex.subscripts import with_scripts

    assert isinstance(each, Each)
    if each.indexed or len(bracket.items) != 1 or not is_member(bracket.items[0], scope, each.of[0]):
        raise Unread(f"{key_of(node) or 'this'} of something else than a member of its set", node.start, node.end)
    found = (value_of_each(each, node, scope),)
    return with_scripts(found, rest, node, scope) if rest else found


def total_over_set(node: Operator, scope: Scope, expected: Expected) -> Readings | None:
    """Read Σ_{x ∈ 𝒟} or Σ_x over the members of finite sets; None for sums over anything else."""
    if node.body is None or node.sub is None or node.sup is not None:
        return None
    parts = node.sub.items if isinstance(node.sub, tree.Sequence) else (node.sub,)
    inner, indices = scope, list[tuple[Sym, Term]]()
    for part in parts:
        found = _members(part, scope)
        if found is None:
            return None
        name, key, meaning = found
        known = scope.meaning(key)
        assert isinstance(known, FiniteSet)
        index = Sym(name, "index")
        inner = inner.bind(f"∈{key}", Value(index)).bind(name, meaning)
        indices.append((index, known.size))
    bodies = read(node.body, inner, expected)

    def build(body: Term) -> Term:
        for index, size in reversed(indices):
            body = Sum(body, index, size)
        return body

    return combine(build, bodies)


def _members(part: Node, scope: Scope) -> tuple[str, str, Each] | None:
    """Return the name, the key of the set, and what its members are, of a binder x ∈ 𝒟 or x."""
    name, domain = (part.left, part.right) if isinstance(part, Relation) and part.relation == "in" else (part, None)
    key = key_of(name, scope.fonts)
    own = scope.meaning(key or "")
    if key is None or (isinstance(part, Relation) and domain is None):
        return None
    if domain is None:
        if not isinstance(own, Each) or own.indexed or own != _member_of(own.of[0], scope):
            return None
        return key, own.of[0], own
    into = key_of(domain, scope.fonts) or ""
    if not isinstance(scope.meaning(into), FiniteSet):
        return None
    return key, into, _member_of(into, scope)


def _member_of(key: str, scope: Scope) -> Each:
    """Return what a member of a set is: of all that its members have, what was declared first."""
    return next(m for m in scope.names.values() if isinstance(m, Each) and m.of == (key,) and not m.indexed)
