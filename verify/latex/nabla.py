"""By what a gradient without a variable differentiates: ∇ L(w), ∇ E[L(w)].

Main definitions
----------------
* `argument_of`: the one argument of the functions in a formula.
"""

from __future__ import annotations

from collections.abc import Iterator

from verify.latex.errors import Unread
from verify.latex.jacobians import map_named
from verify.latex.names import key_of, matches
from verify.latex.scope import Definition, FunctionName, Scope
from verify.latex.tree import Bracket, Letter, Node, Product, walk


def argument_of(body: Node, scope: Scope) -> Node:
    """Return the one argument of a function: what ∇ without a variable differentiates by.

    Raises:
        Unread: there is none, or there are several.

    """
    match body:
        case Product(operators=("",), factors=(_, Bracket(items=(only,)))):
            return only
        case Bracket(items=(only,)):
            return argument_of(only, scope)
    for meaning, rest in matches(body, scope):
        map_name = map_named(body, scope)
        if isinstance(meaning, FunctionName) and (map_name is not None or not rest):
            declared = scope.context.function_by_name[map_name or meaning.name]
            return Letter(body.start, body.end, declared.spaces[0]) if len(declared.spaces) == 1 else body
        if isinstance(meaning, Definition) and len(meaning.parameters) == 1 and not rest and "_" not in meaning.key:
            return Letter(body.start, body.end, meaning.parameters[0])
    inside = {key_of(only): only for only in _arguments(body, scope)}
    if len(inside) == 1 and None not in inside:
        return next(iter(inside.values()))
    raise Unread("by what this is differentiated is not written", body.start, body.start)


def _arguments(body: Node, scope: Scope) -> Iterator[Node]:
    """Yield the arguments of functions of one argument in a formula."""
    for node in walk(body):
        factors, operators = (node.factors, node.operators) if isinstance(node, Product) else ((), ())
        for name, operator, bracket in zip(factors, operators, factors[1:], strict=False):
            match bracket:
                case Bracket(opening="(", items=(only,)) if operator == "" and _is_function(name, scope):
                    yield only


def _is_function(name: Node, scope: Scope) -> bool:
    return any(isinstance(meaning, FunctionName | Definition) for meaning, _ in matches(name, scope))
