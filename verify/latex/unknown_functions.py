"""Unknown functions: at their arguments, D(x), f'(t), F⁻¹(x), and without them.

Main definitions
----------------
* `apply_function`: a function at its arguments.
* `pointwise`: a function written without its argument.
"""

from __future__ import annotations

from collections.abc import Sequence

from verify.latex.errors import Unread
from verify.latex.names import Scripts, key_of
from verify.latex.points import generic, space_of
from verify.latex.powers import raised
from verify.latex.reading import Expected, Readings, combine, read_all
from verify.latex.scope import FunctionName, Meaning, Scope
from verify.latex.tree import Bracket, Node
from verify.terms.nodes import Apply, IllTyped, Term, shape_text


def apply_function(
    meaning: Meaning, rest: Scripts, bracket: Bracket, node: Node, scope: Scope, _: Expected
) -> Readings:
    """Return an unknown function at its arguments: D(x), f'(t), F⁻¹(x)."""
    assert isinstance(meaning, FunctionName)
    declared = scope.context.function_by_name[meaning.name]
    if rest.sub is not None:
        raise Unread(f"what the subscript of {meaning.name} says is not known", rest.sub.start, rest.sub.end)
    name, power = declared.name, rest.sup
    if power is not None and key_of(power) == "-1" and declared.inverse:
        name, power = declared.inverse, None
    arguments = read_all(((item, None) for item in bracket.items), scope)
    found = combine(lambda *args: _application(name, args, rest.primes, scope), *arguments)
    return found if power is None else raised(found, power, scope)


def _application(name: str, args: Sequence[Term], primes: int, scope: Scope) -> Term:
    declared = scope.context.function_by_name[name]
    if len(args) != len(declared.spaces):
        raise IllTyped(f"{name} takes {len(declared.spaces)} arguments, not {len(args)}")
    for space, arg in zip(declared.spaces, args, strict=True):
        _need_space(name, space, arg, scope)
    orders = (primes,) if primes else ()
    if primes and (len(args) != 1 or declared.spaces[0] != "real"):
        raise IllTyped(f"{name} is no function of one number")
    return Apply(name, tuple(args), orders, "real" if declared.result == "real" else "point")


def _need_space(name: str, space: str, arg: Term, scope: Scope) -> None:
    fits = {"real": not arg.shape and arg.sort != "point", "column": bool(arg.shape) and arg.sort == "real"}
    if not fits.get(space, space_of(arg, scope) == space):
        given = shape_text(arg.shape) if arg.sort == "real" else f"{arg.sort} of {space_of(arg, scope)}"
        wanted = {"real": "number", "column": "column"}.get(space, f"point of {space}")
        raise IllTyped(f"{name} takes a {wanted}, but {arg} is a {given}", (wanted, given))


def pointwise(name: str, node: Node, scope: Scope) -> Readings:
    """Return a function without its argument at the point that its space is named after.

    Raises:
        Unread: the sheet does not say that it may be written so.

    """
    declared = scope.context.function_by_name[name]
    if name in scope.pointwise and len(declared.spaces) == 1 and declared.spaces[0] not in ("real", "column"):
        point = generic(declared.spaces[0], scope, node)
        return (Apply(name, (point,), result="real" if declared.result == "real" else "point"),)
    raise Unread(f"the function {name} without its argument", node.start, node.end)
