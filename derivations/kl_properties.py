"""Properties of the Kullback-Leibler divergence: KL ≥ 0, = 0 for equal laws only, no symmetry, no triangle inequality.

Answers ece544-2023-ps5:1b. Sources: [Cover2006] Theorem 2.6.3 and section 2.3, [Kullback1951] section 3.
p and q are any densities; where they may vanish, p is positive on A and q on B.
"""

from sympy import Integer, Rational, log, symbols

from verify.notation import (
    KL,
    Context,
    Derivation,
    E,
    Lemma,
    Mutant,
    Statement,
    Step,
    declare,
    grant,
    inside,
    kernel,
    normal_density,
    point,
    region,
    segment,
)

x, s = symbols("x s")
p_name, q_name = symbols("p q")
half, log2 = Rational(1, 2), log(Integer(2))
finite = grant("integrals are finite", "the sheet writes this divergence, so it exists")

p, q, r = kernel("p", x), kernel("q", x), kernel("r", x)
positive = Context(point(x), p, q, r, finite, scope="any densities p, q > 0")
divergence = KL(p(x), q(x))

kl_nonnegative = Derivation(
    title="KL(p ‖ q) ≥ 0",
    source="[Cover2006] Theorem 2.6.3; [Kullback1951] lemma 3.1",
    questions=("ece544-2023-ps5:1b",),
    context=positive,
    claim=Statement(divergence, ">=", 0),
    chain=(
        Step("=", -E(log(q(x) / p(x)), p(x)), by="definition, the ratio turned over"),
        Step(">=", -E(q(x) / p(x) - 1, p(x)), by="log u ≤ u - 1 at u = q/p"),
        Step("=", Integer(0), by="E_p q/p = ∫ q = 1"),
    ),
    mutants=(
        Mutant("> 0", relation=">"),
        Mutant("≤ 0", relation="<="),
        Mutant("symmetric", relation="=", rhs=KL(q(x), p(x))),
        Mutant("≥ log 2", rhs=log2),
        Mutant("at least the other way round", rhs=KL(q(x), p(x))),
    ),
)

kl_zero_for_equal_laws_only = Derivation(
    title="KL(p ‖ q) = 0 if and only if q = p almost everywhere",
    source="[Cover2006] Theorem 2.6.3",
    questions=("ece544-2023-ps5:1b",),
    context=positive,
    cites=("kl_properties.kl_nonnegative",),
    claim=Statement(divergence, "unique minimizer", p(x), over=q_name),
    chain=(
        Lemma(Statement(KL(p(x), p(x)), "=", 0), by="log(p/p) = 0: the bound KL ≥ 0 is attained at q = p"),
        Lemma(
            Statement(divergence, "=", E(q(x) / p(x) - 1 - log(q(x) / p(x)), p(x))),
            by="E_p q/p = 1: KL is the mean of u - 1 - log u ≥ 0 at u = q/p",
        ),
        Lemma(Statement(divergence, ">=", 0), by="so 0 is its least value"),
        Lemma(
            Statement(divergence, "unique minimizer", p(x), over=q_name),
            by="u - 1 - log u vanishes at u = 1 only: if its mean is 0, then q/p = 1 almost everywhere",
        ),
    ),
    mutants=(
        Mutant("at another law", rhs=r(x)),
        Mutant("maximizer", relation="unique maximizer"),
        Mutant("as a function of p, at another law", rhs=r(x), over=p_name),
        Mutant("0 for all laws", Statement(divergence, "=", 0)),
        Mutant("0 at r", Statement(KL(p(x), r(x)), "=", KL(p(x), p(x)))),
    ),
)

A, B = region("A", x), region("B", x)
p_A, q_B = kernel("p", x, support=A), kernel("q", x, support=B)
dominated = Context(
    point(x),
    A,
    B,
    p_A,
    q_B,
    inside(A, B, "q > 0 wherever p > 0, without which KL(p ‖ q) = ∞"),
    finite,
    scope="any densities p, q ≥ 0 with q > 0 wherever p > 0",
)

kl_nonnegative_where_densities_vanish = Derivation(
    title="KL(p ‖ q) ≥ 0 also where densities vanish, with 0 log 0 = 0",
    source="[Cover2006] Theorem 2.6.3, whose sums are over the support of p",
    questions=("ece544-2023-ps5:1b",),
    context=dominated,
    claim=Statement(KL(p_A(x), q_B(x)), ">=", 0),
    chain=(
        Step("=", -E(log(q_B(x) / p_A(x)), p_A(x)), by="definition; E_p is over the support of p"),
        Step(">=", -E(q_B(x) / p_A(x) - 1, p_A(x)), by="log u ≤ u - 1 at u = q/p"),
        Step(">=", Integer(0), by="E_p q/p is the mass of q on the support of p, at most 1"),
    ),
    mutants=(
        Mutant("≤ 0", relation="<="),
        Mutant("> 0", relation=">"),
        Mutant("E_p q/p = 1", Statement(E(q_B(x) / p_A(x), p_A(x)), "=", 1)),
        Mutant("the other way round is infinite", Statement(KL(q_B(x), p_A(x)), "infinite")),
        Mutant("infinite", Statement(KL(p_A(x), q_B(x)), "infinite")),
    ),
)

# --------------------------------------------------------------------------------------- what KL is not

short, long = segment("S", x, 0, 1), segment("L", x, 0, 2)
u, v = kernel("u", x, support=short), kernel("v", x, support=long)
nested = Context(point(x), short, long, u, v, finite, scope="u = U[0, 1] and v = U[0, 2]")

kl_finite_one_way_only = Derivation(
    title="KL(U[0, 1] ‖ U[0, 2]) = log 2, while KL(U[0, 2] ‖ U[0, 1]) is infinite",
    source="[Cover2006] section 2.3",
    questions=("ece544-2023-ps5:1b",),
    context=nested,
    claim=Statement(KL(u(x), v(x)), "=", log2),
    chain=(
        Lemma(Statement(KL(v(x), u(x)), "infinite"), by="v has mass ½ on (1, 2], where u = 0"),
        Lemma(Statement(KL(u(x), v(x)), "=", E(log(Integer(2)), u(x))), by="u/v = 2 on [0, 1], all of u's support"),
        Step("=", log2, by="u integrates to 1"),
    ),
    mutants=(
        Mutant("symmetric", rhs=KL(v(x), u(x))),
        Mutant("-log 2", rhs=-log2),
        Mutant("½ log 2", rhs=half * log2),
        Mutant("infinite both ways", Statement(KL(u(x), v(x)), "infinite")),
    ),
)

narrow, wide = normal_density(s, Integer(0), Integer(1)), normal_density(s, Integer(0), Integer(4))
shifted, far = normal_density(s, Integer(1), Integer(1)), normal_density(s, Integer(2), Integer(1))
normal = Context(declare(s), scope="N(0, 1), N(0, 4), N(1, 1), N(2, 1)")

kl_not_symmetric = Derivation(
    title="KL is not symmetric: KL(N(0, 1) ‖ N(0, 4)) < KL(N(0, 4) ‖ N(0, 1))",
    source="[Cover2006] section 2.3; the divergence is not symmetric",
    questions=("ece544-2023-ps5:1b",),
    context=normal,
    claim=Statement(KL(narrow, wide), "<", KL(wide, narrow)),
    chain=(
        Step("=", half * (log(Integer(4)) + Rational(1, 4) - 1), by="½ (log b/a + a/b - 1) at a = 1, b = 4"),
        Step("<", half * (-log(Integer(4)) + 4 - 1), by="log 4 < 15/8"),
        Step("=", KL(wide, narrow), by="the same formula at a = 4, b = 1"),
    ),
    mutants=(
        Mutant("symmetric, for unequal variances", relation="="),
        Mutant("the other way round", relation=">"),
        Mutant("both 0, as the means agree", Statement(KL(narrow, wide), "=", 0)),
    ),
)

kl_no_triangle_inequality = Derivation(
    title="KL satisfies no triangle inequality: N(0, 1), N(1, 1), N(2, 1)",
    source="[Cover2006] section 2.3; the divergence does not satisfy the triangle inequality",
    questions=("ece544-2023-ps5:1b",),
    context=normal,
    claim=Statement(KL(narrow, far), ">", KL(narrow, shifted) + KL(shifted, far)),
    chain=(
        Step("=", Integer(2), by="(difference of means)²/2"),
        Step(">", half + half, by="2 > 1"),
        Step("=", KL(narrow, shifted) + KL(shifted, far), by="two differences of 1"),
    ),
    mutants=(
        Mutant("the triangle inequality", relation="<="),
        Mutant("equality on a line", relation="="),
        Mutant("without the square", Statement(KL(narrow, far), "=", Integer(1))),
    ),
)
