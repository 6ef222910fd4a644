"""The greatest and least value of an expression over an unknown function with values in an interval.

∫ g(x, D(x)) dx is greatest where each g(x, ·) is, so the extremum goes inside the integral. A concave
g on an open interval is enclosed from any point t0 near its maximum: g(t0) ≤ max g ≤ g(t0) + |g'(t0)| w, where w
is the interval's length. That g is concave follows from how it is composed (logarithms of affine terms,
sums, products with terms of one sign), the rules of disciplined convex programming.
"""

from __future__ import annotations

from dataclasses import replace

import torch

from verify.numeric.batch import NotBatched
from verify.numeric.bounded import Bounded
from verify.numeric.chance import unfold_head
from verify.numeric.dispatch import number
from verify.numeric.dual import Dual, Number, add, derivative, multiply, primal, value_at
from verify.numeric.scope import Scope
from verify.terms.context import Interval
from verify.terms.nodes import Add, Apply, Divergence, Expect, Extremum, Fn, Integral, Mul, Num, Sym, Term
from verify.terms.rewrite import free, transform, walk

#: bisections of the slope's sign: enough to reach neighbouring floats
BISECTIONS = 60


def extremum(term: Extremum, scope: Scope) -> Number:
    """Return the extremum over an unknown function of points.

    Raises:
        NotBatched: the expression is not an integral of concave (for a maximum) terms in the function's value.

    """
    if term.kind.startswith("arg") or term.variable.sort != "law":
        raise NotBatched(f"{term.kind} over {term.variable.name}")
    declared = scope.context.function_by_name.get(term.variable.name)
    if declared is None or declared.result != "real":
        raise NotBatched(f"{term.variable.name} is no unknown function")
    interval = declared.interval
    if interval.low is None or interval.high is None:
        raise NotBatched(f"{term.variable.name} has no bounded range")
    sign = 1 if term.kind in ("max", "sup") else -1
    return _inside(term.body, _Search(term.variable.name, interval, sign), scope)


class _Search:
    """What is sought: the greatest (sign 1) or least (-1) value over the function `name` with this range."""

    def __init__(self, name: str, interval: Interval, sign: int) -> None:
        self.name, self.interval, self.sign = name, interval, sign


def _inside(body: Term, search: _Search, scope: Scope) -> Number:
    """Move the extremum inside sums of integrals over one and the same variable."""
    parts = [unfold_head(p, scope) if isinstance(p, Expect | Divergence) else p for p in _addends(body)]
    constants = [p for p in parts if not _mentions(p, search.name)]
    integrals = [p for p in parts if _mentions(p, search.name)]
    variables = {p.variables for p in integrals if isinstance(p, Integral)}
    if len(variables) != 1 or not all(isinstance(p, Integral) for p in integrals):
        raise NotBatched("an extremum over a function that does not stand in integrals over one variable")
    (points,) = variables
    integrand = Add(tuple(p.body for p in integrals if isinstance(p, Integral)))
    inner, axes = scope, []
    total: Number | None = None
    for point in points:
        size = scope.extent(point)
        inner, axis = inner.run(point, size)
        at = (-1, *inner.along(axis, size)[1:])
        weights = scope.keep(scope.volumes(point)).linear(lambda t, at=at: t.reshape(at))  # type: ignore[misc]
        total = weights if total is None else multiply(total, weights)
        axes.append(axis)
    best: Number = _pointwise(integrand, search, inner)
    if total is not None:
        best = multiply(total, best).sum(tuple(axes))
    for constant in constants:
        best = add(best, number(constant, scope))
    return best


def _addends(term: Term) -> list[Term]:
    return [t for part in term.terms for t in _addends(part)] if isinstance(term, Add) else [term]


def _mentions(term: Term, name: str) -> bool:
    return any(isinstance(n, Apply) and n.function == name for n in walk(term))


def _pointwise(integrand: Term, search: _Search, scope: Scope) -> Bounded:
    """Return the extremum over one value t of the function, at each point."""
    t = Sym("t#value")
    calls = {n for n in walk(integrand) if isinstance(n, Apply) and n.function == search.name}
    if len(calls) != 1 or any(any(n.orders) for n in calls):
        raise NotBatched(f"{search.name} at several points")
    body = transform(integrand, lambda node: t if node in calls else node)
    if not _bends(body, t, scope, "concave" if search.sign > 0 else "convex"):
        raise NotBatched("the integrand was not seen to be concave (convex) in the function's value")
    return _enclose(body, t, search, scope)


def _enclose(body: Term, t: Sym, search: _Search, scope: Scope) -> Bounded:
    interval = search.interval
    if interval.low is None or interval.high is None:
        raise NotBatched("an unbounded range")
    width = float(interval.high - interval.low)
    size = (scope.batch.size, *scope.sizes, *(1,) * (scope.rank - len(scope.sizes)))
    low = torch.full(size, float(interval.low), dtype=torch.float64, device=scope.device)
    high = torch.full_like(low, float(interval.high))
    plain = replace(scope, tracked=False, parent=None)
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        rising = search.sign * primal(_slope(body, t, middle, plain)[1]).value > 0
        low, high = torch.where(rising, middle, low), torch.where(rising, high, middle)
    value, slope = (primal(x) for x in _slope(body, t, (low + high) / 2, scope))
    if value.error is None or slope.error is None:
        return value
    room = (slope.value.abs() + slope.error) * width
    return Bounded(value.value, (value.error + room) * (1 + 1e-15))


def _slope(body: Term, t: Sym, at: torch.Tensor, scope: Scope) -> tuple[Number, Number]:
    level = scope.level + 1
    here = Dual(level, scope.whole(at), scope.whole(torch.ones_like(at)))
    found = number(body, scope.set(t, here, level))
    return value_at(found, level), derivative(found, level)


# ------------------------------------------------------------------------------------------------ shapes


def _bends(term: Term, t: Sym, scope: Scope, wanted: str) -> bool:
    """Whether `term` is affine in t, or certainly concave (convex) as wanted, by the way it is composed."""
    if _affine(term, t):
        return True
    other = "convex" if wanted == "concave" else "concave"
    match term:
        case Add(terms=terms):
            return all(_bends(part, t, scope, wanted) for part in terms)
        case Mul(factors=factors):
            moving = [f for f in factors if t in free(f)]
            if len(moving) != 1:
                return False
            side = _common_sign([f for f in factors if t not in free(f)], scope)
            return side != 0 and _bends(moving[0], t, scope, wanted if side > 0 else other)
        case Fn(name="log", arg=arg):
            return wanted == "concave" and _bends(arg, t, scope, "concave")
        case Fn(name="exp", arg=arg):
            return wanted == "convex" and _bends(arg, t, scope, "convex")
        case _:
            return False


def _affine(term: Term, t: Sym) -> bool:
    if term == t or t not in free(term):
        return True
    match term:
        case Add(terms=terms):
            return all(_affine(part, t) for part in terms)
        case Mul(factors=factors):
            moving = [f for f in factors if t in free(f)]
            return len(moving) == 1 and _affine(moving[0], t)
        case _:
            return False


def _common_sign(factors: list[Term], scope: Scope) -> int:
    """Return the sign of a product at every instance, 0 where it is not the same or not known."""
    if all(isinstance(f, Num) for f in factors):
        product = 1
        for f in factors:
            value = f.value if isinstance(f, Num) else 0
            product *= (value > 0) - (value < 0)
        return product
    found = primal(number(Mul(tuple(factors)), scope))
    room = torch.zeros_like(found.value) if found.error is None else found.error
    if bool((found.value > room).all()):
        return 1
    return -1 if bool((found.value < -room).all()) else 0
