"""The Donsker-Varadhan bound R2[T] = E_p T - log E_q e^T of the KL divergence, when it is tight, and R1 below it.

Answers ift6135-2019-hw3:6.2a, 6.2b and 6.3. Sources: [Donsker1983], [Belghazi2018] sections 2.2 and 3.1.
p and q are any positive densities of x with KL(p ‖ q) finite, T any real function of x, r = e^T / E_q e^T.
"""

from sympy import Expr, exp, log, symbols

from verify.notation import (
    KL,
    POSITIVE,
    Context,
    Derivation,
    E,
    Lemma,
    Mutant,
    Statement,
    Step,
    declare,
    example,
    function,
    grant,
    integral,
    kernel,
    point,
)

x = symbols("x")
z, c, scale = symbols("Z c k")
p, q = kernel("p", x), kernel("q", x)
T, w = function("T", "x"), function("w", "x", interval=POSITIVE)
finite = grant("integrals are finite", "the sheet writes these expectations and divergences, so they exist")
laws = Context(point(x), declare(z, POSITIVE), declare(c), p, q, T, w, finite, scope="any p, q > 0, any T")

kl, log_ratio = KL(p(x), q(x)), log(p(x) / q(x))
partition = E(exp(T(x)), q(x))
r = exp(T(x)) / partition


def r1(values: Expr) -> Expr:
    """Return R1[T] = E_p T - E_q e^(T-1)."""
    return E(values, p(x)) - E(exp(values - 1), q(x))


def r2(values: Expr) -> Expr:
    """Return R2[T] = E_p T - log E_q e^T."""
    return E(values, p(x)) - log(E(exp(values), q(x)))


tilted_density_has_mass_one = Derivation(
    title="r q is a density: it is positive and integrates to 1",
    source="[Belghazi2018] theorem 4, proof",
    questions=("ift6135-2019-hw3:6.2a",),
    context=laws,
    claim=Statement(integral(r * q(x), x), "=", 1),
    chain=(
        Lemma(Statement(r * q(x), ">", 0), by="e^T > 0, so E_q e^T > 0, and q > 0"),
        Lemma(
            Statement(integral(r * q(x), x), "=", E(exp(T(x)), q(x)) / partition),
            by="E_q e^T does not depend on x: take it out of the integral",
        ),
        Lemma(Statement(integral(r * q(x), x), "=", 1), by="the integral of e^T q is E_q e^T"),
    ),
    mutants=(
        Mutant("r alone integrates to 1", lhs=integral(r, x)),
        Mutant("r p integrates to 1", lhs=integral(r * p(x), x)),
        Mutant("e^T q integrates to 1", lhs=integral(exp(T(x)) * q(x), x)),
        Mutant("q/r integrates to 1", lhs=integral(q(x) / r, x)),
    ),
)

kl_sub_r2_eq_kl_tilted = Derivation(
    title="The gap of the bound is a divergence: KL(p ‖ q) - R2[T] = KL(p ‖ r q)",
    source="[Belghazi2018] theorem 4, proof",
    questions=("ift6135-2019-hw3:6.2b",),
    context=laws,
    cites=("donsker_varadhan.tilted_density_has_mass_one",),
    claim=Statement(kl - r2(T(x)), "=", KL(p(x), r * q(x), x)),
    chain=(
        Step("=", E(log_ratio - T(x), p(x)) + log(partition), by="definition of KL and of R2"),
        Step("=", E(log_ratio - log(r), p(x)), by="log r = T - log E_q e^T, and the logarithm is constant in x"),
        Step("=", E(log(p(x) / (r * q(x))), p(x)), by="collect the logarithms"),
        Step("=", KL(p(x), r * q(x), x), by="definition of KL; r q is a density"),
    ),
    mutants=(
        Mutant("KL(r q ‖ p)", rhs=KL(r * q(x), p(x), x)),
        Mutant("KL(p ‖ r p)", rhs=KL(p(x), r * p(x), x)),
        Mutant("R1 for R2", lhs=kl - r1(T(x))),
        Mutant("KL + R2", lhs=kl + r2(T(x))),
    ),
)

kl_ge_r2 = Derivation(
    title="KL(p ‖ q) is at least R2[T], for every T",
    source="[Donsker1983]; [Belghazi2018] theorem 1",
    questions=("ift6135-2019-hw3:6.2b",),
    context=laws,
    cites=("donsker_varadhan.kl_sub_r2_eq_kl_tilted",),
    claim=Statement(kl, ">=", r2(T(x))),
    chain=(
        Lemma(Statement(KL(p(x), r * q(x), x), ">=", 0), by="a KL divergence of two densities"),
        Lemma(Statement(kl, "=", r2(T(x)) + KL(p(x), r * q(x), x)), by="shown above"),
        Step(">=", r2(T(x)), by="drop the divergence"),
    ),
    mutants=(
        Mutant("≤", relation="<="),
        Mutant("strict, at T = log p/q too", Statement(kl, ">", E(log_ratio, p(x)) - log(E(p(x) / q(x), q(x))))),
        Mutant("KL(q ‖ p)", lhs=KL(q(x), p(x))),
        Mutant("log of the mean of e^(T-1)", rhs=E(T(x), p(x)) - log(E(exp(T(x) - 1), q(x)))),
    ),
)

bound_is_tight_at_log_ratio = Derivation(
    title="T = log p/q + c gives equality, for every constant c",
    source="[Belghazi2018] theorem 1, proof",
    questions=("ift6135-2019-hw3:6.2b",),
    context=laws,
    claim=Statement(r2(log_ratio + c), "=", kl),
    chain=(
        Step("=", E(log_ratio, p(x)) + c - log(exp(c) * E(p(x) / q(x), q(x))), by="c is constant; e^T = e^c p/q"),
        Step("=", E(log_ratio, p(x)) + c - log(exp(c)), by="E_q p/q is the integral of p, which is 1"),
        Step("=", kl, by="the constants cancel; definition of KL"),
    ),
    mutants=(
        Mutant("T = c p/q", lhs=r2(c * p(x) / q(x))),
        Mutant("T = log q/p + c", lhs=r2(c - log_ratio)),
        Mutant("T = 2 log p/q", lhs=r2(2 * log_ratio)),
        Mutant("T = log p + c", lhs=r2(log(p(x)) + c)),
        Mutant("so also for R1", lhs=r1(log_ratio + c)),
    ),
)

in_w = E(log(w(x)), p(x)) - log(E(w(x), q(x)))
tight = Context(
    point(x),
    declare(scale, POSITIVE),
    p,
    q,
    w,
    finite,
    example(Statement(w(x), "=", scale * p(x) / q(x))),
    scope="any p, q > 0, any T = log w with w > 0 (every T is one)",
)

tight_bound_forces_log_ratio = Derivation(
    title="Equality forces T = log p/q + c, almost everywhere, with the constant c = log E_q e^T",
    source="[Belghazi2018] theorem 4",
    questions=("ift6135-2019-hw3:6.2b",),
    context=tight,
    claim=Statement(log(w(x)), "=", log_ratio + log(E(w(x), q(x))), given=(Statement(kl, "=", in_w),)),
    chain=(
        Lemma(
            Statement(kl - in_w, "=", KL(p(x), w(x) / E(w(x), q(x)) * q(x), x)),
            by="with e^T = w the gap is KL(p ‖ r q), r = w/E_q w",
        ),
        Lemma(
            Statement(KL(p(x), w(x) / E(w(x), q(x)) * q(x), x), "=", 0, given=(Statement(kl, "=", in_w),)),
            by="equality makes the gap 0",
        ),
        Lemma(
            Statement(p(x), "=", w(x) / E(w(x), q(x)) * q(x), given=(Statement(kl, "=", in_w),)),
            by="a divergence is 0 only if the densities agree: p = r q almost everywhere",
        ),
        Lemma(
            Statement(log(w(x)), "=", log_ratio + log(E(w(x), q(x))), given=(Statement(kl, "=", in_w),)),
            by="take logarithms: T = log p/q + log E_q e^T",
        ),
    ),
    mutants=(
        Mutant("T = log p/q, without a constant", rhs=log_ratio),
        Mutant("T = log q/p + c", rhs=log(E(w(x), q(x))) - log_ratio),
        Mutant("minus the constant", rhs=log_ratio - log(E(w(x), q(x)))),
        Mutant("T = p/q + c", rhs=p(x) / q(x) + log(E(w(x), q(x)))),
    ),
    remarks=("T is written log w, w > 0, so that instances with equality have rational values.",),
    numeric="equality holds for few T only: instances are built with one, and can refute but not confirm",
)

r2_ge_r1 = Derivation(
    title="R2[T] is at least R1[T], for every T: the Donsker-Varadhan bound is the tighter one",
    source="[Belghazi2018] section 2.2",
    questions=("ift6135-2019-hw3:6.3",),
    context=laws,
    claim=Statement(r2(T(x)), ">=", r1(T(x))),
    chain=(
        Lemma(Statement(z / exp(1) - 1 - log(z / exp(1)), ">=", 0), by="log y ≤ y - 1 at y = Z/e, for every Z > 0"),
        Lemma(
            Statement(r2(T(x)), "=", r1(T(x)) + (partition / exp(1) - 1 - log(partition / exp(1)))),
            by="with Z = E_q e^T: R1 = E_p T - Z/e and R2 = E_p T - log Z",
        ),
        Step(">=", r1(T(x)), by="drop the non-negative term"),
    ),
    mutants=(
        Mutant("R1 ≥ R2", relation="<="),
        Mutant(
            "strict, for every T = 1 + log w",
            Statement(E(log(w(x)), p(x)) - log(E(w(x), q(x))), ">", E(1 + log(w(x)), p(x)) - E(w(x), q(x))),
        ),
        Mutant("equal", relation="="),
        Mutant("e^T for e^(T-1)", rhs=E(T(x), p(x)) + 1 - partition / exp(1) / exp(1)),
    ),
    remarks=("They agree exactly where E_q e^T = e, so “strict” fails there.",),
)
