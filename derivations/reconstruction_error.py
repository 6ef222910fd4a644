"""The reconstruction error of a variational autoencoder: its estimate, for Gaussian and for Bernoulli decoders.

Answers ece544-2023-ps5:2c, 2d and 2e. Source: [Kingma2014] section 2.3 and appendix C.
x_i in R^D are N data points, z_im the M samples of q(z|x_i); f_d(z_im) is component d of the reconstruction, written
f(d, i, m): nothing is assumed of how it depends on the sample.
"""

from sympy import Identity, Integer, MatrixSymbol, Product, Rational, Sum, log, pi, symbols

from verify.notation import (
    NONNEGATIVE,
    POSITIVE,
    UNIT,
    Arbitrary,
    Context,
    Derivation,
    E,
    Interval,
    Lemma,
    Mutant,
    Statement,
    Step,
    at,
    declare,
    entry,
    function,
    norm2,
    normal_density,
)

N, D, M = symbols("N D M", integer=True, positive=True)
i, m, d = symbols("i m d", integer=True)
half = Rational(1, 2)

# ------------------------------------------------------------------------------- M samples for a data point

e = MatrixSymbol("e", M, 1)
r, v = symbols("r v")

sampled_errors = Context(
    declare(e, law=Arbitrary(r, v)),
    declare(r),
    declare(v, NONNEGATIVE),
    scope="any M; e_m = -log p(x|z_m) with independent z_m from q(z|x), of mean r = E_q[-log p(x|z)] and variance v",
)

estimate = Sum(entry(e, m), (m, 1, M)) / M

estimate_is_unbiased = Derivation(
    title="(1/M) Σ_m -log p(x|z_m) is an unbiased estimate of E_q[-log p(x|z)]",
    source="[Kingma2014] section 2.3, equation (5)",
    questions=("ece544-2023-ps5:2c",),
    context=sampled_errors,
    claim=Statement(E(estimate, e), "=", r),
    chain=(
        Step("=", Sum(E(entry(e, m), e), (m, 1, M)) / M, by="the expectation is linear"),
        Step("=", Sum(r, (m, 1, M)) / M, by="every sample has the law q(z|x)"),
        Step("=", r, by="M equal terms"),
    ),
    mutants=(
        Mutant("the sum, not the mean", lhs=E(Sum(entry(e, m), (m, 1, M)), e)),
        Mutant("1/M twice", rhs=r / M),
        Mutant("the square of the mean", lhs=E(estimate**2, e), rhs=r**2),
    ),
)

estimate_has_variance_v_over_m = Derivation(
    title="The variance of the estimate is v/M",
    source="[Kingma2014] section 2.3, equation (5)",
    questions=("ece544-2023-ps5:2c",),
    context=sampled_errors,
    cites=("reconstruction_error.estimate_is_unbiased",),
    claim=Statement(E((estimate - r) ** 2, e), "=", v / M),
    chain=(
        Step("=", E(Sum(entry(e, m) - r, (m, 1, M)) ** 2, e) / M**2, by="take 1/M out of the square"),
        Step("=", Sum(E((entry(e, m) - r) ** 2, e), (m, 1, M)) / M**2, by="independent samples are uncorrelated"),
        Step("=", Sum(v, (m, 1, M)) / M**2, by="each has the variance v"),
        Step("=", v / M, by="M equal terms"),
    ),
    mutants=(
        Mutant("1/M²", rhs=v / M**2),
        Mutant("it does not fall", rhs=v),
        Mutant("the second moment", lhs=E(estimate**2, e)),
    ),
)

# -------------------------------------------------------------------------------------- Gaussian decoder

X = MatrixSymbol("X", N, D)
x, y = MatrixSymbol("x", D, 1), MatrixSymbol("y", D, 1)
sigma = symbols("sigma")
f = function("f", "real", "real", "real")

gaussian_decoder = Context(
    declare(X), declare(x), declare(y), declare(sigma, POSITIVE), f, scope="any N, D, M; σ > 0; any reconstructions"
)

gap = entry(X, i, d) - f(d, i, m)
density = Product(normal_density(entry(X, i, d), f(d, i, m), sigma**2), (d, 1, D))
squared_error = Sum(gap**2, (d, 1, D))
constant = D / 2 * log(2 * pi * sigma**2)

gaussian_error_eq_squared_error = Derivation(
    title="With p(x|z) = N(f(z), σ²I) the error is (1/M) Σ_i Σ_m ‖x_i - f(z_im)‖²/(2σ²) + (ND/2) log 2πσ²",
    source="[Kingma2014] appendix C.2",
    questions=("ece544-2023-ps5:2d",),
    context=gaussian_decoder,
    claim=Statement(
        Sum(-log(density), (m, 1, M), (i, 1, N)) / M,
        "=",
        Sum(squared_error / (2 * sigma**2), (m, 1, M), (i, 1, N)) / M + N * constant,
    ),
    chain=(
        Lemma(
            Statement(
                normal_density(x, y, sigma**2 * Identity(D)),
                "=",
                Product(normal_density(entry(x, d), entry(y, d), sigma**2), (d, 1, D)),
            ),
            by="with the covariance σ²I the coordinates are independent",
        ),
        Lemma(
            Statement(
                -log(normal_density(x, y, sigma**2 * Identity(D))), "=", norm2(x - y) / (2 * sigma**2) + constant
            ),
            by="the logarithm of the normal density",
        ),
        Lemma(
            Statement(-log(density), "=", squared_error / (2 * sigma**2) + constant),
            by="the same at x_i and f(z_im)",
        ),
        Lemma(
            Statement(
                Sum(-log(density), (m, 1, M), (i, 1, N)) / M,
                "=",
                Sum(squared_error / (2 * sigma**2) + constant, (m, 1, M), (i, 1, N)) / M,
            ),
            by="for each sample of each data point",
        ),
        Step(
            "=",
            Sum(squared_error / (2 * sigma**2), (m, 1, M), (i, 1, N)) / M + N * constant,
            by="the constant is there N M times, divided by M",
        ),
    ),
    mutants=(
        Mutant("/σ²", rhs=Sum(squared_error / sigma**2, (m, 1, M), (i, 1, N)) / M + N * constant),
        Mutant(
            "D log for (D/2) log",
            rhs=Sum(squared_error / (2 * sigma**2), (m, 1, M), (i, 1, N)) / M + N * D * log(2 * pi * sigma**2),
        ),
        Mutant("σ for σ²", rhs=Sum(squared_error / (2 * sigma), (m, 1, M), (i, 1, N)) / M + N * constant),
        Mutant("the constant once", rhs=Sum(squared_error / (2 * sigma**2), (m, 1, M), (i, 1, N)) / M + constant),
        Mutant("not divided by M", rhs=Sum(squared_error / (2 * sigma**2), (m, 1, M), (i, 1, N)) + N * constant),
    ),
    remarks=("Where σ is not learned the constant may be left out: it moves no minimizer.",),
)

# -------------------------------------------------------------------------------------- Bernoulli decoder

g, t = MatrixSymbol("g", D, 1), symbols("t")
bits = Interval(0, 1, low_closed=True, high_closed=True)

bernoulli_decoder = Context(
    declare(x, bits),
    declare(g, UNIT),
    declare(t),
    scope="any D; x_d in {0, 1} (the formula holds for every x_d in [0, 1]); g_d in (0, 1)",
)

x_d, g_d = entry(x, d), entry(g, d)
mass = g_d**x_d * (1 - g_d) ** (1 - x_d)
cross_entropy = -Sum(x_d * log(g_d) + (1 - x_d) * log(1 - g_d), (d, 1, D))

bernoulli_error_eq_cross_entropy = Derivation(
    title="With independent Bernoulli(g_d) pixels the error is -Σ_d [x_d log g_d + (1-x_d) log(1-g_d)]",
    source="[Kingma2014] appendix C.1",
    questions=("ece544-2023-ps5:2e",),
    context=bernoulli_decoder,
    claim=Statement(-log(Product(mass, (d, 1, D))), "=", cross_entropy),
    chain=(
        Lemma(
            Statement(at(g_d**t * (1 - g_d) ** (1 - t), {t: Integer(1)}), "=", g_d), by="a pixel is 1 with chance g_d"
        ),
        Lemma(
            Statement(at(g_d**t * (1 - g_d) ** (1 - t), {t: Integer(0)}), "=", 1 - g_d),
            by="and 0 with chance 1 - g_d: this is the Bernoulli distribution",
        ),
        Lemma(
            Statement(-log(Product(mass, (d, 1, D))), "=", -Sum(log(mass), (d, 1, D))),
            by="independent pixels: the logarithm of a product",
        ),
        Step("=", cross_entropy, by="log of each power, as g_d and 1 - g_d are positive"),
    ),
    mutants=(
        Mutant("x and g swapped", rhs=-Sum(g_d * log(x_d + 1) + (1 - g_d) * log(2 - x_d), (d, 1, D))),
        Mutant("g and 1-g swapped", rhs=-Sum(x_d * log(1 - g_d) + (1 - x_d) * log(g_d), (d, 1, D))),
        Mutant("sign", rhs=-cross_entropy),
        Mutant("only the ones", rhs=-Sum(x_d * log(g_d), (d, 1, D))),
        Mutant("the squared error", rhs=norm2(x - g)),
    ),
    remarks=(
        "At g_d = 0 or 1, which the question allows, the logarithm is infinite unless x_d agrees; g_d is taken inside.",
    ),
)
