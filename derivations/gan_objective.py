"""The GAN objective: the cost over noise and over densities, its optimal discriminator, and its global minimum.

Answers ece544-2023-ps5:4b to 4f and cmu10708-2019-hw3:2.1a to 2.1c. Source: [Goodfellow2014] sections 3 and 4.
p_data and p_G are any positive densities of x; where G occurs, p_G is the law of G(z) for a measurable map G.
"""

from sympy import Expr, Integer, Rational, log, symbols

from verify.notation import (
    JSD,
    KL,
    UNIT,
    Context,
    D,
    Derivation,
    E,
    Lemma,
    Mutant,
    Statement,
    Step,
    Unchecked,
    assume,
    column,
    declare,
    expectation,
    extremum,
    function,
    grant,
    kernel,
    mapping,
    point,
    pushforward,
)

x, z = symbols("x z")
t, slope = symbols("t v")
critic, generated = symbols("D p_G")
p_d, p_z, p_q = kernel("p_data", x), kernel("p_z", z), kernel("p_q", x)
G, Dx = mapping("G", "z", "x"), function("D", "x", interval=UNIT)

SOURCE = "[Goodfellow2014] section 4.1"
half, log_four = Rational(1, 2), log(Integer(4))
finite = grant("integrals are finite", "the sheets write these expectations and divergences, so they exist")
p_G = pushforward("p_G", p_z, "G", x)
game = Context(
    point(x, z), p_d, p_z, p_q, G, p_G, Dx, finite, scope="any p_data, p_z and measurable G with a density p_G > 0"
)

share = p_d(x) / (p_d(x) + p_G(x))
rest = p_G(x) / (p_d(x) + p_G(x))
middle = half * (p_d(x) + p_G(x))
played = E(log(Dx(x)), p_d(x)) + E(log(1 - Dx(G(z))), p_z(z))


def value(discriminator: Expr) -> Expr:
    """Return E_pdata log D + E_pG log(1 - D)."""
    return E(log(discriminator), p_d(x)) + E(log(1 - discriminator), p_G(x))


def cost(real: Expr, fake: Expr, below: Expr) -> Expr:
    """Return E_real log real/below + E_fake log fake/below."""
    return E(log(real / below), real) + E(log(fake / below), fake)


optimal_cost = cost(p_d(x), p_G(x), p_d(x) + p_G(x))

cost_eq_cross_entropy = Derivation(
    title="The GAN cost E log D(x) + E log(1 - D(G(z))) is -2 times the cross-entropy of telling real from generated",
    source="[Goodfellow2014] equation 1",
    questions=("ece544-2023-ps5:4b",),
    context=game,
    claim=Statement(
        played,
        "=",
        -2 * expectation(-share * log(Dx(x)) - rest * log(1 - Dx(x)), middle, x),
    ),
    chain=(
        Step("=", value(Dx(x)), by="G(z) has the density p_G"),
        Step(
            "=",
            2 * expectation(share * log(Dx(x)) + rest * log(1 - Dx(x)), middle, x),
            by="half of all x are real: density (p_data + p_G)/2, and x is real with chance p_data/(p_data + p_G)",
        ),
        Step(
            "=",
            -2 * expectation(-share * log(Dx(x)) - rest * log(1 - Dx(x)), middle, x),
            by="the cross-entropy of a label of probability s against D is -s log D - (1 - s) log(1 - D)",
        ),
    ),
    mutants=(
        Mutant("labels swapped", lhs=E(log(1 - Dx(x)), p_d(x)) + E(log(Dx(G(z))), p_z(z))),
        Mutant("log D(G(z)) for log(1 - D(G(z)))", lhs=E(log(Dx(x)), p_d(x)) + E(log(Dx(G(z))), p_z(z))),
        Mutant("minus the generator's term", lhs=E(log(Dx(x)), p_d(x)) - E(log(1 - Dx(G(z))), p_z(z))),
        Mutant("without the 2", rhs=-expectation(-share * log(Dx(x)) - rest * log(1 - Dx(x)), middle, x)),
    ),
    remarks=("min over G, max over D of this cost is the classical GAN; program (1) of the sheet is its negative.",),
)

cost_over_noise_eq_cost_over_p_g = Derivation(
    title="The GAN cost over noise z is the same cost over the distribution p_G that G induces",
    source=SOURCE + ", Proposition 1",
    questions=("ece544-2023-ps5:4c", "cmu10708-2019-hw3:2.1a"),
    context=game,
    claim=Statement(played, "=", value(Dx(x))),
    chain=(
        Lemma(
            Statement(E(log(1 - Dx(G(z))), p_z(z)), "=", E(log(1 - Dx(x)), p_G(x))),
            by="an expectation over G(z) is one over the law of G(z) (law of the unconscious statistician)",
        ),
        Lemma(Statement(played, "=", value(Dx(x))), by="E_pdata log D does not change"),
    ),
    mutants=(
        Mutant("log D over p_G", rhs=E(log(Dx(x)), p_d(x)) + E(log(Dx(x)), p_G(x))),
        Mutant("p_data for p_G", rhs=E(log(Dx(x)), p_d(x)) + E(log(1 - Dx(x)), p_d(x))),
        Mutant("minus the generator's term", rhs=E(log(Dx(x)), p_d(x)) - E(log(1 - Dx(x)), p_G(x))),
    ),
    remarks=(
        "G need not be invertible or smooth: no change of variables is made.",
        "Question 4c of the ECE sheet says “part (a)”; the problem that it restates is that of part (b), which "
        "writes G(x) for G(z).",
    ),
)

lagrangian = p_d(x) * log(t) + p_G(x) * log(1 - t)

optimal_discriminator_by_euler_lagrange = Derivation(
    title="Given G, the best discriminator is D* = p_data/(p_data + p_G)",
    source=SOURCE + ", Proposition 1",
    questions=("ece544-2023-ps5:4d", "cmu10708-2019-hw3:2.1a"),
    context=game.but(declare(t, UNIT), declare(slope)),
    cites=("gan_objective.cost_over_noise_eq_cost_over_p_g",),
    claim=Statement(played, "unique maximizer", share, over=critic),
    chain=(
        Lemma(
            Statement(D(lagrangian, slope), "=", 0),
            by="L(x, D, Ḋ) = p_data log D + p_G log(1 - D) has no Ḋ, so the term d/dx ∂L/∂Ḋ vanishes",
        ),
        Lemma(Statement(D(lagrangian, t), "=", p_d(x) / t - p_G(x) / (1 - t)), by="∂L/∂D, at each point t = D(x)"),
        Lemma(
            Statement(column(D(lagrangian, t)), "unique root", column(share), over=(t,)),
            by="Euler-Lagrange: p_data (1 - D) = p_G D, with one solution in (0, 1)",
        ),
        Lemma(Statement(D(D(lagrangian, t), t), "<", 0), by="L is strictly concave in D: the solution is a maximum"),
        Lemma(
            Statement(played, "unique maximizer", share, over=critic),
            by="the cost is the integral of L: the best D is best at almost every x",
        ),
    ),
    mutants=(
        Mutant("p_G on top", rhs=rest),
        Mutant("½ for every G", rhs=half),
        Mutant("p_data/(p_data + 2 p_G)", rhs=p_d(x) / (p_d(x) + 2 * p_G(x))),
        Mutant("minimizer", relation="unique minimizer"),
        Mutant(
            "stationary where p_data D = p_G (1 - D)",
            Statement(column(D(lagrangian, t)), "unique root", column(rest), over=(t,)),
        ),
    ),
)

max_eq_optimal_cost = Derivation(
    title="max over D of V(D, G) is C(G) = E log p_d/(p_d + p_g) + E log p_g/(p_d + p_g), whatever G is",
    source=SOURCE + ", Proposition 1",
    questions=("cmu10708-2019-hw3:2.1a",),
    context=game,
    cites=("gan_objective.optimal_discriminator_by_euler_lagrange",),
    claim=Statement(extremum("max", played, critic), "=", optimal_cost),
    chain=(
        Step("=", extremum("max", value(Dx(x)), critic), by="the cost over p_g", using=(share,)),
        Step("=", value(share), by="D* = p_d/(p_d + p_g) attains the maximum", using=(share,)),
        Step("=", optimal_cost, by="1 - D* = p_g/(p_d + p_g)"),
    ),
    mutants=(
        Mutant("read to the letter: p_q for p_g under the logarithms", rhs=cost(p_d(x), p_G(x), p_d(x) + p_q(x))),
        Mutant("D* with p_g on top", rhs=value(rest)),
        Mutant("without the expectation over p_g", rhs=E(log(share), p_d(x))),
        Mutant("middle for sum", rhs=cost(p_d(x), p_G(x), middle)),
    ),
    remarks=("The sheet prints p_q in equation 13; it names no p_q, and for any density but p_g (13) is false.",),
)

# ------------------------------------------------------------------------------- the minimum over generators

p_g = kernel("p_G", x)
free = Context(point(x), p_d, p_g, p_q, Dx, finite, scope="any densities p_data, p_G > 0: arbitrary capacity")
g = p_g(x)
cost_of_g = cost(p_d(x), g, p_d(x) + g)
jsd = JSD(p_d(x), g)

optimal_cost_eq_jsd = Derivation(
    title="C(G) = -log 4 + 2 JSD(p_d ‖ p_g)",
    source=SOURCE + ", Theorem 1",
    questions=("cmu10708-2019-hw3:2.1b", "ece544-2023-ps5:4e"),
    context=free,
    claim=Statement(cost_of_g, "=", -log_four + 2 * jsd),
    chain=(
        Step(
            "=",
            E(log(half * p_d(x) / (half * (p_d(x) + g))), p_d(x)) + E(log(half * g / (half * (p_d(x) + g))), g),
            by="halve numerators and denominators",
        ),
        Step("=", 2 * log(half) + cost(p_d(x), g, half * (p_d(x) + g)), by="take log ½ out of both expectations"),
        Step(
            "=",
            -log_four + KL(p_d(x), half * (p_d(x) + g), x) + KL(g, half * (p_d(x) + g), x),
            by="definition of KL; 2 log ½ = -log 4",
        ),
        Step("=", -log_four + 2 * jsd, by="definition of the JSD"),
    ),
    mutants=(
        Mutant("JSD for 2 JSD", rhs=-log_four + jsd),
        Mutant("log 2 for log 4", rhs=-log(Integer(2)) + 2 * jsd),
        Mutant("+ log 4", rhs=log_four + 2 * jsd),
        Mutant("KL for JSD", rhs=-log_four + KL(p_d(x), g)),
    ),
)

cost_ge_neg_log_four = Derivation(
    title="C(G) is at least -log 4, and p_g = p_d has this value",
    source=SOURCE + ", Theorem 1",
    questions=("cmu10708-2019-hw3:2.1c", "ece544-2023-ps5:4e"),
    context=free,
    cites=("gan_objective.optimal_cost_eq_jsd",),
    claim=Statement(cost_of_g, ">=", -log_four),
    chain=(
        Lemma(
            Statement(cost(p_d(x), p_d(x), p_d(x) + p_d(x)), "=", -log_four),
            by="at p_g = p_d both logarithms are log ½",
        ),
        Lemma(Statement(jsd, ">=", 0), by="the JSD is a mean of two divergences"),
        Lemma(Statement(cost_of_g, "=", -log_four + 2 * jsd), by="shown above"),
        Step(">=", -log_four, by="drop 2 JSD"),
    ),
    mutants=(
        Mutant("minimum 0", rhs=Integer(0)),
        Mutant("minimum -log 2", rhs=-log(Integer(2))),
        Mutant("strict, also at p_g = p_d", relation=">"),
        Mutant("maximum", relation="<="),
    ),
)

cost_is_least_only_at_data = Derivation(
    title="The generator is optimal if and only if p_g = p_d, almost everywhere",
    source=SOURCE + ", Theorem 1",
    questions=("cmu10708-2019-hw3:2.1c", "ece544-2023-ps5:4e"),
    context=free,
    cites=("gan_objective.cost_ge_neg_log_four",),
    claim=Statement(cost_of_g, "unique minimizer", p_d(x), over=generated),
    chain=(
        Lemma(Statement(cost_of_g, "=", -log_four + 2 * jsd), by="shown above"),
        Lemma(
            Statement(jsd, "unique minimizer", p_d(x), over=generated),
            by="JSD is 0 only if both divergences are: then p_d = (p_d + p_g)/2 = p_g almost everywhere",
        ),
        Lemma(
            Statement(cost_of_g, "unique minimizer", p_d(x), over=generated),
            by="so -log 4 is the minimum, at p_g = p_d alone",
        ),
    ),
    mutants=(
        Mutant("another density does as well", rhs=p_q(x)),
        Mutant("the mixture with another density", rhs=half * (p_d(x) + p_q(x))),
        Mutant("p_g = 2 p_d", rhs=2 * p_d(x)),
        Mutant("maximizer", relation="unique maximizer"),
    ),
)

equal = assume(Statement(g, "=", p_d(x)), "the generator is optimal: p_G = p_data (4e)")

optimal_discriminator_is_half = Derivation(
    title="Against the optimal generator the best discriminator is D* = ½ everywhere",
    source=SOURCE + ", Proposition 1 and Theorem 1",
    questions=("ece544-2023-ps5:4f",),
    context=free.but(equal),
    cites=("gan_objective.cost_is_least_only_at_data", "gan_objective.optimal_discriminator_by_euler_lagrange"),
    claim=Statement(p_d(x) / (p_d(x) + g), "=", half),
    chain=(
        Step("=", p_d(x) / (p_d(x) + p_d(x)), by="p_G = p_data"),
        Step("=", half, by="cancel p_data(x) > 0"),
    ),
    mutants=(
        Mutant("1", rhs=Integer(1)),
        Mutant("0", rhs=Integer(0)),
        Mutant("2", rhs=Integer(2)),
        Mutant("p_data", rhs=p_d(x)),
    ),
)

UNCHECKED = (Unchecked("ece544-2023-ps5:4a", "prose", "the difference between a VAE and a GAN is judged by a person"),)
