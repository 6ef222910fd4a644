"""Normalizing flows: forward and reverse KL between data and base.

Answers ift6135-2020-hw3:3.1. Source: [Papamakarios2021] section 2.3.
F is any diffeomorphism from the base space (points u) to the data space (points x).
"""

from sympy import Abs, log, symbols

from verify.notation import (
    KL,
    Context,
    Derivation,
    E,
    Mutant,
    Statement,
    Step,
    Unchecked,
    diffeomorphism,
    grant,
    kernel,
    point,
    pushforward,
    put,
)

x, u = symbols("x u")
P_X, P_U = kernel("P_X", x), kernel("P_U", u)
F = diffeomorphism("F", "u", "x")
P_FU = pushforward("P_F(U)", P_U, "F", x)
P_FinvX = pushforward("P_F⁻¹(X)", P_X, "F⁻¹", u)

flow = Context(
    point(x, u),
    P_X,
    P_U,
    F,
    P_FU,
    P_FinvX,
    grant("integrals are finite", "the sheet writes both divergences, so they exist"),
    scope="any densities, any diffeomorphism F",
)

base_at_x = P_U(put(u, F.inv(x)))
volume = Abs(F.inverse_jacobian(x))

forward_kl_eq_reverse_kl = Derivation(
    title="KL(P_X ‖ P_F(U)) = KL(P_F⁻¹(X) ‖ P_U)",
    source="[Papamakarios2021] section 2.3",
    questions=("ift6135-2020-hw3:3.1",),
    context=flow,
    claim=Statement(KL(P_X(x), P_FU(x)), "=", KL(P_FinvX(u), P_U(u))),
    chain=(
        Step("=", E(log(P_X(x) / (base_at_x * volume)), P_X(x)), by="change of variables: the density of F(U)"),
        Step("=", E(log(P_X(x) / volume / base_at_x), P_X(x)), by="regroup"),
        Step("=", KL(P_FinvX(u), P_U(u)), by="P_X(F(u)) |det J_F(u)| is the density of F⁻¹(X); substitute x = F(u)"),
    ),
    mutants=(
        Mutant("sign of log|det|", lhs=E(log(P_X(x) * volume / base_at_x), P_X(x))),
        Mutant("expectation under P_U", rhs=E(log(P_FinvX(u) / P_U(u)), P_U(u))),
        Mutant("right-hand side reversed", rhs=KL(P_U(u), P_FinvX(u))),
        Mutant("no modulus", Statement(P_FU(x), "=", base_at_x * F.inverse_jacobian(x))),
        Mutant("no determinant", lhs=E(log(P_X(x) / base_at_x), P_X(x))),
    ),
)

UNCHECKED = (Unchecked("ift6135-2020-hw3:3.2", "prose", "which divergence suits which scenario is judged by a person"),)
