r"""Extrema: max_D V(D), sup, argmax_θ; what rows with lim, ∞ and "θ^* = argmax …" state.

Main definitions
----------------
* `extremum`: the handler of max, min, sup, inf, argmax and argmin.
* `limit_row`, `infinite_row`, `optimizer_row`: statements that are no comparison of two values.
"""

from __future__ import annotations

from verify.latex import tree
from verify.latex.arithmetic import negated
from verify.latex.domains import covers, of_functions, split
from verify.latex.errors import Unread
from verify.latex.names import key_of, matches
from verify.latex.points import generic
from verify.latex.reading import Expected, Readings, attempt, combine, read, settle
from verify.latex.scope import FunctionName, LawName, Scope, Value
from verify.latex.tree import Bracket, Infinity, Letter, Mark, Node, Operator, Plus, Product, Relation, Scripted
from verify.terms.nodes import Apply, Const, Density, Extremum, Sym, Term
from verify.terms.rewrite import free, walk
from verify.terms.statement import Statement

KINDS = ("max", "min", "sup", "inf", "argmax", "argmin")


def extremum(node: Operator, scope: Scope, _: Expected) -> Readings:
    """Read an extremum over one variable, or several, one after the other."""
    if node.body is None:
        raise Unread(f"{node.name} of nothing", node.start, node.end)
    if node.sub is None:
        raise Unread(f"over what this {node.name} is taken is not written", node.start, node.end)
    if node.sup is not None:
        raise Unread(f"what is written on {node.name} is not known", node.sup.start, node.sup.end)
    parts = node.sub.items if isinstance(node.sub, tree.Sequence) else (node.sub,)
    if isinstance(node.sub, tree.Sequence) and of_functions(parts, node.sub.separators):
        parts = parts[:1]
    if len(parts) > 1 and node.name.startswith("arg"):
        raise Unread("an argmax over several variables", node.sub.start, node.sub.end)
    variables = [_variable(part, scope) for part in parts]

    over = node.sub

    def build(body: Term) -> Term:
        for variable in reversed(variables):
            if variable.sort == "real" and variable not in free(body):  # ξ, where ξ_x and ξ_z are meant
                raise Unread(f"{variable} does not occur where its extremum is taken", over.start, over.end)
            if variable.sort == "parameter" and not _depends(body, variable, scope):
                raise Unread(f"how this depends on {variable} was not said", over.start, over.end)
            body = Extremum(node.name, body, variable)
        return body

    inner = scope
    for part in parts:
        inner = _with_law(split(part)[0], inner)
    return combine(build, read(node.body, inner, ()))


def _depends(body: Term, parameter: Sym, scope: Scope) -> bool:
    """Whether a body depends on a parameter: it names it, or has a density that was declared to."""
    if parameter in free(body):
        return True
    functions = [d.name for d in scope.context.functions if parameter.name in d.depends]
    for part in walk(body):
        if isinstance(part, Density) and parameter.name in scope.context.law_by_name[part.law].depends:
            return True
        if isinstance(part, Apply) and part.function in functions:
            return True
    return False


def _with_law(name: Node, scope: Scope) -> Scope:
    """Return the scope in which a law that an extremum ranges over is bound: its conditions need not be written."""
    for meaning, rest in matches(name, scope):
        if isinstance(meaning, LawName) and not rest:
            return scope.bind(key_of(name, scope.fonts) or "", meaning)
    return scope


def _without_point(name: Node, scope: Scope) -> Node:
    """Return T for the T(x) over which a supremum is taken, of a function that may be written without its point."""
    match name:
        case Product(operators=("",), factors=(function, Bracket(opening="(", items=(point,)))):
            for meaning, rest in matches(function, scope):
                known = isinstance(meaning, FunctionName) and meaning.name in scope.pointwise and not rest
                found = attempt(read, point, scope) if known else ()
                if isinstance(found, tuple) and found and found[0].sort == "point":
                    return function
    return name


def _variable(node: Node, scope: Scope) -> Sym:
    """Return what an extremum ranges over: a symbol, a parameter, an unknown function, or a law of a family."""
    name, domain = split(node)
    name = _without_point(name, scope)
    for meaning, rest in matches(name, scope):
        if rest:
            break
        match meaning:
            case Value(Sym(of_sort="parameter") as symbol) if (law := _any_law(symbol, scope)) is not None:
                return law
            case Value(Sym(of_sort="real" | "parameter") as symbol):
                _need_domain(domain, symbol, scope)
                return symbol
            case FunctionName(function) if domain is None:
                if scope.context.function_by_name[function].result == "real":
                    return Sym(function, "law")
            case LawName(law):
                family = scope.context.law_by_name[law].family
                if domain is None or (family and key_of(domain, scope.fonts) == family):
                    return Sym(law, "law")
        break
    raise Unread("over what this extremum is taken is not known", node.start, node.end)


def _any_law(parameter: Sym, scope: Scope) -> Sym | None:
    """Return the law that may be any where a parameter may: a sheet may grant "infinite capacity" to what it is of."""
    laws = [law.name for law in scope.context.laws if parameter.name in law.depends]
    granted = "infinite capacity" in dict(scope.context.grants)
    return Sym(laws[0], "law") if granted and len(laws) == 1 else None


def _need_domain(domain: Node | None, symbol: Sym, scope: Scope) -> None:
    """Raise `Unread` unless a domain is the whole range of a symbol."""
    if domain is not None and not covers(domain, symbol, scope):
        raise Unread("this set is not known", domain.start, domain.end)


# ------------------------------------------------------------------------------------------------------ rows


def optimizer_row(left: Node, relation: str, right: Node, scope: Scope) -> tuple[Statement, ...] | None:
    """Return "x maximizes f" for `x = argmax f`; None where neither side, or both, is an argmax."""
    sides = [_is_argument(side) for side in (left, right)]
    if relation not in ("=", "in") or sum(sides) != 1 or (relation == "in" and sides[0]):
        return None
    operator, value = (left, right) if sides[0] else (right, left)
    assert isinstance(operator, Operator)
    extrema, values = settle([attempt(read, operator, scope), attempt(_optimizer, value, scope)])
    found = [_maximizer(e, v) for e in extrema for v in values if isinstance(e, Extremum)]
    if not found:
        raise Unread("this optimizer is not read", left.start, right.end)
    return tuple(dict.fromkeys(found))


def _is_argument(node: Node) -> bool:
    return isinstance(node, Operator) and node.name in ("argmax", "argmin") and node.body is not None


def _optimizer(value: Node, scope: Scope) -> Readings:
    """Return what is said to be an optimizer; a function or law stands for its value at the generic point."""
    for meaning, rest in matches(value, scope):
        if isinstance(meaning, LawName) and not rest:
            return (Sym(meaning.name, "law"),)
        if isinstance(meaning, FunctionName) and not rest:
            space = scope.context.function_by_name[meaning.name].spaces[0]
            return (Apply(meaning.name, (generic(space, scope, value),)),)
    return read(value, scope)


def _maximizer(side: Extremum, value: Term) -> Statement:
    body = side.body if side.kind == "argmax" else negated(side.body)
    return Statement("maximizer", (body, value), (side.variable,))


def infinite_row(left: Node, relation: str, right: Node, scope: Scope) -> tuple[Statement, ...] | None:
    """Return "f is infinite" for `f = ∞` and `f = -∞`; None for other rows."""
    sign = _infinity(right)
    if relation != "=" or sign == 0 or (isinstance(left, Operator) and left.name == "lim"):
        return None
    found = read(left, scope, ())
    return tuple(Statement("infinite", (term if sign > 0 else negated(term),)) for term in found)


def _infinity(node: Node) -> int:
    match node:
        case Infinity() | Plus(signs=("+",), terms=(Infinity(),)):
            return 1
        case Plus(signs=("-",), terms=(Infinity(),)):
            return -1
    return 0


def limit_row(left: Node, relation: str, right: Node, scope: Scope) -> tuple[Statement, ...] | None:
    """Return "f tends to c as x tends to a" for `lim_{x → a} f = c`; None for other rows."""
    if relation != "=" or not isinstance(left, Operator) or left.name != "lim":
        return None
    if left.body is None or not isinstance(left.sub, Relation) or left.sub.relation != "->":
        raise Unread("what tends to what is not written", left.start, left.end)
    variable = _variable(left.sub.left, scope)
    if variable.sort != "real" or variable.shape:
        raise Unread(f"a limit in {variable.name}", left.sub.start, left.sub.end)
    points, bodies, ends = settle(
        [
            attempt(_end, _side(left.sub.right, variable, scope), scope),
            attempt(read, left.body, scope, ()),
            attempt(_end, right, scope),
        ]
    )
    return tuple(Statement("limit", (b, a, c), (variable,)) for b in bodies for a in points for c in ends)


def _end(node: Node, scope: Scope) -> Readings:
    sign = _infinity(node)
    if sign:
        return (Const("oo") if sign > 0 else negated(Const("oo")),)
    return read(node, scope, ())


def _side(node: Node, variable: Sym, scope: Scope) -> Node:
    """Return the point of a limit without the mark of its side, which must be the side on which the variable lives.

    Raises:
        Unread: the variable lives on the other side, or on both.

    """
    match node:
        case Scripted(base=base, sub=None, sup=Mark(text="+" | "-" as side) | Letter(name="+" | "-" as side)):
            pass
        case Scripted(base=base, sub=None, sup=Plus(signs=("+" | "-" as side,), terms=())):
            pass
        case _:
            return node
    declared = scope.context.by_name.get(variable.name)
    value = read(base, scope, ())[0]
    if declared is None:
        raise Unread("on which side this limit is", node.start, node.end)
    end = declared.interval.low if side == "+" else declared.interval.high
    if end is None or str(value) != str(end):
        raise Unread("a limit from one side", node.start, node.end)
    return base
