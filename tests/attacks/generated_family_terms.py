"""Terms about families of independent points, each with its value in a small model.

A `Part` is a term together with what it is worth in a model, computed here from the definitions by going through all
cells; nothing is shared with the deciders or the evaluators.
"""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from verify.terms.context import POSITIVE, Context, Declaration, FunctionDeclaration, LawDeclaration
from verify.terms.nodes import (
    ONE,
    Add,
    Apply,
    Delta,
    Density,
    Divergence,
    Entry,
    Expect,
    Fn,
    Mul,
    Num,
    Pow,
    Prod,
    Sum,
    Sym,
    Term,
)
from verify.terms.statement import Statement

CELLS = 2  # of each space
x, z = Sym("x", "point"), Sym("z", "point")
k, n = Sym("k", "dimension"), Sym("n", "dimension")
i, j, m = (Sym(name, "index") for name in "ijm")
theta, phi = Sym("theta", "parameter"), Sym("phi", "parameter")
SIZES: tuple[Term, ...] = (k, Add((k, ONE)), Mul((Num(Fraction(2)), k)))
FAMILIES = tuple(Sym(name, "point", (size, ONE)) for name, size in zip("ZSD", SIZES, strict=True))
xs = Sym("xs", "point", (n, ONE))
a, b, c = (Sym(name, "real", (k, ONE)) for name in "abc")
FINITE = (("integrals are finite", "they are written"),)

CONTEXT = Context(
    (
        Declaration(x),
        Declaration(z),
        *(Declaration(family, space="z") for family in FAMILIES),
        Declaration(xs, space="x"),
        Declaration(a, POSITIVE),
        Declaration(b, POSITIVE),
        Declaration(c),
        Declaration(theta),
        Declaration(phi),
    ),
    (FunctionDeclaration("T", ("z",)), FunctionDeclaration("G", ("z",), POSITIVE)),
    (
        LawDeclaration("p", ("x", "z"), (), frozenset({"theta"}), ((("z",), frozenset()),)),
        LawDeclaration("q", ("z",), ("x",), frozenset({"phi"})),
        LawDeclaration("r", ("z",)),
    ),
    grants=FINITE,
)
DISTRIBUTION = CONTEXT.with_hypotheses((Statement("=", (Sum(Entry(a, (i,)), i, k), ONE)), "a is a distribution"))


class Model:
    """Volumes, laws, functions and columns drawn at random; all densities are positive."""

    def __init__(self, rng: random.Random, size: int) -> None:
        """Draw a model with k = `size`, and n one more or less."""
        self.k, self.n = size, rng.choice((1, 2, 3))
        self.volume = [rng.uniform(0.3, 3) for _ in range(CELLS)]
        self.values = 3
        self.prior = self._density(rng)
        self.likelihood = [[self._masses(rng) for _ in range(CELLS)] for _ in range(self.values)]  # θ, z → x
        self.q = [[self._density(rng) for _ in range(CELLS)] for _ in range(self.values)]  # φ, x → z
        self.r = self._density(rng)
        self.T = [rng.uniform(-2, 2) for _ in range(CELLS)]
        self.G = [rng.uniform(0.2, 4) for _ in range(CELLS)]
        shares = self._shares(rng, size)
        self.columns = {
            "a": shares if rng.random() < 0.5 else [rng.uniform(0.2, 4) for _ in range(size)],
            "b": [rng.uniform(0.2, 4) for _ in range(size)],
            "c": [rng.uniform(-3, 3) for _ in range(size)],
        }
        self.shares = shares
        self.free = {x: rng.randrange(CELLS), z: rng.randrange(CELLS), theta: 0, phi: 0}
        self.free[xs] = tuple(rng.randrange(CELLS) for _ in range(self.n))

    @staticmethod
    def _shares(rng: random.Random, count: int) -> list[float]:
        masses = [rng.uniform(0.2, 2) for _ in range(count)]
        return [mass / sum(masses) for mass in masses]

    def _masses(self, rng: random.Random) -> list[float]:
        return self._shares(rng, CELLS)  # cells of x have volume 1

    def _density(self, rng: random.Random) -> list[float]:
        return [mass / volume for mass, volume in zip(self._shares(rng, CELLS), self.volume, strict=True)]

    def joint(self, at: int, place: int, value: int) -> float:
        """p(x, z) at θ."""
        return self.prior[place] * self.likelihood[value][place][at]

    def evidence(self, at: int, value: int) -> float:
        """p(x) at θ."""
        return sum(self.joint(at, place, value) * self.volume[place] for place in range(CELLS))


Scope = dict[Sym, object]


@dataclass(frozen=True)
class Part:
    """A term and its value in a model."""

    term: Term
    value: Callable[[Model, Scope], float]


Place = tuple[Term, Callable[[Scope], int]]


def bare(symbol: Sym) -> Place:
    return symbol, lambda scope: scope[symbol]


def member(family: Sym, index: Sym) -> Place:
    return Entry(family, (index,)), lambda scope: scope[family][scope[index] - 1]


def number(value: Fraction | int) -> Part:
    return Part(Num(Fraction(value)), lambda model, scope: float(value))


def extent(size: Term) -> Part:
    return Part(size, lambda model, scope: {0: model.k, 1: model.k + 1, 2: 2 * model.k}[SIZES.index(size)])


def plus(*parts: Part) -> Part:
    return Part(Add(tuple(p.term for p in parts)), lambda model, scope: sum(p.value(model, scope) for p in parts))


def times(*parts: Part) -> Part:
    return Part(Mul(tuple(p.term for p in parts)), lambda model, scope: math.prod(p.value(model, scope) for p in parts))


def over(above: Part, below: Part) -> Part:
    term = Mul((above.term, Pow(below.term, Num(Fraction(-1)))))
    return Part(term, lambda model, scope: above.value(model, scope) / below.value(model, scope))


def negative(part: Part) -> Part:
    return times(number(-1), part)


def log(part: Part) -> Part:
    return Part(Fn("log", part.term), lambda model, scope: math.log(part.value(model, scope)))


def real(name: str, place: Place) -> Part:
    return Part(Apply(name, (place[0],)), lambda model, scope: getattr(model, name)[place[1](scope)])


def density(name: str, place: Place, at: Place) -> Part:
    """A density of z: q(z|x), r(z), the posterior p(z|x) or the prior p(z)."""
    term, where = place
    given, there = at
    match name:
        case "q":
            return Part(
                Density("q", ("z",), ("x",), (term, given)),
                lambda model, scope: model.q[scope[phi]][there(scope)][where(scope)],
            )
        case "r":
            return Part(Density("r", ("z",), (), (term,)), lambda model, scope: model.r[where(scope)])
        case "prior":
            return Part(Density("p", ("z",), (), (term,)), lambda model, scope: model.prior[where(scope)])
        case _:
            return Part(
                Density("p", ("z",), ("x",), (term, given)),
                lambda model, scope: (
                    model.joint(there(scope), where(scope), scope[theta]) / model.evidence(there(scope), scope[theta])
                ),
            )


def joint(place: Place, at: Place) -> Part:
    term = Density("p", ("x", "z"), (), (at[0], place[0]))
    return Part(term, lambda model, scope: model.joint(at[1](scope), place[1](scope), scope[theta]))


def likelihood(place: Place, at: Place) -> Part:
    term = Density("p", ("x",), ("z",), (at[0], place[0]))
    return Part(term, lambda model, scope: model.likelihood[scope[theta]][place[1](scope)][at[1](scope)])


def evidence(at: Place) -> Part:
    return Part(Density("p", ("x",), (), (at[0],)), lambda model, scope: model.evidence(at[1](scope), scope[theta]))


def entry(column: Sym, index: Sym) -> Part:
    return Part(Entry(column, (index,)), lambda model, scope: model.columns[column.name][scope[index] - 1])


def power(column: Sym, index: Sym, exponent: int) -> Part:
    term = Pow(Entry(column, (index,)), Num(Fraction(exponent)))
    return Part(term, lambda model, scope: entry(column, index).value(model, scope) ** exponent)


def total(body: Part, index: Sym, size: Term) -> Part:
    def value(model: Model, scope: Scope) -> float:
        top = model.n if size == n else int(extent(size).value(model, scope))
        return sum(body.value(model, {**scope, index: place}) for place in range(1, top + 1))

    return Part(Sum(body.term, index, size), value)


def product(body: Part, index: Sym, size: Term) -> Part:
    def value(model: Model, scope: Scope) -> float:
        top = int(extent(size).value(model, scope))
        return math.prod(body.value(model, {**scope, index: place}) for place in range(1, top + 1))

    return Part(Prod(body.term, index, size), value)


def mean(body: Part, index: Sym, size: Term) -> Part:
    return over(total(body, index, size), extent(size))


def apart(one: Sym, other: Sym) -> Part:
    term = Add((ONE, Mul((Num(Fraction(-1)), Delta(one, other)))))
    return Part(term, lambda model, scope: float(scope[one] != scope[other]))


def expected(body: Part, law: str, at: Place = (x, lambda scope: scope[x])) -> Part:
    """E of a body at z under a law of z."""
    own = density(law, bare(z), at)

    def value(model: Model, scope: Scope) -> float:
        inner = ({**scope, z: place} for place in range(CELLS))
        return sum(model.volume[s[z]] * own.value(model, s) * body.value(model, s) for s in inner)

    return Part(Expect(body.term, (z,), own.term), value)


def drawn(body: Part, law: str, family: Sym) -> Part:
    """E of a body over all points of a family, independent with one law of z."""
    size = family.shape[0]
    one = density(law, member(family, j), bare(x))

    def value(model: Model, scope: Scope) -> float:
        count, whole = int(extent(size).value(model, scope)), 0.0
        for cells in itertools.product(range(CELLS), repeat=count):
            inner = {**scope, family: cells}
            mass = math.prod(
                one.value(model, {**inner, j: place}) * model.volume[cell] for place, cell in enumerate(cells, 1)
            )
            whole += mass * body.value(model, inner)
        return whole

    return Part(Expect(body.term, (family,), Prod(one.term, j, size)), value)


def divergence(left: str, right: str, at: Place = (x, lambda scope: scope[x])) -> Part:
    """KL of two laws of z."""
    sides = density(left, bare(z), at), density(right, bare(z), at)
    body = expected(log(over(*sides)), left, at)
    return Part(Divergence("KL", sides[0].term, sides[1].term, (z,)), body.value)


def of_family(kind: str, left: str, right: str, family: Sym) -> Part:
    """KL of two products over a family, or the entropy of one."""
    laws = {name: density(name, member(family, j), bare(x)) for name in (left, right)}
    products = {name: product(part, j, family.shape[0]) for name, part in laws.items()}
    if kind == "KL":
        body = drawn(log(over(products[left], products[right])), left, family)
        return Part(Divergence("KL", products[left].term, products[right].term, (family,)), body.value)
    body = negative(drawn(log(products[left]), left, family))
    return Part(Divergence("entropy", products[left].term, None, (family,)), body.value)
