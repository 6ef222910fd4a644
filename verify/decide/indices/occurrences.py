"""What occurs in a statement: hypotheses that may be used, ranges of indices, kernels of the coefficient field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from verify.decide.indices.letters import OutsideLanguage
from verify.terms.context import Context, generic_entry
from verify.terms.nodes import At, Const, Diff, Entry, Expect, Num, Sym, Term
from verify.terms.rewrite import bound, walk
from verify.terms.statement import Statement
from verify.terms.unfold import unfold_definitions

NUMERIC = ("real", "index", "dimension")
STRICT = {">": True, ">=": False, "<": True, "<=": False}


@dataclass(frozen=True)
class Hypothesis:
    """A comparison that may be used, with definitions unfolded, and the sentence it comes from."""

    relation: str
    left: Term
    right: Term
    sentence: str


def index_sizes(term: Term, inside: frozenset[Sym]) -> Iterator[tuple[Sym, Term]]:
    """Yield the free indices of entries and the sizes that bound them: wherever the entry is defined."""
    inside = inside | set(bound(term))
    if isinstance(term, Entry):
        for index, size in zip(term.indices, term.array.shape, strict=False):
            if isinstance(index, Sym) and index.sort == "index" and index not in inside:
                yield index, size
    for child in term.children():
        yield from index_sizes(child, inside)


def hypotheses(statement: Statement, context: Context) -> Iterator[Hypothesis]:
    """Yield the comparisons of numbers among the hypotheses of the Context and of the statement."""
    own = ((h, "a hypothesis of the statement") for h in statement.hypotheses)
    for fact, sentence in (*context.hypotheses, *own):
        if fact.hypotheses or fact.variables or fact.relation not in ("=", *STRICT):
            continue
        if all(arg.sort in NUMERIC for arg in fact.args):
            left, right = (unfold_definitions(arg, context) for arg in fact.args)
            yield Hypothesis(fact.relation, left, right, sentence)


def ranges(terms: Iterable[Term], context: Context) -> Iterator[Hypothesis]:
    """Yield the declared ends of the ranges of the arrays that occur, as comparisons of a generic entry.

    That an entry is > 0 or >= 0 is read from its declaration wherever it is needed, and is left out.
    """
    found = {node for term in terms for node in walk(term) if isinstance(node, Sym)}
    for declared in context.symbols:
        symbol, interval = declared.symbol, declared.interval
        plain = declared.definition is None and declared.law is None and symbol.sort == "real"
        if not symbol.shape or symbol not in found or not plain:
            continue
        for end, closed, relation in (
            (interval.low, interval.low_closed, ">"),
            (interval.high, interval.high_closed, "<"),
        ):
            if end is not None and (relation == "<" or end != 0):
                how = relation + ("=" if closed else "")
                yield Hypothesis(how, generic_entry(symbol), Num(end), f"{symbol.name}: declared range")


def parameters(context: Context) -> tuple[Term, ...]:
    """Return the parameters of declared laws."""
    laws = (d.law for d in context.symbols if d.law is not None)
    return tuple(unfold_definitions(p, context) for law in laws for p in law.parameters)


def unambiguous(terms: Iterable[Term]) -> None:
    """Raise `OutsideLanguage` where two symbols share a name."""
    seen: dict[str, Sym] = {}
    for term in terms:
        for node in walk(term):
            if isinstance(node, Sym) and node.sort != "index" and seen.setdefault(node.name, node) != node:
                raise OutsideLanguage(f"{node.name} stands for two things")


def varied(terms: Iterable[Term], context: Context) -> frozenset[Sym]:
    """Return the scalars that are differentiated, replaced or drawn."""
    found = {d.symbol for d in context.symbols if d.law is not None}
    for term in terms:
        for node in walk(term):
            match node:
                case Diff(variables=variables) | Expect(variables=variables):
                    found.update(v for v in variables if isinstance(v, Sym))
                case At(values=values):
                    found.update(symbol for symbol, _ in values)
                case _:
                    pass
    return frozenset(s for s in found if not s.shape)


def solvable(hypotheses: Iterable[Hypothesis]) -> frozenset[Sym]:
    """Return the scalars that a hypothesis equates with something else."""
    sides = [side for h in hypotheses if h.relation == "=" for side in (h.left, h.right)]
    return frozenset(side for side in sides if isinstance(side, Sym) and side.sort == "real" and not side.shape)


def kernels(terms: Iterable[Term], varied: frozenset[Sym]) -> tuple[Term, ...]:
    """Return the scalars that are kernels of the coefficient field."""
    found: dict[Term, None] = {}
    for term in terms:
        for node in walk(term):
            sizes = [s for size in node.shape for s in walk(size)]
            for symbol in (node, *sizes):
                if isinstance(symbol, Const) and symbol.name == "pi":
                    found[symbol] = None
                if isinstance(symbol, Sym) and symbol.sort in ("real", "dimension") and not symbol.shape:
                    found[symbol] = None
    return tuple(sorted((k for k in found if k not in varied), key=repr))
