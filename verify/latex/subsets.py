r"""Random subsets that leave one of k + 1 indices out, E_{I_k}[… Σ_{i ∈ I_k} …], and families of two sizes.

A uniform subset of k out of k + 1 indices is known by the index that it leaves out, which is uniform: an expectation
over it is a mean over that index, and a sum over its elements leaves it out. Where a sheet declares a family z_1, …,
z_k and one of one more, a sum says by its upper end of which of them it is.

Main definitions
----------------
* `subset_named`: the subset of indices that a node names.
* `over_subsets`: E over a random subset; `over_members`: Σ over the elements of one.
* `of_any_subset`, `at_subset`: names that are defined of a subset, A_I.
* `of_this_size`: the body of a sum, with members of the family that has as many as the sum runs over.
* `larger_families`: the families with one more member than one has.
"""

from __future__ import annotations

from dataclasses import replace

from verify.latex.errors import Unread
from verify.latex.names import key_of, matches
from verify.latex.reading import Expected, Readings, combine, read
from verify.latex.scope import Definition, Scope, Subset, Value
from verify.latex.tree import Letter, Node, Operator, Relation, Scripted
from verify.terms.nodes import MINUS_ONE, ONE, Add, Delta, Entry, Mul, Pow, Sum, Sym, Term
from verify.terms.rewrite import fresh, transform, walk


def subset_named(node: Node | None, scope: Scope) -> Subset | None:
    """Return the subset of indices that a node names, perhaps with the set from which it is drawn; else None."""
    if isinstance(node, Relation) and node.relation in ("~", "subset", "in"):
        return subset_named(node.left, scope)
    if not isinstance(node, Letter | Scripted):
        return None
    meaning, rest = next(iter(matches(node, scope)), (None, None))
    return meaning if isinstance(meaning, Subset) and not rest else None


def over_subsets(node: Operator, subset: Subset, scope: Scope, expected: Expected) -> Readings:
    """Read E over a random subset: the mean over the index that it leaves out.

    Raises:
        Unread: it is the mean over this subset twice, or of nothing, or a power of it.

    """
    if subset.left_out is not None or node.body is None or node.sup is not None:
        raise Unread("an expectation over a subset", node.start, node.end)
    index = fresh(Sym("m", "index"))
    name = node.sub.left if isinstance(node.sub, Relation) else node.sub
    key = "" if name is None else key_of(name, scope.fonts) or ""
    inner = scope.bind(key, Subset(subset.size, index))
    share = Pow(subset.size, MINUS_ONE)
    return combine(lambda body: Mul((share, Sum(body, index, subset.size))), read(node.body, inner, expected))


def over_members(node: Operator, scope: Scope, expected: Expected) -> Readings | None:
    """Read Σ_{i ∈ I_k}: over all indices but the one that is left out; None for other sums.

    Raises:
        Unread: over which subsets the mean is taken is not written.

    """
    sub = node.sub
    if not isinstance(sub, Relation) or sub.relation != "in" or not isinstance(sub.left, Letter):
        return None
    subset = subset_named(sub.right, scope)
    if subset is None:
        return None
    if subset.left_out is None or node.body is None or node.sup is not None or node.name != "sum":
        raise Unread("a sum over a subset, outside of an expectation", node.start, node.end)
    left_out = subset.left_out
    inner, index = scope.bind_index(key_of(sub.left, scope.fonts) or "")
    apart = Add((ONE, Mul((MINUS_ONE, Delta(index, left_out)))))

    def total(body: Term) -> Term:
        return Sum(Mul((apart, of_this_size(body, index, subset.size, scope))), index, subset.size)

    return combine(total, read(node.body, inner, expected))


def of_any_subset(key: str, scope: Scope) -> Scope | None:
    """Return the scope in which a subset is any of its size, as in A_I = …; None where the name is of no subset."""
    subset = scope.meaning(key)
    return scope.bind(key, replace(subset, left_out=fresh(Sym("m", "index")))) if isinstance(subset, Subset) else None


def takes_subset(definition: Definition) -> bool:
    """Whether a name was defined of a subset, A_I = Σ_{i ∈ I} …."""
    return definition.indices == 1 and isinstance(definition.scope.meaning(definition.parameters[0]), Subset)


def at_subset(definition: Definition, sub: Node, scope: Scope) -> Readings:
    """Return A_I, which was defined of a subset, at the one over which the mean is taken.

    Raises:
        Unread: it is at something else, or no mean over subsets is taken.

    """
    subset = subset_named(sub, scope)
    if subset is None or subset.left_out is None or len(definition.parameters) != 1:
        raise Unread(f"{definition.key} of a subset, outside of an expectation", sub.start, sub.end)
    return read(definition.body, definition.scope.bind(definition.parameters[0], subset))


def of_this_size(body: Term, index: Sym, top: Term, scope: Scope) -> Term:
    """Return the body of a sum up to `top`, with members of a family of that size in place of a smaller one."""
    arrays = {part.array for part in _entries(body, index) if part.array.shape[0] != top}
    for members in arrays:
        larger = next((f for f in larger_families(members, scope) if f.shape[0] == top), None)
        if larger is not None:
            body = with_family(body, members, larger)
    return body


def _entries(body: Term, index: Sym) -> list[Entry]:
    return [p for p in walk(body) if isinstance(p, Entry) and p.indices == (index,) and p.array.sort == "point"]


def with_family(body: Term, members: Term, larger: Sym) -> Term:
    """Return a term about the members of one family as one about those of another."""

    def put(part: Term) -> Term:
        return Entry(larger, part.indices) if isinstance(part, Entry) and part.array == members else part

    return transform(body, put)


def larger_families(members: Term, scope: Scope) -> tuple[Sym, ...]:
    """Return the declared families of the same space that have more members: k + 1 for k."""
    if not isinstance(members, Sym):
        return ()
    space, size = scope.context.space_of(members.name), members.shape[0]
    found = (meaning.term for key, meaning in scope.names.items() if key.endswith("[]") and isinstance(meaning, Value))
    return tuple(
        f
        for f in found
        if isinstance(f, Sym) and f.sort == "point" and scope.context.space_of(f.name) == space
        if isinstance(f.shape[0], Add) and size in f.shape[0].terms
    )
