"""The KL divergence as a supremum over functions: convex conjugates and the f-GAN bound R1.

Answers ift6135-2019-hw3:6.1a and 6.1b. Sources: [Nguyen2010], [Nowozin2016].
p and q are any densities of x, T any real function of x. The supremum is shown for p, q > 0; where densities vanish,
see biconjugate_at_zero (at one point) and kl_ge_r1_where_densities_vanish (the bound and its gap).
"""

from sympy import Expr, Integer, exp, log, oo, symbols

from verify.notation import (
    KL,
    POSITIVE,
    Context,
    D,
    Derivation,
    E,
    Lemma,
    Mutant,
    Statement,
    Step,
    at,
    declare,
    extremum,
    function,
    grant,
    inside,
    integral,
    kernel,
    point,
    region,
)

# -------------------------------------------------------------------------------------------- conjugates

u, t, b = symbols("u t b")
scalars = Context(declare(u, POSITIVE), declare(t), declare(b, POSITIVE), scope="all real t; u > 0 and its end u = 0")
NO_VALUE = "what a supremum approaches is no statement about values at an instance"
gain, dual = u * t - u * log(u), u * t - exp(t - 1)
at_zero = 0 * t - b * exp(t - 1)

conjugate_of_u_log_u = Derivation(
    title="The convex conjugate of f(u) = u log u is f*(t) = e^(t-1)",
    source="[Nowozin2016] section 2.2 and table 6",
    questions=("ift6135-2019-hw3:6.1a",),
    context=scalars,
    claim=Statement(extremum("sup", gain, u), "=", exp(t - 1)),
    chain=(
        Lemma(Statement(D(gain, u), "=", t - 1 - log(u)), by="differentiate u t - u log u in u"),
        Lemma(Statement(at(D(gain, u), {u: exp(t - 1)}), "=", 0), by="it vanishes at u = e^(t-1)"),
        Lemma(Statement(D(D(gain, u), u), "<", 0), by="-1/u < 0: strictly concave, so this is the maximum over u > 0"),
        Lemma(Statement(gain, "limit", Integer(0), over=u, to=Integer(0)), by="at the end u = 0, 0 log 0 = 0: value 0"),
        Lemma(Statement(exp(t - 1), ">", 0), by="which is less than what u = e^(t-1) gives"),
        Lemma(
            Statement(extremum("sup", gain, u), "=", exp(t - 1)),
            by="value e^(t-1) (t - (t - 1))",
            using=(exp(t - 1),),
        ),
    ),
    mutants=(
        Mutant("e^t", rhs=exp(t)),
        Mutant("e^(t+1)", rhs=exp(t + 1)),
        Mutant("t e^(t-1)", rhs=t * exp(t - 1)),
        Mutant("u* = e^t", Statement(gain, "unique maximizer", exp(t), over=u)),
    ),
)

biconjugate_of_u_log_u = Derivation(
    title="The conjugate of e^(t-1) is u log u again, for every u > 0",
    source="[Nowozin2016] section 2.2",
    questions=("ift6135-2019-hw3:6.1a",),
    context=scalars,
    cites=("variational_kl.conjugate_of_u_log_u",),
    claim=Statement(extremum("sup", dual, t), "=", u * log(u)),
    chain=(
        Lemma(Statement(D(dual, t), "=", u - exp(t - 1)), by="differentiate u t - e^(t-1) in t"),
        Lemma(Statement(at(D(dual, t), {t: 1 + log(u)}), "=", 0), by="it vanishes at t = 1 + log u"),
        Lemma(Statement(D(D(dual, t), t), "<", 0), by="-e^(t-1) < 0: strictly concave"),
        Lemma(Statement(at(dual, {t: 1 + log(u)}), "=", u * log(u)), by="u (1 + log u) - u"),
        Lemma(
            Statement(extremum("sup", dual, t), "=", u * log(u)),
            by="the maximum is the value there",
            using=(1 + log(u),),
        ),
    ),
    mutants=(
        Mutant("t* = log u", Statement(dual, "unique maximizer", log(u), over=t)),
        Mutant("u log u - u/e", rhs=at(dual, {t: log(u)})),
        Mutant("u log u - u", rhs=u * log(u) - u),
        Mutant("log u", rhs=log(u)),
    ),
)

biconjugate_at_zero = Derivation(
    title="At u = 0 the supremum of the conjugate is 0 = lim u log u, and it is only approached",
    source="[Nowozin2016] section 2.2",
    questions=("ift6135-2019-hw3:6.1a", "ift6135-2019-hw3:6.1b"),
    context=scalars,
    claim=Statement(extremum("sup", at_zero, t), "approached"),
    chain=(
        Lemma(Statement(u * log(u), "limit", Integer(0), over=u, to=Integer(0)), by="u log u → 0 as u → 0"),
        Lemma(Statement(at_zero, "<", 0), by="0 · t - b e^(t-1) < 0 for every t"),
        Lemma(Statement(at_zero, "limit", Integer(0), over=t, to=-oo), by="and it tends to 0 as t → -∞"),
        Lemma(Statement(extremum("sup", at_zero, t), "=", 0), by="so the supremum is 0: the value of u log u at 0"),
        Lemma(Statement(extremum("sup", at_zero, t), "approached"), by="no t gives 0"),
    ),
    mutants=(
        Mutant("attained at t = 1 + log b", Statement(at_zero, "attained", 1 + log(b), over=t)),
        Mutant("attained at t = 0", Statement(at_zero, "attained", Integer(0), over=t)),
        Mutant("supremum -b", Statement(extremum("sup", at_zero, t), "=", -b)),
    ),
    remarks=(
        "b > 0 stands for q(x) where p(x) = 0: there p T - q e^(T-1) has the supremum 0 = p log(p/q), unattained.",
    ),
    numeric=NO_VALUE,
)

# ---------------------------------------------------------------------------------------- R1, the f-GAN bound

x = symbols("x")
discriminator = symbols("T")
p, q = kernel("p", x), kernel("q", x)
T = function("T", "x")
finite = grant("integrals are finite", "the sheet writes these expectations and divergences, so they exist")
laws = Context(point(x), declare(t), p, q, T, finite, scope="any p, q > 0, any T")

kl, log_ratio = KL(p(x), q(x)), log(p(x) / q(x))
ratio = exp(T(x) - 1) * q(x) / p(x)
pointwise = p(x) * t - q(x) * exp(t - 1)


def r1(values: Expr) -> Expr:
    """Return R1[T] = E_p T - E_q e^(T-1)."""
    return E(values, p(x)) - E(exp(values - 1), q(x))


kl_eq_sup_r1 = Derivation(
    title="KL(p ‖ q) is the supremum of R1[T] = E_p T - E_q e^(T-1) over all T",
    source="[Nguyen2010] lemma 1; [Nowozin2016] equation 4",
    questions=("ift6135-2019-hw3:6.1b",),
    context=laws,
    cites=("variational_kl.biconjugate_of_u_log_u", "variational_kl.biconjugate_at_zero"),
    claim=Statement(kl, "=", extremum("sup", r1(T(x)), discriminator)),
    chain=(
        Lemma(
            Statement(pointwise, "unique maximizer", 1 + log_ratio, over=t),
            by="the supremum goes inside: at each x it is q sup_t {(p/q) t - e^(t-1)}, at t = 1 + log p/q",
        ),
        Lemma(
            Statement(at(pointwise, {t: 1 + log_ratio}), "=", p(x) * log_ratio),
            by="q f**(p/q) = q (p/q) log(p/q), the integrand of KL",
        ),
        Lemma(Statement(kl, ">=", r1(T(x))), by="integrate: no T gives more than KL"),
        Lemma(Statement(r1(1 + log_ratio), "=", kl), by="and T = 1 + log p/q gives KL: E_q e^(T-1) = E_q p/q = 1"),
        Lemma(
            Statement(kl, "=", extremum("sup", r1(T(x)), discriminator)),
            by="an upper bound that is attained is the supremum",
            using=(1 + log_ratio,),
        ),
    ),
    mutants=(
        Mutant("T = log p/q attains it", Statement(r1(T(x)), "attained", log_ratio, over=discriminator)),
        Mutant("R1[log p/q] = KL", Statement(r1(log_ratio), "=", kl)),
        Mutant("KL(q ‖ p)", lhs=KL(q(x), p(x))),
        Mutant("e^T for e^(T-1)", rhs=extremum("sup", E(T(x), p(x)) - E(exp(T(x)), q(x)), discriminator)),
        Mutant("every T gives at least KL", Statement(r1(T(x)), ">=", kl)),
    ),
)

r1_attained_only_at_log_ratio = Derivation(
    title="Where p, q > 0 the supremum is attained, by T = 1 + log p/q alone",
    source="[Nguyen2010] lemma 1",
    questions=("ift6135-2019-hw3:6.1b",),
    context=laws,
    cites=("variational_kl.kl_eq_sup_r1",),
    claim=Statement(r1(T(x)), "unique maximizer", 1 + log_ratio, over=discriminator),
    chain=(
        Lemma(Statement(kl - r1(1 + log_ratio), "=", 0), by="this T attains it"),
        Lemma(
            Statement(kl - r1(T(x)), "=", integral(p(x) * (ratio - 1 - log(ratio)), x)),
            by="KL - R1 is an integral of p (r - 1 - log r) with r = e^(T-1) q/p",
        ),
        Lemma(Statement(kl - r1(T(x)), ">=", 0), by="log r ≤ r - 1"),
        Lemma(
            Statement(r1(T(x)), "unique maximizer", 1 + log_ratio, over=discriminator),
            by="it is 0 only if r = 1 almost everywhere, that is T = 1 + log p/q",
        ),
    ),
    mutants=(
        Mutant("T = log p/q", rhs=log_ratio),
        Mutant("T = p/q", rhs=p(x) / q(x)),
        Mutant("T = 1 + log q/p", rhs=1 - log_ratio),
        Mutant("T + 7 does as well", Statement(r1(8 + log_ratio), "=", kl)),
    ),
)

# ------------------------------------------------------------------------------- where densities may vanish

A, B = region("A", x), region("B", x)
p_A, q_B = kernel("p", x, support=A), kernel("q", x, support=B)
dominated = Context(
    point(x),
    A,
    B,
    p_A,
    q_B,
    T,
    inside(A, B, "q > 0 wherever p > 0, without which KL(p ‖ q) = ∞"),
    finite,
    scope="any densities p, q ≥ 0 with q > 0 wherever p > 0, any T",
)
kl_A, r1_A = KL(p_A(x), q_B(x)), E(T(x), p_A(x)) - E(exp(T(x) - 1), q_B(x))
ratio_A = exp(T(x) - 1) * q_B(x) / p_A(x)
seen_by_p, all_of_q = E(ratio_A, p_A(x)), E(exp(T(x) - 1), q_B(x))

kl_ge_r1_where_densities_vanish = Derivation(
    title="KL(p ‖ q) is at least R1[T] also where densities vanish; off the support of p, e^(T-1) q is lost",
    source="[Nguyen2010] lemma 1",
    questions=("ift6135-2019-hw3:6.1b",),
    context=dominated,
    cites=("variational_kl.biconjugate_at_zero",),
    claim=Statement(kl_A, ">=", r1_A),
    chain=(
        Lemma(
            Statement(kl_A - r1_A, "=", E(ratio_A - 1 - log(ratio_A), p_A(x)) + (all_of_q - seen_by_p)),
            by="with r = e^(T-1) q/p: KL - R1 is E_p(r - 1 - log r) and the integral of e^(T-1) q where p = 0",
        ),
        Lemma(Statement(all_of_q, ">=", seen_by_p), by="e^(T-1) q > 0 off the support of p"),
        Lemma(Statement(kl_A, ">=", E(T(x), p_A(x)) - seen_by_p), by="log r ≤ r - 1"),
        Step(">=", r1_A, by="what q has off the support of p only lowers R1"),
    ),
    mutants=(
        Mutant("≤", relation="<="),
        Mutant("strict", relation=">"),
        Mutant("equal", relation="="),
        Mutant("e^(T-2) for e^(T-1)", rhs=E(T(x), p_A(x)) - E(exp(T(x) - 2), q_B(x))),
        Mutant("q has nothing off the support of p", Statement(all_of_q, "=", seen_by_p)),
    ),
    remarks=(
        "Where q has mass off the support of p no T attains the supremum: the second part of the gap is positive, and "
        "T → -∞ there brings it to 0 (biconjugate_at_zero). On the support of p, T = 1 + log p/q makes the first 0.",
    ),
)
