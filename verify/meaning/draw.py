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
from dataclasses import dataclass, replace
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
from verify.meaning.solve import solved
from verify.terms.context import REALS, Context, Declaration
from verify.terms.nodes import Delta, MatOp, Num, Pow, Sym, Term
from verify.terms.rewrite import free, walk
from verify.terms.statement import Statement
from verify.terms.unfold import fixed_indices, unfold_definitions

ATTEMPTS = 24  # per instance
MAX_MASKS = 4  # entries of a random array, whose support is enumerated
MAX_FAMILY = 3
_STYLES = ("small", "large", "small")


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
    plan = _plan(context, terms, hypotheses)
    if boundary:
        yield from _boundary(plan, seed, count)
        return
    misses = 0
    for k in range(count):
        instance = _found(plan, f"{seed}/{k}", _STYLES[k % len(_STYLES)] if k else "first")
        if instance is not None:
            yield instance
            continue
        misses += 1
        if misses == 2:
            return


def witness(context: Context) -> Instance | None:
    """Return an instance that satisfies every hypothesis of the Context, or None if none was found."""
    return next(draw(context, 0, 2), None)


# ------------------------------------------------------------------------------------------------- plans


@dataclass(frozen=True)
class Plan:
    """What has to be drawn, worked out once for many instances.

    Statements of one Context mostly have equal plans, so their instances are the same and drawn once.
    """

    context: Context
    hypotheses: tuple[Statement, ...]
    terms: tuple[Term, ...]  # those that free indices get their values from; none where there is no free index
    dims: tuple[str, ...]
    indices: tuple[Sym, ...]
    fixed: frozenset[Sym]  # indices of which hypotheses speak as of one
    lengths: frozenset[str]  # dimensions along which those run
    rooted: frozenset[str]  # arrays of whose squares a root is taken: their columns get rational norms
    squared: frozenset[str]  # arrays that a hypothesis multiplies with themselves


@lru_cache(maxsize=1024)
def _plan(context: Context, terms: tuple[Term, ...], hypotheses: tuple[Statement, ...]) -> Plan:
    assumed = (*(h for h, _ in context.hypotheses), *hypotheses)
    definitions = [d.definition for d in context.symbols if d.definition is not None]
    laws = [p for d in context.symbols if d.law is not None for p in d.law.parameters]
    stated = [arg for h in assumed for arg in h.args]
    written = [*terms, *stated, *definitions, *laws]
    every = tuple(dict.fromkeys(unfold_definitions(t, context) for t in written))
    symbols = {s for t in every for s in free(t)} | {d.symbol for d in context.symbols}
    inner = {s for t in every for node in walk(t) for s in free(node)}
    indices = tuple(sorted((s for s in symbols if s.of_sort == "index"), key=lambda s: s.name))
    shapes = [dim for s in symbols | inner for dim in s.shape]
    sizes = {s for dim in shapes for s in free(dim)} | {s for s in inner if s.of_sort == "dimension"}
    fixed = fixed_indices(assumed, context)
    return Plan(
        context,
        assumed,
        every if indices else (),
        _in_order(sizes, context),
        indices,
        fixed,
        frozenset(s.name for symbol in fixed for size in chance.lengths(symbol, every) for s in free(size)),
        frozenset(name for t in every for name in _under_roots(t)),
        frozenset(name for h in assumed for name in _squares(h, context)),
    )


def _in_order(sizes: set[Sym], context: Context) -> tuple[str, ...]:
    """Dimensions as the Context's shapes name them first (rows before columns), then the others."""
    shapes = [d for declared in context.symbols for d in declared.symbol.shape]
    named = dict.fromkeys(s.name for shape in shapes for s in sorted(free(shape), key=lambda s: s.name))
    return tuple(dict.fromkeys((*named, *sorted(s.name for s in sizes))))


def _under_roots(term: Term) -> Iterator[str]:
    for node in walk(term):
        rooted = isinstance(node, MatOp) and node.op == "entrywise_sqrt"
        halved = isinstance(node, Pow) and isinstance(node.exponent, Num) and node.exponent.value.denominator == 2
        if rooted or halved:
            yield from (s.name for s in free(node) if s.of_sort == "real" and s.shape)


def _squares(hypothesis: Statement, context: Context) -> Iterator[str]:
    """Rectangular arrays that occur twice in a hypothesised equation."""
    if hypothesis.relation != "=":
        return
    for arg in hypothesis.args:
        seen = [n for n in walk(unfold_definitions(arg, context)) if isinstance(n, Sym) and n.shape]
        yield from (s.name for s in seen if seen.count(s) > 1 and s.shape[0] != s.shape[-1])


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
    base = tables.with_tables(plan.context, Instance(dims=dims), rng, _largest_family(plan, dims))
    values: dict[str, Any] = {}
    for declared in plan.context.symbols:
        if declared.definition is None and declared.symbol.of_sort != "dimension":
            values[declared.symbol.name] = _value(declared, plan, rng, base, attempt)
    instance = replace(base, values=values)
    for symbol in plan.indices:
        known = chance.index_range(symbol, plan.terms, instance)
        loose = all(isinstance(n, Delta) for t in plan.terms for n in walk(t) if symbol in n.children())
        named = [k for k in _named_values(symbol, plan) if loose or k in known]
        few = known[:3] if style != "large" and symbol not in plan.fixed else known
        values[symbol.name] = rng.choice(named or few if style == "large" else few)
    choice = None if style == "first" else rng
    return solved(replace(instance, values=values), plan.context, plan.hypotheses, choice)


def _named_values(symbol: Sym, plan: Plan) -> list[int]:
    """Return the numbers with which a term compares an index: δ_i7 is 0 almost everywhere, and not at i = 7."""
    nodes = [node for term in plan.terms for node in walk(term)]
    sides = [node.children() for node in nodes if isinstance(node, Delta)]
    return [int(n.value) for pair in sides if symbol in pair for n in pair if isinstance(n, Num) and n.value >= 1]


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
        if declared.structure and not chance.has_structure(rows, declared.structure):
            return False
    return tables.in_range(context, instance)


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
        if declared.law is not None and declared.law.family != "gaussian" and prod(shape) > MAX_MASKS:
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
    if generic is None:
        return ()
    return tuple((label, change(generic)) for label, change in specials(plan.context, generic))


@lru_cache(maxsize=512)
def _special(plan: Plan, seed: int, k: int) -> Instance | None:
    label, changed = _specials(plan, seed)[k]
    moved = solved(changed, plan.context, plan.hypotheses)
    return replace(moved, label=f"boundary: {label}") if moved is not None and lawful(plan, moved) else None
