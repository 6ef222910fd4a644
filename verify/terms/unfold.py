"""What the heads mean: definitions, KL, JSD, entropy, expectations and pushforwards in terms of integrals.

Deciders and evaluators read the unfolded form, so that a head can mean one thing only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from verify.terms.context import GENERIC, Context
from verify.terms.gaussian import as_expectation, drawn_from
from verify.terms.nodes import (
    HALF,
    MINUS_ONE,
    Add,
    Apply,
    At,
    Density,
    Diff,
    Divergence,
    Expect,
    Fn,
    Integral,
    Mul,
    Normal,
    Pow,
    Prod,
    Sum,
    Sym,
    Term,
)
from verify.terms.rewrite import bound, free, substitute, transform
from verify.terms.statement import Statement


def negative(term: Term) -> Term:
    """Return -term."""
    return Mul((MINUS_ONE, term))


def minus(left: Term, right: Term) -> Term:
    """Return left - right."""
    return Add((left, negative(right)))


def quotient(left: Term, right: Term) -> Term:
    """Return left / right."""
    return Mul((left, Pow(right, MINUS_ONE)))


def log(term: Term) -> Term:
    """Return log term."""
    return Fn("log", term)


@lru_cache(maxsize=4096)
def unfold(term: Term, context: Context) -> Term:
    """Replace defined names, divergences, expectations over a density, pushforwards and `At` by their meaning.

    An expectation under a normal law stays one, and KL(q‖p) of a normal q becomes one: its moments are known.
    """
    return transform(unfold_definitions(term, context), lambda node: _unfold(node, context))


@lru_cache(maxsize=4096)
def unfold_definitions(term: Term, context: Context) -> Term:
    """Replace every symbol that the Context defines by its definition, until none is left.

    A definition is an abbreviation: L := ‖y - Xw‖² under ∂/∂w, at w = w*, or E over R reads as if it were
    written out there. A bound symbol hides a definition of the same name.
    """
    values = {d.symbol: d.definition for d in context.symbols if d.definition is not None}
    for _ in range(len(values)):
        replaced = _written_out(term, values)
        if replaced == term:
            break
        term = replaced
    return term


def fixed_indices(hypotheses: Iterable[Statement], context: Context) -> frozenset[Sym]:
    """Return the indices of which hypotheses speak as of one value each: all their free ones but i_ and j_.

    Such an index is the same wherever it is free: in every hypothesis, and in the statement that rests on them.
    """
    found: set[Sym] = set()
    for hypothesis in hypotheses:
        for arg in hypothesis.args:
            symbols = free(unfold_definitions(arg, context)) - set(hypothesis.variables)
            found |= {s for s in symbols if s.of_sort == "index" and s not in GENERIC}
        found |= fixed_indices(hypothesis.hypotheses, context)
    return frozenset(found)


def _written_out(term: Term, values: Mapping[Sym, Term]) -> Term:
    if isinstance(term, Sym):
        return values.get(term, term)
    if free(term).isdisjoint(values):
        return term
    own = bound(term)
    inner = {symbol: value for symbol, value in values.items() if symbol not in own}
    match term:
        case At(body=body, values=pairs):
            return At(_written_out(body, inner), tuple((s, _written_out(v, values)) for s, v in pairs), span=term.span)
        case Sum(body=body, index=index, upper=upper) | Prod(body=body, index=index, upper=upper):
            return type(term)(_written_out(body, inner), index, _written_out(upper, values), span=term.span)
        case Diff(body=body, variables=variables):
            held = tuple((v, values[v]) for v in variables if v in values)
            rest = {symbol: value for symbol, value in values.items() if symbol not in variables}
            slope = Diff(_written_out(body, rest), variables, span=term.span)
            return At(slope, held, span=term.span) if held else slope
        case _:
            return term.rebuild(lambda child: child if child in own else _written_out(child, inner))


def _unfold(node: Term, context: Context) -> Term:
    match node:
        case At(body=body, values=values):
            return substitute(body, dict(values))
        case Expect(density=Normal()) if drawn_from(node) is not None:
            return node
        case Expect(body=body, variables=variables, density=Term() as density):
            return Integral(Mul((density, body)), variables)
        case Divergence() if (expected := as_expectation(node)) is not None:
            return expected
        case Divergence():
            return transform(_divergence(node), lambda inner: _unfold(inner, context))
        case Density(law=name, targets=targets, given=given, args=args, params=params):
            law = context.law_by_name.get(name)
            # only the density of the whole law: it has no conditionals, and nothing overrides its parameters
            carried = law.pushforward if law is not None and targets == law.targets else None
            # along a map without an inverse there is no such formula: that law is one of its own
            if carried and not given and not params and context.function_by_name[carried[1]].inverse:
                return _change_of_variables(args[0], carried, context)
            return node
        case _:
            return node


def _divergence(node: Divergence) -> Term:
    left, right, variables = node.left, node.right, node.variables
    if right is None:
        return negative(Integral(Mul((left, log(left))), variables))
    if node.kind == "KL":
        return Integral(Mul((left, log(quotient(left, right)))), variables)
    middle = Mul((HALF, Add((left, right))))
    halves = (Divergence("KL", left, middle, variables), Divergence("KL", right, middle, variables))
    return Mul((HALF, Add(tuple(_divergence(half) for half in halves))))


def _change_of_variables(at: Term, pushforward: tuple[str, str], context: Context) -> Term:
    """p_F(U)(x) = p_U(F⁻¹(x)) |det J_F⁻¹(x)|, for a diffeomorphism F."""
    base, function = pushforward
    law = context.law_by_name[base]
    inverse = context.function_by_name[function].inverse
    point = Apply(inverse, (at,), result="point")
    jacobian = Fn("abs", Apply(inverse, (at,), (1,), "real"))
    return Mul((_unfold(Density(base, law.targets, (), (point,)), context), jacobian))
