"""Wake-sleep: what the two phases optimize.

Answers cmu10708-2019-hw3:1.2.1 and 1.2.2. Sources: [Hinton1995], [Kingma2014] section 2.2.
p_θ(x, z) is any joint density whose prior p(z) does not depend on θ; q_φ(z | x) is any family of densities,
which need not contain the posterior.
"""

from sympy import Expr, Sum, log, symbols

from verify.notation import (
    KL,
    Context,
    Derivation,
    E,
    Lemma,
    Mutant,
    Statement,
    Step,
    Unchecked,
    entry,
    extremum,
    grant,
    joint,
    kernel,
    parameter,
    point,
    put,
)

x, z, xs = symbols("x z xs")
theta, phi = symbols("theta phi")
N = symbols("N", integer=True, positive=True)
i = symbols("i", integer=True)

p = joint("p", x, z, depends=(theta,), fixed=(z,))
q = kernel("q", z, given=(x,), depends=(phi,))

finite = grant("integrals are finite", "the sheet writes these expectations and divergences, so they exist")
model = Context(
    point(x, z),
    parameter(theta, phi),
    p,
    q,
    finite,
    scope="any densities p, q > 0, any number N of data points; the prior does not depend on θ",
)
data = model.but(point(xs, space="x", size=N))

# ------------------------------------------------------------------------------------------------- wake

xi = entry(xs, i)
encoder_i, likelihood_i = q(z, given=put(x, xi)), p(put(x, xi), given=z)
elbo_i = E(log(p(put(x, xi), z)) - log(encoder_i), encoder_i)
reconstruction_i = E(log(likelihood_i), encoder_i)


def over_data(term: Expr) -> Expr:
    """Return Σ_i of a term over the N data points."""
    return Sum(term, (i, 1, N))


wake = Derivation(
    title="Wake: argmax_θ Σ ELBO(x_i) = argmax_θ Σ E_q log p_θ(x_i|z)",
    source="[Hinton1995]; [Kingma2014] equation 3",
    questions=("cmu10708-2019-hw3:1.2.1",),
    context=data,
    claim=Statement(over_data(elbo_i), "same argmax", over_data(reconstruction_i), over=theta),
    chain=(
        Lemma(
            Statement(
                over_data(elbo_i),
                "=",
                over_data(E(log(likelihood_i * p(z)) - log(encoder_i), encoder_i)),
            ),
            by="p(x, z) = p(x|z) p(z)",
        ),
        Step(
            "=",
            over_data(reconstruction_i) - over_data(KL(encoder_i, p(z))),
            by="definition of KL: what is left of q and p(z) is -KL(q ‖ p(z))",
        ),
        Lemma(
            Statement(over_data(elbo_i), "same argmax", over_data(reconstruction_i), over=theta),
            by="neither q nor the prior depends on θ, so Σ KL(q ‖ p(z)) is a constant",
        ),
    ),
    mutants=(
        Mutant("argmax over φ", over=phi),
        Mutant("with log p(x_i)", rhs=over_data(log(p(put(x, xi))))),
        Mutant("the sign turned", rhs=-over_data(reconstruction_i)),
        Mutant("log p(z|x_i) for log p(x_i|z)", rhs=over_data(E(log(p(z, given=put(x, xi))), encoder_i))),
    ),
)

# ------------------------------------------------------------------------------------------------- sleep

posterior, encoder = p(z, given=x), q(z, given=x)
dreamt = E(log(encoder), p(x, z))
divergence = E(KL(posterior, encoder), p(x))


def argmin(term: Expr) -> Expr:
    """Return the minimizers of a term in φ."""
    return extremum("argmin", term, phi)


def argmax(term: Expr) -> Expr:
    """Return the maximizers of a term in φ."""
    return extremum("argmax", term, phi)


sleep = Derivation(
    title="Sleep: argmin_φ E_p(x) KL(p_θ(z|x) ‖ q_φ(z|x)) = argmax_φ E_p(x,z) log q_φ(z|x)",
    source="[Hinton1995]",
    questions=("cmu10708-2019-hw3:1.2.2",),
    context=model,
    claim=Statement(argmin(divergence), "=", argmax(dreamt)),
    chain=(
        Lemma(
            Statement(divergence, "=", E(E(log(posterior / encoder), posterior), p(x))),
            by="definition of KL",
        ),
        Step("=", E(log(posterior / encoder), p(x, z)), by="p(x) p(z|x) = p(x, z)"),
        Step("=", E(log(posterior), p(x, z)) - dreamt, by="the logarithm of a quotient"),
        Lemma(
            Statement(argmin(divergence), "=", argmax(dreamt)),
            by="p does not depend on φ; minimizing -E log q is maximizing E log q",
        ),
    ),
    mutants=(
        Mutant("read to the letter: at one fixed x", lhs=argmin(KL(posterior, encoder))),
        Mutant("the sign of the logarithm", rhs=argmax(-dreamt)),
        Mutant("argmin on both sides", rhs=argmin(dreamt)),
        Mutant("KL the other way round", lhs=argmin(E(KL(encoder, posterior), p(x)))),
        Mutant("samples of q", rhs=argmax(E(E(log(encoder), encoder), p(x)))),
    ),
    remarks=(
        "As printed, at one fixed x, the two sides differ: the left-hand side looks at that x alone, the right-hand "
        "side averages over p_θ(x). They agree if the divergence is averaged too, or x is fixed on both sides.",
        "That θ* and φ* exist is taken for granted by the sheet; both claims are that the sets of optima are the same.",
    ),
)

sleep_at_one_point = Derivation(
    title="At one x: argmin_φ KL(p_θ(z|x) ‖ q_φ(z|x)) = argmax_φ E_p(z|x) log q_φ(z|x)",
    source="[Hinton1995]",
    questions=("cmu10708-2019-hw3:1.2.2",),
    context=model,
    claim=Statement(argmin(KL(posterior, encoder)), "=", argmax(E(log(encoder), posterior))),
    chain=(
        Lemma(
            Statement(KL(posterior, encoder), "=", E(log(posterior), posterior) - E(log(encoder), posterior)),
            by="definition of KL",
        ),
        Lemma(
            Statement(argmin(KL(posterior, encoder)), "=", argmax(E(log(encoder), posterior))),
            by="the entropy of the posterior does not depend on φ",
        ),
    ),
    mutants=(
        Mutant("over the joint law", rhs=argmax(dreamt)),
        Mutant("KL the other way round", lhs=argmin(KL(encoder, posterior))),
        Mutant("samples of the prior", rhs=argmax(E(log(encoder), p(z)))),
    ),
)

UNCHECKED = (
    Unchecked("cmu10708-2019-hw3:1.4a", "prose", "which statements on wake-sleep hold is judged by a person"),
    Unchecked("cmu10708-2019-hw3:1.4b", "prose", "a choice between the two algorithms is judged by a person"),
    Unchecked("cmu10708-2019-hw3:1.4c", "prose", "true or false, and why, is judged by a person"),
    Unchecked(
        "cmu10708-2019-hw3:1.6", "experiment", "training runs on images; curves and samples are judged by a person"
    ),
)
