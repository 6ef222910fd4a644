"""Instances of a Context by chance: deterministic, generic, and true to every hypothesis.

Main definitions
----------------
* `draw(context, seed, count)`: instances that satisfy the Context's hypotheses exactly.
* `witness(context)`: one of them, or None: then the hypotheses may contradict each other.

Values are drawn first; equations among the hypotheses are then solved for a value each (`verify.meaning.solve`),
and an instance that still misses a range, a structure or a hypothesis is thrown away. Boundary instances set
one thing to a special value: an included end, 0, two densities equal.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from math import prod
from typing import Any

from verify.meaning import chance, tables
from verify.meaning.boundary import specials
from verify.meaning.evaluate import evaluate
from verify.meaning.instance import Instance
from verify.meaning.judge import satisfies
from verify.meaning.numbers import Undefined, Unsupported, fraction, is_rational
from verify.meaning.plan import Plan, plan_for
from verify.meaning.solve import solved
from verify.terms.context import REALS, Context, Declaration
from verify.terms.nodes import ONE, Term
from verify.terms.rewrite import free
from verify.terms.statement import Statement

ATTEMPTS = 24  # per instance
WITNESSES = 6  # special values tried where no generic instance satisfies the hypotheses
MAX_MASKS = 4  # entries of a random array, whose support is enumerated
MAX_DRAWS = 6  # the same where one such array is a column of an arbitrary law: sizes enough for a polynomial in them
MAX_FAMILY = 4
_STYLES = ("small", "large", "small")
#: sizes of columns of numbers or of an arbitrary law, one after the other: as many as a polynomial in the size needs
_SIZES = ("3", "5", "2", "4", "1", "6")
_LARGE = ("large", "4", "5", "6")


def draw(
    context: Context,
    seed: int,
    count: int,
    *,
    terms: tuple[Term, ...] = (),
    hypotheses: tuple[Statement, ...] = (),
    boundary: bool = False,
) -> Iterator[Instance]:
    """Yield up to `count` instances that satisfy the Context's hypotheses and `hypotheses`.

    `terms` are those that will be evaluated: their free indices and dimensions get values too. With
    `boundary`, instances are labelled "boundary: …" and there are as many as special values apply.
    """
    plan = plan_for(context, terms, hypotheses)
    if boundary:
        yield from _boundary(plan, seed, count)
        return
    misses = 0
    for k in range(count):
        instance = _found(plan, f"{seed}/{k}", _style(plan, k))
        if instance is not None:
            yield instance
            continue
        misses += 1
        if misses == 2:
            return


def _style(plan: Plan, k: int) -> str:
    """Return how the k-th instance looks: "first", "small" or "large", or a size for the only dimension."""
    arbitrary = any(d.law is not None and d.law.family == "arbitrary" for d in plan.context.symbols)
    arrays = [d.symbol for d in plan.context.symbols if d.symbol.shape and d.law is None]
    columns = bool(arrays) and all(a.of_sort == "real" and a.shape[1] == ONE for a in arrays) and not plan.hypotheses
    if (arbitrary or columns) and len(plan.dims) == 1:
        return _SIZES[k % len(_SIZES)]
    return _STYLES[k % len(_STYLES)] if k else "first"


def witness(context: Context) -> Instance | None:
    """Return an instance that satisfies every hypothesis of the Context, or None if none was found."""
    return next(draw(context, 0, 2), None) or next(draw(context, 0, WITNESSES, boundary=True), None)


# --------------------------------------------------------------------------------------------- instances


@lru_cache(maxsize=512)
def _found(plan: Plan, key: str, style: str = "small") -> Instance | None:
    for attempt in range(ATTEMPTS):
        instance = attempted(plan, chance.generator(f"{key}/{attempt}"), attempt, style)
        if instance is not None and lawful(plan, instance):
            return instance
    return None


def attempted(plan: Plan, rng: random.Random, attempt: int, style: str = "small") -> Instance | None:
    """Return an instance with every equation solved that can be; it is still to be checked."""
    dims = _sizes(plan, rng, style if attempt < 2 else "small")
    every = style == "first" and attempt < 2
    base = tables.with_tables(plan.context, Instance(dims=dims), rng, _largest_family(plan, dims), every)
    values: dict[str, Any] = {}
    for declared in plan.context.symbols:
        if declared.definition is None and declared.symbol.of_sort != "dimension":
            values[declared.symbol.name] = _value(declared, plan, rng, base, attempt)
    instance = replace(base, values=values)
    for index in plan.indices:
        known = chance.along(index.lengths, instance)
        named = [k for k in index.compared if index.loose or k in known]
        large = style in _LARGE
        few = known[:3] if not large and index.symbol not in plan.fixed else known
        values[index.symbol.name] = rng.choice(named or few if large else few)
    choice = None if style == "first" else rng
    equations = (*plan.context.examples, *plan.hypotheses)
    return solved(replace(instance, values=values), plan.context, equations, choice)


def lawful(plan: Plan, instance: Instance) -> bool:
    """Whether ranges, structures and hypotheses hold exactly."""
    return _in_range(plan.context, instance) and satisfies(instance, plan.context, plan.hypotheses)


def _in_range(context: Context, instance: Instance) -> bool:
    for declared in context.symbols:
        value = _value_of(declared, instance, context)
        if value is None or declared.symbol.of_sort != "real":
            continue
        rows: Any = value if isinstance(value, tuple) else ((value,),)
        if declared.interval != REALS and not all(x in declared.interval for row in rows for x in row):
            return False
    return has_structures(instance, context) and tables.in_range(context, instance)


def has_structures(instance: Instance, context: Context) -> bool:
    """Whether every array is symmetric, diagonal, invertible, … as the Context declares, exactly."""
    for declared in context.symbols:
        value = _value_of(declared, instance, context) if declared.structure else None
        if value is not None and declared.symbol.of_sort == "real":
            rows: Any = value if isinstance(value, tuple) else ((value,),)
            if not chance.has_structure(rows, declared.structure):
                return False
    return True


def _value_of(declared: Declaration, instance: Instance, context: Context) -> Any:
    """Return the value of a symbol; of a defined one where something is declared of it (None: nothing to check)."""
    if declared.definition is None:
        return instance.values.get(declared.symbol.name)
    if declared.interval == REALS and not declared.structure:
        return None
    try:
        found = evaluate(declared.definition, instance, context)
    except (Undefined, Unsupported):
        return None
    return _fractions(found)


def _fractions(value: Any) -> Any:
    """Return a number or array in rationals, or None where it has none."""
    if isinstance(value, tuple):
        parts = tuple(_fractions(part) for part in value)
        return None if None in parts else parts
    return fraction(value) if is_rational(value) else None


def _sizes(plan: Plan, rng: random.Random, style: str) -> dict[str, int]:
    """Return a size for each dimension: 3, 2, 2, … at first, else 1 to 3 or larger; few where masks are enumerated."""
    for _ in range(50):
        dims = {name: _size(name, k, plan, rng, style) for k, name in enumerate(plan.dims)}
        if _affordable(plan, dims):
            return dims
        style = "small"
    return dict.fromkeys(plan.dims, 1)


def _size(name: str, position: int, plan: Plan, rng: random.Random, style: str) -> int:
    """Return a size. A large one is no root of a short polynomial in n; arrays of that size cost more."""
    if style.isdigit():
        return int(style)
    if style == "first":
        return 2 if position and name not in plan.lengths else 3  # an index may be neither the first nor the last
    if style == "small":
        return rng.choice((1, 2, 2, 3))
    arrays = (d for declared in plan.context.symbols for size in declared.symbol.shape for d in free(size))
    if not any(d.name == name for d in arrays):
        return rng.randint(4, 40)
    return rng.choice((2, 3) if plan.hypotheses else (3, 4, 5))  # equations are solved entry by entry


def _affordable(plan: Plan, dims: Mapping[str, int]) -> bool:
    for declared in plan.context.symbols:
        shape = [chance.size_of(d, dims) for d in declared.symbol.shape]
        draws = declared.law is not None and declared.law.family == "arbitrary" and shape[1:] == [1]
        most = MAX_DRAWS if draws else MAX_MASKS
        if declared.law is not None and declared.law.family != "gaussian" and prod(shape) > most:
            return False
        if declared.symbol.of_sort == "point" and prod(shape) > MAX_FAMILY:
            return False
        if "full column rank" in declared.structure and shape[1] > shape[0]:
            return False
    return True


def _largest_family(plan: Plan, dims: Mapping[str, int]) -> int:
    families = [d.symbol.shape[0] for d in plan.context.symbols if d.symbol.of_sort == "point" and d.symbol.shape]
    return max((chance.size_of(size, dims) for size in families), default=1)


def _value(declared: Declaration, plan: Plan, rng: random.Random, base: Instance, attempt: int) -> Any:
    symbol = declared.symbol
    shape = [chance.size_of(d, base.dims) for d in symbol.shape]
    if symbol.of_sort == "parameter":
        return rng.randrange(base.parameters[symbol.name])
    if symbol.of_sort == "point":
        cells = len(base.spaces[chance.space_of(symbol.name, plan.context)])
        return tuple((rng.randrange(cells),) for _ in range(shape[0])) if shape else rng.randrange(cells)
    if symbol.of_sort != "real":
        return 1
    if declared.law is not None and declared.law.family == "bernoulli":
        return _bits(rng, shape)
    if not shape:
        return chance.number(rng, declared.interval)
    return _array(declared, plan, rng, shape, attempt)


def _bits(rng: random.Random, shape: list[int]) -> Any:
    if not shape:
        return Fraction(rng.randrange(2))
    return tuple(tuple(Fraction(rng.randrange(2)) for _ in range(shape[1])) for _ in range(shape[0]))


def _array(declared: Declaration, plan: Plan, rng: random.Random, shape: list[int], attempt: int) -> Any:
    rows, columns = shape
    name, unit = declared.symbol.name, attempt % 2 == 1
    if name in plan.squared and columns <= rows:
        return chance.orthogonal(rng, rows, columns, unit=unit)
    if name in plan.rooted and declared.interval == REALS and not declared.structure and declared.law is None:
        return chance.rational_norms(rng, rows, columns, unit=unit and bool(plan.hypotheses))
    return chance.structured(rng, rows, columns, declared.interval, declared.structure)


# ---------------------------------------------------------------------------------------------- boundary


def _boundary(plan: Plan, seed: int, count: int) -> Iterator[Instance]:
    for k in range(min(count, len(_specials(plan, seed)))):
        instance = _special(plan, seed, k)
        if instance is not None:
            yield instance


@lru_cache(maxsize=64)
def _specials(plan: Plan, seed: int) -> tuple[tuple[str, Instance], ...]:
    """Return labelled changes of a generic instance; whether they are lawful is still to be checked."""
    generic = _found(plan, f"{seed}/boundary")
    if generic is None:  # hypotheses such as KL(p ‖ q) = 0 hold at special values only
        generic = attempted(plan, chance.generator(f"{seed}/boundary/0"), 0, "small")
    if generic is None:
        return ()
    return tuple((label, change(generic)) for label, change in specials(plan.context, generic))


@lru_cache(maxsize=512)
def _special(plan: Plan, seed: int, k: int) -> Instance | None:
    label, changed = _specials(plan, seed)[k]
    moved = solved(changed, plan.context, (*plan.context.examples, *plan.hypotheses))
    return replace(moved, label=f"boundary: {label}") if moved is not None and lawful(plan, moved) else None
