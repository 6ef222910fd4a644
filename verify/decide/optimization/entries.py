"""Entries of arrays that are put together entry by entry: (-λ + 1)[i] is -λ[i] + 1."""

from __future__ import annotations

from verify.terms.nodes import ONE, ZERO, Add, Entry, Fn, MatOp, Mul, Term
from verify.terms.rewrite import transform

_FILLED = {"zeros": ZERO, "ones": ONE}


def opened(term: Term) -> Term:
    """Return the term with each entry of a sum, multiple, function or constant array taken inside."""
    return transform(term, _open)


def _open(node: Term) -> Term:
    if not isinstance(node, Entry):
        return node
    match node.array:
        case Add(terms=parts):
            return Add(tuple(_open(Entry(part, node.indices)) for part in parts))
        case Mul(factors=parts):
            return Mul(tuple(_open(Entry(part, node.indices)) if part.shape else part for part in parts))
        case Fn(name=name, arg=arg):
            return Fn(name, _open(Entry(arg, node.indices)))
        case MatOp(op="hadamard", args=parts):
            return Mul(tuple(_open(Entry(part, node.indices)) for part in parts))
        case MatOp(op="zeros" | "ones" as op):
            return _FILLED[op]
        case _:
            return node
