"""Integrals over points, numbers and columns, and sums over the values of a point, which are the same.

Main definitions
----------------
* `integral`: the handler of ∫ … dz; without dz it runs over what the first law in it is a law of.
* `total`: the handler of Σ; over an index it is `indices.folded`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from verify.latex import indices, tree
from verify.latex.arithmetic import negated
from verify.latex.densities import law_ref
from verify.latex.errors import Unread
from verify.latex.formulas import formula_law
from verify.latex.measures import law_slots
from verify.latex.members import total_over_set
from verify.latex.names import key_of, matches
from verify.latex.points import generic, space_of
from verify.latex.reading import Expected, Readings, combine, read
from verify.latex.scope import Definition, Scope, Value
from verify.latex.subsets import over_members
from verify.latex.supports import region_of, vanishes_outside
from verify.latex.tree import Infinity, Letter, Node, Operator, Plus
from verify.terms.nodes import ONE, Add, Expect, IllTyped, Integral, Mul, Normal, Sym, Term
from verify.terms.rewrite import free, fresh


def integral(node: Operator, scope: Scope, _: Expected) -> Readings:
    """Read ∫ body dz over the whole space of each variable."""
    if node.body is None:
        raise Unread("an integral of nothing", node.start, node.end)
    variables = node.variables
    line = node.sub is not None and node.sup is not None and _is_line(node.sub, node.sup)
    if node.sup is not None and node.sub is not None and not line and len(variables) == 1:
        return _of_constant(node, scope)
    if node.sup is not None and not (line and variables):
        raise Unread("an integral between bounds", node.start, node.end)
    if not variables and (node.sub is None or region_of(node.sub, scope) is not None):
        inner, symbols = _unwritten(node.body, scope)
        if node.sub is not None and not _over_support(node.sub, read(node.body, inner, ()), inner):
            raise Unread("over what this integral runs is not known", node.sub.start, node.sub.end)
        return combine(lambda body: _integral(body, symbols), read(node.body, inner, ()))
    if not variables and node.sub is not None:
        variables = tuple(node.sub.items) if isinstance(node.sub, tree.Sequence) else (node.sub,)
    inner, symbols = _bind(variables, scope)
    if line and any(s.sort not in ("real", "point") or s.shape for s in symbols):
        raise Unread("an integral between bounds", node.start, node.end)
    found = read(node.body, inner, ())
    if node.sub is not None and node.variables and not line and not _over_support(node.sub, found, inner):
        _need_whole(node.sub, node.variables, symbols, scope)
    return combine(lambda body: _integral(body, symbols), found)


def _of_constant(node: Operator, scope: Scope) -> Readings:
    """Return ∫_a^b c dx, of a number that does not depend on x: (b - a) c.

    Raises:
        Unread: the integrand depends on what it is integrated over.

    """
    (variable,) = node.variables
    key = key_of(variable, scope.fonts)
    if node.body is None or node.sub is None or node.sup is None or key is None:
        raise Unread("an integral between bounds", node.start, node.end)
    symbol = fresh(Sym(key.replace(" ", ""), "real"))
    bodies = read(node.body, scope.bind(key, Value(symbol)), ())
    if any(symbol in free(body) for body in bodies):
        raise Unread("an integral between bounds", node.start, node.end)
    ends = [read(end, scope, ()) for end in (node.sup, node.sub)]
    return combine(lambda high, low, body: Mul((Add((high, negated(low))), body)), *ends, bodies)


def _over_support(domain: Node, bodies: Readings, scope: Scope) -> bool:
    """Whether a domain is a region outside of which the integrand vanishes."""
    region = region_of(domain, scope)
    return region is not None and all(vanishes_outside(body, region, scope) for body in bodies)


def _is_line(low: Node, high: Node) -> bool:
    """Whether bounds are -∞ and ∞."""
    from_below = isinstance(low, Plus) and low.signs == ("-",) and isinstance(low.terms[0], Infinity)
    return from_below and isinstance(high.terms[0] if isinstance(high, Plus) else high, Infinity)


def _integral(body: Term, symbols: tuple[Sym, ...]) -> Term:
    """Return the integral; of a normal density times something it is the mean of that, term by term of a sum."""
    if isinstance(body, Add):
        means = tuple(_integral(term, symbols) for term in body.terms)
        if all(isinstance(mean, Expect) for mean in means):
            return Add(means)
    factors = body.factors if isinstance(body, Mul) else (body,)
    for k, factor in enumerate(factors):
        if isinstance(factor, Normal) and symbols == (factor.at,):
            rest = (*factors[:k], *factors[k + 1 :])
            return Expect(Mul(rest) if len(rest) > 1 else rest[0] if rest else ONE, symbols, factor)
    return Integral(body, symbols)


def _unwritten(body: Node, scope: Scope) -> tuple[Scope, tuple[Sym, ...]]:
    """Return what an integral without its dz runs over: what the first law in it is a law of."""
    for node in _applications(body):
        ref = law_ref(node, scope)
        if ref is not None and ref.targets:
            return _bind(ref.targets, scope)
        if ref is not None and len(slots := law_slots(ref, scope)) == 1:
            return scope, (generic(slots[0], scope, node),)
        given = formula_law(node, scope)
        if given is not None:
            return scope, (given.variable,)
    raise Unread("over what this integral runs is not written", body.start, body.end)


def _applications(body: Node) -> Iterator[Node]:
    """Yield the names in a formula with the brackets behind them, q(z|x), in the order in which they are written."""
    for node in tree.walk(body):
        if isinstance(node, tree.Product):
            for k, (name, bracket) in enumerate(pairwise(node.factors)):
                if node.operators[k] == "" and isinstance(bracket, tree.Bracket):
                    yield tree.Product(name.start, bracket.end, ("",), (name, bracket))
        yield node


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
    elif isinstance(found[0], Definition) and not found[0].parameters:
        values = {(term.sort, term.shape) for term in read(node, scope)}
        if len(values) == 1 and values <= {("real", shape) for _, shape in values if not shape or shape[1] == ONE}:
            return fresh(Sym(found[0].key, *values.pop()))
    raise Unread("over what this integral runs is not known", node.start, node.end)


def _decorated(node: Node, scope: Scope) -> Sym | None:
    """Return a new point of the space of x for x', x̃ or x₁ that nobody declared."""
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
    over = _values_summed(node, scope)
    if node.body is not None and over is not None:
        names = over.items if isinstance(over, tree.Sequence) else (over,)
        symbols = [_point(name, scope) for name in names]
        if all(symbol is not None for symbol in symbols):
            inner, bound = _bind(tuple(names), scope)
            return combine(lambda body: Integral(body, bound), read(node.body, inner, ()))
    over_set = over_members(node, scope, expected) or total_over_set(node, scope, expected)
    return indices.folded(node, scope, expected) if over_set is None else over_set


def _values_summed(node: Operator, scope: Scope) -> Node | None:
    """Return over the values of what a Σ may run: Σ_z, and Σ_{z=1}^K where nothing else is said of how many K are."""
    match node.sub, node.sup:
        case tree.Relation(left=name, relation="=", right=tree.Number(text="1")), Letter() as last:
            return name if scope.meaning(key_of(last, scope.fonts) or "") is None else None
        case sub, None:
            return sub
    return None


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
