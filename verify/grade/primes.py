r"""Primes that are part of a name: where a text says w' = w - η ∇L, or speaks of f(x'), no w'w is a product wᵀ w.

Main definitions
----------------
* `keep_primes`: keep the primed names of a formula from being read as transposes, from there on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from verify.grade.thread import Thread
from verify.latex.scope import Definition
from verify.latex.source import Piece, Prose
from verify.latex.transposed import own_names
from verify.latex.tree import Row, Word

_PRIMED = re.compile(r"'|\\prime(?![a-zA-Z])")
#: characters of the text around a formula that may call the prime in it a transpose
NEAR = 80


def keep_primes(pieces: Sequence[Piece], k: int, found: Sequence[Row], threads: Sequence[Thread]) -> None:
    """Keep the primed names of piece `k`, a formula with the rows `found`, unless words call it a transpose."""
    if not _PRIMED.search(pieces[k].text) or _speaks_of_transposes(pieces, k):
        return
    sides = tuple(side for row in found for side in row.sides if side is not None)
    for thread in threads:
        scope = thread.scope
        body = Word(pieces[k].start, pieces[k].end, "this name with a prime")
        new = {key: Definition(key, (), body, scope) for key in own_names(sides, scope) if scope.meaning(key) is None}
        thread.scope = scope.with_names(new) if new else scope


def _speaks_of_transposes(pieces: Sequence[Piece], k: int) -> bool:
    before = "".join(p.text[-NEAR:] for p in pieces[k - 1 : k] if k and isinstance(p, Prose))
    behind = "".join(p.text[:NEAR] for p in pieces[k + 1 : k + 2] if isinstance(p, Prose))
    return "transpos" in f"{before} {behind}".lower()
