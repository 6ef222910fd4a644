r"""Jacobians of diffeomorphisms between spaces of points: ∂F(u)/∂u, J_F(u), ∇F(u), DF(u).

Such a Jacobian is known by its determinant alone: what is written is that (signed) number, and det leaves it as it is.

Main definitions
----------------
* `of_map`: the Jacobian of a map by its variable, for ∂F(u)/∂u and ∂F/∂u.
* `by_image`: the derivative by an affine image z = μ + S z_0 of what is random.
* `is_jacobian`, `jacobian_of`: J_F(u) and DF(u).
* `map_named`: the map that a node names.
"""

from __future__ import annotations

from collections.abc import Sequence

from verify.latex.errors import Unread
from verify.latex.names import key_of, matches
from verify.latex.points import space_of
from verify.latex.reading import Readings, combine, read
from verify.latex.scope import Definition, FunctionName, Scope
from verify.latex.tree import Bracket, Letter, Node, Product, Scripted
from verify.terms.affine import linear_part
from verify.terms.nodes import ONE, Apply, Diff, IllTyped, MatOp, Sym, Term
from verify.terms.rewrite import free


def of_map(body: Node, variable: Node, scope: Scope) -> Readings | None:
    """Return the Jacobian determinant for ∂F(u)/∂u and ∂F/∂u; None where the body is no map."""
    name, argument = _map_of(body, scope)
    if name is None:
        return None
    declared = scope.context.function_by_name[name]
    by = read(variable, scope)[0]
    if space_of(by, scope) != declared.spaces[0]:
        a, b = space_of(by, scope) or "number", declared.spaces[0]
        raise IllTyped(f"{name} is a function of points of {b}, not of {a}", (a, b))
    if argument is not None and read(argument, scope) != (by,):
        raise Unread("a derivative at another point than it is taken by", body.start, variable.end)
    return (_jacobian(name, by, scope),)


def _map_of(body: Node, scope: Scope) -> tuple[str | None, Node | None]:
    """Return the diffeomorphism that a node names, and its argument if one is written."""
    match body:
        case Product(operators=("",), factors=(name, Bracket(opening="(" | "[", items=(argument,)))):
            return map_named(name, scope), argument
        case Bracket(opening="(" | "[" | "{", items=(only,)):
            return _map_of(only, scope)
    return map_named(body, scope), None


def map_named(node: Node, scope: Scope) -> str | None:
    """Return the core name of the diffeomorphism, or inverse of one, that a node names."""
    for meaning, rest in matches(node, scope):
        if isinstance(meaning, Definition) and not rest and not meaning.parameters:
            return map_named(meaning.body, meaning.scope)
        if not isinstance(meaning, FunctionName):
            return None
        declared = scope.context.function_by_name.get(meaning.name)
        if declared is None or not declared.inverse or rest.sub is not None or rest.primes:
            return None
        if rest.sup is None:
            return meaning.name
        return declared.inverse if key_of(rest.sup, scope.fonts) == "-1" else None
    return None


def _jacobian(name: str, at: Term, scope: Scope) -> Term:
    space = scope.context.function_by_name[name].spaces[0]
    if space_of(at, scope) != space:
        a = space_of(at, scope) or "number"
        raise IllTyped(f"{name} is a function of points of {space}, not of {a}", (a, space))
    return Apply(name, (at,), (1,), "real")


def by_image(body: Term, place: Term, scope: Scope) -> Term | None:
    """Return the derivative by z = b + A u of a random column u: that by u, times A⁻¹; None if it is about no u."""
    drawn = [s for s in free(place) if s.name in scope.context.by_name and scope.context.by_name[s.name].law]
    if isinstance(place, Sym) or place.shape[1:] != (ONE,) or len(drawn) != 1 or drawn[0].shape != place.shape:
        return None
    matrix = linear_part(place, drawn[0])
    if matrix is None or drawn[0] in free(matrix) or drawn[0] not in free(body):
        return None  # of a body about z^{(l)} = b + A u^{(l)}, the derivative by z is that by z^{(l)}
    back, slope = MatOp("inverse", (matrix,)), Diff(body, (drawn[0],))
    return MatOp("product", (slope, back) if body.shape else (MatOp("transpose", (back,)), slope))


def is_jacobian(factors: Sequence[Node], scope: Scope) -> bool:
    """Whether the factors are J_F(u) or DF(u) of a diffeomorphism F."""
    return _jacobian_parts(factors, scope) is not None


def jacobian_of(factors: Sequence[Node], scope: Scope) -> Readings:
    """Return the Jacobian determinant for J_F(u) and DF(u)."""
    parts = _jacobian_parts(factors, scope)
    assert parts is not None
    name, argument = parts
    return combine(lambda point: _jacobian(name, point, scope), read(argument, scope))


def _jacobian_parts(factors: Sequence[Node], scope: Scope) -> tuple[str, Node] | None:
    match factors:
        case (Scripted(base=Letter(name="J", accent=""), sub=Node() as sub, sup=None) as name, Bracket() as at):
            map_name = map_named(sub, scope) if next(iter(matches(name, scope)), None) is None else None
        case (Letter(name="D" | "J", accent=""), map_node, Bracket() as at):
            map_name = map_named(map_node, scope)
        case _:
            return None
    return None if map_name is None or len(at.items) != 1 else (map_name, at.items[0])
