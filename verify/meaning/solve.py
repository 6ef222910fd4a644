"""Solve the equations among the hypotheses of an instance, each for one value.

An equation is evaluated with one value (an entry of an array, a function's value at a cell, a coefficient)
replaced by an unknown. Where that gives a rational function of the unknown, a rational zero of it is taken.
Values that an earlier equation depends on are left alone, so earlier equations stay solved.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from verify.meaning.couplings import coupled
from verify.meaning.evaluate import Evaluator
from verify.meaning.instance import FunctionTable, Instance, LawTable, Smooth
from verify.meaning.judge import everywhere
from verify.meaning.numbers import Undefined, Unsupported, fraction, is_rational
from verify.meaning.unknowns import Quotient
from verify.terms.context import REALS, Context, Interval
from verify.terms.nodes import Density, Extremum, IllTyped, Sym, Term
from verify.terms.rewrite import names
from verify.terms.statement import Statement
from verify.terms.unfold import minus, unfold_definitions

OPTIMA = ("maximizer", "unique maximizer", "unique minimizer")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a single rational of an instance stands; `interval` is the range it must stay in."""

    kind: str  # "symbol", "function" or "coefficient"
    name: str
    at: tuple[Any, ...]
    interval: Interval

    def put(self, instance: Instance, value: Any) -> Instance:
        """Return `instance` with `value` (a rational, or an unknown) at this place."""
        if self.kind == "symbol":
            old: Any = instance.values[self.name]
            return replace(instance, values={**instance.values, self.name: _replaced(old, self.at, value)})
        table = instance.functions[self.name]
        assert isinstance(table, FunctionTable)
        key, *exponents = self.at
        if exponents:
            piece = table.values[key]
            assert isinstance(piece, Smooth)
            value = replace(piece, coefficients={**piece.coefficients, exponents[0]: value})
        changed = replace(table, values={**table.values, key: value})
        return replace(instance, functions={**instance.functions, self.name: changed})


def _replaced(old: Any, at: tuple[Any, ...], value: Any) -> Any:
    if not at:
        return value
    i, j = at
    return tuple(
        tuple(value if (r, c) == (i, j) else x for c, x in enumerate(row)) if r == i else row
        for r, row in enumerate(old)
    )


def solved(
    instance: Instance, context: Context, hypotheses: tuple[Statement, ...], rng: random.Random | None = None
) -> Instance | None:
    """Return the instance with the equations solved that can be, or None where one has no rational solution.

    `rng` chooses what an equation is solved for and which of its roots is taken: ab = 0 is not a = 0, and
    a² = 4 is not a = 2. Without it the first scalar and the largest root are.
    """
    frozen: set[Place] = set()
    for hypothesis in hypotheses:
        if hypothesis.relation == "same law":
            instance = coupled(instance, context, hypothesis)
        if hypothesis.relation in OPTIMA:
            instance = _best(instance, context, hypothesis)
        if hypothesis.relation != "=":
            continue
        instance = _assigned(instance, context, hypothesis)
        if hypothesis.lhs.sort not in ("real", "dimension", "index"):
            continue
        found = _solve_one(instance, context, hypothesis, frozen, rng)
        if found is None:
            return None
        instance = found
    return instance


def _solve_one(
    instance: Instance, context: Context, hypothesis: Statement, frozen: set[Place], rng: random.Random | None
) -> Instance | None:
    left, right = (unfold_definitions(arg, context) for arg in hypothesis.args)
    gap = minus(left, right)
    places = [p for p in _places(gap, instance, context) if p not in frozen]
    if rng is not None:
        places = _shuffled(places, rng)
    cases = list(everywhere(hypothesis, instance, context))
    loose = [{k: v for k, v in case.values.items() if v is not instance.values.get(k)} for case in cases]
    for bound in loose:
        for component in range(_components(gap, instance, context, bound)):
            moved = _solve_component(gap, component, instance, context, bound, places, frozen, rng)
            if moved is None:
                return None
            instance = moved
    return instance


def _shuffled(places: list[Place], rng: random.Random) -> list[Place]:
    """Put scalars first, which solve most, or else any order: cA = 0 is not c = 0, and v_i w_i = 0 not v = 0."""
    if rng.random() < 0.5:
        return rng.sample(places, len(places))
    scalars = sum(p.kind == "symbol" and not p.at for p in places)
    return rng.sample(places[:scalars], scalars) + places[scalars:]


def _residual(gap: Term, instance: Instance, context: Context, bound: dict[str, Any]) -> list[Any]:
    """The entries of lhs - rhs, or [] where that is not a rational function here."""
    case = replace(instance, values={**instance.values, **bound})
    try:
        value = Evaluator(case, context).value(gap, {})
    except (Undefined, Unsupported):
        return []
    return [x for row in value for x in row] if isinstance(value, tuple) else [value]


def _components(gap: Term, instance: Instance, context: Context, bound: dict[str, Any]) -> int:
    return len(_residual(gap, instance, context, bound))


def _solve_component(
    gap: Term,
    component: int,
    instance: Instance,
    context: Context,
    bound: dict[str, Any],
    places: list[Place],
    frozen: set[Place],
    rng: random.Random | None,
) -> Instance | None:
    """Make one entry of the gap vanish by one place it depends on; freeze all of those."""
    chosen: Instance | None = None
    touched = False
    for place in places:
        if place in frozen and chosen is not None:
            continue
        entries = _residual(gap, place.put(instance, Quotient.unknown()), context, bound)
        value = entries[component] if component < len(entries) else None
        if not isinstance(value, Quotient) or not _depends(value):
            continue
        touched = True
        if chosen is None and place not in frozen:
            roots = [fraction(r) for r in value.roots()]
            allowed = [r for r in roots if r in place.interval]
            if allowed:
                chosen = place.put(instance, max(allowed) if rng is None else rng.choice(allowed))
        frozen.add(place)
    if chosen is not None:
        return chosen
    left = _residual(gap, instance, context, bound)
    settled = component >= len(left) or not is_rational(left[component]) or left[component] == 0
    return instance if settled or not touched else None


def _depends(value: Quotient) -> bool:
    return bool(value.top.degree() > 0 or value.bottom.degree() > 0)


def _places(gap: Term, instance: Instance, context: Context) -> Iterator[Place]:
    """Every rational of the instance that the term may depend on: scalars first, then arrays, then functions."""
    used = names(gap)
    declared = [d for d in context.symbols if d.symbol.name in used and d.symbol.of_sort == "real"]
    for d in sorted(declared, key=lambda d: bool(d.symbol.shape)):
        value: Any = instance.values.get(d.symbol.name)
        if not isinstance(value, tuple):
            yield Place("symbol", d.symbol.name, (), d.interval)
            continue
        for i, row in enumerate(value):
            for j in range(len(row)):
                if "diagonal" not in d.structure or i == j:
                    yield Place("symbol", d.symbol.name, (i, j), d.interval)
    for name in sorted(used & set(instance.functions)):
        table = instance.functions[name]
        if isinstance(table, FunctionTable):
            yield from _function_places(name, table, context.function_by_name[name].interval)


def _function_places(name: str, table: FunctionTable, interval: Interval) -> Iterator[Place]:
    for key, piece in table.values.items():
        if isinstance(piece, Smooth):
            yield from (Place("coefficient", name, (key, e), REALS) for e in piece.coefficients)
        else:
            yield Place("function", name, (key,), interval)


# ------------------------------------------------------------------------------- names and laws assigned


def _assigned(instance: Instance, context: Context, hypothesis: Statement) -> Instance:
    """Assign a parameter or point (θ* = argmax …), or a law that is said to equal an expression at every point."""
    for left, right in (hypothesis.args, hypothesis.args[::-1]):
        try:
            if isinstance(left, Sym) and left.of_sort in ("parameter", "point") and left.name in instance.values:
                value = Evaluator(instance, context).value(unfold_definitions(right, context), {})
                return replace(instance, values={**instance.values, left.name: value})
            if isinstance(left, Density) and left.law in instance.laws and left != right:
                law = _law(instance, context, left, unfold_definitions(right, context))
                if law is not None:
                    return replace(instance, laws={**instance.laws, left.law: law})
        except (Undefined, Unsupported, IllTyped):
            continue
    return instance


def _best(instance: Instance, context: Context, hypothesis: Statement) -> Instance:
    """Make the claimed optimum the best of finitely many parameters or laws."""
    variable, star = hypothesis.variables[0], hypothesis.args[1]
    kind = "argmin" if hypothesis.relation == "unique minimizer" else "argmax"
    name = star.law if isinstance(star, Density) else getattr(star, "name", "")
    body = unfold_definitions(hypothesis.args[0], context)
    try:
        best = Evaluator(instance, context).value(Extremum(kind, body, variable), {})
    except (Undefined, Unsupported):
        return instance
    if isinstance(best, LawTable) and name in instance.laws:
        return replace(instance, laws={**instance.laws, name: best})
    if isinstance(best, int) and name in instance.values:
        return replace(instance, values={**instance.values, name: best})
    return instance


def _law(instance: Instance, context: Context, left: Density, right: Term) -> LawTable | None:
    """The table of the law on the left, filled from the right-hand side at every cell; exact values only."""
    table = instance.laws[left.law]
    order = (*table.given, *table.targets)
    plain = all(isinstance(a, Sym) and a.of_sort == "point" for a in left.args)
    if not plain or len(set(left.args)) != len(left.args) or {*left.targets, *left.given} != set(order):
        return None
    if set(left.given) != set(table.given) or left.law in names(right):
        return None
    symbols = dict(zip((*left.targets, *left.given), left.args, strict=True))
    evaluator = Evaluator(instance, context)
    values: dict[tuple[int, ...], Fraction] = {}
    cut = len(table.parameters)
    for key in table.values:
        scope: dict[Any, Any] = {symbols[n]: cell for n, cell in zip(order, key[cut:], strict=True)}
        scope |= {Sym(n, "parameter"): k for n, k in zip(table.parameters, key, strict=False)}
        evaluator.hidden += 1
        value = evaluator.value(right, scope)
        if not is_rational(value):
            return None
        values[key] = fraction(value)
    return replace(table, values=values)
