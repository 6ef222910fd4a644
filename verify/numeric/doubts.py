"""Why an equality that holds at generic instances may fail at others: corners, and sizes that were not tried."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from verify.terms.context import Context
from verify.terms.nodes import Add, Apply, Fn, Mul, Num, Pow, Sym, Term
from verify.terms.rewrite import walk
from verify.terms.statement import Statement
from verify.terms.unfold import unfold_definitions


def doubt(statement: Statement, context: Context, dims: Sequence[Mapping[str, int]]) -> str:
    """Return why instances, whose sizes were `dims`, do not confirm an equality, or ""."""
    terms = tuple(unfold_definitions(arg, context) for arg in statement.args)
    if any(_corner(node) for term in terms for node in walk(term)):
        return "it holds at generic instances, but a sign may jump elsewhere"
    for size in sorted(set(_written_sizes(terms)), key=lambda s: s.name):
        tried = {d[size.name] for d in dims if size.name in d}
        if max(degree(term, size) for term in terms) >= len(tried):
            return f"{size.name} had {len(tried)} values only: a polynomial in it may vanish at those"
    return ""


def _corner(node: Term) -> bool:
    """Whether a function with a corner occurs; the sign of a Jacobian's determinant never changes."""
    return isinstance(node, Fn) and (node.name == "sign" or (node.name == "abs" and not isinstance(node.arg, Apply)))


def _written_sizes(terms: Sequence[Term]) -> Iterator[Sym]:
    """Yield the dimensions that stand in a term as numbers or sizes of identities, not in shapes alone."""
    for term in terms:
        if isinstance(term, Sym):
            if term.sort == "dimension":
                yield term
        else:
            yield from _written_sizes(term.children())


def degree(term: Term, size: Sym) -> int:
    """Return a bound of the degree of a term as a quotient of polynomials in a dimension written as a number."""
    match term:
        case Sym():
            return int(term == size)
        case Add(terms=parts):
            return max(degree(part, size) for part in parts)
        case Mul(factors=parts):
            return sum(degree(part, size) for part in parts)
        case Pow(base=base, exponent=Num(value=value)):
            return int(abs(value) * degree(base, size))
        case _:
            return max((degree(child, size) for child in term.children()), default=0)
