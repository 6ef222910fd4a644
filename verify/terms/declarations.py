"""What a Context says of one name: a symbol's range, law and structure; an unknown function; a density.

Main definitions
----------------
* `Interval`: the range of a scalar or of each entry of an array.
* `Declaration`: a symbol with its range, law, definition and structure; `Iid`: the law of an array's entries.
* `FunctionDeclaration`, `LawDeclaration`: unknown functions and densities.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from verify.terms.nodes import Sym, Term


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
