"""The exact and enclosed rungs: true claims pass, planted errors of 1e-9 are caught and replay."""

from __future__ import annotations

from fractions import Fraction

import pytest
import torch

from tests.numeric.numeric_contexts import (
    P_FU,
    P_FX,
    P_U,
    P_X,
    add,
    base,
    densities,
    dropped_loss,
    elbo,
    encoder,
    evidence,
    f0,
    f1,
    flow,
    joint,
    kl,
    latent,
    likelihood,
    log,
    masked,
    mul,
    num,
    plane,
    posterior,
    power,
    prior,
    ridge_loss,
    scaled_penalty,
    t,
    theta,
    u,
    v,
    x,
    z,
)
from verify.model import Settings, Verdict, VerifyError
from verify.numeric.enclosed import enclosed_rung
from verify.numeric.estimate import combined, estimate, resolve_device
from verify.numeric.exact import exact_rung, judged
from verify.terms.context import Context, Declaration, Interval
from verify.terms.nodes import Apply, Const, Density, Diff, Entry, Expect, Extremum, Fn, Integral, Num, Rows, Sym
from verify.terms.statement import Statement
from verify.terms.unfold import minus, quotient

CPU = torch.device("cpu")
TINY = Fraction(1, 10**9)
OFF = Num(1 + TINY)
value_of_d = add(
    Integral(mul(f1, log(Apply("D", (x,)))), (x,)),
    Integral(mul(f0, log(minus(num(1), Apply("D", (x,))))), (x,)),
)
best = quotient(f1, add(f0, f1))
value_of_best = add(Integral(mul(f1, log(best)), (x,)), Integral(mul(f0, log(minus(num(1), best))), (x,)))
jensen_shannon = add(
    mul(num(Fraction(1, 2)), Integral(mul(f0, log(quotient(mul(num(2), f0), add(f0, f1)))), (x,))),
    mul(num(Fraction(1, 2)), Integral(mul(f1, log(quotient(mul(num(2), f1), add(f0, f1)))), (x,))),
)
maximum = Extremum("max", value_of_d, Sym("D", "law"))

TRUE = {
    "dropout": (masked, dropped_loss, ridge_loss),
    "evidence": (latent, log(evidence), add(elbo, kl(encoder, posterior, z))),
    "bayes": (latent, mul(evidence, posterior), mul(prior, likelihood)),
    "flow": (flow, kl(P_X, P_FU, x), kl(P_FX, P_U, base)),
    "sigmoid": (plane, Diff(log(Fn("sigmoid", mul(u, v))), (u,)), mul(v, Fn("sigmoid", mul(num(-1), u, v)))),
    "chain rule": (
        plane,
        Diff(Apply("f", (mul(u, v),)), (u,)),
        mul(v, Apply("f", (mul(u, v),), (1,))),
    ),
    "maximum": (densities, jensen_shannon, mul(num(Fraction(1, 2)), add(maximum, log(num(4))))),
    "softplus": (plane, Fn("softplus", u), add(u, Fn("softplus", mul(num(-1), u)))),
}


def enclosed(statement: Statement, context: Context):
    return enclosed_rung(statement, context, 0, CPU, judged(statement, context, 0).generic)


@pytest.mark.parametrize("name", sorted(TRUE))
def test_true_equalities_are_confirmed(name):
    context, left, right = TRUE[name]
    found = enclosed(Statement("=", (left, right)), context)
    assert found.verdict is Verdict.CONFIRMED, found
    assert found.n >= 16


@pytest.mark.parametrize("name", sorted(TRUE))
def test_an_error_of_1e_9_is_refuted_with_a_counterexample_that_replays(name):
    context, left, right = TRUE[name]
    statement = Statement("=", (left, mul(OFF, right)))
    found = enclosed(statement, context)
    assert found.verdict is Verdict.REFUTED, found
    assert found.counterexample.lhs != found.counterexample.rhs
    assert found.counterexample.evidence in ("exact", "enclosed")


@pytest.mark.parametrize("name", ["dropout", "bayes", "chain rule"])
def test_exact_rung(name):
    context, left, right = TRUE[name]
    statement = Statement("=", (left, right))
    assert exact_rung(statement, judged(statement, context, 0)).verdict is Verdict.CONFIRMED
    wrong = Statement("=", (left, mul(OFF, right)))
    found = exact_rung(wrong, judged(wrong, context, 0))
    assert found.verdict is Verdict.REFUTED
    assert found.counterexample.evidence == "exact"


def test_exact_rung_does_not_apply_to_balls():
    context, left, right = TRUE["sigmoid"]
    statement = Statement("=", (left, right))
    assert exact_rung(statement, judged(statement, context, 0)) is None


# ------------------------------------------------------------------------------------------- inequalities

xs = Sym("xs", "point", (Sym("n", "dimension"), num(1)))
p_i = Density("f0", ("x",), (), (Entry(xs, (Sym("i", "index"),)),))
family = Context((*densities.symbols, Declaration(xs, space="x")), densities.functions, densities.laws)
small = num(Fraction(1, 10**30))

INEQUALITIES = [
    (latent, Statement(">=", (kl(encoder, posterior, z), num(0))), Verdict.UNREFUTED),
    (latent, Statement(">=", (log(evidence), elbo)), Verdict.UNREFUTED),
    (latent, Statement("<=", (log(evidence), elbo)), Verdict.REFUTED),
    (densities, Statement("<=", (value_of_d, value_of_best)), Verdict.UNREFUTED),
    (densities, Statement(">", (kl(f0, f1, x), num(0))), Verdict.REFUTED),
    (densities, Statement(">=", (Integral(mul(num(-1), f0, log(f0)), (x,)), num(0))), Verdict.REFUTED),
    (plane, Statement(">", (Fn("sigmoid", u), num(0))), Verdict.UNREFUTED),
    (plane, Statement(">", (power(minus(u, v), 2), num(0))), Verdict.REFUTED),
    # equal everywhere, which floats cannot tell and rational logarithms can; the last is false by 1e-30
    (family, Statement(">=", (log(power(p_i, 2)), mul(num(2), log(p_i)))), Verdict.UNREFUTED),
    (family, Statement(">", (log(power(p_i, 2)), mul(num(2), log(p_i)))), Verdict.REFUTED),
    (family, Statement(">=", (log(power(p_i, 2)), add(mul(num(2), log(p_i)), small))), Verdict.REFUTED),
]


@pytest.mark.parametrize("case", range(len(INEQUALITIES)))
def test_inequalities(case):
    context, statement, verdict = INEQUALITIES[case]
    assert estimate(statement, context, Settings(), "inequality").verdict is verdict


# -------------------------------------------------------------------------------------------------- atoms

matrix = Rows(((num(0), num(0), mul(num(-1), u)), (num(0), num(Fraction(-1, 2)), num(0)), (u, num(0), num(0))))
spectrum = Rows(((num(Fraction(-1, 2)),), (mul(Const("i"), u),), (mul(num(-1), Const("i"), u),)))
shifted = Rows(((num(Fraction(-1, 2)),), (mul(Const("i"), u, OFF),), (mul(num(-1), Const("i"), u),)))
rotation = Rows(((mul(num(-1), v),), (u,)))
sphere = add(power(u, 2), power(v, 2))
concave = add(mul(f1, log(t)), mul(f0, log(minus(num(1), t))))
bowl = add(power(minus(u, v), 2), num(3))

ATOMS = [
    (plane, Statement("eigenvalues", (matrix, spectrum)), Verdict.CONFIRMED),
    (plane, Statement("eigenvalues", (matrix, shifted)), Verdict.REFUTED),
    (plane, Statement("eigenvalues", (matrix, mul(num(-1), mul(num(-1), spectrum)))), Verdict.CONFIRMED),
    (plane, Statement("eigenvalues", (matrix, mul(num(-1), spectrum))), Verdict.REFUTED),
    (plane, Statement("conserved", (rotation, sphere), (u, v)), Verdict.CONFIRMED),
    (plane, Statement("conserved", (rotation, add(sphere, mul(Num(TINY), u))), (u, v)), Verdict.REFUTED),
    (densities, Statement("unique maximizer", (concave, best), (t,)), Verdict.UNREFUTED),
    (densities, Statement("unique maximizer", (concave, mul(OFF, best)), (t,)), Verdict.REFUTED),
    (plane, Statement("unique minimizer", (bowl, v), (u,)), Verdict.UNREFUTED),
    (plane, Statement("unique minimizer", (bowl, mul(OFF, v)), (u,)), Verdict.REFUTED),
    (densities, Statement("increasing", (log(t),), (t,)), Verdict.UNREFUTED),
    (densities, Statement("decreasing", (log(t),), (t,)), Verdict.REFUTED),
    (plane, Statement("convex", (bowl,), (u,)), Verdict.UNREFUTED),
    (plane, Statement("convex", (mul(num(-1), bowl),), (u,)), Verdict.REFUTED),
    (plane, Statement("invertible", (Rows(((u, v), (mul(num(-1), v), u))),)), Verdict.UNREFUTED),
    (plane, Statement("singular", (Rows(((u, v), (mul(num(-1), v), u))),)), Verdict.REFUTED),
    (plane, Statement("singular", (Rows(((u, v), (mul(num(2), u), mul(num(2), v)))),)), Verdict.CONFIRMED),
    (plane, Statement("unique root", (rotation, Rows(((num(0),), (num(0),)))), (u, v)), Verdict.UNREFUTED),
    (plane, Statement("unique root", (rotation, Rows(((num(1),), (num(0),)))), (u, v)), Verdict.REFUTED),
    (plane, Statement("lyapunov stable", (rotation, Rows(((num(0),), (num(0),)))), (u, v)), Verdict.NOT_APPLICABLE),
    (densities, Statement("limit", (t, num(0), num(0)), (t,)), Verdict.NOT_APPLICABLE),
]


@pytest.mark.parametrize("case", range(len(ATOMS)))
def test_atoms(case):
    context, statement, verdict = ATOMS[case]
    report = estimate(statement, context, Settings(), "atom")
    assert report.verdict is verdict, report
    assert (report.counterexample is not None) == (verdict is Verdict.REFUTED)
    assert report.reason or verdict is not Verdict.NOT_APPLICABLE


complete_data = Expect(log(joint), (z,), encoder)
target = minus(log(evidence), kl(encoder, posterior, z))


@pytest.mark.parametrize(
    ("right", "verdict"),
    [
        (target, Verdict.UNREFUTED),
        (add(log(evidence), kl(encoder, posterior, z)), Verdict.REFUTED),
        (minus(log(evidence), kl(posterior, encoder, z)), Verdict.REFUTED),
        (minus(log(evidence), kl(encoder, prior, z)), Verdict.REFUTED),
    ],
)
def test_same_argmax(right, verdict):
    statement = Statement("same argmax", (complete_data, right), (theta,))
    assert estimate(statement, latent, Settings(), "argmax").verdict is verdict


# --------------------------------------------------------------------------- hypotheses, domains, devices


def test_hypotheses_are_satisfied():
    context = plane.with_hypotheses((Statement(">", (u, v)), "u is larger"))
    assert estimate(Statement(">", (minus(u, v), num(0))), context, Settings(), "h").verdict is Verdict.UNREFUTED
    assert estimate(Statement("<", (minus(u, v), num(3))), context, Settings(), "h").verdict is Verdict.REFUTED


def test_equations_among_hypotheses_are_solved():
    context = plane.with_hypotheses((Statement("=", (u, mul(num(2), v))), "u = 2v"))
    right = Statement("=", (power(u, 2), mul(num(4), power(v, 2))))
    wrong = Statement("=", (power(u, 2), mul(num(2), power(v, 2))))
    assert estimate(right, context, Settings(), "h").verdict is Verdict.CONFIRMED
    assert estimate(wrong, context, Settings(), "h").verdict is Verdict.REFUTED


def test_what_is_undefined_everywhere_never_passes():
    context = Context(symbols=(Declaration(u, Interval(low=None, high=Fraction(0))),))
    statement = Statement("=", (log(u), log(u)))
    assert estimate(statement, context, Settings(), "nan").verdict is Verdict.UNDECIDED


def test_values_are_compared_only_where_both_sides_are_defined():
    statement = Statement("=", (log(power(u, 2)), mul(num(2), log(u))))
    assert estimate(statement, plane, Settings(), "domain").verdict is Verdict.CONFIRMED


def test_no_device_no_run(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert resolve_device("auto") == CPU
    with pytest.raises(VerifyError, match="--device cuda: torch finds no CUDA device"):
        resolve_device("cuda")
    with pytest.raises(VerifyError, match="--device must be one of"):
        resolve_device("tpu")


def test_nothing_is_confirmed_without_a_rung():
    statement = Statement("=", (u, u))
    assert combined(statement, ()) is Verdict.NOT_APPLICABLE


def test_the_same_settings_give_the_same_report():
    statement = Statement("=", (dropped_loss, ridge_loss))
    first, second = (estimate(statement, masked, Settings(), "again") for _ in range(2))
    assert first.rungs == second.rungs


def test_a_wrong_penalty_is_refuted_on_every_rung():
    statement = Statement("=", (dropped_loss, scaled_penalty(Fraction(11, 10))))
    assert estimate(statement, masked, Settings(), "penalty").verdict is Verdict.REFUTED
    assert enclosed(statement, masked).verdict is Verdict.REFUTED


def test_a_brief_estimate_ends_with_the_first_rung_that_refutes():
    wrong = Statement("=", (dropped_loss, mul(num(2), ridge_loss)))
    methods = {}
    for brief in (False, True):
        found = estimate(wrong, masked, Settings(), "brief", brief=brief)
        assert found.verdict is Verdict.REFUTED
        methods[brief] = [rung.method for rung in found.rungs]
    assert methods == {False: ["exact", "sampled"], True: ["exact"]}
    right = [
        estimate(Statement("=", (dropped_loss, ridge_loss)), masked, Settings(), "k", brief=b) for b in (False, True)
    ]
    assert right[0].rungs == right[1].rungs


def test_eigenvalues_agree_with_torch_linalg(monkeypatch):
    statement = Statement("eigenvalues", (matrix, spectrum))
    assert "torch.linalg.eigvals agrees" in enclosed(statement, plane).certificate
    monkeypatch.setattr(torch.linalg, "eigvals", lambda a: torch.zeros(a.shape[:-1], dtype=torch.complex128))
    assert enclosed(statement, plane).verdict is Verdict.UNDECIDED
