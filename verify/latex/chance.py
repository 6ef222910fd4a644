"""Expectations over declared random arrays: E, Var and Cov under the laws of the Context.

Main definitions
----------------
* `expectation`, `variance`: handlers.
* `random_arrays`: the declared random symbols in a term.
"""

from __future__ import annotations

from fractions import Fraction

from verify.latex.arithmetic import negated
from verify.latex.errors import Unread
from verify.latex.names import matches
from verify.latex.powers import raised
from verify.latex.reading import Expected, Readings, combine, read
from verify.latex.scope import Scope, Value
from verify.latex.tree import Node, Operator
from verify.terms.nodes import Add, Expect, IllTyped, Num, Pow, Sym, Term, shape_text
from verify.terms.rewrite import free


def random_arrays(term: Term, scope: Scope) -> tuple[Sym, ...]:
    """Return the symbols of the term that have a declared law, in the Context's order."""
    inside = free(term)
    return tuple(d.symbol for d in scope.context.symbols if d.law is not None and d.symbol in inside)


def expectation(node: Operator, scope: Scope, expected: Expected) -> Readings:
    """Read E[…] over random arrays: those of its subscript, or all in its body."""
    if node.body is None:
        raise Unread("an expectation of nothing", node.start, node.end)
    found = combine(lambda body: _mean(body, node, scope), read(node.body, scope, expected))
    return found if node.sup is None else raised(found, node.sup, scope)


def _mean(body: Term, node: Operator, scope: Scope) -> Term:
    return Expect(body, _drawn(body, node, scope))


def _drawn(body: Term, node: Operator, scope: Scope) -> tuple[Sym, ...]:
    drawn = random_arrays(body, scope)
    if node.sub is None:
        if not drawn:
            raise Unread("over what this expectation is taken is not written", node.start, node.end)
        return drawn
    return (_named(node.sub, scope),)


def _named(sub: Node, scope: Scope) -> Sym:
    for meaning, rest in matches(sub, scope):
        if isinstance(meaning, Value) and isinstance(meaning.term, Sym) and not rest:
            declared = scope.context.by_name.get(meaning.term.name)
            if declared is not None and declared.law is not None:
                return meaning.term
    raise Unread("this expectation is over nothing random", sub.start, sub.end)


def variance(node: Operator, scope: Scope, _: Expected) -> Readings:
    """Read Var of a number, E Z² - (E Z)²."""
    if node.body is None:
        raise Unread("a variance of nothing", node.start, node.end)
    found = combine(lambda body: _spread(body, node, scope), read(node.body, scope))
    return found if node.sup is None else raised(found, node.sup, scope)


def _spread(body: Term, node: Operator, scope: Scope) -> Term:
    if body.shape:
        a = shape_text(body.shape)
        raise IllTyped(f"the variance of {body}, which is {a}", (a, "scalar"))
    drawn = _drawn(body, node, scope)
    two = Num(Fraction(2))
    return Add((Expect(Pow(body, two), drawn), negated(Pow(Expect(body, drawn), two))))
