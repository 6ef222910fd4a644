"""Optimal discriminators: D* = f1/(f0 + f1), the Jensen-Shannon divergence, the density ratio.

Answers ift6135-2020-hw3:4.1 and 4.2, and ift6135-2019-hw3:5. Source: [Goodfellow2014] section 4.1.
f0 and f1 are any positive densities of x; D is any function with values in (0, 1).
"""

from sympy import Expr, Integer, Rational, log, symbols

from verify.notation import (
    JSD,
    POSITIVE,
    UNIT,
    Context,
    D,
    Derivation,
    E,
    Lemma,
    Mutant,
    Statement,
    Step,
    assume,
    at,
    declare,
    extremum,
    function,
    grant,
    integral,
    kernel,
    point,
    region,
)

x = symbols("x")
t, a = symbols("t a")
critic = symbols("D")
f0, f1 = kernel("f0", x), kernel("f1", x)
Dx = function("D", "x", interval=UNIT)

SOURCE = "[Goodfellow2014] section 4.1"
half = Rational(1, 2)

densities = Context(
    point(x),
    declare(t, UNIT),
    f0,
    f1,
    Dx,
    grant("integrals are finite", "the sheet writes these expectations and divergences, so they exist"),
    scope="any densities f0, f1 > 0",
)

integrand = f1(x) * log(t) + f0(x) * log(1 - t)
optimal = f1(x) / (f0(x) + f1(x))


def value(discriminator: Expr) -> Expr:
    """Return E_p1 log D + E_p0 log(1 - D)."""
    return E(log(discriminator), f1(x)) + E(log(1 - discriminator), f0(x))


optimal_discriminator = Derivation(
    title="At each point the best discriminator is D* = f1/(f0 + f1)",
    source=SOURCE + ", Proposition 1",
    questions=("ift6135-2020-hw3:4.1", "ift6135-2019-hw3:5"),
    context=densities,
    claim=Statement(integrand, "unique maximizer", optimal, over=t),
    chain=(
        Lemma(Statement(D(integrand, t), "=", f1(x) / t - f0(x) / (1 - t)), by="differentiate the integrand in D(x)"),
        Step("=", (f1(x) - (f0(x) + f1(x)) * t) / (t * (1 - t)), by="a common denominator"),
        Lemma(Statement(at(D(integrand, t), {t: optimal}), "=", 0), by="the numerator vanishes at t = f1/(f0 + f1)"),
        Lemma(Statement(D(D(integrand, t), t), "<", 0), by="-f1/t² - f0/(1-t)² < 0: the integrand is strictly concave"),
        Lemma(
            Statement(integrand, "unique maximizer", optimal, over=t),
            by="a stationary point of a strictly concave function is its only maximizer",
        ),
    ),
    mutants=(
        Mutant("f0 on top", rhs=f0(x) / (f0(x) + f1(x))),
        Mutant("½", rhs=half),
        Mutant("f1/f0", rhs=f1(x) / (f0(x) + 2 * f1(x))),
    ),
)

one_sided = Context(declare(t, UNIT), declare(a, POSITIVE), scope="a > 0")

no_stationary_point_where_a_density_vanishes = Derivation(
    title="Where f0 = 0 the integrand only grows in D(x), so D* = 1 there (and 0 where f1 = 0)",
    source=SOURCE,
    questions=("ift6135-2020-hw3:4.1",),
    context=one_sided,
    claim=Statement(a * log(t), "increasing", over=t),
    chain=(
        Lemma(Statement(D(a * log(1 - t), t), "<", 0), by="where f1 = 0 only a log(1-t) is left"),
        Lemma(Statement(D(a * log(t), t), ">", 0), by="where f0 = 0 only a log t is left: its derivative is a/t"),
        Lemma(Statement(a * log(t), "increasing", over=t), by="the derivative is positive on (0, 1)"),
    ),
    mutants=(Mutant("decreasing", relation="decreasing"),),
)

value_le_optimal_value = Derivation(
    title="No discriminator does better than D*",
    source=SOURCE + ", Proposition 1",
    questions=("ift6135-2020-hw3:4.1",),
    context=densities,
    cites=("discriminators.optimal_discriminator",),
    claim=Statement(value(Dx(x)), "<=", value(optimal)),
    chain=(
        Step(
            "<=",
            E(log(optimal) + Dx(x) / optimal - 1, f1(x)) + E(log(1 - Dx(x)), f0(x)),
            by="log r ≤ r - 1 for r = D/D*",
        ),
        Step(
            "<=",
            E(log(optimal) + Dx(x) / optimal - 1, f1(x)) + E(log(1 - optimal) + (1 - Dx(x)) / (1 - optimal) - 1, f0(x)),
            by="log r ≤ r - 1 for r = (1 - D)/(1 - D*)",
        ),
        Step("=", value(optimal), by="the ratios add up to the integral of f0 + f1, which is 2"),
    ),
    mutants=(
        Mutant("≥", relation=">="),
        Mutant("f0 on top", rhs=value(f0(x) / (f0(x) + f1(x)))),
    ),
)

jsd_eq_half_optimal_value_add_log_four = Derivation(
    title="JSD(p0, p1) = ½ (max_D {E_p1 log D + E_p0 log(1-D)} + log 4)",
    source=SOURCE + ", Theorem 1",
    questions=("ift6135-2020-hw3:4.1",),
    context=densities,
    cites=("discriminators.value_le_optimal_value",),
    claim=Statement(JSD(f0(x), f1(x)), "=", half * (extremum("max", value(Dx(x)), critic) + log(Integer(4)))),
    chain=(
        Step(
            "=",
            half * (E(log(2 * f0(x) / (f0(x) + f1(x))), f0(x)) + E(log(2 * f1(x) / (f0(x) + f1(x))), f1(x))),
            by="definition, with the mixture (f0 + f1)/2",
        ),
        Step("=", half * (value(optimal) + 2 * log(Integer(2))), by="take out log 2 twice; 1 - D* = f0/(f0 + f1)"),
        Step(
            "=",
            half * (extremum("max", value(Dx(x)), critic) + log(Integer(4))),
            by="D* attains the maximum",
            using=(optimal,),
        ),
    ),
    mutants=(
        Mutant("½ max + log 4", Statement(JSD(f0(x), f1(x)), "=", half * value(optimal) + log(Integer(4)))),
        Mutant(
            "½ max + log 2, D* with f0 on top",
            Statement(JSD(f0(x), f1(x)), "=", half * value(f0(x) / (f0(x) + f1(x))) + log(Integer(2))),
        ),
        Mutant(
            "arg max for max",
            rhs=half * (extremum("argmax", value(Dx(x)), critic) + log(Integer(4))),
            expect="ill-typed",
        ),
    ),
)

A, B = region("A", x), region("B", x)
f0_A, f1_B = kernel("f0", x, support=A), kernel("f1", x, support=B)
any_densities = Context(
    point(x),
    A,
    B,
    f0_A,
    f1_B,
    grant("integrals are finite", "the Jensen-Shannon divergence is at most log 2"),
    scope="any densities f0, f1 ≥ 0, whatever their supports",
)
optimal_value = E(log(f1_B(x) / (f0_A(x) + f1_B(x))), f1_B(x)) + E(log(f0_A(x) / (f0_A(x) + f1_B(x))), f0_A(x))

jsd_where_densities_vanish = Derivation(
    title="JSD(p0, p1) = ½ (E_p1 log D* + E_p0 log(1 - D*) + log 4) also where densities vanish",
    source=SOURCE + ", Theorem 1",
    questions=("ift6135-2020-hw3:4.1",),
    context=any_densities,
    cites=("discriminators.no_stationary_point_where_a_density_vanishes",),
    claim=Statement(JSD(f0_A(x), f1_B(x)), "=", half * (optimal_value + log(Integer(4)))),
    chain=(
        Step(
            "=",
            half * E(log(2 * f0_A(x) / (f0_A(x) + f1_B(x))), f0_A(x))
            + half * E(log(2 * f1_B(x) / (f0_A(x) + f1_B(x))), f1_B(x)),
            by="definition, with the mixture (f0 + f1)/2, which is positive wherever f0 or f1 is",
        ),
        Step("=", half * (optimal_value + log(Integer(4))), by="take out log 2 twice: 0 log 0 = 0 where D* is 0 or 1"),
    ),
    mutants=(
        Mutant("log 2 for log 4", rhs=half * (optimal_value + log(Integer(2)))),
        Mutant("½ value + log 4", rhs=half * optimal_value + log(Integer(4))),
        Mutant("0 where the supports differ", rhs=Integer(0)),
    ),
    remarks=(
        "Where f0 = 0 < f1 the best D(x) is 1 (0 where f1 = 0): log D* + 0 log 0 = 0. Discriminators with values in "
        "(0, 1) only approach it there, so that the maximum is a supremum.",
    ),
)

density_ratio = Derivation(
    title="f1 = f0 D*/(1 - D*)",
    source=SOURCE,
    questions=("ift6135-2020-hw3:4.2",),
    context=densities.but(assume(Statement(f1(x) / Dx(x) - f0(x) / (1 - Dx(x)), "=", 0), "D is optimal at x (4.1)")),
    cites=("discriminators.optimal_discriminator",),
    claim=Statement(f1(x), "=", f0(x) * Dx(x) / (1 - Dx(x))),
    chain=(
        Lemma(Statement(f1(x) * (1 - Dx(x)), "=", f0(x) * Dx(x)), by="clear the denominators of f1/D = f0/(1-D)"),
        Lemma(Statement(f1(x), "=", f0(x) * Dx(x) / (1 - Dx(x))), by="divide by 1 - D > 0"),
    ),
    mutants=(
        Mutant("f0 (1-D)/D", rhs=f0(x) * (1 - Dx(x)) / Dx(x)),
        Mutant("f1 = f0 D", rhs=f0(x) * Dx(x)),
    ),
)

literal = f0(x) / (f0(x) + f1(x))

density_ratio_of_the_argmax = Derivation(
    title="f1 = f0 D*/(1 - D*), D* the maximizer of E_P1 log D + E_P0 log(1 - D), where P1 has the density f1",
    source=SOURCE + ", Proposition 1",
    questions=("ift6135-2019-hw3:5", "ift6135-2020-hw3:4.2"),
    context=densities,
    cites=("discriminators.optimal_discriminator", "discriminators.value_le_optimal_value"),
    claim=Statement(f1(x), "=", f0(x) * optimal / (1 - optimal)),
    chain=(
        Lemma(
            Statement(value(Dx(x)), "=", integral(f1(x) * log(Dx(x)) + f0(x) * log(1 - Dx(x)), x)),
            by="f0 and f1 have one support: write both expectations as one integral",
        ),
        Lemma(
            Statement(value(Dx(x)), "unique maximizer", optimal, over=critic),
            by="it is greatest where the integrand is at almost every x: D* = f1/(f0 + f1)",
        ),
        Lemma(Statement(1 - optimal, "=", f0(x) / (f0(x) + f1(x))), by="so 1 - D* = f0/(f0 + f1) > 0"),
        Lemma(Statement(optimal / (1 - optimal), "=", f1(x) / f0(x)), by="the ratio is f1/f0: the sums cancel"),
        Lemma(Statement(f1(x), "=", f0(x) * optimal / (1 - optimal)), by="multiply by f0"),
    ),
    mutants=(
        Mutant("read to the letter: P1 has the density f0, so D* = f0/(f0 + f1)", rhs=f0(x) * literal / (1 - literal)),
        Mutant("D* = f0/(f0 + f1)", Statement(value(Dx(x)), "unique maximizer", literal, over=critic)),
        Mutant("f0 (1 - D*)/D*", rhs=f0(x) * (1 - optimal) / optimal),
        Mutant("f0 D*", rhs=f0(x) * optimal),
        Mutant(
            "from f1 D = f0 (1 - D)",
            Statement(
                f1(x), "=", f0(x) * Dx(x) / (1 - Dx(x)), given=(Statement(f1(x) * Dx(x), "=", f0(x) * (1 - Dx(x))),)
            ),
        ),
    ),
    remarks=(
        "The sheet of 2019 says that P1 and P0 have densities f0 and f1 respectively: so read, D* = f0/(f0 + f1), "
        "f0 = f1 D*/(1 - D*), and the identity to be shown is false. The labelling meant is that of 2020: P1 has f1.",
    ),
)
