"""Equalities that hang on a sign and on whether a size is even: (c²)^(n/2) = cⁿ fails at odd n and c < 0 together.

Few instances have few sizes, and may have c > 0 at all odd ones. So where a size is an exponent, the length of a
product or the order of a determinant, both kinds of sizes must have been tried, and the equality must hold as well
where one symbol after another has the other sign.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from verify.meaning.case import Violation
from verify.meaning.instance import Instance
from verify.meaning.judge import satisfies
from verify.meaning.replay import judged
from verify.terms.context import Context, Declaration
from verify.terms.nodes import MatOp, Pow, Prod, Sym, Term
from verify.terms.rewrite import free, names, walk
from verify.terms.statement import Statement
from verify.terms.unfold import unfold_definitions


def lopsided(statement: Statement, context: Context, instances: Sequence[Instance]) -> str:
    """Return why `instances` do not confirm an equality with powers of a size, or ""."""
    terms = tuple(unfold_definitions(arg, context) for arg in statement.args)
    sizes = {size for term in terms for node in walk(term) for size in _repeats(node)}
    for size in sorted(sizes, key=lambda s: s.name):
        if len({instance.dims[size.name] % 2 for instance in instances if size.name in instance.dims}) == 1:
            return f"{size.name} was even at all instances, or odd at all of them"
    assumed = (*(h for h, _ in context.hypotheses), *statement.hypotheses)
    if sizes and any(
        satisfies(other, context, assumed) and isinstance(judged(statement, other, context)[0], Violation)
        for instance in instances
        for other in _mirrored(instance, terms, context)
    ):
        return "it fails where one of the symbols has the other sign"
    return ""


def _repeats(node: Term) -> Iterator[Sym]:
    """Yield the dimensions that say how often something is multiplied in a node."""
    match node:
        case Pow(exponent=count) | Prod(upper=count):
            yield from (s for s in free(count) if s.sort == "dimension")
        case MatOp(op="det", args=(matrix,)):
            yield from (
                s for inner in walk(matrix) for size in inner.shape for s in free(size) if s.sort == "dimension"
            )


def _mirrored(instance: Instance, terms: Sequence[Term], context: Context) -> Iterator[Instance]:
    """Yield the instance with the other sign of each number or array that occurs and may have it."""
    occurring = {name for term in terms for name in names(term)}
    for declared in context.symbols:
        name = declared.symbol.name
        value = instance.values.get(name)
        if value is not None and name in occurring and _signed(declared):
            negative = tuple(tuple(-x for x in row) for row in value) if isinstance(value, tuple) else -value
            yield replace(instance, values={**instance.values, name: negative})


def _signed(declared: Declaration) -> bool:
    """Whether a symbol's range is the same for both signs, and nothing else is said of it."""
    interval = declared.interval
    same = interval.low is None and interval.high is None
    if interval.low is not None and interval.high is not None:
        same = interval.low == -interval.high and interval.low_closed == interval.high_closed
    plain = declared.definition is None and declared.law is None and not declared.structure
    return declared.symbol.of_sort == "real" and plain and same
