"""How the probability of keeping an input sets the penalty of dropout.

Answers the second part of ift6135-2020-hw3:1.2. Source: [Srivastava2014] section 9.1.
Shapes: X (n, d), y (n,), w (d,), Γ (d, d); p in [0, 1] is the probability of keeping an input, λ = (1-p)/p.

Main statements
---------------
* `penalty_decreases`: λ strictly decreases in p.
* `penalty_vanishes`, `penalty_explodes`: from ∞, with everything dropped, to 0, without dropout.
* `loss_constant_if_all_dropped`: at p = 0 there is no unique minimizer.
"""

from sympy import Integer, MatrixSymbol, oo, symbols

from verify.notation import Context, D, Derivation, Interval, Lemma, Mutant, Statement, Step, at, declare, norm2

n, d = symbols("n d", integer=True, positive=True)
p = symbols("p")
X, Gamma = MatrixSymbol("X", n, d), MatrixSymbol("Gamma", d, d)
y, w = MatrixSymbol("y", n, 1), MatrixSymbol("w", d, 1)

SOURCE = "[Srivastava2014] section 9.1"
penalty = (1 - p) / p
ridge_loss = norm2(y - p * X * w) + p * (1 - p) * norm2(Gamma * w)

keeping = Context(declare(p, Interval(0, 1, high_closed=True)), scope="p in (0, 1]")

penalty_decreases = Derivation(
    title="λ = (1-p)/p strictly decreases in p",
    source=SOURCE,
    questions=("ift6135-2020-hw3:1.2",),
    context=keeping,
    claim=Statement(penalty, "decreasing", over=p),
    chain=(
        Lemma(Statement(D(penalty, p), "=", -1 / p**2), by="the derivative of 1/p - 1"),
        Lemma(Statement(penalty, "decreasing", over=p), by="the derivative is negative"),
    ),
    mutants=(
        Mutant("increasing", relation="increasing"),
        Mutant("λ = p/(1-p)", lhs=p / (2 - p)),
    ),
)

penalty_vanishes = Derivation(
    title="Without dropout (p → 1) the penalty vanishes",
    source=SOURCE,
    questions=("ift6135-2020-hw3:1.2",),
    context=keeping,
    claim=Statement(penalty, "limit", 0, over=p, to=1),
    chain=(Lemma(Statement(penalty, "limit", 0, over=p, to=1), by="continuous at p = 1, with value 0"),),
    mutants=(Mutant("limit 1", rhs=Integer(1)),),
    numeric="a limit is no equality of values at an instance",
)

penalty_explodes = Derivation(
    title="With everything dropped (p → 0) the penalty grows without bound",
    source=SOURCE,
    questions=("ift6135-2020-hw3:1.2",),
    context=keeping,
    claim=Statement(penalty, "limit", oo, over=p, to=0),
    chain=(Lemma(Statement(penalty, "limit", oo, over=p, to=0), by="1/p → ∞"),),
    mutants=(Mutant("limit 1", rhs=Integer(1)),),
    numeric="a limit is no equality of values at an instance",
)

everything_dropped = Context(declare(X), declare(y), declare(w), declare(p), declare(Gamma), scope="any n, d")

loss_constant_if_all_dropped = Derivation(
    title="At p = 0 the loss does not depend on w, so it has no unique minimizer",
    source=SOURCE,
    questions=("ift6135-2020-hw3:1.2",),
    context=everything_dropped,
    claim=Statement(at(ridge_loss, {p: Integer(0)}), "=", norm2(y)),
    chain=(Step("=", norm2(y), by="p X w = 0 and p(1-p) = 0 at p = 0"),),
    mutants=(Mutant("the penalty stays", rhs=norm2(y) + norm2(Gamma * w)),),
)
