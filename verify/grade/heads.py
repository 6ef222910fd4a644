"""What a display that starts with a relation goes on from.

Main definitions
----------------
* `matching_head`: whether it continues a recent side.
* `is_said_for`: whether a chain was said in between for another one; `says_again`: whether a row repeats a side.
* `goes_on_behind`, `without_name`: a chain that starts with a name that nobody declared, θ^* = A = B, is about A.
"""

from __future__ import annotations

from dataclasses import replace

from verify.grade.chain import Chain
from verify.grade.clauses import Clause, Side, across, is_name
from verify.grade.evidence import Finding, check_all
from verify.grade.points import corresponding
from verify.grade.thread import Thread, name_of
from verify.latex.elaborate import statements, terms
from verify.latex.errors import Unread
from verify.latex.tree import Bracket, Letter, Mark, Node, Operator, Product, Scripted, Word, rebuilt, walk
from verify.model import Verdict
from verify.terms.nodes import IllTyped


def matching_head(right: Side, relation: str, thread: Thread) -> bool:
    """Whether a recent side stands in the relation to `right`: then the row continues it. It never refutes."""
    for side in reversed((*(chain.head for chain in thread.left if chain.so_far == "="), *thread.recent)):
        if _claimed(side, right, relation, thread).holds:
            thread.chain = Chain(side)
            return True
    return False


def is_said_for(aside: Chain, chain: Chain, right: Side) -> bool:
    """Whether a chain was said in between for another one: its head occurs in the last side of that, or in the next."""
    parts = {part for head in aside.head for part in _spoken_of(_plain(head))}
    return any(node in parts for side in (*chain.previous, *right) for node in walk(_plain(side)))


def says_again(chain: Chain, right: Side) -> bool:
    """Whether the side with which a row goes on is an end of the chain as it is."""
    return bool({_plain(side) for side in right} & {_plain(side) for side in (*chain.head, *chain.previous)})


def _spoken_of(head: Node) -> tuple[Node, ...]:
    """Return what a row with this head is about: f of f(x), an expectation and that of which it is one."""
    match head:
        case Product(factors=(name, Bracket())) if is_name(head):
            return head, name
        case Operator(name="E", body=Bracket(items=(body,)) | body) if body is not None:
            return head, body
    return (head,)


def _plain(node: Node) -> Node:
    """Return a formula without its places in the document."""
    return replace(rebuilt(node, _plain), start=0, end=0)


def _claimed(head: Side, right: Side, relation: str, thread: Thread) -> Finding:
    """Return what is known of the row that continues `head`."""
    try:
        found = [s for a, b in across(head, right) for s in statements(a, relation, b, thread.scope)]
    except (Unread, IllTyped) as error:
        return Finding(Verdict.UNDECIDED, reason=str(error))
    return check_all((corresponding(s, thread.scope.context) for s in found), thread.scope.context)


def goes_on_behind(clause: Clause, thread: Thread) -> bool:
    """Whether a chain says what a new name stands for, and goes on with that.

    Of an expression that cannot be read nobody knows whether the first row says rightly what it is.
    """
    first, second = clause.sides[:2]
    if clause.relations[0] not in ("=", ":=") or not all(_is_new(side, thread) for side in first):
        return False
    return not any(_is_read(side, thread) for side in first) and all(_is_read(side, thread) for side in second)


def _is_new(side: Node, thread: Thread) -> bool:
    """Whether a side is a name without a meaning, perhaps of arguments, or a known one with a star."""
    if isinstance(side, Scripted) and isinstance(side.sup, Mark) and side.sup.text == "*":
        return isinstance(side.base, Letter | Word)
    name = name_of(side, thread.scope)
    return name is not None and name not in thread.mentioned and thread.scope.meaning(name) is None


def without_name(clause: Clause) -> Clause:
    """Return a chain without its first side."""
    paired = tuple(sides[1:] for sides in clause.paired)
    return replace(clause, sides=clause.sides[1:], relations=clause.relations[1:], paired=paired)


def _is_read(side: Node, thread: Thread) -> bool:
    try:
        return bool(terms(side, thread.scope))
    except Unread:
        return False
    except IllTyped:
        return True
