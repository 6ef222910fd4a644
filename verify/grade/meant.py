"""What a row may have meant: readings in which a row that is false as it stands would be right.

Main definitions
----------------
* `for_different_indices`: E[R_i R_j] = p² is meant for i ≠ j.
* `meant_otherwise`: the operators reach as a careless writer means it.
"""

from __future__ import annotations

import itertools
from dataclasses import replace

from verify.grade.clauses import Link
from verify.grade.evidence import check_all
from verify.grade.judged import Setting, readings
from verify.grade.thread import Thread
from verify.latex.errors import Unread
from verify.terms.nodes import IllTyped
from verify.terms.rewrite import free
from verify.terms.statement import Statement


def for_different_indices(found: tuple[Statement, ...], thread: Thread) -> bool:
    """Whether readings with free indices hold where these differ: many write E[R_i R_j] and mean i ≠ j."""
    moved: list[Statement] = []
    for reading in found:
        indices = sorted({s for arg in reading.args for s in free(arg) if s.sort == "index"}, key=lambda s: s.name)
        if len(indices) < 2 or reading.hypotheses:
            return False
        apart = tuple(Statement("!=", pair) for pair in itertools.combinations(indices, 2))
        moved.append(replace(reading, hypotheses=apart))
    return bool(moved) and check_all(moved, thread.scope.context).holds


def meant_otherwise(link: Link, thread: Thread, setting: Setting) -> bool:
    """Whether a row is true, or may be, in a reading that only careless writers mean."""
    head = thread.chain.head
    for sides in setting.loose:
        for k in range(len(sides) - 1):
            left, right = sides[0] or (head[0] if head else None), sides[k + 1]
            if left is None or right is None or right.start != link.start:
                continue
            try:
                found = readings(replace(link, pairs=((left, right),)), thread, setting)
            except (Unread, IllTyped):
                continue
            if not check_all(found, thread.scope.context).fails:
                return True
    return False
