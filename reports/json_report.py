"""The report of a run as JSON, schema `verify.report/1`.

Keys are never renamed or removed under one schema. Two runs of the same seed agree in everything but
`seconds` and `environment`.
"""

from __future__ import annotations

import json
import math
from typing import Any

from verify.model import (
    Counterexample,
    DerivationReport,
    MutantReport,
    NumericReport,
    Report,
    Rung,
    StepReport,
    SymbolicReport,
    Verdict,
)

SCHEMA = "verify.report/1"


def render(report: Report) -> str:
    """Return the report as an indented JSON document with a final newline."""
    return json.dumps(document(report), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def document(report: Report) -> dict[str, Any]:
    """Return the report as plain data."""
    return {
        "schema": SCHEMA,
        "passed": report.passed,
        "alpha": report.alpha,
        "margin": report.margin,
        "seed": report.seed,
        "device": report.device,
        "environment": dict(report.environment),
        "seconds": _seconds(report.seconds),
        "derivations": [_derivation(d) for d in report.derivations],
        "unchecked": [{"question": u.question, "kind": u.kind, "reason": u.reason} for u in report.unchecked],
    }


def _derivation(report: DerivationReport) -> dict[str, Any]:
    return {
        "id": report.id,
        "title": report.title,
        "source": report.source,
        "questions": list(report.questions),
        "file": report.file,
        "line": report.line,
        "passed": report.passed,
        "claim": report.claim,
        "symbolic": _symbolic(report.symbolic),
        "numeric": _numeric(report.numeric),
        "mutants": _mutants(report.mutants),
        "counterexample": _counterexample(report.counterexample),
        "remarks": list(report.remarks),
        "seconds": _seconds(report.seconds),
    }


def _symbolic(report: SymbolicReport) -> dict[str, Any]:
    return {
        "verdict": str(report.verdict),
        "axioms": list(report.axioms),
        "hypotheses": list(report.hypotheses),
        "obligations": list(report.obligations),
        "scope": report.scope,
        "seconds": _seconds(report.seconds),
        "reason": report.reason,
        "steps": [_step(step) for step in report.steps],
    }


def _step(step: StepReport) -> dict[str, Any]:
    return {
        "statement": step.statement,
        "latex": step.latex,
        "by": step.by,
        "file": step.file,
        "line": step.line,
        "verdict": str(step.verdict),
        "decider": step.decider,
        "reason": step.reason,
        "counterexample": _counterexample(step.counterexample),
    }


def _numeric(report: NumericReport) -> dict[str, Any]:
    return {
        "verdict": str(report.verdict),
        "seconds": _seconds(report.seconds),
        "reason": report.reason,
        "rungs": [_rung(rung) for rung in report.rungs],
    }


def _rung(rung: Rung) -> dict[str, Any]:
    return {
        "method": rung.method,
        "verdict": str(rung.verdict),
        "n": rung.n,
        "margin": _number(rung.margin),
        "alpha": _number(rung.alpha),
        "estimate": _number(rung.estimate),
        "expected": _number(rung.expected),
        "certificate": rung.certificate,
    }


def _mutants(mutants: tuple[MutantReport, ...]) -> dict[str, Any]:
    caught = (Verdict.REFUTED, Verdict.ILL_TYPED)
    return {
        "total": len(mutants),
        "met": sum(m.met for m in mutants),
        "by_symbols": sum(m.by_symbols in caught for m in mutants),
        "by_numbers": sum(m.by_numbers in caught for m in mutants),
        "survivors": [m.name for m in mutants if not m.met],
    }


def _counterexample(found: Counterexample | None) -> dict[str, str] | None:
    """Return the value of every symbol, then both sides and what kind of evidence they are."""
    if found is None:
        return None
    shown = dict(found.values)
    shown.update(lhs=found.lhs, rhs=found.rhs, evidence=found.evidence)
    return shown | ({"note": found.note} if found.note else {})


def _number(value: float | None) -> float | None:
    """JSON has no NaN and no infinity; both are "no number"."""
    return value if value is not None and math.isfinite(value) else None


def _seconds(value: float) -> float:
    return round(value, 4)
