"""Attempts by hand to have something false about densities, integrals and unfolding proved or confirmed.

Each false row says in its name why it is false; true rows are its neighbours.
"""

from fractions import Fraction

import pytest

from tests.decide.information_terms import (
    FLOW,
    GAN,
    J_F,
    JSD,
    KL,
    LATENT,
    P_FU,
    P_U,
    P_X,
    POINTS,
    PRIOR_VARIES,
    D,
    E,
    Finv,
    H,
    J_Finv,
    P_FinvX,
    PU_at,
    V,
    add,
    best,
    critic,
    div,
    ecll,
    elbo,
    f0,
    f1,
    half,
    i,
    j,
    lik,
    log,
    max_V,
    modulus,
    mul,
    n,
    neg,
    num,
    p_x,
    p_xz,
    p_z,
    phi,
    post,
    q,
    r,
    sub,
    t,
    theta,
    total,
    u,
    worst,
    x,
    x2,
    x_i,
    z,
    z2,
)
from verify.decide import decide
from verify.model import Disproof, Proof, Settings, Verdict
from verify.numeric.estimate import estimate
from verify.terms.context import (
    POSITIVE,
    UNIT,
    Context,
    Declaration,
    FunctionDeclaration,
    Iid,
    Interval,
    LawDeclaration,
)
from verify.terms.nodes import Apply as ApplyNode
from verify.terms.nodes import At, Delta, Density, Diff, Entry, Expect, Extremum, Fn, Integral, MatOp, Sum, Sym
from verify.terms.statement import Statement

a, b, s, c, th = (Sym(name) for name in ("a", "b", "s", "c", "th"))
R, Z = Sym("R"), Sym("Z")
vec = Sym("vec", "real", (n, num(1)))
g = ApplyNode("g", (x,))
W = Sym("w", "law")
w = Density("w", ("x",), (), (x,))


def eq(left, right, *hypotheses):
    return Statement("=", (left, right), (), hypotheses)


def at_most(left, right, *hypotheses):
    return Statement("<=", (left, right), (), hypotheses)


def at_least(left, right):
    return Statement(">=", (left, right))


def exp(term):
    return Fn("exp", term)


REAL = Context((Declaration(a), Declaration(b), Declaration(s), Declaration(vec), Declaration(n)))
WIDE = Context(
    (
        *GAN.symbols,
        Declaration(a),
        Declaration(b),
        Declaration(s, POSITIVE),
        Declaration(x2, space="x"),
        Declaration(n),
    ),
    (*GAN.functions, FunctionDeclaration("h", ("x", "x"), POSITIVE)),
    (*GAN.laws, LawDeclaration("w", ("x",))),
)
SQUARE = Context((Declaration(s), Declaration(c, definition=mul(s, s))))
MASK = Context(
    (Declaration(a, UNIT), Declaration(R, law=Iid("bernoulli", (a,))), Declaration(Z, definition=mul(num(2), R)))
)
TACIT = Context(
    (
        Declaration(x),
        Declaration(th),
        Declaration(theta),
        Declaration(phi),
        Declaration(s, depends=frozenset({"th"})),
        Declaration(c, depends=frozenset({"i"})),
    ),
    (
        FunctionDeclaration("g", ("x",), depends=frozenset({"th"})),
        FunctionDeclaration("k", ("x",), depends=frozenset({"s"})),
    ),
    (
        LawDeclaration("p", ("x",), depends=frozenset({"th"})),
        LawDeclaration("m", ("x",), depends=frozenset({"theta"})),
        LawDeclaration("qi", ("x",), depends=frozenset({"i"})),
    ),
)
m_x, qi = Density("m", ("x",), (), (x,)), Density("qi", ("x",), (), (x,))
k_x = ApplyNode("k", (x,))
tacit_sum = Sum(KL(qi, m_x, x), i, n)

OPTIMAL = Statement(
    "unique minimizer", (KL(Density("v", ("z",), (), (z,)), post(), z), Sym("qs", "law")), (Sym("v", "law"),)
)
WORST = Statement("maximizer", OPTIMAL.args, OPTIMAL.variables)
FAMILY_LAWS = (
    LATENT.laws[0],
    LawDeclaration("q", ("z",), ("x",), frozenset({"phi"}), family="Q"),
    LawDeclaration("qs", ("z",), family="Q"),
    LawDeclaration("v", ("z",), family="Q"),
    LawDeclaration("o", ("z",), ("x",)),
)
FAMILY = Context(POINTS, (), FAMILY_LAWS, ((OPTIMAL, "q* is optimal at x"),))
FAMILY_WORST = Context(POINTS, (), FAMILY_LAWS, ((WORST, "q* is worst at x"),))
qs, o = Density("qs", ("z",), (), (z,)), Density("o", ("z",), ("x",), (z, x))

hidden = Sym("#x#1.1", "point")
taken = Sym("#x#t1", "point")
PAIRS = Context(
    (*POINTS, Declaration(hidden, space="x"), Declaration(taken, space="x")),
    (FunctionDeclaration("h", ("x", "x"), POSITIVE),),
    LATENT.laws,
)
t_defined = Context((Declaration(t, UNIT, definition=half), Declaration(x)), GAN.functions, GAN.laws)
conditional_image = Density("PFU", ("x",), ("u",), (x, u))
narrow = Context(GAN.symbols, (FunctionDeclaration("D", ("x",), Interval(Fraction(0), Fraction(1, 3))),), GAN.laws)
ones = MatOp("norm2", (MatOp("ones", (n, num(1))),))
nothing = sub(E(D, f1, x), E(D, f1, x))
two_samples = E(E(log(mul(half, add(div(p_xz(x, z), q()), div(p_xz(x, z2), q(z2, x))))), q(z2, x), z2), q(), z)


def h(one, other):
    return ApplyNode("h", (one, other))


def cubic(size):
    """Vanishes where the size is 1, 2 or 3, and nowhere else."""
    return mul(*(add(size, num(-k)) for k in (1, 2, 3)))


FALSE = {
    # names that stand for more than they show
    "p(x) at θ = 2 is another density": (TACIT, eq(At(log(p_x()), ((th, num(2)),)), log(p_x()))),
    "p_θ at θ = φ": (TACIT, eq(At(log(m_x), ((theta, phi),)), log(m_x))),
    "g(x) at θ = 2": (TACIT, eq(At(g, ((th, num(2)),)), g)),
    "s at θ = 2": (TACIT, eq(At(s, ((th, num(2)),)), s)),
    "∂ log p/∂θ is the score": (TACIT, eq(Diff(log(p_x()), (th,)), num(0))),
    "∂g/∂θ": (TACIT, eq(Diff(g, (th,)), num(0))),
    "∂k/∂θ, through s": (TACIT, eq(Diff(k_x, (th,)), num(0))),
    "product rule for s(θ)θ": (TACIT, eq(Diff(mul(s, th), (th,)), s)),
    "each q_i has its own KL": (TACIT, eq(tacit_sum, mul(n, KL(qi, m_x, x)))),
    "Σ_i c where c depends on i": (TACIT, eq(Sum(c, i, n), mul(n, c))),
    "three values of c, not 3c": (TACIT, eq(Sum(c, i, num(3)), mul(num(3), c))),
    "θ - 2s(θ) may decrease": (TACIT, Statement("increasing", (sub(th, mul(num(2), s)),), (th,))),
    "θ + g may decrease": (TACIT, Statement("increasing", (add(th, g),), (th,))),
    "g may be concave in θ": (TACIT, Statement("convex", (g,), (th,))),
    "-(θ + s(θ))² may have no root": (
        TACIT,
        Statement("unique maximizer", (neg(mul(add(th, s), add(th, s))), neg(s)), (th,)),
    ),
    "s(θ) tends to s(0)": (TACIT, Statement("limit", (s, num(0), s), (th,))),
    "θ = s(θ) many times": (TACIT, Statement("unique root", (sub(th, s), s), (th,))),
    # definitions, evaluations, binders
    "s² at s = 2 is 4": (SQUARE, eq(At(c, ((s, num(2)),)), c)),
    "E R over R is a number": (MASK, eq(Expect(Z, (R,)), Z)),
    "min of KL(w‖f0) - KL(w0‖f0), w0 outside": (
        WIDE,
        eq(At(Extremum("min", add(KL(w, f0, x), a), W), ((a, neg(KL(w, f0, x))),)), num(0)),
    ),
    "max of V(D) - V(D0), D0 outside": (
        WIDE,
        eq(At(Extremum("max", add(V(D), a), critic), ((a, neg(V(D))),)), num(0)),
        best,
    ),
    "a free point with the name of a bound one": (PAIRS, eq(E(log(h(x, hidden)), p_x(), x), E(log(h(x, x)), p_x(), x))),
    "a free point with a temporary name": (PAIRS, eq(E(log(h(x, taken)), p_x(), x), E(log(h(x, x)), p_x(), x))),
    "a pushforward given its source is a point mass": (FLOW, eq(conditional_image, P_FU)),
    "t is defined: it ranges over nothing": (t_defined, Statement("maximizer", (t, num(Fraction(1, 3))), (t,))),
    "log t - t at t = ½ has no maximizer": (
        t_defined,
        Statement("unique maximizer", (sub(log(t), t), num(Fraction(1, 3))), (t,)),
    ),
    # numbers that small instances do not tell from 0
    "(n-1)(n-2)(n-3) at n = 4": (REAL, eq(cubic(n), num(0))),
    "the same of |1|²": (REAL, eq(cubic(ones), num(0))),
    "the same of Σ 1": (REAL, eq(cubic(Sum(num(1), i, n)), num(0))),
    "the same times a sum": (REAL, eq(mul(cubic(n), Sum(Entry(vec, (i,)), i, n)), num(0))),
    "sign(0)² is 0": (REAL, eq(mul(Fn("sign", s), Fn("sign", s)), num(1))),
    "sign(0)² is 0, at s = 5/7": (
        REAL,
        eq(mul(Fn("sign", sub(s, num(Fraction(5, 7)))), Fn("sign", sub(s, num(Fraction(5, 7))))), num(1)),
    ),
    "δ_ii is 1": (REAL, eq(Delta(i, j), num(0))),
    "δ_77 is 1": (REAL, eq(Delta(i, num(7)), num(0))),
    "ab = 0 with b = 0": (REAL, eq(a, num(0), eq(mul(a, b), num(0)))),
    "a² = 4 at -2": (REAL, eq(a, num(2), eq(mul(a, a), num(4)))),
    "a² = ab at a = 0": (REAL, eq(a, b, eq(mul(a, a), mul(a, b)))),
    # optima over a family
    "o is no member": (FAMILY, at_most(KL(qs, post(), z), KL(o, post(), z))),
    "optimal for another posterior": (FAMILY, at_most(KL(qs, post(z, x2), z), KL(q(z, x2), post(z, x2), z))),
    "a tie is possible": (FAMILY, Statement("<", (KL(qs, post(), z), KL(q(), post(), z)))),
    "the other KL": (FAMILY, at_most(KL(post(), qs, z), KL(post(), q(), z))),
    "families need not hold mixtures": (FAMILY, at_most(KL(qs, post(), z), KL(mul(half, add(q(), qs)), post(), z))),
    "optimal at one x, not on average": (
        FAMILY,
        at_most(E(KL(qs, post(), z), p_x(), x), E(KL(q(), post(), z), p_x(), x)),
    ),
    "a maximizer read as a minimizer": (FAMILY_WORST, at_most(KL(qs, post(), z), KL(q(), post(), z))),
    # inequalities
    "KL ≥ χ²": (LATENT, at_least(KL(q(), r(), z), sub(E(div(q(), r()), q(), z), num(1)))),
    "KL ≥ log(1 + χ²)": (LATENT, at_least(KL(q(), r(), z), log(E(div(q(), r()), q(), z)))),
    "JSD of far laws is log 2": (LATENT, at_most(JSD(q(), r(), z), mul(half, log(num(2))))),
    "JSD of equal laws is 0": (LATENT, Statement(">", (JSD(q(), r(), z), num(0)))),
    "JSD is J/8 nearby, and J/9 is less": (
        LATENT,
        at_most(JSD(q(), r(), z), mul(num(Fraction(1, 9)), add(KL(q(), r(), z), KL(r(), q(), z)))),
    ),
    "KL has no triangle inequality": (LATENT, at_most(KL(q(), p_z(), z), add(KL(q(), r(), z), KL(r(), p_z(), z)))),
    "one posterior may be wider than the prior": (LATENT, at_most(H(post(), z), H(p_z(), z))),
    "conditioning lowers entropy on average": (LATENT, at_least(E(H(post(), z), p_x(), x), H(p_z(), z))),
    "densities exceed 1": (LATENT, at_least(H(q(), z), num(0))),
    "the ELBO is below": (LATENT, at_least(elbo(), log(p_x()))),
    "tight for the posterior": (LATENT, Statement("<", (elbo(), log(p_x())))),
    "Jensen the wrong way": (LATENT, at_least(E(log(lik()), p_z(), z), log(p_x()))),
    "two samples beat one": (LATENT, at_most(two_samples, elbo())),
    "two samples are no single one": (LATENT, eq(two_samples, elbo())),
    "E e^g ≥ 2 + E g at g = 0": (WIDE, at_least(E(exp(g), f0, x), add(num(2), E(g, f0, x)))),
    "E e^g > 1 + E g at g = 0": (WIDE, Statement(">", (E(exp(g), f0, x), add(num(1), E(g, f0, x))))),
    "Donsker-Varadhan with the laws exchanged": (WIDE, at_most(sub(E(g, f1, x), log(E(exp(g), f0, x))), KL(f0, f1, x))),
    "g may be negative: a ≥ b does not order": (
        WIDE,
        at_least(mul(a, E(mul(g, g, g), f0, x)), mul(b, E(mul(g, g, g), f0, x))),
    ),
    "KL(f0, 2 f1) may be negative": (WIDE, at_least(KL(f0, mul(num(2), f1), x), num(0))),
    "f0 may exceed 1": (WIDE, at_most(E(f0, f0, x), num(1))),
    # normalization and points
    "f0 integrated twice": (WIDE, eq(Integral(f0, (x, x)), num(1))),
    "f0 integrated over nothing": (WIDE, eq(Integral(f0, ()), num(1))),
    "E under twice a density": (WIDE, eq(E(num(3), mul(num(2), f0), x), num(3))),
    "KL(2f, f) is 2 log 2": (WIDE, eq(KL(mul(num(2), f0), f0, x), log(num(2)))),
    "marginal at another point": (LATENT, eq(Integral(mul(lik(x2, z), p_z()), (z,)), p_x())),
    "Bayes upside down": (LATENT, eq(post(), div(mul(lik(), p_x()), p_z()))),
    "log of a mean": (WIDE, eq(log(E(exp(g), f0, x)), E(g, f0, x))),
    "one data point for all": (LATENT, eq(total(log(p_x(x_i))), mul(n, log(p_x(x_i))))),
    "an undeclared law has no space": (WIDE, eq(Integral(Density("zz", ("x",), (), (x,)), (x,)), num(1))),
    "no sum to 0 terms": (WIDE, eq(Sum(a, i, num(0)), a)),
    # maximizers
    "the generator's ratio": (GAN, Statement("maximizer", (V(D), worst), (critic,))),
    "the best is not the worst": (GAN, Statement("unique minimizer", (V(D), best), (critic,))),
    "best exceeds the range (0, 1/3)": (narrow, Statement("maximizer", (V(D), best), (critic,))),
    "1 is outside (0, 1)": (GAN, Statement("maximizer", (E(log(D), f1, x), num(1)), (critic,))),
    "a sup over D is not a value at best": (
        GAN,
        eq(Extremum("sup", E(log(D), f1, x), critic), E(log(best), f1, x)),
        best,
    ),
    "JSD counted once": (GAN, eq(max_V, sub(JSD(f0, f1, x), log(num(4)))), best),
    "max V is more than -log 4": (GAN, eq(max_V, neg(log(num(4)))), best),
    "min V is -∞": (GAN, eq(Extremum("min", V(D), critic), neg(log(num(4)))), best),
    "f1 is not f0": (WIDE, eq(Extremum("max", neg(KL(f0, w, x)), W), num(0)), f1),
    "KL has no maximum": (WIDE, eq(Extremum("max", KL(w, f0, x), W), num(0)), f0),
    "the conjugate's ratio upside down": (
        GAN,
        Statement("maximizer", (sub(E(g, f1, x), E(exp(g), f0, x)), log(div(f0, f1))), (Sym("g", "law"),)),
    ),
    "argmax and argmin": (
        WIDE,
        eq(Extremum("argmax", E(log(D), f1, x), critic), Extremum("argmin", E(log(D), f1, x), critic)),
    ),
    "argmin of a negative multiple": (
        WIDE,
        eq(Extremum("argmin", KL(f0, w, x), W), Extremum("argmin", mul(num(-3), KL(f0, w, x)), W)),
    ),
    "times b, which may be negative": (
        WIDE,
        Statement("same argmax", (E(log(D), f1, x), mul(b, E(log(D), f1, x))), (critic,)),
    ),
    "squares reverse negatives": (
        WIDE,
        Statement("same argmax", (E(log(D), f1, x), mul(E(log(D), f1, x), E(log(D), f1, x))), (critic,)),
    ),
    "same argmax in φ, the other KL": (LATENT, Statement("same argmax", (elbo(), neg(KL(post(), q(), z))), (phi,))),
    "same argmax in θ, the gap varies": (LATENT, Statement("same argmax", (elbo(), neg(KL(q(), post(), z))), (theta,))),
    "same argmax in θ, a bound": (LATENT, Statement("same argmax", (elbo(), log(p_x())), (theta,))),
    "the prior varies": (PRIOR_VARIES, Statement("same argmax", (elbo(), E(log(lik()), q(), z)), (theta,))),
    "the entropy varies with φ": (LATENT, Statement("same argmax", (elbo(), ecll), (phi,))),
    "Σ_i≤n varies with n": (
        Context((*POINTS, Declaration(vec)), laws=LATENT.laws),
        Statement("same argmax", (log(p_x()), add(log(p_x()), Sum(Entry(vec, (i,)), i, n))), (n,)),
    ),
    # flows
    "both laws move": (FLOW, eq(KL(P_X, P_FU, x), KL(P_U, P_FinvX, u))),
    "orientation may turn": (FLOW, eq(P_FU, mul(PU_at(Finv()), J_Finv()))),
    "the Jacobian upside down": (FLOW, eq(P_FU, mul(PU_at(Finv()), modulus(J_F(Finv()))))),
    "entropy with the wrong sign": (FLOW, eq(H(P_FU, x), sub(H(P_U, u), E(log(modulus(J_F())), P_U, u)))),
    "det J may be negative": (FLOW, Statement(">", (J_F(), num(0)))),
    "|det J| is not det J": (FLOW, eq(modulus(J_F()), J_F())),
    "flows may contract": (FLOW, at_least(modulus(J_F()), num(1))),
}

TRUE = {
    "s² at s = 2": (SQUARE, eq(At(c, ((s, num(2)),)), num(4))),
    "E 2R": (MASK, eq(Expect(Z, (R,)), mul(num(2), a))),
    "an optimum in its family": (FAMILY, at_most(KL(qs, post(), z), KL(q(), post(), z))),
    "a member at another x": (FAMILY, at_most(KL(qs, post(), z), KL(q(z, x2), post(), z))),
    "KL ≤ χ²": (LATENT, at_most(KL(q(), r(), z), sub(E(div(q(), r()), q(), z), num(1)))),
    "KL ≤ log(1 + χ²)": (LATENT, at_most(KL(q(), r(), z), log(E(div(q(), r()), q(), z)))),
    "conditioning": (LATENT, at_most(E(H(post(), z), p_x(), x), H(p_z(), z))),
    "Jensen": (LATENT, at_most(E(log(lik()), p_z(), z), log(p_x()))),
    "1/lik under the posterior": (LATENT, eq(E(div(num(1), lik()), post(), z), div(num(1), p_x()))),
    "same argmax in φ": (LATENT, Statement("same argmax", (elbo(), neg(KL(q(), post(), z))), (phi,))),
    "same argmax in θ": (LATENT, Statement("same argmax", (elbo(), ecll), (theta,))),
    "same argmax in z": (LATENT, Statement("same argmax", (log(p_xz()), log(post())), (z,))),
    "the best critic": (GAN, Statement("unique maximizer", (V(D), best), (critic,))),
    "max V": (GAN, eq(max_V, sub(mul(num(2), JSD(f0, f1, x)), log(num(4)))), best),
    "the conjugate's ratio": (
        GAN,
        Statement("maximizer", (sub(E(g, f1, x), E(exp(g), f0, x)), log(div(f1, f0))), (Sym("g", "law"),)),
    ),
    "any admissible value maximizes 0": (GAN, Statement("maximizer", (nothing, best), (critic,))),
    "min KL": (WIDE, eq(Extremum("min", KL(w, f0, x), W), num(0)), f0),
    "argmin of a multiple": (
        WIDE,
        eq(Extremum("argmin", KL(f0, w, x), W), Extremum("argmin", mul(num(3), KL(f0, w, x)), W)),
    ),
    "Donsker-Varadhan": (WIDE, at_most(sub(E(g, f1, x), log(E(exp(g), f0, x))), KL(f1, f0, x))),
    "E e^g": (WIDE, at_least(E(exp(g), f0, x), add(num(1), E(g, f0, x)))),
    "KL of a flow": (FLOW, eq(KL(P_X, P_FU, x), KL(P_FinvX, P_U, u))),
    "change of variables": (FLOW, eq(P_FU, div(PU_at(Finv()), modulus(J_F(Finv()))))),
    "entropy of a flow": (FLOW, eq(H(P_FU, x), add(H(P_U, u), E(log(modulus(J_F())), P_U, u)))),
}

#: true, and open so far
OPEN = {
    "JSD ≤ J/4": (LATENT, at_most(JSD(q(), r(), z), mul(num(Fraction(1, 4)), add(KL(q(), r(), z), KL(r(), q(), z))))),
    "E g² ≥ (E g)²": (WIDE, at_least(E(mul(g, g), f0, x), mul(E(g, f0, x), E(g, f0, x)))),
    "two samples are a better bound": (LATENT, at_least(two_samples, elbo())),
    "a positive factor": (WIDE, Statement("same argmax", (E(log(D), f1, x), mul(s, E(log(D), f1, x))), (critic,))),
}


def _answers(row):
    context, statement, *using = row
    return decide(statement, context, tuple(using)), estimate(statement, context, Settings(), "attack").verdict


@pytest.mark.parametrize("name", FALSE)
def test_what_is_false_is_neither_proved_nor_confirmed(name):
    answer, verdict = _answers(FALSE[name])
    assert not isinstance(answer, Proof)
    assert verdict is not Verdict.CONFIRMED


@pytest.mark.parametrize("name", TRUE)
def test_what_is_true_is_proved(name):
    answer, verdict = _answers(TRUE[name])
    assert isinstance(answer, Proof)
    assert verdict is not Verdict.REFUTED


@pytest.mark.parametrize("name", OPEN)
def test_what_is_true_and_open_is_not_refuted(name):
    answer, verdict = _answers(OPEN[name])
    assert not isinstance(answer, Disproof)
    assert verdict is not Verdict.REFUTED
