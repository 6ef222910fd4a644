"""Bidirectional GANs: at the optimum deterministic maps invert each other.

Answers cmu10708-2019-hw3:2.3b. Sources: [Donahue2017] Theorem 2, [Dumoulin2017] section 2.2.
X has any density p_d, Z any density p_z; G and Q are any measurable maps. The discriminator tells (X, Q(X)) from
(G(Z), Z). The optimum -log 4 is attained where the two pairs have one law, p_r = p_f: E h(X, Q(X)) = E h(G(Z), Z) for
every function h. "Almost everywhere" is "with probability 1": E 1[Q(G(Z)) = Z] = 1.
"""

from sympy import Expr, Integer, Rational, log, symbols

from verify.notation import (
    UNIT,
    Context,
    Derivation,
    E,
    Lemma,
    Mutant,
    Statement,
    Step,
    function,
    grant,
    indicator,
    kernel,
    mapping,
    point,
)

x, z = symbols("x z")
any_h, any_f = symbols("h f")
p_d, p_z = kernel("p_d", x), kernel("p_z", z)
G, Q = mapping("G", "z", "x"), mapping("Q", "x", "z")
h, D = function("h", "x", "z"), function("D", "x", "z", interval=UNIT)
f = function("f", "x")

SOURCE = "[Donahue2017] Theorem 2"
half = Rational(1, 2)

pairs = Context(
    point(x, z),
    p_d,
    p_z,
    G,
    Q,
    h,
    f,
    D,
    grant("integrals are finite", "the sheet writes these expectations; those of indicators are at most 1"),
    scope="any p_d, p_z, any measurable G and Q",
)

attained = Statement(E(h(x, Q(x)), p_d(x)), "same law", E(h(G(z), z), p_z(z)), over=any_h)
marginals_match = Statement(E(f(x), p_d(x)), "same law", E(f(G(z)), p_z(z)), over=any_f)
code_recovered = E(indicator(Q(G(z)), z), p_z(z))
image_recovered = E(indicator(G(Q(x)), x), p_d(x))

encoder_inverts_generator = Derivation(
    title="At the optimum Q(G(z)) = z for p_z-almost every z",
    source=SOURCE,
    questions=("cmu10708-2019-hw3:2.3b",),
    context=pairs,
    claim=Statement(code_recovered, "=", 1, given=(attained,)),
    chain=(
        Step(
            "=",
            E(indicator(Q(x), Q(x)), p_d(x)),
            by="the event {(x, z): z = Q(x)} has one probability under the laws of (G(Z), Z) and of (X, Q(X))",
            using=(indicator(Q(x), z),),
        ),
        Step("=", E(Integer(1), p_d(x)), by="for the pair (X, Q(X)) it is certain"),
        Step("=", 1, by="p_d has mass 1"),
    ),
    mutants=(
        Mutant("without attainment", Statement(code_recovered, "=", 1)),
        Mutant(
            "the other side suffices: G(Q(x)) = x a.e. gives Q(G(z)) = z",
            Statement(code_recovered, "=", 1, given=(Statement(image_recovered, "=", 1),)),
        ),
        Mutant("p_G = p_d alone, with any Q", Statement(code_recovered, "=", 1, given=(marginals_match,))),
        Mutant("with probability less than 1", relation="<"),
        Mutant("with probability ½, as D cannot tell the pairs apart", rhs=half),
    ),
)

generator_inverts_encoder = Derivation(
    title="At the optimum G(Q(x)) = x for p_d-almost every x",
    source=SOURCE,
    questions=("cmu10708-2019-hw3:2.3b",),
    context=pairs,
    claim=Statement(image_recovered, "=", 1, given=(attained,)),
    chain=(
        Step(
            "=",
            E(indicator(G(z), G(z)), p_z(z)),
            by="the event {(x, z): x = G(z)} has one probability under the laws of (X, Q(X)) and of (G(Z), Z)",
            using=(indicator(x, G(z)),),
        ),
        Step("=", E(Integer(1), p_z(z)), by="for the pair (G(Z), Z) it is certain"),
        Step("=", 1, by="p_z has mass 1"),
    ),
    mutants=(
        Mutant("without attainment", Statement(image_recovered, "=", 1)),
        Mutant(
            "the other side suffices: Q(G(z)) = z a.e. gives G(Q(x)) = x",
            Statement(image_recovered, "=", 1, given=(Statement(code_recovered, "=", 1),)),
        ),
        Mutant("with probability less than 1", relation="<"),
        Mutant("with probability 0", rhs=Integer(0)),
    ),
)

both = code_recovered + image_recovered

maps_are_inverse = Derivation(
    title="At the optimum G = Q⁻¹ and Q = G⁻¹ almost everywhere: both probabilities are 1",
    source=SOURCE,
    questions=("cmu10708-2019-hw3:2.3b",),
    context=pairs,
    cites=("bigan.encoder_inverts_generator", "bigan.generator_inverts_encoder"),
    claim=Statement(both, "=", 2, given=(attained,)),
    chain=(
        Lemma(
            Statement(code_recovered, "=", 1, given=(attained,)),
            by="Q(G(z)) = z p_z-almost everywhere, shown above",
            using=(indicator(Q(x), z),),
        ),
        Lemma(
            Statement(image_recovered, "=", 1, given=(attained,)),
            by="G(Q(x)) = x p_d-almost everywhere, shown above",
            using=(indicator(x, G(z)),),
        ),
        Lemma(
            Statement(both, "=", 2, given=(attained,)),
            by="probabilities are at most 1, so that two of sum 2 are both 1",
            using=(indicator(Q(x), z), indicator(x, G(z))),
        ),
    ),
    mutants=(
        Mutant("without attainment", Statement(both, "=", 2)),
        Mutant("one side is enough", Statement(both, "=", 2, given=(Statement(code_recovered, "=", 1),))),
        Mutant(
            "one side is as much as attainment: Q(G(z)) = z a.e. gives p_r = p_f",
            Statement(attained.lhs, "same law", attained.rhs, over=any_h, given=(Statement(code_recovered, "=", 1),)),
        ),
        Mutant("the maps fail at times", relation="<"),
    ),
    remarks=(
        "The equilibrium is read as one at which the optimum -log 4 is attained (p_r = p_f): where no G and Q attain "
        "it they need not be inverse.",
    ),
)


def value(real: Expr, fake: Expr) -> Expr:
    """Return E log D(X, Q(X)) over p_d plus E log(1 - D) over the fake pairs."""
    return E(log(real), p_d(x)) + fake


played = value(D(x, Q(x)), E(log(1 - D(G(z), z)), p_z(z)))
guess, log_four = D(x, Q(x)), log(Integer(4))

optimum_is_neg_log_four = Derivation(
    title="Where the pairs have one law no discriminator does better than -log 4",
    source="[Donahue2017] Theorem 1",
    questions=("cmu10708-2019-hw3:2.3b",),
    context=pairs,
    claim=Statement(played, "<=", -log_four, given=(attained,)),
    chain=(
        Step(
            "=",
            value(guess, E(log(1 - guess), p_d(x))),
            by="the expectation of log(1 - D) is one under the law of the pair, and the laws are equal",
            using=(log(1 - D(x, z)),),
        ),
        Step("=", E(log(2 * guess), p_d(x)) + E(log(2 * (1 - guess)), p_d(x)) - log_four, by="take log 2 out of each"),
        Step(
            "<=",
            E(2 * guess - 1, p_d(x)) + E(log(2 * (1 - guess)), p_d(x)) - log_four,
            by="log r ≤ r - 1 for r = 2D",
        ),
        Step(
            "<=",
            E(2 * guess - 1, p_d(x)) + E(2 * (1 - guess) - 1, p_d(x)) - log_four,
            by="log r ≤ r - 1 for r = 2(1 - D)",
        ),
        Step("=", -log_four, by="2D - 1 and 2(1 - D) - 1 cancel"),
    ),
    mutants=(
        Mutant("≥", relation=">="),
        Mutant("-2 log 4", rhs=-2 * log_four),
        Mutant(
            "the two terms are equal",
            Statement(E(log(D(x, Q(x))), p_d(x)), "=", E(log(1 - D(G(z), z)), p_z(z)), given=(attained,)),
        ),
        Mutant("every discriminator has this value", relation="="),
    ),
)

fake_guess = D(G(z), z)
near_half = E(1 - 1 / (2 * guess), p_d(x)) + E(1 - 1 / (2 * (1 - fake_guess)), p_z(z)) - log_four

discriminator_tells_laws_apart = Derivation(
    title="D has at least the value -log 4 + E[1 - 1/(2D)] + E[1 - 1/(2(1 - D))]: it tells unequal laws apart",
    source="[Donahue2017] Theorem 1",
    questions=("cmu10708-2019-hw3:2.3b",),
    context=pairs,
    claim=Statement(played, ">=", near_half),
    chain=(
        Step(
            "=",
            value(2 * guess, E(log(2 * (1 - fake_guess)), p_z(z))) - log_four,
            by="take log 2 out of each",
        ),
        Step(
            ">=",
            E(1 - 1 / (2 * guess), p_d(x)) + E(log(2 * (1 - fake_guess)), p_z(z)) - log_four,
            by="log r ≥ 1 - 1/r for r = 2D",
        ),
        Step(">=", near_half, by="log r ≥ 1 - 1/r for r = 2(1 - D)"),
    ),
    mutants=(
        Mutant("≤", relation="<="),
        Mutant("log r ≥ r - 1", rhs=E(2 * guess - 1, p_d(x)) + E(1 - 2 * fake_guess, p_z(z)) - log_four),
        Mutant("every D has at least -log 4", rhs=-log_four),
        Mutant("equal", relation="="),
    ),
    remarks=(
        "Why the optimum -log 4 needs one law: for D = (1 + εh)/2 with |h| ≤ 1 the bound is -log 4 + ε {E h(X, Q(X)) - "
        "E h(G(Z), Z)} + O(ε²), above -log 4 for a small ε of the right sign unless both expectations agree.",
    ),
)

value_at_half = Derivation(
    title="D = ½ has the value -log 4, whatever G and Q: where the pairs have one law the optimum is -log 4",
    source="[Donahue2017] Theorem 1",
    questions=("cmu10708-2019-hw3:2.3b",),
    context=pairs,
    claim=Statement(value(half, E(log(1 - half), p_z(z))), "=", -log_four),
    chain=(
        Step("=", log(half) + log(1 - half), by="p_d and p_z have mass 1"),
        Step("=", -log_four, by="log ½ + log ½ = -log 4"),
    ),
    mutants=(
        Mutant("-log 2", rhs=-log(Integer(2))),
        Mutant("log 4", rhs=log_four),
        Mutant("one term only", lhs=E(log(half), p_d(x))),
    ),
)
