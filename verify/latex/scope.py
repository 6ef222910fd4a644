"""What written names mean: the Scope in which a formula is elaborated.

Main definitions
----------------
* `Value`, `FunctionName`, `LawName`, `Definition`, `Each`, `Placed`: what a name can mean.
* `Scope`: the core Context and the meaning of every written name; frozen.

A written name is looked up by its canonical key (`verify.latex.names`). The elements of a family of points
x_1, …, x_n have a key of their own, `x[]`, beside that of the point x.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from verify.latex.tree import Node
from verify.terms.context import Context
from verify.terms.nodes import Sym, Term
from verify.terms.statement import Statement


@dataclass(frozen=True, slots=True)
class Value:
    """A number, array, point, parameter, index or dimension."""

    term: Term


@dataclass(frozen=True, slots=True)
class FunctionName:
    """An unknown function of the Context, or a diffeomorphism."""

    name: str


@dataclass(frozen=True, slots=True)
class LawName:
    """A law of the Context: p stands for all of its marginals and conditionals.

    `also` is another law of the same letter, that rows without conditions may be about. `at` are the keys of points
    for which there is a law of its own, so that a row may name them behind a bar: q_i(z | x_i) is q_i(z).
    """

    name: str
    also: str = ""
    at: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Definition:
    """A name that abbreviates a formula, perhaps of arguments (L(w) = …, a_i = …).

    `parameters` are keys, bound to the arguments while `body` is read; `indices` of them stand in the subscript,
    the others in brackets, with bars where `barred` counts them: p(x|z) is not p(x, z). The body is read in the `scope`
    in which the name was defined. `overloads` are definitions of the same name with other arguments.
    `own` tells a student's own name from the sheet's: given once more, it may be meant anew. One that is `assumed` is
    what a sheet takes the name for as long as the student does not define it; if it is `own`, too, any definition does.
    """

    key: str
    parameters: tuple[str, ...]
    body: Node
    scope: Scope
    indices: int = 0
    overloads: tuple[Definition, ...] = ()
    own: bool = False
    assumed: bool = False
    barred: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Eigenvalue:
    """Any eigenvalue of a matrix: equations with it list the eigenvalues."""

    matrix: Node


@dataclass(frozen=True, slots=True)
class PointMass:
    """A law that puts all mass at one place; `target` is the variable that has it ("": the formula says)."""

    place: Node
    target: str = ""


@dataclass(frozen=True, slots=True)
class RegionName:
    """A region of a space, where a density is positive."""

    name: str


@dataclass(frozen=True, slots=True)
class Mixture:
    """The mixture of both laws of which an answer speaks, until it says otherwise."""


@dataclass(frozen=True, slots=True)
class Transport:
    """The earth mover's distance of two laws."""


@dataclass(frozen=True, slots=True)
class Subset:
    """A random subset of `size` indices that leaves one of them out; inside of an expectation, `left_out`."""

    size: Term
    left_out: Sym | None = None


@dataclass(frozen=True, eq=False)
class Placed:
    """A name with values at some places alone, as q has where q(z_0) and q(g(z_0)) are densities of two laws.

    `places` are pairs (argument, value), both read in `scope`. At any other argument nobody said what it is.
    """

    key: str
    places: tuple[tuple[Node, Node], ...]
    scope: Scope


@dataclass(frozen=True, slots=True)
class Columns:
    """A family of columns ε^{(1)}, …, ε^{(L)}: those of a matrix."""

    matrix: Sym


@dataclass(frozen=True, slots=True)
class FiniteSet:
    """A set of data; `size` is how many, `index` the index of any one of them."""

    size: Term
    index: Sym


@dataclass(frozen=True, slots=True)
class Each:
    """Something that each member of a set has (x ∈ 𝒟, λ_x, G(z)), or each index (x_i, z_{i,m}).

    `arrays` are matrices with a column for each member, or vectors with an entry; with several indices an array for
    each, whose columns are multiplied entry by entry. No array: a member that has no value of its own, z ∈ 𝒵.
    `of` is the key of the set, or the letters of the indices.
    """

    arrays: tuple[Sym, ...]
    of: tuple[str, ...]
    indexed: bool = False


Meaning = (
    Value
    | Columns
    | FiniteSet
    | Each
    | FunctionName
    | LawName
    | Definition
    | Eigenvalue
    | PointMass
    | RegionName
    | Subset
    | Transport
    | Mixture
    | Placed
)


@dataclass(frozen=True, eq=False)
class Scope:
    """The names of a question: `names` by their canonical keys.

    `fonts` are the letters of which two names differ by their font alone. `pointwise` are the keys of functions that
    may be written without their argument. `bound` are the keys that a binder around the formula has bound.
    `drawn` are the measures (z ∼ q) of expectations that do not write theirs.
    """

    context: Context = field(default_factory=Context)
    names: Mapping[str, Meaning] = field(default_factory=dict)
    fonts: frozenset[str] = frozenset()
    pointwise: frozenset[str] = frozenset()
    bound: frozenset[str] = frozenset()
    drawn: tuple[Node, ...] = ()

    @staticmethod
    def of(table: Mapping[str, object]) -> Scope:
        """Return the scope that a sheet's `[context.NAME]` table declares.

        Raises:
            VerifyError: an entry that is not in the language of declarations; the message names the entry.

        """
        from verify.latex.declarations import scope_of

        return scope_of(table)

    def meaning(self, key: str) -> Meaning | None:
        """Return what the name with this key means, or None if nobody said."""
        return self.names.get(key)

    def bind(self, key: str, meaning: Meaning) -> Scope:
        """Return the scope inside of a binder of the name."""
        return replace(self, names={**self.names, key: meaning}, bound=self.bound | {key})

    def with_names(self, more: Mapping[str, Meaning]) -> Scope:
        """Return the scope with more names (or other meanings of known ones)."""
        return replace(self, names={**self.names, **more})

    def with_only(self, names: Mapping[str, Meaning]) -> Scope:
        """Return the scope with these names alone."""
        return replace(self, names=dict(names))

    def with_hypotheses(self, *extra: tuple[Statement, str]) -> Scope:
        """Return the scope with more hypotheses in its Context, each with the sentence it comes from."""
        return replace(self, context=self.context.with_hypotheses(*extra))

    def bind_index(self, key: str) -> tuple[Scope, Sym]:
        """Return the scope in which `key` is a bound index, and the index."""
        index = Sym(key, "index")
        return self.bind(key, Value(index)), index
