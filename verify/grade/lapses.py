"""Slips at one place of a side: a size that is lost, a square, x for 1 - x, Σ for Π, two signs, a forgotten term.

Main definitions
----------------
* `lapses`: a side with one such slip undone; `one_more`: with 1 + x for one x.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import combinations

from verify.grade.inside import Edit, plus, times
from verify.grade.slips import complement_of
from verify.mutate.operators import negated
from verify.mutate.places import Place, places, replaced
from verify.terms.context import Context
from verify.terms.nodes import (
    MINUS_ONE,
    ONE,
    TWO,
    ZERO,
    Add,
    Density,
    Entry,
    Fn,
    Mul,
    Num,
    Pow,
    Prod,
    Sum,
    Sym,
    Term,
)
from verify.terms.printing import text
from verify.terms.rewrite import free, walk
from verify.terms.unfold import negative

#: places of a side, and names of terms, that are tried
PLACES, TERMS = 90, 6
#: terms of a sum of which two may have the wrong sign
MOST_TERMS = 6
#: terms of a sum that may be meant for a product, or of one that is squared
FEW = 3


def lapses(side: Term, other: Term, context: Context) -> Iterator[Edit]:
    """Yield the side with one place mended; `other` is the other side, which tells what may stand there too."""
    found = _outermost(side)
    sizes = sorted({s for s in free(side) | free(other) if s.of_sort == "dimension"}, key=lambda s: s.name)
    counted = {n.upper for term in (side, other) for n in walk(term) if isinstance(n, Sum | Prod)}
    numbers = _with_complements(side, other, context)
    for place in found:
        yield from _sized(side, place, sizes if place.path else [s for s in sizes if s in counted])
        yield from _complemented(side, place, numbers)
    for place in found:
        yield from _exchanged(side, place)
        yield from _square_of_a_sum(side, place)
        yield from _squared(side, place)
        yield from _with_two_signs(side, place)
        yield from _turned_over(side, place)
    yield from _with_a_density(side, found, other)
    yield from _with_a_term(side, other, context)


def _outermost(side: Term) -> list[Place]:
    return sorted(places(side), key=lambda place: len(place.path))[:PLACES]


def _at(side: Term, place: Place, new: Callable[[], Term]) -> Callable[[], Term]:
    return lambda: replaced(side, place.path, new())


def _exchanged(side: Term, place: Place) -> Iterator[Edit]:
    """Yield Σ for Π, and Π for Σ."""
    match place.node:
        case Sum(body=body, index=index, upper=upper):
            yield "a product for the sum", _at(side, place, partial(Prod, body, index, upper))
        case Prod(body=body, index=index, upper=upper):
            yield "a sum for the product", _at(side, place, partial(Sum, body, index, upper))
        case Add(terms=terms) if len(terms) <= FEW and not place.node.shape:
            yield f"the product for {text(place.node)}", _at(side, place, partial(Mul, terms))
        case Mul(factors=(_, _) as factors) if isinstance(place.above, Pow) and not place.node.shape:
            yield f"the sum for {text(place.node)}", _at(side, place, partial(Add, factors))
        case Fn(name="exp", arg=arg):
            yield f"minus {text(arg)} for {text(arg)}", _at(side, place, partial(Fn, "exp", negated(arg)))
        case Mul(factors=factors) if slope := next((f for f in factors if _is_sigmoid(f)), None):
            rest = Add((ONE, negative(slope)))
            yield f"times 1 - {text(slope)}", _at(side, place, partial(times, rest, place.node))


def _is_sigmoid(factor: Term) -> bool:
    return isinstance(factor, Fn) and factor.name == "sigmoid"


def _square_of_a_sum(side: Term, place: Place) -> Iterator[Edit]:
    """Yield (a ± b)² for a² ± b², and the other way round."""
    match place.node:
        case Add(terms=(first, second)):
            parts = tuple(_root(term) for term in (first, second))
            if all(part is not None for part in parts):
                for sign in (partial(Add, parts), lambda: Add((parts[0], negative(parts[1])))):  # type: ignore[arg-type]
                    yield f"the square of a sum for {text(place.node)}", _at(side, place, partial(_square, sign))
        case Pow(base=Add(terms=terms), exponent=Num(value=value)) if value == TWO.value and len(terms) <= FEW:
            yield f"the sum of squares for {text(place.node)}", _at(side, place, partial(_squares, terms))


def _square(build: Callable[[], Term]) -> Term:
    return Pow(build(), TWO)


def _squares(terms: tuple[Term, ...]) -> Term:
    return Add(tuple(Pow(term, TWO) for term in terms))


def _root(term: Term) -> Term | None:
    """Return a of a² and of -a²."""
    match term:
        case Mul(factors=(Num(value=value), inner)) if value == -1:
            return _root(inner)
        case Pow(base=base, exponent=Num(value=value)) if value == TWO.value:
            return base
    return None


def _sized(side: Term, place: Place, sizes: list[Sym]) -> Iterator[Edit]:
    """Yield a term, a whole side or an exponent multiplied or divided by a size: N D/2 log for D/2 log.

    A whole side only by how many terms a sum has: the size of an array may just stand for an array that is misread.
    """
    node, above = place.node, place.above
    whole = isinstance(node, Num) and node.value.denominator == 1
    is_exponent = isinstance(above, Pow) and place.path[-1] == 1 and not whole
    if node.shape or node.sort not in ("real", "dimension") or not (not place.path or is_exponent or _is_term(place)):
        return
    for size in sizes:
        yield f"times {size.name} in {text(node)}", _at(side, place, partial(times, size, node))
        yield f"times 1/{size.name} in {text(node)}", _at(side, place, partial(times, Pow(size, MINUS_ONE), node))


def _is_term(place: Place) -> bool:
    return isinstance(place.above, Add)


def _with_complements(side: Term, other: Term, context: Context) -> frozenset[Term]:
    """Return the numbers whose complement 1 - x means something here: it occurs, or they are declared in (0, 1)."""
    found: set[Term] = set()
    for node in (*walk(side), *walk(other)):
        if (number := complement_of(node)) is not None:
            found.add(number)
        match node:
            case Sym(name=name, shape=()) if name in context.by_name:
                interval = context.by_name[name].interval
                if interval.low == 0 and interval.high == 1:
                    found.add(node)
    return frozenset(found)


def _complemented(side: Term, place: Place, numbers: frozenset[Term]) -> Iterator[Edit]:
    """Yield 1 - x for one x, and x for one 1 - x."""
    node = place.node
    if node in numbers and not _is_complement(place.above):
        yield f"1 - {text(node)} for one {text(node)}", _at(side, place, lambda: Add((ONE, negative(node))))
    for number in numbers:
        if node == Add((ONE, negative(number))):
            yield f"{text(number)} for one {text(node)}", _at(side, place, lambda n=number: n)  # type: ignore[misc]


def one_more(side: Term) -> Iterator[Edit]:
    """Yield the side with 1 + x_i for one x_i that is a factor."""
    for place in _outermost(side):
        node = place.node
        if isinstance(node, Entry) and not node.shape and not _is_complement(place.above):
            yield f"1 + {text(node)} for one {text(node)}", _at(side, place, partial(plus, ONE, node))


def _is_complement(above: Term | None) -> bool:
    match above:
        case Mul(factors=(Num() as minus, _)):
            return minus.value == -1
        case _:
            return False


def _squared(side: Term, place: Place) -> Iterator[Edit]:
    """Yield a number, a sum in brackets or a norm with its square."""
    node, above = place.node, place.above
    squared = isinstance(above, Pow) or (isinstance(above, Add) and isinstance(node, Add))
    if not node.shape and node.sort == "real" and not squared and isinstance(node, Sym | Entry | Add | Pow | Fn):
        if isinstance(node, Fn) and node.name not in ("abs", "log"):
            return
        if isinstance(node, Pow) and not isinstance(node.exponent, Num):
            return
        yield f"{text(node)} squared", _at(side, place, partial(Pow, node, TWO))


def _with_two_signs(side: Term, place: Place) -> Iterator[Edit]:
    """Yield a sum in which two terms have the other sign: minus a bracket that lost it."""
    if isinstance(place.node, Add) and 2 < len(place.node.terms) <= MOST_TERMS:
        terms = place.node.terms
        for i, j in combinations(range(len(terms)), 2):
            new = tuple(negated(term) if k in (i, j) else term for k, term in enumerate(terms))
            yield f"{text(new[i])} and {text(new[j])}, with these signs", _at(side, place, partial(Add, new))


def _turned_over(side: Term, place: Place) -> Iterator[Edit]:
    """Yield a side, or the argument of a logarithm, turned over; and 0 for a 1."""
    node, whole = place.node, not place.path
    if node == ONE and whole:
        yield "0 for 1", lambda: ZERO
    inside = isinstance(place.above, Fn) and place.above.name == "log"
    if not node.shape and node.sort == "real" and (whole or inside) and not isinstance(node, Num):
        yield f"1 over {text(node)}", _at(side, place, partial(Pow, node, MINUS_ONE))


def _with_a_density(side: Term, found: Sequence[Place], other: Term) -> Iterator[Edit]:
    """Yield a denominator with a density more, of those that occur: p + q for q."""
    densities = tuple(dict.fromkeys(n for term in (side, other) for n in walk(term) if isinstance(n, Density)))
    for place in found:
        if isinstance(place.above, Pow) and place.above.exponent == MINUS_ONE and place.path[-1] == 0:
            for density in densities:
                label = f"plus {text(density)} in {text(place.node)}"
                yield label, _at(side, place, partial(plus, place.node, density))


def _with_a_term(side: Term, other: Term, context: Context) -> Iterator[Edit]:
    """Yield a sum with a number, or its square, added or taken away: σ² in the second moment."""
    symbols = sorted((s for s in free(side) | free(other) if not s.shape and s.sort == "real"), key=lambda s: s.name)
    for symbol in symbols[:TERMS]:
        if symbol.name in context.by_name:
            for term in (Pow(symbol, TWO), symbol):
                yield f"plus {text(term)}", partial(plus, side, term)
                yield f"minus {text(term)}", partial(plus, side, negative(term))
