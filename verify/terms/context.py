"""The Context of a statement: what each name is.

Main definitions
----------------
* `Context`: declarations (`verify.terms.declarations`) and regions, with hypotheses and grants; frozen.
* `generic_entry`: an entry of an array at free indices, "for all of them".

A Context says nothing twice: ranges are facts (`Context.facts` unfolds them into statements), and
definitions are unfolded by the deciders. Whether its hypotheses can hold together is checked by the
engine, which looks for a witness.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any

from verify.model import VerifyError
from verify.terms.declarations import (
    NONNEGATIVE,
    NUMERIC_SPACES,
    POSITIVE,
    REALS,
    STRUCTURES,
    UNIT,
    Declaration,
    FunctionDeclaration,
    Iid,
    Interval,
    LawDeclaration,
)
from verify.terms.nodes import Entry, Num, Sym, Term
from verify.terms.placement import misplaced
from verify.terms.regions import Region, RegionFact
from verify.terms.rewrite import free, names
from verify.terms.statement import Statement


class ContextError(VerifyError):
    """A Context that contradicts itself or declares a name twice."""


@dataclass(frozen=True)
class Context:
    """What each name of a statement is, and what may be assumed of it.

    `hypotheses` are (statement, the sentence it comes from). `grants` maps a kind of obligation
    ("integrals are finite", …) to the sentence that grants it. `examples` are equations with which instances
    are built where chance would miss a hypothesis (KL(p ‖ q) = 0); nothing is proved from them.
    """

    symbols: tuple[Declaration, ...] = ()
    functions: tuple[FunctionDeclaration, ...] = ()
    laws: tuple[LawDeclaration, ...] = ()
    hypotheses: tuple[tuple[Statement, str], ...] = ()
    grants: tuple[tuple[str, str], ...] = ()
    scope: str = ""
    regions: tuple[Region, ...] = ()
    region_facts: tuple[RegionFact, ...] = ()
    examples: tuple[Statement, ...] = ()

    def __post_init__(self) -> None:
        names = [d.symbol.name for d in self.symbols] + [f.name for f in self.functions] + [w.name for w in self.laws]
        names += [f.inverse for f in self.functions if f.inverse] + [r.name for r in self.regions]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ContextError(f"the Context declares {', '.join(twice)} more than once")
        self._refuse_circles()
        if wrong := misplaced(self):
            raise ContextError(wrong)

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        """What is kept for a Context is looked up by it, and hashing one goes through all of its terms."""
        return hash(self._fields)

    @property
    def _fields(self) -> tuple[Any, ...]:
        own = (self.symbols, self.functions, self.laws, self.hypotheses, self.grants, self.scope)
        return (*own, self.regions, self.region_facts, self.examples)

    def __reduce__(self) -> tuple[Callable[..., Context], tuple[Any, ...]]:
        return _read, self._fields  # hashes of texts differ from process to process

    def _refuse_circles(self) -> None:
        """Raise `ContextError` where definitions or pushforwards go round in a circle: those define nothing."""
        defined = [(d.symbol.name, d.definition) for d in self.symbols if d.definition is not None]
        refers = {name: frozenset(s.name for s in free(definition)) for name, definition in defined}
        refers |= {w.name: frozenset(w.pushforward[:1]) for w in self.laws if w.pushforward is not None}
        while refers:
            settled = [name for name, others in refers.items() if refers.keys().isdisjoint(others)]
            if not settled:
                raise ContextError(f"the definitions of {', '.join(sorted(refers))} refer to one another")
            for name in settled:
                del refers[name]

    @cached_property
    def by_name(self) -> Mapping[str, Declaration]:
        """Symbols' declarations by name."""
        return {d.symbol.name: d for d in self.symbols}

    @cached_property
    def function_by_name(self) -> Mapping[str, FunctionDeclaration]:
        """Functions' declarations by name; an inverse is found under its own name too."""
        found = {f.name: f for f in self.functions}
        for f in self.functions:
            if f.inverse:
                found[f.inverse] = FunctionDeclaration(
                    f.inverse, (f.result,), depends=f.depends, result=f.spaces[0], inverse=f.name
                )
        return found

    @cached_property
    def law_by_name(self) -> Mapping[str, LawDeclaration]:
        """Laws' declarations by name."""
        return {law.name: law for law in self.laws}

    @cached_property
    def facts(self) -> tuple[tuple[Statement, str], ...]:
        """All that may be assumed: ranges of symbols as comparisons, then the hypotheses.

        The range of an array is a comparison of its entry at free indices, read "for all indices".
        """
        found: list[tuple[Statement, str]] = []
        for declaration in self.symbols:
            term = generic_entry(declaration.symbol)
            interval = declaration.interval
            if interval.low is not None:
                relation = ">=" if interval.low_closed else ">"
                found.append((Statement(relation, (term, Num(interval.low))), "declared range"))
            if interval.high is not None:
                relation = "<=" if interval.high_closed else "<"
                found.append((Statement(relation, (term, Num(interval.high))), "declared range"))
        return (*found, *self.hypotheses)

    def with_hypotheses(self, *extra: tuple[Statement, str]) -> Context:
        """Return this Context with more hypotheses."""
        if not extra:
            return self
        return replace(self, hypotheses=(*self.hypotheses, *extra))

    def may_vanish(self, name: str) -> bool:
        """Whether the density of a law may be 0: it has a support, or is carried from one that has."""
        law = self.law_by_name.get(name)
        if law is None or law.support:
            return law is not None
        return law.pushforward is not None and self.may_vanish(law.pushforward[0])

    def space_of(self, name: str) -> str:
        """Return the name of the space in which the variable `name` (renamed or not) lives."""
        bare = name.split("#")[0]
        declared = self.by_name.get(bare)
        return declared.space if declared is not None and declared.space else bare

    def regions_of(self, space: str) -> tuple[Region, ...]:
        """Return the regions declared of a space."""
        return tuple(r for r in self.regions if r.space == space)

    def spoken(self, *terms: Term) -> frozenset[Sym]:
        """Return the symbols of which terms speak: those in them, and in the ends of where their laws live."""
        named = frozenset[str]().union(*(names(term) for term in terms))
        supports = {law.support for law in self.laws if law.support and law.name in named}
        ends = tuple(end for region in self.regions if region.name in supports for end in region.ends)
        return frozenset[Sym]().union(*(free(term) for term in (*terms, *ends)))

    def facts_of(self, space: str) -> tuple[RegionFact, ...]:
        """Return what is assumed of the regions of a space."""
        own = {r.name for r in self.regions_of(space)}
        return tuple(fact for fact in self.region_facts if fact.left in own)


def _read(*fields: Any) -> Context:
    """Return the Context that was pickled: the one that was read before, if they are equal, as look-ups compare it."""
    return _shared(Context(*fields))


@lru_cache(maxsize=64)
def _shared(context: Context) -> Context:
    return context


#: free indices that a hypothesis is read "for all" of
GENERIC = (Sym("i_", "index"), Sym("j_", "index"))


def generic_entry(symbol: Sym) -> Term:
    """Return the symbol itself if scalar, else its entry at free indices i_, j_ ("for all i_, j_")."""
    if not symbol.shape:
        return symbol
    return Entry(symbol, GENERIC[:1] if symbol.shape[1] == Num(Fraction(1)) else GENERIC)


__all__ = [
    "GENERIC",
    "NONNEGATIVE",
    "NUMERIC_SPACES",
    "POSITIVE",
    "REALS",
    "STRUCTURES",
    "UNIT",
    "Context",
    "ContextError",
    "Declaration",
    "FunctionDeclaration",
    "Iid",
    "Interval",
    "LawDeclaration",
    "Region",
    "RegionFact",
    "generic_entry",
]
