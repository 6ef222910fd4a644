"""A term as a constant plus a sum of expectations, so that each can be drawn on its own.

Only what is linear in expectations is taken apart: sums, constant factors, sums over an index, expectations and
integrals against a law. A logarithm or a square of an expectation is not, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from verify.terms.context import Context
from verify.terms.nodes import (
    ONE,
    Add,
    At,
    Density,
    Diff,
    Divergence,
    Expect,
    Extremum,
    Fn,
    Integral,
    Mul,
    Num,
    Pow,
    Sum,
    Sym,
    Term,
)
from verify.terms.rewrite import free
from verify.terms.unfold import unfold


class NotLinear(Exception):
    """A term that is not linear in expectations that can be drawn; the message says why."""


@dataclass(frozen=True)
class Part:
    """E of `body`: over independent entries (`densities` empty), or over points drawn from a product of densities."""

    body: Term
    variables: tuple[Sym, ...]
    densities: tuple[Term, ...] = ()

    def mean(self, power: int = 1) -> Term:
        """Return E body^power as a term."""
        from fractions import Fraction

        body = self.body if power == 1 else Pow(self.body, Num(Fraction(power)))
        if self.densities:
            return Integral(Mul((*self.densities, body)), self.variables)
        return Expect(body, self.variables)


@dataclass(frozen=True)
class Split:
    """A constant (a sum of terms without expectations) and expectations."""

    constants: tuple[Term, ...] = ()
    parts: tuple[Part, ...] = ()


def is_random(term: Term) -> bool:
    """Whether a term holds an expectation or integral (an extremum counts as a value of its own)."""
    if isinstance(term, Expect | Integral | Divergence):
        return True
    return not isinstance(term, Extremum) and any(is_random(child) for child in term.children())


def split(term: Term, context: Context) -> Split:
    """Return `term` (definitions unfolded) as a constant plus expectations.

    Raises:
        NotLinear: an expectation inside a function, a product of expectations, an integral against no law.

    """
    if not is_random(term):
        return Split((term,))
    match term:
        case Add(terms=terms):
            return _joined([split(t, context) for t in terms])
        case Mul(factors=factors):
            return _scaled(factors, context)
        case Sum(body=body, index=index, upper=upper):
            return _summed(split(body, context), index, upper)
        case Divergence():
            return split(_unfolded(term, context), context)
        case Expect(density=None):
            return _independent(term, context)
        case Expect(density=density) if density is not None:
            return _against(Mul((density, term.body)), term.variables, context)
        case Integral():
            return _against(term.body, term.variables, context)
        case Fn() | Pow():
            raise NotLinear("a function of an expectation is not linear in it")
        case Diff() | At():
            raise NotLinear("a derivative or a value of an expectation")
        case _:
            raise NotLinear(f"an expectation inside {type(term).__name__}")


def _unfolded(term: Divergence, context: Context) -> Term:
    """Return the definition of a divergence, laws of images left as they are."""
    laws = tuple(replace(law, pushforward=None) for law in context.laws)
    return unfold(term, replace(context, symbols=(), laws=laws))


def _joined(splits: list[Split]) -> Split:
    return Split(tuple(c for s in splits for c in s.constants), tuple(p for s in splits for p in s.parts))


def _scaled(factors: tuple[Term, ...], context: Context) -> Split:
    chances = [f for f in factors if is_random(f)]
    if len(chances) > 1:
        raise NotLinear("a product of expectations is not linear in them")
    others = tuple(f for f in factors if f is not chances[0])
    inner = split(chances[0], context)
    constants = tuple(Mul((*others, c)) for c in inner.constants)
    return Split(constants, tuple(replace(p, body=Mul((*others, p.body))) for p in inner.parts))


def _summed(inner: Split, index: Sym, upper: Term) -> Split:
    if any(index in free(d) for p in inner.parts for d in p.densities):
        raise NotLinear("a law for each value of an index")
    constants = tuple(Sum(c, index, upper) for c in inner.constants)
    return Split(constants, tuple(replace(p, body=Sum(p.body, index, upper)) for p in inner.parts))


def _independent(term: Expect, context: Context) -> Split:
    if is_random(term.body):
        raise NotLinear("an expectation inside an expectation over independent entries")
    for variable in term.variables:
        declared = context.by_name.get(variable.name)
        if declared is None or declared.law is None or declared.law.family == "arbitrary":
            raise NotLinear(f"{variable.name} has no law that can be drawn")
    return Split((), (Part(term.body, term.variables),))


def _against(body: Term, variables: tuple[Sym, ...], context: Context) -> Split:
    """Take an integral apart: densities that cover its variables are drawn from, the rest is averaged."""
    return _joined([_drawn(factors, variables, context) for factors in _addends(body)])


def _addends(body: Term) -> list[tuple[Term, ...]]:
    """Return the products whose sum `body` is; sums that hold no density stay whole."""
    match body:
        case Add(terms=terms):
            return [factors for t in terms for factors in _addends(t)]
        case Mul(factors=factors):
            products: list[tuple[Term, ...]] = [()]
            for factor in factors:
                nested = _addends(factor) if isinstance(factor, Add | Mul) and _bare_density(factor) else [(factor,)]
                products = [(*p, *n) for p in products for n in nested]
            return products
        case _:
            return [(body,)]


def _bare_density(term: Term) -> bool:
    """Whether a density stands in a sum or product without a function around it."""
    if isinstance(term, Add | Mul):
        return any(_bare_density(child) for child in term.children())
    return isinstance(term, Density)


def _drawn(factors: tuple[Term, ...], variables: tuple[Sym, ...], context: Context) -> Split:
    left = set(variables)
    densities: list[Term] = []
    others: list[Term] = []
    for factor in factors:
        targets = _targets(factor)
        if targets and targets <= left:
            densities.append(factor)
            left -= targets
        else:
            others.append(factor)
    if left:
        names = ", ".join(sorted(v.name for v in left))
        raise NotLinear(f"an integral over {names} against no law that can be drawn")
    rest: Term = Mul(tuple(others)) if others else ONE
    if not is_random(rest):
        return Split((), (Part(rest, variables, tuple(densities)),))
    inner = split(rest, context)
    parts = [Part(c, variables, tuple(densities)) for c in inner.constants]
    for p in inner.parts:
        if not p.densities or set(p.variables) & set(variables):
            raise NotLinear("an expectation inside an integral")
        parts.append(Part(p.body, (*variables, *p.variables), (*densities, *p.densities)))
    return Split((), tuple(parts))


def _targets(factor: Term) -> set[Sym]:
    """Return the points that a density draws, if they are plain variables."""
    if not isinstance(factor, Density):
        return set()
    points = factor.args[: len(factor.targets)]
    plain = {p for p in points if isinstance(p, Sym)}
    return plain if len(plain) == len(points) else set()
