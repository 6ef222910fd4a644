"""Contexts, statements and derivations as the author of a module writes them.

Everything here is frozen data around SymPy expressions. `verify.notation.elaborate` turns it into
the typed core.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

import sympy

from verify.notation.heads import DensityAt, Expression, JacobianOf
from verify.terms.context import NONNEGATIVE, POSITIVE, REALS, UNIT, Interval

__all__ = ["NONNEGATIVE", "POSITIVE", "REALS", "UNIT", "Interval"]


def _caller() -> FrameType:
    """Return the frame of the module that is being written: the first one outside this file's machinery."""
    frame = sys._getframe(1)
    while frame.f_back is not None and (frame.f_code.co_filename in (__file__, "<string>")):
        frame = frame.f_back
    return frame


def _caller_line() -> int:
    return _caller().f_lineno


def _caller_file() -> str:
    return _caller().f_code.co_filename


@dataclass(frozen=True)
class Bernoulli:
    """Independent entries that are 1 with probability `p`, else 0."""

    p: Expression


@dataclass(frozen=True)
class Gaussian:
    """Independent normal entries with this mean and variance."""

    mean: Expression
    variance: Expression


@dataclass(frozen=True)
class Arbitrary:
    """Independent entries of any one law with this mean and variance."""

    mean: Expression
    variance: Expression


@dataclass(frozen=True)
class Declared:
    """A declared name; built by `declare`, `point` and `parameter`."""

    symbol: Any
    sort: str = "real"
    interval: Interval = REALS
    law: Bernoulli | Gaussian | Arbitrary | None = None
    definition: Expression | None = None
    structure: frozenset[str] = frozenset()
    space: str = ""
    size: Expression | None = None


def declare(
    symbol: Expression,
    interval: Interval = REALS,
    *,
    law: Bernoulli | Gaussian | Arbitrary | None = None,
    definition: Expression | None = None,
    structure: tuple[str, ...] = (),
) -> Declared:
    """Declare a real scalar or an array: its range (of each entry), law, definition or structure."""
    return Declared(symbol, "real", interval, law, definition, frozenset(structure))


def point(*symbols: Expression, space: str = "", size: Expression | None = None) -> tuple[Declared, ...]:
    """Declare points of arbitrary spaces (x, z); `size` makes each a family x_1, …, x_size."""
    return tuple(Declared(s, "point", space=space, size=size) for s in symbols)


def parameter(*symbols: Expression) -> tuple[Declared, ...]:
    """Declare parameters on which densities depend (θ, φ)."""
    return tuple(Declared(s, "parameter") for s in symbols)


@dataclass(frozen=True)
class Law:
    """A density; call it: `p(x)`, `p(x, z)`, `p(x, given=z)`."""

    name: str
    targets: tuple[Any, ...]
    given: tuple[Any, ...] = ()
    depends: tuple[Any, ...] = ()
    fixed: tuple[tuple[Any, ...], ...] = ()
    family: str = ""
    pushforward: tuple[str, str] | None = None
    support: str = ""

    def __call__(self, *points: Expression, given: Expression = ()) -> DensityAt:
        """Return the density at `points`, each a slot's variable or `slot.at(value)`, given the rest."""
        conditions = given if isinstance(given, tuple) else (given,)
        slots, values = zip(*(_slot(p) for p in (*points, *conditions)), strict=True)
        cut = len(points)
        return DensityAt(
            sympy.Symbol(self.name), sympy.Tuple(*slots[:cut]), sympy.Tuple(*slots[cut:]), sympy.Tuple(*values)
        )


@dataclass(frozen=True)
class SlotValue:
    """A value put into the slot of a variable: `put(x, value)`."""

    slot: Any
    value: Expression


def put(slot: Expression, value: Expression) -> SlotValue:
    """Return `value` as an argument for the slot of variable `slot`: `p(put(x, entry(xs, i)))`."""
    return SlotValue(slot, value)


def _slot(p: Expression | SlotValue) -> tuple[Any, Any]:
    return (p.slot, p.value) if isinstance(p, SlotValue) else (p, p)


def joint(name: str, *variables: Expression, depends: tuple[Any, ...] = (), fixed: tuple[Any, ...] = ()) -> Law:
    """Declare a joint law, of which every marginal and conditional may be written.

    `depends` lists parameters; a marginal in `fixed` (a variable, or a tuple of them) depends on none.
    """
    marginals = tuple(m if isinstance(m, tuple) else (m,) for m in fixed)
    return Law(name, variables, (), depends, marginals)


def kernel(
    name: str,
    *targets: Expression,
    given: tuple[Any, ...] = (),
    depends: tuple[Any, ...] = (),
    family: str = "",
    support: RegionOf | None = None,
) -> Law:
    """Declare a density of `targets`, given points and parameters: q_φ(z | x). It is 0 outside of its `support`."""
    return Law(name, targets, given, depends, family=family, support="" if support is None else support.name)


@dataclass(frozen=True)
class RegionOf:
    """A region of a variable's space; built by `region`, `segment` and `single`."""

    name: str
    variable: Any
    ends: tuple[Expression, ...] = ()


def region(name: str, variable: Expression) -> RegionOf:
    """Declare a measurable region of a variable's space, of which nothing else is known."""
    return RegionOf(name, variable)


def segment(name: str, variable: Expression, low: Expression, high: Expression) -> RegionOf:
    """Declare the segment [low, high] of the line; a law on it is uniform."""
    return RegionOf(name, variable, (low, high))


def single(name: str, variable: Expression, value: Expression) -> RegionOf:
    """Declare one value of a number, with its mass 1 (values are counted); the law on it is the point mass there."""
    return RegionOf(name, variable, (value,))


@dataclass(frozen=True)
class RegionRelation:
    """How two regions lie to one another, and the sentence that says so."""

    relation: str
    left: str
    right: str
    sentence: str


def disjoint(left: RegionOf, right: RegionOf, sentence: str) -> RegionRelation:
    """Assume that two regions do not overlap; `sentence` says where the assignment or the source says so."""
    return RegionRelation("disjoint", left.name, right.name, sentence)


def inside(left: RegionOf, right: RegionOf, sentence: str) -> RegionRelation:
    """Assume that one region lies inside another; `sentence` says where the assignment or the source says so."""
    return RegionRelation("inside", left.name, right.name, sentence)


@dataclass(frozen=True)
class UnknownFunction:
    """An unknown function; call it on its arguments, `D(x)`."""

    name: str
    spaces: tuple[str, ...]
    interval: Interval = REALS
    depends: tuple[Any, ...] = ()
    result: str = "real"
    inverse: str = ""

    def __call__(self, *args: Expression) -> Expression:
        """Return the function applied to arguments."""
        return sympy.Function(self.name)(*args)

    def inv(self, point: Expression) -> Expression:
        """Return F⁻¹(point) of a diffeomorphism."""
        return sympy.Function(self.inverse)(point)

    def jacobian(self, point: Expression) -> Expression:
        """Return the (signed) determinant of the Jacobian of F at `point`."""
        return JacobianOf(sympy.Symbol(self.name), point)

    def inverse_jacobian(self, point: Expression) -> Expression:
        """Return the (signed) determinant of the Jacobian of F⁻¹ at `point`."""
        return JacobianOf(sympy.Symbol(self.inverse), point)


def function(name: str, *spaces: str, interval: Interval = REALS, depends: tuple[Any, ...] = ()) -> UnknownFunction:
    """Declare an unknown real function of points (name their spaces), of numbers ("real") or of columns ("column")."""
    return UnknownFunction(name, spaces, interval, depends)


def diffeomorphism(name: str, source: str, target: str) -> UnknownFunction:
    """Declare a smooth bijection between two spaces; its inverse is called name⁻¹."""
    return UnknownFunction(name, (source,), result=target, inverse=f"{name}⁻¹")


def mapping(name: str, source: str, target: str) -> UnknownFunction:
    """Declare a measurable map between two spaces, which need be neither one to one nor smooth (a generator)."""
    return UnknownFunction(name, (source,), result=target)


def pushforward(name: str, base: Law, by: str, variable: Expression) -> Law:
    """Declare the law of F(U), U from `base`, as a density of `variable`; `by` names F, F⁻¹ or a measurable map."""
    return Law(name, (variable,), pushforward=(base.name, by))


@dataclass(frozen=True)
class Statement:
    """`Statement(lhs, relation, rhs)`.

    `over` binds variables, `to` is the point of a limit, `given` adds hypotheses.
    """

    lhs: Expression
    relation: str
    rhs: Expression = None
    over: Any = ()
    to: Expression = None
    given: tuple[Any, ...] = ()
    line: int = field(default_factory=_caller_line, compare=False)


@dataclass(frozen=True)
class Assumption:
    """A hypothesis and the sentence it comes from."""

    statement: Statement
    sentence: str


def assume(statement: Statement, sentence: str) -> Assumption:
    """Assume a statement; `sentence` says where the assignment or the source says so."""
    return Assumption(statement, sentence)


@dataclass(frozen=True)
class Example:
    """An equation with which instances are built."""

    statement: Statement


def example(statement: Statement) -> Example:
    """Build instances with an equation, where chance would miss a hypothesis; nothing is proved from it.

    The hypotheses are checked at each instance, and numbers then refute, but confirm nothing.
    """
    return Example(statement)


@dataclass(frozen=True)
class Grant:
    """A kind of obligation that the source takes for granted, and in which words."""

    kind: str
    sentence: str


def grant(kind: str, sentence: str) -> Grant:
    """Grant a kind of obligation, such as "integrals are finite"."""
    return Grant(kind, sentence)


class Context:
    """What each name is: declarations, laws, functions, assumptions and grants, in any order."""

    def __init__(self, *parts: Any, scope: str = "") -> None:
        flat: list[Any] = []
        for part in parts:
            flat.extend(part) if isinstance(part, tuple) else flat.append(part)
        self.parts: tuple[Any, ...] = tuple(flat)
        self.scope = scope
        self.line = _caller_line()

    def but(self, *parts: Any) -> Context:
        """Return this Context with declarations of the same names replaced, and the rest added."""
        extra = Context(*parts)
        replaced = {_name(part) for part in extra.parts} - {""}
        return Context(*(p for p in self.parts if _name(p) not in replaced), *extra.parts, scope=self.scope)


def _name(part: Any) -> str:
    return str(part.symbol) if isinstance(part, Declared) else getattr(part, "name", "")


@dataclass(frozen=True)
class Step:
    """One link of a calc chain: from the previous right-hand side to `rhs`, because of `by`."""

    relation: str
    rhs: Expression
    by: str
    using: tuple[Any, ...] = ()
    line: int = field(default_factory=_caller_line, compare=False)


@dataclass(frozen=True)
class Lemma:
    """A statement on the way. `since` counts back to earlier lemmas of the chain that it rests on (1: the last)."""

    statement: Statement
    by: str
    using: tuple[Any, ...] = ()
    since: tuple[int, ...] = ()
    line: int = field(default_factory=_caller_line, compare=False)


@dataclass(frozen=True)
class Mutant:
    """A wrong variant: a whole `statement`, or the claim with another `lhs`, `rhs`, `relation` or `over`."""

    name: str
    statement: Statement | None = None
    lhs: Expression = None
    rhs: Expression = None
    relation: str = ""
    over: Any = None
    expect: str = "refuted"
    using: tuple[Any, ...] = ()
    line: int = field(default_factory=_caller_line, compare=False)


@dataclass(frozen=True)
class Derivation:
    """A derivation as written; its id is the module's name and the variable's, joined by a dot."""

    title: str
    context: Context
    claim: Statement
    chain: tuple[Step | Lemma, ...]
    source: str = ""
    questions: tuple[str, ...] = ()
    mutants: tuple[Mutant, ...] = ()
    cites: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    numeric: str = ""
    line: int = field(default_factory=_caller_line, compare=False)
    file: str = field(default_factory=_caller_file, compare=False)
