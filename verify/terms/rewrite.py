"""Traversal, free symbols and capture-avoiding substitution of terms.

SymPy's `subs` captures bound variables of `Sum` and `Integral`; these functions never do.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping

from verify.terms.nodes import (
    Apply,
    At,
    Density,
    Diff,
    Divergence,
    Expect,
    Extremum,
    Integral,
    Prod,
    Sum,
    Sym,
    Term,
)


def walk(term: Term) -> Iterator[Term]:
    """Yield `term` and every term below it, parents first."""
    stack = [term]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(node.children()))


def bound(term: Term) -> tuple[Sym, ...]:
    """Return the symbols that the node `term` itself binds."""
    match term:
        case Sum(index=index) | Prod(index=index):
            return (index,)
        case Integral(variables=variables) | Expect(variables=variables) | Divergence(variables=variables):
            return variables
        case At(values=values):
            return tuple(symbol for symbol, _ in values)
        case Extremum(variable=variable):
            return (variable,)
        case _:
            return ()


def free(term: Term) -> frozenset[Sym]:
    """Return the symbols free in `term`, those of shapes and summation ends included."""
    known: frozenset[Sym] | None = term.__dict__.get("_free")
    if known is None:
        known = _free(term)
        object.__setattr__(term, "_free", known)  # a term never changes, so neither does this
    return known


def _free(term: Term) -> frozenset[Sym]:
    match term:
        case Sym():
            return frozenset({term}).union(*(free(d) for d in term.shape))
        case At(body=body, values=values):
            inner = free(body) - {symbol for symbol, _ in values}
            return inner.union(*(free(value) for _, value in values))
        case Sum(body=body, index=index, upper=upper) | Prod(body=body, index=index, upper=upper):
            return (free(body) - {index}) | free(upper)
        case _:
            return frozenset[Sym]().union(*(free(child) for child in term.children())) - set(bound(term))


def names(term: Term) -> frozenset[str]:
    """Return every name that occurs in `term`: symbols, bound or free, functions and laws."""
    found = set()
    for node in walk(term):
        match node:
            case Sym(name=name):
                found.add(name)
            case Density(law=name):
                found.add(name)
            case _ if hasattr(node, "function"):
                found.add(node.function)
            case _:
                pass
    return frozenset(found)


def functions(term: Term) -> frozenset[str]:
    """Return the names of unknown functions and laws in `term`."""
    found = set()
    for node in walk(term):
        match node:
            case Density(law=name) | Apply(function=name) | Sym(name=name, of_sort="law"):
                found.add(name)
            case _:
                pass
    return frozenset(found)


_fresh = itertools.count(1)


def fresh(symbol: Sym) -> Sym:
    """Return a symbol of the same kind with a name that no source can contain."""
    return Sym(f"{symbol.name.split('#')[0]}#{next(_fresh)}", symbol.of_sort, symbol.of_shape)


def substitute(term: Term, values: Mapping[Sym, Term]) -> Term:
    """Replace free symbols by terms, renaming bound symbols that would capture them.

    Raises:
        IllTyped: a replacement does not fit where the symbol stood.

    """
    values = {s: v for s, v in values.items() if s in free(term) and s != v}
    if not values:
        return term
    if isinstance(term, Sym) and term in values:
        return values[term]
    captured = set(bound(term))
    if captured:
        values = {s: v for s, v in values.items() if s not in captured or isinstance(term, At)}
        incoming = frozenset[Sym]().union(*(free(v) for v in values.values())) if values else frozenset()
        clash = captured & incoming
        if clash:
            term = rename_bound(term, {s: fresh(s) for s in clash})
        if isinstance(term, Extremum) and any(term.variable.name in functions(v) for v in values.values()):
            term = _with_fresh_function(term)
    if isinstance(term, At):
        inner = {s: v for s, v in values.items() if s not in bound(term)}
        body = substitute(term.body, inner)
        return At(body, tuple((s, substitute(v, values)) for s, v in term.values), span=term.span)
    if isinstance(term, Diff) and _moves_point(term, values):
        return At(term, tuple(sorted(values.items(), key=lambda pair: pair[0].name)), span=term.span)
    return term.rebuild(lambda child: substitute(child, values))


def _with_fresh_function(term: Extremum) -> Extremum:
    """Rename the unknown function or law that an extremum binds, so that a namesake may come in from outside.

    The new name is declared nowhere: what is put under such an extremum stays opaque.
    """
    old, new = term.variable.name, fresh(term.variable)

    def change(node: Term) -> Term:
        match node:
            case Sym(name=name, of_sort="law") if name == old:
                return new
            case Apply(function=name, args=args, orders=orders, result=result) if name == old:
                return Apply(new.name, args, orders, result, span=node.span)
            case Density(law=name, targets=targets, given=given, args=args, params=params) if name == old:
                return Density(new.name, targets, given, args, params, span=node.span)
            case _:
                return node

    return Extremum(term.kind, transform(term.body, change), new, span=term.span)


def _moves_point(term: Diff, values: Mapping[Sym, Term]) -> bool:
    """Whether the values say where to differentiate, so that they may not go inside: (∂t²/∂t at t = 3) is not ∂9/∂3.

    Renaming a variable to a symbol that is new to the derivative is no such thing.
    """
    held = frozenset(term.variables)
    for symbol, value in values.items():
        renamed = isinstance(value, Sym) and value not in free(term)
        if (symbol in held and not renamed) or (symbol not in held and not held.isdisjoint(free(value))):
            return True
    return False


def rename_bound(term: Term, renaming: Mapping[Sym, Sym]) -> Term:
    """Rename symbols that the node `term` itself binds."""
    if isinstance(term, At):
        body = substitute(term.body, renaming)
        return At(body, tuple((renaming.get(s, s), v) for s, v in term.values), span=term.span)
    if isinstance(term, (Sum, Prod)):
        return type(term)(
            substitute(term.body, renaming), renaming.get(term.index, term.index), term.upper, span=term.span
        )
    return term.rebuild(lambda c: renaming[c] if isinstance(c, Sym) and c in renaming else _inside(c, renaming))


def _inside(child: Term, renaming: Mapping[Sym, Sym]) -> Term:
    return substitute(child, renaming)


def transform(term: Term, change: Callable[[Term], Term]) -> Term:
    """Apply `change` to every node, leaves first. `change` must respect the scope of binders itself."""
    return change(term.rebuild(lambda child: transform(child, change)) if term.children() else term)
