"""Attacks by hand on normal laws, affine maps of noise, nested expectations, determinants and unknown smooth functions.

A false row says in its name why it is false; it must be neither proved, with or without an instance to warn the
deciders, nor confirmed. A true one must not be refuted, and is proved unless it stands under `OPEN`.
"""

from fractions import Fraction
from math import comb

import pytest

from tests.attacks.blind import blind
from tests.decide.index_terms import T, array, delta, diff, dimension, expect, fn, index, norm2, op, raw, total
from verify.decide import decide
from verify.links import check_link
from verify.model import Proof, Settings, Verdict
from verify.numeric.estimate import estimate
from verify.terms.context import (
    NONNEGATIVE,
    POSITIVE,
    REALS,
    UNIT,
    Context,
    Declaration,
    FunctionDeclaration,
    Iid,
    Interval,
)
from verify.terms.nodes import Apply, At, Const, Divergence, Expect, Integral, Normal, Prod, Rows, Sym
from verify.terms.statement import Statement

K, L, M, P = (dimension(name) for name in "KLMP")
i, j, k, l, i_ = (index(name) for name in ("i", "j", "k", "l", "i_"))  # noqa: E741 - an index as in the paper
z, x, m, n, w, sd, noise = (array(name, K) for name in ("z", "x", "m", "n", "w", "sd", "noise"))
g, bits, e, q, n2, eps = (*(array(name, K) for name in ("g", "bits", "e", "q")), array("n2", P), array("eps", K, L))
S, B, C, U, G, V, O = (array(name, K, K) for name in "SBCUGVO")  # noqa: E741 - orthogonal
A, p2, m2 = array("A", K, P), array("p2", 2), array("m2", 2)
s, t, a, b, c, u, r, v, y, mean = (T(Sym(name)) for name in ("s", "t", "a", "b", "c", "u", "r", "v", "y", "mean"))
I, I2, zero, one = op("identity", K), op("identity", 2), op("zeros", K, 1), op("ones", K, 1)  # noqa: E741
PI, OO, half = T(Const("pi")), T(Const("oo")), Fraction(1, 2)
draw = op("product", eps, op("basis", L, l))  # column l of eps
STANDARD = Iid("gaussian", (raw(0), raw(1)))


def declared(x, interval=REALS, *structure, law=None):
    return Declaration(x.term, interval, structure=frozenset(structure), law=law)


def drawn(x, family="gaussian", *parameters):
    return declared(x, law=Iid(family, tuple(raw(p) for p in parameters or (0, 1))))


BASE = (
    *(declared(free) for free in (z, x, m, n, w, q, B, C, V, O, A, p2, m2, eps, s, a, b, c, r, y, mean)),
    *(declared(positive, POSITIVE) for positive in (sd, t)),
    *(drawn(normal_one) for normal_one in (noise, n2, u)),
    declared(g, UNIT),
    declared(bits, Interval(0, 1, True, True)),
    declared(v, NONNEGATIVE),
    drawn(e, "arbitrary", r, v),
    declared(S, REALS, "invertible"),
    declared(G, REALS, "symmetric"),
    declared(U, REALS, "symmetric", "invertible"),
)
FUNCTIONS = (
    FunctionDeclaration("f", ("column",)),
    FunctionDeclaration("g2", ("column",)),
    FunctionDeclaration("h", ("column", "column")),
    FunctionDeclaration("psi", ("real",)),
    FunctionDeclaration("pos", ("column",), POSITIVE),
)


def world(*changes, given=()):
    """Return the Context of the table with other declarations, and with hypotheses."""
    by_name = {d.symbol.name: d for d in (*BASE, *changes)}
    return Context(tuple(by_name.values()), FUNCTIONS, hypotheses=tuple((fact, "given") for fact in given))


HERE = world()
UNIT_T = world(declared(t, UNIT))
DRAWN_BITS = world(drawn(bits, "bernoulli", t), declared(t, UNIT))
POSITIVE_E = world(declared(e, POSITIVE, law=Iid("arbitrary", (raw(r), raw(v)))), declared(r, POSITIVE))
TALL, ORTHOGONAL = world(declared(A, REALS, "full column rank")), world(declared(O, REALS, "orthogonal columns"))


def says(relation, *args, over=(), given=()):
    return Statement(relation, tuple(raw(x) for x in args), tuple(raw(x) for x in over), tuple(given))


def eq(left, right, given=()):
    return says("=", left, right, given=given)


def dist(left, density, over=z, given=()):
    return says("distributed as", left, density, over=(over,), given=given)


def normal(at, mean, covariance):
    return T(Normal(raw(at), raw(mean), raw(covariance)))


def under(body, law):
    """E of a body, its point drawn from a normal law."""
    return T(Expect(raw(body), (law.term.at,), law.term))


def divergence(kind, left, right, *over):
    return T(Divergence(kind, raw(left), right if right is None else raw(right), tuple(raw(o) for o in over)))


def kl(left, right, *over):
    return divergence("KL", left, right, *over)


def jsd(left, right, *over):
    return divergence("JSD", left, right, *over)


def entropy(law, *over):
    return divergence("entropy", law, None, *over)


def integral(body, *over):
    return T(Integral(raw(body), tuple(raw(o) for o in over)))


def product(body, index, upper=K):
    return T(Prod(raw(body), raw(index), raw(upper)))


def rows(*entries):
    return T(Rows(tuple(tuple(raw(x) for x in row) for row in entries)))


def diag(x):
    return op("diag", x)


def det(x):
    return op("det", x)


def had(*xs):
    return op("hadamard", *xs)


def tr(x):
    return op("trace", x)


def log(x):
    return fn("log", x)


def exp(x):
    return fn("exp", x)


def mod(x):
    return fn("abs", x)


def sqrt(x):
    return T(raw(x)) ** half


def at(body, *pairs):
    return T(At(raw(body), tuple((raw(symbol), raw(value)) for symbol, value in pairs)))


def unknown(name):
    return lambda *args: T(Apply(name, tuple(raw(x) for x in args), (0,) * len(args)))


f, g2, h, psi, pos = (unknown(declaration.name) for declaration in FUNCTIONS)


def df(x):
    return diff(f(x), x)


def dpos(x):
    return diff(pos(x), x)


def nth(body, variable, order):
    for _ in range(order):
        body = diff(body, variable)
    return body


def difference(function, start, step, order):
    """Return the finite difference of an order, which vanishes where the function is a polynomial of lower degree."""
    whole = function(start) * (-1) ** order
    for place in range(1, order + 1):
        whole = whole + (-1) ** (order - place) * comb(order, place) * function(start + place * step)
    return whole


law = normal(z, m, diag(had(sd, sd)))
full = normal(z, m, S @ S.t)
std = normal(z, zero, I)
point = normal(s, a, t)  # a number with the variance t
CORRELATED = rows((1, b), (b, 1))

FALSE = {
    # ---- moments
    "E z_i z_j without the covariance at i = j": eq(under(z[i] * z[j], law), m[i] * m[j]),
    "E z_i z_j with a variance at every pair": eq(under(z[i] * z[j], law), m[i] * m[j] + sd[i] * sd[j]),
    "E z_i^2 z_j^2 as of independent entries": eq(under(z[i] ** 2 * z[j] ** 2, std), 1),
    "E z_i^3 without 3 m v": eq(under(z[i] ** 3, law), m[i] ** 3),
    "E(z-m)^3 is not v^3": eq(under((z[i] - m[i]) ** 3, law), sd[i] ** 3),
    "E(z-m)^6 = 15": eq(under((z[i] - m[i]) ** 6, law), 9 * sd[i] ** 6),
    "E‖z‖⁴ = K²": eq(under(norm2(z) ** 2, std), K**2),
    "E‖z‖⁴ = K² + K": eq(under(norm2(z) ** 2, std), K**2 + K),
    "E zz' = S'S": eq(under(z @ z.t, normal(z, zero, S @ S.t)), S.t @ S),
    "E z'Bz = tr B": eq(under(z.t @ B @ z, full), tr(B @ S @ S.t)),
    "E(zᵀBz)² of a B that is not symmetric": eq(under((z.t @ B @ z) ** 2, std), tr(B) ** 2 + 2 * tr(B @ B.t)),
    "E exp z = exp m": eq(under(exp(s), point), exp(a)),
    "E exp z = exp(m+v)": eq(under(exp(s), point), exp(a + t)),
    "E log density with K for K/2": eq(under(log(std), std), -K / 2 - K * log(2 * PI)),
    "E density = 1": eq(under(std, std), 1),
    "E|z| = E z": eq(under(mod(s), point), a),
    "E|z| = E z for z declared positive": (eq(under(mod(s), point), a), world(declared(s, POSITIVE))),
    "E|z| - z = 0 for z declared positive": (eq(under(mod(s) - s, point), 0), world(declared(s, POSITIVE))),
    "E sqrt(z²) = E z declared positive": (eq(under(sqrt(s**2), point), a), world(declared(s, POSITIVE))),
    "E z_i > 0 declared positive": (says(">", under(z[i], law), 0), world(declared(z, POSITIVE))),
    "a normal mean is positive because what is drawn is declared so": (
        says(">", under(s, point), 0),
        world(declared(s, POSITIVE)),
    ),
    "E z = 1 as z = 1 outside": (eq(under(s, point), 1), world(given=(eq(s, 1),))),
    "E z >= 0 as z >= 0 outside": (says(">=", under(s, point), 0), world(given=(says(">=", s, 0),))),
    "nested: inner mean z is the outer one": eq(under(under(y, normal(y, s, 1)), point), s),
    "nested law of total variance": eq(under(under(y**2, normal(y, s, 1)), point), a**2 + 1),
    "two expectations in one sum share a draw": eq(
        total(under(z[i], law) * under(z[i], law), (i, K)), total(under(z[i] ** 2, law), (i, K))
    ),
    "a mean that the sum's index names": eq(total(under(s * x[i], normal(s, x[i], 1)), (i, K)), norm2(x) * K),
    "derivative in mean of second moment": eq(diff(under(norm2(z), law), m), 2 * m + 2 * sd),
    "derivative in sd": eq(diff(under(norm2(z), law), sd), 0 * m),
    "derivative in drawn": eq(diff(under(s**2, point), s), 2 * s),
    # ---- KL and entropy
    "KL reversed variances": eq(kl(law, std, z), kl(std, law, z)),
    "KL positive strictly": says(">", kl(point, normal(s, b, t), s), 0),
    "KL >= 0 against a multiple": says(">=", kl(std, 2 * std, z), 0),
    "KL >= 0 against another point": says(">=", kl(normal(s, 0, 1), normal(y, mean, t), s), 0),
    "KL >= 0 against N(z/2)": says(">=", kl(std, normal(half * z, zero, I), z), 0),
    "KL against a squared density of another mass": says(">=", kl(std, std * std * (4 * PI) ** K, z), 0),
    "KL of left not at its point": says(">=", kl(normal(2 * z, zero, I), std, z), 0),
    "KL(N,N)=0 different means": eq(kl(normal(s, a, t), normal(s, b, t), s), 0),
    "JSD <= log 2 of unnormalized": says("<=", jsd(std, 100 * std, z), log(2)),
    "entropy >= 0": says(">=", entropy(point, s), 0),
    "entropy K for K/2": eq(entropy(std, z), K * log(2 * PI * exp(1))),
    "entropy with half of log |det S|": eq(entropy(full, z), K / 2 * log(2 * PI) + K / 2 * 1 + log(mod(det(S))) / 2),
    "entropy depends on mean": eq(entropy(full, z), K / 2 * log(2 * PI) + K / 2 * 1 + log(mod(det(S))) + norm2(m)),
    "integral of N over z with weight": eq(integral(std * 2, z), 1),
    "integral of N(2z) = 1": eq(integral(normal(2 * z, zero, I), z), 1),
    "integral of N(z; z^2, 1)": eq(integral(normal(s, s**2, 1), s), 1),
    "integral N(s;0,s^2+1)": eq(integral(normal(s, 0, s**2 + 1), s), 1),
    "KL without -K": eq(kl(full, std, z), (tr(S @ S.t) + norm2(m) - log(det(S @ S.t))) / 2),
    "kl sign of logdet": eq(kl(full, std, z), (tr(S @ S.t) + norm2(m) - K + log(det(S @ S.t))) / 2),
    "kl |det| not doubled": eq(kl(full, std, z), (tr(S @ S.t) + norm2(m) - K - log(mod(det(S)))) / 2),
    "KL whatever the mean": eq(kl(full, normal(z, n, U @ U.t), z), kl(full, normal(z, m, U @ U.t), z)),
    # ---- densities
    "N(s;0,a^2) with 1/a": eq(normal(s, 0, a**2), exp(-(s**2) / (2 * a**2)) / (sqrt(2 * PI) * a)),
    "N with K for K/2": eq(std, (2 * PI) ** (-K) * exp(-norm2(z) / 2)),
    "N with 1/det S": eq(full, (2 * PI) ** (-K / 2) / det(S) * exp(-norm2(S.inv @ (z - m)) / 2)),
    "N with det cov not rooted": eq(full, (2 * PI) ** (-K / 2) / det(S @ S.t) * exp(-norm2(S.inv @ (z - m)) / 2)),
    "N with S^-T": eq(full, (2 * PI) ** (-K / 2) / mod(det(S)) * exp(-norm2(S.inv.t @ (z - m)) / 2)),
    "N <= 1": says("<=", point, 1),
    "N <= (2pi)^(-K/2) for any covariance": says("<=", full, (2 * PI) ** (-K / 2)),
    "N of covariance tI as of t^2 I": eq(normal(z, m, t * I), normal(z, m, t**2 * I)),
    "N(z; m) at swapped covariances": eq(normal(z, m, S @ S.t), normal(z, m, S.t @ S)),
    "product of densities sums means": eq(normal(s, a, 1) * normal(s, b, 1), normal(s, (a + b) / 2, half)),
    "product over coords of full": eq(full, product(normal(z[k], m[k], (S @ S.t)[k, k]), k)),
    "product over coordinates missing square": eq(law, product(normal(z[k], m[k], sd[k]), k)),
    "log N = - quadratic": eq(log(std), -norm2(z) / 2),
    # ---- distributed as
    "S noise by S'": dist(m + S @ noise, normal(z, m, S.t @ S)),
    "singular map": dist(m + B @ noise, normal(z, m, B @ B.t)),
    "scaled by what may be 0": dist(m + c * noise, normal(z, m, c**2 * I)),
    "weights may be 0": dist(m + had(w, noise), normal(z, m, diag(had(w, w)))),
    "rank one": dist(m + w @ n.t @ noise, normal(z, m, (w @ w.t) * norm2(n))),
    "S+B": dist(S @ noise + B @ noise, normal(z, zero, S @ S.t + B @ B.t)),
    "noise twice as independent": dist(noise + noise, normal(z, zero, 2 * I)),
    "noise minus noise": dist(noise - noise, normal(z, zero, 2 * I)),
    "hypothesis on the noise": dist(noise, std, given=(says(">", noise[i_], 0),)),
    "hypothesis on the noise in Context": (dist(noise, std), world(given=(says(">", noise[i_], 0),))),
    "hypothesis fixes the noise": dist(m + noise, normal(z, m, I), given=(eq(noise, zero),)),
    "noise symmetric trick": dist(mod(u) * t, normal(y, 0, t**2), y),
    "not normalized": dist(noise, exp(-norm2(z) / 2)),
    "sigma not squared": dist(a + t * u, normal(y, a, t), y),
    "mean doubled": dist(a + a + t * u, normal(y, a, t**2), y),
    "law at another point": dist(noise, normal(2 * z, zero, I)),
    "a variance of 4t² for noise of variance 2": (
        dist(t * noise, normal(z, zero, t**2 * 4 * I)),
        world(drawn(noise, "gaussian", 0, 2)),
    ),
    "mean of noise forgotten": (dist(S @ noise, normal(z, zero, S @ S.t)), world(drawn(noise, "gaussian", 1, 1))),
    "mean of noise not mapped": (dist(S @ noise, normal(z, b * one, S @ S.t)), world(drawn(noise, "gaussian", b, 1))),
    "arbitrary law is not normal": (dist(e, normal(z, r * one, v * I)), world(declared(v, POSITIVE))),
    "bernoulli": (dist(e, normal(z, half * one, Fraction(1, 4) * I)), world(drawn(e, "bernoulli", half))),
    "-sigma": dist(a - t * u, normal(y, -a, t**2), y),
    # ---- determinants
    "det S > 0": says(">", det(S), 0),
    "det SB = 0 or not": says("!=", det(S @ B), 0),
    "det(BB') > 0": says(">", det(B @ B.t), 0),
    "det S^3 > 0": says(">", det(S @ S @ S), 0),
    "det U > 0 symmetric invertible": says(">", det(U), 0),
    "det -S = -det S": eq(det(-S), -det(S)),
    "|det 2S| = 2|det S|": eq(mod(det(2 * S)), 2 * mod(det(S))),
    "det -I = 1": eq(det(-I), 1),
    "det -I < 0": says("<", det(-I), 0),
    "det diag(-sd) < 0": says("<", det(diag(-sd)), 0),
    "det(S+S') != 0": says("!=", det(S + S.t), 0),
    "det(S+S) = 2 det": eq(mod(det(S + S)), 2 * mod(det(S))),
    "log det S S' = log det S": eq(log(det(S @ S.t)), log(mod(det(S)))),
    "sqrt det SS' = det S": eq(sqrt(det(S @ S.t)), det(S)),
    "det(tS) = t det": eq(mod(det(t * S)), t * mod(det(S))),
    "det diag(w) with modulus": eq(mod(det(diag(w))), det(diag(w))),
    "det diag(sd) = sum": eq(log(det(diag(sd))), total(sd[k], (k, K))),
    "det S^-1 = det S": eq(mod(det(S.inv)), mod(det(S))),
    "det S B = det S when B": eq(mod(det(S @ B)), mod(det(S))),
    "det(A A') factored": eq(det(A @ A.t), det(A.t @ A)),
    "|det(I + S)| = 1 + |det S|": eq(mod(det(I + S)), 1 + mod(det(S))),
    "det(S hadamard S)": eq(det(had(S, S)), det(S) ** 2),
    "det SUS^-1 = det U^2": eq(mod(det(S @ U @ S.inv)), mod(det(U)) ** 2),
    "the Jacobian's determinant without the weights": eq(mod(det(diff(m + S @ had(sd, w), w))), mod(det(S))),
    "det jac of quadratic": eq(mod(det(diff(had(w, w), w))), 1),
    "det jac at shifts 2": eq(mod(det(diff(w + w, w))), 1),
    # ---- positive products
    "prod sd = (prod sd)^2": eq(product(sd[k], k), product(sd[k], k) ** 2),
    "prod of exp": eq(product(exp(w[k]), k), exp(product(w[k], k))),
    "prod w^2 = prod w": eq(sqrt(product(w[k] ** 2, k)), product(w[k], k)),
    "prod c = c": eq(product(t, k), t),
    "prod c = K c": eq(product(t, k), K * t),
    "prod sd_k w/ free k": eq(product(sd[k], k), sd[k] ** K),
    "prod (t sd) = t prod sd": eq(product(t * sd[k], k), t * product(sd[k], k)),
    "prod prod": eq(product(product(sd[j], j), k), product(sd[j], j)),
    "exp sum log = prod for reals": eq(exp(total(log(w[k] ** 2), (k, K)) / 2), product(w[k], k)),
    "prod w >= 0": says(">=", product(w[k], k), 0),
    "prod sd > 1": says(">", product(sd[k] + 1, k), 2),
    "|a| = a": eq(mod(a), a),
    "prod bits > 0": says(">", product(bits[k], k), 0),
    "sqrt det diag(w w) = prod w": eq(sqrt(det(diag(had(w, w)))), product(w[k], k)),
    "exp half logdet": eq(exp(log(det(S @ S.t)) / 2), det(S)),
    # ---- Bernoulli likelihoods
    "g and 1 - g swapped": eq(
        -log(product(g[k] ** bits[k] * (1 - g[k]) ** (1 - bits[k]), k)),
        -total(bits[k] * log(1 - g[k]) + (1 - bits[k]) * log(g[k]), (k, K)),
    ),
    "the sign of the log-likelihood": eq(
        log(product(g[k] ** bits[k] * (1 - g[k]) ** (1 - bits[k]), k)),
        -total(bits[k] * log(g[k]) + (1 - bits[k]) * log(1 - g[k]), (k, K)),
    ),
    "mass <= 1/2": says("<=", g[k] ** bits[k] * (1 - g[k]) ** (1 - bits[k]), half),
    "mass + complement = 1": eq(
        g[k] ** bits[k] * (1 - g[k]) ** (1 - bits[k]) + g[k] ** (1 - bits[k]) * (1 - g[k]) ** bits[k], 1
    ),
    "mass is its linear form": eq(
        g[k] ** bits[k] * (1 - g[k]) ** (1 - bits[k]), bits[k] * g[k] + (1 - bits[k]) * (1 - g[k])
    ),
    "loss > log 2": says(">=", -log(g[k]), log(2)),
    "half of the cross-entropy": (
        eq(-log(product(g[k] ** bits[k] * (1 - g[k]) ** (1 - bits[k]), k)), -total(bits[k] * log(g[k]), (k, K))),
        world(declared(g, Interval(0, 1, True, True))),
    ),
    "bᵇ = 1": eq(T(raw(bits[k])) ** T(raw(bits[k])), 1),
    "E log mass over drawn bits with p for the mean": (
        eq(expect(bits[k] * log(g[k]) + (1 - bits[k]) * log(1 - g[k]), bits), log(g[k])),
        DRAWN_BITS,
    ),
    "E mass over drawn bits": (eq(expect(g[k] ** bits[k], bits), g[k] ** t), DRAWN_BITS),
    "E prod": (eq(expect(product(bits[k], k), bits), t), DRAWN_BITS),
    # ---- two moments
    "E e_i e_j = r^2": eq(expect(e[i] * e[j], e), r**2),
    "E e_i e_j = r^2+v": eq(expect(e[i] * e[j], e), r**2 + v),
    "var of mean v/K^2": eq(expect((total(e[k], (k, K)) / K - r) ** 2, e), v / K**2),
    "sample variance unbiased without K-1": eq(expect(total((e[k] - total(e[l], (l, K)) / K) ** 2, (k, K)) / K, e), v),
    "sample variance by K-1": eq(expect(total((e[k] - total(e[l], (l, K)) / K) ** 2, (k, K)), e), K * v),
    "E(mean)^2 = r^2": eq(expect((total(e[k], (k, K)) / K) ** 2, e), r**2),
    "var > 0": says(">", expect((e[1] - r) ** 2, e), 0),
    "var != 0": says("!=", expect((e[1] - r) ** 2, e), 0),
    "a third central moment of two moments": eq(expect((e[1] - r) ** 3, e), 0),
    "a mixed third moment at i = j": eq(expect((e[i] - r) ** 2 * (e[j] - r), e), 0),
    "a mixed fourth moment at i = j": eq(expect((e[i] - r) ** 2 * (e[j] - r) ** 2, e), v**2),
    "E exp e >= exp r reversed": says("<=", expect(exp(e[1]), e), exp(r)),
    "E|e| = |r|": eq(expect(mod(e[1]), e), mod(r)),
    "E 1/e": (eq(expect(1 / e[1], e), 1 / r), POSITIVE_E),
    "E log e": (eq(expect(log(e[1]), e), log(r)), POSITIVE_E),
    "E|e| = r for any sign": eq(expect(mod(e[1]), e), r),
    "a sum of K products, each with the variance": eq(expect(total(e[1] * e[k], (k, K)), e), K * r**2 + K * v),
    "derivative of E in r": eq(diff(expect(e[1] ** 2, e), r), 0),
    # ---- unknown smooth functions
    "f is even": eq(f(-w), f(w)),
    "f additive": eq(f(w + x), f(w) + f(x)),
    "f(0) = 0": eq(f(zero), 0),
    "h symmetric": eq(h(w, x), h(x, w)),
    "chain rule missing the matrix": eq(diff(f(S @ w), w), at(diff(f(z), z), (z, S @ w))),
    "chain rule with S for S'": eq(diff(f(S @ w), w), S @ at(diff(f(z), z), (z, S @ w))),
    "slope at w": eq(diff(f(S @ w), w), S.t @ diff(f(w), w)),
    "first for both columns": eq(diff(h(w, w), w), at(diff(h(z, w), z), (z, w))),
    "wrong slot": eq(diff(h(w, x), w), at(diff(h(z, x), z), (z, x))),
    "slots swapped": eq(at(diff(h(w, x), w), (x, w)), at(diff(h(x, w), w), (x, w))),
    "quadratic in slope": eq(diff(f(had(w, w)), w), had(w, at(diff(f(z), z), (z, had(w, w))))),
    "second derivative zero": eq(diff(diff(f(c * w), c), c), 0),
    "second derivative in c": eq(diff(diff(f(c * w), c), c), f(w)),
    "d/dc f(w) + c": eq(diff(f(c * w), c), f(w)),
    "d/dc f(cw) = 0": eq(diff(f(c * w), c), 0),
    "f convex": says("convex", f(w), over=(w,)),
    "f(cw) convex in c": says("convex", f(c * w), over=(c,)),
    "f(cw) increasing": says("increasing", f(c * w), over=(c,)),
    "c + f(cw) increasing": says("increasing", c + f(c * w), over=(c,)),
    "f + norm minimizer": says("unique minimizer", f(w) + norm2(w), zero, over=(w,)),
    "f(n) + norm convex": says("convex", f(w) + norm2(w), over=(w,)),
    "f >= 0": says(">=", f(w), 0),
    "an entry for the sum's": eq(total(f(w) * w[k], (k, K)), f(w) * w[1] * K),
    "gradient of log f": eq(diff(log(pos(w)), w), diff(pos(w), w)),
    "pathwise: E f' = f'(E)": eq(expect(f(m + noise), noise), f(m)),
    "pathwise gradient in sd lacks noise": eq(diff(f(m + had(sd, x)), sd), at(diff(f(z), z), (z, m + had(sd, x)))),
    "pathwise with index off": eq(diff(f(m + had(sd, x)), sd)[i], x[j] * at(diff(f(z), z), (z, m + had(sd, x)))[i]),
    "f of a scaled column times": eq(f(2 * w), 2 * f(w)),
    "f of two orders of a product": eq(f(S @ B @ w), f(B @ S @ w)),
    "jacobian of f(w) w": eq(diff(f(w) * w, w), f(w) * I),
    "jacobian transposed": eq(diff(f(w) * w, w), f(w) * I + (diff(f(w), w) @ w.t)),
    "a positive function increases": says(">", diff(pos(c * w), c), 0),
    "hypothesis f(w)=0 says slope 0": (eq(diff(f(w), w), zero), world(given=(eq(f(w), 0),))),
    "hypothesis f(w)=0 says f(x)=0": (eq(f(x), 0), world(given=(eq(f(w), 0),))),
    "hypothesis f(w)=0 says f(Sw)=0": (eq(f(S @ w), 0), world(given=(eq(f(w), 0),))),
    "both columns replaced at once": eq(at(h(w, x), (w, x), (x, w)), h(w, x)),
    "shadowed index in column": eq(total(f(w[i] * x), (i, K)), K * f(w[i] * x)),
    "captured index": eq(total(w[i] * f(w[i] * x), (i, K)), total(w[i], (i, K)) * f(w[i] * x)),
    "sum inside column": eq(f(total(w[i], (i, K)) * x), f(w[i] * x)),
    # ---- ranges of entries
    "range after At": eq(at(mod(sd[1]), (sd, w)), w[1]),
    "sqrt after At": eq(at(sqrt(sd[1] ** 2), (sd, w)), w[1]),
    "log exp after At": eq(at(exp(log(sd[1] ** 2) / 2), (sd, w)), w[1]),
    "prod after At": eq(at(sqrt(product(sd[k] ** 2, k)), (sd, w)), product(w[k], k)),
    "det after At": says(">", at(det(diag(sd)), (sd, w)), 0),
    "unit sum < 1": says("<", total(g[k], (k, K)), 1),
    "unit prod strict at K": says("<", product(g[k], k), half),
    "sum sd > 1": says(">", total(sd[k], (k, K)), 1),
    "g(1-g) <= 1/5": says("<=", g[1] * (1 - g[1]), Fraction(1, 5)),
    "inverse reversed": says("<", 1 / g[1], 1),
    "a sum of numbers that may be 0": (says(">", total(q[k], (k, K)), 0), world(declared(q, NONNEGATIVE))),
    # ---- parallel gradients, likelihoods, declared ranges
    "gradients of two functions are parallel": eq(df(w)[i] * dpos(w)[j], df(w)[j] * dpos(w)[i]),
    "gradients of unknown functions are parallel": eq(df(w)[i] * diff(g2(w), w)[j], df(w)[j] * diff(g2(w), w)[i]),
    "gradients parallel at numbers": eq(
        diff(f(p2), p2)[1] * diff(g2(p2), p2)[2], diff(f(p2), p2)[2] * diff(g2(p2), p2)[1]
    ),
    "h in slot 1 parallel with f": eq(df(w)[i] * diff(h(w, x), w)[j], df(w)[j] * diff(h(w, x), w)[i]),
    "h in slot at two others parallel": eq(
        diff(h(w, n), w)[i] * diff(h(w, x), w)[j], diff(h(w, n), w)[j] * diff(h(w, x), w)[i]
    ),
    "f(w)=f(x) where g2(w)=g2(x)": (eq(f(w), f(x)), world(given=(eq(g2(w), g2(x)),))),
    "fifth derivative along a line": eq(nth(f(c * w), c, 5), 0),
    "seventh derivative of psi": eq(nth(psi(c), c, 7), 0),
    "a gradient counted twice": eq(df(w).t @ (2 * df(w)), df(w).t @ df(w)),
    "h(w,w) gradient parallel to f": eq(df(w)[i] * diff(h(w, w), w)[j], df(w)[j] * diff(h(w, w), w)[i]),
    "norm of the gradient of f squared Cauchy equality": eq((df(w).t @ dpos(w)) ** 2, norm2(df(w)) * norm2(dpos(w))),
    "an outer product of gradients is symmetric": eq(df(w) @ dpos(w).t, dpos(w) @ df(w).t),
    "given fixed entry equal gives f equal": (eq(f(w), f(x)), world(given=(eq(w[k], x[k]),))),
    "given entry 1 equal gives f equal": (eq(f(w), f(x)), world(given=(eq(w[1], x[1]),))),
    "given sums equal": (eq(f(w), f(x)), world(given=(eq(total(w[k], (k, K)), total(x[k], (k, K))),))),
    "given fixed entry 0 & sum": (eq(total(f(w[i] * x), (i, K)), K * f(0 * x)), world(given=(eq(w[i], 0),))),
    "given w_k>0 fixed: sqrt prod": (
        eq(sqrt(product(w[k] ** 2, k)), product(w[k], k)),
        world(given=(says(">", w[k], 0),)),
    ),
    "given w_k>0 fixed: det": (says(">", det(diag(w)), 0), world(given=(says(">", w[k], 0),))),
    "given w_1>0: det": (says(">", det(diag(w)), 0), world(given=(says(">", w[1], 0),))),
    "given f(w)=f(x) gives w=x": (eq(w, x), world(given=(eq(f(w), f(x)),))),
    "exchange: d/da E s^2": eq(diff(under(s**2, point), a), under(diff(s**2, a), point)),
    "exchange: d/dt": eq(diff(under(s**2, point), t), 0),
    "score mean": eq(under(diff(log(point), a) ** 2, point), t),
    "the Fisher information": eq(under(diff(log(point), a) ** 2, point), 1 / t**2),
    "no variance is the most likely where s = a": says("unique maximizer", log(point), a, over=(t,)),
    "-KL convex in the mean": says("convex", -kl(point, normal(s, b, t), s), over=(a,)),
    "the entropy is convex in the variance": says("convex", entropy(point, s), over=(t,)),
    "KL minimal at t=2": says("unique minimizer", kl(point, normal(s, a, 1), s), 2, over=(t,)),
    "KL minimal at a=0": says("unique minimizer", kl(point, normal(s, b, t), s), 0, over=(a,)),
    "KL decreasing in t": says("decreasing", kl(point, normal(s, a, 1), s), over=(t,)),
    "entropy decreasing": says("decreasing", entropy(point, s), over=(t,)),
    "N decreasing in s": says("decreasing", point, over=(s,)),
    "N convex": says("convex", point, over=(s,)),
    "log N convex": says("convex", log(point), over=(s,)),
    "N maximizer": says("unique maximizer", point, b, over=(s,)),
    "N as columns max": says("unique maximizer", log(std), one, over=(z,)),
    "N log strictly convex": says("strictly convex", log(std), over=(z,)),
    "E|noise| = 0 of noise declared positive": (
        eq(expect(mod(noise[1]), noise), 0),
        world(declared(noise, POSITIVE, law=STANDARD)),
    ),
    "noise declared positive has a positive mean": (
        says(">", expect(noise[1], noise), 0),
        world(declared(noise, POSITIVE, law=STANDARD)),
    ),
    "noise declared positive has a positive third moment": (
        says(">", expect(noise[1] ** 3, noise), 0),
        world(declared(noise, POSITIVE, law=STANDARD)),
    ),
    "noise declared in (0, 1) has a second moment below 1": (
        says("<", expect(noise[1] ** 2, noise), 1),
        world(declared(noise, UNIT, law=STANDARD)),
    ),
    "noise declared in (0, 1) has a second moment below 9/10": (
        says("<=", expect(noise[1] ** 2, noise), 1 - Fraction(1, 10)),
        world(declared(noise, UNIT, law=STANDARD)),
    ),
    "z positive, normal": (says(">=", under(s**3, normal(s, -1, 1)), 0), world(declared(s, POSITIVE))),
    "z positive, KL": (says(">", kl(point, normal(s, b, t), s), 0), world(declared(s, POSITIVE))),
    "a covariance forgotten": (
        eq(under(p2[1] * p2[2], normal(p2, m2, CORRELATED)), m2[1] * m2[2]),
        world(declared(b, Interval(-1, 1))),
    ),
    "a variance taken from off the diagonal": (
        eq(under(p2[1] ** 2, normal(p2, m2, CORRELATED)), m2[1] ** 2 + b),
        world(declared(b, Interval(-1, 1))),
    ),
    "rows density with wrong det": eq(
        normal(p2, m2, rows((1, 0), (0, 4))), exp(-((p2[1] - m2[1]) ** 2 + (p2[2] - m2[2]) ** 2 / 4) / 2) / (2 * PI)
    ),
    "rows density with det": eq(
        normal(p2, m2, rows((1, 0), (0, 4))), exp(-((p2[1] - m2[1]) ** 2 + (p2[2] - m2[2]) ** 2 / 4) / 2) / (8 * PI)
    ),
    "rows KL": eq(
        kl(normal(p2, m2, rows((1, 0), (0, 4))), normal(p2, m2, rows((1, 0), (0, 1))), p2), (3 - 2 * log(2)) / 2 + 1
    ),
    "log std^2": eq(log(std**2), log(std)),
    "at variance": eq(at(log(point), (t, t**2)), -half * (log(2 * PI) + log(t) + (s - a) ** 2 / t**2)),
    "(-1)^K": eq(det(-I), T(raw(-1)) ** (K + 1)),
    "(-1)^(2K) = -1": eq(T(raw(-1)) ** (2 * K), -1),
    "det(-I)² = -1": eq(det(-I) ** 2, -1),
    "E of a product of unknown functions": eq(
        expect(f(noise) * pos(noise), noise), expect(f(noise), noise) * expect(pos(noise), noise)
    ),
    "E f(noise) f(-noise)": eq(expect(f(noise), noise), expect(f(2 * noise), noise)),
    "E f² ≥ E f": says(">=", expect(f(noise) ** 2, noise), expect(f(noise), noise)),
    "KL between noise": eq(kl(std, normal(z, m, I), z), norm2(m)),
    "KL of normals at two entries vanishes": eq(kl(normal(s, x[i], 1), normal(s, x[j], 1), s), 0),
    "a double sum of KLs": eq(total(kl(normal(s, x[i], 1), normal(s, x[j], 1), s), (i, K), (j, K)), K * norm2(x)),
    "prod of normals wrong D": eq(
        product(normal(x[k], a, t), k), (2 * PI * t) ** (-K) * exp(-total((x[k] - a) ** 2, (k, K)) / (2 * t))
    ),
    "prod of normals independent index": eq(product(normal(x[i], a, t), k), product(normal(x[k], a, t), k)),
    "-log prod = sums with wrong M": eq(
        -total(log(product(normal(x[k], a, t), k)), (l, M)) / M,
        M * (total((x[k] - a) ** 2, (k, K)) / (2 * t) + K / 2 * log(2 * PI * t)),
    ),
    "conv: N*N integral": eq(integral(normal(s, a, 1) * normal(s, b, 1), s), normal(a, b, 1)),
    "integral of s N": eq(integral(point * s, s), a + t),
    "E of a product with what is not drawn": eq(under(s * y, point), y),
    # ---- equations that only some functions obey
    "fifth difference of psi": eq(difference(psi, c, 1, 5), 0),
    "sixth order slope": eq(T(Apply("psi", (c.term,), (5,))), 0),
    "f(-1-c)=f(c) at one entry": eq(f(-1 - c), f(c)),
    "7th difference of f": eq(difference(f, w, x, 7), 0),
    "psi convexity jensen": says("<=", psi((a + b) / 2), (psi(a) + psi(b)) / 2),
    "f grows more slowly than c⁵": says("limit", psi(c) / c**5, OO, 0, over=(c,)),
    # ---- structures, hypotheses, names, derivatives, bounds
    "det AA' of full column rank > 0": (says(">", det(A @ A.t), 0), TALL),
    "noise through a tall matrix": (dist(A @ n2, normal(z, zero, A @ A.t)), TALL),
    "det of orthogonal columns = 1": (eq(det(O), 1), ORTHOGONAL),
    "|det| of orthogonal columns = 1": (eq(mod(det(O)), 1), ORTHOGONAL),
    "det diagonal > 0": (says(">", det(V), 0), world(declared(V, REALS, "diagonal", "invertible"))),
    "det diagonal = product of row 1": (eq(det(V), product(V[1, k], k)), world(declared(V, REALS, "diagonal"))),
    "N with diagonal cov E": (eq(under(z[i] * z[j], normal(z, zero, V)), 0), world(declared(V, POSITIVE, "diagonal"))),
    "symmetric cov: E zi zj": eq(under(z[i] * z[j], normal(z, zero, G)), G[i, i]),
    "given invertible of S' other": (says(">", det(B @ B.t), 0), world(given=(says("invertible", C),))),
    "given invertible BC gives det B>0": (
        says(">", det(B) ** 2 * det(C), 0),
        world(given=(says("invertible", B @ C),)),
    ),
    "given B = S: det(B)>0": (says(">", det(B), 0), world(given=(eq(B, S),))),
    "given det B > 0 gives B": (says(">", det(B @ C), 0), world(given=(says(">", det(B), 0),))),
    "given |det B|=1: det=1": (eq(det(B), 1), world(given=(eq(mod(det(B)), 1),))),
    "given det B^2=1 : det=1": (eq(det(B), 1), world(given=(eq(det(B) ** 2, 1),))),
    "given S S' = I: det S =1": (eq(det(S), 1), world(given=(eq(S @ S.t, I),))),
    "given S S'=I: S noise": (dist(S @ noise, normal(z, zero, S)), world(given=(eq(S @ S.t, I),))),
    "a product of 1 says that an entry is 1": (eq(w[1], 1), world(given=(eq(product(w[k], k), 1),))),
    "a product of 1 says that the logarithms sum to 1": (
        eq(total(log(sd[k]), (k, K)), 1),
        world(given=(eq(product(sd[k], k), 1),)),
    ),
    "given log|w|=log|x|": (eq(w[1], x[1]), world(given=(eq(log(w[1] ** 2), log(x[1] ** 2)),))),
    "given m=zero; KL": (eq(kl(law, std, z), 0), world(given=(eq(m, zero),))),
    "given sd=1; KL": (eq(kl(law, std, z), norm2(m)), world(given=(eq(sd[i_], 1),))),
    "given sd[k]=1 fixed; KL": (eq(kl(law, std, z), norm2(m) / 2), world(given=(eq(sd[k], 1),))),
    "given sd[1]=1; KL": (eq(kl(law, std, z), norm2(m) / 2), world(given=(eq(sd[1], 1),))),
    "given z=m in entries": (eq(law, (2 * PI) ** (-K / 2)), world(given=(eq(z, m),))),
    "given z=m KL": (
        eq(kl(law, normal(z, n, I), z), kl(law, normal(z, m, I), z)),
        world(given=(eq(z, n), eq(z[i_], 2 * m[i_]))),
    ),
    "given z=0 outside and E z": (eq(norm2(under(z, law)), 0), world(given=(eq(z, zero),))),
    "given z=0, E norm": (eq(under(norm2(z), law), 0), world(given=(eq(z[i_], 0),))),
    "given z=0, E z f": (eq(under(norm2(z) * f(x), law), 0), world(given=(eq(z[i_], 0),))),
    "a hypothesis on e[1] speaks of the drawn one": (eq(expect(e[1], e), 1), world(given=(eq(e[1], 1),))),
    "a hypothesis on all e speaks of the drawn ones": (
        says(">", expect(e[1], e), 0),
        world(given=(says(">", e[i_], 0),)),
    ),
    "a hypothesis that entries are equal speaks of the drawn ones": (
        eq(expect((e[1] - e[2]) ** 2, e), 0),
        world(given=(eq(e[i_], e[1]),)),
    ),
    "index k inside and outside law": eq(total(under(s, normal(s, x[k], sd[k])), (k, K)), K * x[k]),
    "expect's own namesake outside": eq(s * under(s, point), under(s**2, point)),
    "two namesakes": eq(under(s, point) * under(s, normal(s, b, t)), under(s**2, point)),
    "nested same name": eq(under(s * under(s, normal(s, b, t)), point), b**2 + t),
    "nested capturing the mean": eq(under(under(s, normal(s, y, t)), normal(y, s, t)), y),
    "At inside expectation": eq(under(at(s**2, (s, y)), point), a**2 + t),
    "At on the drawn": eq(at(under(s**2, point), (s, y)), y**2),
    "At on the mean and drawn": eq(at(under(s * a, point), (a, s)), s * a),
    "At on the variance": eq(at(under(s**2, point), (t, t**2)), a**2 + t),
    "At on K? mean": eq(at(kl(point, normal(s, b, t), s), (b, a + 1)), half),
    "diff kl in a": eq(diff(kl(point, normal(s, b, t), s), a), (a - b) / t**2),
    "diff kl in t": eq(diff(kl(point, normal(s, b, 1), s), t), half * (1 + 1 / t)),
    "diff entropy t": eq(diff(entropy(point, s), t), 1 / t),
    "diff KL columns in m": eq(diff(kl(law, std, z), m), 2 * m),
    "diff KL in sd": eq(diff(kl(law, std, z), sd)[i], sd[i] + 1 / sd[i]),
    "diff log N in z full": eq(diff(log(full), z), -((S.t @ S).inv @ (z - m))),
    "diff log N in mean": eq(diff(log(law), m)[i], (m[i] - z[i]) / sd[i] ** 2),
    "diff log N in sd": eq(diff(log(law), sd)[i], (z[i] - m[i]) ** 2 / sd[i] ** 3 + 1 / sd[i]),
    "diff N in z": eq(diff(std, z), z * std),
    "hessian log N": eq(diff(diff(log(std), z)[i], z)[j], delta(i, j)),
    "diff log det in matrix": eq(diff(log(det(S @ S.t)), S), S.inv),
    "diff det": eq(diff(det(B), B), B.inv),
    "diff norm inverse": eq(diff(norm2(S.inv @ w), w), 2 * (S.inv @ w)),
    "K for 2 in N": eq(normal(p2, m2, I2), (2 * PI) ** (-2) * exp(-norm2(p2 - m2) / 2)),
    "2x2 det": eq(det(2 * I2), 2),
    "det(tI) = t where K = 2": (eq(det(t * I), t), world(given=(eq(K, 2),))),
    "det tI = t^K wrong": eq(det(t * I), t ** (K + 1)),
    "t^K t^K = t^(K^2)": eq(t**K * t**K, t ** (K * K)),
    "(c^K)² = |c|^K": eq((c**K) ** 2, mod(c) ** K),
    "c^K positive": says(">=", c**K, 0),
    "(ct)^K = c^K t": eq((c * t) ** K, c**K * t),
    "(c²)^(K/2) = c^K": eq((c**2) ** (K / 2), c**K),
    "√det(c²I) = c^K": eq(sqrt(det(c**2 * I)), c**K),
    "|det(cI)| = c^K": eq(mod(det(c * I)), c**K),
    "(2pi)^-K/2 N": eq(std * std, normal(z, zero, half * I)),
    "N^2 normalization": eq(std * std, (4 * PI) ** (-K) * normal(z, zero, half * I)),
    "N^K": eq(std**K, (2 * PI) ** (-K / 2) * exp(-K * norm2(z) / 2)),
    "N quotient": eq(std / normal(z, m, I), exp(-(z.t @ m) + norm2(m) / 2) * exp(norm2(m))),
    "sum of N is N of sum": eq(normal(s, a, t) + normal(s, b, t), 2 * normal(s, (a + b) / 2, t)),
    "log sum": eq(log(normal(s, a, t) + normal(s, b, t)), log(normal(s, a, t)) + log(normal(s, b, t))),
    "log ratio": eq(log(point / normal(s, b, t)), ((s - b) ** 2 - (s - a) ** 2) / t),
    "a trace with K added": eq(tr(S @ S.t), norm2(S) + K),
    "KL >= half norm": says(">=", kl(law, std, z), norm2(m)),
    "KL diag lower": says(">=", kl(law, std, z), norm2(m) / 2 + K),
    "KL <=": says("<=", kl(point, normal(s, b, t), s), (a - b) ** 2),
    "E norm > norm of mean strictly wrong way": says("<=", under(norm2(z), law), norm2(m)),
    "E norm >= K": says(">=", under(norm2(z), law), K),
    "var identity": says("<=", under((s - b) ** 2, point), t),
    "var about other >": says(">", under((s - b) ** 2, point), t),
    "the mean of one draw is better than one draw": says("<", expect((total(e[k], (k, K)) / K - r) ** 2, e), v),
    "mse <= v/K^2": says("<=", expect((total(e[k], (k, K)) / K - r) ** 2, e), v / K**2),
    "bernoulli var <= 1/5": (says("<=", t * (1 - t), Fraction(1, 5)), UNIT_T),
    "ce >= K log 2": says(">=", -total(bits[k] * log(g[k]) + (1 - bits[k]) * log(1 - g[k]), (k, K)), K * log(2)),
    "ce minimized at g = 1/2": (
        says("unique minimizer", -(a * log(t) + (1 - a) * log(1 - t)), half, over=(t,)),
        world(declared(t, UNIT), declared(a, UNIT)),
    ),
    "ce minimized at g=a closed": (
        says("unique minimizer", -(a * log(t) + (1 - a) * log(1 - t)), a, over=(t,)),
        world(declared(t, UNIT), declared(a, Interval(0, 1, True, True))),
    ),
    "ce convex in x strictly": (
        says("strictly convex", -(a * log(t) + (1 - a) * log(1 - t)), over=(a,)),
        world(declared(t, UNIT), declared(a, UNIT)),
    ),
    "sum over two bits": (eq(at(t**a * (1 - t) ** (1 - a), (a, 0)) + at(t**a * (1 - t) ** (1 - a), (a, 1)), t), UNIT_T),
    "the Bernoulli mass at 2": (eq(at(t**a * (1 - t) ** (1 - a), (a, 2)), 0), UNIT_T),
    "drawn bits: E mass =": (eq(expect(t ** bits[1] * (1 - t) ** (1 - bits[1]), bits), 1), DRAWN_BITS),
    "drawn bits: E log mass = -H sign": (
        eq(expect(bits[1] * log(t) + (1 - bits[1]) * log(1 - t), bits), -t * log(t) - (1 - t) * log(1 - t)),
        DRAWN_BITS,
    ),
    "drawn bits with the range of another": (says("<", expect(bits[1], bits), half), DRAWN_BITS),
    "score of Bernoulli": (eq(diff(bits[1] * log(t) + (1 - bits[1]) * log(1 - t), t), bits[1] / t), UNIT_T),
    "pathwise sum for mean": eq(
        diff(total(f(m + had(sd, draw)), (l, L)) / L, m), total(at(diff(f(z), z), (z, m + had(sd, draw))), (l, L))
    ),
    "pathwise sd eps of wrong draw": eq(
        diff(total(f(m + had(sd, draw)), (l, L)), sd)[i],
        total(eps[i, 1] * at(diff(f(z), z), (z, m + had(sd, draw)))[i], (l, L)),
    ),
    "pathwise transposed eps": eq(
        diff(f(m + had(sd, draw)), sd)[i], eps[j, l] * at(diff(f(z), z), (z, m + had(sd, draw)))[i]
    ),
    # ---- draws inside other expectations
    "y drawn about s: E y² without the variance of s": eq(under(under(y**2, normal(y, s, 1)), point), a**2 + 1),
    "y drawn about s: E y² with another variance": eq(under(under(y**2, normal(y, s, 1)), point), a**2 + 4),
    "y drawn about s: E ys as of independent ones": eq(under(under(y * s, normal(y, s, 1)), point), a**2),
    "independent draws u and noise: E of their product": eq(expect(expect(noise[1] * u, u), noise), 1),
    "independent draws u and s: E of their product": eq(under(expect(s * u, u), point), t),
    "independent draws share a variance": eq(under(expect((s + u) ** 2, u), point), a**2 + t),
    "independent draws cancel": eq(under(expect((s - a - sqrt(t) * u) ** 2, u), point), 0),
    "two draws about the same mean are one draw": eq(under(under((y - s) ** 2, normal(y, a, t)), point), 0),
    "an inner draw has the outer one's moments": eq(under(s**2 * under(y**2, normal(y, b, 1)), point), b**2 * a**2),
    "an inner mean of e and s with one variance": eq(under(expect((s + e[1]) ** 2, e), point), (a + r) ** 2 + t),
    "an inner mean of the noise, cubed": eq(under(expect((s - noise[1]) ** 2 * s, noise), point), a**3 + 3 * a * t),
    "noise inside a normal law's mean": eq(expect(under(s**2, normal(s, noise[1], t)), noise), t),
    "noise inside a normal law's mean, their product": eq(
        expect(under(s * noise[1], normal(s, noise[1], t)), noise), 0
    ),
    "the inner draw named as the outer": eq(under(under(s**2, normal(s, b, t)), point), a**2 + t),
    # ---- hypotheses about the noise
    "given positive noise, in the statement": dist(t * u, normal(y, 0, t**2), y, given=(says(">", u, 0),)),
    "given small noise": dist(m + noise, normal(z, m, I), given=(says("<=", norm2(noise), 1),)),
    "given noise orthogonal to w": dist(noise, std, given=(eq(w.t @ noise, 0),)),
    "given noise equal to n": dist(m + noise, normal(z, m, I), given=(eq(noise, n),)),
    "given noise with equal entries": dist(S @ noise, normal(z, zero, S @ S.t), given=(eq(noise[i_], noise[1]),)),
    "given f of the noise": dist(noise, std, given=(eq(f(noise), 0),)),
    "given u = a in the Context": (dist(u, normal(y, 0, 1), y), world(given=(eq(u, a),))),
    "given a sum of noise in the Context": (dist(noise, std), world(given=(eq(total(noise[k], (k, K)), 0),))),
    # ---- equations that only polynomials, or even, odd, convex, periodic functions obey
    "f(x + y) + f(x - y) = 2 f(x) of affine f": eq(f(x + w) + f(x - w), 2 * f(x)),
    "f(x + y) + f(x - y) = 2 f(x) + 2 f(y) of squares": eq(f(x + w) + f(x - w), 2 * f(x) + 2 * f(w)),
    "the midpoint of affine f": eq(f(half * x + half * w), (f(x) + f(w)) / 2),
    "f(2w) = 2 f(w) - f(0) of affine f": eq(f(2 * w), 2 * f(w) - f(zero)),
    "the second difference of affine f": eq(difference(f, w, x, 2), 0),
    "the third difference of quadratic f": eq(difference(f, w, x, 3), 0),
    "the third difference of quadratic psi": eq(difference(psi, c, b, 3), 0),
    "the second difference of affine psi": eq(psi(c + b) + psi(c - b), 2 * psi(c)),
    "psi(a + b) = psi(a) + psi(b) - psi(0)": eq(psi(a + b), psi(a) + psi(b) - psi(0)),
    "psi(a + b) = psi(a) psi(b)": eq(psi(a + b), psi(a) * psi(b)),
    "psi'' = 0": eq(nth(psi(c), c, 2), 0),
    "psi''' = 0": eq(nth(psi(c), c, 3), 0),
    "Euler's equation of order 1": eq(w.t @ df(w), f(w)),
    "Euler's equation of order 2": eq(w.t @ df(w), 2 * f(w)),
    "the chord's slope is the middle one": eq((psi(c + 1) - psi(c - 1)) / 2, diff(psi(c), c)),
    "Simpson's rule": eq(psi(c + 3) - 3 * psi(c + 2) + 3 * psi(c + 1), psi(c)),
    "E f(noise) = f(0) of affine f": eq(expect(f(noise), noise), f(zero)),
    "h(w, x) + h(w, -x) = 2 h(w, 0)": eq(h(w, x) + h(w, -x), 2 * h(w, zero)),
    "h splits into summands": eq(h(w, x) + h(zero, zero), h(w, zero) + h(zero, x)),
    "gradients at two points agree": eq(at(df(z), (z, w)), at(df(z), (z, x))),
    # ---- a sign and a size's parity at once
    "√(c^(2K)) = c^K": eq(sqrt(c ** (2 * K)), c**K),
    "(c⁴)^(K/4) = c^K": eq((c**4) ** (K / 4), c**K),
    "√det((cI)∘(cI)) = c^K": eq(sqrt(det(had(c * I, c * I))), c**K),
    "√∏c² = c^K": eq(sqrt(product(c**2, k)), c**K),
    "exp(K log(c²)/2) = c^K": eq(exp(K * log(c**2) / 2), c**K),
    "exp(log det(c²I)/2) = c^K": eq(exp(log(det(c**2 * I)) / 2), c**K),
    "|c|^K = c^K": eq(mod(c) ** K, c**K),
    # ---- declared ranks
    "det(AᵀA) = 0 of full column rank": (eq(det(A.t @ A), 0), TALL),
    "det(AᵀA) < 0 of full column rank": (says("<", det(A.t @ A), 0), TALL),
    "det(AAᵀ) = det(AᵀA) of full column rank": (eq(det(A @ A.t), det(A.t @ A)), TALL),
    "det(AᵀA) > 0 of any A": says(">", det(A.t @ A), 0),
    "det(AᵀA) = 1 of full column rank": (eq(det(A.t @ A), 1), TALL),
    "det(OᵀO) = -1 of orthogonal columns": (eq(det(O.t @ O), -1), ORTHOGONAL),
    "det(O) > 0 of orthogonal columns": (says(">", det(O), 0), ORTHOGONAL),
}

TRUE = {
    "E z_i z_j": eq(under(z[i] * z[j], law), m[i] * m[j] + sd[i] ** 2 * delta(i, j)),
    "E z_i²z_j²": eq(under(z[i] ** 2 * z[j] ** 2, std), 1 + 2 * delta(i, j)),
    "E‖z‖⁴ = K² + 2K": eq(under(norm2(z) ** 2, std), K**2 + 2 * K),
    "E(zᵀBz)²": eq(under((z.t @ B @ z) ** 2, std), tr(B) ** 2 + tr(B @ B) + tr(B @ B.t)),
    "total variance": eq(under(under(y**2, normal(y, s, 1)), point), a**2 + t + 1),
    "dE z²/da": eq(diff(under(s**2, point), a), 2 * a),
    "KL >= 0": says(">=", kl(point, normal(s, b, t), s), 0),
    "N with modulus": eq(normal(s, 0, t**2), exp(-(s**2) / (2 * t**2)) / (sqrt(2 * PI) * t)),
    "N with |a|": eq(normal(s, 0, a**2), exp(-(s**2) / (2 * a**2)) / (sqrt(2 * PI) * mod(a))),
    "N^2": eq(std * std, (4 * PI) ** (-K / 2) * normal(z, zero, half * I)),
    "ratio": eq(std / normal(z, m, I), exp(-(z.t @ m) + norm2(m) / 2)),
    "S U noise": dist(m + S @ U @ noise, normal(z, m, S @ U @ U.t @ S.t)),
    "-sd noise": dist(m - had(sd, noise), normal(z, m, diag(had(sd, sd)))),
    "noise of mean b": (dist(t * noise, normal(z, (t * b) * one, t**2 * I)), world(drawn(noise, "gaussian", b, 1))),
    "det SUS^-1": eq(mod(det(S @ U @ S.inv)), mod(det(U))),
    "det SUS^-1 no modulus": eq(det(S @ U @ S.inv), det(U)),
    "det SS'": eq(det(S @ S.t), det(S) ** 2),
    "det(-S)^2": eq(det(-S) ** 2, det(S) ** 2),
    "sample variance": eq(expect(total((e[k] - total(e[l], (l, K)) / K) ** 2, (k, K)), e), (K - 1) * v),
    "mse <= v": says("<=", expect((total(e[k], (k, K)) / K - r) ** 2, e), v),
    "var about other": says(">=", under((s - b) ** 2, point), t),
    "E e_i e_j": eq(expect(e[i] * e[j], e), r**2 + v * delta(i, j)),
    "bce": eq(
        -log(product(g[k] ** bits[k] * (1 - g[k]) ** (1 - bits[k]), k)),
        -total(bits[k] * log(g[k]) + (1 - bits[k]) * log(1 - g[k]), (k, K)),
    ),
    "two bits": (eq(at(t**a * (1 - t) ** (1 - a), (a, 0)) + at(t**a * (1 - t) ** (1 - a), (a, 1)), 1), UNIT_T),
    "E log mass": (
        eq(expect(bits[1] * log(t) + (1 - bits[1]) * log(1 - t), bits), t * log(t) + (1 - t) * log(1 - t)),
        DRAWN_BITS,
    ),
    "mass <= 1": says("<=", g[k] ** bits[k] * (1 - g[k]) ** (1 - bits[k]), 1),
    "chain": eq(diff(f(S @ w), w), S.t @ at(diff(f(z), z), (z, S @ w))),
    "both columns": eq(diff(h(w, w), w), at(diff(h(z, x), z), (z, w), (x, w)) + at(diff(h(z, x), x), (z, w), (x, w))),
    "same slope at shift": eq(at(diff(f(z), z), (z, z + w)), diff(f(z + w), z)),
    "slope of log": eq(diff(log(pos(w)), w), (1 / pos(w)) * diff(pos(w), w)),
    "equal columns": (eq(f(w), f(x)), world(given=(eq(w[i_], x[i_]),))),
    "pathwise sd": eq(diff(f(m + had(sd, draw)), sd)[i], eps[i, l] * at(diff(f(z), z), (z, m + had(sd, draw)))[i]),
    "sqrt prod": eq(sqrt(product(sd[k] ** 2, k)), product(sd[k], k)),
    "prod exp": eq(product(exp(w[k]), k), exp(total(w[k], (k, K)))),
    "MLE": says("unique maximizer", log(point), s, over=(a,)),
    "y drawn about s: E y": eq(under(under(y, normal(y, s, 1)), point), a),
    "y drawn about s: E ys": eq(under(under(y * s, normal(y, s, 1)), point), a**2 + t),
    "independent draws u and noise": eq(expect(expect(noise[1] * u, u), noise), 0),
    "independent draws u and s": eq(under(expect((s + u) ** 2, u), point), a**2 + t + 1),
    "an inner draw beside the outer": eq(under(s**2 * under(y**2, normal(y, b, 1)), point), (b**2 + 1) * (a**2 + t)),
    "an inner mean of e and s": eq(under(expect((s + e[1]) ** 2, e), point), a**2 + t + 2 * a * r + r**2 + v),
    "an inner mean of the noise": eq(under(expect((s - noise[1]) ** 2 * s, noise), point), a**3 + 3 * a * t + a),
    "noise given a hypothesis on something else": dist(noise, std, given=(says(">", a, 0),)),
}

#: true, and neither proved nor refuted so far
OPEN = {
    "(c⁴)^(K/2) = c^(2K)": eq((c**4) ** (K / 2), c ** (2 * K)),
    "KL of full": eq(kl(full, std, z), (tr(S @ S.t) + norm2(m) - K) / 2 - log(mod(det(S)))),
    "entropy of full": eq(entropy(full, z), K / 2 * log(2 * PI) + K / 2 + log(mod(det(S)))),
    "KL full >= 0": says(">=", kl(full, std, z), 0),
    "log det word": eq(log(mod(det(S @ U))), log(mod(det(S))) + log(mod(det(U)))),
    "log det SS'": eq(log(det(S @ S.t)), 2 * log(mod(det(S)))),
    "det FtF >0": (says(">", det(A.t @ A), 0), TALL),
    "sum of entries < K": says("<", total(g[k], (k, K)), K),
    "KL convex in t": says("convex", kl(point, normal(s, a, 1), s), over=(t,)),
    "KL min": says("unique minimizer", kl(point, normal(s, b, t), s), b, over=(a,)),
    "∫ N = 1": eq(integral(point, s), 1),
    "∫ s N = a": eq(integral(point * s, s), a),
    "det(O) ≠ 0 of orthogonal columns": (says("!=", det(O), 0), ORTHOGONAL),
    "det(AᵀA) ≠ 0 of full column rank": (says("!=", det(A.t @ A), 0), TALL),
    "S noise of orthogonal S": (dist(S @ noise, std), world(given=(eq(S @ S.t, I),))),
    "cross-entropy is positive": says(">", -total(bits[k] * log(g[k]) + (1 - bits[k]) * log(1 - g[k]), (k, K)), 0),
}


def _read(row):
    return row if isinstance(row, tuple) else (row, HERE)


@pytest.mark.parametrize("name", FALSE)
def test_what_is_false_is_neither_proved_nor_confirmed(name):
    statement, context = _read(FALSE[name])
    with blind():
        assert not isinstance(decide(statement, context), Proof)
    assert check_link(statement, context).verdict is not Verdict.PROVED
    assert estimate(statement, context, Settings(), "attack").verdict is not Verdict.CONFIRMED


@pytest.mark.parametrize("name", TRUE)
def test_what_is_true_is_proved(name):
    statement, context = _read(TRUE[name])
    assert check_link(statement, context).verdict is Verdict.PROVED
    assert estimate(statement, context, Settings(), "attack").verdict is not Verdict.REFUTED


@pytest.mark.parametrize("name", OPEN)
def test_what_is_true_and_open_is_not_refuted(name):
    statement, context = _read(OPEN[name])
    assert check_link(statement, context).verdict is not Verdict.REFUTED
    assert estimate(statement, context, Settings(), "attack").verdict is not Verdict.REFUTED


def test_there_are_many():
    assert len(FALSE) >= 400
    assert len(TRUE) >= 40
