"""Attempts by hand to have a derivation pass that shows nothing: through the engine, claim and chain and Context.

Each row says in its name what is wrong with it. The rows marked with a numeric excuse leave the numbers out of the
question, so that the chain alone has to be refused.
"""

from dataclasses import replace

import pytest

from tests.decide.information_terms import (
    FLOW,
    GAN,
    J_F,
    KL,
    D,
    E,
    add,
    div,
    f0,
    f1,
    half,
    i,
    log,
    mul,
    n,
    neg,
    num,
    sub,
    theta,
    x,
)
from verify.check import check_derivation
from verify.model import Settings, Verdict
from verify.terms.context import (
    POSITIVE,
    UNIT,
    Context,
    ContextError,
    Declaration,
    FunctionDeclaration,
    Iid,
    Interval,
    LawDeclaration,
)
from verify.terms.nodes import At, Density, Diff, Entry, Expect, Extremum, Fn, Integral, MatOp, Pow, Rows, Sum, Sym
from verify.terms.statement import Derivation, Mutant, Statement, Step

a, b, s, p, R = (Sym(name) for name in ("a", "b", "s", "p", "R"))
vec = Sym("vec", "real", (n, num(1)))
v_i = Entry(vec, (i,))
matrix = Sym("M", "real", (n, n))
REAL = Context((Declaration(a), Declaration(b), Declaration(s), Declaration(vec), Declaration(matrix)))
FINITE = (("integrals are finite", "the sheet"),)
GRANTED = replace(GAN, grants=FINITE)
EXCUSE = "left out of the question"


def eq(left, right, *hypotheses):
    return Statement("=", (left, right), (), hypotheses)


def comparison(left, relation, right, *hypotheses):
    return Statement(relation, (left, right), (), hypotheses)


def assuming(context, *hypotheses):
    return replace(context, hypotheses=tuple((h, "given") for h in hypotheses))


def with_law(family, *parameters, symbols=()):
    return Context((*symbols, Declaration(R, law=Iid(family, parameters))))


def derivation(claim, context, *steps, numeric=EXCUSE, cites=(), mutants=()):
    chain = tuple(step if isinstance(step, Step) else Step(step, "it is so") for step in steps or (claim,))
    return Derivation("attack", "", "", (), context, claim, chain, mutants, cites, (), numeric)


def checked(*args, library=None, **options):
    return check_derivation(derivation(*args, **options), Settings(), library)


positive_a, negative_a = comparison(a, ">", num(0)), comparison(a, "<", num(0))
impossible = comparison(mul(b, b), "<=", num(-7))
log_at = At(Diff(log(s), (s,)), ((s, num(-1)),))
gap = log(sub(f1, f0))
third = Pow(s, num("1/3"))
field = Rows(((b,), (mul(num(2), a),)))
energy = sub(mul(a, a), mul(half, b, b))
conserved = Statement("conserved", (field, energy), (a, b))
slope = neg(mul(a, a))
over_a = Statement("same argmax", (slope, add(slope, neg(b))), (a,))
unique = Statement("unique maximizer", (neg(add(mul(a, a), b)), num(0)), (a,))
closed = (FunctionDeclaration("D", ("x",), Interval(UNIT.low, UNIT.high, True, True)),)
fourth = Expect(mul(R, R, R, R), (R,))
inverse_mean = Expect(div(num(1), R), (R,))
larger = add(a, mul(a, a))
circle_of_two = mul(sub(a, a), Pow(sub(a, a), num(-1)))

#: (claim, context, steps…)
REFUSED = {
    # obligations
    "log(f1 - f0) under the integral, f1 > f0 at one x": (
        eq(E(gap, f1, x), E(gap, f1, x)),
        assuming(GRANTED, comparison(f1, ">", f0)),
    ),
    "log of any real entries": (eq(Sum(log(v_i), i, n), Sum(log(v_i), i, n)), REAL),
    "log of a real array, entry by entry": (eq(Fn("log", vec), Fn("log", vec)), REAL),
    "square roots of a real array": (eq(MatOp("entrywise_sqrt", (vec,)), MatOp("entrywise_sqrt", (vec,))), REAL),
    "(log s)' at s = -1": (eq(log_at, num(-1)), assuming(REAL, comparison(s, ">", num(0)))),
    "(log s)' at s = -1, outside the range": (eq(log_at, num(-1)), Context((Declaration(s, POSITIVE),))),
    "1/0": (eq(Pow(num(0), num(-1)), Pow(num(0), num(-1))), REAL),
    "0/0": (eq(mul(num(0), Pow(num(0), num(-1))), num(0)), REAL),
    "√-1": (eq(Pow(num(-1), half), Pow(num(-1), half)), REAL),
    "a cube root of any real": (eq(third, third), REAL),
    "s/s at s = 0": (eq(div(s, s), num(1)), REAL),
    "0 log s at s < 0": (eq(mul(num(0), log(s)), num(0)), REAL),
    "log -1 times 0": (eq(mul(num(0), log(num(-1))), num(0)), REAL),
    "log s² = 2 log s at s < 0": (eq(log(mul(s, s)), mul(num(2), log(s))), REAL),
    "(f0 - f1)/(f0 - f1) where they meet": (eq(div(sub(f0, f1), sub(f0, f1)), num(1)), GAN),
    "log D on a closed range": (eq(E(log(D), f1, x), E(log(D), f1, x)), replace(GRANTED, functions=closed)),
    "the inverse of any matrix": (eq(MatOp("inverse", (matrix,)), MatOp("inverse", (matrix,))), REAL),
    "an integral that nothing makes finite": (eq(KL(f0, f1, x), KL(f0, f1, x)), GAN),
    "another grant": (eq(KL(f0, f1, x), KL(f0, f1, x)), replace(GAN, grants=(("an inverse", "the sheet"),))),
    "a grant in other words": (eq(KL(f0, f1, x), KL(f0, f1, x)), replace(GAN, grants=(("finite", "the sheet"),))),
    "0 KL with an infinite KL": (eq(mul(num(0), KL(f0, f1, x)), num(0)), GAN),
    "log of the signed Jacobian": (eq(log(J_F()), log(J_F())), FLOW),
    "a probability of 2": (eq(Expect(R, (R,)), num(2)), with_law("bernoulli", num(2))),
    "a probability that is any real": (eq(Expect(R, (R,)), p), with_law("bernoulli", p, symbols=(Declaration(p),))),
    "a variance of -1": (eq(Expect(mul(R, R), (R,)), num(-1)), with_law("gaussian", num(0), num(-1))),
    "E 1/R of a Gaussian": (eq(inverse_mean, inverse_mean), with_law("gaussian", num(0), num(1))),
    "the fourth moment of an arbitrary law": (eq(sub(fourth, fourth), num(0)), with_law("arbitrary", num(0), num(1))),
    "an expectation without a law": (eq(Expect(s, (s,)), s), REAL),
    # chains
    "another variable": (Statement(unique.relation, unique.args, (b,)), REAL, unique),
    "the coordinates exchanged": (Statement("conserved", conserved.args, (b, a)), REAL, conserved),
    "argmax over another variable": (Statement("same argmax", over_a.args, (b,)), REAL, over_a),
    "no steps of a calc chain meet": (eq(a, b), REAL, eq(a, a), eq(b, b)),
    "≤ does not give <": (comparison(a, "<", a), REAL, comparison(a, "<=", a)),
    "≤ and ≥": (
        comparison(a, "<=", add(b, mul(a, a))),
        REAL,
        comparison(a, "<=", add(a, mul(a, a))),
        comparison(add(a, mul(a, a)), ">=", a),
    ),
    "a step assumes the claim": (eq(a, b), REAL, eq(a, b, eq(a, b))),
    "two steps assume each other": (eq(a, b), REAL, eq(b, a, eq(a, b)), eq(a, b, eq(b, a))),
    "a conditional hypothesis used without its condition": (
        eq(add(a, num(1)), num(2), eq(a, num(1), eq(num(1), num(2)))),
        REAL,
        eq(add(a, num(1)), num(2), eq(a, num(1))),
    ),
    "through an undefined term": (eq(num(1), num(2)), REAL, eq(num(1), log(num(-1))), eq(log(num(-1)), num(2))),
    "through 0/0": (eq(num(1), num(2)), REAL, eq(num(1), circle_of_two), eq(circle_of_two, num(2))),
    # assumptions
    "the claim is a hypothesis of the Context": (eq(a, b), assuming(REAL, eq(a, b))),
    "the claim is its own hypothesis": (eq(a, b, eq(a, b)), REAL),
    "the claim is its own hypothesis, read backwards": (eq(a, b, eq(b, a)), REAL),
    "an inequality assumed backwards": (comparison(a, "<=", b, comparison(b, ">=", a)), REAL),
    "KL < 0 assumed": (comparison(num(1), "<", num(0)), assuming(GRANTED, comparison(KL(f0, f1, x), "<", num(-1)))),
    "a density that integrates to 2": (eq(num(1), num(2)), assuming(GRANTED, eq(Integral(f0, (x,)), num(2)))),
    "a definition outside its declared range": (
        comparison(mul(a, a), "<", num(0)),
        Context((Declaration(s, POSITIVE, definition=neg(mul(a, a))), Declaration(a))),
    ),
    "log of such a definition": (
        eq(log(neg(mul(a, a))), log(s)),
        Context((Declaration(s, POSITIVE, definition=neg(mul(a, a))), Declaration(a))),
    ),
    "a zero matrix declared invertible": (
        eq(MatOp("product", (matrix, MatOp("inverse", (matrix,)))), MatOp("identity", (n,))),
        Context((Declaration(matrix, definition=MatOp("zeros", (n, n)), structure=frozenset({"invertible"})),)),
    ),
}

TRUE = {
    "log of positive entries": (eq(Sum(log(v_i), i, n), Sum(log(v_i), i, n)), Context((Declaration(vec, POSITIVE),))),
    "log of a positive array": (eq(Fn("log", vec), Fn("log", vec)), Context((Declaration(vec, POSITIVE),))),
    "log D on an open range": (eq(E(log(D), f1, x), E(log(D), f1, x)), GRANTED),
    "a finite KL": (comparison(KL(f0, f1, x), ">=", num(0)), GRANTED),
    "the energy": (conserved, REAL),
    "a mean": (eq(Expect(R, (R,)), p), with_law("bernoulli", p, symbols=(Declaration(p, UNIT),))),
    "a Gaussian's fourth moment": (eq(fourth, num(3)), with_law("gaussian", num(0), num(1))),
    "(log s)' at s = 2": (eq(At(Diff(log(s), (s,)), ((s, num(2)),)), half), Context((Declaration(s, POSITIVE),))),
    "s/s for positive s": (eq(div(s, s), num(1)), Context((Declaration(s, POSITIVE),))),
    "a chain of two": (
        comparison(a, "<=", add(a, mul(a, a), num(1))),
        REAL,
        comparison(a, "<=", larger),
        comparison(larger, "<", add(a, mul(a, a), num(1))),
    ),
    "a hypothesis that is used": (eq(add(a, num(1)), num(2), eq(a, num(1))), REAL),
    "a lemma that is used": (
        comparison(add(mul(a, a), num(1)), ">", num(0)),
        REAL,
        comparison(mul(a, a), ">=", num(0)),
        comparison(add(mul(a, a), num(1)), ">", num(0), comparison(mul(a, a), ">=", num(0))),
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_shows_nothing_does_not_pass(name):
    report = checked(*REFUSED[name])
    assert not report.passed
    assert report.symbolic.verdict is not Verdict.PROVED or report.symbolic.obligations


@pytest.mark.parametrize("name", TRUE)
def test_what_is_shown_passes(name):
    report = checked(*TRUE[name])
    assert report.passed, (report.symbolic.reason, report.symbolic.obligations, report.numeric)


CONTRADICTIONS = {
    "in the Context": (impossible, assuming(REAL, eq(a, num(1)), eq(a, num(2)))),
    "in the claim": (comparison(b, "<=", num(-7), positive_a, negative_a), REAL),
    "between the two": (comparison(b, "<=", num(-7), negative_a), assuming(REAL, positive_a)),
    "with a declared range": (
        comparison(b, "<=", num(-7), negative_a),
        Context((Declaration(a, POSITIVE), Declaration(b))),
    ),
}


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_contradictions_are_errors(name):
    with pytest.raises(ContextError):
        checked(*CONTRADICTIONS[name])


def test_contexts_that_define_nothing_are_errors():
    with pytest.raises(ContextError, match="refer to one another"):
        Context((Declaration(a, definition=add(b, num(1))), Declaration(b, definition=add(a, num(1)))))
    with pytest.raises(ContextError, match="refer to one another"):
        Context((Declaration(a, definition=add(a, num(1))),))
    with pytest.raises(ContextError, match="refer to one another"):
        Context(
            laws=(
                LawDeclaration("P", ("x",), pushforward=("Q", "F")),
                LawDeclaration("Q", ("u",), pushforward=("P", "G")),
            )
        )
    with pytest.raises(ContextError, match="more than once"):
        Context(functions=(FunctionDeclaration("F", ("u",), result="x", inverse="G"), FunctionDeclaration("G", ("x",))))


def test_citations_of_what_owes_something_are_no_proof():
    owing = checked(eq(div(s, s), num(1)), REAL)
    refuted = checked(eq(a, b), REAL)
    survived = checked(eq(a, a), REAL, mutants=(Mutant("the same", eq(a, a)),))
    whole = checked(eq(a, a), REAL)
    for library in ({}, {"cited": owing}, {"cited": refuted}, {"cited": survived}):
        assert not checked(eq(a, a), REAL, cites=("cited",), library=library).passed
    assert checked(eq(a, a), REAL, cites=("cited",), library={"cited": whole}).passed


def test_mutants_that_are_true_or_open_are_not_met():
    claim = eq(add(a, a), mul(num(2), a))
    for mutant in (eq(add(a, a, num(0)), mul(num(2), a)), eq(div(a, a), num(1)), eq(log(neg(mul(a, a))), num(1))):
        assert not checked(claim, REAL, mutants=(Mutant("no mutant", mutant),)).passed
    assert checked(claim, REAL, mutants=(Mutant("a mutant", eq(add(a, a), mul(num(3), a))),)).passed


def test_what_depends_tacitly_is_neither_proved_nor_refuted():
    context = Context(
        (Declaration(x), Declaration(theta), Declaration(s, depends=frozenset({"a"})), Declaration(a)),
        laws=(LawDeclaration("m", ("x",), depends=frozenset({"theta"})),),
    )
    m = Density("m", ("x",), (), (x,))
    at_phi = At(log(m), ((theta, Sym("phi", "parameter")),))
    for claim in (eq(Diff(s, (a,)), num(0)), eq(At(s, ((a, num(2)),)), s), eq(at_phi, log(m))):
        report = checked(claim, context)
        assert report.symbolic.verdict is Verdict.UNDECIDED
        assert report.numeric.verdict is Verdict.UNDECIDED


def test_an_obligation_under_an_extremum_is_not_met_by_a_hypothesis_about_a_namesake():
    closed_range = replace(GRANTED, functions=closed)
    best = Extremum("max", E(log(D), f1, x), Sym("D", "law"))
    report = checked(eq(best, best), assuming(closed_range, comparison(D, ">", num(0))))
    assert not report.passed
