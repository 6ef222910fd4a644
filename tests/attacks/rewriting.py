"""Random truth-preserving rewrites and truth-breaking mutations of terms, one node at a time.

A rule takes a node and a source of randomness and returns another node, or None where it does not
apply. Rules are identities (or lies) a student could write; none of them uses a decider.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from verify.terms.nodes import IllTyped, Sym, Term

Rule = Callable[[Term, random.Random], Term | None]


def paths(term: Term, here: tuple[int, ...] = ()) -> list[tuple[int, ...]]:
    """Return the place of every node as child positions from the root."""
    found = [here]
    for position, child in enumerate(() if isinstance(term, Sym) else term.children()):
        found.extend(paths(child, (*here, position)))
    return found


def node_at(term: Term, path: tuple[int, ...]) -> Term:
    """Return the node at a place."""
    for position in path:
        term = term.children()[position]
    return term


def put(term: Term, path: tuple[int, ...], new: Term) -> Term:
    """Return `term` with the node at a place replaced."""
    if not path:
        return new
    counter = iter(range(len(term.children())))
    return term.rebuild(lambda child: put(child, path[1:], new) if next(counter) == path[0] else child)


def apply_one(term: Term, rules: Sequence[Rule], rng: random.Random, tries: int = 40) -> Term | None:
    """Apply one random rule at one random place; None if none applied in `tries` attempts."""
    places = paths(term)
    for _ in range(tries):
        path, rule = rng.choice(places), rng.choice(rules)
        node = node_at(term, path)
        try:
            new = rule(node, rng)
            if new is None or new == node or new.shape != node.shape:
                continue
            return put(term, path, new)
        except (IllTyped, AttributeError):
            continue
    return None


def rewrite(term: Term, rules: Sequence[Rule], rng: random.Random, steps: int) -> Term:
    """Apply up to `steps` random rules."""
    for _ in range(steps):
        changed = apply_one(term, rules, rng)
        if changed is None:
            break
        term = changed
    return term
