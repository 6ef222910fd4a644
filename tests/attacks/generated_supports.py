"""Random statements about densities that may vanish, maps, equality cases and suprema, with what they are worth.

Each maker returns a true statement and a false neighbour. Values are found here alone: densities are rows of numbers
on cells with volumes, divergences are sums over cells. What is called false fails in one of these worlds.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from tests.attacks.grammars import inv, neg, num
from verify.terms.context import (
    NONNEGATIVE,
    POSITIVE,
    Context,
    Declaration,
    FunctionDeclaration,
    Interval,
    LawDeclaration,
)
from verify.terms.nodes import (
    ZERO,
    Add,
    Apply,
    Density,
    Divergence,
    Expect,
    Extremum,
    Fn,
    Integral,
    Mul,
    Pow,
    Sym,
    Term,
)
from verify.terms.regions import Region, RegionFact
from verify.terms.statement import Statement

FINITE = (("integrals are finite", "assumed"),)
Pair = tuple[Statement, Statement, Context]
Row = list[float]


class Unfit(Exception):
    """No false neighbour came out, or no world told it apart."""


@dataclass
class World:
    """Densities and functions as rows over cells, the volumes of the cells, and a map from cells to cells."""

    volumes: Row
    rows: dict[str, Row]
    image: list[int] = field(default_factory=list)

    def integral(self, body: Callable[[int], float]) -> float:
        return sum(v * body(c) for c, v in enumerate(self.volumes))


@dataclass(frozen=True)
class Valued:
    """A term, and its value in a world."""

    term: Term
    at: Callable[[World], float]


def plus(*parts: Valued) -> Valued:
    return Valued(Add(tuple(p.term for p in parts)), lambda w: sum(p.at(w) for p in parts))


def times(factor: Fraction | int, part: Valued) -> Valued:
    return Valued(Mul((num(factor), part.term)), lambda w: float(factor) * part.at(w))


def differ(one: Valued, other: Valued, worlds: list[World]) -> bool:
    return any(abs(one.at(w) - other.at(w)) > 1e-6 * (1 + abs(one.at(w))) for w in worlds)


def small(rng: random.Random) -> Fraction:
    return Fraction(rng.choice([-3, -2, -1, 1, 2, 3]), rng.choice([1, 1, 2]))


# ---------------------------------------------------------------------------------------------- supports

X, Y = Sym("x", "point"), Sym("y", "point")
HALF = num(Fraction(1, 2))
ANY, APART, WITHIN, SAME = "any", "apart", "within", "same"


def density(name: str, at: Term = X, slot: str = "x") -> Density:
    return Density(name, (slot,), (), (at,))


def context_of(kind: str) -> Context:
    facts = {APART: (RegionFact("disjoint", "A", "B", "given"),), WITHIN: (RegionFact("inside", "A", "B", "given"),)}
    where = {"p": "A", "q": "A" if kind == SAME else "B"}
    return Context(
        (Declaration(X), Declaration(Y, space="x")),
        (FunctionDeclaration("f", ("x",)),),
        tuple(LawDeclaration(name, ("x",), support=region) for name, region in where.items()),
        grants=FINITE,
        regions=tuple(Region(name, "x") for name in dict.fromkeys(where.values())),
        region_facts=facts.get(kind, ()),
    )


CONTEXTS = {kind: context_of(kind) for kind in (ANY, APART, WITHIN, SAME)}
#: where p and q may be positive: each set of patterns of (p, q) over the cells that a kind allows
PATTERNS = {
    ANY: [(1, 1), (1, 0), (0, 1)],
    APART: [(1, 0), (0, 1)],
    WITHIN: [(1, 1), (0, 1)],
    SAME: [(1, 1)],
}


def presences(kind: str) -> Iterator[list[tuple[int, int]]]:
    """Every choice of patterns that leaves p and q somewhere to be."""
    patterns = PATTERNS[kind]
    for mask in range(1, 2 ** len(patterns)):
        chosen = [pattern for k, pattern in enumerate(patterns) if mask >> k & 1]
        if any(a for a, _ in chosen) and any(b for _, b in chosen):
            yield chosen


def normalized(row: Row, volumes: Row) -> Row:
    total = sum(r * v for r, v in zip(row, volumes, strict=True))
    return [r / total for r in row]


def supported_worlds(kind: str, rng: random.Random) -> list[World]:
    worlds = []
    for chosen in presences(kind):
        cells = chosen * 2
        volumes = [rng.uniform(0.3, 2) for _ in cells]
        rows = {
            name: normalized([cell[k] * rng.uniform(0.2, 3) for cell in cells], volumes) for k, name in enumerate("pq")
        }
        worlds.append(World(volumes, {**rows, "f": [rng.uniform(-2, 2) for _ in cells]}))
        if all(a == b for a, b in chosen):
            worlds.append(World(volumes, {**worlds[-1].rows, "q": rows["p"]}))
    return worlds


def xlog(weight: float, ratio: Callable[[], float]) -> float:
    return weight * math.log(ratio()) if weight else 0.0


def kl_between(w: World, one: Row, other: Row) -> float:
    if any(a and not b and v for a, b, v in zip(one, other, w.volumes, strict=True)):
        return math.inf
    return w.integral(lambda c: xlog(one[c], lambda: one[c] / other[c]))


def mixed(w: World, share: float = 0.5) -> Row:
    return [share * a + (1 - share) * b for a, b in zip(w.rows["p"], w.rows["q"], strict=True)]


def mixture() -> Term:
    return Mul((HALF, Add((density("p"), density("q")))))


def over_x(body: Term, law: str) -> Term:
    return Expect(body, (X,), density(law))


def jsd() -> Valued:
    def at(w: World) -> float:
        middle = mixed(w)
        return 0.5 * kl_between(w, w.rows["p"], middle) + 0.5 * kl_between(w, w.rows["q"], middle)

    return Valued(Divergence("JSD", density("p"), density("q"), (X,)), at)


def to_mixture(law: str, form: int) -> Valued:
    p, m = density(law), mixture()
    ratio = Fn("log", Mul((p, inv(m))))
    term = (Divergence("KL", p, m, (X,)), over_x(ratio, law), Integral(Mul((p, ratio)), (X,)))[form]
    return Valued(term, lambda w: kl_between(w, w.rows[law], mixed(w)))


def mean(law: str, form: int) -> Valued:
    f = Apply("f", (X,))
    term = over_x(f, law) if form == 0 else Integral(Mul((density(law), f)), (X,))
    return Valued(term, lambda w: w.integral(lambda c: w.rows[law][c] * w.rows["f"][c]))


def negative_entropy(law: str, form: int) -> Valued:
    p = density(law)
    entropy = neg(Divergence("entropy", p, None, (X,)))
    term = (entropy, Integral(Mul((p, Fn("log", p))), (X,)), over_x(Fn("log", p), law))[form]
    return Valued(term, lambda w: w.integral(lambda c: xlog(w.rows[law][c], lambda: w.rows[law][c])))


def shared(one: str, other: str) -> Valued:
    return Valued(over_x(density(other), one), lambda w: w.integral(lambda c: w.rows[one][c] * w.rows[other][c]))


def squared_distance() -> Valued:
    body = Pow(Add((density("p"), neg(density("q")))), num(2))
    return Valued(Integral(body, (X,)), lambda w: w.integral(lambda c: (w.rows["p"][c] - w.rows["q"][c]) ** 2))


def weights(one: str, other: str) -> Valued:
    """E_one[other/one]: the mass of the other where the one is positive."""
    body = Mul((density(other), inv(density(one))))
    return Valued(over_x(body, one), lambda w: w.integral(lambda c: w.rows[other][c] if w.rows[one][c] else 0.0))


def kl_of(one: str, other: str, form: int) -> Valued:
    p, q = density(one), density(other)
    split = Add((over_x(Fn("log", p), one), neg(over_x(Fn("log", q), one))))
    term = (Divergence("KL", p, q, (X,)), over_x(Fn("log", Mul((p, inv(q)))), one), split)[form]
    return Valued(term, lambda w: kl_between(w, w.rows[one], w.rows[other]))


def constant(value: Term, number: float) -> Valued:
    return Valued(value, lambda w: number)


ONE_, LOG2 = constant(num(1), 1.0), constant(Fn("log", num(2)), math.log(2))
NOTHING = constant(ZERO, 0.0)


def identities(kind: str, rng: random.Random) -> list[tuple[Valued, Valued]]:
    """Pairs of equal values under a kind of supports."""
    law = rng.choice("pq")
    forms = lambda n: rng.sample(range(n), 2)  # noqa: E731
    i, j = forms(3)
    squares = plus(shared("p", "p"), times(-2, shared("p", "q")), shared("q", "q"))
    found = [
        (jsd(), plus(times(Fraction(1, 2), to_mixture("p", i)), times(Fraction(1, 2), to_mixture("q", j)))),
        (to_mixture(law, i), to_mixture(law, j)),
        (mean(law, 0), mean(law, 1)),
        (negative_entropy(law, i), negative_entropy(law, j)),
        (shared("p", "q"), shared("q", "p")),
        (squared_distance(), squares),
    ]
    if kind == APART:
        found += [(jsd(), LOG2), (to_mixture(law, i), LOG2), (shared("p", "q"), NOTHING)]
    if kind == WITHIN:
        found += [(kl_of("p", "q", i), kl_of("p", "q", j)), (weights("q", "p"), ONE_)]
    if kind == SAME:
        found += [(kl_of("p", "q", i), kl_of("p", "q", j)), (weights("p", "q"), ONE_)]
    return found


def sums(pairs: list[tuple[Valued, Valued]], rng: random.Random) -> tuple[list[Valued], list[Valued]]:
    left, right = [], []
    for one, other in pairs:
        factor = small(rng)
        left.append(times(factor, one))
        right.append(times(factor, other))
    rng.shuffle(right)
    return left, right


def spoiled(parts: list[Valued], rng: random.Random) -> list[Valued]:
    k = rng.randrange(len(parts))
    kind = rng.randrange(4)
    if kind == 0:
        return [*parts[:k], neg_of(parts[k]), *parts[k + 1 :]]
    if kind == 1:
        return [*parts[:k], times(Fraction(3, 2), parts[k]), *parts[k + 1 :]]
    if kind == 2:
        return [*parts, rng.choice([jsd(), shared("p", "q"), LOG2, to_mixture("p", 0), negative_entropy("q", 1)])]
    return [*parts[:k], *parts[k + 1 :], rng.choice([mean("p", 0), mean("q", 1), weights("p", "q")])]


def neg_of(part: Valued) -> Valued:
    return times(-1, part)


def equations(rng: random.Random) -> Pair:
    """Identities of divergences where densities may vanish, in each of four ways in which supports may lie."""
    kind = rng.choice(list(CONTEXTS))
    pairs = rng.sample(identities(kind, rng), rng.randint(1, 2))
    left, right = sums(pairs, rng)
    worlds = supported_worlds(kind, rng)
    whole = plus(*left)
    assert not differ(whole, plus(*right), worlds)
    wrong = plus(*spoiled(right, rng))
    if not differ(whole, wrong, worlds):
        raise Unfit
    return eq(whole, plus(*right)), eq(whole, wrong), CONTEXTS[kind]


def eq(one: Valued, other: Valued) -> Statement:
    return Statement("=", (one.term, other.term))


def elsewhere(rng: random.Random) -> Pair:
    """An identity that one way of lying has, claimed of another."""
    kind, other = rng.choice([(APART, ANY), (WITHIN, ANY), (SAME, WITHIN), (SAME, ANY), (APART, WITHIN)])
    left, right = rng.choice(identities(kind, rng)[6:])
    worlds = supported_worlds(other, rng)
    infinite = any(math.isinf(left.at(w)) or math.isinf(right.at(w)) for w in worlds)
    if infinite or not differ(left, right, worlds):
        raise Unfit
    return eq(left, right), eq(left, right), CONTEXTS[other]


def bounds(rng: random.Random) -> Pair:
    """X + c gap ≥ X, against the same with -c, and against the strict one where the gap may close."""
    kind = rng.choice([ANY, WITHIN, SAME])
    base = times(small(rng), rng.choice([mean("p", 0), negative_entropy("q", 0), shared("p", "q")]))
    gap = rng.choice(
        [jsd(), to_mixture("p", 0), squared_distance(), plus(ONE_, neg_of(weights("p", "q")))]
        + ([kl_of("p", "q", 0)] if kind != ANY else [])
    )
    factor = abs(small(rng))
    worlds = supported_worlds(kind, rng)
    more, less = plus(base, times(factor, gap)), plus(base, times(-factor, gap))
    assert all(gap.at(w) > -1e-9 for w in worlds)
    true = Statement(">=", (more.term, base.term))
    closes = any(abs(gap.at(w)) < 1e-12 for w in worlds)
    if closes and rng.random() < 0.5:
        return true, Statement(">", (more.term, base.term)), CONTEXTS[kind]
    if not any(gap.at(w) > 1e-6 for w in worlds):
        raise Unfit
    return true, Statement(">=", (less.term, base.term)), CONTEXTS[kind]


def side(rng: random.Random) -> tuple[Term, tuple[Fraction, Fraction]]:
    """A mixture of p and q, with its shares."""
    share = rng.choice([Fraction(0), Fraction(1), Fraction(0), Fraction(1), Fraction(1, 2), Fraction(1, 3)])
    terms = [Mul((num(s), density(name))) for s, name in ((share, "p"), (1 - share, "q")) if s not in (0, 1)]
    alone = density("p") if share == 1 else density("q")
    return (Add(tuple(terms)) if terms else alone), (share, 1 - share)


def infinite(rng: random.Random) -> Pair:
    """KL of mixtures is +∞ where every presence of cells has mass of the one outside of the other."""
    true, false = None, None
    for _ in range(200):
        kind = rng.choice(list(CONTEXTS))
        (left, ours), (right, theirs) = side(rng), side(rng)
        outside = [
            any(ours[0] * a + ours[1] * b > 0 and theirs[0] * a + theirs[1] * b == 0 for a, b in chosen)
            for chosen in presences(kind)
        ]
        factor = abs(small(rng))
        claim = Statement("infinite", (Mul((num(factor), Divergence("KL", left, right, (X,)))),))
        if all(outside) and true is None and kind == APART:
            true = claim
        if not all(outside) and false is None and kind == APART:
            false = claim
        if not all(outside) and kind != APART and rng.random() < 0.1:
            return claim_true(rng), claim, CONTEXTS[kind]
        if true is not None and false is not None:
            return true, false, CONTEXTS[APART]
    raise Unfit


def claim_true(rng: random.Random) -> Statement:
    law = rng.choice("pq")
    return Statement("=", (Integral(density(law), (X,)), num(1)))


# ---------------------------------------------------------------------------------------------- segments

U, V = density("u"), density("v")


def logs(parts: list[tuple[Fraction, Fraction]]) -> tuple[Term, float]:
    """Σ c log r, as a term and as a number."""
    kept = [(c, r) for c, r in parts if c and r != 1]
    if not kept:
        return ZERO, 0.0
    term = Add(tuple(Mul((num(c), Fn("log", num(r)))) for c, r in kept))
    return term, sum(float(c) * math.log(r) for c, r in kept)


def ends(rng: random.Random) -> tuple[Fraction, Fraction]:
    low = Fraction(rng.randint(-4, 4), rng.choice([1, 2, 3]))
    return low, low + Fraction(rng.randint(1, 6), rng.choice([1, 2]))


def uniform(rng: random.Random) -> Pair:
    """Divergences and overlaps of two uniform laws, by lengths."""
    (a, b), (c, d) = ends(rng), ends(rng)
    if rng.random() < 0.4:
        a, b = c + (d - c) / 4, d - (d - c) / 4 * rng.choice([0, 1])
    one, other = 1 / (b - a), 1 / (d - c)
    both = max(Fraction(0), min(b, d) - max(a, c))
    only, rest = (b - a) - both, (d - c) - both
    context = Context(
        (Declaration(X),),
        (),
        (LawDeclaration("u", ("x",), support="S"), LawDeclaration("v", ("x",), support="T")),
        grants=FINITE,
        regions=(Region("S", "x", num(a), num(b)), Region("T", "x", num(c), num(d))),
    )
    middle = (one + other) / 2
    pieces = [(only * one / 2, Fraction(2)), (rest * other / 2, Fraction(2))]
    pieces += [(both * one / 2, one / middle), (both * other / 2, other / middle)]
    choices = [
        (Divergence("JSD", U, V, (X,)), logs(pieces)),
        (Integral(Mul((U, V)), (X,)), (num(both * one * other), float(both * one * other))),
        (Divergence("entropy", U, None, (X,)), logs([(Fraction(1), b - a)])),
        (Expect(Mul((V, inv(U))), (X,), U), (num(both * other), float(both * other))),
    ]
    if not only:
        choices.append((Divergence("KL", U, V, (X,)), logs([(Fraction(1), one / other)])))
    term, (value, number) = rng.choice(choices)
    wrong = rng.choice([Mul((num(Fraction(1, 2)), value)), Add((value, num(Fraction(1, 3)))), neg(value)])
    factor = {Mul: 0.5, Add: 0.0}.get(type(wrong))
    if value == ZERO or abs(number) < 1e-9:
        wrong = num(Fraction(1, 5))
    elif factor is None:
        raise Unfit
    relation = rng.choice(["=", "=", "<", ">"])
    if relation == "=":
        return Statement("=", (term, value)), Statement("=", (term, wrong)), context
    return Statement("=", (term, value)), Statement(relation, (term, value)), context


def apart_segments(rng: random.Random) -> Pair:
    """KL of uniform laws is +∞ as soon as the first leaves the second."""
    (a, b), (c, d) = ends(rng), ends(rng)
    if rng.random() < 0.5:
        a, b = c + (d - c) / 4, d
    leaves, back = a < c or b > d, c < a or d > b
    if leaves == back:
        raise Unfit
    context = Context(
        (Declaration(X),),
        (),
        (LawDeclaration("u", ("x",), support="S"), LawDeclaration("v", ("x",), support="T")),
        grants=FINITE,
        regions=(Region("S", "x", num(a), num(b)), Region("T", "x", num(c), num(d))),
    )
    forth, reverse = Divergence("KL", U, V, (X,)), Divergence("KL", V, U, (X,))
    true, false = (forth, reverse) if leaves else (reverse, forth)
    return Statement("infinite", (true,)), Statement("infinite", (false,)), context


# -------------------------------------------------------------------------------------------------- maps

Z, W = Sym("z", "point"), Sym("w", "point")
MAPS = Context(
    (Declaration(X), Declaration(Z), Declaration(W, space="z")),
    (
        FunctionDeclaration("G", ("z",), result="x"),
        FunctionDeclaration("f", ("x",)),
        FunctionDeclaration("g", ("x",), POSITIVE),
        FunctionDeclaration("k", ("z",)),
    ),
    (
        LawDeclaration("m", ("z",)),
        LawDeclaration("n", ("z",)),
        LawDeclaration("s", ("x",)),
        LawDeclaration("mG", ("x",), pushforward=("m", "G")),
    ),
    grants=FINITE,
)


def map_worlds(rng: random.Random) -> list[World]:
    """Four cells of z, mapped onto two of x: rows of x are read at images."""
    worlds = []
    for _ in range(3):
        image = [0, 1, *(rng.randrange(2) for _ in range(2))]
        volumes, out = [rng.uniform(0.3, 2) for _ in image], [rng.uniform(0.3, 2) for _ in range(2)]
        laws = {name: normalized([rng.uniform(0.2, 3) for _ in image], volumes) for name in "mn"}
        pushed = [sum(laws["m"][c] * volumes[c] for c in range(4) if image[c] == x) / out[x] for x in range(2)]
        rows = {
            **laws,
            "k": [rng.uniform(-2, 2) for _ in image],
            "f": [rng.uniform(-2, 2) for _ in out],
            "g": [rng.uniform(0.2, 2) for _ in out],
            "s": normalized([rng.uniform(0.2, 3) for _ in out], out),
            "mG": pushed,
            "out": out,
        }
        worlds.append(World(volumes, rows, image))
    return worlds


def of_x(rng: random.Random, depth: int) -> tuple[Callable[[Term], Term], Callable[[World, int], float]]:
    """A body that sees x: as a term at a point, and as a number at a cell of x."""
    if depth == 0 or rng.random() < 0.3:
        name = rng.choice(["f", "g", "s", "mG"])
        make = (lambda at: Apply(name, (at,))) if name in "fg" else (lambda at: density(name, at))
        return make, lambda w, c: w.rows[name][c]
    kind = rng.randrange(4)
    if kind == 0:
        name = rng.choice(["g", "s", "mG"])
        make = (lambda at: Apply(name, (at,))) if name == "g" else (lambda at: density(name, at))
        return lambda at: Fn("log", make(at)), lambda w, c: math.log(w.rows[name][c])
    (one, a), (other, b) = of_x(rng, depth - 1), of_x(rng, depth - 1)
    if kind == 1:
        return lambda at: Mul((one(at), other(at))), lambda w, c: a(w, c) * b(w, c)
    factor = small(rng)
    return lambda at: Add((one(at), Mul((num(factor), other(at))))), lambda w, c: a(w, c) + float(factor) * b(w, c)


def lotus(rng: random.Random) -> Pair:
    """E over z of what sees G(z) alone, against what also sees z, another law, and no law."""
    body, value = of_x(rng, 2)
    image = Apply("G", (Z,), (0,), "point")
    law, k = density("m", Z, "z"), Apply("k", (Z,))

    def along(w: World, base: str, extra: Callable[[World, int], float]) -> float:
        return w.integral(lambda c: w.rows[base][c] * value(w, w.image[c]) * extra(w, c))

    def on_x(w: World, base: str) -> float:
        return sum(v * w.rows[base][c] * value(w, c) for c, v in enumerate(w.rows["out"]))

    left = Valued(Expect(body(image), (Z,), law), lambda w: along(w, "m", lambda *_: 1.0))
    right = Valued(Expect(body(X), (X,), density("mG")), lambda w: on_x(w, "mG"))
    wrong = rng.choice(
        [
            (left, Valued(Expect(body(X), (X,), density("s")), lambda w: on_x(w, "s"))),
            (
                Valued(Expect(body(image), (Z,), density("n", Z, "z")), lambda w: along(w, "n", lambda *_: 1.0)),
                right,
            ),
            (
                Valued(Expect(Mul((body(image), k)), (Z,), law), lambda w: along(w, "m", lambda w, c: w.rows["k"][c])),
                Valued(
                    Mul((right.term, Expect(k, (Z,), law))),
                    lambda w: right.at(w) * w.integral(lambda c: w.rows["m"][c] * w.rows["k"][c]),
                ),
            ),
            (
                Valued(
                    Integral(Mul((law, law, body(image))), (Z,)), lambda w: along(w, "m", lambda w, c: w.rows["m"][c])
                ),
                right,
            ),
            (left, times(Fraction(1, 2), right)),
        ]
    )
    worlds = map_worlds(rng)
    assert not differ(left, right, worlds)
    if not differ(*wrong, worlds):
        raise Unfit
    extra = times(small(rng), rng.choice([left, right]))
    return eq(plus(left, extra), plus(extra, right)), eq(plus(wrong[0], extra), plus(extra, wrong[1])), MAPS


# --------------------------------------------------------------------------------------------- equality cases

C, B_ = Sym("c"), Sym("b")
CASES = Context(
    (Declaration(X), Declaration(C, NONNEGATIVE), Declaration(B_, POSITIVE)),
    (FunctionDeclaration("h", ("x",), POSITIVE), FunctionDeclaration("v", ("x",), NONNEGATIVE)),
    tuple(LawDeclaration(name, ("x",)) for name in ("p", "q", "r")),
    grants=FINITE,
)


def kl(one: Term, other: Term) -> Term:
    return Divergence("KL", one, other, (X,))


def log_gap(weight: Term, ratio: Term) -> Term:
    """∫ weight (ratio - 1 - log ratio)."""
    return Integral(Mul((weight, Add((ratio, num(-1), neg(Fn("log", ratio)))))), (X,))


def forced(rng: random.Random) -> Pair:
    """What a vanishing sum of gaps forces, against what it leaves open: a weight or factor 0, a third law."""
    p, q, r = (density(name) for name in rng.sample("pqr", 3))
    h, v = Apply("h", (X,)), Apply("v", (X,))
    same = rng.choice([(p, q), (Mul((p, inv(q))), num(1)), (Pow(p, num(2)), Pow(q, num(2)))])
    factor = num(abs(small(rng)))
    gaps = [kl(p, q), Divergence("JSD", p, q, (X,)), log_gap(Mul((h, p)), Mul((q, inv(p))))]
    closed = Statement("=", (Mul((factor, rng.choice(gaps))), ZERO))
    loose = [
        Statement("=", (Mul((C, kl(p, q))), ZERO)),  # c = 0
        Statement("=", (log_gap(Mul((v, p)), Mul((q, inv(p)))), ZERO)),  # v = 0
        Statement("=", (kl(p, q), kl(p, r))),  # q = r ≠ p
        Statement("=", (kl(p, q), kl(q, p))),  # p and q turned round
        Statement("=", (kl(p, r), ZERO)),  # q is another law
        Statement("=", (kl(p, q), C)),  # c = KL
        Statement("=", (Expect(h, (X,), p), Expect(h, (X,), q))),  # h = 1
        Statement("=", (Divergence("entropy", p, None, (X,)), Divergence("entropy", q, None, (X,)))),  # rearranged
        Statement("<=", (kl(p, q), C)),
    ]
    true = Statement("=", same, (), (closed,))
    if rng.random() < 0.3:
        third = rng.choice([(p, r), (r, q), (p, Mul((num(2), q))), (p, Mul((p, q)))])
        return true, Statement("=", third, (), (closed,)), CASES
    return true, Statement("=", same, (), (rng.choice(loose),)), CASES


# ----------------------------------------------------------------------------------------------------- suprema

T = Sym("t")


def interval_context(low: Fraction | None, high: Fraction | None, closed: tuple[bool, bool]) -> Context:
    return Context((Declaration(T, Interval(low, high, *closed)), Declaration(B_, POSITIVE)))


def parabola(rng: random.Random) -> Pair:
    """height - c (t - m)² over a segment: inside, at an end, at an end that is left out."""
    low = Fraction(rng.randint(-4, 3), 2)
    high = low + Fraction(rng.randint(1, 6), 2)
    closed = (rng.random() < 0.5, rng.random() < 0.5)
    vertex, bend, height = low + Fraction(rng.randint(-3, 9), 3), abs(small(rng)), small(rng)
    body = Add((num(height), neg(Mul((num(bend), Pow(Add((T, num(-vertex))), num(2)))))))
    inside = low < vertex < high
    best = vertex if inside else low if vertex <= low else high
    reached = inside or (best == low and closed[0]) or (best == high and closed[1])
    top = height - bend * (best - vertex) ** 2
    context = interval_context(low, high, closed)
    sup = Extremum("sup", body, T)
    attained, approached = Statement("attained", (body, num(best)), (T,)), Statement("approached", (sup,))
    other = rng.choice([low, high, (low + high) / 2])
    wrong = [approached if reached else attained, Statement("=", (sup, num(top + Fraction(1, 3))))]
    if other != best:
        wrong.append(Statement("attained", (body, num(other)), (T,)))
        wrong.append(Statement("unique maximizer", (body, num(other)), (T,)))
    if not reached:
        wrong.append(Statement("=", (Extremum("max", body, T), num(top))))
    return (attained if reached else approached), rng.choice(wrong), context


def exponential(rng: random.Random) -> Pair:
    """a t - e^(s t + k) over the line, greatest where a = s e^(s t + k), and monotone curves that never end."""
    slope, rate, shift = abs(small(rng)), abs(small(rng)), small(rng)
    context = interval_context(None, None, (False, False))
    if rng.random() < 0.5:
        body = Add((Mul((num(slope), T)), neg(Fn("exp", Add((Mul((num(rate), T)), num(shift)))))))
        point = Mul((num(1 / rate), Add((Fn("log", num(slope / rate)), num(-shift)))))
        off = rng.choice([Add((point, num(1))), neg(point), num(0)])
        values = {point: (math.log(slope / rate) - float(shift)) / float(rate)}
        number = {0: values[point] + 1, 1: -values[point], 2: 0.0}
        wrong_at = [Add((point, num(1))), neg(point), num(0)].index(off)
        if abs(number[wrong_at] - values[point]) < 1e-9:
            raise Unfit
        relation = rng.choice(["unique maximizer", "attained"])
        return Statement(relation, (body, point), (T,)), Statement(relation, (body, off), (T,)), context
    curve, top = rng.choice(
        [
            (Fn("sigmoid", Mul((num(rate), T))), Fraction(1)),
            (Fn("tanh", T), Fraction(1)),
            (neg(Fn("exp", Mul((num(rate), T)))), Fraction(0)),
            (neg(Fn("softplus", T)), Fraction(0)),
        ]
    )
    sup, highest = Extremum("sup", curve, T), Extremum("max", curve, T)
    wrong = [
        Statement("=", (highest, num(top))),
        Statement("=", (sup, num(top - Fraction(1, 4)))),
        Statement("attained", (curve, num(shift)), (T,)),
        Statement("approached", (Extremum("sup", neg(Mul((curve, curve, num(0)))), T),)),
    ]
    return rng.choice([Statement("=", (sup, num(top))), Statement("approached", (sup,))]), rng.choice(wrong), context


#: makers, and how many pairs of each
MAKERS: tuple[tuple[Callable[[random.Random], Pair], int], ...] = (
    (equations, 40),
    (bounds, 8),
    (infinite, 80),
    (uniform, 140),
    (apart_segments, 60),
    (lotus, 100),
    (forced, 25),
    (parabola, 90),
    (exponential, 25),
)


def pairs(maker: Callable[[random.Random], Pair], count: int, seed: str) -> Iterator[Pair]:
    """Yield as many pairs of a maker; those that no world tells apart are made again."""
    rng = random.Random(seed)
    made = 0
    while made < count:
        try:
            pair = maker(rng)
        except Unfit:
            continue
        made += 1
        yield pair
