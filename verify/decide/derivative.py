"""Derivatives of scalar terms by real scalar symbols, by the rules of calculus.

Main definitions
----------------
* `derivative`: ∂term/∂symbol.
* `gradient`, `jacobian`: columns and matrices of them.
* `expand_derivatives`: a term in which every derivative by scalars, and every evaluation at a point, is carried out.

Each rule is an identity wherever both sides are defined; where a function has no derivative, the result is
undefined too: d|u| = u/|u| du has no value at u = 0. Definitions must be unfolded first. Densities and
unknown functions depend on real symbols through their arguments only (their declared parameters are of sort
"parameter", by which nothing is differentiated here). Products of 0 and 1 are dropped, nothing else is simplified.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from verify.decide.scalars.elementary import Unsupported
from verify.terms.nodes import (
    MINUS_ONE,
    ONE,
    TWO,
    ZERO,
    Add,
    Apply,
    At,
    Diff,
    Expect,
    Fn,
    Mul,
    Num,
    Pow,
    Rows,
    Sum,
    Sym,
    Term,
)
from verify.terms.rewrite import free, rename_bound, substitute, transform, walk
from verify.terms.rewrite import fresh as fresh_symbol


class NotSupported(Unsupported):
    """A derivative that these rules do not know; deciders answer `Undecided`."""


def derivative(term: Term, symbol: Sym) -> Term:
    """Return ∂term/∂symbol of a scalar, or of a matrix written out, entry by entry.

    Raises:
        NotSupported: `symbol` is no real scalar, or the term depends on it in a way that has no rule here.

    """
    if not is_real_symbol(symbol):
        raise NotSupported(f"a derivative by {symbol}, which is no real scalar symbol")
    return _derivative(expand_derivatives(term), symbol)


def is_real_symbol(term: Term) -> bool:
    """Return whether `term` is a symbol that stands for a real number."""
    return isinstance(term, Sym) and not term.shape and term.sort == "real"


def gradient(term: Term, symbols: Sequence[Sym]) -> Rows:
    """Return the column of the derivatives of a scalar."""
    return Rows(tuple((derivative(term, symbol),) for symbol in symbols))


def jacobian(components: Sequence[Term], symbols: Sequence[Sym]) -> Rows:
    """Return the matrix ∂components[i]/∂symbols[j]."""
    return Rows(tuple(tuple(derivative(c, s) for s in symbols) for c in components))


def expand_derivatives(term: Term) -> Term:
    """Carry out every derivative by real scalar symbols and every evaluation at a point.

    Derivatives by arrays and parameters stay, and so do evaluations of what contains one.

    Raises:
        NotSupported: as `derivative`.

    """
    if not any(isinstance(node, Diff | At) for node in walk(term)):
        return term
    return transform(term, _carry_out)


def _carry_out(node: Term) -> Term:
    match node:
        case At(body=body, values=values):
            return node if _has_derivatives(body) else substitute(body, dict(values))
        case Diff(variables=variables):
            return _differentiated(node) if all(is_real_symbol(v) for v in variables) else node
        case _:
            return node


def _has_derivatives(term: Term) -> bool:
    return any(isinstance(inner, Diff) for inner in walk(term))


def _differentiated(node: Diff) -> Term:
    from verify.decide.scalars.explicit import entries

    if not node.body.shape:
        rows = tuple((derivative(node.body, v),) for v in node.variables)
        return rows[0][0] if len(rows) == 1 else Rows(rows, span=node.span)
    components = [row[0] for row in entries(node.body)]
    return Rows(jacobian(components, node.variables).rows, span=node.span)


def _derivative(term: Term, symbol: Sym) -> Term:
    """`term` holds no `At` and no derivative by scalars."""
    if symbol not in free(term) and not _hides_dependence(term):
        return _zero_like(term)
    match term:
        case Sym():
            return ONE
        case Add(terms=terms) if not term.shape:
            return add(*(_derivative(t, symbol) for t in terms))
        case Mul(factors=factors) if not term.shape:
            return _product(factors, symbol)
        case Pow(base=base, exponent=exponent):
            return _power(base, exponent, symbol)
        case Fn(name=name, arg=arg) if not term.shape:
            return _function(name, arg, symbol)
        case Apply():
            return _unknown(term, symbol)
        case Sum(body=body, index=index, upper=upper) if not term.shape and symbol not in free(upper):
            return _sum(term, body, index, symbol)
        case Rows(rows=rows):
            return Rows(tuple(tuple(_derivative(e, symbol) for e in row) for row in rows))
        case _:
            raise NotSupported(f"no rule for the derivative of {term} by {symbol}")


def _hides_dependence(term: Term) -> bool:
    """An expectation under a declared law depends on the symbols in that law's parameters."""
    return any(isinstance(node, Expect) and node.density is None for node in walk(term))


def _zero_like(term: Term) -> Term:
    if not term.shape:
        return ZERO
    if isinstance(term, Rows):
        return Rows(tuple(tuple(ZERO for _ in row) for row in term.rows))
    raise NotSupported(f"the derivative of an array that is not written out: {term}")


def _product(factors: tuple[Term, ...], symbol: Sym) -> Term:
    parts = []
    for position, factor in enumerate(factors):
        change = _derivative(factor, symbol)
        parts.append(multiply(*factors[:position], change, *factors[position + 1 :]))
    return add(*parts)


def _power(base: Term, exponent: Term, symbol: Sym) -> Term:
    """With a constant c, c u^(c-1) u'; otherwise u > 0 and u^v (v' log u + v u'/u)."""
    change = _derivative(base, symbol)
    if symbol not in free(exponent):
        return multiply(exponent, power(base, _less_one(exponent)), change)
    rate = _derivative(exponent, symbol)
    inner = add(multiply(rate, Fn("log", base)), multiply(exponent, change, power(base, MINUS_ONE)))
    return multiply(Pow(base, exponent), inner)


def _less_one(exponent: Term) -> Term:
    return Num(exponent.value - 1) if isinstance(exponent, Num) else Add((exponent, MINUS_ONE))


def _function(name: str, arg: Term, symbol: Sym) -> Term:
    if name in ("re", "im"):
        change = _derivative(arg, symbol)
        return ZERO if change == ZERO else Fn(name, change)
    rule = _RULES.get(name)
    if rule is None:
        raise NotSupported(f"no rule for the derivative of {name} by {symbol}")
    return multiply(rule(arg), _derivative(arg, symbol))


#: function → its derivative at the argument, undefined wherever the function has none
_RULES: dict[str, Callable[[Term], Term]] = {
    "exp": lambda u: Fn("exp", u),
    "log": lambda u: Pow(u, MINUS_ONE),
    "sigmoid": lambda u: Mul((Fn("sigmoid", u), Fn("sigmoid", Mul((MINUS_ONE, u))))),
    "softplus": lambda u: Fn("sigmoid", u),
    "tanh": lambda u: Add((ONE, Mul((MINUS_ONE, Pow(Fn("tanh", u), TWO))))),
    "abs": lambda u: Mul((u, Pow(Fn("abs", u), MINUS_ONE))),
    "sign": lambda u: Mul((ZERO, Pow(u, MINUS_ONE))),
}


def _unknown(term: Apply, symbol: Sym) -> Term:
    """The chain rule for an unknown smooth function of numbers."""
    if term.result != "real":
        raise NotSupported(f"{term} is a point and has no derivative")
    parts = []
    for position, arg in enumerate(term.args):
        if symbol not in free(arg):
            continue
        if arg.sort != "real" or arg.shape:
            raise NotSupported(f"{term} depends on {symbol} through a {arg.sort or 'array'}")
        orders = tuple(order + (k == position) for k, order in enumerate(term.orders))
        parts.append(multiply(Apply(term.function, term.args, orders, "real"), _derivative(arg, symbol)))
    return add(*parts)


def _sum(term: Sum, body: Term, index: Sym, symbol: Sym) -> Term:
    if index == symbol:
        renamed = rename_bound(term, {index: fresh_symbol(index)})
        return _derivative(renamed, symbol)
    change = _derivative(body, symbol)
    return ZERO if change == ZERO else Sum(change, index, term.upper)


def add(*terms: Term) -> Term:
    """Return the sum of scalars, without zeros."""
    kept = tuple(t for t in terms if t != ZERO)
    return kept[0] if len(kept) == 1 else Add(kept) if kept else ZERO


def multiply(*factors: Term) -> Term:
    """Return the product of scalars, without ones; 0 if one of them is 0."""
    if ZERO in factors:
        return ZERO
    kept = tuple(f for f in factors if f != ONE)
    return kept[0] if len(kept) == 1 else Mul(kept) if kept else ONE


def power(base: Term, exponent: Term) -> Term:
    """Return base^exponent, without the exponents 0 and 1."""
    if exponent == ZERO:
        return ONE
    return base if exponent == ONE else Pow(base, exponent)
