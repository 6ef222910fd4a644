"""Expectations, variances and covariances under written measures; integrals over points.

Main definitions
----------------
* `expectation`, `variance`, `covariance`: handlers of E, Var and Cov.
* `integral`: the handler of ∫ … dz; `total` that of Σ_z over a point, which is the same.
"""

from __future__ import annotations

from fractions import Fraction

from verify.latex import chance, indices, tree
from verify.latex.arithmetic import negated
from verify.latex.densities import LawRef, bind_generic, density, space_of
from verify.latex.errors import Unread
from verify.latex.measures import Draw, draws
from verify.latex.names import key_of, matches
from verify.latex.products import multiply
from verify.latex.reading import Expected, Readings, attempt, combine, read, settle
from verify.latex.scope import Scope, Value
from verify.latex.tree import Bracket, Letter, Node, Operator
from verify.latex.values import raised
from verify.terms.nodes import ONE, Add, IllTyped, Integral, Num, Pow, Sym, Term, shape_text
from verify.terms.rewrite import free

TWO = Num(Fraction(2))


def expectation(node: Operator, scope: Scope, expected: Expected) -> Readings:
    """Read E under a written measure, or over the random arrays of the Context."""
    if node.body is None:
        raise Unread("an expectation of nothing", node.start, node.end)
    if _is_of_arrays(node, scope):
        return chance.expectation(node, scope, expected)
    measure, inner = _measure(node, scope)
    found = combine(lambda body: _mean(body, measure), read(node.body, inner, expected))
    return found if node.sup is None else raised(found, node.sup, scope)


def _mean(body: Term, measure: tuple[Draw, ...]) -> Term:
    for draw in reversed(measure):
        body = draw.mean(body)
    return body


def _is_of_arrays(node: Operator, scope: Scope) -> bool:
    """Whether an expectation is over declared random arrays: those that are named, or those in its body."""
    if node.sub is None:
        found = attempt(read, node.body, scope)
        return isinstance(found, tuple) and any(chance.random_arrays(term, scope) for term in found)
    parts = node.sub.items if isinstance(node.sub, tree.Sequence) else (node.sub,)
    return all(_is_random(part, scope) for part in parts)


def _is_random(node: Node, scope: Scope) -> bool:
    if isinstance(node, tree.Relation):
        return _is_random(node.left, scope)
    for meaning, rest in matches(node, scope):
        if isinstance(meaning, Value) and isinstance(meaning.term, Sym) and not rest:
            declared = scope.context.by_name.get(meaning.term.name)
            return declared is not None and declared.law is not None
    return False


def _measure(node: Operator, scope: Scope) -> tuple[tuple[Draw, ...], Scope]:
    if node.sub is not None:
        return draws(node.sub, scope)
    assert node.body is not None
    for measure in scope.drawn:
        found, inner = draws(measure, scope)
        if _speaks_of(node.body, found, inner):
            return found, inner
    return _only_law(node.body, scope)


def _speaks_of(body: Node, measure: tuple[Draw, ...], inner: Scope) -> bool:
    """Whether all readings of a formula have something in them that a measure draws."""
    readings = attempt(read, body, inner)
    drawn = frozenset(variable for draw in measure for variable in draw.variables)
    drawn |= {draw.family[0] for draw in measure if draw.family is not None and not draw.named}
    return isinstance(readings, tuple) and all(free(term) & drawn for term in readings)


def _only_law(body: Node, scope: Scope) -> tuple[tuple[Draw, ...], Scope]:
    """Return the draw from the only law that the points of the body can have.

    Raises:
        Unread: there is none, or more than one.

    """
    spaces = {space_of(s, scope) for term in read(body, scope) for s in free(term)} - {""}
    laws = [law for law in scope.context.laws if {scope.context.space_of(t) for t in law.targets} & spaces]
    if len(laws) != 1 or len(laws[0].targets) != 1 or laws[0].given:
        raise Unread("under which law this expectation is taken is not written", body.start, body.start)
    inner, points = bind_generic(laws[0].targets, scope, body)
    return (Draw(points, density(LawRef(laws[0], None, None, body), inner, points)[0]),), inner


def variance(node: Operator, scope: Scope, expected: Expected) -> Readings:
    """Read Var of a number under a written measure, E Z² - (E Z)²."""
    if node.body is None:
        raise Unread("a variance of nothing", node.start, node.end)
    if _is_of_arrays(node, scope):
        return chance.variance(node, scope, expected)
    measure, inner = _measure(node, scope)
    return combine(lambda body: _covariance(body, body, measure), read(node.body, inner))


def covariance(node: Operator, scope: Scope, _: Expected) -> Readings:
    """Read Cov of two numbers, E YZ - E Y E Z."""
    match node.body:
        case Bracket(items=(first, second), separators=(",",)) | tree.Sequence(items=(first, second)):
            pass
        case _:
            raise Unread("a covariance is of two numbers", node.start, node.end)
    if node.sub is None or _is_of_arrays(node, scope):
        ys, zs = settle([attempt(read, side, scope) for side in (first, second)])
        return combine(lambda y, z: _of_arrays(y, z, node, scope), ys, zs)
    measure, inner = _measure(node, scope)
    ys, zs = settle([attempt(read, side, inner) for side in (first, second)])
    return combine(lambda y, z: _covariance(y, z, measure), ys, zs)


def _of_arrays(y: Term, z: Term, node: Node, scope: Scope) -> Term:
    drawn = chance.random_arrays(Add((y, z)) if y.shape == z.shape else y, scope)
    if not drawn:
        raise Unread("over what this covariance is taken is not written", node.start, node.end)
    from verify.terms.nodes import Expect

    means = multiply((Expect(y, drawn), Expect(z, drawn)))
    return Add((Expect(multiply((y, z)), drawn), negated(means)))


def _covariance(y: Term, z: Term, measure: tuple[Draw, ...]) -> Term:
    for side in (y, z):
        if side.shape:
            a = shape_text(side.shape)
            raise IllTyped(f"the variance of {side}, which is {a}", (a, "scalar"))
    product = Pow(y, TWO) if y == z else multiply((y, z))
    means = Pow(_mean(y, measure), TWO) if y == z else multiply((_mean(y, measure), _mean(z, measure)))
    return Add((_mean(product, measure), negated(means)))


# ------------------------------------------------------------------------------------------------- integrals


def integral(node: Operator, scope: Scope, _: Expected) -> Readings:
    """Read ∫ body dz over the whole space of each variable."""
    if node.body is None:
        raise Unread("an integral of nothing", node.start, node.end)
    variables = node.variables
    if not variables:
        if node.sub is None or node.sup is not None:
            raise Unread("over what this integral runs is not written", node.start, node.end)
        variables = tuple(node.sub.items) if isinstance(node.sub, tree.Sequence) else (node.sub,)
    elif node.sup is not None:
        raise Unread("an integral between bounds", node.start, node.end)
    inner, symbols = _bind(variables, scope)
    if node.sub is not None and node.variables:
        _need_whole(node.sub, node.variables, symbols, scope)
    return combine(lambda body: Integral(body, symbols), read(node.body, inner, ()))


def _bind(variables: tuple[Node, ...], scope: Scope) -> tuple[Scope, tuple[Sym, ...]]:
    """Return the scope in which an integral's variables are bound: points, numbers or columns that were declared."""
    symbols: list[Sym] = []
    for variable in variables:
        symbol = _variable(variable, scope)
        key = key_of(variable, scope.fonts) or symbol.name
        scope = scope.bind(key, Value(symbol))
        if symbol.sort == "point":
            scope = scope.bind(f"@{space_of(symbol, scope)}", Value(symbol))
        symbols.append(symbol)
    return scope, tuple(symbols)


def _variable(node: Node, scope: Scope) -> Sym:
    found = next(iter(matches(node, scope)), None)
    if found is None or found[1]:
        decorated = _decorated(node, scope)
        if decorated is not None:
            return decorated
    elif isinstance(found[0], Value) and isinstance(found[0].term, Sym):
        symbol = found[0].term
        column = not symbol.shape or (symbol.sort == "real" and symbol.shape[1] == ONE)
        if symbol.sort in ("point", "real") and column:
            return symbol
    raise Unread("over what this integral runs is not known", node.start, node.end)


def _decorated(node: Node, scope: Scope) -> Sym | None:
    """Return a new point of the space of x for x', x̃ or x₁ that nobody declared."""
    from verify.terms.rewrite import fresh

    match node:
        case tree.Scripted(base=Letter() as base, sup=None):
            letter = base
        case Letter(accent=accent) if accent:
            letter = Letter(node.start, node.end, node.name, node.font)
        case _:
            return None
    found = scope.meaning(key_of(letter, scope.fonts) or "")
    if isinstance(found, Value) and isinstance(found.term, Sym) and found.term.sort == "point" and not found.term.shape:
        return fresh(found.term)
    return None


def _need_whole(domain: Node, variables: tuple[Node, ...], symbols: tuple[Sym, ...], scope: Scope) -> None:
    r"""Raise `Unread` unless a domain is the whole space: the variable itself, or 𝒳 for x, ℝ for numbers."""
    keys = {key_of(v, scope.fonts) for v in variables}
    base = domain.base if isinstance(domain, tree.Scripted) and domain.sub is None else domain
    match base:
        case Letter(name="R", font="bb") if all(s.sort == "real" for s in symbols):
            return
        case Letter(name=name, font="cal" | "bb") if len(symbols) == 1 and base is domain:
            if name.lower() in {symbols[0].name.split("#")[0].lower(), space_of(symbols[0], scope).lower()}:
                return
    if key_of(domain, scope.fonts) in keys:
        return
    if isinstance(domain, tree.Relation) and domain.relation == "~":
        raise IllTyped("an integral runs over a set, but a law is written under it", ("law", "set"))
    raise Unread("over what this integral runs is not known", domain.start, domain.end)


def total(node: Operator, scope: Scope, expected: Expected) -> Readings:
    """Read Σ: over the values of a point it is the integral over its space; else over an index."""
    if node.body is not None and node.sup is None and node.sub is not None:
        names = node.sub.items if isinstance(node.sub, tree.Sequence) else (node.sub,)
        symbols = [_point(name, scope) for name in names]
        if all(symbol is not None for symbol in symbols):
            inner, bound = _bind(tuple(names), scope)
            return combine(lambda body: Integral(body, bound), read(node.body, inner, ()))
    return indices.folded(node, scope, expected)


def _point(node: Node, scope: Scope) -> Sym | None:
    for meaning, rest in matches(node, scope):
        if isinstance(meaning, Value) and isinstance(meaning.term, Sym) and not rest:
            return meaning.term if meaning.term.sort == "point" and not meaning.term.shape else None
    return _decorated(node, scope) if _is_primed(node) else None


def _is_primed(node: Node) -> bool:
    """Whether a name has a prime or an accent, as the variable of a second sum has."""
    match node:
        case tree.Scripted(base=Letter(), sub=None, sup=None, primes=primes):
            return primes > 0
        case Letter(accent=accent):
            return bool(accent)
    return False
