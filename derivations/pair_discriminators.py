"""A discriminator of pairs (x, z): an encoder Q and a generator G give two joint laws, which the game makes equal.

Answers cmu10708-2019-hw3:2.3a. Sources: [Dumoulin2017] section 2.2, [Goodfellow2014] section 4.1.
p_r(x, z) = p_d(x) p_q(z|x) and p_f(x, z) = p_z(z) p_g(x|z), all four any positive densities.
"""

from sympy import Expr, Integer, log, symbols

from verify.notation import (
    JSD,
    UNIT,
    Context,
    D,
    Derivation,
    Lemma,
    Mutant,
    Statement,
    Step,
    at,
    declare,
    example,
    expectation,
    extremum,
    function,
    grant,
    integral,
    kernel,
    point,
)

x, z = symbols("x z")
t, critic = symbols("t D")
p_d, p_q = kernel("p_d", x), kernel("p_q", z, given=(x,))
p_z, p_g = kernel("p_z", z), kernel("p_g", x, given=(z,))
Dxz = function("D", "x", "z", interval=UNIT)
finite = grant("integrals are finite", "the sheet writes these expectations and divergences, so they exist")
pairs = Context(
    point(x, z), declare(t, UNIT), p_d, p_q, p_z, p_g, Dxz, finite, scope="any p_d, p_q(z|x), p_z, p_g(x|z) > 0"
)

SOURCE = "[Dumoulin2017] section 2.2"
QUESTION = ("cmu10708-2019-hw3:2.3a",)
log_four = log(Integer(4))
real, fake = p_d(x) * p_q(z, given=x), p_z(z) * p_g(x, given=z)
share, rest = real / (real + fake), fake / (real + fake)
integrand = real * log(t) + fake * log(1 - t)


def value(discriminator: Expr) -> Expr:
    """Return E_pr log D + E_pf log(1 - D), over pairs."""
    return expectation(log(discriminator), real, x, z) + expectation(log(1 - discriminator), fake, x, z)


cost = expectation(log(share), real, x, z) + expectation(log(rest), fake, x, z)

pair_discriminator = Derivation(
    title="Given G and Q, the best discriminator of pairs is D* = p_r/(p_r + p_f)",
    source=SOURCE + ", Proposition 1",
    questions=QUESTION,
    context=pairs,
    claim=Statement(value(Dxz(x, z)), "unique maximizer", share, over=critic),
    chain=(
        Lemma(
            Statement(value(Dxz(x, z)), "=", integral(real * log(Dxz(x, z)) + fake * log(1 - Dxz(x, z)), x, z)),
            by="both expectations are integrals over pairs",
        ),
        Lemma(Statement(at(D(integrand, t), {t: share}), "=", 0), by="p_r/t = p_f/(1 - t) at t = p_r/(p_r + p_f)"),
        Lemma(Statement(D(D(integrand, t), t), "<", 0), by="the integrand is strictly concave in t = D(x, z)"),
        Lemma(
            Statement(value(Dxz(x, z)), "unique maximizer", share, over=critic),
            by="the integral is greatest where the integrand is, at almost every pair",
        ),
    ),
    mutants=(
        Mutant("p_f on top", rhs=rest),
        Mutant("the marginals of x only", rhs=p_d(x) / (p_d(x) + p_g(x, given=z))),
        Mutant("p_r/(p_r + 2 p_f)", rhs=real / (real + 2 * fake)),
        Mutant("minimizer", relation="unique minimizer"),
    ),
)

max_eq_two_jsd = Derivation(
    title="Its value is -log 4 + 2 JSD(p_r ‖ p_f)",
    source="[Goodfellow2014] section 4.1, Theorem 1, for pairs",
    questions=QUESTION,
    context=pairs,
    cites=("pair_discriminators.pair_discriminator",),
    claim=Statement(extremum("max", value(Dxz(x, z)), critic), "=", -log_four + 2 * JSD(real, fake, x, z)),
    chain=(
        Step("=", value(share), by="D* attains the maximum", using=(share,)),
        Step("=", cost, by="1 - D* = p_f/(p_r + p_f)"),
        Step("=", -log_four + 2 * JSD(real, fake, x, z), by="take log ½ out of both; definition of the JSD"),
    ),
    mutants=(
        Mutant("JSD for 2 JSD", rhs=-log_four + JSD(real, fake, x, z)),
        Mutant("log 2 for log 4", rhs=-log(Integer(2)) + 2 * JSD(real, fake, x, z)),
        Mutant("JSD of p_d and p_g for one z", rhs=-log_four + 2 * JSD(real, p_z(z) * p_d(x), x, z)),
    ),
)

cost_ge_neg_log_four = Derivation(
    title="No G and Q do better than -log 4",
    source=SOURCE + ", Proposition 2",
    questions=QUESTION,
    context=pairs,
    cites=("pair_discriminators.max_eq_two_jsd",),
    claim=Statement(cost, ">=", -log_four),
    chain=(
        Lemma(Statement(JSD(real, fake, x, z), ">=", 0), by="a mean of two divergences"),
        Lemma(Statement(cost, "=", -log_four + 2 * JSD(real, fake, x, z)), by="shown above"),
        Step(">=", -log_four, by="drop 2 JSD"),
    ),
    mutants=(
        Mutant("minimum 0", rhs=Integer(0)),
        Mutant("minimum -log 2", rhs=-log(Integer(2))),
        Mutant("maximum", relation="<="),
        Mutant("minimum -log 3", rhs=-log(Integer(3))),
    ),
)

matched = pairs.but(
    example(Statement(p_z(z), "=", integral(real, x))), example(Statement(p_g(x, given=z), "=", real / p_z(z)))
)
optimal = Statement(cost, "=", -log_four)

optimum_iff_joints_agree = Derivation(
    title="-log 4 is attained exactly where p_r = p_f: p_d(x) p_q(z|x) = p_z(z) p_g(x|z) for almost every pair",
    source=SOURCE + ", Proposition 3",
    questions=QUESTION,
    context=matched,
    cites=("pair_discriminators.cost_ge_neg_log_four",),
    claim=Statement(real, "=", fake, given=(optimal,)),
    chain=(
        Lemma(
            Statement(2 * expectation(log(real / (real + real)), real, x, z), "=", -log_four),
            by="if p_r = p_f, both logarithms are log ½: the value is -log 4",
        ),
        Lemma(Statement(JSD(real, fake, x, z), "=", 0, given=(optimal,)), by="conversely, -log 4 leaves 2 JSD = 0"),
        Lemma(
            Statement(real, "=", fake, given=(optimal,)),
            by="the JSD is 0 only if p_r = (p_r + p_f)/2 = p_f almost everywhere",
        ),
    ),
    mutants=(
        Mutant("p_d = p_g for every z", lhs=p_d(x), rhs=p_g(x, given=z)),
        Mutant("p_q = p_z for every x", lhs=p_q(z, given=x), rhs=p_z(z)),
        Mutant("p_r = 2 p_f", rhs=2 * fake),
        Mutant("p_d p_z", rhs=p_d(x) * p_z(z)),
    ),
    numeric="the optimum is attained by few G only: instances are built with one, and can refute but not confirm",
    remarks=(
        "Equation 14 writes D(x, Q(x)) and D(G(z), z) under laws of pairs: read as D(x, z) with z from p_q(z|x) in the "
        "one, and x from p_g(x|z) in the other. For deterministic maps, whose pairs have no density, see bigan.",
    ),
)
