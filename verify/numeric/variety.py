"""How many points and indices an equality looks at together, and how many instances had to show it.

A sum over three indices of (c_i - c_j)² (c_j - c_l)² (c_l - c_i)² is 0 for every column of two entries, and an
expectation over three points likewise where a space has two cells. An equality between polynomials in sums over
at most m indices (integrals over at most m points) that holds at every size up to m holds at all sizes; of fewer
than m indices or cells no such thing is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verify.meaning import chance
from verify.meaning.instance import Instance
from verify.terms.context import Context
from verify.terms.nodes import (
    ONE,
    Divergence,
    Entry,
    Expect,
    Integral,
    Mul,
    Num,
    Pow,
    Prod,
    Sum,
    Sym,
    Term,
)
from verify.terms.rewrite import free, walk
from verify.terms.statement import Statement
from verify.terms.unfold import unfold_definitions


def crowded(statement: Statement, context: Context, instances: Sequence[Instance]) -> str:
    """Return why an equality looks at more points or indices together than any instance had, or ""."""
    terms = tuple(unfold_definitions(arg, context) for arg in statement.args)
    for space in sorted(set(_spaces(terms, context))):
        needed = max(_points(term, space, context) for term in terms) + _free_points(terms, space, context)
        most = max((len(i.spaces[space]) for i in instances if space in i.spaces), default=needed)
        if most < needed:
            return f"it looks at {needed} points of {space} together, and {most} cells were tried"
    for size in sorted(set(_ends(terms)), key=repr):
        needed = max(_indices(term, size) for term in terms)
        most = max((_different(i, size, terms) for i in instances), default=0)
        if most < needed:
            return f"it looks at {needed} indices up to {size} together, and {most} different entries were tried"
    return ""


def _ends(terms: Sequence[Term]) -> Iterator[Term]:
    nodes = (node for term in terms for node in walk(term))
    yield from (node.upper for node in nodes if isinstance(node, Sum | Prod) and not isinstance(node.upper, Num))


def _different(instance: Instance, size: Term, terms: Sequence[Term]) -> int:
    """Return how many different entries the columns of a size have in an instance: in each that the terms mention."""
    columns = {s for term in terms for s in free(term) if s.shape == (size, ONE)}
    values = (instance.values.get(s.name) for s in columns)
    counts = [len(set(rows)) for rows in values if isinstance(rows, tuple)]
    return min([chance.size_of(size, instance.dims), *counts])


def _spaces(terms: Sequence[Term], context: Context) -> Iterator[str]:
    for term in terms:
        for node in walk(term):
            if isinstance(node, Integral | Expect | Divergence):
                yield from (chance.space_of(v.name, context) for v in node.variables if v.of_sort == "point")


def _free_points(terms: Sequence[Term], space: str, context: Context) -> int:
    symbols = frozenset[Sym]().union(*(free(term) for term in terms))
    own = (s for s in symbols if s.of_sort == "point" and not s.shape)
    return sum(chance.space_of(s.name, context) == space for s in own)


def _points(term: Term, space: str, context: Context) -> int:
    """Return how many bound points of a space a term looks at together: those of products and powers add up.

    Of a family of points those count over which a sum or product runs, and not the density of the family.
    """
    match term:
        case Integral(variables=variables) | Expect(variables=variables) | Divergence(variables=variables):
            own = sum(not v.shape and chance.space_of(v.name, context) == space for v in variables)
            return own + max(_points(child, space, context) for child in _bodies(term))
        case Sum(body=body, index=index) | Prod(body=body, index=index):
            entries = (n for n in walk(body) if isinstance(n, Entry) and n.sort == "point" and index in n.indices)
            own = any(isinstance(n.array, Sym) and chance.space_of(n.array.name, context) == space for n in entries)
            return own + _points(body, space, context)
        case _:
            return _together(term, [_points(child, space, context) for child in term.children()])


def _bodies(term: Integral | Expect | Divergence) -> tuple[Term, ...]:
    match term:
        case Expect(body=body):
            return (body,)
        case Divergence(left=left, right=right):
            return tuple(_without_product(side) for side in (left, right) if side is not None)
        case _:
            return (_without_product(term.body),)


def _without_product(term: Term) -> Term:
    """Return a product without the densities of families in it."""
    match term:
        case Prod():
            return ONE
        case Mul(factors=factors):
            return Mul(tuple(_without_product(factor) for factor in factors))
        case _:
            return term


def _indices(term: Term, size: Term) -> int:
    """Return over how many indices up to `size` a term sums together."""
    match term:
        case Sum(body=body, upper=upper) | Prod(body=body, upper=upper):
            return int(upper == size) + _indices(body, size)
        case Expect(body=body):
            return _indices(body, size)
        case Divergence() | Integral():
            return max(_indices(body, size) for body in _bodies(term))
        case _:
            return _together(term, [_indices(child, size) for child in term.children()])


def _together(term: Term, counts: list[int]) -> int:
    match term:
        case Mul():
            return sum(counts)
        case Pow(exponent=Num(value=value)):
            return int(abs(value) * counts[0])
        case _:
            return max(counts, default=0)
