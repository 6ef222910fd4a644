r"""Maps of columns that were defined by a formula, g(u) = μ + S u: their inverses g⁻¹(z) and Jacobians J_g, Dg(u).

Main definitions
----------------
* `inverse_at`: g⁻¹ of a column, where g is affine.
* `jacobian_of_defined`: J_g, J_g(u) and Dg(u); None where no such map is named.
"""

from __future__ import annotations

from collections.abc import Sequence

from verify.latex.arithmetic import negated
from verify.latex.errors import Unread
from verify.latex.names import Scripts, key_of, matches
from verify.latex.powers import inverse
from verify.latex.products import multiply
from verify.latex.reading import Readings, combine, read
from verify.latex.scope import Definition, Scope, Value
from verify.latex.tree import Bracket, Letter, Node, Scripted
from verify.terms.affine import linear_part
from verify.terms.nodes import ONE, Add, Diff, Sym, Term
from verify.terms.rewrite import free, substitute


def is_map(definition: Definition) -> bool:
    """Whether a name was defined of one column, and is a column."""
    variable = _variable(definition)
    return variable is not None and all(t.shape[1:] == (ONE,) for t in read(definition.body, definition.scope))


def _variable(definition: Definition) -> Sym | None:
    """Return the column of which a name was defined."""
    if definition.indices or len(definition.parameters) != 1:
        return None
    match definition.scope.meaning(definition.parameters[0]):
        case Value(Sym() as symbol) if symbol.shape[1:] == (ONE,) and symbol.sort == "real":
            return symbol
    return None


def inverse_at(definition: Definition, arguments: Readings, node: Node) -> Readings:
    """Return g⁻¹ of a column: for g(u) = b + A u it is A⁻¹(· - b).

    Raises:
        Unread: g is not seen to be affine.

    """
    variable = _variable(definition)
    values = read(definition.body, definition.scope)
    matrices = [linear_part(value, variable) for value in values] if variable is not None else []
    if variable is None or len(values) != 1 or matrices[0] is None or variable in free(matrices[0]):
        raise Unread(f"what the inverse of {definition.key} is, is not known", node.start, node.end)
    matrix, still = inverse(matrices[0]), _without(values[0], variable)
    return combine(lambda at: multiply((matrix, Add((at, *map(negated, still))) if still else at)), arguments)


def _without(term: Term, variable: Sym) -> tuple[Term, ...]:
    """Return the summands of an affine term in which the variable does not occur."""
    if isinstance(term, Add):
        return tuple(part for summand in term.terms for part in _without(summand, variable))
    return () if variable in free(term) else (term,)


def jacobian_of_defined(factors: Sequence[Node], scope: Scope) -> Readings | None:
    """Return the Jacobian that J_g, J_g(u), J_{g⁻¹}(z) or Dg(u) names, for a map that was defined; None for others."""
    match factors:
        case (Scripted(base=Letter(name="J", accent=""), sub=Node() as named, sup=None, primes=0) as name, *at):
            if next(iter(matches(name, scope)), None) is not None:
                return None
        case (Letter(name="D" | "J", accent=""), Letter() | Scripted() as named, Bracket() as point):
            at = [point]
        case _:
            return None
    for definition, rest in matches(named, scope):
        inverted = rest == Scripts(None, rest.sup) and key_of(rest.sup) == "-1" if rest.sup is not None else False
        if isinstance(definition, Definition) and (inverted or not rest) and is_map(definition):
            return _jacobian(definition, at, inverted, scope)
    return None


def _jacobian(definition: Definition, at: Sequence[Node], inverted: bool, scope: Scope) -> Readings | None:
    variable = _variable(definition)
    assert variable is not None
    slopes = combine(lambda value: Diff(value, (variable,)), read(definition.body, definition.scope))
    points = read(at[0].items[0], scope) if at and isinstance(at[0], Bracket) and len(at[0].items) == 1 else (variable,)
    curved = any(linear_part(slope.body, variable) is None for slope in slopes if isinstance(slope, Diff))
    if len(at) > 1 or (inverted and curved) or any(point.shape != variable.shape for point in points):
        return None
    found = combine(lambda slope, point: _at(slope, variable, point), slopes, points)
    return combine(inverse, found) if inverted else found


def _at(slope: Diff, variable: Sym, point: Term) -> Term:
    """Return a derivative at a point; that of an affine map is the same everywhere."""
    matrix = linear_part(slope.body, variable)
    return slope if point == variable or matrix is not None else substitute(slope, {variable: point})
