"""Attempts by hand to have something false about families of points, totals, products and optimizers proved.

Each false row says in its name, or beside it, why it is false; true rows are its neighbours.
"""

from fractions import Fraction

import pytest

from tests.decide.information_terms import JSD, KL, E, H, add, div, half, log, mul, neg, num, point, sub
from verify.decide import decide
from verify.links import check_link
from verify.model import Disproof, Proof, Settings, Verdict
from verify.numeric.estimate import estimate
from verify.terms.context import NONNEGATIVE, POSITIVE, UNIT, Context, Declaration, FunctionDeclaration, LawDeclaration
from verify.terms.nodes import ONE, Apply, At, Delta, Density, Diff, Entry, Extremum, Fn, Integral, Pow, Prod, Sum, Sym
from verify.terms.statement import Statement

x, x2, z, z2, y = map(point, ("x", "x2", "z", "z2", "y"))
k, n = Sym("k", "dimension"), Sym("n", "dimension")
i, j, l, m = (Sym(name, "index") for name in "ijlm")  # noqa: E741
more, twice = add(k, ONE), mul(num(2), k)
Z, Y, W = (Sym(name, "point", (k, ONE)) for name in ("Z", "Y", "W"))
S, D2 = Sym("S", "point", (more, ONE)), Sym("D2", "point", (twice, ONE))
X, xs = Sym("X", "point", (k, ONE)), Sym("xs", "point", (n, ONE))
a, c = Sym("a", "real", (k, ONE)), Sym("c", "real", (k, ONE))
theta, phi = Sym("theta", "parameter"), Sym("phi", "parameter")
s, b = Sym("s"), Sym("b")
FINITE = (("integrals are finite", "the sheet writes them"),)

FAMILIES = Context(
    (
        Declaration(x),
        Declaration(x2, space="x"),
        Declaration(z),
        Declaration(z2, space="z"),
        Declaration(y, space="z"),
        Declaration(Z, space="z"),
        Declaration(Y, space="z"),
        Declaration(W, space="z"),
        Declaration(S, space="z"),
        Declaration(D2, space="z"),
        Declaration(X, space="x"),
        Declaration(xs, space="x"),
        Declaration(a, POSITIVE),
        Declaration(c),
    ),
    (FunctionDeclaration("T", ("z",)), FunctionDeclaration("h", ("z", "z"), POSITIVE)),
    (
        LawDeclaration("p", ("x", "z")),
        LawDeclaration("q", ("z",), ("x",)),
        LawDeclaration("r", ("z",)),
        LawDeclaration("v", ("z",), ("y",)),
    ),
    grants=FINITE,
)


def p_x(at=x):
    return Density("p", ("x",), (), (at,))


def joint(at, place=x):
    return Density("p", ("x", "z"), (), (place, at))


def q(at, place=x):
    return Density("q", ("z",), ("x",), (at, place))


def r(at):
    return Density("r", ("z",), (), (at,))


def v(at, given):
    return Density("v", ("z",), ("y",), (at, given))


def posterior(at, place=x):
    return Density("p", ("z",), ("x",), (at, place))


def T(at):
    return Apply("T", (at,))


def h(one, other):
    return Apply("h", (one, other))


def at(family, index):
    return Entry(family, (index,))


def product(law, family, upper=None, index=j):
    return Prod(law(at(family, index)), index, upper or family.shape[0])


def over(family, body, law=q, upper=None):
    """E of a body over all points of a family, independent with one law."""
    return E(body, product(law, family, upper), family)


def w(place):
    return div(joint(place), q(place))


def total(body, index=i, upper=k):
    return Sum(body, index, upper)


def mean(body, index=i, upper=k):
    return div(Sum(body, index, upper), upper)


def apart(one, other):
    return sub(ONE, Delta(one, other))


def without(body, index=j, left_out=m, upper=more, count=k):
    return div(Sum(mul(apart(index, left_out), body), index, upper), count)


def eq(left, right, *given):
    return Statement("=", (left, right), (), given)


def le(left, right, *given):
    return Statement("<=", (left, right), (), given)


def ge(left, right, *given):
    return Statement(">=", (left, right), (), given)


def gt(left, right, *given):
    return Statement(">", (left, right), (), given)


def square(term):
    return Pow(term, num(2))


def cubic(size):
    """Vanishes where the size is 1, 2 or 3, and nowhere else."""
    return mul(*(add(size, num(-value)) for value in (1, 2, 3)))


ET = E(T(z), q(z), z)
ET2 = E(square(T(z)), q(z), z)
L_k = over(Z, log(mean(w(at(Z, i)))))
L_more = over(S, log(mean(w(at(S, i)), i, more)))
L_twice = over(D2, log(mean(w(at(D2, i)), i, twice)))
elbo = E(log(w(z)), q(z), z)
loo = without(w(at(S, j)))
all_S = mean(w(at(S, i)), i, more)
weighted = div(total(mul(w(at(Z, i)), T(at(Z, i)))), total(w(at(Z, j)), j))
F = FAMILIES

FALSE = {
    # one point left
    "a sum of k has k terms": (F, eq(over(Z, total(T(at(Z, i)))), ET)),
    "squares of one point in Σ_i Σ_j": (
        F,
        eq(over(Z, total(total(mul(T(at(Z, i)), T(at(Z, j))), j))), mul(k, k, ET, ET)),
    ),
    "Σ_i Σ_j≠i has k(k - 1) terms": (
        F,
        eq(over(Z, total(total(mul(apart(i, j), T(at(Z, i)), T(at(Z, j))), j))), mul(k, k, ET, ET)),
    ),
    "Σ_i Σ_j≠i of equal points": (
        F,
        eq(over(Z, total(total(mul(apart(i, j), T(at(Z, i)), T(at(Z, j))), j))), mul(k, sub(k, ONE), ET2)),
    ),
    "i and j may be one index": (F, eq(over(Z, mul(T(at(Z, i)), T(at(Z, j)))), mul(ET, ET))),
    "the mean of k = 1 has variance": (F, eq(over(Z, square(mean(T(at(Z, i))))), mul(ET, ET))),
    "the mean's square is at least": (F, le(over(Z, square(mean(T(at(Z, i))))), mul(ET, ET))),
    "1 over a mean": (F, eq(over(Z, div(ONE, mean(w(at(Z, i))))), div(ONE, p_x()))),
    "1/w under q, not the posterior": (F, eq(over(Z, mean(div(ONE, w(at(Z, i))))), div(ONE, p_x()))),
    "self-normalized weights are biased": (F, eq(over(Z, weighted), E(T(z), posterior(z), z))),
    "self-normalized weights under q": (F, eq(over(Z, weighted), ET)),
    "shares of one point": (F, eq(over(Z, div(w(at(Z, i)), total(w(at(Z, j)), j))), ONE)),
    "shares sum to 1, not k": (F, eq(over(Z, total(div(w(at(Z, i)), total(w(at(Z, j)), j)))), k)),
    "shares of the leave-one-out sum": (
        F,
        eq(over(S, total(div(w(at(S, m)), mul(k, loo)), m, more)), ONE),
    ),
    "the point 1 is one of the k": (
        F,
        eq(over(Z, total(h(at(Z, i), at(Z, ONE)))), mul(k, E(E(h(z, z2), q(z2), z2), q(z), z))),
    ),
    "beside it k points": (
        F,
        eq(
            E(over(Z, mul(h(z, z2), total(T(at(Z, i))))), q(z), z),
            mul(ET, E(h(z, z2), q(z), z)),
        ),
    ),
    "a law at another x": (F, eq(over(Z, mean(T(at(Z, i))), lambda place: q(place, x2)), ET)),
    "a law at x_i is none at x": (
        F,
        eq(over(Z, mean(T(at(Z, l)), l), lambda place: q(place, at(xs, i))), ET),
    ),
    "outer points average laws": (
        F,
        eq(
            E(
                mean(over(Z, mean(T(at(Z, i))), lambda place: q(place, at(X, m))), m),
                product(p_x, X),
                X,
            ),
            ET,
        ),
    ),
    "each point has a law of its own": (
        F,
        eq(E(mean(T(at(Z, i))), Prod(q(at(Z, j), at(X, j)), j, k), Z), ET),
    ),
    "a family given itself": (
        F,
        eq(E(ONE, Prod(v(at(Z, j), at(Z, j)), j, k), Z), ONE),
    ),
    "a chain is no family": (
        F,
        eq(E(mean(T(at(Z, i))), Prod(v(at(Z, j), at(Z, ONE)), j, k), Z), E(T(z), v(z, z2), z)),
    ),
    "a part of the family": (F, eq(over(S, mean(T(at(S, i))), upper=k), ET)),
    "half of the density": (F, eq(over(D2, mean(T(at(D2, i)), i, twice), upper=k), ET)),
    "the density squared": (
        F,
        eq(E(ONE, mul(product(q, Z), product(q, Z)), Z), ONE),
    ),
    "the mean over k of 2k, at k of them squared": (
        F,
        eq(over(D2, square(mean(T(at(D2, i)), i, twice))), over(Z, square(mean(T(at(Z, i)))))),
    ),
    "same points, not an independent copy": (
        F,
        eq(
            over(Z, mul(total(T(at(Z, i))), total(T(at(Z, j)), j))),
            over(Z, over(Y, mul(total(T(at(Z, i))), total(T(at(Y, j)), j)))),
        ),
    ),
    "pairs by index of two families are independent": (
        F,
        eq(over(Z, over(Y, mean(mul(T(at(Z, i)), T(at(Y, i)))))), ET2),
    ),
    "a hidden family shadows": (
        F,
        eq(over(Z, mul(T(at(Z, i)), over(Z, total(T(at(Z, j)), j)))), mul(k, ET2)),
    ),
    # exchangeability
    "the sample left out is not in the rest": (
        F,
        eq(over(S, mean(mul(T(at(S, m)), log(loo)), m, more)), mul(ET, L_more)),
    ),
    "the sample m is in all": (
        F,
        eq(over(S, mean(mul(T(at(S, m)), log(all_S)), m, more)), mul(ET, L_more)),
    ),
    "all but one are k, not k + 1": (F, eq(over(S, mean(log(loo), m, more)), L_more)),
    "divided by k + 1": (F, eq(over(S, mean(log(without(w(at(S, j)), count=more)), m, more)), L_k)),
    "the gain is not 0": (F, eq(over(S, mean(sub(log(all_S), log(loo)), m, more)), num(0))),
    "the gain is not negative": (F, le(over(S, mean(sub(log(all_S), log(loo)), m, more)), num(0))),
    "the gain may be 0": (F, gt(over(S, mean(sub(log(all_S), log(loo)), m, more)), num(0))),
    "at each draw the rest may be larger": (F, ge(log(all_S), log(loo))),
    "at each draw, on the average over m, it is not larger": (F, ge(mean(log(loo), m, more), log(all_S))),
    "the index is no label: j w_j": (
        F,
        eq(over(S, mean(log(without(mul(j, w(at(S, j))))), m, more)), over(Z, log(mean(mul(i, w(at(Z, i))))))),
    ),
    "h(z_j, z_m) knows the sample left out": (
        F,
        eq(
            over(S, mean(log(without(h(at(S, j), at(S, m)))), m, more)),
            over(Z, log(mean(h(at(Z, i), at(Z, i))))),
        ),
    ),
    "two left out may be one": (
        F,
        eq(
            over(S, mean(mean(log(add(ONE, without(mul(apart(j, l), w(at(S, j)))))), m, more), l, more)),
            over(Z, log(add(ONE, mean(w(at(Z, i)))))),
        ),
    ),
    "the left-out index of another range": (
        F,
        eq(over(Z, mean(log(add(ONE, without(w(at(Z, j)), upper=k, count=k))), m, more)), log(add(ONE, p_x()))),
    ),
    "the posterior knows all weights": (F, eq(over(Z, log(mean(w(at(Z, i)))), r), L_k)),
    # bounds
    "2k samples are better": (F, le(L_twice, L_k)),
    "2k samples are not the same": (F, eq(L_twice, L_k)),
    "k + 1 are no better where q is the posterior": (F, gt(L_more, elbo)),
    "the bound under the prior's samples is another": (F, le(over(Z, log(mean(w(at(Z, i)))), posterior), log(p_x()))),
    "an upper bound turned": (F, ge(over(Z, log(mean(w(at(Z, i)))), posterior), mul(num(2), log(p_x())))),
    "log of the sum": (F, le(over(Z, log(total(w(at(Z, i))))), log(p_x()))),
    "log of the sum, less log k twice": (
        F,
        ge(sub(over(Z, log(total(w(at(Z, i))))), mul(num(2), log(k))), elbo),
    ),
    "the mean of 1/w: a bound of the other side": (F, ge(neg(over(Z, log(mean(div(ONE, w(at(Z, i))))))), log(p_x()))),
    "not the ELBO with KL turned": (F, ge(L_k, sub(log(p_x()), KL(posterior(z), q(z), z)))),
    "the gap is at most KL, not at least": (F, ge(sub(log(p_x()), L_k), KL(q(z), posterior(z), z))),
    "twice the gain": (F, ge(sub(L_more, elbo), mul(num(2), sub(L_k, elbo)))),
    "k = 1, 2, 3 are not all": (F, eq(mul(cubic(k), sub(L_k, log(p_x()))), num(0))),
    "k = 1, 2, 3 are not all, of numbers": (F, eq(mul(cubic(k), total(at(a, i))), num(0))),
    "k and n are not always close": (
        F,
        eq(mul(*(add(k, neg(n), num(d)) for d in range(-3, 4)), ET), num(0)),
    ),
    "numbers of any sign have no log of a mean": (F, ge(log(mean(at(c, i))), mean(log(at(c, i))))),
    "|c| of a mean": (F, ge(Fn("abs", mean(at(c, i))), mean(Fn("abs", at(c, i))))),
    "the square of a mean is below": (F, ge(square(mean(at(c, i))), mean(square(at(c, i))))),
    "k = 1: no strict Jensen": (F, gt(log(mean(at(a, i))), mean(log(at(a, i))))),
    "the sum of all is more than one, at k = 1 not": (F, gt(total(at(a, i)), at(a, j))),
    "left out at k = 1": (F, gt(Sum(mul(apart(i, j), at(a, i)), i, k), num(0))),
    # divergences of products
    "KL of k copies": (F, eq(KL(product(q, Z), product(r, Z), Z), KL(q(z), r(z), z))),
    "KL of k copies is more": (F, le(KL(product(q, Z), product(r, Z), Z), KL(q(z), r(z), z))),
    "KL of k copies, turned": (F, eq(KL(product(q, Z), product(r, Z), Z), mul(k, KL(r(z), q(z), z)))),
    "KL of k copies is k, not k + 1": (F, eq(KL(product(q, S), product(r, S), S), mul(k, KL(q(z), r(z), z)))),
    "entropy of k copies": (F, eq(H(product(q, Z), Z), H(q(z), z))),
    "JSD of k copies is below log 2": (F, eq(JSD(product(q, Z), product(r, Z), Z), mul(k, JSD(q(z), r(z), z)))),
    "the likelihood of k points at one": (F, eq(E(log(product(r, Z)), product(q, Z), Z), E(log(r(z)), q(z), z))),
    "log of a product is no product of logs": (F, eq(log(product(r, Z)), Prod(log(r(at(Z, j))), j, k))),
    "log of a product at one index": (F, eq(log(product(r, Z)), mul(k, log(r(at(Z, i)))))),
    "log of a product over 2k": (F, eq(log(product(r, D2)), Sum(log(r(at(D2, j))), j, k))),
    "c^k, not c": (F, eq(log(Prod(mul(num(2), at(a, j)), j, k)), add(log(num(2)), Sum(log(at(a, j)), j, k)))),
    "a sum in each factor": (
        F,
        eq(
            log(Prod(mul(at(a, j), total(at(a, i))), j, k)),
            add(Sum(log(at(a, j)), j, k), log(total(at(a, i)))),
        ),
    ),
    "a product of sums": (F, eq(Prod(add(at(a, j), ONE), j, k), add(Prod(at(a, j), j, k), ONE))),
    "products are not bilinear": (F, eq(Prod(mul(num(3), at(a, j)), j, k), mul(num(3), Prod(at(a, j), j, k)))),
    "exp of a product": (F, eq(Prod(Fn("exp", at(c, j)), j, k), Fn("exp", Prod(at(c, j), j, k)))),
    "a product may be negative": (F, gt(Prod(at(c, j), j, k), num(0))),
    "AM ≤ GM": (F, le(log(mean(at(a, i))), div(log(Prod(at(a, j), j, k)), k))),
    "AM and GM at k = 1": (F, gt(log(mean(at(a, i))), div(log(Prod(at(a, j), j, k)), k))),
    "without the root": (F, ge(log(mean(at(a, i))), log(Prod(at(a, j), j, k)))),
    # sizes that evaluation moves
    "k + 1 points of k": (F, eq(At(mean(at(a, i)), ((k, more),)), mean(at(a, i)))),
    "the size moved under a family": (F, eq(At(L_k, ((k, more),)), L_k)),
}

# ------------------------------------------------------------------ a discrete variable: totals by hypothesis

K = Sym("K", "dimension")
pi, ell, w0, free_column = (Sym(name, "real", (K, ONE)) for name in ("pi", "ell", "w0", "free_column"))
qd = Sym("qd", "real", (K, ONE))
kk, jj = Sym("kk", "index"), Sym("jj", "index")
lam, t = Sym("lam"), Sym("t")


def over_K(body, index=kk, size=K):
    return Sum(body, index, size)


def of(column, index=kk):
    return Entry(column, (index,))


def is_distribution(column, value=ONE):
    return eq(over_K(of(column)), value)


COLUMNS = (
    Declaration(qd, POSITIVE),
    Declaration(pi, POSITIVE),
    Declaration(ell, POSITIVE),
    Declaration(w0),
    Declaration(lam),
    Declaration(b),
    Declaration(s, POSITIVE),
    Declaration(t, POSITIVE),
)
PLAIN = Context(COLUMNS)
DISCRETE = Context(
    COLUMNS,
    hypotheses=((is_distribution(qd), "q is a distribution"), (is_distribution(pi), "p(z) is a distribution")),
)
ONLY_Q = Context(COLUMNS, hypotheses=((is_distribution(qd), "q is a distribution"),))
TWO = Context(COLUMNS, hypotheses=((is_distribution(qd, num(2)), "q has the total 2"),))
HALF = Context(COLUMNS, hypotheses=((is_distribution(qd, half), "q has the total 1/2"),))
ZERO_TOTAL = Context(COLUMNS, hypotheses=((eq(over_K(of(w0)), num(0)), "w has the total 0"),))
UP_TO_ONE = Context(COLUMNS, hypotheses=((le(over_K(of(qd)), ONE), "q is part of a distribution"),))
SQUARES = Context(COLUMNS, hypotheses=((eq(over_K(square(of(qd))), ONE), "q has length 1"),))
AT_T = Context(COLUMNS, hypotheses=((eq(over_K(mul(t, of(qd))), ONE), "t q is a distribution"),))
WEIGHTED = Context(COLUMNS, hypotheses=((eq(over_K(mul(of(qd), of(ell))), ONE), "q ℓ has the total 1"),))
MATRIX = Sym("P", "real", (K, K))
ONE_ROW = Context(
    (*COLUMNS, Declaration(MATRIX, POSITIVE)),
    hypotheses=((eq(over_K(Entry(MATRIX, (i, kk))), ONE), "row i is a distribution"),),
)

evidence = over_K(mul(of(pi), of(ell)))
kl = over_K(mul(of(qd), log(div(of(qd), of(pi)))))
parts = sub(over_K(mul(of(qd), log(of(ell)))), kl)
lagrangian = add(parts, mul(lam, sub(ONE, over_K(of(qd)))))
slope_at = sub(sub(log(of(ell, jj)), log(div(t, of(pi, jj)))), ONE)
best_lam = sub(log(evidence), ONE)
posterior_j = div(mul(of(pi, jj), of(ell, jj)), evidence)
unnormalized = mul(of(pi, jj), of(ell, jj))


def root(body, value, variable):
    return Statement("unique root", (body, value), (variable,))


def exp(term):
    return Fn("exp", term)


FALSE |= {
    "Jensen without a total": (PLAIN, ge(log(evidence), parts)),
    "Jensen with the total of p only": (
        Context(COLUMNS, hypotheses=((is_distribution(pi), "p(z)"),)),
        ge(log(evidence), parts),
    ),
    "Jensen with the total 2: K = 1, q = 2, ℓ π = 8": (TWO, ge(log(evidence), parts)),
    "Jensen with the total 1/2: ℓ π = 1/4": (HALF, ge(log(evidence), parts)),
    "q is part of a distribution: K = 1, q = 1/2": (UP_TO_ONE, ge(log(evidence), parts)),
    "q² is a distribution": (SQUARES, ge(log(evidence), parts)),
    "the total of q ℓ is not that of q": (WEIGHTED, eq(over_K(of(qd)), ONE)),
    "the total of t q is not that of q": (AT_T, eq(over_K(of(qd)), ONE)),
    "t is 1 over the total": (AT_T, eq(t, ONE)),
    "row i alone": (ONE_ROW, eq(over_K(Entry(MATRIX, (jj, kk))), ONE)),
    "row i, each i": (ONE_ROW, eq(Sum(over_K(Entry(MATRIX, (i, kk))), i, K), K)),
    "rows, not columns": (ONE_ROW, eq(over_K(Entry(MATRIX, (kk, i))), ONE)),
    "squares have another total": (DISCRETE, eq(over_K(square(of(qd))), ONE)),
    "squares have a total of at least 1": (DISCRETE, ge(over_K(square(of(qd))), ONE)),
    "another column": (DISCRETE, eq(over_K(of(ell)), ONE)),
    "a product of totals": (DISCRETE, eq(over_K(mul(of(qd), of(pi))), ONE)),
    "sizes: K times the total": (DISCRETE, eq(over_K(over_K(of(qd), jj)), ONE)),
    "entries of q are below 1: K = 1": (DISCRETE, Statement("<", (of(qd, jj), ONE))),
    "entries of q are uniform": (DISCRETE, eq(of(qd, jj), div(ONE, K))),
    "K = 1 has no entropy": (DISCRETE, gt(neg(over_K(mul(of(qd), log(of(qd))))), num(0))),
    "entropy is not negative": (DISCRETE, le(neg(over_K(mul(of(qd), log(of(qd))))), num(0))),
    "KL may be 0": (DISCRETE, gt(kl, num(0))),
    "KL is not negative": (DISCRETE, le(kl, num(0))),
    "KL is 0": (DISCRETE, eq(kl, num(0))),
    "KL needs both totals": (ONLY_Q, ge(kl, num(0))),
    "KL is not symmetric": (DISCRETE, eq(kl, over_K(mul(of(pi), log(div(of(pi), of(qd))))))),
    "the evidence is no probability": (DISCRETE, le(evidence, ONE)),
    "the bound is tight at the posterior": (DISCRETE, gt(log(evidence), parts)),
    "the bound is no equation": (DISCRETE, eq(log(evidence), parts)),
    "log of the evidence at one z": (DISCRETE, ge(log(mul(of(pi, jj), of(ell, jj))), parts)),
    "squares of a total 0": (ZERO_TOTAL, eq(over_K(square(of(w0))), num(0))),
    "entries of a total 0": (ZERO_TOTAL, eq(of(w0, jj), num(0))),
    "Σ w ℓ of a total 0": (ZERO_TOTAL, eq(over_K(mul(of(w0), of(ell))), num(0))),
    # what is known of q says nothing of the values over which an optimum ranges
    "the total of q, evaluated at ℓ": (
        DISCRETE,
        eq(At(over_K(of(qd)), ((qd, ell),)), ONE),
    ),
    "the total of q, evaluated at 2q": (
        DISCRETE,
        eq(At(over_K(of(qd)), ((qd, mul(num(2), qd)),)), ONE),
    ),
    "the derivative of a total by hypothesis": (DISCRETE, eq(Entry(Diff(over_K(of(qd)), (qd,)), (jj,)), num(0))),
    "the derivative of its square": (
        DISCRETE,
        eq(Entry(Diff(square(over_K(of(qd))), (qd,)), (jj,)), ONE),
    ),
    "an infimum over all q": (
        DISCRETE,
        eq(Extremum("inf", over_K(of(qd)), qd), ONE),
    ),
    # Lagrange
    "+1 for -1": (
        PLAIN,
        eq(
            Entry(Diff(lagrangian, (qd,)), (jj,)),
            add(log(of(ell, jj)), neg(log(div(of(qd, jj), of(pi, jj)))), ONE, neg(lam)),
        ),
    ),
    "λ for each z": (
        PLAIN,
        eq(
            Entry(Diff(lagrangian, (qd,)), (jj,)),
            add(log(of(ell, jj)), neg(log(div(of(qd, jj), of(pi, jj)))), num(-1), neg(mul(K, lam))),
        ),
    ),
    "the derivative at another entry": (
        PLAIN,
        eq(
            Entry(Diff(lagrangian, (qd,)), (jj,)),
            add(log(of(ell, i)), neg(log(div(of(qd, jj), of(pi, jj)))), num(-1), neg(lam)),
        ),
    ),
    "the constraint's sign": (PLAIN, eq(Diff(lagrangian, (lam,)), sub(over_K(of(qd)), ONE))),
    "the constraint holds everywhere": (PLAIN, eq(Diff(lagrangian, (lam,)), num(0))),
    "stationary without 1/Z": (PLAIN, root(sub(slope_at, best_lam), unnormalized, t)),
    "stationary with λ = log Z": (PLAIN, root(sub(slope_at, log(evidence)), posterior_j, t)),
    "stationary at another z": (PLAIN, root(sub(slope_at, best_lam), div(mul(of(pi, i), of(ell, i)), evidence), t)),
    "λ = log Z": (PLAIN, root(sub(mul(evidence, exp(sub(num(-1), lam))), ONE), log(evidence), lam)),
    "λ is a number below": (PLAIN, root(sub(mul(evidence, exp(sub(num(-1), lam))), ONE), num(-1), lam)),
    "a stationary q of total 2 is no root": (
        PLAIN,
        eq(
            At(Diff(lagrangian, (lam,)), ((qd, mul(div(num(2), evidence), pi)),)),
            num(0),
        ),
    ),
}

# ------------------------------------------------------------------------------ at most one root

u = Sym("u")
closed_unit = Sym("closed_unit")
SCALARS = Context(
    (
        Declaration(u),
        Declaration(t, POSITIVE),
        Declaration(s, POSITIVE),
        Declaration(b),
        Declaration(closed_unit, NONNEGATIVE),
        Declaration(y_unit := Sym("y_unit"), UNIT),
    ),
    (FunctionDeclaration("f", ("real",)),),
)
f_u = Apply("f", (u,))

FALSE |= {
    "1/u rises on both sides of 0": (SCALARS, root(sub(u, div(ONE, u)), ONE, u)),
    "u/(1 - u²) rises on three pieces: -1/2 is beside 2": (
        SCALARS,
        root(sub(div(u, sub(ONE, square(u))), num(Fraction(-2, 3))), num(2), u),
    ),
    "log u² has two roots": (SCALARS, root(log(square(u)), ONE, u)),
    "log |u| has two": (SCALARS, root(log(Fn("abs", u)), ONE, u)),
    "u² has two": (SCALARS, root(sub(square(u), ONE), ONE, u)),
    "log t - t/2 + 1/2 has another above 2": (SCALARS, root(add(log(t), mul(num(Fraction(-1, 2)), t), half), ONE, t)),
    "u² - u on u ≥ 0: 0 is another": (SCALARS, root(mul(closed_unit, sub(closed_unit, ONE)), ONE, closed_unit)),
    "e^u = b has none for b ≤ 0": (SCALARS, root(sub(exp(u), b), log(b), u)),
    "b u = s, and b may be 0": (SCALARS, root(sub(mul(b, u), s), div(s, b), u)),
    "b may be 0 or less: b u = 0": (SCALARS, root(mul(b, u), num(0), u)),
    "s may exceed 1": (SCALARS, root(sub(log(y_unit), log(s)), s, y_unit)),
    "0 is outside t > 0": (SCALARS, root(square(t), num(0), t)),
    "-1 is outside t > 0": (SCALARS, root(add(t, ONE), num(-1), t)),
    "sign u is 0 at 0, |u| u + 1 is not": (SCALARS, root(add(mul(u, Fn("abs", u)), ONE), ONE, u)),
    "f may be anything": (SCALARS, root(f_u, num(0), u)),
    "u + f(u)": (SCALARS, root(add(u, f_u), num(0), u)),
    "the root is a constant": (SCALARS, root(sub(u, s), u, u)),
    "b - u + u": (SCALARS, root(sub(add(u, b), u), num(0), u)),
    "√(t²) - t": (SCALARS, root(sub(Pow(square(t), half), t), ONE, t)),
    "softplus has no root": (SCALARS, root(Fn("softplus", u), num(0), u)),
}

# --------------------------------------------------------------- sums over data points, amortization, sleep

LAWS = (
    LawDeclaration("p", ("x", "z"), (), frozenset({"theta"}), ((("z",), frozenset()),)),
    LawDeclaration("pp", ("x", "z"), (), frozenset({"theta"})),
    LawDeclaration("q", ("z",), ("x",), frozenset({"phi"})),
    LawDeclaration("g", ("z",)),
    LawDeclaration("other", ("z",)),
)
POINTS = (
    Declaration(x),
    Declaration(x2, space="x"),
    Declaration(z),
    Declaration(xs, space="x"),
    Declaration(Z, space="z"),
    Declaration(theta),
    Declaration(phi),
    Declaration(s, POSITIVE),
    Declaration(b),
    Declaration(per_point := Sym("per_point", "real", (n, ONE)), POSITIVE),
)
DATA = Context(POINTS, laws=LAWS, grants=FINITE)
x_i, x_j = at(xs, i), at(xs, j)


def prior(place):
    return Density("p", ("z",), (), (place,))


def likelihood(place, where=x):
    return Density("p", ("x",), ("z",), (where, place))


def varied(place, where=x):
    return Density("pp", ("x", "z"), (), (where, place))


def g(place):
    return Density("g", ("z",), (), (place,))


def bound_at(where, law=None):
    law = q(z, where) if law is None else law
    return E(log(div(joint(z, where), law)), law, z)


def fit_at(where, law=None):
    return E(log(likelihood(z, where)), q(z, where) if law is None else law, z)


def data(body, index=i):
    return Sum(body, index, n)


def same(left, right, variable):
    return Statement("same argmax", (left, right), (variable,))


def argmax(body, variable):
    return Extremum("argmax", body, variable)


def argmin(body, variable):
    return Extremum("argmin", body, variable)


over_theta = over(Z, log(mean(w(at(Z, i)))))
dreamt = E(log(q(z)), joint(z), x, z)
asleep = E(KL(posterior(z), q(z), z), p_x(), x)
g_law = Sym("g", "law")


def best_of(body, value, relation="unique maximizer"):
    return Statement(relation, (body, value), (g_law,))


FALSE |= {
    "one point stands for all": (DATA, same(data(bound_at(x_i)), bound_at(x_j), theta)),
    "a free x stands for none": (DATA, same(data(bound_at(x_i)), bound_at(x), theta)),
    "the bound is no likelihood": (DATA, same(data(bound_at(x_i)), data(log(p_x(x_i))), theta)),
    "the fit does not see that the prior moves": (
        DATA,
        same(
            data(E(log(div(varied(z, x_i), q(z, x_i))), q(z, x_i), z)),
            data(E(log(Density("pp", ("x",), ("z",), (x_i, z))), q(z, x_i), z)),
            theta,
        ),
    ),
    "in φ KL to the prior moves": (DATA, same(data(bound_at(x_i)), data(fit_at(x_i)), phi)),
    "weights for each point": (DATA, same(data(fit_at(x_i)), data(mul(Entry(per_point, (i,)), fit_at(x_i))), theta)),
    "one weight for all that may be negative": (DATA, same(data(fit_at(x_i)), mul(b, data(fit_at(x_i))), theta)),
    "n - 1 is 0 at n = 1": (DATA, same(data(fit_at(x_i)), mul(sub(n, ONE), data(fit_at(x_i))), theta)),
    "of the opposite": (DATA, same(data(fit_at(x_i)), neg(data(bound_at(x_i))), theta)),
    "plus the divergence to the posterior": (
        DATA,
        same(data(bound_at(x_i)), data(add(bound_at(x_i), KL(q(z, x_i), posterior(z, x_i), z))), theta),
    ),
    "squared": (DATA, same(data(fit_at(x_i)), square(data(fit_at(x_i))), theta)),
    "exponentials per point": (DATA, same(data(fit_at(x_i)), data(exp(fit_at(x_i))), theta)),
    "k samples in θ are not one": (DATA, same(over_theta, bound_at(x), theta)),
    "k samples in θ are not the likelihood": (DATA, same(over_theta, log(p_x()), theta)),
    "k samples in φ": (DATA, same(over_theta, neg(KL(q(z), posterior(z), z)), phi)),
    "k samples in φ are no constant": (DATA, same(over_theta, log(p_x()), phi)),
    "the samples move with φ": (
        DATA,
        same(over_theta, over(Z, neg(log(mean(q(at(Z, i)))))), phi),
    ),
    "at one x, not over all": (DATA, eq(argmin(KL(posterior(z), q(z), z), phi), argmax(dreamt, phi))),
    "over all, at one x": (DATA, eq(argmin(asleep, phi), argmax(E(log(q(z)), posterior(z), z), phi))),
    "at another x": (
        DATA,
        eq(argmin(KL(posterior(z), q(z), z), phi), argmax(E(log(q(z, x2)), posterior(z, x2), z), phi)),
    ),
    "argmin for argmax": (DATA, eq(argmin(asleep, phi), argmin(dreamt, phi))),
    "the wake KL in the sleep phase": (
        DATA,
        eq(argmin(E(KL(q(z), posterior(z), z), p_x(), x), phi), argmax(dreamt, phi)),
    ),
    "dreams move with θ": (DATA, eq(argmin(asleep, theta), argmax(dreamt, theta))),
    "dreams of points of the data": (
        DATA,
        eq(argmin(asleep, phi), argmax(data(E(log(q(z, x_i)), posterior(z, x_i), z)), phi)),
    ),
    "an argmax and its own argmin": (DATA, eq(argmax(asleep, phi), argmin(asleep, phi))),
    # optimizers
    "the best for one point is not the best for all": (
        DATA,
        best_of(data(bound_at(x_i, g(z))), posterior(z, x_i)),
    ),
    "the posterior at another point": (DATA, best_of(bound_at(x, g(z)), posterior(z, x2))),
    "the prior": (DATA, best_of(bound_at(x, g(z)), prior(z))),
    "the joint is no density of z": (DATA, best_of(bound_at(x, g(z)), joint(z))),
    "twice the posterior": (DATA, best_of(bound_at(x, g(z)), mul(num(2), posterior(z)), "maximizer")),
    "a mixture with the prior": (DATA, best_of(bound_at(x, g(z)), mul(half, add(posterior(z), prior(z))))),
    "the best for k samples is not the prior": (
        DATA,
        best_of(over(Z, log(mean(div(joint(at(Z, i)), g(at(Z, i))))), g), prior(z), "maximizer"),
    ),
    "the posterior is not the worst": (
        DATA,
        Statement("unique minimizer", (bound_at(x, g(z)), posterior(z)), (g_law,)),
    ),
    "nothing depends on g: not unique": (DATA, best_of(log(p_x()), posterior(z))),
    "E log q has a best q, but it is no q at hand": (DATA, best_of(E(log(g(z)), posterior(z), z), prior(z))),
    "the reverse KL has another minimizer": (
        DATA,
        best_of(neg(KL(mul(half, add(posterior(z), g(z))), prior(z), z)), posterior(z)),
    ),
    "a maximum over g, at the prior by hint": (
        DATA,
        eq(Extremum("max", bound_at(x, g(z)), g_law), bound_at(x, prior(z))),
        prior(z),
    ),
    "the maximum is log p(x), not p(x)": (DATA, eq(Extremum("max", bound_at(x, g(z)), g_law), p_x()), posterior(z)),
    "the maximum of the sum has one g for all points": (
        DATA,
        eq(Extremum("max", data(bound_at(x_i, g(z))), g_law), data(log(p_x(x_i)))),
        posterior(z, x_i),
    ),
    "the sum of maxima is above the maximum of the sum": (
        DATA,
        le(data(Extremum("max", bound_at(x_i, g(z)), g_law)), Extremum("max", data(bound_at(x_i, g(z))), g_law)),
    ),
}

member = Sym("m_law", "law")
m_law = Density("m_law", ("z",), (), (z,))
q_i = Density("q_i", ("z",), (), (z,))
outside = Density("outside", ("z",), (), (z,))


def part_elbo(where, law):
    return sub(E(log(likelihood(z, where)), law, z), KL(law, prior(z), z))


AMORTIZED = Context(
    POINTS,
    laws=(
        LAWS[0],
        LawDeclaration("q", ("z",), ("x",), frozenset({"phi"}), family="Q"),
        LawDeclaration("q_i", ("z",), family="Q"),
        LawDeclaration("m_law", ("z",), family="Q"),
        LawDeclaration("outside", ("z",)),
    ),
    hypotheses=(
        (
            Statement("maximizer", (data(part_elbo(x_j, q(z, x_j)), j), phi), (phi,)),
            "φ* maximizes the sum of the bounds",
        ),
        (
            Statement("maximizer", (part_elbo(x_i, m_law), Sym("q_i", "law")), (member,)),
            "q_i* maximizes the bound of x_i",
        ),
    ),
    grants=FINITE,
)
A = AMORTIZED


def far(law, where):
    return KL(law, posterior(z, where), z)


FALSE |= {
    "q_i* is the best at x_i only": (A, ge(far(q(z, x_j), x_j), far(q_i, x_j))),
    "q_i* at every point": (A, ge(data(far(q(z, x_i), x_i)), data(far(q_i, x_i)))),
    "q_i* at every point, by another index": (A, ge(data(far(q(z, x_l := at(xs, l)), x_l), l), data(far(q_i, x_l), l))),
    "ties are possible": (A, gt(far(q(z, x_i), x_i), far(q_i, x_i))),
    "no member beats it": (A, le(far(q(z, x_i), x_i), far(q_i, x_i))),
    "a law outside the family may": (A, le(far(q_i, x_i), far(outside, x_i))),
    "mixtures need not be members": (A, le(far(q_i, x_i), far(mul(half, add(q_i, m_law)), x_i))),
    "the other divergence": (A, le(KL(posterior(z, x_i), q_i, z), KL(posterior(z, x_i), q(z, x_i), z))),
    "φ* is not the best at one point": (A, le(far(q(z, x_j), x_j), far(m_law, x_j))),
    "members of Q need not be among q_φ": (A, le(data(far(q(z, x_j), x_j), j), data(far(m_law, x_j), j))),
    "Q need not hold the posterior": (A, eq(far(q_i, x_i), num(0))),
    "Q need not hold the posterior, of the bound": (A, ge(part_elbo(x_i, q_i), log(p_x(x_i)))),
    "the best has a gap that may be 0": (A, gt(log(p_x(x_i)), part_elbo(x_i, q_i))),
    "the best member is one": (A, eq(part_elbo(x_i, q_i), part_elbo(x_i, m_law))),
    "the fit alone is not maximal": (A, ge(fit_at(x_i, q_i), fit_at(x_i, m_law))),
    "the prior's KL alone is not minimal": (A, le(KL(q_i, prior(z), z), KL(m_law, prior(z), z))),
}

# ------------------------------------------------------------- shadowing, hypotheses, few cells and few entries

Z_all = at(Z, Sym("i_", "index"))


def under(*hypotheses):
    """The Context of families with hypotheses."""
    return FAMILIES.with_hypotheses(*((hypothesis, "given") for hypothesis in hypotheses))


def spread(values):
    """The product of squared differences: 0 where two of the values are equal."""
    return mul(*(square(sub(one, other)) for number, one in enumerate(values) for other in values[:number]))


def nested(body, indices, size):
    for index in indices:
        body = Sum(body, index, size)
    return body


four = [point(f"z{number}") for number in range(5, 9)]
CELLS = Context(
    (*FAMILIES.symbols, *(Declaration(at_, space="z") for at_ in four)),
    FAMILIES.functions,
    FAMILIES.laws,
    grants=FINITE,
)
spread_of_T = spread([T(at_) for at_ in four])
for at_ in four:
    spread_of_T = E(spread_of_T, r(at_), at_)


def info_nce(law, size=k):
    """E log p(z|x_i)/mean_j p(z|x_j) of a pair among independent x_1, …, x_k."""
    ratio = div(law(z, at(X, i)), mean(law(z, at(X, j)), j))
    return E(mean(E(log(ratio), law(z, at(X, i)), z)), product(p_x, X, index=l), X)


def prior_of(place):
    return Density("p", ("z",), (), (place,))


nce, information = info_nce(posterior), E(KL(posterior(z), prior_of(z), z), p_x(), x)

FALSE |= {
    "Σ_i Σ_i is k Σ_i": (F, eq(over(Z, total(total(T(at(Z, i))))), mul(k, ET))),
    "an index of the outer sum is hidden by the inner": (
        F,
        eq(total(mul(at(a, i), total(at(c, i)))), mul(k, total(mul(at(a, i), at(c, i))))),
    ),
    "two families at once": (
        F,
        eq(Integral(mul(product(q, Z), product(r, Y), total(mul(T(at(Z, i)), T(at(Y, i))))), (Z, Y)), mul(k, ET, ET)),
    ),
    "an integral over the points without their density": (
        F,
        eq(Integral(mul(q(z), total(T(at(Z, i)))), (z,)), mul(k, ET)),
    ),
    "T is 0 at given points, not under q": (under(eq(T(Z_all), num(0))), eq(over(Z, mean(T(at(Z, i)))), num(0))),
    "T is 0 at the i-th point": (under(eq(T(at(Z, i)), num(0))), eq(total(T(at(Z, i))), num(0))),
    "T is 0 at z": (under(eq(T(z), num(0))), eq(ET, num(0))),
    "T has the mean 0 under q, not under r": (under(eq(ET, num(0))), eq(over(Z, mean(T(at(Z, i))), r), num(0))),
    "T has the mean 0 at x, not at x2": (
        under(eq(ET, num(0))),
        eq(over(Z, mean(T(at(Z, i))), lambda place: q(place, x2)), num(0)),
    ),
    "T has the mean 0 at x, not at each x": (under(eq(ET, num(0))), eq(E(ET, p_x(), x), num(0))),
    "T has the mean 0, its square not": (under(eq(ET, num(0))), eq(over(Z, mean(square(T(at(Z, i))))), num(0))),
    "the mean at one draw": (under(eq(mean(T(at(Z, i))), num(0))), eq(ET, num(0))),
    "no gain at k = 1 says nothing": (under(eq(L_k, elbo)), eq(q(y), posterior(y))),
    "no gain at k = 1 says nothing of KL": (under(eq(L_k, elbo)), eq(KL(q(z), posterior(z), z), num(0))),
    "a tight bound here is none at x2": (under(eq(L_k, log(p_x()))), eq(q(y, x2), posterior(y, x2))),
    "a sum over a diagonal": (
        Context(
            (Declaration(M := Sym("M", "real", (k, k))),),
            hypotheses=((eq(total(total(Entry(M, (i, j))), j), ONE), "all of M"),),
        ),
        eq(total(Entry(M, (i, i))), ONE),
    ),
    "the likelihood is no density of z": (
        F,
        eq(over(Z, ONE, lambda place: Density("p", ("x",), ("z",), (x, place))), ONE),
    ),
    "T may take four values": (CELLS, eq(spread_of_T, num(0))),
    "four entries may differ": (
        PLAIN,
        eq(nested(spread([of(w0, index) for index in (i, j, l, m)]), (i, j, l, m), K), num(0)),
    ),
    "four entries of one of two sizes may differ": (
        F,
        eq(nested(spread([at(c, index) for index in (i, j, l, m)]), (i, j, l, m), k), num(0)),
    ),
    "four points of a family may differ": (
        F,
        eq(over(Z, nested(spread([T(at(Z, index)) for index in (i, j, l, m)]), (i, j, l, m), k)), num(0)),
    ),
    "noise contrast is bounded by log k, and is it at k = 1": (F, Statement("<", (nce, log(k)))),
    "noise contrast is 0 at k = 1": (F, gt(nce, num(0))),
    "noise contrast is no upper bound": (F, ge(nce, information)),
    "noise contrast is a bound, not the information": (F, eq(nce, information)),
    "noise contrast of another model": (F, ge(info_nce(lambda place, where: q(place, where)), nce)),
    "noise contrast at least log k": (F, ge(nce, log(k))),
    "E exp is above": (F, ge(Fn("exp", mean(at(c, i))), mean(Fn("exp", at(c, i))))),
    "argmax is not argmax": (DATA, Statement("!=", (argmax(dreamt, phi), argmax(dreamt, phi)))),
    "argmax and argmin meet where q does not move": (DATA, Statement("!=", (argmax(dreamt, phi), argmin(dreamt, phi)))),
    "any φ is not the best": (DATA, Statement("maximizer", (data(bound_at(x_i)), phi), (phi,))),
    "φ* is the best for another sum": (A, Statement("maximizer", (data(fit_at(x_j, q(z, x_j)), j), phi), (phi,))),
    "q_i* is the best at another point": (
        A,
        Statement("maximizer", (part_elbo(x_j, m_law), Sym("q_i", "law")), (member,)),
    ),
    "q_i* is not the only one": (
        A,
        Statement("unique maximizer", (part_elbo(x_i, m_law), Sym("q_i", "law")), (member,)),
    ),
    "the sup over free q is no constrained one": (
        PLAIN,
        eq(Extremum("max", parts, qd), log(evidence)),
        mul(div(ONE, evidence), pi),
    ),
    "the maximum over free q, at the prior": (PLAIN, eq(Extremum("max", neg(kl), qd), num(0)), pi),
    "a maximum where the multiplier makes it one": (
        PLAIN,
        eq(Extremum("max", lagrangian, qd), log(evidence)),
        pi,
    ),
    "the Lagrangian is unbounded below in λ": (PLAIN, eq(Extremum("inf", lagrangian, lam), parts)),
}

TRUE = {
    "one of k": (F, eq(over(Z, total(T(at(Z, i)))), mul(k, ET))),
    "shares": (F, eq(over(Z, total(div(w(at(Z, i)), total(w(at(Z, j)), j)))), ONE)),
    "Σ_i Σ_i": (F, eq(over(Z, total(total(T(at(Z, i))))), mul(k, k, ET))),
    "an inner expectation": (
        F,
        eq(over(Z, mul(total(T(at(Z, i))), over(Z, total(T(at(Z, j)), j)))), mul(k, k, ET, ET)),
    ),
    "two families at once": (
        F,
        eq(
            Integral(mul(product(q, Z), product(r, Y), total(T(at(Z, i))), total(T(at(Y, j)), j)), (Z, Y)),
            mul(k, k, ET, E(T(z), r(z), z)),
        ),
    ),
    "a law at x_i": (
        F,
        eq(over(Z, mean(T(at(Z, l)), l), lambda place: q(place, at(xs, i))), E(T(z), q(z, at(xs, i)), z)),
    ),
    "total expectation": (
        F,
        eq(E(mean(E(T(z), posterior(z, at(X, m)), z), m), product(p_x, X), X), E(T(z), prior_of(z), z)),
    ),
    "all but one": (F, eq(over(S, mean(log(loo), m, more)), L_k)),
    "the gain of one sample": (F, ge(over(S, mean(sub(log(all_S), log(loo)), m, more)), num(0))),
    "the rest at each draw, on the average": (F, le(mean(log(loo), m, more), log(all_S))),
    "a bound": (F, le(L_k, log(p_x()))),
    "one sample more": (F, ge(L_more, L_k)),
    "2k samples are a bound": (F, ge(L_twice, elbo)),
    "KL of k copies": (F, eq(KL(product(q, Z), product(r, Z), Z), mul(k, KL(q(z), r(z), z)))),
    "the likelihood of k points": (F, eq(E(log(product(r, Z)), product(q, Z), Z), mul(k, E(log(r(z)), q(z), z)))),
    "log of a product": (
        F,
        eq(log(Prod(mul(num(2), at(a, j)), j, k)), add(mul(k, log(num(2))), Sum(log(at(a, j)), j, k))),
    ),
    "AM and GM": (F, ge(log(mean(at(a, i))), div(log(Prod(at(a, j), j, k)), k))),
    "a mean that is given": (under(eq(E(T(z), r(z), z), num(0))), eq(over(Z, mean(T(at(Z, i))), r), num(0))),
    "Jensen": (DISCRETE, ge(log(evidence), parts)),
    "Gibbs": (DISCRETE, ge(kl, num(0))),
    "the derivative is that of the sum": (PLAIN, eq(Entry(Diff(over_K(of(qd)), (qd,)), (jj,)), ONE)),
    "stationary": (PLAIN, root(sub(slope_at, best_lam), posterior_j, t)),
    "λ = log Z - 1": (PLAIN, root(sub(mul(evidence, exp(sub(num(-1), lam))), ONE), best_lam, lam)),
    "t - 1/t rises where t > 0": (SCALARS, root(sub(t, div(ONE, t)), ONE, t)),
    "e^u = s": (SCALARS, root(sub(exp(u), s), log(s), u)),
    "wake": (DATA, same(data(bound_at(x_i)), data(fit_at(x_i)), theta)),
    "three times": (DATA, same(data(fit_at(x_i)), mul(num(3), data(bound_at(x_i))), theta)),
    "sleep": (DATA, eq(argmin(asleep, phi), argmax(dreamt, phi))),
    "sleep at one x": (DATA, eq(argmin(KL(posterior(z), q(z), z), phi), argmax(E(log(q(z)), posterior(z), z), phi))),
    "the only best law": (DATA, best_of(bound_at(x, g(z)), posterior(z))),
    "the only best law at a data point": (DATA, best_of(bound_at(x_j, g(z)), posterior(z, x_j))),
    "the maximum": (DATA, eq(Extremum("max", bound_at(x, g(z)), g_law), log(p_x())), posterior(z)),
    "q_i* is the best at x_i": (A, ge(far(q(z, x_i), x_i), far(q_i, x_i))),
    "the encoder of another point is a member": (A, ge(far(q(z, x_j), x_i), far(q_i, x_i))),
    "two families, point by point": (F, eq(over(Z, over(Y, mean(mul(T(at(Z, i)), T(at(Y, i)))))), mul(ET, ET))),
    "noise contrast is a lower bound": (F, le(nce, information)),
    "all k terms are alike": (DATA, best_of(mul(n, neg(KL(g(z), prior(z), z))), prior(z))),
}

#: true, and open so far
OPEN = {
    "pairs of two points": (
        F,
        eq(over(Z, total(total(mul(apart(i, j), T(at(Z, i)), T(at(Z, j))), j))), mul(k, sub(k, ONE), ET, ET)),
    ),
    "the sample left out is independent of the rest": (
        F,
        eq(over(S, mean(mul(T(at(S, m)), log(loo)), m, more)), mul(ET, L_k)),
    ),
    "the mean's square": (F, ge(over(Z, square(mean(T(at(Z, i))))), mul(ET, ET))),
    "2k samples are better": (F, ge(L_twice, L_k)),
    "noise contrast is below log k": (F, le(nce, log(k))),
    "entries of a distribution": (DISCRETE, le(of(qd, jj), ONE)),
    "the entropy of a distribution": (DISCRETE, ge(neg(over_K(mul(of(qd), log(of(qd))))), num(0))),
    "the mean over data": (DATA, same(data(fit_at(x_i)), div(data(fit_at(x_i)), n), theta)),
    "k samples from the best law": (
        DATA,
        best_of(over(Z, log(mean(div(joint(at(Z, i)), g(at(Z, i))))), g), posterior(z)),
    ),
    "a tight bound needs the posterior": (under(eq(L_k, log(p_x()))), eq(q(y), posterior(y))),
    "laws averaged over outer points": (
        F,
        eq(
            E(mean(over(Z, mean(T(at(Z, i))), lambda place: q(place, at(X, m))), m), product(p_x, X), X),
            E(E(T(z), q(z), z), p_x(), x),
        ),
    ),
}


def _answers(row):
    context, statement, *using = row
    hints = tuple(using)
    link = check_link(statement, context, using=hints)
    return decide(statement, context, hints), link.verdict, estimate(statement, context, Settings(), "key").verdict


@pytest.mark.parametrize("name", FALSE)
def test_what_is_false_is_neither_proved_nor_confirmed(name):
    answer, link, numbers = _answers(FALSE[name])
    assert not isinstance(answer, Proof)
    assert link is not Verdict.PROVED
    assert numbers is not Verdict.CONFIRMED


@pytest.mark.parametrize("name", TRUE)
def test_what_is_true_is_proved(name):
    answer, link, numbers = _answers(TRUE[name])
    assert isinstance(answer, Proof)
    assert link is Verdict.PROVED
    assert numbers is not Verdict.REFUTED


@pytest.mark.parametrize("name", OPEN)
def test_what_is_true_and_open_is_not_refuted(name):
    answer, link, numbers = _answers(OPEN[name])
    assert not isinstance(answer, Disproof)
    assert Verdict.REFUTED not in (link, numbers)


@pytest.mark.parametrize("name", ["0/0", "log 0"])
def test_what_is_defined_nowhere_is_still_owed(name):
    whole = over_K(of(w0))
    claim = {"0/0": eq(div(whole, whole), ONE), "log 0": le(log(whole), num(0))}[name]
    assert check_link(claim, ZERO_TOTAL).obligations
    assert estimate(claim, ZERO_TOTAL, Settings(), "key").verdict is not Verdict.CONFIRMED


def test_a_size_has_no_other_value():
    assert "arrays and families" in check_link(eq(At(total(at(a, i)), ((k, more),)), ONE), F).reason
