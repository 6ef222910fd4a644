"""Points that a diffeomorphism takes to one another: beside x, the point u is F⁻¹(x).

Students write p_X(x) = p_U(u) / |det J_F(u)| and E_{x ~ P}[log p_U(u)], with u = F⁻¹(x) said in words, further on or
not at all. Of two points that have nothing to do with one another nobody speaks in one equation, and what holds of
any two holds of these.

Main definitions
----------------
* `corresponding`: a statement with such points taken together.
"""

from __future__ import annotations

from dataclasses import replace

from verify.terms.context import Context, FunctionDeclaration
from verify.terms.nodes import Apply, Sym, Term
from verify.terms.rewrite import bound, free, substitute
from verify.terms.statement import Statement


def corresponding(statement: Statement, context: Context) -> Statement:
    """Return the statement with every free u beside x, or under a binder of x, as F⁻¹(x)."""
    for declared in context.functions:
        if declared.inverse:
            statement = _along(statement, declared, context)
    return statement


def _along(statement: Statement, function: FunctionDeclaration, context: Context) -> Statement:
    symbols = frozenset[Sym]().union(*(free(arg) for arg in statement.args))
    before, after = (_of_space(symbols, space, context) for space in (function.spaces[0], function.result))
    if not before and not after:
        return statement
    args = tuple(_under(arg, function, context, frozenset()) for arg in statement.args)
    symbols = frozenset[Sym]().union(*(free(arg) for arg in args))
    before, after = (_of_space(symbols, space, context) for space in (function.spaces[0], function.result))
    if len(before) == len(after) == 1:
        values = {before[0]: Apply(function.inverse, (after[0],), result="point")}
        args = tuple(substitute(arg, values) for arg in args)
    return statement if args == statement.args else replace(statement, args=args)


def _of_space(symbols: frozenset[Sym], space: str, context: Context) -> list[Sym]:
    return sorted((s for s in symbols if _space(s, context) == space), key=lambda s: s.name)


def _space(symbol: Sym, context: Context) -> str:
    return context.space_of(symbol.name) if symbol.sort == "point" and not symbol.shape else ""


def _under(term: Term, function: FunctionDeclaration, context: Context, outer: frozenset[Sym]) -> Term:
    """Return the term with free points under binders of their partners replaced; `outer` are bound further out."""
    for variable in bound(term):
        for own, other, name in (
            (function.spaces[0], function.result, function.name),
            (function.result, function.spaces[0], function.inverse),
        ):
            if _space(variable, context) != own:
                continue
            values: dict[Sym, Term] = {
                s: Apply(name, (variable,), result="point") for s in _of_space(free(term) - outer, other, context)
            }
            if len(values) == 1:
                (partner, value) = next(iter(values.items()))
                term = term.rebuild(lambda child, p=partner, v=value: substitute(child, {p: v}))  # type: ignore[misc]
    inside = outer | set(bound(term))
    return term.rebuild(lambda child: _under(child, function, context, inside)) if term.children() else term
