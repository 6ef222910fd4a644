"""The Context of a statement: what each name is.

Main definitions
----------------
* `Interval`: the range of a scalar or of each entry of an array.
* `Declaration`: a symbol with its range, law, definition and structure.
* `FunctionDeclaration`, `LawDeclaration`: unknown functions and densities.
* `Region` (of `verify.terms.regions`): where a density is positive, if not everywhere.
* `Context`: all of them, with hypotheses and grants; frozen.

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
from verify.terms.nodes import ZERO, Entry, Num, Sym, Term
from verify.terms.regions import FACTS, RESERVED, Region, RegionFact, cells
from verify.terms.rewrite import free, names
from verify.terms.statement import Statement


class ContextError(VerifyError):
    """A Context that contradicts itself or declares a name twice."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A range of real numbers; `None` is an infinite end. Ends are open unless said otherwise."""

    low: Fraction | None = None
    high: Fraction | None = None
    low_closed: bool = False
    high_closed: bool = False

    def __post_init__(self) -> None:
        for end in ("low", "high"):  # authors write Interval(0, 1); midpoints of integers would be floats
            value = getattr(self, end)
            if value is not None:
                object.__setattr__(self, end, Fraction(value))

    def __contains__(self, value: Fraction) -> bool:
        above = self.low is None or value > self.low or (self.low_closed and value == self.low)
        below = self.high is None or value < self.high or (self.high_closed and value == self.high)
        return above and below


REALS = Interval()
POSITIVE = Interval(low=Fraction(0))
NONNEGATIVE = Interval(low=Fraction(0), low_closed=True)
UNIT = Interval(low=Fraction(0), high=Fraction(1))


@dataclass(frozen=True, slots=True)
class Iid:
    """The law of an array with independent, identically distributed entries.

    `family` is "bernoulli" (parameter: the probability of 1), "gaussian" (mean, variance) or
    "arbitrary" (mean, variance: any law with these moments).
    """

    family: str
    parameters: tuple[Term, ...]


STRUCTURES = frozenset({"symmetric", "diagonal", "invertible", "full column rank", "orthogonal columns"})


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a symbol is. `structure` is a subset of `STRUCTURES`; `space` names the space of a point."""

    symbol: Sym
    interval: Interval = REALS
    law: Iid | None = None
    definition: Term | None = None
    structure: frozenset[str] = frozenset()
    space: str = ""
    depends: frozenset[str] = frozenset()


#: "spaces" of numbers and of columns of numbers of any length; functions of these are smooth
NUMERIC_SPACES = frozenset({"real", "column"})


@dataclass(frozen=True, slots=True)
class FunctionDeclaration:
    """An unknown function: the space of each argument ("real" for numbers), its range, what it depends on.

    A space "column" is that of columns of numbers, of any length.

    `inverse` makes it a diffeomorphism between the spaces `spaces[0]` and `result` and names its
    inverse; |det| of its Jacobian is the function `jacobian` (of the same argument). A map to points
    without one is any measurable map, that need be neither one to one nor smooth.
    """

    name: str
    spaces: tuple[str, ...]
    interval: Interval = REALS
    depends: frozenset[str] = frozenset()
    result: str = "real"
    inverse: str = ""


@dataclass(frozen=True, slots=True)
class LawDeclaration:
    """A probability law with a positive density; with a `support`, positive on that region and 0 elsewhere.

    A joint law has `given == ()` and may be asked for any marginal or conditional of its `targets`;
    a kernel q(z | x) has `given == ("x",)` and only that form. `depends` names parameters;
    `marginal_depends` overrides it for marginals (p(z) does not depend on θ). `family`, where not
    empty, names the set of laws over which an argmax ranges. `pushforward` is (base law, function):
    the law of function(U) with U from base (a positive density). On a segment or a counted value (`Region`) a law
    is uniform.
    """

    name: str
    targets: tuple[str, ...]
    given: tuple[str, ...] = ()
    depends: frozenset[str] = frozenset()
    marginal_depends: tuple[tuple[tuple[str, ...], frozenset[str]], ...] = ()
    family: str = ""
    pushforward: tuple[str, str] | None = None
    support: str = ""

    def depends_of(self, targets: tuple[str, ...]) -> frozenset[str]:
        """Return the parameters on which the marginal over `targets` depends."""
        for variables, depends in self.marginal_depends:
            if set(variables) == set(targets):
                return depends
        return self.depends


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
        if wrong := _misplaced(self):
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


def _misplaced(context: Context) -> str | None:
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
    "POSITIVE",
    "REALS",
    "STRUCTURES",
    "UNIT",
    "ZERO",
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
