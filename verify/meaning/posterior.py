"""A law made equal to a conditional of a joint law: the q(z | x) that is the posterior, where a bound is tight."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from verify.meaning.instance import Instance, LawTable
from verify.terms.context import Context, LawDeclaration


def pairs(context: Context) -> Iterator[tuple[LawDeclaration, LawDeclaration]]:
    """Yield (law, joint) where the law may be a conditional of the joint law, given what it is given itself.

    A law q(z) that is given nothing may be p(z | x) at one x.
    """
    joints = [law for law in context.laws if not law.given and law.pushforward is None and len(law.targets) > 1]
    for law in context.laws:
        if law.family or law.pushforward is not None or law.marginal_depends:
            continue
        for joint in joints:
            inner = set(joint.targets)
            if law != joint and inner > set(law.targets) and inner >= set(law.given):
                yield law, joint


def conditional(instance: Instance, context: Context, law: LawDeclaration, joint: LawDeclaration) -> LawTable | None:
    """Return the table that makes the law a conditional of the joint (None: a point that it is given has no value)."""
    table, whole = instance.laws[law.name], instance.laws[joint.name]
    given = law.given or tuple(name for name in joint.targets if name not in law.targets)
    if any(name not in law.given and not isinstance(instance.values.get(name), int) for name in given):
        return None
    volumes = {name: _volumes(name, instance, context) for name in joint.targets}
    here: dict[str, Any] = {name: instance.values[name] for name in given if name not in law.given}
    values: dict[tuple[int, ...], Fraction] = {}
    for key in table.values:
        at = {**here, **dict(zip((*table.parameters, *table.given, *table.targets), key, strict=True))}
        theta = tuple(at.get(name, instance.values.get(name, 0)) for name in whole.parameters)
        points = {name: at[name] for name in (*given, *law.targets)}
        above = _marginal(whole, theta, points, volumes)
        values[key] = above / _marginal(whole, theta, {name: at[name] for name in given}, volumes)
    return replace(table, values=values)


def _volumes(name: str, instance: Instance, context: Context) -> tuple[Fraction, ...]:
    declared = context.by_name.get(name)
    return instance.spaces[declared.space if declared is not None and declared.space else name]


def _marginal(
    whole: LawTable, theta: tuple[int, ...], points: Mapping[str, int], volumes: Mapping[str, tuple[Fraction, ...]]
) -> Fraction:
    """The joint density with every variable integrated out that is not among `points`."""
    axes: list[Iterable[int]] = [[points[n]] if n in points else range(len(volumes[n])) for n in whole.targets]
    total = Fraction(0)
    for cells in itertools.product(*axes):
        weight = whole.values[(*theta, *cells)]
        for name, cell in zip(whole.targets, cells, strict=True):
            if name not in points:
                weight *= volumes[name][cell]
        total += weight
    return total
