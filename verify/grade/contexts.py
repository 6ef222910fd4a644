"""What a sheet says of its notation, as written there: names, aliases, definitions and worlds.

Plain data: nothing of it is read yet. `verify.latex.scope.Scope.of` makes a scope of a table (`ContextTable.mapping`).

Main definitions
----------------
* `ContextTable`: what the names of some questions are.
* `WorldTable`: what a symbol may stand for in a stretch of text, and the words that say so.
* `context_of`: the table of a file as one of these.
"""

from __future__ import annotations

from dataclasses import dataclass

from verify.grade.toml import Table


@dataclass(frozen=True, slots=True)
class WorldTable:
    """A world as a sheet describes it: `values` are pairs of LaTeX (name, value), `hypotheses` LaTeX statements.

    One that is `stated` is a special case: it counts only where the text speaks of it.
    """

    name: str
    words: tuple[str, ...]
    values: tuple[tuple[str, str], ...] = ()
    hypotheses: tuple[str, ...] = ()
    stated: bool = False


@dataclass(frozen=True, slots=True)
class ContextTable:
    """What the names of some questions are, as their sheet says it; everything but the sentences is LaTeX.

    `names` are pairs (name, what it is); `aliases` pairs (another spelling, the name it stands for). `definitions`
    are equations, read in order as a student's own definitions are; those `assumed` hold until the student says
    otherwise; `places` say what a name is at one argument, q(z_0) = …; `drawn` the measures (z ~ q) of expectations
    that do not write theirs. `grants` are pairs (kind of obligation, the sentence that grants it).
    """

    name: str
    scope: str
    names: tuple[tuple[str, str], ...]
    aliases: tuple[tuple[str, str], ...] = ()
    pointwise: tuple[str, ...] = ()
    definitions: tuple[str, ...] = ()
    hypotheses: tuple[str, ...] = ()
    grants: tuple[tuple[str, str], ...] = ()
    worlds: tuple[WorldTable, ...] = ()
    drawn: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    preset: tuple[str, ...] = ()

    @property
    def mapping(self) -> dict[str, object]:
        """The same as a table of texts: what `Scope.of` reads."""
        return {
            "scope": self.scope,
            "names": dict(self.names),
            "aliases": dict(self.aliases),
            "pointwise": list(self.pointwise),
            "definitions": list(self.definitions),
            "drawn": list(self.drawn),
            "assumed": list(self.assumed),
            "preset": list(self.preset),
            "places": list(self.places),
            "hypotheses": list(self.hypotheses),
            "grants": dict(self.grants),
        }


def context_of(table: Table) -> ContextTable:
    """Return what a table [context.NAME] says.

    Raises:
        VerifyError: a key that is not known, a name that is an alias too, a world that changes nothing.

    """
    table.allow(
        "scope",
        "names",
        "aliases",
        "pointwise",
        "definitions",
        "assumed",
        "places",
        "drawn",
        "hypotheses",
        "grants",
        "worlds",
    )
    names, aliases = table.pairs("names"), table.pairs("aliases", ())
    known = {name for name, _ in names}
    for spelling, _ in aliases:
        if spelling in known:
            raise table.error(f"{spelling!r} is a name and an alias; keep one of them", spelling)
    return ContextTable(
        table.name,
        table.text("scope", ""),
        names,
        aliases,
        table.texts("pointwise", ()),
        table.texts("definitions", ()),
        table.texts("hypotheses", ()),
        table.pairs("grants", ()),
        tuple(_world(t) for t in table.tables("worlds", ())),
        table.texts("drawn", ()),
        table.texts("assumed", ()),
        table.texts("places", ()),
    )


def _world(table: Table) -> WorldTable:
    table.allow("name", "words", "values", "hypotheses", "stated")
    world = WorldTable(
        table.text("name"),
        table.texts("words"),
        table.pairs("values", ()),
        table.texts("hypotheses", ()),
        table.flag("stated"),
    )
    if not (world.values or world.hypotheses):
        raise table.error(f"the world {world.name!r} changes nothing; give it values or hypotheses", "name")
    return world
