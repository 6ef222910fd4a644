"""Special values: where strict inequalities become equalities and wrong formulas look right, or right ones break."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

from verify.meaning import chance, posterior
from verify.meaning.instance import FunctionTable, Instance, LawTable
from verify.terms.context import NUMERIC_SPACES, Context, Declaration, FunctionDeclaration, LawDeclaration
from verify.terms.nodes import Delta, Extremum, Fn, Sym
from verify.terms.rewrite import free, walk
from verify.terms.statement import Statement
from verify.terms.unfold import unfold_definitions

Change = Callable[[Instance], Instance]
SPECIAL = (Fraction(0), Fraction(1), Fraction(1, 2), Fraction(-1))


def has_corners(statement: Statement, context: Context) -> bool:
    """Whether an equality may fail at special points alone, as sign(t)² = 1 does; volumes of segments have corners.

    Any other equality that fails anywhere fails at almost all instances, so that boundary ones add nothing.
    """
    if any(region.explicit for region in context.regions):
        return True
    nodes = (node for arg in statement.args for node in walk(unfold_definitions(arg, context)))
    return any(isinstance(n, Delta | Extremum) or (isinstance(n, Fn) and n.name in ("sign", "abs")) for n in nodes)


def specials(context: Context, instance: Instance) -> Iterator[tuple[str, Change]]:
    """Yield labels and changes of `instance`; whether the changed one is lawful is for the caller to check."""
    yield from _equal_laws(context)
    for law, joint in posterior.pairs(context):
        table = posterior.conditional(instance, context, law, joint)
        if table is not None:
            yield f"{law.name} is a conditional of {joint.name}", _with_table(law.name, table)
    for name in _sizes_of_families(context):
        yield f"{name} = 1", _with_size_one(context, name)
    yield from _equal_supports(context, instance)
    yield from _equal_functions(context, instance)
    for f in context.functions:
        yield from _constant_functions(f, instance)
    for declared in context.symbols:
        if declared.definition is None and declared.symbol.of_sort == "real":
            yield from _special_values(declared, instance)
    for family in instance.families:
        yield f"{family} has one member", _single_member(context, family)
    if instance.parameters:
        yield "every parameter has one value", _single_valued


def _special_values(declared: Declaration, instance: Instance) -> Iterator[tuple[str, Change]]:
    name, interval = declared.symbol.name, declared.interval
    current: Any = instance.values[name]
    ends = [end for end in (interval.low, interval.high) if end is not None]
    for value in dict.fromkeys((*ends, *SPECIAL)):
        if value in interval and (not isinstance(current, tuple) or value in (0, 1, *ends)):
            filled = tuple(tuple(value for _ in row) for row in current) if isinstance(current, tuple) else value
            yield f"{name} = {value}", _with_value(name, filled)
    if isinstance(current, tuple) and len(current) == len(current[0]):
        size = range(len(current))
        yield f"{name} = I", _with_value(name, tuple(tuple(Fraction(int(i == j)) for j in size) for i in size))


def _with_value(name: str, value: Any) -> Change:
    return lambda instance: replace(instance, values={**instance.values, name: value})


def _equal_laws(context: Context) -> Iterator[tuple[str, Change]]:
    """Two laws of the same form made equal (p = q), where neither depends on more than the other."""
    plain = [law for law in context.laws if law.pushforward is None and not law.support]
    for k, law in enumerate(plain):
        for other in plain[k + 1 :]:
            same = (law.targets, law.given, law.depends) == (other.targets, other.given, other.depends)
            if same and law.marginal_depends == other.marginal_depends:
                yield f"{other.name} = {law.name}", _with_law(other.name, law.name)


def _equal_supports(context: Context, instance: Instance) -> Iterator[tuple[str, Change]]:
    """Two laws that may vanish made equal, their supports too."""
    drawn = [law for law in context.laws if law.support in instance.regions]
    for k, law in enumerate(drawn):
        for other in drawn[k + 1 :]:
            if context.space_of(law.targets[0]) == context.space_of(other.targets[0]):
                yield f"{other.name} = {law.name}", _with_support(other, law)


def _with_support(law: LawDeclaration, source: LawDeclaration) -> Change:
    def change(instance: Instance) -> Instance:
        moved = replace(instance, regions={**instance.regions, law.support: instance.regions[source.support]})
        table = replace(instance.laws[law.name], values=instance.laws[source.name].values)
        return replace(moved, laws={**moved.laws, law.name: table})

    return change


def _equal_functions(context: Context, instance: Instance) -> Iterator[tuple[str, Change]]:
    """Two real functions of the same points made equal, where neither depends on more than the other."""
    plain = [f for f in context.functions if f.result == "real" and "real" not in f.spaces]
    for k, f in enumerate(plain):
        for other in plain[k + 1 :]:
            table = instance.functions[f.name]
            if (f.spaces, f.depends) == (other.spaces, other.depends) and isinstance(table, FunctionTable):
                yield f"{other.name} = {f.name}", _with_function(other.name, table)


def _with_function(name: str, table: FunctionTable) -> Change:
    return lambda instance: replace(instance, functions={**instance.functions, name: table})


def _with_law(name: str, source: str) -> Change:
    return lambda instance: replace(instance, laws={**instance.laws, name: instance.laws[source]})


def _with_table(name: str, table: LawTable) -> Change:
    return lambda instance: replace(instance, laws={**instance.laws, name: table})


def _sizes_of_families(context: Context) -> tuple[str, ...]:
    """Return the dimensions in which families of points are long and that no array of numbers has."""
    sizes: dict[bool, dict[str, None]] = {True: {}, False: {}}
    for declared in context.symbols:
        names = {s.name: None for size in declared.symbol.shape for s in free(size)}
        sizes[declared.symbol.of_sort == "point"].update(names)
    return tuple(name for name in sizes[True] if name not in sizes[False])


def _with_size_one(context: Context, name: str) -> Change:
    """Set a size to 1; families of points lose the members beyond their new size."""

    def change(instance: Instance) -> Instance:
        dims, values = {**instance.dims, name: 1}, dict(instance.values)
        for declared in context.symbols:
            symbol = declared.symbol
            if symbol.shape and any(s == Sym(name, "dimension") for s in free(symbol.shape[0])):
                rows: Any = values[symbol.name]
                values[symbol.name] = rows[: chance.size_of(symbol.shape[0], dims)]
        return replace(instance, dims=dims, values=values)

    return change


def _constant_functions(f: FunctionDeclaration, instance: Instance) -> Iterator[tuple[str, Change]]:
    table = instance.functions[f.name]
    if not isinstance(table, FunctionTable) or not NUMERIC_SPACES.isdisjoint(f.spaces):
        return
    for value in SPECIAL:
        if value in f.interval:
            yield f"{f.name} = {value} everywhere", _with_constant(f.name, table, value)


def _with_constant(name: str, table: FunctionTable, value: Fraction) -> Change:
    constant = replace(table, values=dict.fromkeys(table.values, value))
    return lambda instance: replace(instance, functions={**instance.functions, name: constant})


def _single_member(context: Context, family: str) -> Change:
    """Every law of the family is the same, whatever it is given."""

    def change(instance: Instance) -> Instance:
        only = instance.families[family][0]
        laws = dict(instance.laws)
        for law in context.laws:
            if law.family == family:
                table = laws[law.name]
                cut = len(table.parameters) + len(table.given)
                laws[law.name] = replace(table, values={key: only.values[key[cut:]] for key in table.values})
        return replace(instance, laws=laws, families={**instance.families, family: (only,)})

    return change


def _single_valued(instance: Instance) -> Instance:
    """Every parameter has its first value only: an argmax over it says nothing, and strict gaps close."""
    values = {n: (0 if n in instance.parameters else v) for n, v in instance.values.items()}
    return replace(instance, parameters=dict.fromkeys(instance.parameters, 1), values=values)
