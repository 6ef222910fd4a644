"""A statement at an instance, as the rules see it, and what they answer.

Main definitions
----------------
* `Case`: the statement, its arguments without defined names, and an evaluator at the present precision.
* `Violation`: both sides where it fails; `text` writes values.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import flint

from verify.meaning.evaluate import Evaluator, Scope, Value
from verify.meaning.instance import Instance
from verify.meaning.logs import Logs
from verify.meaning.numbers import Imprecise, Number, Unsupported, fraction, is_exact, is_rational, is_zero, sign
from verify.terms.context import REALS, Interval
from verify.terms.nodes import Sym, Term
from verify.terms.rewrite import free
from verify.terms.statement import Statement
from verify.terms.unfold import unfold_definitions


@dataclass(frozen=True, slots=True)
class Violation:
    """Both sides where a statement fails; `evidence` is "exact" or "enclosed"."""

    lhs: str
    rhs: str
    evidence: str
    note: str = ""


Judgement = bool | Violation | None


@dataclass(frozen=True)
class Case:
    """A statement at an instance, at the present working precision."""

    statement: Statement
    args: tuple[Term, ...]
    evaluator: Evaluator
    satisfies: Callable[[Instance, tuple[Statement, ...]], bool]

    def value(self, which: int, scope: Scope | None = None) -> Value:
        """Return the value of an argument, where bound symbols have the values in `scope`."""
        return self.evaluator.value(self.args[which], scope or {})

    @property
    def variable(self) -> Sym:
        """The (first) bound variable."""
        return self.statement.variables[0]

    @property
    def interval(self) -> Interval:
        """The declared range of the bound variable, entry by entry."""
        declared = self.evaluator.context.by_name.get(self.variable.name)
        return REALS if declared is None else declared.interval

    @property
    def about(self) -> tuple[Statement, ...]:
        """The hypotheses about the bound variable."""
        context = self.evaluator.context
        assumed = (*(h for h, _ in context.hypotheses), *self.statement.hypotheses)
        return tuple(
            h
            for h in assumed
            if self.variable not in h.variables
            and any(self.variable in free(unfold_definitions(arg, context)) for arg in h.args)
        )

    def admits(self, value: Value) -> bool:
        """Whether the bound variable may take this (rational) value: its range and the hypotheses about it.

        Raises:
            Unsupported: the value is irrational.

        """
        plain = plain_value(value)
        if not all(x in self.interval for row in as_rows(plain) for x in row):
            return False
        instance = self.evaluator.instance
        moved = replace(instance, values={**instance.values, self.variable.name: plain})
        return self.satisfies(moved, self.about)


def as_rows(value: Any) -> Any:
    """Return an array's rows; a number is an array of one."""
    return value if isinstance(value, tuple) else ((value,),)


def plain_value(value: Value) -> Any:
    """Return exact numbers as fractions, to stand in an instance; Imprecise for balls."""
    if isinstance(value, tuple):
        return tuple(tuple(plain_value(x) for x in row) for row in value)
    if not is_rational(value):
        raise Unsupported("the point is irrational")
    return fraction(value)


def zero_or_none(value: Number) -> bool | None:
    """Whether a number is 0, or None."""
    try:
        return is_zero(value)
    except Imprecise:
        return None


def sign_or_none(value: Number) -> int | None:
    """Return the sign of a number, or None where its ball does not tell."""
    try:
        return sign(value)
    except Imprecise:
        return None


def violation(case: Case, left: Value, right: Value, note: str = "") -> Violation:
    """Return a violation that shows two values."""
    flat = [x for value in (left, right) for row in as_rows(value) for x in row]
    evidence = "exact" if all(is_exact(x) for x in flat) else "enclosed"
    texts = pair_text(left, right)
    return Violation(*texts, evidence, note)


# ---------------------------------------------------------------------------------------------- as text


def text(value: Value, digits: int = 10) -> str:
    """Write a number (a short fraction, else a decimal) or an array of them."""
    if isinstance(value, tuple):
        if all(len(row) == 1 for row in value):
            return "(" + ", ".join(text(row[0], digits) for row in value) + ")"
        return "[" + ", ".join("(" + ", ".join(text(x, digits) for x in row) + ")" for row in value) + "]"
    if isinstance(value, Logs):
        value = value.ball
    if is_rational(value):
        shown = str(value)
        return shown if len(shown) <= 24 else str(flint.arb(value).str(digits, radius=False))
    if isinstance(value, flint.acb):
        return f"{text(value.real, digits)} + {text(value.imag, digits)}i"
    if isinstance(value, flint.arb) and not value.is_finite():
        return "+∞" if value > 0 else "-∞" if value < 0 else "undefined"
    return str(value.str(digits, radius=False)) if isinstance(value, flint.arb) else str(value)


def pair_text(left: Value, right: Value) -> tuple[str, str]:
    """Write two values with enough digits to tell them apart."""
    for digits in (10, 20, 40):
        texts = text(left, digits), text(right, digits)
        if texts[0] != texts[1]:
            break
    return texts


def list_text(values: list[Number]) -> str:
    """Write values side by side."""
    return "(" + ", ".join(text(v) for v in values) + ")"
