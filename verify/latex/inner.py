r"""Derivatives by what is itself a formula: ∂ log p(x|z^{(l)}) / ∂ z_j^{(l)} with z^{(l)} = μ + Σ ⊙ ε^{(l)}.

Main definitions
----------------
* `by_formula`: the derivative of a term by a formula that occurs in it.
"""

from __future__ import annotations

from collections.abc import Iterator

from verify.latex.errors import Unread
from verify.latex.names import key_of
from verify.latex.reading import read
from verify.latex.scope import Definition, Scope, Value
from verify.latex.tree import Letter, Node, Scripted
from verify.terms.nodes import At, Diff, Sym, Term
from verify.terms.rewrite import free, fresh, substitute, transform, walk


def by_formula(body: Term, value: Term, node: Node, scope: Scope) -> Term:
    """Return the derivative of a term by a formula: by a variable put in its place, at the formula.

    By the z of which the body has one draw z^{(l)} alone, it is the derivative by that.

    Raises:
        Unread: the formula does not occur in the body, or the body depends on what it consists of in other ways too.

    """
    if value not in set(walk(body)):
        members = [member for member in _members(node, body, scope) if member in set(walk(body))]
        if len(members) != 1:
            raise Unread("what is differentiated does not show by what", node.start, node.end)
        (value,) = members
    number = fresh(Sym("v", "real", value.shape))
    moved = transform(body, lambda part: number if part == value else part)
    if {s for s in free(moved) & free(value) if s.sort not in ("index", "dimension")}:
        raise Unread("what is differentiated depends on this in other ways too", node.start, node.end)
    return At(Diff(moved, (number,)), ((number, value),))


def _members(node: Node, body: Term, scope: Scope) -> Iterator[Term]:
    """Yield the members of the family that is named as the variable is, for each index that the body has."""
    base = node.base if isinstance(node, Scripted) else node
    family = scope.meaning(f"{key_of(base, scope.fonts)}^()[]") if isinstance(base, Letter) else None
    if not isinstance(family, Definition) or family.indices != 1 or len(family.parameters) != 1:
        return
    index = fresh(Sym(family.parameters[0], "index"))
    inner = family.scope.bind(family.parameters[0], Value(index))
    for pattern in read(family.body, inner):
        for symbol in sorted({s for part in walk(body) for s in free(part) if s.sort == "index"}, key=str):
            yield substitute(pattern, {index: symbol})
