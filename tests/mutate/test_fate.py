"""The fate of mechanical mutants: what is false is caught, what holds is let go, and a broken engine is found out."""

from dataclasses import replace

import pytest

import verify.mutate.fate as fate
from tests.meaning.words import (
    POSITIVE,
    UNIT,
    LawDeclaration,
    a,
    add,
    b,
    context,
    declare,
    div,
    eq,
    law,
    log,
    mul,
    neg,
    num,
    p,
    sub,
    t,
    x,
    z,
)
from verify.model import Fate, NumericReport, Proof, Settings, Undecided, Verdict
from verify.mutate import Mechanical, mutate
from verify.terms.nodes import Apply, Const, Divergence, Fn, Pow, Rows
from verify.terms.statement import Derivation, Statement, Step

SETTINGS = Settings("cpu")
reals = context(declare(a), declare(b), declare(t, POSITIVE), declare(p, UNIT))
densities = context(declare(x), declare(z), LawDeclaration("f", ("x",)), LawDeclaration("g", ("x",)))
f, g = law("f", x), law("g", x)
kl = Divergence("KL", f, g, (x,))
square = eq(Pow(add(a, b), num(2)), add(Pow(a, num(2)), mul(num(2), a, b), Pow(b, num(2))))
decay = Statement("asymptotically stable", (neg(a), num(0)), (a,))


def derivation(claim, within=reals, *steps):
    chain = tuple(Step(s, "by hand") for s in (*steps, claim))
    return Derivation("mine.claim", "t", "", (), within, claim, chain)


def judged(statement, within=reals, original=square):
    """The fate of one statement, as a mutant of another."""
    made = derivation(original, within)
    mutant = Mechanical("by hand", "by hand", statement)
    return fate._judged(mutant, Step(original, ""), made, SETTINGS, "test")


# ---------------------------------------------------------------------------------------------- the table

FATES = [
    ("a false identity", reals, eq(Pow(add(a, b), num(2)), add(Pow(a, num(2)), Pow(b, num(2)))), Fate.REFUTED),
    ("an identity that holds", reals, eq(sub(a, b), neg(sub(b, a))), Fate.TRUE),
    ("an identity of logarithms", reals, eq(log(mul(t, p)), add(log(t), log(p))), Fate.TRUE),
    (
        "strict where both sides may be equal",
        reals,
        Statement("<", (mul(num(2), a, b), add(mul(a, a), mul(b, b)))),
        None,
    ),
    ("strict and equal", reals, Statement("<", (a, a)), Fate.REFUTED),
    ("an inequality that holds", reals, Statement("<", (p, num(1))), Fate.TRUE),
    ("KL > 0, but f may be g", densities, Statement(">", (kl, num(0))), Fate.REFUTED),
    ("KL ≥ 0", densities, Statement(">=", (kl, num(0))), Fate.TRUE),
    ("KL swapped", densities, eq(kl, Divergence("KL", g, f, (x,))), Fate.REFUTED),
    ("defined nowhere", reals, eq(log(neg(p)), a), Fate.ILL_TYPED),
    ("divided by nothing", reals, eq(div(a, sub(b, b)), a), Fate.ILL_TYPED),
    ("a condition fails", reals, Statement("<=", (log(a), sub(a, num(1)))), Fate.ILL_TYPED),
    (
        "an inequality that nobody proves",
        reals,
        Statement("<", (Fn("sigmoid", a), add(num(1), Fn("exp", mul(a, b))))),
        Fate.TRUE,
    ),
    ("without its variable", reals, Statement("increasing", (a,)), Fate.ILL_TYPED),
    ("a name that nobody declared", reals, eq(Apply("h", (a,)), b), Fate.UNCLASSIFIED),
]


@pytest.mark.parametrize(("within", "statement", "expected"), [r[1:] for r in FATES], ids=[r[0] for r in FATES])
def test_fates(within, statement, expected):
    found = judged(statement, within)
    assert found.fate is (expected or Fate.REFUTED), found


def test_a_false_mutant_shows_where_it_fails():
    found = judged(eq(a, b))
    assert dict(found.counterexample.values).keys() == {"a", "b"}
    assert (found.by_symbols, found.by_numbers) == (Verdict.REFUTED, Verdict.REFUTED)


def test_the_opposite_of_what_is_proved_is_false():
    assert judged(replace(decay, relation="unstable"), original=decay).fate is Fate.REFUTED
    up = Statement("increasing", (mul(t, t),), (t,))
    assert judged(replace(up, relation="decreasing"), original=up).fate is Fate.REFUTED


# ------------------------------------------------------------------------------------------ a derivation

limit = Statement("limit", (div(num(1), t), Const("oo"), num(0)), (t,))
CLAIMS = [
    (square, reals),
    (decay, reals),
    (limit, reals),
    (Statement("<=", (log(t), sub(t, num(1)))), reals),
    (Statement(">=", (kl, num(0))), densities),
    (Statement("increasing", (Fn("sigmoid", a),), (a,)), reals),
    (Statement("unique minimizer", (add(Pow(sub(a, b), num(2)), num(3)), b), (a,)), reals),
    (
        Statement(
            "eigenvalues",
            (Rows(((num(0), b), (neg(b), num(0)))), Rows(((mul(Const("i"), b),), (neg(mul(Const("i"), b)),)))),
        ),
        reals,
    ),
]


@pytest.mark.parametrize(("claim", "within"), CLAIMS)
def test_of_the_mutants_of_a_claim_none_survives(claim, within):
    report = mutate(derivation(claim, within), SETTINGS)
    assert report.count(Fate.REFUTED) >= 3
    assert report.count(Fate.SURVIVED) == 0, [m for m in report.mutants if m.fate is Fate.SURVIVED]
    assert report.count(Fate.UNCLASSIFIED) <= 1


def test_the_links_are_mutated_too_and_located():
    first = eq(Pow(add(a, b), num(2)), mul(add(a, b), add(a, b)))
    report = mutate(derivation(square, reals, first), SETTINGS, 6)
    assert len(report.mutants) == 6
    assert [m.label.startswith("step 1: ") for m in report.mutants] == [False] * 5 + [True]
    assert all(" in the " in m.label or " for " in m.label for m in report.mutants)


def test_the_same_mutants_and_fates_again():
    reports = [mutate(derivation(square), SETTINGS) for _ in range(2)]
    assert reports[0].mutants == reports[1].mutants


# ------------------------------------------------------------------------------------- a sabotaged engine


def proves_all(statement, context, using=()):
    return Proof("nobody")


def knows_nothing(statement, context, using=()):
    return Undecided("nobody")


def confirms_all(statement, context, settings, key, *, brief):
    return NumericReport(Verdict.CONFIRMED)


def refutes_nothing(statement, context, settings, key, *, brief):
    return NumericReport(Verdict.UNREFUTED)


def test_a_decider_that_proves_all_is_found_out(monkeypatch):
    monkeypatch.setattr(fate, "decide", proves_all)
    report = mutate(derivation(square), SETTINGS)
    survivors = [m for m in report.mutants if m.fate is Fate.SURVIVED]
    assert len(survivors) >= 8
    assert all("proved" in m.reason and m.counterexample is not None for m in survivors)


def test_numbers_that_confirm_all_are_found_out(monkeypatch):
    monkeypatch.setattr("verify.numeric.estimate.estimate", confirms_all)
    report = mutate(derivation(square), SETTINGS)
    assert report.count(Fate.SURVIVED) >= 8


def test_an_engine_that_catches_nothing_is_found_out(monkeypatch):
    monkeypatch.setattr(fate, "decide", knows_nothing)
    monkeypatch.setattr(fate, "refute", lambda *_, **__: None)
    monkeypatch.setattr("verify.numeric.estimate.estimate", refutes_nothing)
    report = mutate(derivation(square), SETTINGS)
    survivors = [m for m in report.mutants if m.fate is Fate.SURVIVED]
    assert len(survivors) >= 8
    assert all(m.reason == "false, and caught by neither engine" for m in survivors)


def test_a_proof_that_contradicts_the_claim_is_found_out(monkeypatch):
    monkeypatch.setattr(fate, "decide", proves_all)
    found = judged(replace(decay, relation="unstable"), original=decay)
    assert found.fate is Fate.SURVIVED


def test_a_fault_leaves_one_mutant_unclassified_and_loses_no_other(monkeypatch):
    real = fate.decide

    def faulty(statement, context, using=()):
        if statement.relation == "!=":
            raise KeyError("oops")
        return real(statement, context, using)

    monkeypatch.setattr(fate, "decide", faulty)
    report = mutate(derivation(square), SETTINGS)
    (broken,) = [m for m in report.mutants if m.fate is Fate.UNCLASSIFIED]
    assert "KeyError at test_fate.py" in broken.reason
    assert report.count(Fate.REFUTED) >= 8
