"""What has to be drawn for some terms under some hypotheses: names, sizes, and how their values must look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from verify.meaning import chance
from verify.terms.context import Context
from verify.terms.nodes import Delta, MatOp, Num, Pow, Sym, Term
from verify.terms.rewrite import free, walk
from verify.terms.statement import Statement
from verify.terms.unfold import fixed_indices, unfold_definitions


@dataclass(frozen=True, slots=True)
class Index:
    """What terms say of a free index: no more, so that many terms have one plan, and their instances are drawn once."""

    symbol: Sym
    lengths: frozenset[Term]  # of the arrays it stands in
    compared: tuple[int, ...]  # the numbers with which it is compared: δ_i7 is 0 almost everywhere, and not at i = 7
    loose: bool  # it stands in comparisons only


@dataclass(frozen=True)
class Plan:
    """What has to be drawn, worked out once for many instances.

    Statements of one Context mostly have equal plans, so their instances are the same and drawn once.
    """

    context: Context
    hypotheses: tuple[Statement, ...]
    dims: tuple[str, ...]
    indices: tuple[Index, ...]
    fixed: frozenset[Sym]  # indices of which hypotheses speak as of one
    lengths: frozenset[str]  # dimensions along which those run
    rooted: frozenset[str]  # arrays of whose squares a root is taken: their columns get rational norms
    squared: frozenset[str]  # arrays that a hypothesis multiplies with themselves


@lru_cache(maxsize=1024)
def plan_for(context: Context, terms: tuple[Term, ...], hypotheses: tuple[Statement, ...]) -> Plan:
    """Return what has to be drawn so that `terms` have values and `hypotheses` and the Context's can be checked."""
    assumed = (*(h for h, _ in context.hypotheses), *hypotheses)
    definitions = [d.definition for d in context.symbols if d.definition is not None]
    laws = [p for d in context.symbols if d.law is not None for p in d.law.parameters]
    stated = [arg for h in assumed for arg in h.args]
    written = [*terms, *stated, *definitions, *laws]
    every = tuple(dict.fromkeys(unfold_definitions(t, context) for t in written))
    symbols = {s for t in every for s in free(t)} | {d.symbol for d in context.symbols}
    inner = {s for t in every for node in walk(t) for s in free(node)}
    indices = sorted((s for s in symbols if s.of_sort == "index"), key=lambda s: s.name)
    shapes = [dim for s in symbols | inner for dim in s.shape]
    sizes = {s for dim in shapes for s in free(dim)} | {s for s in inner if s.of_sort == "dimension"}
    fixed = fixed_indices(assumed, context)
    return Plan(
        context,
        assumed,
        _in_order(sizes, context),
        tuple(_index(symbol, every) for symbol in indices),
        fixed,
        frozenset(s.name for symbol in fixed for size in chance.lengths(symbol, every) for s in free(size)),
        frozenset(name for t in every for name in _under_roots(t)),
        frozenset(name for h in assumed for name in _squares(h, context)),
    )


def _index(symbol: Sym, terms: tuple[Term, ...]) -> Index:
    around = [node for term in terms for node in walk(term) if symbol in node.children()]
    sides = [node.children() for node in around if isinstance(node, Delta)]
    compared = tuple(int(n.value) for pair in sides for n in pair if isinstance(n, Num) and n.value >= 1)
    loose = all(isinstance(node, Delta) for node in around)
    return Index(symbol, frozenset(chance.lengths(symbol, terms)), compared, loose)


def _in_order(sizes: set[Sym], context: Context) -> tuple[str, ...]:
    """Dimensions as the Context's shapes name them first (rows before columns), then the others."""
    shapes = [d for declared in context.symbols for d in declared.symbol.shape]
    named = dict.fromkeys(s.name for shape in shapes for s in sorted(free(shape), key=lambda s: s.name))
    return tuple(dict.fromkeys((*named, *sorted(s.name for s in sizes))))


def _under_roots(term: Term) -> Iterator[str]:
    for node in walk(term):
        rooted = isinstance(node, MatOp) and node.op == "entrywise_sqrt"
        halved = isinstance(node, Pow) and isinstance(node.exponent, Num) and node.exponent.value.denominator == 2
        if rooted or halved:
            yield from (s.name for s in free(node) if s.of_sort == "real" and s.shape)


def _squares(hypothesis: Statement, context: Context) -> Iterator[str]:
    """Rectangular arrays that occur twice in a hypothesised equation."""
    if hypothesis.relation != "=":
        return
    for arg in hypothesis.args:
        seen = [n for n in walk(unfold_definitions(arg, context)) if isinstance(n, Sym) and n.shape]
        yield from (s.name for s in seen if seen.count(s) > 1 and s.shape[0] != s.shape[-1])
