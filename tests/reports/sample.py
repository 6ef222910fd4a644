"""A report with one derivation of each outcome, built by hand."""

from dataclasses import replace

from verify.model import (
    Counterexample,
    DerivationReport,
    MutantReport,
    NumericReport,
    Report,
    Rung,
    StepReport,
    SymbolicReport,
    Unchecked,
    Verdict,
)

COUNTEREXAMPLE = Counterexample((("p", "3/10"), ("w", "(1, 2)")), "3/10", "9/100", "exact")


def step(verdict=Verdict.PROVED, **changes):
    base = StepReport("E_R[R] = p", "\\mathbb{E}[R] = p", "linearity", verdict, "mine.py", 31, "indices")
    return replace(base, **changes)


def symbolic(*steps, verdict=Verdict.PROVED, **changes):
    base = SymbolicReport(verdict, ("linearity and Fubini",), ("p > 0",), (), "any n, d", steps, 0.0213)
    return replace(base, **changes)


def rung(method="exact", verdict=Verdict.CONFIRMED, n=4096, **changes):
    return replace(Rung(method, verdict, n, certificate=f"{method} certificate"), **changes)


def mutant(name="p² for p", met=True, **changes):
    found = Verdict.REFUTED if met else Verdict.UNDECIDED
    base = MutantReport(name, "E_R[R] = p²", Verdict.REFUTED, found, found, met, "mine.py", 40)
    return replace(base, **changes)


SAMPLED = rung("sampled", n=2_097_152, margin=0.01, alpha=1.5e-14, estimate=1.0004, expected=1.0)

PASSED = DerivationReport(
    id="dropout.expected_mask",
    title="The mean of a mask",
    source="[Srivastava2014]",
    questions=("ift6135-2020-hw3:1.1",),
    file="mine.py",
    line=12,
    passed=True,
    claim="E_R[R] = p",
    claim_latex="\\mathbb{E}[R] = p",
    symbolic=symbolic(step()),
    numeric=NumericReport(Verdict.CONFIRMED, (rung(), SAMPLED), 0.4),
    mutants=(mutant(), mutant("R transposed", by_symbols=Verdict.ILL_TYPED, by_numbers=Verdict.NOT_APPLICABLE)),
)

REFUTED = replace(
    PASSED,
    id="mine.wrong",
    questions=(),
    passed=False,
    symbolic=symbolic(step(), step(Verdict.REFUTED, counterexample=COUNTEREXAMPLE), verdict=Verdict.REFUTED),
    numeric=NumericReport(Verdict.REFUTED, (rung(verdict=Verdict.REFUTED),), counterexample=COUNTEREXAMPLE),
    counterexample=COUNTEREXAMPLE,
)

SURVIVED = replace(PASSED, id="mine.survived", passed=False, mutants=(mutant(), mutant("too weak", met=False)))

OPEN = replace(
    PASSED,
    id="mine.open",
    questions=("ift6135-2020-hw3:1.10",),
    passed=False,
    symbolic=symbolic(step(Verdict.UNDECIDED, reason="outside the language"), verdict=Verdict.UNDECIDED),
)

UNCHECKED = (Unchecked("ift6135-2020-hw3:3.2", "prose", "judged by a person"),)


def report(*derivations, passed=None, unchecked=UNCHECKED, **changes):
    good = all(d.passed for d in derivations) if passed is None else passed
    environment = (("verify", "0.1.0"), ("python", "3.11"), ("sympy", "1.14"), ("torch", "2.13"))
    base = Report(good, 1e-9, 1e-2, 0, "cpu", environment, derivations, unchecked, 1.25)
    return replace(base, **changes)
