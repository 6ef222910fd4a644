"""The earth mover's distance of a uniform law and its translate, W(P, Q): the length of the translation.

This is read by a theorem, not proved by a decider, and the README says so beside the axioms. No coupling of laws P and
Q costs less than |E_P f - E_Q f| for a function f of Lipschitz constant 1 (Kantorovich and Rubinstein; Villani, Optimal
transport: old and new, 2009, particular case 5.16, of which the lower bound alone is used); moving everything by one
vector v costs its length, and f(x) = ⟨x, v⟩/‖v‖ shows that nothing costs less. Of laws on segments of different lengths
the distance is left to a person.

Main definitions
----------------
* `apply_transport`: the handler of W(P, Q).
"""

from __future__ import annotations

from verify.latex.errors import Unread
from verify.latex.names import Scripts
from verify.latex.reading import Expected, Readings
from verify.latex.scope import Meaning, Scope
from verify.latex.tree import Bracket, Node
from verify.latex.uniforms import regions_of
from verify.terms.nodes import HALF, MINUS_ONE, TWO, ZERO, Add, Fn, Mul, Num, Pow, Term
from verify.terms.regions import Region, size


def apply_transport(_: Meaning, rest: Scripts, bracket: Bracket, node: Node, scope: Scope, __: Expected) -> Readings:
    """Return W(P, Q) of two uniform laws of which one is the other, moved.

    Raises:
        Unread: what is in the brackets is no such pair, or there is a mark on W that says nothing here.

    """
    if rest:
        raise Unread("what is written on this distance is not known", node.start, node.end)
    if len(bracket.items) != 2:
        raise Unread("a distance of two laws", bracket.start, bracket.end)
    pair = [regions_of(item, scope) for item in bracket.items]
    if pair[0] is None or pair[1] is None or len(pair[0]) != len(pair[1]):
        raise Unread("a distance of laws that are not known to be uniform", bracket.start, bracket.end)
    moves = [_moved(one, other, bracket) for one, other in zip(pair[0], pair[1], strict=True)]
    lengths = [move for move in moves if move != ZERO]
    if not lengths:
        return (ZERO,)
    if len(lengths) == 1:
        return (Fn("abs", lengths[0]),)
    return (Pow(Add(tuple(Pow(length, TWO) for length in lengths)), HALF),)


def _moved(one: Region, other: Region, bracket: Bracket) -> Term:
    """Return by how much one segment or value lies further than the other."""
    counted = one.at is not None, other.at is not None
    if counted[0] != counted[1] or size(one) != size(other):
        raise Unread("a distance of laws of which none is the other, moved", bracket.start, bracket.end)
    start, end = one.ends[0], other.ends[0]
    if start == end:
        return ZERO
    return end if start == ZERO else _minus(start) if end == ZERO else Add((end, _minus(start)))


def _minus(term: Term) -> Term:
    return Num(-term.value) if isinstance(term, Num) else Mul((MINUS_ONE, term))
