"""Obligations: what makes a term defined.

A denominator is not 0, the argument of a logarithm is positive, a root's base is not negative, a matrix has
an inverse, a law's parameter lies in its range, an integral or expectation is finite. Each is a statement
under the same Context, or a named kind that a Context can grant.

What a term binds is renamed in its obligations (x to x#any): they must hold for all its values, whatever a
hypothesis says of a free x. `for_bound` declares those names as the originals are.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from verify.terms.context import Context, Iid
from verify.terms.gaussian import drawn_from
from verify.terms.nodes import (
    ONE,
    ZERO,
    Add,
    At,
    Entry,
    Expect,
    Fn,
    Integral,
    MatOp,
    Mul,
    Normal,
    Num,
    Pow,
    Prod,
    Sum,
    Sym,
    Term,
)
from verify.terms.rewrite import bound, free, names, substitute, walk
from verify.terms.statement import Statement
from verify.terms.unfold import minus, unfold

FINITE = "integrals are finite"
_ANY = "#any"


@dataclass(frozen=True, slots=True)
class Obligation:
    """A condition: a statement to prove, or (statement None) a kind that only a grant discharges."""

    kind: str
    statement: Statement | None
    text: str


def obligations(term: Term, context: Context) -> tuple[Obligation, ...]:
    """Return the obligations of `term`, each once, with heads and definitions unfolded."""
    found: dict[tuple[str, Statement | None, str], Obligation] = {}
    for obligation in _owed(unfold(term, context), context):
        text = "" if obligation.statement is not None or obligation.kind == FINITE else obligation.text
        found.setdefault((obligation.kind, obligation.statement, text), obligation)
    return tuple(found.values())


def for_bound(statement: Statement, context: Context) -> Context:
    """Return the Context with the bound names of an obligation declared as what they stand for."""
    symbols = sorted({s for arg in statement.args for s in free(arg) if _ANY in s.name}, key=lambda s: s.name)
    extra = []
    for symbol in symbols:
        declared = context.by_name.get(symbol.name.split("#")[0])
        if declared is not None and symbol.name not in context.by_name:
            extra.append(replace(declared, symbol=symbol, definition=None))
    return replace(context, symbols=(*context.symbols, *extra)) if extra else context


def _owed(node: Term, context: Context) -> Iterator[Obligation]:
    """Yield the obligations of a node and of all below it, bound names renamed."""
    yield from _of(node, context)
    match node:
        case At(body=body, values=values):
            yield from (_moved(o, values) for o in _owed(body, context))
            for _, value in values:
                yield from _owed(value, context)
        case Sum(body=body, index=index, upper=upper) | Prod(body=body, index=index, upper=upper):
            yield from (_for_all(o, (index,), context) for o in _owed(body, context))
            yield from _owed(upper, context)
        case _:
            own = bound(node)
            for child in node.children():
                if child not in own:
                    yield from (_for_all(o, own, context) for o in _owed(child, context))


def _moved(obligation: Obligation, values: tuple[tuple[Sym, Term], ...]) -> Obligation:
    """Return what is owed at the point where a derivative is evaluated."""
    statement = obligation.statement
    if statement is None:
        return obligation
    args = tuple(substitute(arg, dict(values)) for arg in statement.args)
    return _with_args(obligation, statement, args)


def _for_all(obligation: Obligation, own: tuple[Sym, ...], context: Context) -> Obligation:
    """Return an obligation under a binder: no hypothesis about a free namesake applies to it."""
    statement = obligation.statement
    if statement is None or not own:
        return obligation
    if any(s.sort == "law" and _assumed(s.name, context) for s in own):
        return replace(obligation, statement=None)
    taken = {s.name for arg in statement.args for s in free(arg)}
    values = {s: _any(s, taken) for s in own}
    args = tuple(substitute(arg, values) for arg in statement.args)
    return obligation if args == statement.args else _with_args(obligation, statement, args)


def _any(symbol: Sym, taken: set[str]) -> Sym:
    base = symbol.name.split("#")[0]
    free_names = (f"{base}{_ANY}{'_' * k}" for k in itertools.count())
    name = next(name for name in free_names if name not in taken)
    taken.add(name)
    return Sym(name, symbol.of_sort, symbol.of_shape)


def _assumed(name: str, context: Context) -> bool:
    """Tell whether a hypothesis speaks of an unknown function or law, which an extremum then binds."""
    return any(name in names(unfold(arg, context)) for h, _ in context.hypotheses for arg in h.args)


def _with_args(obligation: Obligation, statement: Statement, args: tuple[Term, ...]) -> Obligation:
    moved = replace(statement, args=args)
    return replace(obligation, statement=moved, text=_text(moved))


def _of(node: Term, context: Context) -> Iterator[Obligation]:
    match node:
        case Pow(base=Num(base), exponent=Num(value)) if not _undefined(base, value):
            pass
        case Pow(base=base, exponent=Num(value)) if value.denominator != 1:
            yield _comparison("a root's argument", base, ">=" if value > 0 else ">")
        case Pow(base=base, exponent=Num(value)) if value < 0:
            yield _comparison("a denominator", base, "!=")
        case Pow(base=base, exponent=exponent) if not isinstance(exponent, Num):
            yield _comparison("a power's base", base, ">")
        case Normal(covariance=covariance):
            yield from _positive_definite(covariance)
        case Fn(name="log", arg=Normal()):
            pass
        case Fn(name="log", arg=arg):
            yield _comparison("a logarithm's argument", _entry(arg), ">")
        case MatOp(op="entrywise_sqrt", args=(arg,)):
            yield _comparison("a root's argument", _entry(arg), ">=")
        case MatOp(op="inverse", args=(arg,)):
            yield Obligation("an inverse", Statement("invertible", (arg,)), f"{arg} is invertible")
        case Integral():
            yield Obligation(FINITE, None, FINITE)
        case Expect(variables=variables, density=None):
            yield from _of_laws(node, variables, context)
        case Expect(body=body, variables=variables) if drawn_from(node) is not None:
            if _degree(body, frozenset(variables)) is None:
                yield Obligation(FINITE, None, FINITE)
        case _:
            pass


def _positive_definite(matrix: Term) -> Iterator[Obligation]:
    """What a covariance owes, from how it is built: sums, positive multiples and inverses, AAᵀ, AᵀA and diag."""
    match matrix:
        case _ if not matrix.shape:
            yield _comparison("a variance", matrix, ">")
        case MatOp(op="identity"):
            pass
        case MatOp(op="diag", args=(column,)):
            yield _comparison("a variance", _entry(column), ">")
        case Add(terms=terms):
            for term in terms:
                yield from _positive_definite(term)
        case Mul(factors=factors):
            for factor in factors:
                yield from _positive_definite(factor)
        case MatOp(op="inverse" | "transpose", args=(inner,)):
            yield from _positive_definite(inner)
        case MatOp(op="product", args=(left, right)) if _transposes(left, right) and left.shape == right.shape:
            yield Obligation("a covariance", Statement("invertible", (left,)), f"{left} is invertible")
        case _:
            yield Obligation("a covariance", None, f"{matrix} is symmetric and positive definite")


def _transposes(left: Term, right: Term) -> bool:
    return MatOp("transpose", (left,)) == right or MatOp("transpose", (right,)) == left


def _undefined(base: Fraction, exponent: Fraction) -> bool:
    """Tell whether a power of numbers has no real value."""
    return (base == 0 and exponent < 0) or (base < 0 and exponent.denominator != 1)


def _entry(term: Term) -> Term:
    """Return the term, or its entry at indices that stand for all."""
    if not term.shape:
        return term
    count = 1 if term.shape[1] == ONE else 2
    return Entry(term, tuple(Sym(f"{name}{_ANY}", "index") for name in ("i_", "j_")[:count]))


def _of_laws(node: Expect, variables: tuple[Sym, ...], context: Context) -> Iterator[Obligation]:
    """An expectation under declared laws: each has one, with parameters in range, and moments that are finite."""
    laws = []
    for variable in variables:
        declared = context.by_name.get(variable.name)
        if declared is None or declared.law is None:
            yield Obligation("a law", None, f"{variable} has a law")
            return
        laws.append(declared.law)
        yield from _parameters(declared.law)
    degree = _degree(node.body, frozenset(variables))
    arbitrary = any(law.family not in ("bernoulli", "gaussian") for law in laws)
    bounded = variables and all(law.family == "bernoulli" for law in laws)
    if not bounded and (degree is None or (arbitrary and degree > 2)):
        yield Obligation(FINITE, None, FINITE)


def _parameters(law: Iid) -> Iterator[Obligation]:
    if law.family == "bernoulli":
        yield _comparison("a probability", law.parameters[0], ">=")
        yield _comparison("a probability", minus(ONE, law.parameters[0]), ">=")
    elif len(law.parameters) > 1:
        yield _comparison("a variance", law.parameters[1], ">=")


def _degree(term: Term, variables: frozenset[Sym]) -> int | None:
    """Return a bound of the degree of a polynomial in random variables (None: it is not seen to be one)."""
    if not any(node in variables for node in walk(term)):
        return 0
    match term:
        case Sym():
            return 1
        case Pow(base=base, exponent=Num(value)) if value.denominator == 1 and value > 0:
            inner = _degree(base, variables)
            return None if inner is None else inner * value.numerator
        case MatOp(op="norm2", args=(arg,)):
            inner = _degree(arg, variables)
            return None if inner is None else 2 * inner
        case Fn(name="log", arg=Normal(at=at, mean=mean, covariance=covariance)):
            if not variables.isdisjoint(walk(covariance)):
                return None
            inner = _degree(Add((at, mean)), variables)
            return None if inner is None else 2 * inner
        case Mul() | MatOp(op="product" | "hadamard"):
            parts = [_degree(part, variables) for part in term.children()]
            return None if None in parts else sum(p for p in parts if p is not None)
        case Add() | Entry() | Sum() | Expect(density=None) | MatOp(op="transpose" | "diag" | "diagonal" | "trace"):
            parts = [_degree(part, variables) for part in term.children()]
            return None if None in parts else max(p for p in parts if p is not None)
        case _:
            return None


def _comparison(kind: str, term: Term, relation: str) -> Obligation:
    statement = Statement(relation, (term, ZERO))
    return Obligation(kind, statement, _text(statement))


def _text(statement: Statement) -> str:
    if statement.relation == "invertible":
        return f"{statement.lhs} is invertible"
    shown = {"!=": "≠", ">": ">", ">=": "≥"}[statement.relation]
    return f"{statement.lhs} {shown} 0"
