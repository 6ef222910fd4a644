"""Densities whose supports differ: the Jensen-Shannon divergence saturates at log 2, and KL is infinite.

Answers ift6135-2019-hw3:7 and cmu10708-2019-hw3:2.2b. Sources: [Arjovsky2017] Example 1, [Lin1991] section III,
[Cover2006] section 2.3 for 0 log(0/q) = 0 and p log(p/0) = ∞. A density is positive on its support and 0 elsewhere.
"""

from sympy import Abs, Expr, Integer, Rational, log, symbols

from verify.notation import (
    JSD,
    KL,
    Context,
    Derivation,
    E,
    Interval,
    Lemma,
    Mutant,
    Statement,
    Step,
    assume,
    at,
    declare,
    disjoint,
    grant,
    integral,
    kernel,
    point,
    region,
    segment,
)

x, t = symbols("x t")
half, log2 = Rational(1, 2), log(Integer(2))
finite = grant("integrals are finite", "the sheet writes this divergence, so it exists")

A, B = region("A", x), region("B", x)
p, q = kernel("p", x, support=A), kernel("q", x, support=B)

apart = Context(
    point(x),
    A,
    B,
    p,
    q,
    disjoint(A, B, "the sheet: {x : p(x) > 0 and q(x) > 0} is empty"),
    finite,
    scope="any densities p, q ≥ 0 with disjoint supports",
)


def middle(left: Expr, right: Expr) -> Expr:
    """Return r = (left + right)/2."""
    return half * (left + right)


r = middle(p(x), q(x))

jsd_disjoint_eq_log_two = Derivation(
    title="Densities with disjoint supports are log 2 apart in JSD",
    source="[Arjovsky2017] Example 1; [Lin1991] section III",
    questions=("ift6135-2019-hw3:7",),
    context=apart,
    claim=Statement(JSD(p(x), q(x)), "=", log2),
    chain=(
        Step("=", half * KL(p(x), r, x) + half * KL(q(x), r, x), by="definition, with r = (p + q)/2"),
        Step(
            "=",
            half * integral(p(x) * log(p(x) / r), x) + half * integral(q(x) * log(q(x) / r), x),
            by="definition of KL; r > 0 wherever p > 0 or q > 0, so both are finite",
        ),
        Step(
            "=",
            half * E(log(p(x) / (half * p(x))), p(x)) + half * E(log(q(x) / (half * q(x))), q(x)),
            by="where p > 0, q = 0 and r = p/2; where q > 0, p = 0 and r = q/2; elsewhere 0 log 0 = 0",
        ),
        Step("=", half * E(log2, p(x)) + half * E(log2, q(x)), by="both ratios are 2"),
        Step("=", log2, by="p and q integrate to 1"),
    ),
    mutants=(
        Mutant("½ log 2", rhs=half * log2),
        Mutant("0", rhs=Integer(0)),
        Mutant("infinite", Statement(JSD(p(x), q(x)), "infinite")),
        Mutant("log 4", rhs=2 * log2),
        Mutant("2 log 2, the halves forgotten", lhs=KL(p(x), r, x) + KL(q(x), r, x)),
        Mutant("less than log 2", relation="<"),
    ),
)

kl_disjoint_infinite = Derivation(
    title="KL(p ‖ q) is infinite if the supports are disjoint",
    source="[Arjovsky2017] Example 1; [Cover2006] section 2.3",
    questions=("ift6135-2019-hw3:7",),
    context=apart,
    claim=Statement(KL(p(x), q(x)), "infinite"),
    chain=(
        Lemma(Statement(integral(p(x) * q(x), x), "=", 0), by="p q = 0 everywhere"),
        Lemma(Statement(KL(q(x), p(x)), "infinite"), by="q has mass 1 where p = 0, and q log(q/0) = ∞"),
        Lemma(Statement(KL(p(x), q(x)), "infinite"), by="p has mass 1 where q = 0, and p log(p/0) = ∞"),
    ),
    mutants=(
        Mutant("log 2", Statement(KL(p(x), q(x)), "=", log2)),
        Mutant("0", Statement(KL(p(x), q(x)), "=", 0)),
        Mutant("finite bound", Statement(KL(p(x), q(x)), "<=", 100)),
        Mutant("KL to the mixture is infinite too", Statement(KL(p(x), r, x), "infinite")),
    ),
    remarks=("The mixture r has mass wherever p has, so KL(p ‖ r) = log 2 is finite: that is why JSD is.",),
)

# ------------------------------------------------------------------------- a pair that slides off another

C, D = segment("C", x, 0, 1), segment("D", x, t, 1 + t)
u, v = kernel("u", x, support=C), kernel("v", x, support=D)
sliding = Context(
    point(x),
    declare(t, Interval(-1, 1, low_closed=True, high_closed=True)),
    C,
    D,
    u,
    v,
    finite,
    scope="u = U[0, 1], v = U[t, 1 + t], |t| ≤ 1",
)
slid = JSD(u(x), v(x))

jsd_uniform_eq_abs = Derivation(
    title="JSD(U[0, 1], U[t, 1 + t]) = |t| log 2 for |t| ≤ 1",
    source="[Arjovsky2017] Example 1, for segments that overlap",
    questions=("cmu10708-2019-hw3:2.2b",),
    context=sliding,
    claim=Statement(slid, "=", Abs(t) * log2),
    chain=(
        Step(
            "=",
            half * E(log(2 * u(x) / (u(x) + v(x))), u(x)) + half * E(log(2 * v(x) / (u(x) + v(x))), v(x)),
            by="definition, with the mixture (u + v)/2",
        ),
        Step(
            "=",
            half * Abs(t) * log2 + half * Abs(t) * log2 + (1 - Abs(t)) * log(Integer(1)),
            by="where only one of them is 1 (lengths |t| and |t|) the ratio is 2; where both are, it is 1",
        ),
        Step("=", Abs(t) * log2, by="log 1 = 0"),
    ),
    mutants=(
        Mutant("t log 2", rhs=t * log2),
        Mutant("t² log 2", rhs=t**2 * log2),
        Mutant("log 2", rhs=log2),
        Mutant("½ |t| log 2: one side only", rhs=half * Abs(t) * log2),
        Mutant("(1 - |t|) log 2", rhs=(1 - Abs(t)) * log2),
    ),
)

jsd_uniform_not_differentiable = Derivation(
    title="JSD(U[0, 1], U[t, 1 + t]) is not differentiable in t at t = 0",
    source="[Arjovsky2017] section 2",
    questions=("cmu10708-2019-hw3:2.2b",),
    context=sliding,
    cites=("disjoint_supports.jsd_uniform_eq_abs",),
    claim=Statement(slid, "not differentiable", 0, over=t),
    chain=(
        Lemma(Statement(slid, "=", Abs(t) * log2), by="shown above"),
        Lemma(Statement(at(slid, {t: 0}), "=", 0), by="at t = 0 the two laws are the same"),
        Lemma(Statement(Abs(t) * log2, "not differentiable", 0, over=t), by="slopes -log 2 and log 2 at 0"),
        Lemma(Statement(slid, "not differentiable", 0, over=t), by="so is the JSD, which equals it"),
    ),
    mutants=(
        Mutant("at ½", rhs=half),
        Mutant("the squared JSD's root: t² log 2", Statement(t**2 * log2, "not differentiable", 0, over=t)),
        Mutant("JSD = 1 at t = 0", Statement(at(slid, {t: 0}), "=", 1)),
    ),
    numeric="that a derivative is missing is no statement about values at an instance",
)

kl_uniform_infinite = Derivation(
    title="KL between the two is infinite as soon as t ≠ 0",
    source="[Arjovsky2017] Example 1",
    questions=("cmu10708-2019-hw3:2.2b",),
    context=sliding.but(assume(Statement(t, "!=", 0), "the segments differ")),
    claim=Statement(KL(u(x), v(x)), "infinite"),
    chain=(
        Lemma(Statement(integral(u(x) * v(x), x), "=", 1 - Abs(t)), by="the segments share a length of 1 - |t|"),
        Step("<", Integer(1), by="t is not 0"),
        Lemma(Statement(KL(v(x), u(x)), "infinite"), by="v has mass |t| > 0 where u = 0"),
        Lemma(Statement(KL(u(x), v(x)), "infinite"), by="u has mass |t| > 0 where v = 0"),
    ),
    mutants=(
        Mutant("0", Statement(KL(u(x), v(x)), "=", 0)),
        Mutant("|t| log 2", Statement(KL(u(x), v(x)), "=", Abs(t) * log2)),
        Mutant("JSD is infinite too", Statement(slid, "infinite")),
    ),
)
