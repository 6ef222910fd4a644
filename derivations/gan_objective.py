"""The GAN objective: the cost over noise and over densities, its optimal discriminator, and its global minimum.

Answers ece544-2023-ps5:4b to 4f and cmu10708-2019-hw3:2.1a to 2.1c. Source: [Goodfellow2014] sections 3 and 4.
p_data and p_G are any positive densities of x; where G occurs, p_G is the law of G(z) for a measurable map G.
"""

from sympy import Expr, Integer, Rational, log, symbols

from verify.notation import (
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
    remarks=("G need not be invertible or smooth: no change of variables is made.",),
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

UNCHECKED = (Unchecked("ece544-2023-ps5:4a", "prose", "the difference between a VAE and a GAN is judged by a person"),)
