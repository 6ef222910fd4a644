"""A GAN whose discriminator is logistic: its cost.

Answers ece544-2023-ps5:3b. Sources: [Li2017] section 3.1.
The rows x_i of X (n, d) are the data, the rows G_k of G (m, d) the points G_θ(z) that the generator makes;
w (d,) are the discriminator's weights, and p_w(y = 1 | x) = 1/(1 + exp wᵀx).
"""

from sympy import Expr, MatrixSymbol, Rational, Sum, exp, log, symbols

from verify.notation import NONNEGATIVE, Context, Derivation, Mutant, Statement, Step, declare, entry, norm2

n, m, d = symbols("n m d", integer=True, positive=True)
i, k = symbols("i k", integer=True)
C = symbols("C")
X, G = MatrixSymbol("X", n, d), MatrixSymbol("G", m, d)
w = MatrixSymbol("w", d, 1)
half = Rational(1, 2)

game = Context(declare(C, NONNEGATIVE), declare(X), declare(G), declare(w), scope="any n, m, d; C ≥ 0")

real, fake = entry(X * w, i), entry(G * w, k)


def p(score: Expr) -> Expr:
    """Return p_w(y = 1 | x) for the score wᵀx."""
    return 1 / (1 + exp(score))


penalty = C / 2 * norm2(w)
cost = -Sum(log(p(real)), (i, 1, n)) - Sum(log(1 - p(fake)), (k, 1, m)) + penalty
logistic_cost = Sum(log(1 + exp(real)), (i, 1, n)) + Sum(log(1 + exp(fake)) - fake, (k, 1, m)) + penalty

cost_eq_logistic_cost = Derivation(
    title="With p_w(y=1|x) = 1/(1 + exp wᵀx) the cost is Σ log(1+exp wᵀx) + Σ [log(1+exp wᵀG) - wᵀG] + C‖w‖²/2",
    source="[Li2017] section 3.1",
    questions=("ece544-2023-ps5:3b",),
    context=game,
    claim=Statement(cost, "=", logistic_cost),
    chain=(
        Step(
            "=",
            Sum(log(1 + exp(real)), (i, 1, n)) - Sum(log(exp(fake) / (1 + exp(fake))), (k, 1, m)) + penalty,
            by="-log p = log(1 + exp wᵀx), and 1 - p = exp wᵀG/(1 + exp wᵀG)",
        ),
        Step("=", logistic_cost, by="-log of the quotient is log(1 + exp wᵀG) - wᵀG"),
    ),
    mutants=(
        Mutant(
            "the usual sign of wᵀx",
            rhs=Sum(log(1 + exp(-real)), (i, 1, n)) + Sum(log(1 + exp(-fake)) + fake, (k, 1, m)) + penalty,
        ),
        Mutant(
            "usual sign: p = 1/(1 + exp(-wᵀx))",
            rhs=Sum(log(1 + exp(-real)), (i, 1, n)) + Sum(log(1 + exp(fake)), (k, 1, m)) + penalty,
        ),
        Mutant("without -wᵀG", rhs=Sum(log(1 + exp(real)), (i, 1, n)) + Sum(log(1 + exp(fake)), (k, 1, m)) + penalty),
        Mutant("+ wᵀG", rhs=Sum(log(1 + exp(real)), (i, 1, n)) + Sum(log(1 + exp(fake)) + fake, (k, 1, m)) + penalty),
        Mutant("C for C/2", rhs=logistic_cost + penalty),
    ),
)
