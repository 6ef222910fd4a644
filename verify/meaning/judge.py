"""Does a statement hold at an instance?

Main definitions
----------------
* `judge(statement, instance, context)`: True, a `Violation`, or None where one instance cannot tell.

True needs exact numbers; a violation needs exact numbers or balls that do not meet. A rule that looks at other
values of the bound variables (perturbations, sampled points) only ever finds violations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import flint

from verify.meaning import arrays, chance
from verify.meaning.evaluate import Evaluator, Scope, Value
from verify.meaning.instance import Instance
from verify.meaning.logs import Logs
from verify.meaning.numbers import (
    ONE,
    ZERO,
    Imprecise,
    Number,
    Undefined,
    Unsupported,
    fraction,
    is_exact,
    is_rational,
    is_zero,
    rational,
    sign,
    working_precision,
)
from verify.meaning.probability import candidates, values_over
from verify.terms.context import REALS, Context, Interval
from verify.terms.nodes import Density, Diff, Sym, Term
from verify.terms.rewrite import free
from verify.terms.statement import COMPARISONS, Statement, column
from verify.terms.unfold import unfold_definitions

PRECISIONS = (128, 512)
STEPS = tuple(Fraction(1, 8**k) for k in range(9))


@dataclass(frozen=True, slots=True)
class Violation:
    """Both sides where a statement fails; `evidence` is "exact" or "enclosed"."""

    lhs: str
    rhs: str
    evidence: str
    note: str = ""


Judgement = bool | Violation | None


def judge(statement: Statement, instance: Instance, context: Context) -> Judgement:
    """Return whether the atom of `statement` (its hypotheses apart) holds at `instance`.

    None: undefined there, beyond the evaluator, too close to tell, or not a matter of one instance.
    """
    rule = _RULES.get(statement.relation)
    if rule is None:
        return None
    args = tuple(unfold_definitions(arg, context) for arg in statement.args)
    for bits in PRECISIONS:
        try:
            with working_precision(bits):
                return rule(_Case(statement, args, Evaluator(instance, context)))
        except Imprecise:
            continue
        except (Undefined, Unsupported):
            return None
    return None


def universally(statement: Statement, instance: Instance, context: Context) -> Judgement:
    """Judge for all values of the free indices and points of `statement`, as hypotheses are read."""
    verdict: Judgement = True
    for case in everywhere(statement, instance, context):
        found = judge(statement, case, context)
        if isinstance(found, Violation):
            return found
        verdict = verdict and found
    return verdict


def satisfies(instance: Instance, context: Context, hypotheses: tuple[Statement, ...]) -> bool:
    """Whether each hypothesis certainly holds at `instance`, for all values of its free indices and points."""
    return all(universally(h, instance, context) is True for h in hypotheses)


def everywhere(statement: Statement, instance: Instance, context: Context) -> Iterator[Instance]:
    """Yield `instance` with every choice of values for the free indices of `statement`, and points of a comparison.

    A relation such as "maximizer" speaks of the points as they are (the data point x_i).
    """
    sorts = ("index", "point") if statement.relation in COMPARISONS else ("index",)
    terms = tuple(unfold_definitions(arg, context) for arg in statement.args)
    symbols = {s for term in terms for s in free(term)} - set(statement.variables)
    loose = sorted((s for s in symbols if s.of_sort in sorts and not s.shape), key=lambda s: s.name)
    ranges = [
        chance.index_range(s, terms, instance) if s.of_sort == "index" else _cells(s, instance, context) for s in loose
    ]
    choices: list[dict[str, Any]] = [{}]
    for symbol, values in zip(loose, ranges, strict=True):
        choices = [{**choice, symbol.name: v} for choice in choices for v in values]
    for choice in choices:
        yield replace(instance, values={**instance.values, **choice}) if choice else instance


def _cells(symbol: Sym, instance: Instance, context: Context) -> range:
    return range(len(instance.spaces[chance.space_of(symbol.name, context)]))


# --------------------------------------------------------------------------------------------- the rules


@dataclass(frozen=True)
class _Case:
    """A statement at an instance, at the present working precision."""

    statement: Statement
    args: tuple[Term, ...]
    evaluator: Evaluator

    def value(self, which: int, scope: Scope | None = None) -> Value:
        return self.evaluator.value(self.args[which], scope or {})

    @property
    def variable(self) -> Sym:
        return self.statement.variables[0]

    @property
    def interval(self) -> Interval:
        declared = self.evaluator.context.by_name.get(self.variable.name)
        return REALS if declared is None else declared.interval

    def admits(self, value: Value) -> bool:
        """Whether the bound variable may take this (exact) value: its range and the hypotheses about it."""
        about = tuple(
            h
            for h in (*(h for h, _ in self.evaluator.context.hypotheses), *self.statement.hypotheses)
            if any(self.variable in free(arg) for arg in h.args) and self.variable not in h.variables
        )
        plain = _plain(value)
        if not all(x in self.interval for row in _as_rows(plain) for x in row):
            return False
        instance = self.evaluator.instance
        moved = replace(instance, values={**instance.values, self.variable.name: plain})
        return satisfies(moved, self.evaluator.context, about)


def _as_rows(value: Any) -> Any:
    return value if isinstance(value, tuple) else ((value,),)


def _plain(value: Value) -> Any:
    """Return exact numbers as fractions, to stand in an instance; Imprecise for balls."""
    if isinstance(value, tuple):
        return tuple(tuple(_plain(x) for x in row) for row in value)
    if not is_rational(value):
        raise Unsupported("the point is irrational")
    return fraction(value)


def _pairs(case: _Case) -> list[tuple[Number, Number]]:
    left, right = case.value(0), case.value(1)
    if not case.args[0].shape:
        return [(left, right)]
    return [(x, y) for u, v in zip(left, right, strict=True) for x, y in zip(u, v, strict=True)]


def _comparison(case: _Case) -> Judgement:
    if case.args[0].sort in ("point", "parameter"):
        same = case.value(0) == case.value(1)
        return _points(case, same)
    relation = case.statement.relation
    known = True
    for left, right in _pairs(case):
        try:
            fine = _compare(left, right, relation)
        except Imprecise:
            known = False
            continue
        if not fine:
            return _violation(case, case.value(0), case.value(1))
    if not known:
        raise Imprecise("the sides agree as far as balls tell")
    return True


def _points(case: _Case, same: bool) -> Judgement:
    if case.statement.relation not in ("=", "!="):
        return None
    if same == (case.statement.relation == "="):
        return True
    return Violation(f"value {case.value(0)}", f"value {case.value(1)}", "exact")


def _compare(left: Number, right: Number, relation: str) -> bool:
    if relation in ("=", "!="):
        return is_zero(left - right) == (relation == "=")
    side = sign(left - right)
    return {"<": side < 0, ">": side > 0, "<=": side <= 0, ">=": side >= 0}[relation]


def _violation(case: _Case, left: Value, right: Value, note: str = "") -> Violation:
    flat = [x for value in (left, right) for row in _as_rows(value) for x in row]
    evidence = "exact" if all(is_exact(x) for x in flat) else "enclosed"
    texts = pair_text(left, right)
    return Violation(*texts, evidence, note)


def _same_argmax(case: _Case) -> Judgement:
    known = True
    sides = [values_over(case.evaluator, arg, case.variable, {}) for arg in case.args]
    for k in range(len(sides[0])):
        best = [_is_largest(values, k) for values in sides]
        if None in best:
            known = False
        elif best[0] != best[1]:
            left, right = (f"values {_list(v)}" for v in sides)
            winner = "left" if best[0] else "right"
            name = case.variable.name
            return Violation(left, right, "enclosed", f"value {k + 1} of {name} maximizes only the {winner}-hand side")
    if not known:
        raise Imprecise("a tie as far as balls tell")
    return True


def _is_largest(values: list[Number], k: int) -> bool | None:
    """Whether values[k] is a maximum; None where balls do not tell."""
    sides: list[int | None] = []
    for rival, value in enumerate(values):
        try:
            sides.append(0 if rival == k else sign(values[k] - value))
        except Imprecise:
            sides.append(None)
    if any(side == -1 for side in sides):
        return False
    return None if None in sides else True


def _optimum(case: _Case) -> Judgement:
    """Refute where the claimed point is outside the range, or another point does as well."""
    if case.variable.of_sort != "real":
        return _optimal_value(case)
    claimed = case.value(1)
    least = case.statement.relation == "unique minimizer"
    ties = (0,) if case.statement.relation.startswith("unique") else ()
    value = case.value(0, {case.variable: claimed})
    for other in _rivals(case, claimed, least):
        there = case.value(0, {case.variable: other})
        side = _sign_or_none(there - value)
        if side in ((-1, *ties) if least else (1, *ties)):
            note = f"the right-hand side is the value at {case.variable.name} = {text(other)}"
            return _violation(case, value, there, note)
    return None


def _optimal_value(case: _Case) -> Judgement:
    values = values_over(case.evaluator, case.args[0], case.variable, {})
    if case.statement.relation == "unique minimizer":
        values = [-v for v in values]
    choices = list(candidates(case.evaluator, case.variable))
    claimed = choices.index(_claimed(case))
    largest = [_is_largest(values, k) for k in range(len(values))]
    rivals = [k for k, best in enumerate(largest) if best and k != claimed]
    if rivals and (largest[claimed] is False or case.statement.relation != "maximizer"):
        return _violation(case, values[claimed], values[rivals[0]], f"beaten at value {rivals[0] + 1}")
    return True if largest[claimed] else None


def _claimed(case: _Case) -> Any:
    """The claimed optimum: a parameter's value, or a law (also written as a density at its variables)."""
    star = case.args[1]
    if isinstance(star, Density):
        return case.evaluator.law(star.law, {})
    return case.value(1)


def _sign_or_none(value: Number) -> int | None:
    try:
        return sign(value)
    except Imprecise:
        return None


def _rivals(case: _Case, claimed: Value, least: bool) -> Iterator[Value]:
    """Yield admissible points: down (up) the slope, then a few others."""
    slope = case.evaluator.value(Diff(case.args[0], (case.variable,)), {case.variable: claimed})
    for i, row in enumerate(_as_rows(slope)):
        for j, entry in enumerate(row):
            side = _sign_or_none(entry)
            direction = (-1 if least else 1) * (side or 1)
            for step in STEPS if side else STEPS[:1]:
                yield from _if_admitted(case, _moved(claimed, i, j, rational(direction * step)))
    rng = chance.generator("rivals")
    for _ in range(2):
        yield from _if_admitted(case, chance.like(rng, case.interval, claimed))


def _if_admitted(case: _Case, value: Value) -> Iterator[Value]:
    about = any(case.variable in free(arg) for h, _ in case.evaluator.context.hypotheses for arg in h.args)
    if case.interval == REALS and not about:
        yield value
        return
    try:
        if case.admits(value):
            yield value
    except Unsupported:
        return


def _moved(value: Value, i: int, j: int, step: Number) -> Value:
    if not isinstance(value, tuple):
        return value + step
    return arrays.build(len(value), len(value[0]), lambda r, c: value[r][c] + step if (r, c) == (i, j) else value[r][c])


def _sampled(case: _Case, count: int) -> list[Value]:
    """Return admissible values of the bound variable, in increasing order if it is a scalar."""
    rng = chance.generator("sampled")
    at = case.evaluator.value(case.variable, {})
    found: list[Value] = []
    for _ in range(4 * count):
        value = chance.like(rng, case.interval, at)
        if value not in found and len(found) < count and case.admits(value):
            found.append(value)
    return found if isinstance(at, tuple) else sorted(found)


def _monotone(case: _Case) -> Judgement:
    up = case.statement.relation == "increasing"
    points = _sampled(case, 5)
    values = [case.value(0, {case.variable: at}) for at in points]
    for (a, left), (b, right) in zip(
        zip(points, values, strict=True), zip(points[1:], values[1:], strict=True), strict=False
    ):
        side = _sign_or_none(right - left)
        if side is not None and side != (1 if up else -1):
            return _violation(case, left, right, f"at {case.variable.name} = {text(a)} and {text(b)}")
    return None


def _convex(case: _Case) -> Judgement:
    points = _sampled(case, 4)
    for k, a in enumerate(points):
        for b in points[k + 1 :]:
            middle = chance.middle(a, b)
            if not case.admits(middle):
                continue
            ends = [case.value(0, {case.variable: at}) for at in (a, b)]
            chord, inside = (ends[0] + ends[1]) * flint.fmpq(1, 2), case.value(0, {case.variable: middle})
            side = _sign_or_none(chord - inside)
            if side == -1 or (side == 0 and case.statement.relation == "strictly convex"):
                note = f"at the middle of {case.variable.name} = {text(a)} and {text(b)}, against the chord"
                return _violation(case, inside, chord, note)
    return None


def _at_point(case: _Case) -> dict[Sym, Value]:
    entries = column(case.args[1])
    if len(entries) != len(case.statement.variables):
        raise Unsupported("the point is not written out")
    values = (case.evaluator.value(entry, {}) for entry in entries)
    return dict(zip(case.statement.variables, values, strict=True))


def _vanishes_at(case: _Case, point: dict[Sym, Value]) -> bool:
    entries = [x for row in _as_rows(case.value(0, point)) for x in row]
    known = [_sign_or_zero(x) for x in entries]
    if any(k is False for k in known):
        return False
    if None in known:
        raise Imprecise("cannot tell whether a field vanishes")
    return True


def _sign_or_zero(value: Number) -> bool | None:
    """Whether a number is 0, or None."""
    try:
        return is_zero(value)
    except Imprecise:
        return None


def _equilibrium(case: _Case) -> Judgement:
    point = _at_point(case)
    if _vanishes_at(case, point):
        return None
    return _violation(case, case.value(0, point), ZERO, "the left-hand side at the claimed point does not vanish")


def _unique_root(case: _Case) -> Judgement:
    wrong = _equilibrium(case)
    if wrong is not None:
        return wrong
    claimed = _at_point(case)
    for other in _grid(case.statement.variables):
        if any(other[v] != claimed[v] for v in other) and _exact_root(case, other):
            where = ", ".join(f"{v.name} = {text(x)}" for v, x in other.items())
            return Violation("0", "0", "exact", f"{where} is a root too")
    return None


def _grid(variables: tuple[Sym, ...]) -> Iterator[dict[Sym, Value]]:
    """The origin, ±1 along each axis, and all ones."""
    zeros: dict[Sym, Value] = dict.fromkeys(variables, ZERO)
    yield zeros
    for variable in variables:
        yield from ({**zeros, variable: flint.fmpq(side)} for side in (1, -1))
    yield dict.fromkeys(variables, ONE)


def _exact_root(case: _Case, point: dict[Sym, Value]) -> bool:
    for variable, value in point.items():
        declared = case.evaluator.context.by_name.get(variable.name)
        if declared is not None and fraction(value) not in declared.interval:
            return False
    try:
        entries = [x for row in _as_rows(case.value(0, point)) for x in row]
    except (Undefined, Unsupported):
        return False
    return all(is_rational(x) and x == 0 for x in entries)


def _eigenvalues(case: _Case) -> Judgement:
    """Compare det(tI - A) with ∏(t - λ) at more points t than their degree."""
    matrix = case.evaluator.array(case.args[0], {})
    claimed = [case.evaluator.value(entry, {}) for entry in column(case.args[1])]
    if len(claimed) != len(matrix):
        return Violation(f"{len(matrix)} eigenvalues", f"{len(claimed)} values", "exact")
    known = True
    for t in range(len(matrix) + 1):
        left, right = _characteristic(matrix, t), flint.fmpq(1)
        for root in claimed:
            right = right * (t - root)
        equal = _sign_or_zero(left - right)
        if equal is False:
            return _violation(case, left, right, f"det(tI - A) against the product of t - λ, at t = {t}")
        known = known and equal is True
    if not known:
        raise Imprecise("the characteristic polynomials agree as far as balls tell")
    return True


def _characteristic(matrix: arrays.Array, t: int) -> Number:
    n = len(matrix)
    return arrays.det(arrays.build(n, n, lambda i, j: (t if i == j else 0) - matrix[i][j]))


def _conserved(case: _Case) -> Judgement:
    """The derivative of args[1] along the field must vanish; here at one point."""
    field = [x for row in _as_rows(case.value(0)) for x in row]
    rate = ZERO
    for velocity, variable in zip(field, case.statement.variables, strict=True):
        rate = rate + velocity * case.evaluator.value(Diff(case.args[1], (variable,)), {})
    if _sign_or_zero(rate) is False:
        return _violation(case, rate, ZERO, "the left-hand side is the rate of change along the field")
    return None


def _determinant(case: _Case) -> Judgement:
    det = arrays.det(case.evaluator.array(case.args[0], {}))
    if is_zero(det) == (case.statement.relation == "singular"):
        return True
    return _violation(case, det, ZERO, "the left-hand side is the determinant")


def _attained(case: _Case) -> Judgement:
    if case.variable.of_sort != "real":
        return None
    value = case.value(0, {case.variable: case.value(1)})
    for other in _rivals(case, case.value(1), least=False):
        there = case.value(0, {case.variable: other})
        if _sign_or_none(there - value) == 1:
            return _violation(case, value, there, f"more at {case.variable.name} = {text(other)}")
    return None


def _infinite(case: _Case) -> Judgement:
    value = case.value(0)
    return _violation(case, value, value, "the value is finite")


_RULES: dict[str, Callable[[_Case], Judgement]] = {
    **dict.fromkeys(("=", "!=", "<=", ">=", "<", ">"), _comparison),
    "same argmax": _same_argmax,
    "maximizer": _optimum,
    "unique maximizer": _optimum,
    "unique minimizer": _optimum,
    "unique root": _unique_root,
    "increasing": _monotone,
    "decreasing": _monotone,
    "convex": _convex,
    "strictly convex": _convex,
    "invertible": _determinant,
    "singular": _determinant,
    "eigenvalues": _eigenvalues,
    "conserved": _conserved,
    "attained": _attained,
    "infinite": _infinite,
    **dict.fromkeys(
        ("lyapunov stable", "asymptotically stable", "not asymptotically stable", "unstable"), _equilibrium
    ),
}


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
    return str(value.str(digits, radius=False)) if isinstance(value, flint.arb) else str(value)


def pair_text(left: Value, right: Value) -> tuple[str, str]:
    """Write two values with enough digits to tell them apart."""
    for digits in (10, 20, 40):
        texts = text(left, digits), text(right, digits)
        if texts[0] != texts[1]:
            break
    return texts


def _list(values: list[Number]) -> str:
    return "(" + ", ".join(text(v) for v in values) + ")"
