"""Statements, steps, chains and derivations: what is claimed, and why.

Main definitions
----------------
* `Statement`: one atom, with the arguments its relation takes (`RELATIONS`).
* `Step`, `Derivation`, `Mutant`: frozen data of the library and of students' chains.

Each relation is decided for every topic at once; no topic invents its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from verify.model import Span, Verdict
from verify.terms.nodes import ONE, IllTyped, Rows, Sym, Term, shape_text

if TYPE_CHECKING:
    from verify.terms.context import Context

#: relation → (how many arguments, what they mean). `variables` of a Statement are its bound symbols.
RELATIONS: dict[str, tuple[int, str]] = {
    "=": (2, "both sides are equal wherever both are defined"),
    "!=": (2, "both sides differ wherever both are defined"),
    "<=": (2, "at most"),
    ">=": (2, "at least"),
    "<": (2, "less"),
    ">": (2, "greater"),
    "same argmax": (2, "as functions of variables[0], both sides have the same set of maximizers"),
    "maximizer": (
        2,
        "args[1] (a number, function or law) maximizes args[0] as a function of variables[0] over its range",
    ),
    "unique maximizer": (2, "args[1] is the only maximizer of args[0] as a function of variables[0]"),
    "unique minimizer": (2, "args[1] is the only minimizer of args[0] as a function of variables[0]"),
    "limit": (3, "args[0] tends to args[2] as variables[0] tends to args[1] (from inside its range)"),
    "infinite": (1, "args[0] is +∞"),
    "unique root": (2, "the column args[0] vanishes at variables = args[1] (a column) and nowhere else"),
    "increasing": (1, "args[0] strictly increases in variables[0] over its range"),
    "decreasing": (1, "args[0] strictly decreases in variables[0] over its range"),
    "convex": (1, "args[0] is convex in variables[0]"),
    "strictly convex": (1, "args[0] is strictly convex in variables[0]"),
    "not convex": (1, "args[0] is not convex in variables[0], for any value of the other symbols"),
    "invertible": (1, "the square matrix args[0] has an inverse"),
    "singular": (1, "the square matrix args[0] has no inverse"),
    "distributed as": (2, "args[0] has the density args[1] in variables"),
    "eigenvalues": (2, "the eigenvalues of args[0], with multiplicity, are the entries of the column args[1]"),
    "conserved": (2, "the scalar args[1] is constant along solutions of (variables)' = args[0]"),
    "lyapunov stable": (2, "args[1] is a Lyapunov stable equilibrium of (variables)' = args[0]"),
    "asymptotically stable": (2, "args[1] is an asymptotically stable equilibrium of (variables)' = args[0]"),
    "not asymptotically stable": (2, "args[1] is an equilibrium of (variables)' = args[0], not asymptotically stable"),
    "unstable": (2, "args[1] is an equilibrium of (variables)' = args[0] that is not Lyapunov stable"),
    "attained": (2, "the supremum of args[0] over variables[0] is attained at args[1]"),
    "approached": (1, "the supremum args[0] is approached but not attained"),
    "not differentiable": (2, "args[0] as a function of variables[0] is not differentiable at args[1]"),
    "same law": (
        2,
        "args[0] and args[1] are equal for every function variables[0] of points that both integrate: "
        "the points at which it is taken have one law",
    ),
    "receptive field": (
        2,
        "the scalar args[0] depends on an entry of the array variables[0] where the 0/1 matrix args[1] is 1 "
        "and on no other: its derivative is the zero function of all symbols elsewhere, and not there",
    ),
}

COMPARISONS = ("=", "!=", "<=", ">=", "<", ">")
#: relations about all values at once: they are judged without values, so one instance tells as much as many
STRUCTURAL = frozenset({"receptive field"})
_OF_SQUARES = frozenset({"invertible", "singular", "eigenvalues"})
#: r1 followed by r2 gives the relation of the ends; pairs that are absent do not compose.
_WEAKEST = {"=": 0, "<=": 1, ">=": 1, "<": 2, ">": 2}


@dataclass(frozen=True, slots=True)
class Statement:
    """Hypotheses ⊢ atom. `hypotheses` add to the Context's for this statement alone.

    Raises:
        IllTyped: an unknown relation, a wrong number of arguments, or sides whose shapes differ.

    """

    relation: str
    args: tuple[Term, ...]
    variables: tuple[Sym, ...] = ()
    hypotheses: tuple[Statement, ...] = ()
    span: Span | None = None

    def __post_init__(self) -> None:
        if self.relation not in RELATIONS:
            raise IllTyped(f"no relation is called {self.relation!r}", span=self.span)
        wanted = RELATIONS[self.relation][0]
        if len(self.args) != wanted:
            raise IllTyped(f"{self.relation} takes {wanted} sides, not {len(self.args)}", span=self.span)
        if self.relation in COMPARISONS:
            left, right = self.args
            if left.shape != right.shape or not _comparable(left.sort, right.sort):
                a, b = kind_text(left), kind_text(right)
                raise IllTyped(f"{left} is {a} but {right} is {b}", (a, b), self.span)
        if self.relation in _OF_SQUARES:
            self._type_square()
        if self.relation == "receptive field" and self.variables:
            self._type_field()

    def _type_square(self) -> None:
        if self.lhs.shape[:1] != self.lhs.shape[1:]:
            a = shape_text(self.lhs.shape)
            raise IllTyped(f"{self.relation} needs a square matrix, but {self.lhs} is {a}", (a,), self.span)
        if self.relation == "eigenvalues" and self.rhs.shape[1:] not in ((), (ONE,)):
            a = shape_text(self.rhs.shape)
            raise IllTyped(f"eigenvalues are listed in a column, but {self.rhs} is {a}", (a,), self.span)

    def _type_field(self) -> None:
        output, field = self.args
        if output.shape or output.sort != "real":
            a = kind_text(output)
            raise IllTyped(f"a receptive field is that of one number, but {output} is {a}", (a, "scalar"), self.span)
        if field.shape != self.variables[0].shape:
            a, b = shape_text(field.shape), shape_text(self.variables[0].shape)
            raise IllTyped(f"the field is {a} but {self.variables[0]} is {b}", (a, b), self.span)

    @property
    def lhs(self) -> Term:
        """The left-hand (first) argument."""
        return self.args[0]

    @property
    def rhs(self) -> Term:
        """The right-hand (last) argument."""
        return self.args[-1]


def _comparable(left: str, right: str) -> bool:
    numeric = {"real", "index", "dimension"}
    return left == right or (left in numeric and right in numeric)


def kind_text(term: Term) -> str:
    """Read a term's kind as people say it: its shape, or its sort if it is no number."""
    return shape_text(term.shape) if term.sort in ("real", "index", "dimension") else term.sort


def compose(first: str, second: str) -> str | None:
    """Return the relation of the ends of a two-link chain, or None: `=` then `<=` is `<=`."""
    if first not in _WEAKEST or second not in _WEAKEST:
        return None
    if first == "=":
        return second
    if second == "=":
        return first
    if first[0] != second[0]:
        return None
    return first if first == second else first[0]


@dataclass(frozen=True, slots=True)
class Step:
    """One link: the statement and the reason `by`. `using` are hints a decider re-checks (a Lyapunov function, …)."""

    statement: Statement
    by: str
    using: tuple[Term, ...] = ()
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Mutant:
    """A wrong variant of a derivation and what is expected of it: `refuted` or `ill-typed`.

    `statement` is None where building the wrong variant already failed; `ill_typed` then says why.
    """

    name: str
    statement: Statement | None
    expect: Verdict = Verdict.REFUTED
    ill_typed: str = ""
    using: tuple[Term, ...] = ()
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Derivation:
    """A named result: its Context, claim, chain of steps, mutants, and the questions it answers.

    `chain` is either a calc chain, whose ends compose to the claim, or a list of lemmas whose last
    one is the claim; `check.composes` tells. `cites` names other derivations whose claims may be used.
    """

    id: str
    title: str
    source: str
    questions: tuple[str, ...]
    context: Context
    claim: Statement
    chain: tuple[Step, ...]
    mutants: tuple[Mutant, ...] = ()
    cites: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    numeric: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class IllTypedDerivation:
    """A derivation whose claim or a step cannot be built; `span` is the place, `message` shows both shapes."""

    id: str
    title: str
    source: str
    questions: tuple[str, ...]
    message: str
    span: Span | None = None


def column(term: Term) -> tuple[Term, ...]:
    """Return the components of a column written out; a scalar is its own only component."""
    if isinstance(term, Rows):
        return tuple(entry for row in term.rows for entry in row)
    return (term,)
