"""Random statements about families of independent points, totals, products and optimizers.

Each maker returns a true statement and false neighbours of it; small models say that the one holds and where the
others fail.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from tests.attacks.generated_family_terms import (
    CONTEXT,
    DISTRIBUTION,
    FAMILIES,
    SIZES,
    Model,
    Part,
    Place,
    a,
    apart,
    b,
    bare,
    density,
    divergence,
    drawn,
    entry,
    evidence,
    expected,
    extent,
    i,
    j,
    joint,
    k,
    likelihood,
    log,
    m,
    mean,
    member,
    n,
    negative,
    number,
    of_family,
    over,
    phi,
    plus,
    power,
    product,
    real,
    theta,
    times,
    total,
    x,
    xs,
    z,
)
from verify.terms.context import Context
from verify.terms.nodes import Sym
from verify.terms.statement import Statement

LAWS = ("q", "r", "posterior", "prior")
Function = Callable[[Place], Part]


def positive(rng: random.Random) -> Function:
    """A random positive function of a point."""
    choices: list[Function] = [
        lambda at: real("G", at),
        lambda at: over(joint(at, bare(x)), density("q", at, bare(x))),
        lambda at: over(density("r", at, bare(x)), density("q", at, bare(x))),
        lambda at: times(number(3), real("G", at)),
        lambda at: likelihood(at, bare(x)),
        lambda at: times(real("G", at), density("prior", at, bare(x))),
    ]
    return rng.choice(choices)


def function(rng: random.Random) -> Function:
    """A random function of a point."""
    first, second = positive(rng), positive(rng)
    choices: list[Function] = [
        lambda at: real("T", at),
        lambda at: log(first(at)),
        lambda at: times(real("T", at), real("T", at)),
        lambda at: plus(real("T", at), negative(log(second(at)))),
        first,
    ]
    return rng.choice(choices)


@dataclass(frozen=True)
class Claim:
    """A statement with the values of its sides; `parameter` is what an argmax is about."""

    relation: str
    left: Part
    right: Part
    context: Context = CONTEXT
    parameter: Sym | None = None

    @property
    def statement(self) -> Statement:
        """The statement."""
        variables = () if self.parameter is None else (self.parameter,)
        return Statement(self.relation, (self.left.term, self.right.term), variables)

    def holds(self, model: Model) -> bool:
        """Whether the statement holds in a model, as far as floats tell."""
        if self.context is DISTRIBUTION:
            model.columns = {**model.columns, "a": model.shares}
        if self.parameter is not None:
            return self._same_argmax(model)
        left, right = (side.value(model, dict(model.free)) for side in (self.left, self.right))
        slack = 1e-9 * max(1.0, abs(left), abs(right))
        match self.relation:
            case "=":
                return abs(left - right) <= slack
            case ">=":
                return left >= right - slack
            case "<=":
                return left <= right + slack
            case ">":
                return left > right + slack
            case _:
                return left < right - slack

    def _same_argmax(self, model: Model) -> bool:
        best = []
        for side in (self.left, self.right):
            values = [side.value(model, {**model.free, self.parameter: v}) for v in range(model.values)]
            best.append([v >= max(values) - 1e-9 for v in values])
        return best[0] == best[1]


Makes = tuple[Claim, list[Claim]]


def linear(rng: random.Random) -> Makes:
    """E Σ_i f(z_i) is the size times E f."""
    family, f, law = rng.choice(FAMILIES), function(rng), rng.choice(LAWS)
    size, scale = family.shape[0], number(Fraction(rng.choice((-3, -1, 2, 5)), rng.choice((1, 2))))
    fold = rng.choice((total, mean))
    one = expected(f(bare(z)), law)
    count = extent(size) if fold is total else number(1)
    left = times(scale, drawn(fold(f(member(family, i)), i, size), law, family))
    others = [name for name in LAWS if name != law]
    wrong_size = rng.choice([s for s in SIZES if s != size])
    right = times(scale, count, one)
    return Claim("=", left, right), [
        Claim("=", left, times(scale, count, expected(f(bare(z)), rng.choice(others)))),
        Claim("=", left, times(scale, extent(wrong_size), count, one)),
        Claim("=", left, times(scale, count, expected(times(f(bare(z)), f(bare(z))), law))),
    ]


def exchanged(rng: random.Random) -> Makes:
    """Whichever of the k + 1 points is left out, the others are k independent points."""
    f, law = positive(rng), rng.choice(LAWS)
    scale = number(rng.choice((1, 2, -1)))
    outer = lambda part: times(scale, log(part))  # noqa: E731
    few, many = FAMILIES[0], FAMILIES[1]
    rest = over(total(times(apart(j, m), f(member(many, j))), j, SIZES[1]), extent(k))
    left = drawn(mean(outer(rest), m, SIZES[1]), law, many)
    right = drawn(outer(mean(f(member(few, i)), i, k)), law, few)
    others = [name for name in LAWS if name != law]
    known = times(f(member(many, m)), outer(rest))
    labelled = over(total(times(apart(j, m), f(member(many, m))), j, SIZES[1]), extent(k))
    return Claim("=", left, right), [
        Claim("=", left, drawn(outer(mean(f(member(many, i)), i, SIZES[1])), law, many)),
        Claim("=", left, drawn(outer(total(f(member(few, i)), i, k)), law, few)),
        Claim("=", left, drawn(outer(mean(f(member(few, i)), i, k)), rng.choice(others), few)),
        Claim("=", drawn(mean(known, m, SIZES[1]), law, many), right),
        Claim("=", drawn(mean(outer(labelled), m, SIZES[1]), law, many), right),
    ]


def jensen(rng: random.Random) -> Makes:
    """log E f ≥ E log(mean over more) ≥ E log(mean over fewer) ≥ E log f."""
    f, law = positive(rng), rng.choice(LAWS)
    few, many = FAMILIES[0], FAMILIES[1]
    sides = [
        log(expected(f(bare(z)), law)),
        drawn(log(mean(f(member(many, i)), i, SIZES[1])), law, many),
        drawn(log(mean(f(member(few, i)), i, k)), law, few),
        expected(log(f(bare(z))), law),
    ]
    low, high = sorted(rng.sample(range(4), 2))
    scale = number(Fraction(rng.choice((1, 2, 3)), rng.choice((1, 2))))
    above, below = times(scale, sides[low]), times(scale, sides[high])
    other = rng.choice([name for name in LAWS if name != law])
    return Claim(">=", above, below), [
        Claim("<=", above, below),
        Claim("=", above, below),
        Claim(">=", below, above),
        Claim(">=", plus(above, number(-1)), below),
        Claim(">=", above, times(scale, drawn(log(total(f(member(few, i)), i, k)), other, few))),
    ]


def copies(rng: random.Random) -> Makes:
    """Divergences, entropies and likelihoods of independent copies add up."""
    family = rng.choice(FAMILIES)
    size = family.shape[0]
    law, other, third = rng.sample(LAWS, 3)
    points, one = density(other, member(family, j), bare(x)), log(density(other, bare(z), bare(x)))
    kind = rng.choice(("KL", "entropy", "likelihood"))
    if kind == "KL":
        left, single, slips = of_family("KL", law, other, family), divergence(law, other), divergence(other, law)
    elif kind == "entropy":
        left = of_family("entropy", law, law, family)
        single = negative(expected(log(density(law, bare(z), bare(x))), law))
        slips = negative(expected(log(density(law, bare(z), bare(x))), other))
    else:
        left = drawn(log(product(points, j, size)), law, family)
        single, slips = expected(one, law), expected(one, third)
    wrong_size = rng.choice([s for s in SIZES if s != size])
    return Claim("=", left, times(extent(size), single)), [
        Claim("=", left, times(extent(wrong_size), single)),
        Claim("=", left, times(extent(size), slips)),
        Claim("=", left, times(extent(size), extent(size), single)),
    ]


def shares(rng: random.Random) -> Makes:
    """Σ_i V_i / Σ_j V_j is 1 at each draw."""
    family, f, law = rng.choice(FAMILIES), positive(rng), rng.choice(LAWS)
    size, g = family.shape[0], real("T", member(family, i))
    below = total(f(member(family, j)), j, size)
    left = drawn(total(over(f(member(family, i)), below), i, size), law, family)
    weighted = drawn(total(times(g, over(f(member(family, i)), below)), i, size), law, family)
    return Claim("=", left, number(1)), [
        Claim("=", left, extent(SIZES[1])),
        Claim("=", weighted, expected(real("T", bare(z)), law)),
        Claim("=", drawn(mean(over(f(member(family, i)), below), i, size), law, family), number(1)),
        Claim("=", weighted, number(1)),
    ]


def discrete(rng: random.Random) -> Makes:
    """log Σ a g ≥ Σ a log g where Σ a = 1."""
    g = times(number(rng.choice((1, 2, 5))), power(b, i, rng.choice((-2, -1, 1, 2))))
    if rng.random() < 0.5:
        g = over(g, entry(a, i))
    left = log(total(times(entry(a, i), g), i, k))
    right = total(times(entry(a, i), log(g)), i, k)
    return Claim(">=", left, right, DISTRIBUTION), [
        Claim(">=", left, right),
        Claim("<=", left, right, DISTRIBUTION),
        Claim(">", left, right, DISTRIBUTION),
        Claim(">=", left, total(log(g), i, k), DISTRIBUTION),
        Claim(">=", left, plus(right, number(1)), DISTRIBUTION),
    ]


def logarithm(rng: random.Random) -> Makes:
    """log ∏ c a_j^e b_j."""
    e, scale = rng.choice((-2, -1, 1, 2, 3)), number(rng.choice((2, 3, 5, 6)))
    left = log(product(times(scale, power(a, j, e), entry(b, j)), j, k))
    sums = plus(times(number(e), total(log(entry(a, j)), j, k)), total(log(entry(b, j)), j, k))
    return Claim("=", left, plus(times(extent(k), log(scale)), sums)), [
        Claim("=", left, plus(log(scale), sums)),
        Claim("=", left, plus(times(extent(SIZES[1]), log(scale)), sums)),
        Claim("=", left, plus(times(extent(k), log(scale)), sums, total(log(entry(a, j)), j, k))),
    ]


def arithmetic(rng: random.Random) -> Makes:
    """log of a mean ≥ the mean of the logarithms, for positive numbers."""
    g = rng.choice([entry(a, i), times(entry(a, i), entry(b, i)), over(entry(a, i), entry(b, i))])
    scale = number(Fraction(rng.choice((1, 2, 3)), rng.choice((1, 2))))
    left, right = log(mean(times(scale, g), i, k)), mean(log(times(scale, g)), i, k)
    return Claim(">=", left, right), [
        Claim("<=", left, right),
        Claim(">", left, right),
        Claim("=", left, right),
        Claim(">=", left, total(log(times(scale, g)), i, k)),
        Claim(">=", plus(left, number(-1)), right),
    ]


def data(part: Part) -> Part:
    """The sum over the data points x_i."""
    return total(part, i, n)


def argmax(rng: random.Random) -> Makes:
    """What does not move with the parameter may be added, and positive factors taken."""
    at = member(xs, i)
    fit = expected(log(likelihood(bare(z), at)), "q", at)
    whole = expected(log(over(joint(bare(z), at), density("q", bare(z), at))), "q", at)
    still = rng.choice([divergence("q", "prior", at), divergence("q", "r", at), number(2), real("T", bare(z))])
    scale, share = number(rng.choice((1, 2, 3))), number(Fraction(rng.choice((-3, -1, 2)), 2))
    base = rng.choice((fit, whole))
    moving = rng.choice([log(evidence(at)), divergence("q", "posterior", at)])
    left, right = data(base), times(scale, data(plus(rng.choice((fit, whole)), times(share, still))))
    return Claim("same argmax", left, right, CONTEXT, theta), [
        Claim("same argmax", left, negative(right), CONTEXT, theta),
        Claim("same argmax", left, plus(right, data(times(number(3), moving))), CONTEXT, theta),
        Claim("same argmax", left, data(moving), CONTEXT, theta),
        Claim("same argmax", data(whole), data(fit), CONTEXT, phi),
    ]


#: how many true statements of each are made, each with three to five false neighbours
MAKERS: dict[Callable[[random.Random], Makes], int] = {
    linear: 45,
    exchanged: 8,
    jensen: 5,
    copies: 45,
    shares: 20,
    discrete: 18,
    logarithm: 45,
    arithmetic: 20,
    argmax: 20,
}


def models(rng: random.Random, count: int) -> Iterator[Model]:
    """Yield models with k = 1, 2, 3, 1, …"""
    for place in range(count):
        yield Model(rng, 1 + place % 3)
