"""Slips with the chain rule: an inner derivative that is lost, or a factor of each term of a sum, ε_j in the mean.

Main definitions
----------------
* `of_inner_derivatives`: the right side times the derivative of something inside of what the left differentiates.
* `of_next_powers`: one power raised or lowered by one.
* `squared_throughout`: the entries of one array squared.
* `with_factors_of_terms`: the body of a sum times an entry of a column that stands in the same sum on the other side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from verify.grade.inside import Edit, times
from verify.mutate.places import Place, places, replaced
from verify.terms.nodes import ONE, Diff, Entry, Fn, IllTyped, MatOp, Num, Pow, Sum, Sym, Term
from verify.terms.printing import text
from verify.terms.rewrite import bound, free, substitute, transform, walk

#: inner functions, and columns, that are tried
MOST = 8


def of_inner_derivatives(side: Term, other: Term) -> Iterator[Edit]:
    """Yield the side times the derivative of an argument of a logarithm, exponential or power on the other side."""
    tried: set[Term] = set()
    for node in walk(other):
        found: list[tuple[Term, Term]]
        match node:
            case Entry(array=Diff(body=body, variables=(variable,)), indices=indices):
                found = [(inner, Entry(Diff(inner, (variable,)), indices)) for inner in _inner(body, variable)]
            case Diff(body=body, variables=(variable,)) if not variable.shape:
                found = [(inner, Diff(inner, (variable,))) for inner in _inner(body, variable)]
            case _:
                continue
        for inner, slope in found[:MOST]:
            if slope not in tried:
                tried.add(slope)
                yield f"times the derivative of {text(inner)}", partial(times, slope, side)


def _inner(body: Term, variable: Sym) -> list[Term]:
    """Return what elementary functions and powers are taken of, where that depends on the variable and is more."""
    hidden = {s for part in walk(body) for s in bound(part)}
    found: dict[Term, None] = {}
    for node in walk(body):
        inside = node.arg if isinstance(node, Fn) else node.base if isinstance(node, Pow) else None
        if inside is None or inside.shape or variable not in free(inside) or hidden & free(inside):
            continue
        if not isinstance(inside, Sym | Entry):
            found[inside] = None
    return list(found)


def with_factors_of_terms(side: Term, other: Term) -> Iterator[Edit]:
    """Yield the side with each term of a sum times an entry of a column that the other side sums, too."""
    sums = [node for node in walk(other) if isinstance(node, Sum)]
    for place in places(side):
        if isinstance(place.node, Sum):
            yield from _with_factors(side, place, place.node, sums)


def _with_factors(side: Term, place: Place, own: Sum, sums: list[Sum]) -> Iterator[Edit]:
    indices = sorted((s for s in free(side) if s.sort == "index"), key=lambda s: s.name)
    columns: dict[Term, None] = {}
    for node in sums:
        if node.upper == own.upper:
            moved = substitute(node.body, {node.index: own.index})
            columns |= dict.fromkeys(part for part in walk(moved) if _is_column(part, own.index))
    for column in list(columns)[:MOST]:
        for index in indices:
            entry = Entry(column, (index,))
            label = f"times {text(entry)} in {text(own)}"
            yield label, _put(side, place, own, entry)


def _is_column(part: Term, index: Sym) -> bool:
    """Whether a term is the member of a family of columns that an index tells."""
    if not (isinstance(part, MatOp) and index in free(part) and part.shape[1:] == (ONE,)):
        return False
    return all(isinstance(arg, Sym) or (isinstance(arg, MatOp) and arg.op == "basis") for arg in part.args)


def _put(side: Term, place: Place, own: Sum, entry: Term) -> Callable[[], Term]:
    def build() -> Term:
        if own.body.shape:
            raise IllTyped("an entry times a column")
        return replaced(side, place.path, Sum(times(entry, own.body), own.index, own.upper))

    return build


def of_next_powers(side: Term) -> Iterator[Edit]:
    """Yield the side with one power of a number raised or lowered by one: 1/σ for 1/σ²."""
    for place in places(side):
        match place.node:
            case Pow(base=base, exponent=Num(value=value)) if not base.shape and value.denominator == 1 != abs(value):
                for other in (value + 1, value - 1):
                    new = base if other == 1 else Pow(base, Num(other))
                    yield f"{text(new)} for {text(place.node)}", partial(replaced, side, place.path, new)


def squared_throughout(side: Term) -> Iterator[Edit]:
    """Yield the side with the entries of one array squared throughout: a standard deviation for a variance."""
    arrays = dict.fromkeys(n.array for n in walk(side) if isinstance(n, Entry) and isinstance(n.array, Sym))
    for array in arrays:
        yield f"the square of {text(array)} throughout", partial(_squared, side, array)


def _squared(side: Term, array: Term) -> Term:
    two = Num(ONE.value + 1)
    return transform(side, lambda n: Pow(n, two) if isinstance(n, Entry) and n.array == array else n)


__all__ = ["of_inner_derivatives", "of_next_powers", "squared_throughout", "with_factors_of_terms"]
