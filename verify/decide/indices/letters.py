"""The data of the index normal form: indices, letters, components, forms.

Main definitions
----------------
* `Index`: a fixed number, a free index, an open one (of a sum being built) or a canonical bound one.
* `Letter`: an opaque factor: an entry of an array, a Kronecker delta, a function of forms.
* `Component`: letters that hang together by bound indices, and the ranges of those indices.
* `Form`: a sum of products of powers of components, with coefficients in Q(scalars).

Two of these are equal exactly when their texts are. A text writes the structure with brackets, and every
name between quotes, so that distinct structures have distinct texts.

Bound indices are named by *height* and position: a component that sums has the height 1 + that of the
highest binder below it. Binders on one path have different heights, so no name captures another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from verify.decide.rational import Rational

Range = str


class OutsideLanguage(Exception):
    """The statement uses something that this decider does not read; the message says what."""


@dataclass(frozen=True, slots=True)
class Index:
    """An index of kind "fixed", "free", "open" or "bound". `ranges` are those it is known to lie in."""

    kind: str
    name: str = ""
    number: int = 0
    height: int = 0
    ranges: tuple[Range, ...] = ()

    @property
    def text(self) -> str:
        """Return a text that no other index has."""
        match self.kind:
            case "fixed":
                return self.name
            case "free":
                return repr(self.name)
            case "open":
                return f"?{self.number}"
            case _:
                return f"b{self.height}.{self.number}"


FIRST = Index("fixed", "1")


def fixed(number: int) -> Index:
    """Return the index that is always `number`."""
    return Index("fixed", str(number))


class _ByText:
    """Equality and hash by the cached text."""

    text: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByText) and type(self) is type(other) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)


@dataclass(frozen=True, eq=False)
class Letter(_ByText):
    """A factor that is not looked into: `head` says what it is, `indices` and `args` what it depends on.

    A `symmetric` letter keeps its two indices sorted. One that binds (`binds` many) holds its bound
    indices in its arguments, under its own height.
    """

    head: str
    indices: tuple[Index, ...] = ()
    args: tuple[Form, ...] = ()
    symmetric: bool = False
    binds: int = 0
    text: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        places = ",".join(i.text for i in self.indices)
        inner = "".join(f"({a.text})" for a in self.args)
        bound = f"^{self.binds}" if self.binds else ""
        object.__setattr__(self, "text", f"{self.head!r}{bound}[{places}]{inner}")

    @cached_property
    def height(self) -> int:
        """The height of the highest binder in this letter."""
        below = max((a.height for a in self.args), default=0)
        return below + 1 if self.binds else below

    @cached_property
    def free(self) -> frozenset[Index]:
        """The indices that this letter does not bind."""
        found = frozenset(i for i in self.indices if i.kind != "fixed").union(*(a.free for a in self.args))
        return frozenset(i for i in found if i.kind != "bound" or i.height != self.height) if self.binds else found

    @cached_property
    def heads(self) -> frozenset[str]:
        """The heads of this letter and of those inside it."""
        return frozenset({self.head}).union(*(a.heads for a in self.args))


@dataclass(frozen=True, eq=False)
class Component(_ByText):
    """The sum of a product of letters over bound indices; without any, a single letter with exponent 1."""

    ranges: tuple[Range, ...]
    factors: tuple[tuple[Letter, int], ...]
    text: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        factors = "*".join(f"{letter.text}^{exponent}" for letter, exponent in self.factors)
        sums = ",".join(repr(r) for r in self.ranges)
        object.__setattr__(self, "text", f"<{sums}|{factors}>" if self.ranges else factors)

    @property
    def letter(self) -> Letter | None:
        """The letter, if nothing is summed."""
        return None if self.ranges else self.factors[0][0]

    @cached_property
    def height(self) -> int:
        """The height of this component's sums, or of the highest binder inside it."""
        below = max(letter.height for letter, _ in self.factors)
        return below + 1 if self.ranges else below

    @cached_property
    def free(self) -> frozenset[Index]:
        """The indices that this component does not bind."""
        found = frozenset[Index]().union(*(letter.free for letter, _ in self.factors))
        return frozenset(i for i in found if i.kind != "bound" or i.height != self.height) if self.ranges else found

    @cached_property
    def heads(self) -> frozenset[str]:
        """The heads of all letters, inner ones included."""
        return frozenset[str]().union(*(letter.heads for letter, _ in self.factors))

    def bound(self) -> tuple[Index, ...]:
        """Return this component's bound indices."""
        return tuple(
            Index("bound", number=number, height=self.height, ranges=(r,)) for number, r in enumerate(self.ranges)
        )


Monomial = tuple[tuple[Component, int], ...]


@dataclass(frozen=True, eq=False)
class Form(_ByText):
    """Σ coefficient · ∏ component^exponent, with monomials in the order of their texts."""

    terms: tuple[tuple[Monomial, Rational], ...]

    @staticmethod
    def of(terms: Mapping[Monomial, Rational]) -> Form:
        """Return the form of these terms; those with coefficient 0 are left out."""
        kept = [(m, c) for m, c in terms.items() if not c.is_zero]
        return Form(tuple(sorted(kept, key=lambda term: monomial_text(term[0]))))

    @cached_property
    def text(self) -> str:  # type: ignore[override]
        """Return a text that no other form over the same field has."""
        return "+".join(f"[{c.numerator}/{c.denominator}]{monomial_text(m)}" for m, c in self.terms)

    @property
    def is_zero(self) -> bool:
        """Whether there are no terms."""
        return not self.terms

    @property
    def scalar(self) -> Rational | None:
        """The coefficient, if this is nothing but a coefficient that is not 0."""
        return self.terms[0][1] if len(self.terms) == 1 and not self.terms[0][0] else None

    @cached_property
    def height(self) -> int:
        """The height of the highest binder."""
        return max((component.height for component in self.components()), default=0)

    @cached_property
    def free(self) -> frozenset[Index]:
        """The indices that nothing binds here."""
        return frozenset[Index]().union(*(component.free for component in self.components()))

    @cached_property
    def heads(self) -> frozenset[str]:
        """The heads of all letters, inner ones included."""
        return frozenset[str]().union(*(component.heads for component in self.components()))

    def components(self) -> Iterator[Component]:
        """Yield the components of all terms."""
        for monomial, _ in self.terms:
            for component, _ in monomial:
                yield component

    def letters(self) -> Iterator[Letter]:
        """Yield all letters, inner ones included."""
        for component in self.components():
            for letter, _ in component.factors:
                yield letter
                for arg in letter.args:
                    yield from arg.letters()


def monomial_text(monomial: Monomial) -> str:
    """Return a text that no other monomial has."""
    return "·".join(f"{component.text}^{exponent}" for component, exponent in monomial)


def monomial(powers: Mapping[Component, int]) -> Monomial:
    """Return the product of powers, sorted; exponents 0 are left out."""
    return tuple(sorted(((c, e) for c, e in powers.items() if e), key=lambda pair: pair[0].text))
