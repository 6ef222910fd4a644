"""The running chain: `A = B`, then rows that go on with `= C`, each of which claims `A = C`.

Main definitions
----------------
* `Chain`: its head, its last side, and how they are related.
"""

from __future__ import annotations

from dataclasses import dataclass

from verify.grade.clauses import Side


@dataclass(frozen=True, slots=True)
class Chain:
    """`head` and `previous` are sides in each reading (none: empty); `so_far` relates the head to the last side.

    `so_far` is "" where the relations said so far do not compose. `broken` says that the last row was wrong, `sure`
    that the last row went on from this chain and was right, `unknown` that the row that began it could not be read.
    """

    head: Side = ()
    previous: Side = ()
    so_far: str = "="
    broken: bool = False
    sure: bool = False
    unknown: bool = False
