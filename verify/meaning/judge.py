"""Does a statement hold at an instance?

Main definitions
----------------
* `judge(statement, instance, context)`: True, a `Violation`, or None where one instance cannot tell.
* `throughout`: the same for the values of the free indices that no hypothesis fixes.
* `satisfies`: whether hypotheses hold, read for all values of i_, j_ and of their free points.

True needs exact numbers; a violation needs exact numbers or balls that do not meet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any

import flint

from verify.meaning import chance, couplings, dependence, fields, onesided, optima
from verify.meaning.case import Case, Judgement, Violation, violation
from verify.meaning.evaluate import Evaluator
from verify.meaning.instance import Instance
from verify.meaning.numbers import Imprecise, Number, Undefined, Unsupported, is_zero, sign, working_precision
from verify.terms.base import NUMERIC
from verify.terms.context import GENERIC, Context
from verify.terms.laws_of_maps import NoChange, change_of_variables
from verify.terms.nodes import Sym, Term
from verify.terms.rewrite import free
from verify.terms.statement import COMPARISONS, Statement
from verify.terms.unfold import fixed_indices, unfold_definitions

PRECISIONS = (128, 512)
MOST_PLACES = 8  # values of open indices at which a statement is judged, at one instance
TINY = flint.arb(2) ** -80


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
                evaluator = _evaluator(instance, context, bits)
                return rule(Case(statement, args, evaluator, partial(_satisfies_here, context)))
        except Imprecise:
            continue
        except (Undefined, Unsupported):
            return None
    return None


@lru_cache(maxsize=128)
def _evaluator(instance: Instance, context: Context, bits: int) -> Evaluator:
    """Return the evaluator of an instance at one precision: the links of a chain have sides in common."""
    return Evaluator(instance, context)


def throughout(statement: Statement, instance: Instance, context: Context) -> tuple[Judgement, Instance]:
    """Judge for values of the free indices of `statement` that no hypothesis fixes: about `MOST_PLACES`, spread evenly.

    Returns:
        The common judgement, and the instance with the values at which it fails.

    """
    verdict: Judgement = True
    for case in _openly(statement, instance, context):
        found = judge(statement, case, context)
        if isinstance(found, Violation):
            return found, case
        verdict = verdict and found
    return verdict, instance


def universally(statement: Statement, instance: Instance, context: Context) -> Judgement:
    """Judge for all values of i_, j_ and the free points of `statement`, as hypotheses are read."""
    verdict: Judgement = True
    for case in everywhere(statement, instance, context):
        found = judge(statement, case, context)
        if isinstance(found, Violation):
            return found
        verdict = verdict and found
    return verdict


def satisfies(instance: Instance, context: Context, hypotheses: tuple[Statement, ...]) -> bool:
    """Whether each hypothesis certainly holds at `instance`, for all values of i_, j_ and its free points."""
    return all(universally(h, instance, context) is True for h in hypotheses)


def _satisfies_here(context: Context, instance: Instance, hypotheses: tuple[Statement, ...]) -> bool:
    return satisfies(instance, context, hypotheses)


def everywhere(statement: Statement, instance: Instance, context: Context) -> Iterator[Instance]:
    """Yield `instance` with every choice of values for i_ and j_ in `statement`, and for the points of a comparison.

    Any other free index is one index, with the value that the instance gives it. A relation such as "maximizer",
    and θ* = argmax …, speaks of the points as they are (the data point x_i).
    """
    pointwise = statement.relation in COMPARISONS and statement.lhs.sort in NUMERIC
    terms = tuple(unfold_definitions(arg, context) for arg in statement.args)
    symbols = {s for term in terms for s in free(term)} - set(statement.variables)
    loose = {s for s in symbols if s in GENERIC or (pointwise and s.of_sort == "point" and not s.shape)}
    yield from _with_choices(loose, terms, instance, context)


def _openly(statement: Statement, instance: Instance, context: Context) -> Iterator[Instance]:
    """Yield `instance`, then with other values for the indices of `statement` that no hypothesis fixes."""
    yield instance
    terms = tuple(unfold_definitions(arg, context) for arg in statement.args)
    symbols = {s for term in terms for s in free(term) if s.of_sort == "index"} - set(statement.variables)
    if symbols:
        symbols -= fixed_indices((*(h for h, _ in context.hypotheses), *statement.hypotheses), context)
    if symbols:
        cases = list(_with_choices(symbols, terms, instance, context))
        yield from cases[:: 1 + (len(cases) - 1) // MOST_PLACES]


def _with_choices(
    symbols: Iterable[Sym], terms: tuple[Term, ...], instance: Instance, context: Context
) -> Iterator[Instance]:
    choices: list[dict[str, Any]] = [{}]
    for symbol in sorted(symbols, key=lambda s: s.name):
        if symbol.of_sort == "index":
            values = chance.index_range(symbol, terms, instance)
        else:
            values = _cells(symbol, instance, context)
        choices = [{**choice, symbol.name: v} for choice in choices for v in values]
    for choice in choices:
        yield replace(instance, values={**instance.values, **choice}) if choice else instance


def _cells(symbol: Sym, instance: Instance, context: Context) -> range:
    return range(len(instance.spaces[chance.space_of(symbol.name, context)]))


# --------------------------------------------------------------------------------------------- the rules


def _pairs(case: Case) -> list[tuple[Number, Number]]:
    left, right = case.value(0), case.value(1)
    if not case.args[0].shape:
        return [(left, right)]
    return [(x, y) for u, v in zip(left, right, strict=True) for x, y in zip(u, v, strict=True)]


def _comparison(case: Case) -> Judgement:
    try:
        return _by_values(case)
    except Unsupported:
        if not onesided.has_extremum(case):
            raise
        return onesided.judge(case)


def _by_values(case: Case) -> Judgement:
    if case.args[0].sort in ("point", "parameter", "law"):
        same = case.value(0) == case.value(1)
        return _points(case, same)
    relation = case.statement.relation
    doubtful: list[Number] = []
    for left, right in _pairs(case):
        try:
            fine = _compare(left, right, relation)
        except Imprecise:
            doubtful.append(left - right)
            continue
        if not fine:
            return violation(case, case.value(0), case.value(1))
    if any(not _tiny(gap) for gap in doubtful):
        raise Imprecise("balls too wide to compare")
    return None if doubtful else True


def _tiny(gap: Number) -> bool:
    """Whether a ball around 0 is so narrow that more digits would hardly show a difference."""
    return isinstance(gap, flint.arb | flint.acb) and bool(gap.abs_upper() < TINY)


def _points(case: Case, same: bool) -> Judgement:
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


def _distributed(case: Case) -> Judgement:
    """The change of variables at one point: a density that differs there from that of the image is another."""
    try:
        change = change_of_variables(case.statement, case.evaluator.context)
    except NoChange:
        return None
    found = judge(change.equation, case.evaluator.instance, case.evaluator.context)
    return found if isinstance(found, Violation) else None


def _infinite(case: Case) -> Judgement:
    """A divergence is +∞ where densities vanish, a supremum may be; other values that there are, are finite."""
    value = case.value(0)
    if isinstance(value, flint.arb) and not value.is_finite():
        if value.is_exact() and value < 0:
            return Violation("-∞", "+∞", "exact")
        return True if value > 0 else None
    return violation(case, value, value, "the value is finite")


_RULES: dict[str, Callable[[Case], Judgement]] = {
    **dict.fromkeys(("=", "!=", "<=", ">=", "<", ">"), _comparison),
    "same argmax": optima.same_argmax,
    "maximizer": optima.optimum,
    "unique maximizer": optima.optimum,
    "unique minimizer": optima.optimum,
    "unique root": fields.unique_root,
    "increasing": optima.monotone,
    "decreasing": optima.monotone,
    "convex": optima.convex,
    "strictly convex": optima.convex,
    "invertible": fields.determinant,
    "singular": fields.determinant,
    "eigenvalues": fields.eigenvalues,
    "conserved": fields.conserved,
    "attained": optima.attained,
    "not differentiable": fields.differentiable,
    "distributed as": _distributed,
    "infinite": _infinite,
    "same law": couplings.same_law,
    "receptive field": dependence.receptive_field,
    **dict.fromkeys(
        ("lyapunov stable", "asymptotically stable", "not asymptotically stable", "unstable"), fields.stability
    ),
}
