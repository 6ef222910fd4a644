"""Obligations: what makes a term defined.

A denominator is not 0, the argument of a logarithm is positive, an even root's base is not negative, a
matrix has an inverse, an integral or expectation is finite. Each is a statement under the same
Context (free indices and points read "for all"), or a named kind that a Context can grant.
"""

from __future__ import annotations

from dataclasses import dataclass

from verify.terms.context import Context
from verify.terms.nodes import ZERO, Expect, Fn, Integral, MatOp, Num, Pow, Term
from verify.terms.rewrite import walk
from verify.terms.statement import Statement
from verify.terms.unfold import unfold

FINITE = "integrals are finite"


@dataclass(frozen=True, slots=True)
class Obligation:
    """A condition: a statement to prove, or (statement None) a kind that only a grant discharges."""

    kind: str
    statement: Statement | None
    text: str


def obligations(term: Term, context: Context) -> tuple[Obligation, ...]:
    """Return the obligations of `term`, each once, with heads and definitions unfolded."""
    found: dict[tuple[str, Statement | None], Obligation] = {}
    for node in walk(unfold(term, context)):
        obligation = _of(node)
        if obligation is not None:
            found.setdefault((obligation.kind, obligation.statement), obligation)
    return tuple(found.values())


def _of(node: Term) -> Obligation | None:
    match node:
        case Pow(base=base, exponent=Num(value)) if not isinstance(base, Num):
            if value.denominator % 2 == 0:
                relation = ">=" if value > 0 else ">"
                return _comparison("a root's argument", base, relation)
            return _comparison("a denominator", base, "!=") if value < 0 else None
        case Pow(base=base, exponent=exponent) if not isinstance(exponent, Num):
            return _comparison("a power's base", base, ">")
        case Fn(name="log", arg=arg) if not arg.shape:
            return _comparison("a logarithm's argument", arg, ">")
        case MatOp(op="inverse", args=(arg,)):
            return Obligation("an inverse", Statement("invertible", (arg,)), f"{arg} is invertible")
        case Integral():
            return Obligation(FINITE, None, FINITE)
        case Expect(variables=variables) if node.density is None:
            return None if variables else Obligation(FINITE, None, FINITE)
        case _:
            return None


def _comparison(kind: str, term: Term, relation: str) -> Obligation:
    shown = {"!=": "≠", ">": ">", ">=": "≥"}[relation]
    return Obligation(kind, Statement(relation, (term, ZERO)), f"{term} {shown} 0")
