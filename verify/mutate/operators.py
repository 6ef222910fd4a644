"""Mutations of one node: what a slip of the pen makes of it.

Each operator takes a place and the names around it and yields changes: ways to build another node for that
place. Building one that does not fit raises `IllTyped`. Operators know no truth: a mutant may well hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from verify.mutate.places import Place
from verify.terms.context import UNIT, Context
from verify.terms.nodes import (
    MINUS_ONE,
    ONE,
    ZERO,
    Add,
    Apply,
    Density,
    Divergence,
    Entry,
    Extremum,
    Fn,
    MatOp,
    Mul,
    Num,
    Pow,
    Prod,
    Sum,
    Sym,
    Term,
)
from verify.terms.unfold import minus, negative

_OPPOSITE = {"max": "min", "min": "max", "sup": "inf", "inf": "sup", "argmax": "argmin", "argmin": "argmax"}


@dataclass(frozen=True, slots=True)
class Change:
    """How to build another node for a place, and the part that it leaves out, if that is what it does."""

    build: Callable[[], Term]
    left_out: Term | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """The Context, and the symbols that stand free in the statement."""

    context: Context
    symbols: tuple[Sym, ...]


Operator = Callable[[Place, Names], Iterator[Change]]


def _change(build: Callable[..., Term], *parts: Any) -> Change:
    return Change(partial(build, *parts))


def _same(term: Term) -> Term:
    return term


def negated(term: Term) -> Term:
    """Return -term without a double sign: the number in front changes its sign, and a 1 is not written."""
    match term:
        case Num(value=value):
            return Num(-value)
        case Mul(factors=(Num(value=value), *rest)) if rest:
            kept = tuple(rest) if value == -1 else (Num(-value), *rest)
            return kept[0] if len(kept) == 1 else Mul(kept)
        case _:
            return negative(term)


def sign(place: Place, _: Names) -> Iterator[Change]:
    """Flip the sign of a summand, of a negative product, of a side, or of a function's argument."""
    node = place.node
    side = not place.path and node.sort == "real" and node != ZERO
    match node:
        case Fn(name="exp" | "sigmoid" | "softplus" | "tanh" as name, arg=arg):
            yield _change(Fn, name, negated(arg))
        case Mul(factors=(Num(value=value), *_)) if value < 0:
            side = True
    if side or (isinstance(place.above, Add) and len(place.above.terms) > 1):
        yield _change(negated, node)


def coefficient(place: Place, _: Names) -> Iterator[Change]:
    """Change one number: 2 to 3, ½ to 1, 0 to 1."""
    match place.node:
        case Num(value=value) if value.denominator > 1:
            yield _change(Num, value * value.denominator)
        case Num(value=value) if value != -1:
            yield _change(Num, value + (1 if value >= 0 else -1))


def dropped(place: Place, _: Names) -> Iterator[Change]:
    """Leave out a summand, a factor, a function, an exponent or an inverse."""
    match place.node:
        case Add(terms=parts) | Mul(factors=parts) if len(parts) > 1:
            for k, part in enumerate(parts):
                rest = (*parts[:k], *parts[k + 1 :])
                if part != MINUS_ONE:
                    left = partial(_same, rest[0]) if len(rest) == 1 else partial(type(place.node), rest)
                    yield Change(left, part)
        case Fn(name="log" | "exp" | "sigmoid" | "abs", arg=inner) | Pow(base=inner):
            yield _change(_same, inner)
        case MatOp(op="inverse" | "entrywise_sqrt", args=(inner,)):
            yield _change(_same, inner)


def transposed(place: Place, _: Names) -> Iterator[Change]:
    """Leave out a transpose, or swap the indices of an entry."""
    match place.node:
        case MatOp(op="transpose", args=(inner,)):
            yield _change(_same, inner)
        case Entry(array=array, indices=(i, j)):
            yield _change(Entry, array, (j, i))


def swapped(place: Place, names: Names) -> Iterator[Change]:
    """Exchange two arguments that do not commute: of KL, of a quotient, of a product of matrices, of a conditional."""
    match place.node:
        case Divergence(kind="KL", left=left, right=Term() as right, variables=variables):
            yield _change(Divergence, "KL", right, left, variables)
        case Mul(factors=factors) if any(_is_inverse(f) for f in factors) and not place.node.shape:
            yield _change(Mul, tuple(_inverse(f) for f in factors))
        case MatOp(op="product", args=args):
            for k in range(len(args) - 1):
                yield _change(MatOp, "product", (*args[:k], args[k + 1], args[k], *args[k + 2 :]))
        case Apply(function=own, args=(a, b), orders=orders, result=result):
            yield _change(Apply, own, (b, a), orders, result)
        case Density() as density if density.given and _is_joint(density, names):
            yield from _other_conditionals(density)


def _is_inverse(factor: Term) -> bool:
    return isinstance(factor, Pow) and factor.exponent == MINUS_ONE


def _inverse(factor: Term) -> Term:
    if isinstance(factor, Num):
        return factor
    return factor.base if isinstance(factor, Pow) and factor.exponent == MINUS_ONE else Pow(factor, MINUS_ONE)


def _is_joint(density: Density, names: Names) -> bool:
    law = names.context.law_by_name.get(density.law)
    return law is not None and not law.given and law.pushforward is None


def _other_conditionals(density: Density) -> Iterator[Change]:
    """From p(x | z): p(z | x), p(x) and p(x, z)."""
    law, targets, given, params = density.law, density.targets, density.given, density.params
    points, conditions = density.args[: len(targets)], density.args[len(targets) :]
    yield _change(Density, law, given, targets, (*conditions, *points), params)
    yield _change(Density, law, targets, (), points, params)
    yield _change(Density, law, (*targets, *given), (), density.args, params)


def index(place: Place, names: Names) -> Iterator[Change]:
    """Take another index, the first entry always, or one term less of a sum."""
    match place.node:
        case Entry(array=array, indices=indices):
            others = [s for s in (*place.scope, *names.symbols) if s.of_sort == "index"]
            for k, old in enumerate(indices):
                for new in (*others, ONE):
                    if new != old:
                        yield _change(Entry, array, (*indices[:k], new, *indices[k + 1 :]))
        case Sum(body=body, index=i, upper=upper) | Prod(body=body, index=i, upper=upper):
            yield _change(type(place.node), body, i, Add((upper, MINUS_ONE)))


def name(place: Place, names: Names) -> Iterator[Change]:
    """Write another name of the same kind: 1 - p for p, θ for φ, the law p for q, another function, min for max."""
    node, context = place.node, names.context
    match node:
        case Sym(name=own) if node.of_sort in ("real", "dimension", "parameter"):
            declared = context.by_name.get(own)
            if declared is not None and declared.interval == UNIT and not node.shape:
                yield _change(minus, ONE, node)
            for other in (*place.scope, *names.symbols):
                if (other.sort, other.shape) == (node.sort, node.shape):
                    yield _change(_same, other)
        case Density(law=own, targets=targets, given=given, args=args):
            for law in context.laws:
                if law.name != own and (law.targets, law.given) == (targets, given):
                    yield _change(Density, law.name, targets, given, args)
        case Apply(function=own, args=args, orders=orders, result=result) if own in context.function_by_name:
            like = context.function_by_name[own]
            for f in context.functions:
                if f.name != own and (f.spaces, f.result) == (like.spaces, like.result):
                    yield _change(Apply, f.name, args, orders, result)
        case Extremum(kind=kind, body=body, variable=variable):
            yield _change(Extremum, _OPPOSITE[kind], body, variable)


OPERATORS: dict[str, Operator] = {
    "sign": sign,
    "coefficient": coefficient,
    "swapped": swapped,
    "transposed": transposed,
    "index": index,
    "name": name,
    "dropped": dropped,
}
