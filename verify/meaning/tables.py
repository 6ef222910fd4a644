"""Random spaces, parameters, laws and unknown functions for the names a Context declares."""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from verify.meaning import chance, supports
from verify.meaning.columns import DEGREE as COLUMNS_DEGREE
from verify.meaning.columns import FEATURES
from verify.meaning.instance import Bijection, FunctionTable, Instance, LawTable, Smooth
from verify.terms.context import NUMERIC_SPACES, REALS, Context, FunctionDeclaration, Interval, LawDeclaration

PARAMETER_VALUES = 3
DEGREE = 4
UNEQUAL = 0.5  # how often spaces that are mapped to each other have different sizes


def with_tables(context: Context, instance: Instance, rng: random.Random, family: int, every: bool = True) -> Instance:
    """Return `instance` with spaces, parameters, laws and functions; fewer cells where families of points are large.

    With `every`, no cell of the partition that regions generate is a null set, unless it must be.
    """
    spaces = {name: chance.volumes(rng, cells) for name, cells in _cells(context, family, rng).items()}
    regions: dict[str, frozenset[int]] = {}
    for name in dict.fromkeys(r.space for r in context.regions):
        if not supports.explicit(name, context):
            spaces[name], members = supports.drawn(name, context, rng, every)
            regions |= members
    values = 2 if _family_names(context) else PARAMETER_VALUES
    parameters = dict.fromkeys(_parameters(context), values)
    filled = replace(instance, spaces=spaces, parameters=parameters, regions=regions)
    laws = {law.name: _law(law, filled, context, rng) for law in context.laws if _has_table(law, context)}
    functions = {f.name: _function(f, filled, rng) for f in context.functions}
    families = {name: _family(name, context, laws, filled, rng) for name in _family_names(context)}
    for law in context.laws:
        if law.family and not law.given and not law.depends:
            laws[law.name] = rng.choice(families[law.family])
    return replace(filled, laws=laws, functions=functions, families=families)


def _has_table(law: LawDeclaration, context: Context) -> bool:
    """Whether a law is drawn: it is neither carried from another one, nor uniform on a segment that is written out."""
    return law.pushforward is None and not (
        law.support and supports.explicit(context.space_of(law.targets[0]), context)
    )


def _family_names(context: Context) -> tuple[str, ...]:
    return tuple(dict.fromkeys(law.family for law in context.laws if law.family))


def _family(
    name: str, context: Context, laws: Mapping[str, LawTable], instance: Instance, rng: random.Random
) -> tuple[LawTable, ...]:
    """The declared members at every value of what they are given, and two more."""
    members: list[LawTable] = []
    for law in context.laws:
        if law.family == name and (law.given or law.depends):
            members.extend(_slices(laws[law.name]))
    targets = next(law.targets for law in context.laws if law.family == name)
    volumes = {n: instance.spaces[chance.space_of(n, context)] for n in targets}
    members += [LawTable((), (), targets, normalized(targets, volumes, rng)) for _ in range(2)]
    return tuple(member for k, member in enumerate(members) if member not in members[:k])


def _slices(table: LawTable) -> list[LawTable]:
    cut = len(table.parameters) + len(table.given)
    parts: dict[tuple[int, ...], dict[tuple[int, ...], Fraction]] = {}
    for key, value in table.values.items():
        parts.setdefault(key[:cut], {})[key[cut:]] = value
    return [LawTable((), (), table.targets, part) for part in parts.values()]


def _cells(context: Context, family: int, rng: random.Random) -> dict[str, int]:
    names = [d.space or d.symbol.name for d in context.symbols if d.symbol.of_sort == "point"]
    for law in context.laws:
        names.extend(chance.space_of(slot, context) for slot in (*law.targets, *law.given))
    for f in context.functions:
        names.extend(space for space in (*f.spaces, f.result) if space not in NUMERIC_SPACES)
    spaces = tuple(dict.fromkeys(names))
    small = family > 2 or len(spaces) > 3 or bool(_family_names(context))
    found = dict.fromkeys(spaces, 2 if small else 3)
    for f in context.functions:
        if f.result != "real" and not f.inverse and found[f.spaces[0]] <= found[f.result] and _loose(f, context):
            found[f.spaces[0]] = found[f.result] + 1  # so that two cells go to one
    if _to_and_fro(context) and rng.random() < UNEQUAL:
        found[rng.choice(_to_and_fro(context)).result] -= 1
    return found


def _to_and_fro(context: Context) -> list[FunctionDeclaration]:
    """Return the maps without an inverse between two spaces that are mapped to each other."""
    maps = [f for f in context.functions if f.result != "real"]
    settled = {name for f in maps if f.inverse for name in (*f.spaces, f.result)}
    back = {(f.result, f.spaces[0]) for f in maps if f.spaces[0] != f.result}
    return [f for f in maps if (f.spaces[0], f.result) in back and settled.isdisjoint((*f.spaces, f.result))]


def _loose(f: FunctionDeclaration, context: Context) -> bool:
    """Whether the source of this map may have any size: nothing maps to it, and no bijection from it."""
    maps = [g for g in context.functions if g.result != "real"]
    return not any(f.spaces[0] == g.result or (g.inverse and f.spaces[0] in g.spaces) for g in maps)


def _parameters(context: Context) -> tuple[str, ...]:
    declared = [d.symbol.name for d in context.symbols if d.symbol.of_sort == "parameter"]
    depends = [law.depends for law in context.laws] + [f.depends for f in context.functions]
    tacit = [n for names in depends for n in sorted(names)]
    real = {d.symbol.name for d in context.symbols if d.symbol.of_sort != "parameter"}
    return tuple(n for n in dict.fromkeys((*declared, *tacit)) if n not in real)


# -------------------------------------------------------------------------------------------------- laws


def _law(law: LawDeclaration, instance: Instance, context: Context, rng: random.Random) -> LawTable:
    """A positive table with Σ table · volumes = 1 for every parameter and condition.

    A marginal that does not depend on what the joint depends on is drawn first, and the rest given it. More
    than one such marginal: a table that depends on no parameter at all, which is one of the laws meant.
    """
    parameters = tuple(sorted(law.depends & set(instance.parameters)))
    fixed = [(targets, depends) for targets, depends in law.marginal_depends if depends != law.depends]
    volumes = {n: instance.spaces[chance.space_of(n, context)] for n in (*law.given, *law.targets)}
    values: dict[tuple[int, ...], Fraction] = {}
    kept: dict[Any, dict[tuple[int, ...], Fraction]] = {}
    for theta in itertools.product(*(range(instance.parameters[n]) for n in parameters)):
        for given in itertools.product(*(range(len(volumes[n])) for n in law.given)):
            values_of = dict(zip(parameters, theta, strict=True))
            where = instance.regions.get(law.support)
            table = _joint(law, fixed, values_of, given, volumes, kept, rng, where)
            values.update({(*theta, *given, *cells): value for cells, value in table.items()})
    return LawTable(parameters, law.given, law.targets, values)


def _joint(
    law: LawDeclaration,
    fixed: list[tuple[tuple[str, ...], frozenset[str]]],
    theta: Mapping[str, int],
    given: tuple[int, ...],
    volumes: Mapping[str, tuple[Fraction, ...]],
    kept: dict[Any, dict[tuple[int, ...], Fraction]],
    rng: random.Random,
    where: frozenset[int] | None = None,
) -> dict[tuple[int, ...], Fraction]:
    """One normalized table over the targets; `kept` remembers what several parameters share."""
    if not fixed:
        return normalized(law.targets, volumes, rng, where)
    if len(fixed) > 1:
        return kept.setdefault(given, kept.get(given) or normalized(law.targets, volumes, rng))
    names, depends = fixed[0]
    shared = (given, tuple((n, theta[n]) for n in sorted(depends & set(theta))))
    if shared not in kept:
        kept[shared] = normalized(names, volumes, rng)
    rest = tuple(n for n in law.targets if n not in names)
    table: dict[tuple[int, ...], Fraction] = {}
    for first, mass in kept[shared].items():
        for second, value in normalized(rest, volumes, rng).items():
            at = dict(zip((*names, *rest), (*first, *second), strict=True))
            table[tuple(at[n] for n in law.targets)] = mass * value
    return table


def normalized(
    names: tuple[str, ...],
    volumes: Mapping[str, tuple[Fraction, ...]],
    rng: random.Random,
    where: frozenset[int] | None = None,
) -> dict[tuple[int, ...], Fraction]:
    """Return a density on the product of the spaces of `names`: random masses, divided by volumes.

    It is positive, but for the one of a single variable that vanishes outside of the cells in `where`.
    """
    axes = [range(len(volumes[n])) for n in names]
    masses = {cells: rng.randint(1, 9) for cells in itertools.product(*axes)}
    if where is not None:
        masses = {cells: mass if cells[-1] in where else 0 for cells, mass in masses.items()}
    total = sum(masses.values())
    return {cells: mass / (total * _volume(cells, names, volumes)) for cells, mass in masses.items()}


def _volume(cells: tuple[int, ...], names: tuple[str, ...], volumes: Mapping[str, tuple[Fraction, ...]]) -> Fraction:
    total = Fraction(1)
    for cell, name in zip(cells, names, strict=True):
        total *= volumes[name][cell]
    return total


# --------------------------------------------------------------------------------------------- functions


def _function(f: FunctionDeclaration, instance: Instance, rng: random.Random) -> FunctionTable | Bijection:
    if f.result != "real" and not f.inverse:
        return Bijection(f.spaces[0], f.result, _onto(f, instance, rng), 0)
    if f.result != "real":
        cells = list(range(len(instance.spaces[f.result])))
        rng.shuffle(cells)
        return Bijection(f.spaces[0], f.result, tuple(cells), rng.choice((1, -1)))
    parameters = tuple(sorted(f.depends & set(instance.parameters)))
    axes = [range(instance.parameters[n]) for n in parameters]
    axes += [range(len(instance.spaces[s])) for s in f.spaces if s not in NUMERIC_SPACES]
    columns = f.spaces.count("column")
    reals, degree = f.spaces.count("real") + FEATURES * columns, COLUMNS_DEGREE if columns else DEGREE
    values = {key: _piece(reals, f.interval, rng, degree) for key in itertools.product(*axes)}
    return FunctionTable(parameters, f.spaces, values)


def _onto(f: FunctionDeclaration, instance: Instance, rng: random.Random) -> tuple[int, ...]:
    """Return where a map takes each cell: to every cell of the target, if there are enough."""
    sources, targets = (len(instance.spaces[name]) for name in (f.spaces[0], f.result))
    cells = [*range(targets), *(rng.randrange(targets) for _ in range(sources - targets))][:sources]
    rng.shuffle(cells)
    return tuple(cells)


def _piece(reals: int, interval: Interval, rng: random.Random, degree: int) -> Fraction | Smooth:
    if reals == 0:
        return chance.number(rng, interval)
    exponents = (e for e in itertools.product(range(degree + 1), repeat=reals) if sum(e) <= degree)
    coefficients = {e: chance.entry(rng) / (1 + sum(e)) for e in exponents}
    return Smooth(coefficients, interval.low, interval.high)


def in_range(context: Context, instance: Instance) -> bool:
    """Whether tables of functions respect their ranges, and laws are positive and normalized."""
    if not supports.placed(context, instance):
        return False
    for f in context.functions:
        table = instance.functions[f.name]
        if isinstance(table, FunctionTable) and f.interval != REALS:
            numbers = (value for value in table.values.values() if isinstance(value, Fraction))
            if not all(value in f.interval for value in numbers):
                return False
    return all(
        is_density(law, instance, context, context.law_by_name.get(n)) for n, law in instance.laws.items()
    ) and _reaches(context, instance)


def _reaches(context: Context, instance: Instance) -> bool:
    """Whether the maps along which laws are carried reach every cell: a law has a positive density."""
    maps = (instance.functions.get(law.pushforward[1]) for law in context.laws if law.pushforward is not None)
    return all(set(m.image) >= set(range(len(instance.spaces[m.target]))) for m in maps if isinstance(m, Bijection))


def is_density(law: LawTable, instance: Instance, context: Context, declared: LawDeclaration | None = None) -> bool:
    """Whether a table is positive (on its declared support) and integrates to 1 for every parameter and condition."""
    if declared is not None and declared.support and not supports.supported(declared, law, instance.regions):
        return False
    volumes = {n: instance.spaces[chance.space_of(n, context)] for n in law.targets}
    cut = len(law.parameters) + len(law.given)
    totals: dict[tuple[int, ...], Fraction] = {}
    for key, value in law.values.items():
        if value <= 0 and not (declared is not None and declared.support):
            return False
        totals[key[:cut]] = totals.get(key[:cut], Fraction(0)) + value * _volume(key[cut:], law.targets, volumes)
    return all(total == 1 for total in totals.values())
