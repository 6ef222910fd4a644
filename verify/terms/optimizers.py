"""Equations between argmax and argmin: the sets of optimizers are the same.

As an equation between two values of a parameter it would hold by chance wherever two wrong formulas happen to have
one optimizer; as “same argmax” it is compared over all values, ties included.
"""

from __future__ import annotations

from collections.abc import Iterator

from verify.terms.context import Context
from verify.terms.nodes import ZERO, Add, Density, Diff, Expect, Extremum, Mul, Num, Sym, Term
from verify.terms.rewrite import walk
from verify.terms.statement import Statement
from verify.terms.unfold import negative


def as_same_argmax(statement: Statement) -> Statement:
    """Return argmin f = argmax g as “-f and g have the same argmax”; other statements as they are."""
    match statement:
        case Statement("=", (Extremum() as left, Extremum() as right)) if left.variable == right.variable:
            bodies = _maximized(left), _maximized(right)
            if bodies[0] is not None and bodies[1] is not None:
                sides = (bodies[0], bodies[1])
                return Statement("same argmax", sides, (left.variable,), statement.hypotheses, statement.span)
    return statement


def as_constant_difference(statement: Statement, context: Context) -> Statement:
    """Return ∇_θ f = ∇_θ g, for an opaque parameter θ, as “f - g has the argmax of a constant”: it is one in θ.

    What is a value for all θ alike is maximal at all of them, and nothing else is. Sums and literal multiples of
    slopes are slopes, and so are means of them under a law that does not depend on θ. Other statements stay as they
    are.
    """
    parameters = {v for arg in statement.args for v in _slopes(arg)}
    if statement.relation != "=" or len(parameters) != 1 or any(arg.shape for arg in statement.args):
        return statement
    (parameter,) = parameters
    bodies = [_primitive(arg, parameter, context) for arg in statement.args]
    if bodies[0] is None or bodies[1] is None:
        return statement
    difference = Add((bodies[0], negative(bodies[1])))
    return Statement("same argmax", (difference, ZERO), (parameter,), statement.hypotheses, statement.span)


def _slopes(term: Term) -> Iterator[Sym]:
    """Yield by which parameters something in a term is differentiated."""
    for node in walk(term):
        if isinstance(node, Diff):
            yield from (v for v in node.variables if v.sort == "parameter")


def _primitive(term: Term, by: Sym, context: Context) -> Term | None:
    """Return that of which a term is the derivative by a parameter, or None."""
    match term:
        case Num(value) if value == 0:
            return ZERO
        case Diff(body=body, variables=(variable,)) if variable == by and not any(_slopes(body)):
            return body
        case Add(terms=terms):
            parts = [_primitive(t, by, context) for t in terms]
            return None if None in parts else Add(tuple(p for p in parts if p is not None))
        case Mul(factors=(*front, last)) if all(isinstance(f, Num) for f in front):
            inner = _primitive(last, by, context)
            return None if inner is None else Mul((*front, inner))
        case Expect(body=body, variables=variables, density=Density() as density):
            inner = _primitive(body, by, context)
            return None if inner is None or _varies(density, by, context) else Expect(inner, variables, density)
    return None


def _varies(density: Density, by: Sym, context: Context) -> bool:
    """Whether a density may depend on a parameter; a conditional of a joint law depends on what that does."""
    law = context.law_by_name[density.law]
    return by.name in (law.depends if density.given else law.depends_of(density.targets)) or any(_slopes(density))


def _maximized(side: Extremum) -> Term | None:
    return {"argmax": side.body, "argmin": negative(side.body)}.get(side.kind)
