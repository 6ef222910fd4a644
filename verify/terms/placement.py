"""Whether the regions of a Context, and the laws on them, lie as regions can.

Main definitions
----------------
* `misplaced`: what is wrong with them, or None.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from verify.terms.regions import FACTS, RESERVED, Region, cells

if TYPE_CHECKING:
    from verify.terms.context import Context
    from verify.terms.declarations import LawDeclaration


def misplaced(context: Context) -> str | None:
    """Return what is wrong with the regions of a Context and the laws on them, or None."""
    regions = {r.name: r for r in context.regions}
    if joined := next((name for name in regions if set(name) & set(RESERVED)), None):
        return f"the region {joined!r} is named as cells are; its name must be without {RESERVED}"
    for fact in context.region_facts:
        left, right = regions.get(fact.left), regions.get(fact.right)
        if fact.relation not in FACTS or left is None or right is None or left.space != right.space:
            return f"{fact.left} {fact.relation} {fact.right} relates no two regions of one space"
        if left.explicit or right.explicit:
            return f"how {fact.left} and {fact.right} lie to one another follows from how they are written"
    for law in context.laws:
        if law.support and (law.support not in regions or not _fits(law, regions[law.support], context)):
            return f"{law.name} is supported on {law.support}, which is no region of the space of its only variable"
        if law.support and not _has_room(law.support, context):
            return f"{law.name} is positive on {law.support}, which is empty by what is assumed of it"
    for space in dict.fromkeys(r.space for r in context.regions):
        if wrong := _mixed(space, context):
            return wrong
    return None


def _has_room(name: str, context: Context) -> bool:
    """Whether a region has a cell that need not be a null set."""
    space = next(r.space for r in context.regions if r.name == name)
    return any(name in cell for cell in cells(context.regions_of(space), context.facts_of(space)))


def _fits(law: LawDeclaration, region: Region, context: Context) -> bool:
    plain = not (law.given or law.depends or law.marginal_depends or law.family or law.pushforward)
    return plain and len(law.targets) == 1 and context.space_of(law.targets[0]) == region.space


def _mixed(space: str, context: Context) -> str | None:
    """Return why the regions of a space cannot be put side by side, or None."""
    own = context.regions_of(space)
    if not any(r.explicit for r in own):
        return None
    if len({(r.at is None, r.explicit) for r in own}) > 1 or len(own) > 2:
        return f"the regions of {space} are at most two segments, or at most two values"
    if any(space in (*f.spaces, f.result) for f in context.functions):
        return f"functions of points of {space}, of which there are segments or values"
    loose = (law for law in context.laws if space in map(context.space_of, (*law.targets, *law.given)))
    if other := next((law.name for law in loose if not law.support), None):
        return f"{other} has no support among the segments or values of {space}"
    return None
