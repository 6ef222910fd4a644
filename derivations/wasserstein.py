"""Two parallel lines: KL is infinite, JSD is log 2, and the earth-mover distance is how far they are apart.

Answers cmu10708-2019-hw3:2.2a. Sources: [Arjovsky2017] Example 1, [Villani2009] Theorem 5.10 and section 5.1.
P: x = 0, y ~ U(0, 1). Q: x = θ, y ~ U(0, 1). Neither has a density in the plane; with values of x counted and lengths
in y measured, they have the densities δ_0(x) u(y) and δ_θ(x) u(y).
"""

from sympy import Abs, Expr, Integer, Rational, log, sqrt, symbols

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
    Unchecked,
    at,
    declare,
    extremum,
    function,
    grant,
    kernel,
    point,
    segment,
    single,
)

x, y, theta, omega = symbols("x y theta omega")
second_height = symbols("V")
half, log2 = Rational(1, 2), log(Integer(2))
finite = grant("integrals are finite", "the sheet writes these divergences and expectations, so they exist")

here, there, heights = single("H", x, 0), single("T", x, theta), segment("S", y, 0, 1)
delta_0, delta_theta = kernel("delta_0", x, support=here), kernel("delta_theta", x, support=there)
uniform = kernel("u", y, support=heights)
P, Q = delta_0(x) * uniform(y), delta_theta(x) * uniform(y)
middle = half * (P + Q)

lines = Context(
    point(x, y),
    declare(theta, Interval(0, 1, low_closed=True, high_closed=True)),
    here,
    there,
    heights,
    delta_0,
    delta_theta,
    uniform,
    finite,
    scope="0 ≤ θ ≤ 1",
)
two_lines = lines.but(declare(theta, Interval(0, 1, high_closed=True)))

kl_parallel_lines_infinite = Derivation(
    title="KL(P ‖ Q) and KL(Q ‖ P) are infinite for θ ≠ 0",
    source="[Arjovsky2017] Example 1",
    questions=("cmu10708-2019-hw3:2.2a",),
    context=two_lines,
    claim=Statement(KL(P, Q, x, y), "infinite"),
    chain=(
        Lemma(Statement(KL(Q, P, x, y), "infinite"), by="Q has mass 1 on the line x = θ, where P has none"),
        Lemma(Statement(KL(P, Q, x, y), "infinite"), by="P has mass 1 on the line x = 0, where Q has none"),
    ),
    mutants=(
        Mutant("0", Statement(KL(P, Q, x, y), "=", 0)),
        Mutant("θ", Statement(KL(P, Q, x, y), "=", theta)),
        Mutant("log 2", Statement(KL(P, Q, x, y), "=", log2)),
        Mutant("at θ = 0 too", Statement(at(KL(P, Q, x, y), {theta: 0}), "infinite")),
    ),
)

jsd_parallel_lines_eq_log_two = Derivation(
    title="JSD(P, Q) = log 2 for θ ≠ 0",
    source="[Arjovsky2017] Example 1",
    questions=("cmu10708-2019-hw3:2.2a",),
    context=two_lines,
    claim=Statement(JSD(P, Q, x, y), "=", log2),
    chain=(
        Step("=", half * KL(P, middle, x, y) + half * KL(Q, middle, x, y), by="definition"),
        Step("=", half * log2 + half * log2, by="on each line one law is 0, so the mixture is half the other"),
        Step("=", log2, by="add"),
    ),
    mutants=(
        Mutant("0", rhs=Integer(0)),
        Mutant("½ log 2", rhs=half * log2),
        Mutant("θ log 2", rhs=theta * log2),
        Mutant("infinite", Statement(JSD(P, Q, x, y), "infinite")),
        Mutant("the same at θ = 0", Statement(at(JSD(P, Q, x, y), {theta: 0}), "=", log2)),
    ),
)

all_zero_on_one_line = Derivation(
    title="At θ = 0 the divergences are 0: JSD jumps there, from log 2",
    source="[Arjovsky2017] Example 1",
    questions=("cmu10708-2019-hw3:2.2a",),
    context=lines,
    claim=Statement(at(JSD(P, Q, x, y), {theta: 0}), "=", 0),
    chain=(
        Lemma(Statement(at(KL(P, Q, x, y), {theta: 0}), "=", 0), by="P = Q: log(p/q) = 0"),
        Lemma(Statement(at(KL(Q, P, x, y), {theta: 0}), "=", 0), by="Q = P"),
        Lemma(Statement(at(JSD(P, Q, x, y), {theta: 0}), "=", 0), by="P = Q, and so is the mixture"),
    ),
    mutants=(
        Mutant("0 for every θ", Statement(JSD(P, Q, x, y), "=", 0)),
        Mutant("log 2 for every θ", Statement(JSD(P, Q, x, y), "=", log2)),
        Mutant("KL infinite for every θ", Statement(KL(P, Q, x, y), "infinite")),
        Mutant("log 2", rhs=log2),
    ),
)

# ---------------------------------------------------------------------------------- the earth-mover distance

joint = kernel("gamma", omega)
Y, V = function("Y", "omega"), function("V", "omega")
coupled = Context(
    point(omega),
    declare(theta, Interval(0, 1, low_closed=True, high_closed=True)),
    joint,
    Y,
    V,
    finite,
    scope="0 ≤ θ ≤ 1; any random heights Y and V on one probability space",
)


def moved(first: Expr, second: Expr) -> Expr:
    """Return E ‖(0, first) - (θ, second)‖, the cost of moving one random point of each line to the other."""
    return E(sqrt((0 - theta) ** 2 + (first - second) ** 2), joint(omega))


straight = Y(omega)

straight_coupling_costs_theta = Derivation(
    title="Moving each point straight across costs |θ|",
    source="[Arjovsky2017] Example 1",
    questions=("cmu10708-2019-hw3:2.2a",),
    context=coupled,
    claim=Statement(moved(Y(omega), straight), "=", Abs(theta)),
    chain=(
        Step("=", E(sqrt(theta**2), joint(omega)), by="the heights agree: (0, Y) goes to (θ, Y)"),
        Step("=", E(Abs(theta), joint(omega)), by="√θ² = |θ|"),
        Step("=", Abs(theta), by="a constant is its own mean"),
    ),
    mutants=(
        Mutant("θ²", rhs=theta**2),
        Mutant("0", rhs=Integer(0)),
        Mutant("½ |θ|", rhs=half * Abs(theta)),
        Mutant("any coupling", lhs=moved(Y(omega), V(omega))),
    ),
)

every_coupling_costs_theta = Derivation(
    title="No coupling of P and Q costs less than |θ|",
    source="[Villani2009] section 5.1: a 1-Lipschitz function bounds every coupling from below",
    questions=("cmu10708-2019-hw3:2.2a",),
    context=coupled,
    claim=Statement(moved(Y(omega), V(omega)), ">=", Abs(theta)),
    chain=(
        Step(">=", E(Abs(0 - theta), joint(omega)), by="f(x, y) = x is 1-Lipschitz: |x - x'| ≤ ‖(x, y) - (x', y')‖"),
        Step(">=", theta, by="E_Q f - E_P f = θ - 0, whatever the coupling"),
        Step("=", Abs(theta), by="θ ≥ 0"),
    ),
    mutants=(
        Mutant("equality for all", relation="="),
        Mutant("strict", relation=">"),
        Mutant("2 |θ|: f = 2x is not 1-Lipschitz", rhs=2 * Abs(theta)),
        Mutant("≤", relation="<="),
        Mutant("at least θ + ½", rhs=theta + half),
    ),
)

infimum = extremum("inf", moved(Y(omega), V(omega)), second_height)

wasserstein_parallel_lines = Derivation(
    title="W(P, Q) = |θ|",
    source="[Arjovsky2017] Example 1",
    questions=("cmu10708-2019-hw3:2.2a",),
    context=coupled,
    cites=("wasserstein.straight_coupling_costs_theta", "wasserstein.every_coupling_costs_theta"),
    claim=Statement(infimum, "=", Abs(theta)),
    chain=(
        Lemma(Statement(moved(Y(omega), V(omega)), ">=", Abs(theta)), by="a lower bound for every coupling"),
        Lemma(Statement(moved(Y(omega), straight), "=", Abs(theta)), by="which the straight coupling attains"),
        Lemma(Statement(infimum, "=", Abs(theta)), by="so the infimum is |θ|", using=(straight,)),
    ),
    mutants=(
        Mutant("θ²", rhs=theta**2, using=(straight,)),
        Mutant("0", rhs=Integer(0), using=(straight,)),
        Mutant("log 2, as JSD", rhs=log2, using=(straight,)),
        Mutant("½ |θ|", rhs=half * Abs(theta), using=(straight,)),
        Mutant("√θ", rhs=sqrt(theta), using=(straight,)),
    ),
    remarks=(
        "The infimum is over all second heights V, also such that are not uniform: that only makes the bound stronger, "
        "and the V = Y that attains it is uniform as Y is, so the infimum over couplings is the same.",
        "The sheet's footnote asks for absolutely continuous measures; P and Q have no densities in the plane.",
    ),
)

UNCHECKED = (
    Unchecked("cmu10708-2019-hw3:2.2c", "prose", "the discussion of the drawbacks of the JSD is judged by a person"),
)
