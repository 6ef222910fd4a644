r"""Normal laws as written: N(x; μ, Σ), \mathcal N(0, I), N(z | μ, diag(σ²)).

Main definitions
----------------
* `NormalRef`, `normal_ref`: a normal law with its mean and covariance, and the point if one is written.
* `with_point`: N(μ, Σ) as the density q(z) that it is equated with.
* `normal_density`: its density at the point.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from verify.latex.errors import NeedsShape, Unread
from verify.latex.names import key_of, matches
from verify.latex.reading import Readings, attempt, combine, read
from verify.latex.scope import LawName, Placed, Scope
from verify.latex.tree import Bracket, Letter, Node, Product
from verify.terms.nodes import ONE, ZERO, Normal, Shape, Term


@dataclass(frozen=True, slots=True)
class NormalRef:
    """N(at; mean, covariance); `at` is None where no point is written."""

    at: Node | None
    mean: Node
    covariance: Node

    def shape(self, scope: Scope) -> Shape:
        """Return the shape of what has this law.

        Raises:
            NeedsShape: neither the mean nor the covariance says it.

        """
        for part, square in ((self.mean, False), (self.covariance, True)):
            found = attempt(read, part, scope)
            if isinstance(found, tuple):
                shape = found[0].shape
                if shape:
                    return (shape[0], shape[1]) if not square else (shape[0], ONE)
                if square or found != (ZERO,):
                    return ()
            elif not isinstance(found, NeedsShape):
                raise found
        raise NeedsShape("the size of this normal law is not written", self.mean.start, self.covariance.end)

    def densities(self, at: Term, scope: Scope) -> Readings:
        """Return the readings of the density at a point."""
        shape = at.shape
        square = (shape[0], shape[0]) if shape else ()
        means, covariances = read(self.mean, scope, shape), read(self.covariance, scope, square)
        return combine(lambda mean, covariance: Normal(at, mean, covariance), means, covariances)

    def density(self, at: Term, scope: Scope) -> Term:
        """Return the density at a point, where it has one reading."""
        found = self.densities(at, scope)
        if len(found) != 1:
            raise Unread("this normal law has several readings", self.mean.start, self.covariance.end)
        return found[0]


def normal_ref(node: Node, scope: Scope) -> NormalRef | None:
    """Return the normal law that a node writes, or None if it writes none."""
    match node:
        case Product(operators=("",), factors=(Letter(name="N", accent=""), Bracket(opening="(") as bracket)):
            pass
        case _:
            return None
    if scope.meaning(key_of(node.factors[0], scope.fonts) or "") is not None:
        return None
    return in_bracket(bracket)


def with_point(side: Node, other: Node, scope: Scope) -> Node:
    """Return N(z; μ, Σ) for the N(μ, Σ) on the other side of q(z) = N(μ, Σ), and every other side as it is."""
    match other:
        case Product(operators=("",), factors=(name, Bracket(opening="(", items=(at, *_)))):
            kinds = [type(meaning) for meaning, rest in matches(name, scope) if not rest]
        case _:
            return side
    law = normal_ref(side, scope) if kinds and kinds[0] in (Placed, LawName) else None
    if law is None or law.at is not None:
        return side
    assert isinstance(side, Product)
    bracket = side.factors[1]
    assert isinstance(bracket, Bracket)
    bracket = replace(bracket, items=(at, law.mean, law.covariance), separators=(";", ","))
    return replace(side, factors=(side.factors[0], bracket))


def in_bracket(bracket: Bracket) -> NormalRef:
    """Return the normal law with what stands in its bracket."""
    match bracket.items:
        case (mean, covariance) if bracket.separators == (",",):
            return NormalRef(None, mean, covariance)
        case (at, mean, covariance) if bracket.separators[0] in (";", "|", ",") and bracket.separators[1] == ",":
            return NormalRef(at, mean, covariance)
    raise Unread("a normal law has a mean and a variance", bracket.start, bracket.end)


def normal_density(bracket: Bracket, scope: Scope) -> Readings:
    """Return the density of a normal law at the point that is written.

    Raises:
        Unread: no point is written.

    """
    ref = in_bracket(bracket)
    if ref.at is None:
        raise Unread("a normal law without its point", bracket.start, bracket.end)
    return tuple(term for at in read(ref.at, scope) for term in ref.densities(at, scope))
