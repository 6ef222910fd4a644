"""The program that a variational autoencoder solves, and its reconstruction error.

Answers ece544-2023-ps5:2a and 2b, and 2c for the data set as a whole. Source: [Kingma2014] section 2.3.
p_θ(x, z) is any joint density whose prior p(z) does not depend on θ; q_φ(z | x) is any density.
"""

from sympy import Expr, Product, Sum, log, symbols

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
    expectation,
    extremum,
    grant,
    joint,
    kernel,
    parameter,
    point,
    put,
)

x, z, xs, weights = symbols("x z xs w")
N = symbols("N", integer=True, positive=True)
i = symbols("i", integer=True)
decoder = joint("p", x, z, depends=(weights,), fixed=(z,))
encoder = kernel("q", z, given=(x,), depends=(weights,))
dataset = Context(
    point(x, z),
    point(xs, space="x", size=N),
    parameter(weights),
    decoder,
    encoder,
    grant("integrals are finite", "the sheet writes these expectations and divergences, so they exist"),
    scope="any densities p_θ, q_φ > 0, any number N of data points; w = (θ, φ) are all parameters together",
)

xi = entry(xs, i)
encoder_i, decoder_i, joint_i = encoder(z, given=put(x, xi)), decoder(put(x, xi), given=z), decoder(put(x, xi), z)


def over_data(term: Expr) -> Expr:
    """Return Σ_i of a term over the N data points."""
    return Sum(term, (i, 1, N))


elbo = over_data(-KL(encoder_i, decoder(z)) + E(log(decoder_i), encoder_i))
program = over_data(KL(encoder_i, decoder(z)) - E(log(decoder_i), encoder_i))
reconstruction_error = -over_data(E(log(decoder_i), encoder_i))

program_minimizes_minus_elbo = Derivation(
    title="min_{θ,φ} Σ KL(q_φ(z|x_i) ‖ p(z)) - E log p_θ(x_i|z) is the same problem as max_{θ,φ} Σ ELBO(x_i)",
    source="[Kingma2014] equation 3",
    questions=("ece544-2023-ps5:2a",),
    context=dataset,
    claim=Statement(extremum("argmin", program, weights), "=", extremum("argmax", elbo, weights)),
    chain=(
        Lemma(
            Statement(program, "=", over_data(KL(encoder_i, decoder(z))) - over_data(E(log(decoder_i), encoder_i))),
            by="split the sum",
        ),
        Step("=", -elbo, by="the objective is minus the sum of the bounds"),
        Lemma(
            Statement(program, ">=", -over_data(log(decoder(put(x, xi))))),
            by="each bound is below log p(x_i): the program also bounds the negative log-likelihood from above",
        ),
        Lemma(
            Statement(extremum("argmin", program, weights), "=", extremum("argmax", elbo, weights)),
            by="minimizing f is maximizing -f",
        ),
    ),
    mutants=(
        Mutant("+ E log p", lhs=extremum("argmin", program + 2 * over_data(E(log(decoder_i), encoder_i)), weights)),
        Mutant("maximize", lhs=extremum("argmax", program, weights)),
        Mutant("without KL", lhs=extremum("argmin", reconstruction_error, weights)),
        Mutant(
            "log p(x_i, z) beside KL",
            lhs=extremum("argmin", over_data(KL(encoder_i, decoder(z)) - E(log(joint_i), encoder_i)), weights),
        ),
    ),
)

reconstruction_error_eq_program_sub_kl = Derivation(
    title="The reconstruction error -Σ E_q log p_θ(x_i|z) is what the program adds to Σ KL(q_φ(z|x_i) ‖ p(z))",
    source="[Kingma2014] section 2.3",
    questions=("ece544-2023-ps5:2b",),
    context=dataset,
    claim=Statement(program - over_data(KL(encoder_i, decoder(z))), "=", reconstruction_error),
    chain=(
        Step("=", -elbo - over_data(KL(encoder_i, decoder(z))), by="the program is minus the bound"),
        Step(
            "=",
            over_data(E(log(encoder_i / joint_i) - log(encoder_i / decoder(z)), encoder_i)),
            by="definitions of the bound and of KL",
        ),
        Step("=", -over_data(E(log(joint_i / decoder(z)), encoder_i)), by="q cancels"),
        Step("=", reconstruction_error, by="p(x, z)/p(z) = p(x|z)"),
    ),
    mutants=(
        Mutant("the sign", rhs=-reconstruction_error),
        Mutant("z from the prior", rhs=-over_data(E(log(decoder_i), decoder(z)))),
        Mutant("log p(x_i, z)", rhs=-over_data(E(log(joint_i), encoder_i))),
        Mutant("the negative log-likelihood", rhs=-over_data(log(decoder(put(x, xi))))),
        Mutant("KL once more", rhs=program),
    ),
)

# --------------------------------------------------------------------------- the error, from samples (2c)

samples_of_z = symbols("Z")
M = symbols("M", integer=True, positive=True)
m = symbols("m", integer=True)
z_m = put(z, entry(samples_of_z, m))
mean_log = Sum(log(decoder(put(x, xi), given=z_m)), (m, 1, M)) / M


def over_samples(body: Expr) -> Expr:
    """Return the expectation over z_1, …, z_M drawn independently from q_φ(z | x_i)."""
    return expectation(body, Product(encoder(z_m, given=put(x, xi)), (m, 1, M)), samples_of_z)


empirical_error_is_unbiased = Derivation(
    title="-Σ_i (1/M) Σ_m log p_θ(x_i|z_im), with z_im from q_φ(z|x_i), has the reconstruction error as its mean",
    source="[Kingma2014] section 2.3, equation (5)",
    questions=("ece544-2023-ps5:2c",),
    context=dataset.but(point(samples_of_z, space="z", size=M)),
    cites=("vae_program.reconstruction_error_eq_program_sub_kl",),
    claim=Statement(-over_data(over_samples(mean_log)), "=", reconstruction_error),
    chain=(
        Step(
            "=",
            -over_data(Sum(over_samples(log(decoder(put(x, xi), given=z_m))), (m, 1, M)) / M),
            by="the expectation is linear",
        ),
        Step(
            "=",
            -over_data(Sum(E(log(decoder_i), encoder_i), (m, 1, M)) / M),
            by="each sample has the law q_φ(z|x_i); the others integrate to 1",
        ),
        Step("=", reconstruction_error, by="M equal terms"),
    ),
    mutants=(
        Mutant("the sum, not the mean", lhs=-over_data(over_samples(M * mean_log))),
        Mutant("sign", lhs=over_data(over_samples(mean_log))),
        Mutant("1/M twice", lhs=-over_data(over_samples(mean_log / M))),
        Mutant(
            "samples from the prior",
            lhs=-over_data(expectation(mean_log, Product(decoder(z_m), (m, 1, M)), samples_of_z)),
        ),
    ),
)

UNCHECKED = (
    Unchecked("ece544-2023-ps5:1g", "experiment", "code, a training run and its samples are judged by a person"),
)
