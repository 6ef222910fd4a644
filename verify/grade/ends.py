"""Where what a text supposes ends: a supposition is a licence only in the sentence or paragraph that makes it.

"If p = 1, …" is said for the display behind it and for what goes on from that ("hence …"). A new sentence behind a
display ends it, and so do words about the general case or another one. What has ended is no licence any more: a row
that needs it is held against nobody, but does not pass. And "for every D, …" is not about the best D.

Main definitions
----------------
* `leave`: end what the words of a piece of prose say is over.
* `speak_of_all`: the text speaks of all values of something; `worlds_of_all`: the worlds a row leaves so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from verify.grade.introduce import UNIVERSAL
from verify.grade.others import leaves_case, of_every_one, speaks_of_others, stance
from verify.grade.supposed import is_index_case
from verify.grade.thread import Thread
from verify.grade.worlds import World
from verify.latex.names import key_of, matches
from verify.latex.scope import FunctionName, LawName, Scope, Value
from verify.latex.tree import Node, Row, walk
from verify.terms.nodes import Apply, Density, Sym, Term
from verify.terms.statement import Statement


def leave(text: str, thread: Thread, anew: bool) -> None:
    """End what the words of a piece of prose say is over; `anew`: it begins a new thought behind a display."""
    if anew:
        unsaid = (world for world in thread.worlds if world.stated and stance(text, world.words) is None)
        thread.everywhere, thread.near = frozenset(world.name for world in unsaid), False
    if anew or speaks_of_others(text, thread.near):
        thread.let_go(h for h in thread.hypotheses if h not in thread.cases and not is_index_case(h))
    thread.let_go(h for h in thread.hypotheses if _is_case(h, thread) and leaves_case(text, h.relation in ("=", "!=")))
    if of_every_one(text):
        _close((world for world in thread.worlds if world.values or world.bodies), thread)


def _is_case(hypothesis: Statement, thread: Thread) -> bool:
    return hypothesis in thread.cases or is_index_case(hypothesis)


def speak_of_all(row: Row, thread: Thread) -> None:
    """Take up that a formula in the text is something of which it speaks without restriction: "for every" D."""
    said = _named(row, thread.scope)
    thread.let_go(h for h in thread.hypotheses if _subjects(h.args) & said)
    thread.with_ends |= {end for end in thread.ends if _subjects(end.args) & said}
    _close((world for world in thread.worlds if _is_about(world, said)), thread)


def _close(worlds: Iterable[World], thread: Thread) -> None:
    left = frozenset(world.name for world in worlds)
    thread.everywhere |= left
    thread.opened -= left
    thread.at_optimum = thread.at_optimum and not left


def worlds_of_all(row: Row, thread: Thread) -> frozenset[str]:
    """Return the names of the worlds that a row leaves by saying for which values it holds: "… for all w"."""
    if not any(words.startswith(UNIVERSAL) for words in row.words):
        return frozenset()
    said = frozenset[str]().union(*(_named(condition, thread.scope) for condition in row.conditions))
    every = not row.conditions or any(map(of_every_one, row.words))
    return frozenset(w.name for w in thread.worlds if (every and (w.values or w.bodies)) or _is_about(w, said))


def _is_about(world: World, said: frozenset[str]) -> bool:
    """Whether a world has a value for one of some names, or supposes something of it."""
    valued = {s.name for s, _ in world.values} | {name for name, _, _ in world.bodies}
    return bool(said & valued.union(*(_subjects(h.args) for h in world.hypotheses)))


def _named(row: Row, scope: Scope) -> frozenset[str]:
    """Return the names of what the letters of a row stand for; an index is its letter."""
    return frozenset(
        name for side in row.sides if side is not None for node in walk(side) for name in _names(node, scope)
    )


def _names(node: Node, scope: Scope) -> Iterator[str]:
    key = key_of(node, scope.fonts)
    if key is not None:
        yield key
    for meaning, _ in matches(node, scope):
        match meaning:
            case Value(term=Sym(name=name)) | FunctionName(name=name) | LawName(name=name):
                yield name


def _subjects(terms: Iterable[Term]) -> frozenset[str]:
    """Return the names of what terms are about: of q(z|x) the law, not the points."""
    found: set[str] = set()
    left = list(terms)
    while left:
        match left.pop():
            case Density(law=name) | Apply(function=name):
                found.add(name)
            case Sym(name=name):
                found.add(name)
            case term:
                left.extend(term.children())
    return frozenset(found)


__all__ = ["leave", "speak_of_all", "worlds_of_all"]
