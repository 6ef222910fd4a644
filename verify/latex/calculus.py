r"""Derivatives: ∂f/∂w, ∇_w f, Hessians, Jacobians, h'(t), evaluation |_{…}.

Main definitions
----------------
* `derivative`, `gradient`, `evaluated`: handlers of ∂/∂x, ∇ and |_{…}.
* `by_value`: the derivative of a term by the value of a function at a point.
* `primed`: h'(t) of a function that was defined.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce

from verify.latex import tree
from verify.latex.densities import without_points
from verify.latex.dynamics import along_trajectory
from verify.latex.errors import Unread
from verify.latex.inner import by_formula
from verify.latex.jacobians import by_image, of_map
from verify.latex.nabla import argument_of
from verify.latex.names import matches
from verify.latex.points import generic
from verify.latex.reading import Expected, Readings, attempt, combine, read, settle
from verify.latex.scope import Definition, FunctionName, LawName, Scope, Value
from verify.latex.tree import (
    Bracket,
    Derivative,
    Evaluated,
    Letter,
    Node,
    Number,
    Operator,
    Relation,
    Scripted,
)
from verify.latex.uniforms import ends_of_laws
from verify.latex.variation import variation
from verify.terms.nodes import ONE, ZERO, Apply, At, Density, Diff, Entry, IllTyped, Rows, Sym, Term
from verify.terms.rewrite import bound, free, fresh, functions, transform, walk
from verify.terms.statement import column

#: derivatives of one formula, at most
HIGHEST = 4


def derivative(node: Derivative, scope: Scope, _: Expected) -> Readings:
    """Read a derivative, ∂ⁿ body/∂v₁ ∂v₂ and so on."""
    if node.body is None:
        raise Unread("a derivative of nothing", node.start, node.end)
    moved = along_trajectory(node, scope)
    if moved is not None:
        return moved
    variables = node.variables
    if len(variables) == 1 and node.order > 1:
        variables = variables * min(node.order, HIGHEST + 1)
    if len(variables) != node.order or node.order > HIGHEST:
        raise Unread("how often what is differentiated is not clear", node.start, node.end)
    return _differentiated(node.body, variables, scope)


def gradient(node: Operator, scope: Scope, _: Expected) -> Readings:
    """Read ∇_w f, and ∇_w² f, the matrix of second derivatives; ∇ alone is by the argument of its body."""
    if node.body is None:
        raise Unread("a gradient of nothing", node.start, node.end)
    times = 1
    if node.sup is not None:
        if not isinstance(node.sup, Number) or node.sup.text != "2":
            raise Unread("this power of ∇ is not read", node.sup.start, node.sup.end)
        times = 2
    variable = node.sub if node.sub is not None else argument_of(node.body, scope)
    return _differentiated(node.body, (variable,) * times, scope)


def _differentiated(body: Node, variables: Sequence[Node], scope: Scope) -> Readings:
    if len(variables) == 1:
        volume = of_map(body, variables[0], scope)
        if volume is not None:
            return volume
    found = [attempt(_variable, variable, scope) for variable in variables]
    bodies, *places = settle([attempt(_body, body, scope), *found])

    def build(term: Term, *by: Term) -> Term:
        for place, variable in zip(reversed(by), reversed(variables), strict=True):
            image = by_image(term, place, scope)
            term = _by(term, place, variable, scope) if image is None else image
        return term

    return combine(build, bodies, *places)


def _body(body: Node, scope: Scope) -> Readings:
    """Return what is differentiated: a list of components is a column."""
    if isinstance(body, Bracket) and body.opening in "([" and len(body.items) > 1:
        entries = settle([attempt(read, item, scope, ()) for item in body.items])
        return combine(lambda *terms: Rows(tuple((t,) for t in terms)), *entries)
    return read(body, scope)


def _variable(node: Node, scope: Scope) -> Readings:
    """Return what a derivative is by: a symbol, an entry, a column of symbols, or a value D(x), p(x)."""
    match node:
        case Bracket(opening="(" | "[" | "{", items=items) if len(items) > 1:
            entries = settle([attempt(read, item, scope, ()) for item in items])
            return combine(lambda *terms: Rows(tuple((t,) for t in terms)), *entries)
        case Bracket(opening="(" | "{", items=(only,)):
            return _variable(only, scope)
        case tree.Sequence(items=items, separators=separators) if set(separators) == {","}:
            entries = settle([attempt(read, item, scope, ()) for item in items])
            return combine(lambda *terms: Rows(tuple((t,) for t in terms)), *entries)
    for meaning, rest in matches(node, scope):
        if isinstance(meaning, FunctionName) and not rest:
            declared = scope.context.function_by_name[meaning.name]
            if len(declared.spaces) == 1 and declared.result == "real" and declared.spaces[0] not in ("real", "column"):
                return (Apply(meaning.name, (generic(declared.spaces[0], scope, node),)),)
        if isinstance(meaning, LawName) and not rest:
            return without_points(scope.context.law_by_name[meaning.name], node, scope)
    return read(node, scope)


def _by(body: Term, place: Term, node: Node, scope: Scope) -> Term:
    """Return the derivative of a term by a symbol, an entry, a column of symbols, or a value."""
    match place:
        case Sym(of_sort="point") if isinstance(body, Diff) and not free(body.body) & set(body.variables):
            return ZERO  # d/dx ∂L/∂Ḋ, where there is no Ḋ in L
        case Sym(of_sort="point"):
            raise Unread(f"{place} is a point of any space: there is no derivative by it", node.start, node.end)
        case Sym(of_sort="real" | "parameter"):
            return Diff(body, (place,))
        case Entry(array=Sym(of_sort="real") as array, indices=indices):
            if body.shape:
                raise Unread("the derivative of an array by an entry", node.start, node.end)
            return Entry(Diff(body, (array,)), indices)
        case Rows() if all(isinstance(entry, Sym) for entry in column(place)):
            return Diff(body, tuple(entry for entry in column(place) if isinstance(entry, Sym)))
        case Apply(result="real", orders=orders) if not any(orders):
            return by_value(body, place, node)
        case Density():
            return by_value(body, place, node)
        case Entry(array=array, indices=indices):
            return Entry(by_formula(body, array, node, scope), indices)
        case _ if place.sort == "real" and free(place):
            return by_formula(body, place, node, scope)
    raise Unread("by what this is differentiated is no variable", node.start, node.end)


def by_value(body: Term, value: Apply | Density, node: Node | None = None) -> Term:
    """Return the derivative by the value of a function at a point: of a number put in its place.

    Raises:
        Unread: the body takes the function at other points too, so that its value there is no number of its own.

    """
    number, place = fresh(Sym("t")), (node.start, node.end) if node is not None else (0, 0)
    if any(set(bound(part)) & free(value) and functions(value) & functions(part) for part in walk(body)):
        found = variation(body, value, lambda term: by_value(term, value, node))
        if found is None:
            raise Unread("a derivative by a function under an integral", *place)
        return found
    moved = transform(body, lambda part: number if part == value else part)
    if functions(value) & functions(moved):
        raise Unread(f"what is differentiated is not pointwise in {value}", *place)
    return At(Diff(moved, (number,)), ((number, value),))


# --------------------------------------------------------------------------------------- h'(t) and |_{…}


def primed(definition: Definition, times: int, bracket: Bracket, node: Node, scope: Scope) -> Readings:
    """Return h'(t), h''(t) of a function of one number that was defined."""
    if len(definition.parameters) != 1 or definition.indices or len(bracket.items) != 1 or times > HIGHEST:
        raise Unread("a prime on what is no function of one number", node.start, node.end)
    arguments = read(bracket.items[0], scope, ())
    if (slopes := _with_laws(definition, times, arguments, node)) is not None:
        return slopes
    number = fresh(Sym("t"))
    inner = definition.scope.bind(definition.parameters[0], Value(number))
    bodies = read(definition.body, inner)
    return combine(lambda body, argument: _primed(body, number, argument, times), bodies, arguments)


def _with_laws(definition: Definition, times: int, arguments: Readings, node: Node) -> Readings | None:
    """Return h'(s) of a divergence of Q_s = U[0, s], which does not show its s; None where laws do not depend on it.

    Raises:
        Unread: at another value, where the law would be another.

    """
    match definition.scope.meaning(definition.parameters[0]):
        case Value(Sym() as number) if definition.scope.context.regions:
            bodies = read(definition.body, definition.scope)
        case _:
            return None
    if not any(number in ends_of_laws(body, definition.scope.context) for body in bodies):
        return None
    if arguments != (number,):
        raise Unread(f"a slope of {definition.key} where a law in it is another", node.start, node.end)
    return combine(lambda body: reduce(lambda inner, _: Diff(inner, (number,)), range(times), body), bodies)


def slope_of(function: Callable[[Term], Term], argument: Term, times: int) -> Term:
    """Return the derivative of a function of one number at an argument."""
    if times > HIGHEST:
        raise IllTyped(f"more than {HIGHEST} derivatives")
    number = fresh(Sym("t"))
    return _primed(function(number), number, argument, times)


def _primed(body: Term, number: Sym, argument: Term, times: int) -> Term:
    if argument.shape:
        raise IllTyped(f"a derivative in one number, but {argument} is an array", ("scalar",))
    for _ in range(times):
        body = Diff(body, (number,))
    return At(body, ((number, argument),))


def evaluated(node: Evaluated, scope: Scope, expected: Expected) -> Readings:
    """Read body|_{w = a}, and body|_{(0, 0, 0)} at the point of the variables that the body is a function of."""
    wheres = node.where.items if isinstance(node.where, tree.Sequence) else (node.where,)
    bodies = read(node.body, scope, expected)
    if all(isinstance(w, Relation) and w.relation == "=" for w in wheres):
        sides = [(w.left, w.right) for w in wheres if isinstance(w, Relation)]
        pairs = [pair for left, right in sides for pair in _equal_lists(left, right)]
    else:
        pairs = _at_point(node, scope)
    symbols = [_evaluation_symbol(left, scope) for left, _ in pairs]
    if len(pairs) == 1 and not isinstance(node.where, Relation | tree.Sequence):
        _alone(symbols[0], bodies, node)
    values = settle([attempt(read, right, scope, s.shape) for s, (_, right) in zip(symbols, pairs, strict=True)])
    return combine(lambda body, *at: At(body, tuple(zip(symbols, at, strict=True))), bodies, *values)


def _alone(symbol: Sym, bodies: Readings, node: Evaluated) -> None:
    """Raise `Unread` where "|_0" may be about several variables at once."""
    for body in bodies:
        others = {s for s in free(body) if s.sort == "real" and not s.shape} - {symbol}
        if others:
            raise Unread("at which point this is taken was not written", node.where.start, node.where.end)


def _equal_lists(left: Node, right: Node) -> list[tuple[Node, Node]]:
    match left, right:
        case Bracket(items=lefts), Bracket(items=rights) if len(lefts) == len(rights) > 1:
            return list(zip(lefts, rights, strict=True))
    return [(left, right)]


def _evaluation_symbol(node: Node, scope: Scope) -> Sym:
    found = read(node, scope)
    if len(found) == 1 and isinstance(found[0], Sym) and found[0].sort == "real":
        return found[0]
    raise Unread("what is evaluated is no variable", node.start, node.end)


def _at_point(node: Evaluated, scope: Scope) -> list[tuple[Node, Node]]:
    where = node.where.items[0] if isinstance(node.where, Bracket) and len(node.where.items) == 1 else node.where
    values = where.items if isinstance(where, Bracket | tree.Sequence) else (where,)
    variables = _variables_at(node.body, len(values), scope)
    if variables is None:
        raise Unread("the value of which variable this is was not written", node.where.start, node.where.end)
    return list(zip(variables, values, strict=True))


def _variables_at(body: Node, count: int, scope: Scope) -> Sequence[Node] | None:
    """Return the variables of a point of `count` values: those of the derivative, or those of a declared function."""
    if isinstance(body, Derivative):
        by = body.variables
        if len(by) == 1 and isinstance(by[0], Bracket) and len(by[0].items) == count:
            return by[0].items
        if len(by) == count == 1:
            return by
    if isinstance(body, Operator) and body.name == "nabla" and body.sub is not None and count == 1:
        return (body.sub,)
    lists = {
        meaning.parameters
        for meaning in scope.names.values()
        if isinstance(meaning, Definition) and not meaning.indices and len(meaning.parameters) == count > 1
    }
    symbols = [keys for keys in lists if all(_is_number(meaning) for meaning in map(scope.meaning, keys))]
    if len(symbols) != 1:
        return None
    return [_spelled(key, body) for key in symbols[0]]


def _is_number(meaning: object) -> bool:
    return isinstance(meaning, Value) and meaning.term.sort == "real" and not meaning.term.shape


def _spelled(key: str, at: Node) -> Node:
    """Return the node that a key of a letter, perhaps with a subscript, is spelled as."""
    base, _, sub = key.partition("_")
    letter = Letter(at.start, at.end, base)
    if not sub:
        return letter
    script: Node = Number(at.start, at.end, sub) if sub.isdigit() else Letter(at.start, at.end, sub)
    return Scripted(at.start, at.end, letter, script)


def listed(node: Bracket, scope: Scope, expected: Expected) -> Readings:
    """Read (a, b, c): a column or, where that is what fits, a row."""
    entries = settle([attempt(read, item, scope, ()) for item in node.items])
    wide = expected is not None and len(expected) == 2 and expected[0] == ONE
    tall = expected is not None and len(expected) == 2 and expected[1] == ONE
    found: list[Term] = []
    if not wide:
        found.extend(combine(lambda *terms: Rows(tuple((t,) for t in terms)), *entries))
    if not tall:
        found.extend(combine(lambda *terms: Rows((terms,)), *entries))
    return tuple(found)
