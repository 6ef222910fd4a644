"""Random statements on normal laws, affine maps of noise, determinants, products, two moments and the chain rule.

Each maker returns a true statement and a false neighbour of it. Truth is by construction: moments come from Stein's
recursion E[z_i g] = m_i E g + Σ_j C_ij E ∂_j g, laws and determinants from the factors of a random word.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction

from tests.decide.index_terms import T, array, diff, dimension, expect, fn, index, norm2, op, raw, total
from verify.terms.context import NONNEGATIVE, POSITIVE, REALS, UNIT, Context, Declaration, FunctionDeclaration, Iid
from verify.terms.nodes import Apply, At, Const, Divergence, Expect, Normal, Prod, Sym
from verify.terms.statement import Statement

Pair = tuple[Statement, Statement, Context]
K = dimension("K")
i, j, k, l = (index(name) for name in "ijkl")  # noqa: E741 - an index as in the paper
z, m, n, w, sd, noise, g, bits, e = (array(name, K) for name in ("z", "m", "n", "w", "sd", "noise", "g", "bits", "e"))
S, U = array("S", K, K), array("U", K, K)
s, t, a, b, r, v = (T(Sym(name)) for name in "stabrv")
I, zero, PI = op("identity", K), op("zeros", K, 1), T(Const("pi"))  # noqa: E741 - the identity
HALF = Fraction(1, 2)
REGULAR = frozenset({"invertible"})


def declared(x: T, interval=REALS, **more) -> Declaration:
    return Declaration(x.term, interval, **more)


HERE = Context(
    (
        *(declared(x) for x in (z, m, n, w, s, a, b, r)),
        *(declared(x, POSITIVE) for x in (sd, t)),
        *(declared(x, structure=REGULAR) for x in (S, U)),
        declared(g, UNIT),
        declared(bits, UNIT),
        declared(v, NONNEGATIVE),
        declared(noise, law=Iid("gaussian", (raw(0), raw(1)))),
        declared(e, law=Iid("arbitrary", (raw(r), raw(v)))),
    ),
    (FunctionDeclaration("f", ("column",)), FunctionDeclaration("h", ("column", "column"))),
)


def equal(left: object, right: object) -> Statement:
    return Statement("=", (raw(left), raw(right)))


def added(parts: list[T]) -> T:
    whole = parts[0]
    for part in parts[1:]:
        whole = whole + part
    return whole


def multiplied(parts: list[T]) -> T:
    whole = T(raw(1))
    for part in parts:
        whole = whole * part
    return whole


def number(rng: random.Random) -> Fraction:
    return Fraction(rng.choice([-3, -2, 2, 3, 5]), rng.choice([1, 1, 3, 7]))


def normal(at: T, mean: T, covariance: T) -> T:
    return T(Normal(raw(at), raw(mean), raw(covariance)))


def prod_k(body: T) -> T:
    return T(Prod(raw(body), raw(k), raw(K)))


def det(matrix: T) -> T:
    return op("det", matrix)


# ---------------------------------------------------------------------------------------------------- moments


def law_of_column(rng: random.Random) -> tuple[T, T, T]:
    """Return a law of z with its mean and covariance."""
    mean = rng.choice([m, m + n, number(rng) * m, zero])
    square = op("hadamard", sd, sd)
    covariance = rng.choice([op("diag", square), S @ S.t, t * I, I, S.t @ S])
    return normal(z, mean, covariance), mean, covariance


def stein(entries: list[T], mean: T, covariance: T) -> list[list[T]]:
    """Return E ∏ z_i as a sum of products: m_i times the moment of the rest, and C_ij times that without j too."""
    if not entries:
        return [[]]
    first, rest = entries[0], entries[1:]
    terms = [[mean[first], *others] for others in stein(rest, mean, covariance)]
    for place, other in enumerate(rest):
        remaining = [*rest[:place], *rest[place + 1 :]]
        terms += [[covariance[first, other], *others] for others in stein(remaining, mean, covariance)]
    return terms


def moments(rng: random.Random) -> Pair:
    law, mean, covariance = law_of_column(rng)
    places = [rng.choice([i, j, k]) for _ in range(rng.choice([2, 2, 2, 3, 3, 4]))]
    left = T(Expect(raw(multiplied([z[place] for place in places])), (z.term,), law.term))
    terms = [multiplied(parts) for parts in stein(places, mean, covariance)]
    wrong = list(terms)
    place = rng.randrange(len(terms))
    wrong[place] = rng.choice([wrong[place] * 2, -wrong[place], wrong[place] + 1])
    return equal(left, added(terms)), equal(left, added(wrong)), HERE


def norms(rng: random.Random) -> Pair:
    """E‖αz - n‖² = ‖αm - n‖² + α² tr C."""
    law, mean, covariance = law_of_column(rng)
    scale = number(rng)
    left = T(Expect(raw(norm2(scale * z - n)), (z.term,), law.term))
    about, spread = norm2(scale * mean - n), op("trace", covariance)
    wrong = [about, about + scale * spread, about + scale**2 * spread + 1, norm2(mean - n) + scale**2 * spread]
    return equal(left, about + scale**2 * spread), equal(left, rng.choice(wrong)), HERE


def divergences(rng: random.Random) -> Pair:
    """KL(N(m, diag σ²) ‖ N(μ, cI)) by coordinates."""
    centre = rng.choice([zero, n, n + w])
    c = rng.choice([T(raw(1)), t, T(raw(abs(number(rng))))])
    left = normal(z, m, op("diag", op("hadamard", sd, sd)))
    right = normal(z, centre, c * I)
    body = (sd[k] ** 2 + (m - centre)[k] ** 2) / c - 1 - fn("log", sd[k] ** 2) + fn("log", c)
    slips = [
        body + 1,
        (sd[k] + (m - centre)[k] ** 2) / c - 1 - fn("log", sd[k] ** 2) + fn("log", c),
        (sd[k] ** 2 + (m - centre)[k] ** 2) / c - 1 + fn("log", sd[k] ** 2) + fn("log", c),
        (sd[k] ** 2 + (m + centre)[k] ** 2) / c - 1 - fn("log", sd[k]) + fn("log", c),
    ]
    divergence = T(Divergence("KL", left.term, right.term, (z.term,)))
    weight = rng.choice([T(raw(1)), T(raw(number(rng))), a])
    right_side = lambda inner, factor=HALF: weight * factor * total(inner, (k, K))  # noqa: E731
    wrong = rng.choice([right_side(rng.choice(slips)), right_side(body, 1), right_side(body, -HALF)])
    return equal(weight * divergence, right_side(body)), equal(weight * divergence, wrong), HERE


# ------------------------------------------------------------------------------------- affine maps, determinants


def word(rng: random.Random, longest: int) -> list[T]:
    letters = [S, U, S.t, U.t, op("diag", sd), t * I, -I, Fraction(3, 2) * I]
    return [rng.choice(letters) for _ in range(rng.randint(1, longest))]


def product(letters: list[T]) -> T:
    return letters[0] if len(letters) == 1 else op("product", *letters)


def affine_maps(rng: random.Random) -> Pair:
    letters = word(rng, 2)
    mean = rng.choice([m, zero, m + n, a * m])
    left = mean + op("product", *letters, noise)
    law = lambda centre, factors: normal(z, centre, product([*factors, *(f.t for f in reversed(factors))]))  # noqa: E731
    wrong = rng.choice(
        [
            law(mean, [*letters, rng.choice([S, 2 * I, op("diag", sd)])]),
            law(mean + w, letters),
            law(-mean + n, letters),
            normal(z, mean, product(letters)),
            normal(z, mean, 2 * product([*letters, *(f.t for f in reversed(letters))])),
            normal(z, mean, product([*(f.t for f in reversed(letters)), *letters])),
        ]
    )
    says = lambda density: Statement("distributed as", (raw(left), raw(density)), (z.term,))  # noqa: E731
    return says(law(mean, letters)), says(wrong), HERE


def volume(letter: T) -> T:
    """Return |det| of a letter of a word."""
    known = {
        S.term: fn("abs", det(S)),
        S.t.term: fn("abs", det(S)),
        U.term: fn("abs", det(U)),
        U.t.term: fn("abs", det(U)),
        op("diag", sd).term: prod_k(sd[k]),
        (t * I).term: t**K,
        (-I).term: T(raw(1)),
        (Fraction(3, 2) * I).term: T(raw(Fraction(3, 2))) ** K,
    }
    return known[letter.term]


def determinants(rng: random.Random) -> Pair:
    letters = word(rng, 3)
    volumes = [volume(letter) for letter in letters]
    powers = [rng.choice([1, 1, -1]) for _ in letters]
    left = fn("abs", det(product([x if p == 1 else x.inv for x, p in zip(letters, powers, strict=True)])))
    sizes = [x if p == 1 else 1 / x for x, p in zip(volumes, powers, strict=True)]
    slip = rng.choice([t, T(raw(2)), T(raw(2)) ** K, volume(S), volume(op("diag", sd)), 1 / volume(U)])
    right, wrong = multiplied(sizes), multiplied([*sizes, slip])
    return equal(left, right), equal(left, wrong), HERE


# --------------------------------------------------------------------------------------------- products, moments


def likelihoods(rng: random.Random) -> Pair:
    """log ∏ of Bernoulli masses, normal densities and powers is the sum of their logarithms."""
    mass = g[k] ** bits[k] * (1 - g[k]) ** (1 - bits[k])
    density = normal(w[k], rng.choice([m[k], a]), rng.choice([t, sd[k] ** 2]))
    gap = density.term.at, density.term.mean, density.term.covariance
    at, mean, variance = (T(part) for part in gap)
    log = lambda x: fn("log", x)  # noqa: E731
    factors = [
        (mass, bits[k] * log(g[k]) + (1 - bits[k]) * log(1 - g[k])),
        (density, -HALF * (log(2 * PI) + log(variance) + (at - mean) ** 2 / variance)),
        (sd[k] ** 3, 3 * log(sd[k])),
        (fn("exp", w[k] * m[k]), w[k] * m[k]),
    ]
    chosen = rng.sample(factors, rng.randint(1, 3))
    weight = number(rng)
    left = weight * log(prod_k(multiplied([factor for factor, _ in chosen])))
    logs = [part for _, part in chosen]
    wrong = list(logs)
    wrong[rng.randrange(len(wrong))] *= rng.choice([2, -1, HALF])
    whole = lambda parts: weight * total(added(parts), (k, K))  # noqa: E731
    return equal(left, whole(logs)), equal(left, whole(wrong)), HERE


def two_moments(rng: random.Random) -> Pair:
    """E(α Σ w_k e_k + β e_i + c)² = its mean squared plus v (α²‖w‖² + 2αβ w_i + β²)."""
    alpha, beta, c = number(rng), rng.choice([Fraction(0), number(rng)]), rng.choice([a, T(raw(number(rng))), -r])
    statistic = alpha * total(w[k] * e[k], (k, K)) + beta * e[i] + c
    mean = alpha * r * total(w[k], (k, K)) + beta * r + c
    spread = v * (alpha**2 * norm2(w) + 2 * alpha * beta * w[i] + beta**2)
    left = expect(statistic**2, e)
    wrong = rng.choice(
        [
            mean**2,
            mean**2 + spread * 2,
            mean**2 + v * (alpha**2 * total(w[k], (k, K)) ** 2 + beta**2),
            mean**2 + v * (alpha**2 * norm2(w) + 2 * alpha * beta * w[j] + beta**2 + 1),
            spread + c**2 + 1,
        ]
    )
    return equal(left, mean**2 + spread), equal(left, wrong), HERE


# ------------------------------------------------------------------------------------------------ the chain rule


def applied(name: str, *args: T) -> T:
    return T(Apply(name, tuple(raw(x) for x in args), (0,) * len(args)))


def at(body: T, *pairs: tuple[T, T]) -> T:
    return T(At(raw(body), tuple((raw(symbol), raw(value)) for symbol, value in pairs)))


def inner_map(rng: random.Random) -> tuple[T, Callable[[T], T]]:
    """Return a column made of w, and the transpose of its Jacobian as a map of columns."""
    c = number(rng)
    choices = [
        (m + op("hadamard", sd, w), lambda x: op("hadamard", sd, x)),
        (S @ w + m, lambda x: S.t @ x),
        (S @ op("hadamard", w, w), lambda x: 2 * op("hadamard", w, S.t @ x)),
        (c * w, lambda x: c * x),
        (S @ U @ w - n, lambda x: U.t @ S.t @ x),
        (op("hadamard", w, w, w), lambda x: 3 * op("hadamard", w, w, x)),
        (a * w + m, lambda x: a * x),
    ]
    return rng.choice(choices)


def chain_rule(rng: random.Random) -> Pair:
    """∂/∂w of c f(u(w)) + h(u(w), w), or of a sum over draws."""
    point, back = inner_map(rng)
    outer, pull = inner_map(rng)
    scale = number(rng)
    first = lambda place: at(diff(applied("f", z), z), (z, place))  # noqa: E731
    slot = lambda which: at(diff(applied("h", z, n), (z, n)[which]), (z, outer), (n, w))  # noqa: E731
    if rng.random() < 0.5:
        left = diff(scale * applied("f", point) + applied("h", outer, w), w)
        right = scale * back(first(point)) + pull(slot(0)) + slot(1)
        wrong = [
            scale * back(first(point)) + pull(slot(0)),
            scale * back(first(point)) + pull(slot(0)) - slot(1),
            scale * back(first(point)) + pull(slot(1)) + slot(0) + w,
            back(first(point)) * (scale + 1) + pull(slot(0)) + slot(1),
        ]
    else:
        left = diff(applied("f", point) ** 2 * scale, w)
        right = 2 * scale * applied("f", point) * back(first(point))
        wrong = [right + w, 2 * scale * back(first(point)), right * 2, 2 * applied("f", w) * scale * back(first(w)) + m]
    return equal(left, right), equal(left, rng.choice(wrong)), HERE


#: how many pairs of each are made: fewer where deciding one takes long
MAKERS: dict[Callable[[random.Random], Pair], int] = {
    moments: 50,
    norms: 225,
    divergences: 25,
    affine_maps: 12,
    determinants: 50,
    likelihoods: 50,
    two_moments: 60,
    chain_rule: 30,
}
