r"""Normal laws as written: N(x; μ, Σ), \mathcal N(0, I), N(z | μ, diag(σ²)).

Main definitions
----------------
* `NormalRef`, `normal_ref`: a normal law with its mean and covariance, and the point if one is written; also a law
  that a definition says to be normal, q(z) = N(z; μ, Σ).
* `law_of_entry`: the law q_j of one entry of what has a normal law q.
* `with_point`: N(μ, Σ) as the density q(z) that it is equated with.
* `normal_density`: its density at the point.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from verify.latex.arguments import with_form
from verify.latex.definitions import apply_definition
from verify.latex.errors import NeedsShape, Unread
from verify.latex.names import Scripts, index_letter, key_of, matches
from verify.latex.reading import Expected, Readings, attempt, combine, read
from verify.latex.scope import Definition, LawName, Meaning, Placed, Scope, Value
from verify.latex.tree import Bracket, Letter, Mark, Node, Number, Product, Scripted, Word
from verify.terms.nodes import ONE, ZERO, Entry, MatOp, Normal, Shape, Sym, Term
from verify.terms.rewrite import fresh


@dataclass(frozen=True, slots=True)
class NormalRef:
    """N(at; mean, covariance); `at` is None where no point is written.

    Of a law that was defined, `variable` is the point of the definition, and `scope` where its mean and covariance are
    read. Of q_j it is the law of one `entry` of what has the law q.
    """

    at: Node | None
    mean: Node
    covariance: Node
    variable: Node | None = None
    scope: Scope | None = None
    entry: Term | None = None

    def shape(self, scope: Scope) -> Shape:
        """Return the shape of what has this law.

        Raises:
            NeedsShape: neither the mean nor the covariance says it.

        """
        if self.entry is not None:
            return ()
        scope = self.scope or scope
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
        of_variable = None if self.variable is None else attempt(read, self.variable, scope)
        if isinstance(of_variable, tuple):
            return of_variable[0].shape
        raise NeedsShape("the size of this normal law is not written", self.mean.start, self.covariance.end)

    def densities(self, at: Term, scope: Scope) -> Readings:
        """Return the readings of the density at a point; at one entry of a column, of the density of that entry."""
        if self.entry is not None:
            column = replace(self, entry=None)
            drawn = fresh(Sym("z", "real", column.shape(scope)))
            found = column.densities(Entry(drawn, (self.entry,)), scope)
            return tuple(replace(one, at=at) for one in found if isinstance(one, Normal))
        whole = at.array if isinstance(at, Entry) and self.shape(scope) else at
        scope = self.scope or scope
        means = read(self.mean, scope, whole.shape)
        covariances = _covariances(self.covariance, whole.shape, scope)
        if isinstance(at, Entry) and whole is at.array:
            (place,) = at.indices if len(at.indices) == 1 else (at.indices[0],)
            return combine(
                lambda mean, covariance: Normal(at, Entry(mean, (place,)), Entry(covariance, (place, place))),
                means,
                covariances,
            )
        if self.scope is not None and any(mean.shape != whole.shape for mean in means):
            raise Unread("this law is defined of something else", self.mean.start, self.mean.end)
        return combine(lambda mean, covariance: Normal(at, mean, covariance), means, covariances)

    def density(self, at: Term, scope: Scope) -> Term:
        """Return the density at a point, where it has one reading."""
        found = self.densities(at, scope)
        if len(found) != 1:
            raise Unread("this normal law has several readings", self.mean.start, self.covariance.end)
        return found[0]


def normal_ref(node: Node, scope: Scope, only: bool = False) -> NormalRef | None:
    """Return the normal law that a node writes or names, or None if it does neither.

    Where a name without arguments has several meanings, it is a normal law if all are, or, with `only`, if one is.
    """
    match node:
        case Product(operators=("",), factors=(Letter(name="N", accent="") as name, Bracket(opening="(") as bracket)):
            if is_normal(name, scope):
                return in_bracket(bracket)
    return _defined(node, scope, only)


def is_normal(name: Node, scope: Scope) -> bool:
    r"""Whether N names the normal law: nobody said otherwise, or \mathcal{N} stands beside a number N of things."""
    if not isinstance(name, Letter) or name.name != "N" or name.accent:
        return False
    meaning = scope.meaning(key_of(name, scope.fonts) or "")
    size = isinstance(meaning, Value) and meaning.term.sort == "dimension"
    return meaning is None or (size and name.font == "cal")


def law_of_entry(node: Node, scope: Scope) -> NormalRef | None:
    """Return the law of one entry that q_j names, of the normal law q of a column; None for other names."""
    if not isinstance(node, Scripted) or node.sub is None or node.sup is not None or node.primes:
        return None
    index, whole = index_letter(node.sub, scope), normal_ref(node.base, scope, only=True)
    bound_one = scope.meaning(key_of(node.sub, scope.fonts) or "")
    if isinstance(bound_one, Value) and bound_one.term.sort == "index":
        found: Term | None = bound_one.term
    else:
        found = index
    if found is None or whole is None or not whole.shape(scope) or next(matches(node, scope))[1].sub is None:
        return None
    return replace(whole, at=None, entry=found)


def _defined(node: Node, scope: Scope, only: bool) -> NormalRef | None:
    """Return the normal law of a name that was defined by one, with or without its arguments."""
    name, bracket = node, None
    if isinstance(node, Product) and node.operators == ("",) and isinstance(node.factors[1], Bracket):
        name, bracket = node.factors[0], node.factors[1]
    if not isinstance(name, Letter | Word | Scripted):
        return None
    meaning, rest = next(iter(matches(name, scope)), (None, None))
    if not isinstance(meaning, Definition) or rest or meaning.indices:
        return None
    if bracket is not None:
        meaning = with_form(meaning, bracket, node)
    else:
        every = (meaning, *meaning.overloads)
        normal = [one for one in every if _normal_body(one) is not None]
        if len(normal) != len(every) and not (only and len(normal) == 1):
            return None
        meaning = normal[0]
    ref = _normal_body(meaning)
    if ref is None or ref.at is None or len(meaning.parameters) < 1:
        return None
    target = key_of(ref.at, meaning.scope.fonts)
    if target not in meaning.parameters:
        return None
    at = None if bracket is None else bracket.items[meaning.parameters.index(target)]
    at = None if isinstance(at, Mark) else at
    return replace(ref, at=at, variable=ref.at, scope=meaning.scope)


def apply_defined(
    meaning: Meaning, rest: Scripts, bracket: Bracket, node: Node, scope: Scope, expected: Expected
) -> Readings:
    """Return a defined name at its arguments; a normal law of a column at one entry is the law of that entry."""
    assert isinstance(meaning, Definition)
    name = None if rest or len(bracket.items) > 2 else Product(node.start, bracket.end, ("",), (node, bracket))
    ref = None if name is None else normal_ref(name, scope)
    if ref is not None and isinstance(ref.at, Scripted) and ref.at.sub is not None:
        at = read(ref.at, scope)
        if all(isinstance(term, Entry) for term in at) and ref.shape(scope):
            return tuple(density for term in at for density in ref.densities(term, scope))
    return apply_definition(meaning, rest, bracket, node, scope, expected)


def _normal_body(definition: Definition) -> NormalRef | None:
    """Return the normal law by which a name is defined."""
    match definition.body:
        case Product(operators=("",), factors=(Letter(name="N", accent=""), Bracket(opening="(") as bracket)):
            return in_bracket(bracket)
    return None


def _covariances(node: Node, shape: Shape, scope: Scope) -> Readings:
    """Return the readings of a covariance; the square of a column of standard deviations is a diagonal.

    Raises:
        Unread: it is a column: of variances, or of standard deviations, as writers differ.

    """
    square = (shape[0], shape[0]) if shape else ()
    base = node.base if isinstance(node, Scripted) and isinstance(node.sup, Number) and node.sup.text == "2" else None
    plain = None if base is None or not shape else _column(base, shape, scope)
    if plain is not None:
        return (MatOp("diag", (MatOp("hadamard", (plain, plain)),)),)
    if shape and _column(node, shape, scope) is not None:
        raise Unread("a covariance that is a column", node.start, node.end)
    return read(node, scope, square)


def _column(node: Node, shape: Shape, scope: Scope) -> Term | None:
    found = attempt(read, node, scope)
    return found[0] if isinstance(found, tuple) and len(found) == 1 and found[0].shape == shape else None


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
