"""The names of a sheet's table → what the core Context holds of each: domains, laws, functions, regions.

Main definitions
----------------
* `declaration`, `function_declaration`, `law_declaration`: one declared name for the core.
* `space_of`: the space of which a name is a point.
"""

from __future__ import annotations

from verify.latex.entries import Entry
from verify.latex.naming import Table, core_name
from verify.latex.scope import Scope
from verify.latex.written import name_of, tree_of
from verify.model import VerifyError
from verify.terms.context import Declaration, FunctionDeclaration, Iid, LawDeclaration
from verify.terms.nodes import Sym
from verify.terms.regions import RegionFact

_DISTRIBUTIONS = {"Bernoulli": ("bernoulli", 1), "Gaussian": ("gaussian", 2), "Arbitrary": ("arbitrary", 2)}


def declaration(entry: Entry, symbol: Sym, known: Table, scope: Scope) -> Declaration:
    """Return what the core knows of a symbol: its interval, the law of its entries, its structure, its space."""
    space = space_of(entry.space, known) if entry.space else ""
    if entry.kind == "points" and not space:
        space = symbol.name.removesuffix("s")
    return Declaration(symbol, entry.interval, _entry_law(entry, scope), None, entry.structure, space)


def _entry_law(entry: Entry, scope: Scope) -> Iid | None:
    if entry.law is None:
        return None
    name, arguments = entry.law
    family, wanted = _DISTRIBUTIONS.get(name, ("", 0))
    if not family or len(arguments) != wanted:
        raise VerifyError(f"{name} with {len(arguments)} parameters is no law of entries: {', '.join(_DISTRIBUTIONS)}")
    from verify.latex.sides import terms

    return Iid(family, tuple(terms(tree_of(text), scope, ())[0] for text in arguments))


def space_of(name: str, known: Table) -> str:
    """Return the space of which a name is a point; "number" and "vector" are spaces too."""
    if name in ("number", "vector"):
        return {"number": "real", "vector": "column"}[name]
    key = name_of(name, known.fonts)
    entry = known.entries.get(key)
    if entry is None:
        return core_name(key)
    if entry.kind == "number":
        return "real"
    if entry.kind == "vector":
        return "column"
    return space_of(entry.space, known) if entry.space and entry.space != name else core_name(key)


def function_declaration(key: str, entry: Entry, known: Table) -> FunctionDeclaration:
    """Return what the core knows of a function or map: the spaces it takes and gives, and on what it depends."""
    spaces = tuple(space_of(name, known) for name in entry.of)
    depends = frozenset(core_name(name_of(name, known.fonts)) for name in entry.depends)
    if entry.kind == "function":
        return FunctionDeclaration(core_name(key), spaces, entry.interval, depends)
    result = space_of(entry.to, known)
    inverse = f"{core_name(key)}⁻¹" if entry.kind == "diffeomorphism" else ""
    return FunctionDeclaration(core_name(key), spaces, depends=depends, result=result, inverse=inverse)


def region_facts(key: str, entry: Entry, known: Table) -> tuple[RegionFact, ...]:
    """Return from which other regions one is disjoint."""
    others = entry.of if entry.kind == "region" else ()
    return tuple(
        RegionFact(
            "disjoint",
            core_name(name_of(other, known.fonts)),
            core_name(key),
            f"{other} and {known.texts[key]} are disjoint",
        )
        for other in others
    )


def law_declaration(key: str, entry: Entry, known: Table) -> LawDeclaration:
    """Return what the core knows of a density, or of the law of the image of a variable."""

    def names(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(core_name(name_of(text, known.fonts)) for text in texts)

    if entry.kind == "law of":
        function, base = names((entry.of[0], entry.of[1]))
        function = f"{function.removesuffix('^-1')}⁻¹" if function.endswith("^-1") else function
        return LawDeclaration(core_name(key), _targets_of_image(function, known), pushforward=(base, function))
    fixed = tuple((names(marginal), frozenset[str]()) for marginal in entry.fixed)
    return LawDeclaration(
        core_name(key),
        names(entry.of),
        names(entry.given),
        frozenset(names(entry.depends)),
        fixed,
        entry.family,
        support="".join(names((entry.support,) if entry.support else ())),
    )


def _targets_of_image(function: str, known: Table) -> tuple[str, ...]:
    """Return the declared point of the space into which a function maps."""
    inverse = function.endswith("⁻¹")
    entry = known.entries.get(function.removesuffix("⁻¹"))
    if entry is None or entry.kind not in ("diffeomorphism", "map"):
        raise VerifyError(f"{function} is no map that was declared")
    return (core_name(name_of(entry.of[0] if inverse else entry.to, known.fonts)),)
