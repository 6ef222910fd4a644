"""Why an equality that holds at generic instances may fail at others.

Corners (|t|), sizes that were not tried, more points or indices than instances had, and hypotheses with several
branches (ab = 0), of which instances may take one only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from verify.meaning.instance import Instance
from verify.numeric.corners import hidden, on_every_piece
from verify.numeric.variety import crowded
from verify.terms.context import Context
from verify.terms.nodes import ZERO, Add, Apply, Fn, MatOp, Mul, Num, Pow, Sym, Term
from verify.terms.rewrite import walk
from verify.terms.statement import Statement
from verify.terms.unfold import unfold_definitions


def doubt(
    statement: Statement,
    context: Context,
    dims: Sequence[Mapping[str, int]],
    instances: Sequence[Instance] = (),
) -> str:
    """Return why instances, whose sizes were `dims`, do not confirm an equality, or ""."""
    terms = tuple(unfold_definitions(arg, context) for arg in statement.args)
    corners = [node for term in terms for node in walk(term) if _corner(node)]
    roots = any(isinstance(node, Pow) for node in corners)
    if (corners or hidden(context)) and (roots or not on_every_piece(statement, context, instances)):
        return "it holds at generic instances, but a sign may jump elsewhere"
    assumed = (*(h for h, _ in context.hypotheses), *statement.hypotheses)
    if any(_branches(hypothesis, context) for hypothesis in assumed):
        return "a hypothesis says that a product is 0, and not every factor may have been tried"
    for size in sorted(set(_written_sizes(terms)), key=lambda s: s.name):
        tried = {d[size.name] for d in dims if size.name in d}
        if max(degree(term, size) for term in terms) >= len(tried):
            return f"{size.name} had {len(tried)} values only: a polynomial in it may vanish at those"
    return crowded(statement, context, instances)


def _corner(node: Term) -> bool:
    """Whether a function with a corner occurs; the sign of a Jacobian's determinant never changes."""
    match node:
        case Fn(name="sign"):
            return True
        case Fn(name="abs", arg=arg):
            return not isinstance(arg, Apply)
        case Pow(base=base, exponent=Num(value=value)) if value.denominator != 1:
            return _squared(base)
        case _:
            return False


def _squared(term: Term) -> bool:
    """Whether a term is a product with an even power of something that may change its sign: √(t²) is |t|."""
    match term:
        case Mul(factors=factors):
            return any(_squared(factor) for factor in factors) or len(set(factors)) < len(factors)
        case Pow(base=base, exponent=Num(value=value)):
            return value % 2 == 0 and not isinstance(base, Num)
        case _:
            return False


def _branches(hypothesis: Statement, context: Context) -> bool:
    """Whether a hypothesis is ab = 0, or ab = ac: each factor may be the one that is 0."""
    if hypothesis.relation != "=":
        return False
    left, right = (_factors(unfold_definitions(side, context)) for side in hypothesis.args)
    for side, other in ((left, right), (right, left)):
        if any(_is_zero(factor) for factor in side):
            return len(other) > 1
    return len(left) + len(right) > 2 and not set(left).isdisjoint(right)


def _factors(term: Term) -> list[Term]:
    """Return the factors of a product, numbers apart; a power counts once."""
    match term:
        case Mul(factors=parts) | MatOp(op="hadamard", args=parts):
            return [factor for part in parts for factor in _factors(part)]
        case Pow(base=base, exponent=Num()):
            return _factors(base)
        case Num(value=value) if value != 0:
            return []
        case _:
            return [term]


def _is_zero(term: Term) -> bool:
    return term == ZERO or (isinstance(term, MatOp) and term.op == "zeros")


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
